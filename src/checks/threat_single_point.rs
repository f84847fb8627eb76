//! `threat-single-point`: one failure opens the way for a threat.

use super::{Check, Finding, Severities, Severity, words};
use crate::coverage::threat::{ThreatCell, ThreatCoverage};
use crate::coverage::{Coverage, Subject};

/// See `threat-single-point.md`.
pub(super) const CHECK: Check = Check {
    id: "threat-single-point",
    summary: "a threat that a single failure lets through, whatever is listed against it",
    severities: Severities::new(Severity::Warning, Severity::Warning, Severity::Error),
    page: include_str!("threat_single_point.md"),
    run,
};

fn run(coverage: &Coverage<'_>) -> Vec<Finding> {
    let cells = coverage.threat_cells().filter(|(_, cell)| cell.standing.depth.order == 1);
    cells.map(|(threat, cell)| found(coverage.subject, threat, cell)).collect()
}

fn found(subject: Subject<'_>, coverage: &ThreatCoverage<'_>, cell: &ThreatCell<'_>) -> Finding {
    let against = words::threat_in(subject, coverage.threat, Some(cell.tier));
    let causes = &cell.standing.depth.causes;
    let message = match cell.standing.credited.as_slice() {
        [only] => format!("{} alone stands against {against}", words::id(subject, *only)),
        all => format!(
            "the {} against {against} all fall to {}{}",
            words::measures(all.len()),
            if causes.len() > 1 { "any of " } else { "" },
            words::failures(subject, causes)
        ),
    };
    let threat = subject.framework.threats[coverage.threat].id.span;
    // A shared chain of detection and response has no line of its own: then the threat is the place.
    let cause = causes.iter().find_map(|&cause| words::failure_span(subject, cause));
    let finding = Finding::new(CHECK.id, cause.unwrap_or(threat), message)
        .label(format_args!("if this fails, nothing is left, where depth {} is wanted", coverage.wanted))
        .help(help(subject, cell))
        .against(coverage.threat)
        .in_tier(Some(cell.tier))
        .only_a_note_if(cell.meets);
    let finding = if cause.is_some() { finding.also(threat, "the threat meant") } else { finding };
    let several = Some(cell.standing.credited.as_slice()).filter(|all| all.len() > 1).unwrap_or_default();
    words::also(subject, finding, several, "stands against it")
}

fn help(subject: Subject<'_>, cell: &ThreatCell<'_>) -> &'static str {
    let causes = &cell.standing.depth.causes;
    if cell.standing.credited.len() == 1 {
        "add a second measure that names this threat and rests on nothing the first one rests on"
    } else if causes.iter().any(|&cause| words::failure_span(subject, cause).is_some()) {
        "let one of them rest on something else, or state the `failover` that keeps this up"
    } else {
        "detection and response are one barrier: add a measure that acts before them, or name a `chain` of its own"
    }
}
