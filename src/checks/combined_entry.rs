//! `combined-entry`: several measures written as one.

use super::{Check, Finding, Severities, Severity, entries, words};
use crate::coverage::Coverage;

/// See `combined-entry.md`.
pub(super) const CHECK: Check = Check {
    id: "combined-entry",
    summary: "one entry for several measures",
    severities: Severities::new(Severity::Note, Severity::Note, Severity::Warning),
    page: include_str!("combined_entry.md"),
    run,
};

/// More categories than this are more than one measure.
const MOST: usize = 3;

fn run(coverage: &Coverage<'_>) -> Vec<Finding> {
    let subject = coverage.subject;
    let combined = entries::measures(subject).filter(|(_, entry)| entry.categories.len() > MOST);
    combined
        .map(|(at, entry)| {
            let count = entry.categories.len();
            let message = format!("{} declares {count} categories, more than one measure has", words::id(subject, at));
            let span = entry.categories.get(MOST).map_or(entry.id.span, |name| name.span);
            Finding::new(CHECK.id, span, message)
                .label(format!("category {} of {count}", MOST + 1))
                .help("give each measure an entry of its own; an umbrella over them names them in `comprises`")
                .about(at)
        })
        .collect()
}
