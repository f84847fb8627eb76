//! `overdue`: the day has passed and the measure is not in force.

use super::{Check, Finding, Severities, Severity, entries, words};
use crate::coverage::Coverage;
use crate::vocabulary::{Status, Word as _};

/// See `overdue.md`.
pub(super) const CHECK: Check = Check {
    id: "overdue",
    summary: "a mitigation whose day has passed and that is not implemented",
    severities: Severities::new(Severity::Warning, Severity::Warning, Severity::Error),
    page: include_str!("overdue.md"),
    run,
};

fn run(coverage: &Coverage<'_>) -> Vec<Finding> {
    let subject = coverage.subject;
    let open = entries::alive(subject).filter(|(_, entry)| entry.status.value != Status::Implemented);
    open.filter_map(|(at, entry)| {
        let due = entry.due.as_ref().filter(|due| due.value < subject.settings.as_of)?;
        let status = entry.status.value.id();
        let message = format_args!("{} was due on {} and is still `{status}`", words::id(subject, at), due.value);
        let finding = Finding::new(CHECK.id, due.span, message)
            .label(format_args!("passed on {}", subject.settings.as_of))
            .help("write `status = \"implemented\"` if it is in force, else the day that is now agreed as `due`")
            .about(at);
        Some(finding)
    })
    .collect()
}
