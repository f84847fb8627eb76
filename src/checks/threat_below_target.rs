//! `threat-below-target`: a threat that needs more failures than one, but fewer than are wanted.

use super::{Check, Finding, Severities, Severity, words};
use crate::coverage::threat::{ThreatCell, ThreatCoverage};
use crate::coverage::{Coverage, Subject};

/// See `threat-below-target.md`.
pub(super) const CHECK: Check = Check {
    id: "threat-below-target",
    summary: "a threat against which depth is 2 or more, but under what is wanted",
    severities: Severities::new(Severity::Note, Severity::Warning, Severity::Warning),
    page: include_str!("threat_below_target.md"),
    run,
};

fn run(coverage: &Coverage<'_>) -> Vec<Finding> {
    let low =
        |threat: &ThreatCoverage<'_>, cell: &ThreatCell<'_>| (2..threat.wanted).contains(&cell.standing.depth.order);
    let cells = coverage.threat_cells().filter(|(threat, cell)| low(threat, cell));
    cells.map(|(threat, cell)| found(coverage.subject, threat, cell)).collect()
}

fn found(subject: Subject<'_>, coverage: &ThreatCoverage<'_>, cell: &ThreatCell<'_>) -> Finding {
    let entry = &subject.framework.threats[coverage.threat];
    let depth = &cell.standing.depth;
    let message = format_args!(
        "{} stands against {}, where {} is wanted",
        words::depth(depth),
        words::threat_in(subject, coverage.threat, Some(cell.tier)),
        coverage.wanted
    );
    let span = entry.depth.as_ref().map_or(entry.id.span, |wanted| wanted.span);
    let label = if entry.depth.is_some() { "the depth wanted" } else { "a threat is to meet at least two layers" };
    let finding = Finding::new(CHECK.id, span, message)
        .label(label)
        .help("add a measure that names this threat and rests on none of the things that the others rest on")
        .against(coverage.threat)
        .in_tier(Some(cell.tier));
    words::weakest(subject, finding, depth)
}
