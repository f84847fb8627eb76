//! `combined-entry`: several measures written as one.

use super::{Check, Finding, Severities, Severity, entries, words};
use crate::arena::Handle;
use crate::coverage::{Coverage, Subject};
use crate::framework::Mitigation;

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
    let found = entries::measures(subject)
        .filter_map(|(at, entry)| declared(subject, at, entry).or_else(|| read(subject, at, entry)));
    found.collect()
}

/// More categories declared than one measure has.
fn declared(subject: Subject<'_>, at: Handle<Mitigation>, entry: &Mitigation) -> Option<Finding> {
    let count = entry.categories.len();
    let extra = entry.categories.get(MOST)?;
    let message = format_args!("{} declares {count} categories, more than one measure has", words::id(subject, at));
    let finding = Finding::new(CHECK.id, extra.span, message).label(format_args!("category {} of {count}", MOST + 1));
    Some(finding.help(HELP).about(at))
}

/// Parts of the text that read like different categories.
fn read(subject: Subject<'_>, at: Handle<Mitigation>, entry: &Mitigation) -> Option<Finding> {
    let parts = subject.mapping.parts.get(&at)?;
    let named: Vec<String> =
        parts.iter().map(|part| format!("\"{}\" ({})", part.text, words::category(subject, part.category))).collect();
    let message = format_args!("{} strings several measures together: {}", words::id(subject, at), words::list(&named));
    let span = entry.description.as_ref().unwrap_or(&entry.name).span;
    let finding = Finding::new(CHECK.id, span, message).label("counts as one measure, in one category");
    Some(finding.help(HELP).about(at))
}

/// The way out of both.
const HELP: &str = "give each measure an entry of its own; an umbrella over them names them in `comprises`";
