//! Knock-out events: what a bad day takes away.

use super::{Dependency, Mitigation};
use crate::arena::Handle;
use crate::source::{Located, Span};
use crate::vocabulary::{DependencyKind, Layer, Word};

/// The events every framework is tried against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BuiltInEvent {
    /// The weights leave the building.
    WeightsStolen,
    /// Somebody fine-tunes the safety away.
    AttackerFineTunes,
    /// One prompt opens everything.
    UniversalJailbreak,
    /// An administrator is the attacker.
    InsiderAdmin,
    /// Accounts and identities are faked.
    IdentityEvasion,
    /// The model works against its overseers.
    ModelSchemes,
    /// The hosting partner is the attacker.
    HostIsPartner,
    /// The logs are gone or false.
    LogLoss,
}

impl Word for BuiltInEvent {
    const WHAT: &'static str = "event";
    const WORDS: &'static [(Self, &'static str)] = &[
        (Self::WeightsStolen, "weights-stolen"),
        (Self::AttackerFineTunes, "attacker-fine-tunes"),
        (Self::UniversalJailbreak, "universal-jailbreak"),
        (Self::InsiderAdmin, "insider-admin"),
        (Self::IdentityEvasion, "identity-evasion"),
        (Self::ModelSchemes, "model-schemes"),
        (Self::HostIsPartner, "host-is-partner"),
        (Self::LogLoss, "log-loss"),
    ];
}

impl BuiltInEvent {
    /// Layers whose mitigations it voids. (Categories it voids are named by the taxonomy.)
    pub const fn voids_layers(self) -> &'static [Layer] {
        match self {
            Self::WeightsStolen => &[Layer::Block, Layer::Detect, Layer::Restrict, Layer::Respond],
            Self::UniversalJailbreak => &[Layer::Shape, Layer::Block],
            Self::InsiderAdmin | Self::HostIsPartner => &[Layer::Restrict],
            Self::ModelSchemes => &[Layer::Shape],
            Self::AttackerFineTunes | Self::IdentityEvasion | Self::LogLoss => &[],
        }
    }

    /// Kinds of dependency it voids.
    pub const fn voids_kinds(self) -> &'static [DependencyKind] {
        match self {
            Self::InsiderAdmin => &[DependencyKind::Identity, DependencyKind::Keys, DependencyKind::Logging],
            Self::IdentityEvasion => &[DependencyKind::Identity],
            Self::ModelSchemes => &[DependencyKind::Model],
            Self::HostIsPartner => &[DependencyKind::Host],
            Self::LogLoss => &[DependencyKind::Logging],
            Self::WeightsStolen | Self::AttackerFineTunes | Self::UniversalJailbreak => &[],
        }
    }
}

/// The author's own event (`[[event]]`).
#[derive(Debug, Clone)]
pub struct Event {
    /// Its header or id.
    pub span: Span,
    /// Unique id.
    pub id: Located<String>,
    /// Shown name; the id where none is given.
    pub name: String,
    /// Dependencies it takes out.
    pub voids_dependencies: Vec<Located<Handle<Dependency>>>,
    /// Layers it takes out.
    pub voids_layers: Vec<Located<Layer>>,
    /// Categories it takes out, as written.
    pub voids_categories: Vec<Located<String>>,
    /// Mitigations it takes out.
    pub voids_mitigations: Vec<Located<Handle<Mitigation>>>,
    /// Kinds of dependency it takes out.
    pub voids_kinds: Vec<Located<DependencyKind>>,
}
