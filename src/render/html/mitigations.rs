//! The measures as a table that can be sorted and searched; each opens to its card.

use super::chapter::Chapter;
use super::words::{clean, count, hidden, link, scrolling, spoken};
use crate::arena::Handle;
use crate::framework::{Evidence, Framework, Mitigation};
use crate::mapping::Basis;
use crate::vocabulary::{Outcome, Word as _};
use maud::{Markup, html};

/// The columns.
const COLUMNS: [&str; 7] = ["Measure", "Category", "Mapping", "Status", "Layer", "Rests on", "Latest evidence"];

/// The section; nothing for a framework without measures.
pub(super) fn section(chapter: &Chapter<'_>) -> Markup {
    let framework = chapter.subject().framework;
    let all = framework.mitigations.len();
    html! {
        @if all > 0 {
            section.wide aria-labelledby="mitigations" {
                h2 id="mitigations" { "Mitigations" }
                form.filters id="search" data-script="" hidden role="search" {
                    label { span { "Containing" } input type="search" name="measures" autocomplete="off"; }
                }
                p.count id="measure-count" role="status" { (count(all, "measure", "measures")) }
                (scrolling("Mitigations", &table(chapter)))
            }
        }
    }
}

fn table(chapter: &Chapter<'_>) -> Markup {
    let framework = chapter.subject().framework;
    html! {
        table.measures id="measures" {
            caption.vh { "All measures of the framework" }
            thead { tr { @for column in COLUMNS { th scope="col" { (column) } } } }
            tbody { @for at in framework.mitigations.handles() { (row(chapter, at)) } }
        }
    }
}

fn row(chapter: &Chapter<'_>, at: Handle<Mitigation>) -> Markup {
    let subject = chapter.subject();
    let framework = subject.framework;
    let entry = &framework.mitigations[at];
    let mapped = subject.mapping.get(at);
    let codes: Vec<&str> = mapped.categories.iter().map(|&at| subject.taxonomy.categories[at].code.as_ref()).collect();
    html! {
        tr {
            th scope="row" { (link(framework, at)) small.block { (entry.id.value) } }
            td { @if codes.is_empty() { (nothing("none")) } @else { (codes.join(", ")) } }
            td { (basis(chapter, at)) }
            td { (entry.status.value.id()) @if !entry.status_stated { small { " (not stated)" } } }
            td { @if let Some(layer) = subject.layer_of(at) { (layer.id()) } @else { (nothing("none")) } }
            td.small { (rests_on(framework, entry)) }
            td { (latest(entry)) }
        }
    }
}

fn nothing(word: &str) -> Markup {
    html! { span aria-hidden="true" { "–" } (hidden(word)) }
}

/// On what basis a measure stands in its category, with how sure a reading is.
pub(super) fn basis(chapter: &Chapter<'_>, at: Handle<Mitigation>) -> Markup {
    let mapped = chapter.subject().mapping.get(at);
    let percent = super::words::percent(mapped.confidence);
    match mapped.basis {
        Basis::Declared | Basis::Confirmed => html! { (mapped.basis.id()) },
        Basis::Suspect => html! { "confirmed for another text" },
        Basis::Inferred => html! { "read, " (percent) " %" },
        Basis::None => html! { "not mapped" },
    }
}

/// What an entry says of what it rests on; saying nothing is told apart from saying "nothing".
fn rests_on(framework: &Framework, entry: &Mitigation) -> Markup {
    let Some(dependencies) = &entry.depends_on else { return html! { em { "not stated" } } };
    let ids: Vec<&str> = dependencies.iter().map(|at| framework.dependencies[at.value].id.value.as_str()).collect();
    html! { @if ids.is_empty() { "nothing shared" } @else { (ids.join(", ")) } }
}

/// The newest dated evidence, and what it claims.
fn latest(entry: &Mitigation) -> Markup {
    let date = |evidence: &&Evidence| evidence.date.as_ref().map(|date| date.value);
    let Some(newest) = entry.evidence.iter().max_by_key(date) else { return nothing("none") };
    html! {
        (claim(newest.result)) small.block {
            @if let Some(date) = &newest.date { (date.value) ", " }
            (spoken(newest.kind.value.id()))
        }
    }
}

/// What evidence says of its target: a claim, never a proof.
pub(super) fn claim(result: Outcome) -> Markup {
    let (tone, words) = match result {
        Outcome::Met => ("good", "claimed met"),
        Outcome::Missed => ("bad", "missed"),
        Outcome::Open => ("quiet", "open"),
    };
    html! { span.dot.(tone) { (words) } }
}

/// A value with its label, where there is one.
pub(super) fn fact(label: &str, value: Option<&str>) -> Markup {
    html! { @if let Some(value) = value { div { dt { (label) } dd { (clean(value)) } } } }
}
