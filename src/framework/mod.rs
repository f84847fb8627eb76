//! A safety framework as its author wrote it, every reference resolved and every place kept.
//!
//! The model is immutable once the reader has made it. It knows nothing of taxonomies: category codes are
//! still the author's text here.

pub mod event;
pub mod reader;
pub mod tier;

use crate::arena::{Handle, List};
use crate::source::{Located, Span};
use crate::vocabulary::{Actor, DependencyKind, Evaluator, EvidenceKind, Exposure, Layer, Outcome, Status, Word as _};
use event::{BuiltInEvent, Event};
use jiff::civil::Date;

/// One framework: a root file with what it includes.
#[derive(Debug, Clone)]
pub struct Framework {
    /// `[framework]` with its keys.
    pub head: Head,
    /// `[scope]`.
    pub scope: Scope,
    /// `[[level]]`, in rising order.
    pub levels: List<Level>,
    /// The columns of every report: never empty (see [`TierSource`]).
    pub tiers: List<Tier>,
    /// Where the tiers come from.
    pub tier_source: TierSource,
    /// `[[threat]]`.
    pub threats: List<Threat>,
    /// `[[dependency]]`.
    pub dependencies: List<Dependency>,
    /// `[[event]]`, the author's own.
    pub events: List<Event>,
    /// `[[mitigation]]`.
    pub mitigations: List<Mitigation>,
    /// `[[waiver]]`.
    pub waivers: List<Waiver>,
    /// The places of evidence's references that are paths to no file; empty for a text that is in no file.
    pub missing_references: Vec<Span>,
}

/// The `[framework]` table.
#[derive(Debug, Clone)]
pub struct Head {
    /// The header `[framework]` itself: where absences of the whole framework are placed.
    pub span: Span,
    /// Its name, never empty.
    pub name: Located<String>,
    /// Version as the author counts.
    pub version: Option<Located<String>>,
    /// Date of the document.
    pub date: Option<Located<Date>>,
    /// Built-in id or path of the taxonomy; absent means the default.
    pub taxonomy: Option<Located<String>>,
    /// Whose framework it is.
    pub actor: Actor,
}

/// Where the tiers of a framework come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TierSource {
    /// Declared with `[[tier]]`.
    Declared,
    /// `internal` and `external`, because an entry names one of them.
    Implied,
    /// One tier `everywhere`, because nobody names any.
    Unstated,
}

/// The `[scope]` table: corrections of what is expected.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    /// Categories expected although the actor's default leaves them out.
    pub include: Vec<ScopeEntry>,
    /// Categories not expected, each with its reason.
    pub exclude: Vec<ScopeEntry>,
}

/// One correction of scope.
#[derive(Debug, Clone)]
pub struct ScopeEntry {
    /// The whole entry.
    pub span: Span,
    /// Code, name or alias, as written.
    pub category: Located<String>,
    /// Why; required for exclusions.
    pub reason: Option<Located<String>>,
    /// Who answers for it.
    pub owner: Option<Located<String>>,
    /// Last day it holds (inclusive, UTC).
    pub expires: Option<Located<Date>>,
}

/// A capability or risk threshold from which measures apply.
#[derive(Debug, Clone)]
pub struct Level {
    /// Its header or id.
    pub span: Span,
    /// Unique id.
    pub id: Located<String>,
    /// Shown name; the id where none is given.
    pub name: String,
    /// The condition, in the author's words.
    pub threshold: Option<Located<String>>,
}

/// One way the system is used by one group.
#[derive(Debug, Clone)]
pub struct Tier {
    /// Where it is declared; for implied tiers the first place that names it, else `[framework]`.
    pub span: Span,
    /// Unique id.
    pub id: Located<String>,
    /// Shown name; the id where none is given.
    pub name: String,
    /// How it reaches its users; absent where not stated.
    pub exposure: Option<Exposure>,
    /// The tier whose mitigations it starts from.
    pub extends: Option<Located<Handle<Tier>>>,
    /// Mitigations that are off here.
    pub relaxes: Vec<Located<Handle<Mitigation>>>,
    /// Mitigations that make up for what is relaxed.
    pub compensates: Vec<Located<Handle<Mitigation>>>,
}

/// What the framework defends against.
#[derive(Debug, Clone)]
pub struct Threat {
    /// Its header or id.
    pub span: Span,
    /// Unique id.
    pub id: Located<String>,
    /// Shown name; the id where none is given.
    pub name: String,
    /// Code of the MIT AI Risk domain taxonomy, as written.
    pub domain: Option<Located<String>>,
    /// Whether somebody acts on purpose; `None` leaves it to the domain.
    pub adversarial: Option<bool>,
    /// Tiers it concerns; empty means every tier.
    pub tiers: Vec<Located<Handle<Tier>>>,
    /// Wanted depth, 1 to 16.
    pub depth: Option<Located<WantedDepth>>,
    /// Events the framework says it withstands.
    pub events: Vec<Located<EventRef>>,
}

/// A wanted number of independent failures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WantedDepth {
    /// A plain number, 1 to 16.
    Layers(u8),
    /// Two independent layers (RAND RR-A2849-1, security level 3).
    Sl3,
    /// Four (security level 4).
    Sl4,
    /// Eight (security level 5).
    Sl5,
}

