//! `overdue-review`: the day to look at a measure again has passed.

use super::{Check, Finding, Severities, Severity, entries, words};
use crate::coverage::Coverage;

/// See `overdue-review.md`.
pub(super) const CHECK: Check = Check {
    id: "overdue-review",
    summary: "a mitigation whose day of review has passed",
    severities: Severities::new(Severity::Note, Severity::Note, Severity::Warning),
    page: include_str!("overdue_review.md"),
    run,
};

fn run(coverage: &Coverage<'_>) -> Vec<Finding> {
    let subject = coverage.subject;
    let found = entries::alive(subject).filter_map(|(at, entry)| {
        let review = entry.review_by.as_ref().filter(|review| review.value < subject.settings.as_of)?;
        let message = format_args!("{} was to be reviewed by {}", words::id(subject, at), review.value);
        let finding = Finding::new(CHECK.id, review.span, message)
            .label(format_args!("passed on {}", subject.settings.as_of))
            .help("review it, and write the day of the next review as `review_by`")
            .about(at);
        Some(finding)
    });
    found.collect()
}
