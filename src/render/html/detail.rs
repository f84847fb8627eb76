//! One cell in words: how deep, what stands there, what takes it out.

use super::atlas::{Detail, Held, Row, Sureness};
use super::chapter::Chapter;
use super::words::{class, clean, count, hidden, link, links, list, own, spoken, tier_name};
use crate::arena::Handle;
use crate::coverage::event::Trial;
use crate::coverage::evidence::Grade;
use crate::coverage::failure::{DETECT_AND_RESPOND, Failure};
use crate::coverage::state::State;
use crate::coverage::threat::ThreatCell;
use crate::framework::{Mitigation, Tier};
use crate::mapping::Basis;
use crate::render::sign;
use crate::vocabulary::Word as _;
use maud::{Markup, html};
use std::collections::BTreeMap;

/// From this depth on two cut sets are told of: more of them are long and say little new.
const WORDY: u32 = 3;

/// How a link to a detail is dressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// As a cell that the switches change.
    Cell,
    /// As the depth before any event.
    Depth,
}

/// What a cell shows: its tone, its sign with the depth, and the same in words.
fn face(held: Held<'_>) -> (&'static str, String, String) {
    let (depth, wanted) = (&held.standing().depth, held.wanted());
    let (tone, mark, word) = match held {
        Held::Category(cell) => (sign::tone(cell.state, cell.meets), sign::of(cell.state), spoken(cell.state.id())),
        Held::Threat(cell, wanted) => {
            let (mark, tone) = sign::of_threat(cell, wanted);
            let word = match mark {
                '✓' => "as deep as wanted",
                '?' => "deep only if what nobody stated is not shared",
                '✗' => "nothing stands",
                _ => "less than wanted",
            };
            (tone, mark, word.to_owned())
        }
    };
    (class(tone), format!("{mark}{}", sign::depth(depth)), format!("{word}, depth {} of {wanted}", depth.order))
}

/// A cell as a link to its detail; nothing where there is no such cell.
pub(super) fn cell_link(chapter: &Chapter<'_>, row: Row, tier: Option<Handle<Tier>>, shown: Shown) -> Markup {
    let Some((number, detail)) = chapter.atlas.opening(row, tier) else {
        return html! { span.none { span aria-hidden="true" { "–" } (hidden("does not concern this tier")) } };
    };
    let numbers = chapter.atlas.numbers(row, tier);
    let differ = numbers.iter().any(|other| *other != number);
    let all = numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    let (tone, mark, words) = face(detail.held);
    html! {
        a.c.(tone).fixed[shown == Shown::Depth] href={ "#d" (number) } data-at=[differ.then_some(all)] {
            span aria-hidden="true" { (mark) } (hidden(&words))
        }
    }
}

/// Every detail, row by row: what the cells open to, and what is printed.
pub(super) fn annex(chapter: &Chapter<'_>) -> Markup {
    html! {
        details.annex {
            summary { h2 id="cells" { "Annex: cell by cell" } }
            p.intro { "What stands in each cell, cells that say the same gathered. Cells in which nothing stands are not listed one by one." }
            @for (number, detail) in chapter.atlas.details.iter().enumerate() { (article(chapter, number, detail)) }
        }
    }
}

/// One detail. The data on it is what the switches of the map show.
fn article(chapter: &Chapter<'_>, number: usize, detail: &Detail<'_>) -> Markup {
    let (held, subject) = (detail.held, chapter.subject());
    let (tone, mark, words) = face(held);
    let standing = held.standing();
    let (depth, orders) = (&standing.depth, standing.orders);
    let events = match held {
        Held::Category(_) => None,
        Held::Threat(cell, _) => Some(cell.trials.iter().map(trial_mark).collect::<Vec<_>>().join(" ")),
    };
    let depths = format!("{} {} {} {}", depth.order, orders.examined, orders.implemented, orders.evidenced);
    let sure = match held.sureness(subject) {
        Sureness::Nothing => None,
        Sureness::Author => Some("A".to_owned()),
        Sureness::Text(percent) => Some(percent.to_string()),
    };
    html! {
        article.detail.empty[standing.credited.is_empty()] id={ "d" (number) } data-tone=(tone) data-mark=(mark)
            data-words=(words) data-depths=(depths) data-wanted=(held.wanted()) data-sure=[sure] data-events=[events] {
            h3 { (title(chapter, detail.row)) }
            p.where { (places(chapter, detail)) }
            p.lead { span.sign.(tone) aria-hidden="true" { (mark) } " " (lead(held)) }
            @if !standing.credited.is_empty() {
                (measures(detail))
                (cut_sets(chapter, held))
                (credited(chapter, detail))
            }
            (not_counted(chapter, held))
            @if let Held::Threat(cell, _) = held { (after_events(chapter, cell)) }
        }
    }
}

