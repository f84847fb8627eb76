//! `no-due-date`: a promise without a day.

use super::{Check, Finding, Severities, Severity, entries, words};
use crate::coverage::Coverage;
use crate::vocabulary::{Status, Word as _};

/// See `no-due-date.md`.
pub(super) const CHECK: Check = Check {
    id: "no-due-date",
    summary: "a planned or committed mitigation without a day by which it is to be in force",
    severities: Severities::new(Severity::Note, Severity::Note, Severity::Warning),
    page: include_str!("no_due_date.md"),
    run,
};

fn run(coverage: &Coverage<'_>) -> Vec<Finding> {
    let subject = coverage.subject;
    let promised = |status| matches!(status, Status::Planned | Status::Committed);
    let open = entries::measures(subject).filter(|(_, entry)| promised(entry.status.value) && entry.due.is_none());
    open.map(|(at, entry)| {
        let status = entry.status.value.id();
        let (span, label) = if entry.status_stated {
            (entry.status.span, "promised here")
        } else {
            (entry.id.span, "states no status, which means planned")
        };
        Finding::new(CHECK.id, span, format_args!("{} is {status}, without a day", words::id(subject, at)))
            .label(label)
            .help("write `due = YYYY-MM-DD`, or `status = \"implemented\"` if it is in force")
            .about(at)
    })
    .collect()
}
