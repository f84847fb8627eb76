//! `[[threat]]`, `[[dependency]]` and `[[event]]`: what can go wrong, and what rests on what.

use super::table::Table;
use super::value::{self, short};
use crate::framework::event::Event;
use crate::framework::{Dependency, Threat, WantedDepth};
use crate::problem::{Problem, ProblemKind};
use crate::source::{Located, Span};
use crate::vocabulary::{DependencyKind, Word};
use toml::de::DeValue;

/// The deepest that can be wanted.
const MAX_DEPTH: u32 = 16;

/// The security levels that stand for a depth.
impl Word for WantedDepth {
    const WHAT: &'static str = "depth";
    const WORDS: &'static [(Self, &'static str)] = &[(Self::Sl3, "sl3"), (Self::Sl4, "sl4"), (Self::Sl5, "sl5")];
}

/// Reads a threat.
pub(super) fn threat(table: &mut Table<'_, '_>) -> Threat {
    let id = table.id();
    table.refuse_empty("tiers", EVERY_TIER);
    Threat {
        span: table.span(),
        name: table.name_or(&id),
        id,
        domain: table.text("domain"),
        adversarial: table.flag("adversarial"),
        tiers: table.many("tiers").unwrap_or_default(),
        depth: depth(table),
        events: table.events("events"),
    }
}

/// What to do with an empty list of tiers, which would mean all of them.
pub(super) const EVERY_TIER: &str = "leave it out if every tier is meant, or name the tiers";

/// A number from 1 to 16, or the name of a security level.
fn depth(table: &mut Table<'_, '_>) -> Option<Located<WantedDepth>> {
    let (value, range) = table.value("depth")?;
    if value.is_str() {
        return table.word("depth");
    }
    let span = table.at(&range);
    let layers = value.as_integer().and_then(value::number).filter(|depth| (1..=MAX_DEPTH).contains(depth));
    let layers = layers.and_then(|depth| u8::try_from(depth).ok());
    if layers.is_none() {
        table.report.at(span, || depth_problem(span, value));
    }
    layers.map(|layers| Located::new(WantedDepth::Layers(layers), span))
}

fn depth_problem(span: Span, value: &DeValue<'_>) -> Problem {
    let (message, label) = match value.as_integer() {
        Some(number) => (format!("`depth` is {}, but goes from 1 to 16", short(&number.to_string())), "out of range"),
        None => (format!("`depth` is {}, but a whole number is expected", value::found(value)), value::found(value)),
    };
    Problem::at(ProblemKind::Shape, span, message)
        .label(label)
        .help("write a whole number from 1 to 16, or `\"sl3\"`, `\"sl4\"`, `\"sl5\"`")
}

/// Reads a dependency.
pub(super) fn dependency(table: &mut Table<'_, '_>) -> Dependency {
    let id = table.id();
    Dependency {
        span: table.span(),
        name: table.name_or(&id),
        id,
        kind: table.word::<DependencyKind>("kind").map_or_else(DependencyKind::default, |kind| kind.value),
        depends_on: table.many("depends_on").unwrap_or_default(),
        failover: table.text("failover"),
    }
}

/// Reads an event of the author's own.
pub(super) fn event(table: &mut Table<'_, '_>) -> Event {
    let id = table.id();
    Event {
        span: table.span(),
        name: table.name_or(&id),
        id,
        voids_dependencies: table.many("voids_dependencies").unwrap_or_default(),
        voids_layers: table.words("voids_layers"),
        voids_categories: table.texts("voids_categories"),
        voids_mitigations: table.many("voids_mitigations").unwrap_or_default(),
        voids_kinds: table.words("voids_kinds"),
    }
}
