//! `combination-untested`: several layers, each tested by itself at best.

use super::{Check, Finding, Severities, Severity, words};
use crate::arena::Handle;
use crate::coverage::standing::Standing;
use crate::coverage::{Coverage, Subject};
use crate::framework::Mitigation;
use crate::vocabulary::Role;

/// See `combination-untested.md`.
pub(super) const CHECK: Check = Check {
    id: "combination-untested",
    summary: "depth of 2 or more, and no evidence that tested two of the measures together",
    severities: Severities::new(Severity::Note, Severity::Note, Severity::Warning),
    page: include_str!("combination_untested.md"),
    run,
};

// Layers are combined against a threat; where a framework declares none, its protective categories speak instead, so
// that leaving threats out silences nothing.
fn run(coverage: &Coverage<'_>) -> Vec<Finding> {
    if coverage.threats.is_empty() { of_categories(coverage) } else { of_threats(coverage) }
}

fn of_threats(coverage: &Coverage<'_>) -> Vec<Finding> {
    let subject = coverage.subject;
    let cells = coverage.threat_cells().filter(|(_, cell)| is_untested(subject, &cell.standing));
    cells
        .map(|(threat, cell)| {
            let against = format!("against {}", words::threat_in(subject, threat.threat, Some(cell.tier)));
            let finding = found(subject, &against, &cell.standing, subject.framework.threats[threat.threat].id.span);
            finding.against(threat.threat).in_tier(Some(cell.tier))
        })
        .collect()
}

fn of_categories(coverage: &Coverage<'_>) -> Vec<Finding> {
    let subject = coverage.subject;
    let protective = |at| subject.taxonomy.categories[at].role == Role::Protective;
    let cells = coverage.expected_cells().filter(|(at, cell)| protective(*at) && is_untested(subject, &cell.standing));
    cells
        .filter_map(|(at, cell)| {
            let first = *cell.standing.credited.first()?;
            let within = format!("in {}{}", words::category(subject, at), words::in_tier(subject, cell.tier));
            let span = subject.framework.mitigations[first].id.span;
            Some(found(subject, &within, &cell.standing, span).of_category(at).in_tier(cell.tier))
        })
        .collect()
}

fn is_untested(subject: Subject<'_>, standing: &Standing<'_>) -> bool {
    let credited = &standing.credited;
    let together = |&at: &Handle<Mitigation>| {
        let pieces = &subject.framework.mitigations[at].evidence;
        pieces.iter().flat_map(|piece| &piece.with).any(|with| with.value != at && credited.contains(&with.value))
    };
    standing.depth.order >= 2 && !credited.iter().any(together)
}

fn found(subject: Subject<'_>, what: &str, standing: &Standing<'_>, span: crate::source::Span) -> Finding {
    let credited = &standing.credited;
    let message = format_args!("no two of the {} {what} were tested together", words::measures(credited.len()));
    let finding = Finding::new(CHECK.id, span, message)
        .label(format_args!("{} claimed, each shown by itself at best", words::depth(&standing.depth)))
        .help("attack them together, and name in that evidence the others: `with = [\"other-id\"]`");
    words::also(subject, finding, credited, "stands there")
}
