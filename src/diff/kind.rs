//! What a change can be: the closed list, each with the way it goes.

use crate::vocabulary::Word;

/// Whether a change makes a framework worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// Less protection, less shown, or less asked.
    Regression,
    /// More of it.
    Improvement,
    /// Neither.
    Neutral,
}

impl Word for Direction {
    const WHAT: &'static str = "direction";
    const WORDS: &'static [(Self, &'static str)] =
        &[(Self::Regression, "regression"), (Self::Improvement, "improvement"), (Self::Neutral, "neutral")];
}

/// What changed, in the order in which changes are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A framework is gone.
    FrameworkRemoved,
    /// A framework is new.
    FrameworkAdded,
    /// A framework stands in another file.
    FrameworkMoved,
    /// A framework has another name.
    FrameworkRenamed,
    /// It is somebody else's framework now, so that other categories are expected.
    ActorChanged,
    /// The framework names another taxonomy; both sides were held against one.
    TaxonomyChanged,
    /// The configuration lets more count, so that what follows looks better than it is.
    RulesLoosened,
    /// The configuration lets less count.
    RulesTightened,
    /// A category that was covered is not.
    CategoryLost,
    /// A threat that something stood against has nothing against it.
    ThreatLost,
    /// A category is covered less well.
    CategoryWeakened,
    /// Less stands against a threat.
    ThreatWeakened,
    /// One failure takes out what it did not take out alone.
    SinglePointAdded,
    /// A category that was not covered is.
    CategoryGained,
    /// Something stands against a threat that had nothing.
    ThreatGained,
    /// A category is covered better.
    CategoryStrengthened,
    /// More stands against a threat.
    ThreatStrengthened,
    /// One failure does not take it out alone any more.
    SinglePointRemoved,
    /// A category is uncovered in another way.
    CategoryChanged,
    /// A threat is no longer named.
    ThreatRemoved,
    /// A threat is asked less about: depth wanted, tiers, events, or whether somebody acts on purpose.
    ThreatAsksLess,
    /// A category is taken out of scope.
    ExclusionAdded,
    /// A category stays out of scope for longer.
    ExclusionLengthened,
    /// A category is no longer asked beyond what the actor is asked.
    InclusionRemoved,
    /// A tier is no longer named.
    TierRemoved,
    /// A threat is named that was not.
    ThreatAdded,
    /// A threat is asked more about.
    ThreatAsksMore,
    /// A category is in scope again.
    ExclusionRemoved,
    /// A category is in scope again sooner.
    ExclusionShortened,
    /// A category is asked beyond what the actor is asked.
    InclusionAdded,
    /// A tier is named that was not.
    TierAdded,
    /// A threat has another id.
    ThreatRenamed,
    /// A tier has another id.
    TierRenamed,
    /// A tier reaches its users in another way, extends another, relaxes or compensates otherwise.
    TierChanged,
    /// A level was added, removed, or has another threshold.
    LevelChanged,
    /// An exclusion is worded otherwise.
    ExclusionReworded,
    /// A mitigation that counted is gone.
    MitigationRemoved,
    /// A mitigation is retired.
    MitigationRetired,
    /// A mitigation is less far than it was.
    StatusLowered,
    /// A mitigation counts in fewer tiers, against fewer threats, from a higher level, or only in part.
    MitigationNarrowed,
    /// A mitigation is due later, or on no day.
    MitigationPostponed,
    /// A mitigation no longer says what it rests on.
    RestingUnstated,
    /// A mitigation's categories rest on less than they did.
    MappingWeakened,
    /// A mitigation's evidence missed its target.
    EvidenceMissed,
    /// A mitigation's newest evidence is too old to count.
    EvidenceStale,
    /// A mitigation is shown less well.
    EvidenceWeakened,
    /// A mitigation that counts is new.
    MitigationAdded,
    /// A mitigation is further than it was.
    StatusRaised,
    /// A mitigation counts in more tiers, against more threats, from a lower level, or in full.
    MitigationWidened,
    /// A mitigation is due sooner, or on a day at last.
    MitigationAdvanced,
    /// A mitigation says what it rests on.
    RestingStated,
    /// A mitigation's categories rest on more than they did.
    MappingStrengthened,
    /// A mitigation is shown better.
    EvidenceStrengthened,
    /// A mitigation has another id.
    MitigationRenamed,
    /// A mitigation is worded otherwise.
    MitigationReworded,
    /// Something else is said of a mitigation: its layer, chain, owner, and the like.
    MitigationChanged,
    /// A mitigation rests on other things.
    RestingChanged,
    /// A mitigation belongs to other categories.
    MappingChanged,
    /// Evidence changed and shows neither more nor less.
    EvidenceChanged,
    /// A dependency has another id.
    DependencyRenamed,
    /// A dependency rests on other things, or its failover is claimed otherwise.
    DependencyChanged,
    /// A finding is waived that was not.
    WaiverAdded,
    /// A waiver holds for longer.
    WaiverLengthened,
    /// A waiver is gone.
    WaiverRemoved,
    /// A waiver ends sooner.
    WaiverShortened,
    /// A waiver has another reason or owner.
    WaiverReworded,
}

