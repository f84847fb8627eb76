//! The terminal: one column per framework, numbered, at 80 columns.

use super::{Compared, mark, stand_mark, stand_sign, title};
use crate::compare::{CategoryRow, Difference, ThreatRow};
use crate::render::sign;
use crate::render::terminal::{Tone, column, paint, safe};
use std::io::{self, Write};

/// Width of the names on the left.
const NAMES: usize = 48;
/// Width of one cell.
const CELL: usize = 5;

/// What the signs mean.
const LEGEND: &str = "✓ redundant  ? unexamined  < below target  ! common cause  • single point\n  \
                      ~ relaxed    ○ uncredited  ◐ in some tiers only  ✗ missing  – not asked";

/// Writes the comparison for people.
pub(super) fn write(compared: &Compared<'_>, out: &mut dyn Write) -> io::Result<()> {
    let colour = compared.report.display.colour;
    writeln!(out, "{}\n", paint("Frameworks side by side, as they were read: not a rating", Tone::Strong, colour))?;
    for (at, framework) in compared.report.frameworks.iter().enumerate() {
        let summary = &framework.coverage.summary;
        let name = safe(&title(framework.coverage.subject.framework)).into_owned();
        let counts = format!("{} of {} covered, {} deep enough", summary.covered, summary.expected, summary.met);
        writeln!(out, "{:>3} {} {}", at + 1, column(&name, NAMES - 4), paint(&counts, Tone::Quiet, colour))?;
    }
    let numbers: String = (1..=compared.report.frameworks.len()).map(|number| format!("{number:^CELL$}")).collect();
    writeln!(out, "\n{}{}", " ".repeat(NAMES), paint(&numbers, Tone::Strong, colour))?;
    for difference in Difference::ALL.into_iter().filter(|difference| compared.comparison.count(*difference) > 0) {
        writeln!(out, "{}", paint(difference.heading(), Tone::Strong, colour))?;
        for row in compared.comparison.categories.iter().filter(|row| row.difference == difference) {
            category(row, colour, out)?;
        }
    }
    if !compared.comparison.threats.is_empty() {
        writeln!(out, "{}", paint("Threats, by risk domain", Tone::Strong, colour))?;
        for row in &compared.comparison.threats {
            threat(row, colour, out)?;
        }
    }
    writeln!(out, "\n  {}\n\n{}", paint(LEGEND, Tone::Quiet, colour), compared.sentence())
}

fn category(row: &CategoryRow<'_>, colour: bool, out: &mut dyn Write) -> io::Result<()> {
    let name = column(&format!("  {} {}", row.code, row.name), NAMES);
    let cell = |verdict: &Option<_>| {
        let tone = verdict.as_ref().map_or(Tone::Quiet, sign::overall_tone);
        paint(&column(&format!(" {}", mark(verdict.as_ref())), CELL), tone, colour)
    };
    let cells: String = row.cells.iter().map(cell).collect();
    writeln!(out, "{name}{}", cells.trim_end())
}

fn threat(row: &ThreatRow<'_>, colour: bool, out: &mut dyn Write) -> io::Result<()> {
    let name = column(&format!("  {} {}", row.key, row.name), NAMES);
    let cell = |stand: &Option<_>| {
        let tone = stand.as_ref().map_or(Tone::Quiet, |stand| stand_sign(stand).1);
        paint(&column(&format!(" {}", stand_mark(stand.as_ref())), CELL), tone, colour)
    };
    let cells: String = row.cells.iter().map(cell).collect();
    writeln!(out, "{name}{}", cells.trim_end())
}