fn title(chapter: &Chapter<'_>, row: Row) -> Markup {
    let subject = chapter.subject();
    match row {
        Row::Category(at) => {
            let node = &subject.taxonomy.categories[at];
            html! { span.code { (node.code) } " " (node.name) }
        }
        Row::Threat(at) => html! { (clean(&subject.framework.threats[at].name)) },
    }
}

/// The tiers, and where it matters the levels, that a detail speaks for.
fn places(chapter: &Chapter<'_>, detail: &Detail<'_>) -> String {
    let framework = chapter.subject().framework;
    let mut by_level: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for &(level, tier) in &detail.places {
        by_level.entry(level).or_default().push(tier_name(framework, tier));
    }
    let mut parts: Vec<(Vec<usize>, Vec<String>)> = Vec::new();
    for (level, tiers) in by_level {
        match parts.iter_mut().find(|(_, known)| *known == tiers) {
            Some((levels, _)) => levels.push(level),
            None => parts.push((vec![level], tiers)),
        }
    }
    let all = chapter.atlas.levels.len();
    let say = |(levels, tiers): &(Vec<usize>, Vec<String>)| {
        let tiers =
            if tiers.len() == framework.tiers.len() && all_of(tiers) { "every tier".to_owned() } else { list(tiers) };
        if levels.len() == all {
            return tiers;
        }
        let name = |at: &usize| framework.levels.iter().nth(*at).map_or_else(String::new, |level| clean(&level.name));
        format!("{tiers}, at {}", list(&levels.iter().map(name).collect::<Vec<_>>()))
    };
    parts.iter().map(say).collect::<Vec<_>>().join("; ")
}

/// More than one tier, so that "every tier" says more than its name.
const fn all_of(tiers: &[String]) -> bool {
    tiers.len() > 1
}

fn lead(held: Held<'_>) -> String {
    let standing = held.standing();
    let (n, depth, wanted) = (standing.credited.len(), standing.depth.order, held.wanted());
    let least = if standing.depth.at_least { "at least " } else { "" };
    let depth_words = format!("Depth {least}{depth}, wanted {wanted}.");
    match held {
        Held::Category(cell) => {
            let sentence = match cell.state {
                State::Redundant => {
                    "Redundant: the depth that was examined for shared dependencies reaches what is wanted."
                }
                State::Unexamined => "Unexamined: deep enough only if what nobody stated is not shared.",
                State::BelowTarget => "Below target: more than one failure is needed, fewer than wanted.",
                State::CommonCause => "Common cause: several measures, and one failure takes them all.",
                State::SinglePoint => "Single point: one measure stands here alone.",
                State::Relaxed if cell.meets => {
                    "Relaxed: this tier switches off what would count here, and makes up for it."
                }
                State::Relaxed => "Relaxed: this tier switches off what would count here, and does not make up for it.",
                State::Uncredited => "Uncredited: only ideas, retired entries, or what applies from a higher level.",
                State::Missing | State::TierGap => "Missing: nothing maps to this category here.",
                State::OutOfScope => "Out of scope.",
            };
            format!("{sentence} {depth_words}")
        }
        Held::Threat(cell, _) => {
            let layers = cell.layer_names().iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
            match n {
                0 => format!("Nothing credited stands against it. {depth_words}"),
                _ => format!(
                    "{} against it, in {} ({}). {depth_words}",
                    count(n, "measure stands", "measures stand"),
                    count(layers.len(), "layer", "layers"),
                    list(&layers)
                ),
            }
        }
    }
}

/// The five depths beside each other.
fn measures(detail: &Detail<'_>) -> Markup {
    let (depth, orders) = (&detail.held.standing().depth, detail.held.standing().orders);
    let all = [
        ("all", depth.order),
        ("declared", orders.declared),
        ("examined", orders.examined),
        ("implemented", orders.implemented),
        ("evidenced", orders.evidenced),
    ];
    html! {
        p.depths { "Depth of" @for (name, number) in all { " " (name) " " b { (number) } } }
    }
}

