//! `no-owner`: a measure that counts and that nobody answers for.

use super::{Check, Finding, Severities, Severity, entries, words};
use crate::coverage::Coverage;

/// See `no-owner.md`.
pub(super) const CHECK: Check = Check {
    id: "no-owner",
    summary: "a credited mitigation that nobody answers for",
    severities: Severities::new(Severity::Note, Severity::Note, Severity::Warning),
    page: include_str!("no_owner.md"),
    run,
};

fn run(coverage: &Coverage<'_>) -> Vec<Finding> {
    let subject = coverage.subject;
    let credited = entries::credited(coverage).into_iter().map(|at| (at, &subject.framework.mitigations[at]));
    credited
        .filter(|(_, entry)| entry.owner.is_none())
        .map(|(at, entry)| {
            Finding::new(CHECK.id, entry.id.span, format_args!("nobody answers for {}", words::id(subject, at)))
                .label("counts as a measure, without an owner")
                .help("write `owner = \"...\"`: a role or team that is asked when it fails")
                .about(at)
        })
        .collect()
}
