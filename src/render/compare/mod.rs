//! Frameworks side by side, in five formats.

mod csv;
mod json;
mod markdown;
mod text;

use super::html;
use crate::compare::{Comparison, Difference, Stand};
use crate::coverage::category::Verdict;
use crate::framework::Framework;
use crate::report::Report;
use std::io::{self, Write};

/// What is told: the checked frameworks, and what they amount to beside each other.
#[derive(Debug)]
pub struct Compared<'r> {
    /// The frameworks, in the order asked for.
    pub report: &'r Report<'r>,
    /// Their coverages side by side.
    pub comparison: Comparison<'r>,
}

/// One format of `compare`.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// Its name on the command line.
    pub name: &'static str,
    /// Writes a comparison in it.
    pub write: fn(&Compared<'_>, &mut dyn Write) -> io::Result<()>,
}

/// Every format, in documented order.
pub const FORMATS: &[Format] = &[
    Format { name: "human", write: text::write },
    Format { name: "markdown", write: markdown::write },
    Format { name: "csv", write: csv::write },
    Format { name: "json", write: json::write },
    Format { name: "html", write: page },
];

fn page(compared: &Compared<'_>, out: &mut dyn Write) -> io::Result<()> {
    html::compared(compared.report, out)
}

impl<'r> Compared<'r> {
    /// Puts the frameworks of a report side by side.
    pub fn of(report: &'r Report<'r>) -> Self {
        let coverages: Vec<_> = report.frameworks.iter().map(|framework| &framework.coverage).collect();
        Self { report, comparison: Comparison::of(&coverages) }
    }

    /// The frameworks in the order asked for.
    fn frameworks(&self) -> impl Iterator<Item = &'r Framework> {
        self.report.frameworks.iter().map(|framework| framework.coverage.subject.framework)
    }

    /// The outcome in one sentence.
    fn sentence(&self) -> String {
        let [presence, extent, same] = Difference::ALL.map(|difference| self.comparison.count(difference));
        format!(
            "{} categories: {presence} held by some and not by others, {extent} to different extents, {same} the same in all",
            self.comparison.categories.len()
        )
    }
}

/// The name of a framework with its version.
fn title(framework: &Framework) -> String {
    let head = &framework.head;
    let version = head.version.as_ref().map_or_else(String::new, |version| format!(" {}", version.value));
    format!("{}{version}", head.name.value)
}

/// A verdict as a sign with its depth; a dash where it is not asked.
fn mark(verdict: Option<&Verdict>) -> String {
    verdict.map_or_else(
        || "–".to_owned(),
        |verdict| format!("{}{}", super::sign::overall(verdict.state), some(verdict.depth)),
    )
}

/// What stands against a threat, likewise.
fn stand_mark(stand: Option<&Stand>) -> String {
    stand.map_or_else(|| "–".to_owned(), |stand| format!("{}{}", stand_sign(stand).0, some(stand.depth)))
}

/// The sign and tone of the weakest threat of a row.
pub(super) const fn stand_sign(stand: &Stand) -> (char, super::terminal::Tone) {
    use super::terminal::Tone;
    match stand.depth {
        0 => ('✗', Tone::Bad),
        _ if stand.meets => ('✓', Tone::Good),
        depth if depth >= stand.wanted => ('?', Tone::Weak),
        1 => ('•', Tone::Weak),
        _ => ('<', Tone::Weak),
    }
}

fn some(depth: u32) -> String {
    if depth == 0 { String::new() } else { depth.to_string() }
}
