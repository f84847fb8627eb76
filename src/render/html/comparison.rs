//! Several frameworks on one page: categories and threats by framework, where they differ first.

use super::shell::{self, Entry};
use super::verdict::opening_comment;
use super::words::{class, clean, count, hidden, own, prose, scrolling, spoken};
use super::{closing, trouble};
use crate::checks::Severity;
use crate::compare::{CategoryRow, Comparison, Difference, Stand, ThreatRow};
use crate::coverage::category::Verdict;
use crate::coverage::state::State;
use crate::policy::Judged;
use crate::render::compare::stand_sign;
use crate::render::sign;
use crate::report::{FrameworkReport, Report};
use crate::vocabulary::Word as _;
use maud::{Markup, html};

/// The page of a run over several frameworks.
pub(super) fn of_report(report: &Report<'_>, frameworks: &[FrameworkReport<'_>]) -> Markup {
    let coverages: Vec<_> = frameworks.iter().map(|framework| &framework.coverage).collect();
    let comparison = Comparison::of(&coverages);
    let title = format!("{} side by side", count(frameworks.len(), "framework", "frameworks"));
    let contents: [(bool, Entry); 6] = [
        (true, ("verdict", "Verdict")),
        (!report.broken.is_empty(), ("trouble", "Not checked")),
        (true, ("frameworks", "Frameworks")),
        (true, ("categories", "Categories")),
        (!comparison.threats.is_empty(), ("threats", "Threats")),
        (true, ("method", "Method and limits")),
    ];
    let contents: Vec<Entry> = contents.into_iter().filter(|(there, _)| *there).map(|(_, entry)| entry).collect();
    let main = html! {
        (header(report, &title, &comparison))
        (trouble::section(report))
        (summaries(frameworks))
        (categories(frameworks, &comparison))
        (threats(frameworks, &comparison))
        section.method aria-labelledby="method" {
            h2 id="method" { "Method and limits" }
            p {
                "A column is one reading of one document. A framework that says less in public than it does shows less here; "
                "depth differs where dependencies were written down, and a wanted depth is its author's own. "
                "The whole report of one framework is had by checking it alone."
            }
            (closing::limits())
        }
    };
    shell::page(&title, &contents, &main)
}

fn header(report: &Report<'_>, title: &str, comparison: &Comparison<'_>) -> Markup {
    let all = comparison.categories.len();
    let [presence, extent, same] = Difference::ALL.map(|difference| comparison.count(difference));
    html! {
        header.head {
            p.kind { "Coverage of safety frameworks, a comparison and not a rating" }
            h1 id="verdict" { (title) }
            p.edition { "checked as of " (report.ruling.settings.as_of) }
            p.verdict {
                "Of " (count(all, "category", "categories")) " asked of them, " (presence)
                " are held by some and not by others, and " (extent) " are held to different extents. "
                (same) " come out the same in all."
            }
        }
    }
}

