//! `level-adds-nothing`: a threshold that, once passed, changes nothing.

use super::{Check, Finding, Severities, Severity, entries};
use crate::arena::Handle;
use crate::coverage::{Coverage, Subject};
use crate::framework::Level;

/// See `level-adds-nothing.md`.
pub(super) const CHECK: Check = Check {
    id: "level-adds-nothing",
    summary: "a level from which no credited mitigation begins to apply",
    severities: Severities::new(Severity::Note, Severity::Note, Severity::Warning),
    page: include_str!("level_adds_nothing.md"),
    run,
};

fn run(coverage: &Coverage<'_>) -> Vec<Finding> {
    let subject = coverage.subject;
    let idle = subject.framework.levels.entries().filter(|(at, _)| !adds(subject, *at));
    idle.map(|(_, level)| {
        let id = &level.id.value;
        Finding::new(CHECK.id, level.id.span, format_args!("passing level `{id}` adds no measure"))
            .label("no measure that counts begins here")
            .help(format_args!("write `level = \"{id}\"` in what applies from there, or take the level out"))
            .naming(id)
    })
    .collect()
}

/// Whether a measure begins at this level, whatever level is judged; the lowest has those that name none.
fn adds(subject: Subject<'_>, level: Handle<Level>) -> bool {
    let lowest = subject.framework.levels.handles().next();
    entries::measures(subject).any(|(_, entry)| {
        let from = entry.level.as_ref().map(|from| from.value).or(lowest);
        from == Some(level) && entry.status.value.reaches(subject.settings.credit)
    })
}
