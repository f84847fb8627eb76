//! `suspect-mapping`: the author confirmed a category for a text that has changed since.

use super::{Check, Finding, Severities, Severity, entries, words};
use crate::coverage::Coverage;
use crate::mapping::Basis;

/// See `suspect-mapping.md`.
pub(super) const CHECK: Check = Check {
    id: "suspect-mapping",
    summary: "a confirmed category whose entry reads otherwise now than when it was confirmed",
    severities: Severities::new(Severity::Note, Severity::Warning, Severity::Error),
    page: include_str!("suspect_mapping.md"),
    run,
};

fn run(coverage: &Coverage<'_>) -> Vec<Finding> {
    let subject = coverage.subject;
    let suspect = entries::alive(subject).filter(|(at, _)| subject.mapping.get(*at).basis == Basis::Suspect);
    suspect
        .map(|(at, entry)| {
            let names = words::categories(subject, &subject.mapping.get(at).categories);
            let message = format_args!("{} was confirmed as {names} for another text", words::id(subject, at));
            let span = entry.confirmed.as_ref().map_or(entry.id.span, |confirmed| confirmed.span);
            Finding::new(CHECK.id, span, message)
                .label("the name or description has changed since")
                .help(format_args!(
                    "read it again: `mitigap map --write --confirm {}` if the category still holds, else write the right \
                     `category`",
                    entry.id.value
                ))
                .also(entry.description.as_ref().unwrap_or(&entry.name).span, "reads like this now")
                .about(at)
        })
        .collect()
}
