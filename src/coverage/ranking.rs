//! What hangs on one thread: everything whose failure alone takes all that stands in a cell.

use super::Subject;
use super::category::CategoryCoverage;
use super::failure::Failure;
use super::threat::ThreatCoverage;
use crate::arena::Handle;
use crate::framework::{Framework, Threat, Tier};
use crate::taxonomy::Category;
use std::collections::BTreeMap;

/// One failure, and the cells that fall to zero with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SingleCause<'f> {
    /// What fails: a dependency, a chain, or a mitigation.
    pub failure: Failure<'f>,
    /// The category cells it empties, in taxonomy and file order; no tier where the cell has none.
    pub categories: Vec<(Handle<Category>, Option<Handle<Tier>>)>,
    /// The threat cells it empties, in file order.
    pub threats: Vec<(Handle<Threat>, Handle<Tier>)>,
}

impl SingleCause<'_> {
    /// How many cells fall.
    pub const fn cells(&self) -> usize {
        self.categories.len() + self.threats.len()
    }

    /// The codes of the categories and the ids of the threats whose cells fall, each once.
    pub fn rows<'s>(&self, subject: Subject<'s>) -> Vec<&'s str> {
        let categories = self.categories.iter().map(|(at, _)| subject.taxonomy.categories[*at].code.as_ref());
        let threats = self.threats.iter().map(|(at, _)| subject.framework.threats[*at].id.value.as_str());
        let mut rows: Vec<&str> = Vec::new();
        for row in categories.chain(threats) {
            if !rows.contains(&row) {
                rows.push(row);
            }
        }
        rows
    }
}

/// Every failure that alone empties a cell of an expected leaf or of a threat: most cells first, then those that more than
/// one mitigation can rest on, then by id.
pub fn all<'f>(
    framework: &'f Framework,
    categories: &[CategoryCoverage<'f>],
    threats: &[ThreatCoverage<'f>],
) -> Vec<SingleCause<'f>> {
    let mut found: BTreeMap<Failure<'f>, SingleCause<'f>> = BTreeMap::new();
    let empty = |failure| SingleCause { failure, categories: Vec::new(), threats: Vec::new() };
    for category in categories.iter().filter(|category| category.verdict.is_some()) {
        for cell in &category.cells {
            for &failure in &cell.standing.depth.causes {
                let cause = found.entry(failure).or_insert_with(|| empty(failure));
                cause.categories.push((category.category, cell.tier));
            }
        }
    }
    for threat in threats {
        for cell in &threat.cells {
            for &failure in &cell.standing.depth.causes {
                let cause = found.entry(failure).or_insert_with(|| empty(failure));
                cause.threats.push((threat.threat, cell.tier));
            }
        }
    }
    let mut all: Vec<SingleCause<'f>> = found.into_values().collect();
    all.sort_by_key(|cause| {
        (std::cmp::Reverse(cause.cells()), cause.failure.is_mitigation(), cause.failure.id(framework))
    });
    all
}
