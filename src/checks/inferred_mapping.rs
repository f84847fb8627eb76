//! `inferred-mapping`: an entry that counts by its text, not by what the author declared.

use super::{Check, Finding, Severities, Severity, entries, words};
use crate::coverage::Coverage;
use crate::mapping::Basis;

/// See `inferred-mapping.md`.
pub(super) const CHECK: Check = Check {
    id: "inferred-mapping",
    summary: "an entry that counts in a category because its text reads so",
    severities: Severities::new(Severity::Note, Severity::Note, Severity::Warning),
    page: include_str!("inferred_mapping.md"),
    run,
};

fn run(coverage: &Coverage<'_>) -> Vec<Finding> {
    let subject = coverage.subject;
    let inferred = entries::measures(subject).map(|(at, entry)| (at, entry, subject.mapping.get(at)));
    inferred
        .filter(|(_, _, mapped)| mapped.basis == Basis::Inferred)
        .map(|(at, entry, mapped)| {
            let names = words::categories(subject, &mapped.categories);
            let message = format_args!(
                "{} is taken for {names} by its text, with a confidence of {}",
                words::id(subject, at),
                words::percent(mapped.confidence)
            );
            Finding::new(CHECK.id, entry.name.span, message)
                .label("no `category` declared")
                .help(format_args!(
                    "write `category = {}`, or let `mitigap map --write` do it",
                    words::codes(subject, &mapped.categories)
                ))
                .about(at)
        })
        .collect()
}
