//! `detect-without-respond`: misuse is noticed and nobody acts, or somebody would act and nothing notices.

use super::{Check, Finding, Severities, Severity, words};
use crate::coverage::threat::{ThreatCell, ThreatCoverage};
use crate::coverage::{Coverage, Subject};
use crate::vocabulary::{Layer, Word as _};

/// See `detect-without-respond.md`.
pub(super) const CHECK: Check = Check {
    id: "detect-without-respond",
    summary: "against a threat, detection without response or response without detection",
    severities: Severities::new(Severity::Note, Severity::Warning, Severity::Warning),
    page: include_str!("detect_without_respond.md"),
    run,
};

fn run(coverage: &Coverage<'_>) -> Vec<Finding> {
    coverage.threat_cells().filter_map(|(threat, cell)| found(coverage.subject, threat, cell)).collect()
}

fn found(subject: Subject<'_>, coverage: &ThreatCoverage<'_>, cell: &ThreatCell<'_>) -> Option<Finding> {
    let has = |layer| cell.layers.contains(&layer);
    let (layer, message, help) = match (has(Layer::Detect), has(Layer::Respond)) {
        (true, false) => (
            Layer::Detect,
            "is noticed, and nothing credited acts on it",
            "add a measure with `layer = \"respond\"` that names this threat: who decides, and what is then done",
        ),
        (false, true) => (
            Layer::Respond,
            "has a response, and nothing credited notices it",
            "add a measure with `layer = \"detect\"` that names this threat: what shows that it has begun",
        ),
        (true, true) | (false, false) => return None,
    };
    let at = *cell.standing.credited.iter().find(|&&at| subject.layer_of(at) == Some(layer))?;
    let threat = &subject.framework.threats[coverage.threat];
    let message = format_args!("{} {message}", words::threat_in(subject, coverage.threat, Some(cell.tier)));
    let finding = Finding::new(CHECK.id, subject.framework.mitigations[at].id.span, message)
        .label(format_args!("half a barrier: acts at `{}`", layer.id()))
        .help(help)
        .also(threat.id.span, "the threat meant")
        .against(coverage.threat)
        .in_tier(Some(cell.tier));
    Some(finding)
}