impl Word for Kind {
    const WHAT: &'static str = "kind of change";
    const WORDS: &'static [(Self, &'static str)] = &[
        (Self::FrameworkRemoved, "framework-removed"),
        (Self::FrameworkAdded, "framework-added"),
        (Self::FrameworkMoved, "framework-moved"),
        (Self::FrameworkRenamed, "framework-renamed"),
        (Self::ActorChanged, "actor-changed"),
        (Self::TaxonomyChanged, "taxonomy-changed"),
        (Self::RulesLoosened, "rules-loosened"),
        (Self::RulesTightened, "rules-tightened"),
        (Self::CategoryLost, "category-lost"),
        (Self::ThreatLost, "threat-lost"),
        (Self::CategoryWeakened, "category-weakened"),
        (Self::ThreatWeakened, "threat-weakened"),
        (Self::SinglePointAdded, "single-point-added"),
        (Self::CategoryGained, "category-gained"),
        (Self::ThreatGained, "threat-gained"),
        (Self::CategoryStrengthened, "category-strengthened"),
        (Self::ThreatStrengthened, "threat-strengthened"),
        (Self::SinglePointRemoved, "single-point-removed"),
        (Self::CategoryChanged, "category-changed"),
        (Self::ThreatRemoved, "threat-removed"),
        (Self::ThreatAsksLess, "threat-asks-less"),
        (Self::ExclusionAdded, "exclusion-added"),
        (Self::ExclusionLengthened, "exclusion-lengthened"),
        (Self::InclusionRemoved, "inclusion-removed"),
        (Self::TierRemoved, "tier-removed"),
        (Self::ThreatAdded, "threat-added"),
        (Self::ThreatAsksMore, "threat-asks-more"),
        (Self::ExclusionRemoved, "exclusion-removed"),
        (Self::ExclusionShortened, "exclusion-shortened"),
        (Self::InclusionAdded, "inclusion-added"),
        (Self::TierAdded, "tier-added"),
        (Self::ThreatRenamed, "threat-renamed"),
        (Self::TierRenamed, "tier-renamed"),
        (Self::TierChanged, "tier-changed"),
        (Self::LevelChanged, "level-changed"),
        (Self::ExclusionReworded, "exclusion-reworded"),
        (Self::MitigationRemoved, "mitigation-removed"),
        (Self::MitigationRetired, "mitigation-retired"),
        (Self::StatusLowered, "status-lowered"),
        (Self::MitigationNarrowed, "mitigation-narrowed"),
        (Self::MitigationPostponed, "mitigation-postponed"),
        (Self::RestingUnstated, "resting-unstated"),
        (Self::MappingWeakened, "mapping-weakened"),
        (Self::EvidenceMissed, "evidence-missed"),
        (Self::EvidenceStale, "evidence-stale"),
        (Self::EvidenceWeakened, "evidence-weakened"),
        (Self::MitigationAdded, "mitigation-added"),
        (Self::StatusRaised, "status-raised"),
        (Self::MitigationWidened, "mitigation-widened"),
        (Self::MitigationAdvanced, "mitigation-advanced"),
        (Self::RestingStated, "resting-stated"),
        (Self::MappingStrengthened, "mapping-strengthened"),
        (Self::EvidenceStrengthened, "evidence-strengthened"),
        (Self::MitigationRenamed, "mitigation-renamed"),
        (Self::MitigationReworded, "mitigation-reworded"),
        (Self::MitigationChanged, "mitigation-changed"),
        (Self::RestingChanged, "resting-changed"),
        (Self::MappingChanged, "mapping-changed"),
        (Self::EvidenceChanged, "evidence-changed"),
        (Self::DependencyRenamed, "dependency-renamed"),
        (Self::DependencyChanged, "dependency-changed"),
        (Self::WaiverAdded, "waiver-added"),
        (Self::WaiverLengthened, "waiver-lengthened"),
        (Self::WaiverRemoved, "waiver-removed"),
        (Self::WaiverShortened, "waiver-shortened"),
        (Self::WaiverReworded, "waiver-reworded"),
    ];
}

