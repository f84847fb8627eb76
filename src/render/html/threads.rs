//! What hangs on one thread, and what each level adds.

use super::chapter::Chapter;
use super::words::{clean, count, hidden, link, links, scrolling};
use crate::coverage::failure::Failure;
use crate::coverage::level::LevelCoverage;
use crate::coverage::ranking::SingleCause;
use crate::vocabulary::Word as _;
use maud::{Markup, html};

/// How many single causes are listed; the rest is counted.
const CAUSES: usize = 12;

/// Single failures, then levels; each only where there is something to say.
pub(super) fn section(chapter: &Chapter<'_>) -> Markup {
    html! { (causes(chapter)) (levels(chapter)) }
}

fn causes(chapter: &Chapter<'_>) -> Markup {
    let ranking = &chapter.framework.coverage.ranking;
    let most = ranking.first().map_or(1, SingleCause::cells);
    html! {
        @if !ranking.is_empty() {
            section aria-labelledby="threads" {
                h2 id="threads" { "What falls with one failure" }
                p.intro { "Whatever is listed here empties these cells by failing alone. Most cells first." }
                table.causes {
                    caption.vh { "Single failures by the number of cells they empty" }
                    thead { tr { th scope="col" { "If this fails" } th scope="col" { "Cells emptied" } th scope="col" { "Which" } } }
                    tbody { @for cause in ranking.iter().take(CAUSES) { (cause_row(chapter, cause, most)) } }
                }
                @if ranking.len() > CAUSES {
                    p.more { "and " (count(ranking.len() - CAUSES, "more thing that alone empties", "more things that alone empty")) " a cell" }
                }
            }
        }
    }
}

fn cause_row(chapter: &Chapter<'_>, cause: &SingleCause<'_>, most: usize) -> Markup {
    html! {
        tr {
            th scope="row" { (what(chapter, cause.failure)) }
            td.number { (cause.cells()) " " meter aria-hidden="true" max=(most) value=(cause.cells()) {} }
            td.small { (cause.rows(chapter.subject()).join(", ")) }
        }
    }
}

fn what(chapter: &Chapter<'_>, failure: Failure<'_>) -> Markup {
    let framework = chapter.subject().framework;
    match failure {
        Failure::Mitigation(at) => html! { (link(framework, at)) small { " measure" } },
        Failure::Chain(name) => html! { code { (clean(name)) } small { " chain of detection and response" } },
        Failure::Dependency(at) => {
            let dependency = &framework.dependencies[at];
            html! { code { (dependency.id.value) } small { " " (dependency.kind.id()) } }
        }
    }
}

fn levels(chapter: &Chapter<'_>) -> Markup {
    let levels = &chapter.framework.coverage.levels;
    html! {
        @if !levels.is_empty() {
            section aria-labelledby="levels" {
                h2 id="levels" { "What each level adds" }
                (scrolling("Levels", &html! {
                    table.levels {
                        caption.vh { "Levels, their thresholds, and what begins to count at each" }
                        thead {
                            tr {
                                th scope="col" { "Level" }
                                th scope="col" { "Covered" }
                                th scope="col" { "Measures that begin here" }
                                th scope="col" { "Categories covered from here" }
                            }
                        }
                        tbody { @for (at, level) in levels.iter().enumerate() { (level_row(chapter, at, level)) } }
                    }
                }))
            }
        }
    }
}

fn level_row(chapter: &Chapter<'_>, at: usize, level: &LevelCoverage) -> Markup {
    let subject = chapter.subject();
    let entry = &subject.framework.levels[level.level];
    let summary = chapter.atlas.levels.get(at).map(|at| &at.coverage.summary);
    let codes: Vec<&str> = level.covers.iter().map(|&at| subject.taxonomy.categories[at].code.as_ref()).collect();
    html! {
        tr {
            th scope="row" {
                (clean(&entry.name))
                @if let Some(threshold) = &entry.threshold { small.block { (clean(&threshold.value)) } }
                @if !level.applies { small.block { "not asked in this run" } }
            }
            td.number { @if let Some(summary) = summary { (summary.covered) " of " (summary.expected) } }
            td {
                @match level.adds.len() {
                    0 => "none",
                    few if few <= 12 => (links(subject.framework, &level.adds)),
                    many => { (many) " measures" },
                }
            }
            td.small { @if codes.is_empty() { span aria-hidden="true" { "–" } (hidden("none")) } @else { (codes.join(", ")) } }
        }
    }
}
