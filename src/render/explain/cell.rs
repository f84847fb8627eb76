//! One cell in words: what stands there, how deep, and what it falls with.

use crate::arena::Handle;
use crate::coverage::Subject;
use crate::coverage::category::Cell;
use crate::coverage::event::Trial;
use crate::coverage::failure::{Failure, Failures, Member};
use crate::coverage::standing::Standing;
use crate::coverage::threat::{self, ThreatCell, ThreatCoverage};
use crate::framework::Mitigation;
use crate::render::terminal::paragraph;
use crate::vocabulary::Word as _;
use std::fmt::Write as _;

/// A paragraph that starts after `indent` spaces; what follows stands two further in.
pub(super) fn line(indent: usize, text: &str) -> String {
    paragraph(text, &" ".repeat(indent), &" ".repeat(indent + 2))
}

/// `api: single-point, depth 1 of 2 wanted: a; falls with a`.
pub(super) fn category(subject: Subject<'_>, cell: &Cell<'_>) -> String {
    let tier = cell.tier.map_or("everywhere", |tier| &subject.framework.tiers[tier].id.value);
    let (state, wanted) = (cell.state.id(), cell.wanted);
    let mut text = format!("{tier}: {state}, {}", depth(&cell.standing, wanted));
    if !cell.standing.credited.is_empty() {
        let _ = write!(text, ": {}", ids(subject, &cell.standing.credited));
    }
    if let Some(first) = cell.standing.depth.cut_sets.first() {
        let ids: Vec<&str> = first.iter().map(|failure| failure.id(subject.framework)).collect();
        // Writing to a String cannot fail.
        let _ = write!(text, "; falls with {}", ids.join(" + "));
    }
    line(2, &text)
}

/// A threat cell in full: what stands, at which layers, the smallest cut sets in words, and what each event leaves.
pub(super) fn threat(subject: Subject<'_>, threat: &ThreatCoverage<'_>, cell: &ThreatCell<'_>) -> String {
    let standing = &cell.standing;
    let met = if cell.meets { "" } else { ", not met" };
    let mut text = line(4, &format!("{}{met}", depth(standing, threat.wanted)));
    if !standing.credited.is_empty() {
        let layers = cell.layer_names().join(", ");
        text.push_str(&line(4, &format!("credited: {} (layers: {layers})", ids(subject, &standing.credited))));
    }
    if !cell.partial.is_empty() {
        text.push_str(&line(4, &format!("partial, not counted: {}", ids(subject, &cell.partial))));
    }
    text.push_str(&cut_sets(subject, standing));
    for trial in &cell.trials {
        text.push_str(&line(4, &after(subject, threat, cell, trial)));
    }
    text
}

/// `depth 5 of 2 wanted (3 examined, 2 implemented, 0 evidenced)`.
pub(super) fn depth(standing: &Standing<'_>, wanted: u32) -> String {
    let Standing { depth, orders, .. } = standing;
    let at_least = if depth.at_least { "at least " } else { "" };
    let parts = if depth.order == 0 {
        String::new()
    } else {
        format!(" ({} examined, {} implemented, {} evidenced)", orders.examined, orders.implemented, orders.evidenced)
    };
    format!("depth {at_least}{} of {wanted} wanted{parts}", depth.order)
}

/// The smallest sets of failures after which nothing is left, each failure with what it takes along.
fn cut_sets(subject: Subject<'_>, standing: &Standing<'_>) -> String {
    let failures = Failures::of(subject.framework);
    let members = threat::members(subject, &standing.credited);
    let words = |set: &[Failure<'_>]| -> String {
        let each: Vec<String> = set.iter().map(|&failure| in_words(subject, &failures, &members, failure)).collect();
        each.join(" + ")
    };
    if standing.depth.order == 1 {
        let causes: Vec<String> = standing.depth.causes.iter().map(|&cause| words(&[cause])).collect();
        return line(4, &format!("falls with {}", causes.join(", or with ")));
    }
    let mut text = String::new();
    for (at, set) in standing.depth.cut_sets.iter().enumerate() {
        let how = if at == 0 { "falls with" } else { "or with" };
        text.push_str(&line(4, &format!("{how} {}", words(set))));
    }
    text
}

/// `key-store (takes a and b)`; a mitigation takes itself, which goes without saying.
fn in_words<'f>(subject: Subject<'f>, failures: &Failures<'f>, members: &[Member<'f>], failure: Failure<'f>) -> String {
    let id = failure.id(subject.framework);
    if failure.is_mitigation() {
        return id.to_owned();
    }
    let taken = members.iter().filter(|&&member| failures.takes(failure, member)).map(|member| member.mitigation);
    format!("{id} (takes {})", ids(subject, &taken.collect::<Vec<_>>()))
}

/// `after weights-stolen (named): depth 5 -> 2, left: a, b`.
pub(super) fn after(subject: Subject<'_>, threat: &ThreatCoverage<'_>, cell: &ThreatCell<'_>, trial: &Trial) -> String {
    let named = subject.framework.threats[threat.threat].events.iter().any(|event| event.value == trial.event);
    let named = if named { " (to withstand)" } else { "" };
    let outcome = match trial.depth {
        _ if cell.standing.credited.is_empty() => "nothing stood before either".to_owned(),
        _ if !trial.tested => "not tested, nothing declared could be hit".to_owned(),
        0 => format!("depth {} -> 0, nothing is left", cell.standing.depth.order),
        left if trial.left == cell.standing.credited => format!("depth {left} stays, nothing of it is lost"),
        left => format!("depth {} -> {left}, left: {}", cell.standing.depth.order, ids(subject, &trial.left)),
    };
    format!("after {}{named}: {outcome}", trial.event.id(subject.framework))
}

/// Ids of mitigations in a list.
pub(super) fn ids(subject: Subject<'_>, all: &[Handle<Mitigation>]) -> String {
    let ids: Vec<&str> = all.iter().map(|&at| subject.framework.mitigations[at].id.value.as_str()).collect();
    if ids.is_empty() { "nothing".to_owned() } else { ids.join(", ") }
}
