//! `uncredited`: a category to which entries map, none of which counts.

use super::{Check, Finding, Severities, Severity, words};
use crate::arena::Handle;
use crate::coverage::category::Cell;
use crate::coverage::state::State;
use crate::coverage::{Coverage, Subject};
use crate::framework::Mitigation;
use crate::taxonomy::Category;
use crate::vocabulary::{Status, Word as _};

/// See `uncredited.md`.
pub(super) const CHECK: Check = Check {
    id: "uncredited",
    summary: "a category that only ideas, retired entries or others that do not count map to",
    severities: Severities::new(Severity::Note, Severity::Warning, Severity::Warning),
    page: include_str!("uncredited.md"),
    run,
};

fn run(coverage: &Coverage<'_>) -> Vec<Finding> {
    let subject = coverage.subject;
    let cells = coverage.expected_cells().filter(|(_, cell)| cell.state == State::Uncredited);
    cells.filter_map(|(category, cell)| found(subject, category, cell)).collect()
}

fn found(subject: Subject<'_>, category: Handle<Category>, cell: &Cell<'_>) -> Option<Finding> {
    let (&first, others) = cell.uncredited.split_first()?;
    let reasons = cell
        .uncredited
        .iter()
        .map(|&entry| format!("{} {}", words::id(subject, entry), words::why_not_in_force(subject, entry)));
    let message = format_args!(
        "nothing counts in {}{}: {}",
        words::category(subject, category),
        words::in_tier(subject, cell.tier),
        words::first_of(reasons, cell.uncredited.len())
    );
    let mut finding = Finding::new(CHECK.id, subject.framework.mitigations[first].id.span, message)
        .label("maps here without counting")
        .help(help(subject, first))
        .of_category(category)
        .in_tier(cell.tier);
    if others.is_empty() {
        finding = finding.about(first);
    }
    for &other in others.iter().take(4) {
        finding = finding.also(subject.framework.mitigations[other].id.span, "maps here without counting");
    }
    Some(finding)
}

/// The way out, by the reason of the first entry.
fn help(subject: Subject<'_>, at: Handle<Mitigation>) -> String {
    let entry = &subject.framework.mitigations[at];
    if !entry.comprises.is_empty() {
        return "write its layers as mitigations of their own, with this category, and name them in `comprises`".into();
    }
    match entry.status.value {
        Status::Idea => "write `status = \"planned\"` once somebody has taken it on, or add another measure".into(),
        Status::Retired => "add the measure that replaced it, or exclude the category under `[scope]`".into(),
        status if !status.reaches(subject.settings.credit) => {
            let credit = subject.settings.credit.id();
            format!("write `status = \"{credit}\"` once that is so, or judge with `--credit {}`", status.id())
        }
        Status::Planned | Status::Committed | Status::Implemented => {
            "add a measure for the level that is judged, or write the lower `level` it applies from".into()
        }
    }
}
