//! The picture: categories by tiers, with its switches.

use super::atlas::Row;
use super::chapter::Chapter;
use super::detail::{Shown, cell_link};
use super::words::{class, clean, hidden, scrolling, spoken, tier_name};
use crate::arena::Handle;
use crate::coverage::category::CategoryCoverage;
use crate::coverage::level;
use crate::coverage::scope::Expectation;
use crate::coverage::state::State;
use crate::framework::Tier;
use crate::render::sign;
use crate::taxonomy::Category;
use crate::vocabulary::Word as _;
use maud::{Markup, html};

/// What the cells can show: value of the switch, its name, what it means.
const VIEWS: [(&str, &str, &str); 6] = [
    ("state", "State", "Sign of the state and depth: how many failures it takes until nothing is left."),
    ("depth", "Depth", "Depth of everything credited, against the depth wanted."),
    ("examined", "Examined", "Depth of those measures that state what they rest on."),
    ("implemented", "Implemented", "Depth of those measures that are in force today."),
    (
        "evidenced",
        "Evidenced",
        "Depth of those measures with fitting evidence, claimed met within the last twelve months.",
    ),
    (
        "mapping",
        "Mapping",
        "How surely the measures belong here: A where the author says so of all, else the lowest confidence in percent.",
    ),
];

/// The states of the legend, best first.
const LEGEND: [State; 8] = [
    State::Redundant,
    State::Unexamined,
    State::BelowTarget,
    State::CommonCause,
    State::SinglePoint,
    State::Relaxed,
    State::Uncredited,
    State::Missing,
];

/// The section with the map.
pub(super) fn section(chapter: &Chapter<'_>) -> Markup {
    let taxonomy = chapter.subject().taxonomy;
    html! {
        section.wide aria-labelledby="categories" {
            h2 id="categories" { "Categories by access tier" }
            p.intro {
                "Each row is a category of the taxonomy " (clean(&taxonomy.id))
                ", each column a way the system is used. A cell opens to what stands there and what would take it out."
            }
            (switches(chapter))
            (scrolling("Categories by access tier", &map(chapter)))
            (legend())
        }
    }
}

/// The switches need the script and are shown by it.
fn switches(chapter: &Chapter<'_>) -> Markup {
    let framework = chapter.subject().framework;
    html! {
        form.switches data-script="" hidden {
            fieldset {
                legend { "Show" }
                @for (value, name, _) in VIEWS {
                    label { input type="radio" name="view" value=(value) checked[value == "state"]; span { (name) } }
                }
            }
            @if !framework.levels.is_empty() {
                fieldset {
                    legend { "At level" }
                    @for (at, level) in framework.levels.iter().enumerate() {
                        label {
                            input type="radio" name="level" value=(level.id.value) data-at=(at) checked[at == chapter.opening()];
                            span { (clean(&level.name)) }
                        }
                    }
                }
            }
            p.view-note id="view-note" role="status" {
                @for (value, _, meaning) in VIEWS { span data-view=(value) hidden[value != "state"] { (meaning) } }
            }
        }
    }
}

fn legend() -> Markup {
    html! {
        ul.legend aria-label="Signs" {
            @for state in LEGEND {
                li { span.sign.(tone_of_legend(state)) aria-hidden="true" { (sign::of(state)) } " " (spoken(state.id())) }
            }
        }
        p.legend-tones {
            span.sign.good { "2" } " as deep as wanted  " span.sign.weak { "1" } " less than wanted  "
            span.sign.bad { "0" } " nothing there. The colour says it again, the sign says it alone."
        }
    }
}

const fn tone_of_legend(state: State) -> &'static str {
    class(sign::tone(state, matches!(state, State::Redundant)))
}

fn map(chapter: &Chapter<'_>) -> Markup {
    let subject = chapter.subject();
    let tiers = subject.framework.tiers.len();
    html! {
        table.map.many[tiers > 8] id="map" {
            caption.vh { "State of every category in every tier" }
            thead {
                tr {
                    th scope="col" { "Category" }
                    @for tier in subject.framework.tiers.handles() { (tier_head(chapter, tier)) }
                    th.overall scope="col" { "Overall" }
                }
            }
            (leaves(chapter, None))
            @for inner in chapter.framework.coverage.categories.iter().filter(|category| category.verdict.is_none()) {
                (branch(chapter, inner, tiers))
            }
        }
    }
}

fn tier_head(chapter: &Chapter<'_>, tier: Handle<Tier>) -> Markup {
    let framework = chapter.subject().framework;
    html! {
        th.tier scope="col" {
            span { (tier_name(framework, Some(tier))) }
            @if let Some(exposure) = framework.exposure(tier) { small { (spoken(exposure.id())) } }
        }
    }
}

