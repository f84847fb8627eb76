//! The findings by what they are about, with filters.

use super::alike::{self, Alike};
use super::chapter::Chapter;
use super::words::{clean, count, sentence};
use crate::checks::Severity;
use crate::policy::Judged;
use crate::vocabulary::Word as _;
use maud::{Markup, html};
use std::collections::BTreeMap;

/// What a group of findings is about, in the order of the page: by kind, then by position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum About {
    Category(usize),
    Threat(usize),
    Tier(usize),
    Measures,
    Framework,
}

/// The section.
pub(super) fn section(chapter: &Chapter<'_>) -> Markup {
    let all: Vec<&Judged> = chapter.counting().collect();
    let mut groups: BTreeMap<About, Vec<&Judged>> = BTreeMap::new();
    for judged in &all {
        groups.entry(about(judged)).or_default().push(judged);
    }
    html! {
        section aria-labelledby="findings" {
            h2 id="findings" { "Findings" }
            @if all.is_empty() {
                p { "Nothing was found under the profile " (chapter.framework.ruling.policy.profile.id()) "." }
            } @else {
                (filters(chapter, &all))
                p.count id="finding-count" role="status" { (count(all.len(), "finding", "findings")) }
                table.findings id="finding-table" {
                    caption.vh { "Findings, grouped by what they are about" }
                    thead { tr { th scope="col" { "Weight" } th scope="col" { "Finding, and what to do" } th scope="col" { "Where" } } }
                    @for (about, group) in &groups { (body(chapter, *about, group)) }
                }
            }
        }
    }
}

fn about(judged: &Judged) -> About {
    let finding = &judged.finding;
    finding
        .category
        .map(|at| About::Category(at.at()))
        .or_else(|| finding.threat.map(|at| About::Threat(at.at())))
        .or_else(|| finding.mitigation.map(|_| About::Measures))
        .or_else(|| finding.tier.map(|at| About::Tier(at.at())))
        .unwrap_or(About::Framework)
}

fn heading(chapter: &Chapter<'_>, about: About, first: &Judged) -> Markup {
    let (subject, finding) = (chapter.subject(), &first.finding);
    let framework = subject.framework;
    match about {
        About::Category(_) => html! {
            @if let Some(at) = finding.category {
                @let node = &subject.taxonomy.categories[at];
                span.code { (node.code) } " " (node.name)
            }
        },
        About::Threat(_) => {
            html! { @if let Some(at) = finding.threat { "Threat: " (clean(&framework.threats[at].name)) } }
        }
        About::Tier(_) => html! { @if let Some(at) = finding.tier { "Tier: " (clean(&framework.tiers[at].name)) } },
        About::Measures => html! { "Single measures" },
        About::Framework => html! { "The framework as a whole" },
    }
}

fn body(chapter: &Chapter<'_>, about: About, group: &[&Judged]) -> Markup {
    let mut alike = alike::of(chapter, group);
    alike.sort_by_key(|alike| std::cmp::Reverse(alike.first.severity));
    html! {
        tbody {
            @if let Some(first) = alike.first() {
                tr.branch { th scope="rowgroup" colspan="3" { (heading(chapter, about, first.first)) } }
            }
            @for alike in &alike { (row(chapter, alike)) }
        }
    }
}

fn row(chapter: &Chapter<'_>, alike: &Alike<'_>) -> Markup {
    let (subject, judged, finding) = (chapter.subject(), alike.first, &alike.first.finding);
    let code = finding.category.map(|at| subject.taxonomy.categories[at].code.as_ref());
    let threat = finding.threat.map(|at| subject.framework.threats[at].id.value.as_str());
    let tiers = (!alike.tiers.is_empty()).then(|| alike.tiers.join(" "));
    let place = &judged.place;
    html! {
        tr.finding data-severity=(judged.severity.id()) data-check=(finding.check) data-category=[code] data-tier=[tiers] data-threat=[threat] {
            td { (weight(judged.severity)) }
            td {
                p { (sentence(&alike.message)) }
                @if !finding.help.is_empty() { p.help { (sentence(&finding.help)) } }
            }
            td.small { code { (finding.check) } span.block { (chapter.place(place)) } }
        }
    }
}