fn summaries(frameworks: &[FrameworkReport<'_>]) -> Markup {
    html! {
        section.wide aria-labelledby="frameworks" {
            h2 id="frameworks" { "Frameworks" }
            (scrolling("Frameworks", &html! {
                table.frameworks {
                    caption.vh { "The frameworks compared, with their totals" }
                    thead {
                        tr {
                            th scope="col" { "Framework" } th scope="col" { "Covered" } th scope="col" { "Declared" }
                            th scope="col" { "Deep enough" } th scope="col" { "Measures, mapped" } th scope="col" { "Errors, warnings" }
                        }
                    }
                    tbody { @for framework in frameworks { (summary(framework)) } }
                }
            }))
        }
    }
}

fn summary(framework: &FrameworkReport<'_>) -> Markup {
    let (coverage, summary) = (&framework.coverage, &framework.coverage.summary);
    let head = &coverage.subject.framework.head;
    let of = |severity| {
        let counts = |judged: &&Judged| judged.suppressed.is_none() && judged.severity == severity;
        framework.findings.iter().filter(counts).count()
    };
    let about = framework.sources.files().first().and_then(|file| opening_comment(&file.text));
    html! {
        tr {
            th scope="row" {
                (own(&head.name.value))
                @if let Some(version) = &head.version { " " small { (clean(&version.value)) } }
                small.block { code { (clean(framework.path)) } " · " (clean(&coverage.subject.taxonomy.id)) }
                @if let Some(about) = about { small.block { (prose(&about)) } }
            }
            td.number { (summary.covered) " of " (summary.expected) }
            td.number { (summary.covered_declared) }
            td.number { (summary.met) }
            td.number { (summary.mitigations) ", " (summary.mapped) }
            td.number { (of(Severity::Error)) ", " (of(Severity::Warning)) }
        }
    }
}

/// The frameworks as the heads of columns.
fn heads(frameworks: &[FrameworkReport<'_>]) -> Markup {
    html! {
        @for framework in frameworks {
            @let head = &framework.coverage.subject.framework.head;
            th.tier scope="col" {
                span { (own(&head.name.value)) }
                @if let Some(version) = &head.version { small { (clean(&version.value)) } }
            }
        }
    }
}

fn categories(frameworks: &[FrameworkReport<'_>], comparison: &Comparison<'_>) -> Markup {
    let several = comparison.categories.windows(2).any(|pair| matches!(pair, [a, b] if a.taxonomy != b.taxonomy));
    html! {
        section.wide aria-labelledby="categories" {
            h2 id="categories" { "Categories by framework" }
            p.intro { "The state of each category over all tiers, with its depth. Where the frameworks differ most stands first." }
            (scrolling("Categories by framework", &html! {
                table.map.compared {
                    caption.vh { "State of every category in every framework" }
                    thead { tr { th scope="col" { "Category" } (heads(frameworks)) } }
                    @for difference in Difference::ALL {
                        @if comparison.count(difference) > 0 {
                            tbody {
                                tr.branch { th scope="rowgroup" colspan=(frameworks.len() + 1) { (difference.heading()) } }
                                @for row in comparison.categories.iter().filter(|row| row.difference == difference) {
                                    (category(row, several))
                                }
                            }
                        }
                    }
                }
            }))
            (legend())
        }
    }
}

fn category(row: &CategoryRow<'_>, several: bool) -> Markup {
    html! {
        tr {
            th scope="row" {
                span.code { @if several { (row.taxonomy) ":" } (row.code) } " " (row.name)
            }
            @for cell in &row.cells { td.cell { (verdict(cell.as_ref())) } }
        }
    }
}

fn verdict(verdict: Option<&Verdict>) -> Markup {
    let Some(verdict) = verdict else { return not_there("not asked of it") };
    let tone = class(sign::overall_tone(verdict));
    let depth = if verdict.depth == 0 { String::new() } else { verdict.depth.to_string() };
    html! {
        span.c.(tone) {
            span aria-hidden="true" { (sign::overall(verdict.state)) (depth) }
            (hidden(&format!("{}, depth {} of {}", spoken(verdict.state.id()), verdict.depth, verdict.wanted)))
        }
    }
}

fn not_there(words: &str) -> Markup {
    html! { span.none { span aria-hidden="true" { "–" } (hidden(words)) } }
}

fn threats(frameworks: &[FrameworkReport<'_>], comparison: &Comparison<'_>) -> Markup {
    html! {
        @if !comparison.threats.is_empty() {
            section.wide aria-labelledby="threats" {
                h2 id="threats" { "Threats by framework" }
                p.intro { "Threats that name the same risk domain stand in one row; the weakest of them speaks. A dash: the framework names none." }
                (scrolling("Threats by framework", &html! {
                    table.map.compared {
                        caption.vh { "Depth against every risk domain in every framework" }
                        thead { tr { th scope="col" { "Domain or threat" } (heads(frameworks)) } }
                        tbody { @for row in &comparison.threats { (threat(row)) } }
                    }
                }))
            }
        }
    }
}

fn threat(row: &ThreatRow<'_>) -> Markup {
    html! {
        tr {
            th scope="row" { span.code { (clean(row.key)) } " " (clean(row.name)) }
            @for cell in &row.cells { td.cell { (stand(cell.as_ref())) } }
        }
    }
}

fn stand(stand: Option<&Stand>) -> Markup {
    let Some(stand) = stand else { return not_there("names no such threat") };
    let (mark, tone) = stand_sign(stand);
    let tone = class(tone);
    let depth = if stand.depth == 0 { String::new() } else { stand.depth.to_string() };
    html! {
        span.c.(tone) {
            span aria-hidden="true" { (mark) (depth) }
            (hidden(&format!("depth {} of {}: {}", stand.depth, stand.wanted, stand.threats.join(", "))))
        }
    }
}

fn legend() -> Markup {
    let states = State::WORDS.iter().rev().filter(|(state, _)| *state != State::OutOfScope);
    let plain = |state| class(sign::tone(state, state == State::Redundant));
    let tone = |state| if state == State::TierGap { "weak" } else { plain(state) };
    let words = |state, id| if state == State::TierGap { "in some tiers only".to_owned() } else { spoken(id) };
    html! {
        ul.legend aria-label="Signs" {
            @for &(state, id) in states {
                li { span.sign.(tone(state)) aria-hidden="true" { (sign::overall(state)) } " " (words(state, id)) }
            }
            li { span.sign.quiet aria-hidden="true" { "–" } " not asked" }
        }
    }
}
