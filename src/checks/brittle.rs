//! `brittle`: one event the framework says it withstands leaves nothing against a threat.

use super::{Check, Finding, Severities, Severity, words};
use crate::coverage::event::Trial;
use crate::coverage::threat::{ThreatCell, ThreatCoverage};
use crate::coverage::{Coverage, Subject};
use crate::framework::EventRef;
use crate::source::Located;

/// See `brittle.md`.
pub(super) const CHECK: Check = Check {
    id: "brittle",
    summary: "an event that a threat is to be withstood through, and that leaves nothing against it",
    severities: Severities::new(Severity::Note, Severity::Warning, Severity::Warning),
    page: include_str!("brittle.md"),
    run,
};

// Where nothing stands before the event either, `threat-uncovered` has said it.
fn run(coverage: &Coverage<'_>) -> Vec<Finding> {
    let cells = coverage.threat_cells().filter(|(_, cell)| !cell.standing.credited.is_empty());
    cells.flat_map(|(threat, cell)| of_cell(coverage.subject, threat, cell)).collect()
}

fn of_cell(subject: Subject<'_>, coverage: &ThreatCoverage<'_>, cell: &ThreatCell<'_>) -> Vec<Finding> {
    let named = &subject.framework.threats[coverage.threat].events;
    let trials = named.iter().filter_map(|event| {
        let trial = cell.trials.iter().find(|trial| trial.event == event.value)?;
        (!trial.tested || trial.depth == 0).then_some((event, trial))
    });
    trials.map(|(event, trial)| found(subject, (coverage, cell), event, trial)).collect()
}

fn found(
    subject: Subject<'_>,
    (coverage, cell): (&ThreatCoverage<'_>, &ThreatCell<'_>),
    event: &Located<EventRef>,
    trial: &Trial,
) -> Finding {
    let against = words::threat_in(subject, coverage.threat, Some(cell.tier));
    let name = words::event(subject, event.value);
    let (message, help) = if trial.tested {
        (
            format!(
                "nothing is left against {against} after {name}, where {} stood before",
                words::depth(&cell.standing.depth)
            ),
            format!("add a measure that {name} does not take out, or write `survives` where one does withstand it"),
        )
    } else {
        (
            format!("{name} is not tested against {against}: nothing declared there could be hit"),
            "declare what the measures rest on as `[[dependency]]` with its `kind`, and name it in `depends_on`".into(),
        )
    };
    let finding = Finding::new(CHECK.id, event.span, message)
        .label("named as an event to withstand")
        .help(help)
        .against(coverage.threat)
        .in_tier(Some(cell.tier))
        .naming(event.value.id(subject.framework))
        .only_a_note_if(!trial.tested);
    let label = if trial.tested { "taken out by it" } else { "stands against the threat" };
    words::also(subject, finding, &cell.standing.credited, label)
}