impl Kind {
    /// The way a change of this kind goes. A change of actor goes by what is asked after it, and a mitigation that never
    /// counted comes and goes unjudged.
    pub fn direction(self) -> Direction {
        if WORSE.contains(&self) {
            Direction::Regression
        } else if BETTER.contains(&self) {
            Direction::Improvement
        } else {
            Direction::Neutral
        }
    }
}

/// Kinds that make a framework worse.
const WORSE: &[Kind] = &[
    Kind::FrameworkRemoved,
    Kind::ActorChanged,
    Kind::RulesLoosened,
    Kind::CategoryLost,
    Kind::ThreatLost,
    Kind::CategoryWeakened,
    Kind::ThreatWeakened,
    Kind::SinglePointAdded,
    Kind::ThreatRemoved,
    Kind::ThreatAsksLess,
    Kind::ExclusionAdded,
    Kind::ExclusionLengthened,
    Kind::InclusionRemoved,
    Kind::TierRemoved,
    Kind::MitigationRemoved,
    Kind::MitigationRetired,
    Kind::StatusLowered,
    Kind::MitigationNarrowed,
    Kind::MitigationPostponed,
    Kind::RestingUnstated,
    Kind::MappingWeakened,
    Kind::EvidenceMissed,
    Kind::EvidenceStale,
    Kind::EvidenceWeakened,
    Kind::WaiverAdded,
    Kind::WaiverLengthened,
];

/// Kinds that make it better.
const BETTER: &[Kind] = &[
    Kind::FrameworkAdded,
    Kind::RulesTightened,
    Kind::CategoryGained,
    Kind::ThreatGained,
    Kind::CategoryStrengthened,
    Kind::ThreatStrengthened,
    Kind::SinglePointRemoved,
    Kind::ThreatAdded,
    Kind::ThreatAsksMore,
    Kind::ExclusionRemoved,
    Kind::ExclusionShortened,
    Kind::InclusionAdded,
    Kind::MitigationAdded,
    Kind::StatusRaised,
    Kind::MitigationWidened,
    Kind::MitigationAdvanced,
    Kind::RestingStated,
    Kind::MappingStrengthened,
    Kind::EvidenceStrengthened,
    Kind::WaiverRemoved,
    Kind::WaiverShortened,
];

/// Kinds that do neither: listed, so that a new kind has to be put somewhere.
#[cfg(test)]
const NEITHER: &[Kind] = &[
    Kind::FrameworkMoved,
    Kind::FrameworkRenamed,
    Kind::TaxonomyChanged,
    Kind::CategoryChanged,
    Kind::TierAdded,
    Kind::ThreatRenamed,
    Kind::TierRenamed,
    Kind::TierChanged,
    Kind::LevelChanged,
    Kind::ExclusionReworded,
    Kind::MitigationRenamed,
    Kind::MitigationReworded,
    Kind::MitigationChanged,
    Kind::RestingChanged,
    Kind::MappingChanged,
    Kind::EvidenceChanged,
    Kind::DependencyRenamed,
    Kind::DependencyChanged,
    Kind::WaiverReworded,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_one_name_and_they_stand_in_order() {
        assert!(Kind::WORDS.windows(2).all(|pair| pair[0].0 < pair[1].0));
        let names: std::collections::BTreeSet<&str> = Kind::WORDS.iter().map(|(_, id)| *id).collect();
        assert_eq!(names.len(), Kind::WORDS.len());
    }

    #[test]
    fn every_kind_goes_one_way_and_one_way_only() {
        let mut all: Vec<Kind> = [WORSE, BETTER, NEITHER].concat();
        all.sort_unstable();
        assert_eq!(all, Kind::WORDS.iter().map(|(kind, _)| *kind).collect::<Vec<_>>());
    }
}
