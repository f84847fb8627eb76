//! `single_causes`: everything whose failure alone empties a cell.

use super::cell::{EVERYWHERE, kind};
use crate::coverage::Subject;
use crate::coverage::ranking::SingleCause;
use serde::Serialize;

/// One failure, and the cells that fall to zero with it.
#[derive(Serialize)]
pub(super) struct SingleCauseEntry<'r> {
    kind: &'static str,
    id: &'r str,
    categories: Vec<CategoryCellEntry<'r>>,
    threats: Vec<ThreatCellEntry<'r>>,
}

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
pub(super) fn single_cause_entry<'r>(subject: Subject<'r>, cause: &SingleCause<'r>) -> SingleCauseEntry<'r> {
    let framework = subject.framework;
    let categories = cause.categories.iter().map(|&(category, tier)| CategoryCellEntry {
        category: &subject.taxonomy.categories[category].code,
        tier: tier.map_or(EVERYWHERE, |at| &framework.tiers[at].id.value),
    });
    let threats = cause.threats.iter().map(|&(threat, tier)| ThreatCellEntry {
        threat: &framework.threats[threat].id.value,
        tier: &framework.tiers[tier].id.value,
    });
    SingleCauseEntry {
        kind: kind(cause.failure),
        id: cause.failure.id(framework),
        categories: categories.collect(),
        threats: threats.collect(),
    }
}
