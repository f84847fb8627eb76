//! `tier-gap`: a tier without a category that another tier has.

use super::{Check, Finding, Severities, Severity, words};
use crate::coverage::category::{CategoryCoverage, Cell};
use crate::coverage::state::State;
use crate::coverage::{Coverage, Subject};

/// See `tier-gap.md`.
pub(super) const CHECK: Check = Check {
    id: "tier-gap",
    summary: "a tier that has nothing in a category while another tier has something",
    severities: Severities::new(Severity::Warning, Severity::Warning, Severity::Error),
    page: include_str!("tier_gap.md"),
    run,
};

fn run(coverage: &Coverage<'_>) -> Vec<Finding> {
    coverage.expected().flat_map(|category| gaps(coverage.subject, category)).collect()
}

fn gaps(subject: Subject<'_>, category: &CategoryCoverage<'_>) -> Vec<Finding> {
    let Some(having) = category.cells.iter().find(|cell| cell.state.holds()) else { return Vec::new() };
    let empty = category.cells.iter().filter(|cell| matches!(cell.state, State::Missing | State::Uncredited));
    empty.filter_map(|cell| found(subject, category, cell, having)).collect()
}

fn found(subject: Subject<'_>, category: &CategoryCoverage<'_>, cell: &Cell<'_>, having: &Cell<'_>) -> Option<Finding> {
    let (tier, other) = (cell.tier?, having.tier?);
    let first = *having.standing.credited.first()?;
    let message = format_args!(
        "tier {} has nothing credited in {}, where tier {} has {}",
        words::tier(subject, tier),
        words::category(subject, category.category),
        words::tier(subject, other),
        words::ids(subject, &having.standing.credited),
    );
    let (here, entry) = (words::tier(subject, tier), words::id(subject, first));
    let help = if subject.is_open(tier) {
        "where the weights are out, only what lives in them counts: write a `[[waiver]]` with a reason, or do not release them"
            .to_owned()
    } else {
        format!("name {here} in the `tiers` of {entry} if it works there, or add a measure for {here}")
    };
    let finding = Finding::new(CHECK.id, subject.framework.tiers[tier].id.span, message)
        .label("declared as a tier of its own")
        .help(help)
        .also(subject.framework.mitigations[first].id.span, format_args!("stands in {}", words::tier(subject, other)))
        .of_category(category.category)
        .in_tier(Some(tier));
    Some(finding)
}
