//! Which entries the checks of single entries look at.

use crate::arena::Handle;
use crate::coverage::{Coverage, Subject};
use crate::framework::Mitigation;
use crate::vocabulary::Status;
use std::collections::BTreeSet;

/// Everything that is not retired.
pub(super) fn alive(subject: Subject<'_>) -> impl Iterator<Item = (Handle<Mitigation>, &Mitigation)> {
    subject.framework.mitigations.entries().filter(|(_, entry)| entry.status.value != Status::Retired)
}

/// Of these, the measures: an umbrella over others maps, covers and promises nothing of its own.
pub(super) fn measures(subject: Subject<'_>) -> impl Iterator<Item = (Handle<Mitigation>, &Mitigation)> {
    alive(subject).filter(|(_, entry)| entry.comprises.is_empty())
}

/// What is credited in any cell.
pub(super) fn credited(coverage: &Coverage<'_>) -> BTreeSet<Handle<Mitigation>> {
    let categories = coverage.expected_cells().map(|(_, cell)| &cell.standing);
    let threats = coverage.threat_cells().map(|(_, cell)| &cell.standing);
    categories.chain(threats).flat_map(|standing| standing.credited.iter().copied()).collect()
}
