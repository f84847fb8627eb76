//! What could not be checked, and the page of a run in which nothing could.

use super::shell;
use super::words::{clean, count, sentence};
use crate::problem::Problem;
use crate::report::{Broken, Report};
use maud::{Markup, html};

/// The section; nothing where everything was read.
pub(super) fn section(report: &Report<'_>) -> Markup {
    html! {
        @if !report.broken.is_empty() {
            section.trouble aria-labelledby="trouble" {
                h2 id="trouble" { "Not checked" }
                p.intro { (count(report.broken.len(), "file", "files")) " could not be read as a framework. Nothing in this report is about it." }
                @for broken in report.broken { (one(broken)) }
            }
        }
    }
}

fn one(broken: &Broken) -> Markup {
    html! {
        @if !broken.path.is_empty() { h3 { (clean(&broken.path)) } }
        ul.problems { @for problem in &broken.problems { (line(broken, problem)) } }
    }
}

fn line(broken: &Broken, problem: &Problem) -> Markup {
    let place = problem.span.map(|span| broken.sources.place(span));
    html! {
        li {
            b.weight.bad { (problem.kind.id()) } " " (sentence(&problem.message))
            @if !problem.help.is_empty() { span.help { " " (sentence(&problem.help)) } }
            @if let Some(place) = place { small.block { (clean(&place.path)) ":" (place.line) ":" (place.column) } }
        }
    }
}

/// A page without a framework.
pub(super) fn page(report: &Report<'_>) -> Markup {
    let main = html! {
        header.head {
            p.kind { "Coverage of a safety framework" }
            h1 { "Nothing was checked" }
            p.verdict {
                @if report.broken.is_empty() { "No framework file was found. " } @else { "No file could be read as a framework. " }
                "This report says nothing about any framework."
            }
        }
        (section(report))
    };
    shell::page("Nothing was checked", &[], &main)
}
