//! `single-point`: a category that exactly one credited mitigation holds.

use super::{Check, Finding, Severities, Severity, words};
use crate::coverage::Coverage;
use crate::coverage::state::State;

/// See `single-point.md`.
pub(super) const CHECK: Check = Check {
    id: "single-point",
    summary: "a category that exactly one credited mitigation holds",
    severities: Severities::new(Severity::Warning, Severity::Warning, Severity::Error),
    page: include_str!("single_point.md"),
    run,
};

fn run(coverage: &Coverage<'_>) -> Vec<Finding> {
    let subject = coverage.subject;
    let cells = coverage.expected_cells();
    cells
        .filter(|(_, cell)| cell.state == State::SinglePoint)
        .filter_map(|(category, cell)| {
            let only = *cell.standing.credited.first()?;
            let entry = &subject.framework.mitigations[only];
            let message = format_args!(
                "{} stands on `{}` alone{}",
                words::category(subject, category),
                entry.id.value,
                words::in_tier(subject, cell.tier)
            );
            let finding = Finding::new(CHECK.id, entry.id.span, message)
                .label("if this fails, nothing is left")
                .help(format_args!("add a second, independent measure{}", words::suggestions(subject, category)))
                .of_category(category)
                .in_tier(cell.tier)
                .about(only)
                .only_a_note_if(cell.meets);
            Some(finding)
        })
        .collect()
}
