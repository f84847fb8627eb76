//! `one-layer`: several measures against a threat, all at one point of its way.

use super::{Check, Finding, Severities, Severity, words};
use crate::coverage::threat::{ThreatCell, ThreatCoverage};
use crate::coverage::{Coverage, Subject};
use crate::vocabulary::{Layer, Word as _};

/// See `one-layer.md`.
pub(super) const CHECK: Check = Check {
    id: "one-layer",
    summary: "depth of 2 or more against a threat, all of it at a single layer",
    severities: Severities::new(Severity::Note, Severity::Warning, Severity::Warning),
    page: include_str!("one_layer.md"),
    run,
};

fn run(coverage: &Coverage<'_>) -> Vec<Finding> {
    let cells = coverage.threat_cells().filter(|(_, cell)| cell.standing.depth.order >= 2);
    cells.filter_map(|(threat, cell)| found(coverage.subject, threat, cell)).collect()
}

fn found(subject: Subject<'_>, coverage: &ThreatCoverage<'_>, cell: &ThreatCell<'_>) -> Option<Finding> {
    let [layer] = *cell.layers.as_slice() else { return None };
    let count = cell.standing.credited.len();
    let all = if count == 2 { "both measures".to_owned() } else { format!("all {}", words::measures(count)) };
    let message = format_args!(
        "{all} against {} act at one layer, `{}`",
        words::threat_in(subject, coverage.threat, Some(cell.tier)),
        layer.id()
    );
    // Where the weights are out, only these two live in them.
    let possible = |other| !subject.is_open(cell.tier) || matches!(other, Layer::Remove | Layer::Shape);
    let others = Layer::WORDS.iter().filter(|(other, _)| *other != layer && possible(*other));
    let others: Vec<String> = others.map(|(_, id)| format!("`{id}`")).collect();
    let finding = Finding::new(CHECK.id, subject.framework.threats[coverage.threat].id.span, message)
        .label("what gets past one of them is at the door of the next of its kind")
        .help(format_args!("add a measure at another layer: {}", words::either(&others)))
        .against(coverage.threat)
        .in_tier(Some(cell.tier));
    Some(words::also(subject, finding, &cell.standing.credited, &format!("acts at `{}`", layer.id())))
}
