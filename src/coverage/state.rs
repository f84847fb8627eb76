//! The states of a category cell and of a category.

use super::standing::Standing;
use crate::vocabulary::Word;

/// What a category cell amounts to, worst first among those that can be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Not expected of this actor, or excluded with a reason.
    OutOfScope,
    /// Nothing maps to it.
    Missing,
    /// Some tier has it and another does not (overall only).
    TierGap,
    /// Something maps, but only as idea, retired, below the credited status, from a higher level, or as an umbrella.
    Uncredited,
    /// Everything that would count here is relaxed by the tier.
    Relaxed,
    /// Exactly one credited.
    SinglePoint,
    /// Two or more credited, and one failure takes them all.
    CommonCause,
    /// Depth 2 or more, under what is wanted.
    BelowTarget,
    /// Depth reaches what is wanted only if what nobody stated is not shared.
    Unexamined,
    /// Examined depth reaches what is wanted.
    Redundant,
}

impl Word for State {
    const WHAT: &'static str = "state";
    const WORDS: &'static [(Self, &'static str)] = &[
        (Self::OutOfScope, "out-of-scope"),
        (Self::Missing, "missing"),
        (Self::TierGap, "tier-gap"),
        (Self::Uncredited, "uncredited"),
        (Self::Relaxed, "relaxed"),
        (Self::SinglePoint, "single-point"),
        (Self::CommonCause, "common-cause"),
        (Self::BelowTarget, "below-target"),
        (Self::Unexamined, "unexamined"),
        (Self::Redundant, "redundant"),
    ];
}

impl State {
    /// Whether anything credited stands there.
    pub const fn holds(self) -> bool {
        match self {
            Self::SinglePoint | Self::CommonCause | Self::BelowTarget | Self::Unexamined | Self::Redundant => true,
            Self::OutOfScope | Self::Missing | Self::TierGap | Self::Uncredited | Self::Relaxed => false,
        }
    }
}

/// What maps to a cell without being credited there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rest {
    /// Something that would be credited is relaxed by the tier.
    pub relaxed: bool,
    /// Something maps but is not in force.
    pub uncredited: bool,
}

impl Rest {
    /// The state of a cell in which nothing is credited.
    pub const fn state(self) -> State {
        if self.relaxed {
            State::Relaxed
        } else if self.uncredited {
            State::Uncredited
        } else {
            State::Missing
        }
    }
}

/// The state of a cell, counting inferred mappings.
pub fn of_all(standing: &Standing<'_>, wanted: u32, rest: Rest) -> State {
    let count = standing.credited.len();
    of_counts(count, standing.depth.order, standing.orders.examined, wanted).unwrap_or_else(|| rest.state())
}

/// The state of a cell, counting declared and confirmed mappings only.
pub fn of_declared(standing: &Standing<'_>, wanted: u32, rest: Rest) -> State {
    let orders = standing.orders;
    of_counts(orders.declared_count as usize, orders.declared, orders.examined_declared, wanted)
        .unwrap_or_else(|| rest.state())
}

fn of_counts(count: usize, depth: u32, examined: u32, wanted: u32) -> Option<State> {
    Some(match count {
        0 => return None,
        1 => State::SinglePoint,
        _ if depth == 1 => State::CommonCause,
        _ if depth < wanted => State::BelowTarget,
        _ if examined < wanted => State::Unexamined,
        _ => State::Redundant,
    })
}

/// One cell as the overall state sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellState {
    /// Its state.
    pub state: State,
    /// Whether it is relaxed in a compensated tier, and so does not lower anything.
    pub compensated: bool,
}

/// The overall state of a category: the lowest over its cells, a gap where some tier has it and another does not.
///
/// A tier that relaxes it without compensation does not have it; a compensated one is left out.
pub fn overall(cells: impl Iterator<Item = CellState> + Clone) -> State {
    let judged = cells.filter(|cell| !cell.compensated).map(|cell| cell.state);
    let having = judged.clone().filter(|state| state.holds()).min();
    let lacking = judged.filter(|state| !state.holds()).min();
    match (having, lacking) {
        (Some(_), Some(_)) => State::TierGap,
        (Some(lowest), None) | (None, Some(lowest)) => lowest,
        (None, None) => State::Relaxed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(state: State) -> CellState {
        CellState { state, compensated: false }
    }

    #[test]
    fn the_overall_state_is_the_lowest_of_the_cells() {
        let cells = [cell(State::Redundant), cell(State::CommonCause), cell(State::Unexamined)];
        assert_eq!(overall(cells.into_iter()), State::CommonCause);
    }

    #[test]
    fn a_tier_without_it_makes_a_gap() {
        for lacking in [State::Missing, State::Uncredited, State::Relaxed] {
            assert_eq!(overall([cell(State::Redundant), cell(lacking)].into_iter()), State::TierGap);
        }
    }

    #[test]
    fn a_compensated_tier_lowers_nothing() {
        let relaxed = CellState { state: State::Relaxed, compensated: true };
        assert_eq!(overall([cell(State::Redundant), relaxed].into_iter()), State::Redundant);
        assert_eq!(overall([relaxed].into_iter()), State::Relaxed);
    }

    #[test]
    fn where_no_tier_has_it_missing_is_lower_than_uncredited() {
        assert_eq!(overall([cell(State::Uncredited), cell(State::Missing)].into_iter()), State::Missing);
    }

    #[test]
    fn the_state_table_matches_the_definitions() {
        let table = [
            ((1, 1, 1, 1), State::SinglePoint),
            ((1, 1, 1, 2), State::SinglePoint),
            ((2, 1, 1, 2), State::CommonCause),
            ((3, 2, 2, 3), State::BelowTarget),
            ((2, 2, 1, 2), State::Unexamined),
            ((2, 2, 2, 2), State::Redundant),
        ];
        for ((count, depth, examined, wanted), state) in table {
            assert_eq!(of_counts(count, depth, examined, wanted), Some(state));
        }
        assert_eq!(of_counts(0, 0, 0, 2), None);
    }
}
