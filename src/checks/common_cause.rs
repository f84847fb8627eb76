//! `common-cause`: several credited mitigations that one failure takes out together.

use super::{Check, Finding, Severities, Severity, words};
use crate::arena::Handle;
use crate::coverage::category::Cell;
use crate::coverage::state::State;
use crate::coverage::{Coverage, Subject};
use crate::taxonomy::Category;

/// See `common-cause.md`.
pub(super) const CHECK: Check = Check {
    id: "common-cause",
    summary: "several mitigations in one category that a single failure takes out together",
    severities: Severities::new(Severity::Warning, Severity::Warning, Severity::Error),
    page: include_str!("common_cause.md"),
    run,
};

fn run(coverage: &Coverage<'_>) -> Vec<Finding> {
    let subject = coverage.subject;
    let cells = coverage.expected_cells();
    cells
        .filter(|(_, cell)| cell.state == State::CommonCause)
        .filter_map(|(category, cell)| found(subject, category, cell))
        .collect()
}

fn found(subject: Subject<'_>, category: Handle<Category>, cell: &Cell<'_>) -> Option<Finding> {
    let causes = &cell.standing.depth.causes;
    let span = causes.iter().find_map(|&cause| words::failure_span(subject, cause))?;
    let named = words::failures(subject, causes);
    let count = cell.standing.credited.len();
    let message = format_args!(
        "{} looks {count}-fold{} but falls to {}{named}",
        words::category(subject, category),
        words::in_tier(subject, cell.tier),
        if causes.len() > 1 { "any of " } else { "" },
    );
    let mut finding = Finding::new(CHECK.id, span, message)
        .label(format_args!("takes out {}", words::ids(subject, &cell.standing.credited)))
        .help("let one of them rest on something else, or state the `failover` that keeps this up")
        .of_category(category)
        .in_tier(cell.tier)
        .only_a_note_if(cell.meets);
    for &mitigation in cell.standing.credited.iter().take(5) {
        finding = finding.also(subject.framework.mitigations[mitigation].id.span, "rests on it");
    }
    Some(finding)
}
