//! The first thing a reader sees: what it is about, the verdict in two sentences, and the numbers behind it.

use super::chapter::Chapter;
use super::words::{clean, count, sentence};
use crate::checks::Severity;
use crate::coverage::state::State;
use crate::vocabulary::Word as _;
use maud::{Markup, html};

/// The head of the report.
pub(super) fn header(chapter: &Chapter<'_>) -> Markup {
    let head = &chapter.subject().framework.head;
    html! {
        header.head {
            p.kind { "Coverage of a safety framework" }
            h1 id="verdict" { (clean(&head.name.value)) }
            p.edition {
                @if let Some(version) = &head.version { "Version " (clean(&version.value)) " · " }
                @if let Some(date) = &head.date { (date.value) " · " }
                "checked as of " (chapter.framework.ruling.settings.as_of)
                @if let Some(level) = &chapter.framework.ruling.settings.level { " at level " (clean(level)) }
            }
            p.verdict { (holds(chapter)) " " (lacks(chapter)) }
            (figures(chapter))
            (outcome(chapter))
            @if let Some(text) = about(chapter) { p.about { span.about-label { "The file says of itself: " } (text) } }
        }
    }
}

/// The first sentence: how much is there, in both bounds.
fn holds(chapter: &Chapter<'_>) -> String {
    let summary = &chapter.framework.coverage.summary;
    let actor = chapter.subject().framework.head.actor.id().replace('-', " ");
    format!(
        "Of {} expected of a {actor}, {} in every tier ({} by what the author declared alone), and {} as deep as wanted.",
        count(summary.expected as usize, "category", "categories"),
        verb(summary.covered, "holds something", "hold something"),
        summary.covered_declared,
        verb(summary.met, "is", "are"),
    )
}

fn verb(n: u32, one: &str, many: &str) -> String {
    match n {
        0 => format!("none {one}"),
        n => format!("{n} {}", if n == 1 { one } else { many }),
    }
}

/// The second sentence: what is not there, and what the most hangs on.
fn lacks(chapter: &Chapter<'_>) -> Markup {
    let coverage = &chapter.framework.coverage;
    let summary = &coverage.summary;
    let of = |state| summary.states.get(&state).copied().unwrap_or(0);
    let mut parts: Vec<String> = Vec::new();
    let mut part = |n: u32, one: &str, many: &str| {
        if n > 0 {
            parts.push(format!("{n} {}", if n == 1 { one } else { many }));
        }
    };
    part(of(State::Missing), "has nothing at all", "have nothing at all");
    part(of(State::TierGap), "is missing from some tier", "are missing from some tier");
    part(of(State::Uncredited), "has only what is not in force", "have only what is not in force");
    part(of(State::Relaxed), "is switched off everywhere", "are switched off everywhere");
    part(summary.covered.saturating_sub(summary.met), "is held too thinly", "are held too thinly");
    let threats = coverage.threats.iter().filter(|threat| !threat.meets).count();
    let cause = coverage.ranking.first().filter(|cause| cause.cells() > 1);
    html! {
        @if parts.is_empty() { "No category is empty or too thinly held" } @else { (super::words::list(&parts)) }
        @if threats > 0 { "; " (threats) " of " (count(coverage.threats.len(), "threat", "threats")) " " (if threats == 1 { "is" } else { "are" }) " not met by the depth wanted" }
        @if let Some(cause) = cause {
            "; one failure alone, " code { (clean(cause.failure.id(chapter.subject().framework))) } ", empties " (cause.cells()) " cells"
        }
        "."
    }
}

fn figures(chapter: &Chapter<'_>) -> Markup {
    let summary = &chapter.framework.coverage.summary;
    let all = [
        ("covered", summary.covered, "something credited in every tier"),
        ("declared", summary.covered_declared, "by what the author declared or confirmed"),
        ("in force", summary.covered_implemented, "by measures implemented today"),
        ("deep enough", summary.met, "examined depth as wanted, in every tier"),
    ];
    html! {
        dl.figures {
            @for (name, number, meaning) in all {
                div {
                    dt { (name) }
                    dd { strong { (number) } span.of { " of " (summary.expected) } small { (meaning) } }
                }
            }
        }
    }
}

/// What the run makes of it.
fn outcome(chapter: &Chapter<'_>) -> Markup {
    let (policy, summary) = (&chapter.framework.ruling.policy, &chapter.framework.coverage.summary);
    let [errors, warnings, notes] =
        [Severity::Error, Severity::Warning, Severity::Note].map(|severity| chapter.findings(severity));
    let silenced = chapter.framework.findings.len() - chapter.counting().count();
    let fails = policy.fails(&chapter.framework.findings);
    html! {
        p.outcome {
            a href="#findings" {
                (count(errors, "error", "errors")) ", " (count(warnings, "warning", "warnings")) ", " (count(notes, "note", "notes"))
            }
            @if silenced > 0 { ", " a href="#waivers" { (silenced) " waived" } }
            ". Under the profile " strong { (policy.profile.id()) } ", which fails on " (policy.fail_on.id()) ", this "
            strong { (if fails { "does not pass" } else { "passes" }) } "."
            @if summary.unmapped > 0 {
                " " (summary.unmapped) " of " (count(summary.mitigations as usize, "measure", "measures"))
                " " (if summary.unmapped == 1 { "is" } else { "are" }) " mapped to no category, and so "
                (if summary.unmapped == 1 { "counts" } else { "count" }) " nowhere."
            }
        }
    }
}

/// The comment at the top of the file, where it has one: often it says what the file is and what it is not.
fn about(chapter: &Chapter<'_>) -> Option<Markup> {
    opening_comment(&chapter.framework.sources.files().first()?.text).map(|text| sentence(&text))
}

/// The comment lines that a file opens with, as one text; a directive for editors (`#:`) is none.
pub(super) fn opening_comment(text: &str) -> Option<String> {
    let lines = text.lines().skip_while(|line| line.starts_with("#:") || line.trim().is_empty());
    let comment = lines.map_while(|line| line.strip_prefix('#')).filter(|line| !line.starts_with(':'));
    let text = comment.map(str::trim).collect::<Vec<_>>().join(" ");
    (!text.trim().is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_opening_comment_is_what_stands_above_the_first_entry() {
        let text = "#:schema ./x.json\n# One.\n# Two.\n\n# not this\n[framework]\n";
        assert_eq!(opening_comment(text).as_deref(), Some("One. Two."));
        assert_eq!(opening_comment("[framework]\n# no\n"), None);
    }
}
