//! What a finding or a cell is about, by id: the names that machine formats share.

use crate::arena::Handle;
use crate::coverage::Subject;
use crate::coverage::failure::Failure;
use crate::framework::{Framework, Mitigation, Tier};
use crate::policy::Judged;
use crate::taxonomy::Category;

/// The tier of cells that belong to no tier.
pub(super) const EVERYWHERE: &str = "everywhere";

/// The ids of what a finding is about; `None` where it is about none of the kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct About<'r> {
    /// Code of the category.
    pub(super) category: Option<&'r str>,
    /// Id of the tier.
    pub(super) tier: Option<&'r str>,
    /// Id of the threat.
    pub(super) threat: Option<&'r str>,
    /// Id of the mitigation.
    pub(super) mitigation: Option<&'r str>,
    /// Id of a dependency, an event or a level.
    pub(super) entry: Option<&'r str>,
}

impl<'r> About<'r> {
    /// What a finding is about.
    pub(super) fn of(subject: Subject<'r>, judged: &'r Judged) -> Self {
        let (framework, finding) = (subject.framework, &judged.finding);
        Self {
            category: finding.category.map(|at| subject.taxonomy.categories[at].code.as_ref()),
            tier: finding.tier.map(|at| framework.tiers[at].id.value.as_str()),
            threat: finding.threat.map(|at| framework.threats[at].id.value.as_str()),
            mitigation: finding.mitigation.map(|at| framework.mitigations[at].id.value.as_str()),
            entry: finding.entry.as_deref(),
        }
    }

    /// The ids that there are, each with what it is an id of.
    pub(super) fn named(self) -> impl Iterator<Item = (&'static str, &'r str)> {
        let all = [
            ("category", self.category),
            ("tier", self.tier),
            ("threat", self.threat),
            ("mitigation", self.mitigation),
            ("entry", self.entry),
        ];
        all.into_iter().filter_map(|(kind, id)| Some((kind, id?)))
    }
}

/// The id of a cell's tier.
pub(super) fn tier_id(framework: &Framework, tier: Option<Handle<Tier>>) -> &str {
    tier.map_or(EVERYWHERE, |at| &framework.tiers[at].id.value)
}

/// The ids of mitigations, as a list in words.
pub(super) fn ids(framework: &Framework, mitigations: &[Handle<Mitigation>]) -> String {
    mitigations.iter().map(|&at| framework.mitigations[at].id.value.as_str()).collect::<Vec<_>>().join(", ")
}

/// The failure sets of a cell: what fails together within one, one after the other.
pub(super) fn cut_sets(framework: &Framework, sets: &[Vec<Failure<'_>>]) -> String {
    let set = |set: &Vec<Failure<'_>>| set.iter().map(|failure| failure.id(framework)).collect::<Vec<_>>().join(" + ");
    sets.iter().map(set).collect::<Vec<_>>().join("; ")
}

/// `1.2.1 Guardrails & Filtering`.
pub(super) fn title(category: &Category) -> String {
    format!("{} {}", category.code, category.name)
}
