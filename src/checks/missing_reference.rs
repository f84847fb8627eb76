//! `missing-reference`: evidence whose report is not where it is said to be.

use super::{Check, Finding, Severities, Severity, entries, words};
use crate::coverage::Coverage;

/// See `missing-reference.md`.
pub(super) const CHECK: Check = Check {
    id: "missing-reference",
    summary: "evidence whose `ref` is a path to no file in the project",
    severities: Severities::new(Severity::Note, Severity::Note, Severity::Warning),
    page: include_str!("missing_reference.md"),
    run,
};

fn run(coverage: &Coverage<'_>) -> Vec<Finding> {
    let subject = coverage.subject;
    let lost = &subject.framework.missing_references;
    let pieces = entries::alive(subject).flat_map(|(at, entry)| entry.evidence.iter().map(move |piece| (at, piece)));
    let named = pieces.filter_map(|(at, piece)| Some((at, piece.reference.as_ref()?)));
    named
        .filter(|(_, reference)| lost.contains(&reference.span))
        .map(|(at, reference)| {
            let message =
                format_args!("the report `{}` on {} is not in the project", reference.value, words::id(subject, at));
            Finding::new(CHECK.id, reference.span, message)
                .label("no file of the project")
                .help("put the report there, correct the path (relative to this file), or write its address")
                .about(at)
                .naming(&reference.value)
        })
        .collect()
}
