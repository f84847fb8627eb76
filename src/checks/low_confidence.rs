//! `low-confidence`: an entry whose text points to a category, but not clearly enough to count.

use super::{Check, Finding, Severities, Severity, entries, words};
use crate::arena::Handle;
use crate::coverage::{Coverage, Subject};
use crate::framework::Mitigation;
use crate::mapping::Basis;

/// See `low-confidence.md`.
pub(super) const CHECK: Check = Check {
    id: "low-confidence",
    summary: "an entry whose text may belong to a category, not clearly enough to count",
    severities: Severities::new(Severity::Note, Severity::Warning, Severity::Error),
    page: include_str!("low_confidence.md"),
    run,
};

/// How many candidates are named.
const NAMED: usize = 3;

fn run(coverage: &Coverage<'_>) -> Vec<Finding> {
    let subject = coverage.subject;
    entries::measures(subject).filter_map(|(at, entry)| found(subject, at, entry)).collect()
}

fn found(subject: Subject<'_>, at: Handle<Mitigation>, entry: &Mitigation) -> Option<Finding> {
    let mapped = subject.mapping.get(at);
    let best = mapped.candidates.first().filter(|_| mapped.basis == Basis::None && mapped.doubt.is_none())?.category?;
    let named = mapped.candidates.iter().take(NAMED).filter_map(|candidate| {
        Some(format!("{} ({})", words::category(subject, candidate.category?), words::percent(candidate.confidence)))
    });
    let message = format_args!(
        "the text of {} is not clear enough to count; it may be {}",
        words::id(subject, at),
        words::either(&named.collect::<Vec<_>>())
    );
    let code = &subject.taxonomy.categories[best].code;
    let finding = Finding::new(CHECK.id, entry.name.span, message)
        .label("counts nowhere until its category is declared")
        .help(format_args!("write `category = \"{code}\"` if that is right, else the code that is"))
        .about(at);
    Some(finding)
}