/// What takes everything out. That a measure which stands alone falls with itself needs no words.
fn cut_sets(chapter: &Chapter<'_>, held: Held<'_>) -> Markup {
    let standing = held.standing();
    let depth = &standing.depth;
    let itself =
        |set: &Vec<Failure<'_>>| standing.credited.len() == 1 && set.iter().all(|failure| failure.is_mitigation());
    let causes = depth.causes.iter().map(|&cause| vec![cause]);
    let mut sets: Vec<Vec<Failure<'_>>> = if depth.order == 1 { causes.collect() } else { depth.cut_sets.clone() };
    sets.retain(|set| !itself(set));
    if depth.order > WORDY {
        sets.truncate(2);
    }
    html! {
        @if depth.at_least {
            p { "The search stopped early: it takes at least " (depth.order) " failures." }
        } @else if !sets.is_empty() {
            p.cuts { (if depth.order == 1 { "Nothing is left if this fails:" } else { "Nothing is left if these fail together:" }) }
            ul.cuts {
                @for set in &sets {
                    li { @for (at, failure) in set.iter().enumerate() { @if at > 0 { ", " } (failing(chapter, *failure)) } }
                }
            }
        }
    }
}

fn failing(chapter: &Chapter<'_>, failure: Failure<'_>) -> Markup {
    let framework = chapter.subject().framework;
    match failure {
        Failure::Mitigation(at) => own(&framework.mitigations[at].name.value),
        Failure::Chain(DETECT_AND_RESPOND) => html! { "the shared chain of detection and response" },
        Failure::Chain(name) => html! { "the chain " code { (clean(name)) } },
        Failure::Dependency(at) => {
            let dependency = &framework.dependencies[at];
            html! { code { (dependency.id.value) } " (" (dependency.kind.id()) ")" }
        }
    }
}

fn credited(chapter: &Chapter<'_>, detail: &Detail<'_>) -> Markup {
    let subject = chapter.subject();
    html! {
        p.cuts { "What stands here:" }
        ul.credited {
            @for (&at, &grade) in detail.held.standing().credited.iter().zip(&detail.grades) {
                li { (link(subject.framework, at)) " " small { (facts(chapter, at, grade)) } }
            }
        }
    }
}

/// Status, basis and evidence of a measure as a cell sees them.
fn facts(chapter: &Chapter<'_>, at: Handle<Mitigation>, grade: Grade) -> String {
    let subject = chapter.subject();
    let mapped = subject.mapping.get(at);
    let basis = match mapped.basis {
        Basis::Inferred => format!("read from the text, {} %", super::words::percent(mapped.confidence)),
        Basis::Suspect => "confirmed for another text".to_owned(),
        Basis::Declared | Basis::Confirmed | Basis::None => mapped.basis.id().to_owned(),
    };
    let evidence = match grade {
        Grade::E0 => "",
        Grade::E1 => "; some evidence",
        Grade::E2 => "; evidence claimed met",
        Grade::E3 => "; evidence claimed met, by an outsider",
    };
    format!("{}; {basis}{evidence}", subject.framework.mitigations[at].status.value.id())
}

/// What maps here or names the threat without being counted, and why.
fn not_counted(chapter: &Chapter<'_>, held: Held<'_>) -> Markup {
    let framework = chapter.subject().framework;
    let lists: [(&str, &[Handle<Mitigation>]); 2] = match held {
        Held::Category(cell) => [("Not in force here", &cell.uncredited), ("Switched off by this tier", &cell.relaxed)],
        Held::Threat(cell, _) => [("Slows the attacker, could stop none alone", &cell.partial), ("", &[])],
    };
    html! {
        @for (what, which) in lists.into_iter().filter(|(_, which)| !which.is_empty()) {
            p.aside-list { (what) ": " (links(framework, which)) }
        }
    }
}

/// What each event leaves, those that take nothing left out; who falls to which stands on the cards of the measures.
fn after_events(chapter: &Chapter<'_>, cell: &ThreatCell<'_>) -> Markup {
    let framework = chapter.subject().framework;
    let credited = cell.standing.credited.len();
    let hits: Vec<&Trial> = cell.trials.iter().filter(|trial| trial.tested && trial.left.len() < credited).collect();
    html! {
        @if !hits.is_empty() {
            p {
                "Depth left after "
                @for (at, trial) in hits.iter().enumerate() {
                    @if at > 0 { ", " }
                    code { (trial.event.id(framework)) } " " b { (trial.depth) }
                }
                "."
            }
        }
    }
}

/// The depth after an event as a cell shows it.
pub(super) fn trial_mark(trial: &Trial) -> String {
    if trial.tested { trial.depth.to_string() } else { "–".to_owned() }
}