impl WantedDepth {
    /// The number meant.
    pub const fn layers(self) -> u8 {
        match self {
            Self::Layers(n) => n,
            Self::Sl3 => 2,
            Self::Sl4 => 4,
            Self::Sl5 => 8,
        }
    }
}

/// An event by name: one of ours or one of the author's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventRef {
    /// From the built-in table.
    BuiltIn(BuiltInEvent),
    /// From the file.
    Own(Handle<Event>),
}

impl EventRef {
    /// The id that people know it by.
    pub fn id(self, framework: &Framework) -> &str {
        match self {
            Self::BuiltIn(event) => event.id(),
            Self::Own(at) => &framework.events[at].id.value,
        }
    }
}

/// What mitigations rest on.
#[derive(Debug, Clone)]
pub struct Dependency {
    /// Its header or id.
    pub span: Span,
    /// Unique id.
    pub id: Located<String>,
    /// Shown name; the id where none is given.
    pub name: String,
    /// What kind of thing it is.
    pub kind: DependencyKind,
    /// What it rests on itself; never circular.
    pub depends_on: Vec<Located<Handle<Dependency>>>,
    /// The author's claim that its failure is caught: left out of failure sets and printed where it matters.
    pub failover: Option<Located<String>>,
}

/// One measure of the framework.
#[derive(Debug, Clone)]
pub struct Mitigation {
    /// Its header or id.
    pub span: Span,
    /// Unique id.
    pub id: Located<String>,
    /// Its name, never empty.
    pub name: Located<String>,
    /// What it does; may be absent.
    pub description: Option<Located<String>>,
    /// Declared categories, as written; empty where the text has to be mapped.
    pub categories: Vec<Located<String>>,
    /// Hash of the text that the declared category was confirmed for (8 hex digits).
    pub confirmed: Option<Located<String>>,
    /// How far it is.
    pub status: Located<Status>,
    /// Whether the author wrote a status.
    pub status_stated: bool,
    /// When it is to be in force.
    pub due: Option<Located<Date>>,
    /// First level it applies at; `None` is the lowest.
    pub level: Option<Located<Handle<Level>>>,
    /// Threats it stands against; empty means none.
    pub threats: Vec<Located<Handle<Threat>>>,
    /// Tiers it counts in; empty means every tier.
    pub tiers: Vec<Located<Handle<Tier>>>,
    /// Layer as stated; `None` leaves it to the category.
    pub layer: Option<Located<Layer>>,
    /// Could not stop the threat alone.
    pub partial: bool,
    /// Own detection-and-response chain.
    pub chain: Option<Located<String>>,
    /// The entries this one is an umbrella over.
    pub comprises: Vec<Located<Handle<Mitigation>>>,
    /// Dependencies; `Some` of an empty list says "examined, rests on nothing shared", `None` says nothing.
    pub depends_on: Option<Vec<Located<Handle<Dependency>>>>,
    /// Events that take it out, beside the defaults.
    pub voided_by: Vec<Located<EventRef>>,
    /// Events it survives although the defaults say otherwise.
    pub survives: Vec<Located<EventRef>>,
    /// Lifecycle stage, as written.
    pub stage: Option<Located<String>>,
    /// Acting party, as written.
    pub actor: Option<Located<String>>,
    /// Risk management function, as written.
    pub function: Option<Located<String>>,
    /// Who answers for it.
    pub owner: Option<Located<String>>,
    /// When it is to be looked at again.
    pub review_by: Option<Located<Date>>,
    /// Where in the document it stands.
    pub source: Option<Located<String>>,
    /// What backs it.
    pub evidence: Vec<Evidence>,
}

/// One piece of claimed evidence.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// Its header or first key.
    pub span: Span,
    /// What kind.
    pub kind: Located<EvidenceKind>,
    /// Mitigations tested together with this one.
    pub with: Vec<Located<Handle<Mitigation>>>,
    /// Who produced it; absent is taken as internal.
    pub by: Evaluator,
    /// The target it was measured against.
    pub target: Option<Located<String>>,
    /// What came out.
    pub result: Outcome,
    /// When.
    pub date: Option<Located<Date>>,
    /// Tiers it was shown in; empty means every tier.
    pub tiers: Vec<Located<Handle<Tier>>>,
    /// Path or address of the report.
    pub reference: Option<Located<String>>,
}

/// A silenced finding, visible everywhere, with an end.
#[derive(Debug, Clone)]
pub struct Waiver {
    /// Its header or first key.
    pub span: Span,
    /// Id of the check, as written.
    pub check: Located<String>,
    /// Category code, as written.
    pub category: Option<Located<String>>,
    /// Tier it holds for.
    pub tier: Option<Located<Handle<Tier>>>,
    /// Threat it holds for.
    pub threat: Option<Located<Handle<Threat>>>,
    /// Mitigation it holds for.
    pub mitigation: Option<Located<Handle<Mitigation>>>,
    /// Why.
    pub reason: Located<String>,
    /// Who answers for it.
    pub owner: Located<String>,
    /// Last day it holds (inclusive, UTC).
    pub expires: Located<Date>,
}

impl Waiver {
    /// Whether it holds on a day; its last day is included (UTC).
    pub fn in_force(&self, as_of: Date) -> bool {
        self.expires.value >= as_of
    }
}
