//! What a cell amounts to, and which of two amounts to less.

use crate::coverage::category::Cell;
use crate::coverage::standing::Standing;
use crate::coverage::state::State;
use crate::coverage::threat::ThreatCell;
use crate::vocabulary::Word as _;
use std::cmp::Ordering;

/// What a cell amounts to, in what can be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Stand {
    /// Something credited stands there.
    pub(super) holds: bool,
    /// It is enough, or made up for.
    pub(super) meets: bool,
    /// The depth.
    pub(super) depth: u32,
    /// The state of a category's cell; threats have none.
    pub(super) state: Option<State>,
    /// The depth of those that say what they rest on.
    pub(super) examined: u32,
    /// The depth may be more.
    pub(super) at_least: bool,
}

/// How a cell changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    /// It held and does not.
    Lost,
    /// It holds and is less.
    Weakened,
    /// It holds and is more.
    Strengthened,
    /// It did not hold and does.
    Gained,
    /// It holds neither before nor after, in different ways.
    Other,
}

impl Stand {
    pub(super) fn of_category(cell: &Cell<'_>) -> Self {
        Self { state: Some(cell.state), holds: cell.state.holds(), ..Self::of(&cell.standing, cell.meets) }
    }

    pub(super) fn of_threat(cell: &ThreatCell<'_>) -> Self {
        Self::of(&cell.standing, cell.meets)
    }

    fn of(standing: &Standing<'_>, meets: bool) -> Self {
        Self {
            holds: standing.depth.order > 0,
            meets,
            depth: standing.depth.order,
            state: None,
            examined: standing.orders.examined,
            at_least: standing.depth.at_least,
        }
    }

    /// In a few words.
    pub(super) fn words(self) -> String {
        let state = self.state.map_or("", State::id);
        if !self.holds {
            let made_up = if self.meets && self.state.is_some() { ", compensated" } else { "" };
            return if state.is_empty() { "nothing".to_owned() } else { format!("{state}{made_up}") };
        }
        if state.is_empty() { format!("depth {}", self.bare()) } else { format!("{state} (depth {})", self.listed()) }
    }

    /// The depth as a number, to follow another that is said in full.
    pub(super) fn bare(self) -> String {
        if self.state.is_some() { self.listed() } else { self.with_examined(" (", " examined)") }
    }

    fn listed(self) -> String {
        self.with_examined(", ", " examined")
    }

    fn with_examined(self, open: &str, close: &str) -> String {
        let more = if self.at_least { "at least " } else { "" };
        let examined =
            if self.examined < self.depth { format!("{open}{}{close}", self.examined) } else { String::new() };
        format!("{more}{}{examined}", self.depth)
    }

    /// Without what it is enough for: where that is asked otherwise now, it says nothing of what stands.
    pub(super) const fn whatever_is_wanted(self) -> Self {
        Self { meets: false, ..self }
    }
}

/// How a cell changed; `None` where it amounts to the same.
pub(super) fn step(old: Stand, new: Stand) -> Option<Step> {
    if old == new {
        return None;
    }
    match (old.holds, new.holds) {
        (true, false) if new.meets => Some(Step::Weakened),
        (true, false) => Some(Step::Lost),
        (false, true) if old.meets => Some(Step::Strengthened),
        (false, true) => Some(Step::Gained),
        (false, false) if old.meets == new.meets => Some(Step::Other),
        (false, false) => Some(if new.meets { Step::Strengthened } else { Step::Weakened }),
        (true, true) => match order(old, new) {
            Ordering::Less => Some(Step::Strengthened),
            Ordering::Greater => Some(Step::Weakened),
            Ordering::Equal => None,
        },
    }
}

/// Where some of it rose and some of it fell, what it is enough for decides, then depth, then state.
fn order(old: Stand, new: Stand) -> Ordering {
    let key = |stand: Stand| (stand.meets, stand.depth, stand.state, stand.examined, stand.at_least);
    key(old).cmp(&key(new))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stand(state: State, depth: u32, examined: u32) -> Stand {
        let meets = examined >= 2;
        Stand { holds: state.holds(), meets, depth, state: Some(state), examined, at_least: false }
    }

    #[test]
    fn steps_are_told_apart_and_turn_with_the_sides() {
        let (deep, unexamined) = (stand(State::Redundant, 2, 2), stand(State::Unexamined, 2, 1));
        let (common, single) = (stand(State::CommonCause, 1, 1), stand(State::SinglePoint, 1, 1));
        let (missing, idea) = (stand(State::Missing, 0, 0), stand(State::Uncredited, 0, 0));
        let made_up = Stand { meets: true, ..stand(State::Relaxed, 0, 0) };
        let table = [
            (deep, deep, None),
            (deep, unexamined, Some(Step::Weakened)),
            (unexamined, common, Some(Step::Weakened)),
            (common, single, Some(Step::Weakened)),
            (single, missing, Some(Step::Lost)),
            (deep, made_up, Some(Step::Weakened)),
            (made_up, missing, Some(Step::Weakened)),
            (idea, missing, Some(Step::Other)),
        ];
        let turned = |step| match step {
            Step::Lost => Step::Gained,
            Step::Weakened => Step::Strengthened,
            Step::Strengthened => Step::Weakened,
            Step::Gained => Step::Lost,
            Step::Other => Step::Other,
        };
        for (old, new, expected) in table {
            assert_eq!(step(old, new), expected, "{} -> {}", old.words(), new.words());
            assert_eq!(step(new, old), expected.map(turned), "{} -> {}", new.words(), old.words());
        }
    }
}
