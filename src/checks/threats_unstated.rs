//! `threats-unstated`: protective measures that do not say against what.

use super::{Check, Finding, Severities, Severity, entries, words};
use crate::arena::Handle;
use crate::coverage::Coverage;
use crate::framework::Mitigation;

/// See `threats-unstated.md`.
pub(super) const CHECK: Check = Check {
    id: "threats-unstated",
    summary: "protective mitigations that name no threat, where threats are declared",
    severities: Severities::new(Severity::Note, Severity::Note, Severity::Warning),
    page: include_str!("threats_unstated.md"),
    run,
};

fn run(coverage: &Coverage<'_>) -> Vec<Finding> {
    let subject = coverage.subject;
    if subject.framework.threats.is_empty() {
        return Vec::new();
    }
    let silent = entries::measures(subject).filter(|(_, entry)| entry.threats.is_empty()).map(|(at, _)| at);
    let protective = |at: &Handle<Mitigation>| subject.protective_leaves(*at).next().is_some();
    let all: Vec<Handle<Mitigation>> = silent.filter(protective).collect();
    let Some((&first, others)) = all.split_first() else { return Vec::new() };
    let verb = if others.is_empty() { "names no threat and counts" } else { "name no threat and count" };
    let message = format_args!("{} {verb} against none", words::ids(subject, &all));
    let finding = Finding::new(CHECK.id, subject.framework.mitigations[first].id.span, message)
        .label("states no `threats`")
        .help("write the `threats` it stands against");
    vec![words::also(subject, finding, others, "nor does this")]
}
