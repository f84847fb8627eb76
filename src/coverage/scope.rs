//! Which leaves are asked of this framework.

use crate::arena::Handle;
use crate::framework::{Framework, ScopeEntry};
use crate::mapping::declared::Names;
use crate::taxonomy::{Category, Taxonomy};
use jiff::civil::Date;

/// Whether a leaf is asked of this framework, and if not, why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expectation {
    /// Expected of the framework's actor, or included by its scope.
    Expected,
    /// Not expected of this actor.
    OtherActor,
    /// Excluded with a reason: the entry of `scope.exclude` by position.
    Excluded(usize),
}

impl Expectation {
    /// Whether coverage is asked.
    pub const fn is_expected(self) -> bool {
        matches!(self, Self::Expected)
    }
}

/// The expectation of one category (of inner nodes too: what holds for a node holds for all below it).
pub fn expectation(
    framework: &Framework,
    taxonomy: &Taxonomy,
    names: &Names,
    category: Handle<Category>,
    as_of: Date,
) -> Expectation {
    let within = |&above: &Handle<Category>| taxonomy.is_within(category, above);
    let excluded = framework
        .scope
        .exclude
        .iter()
        .zip(&names.exclude)
        .position(|(entry, above)| holds(entry, as_of) && above.as_ref().is_some_and(within));
    if let Some(entry) = excluded {
        return Expectation::Excluded(entry);
    }
    let node = &taxonomy.categories[category];
    let entries = framework.scope.include.iter().zip(&names.include);
    let included =
        entries.filter(|(entry, _)| holds(entry, as_of)).any(|(_, above)| above.as_ref().is_some_and(within));
    if included || node.expected_of.contains(&framework.head.actor) {
        Expectation::Expected
    } else {
        Expectation::OtherActor
    }
}

/// Whether an entry has not expired (its last day included).
pub fn holds(entry: &ScopeEntry, as_of: Date) -> bool {
    entry.expires.as_ref().is_none_or(|expires| expires.value >= as_of)
}
