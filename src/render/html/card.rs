//! One measure with everything that is known of it: text, mapping and its reasons, evidence, place in the source.

use super::chapter::Chapter;
use super::mitigations::{basis, claim, fact};
use super::words::{clean, links, list, own, percent, spoken, tier_name};
use crate::arena::Handle;
use crate::coverage::evidence;
use crate::framework::{Evidence, Mitigation};
use crate::mapping::{Basis, why};
use crate::vocabulary::{Evaluator, Word as _};
use maud::{Markup, html};

/// How many terms and answers of a reading are told.
const TOLD: usize = 5;

/// The cards of all measures.
pub(super) fn annex(chapter: &Chapter<'_>) -> Markup {
    let framework = chapter.subject().framework;
    html! {
        @if !framework.mitigations.is_empty() {
            details.annex {
                summary { h2 id="cards" { "Annex: measure by measure" } }
                p.intro {
                    "What is not listed of a measure was not stated: without threats it stands against none, without tiers in every one, without evidence nothing is claimed to show that it works. "
                    "The numbers beside the words of a text are what each added to the reading."
                }
                @for at in framework.mitigations.handles() { (card(chapter, at)) }
            }
        }
    }
}

fn card(chapter: &Chapter<'_>, at: Handle<Mitigation>) -> Markup {
    let framework = chapter.subject().framework;
    let entry = &framework.mitigations[at];
    let place = chapter.framework.sources.place(entry.id.span);
    html! {
        article.card id={ "m-" (entry.id.value) } {
            h3 { (own(&entry.name.value)) }
            p.where { code { (entry.id.value) } " · " (chapter.place(&place)) }
            @if let Some(text) = &entry.description { p { (own(&text.value)) } }
            (facts(chapter, at))
            (mapping(chapter, at))
            (evidence_list(chapter, entry))
        }
    }
}

fn facts(chapter: &Chapter<'_>, at: Handle<Mitigation>) -> Markup {
    let framework = chapter.subject().framework;
    let entry = &framework.mitigations[at];
    let events = falls_to(chapter, at);
    let threats: Vec<String> = entry.threats.iter().map(|at| clean(&framework.threats[at.value].name)).collect();
    let tiers: Vec<String> = entry.tiers.iter().map(|at| tier_name(framework, Some(at.value))).collect();
    let due = entry.due.as_ref().map(|date| date.value.to_string());
    let review = entry.review_by.as_ref().map(|date| date.value.to_string());
    let rests = entry.depends_on.as_ref().map(|all| {
        let ids = all.iter().map(|at| framework.dependencies[at.value].id.value.clone()).collect::<Vec<_>>();
        if ids.is_empty() { "nothing shared".to_owned() } else { list(&ids) }
    });
    let level = entry.level.as_ref().map(|at| framework.levels[at.value].name.as_str());
    html! {
        dl.facts {
            (fact("Status", Some(entry.status.value.id())))
            (fact("From level", level))
            (fact("Against", (!threats.is_empty()).then(|| list(&threats)).as_deref()))
            (fact("Tiers", (!tiers.is_empty()).then(|| list(&tiers)).as_deref()))
            (fact("Rests on", Some(rests.as_deref().unwrap_or("not stated"))))
            (fact("Falls to", (!events.is_empty()).then(|| list(&events)).as_deref()))
            (fact("Owner", entry.owner.as_ref().map(|text| text.value.as_str())))
            (fact("Due", due.as_deref()))
            (fact("Review by", review.as_deref()))
            (fact("In the document", entry.source.as_ref().map(|text| text.value.as_str())))
            @if entry.partial { (fact("Partial", Some("could not stop a threat alone"))) }
            @if !entry.comprises.is_empty() {
                @let members: Vec<Handle<Mitigation>> = entry.comprises.iter().map(|at| at.value).collect();
                div { dt { "Umbrella over" } dd { (links(framework, &members)) } }
            }
        }
    }
}

