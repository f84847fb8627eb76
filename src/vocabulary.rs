//! The closed lists of words that frameworks and taxonomies share, each with its one spelling.
//!
//! An enum here is written the same in the file, on the command line and in every output: [`Word::id`].

/// A closed list of words.
pub trait Word: Copy + PartialEq + 'static {
    /// What the list is called in messages ("status", "layer").
    const WHAT: &'static str;
    /// Every member with its spelling, in documented order.
    const WORDS: &'static [(Self, &'static str)];

    /// The spelling of this member.
    fn id(self) -> &'static str {
        Self::WORDS.iter().find(|(word, _)| *word == self).map_or("", |(_, id)| id)
    }

    /// The member spelled so.
    fn parse(text: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(_, id)| *id == text).map(|(word, _)| *word)
    }
}

/// How far a mitigation is: only `Planned` and later can be credited, `Retired` never.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Status {
    /// Considered, promised to nobody.
    Idea,
    /// Planned; the default where nothing is stated.
    #[default]
    Planned,
    /// Promised ("will").
    Committed,
    /// In force.
    Implemented,
    /// No longer in force.
    Retired,
}

impl Word for Status {
    const WHAT: &'static str = "status";
    const WORDS: &'static [(Self, &'static str)] = &[
        (Self::Idea, "idea"),
        (Self::Planned, "planned"),
        (Self::Committed, "committed"),
        (Self::Implemented, "implemented"),
        (Self::Retired, "retired"),
    ];
}

impl Status {
    /// Whether a mitigation of this status counts when `least` is asked for.
    pub fn reaches(self, least: Self) -> bool {
        !matches!(self, Self::Idea | Self::Retired) && self >= least
    }
}

/// Where in the path from ability to harm a mitigation acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// The ability is not there (data, unlearning).
    Remove,
    /// The model declines (training).
    Shape,
    /// A check stops the request or the answer.
    Block,
    /// The misuse is noticed.
    Detect,
    /// The actor cannot get at it.
    Restrict,
    /// Somebody acts on what happened.
    Respond,
}

impl Word for Layer {
    const WHAT: &'static str = "layer";
    const WORDS: &'static [(Self, &'static str)] = &[
        (Self::Remove, "remove"),
        (Self::Shape, "shape"),
        (Self::Block, "block"),
        (Self::Detect, "detect"),
        (Self::Restrict, "restrict"),
        (Self::Respond, "respond"),
    ];
}

/// What a category of mitigations does when the attack comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Stands between a threat and the harm.
    Protective,
    /// Shows whether protection works.
    Assurance,
    /// Decides, writes down, organises; judged once, not by tier.
    Governance,
}

impl Word for Role {
    const WHAT: &'static str = "role";
    const WORDS: &'static [(Self, &'static str)] =
        &[(Self::Protective, "protective"), (Self::Assurance, "assurance"), (Self::Governance, "governance")];
}

/// Whose framework it is: decides which categories are expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Actor {
    /// Creates, trains or modifies the system.
    #[default]
    Developer,
    /// Integrates the system and offers it to users.
    Deployer,
    /// Regulator, standards body or oversight entity.
    GovernanceActor,
}

impl Word for Actor {
    const WHAT: &'static str = "actor";
    const WORDS: &'static [(Self, &'static str)] =
        &[(Self::Developer, "developer"), (Self::Deployer, "deployer"), (Self::GovernanceActor, "governance-actor")];
}

/// How a tier reaches its users.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Exposure {
    /// Used by the developer's own people and agents.
    Internal,
    /// Offered to others over an interface the developer runs.
    External,
    /// The weights are out: only what lives in them counts.
    OpenWeights,
}

impl Word for Exposure {
    const WHAT: &'static str = "exposure";
    const WORDS: &'static [(Self, &'static str)] =
        &[(Self::Internal, "internal"), (Self::External, "external"), (Self::OpenWeights, "open-weights")];
}

/// What kind of thing a dependency is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum DependencyKind {
    /// A model, such as a guard model.
    Model,
    /// A data set or feed.
    Data,
    /// An identity provider or account system.
    Identity,
    /// A log or telemetry pipeline.
    Logging,
    /// A key store or hardware security module.
    Keys,
    /// People: a team, a rota.
    Team,
    /// A supplier.
    Vendor,
    /// A switch or configuration flag.
    Switch,
    /// A hosting platform or cloud account.
    Host,
    /// Anything else.
    #[default]
    Other,
}

impl Word for DependencyKind {
    const WHAT: &'static str = "kind";
    const WORDS: &'static [(Self, &'static str)] = &[
        (Self::Model, "model"),
        (Self::Data, "data"),
        (Self::Identity, "identity"),
        (Self::Logging, "logging"),
        (Self::Keys, "keys"),
        (Self::Team, "team"),
        (Self::Vendor, "vendor"),
        (Self::Switch, "switch"),
        (Self::Host, "host"),
        (Self::Other, "other"),
    ];
}

/// What kind of evidence backs a mitigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EvidenceKind {
    /// People attacked it.
    RedTeam,
    /// A fixed test set.
    Benchmark,
    /// Outsiders were paid for breaks.
    Bounty,
    /// Measured in operation.
    Monitoring,
    /// Somebody verified it against rules.
    Audit,
    /// The response was practised.
    Drill,
    /// Help to novices or experts was measured.
    UpliftStudy,
}

impl Word for EvidenceKind {
    const WHAT: &'static str = "kind";
    const WORDS: &'static [(Self, &'static str)] = &[
        (Self::RedTeam, "red-team"),
        (Self::Benchmark, "benchmark"),
        (Self::Bounty, "bounty"),
        (Self::Monitoring, "monitoring"),
        (Self::Audit, "audit"),
        (Self::Drill, "drill"),
        (Self::UpliftStudy, "uplift-study"),
    ];
}

/// Who produced the evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Evaluator {
    /// The developer.
    Internal,
    /// Somebody outside.
    External,
}

impl Word for Evaluator {
    const WHAT: &'static str = "by";
    const WORDS: &'static [(Self, &'static str)] = &[(Self::Internal, "internal"), (Self::External, "external")];
}

/// What the evidence says about its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Outcome {
    /// Claimed met.
    Met,
    /// Claimed missed.
    Missed,
    /// Not decided.
    #[default]
    Open,
}

impl Word for Outcome {
    const WHAT: &'static str = "result";
    const WORDS: &'static [(Self, &'static str)] =
        &[(Self::Met, "met"), (Self::Missed, "missed"), (Self::Open, "open")];
}
