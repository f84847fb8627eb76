//! `unexamined`: a cell that is deep only if what nobody stated is not shared.

use super::{Check, Finding, Severities, Severity, words};
use crate::arena::Handle;
use crate::coverage::standing::Standing;
use crate::coverage::state::State;
use crate::coverage::{Coverage, Subject};
use crate::framework::Mitigation;

/// See `unexamined.md`.
pub(super) const CHECK: Check = Check {
    id: "unexamined",
    summary: "depth that is reached only if measures that state no `depends_on` share nothing",
    severities: Severities::new(Severity::Note, Severity::Warning, Severity::Warning),
    page: include_str!("unexamined.md"),
    run,
};

const HELP: &str = "state `depends_on`, and `[]` if it rests on nothing shared; look for a guard model, identity \
                    provider, log store or cloud account behind several measures";

fn run(coverage: &Coverage<'_>) -> Vec<Finding> {
    let subject = coverage.subject;
    let cells = coverage.expected_cells().filter(|(_, cell)| cell.state == State::Unexamined);
    let of_categories = cells.filter_map(|(category, cell)| {
        let what = format!("{}{}", words::category(subject, category), words::in_tier(subject, cell.tier));
        Some(found(subject, &what, &cell.standing, cell.wanted)?.of_category(category).in_tier(cell.tier))
    });
    let against = coverage.threat_cells().filter_map(|(threat, cell)| {
        if cell.standing.depth.order < threat.wanted || cell.meets {
            return None;
        }
        let tier = Some(cell.tier);
        let what = format!("what stands against {}", words::threat_in(subject, threat.threat, tier));
        Some(found(subject, &what, &cell.standing, threat.wanted)?.against(threat.threat).in_tier(tier))
    });
    of_categories.chain(against).collect()
}

fn found(subject: Subject<'_>, what: &str, standing: &Standing<'_>, wanted: u32) -> Option<Finding> {
    let silent = |at: &Handle<Mitigation>| subject.framework.mitigations[*at].depends_on.is_none();
    let unstated: Vec<Handle<Mitigation>> = standing.credited.iter().copied().filter(silent).collect();
    let (&first, others) = unstated.split_first()?;
    let message = format_args!(
        "{what} reaches the wanted depth of {wanted} only if {} {} on nothing shared",
        words::ids(subject, &unstated),
        if others.is_empty() { "rests" } else { "rest" }
    );
    let span = subject.framework.mitigations[first].id.span;
    let mut finding = Finding::new(CHECK.id, span, message).label("does not state what it rests on").help(HELP);
    for &other in others.iter().take(4) {
        finding = finding.also(subject.framework.mitigations[other].id.span, "neither does this");
    }
    Some(finding)
}