/// A severity: a word and a colour.
pub(super) fn weight(severity: Severity) -> Markup {
    let tone = match severity {
        Severity::Error => "bad",
        Severity::Warning => "weak",
        Severity::Note => "quiet",
    };
    html! { b.weight.(tone) { (severity.id()) } }
}

/// One filter: the key in the address, its label, and value, name and number of each choice.
struct Filter {
    key: &'static str,
    label: &'static str,
    choices: Vec<(String, String, usize)>,
}

fn filters(chapter: &Chapter<'_>, all: &[&Judged]) -> Markup {
    let filters = [severities(all), checks(all), branches(chapter, all), tiers(chapter, all), threats(chapter, all)];
    html! {
        form.filters id="filters" data-script="" hidden aria-label="Filter the findings" {
            @for filter in filters.iter().filter(|filter| filter.choices.len() > 1) {
                label {
                    span { (filter.label) }
                    select name=(filter.key) {
                        option value="" { "all" }
                        @for (value, name, n) in &filter.choices { option value=(value) { (name) " (" (n) ")" } }
                    }
                }
            }
            label { span { "Containing" } input type="search" name="text" autocomplete="off"; }
            button type="reset" { "Clear" }
        }
    }
}

fn severities(all: &[&Judged]) -> Filter {
    let n = |severity| all.iter().filter(|judged| judged.severity == severity).count();
    let choices = [Severity::Error, Severity::Warning, Severity::Note].into_iter().map(|severity| {
        let id = severity.id();
        (id.to_owned(), id.to_owned(), n(severity))
    });
    Filter { key: "severity", label: "Weight", choices: choices.filter(|(.., n)| *n > 0).collect() }
}

fn checks(all: &[&Judged]) -> Filter {
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    for judged in all {
        *numbers.entry(judged.finding.check).or_default() += 1;
    }
    let choices = numbers.into_iter().map(|(check, n)| (check.to_owned(), check.to_owned(), n));
    Filter { key: "check", label: "Check", choices: choices.collect() }
}

/// The upper two levels of the tree.
fn branches(chapter: &Chapter<'_>, all: &[&Judged]) -> Filter {
    let taxonomy = chapter.subject().taxonomy;
    let inner = taxonomy.categories.entries().filter(|(at, node)| !node.leaf && taxonomy.lineage(*at).count() <= 2);
    let choices = inner.map(|(at, node)| {
        let below = |judged: &&&Judged| judged.finding.category.is_some_and(|leaf| taxonomy.is_within(leaf, at));
        (node.code.to_string(), format!("{} {}", node.code, node.name), all.iter().filter(below).count())
    });
    Filter { key: "category", label: "Category", choices: choices.filter(|(.., n)| *n > 0).collect() }
}

fn tiers(chapter: &Chapter<'_>, all: &[&Judged]) -> Filter {
    let tiers = chapter.subject().framework.tiers.entries().map(|(at, tier)| {
        let n = all.iter().filter(|judged| judged.finding.tier == Some(at)).count();
        (tier.id.value.clone(), clean(&tier.name), n)
    });
    Filter { key: "tier", label: "Tier", choices: tiers.filter(|(.., n)| *n > 0).collect() }
}

fn threats(chapter: &Chapter<'_>, all: &[&Judged]) -> Filter {
    let threats = chapter.subject().framework.threats.entries().map(|(at, threat)| {
        let n = all.iter().filter(|judged| judged.finding.threat == Some(at)).count();
        (threat.id.value.clone(), clean(&threat.name), n)
    });
    Filter { key: "threat", label: "Threat", choices: threats.filter(|(.., n)| *n > 0).collect() }
}
