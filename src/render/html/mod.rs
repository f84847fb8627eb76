//! The reviewer's report: one HTML file that needs nothing but a browser.
//!
//! Everything is in the page and the page may fetch nothing: a Content-Security-Policy allows one style and one script, by
//! their hashes. The page is complete without the script, which only filters, sorts, switches and opens what is there;
//! it makes no markup from text. maud escapes whatever is written into a template.
//!
//! One framework gives its whole report; several give the comparison of `comparison`.

mod alike;
mod atlas;
mod card;
mod chapter;
mod closing;
mod comparison;
mod detail;
mod findings;
mod heat;
mod mitigations;
mod shell;
mod since;
mod threads;
mod threats;
mod trouble;
mod verdict;
mod words;

use crate::report::Report;
use atlas::{Atlas, Levels};
use maud::{Markup, html};
use std::io::{self, Write};

/// Writes the report of a `check` as a page.
///
/// # Errors
/// The writer fails.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let page = match report.frameworks.as_slice() {
        [] => trouble::page(report),
        [only] => {
            let levels = Levels::of(&only.coverage);
            let atlas = Atlas::of(&levels, only.coverage.subject.level);
            whole(&chapter::Chapter { report, framework: only, atlas: &atlas })
        }
        several => comparison::of_report(report, several),
    };
    send(&page, out)
}

/// Writes several frameworks side by side.
///
/// # Errors
/// The writer fails.
pub fn compared(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    send(&comparison::of_report(report, &report.frameworks), out)
}

fn send(page: &Markup, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(page.0.as_bytes())?;
    out.write_all(b"\n")
}

/// The report of one framework: the verdict and the picture first, then what a reviewer asks next, then the proof.
fn whole(chapter: &chapter::Chapter<'_>) -> Markup {
    let title = words::clean(&chapter.subject().framework.head.name.value);
    let main = html! {
        (verdict::header(chapter))
        (trouble::section(chapter.report))
        (heat::section(chapter))
        (threats::section(chapter))
        (threads::section(chapter))
        (findings::section(chapter))
        (mitigations::section(chapter))
        (since::since(chapter))
        (closing::waivers(chapter))
        (closing::method(chapter))
        (detail::annex(chapter))
        (card::annex(chapter))
        (closing::sign_off(chapter))
    };
    shell::page(&title, &shell::contents(chapter), &main)
}
