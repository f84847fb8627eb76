//! `waiver-expired`: a waiver whose last day has passed.

use super::{Check, Finding, Severities, Severity, waivers};
use crate::coverage::Coverage;

/// See `waiver-expired.md`.
pub(super) const CHECK: Check = Check {
    id: "waiver-expired",
    summary: "a waiver whose last day has passed, so that it silences nothing any more",
    severities: Severities::new(Severity::Error, Severity::Error, Severity::Error),
    page: include_str!("waiver_expired.md"),
    run,
};

fn run(coverage: &Coverage<'_>) -> Vec<Finding> {
    let subject = coverage.subject;
    let expired = waivers::all(coverage).filter(|named| !named.waiver.in_force(subject.settings.as_of));
    expired
        .map(|named| {
            let (last, owner) = (&named.waiver.expires, &named.waiver.owner.value);
            let message = format!("the waiver of {} held until {}", named.what(subject), last.value);
            named
                .finding(CHECK.id, last.span, message)
                .label("the last day, and it has passed")
                .help(format!("delete it if the gap is closed, or have `{owner}` decide on a new day and reason"))
        })
        .collect()
}
