//! The one sign and the one tone of every state: what a terminal and a page show is read the same.

use super::terminal::Tone;
use crate::coverage::category::Verdict;
use crate::coverage::failure::Depth;
use crate::coverage::state::State;
use crate::coverage::threat::ThreatCell;

/// The sign of a state.
pub const fn of(state: State) -> char {
    match state {
        State::Redundant => '✓',
        State::Unexamined => '?',
        State::BelowTarget => '<',
        State::CommonCause => '!',
        State::SinglePoint => '•',
        State::Relaxed => '~',
        State::Uncredited => '○',
        State::Missing | State::TierGap => '✗',
        State::OutOfScope => '–',
    }
}

/// The tone of a state that meets what is wanted, or does not.
pub const fn tone(state: State, meets: bool) -> Tone {
    match state {
        _ if meets => Tone::Good,
        State::SinglePoint | State::CommonCause | State::BelowTarget | State::Unexamined | State::Redundant => {
            Tone::Weak
        }
        State::Missing | State::TierGap | State::Uncredited | State::Relaxed => Tone::Bad,
        State::OutOfScope => Tone::Quiet,
    }
}

/// The sign of an overall state, where "some tier has it" must not look like "no tier has it".
pub const fn overall(state: State) -> char {
    if matches!(state, State::TierGap) { '◐' } else { of(state) }
}

/// The tone of an overall verdict among others.
pub const fn overall_tone(verdict: &Verdict) -> Tone {
    if matches!(verdict.state, State::TierGap) { Tone::Weak } else { tone(verdict.state, verdict.meets) }
}

/// The sign of a threat cell: met, deep only if what nobody stated is not shared, too shallow, one failure from nothing, nothing.
pub fn of_threat(cell: &ThreatCell<'_>, wanted: u32) -> (char, Tone) {
    match cell.standing.depth.order {
        0 => ('✗', Tone::Bad),
        _ if cell.meets => ('✓', Tone::Good),
        depth if depth >= wanted => ('?', Tone::Weak),
        1 => ('•', Tone::Weak),
        _ => ('<', Tone::Weak),
    }
}

/// A depth as a cell shows it: nothing where nothing stands, a plus where it may be more.
pub fn depth(depth: &Depth<'_>) -> String {
    match depth.order {
        0 => String::new(),
        order if depth.at_least => format!("{order}+"),
        order => order.to_string(),
    }
}
