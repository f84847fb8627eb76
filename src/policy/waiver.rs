//! Waivers: findings silenced for a while, in sight of everybody.

use crate::checks::Finding;
use crate::coverage::Subject;
use crate::framework::Waiver;
use jiff::civil::Date;

/// Why a finding does not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppression {
    /// What silences it.
    pub by: SuppressedBy,
    /// The reason given.
    pub reason: String,
    /// Who answers for it.
    pub owner: String,
    /// Last day it holds.
    pub expires: Option<Date>,
}

/// What silences a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SuppressedBy {
    /// A `[[waiver]]` in the framework.
    Waiver,
}

impl SuppressedBy {
    /// The name used in every output.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Waiver => "waiver",
        }
    }
}

/// The first waiver in force that names this finding.
pub fn suppression(subject: Subject<'_>, finding: &Finding) -> Option<Suppression> {
    let mut waivers = subject.framework.waivers.iter().enumerate();
    let (_, waiver) = waivers
        .find(|(at, waiver)| in_force(waiver, subject.settings.as_of) && names(subject, *at, waiver, finding))?;
    Some(Suppression {
        by: SuppressedBy::Waiver,
        reason: waiver.reason.value.clone(),
        owner: waiver.owner.value.clone(),
        expires: Some(waiver.expires.value),
    })
}

/// Its last day is included (UTC).
pub fn in_force(waiver: &Waiver, as_of: Date) -> bool {
    waiver.expires.value >= as_of
}

/// Whether everything that the waiver names is what the finding is about: an exact code, not a subtree.
pub fn names(subject: Subject<'_>, at: usize, waiver: &Waiver, finding: &Finding) -> bool {
    let category = subject.mapping.names.waivers.get(at).copied().flatten();
    waiver.check.value == finding.check
        && (waiver.category.is_none() || category == finding.category)
        && (waiver.tier.is_none() || waiver.tier.as_ref().map(|tier| tier.value) == finding.tier)
        && (waiver.threat.is_none() || waiver.threat.as_ref().map(|threat| threat.value) == finding.threat)
        && (waiver.mitigation.is_none() || waiver.mitigation.as_ref().map(|entry| entry.value) == finding.mitigation)
}
