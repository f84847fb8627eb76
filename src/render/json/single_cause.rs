//! `single_causes`: everything whose failure alone empties a cell.

use super::cell::{EVERYWHERE, kind};
use super::entries::Entries;
use crate::arena::Handle;
use crate::coverage::Subject;
use crate::coverage::ranking::SingleCause;
use crate::framework::{Threat, Tier};
use crate::taxonomy::Category;
use serde::Serialize;

/// One failure, and the cells that fall to zero with it.
#[derive(Serialize)]
pub(super) struct SingleCauseEntry<'r> {
    kind: &'static str,
    id: &'r str,
    categories: Entries<'r, Subject<'r>, CategoryCell, CategoryCellEntry<'r>>,
    threats: Entries<'r, Subject<'r>, ThreatCell, ThreatCellEntry<'r>>,
}

/// A category, and its tier where the cell has one.
type CategoryCell = (Handle<Category>, Option<Handle<Tier>>);

/// A threat in a tier.
type ThreatCell = (Handle<Threat>, Handle<Tier>);

/// One category in one tier.
#[derive(Serialize)]
struct CategoryCellEntry<'r> {
    category: &'r str,
    tier: &'r str,
}

/// One threat in one tier.
#[derive(Serialize)]
struct ThreatCellEntry<'r> {
    threat: &'r str,
    tier: &'r str,
}

/// One entry of the ranking.
pub(super) fn single_cause_entry<'r>(subject: Subject<'r>, cause: &'r SingleCause<'r>) -> SingleCauseEntry<'r> {
    SingleCauseEntry {
        kind: kind(cause.failure),
        id: cause.failure.id(subject.framework),
        categories: Entries::of(subject, &cause.categories, category_cell),
        threats: Entries::of(subject, &cause.threats, threat_cell),
    }
}

fn category_cell<'r>(subject: Subject<'r>, &(category, tier): &'r CategoryCell) -> CategoryCellEntry<'r> {
    CategoryCellEntry {
        category: &subject.taxonomy.categories[category].code,
        tier: tier.map_or(EVERYWHERE, |at| &subject.framework.tiers[at].id.value),
    }
}

fn threat_cell<'r>(subject: Subject<'r>, &(threat, tier): &'r ThreatCell) -> ThreatCellEntry<'r> {
    let framework = subject.framework;
    ThreatCellEntry { threat: &framework.threats[threat].id.value, tier: &framework.tiers[tier].id.value }
}
