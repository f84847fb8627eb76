//! `threats`: what stands between each threat and the harm, and what a bad day leaves of it.

use super::cell::{Cell, Ids, Judgement, ids};
use super::entries::Entries;
use crate::coverage::Subject;
use crate::coverage::event::Trial;
use crate::coverage::threat::{ThreatCell, ThreatCoverage};
use crate::framework::{EventRef, Framework};
use crate::vocabulary::Word as _;
use serde::Serialize;

/// One threat.
#[derive(Serialize)]
pub(super) struct ThreatEntry<'r> {
    id: &'r str,
    name: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    domain: Option<&'r str>,
    depth: u32,
    wanted: u32,
    meets: bool,
    cells: Entries<'r, (&'r Framework, u32), ThreatCell<'r>, ThreatCellEntry<'r>>,
}

/// One threat in one tier.
#[derive(Serialize)]
struct ThreatCellEntry<'r> {
    #[serde(flatten)]
    cell: Cell<'r>,
    layers: Vec<&'static str>,
    events: Entries<'r, &'r Framework, Trial, EventEntry<'r>>,
}

/// What one event leaves.
#[derive(Serialize)]
struct EventEntry<'r> {
    event: &'r str,
    tested: bool,
    depth: u32,
    left: Ids<'r>,
}

/// The coverage of one threat.
pub(super) fn threat_entry<'r>(subject: Subject<'r>, coverage: &'r ThreatCoverage<'r>) -> ThreatEntry<'r> {
    let threat = &subject.framework.threats[coverage.threat];
    ThreatEntry {
        id: &threat.id.value,
        name: &threat.name,
        domain: threat.domain.as_ref().map(|domain| domain.value.as_str()),
        depth: coverage.depth,
        wanted: coverage.wanted,
        meets: coverage.meets,
        cells: Entries::of((subject.framework, coverage.wanted), &coverage.cells, cell_entry),
    }
}

fn cell_entry<'r>((framework, wanted): (&'r Framework, u32), cell: &'r ThreatCell<'r>) -> ThreatCellEntry<'r> {
    let judgement = Judgement { states: None, meets: cell.meets, wanted };
    ThreatCellEntry {
        cell: Cell::of(framework, Some(cell.tier), (&cell.standing, judgement)),
        layers: cell.layer_names(),
        events: Entries::of(framework, &cell.trials, event_entry),
    }
}

fn event_entry<'r>(framework: &'r Framework, trial: &'r Trial) -> EventEntry<'r> {
    EventEntry {
        event: event_id(framework, trial.event),
        tested: trial.tested,
        depth: trial.depth,
        left: ids(framework, &trial.left),
    }
}

fn event_id(framework: &Framework, event: EventRef) -> &str {
    match event {
        EventRef::BuiltIn(event) => event.id(),
        EventRef::Own(at) => &framework.events[at].id.value,
    }
}
