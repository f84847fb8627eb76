//! `no-target`: evidence that does not say what would have counted as success.

use super::{Check, Finding, Severities, Severity, entries, words};
use crate::arena::Handle;
use crate::coverage::{Coverage, Subject};
use crate::framework::{Evidence, Mitigation};
use crate::vocabulary::Word as _;

/// See `no-target.md`.
pub(super) const CHECK: Check = Check {
    id: "no-target",
    summary: "evidence that states no target",
    severities: Severities::new(Severity::Note, Severity::Note, Severity::Warning),
    page: include_str!("no_target.md"),
    run,
};

fn run(coverage: &Coverage<'_>) -> Vec<Finding> {
    let subject = coverage.subject;
    entries::alive(subject).filter_map(|(at, entry)| found(subject, at, entry)).collect()
}

fn found(subject: Subject<'_>, at: Handle<Mitigation>, entry: &Mitigation) -> Option<Finding> {
    let open: Vec<&Evidence> = entry.evidence.iter().filter(|piece| piece.target.is_none()).collect();
    let (first, others) = open.split_first()?;
    let message = format_args!(
        "the {} evidence for {} states no target that it was measured against",
        first.kind.value.id(),
        words::id(subject, at)
    );
    let finding = Finding::new(CHECK.id, first.span, message)
        .label("whatever came out would have done")
        .help("write the `target`, such as `target = \"under 1 universal jailbreak per 1000 expert hours\"`")
        .about(at);
    Some(others.iter().take(4).fold(finding, |finding, other| finding.also(other.span, "nor does this")))
}
