//! `claimed-only`: a measure said to be in force with nothing to show for it.

use super::{Check, Finding, Severities, Severity, entries, words};
use crate::coverage::Coverage;
use crate::vocabulary::Status;

/// See `claimed-only.md`.
pub(super) const CHECK: Check = Check {
    id: "claimed-only",
    summary: "an implemented mitigation without any evidence",
    severities: Severities::new(Severity::Note, Severity::Note, Severity::Warning),
    page: include_str!("claimed_only.md"),
    run,
};

fn run(coverage: &Coverage<'_>) -> Vec<Finding> {
    let subject = coverage.subject;
    let implemented = entries::measures(subject).filter(|(_, entry)| entry.status.value == Status::Implemented);
    let claimed = implemented.filter(|(_, entry)| entry.evidence.is_empty());
    claimed
        .map(|(at, entry)| {
            let message =
                format_args!("{} is said to be implemented, and nothing shows that it works", words::id(subject, at));
            Finding::new(CHECK.id, entry.status.span, message)
                .label("claimed here")
                .help("add `[[mitigation.evidence]]` with its `kind`, `target`, `result` and `date`")
                .about(at)
        })
        .collect()
}