/// An inner node with the leaves directly below it; a branch of which nothing is asked says so at its head, once.
fn branch(chapter: &Chapter<'_>, inner: &CategoryCoverage<'_>, tiers: usize) -> Markup {
    let taxonomy = chapter.subject().taxonomy;
    let node = &taxonomy.categories[inner.category];
    let asked = |at: Handle<Category>| {
        let coverage = &chapter.framework.coverage;
        let excluded = |leaf: &CategoryCoverage<'_>| matches!(leaf.expectation, Expectation::Excluded(_));
        let mut below = coverage.categories.iter().filter(|leaf| leaf.verdict.is_some());
        below.any(|leaf| taxonomy.is_within(leaf.category, at) && (leaf.expectation.is_expected() || excluded(leaf)))
    };
    if !asked(inner.category) && node.parent.is_some_and(|above| !asked(above)) {
        return Markup::default();
    }
    let top = node.parent.is_none();
    html! {
        tbody {
            tr.(if top { "top" } else { "branch" }) {
                th scope="rowgroup" colspan=(tiers + 2) {
                    span.code { (node.code) } " " (node.name)
                    @if !asked(inner.category) { span.aside { "not asked of this actor" } }
                    @if !inner.mapped.is_empty() {
                        span.aside { (inner.mapped.len()) " mapped here only broadly, counted nowhere" }
                    }
                }
            }
            (rows(chapter, Some(inner.category)))
        }
    }
}

/// Leaves without a node above them.
fn leaves(chapter: &Chapter<'_>, above: Option<Handle<Category>>) -> Markup {
    let taxonomy = chapter.subject().taxonomy;
    let any = taxonomy.children(above).any(|at| taxonomy.categories[at].leaf);
    html! { @if any { tbody { (rows(chapter, above)) } } }
}

fn rows(chapter: &Chapter<'_>, above: Option<Handle<Category>>) -> Markup {
    let taxonomy = chapter.subject().taxonomy;
    let leaves = taxonomy.children(above).filter(|&at| taxonomy.categories[at].leaf);
    html! {
        @for leaf in leaves.filter_map(|at| chapter.framework.coverage.category(at)) {
            @match leaf.expectation {
                Expectation::Expected => (row(chapter, leaf)),
                Expectation::Excluded(entry) => (excluded(chapter, leaf, entry)),
                Expectation::OtherActor => {},
            }
        }
    }
}

fn row(chapter: &Chapter<'_>, leaf: &CategoryCoverage<'_>) -> Markup {
    let subject = chapter.subject();
    let (node, row) = (&subject.taxonomy.categories[leaf.category], Row::Category(leaf.category));
    let one = matches!(leaf.cells.as_slice(), [only] if only.tier.is_none());
    let tiers = subject.framework.tiers.len();
    html! {
        tr {
            th scope="row" { span.code { (node.code) } " " (node.name) }
            @if one {
                td.cell colspan=(tiers) { (cell_link(chapter, row, None, Shown::Cell)) }
            } @else {
                @for tier in subject.framework.tiers.handles() {
                    td.cell { (cell_link(chapter, row, Some(tier), Shown::Cell)) }
                }
            }
            (overall(chapter, leaf))
        }
    }
}

/// What a leaf amounts to over its tiers; where levels differ, the script exchanges it.
fn overall(chapter: &Chapter<'_>, leaf: &CategoryCoverage<'_>) -> Markup {
    let say = |leaf: &CategoryCoverage<'_>| {
        leaf.verdict.map_or_else(
            || ("quiet", String::new()),
            |verdict| (class(sign::tone(verdict.state, verdict.meets)), spoken(verdict.state.id())),
        )
    };
    let told: Vec<(&str, String)> =
        chapter.atlas.levels.iter().filter_map(|at| at.coverage.category(leaf.category)).map(say).collect();
    let (tone, word) = say(leaf);
    let differ = told.windows(2).any(|pair| matches!(pair, [a, b] if a != b));
    let all = told.iter().map(|(tone, word)| format!("{tone}:{word}")).collect::<Vec<_>>().join("|");
    let coverage = &chapter.framework.coverage;
    let from = level::covered_from(&coverage.levels, leaf.category);
    let read = leaf.verdict.is_some_and(|verdict| verdict.state != verdict.state_declared);
    html! {
        td.overall {
            span.dot.(tone) data-levels=[differ.then_some(all)] { (word) }
            @if read { small title="the author declared less: the text was read" { " read" } }
            @if let Some(at) = from { small { " from " (clean(&chapter.subject().framework.levels[at].name)) } }
        }
    }
}

fn excluded(chapter: &Chapter<'_>, leaf: &CategoryCoverage<'_>, entry: usize) -> Markup {
    let subject = chapter.subject();
    let node = &subject.taxonomy.categories[leaf.category];
    let reason = subject.framework.scope.exclude.get(entry).and_then(|entry| entry.reason.as_ref());
    html! {
        tr.out {
            th scope="row" { span.code { (node.code) } " " (node.name) }
            td colspan=(subject.framework.tiers.len() + 1) {
                span aria-hidden="true" { "– " } "excluded from scope: "
                @if let Some(reason) = reason { (clean(&reason.value)) } @else { (hidden("no reason")) }
            }
        }
    }
}
