//! `waiver-too-long`: a waiver that holds for longer than the configuration allows.

use super::{Check, Finding, Severities, Severity, waivers};
use crate::coverage::Coverage;
use jiff::ToSpan as _;

/// See `waiver-too-long.md`.
pub(super) const CHECK: Check = Check {
    id: "waiver-too-long",
    summary: "a waiver that holds for longer than `max_waiver_days` of the configuration allows",
    severities: Severities::new(Severity::Error, Severity::Error, Severity::Error),
    page: include_str!("waiver_too_long.md"),
    run,
};

fn run(coverage: &Coverage<'_>) -> Vec<Finding> {
    let subject = coverage.subject;
    let as_of = subject.settings.as_of;
    let Some(most) = subject.settings.max_waiver_days else { return Vec::new() };
    let latest = as_of.saturating_add(i64::from(most).days());
    waivers::all(coverage)
        .filter(|named| named.waiver.expires.value > latest)
        .map(|named| {
            let last = &named.waiver.expires;
            let left = named.days_left(as_of);
            let message =
                format!("the waiver of {} holds for another {left} days; {most} are allowed", named.what(subject));
            named
                .finding(CHECK.id, last.span, message)
                .label("too far away")
                .help(format!("write a day up to `{latest}`, and look at it again then"))
        })
        .collect()
}