/// The events that take a measure out, wherever it is credited against a threat.
fn falls_to(chapter: &Chapter<'_>, at: Handle<Mitigation>) -> Vec<String> {
    let framework = chapter.subject().framework;
    let mut events: Vec<String> = Vec::new();
    for (_, cell) in chapter.framework.coverage.threat_cells().filter(|(_, cell)| cell.standing.credited.contains(&at))
    {
        for trial in cell.trials.iter().filter(|trial| trial.tested && !trial.left.contains(&at)) {
            let id = trial.event.id(framework);
            if !events.iter().any(|known| known == id) {
                events.push(id.to_owned());
            }
        }
    }
    events
}

/// Where it belongs, on what basis, and the words of the text that speak for it.
fn mapping(chapter: &Chapter<'_>, at: Handle<Mitigation>) -> Markup {
    let subject = chapter.subject();
    let (mapped, entry) = (subject.mapping.get(at), &subject.framework.mitigations[at]);
    let name = |at| {
        let node = &subject.taxonomy.categories[at];
        format!("{} {}", node.code, node.name)
    };
    let code = |at| subject.taxonomy.categories[at].code.as_ref();
    let names: Vec<String> = mapped.categories.iter().map(|&at| name(at)).collect();
    html! {
        p.mapping {
            @if mapped.basis == Basis::None { "Mapped to no category" } @else { (list(&names)) }
            span.facts { " (" (basis(chapter, at)) ")" }
        }
        @if let Some(best) = mapped.candidates.first() {
            p.terms {
                "The text reads most like " strong { (best.category.map_or_else(|| "no mitigation at all".to_owned(), name)) }
                ", " (percent(best.confidence)) " %"
                @let reasons = why::of_answer(why::Text { mapper: chapter.framework.mapper, entry, reading: subject.mapping.reading(at) }, best);
                @for (n, (term, reason)) in reasons.iter().filter(|(_, reason)| reason.weight > 0).take(TOLD).enumerate() {
                    (if n == 0 { ": " } else { "; " }) i { (clean(&term)) } " " (weight(reason.weight))
                }
                ". "
                @for other in mapped.candidates.iter().skip(1).take(2).filter(|other| percent(other.confidence) > 0) {
                    @if let Some(at) = other.category { "Then " (code(at)) ", " (percent(other.confidence)) " %. " }
                }
            }
        }
    }
}

/// Ten-thousandths with two decimals.
fn weight(ten_thousandths: i32) -> String {
    let hundredths = (i64::from(ten_thousandths) + 50) / 100;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

fn evidence_list(chapter: &Chapter<'_>, entry: &Mitigation) -> Markup {
    html! {
        @if !entry.evidence.is_empty() {
            ul.evidence { @for piece in &entry.evidence { (one(chapter, piece)) } }
        }
    }
}

fn one(chapter: &Chapter<'_>, piece: &Evidence) -> Markup {
    let framework = chapter.subject().framework;
    let with: Vec<Handle<Mitigation>> = piece.with.iter().map(|at| at.value).collect();
    let tiers: Vec<String> = piece.tiers.iter().map(|at| tier_name(framework, Some(at.value))).collect();
    let old = !evidence::is_fresh(piece, chapter.framework.ruling.settings.as_of);
    let by = if piece.by == Evaluator::External { "by an outsider" } else { "by the developer" };
    html! {
        li {
            (claim(piece.result)) " " (spoken(piece.kind.value.id())) " " (by)
            @if let Some(date) = &piece.date { ", " (date.value) @if old { " (older than twelve months)" } } @else { ", undated" }
            @if let Some(target) = &piece.target { ": " (own(&target.value)) } @else { ": no target stated" }
            @if !tiers.is_empty() { ", in " (list(&tiers)) }
            @if !with.is_empty() { ", together with " (links(framework, &with)) }
            @if let Some(reference) = &piece.reference { " · " code { (clean(&reference.value)) } }
        }
    }
}
