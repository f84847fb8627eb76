//! `below-target`: a category that more than one failure must take out, but fewer than are wanted.

use super::{Check, Finding, Severities, Severity, words};
use crate::arena::Handle;
use crate::coverage::category::Cell;
use crate::coverage::state::State;
use crate::coverage::{Coverage, Subject};
use crate::taxonomy::Category;

/// See `below-target.md`.
pub(super) const CHECK: Check = Check {
    id: "below-target",
    summary: "a category whose depth is 2 or more, but under what is wanted",
    severities: Severities::new(Severity::Note, Severity::Warning, Severity::Warning),
    page: include_str!("below_target.md"),
    run,
};

fn run(coverage: &Coverage<'_>) -> Vec<Finding> {
    let subject = coverage.subject;
    let cells = coverage.expected_cells().filter(|(_, cell)| cell.state == State::BelowTarget);
    cells.filter_map(|(category, cell)| found(subject, category, cell)).collect()
}

fn found(subject: Subject<'_>, category: Handle<Category>, cell: &Cell<'_>) -> Option<Finding> {
    let first = *cell.standing.credited.first()?;
    let message = format_args!(
        "{} has {}{}, where {} is wanted",
        words::category(subject, category),
        words::depth(&cell.standing.depth),
        words::in_tier(subject, cell.tier),
        cell.wanted
    );
    let span = subject.framework.mitigations[first].id.span;
    let finding = Finding::new(CHECK.id, span, message)
        .label(format_args!("one of {} that hold it", words::measures(cell.standing.credited.len())))
        .help(format_args!(
            "add a measure that rests on nothing these rest on{}",
            words::suggestions(subject, category)
        ))
        .of_category(category)
        .in_tier(cell.tier);
    Some(words::weakest(subject, finding, &cell.standing.depth))
}
