//! `unmapped`: an entry that reads like no category.

use super::{Check, Finding, Severities, Severity, entries, words};
use crate::coverage::Coverage;
use crate::mapping::{Basis, Mapped};

/// See `unmapped.md`.
pub(super) const CHECK: Check = Check {
    id: "unmapped",
    summary: "an entry that declares no category and reads like none",
    severities: Severities::new(Severity::Note, Severity::Warning, Severity::Error),
    page: include_str!("unmapped.md"),
    run,
};

fn run(coverage: &Coverage<'_>) -> Vec<Finding> {
    let subject = coverage.subject;
    let unmapped = entries::measures(subject).filter(|(at, _)| reads_like_nothing(subject.mapping.get(*at)));
    unmapped
        .map(|(at, entry)| {
            let message = format!("{} reads like no category of {}", words::id(subject, at), subject.taxonomy.id);
            Finding::new(CHECK.id, entry.name.span, message)
                .label("counts nowhere")
                .help(
                    "write its `category` (see `mitigap taxonomy list`), say in the `description` what it does, or \
                     take it out if it is no measure",
                )
                .about(at)
        })
        .collect()
}

fn reads_like_nothing(mapped: &Mapped) -> bool {
    mapped.basis == Basis::None && mapped.candidates.first().is_none_or(|best| best.category.is_none())
}
