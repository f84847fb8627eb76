//! `waiver-expiring`: a waiver that ends within two weeks.

use super::{Check, Finding, Severities, Severity, waivers};
use crate::coverage::Coverage;

/// See `waiver-expiring.md`.
pub(super) const CHECK: Check = Check {
    id: "waiver-expiring",
    summary: "a waiver that ends within 14 days",
    severities: Severities::new(Severity::Warning, Severity::Warning, Severity::Warning),
    page: include_str!("waiver_expiring.md"),
    run,
};

/// How many days before the end it is said.
const DAYS: i32 = 14;

fn run(coverage: &Coverage<'_>) -> Vec<Finding> {
    let subject = coverage.subject;
    waivers::all(coverage)
        .filter_map(|named| {
            let left = named.days_left(subject.settings.as_of);
            let when = match left {
                0 => "today".to_owned(),
                1 => "tomorrow".to_owned(),
                2..=DAYS => format!("in {left} days"),
                _ => return None,
            };
            let last = &named.waiver.expires;
            let message = format!("the waiver of {} ends {when}", named.what(subject));
            let finding = named
                .finding(CHECK.id, last.span, message)
                .label("the last day on which it holds")
                .help(format!("close the gap, or have `{}` decide on a new day and reason", named.waiver.owner.value));
            Some(finding)
        })
        .collect()
}
