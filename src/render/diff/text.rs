//! The terminal: what got worse first, each change in a sentence with its place.

use super::{Told, counted, going, incomparable, place, totals};
use crate::diff::{Change, Direction, FrameworkDiff, Kind};
use crate::render::terminal::{Tone, paint, paragraph, safe};
use std::io::{self, Write};

/// Writes the diff for people.
pub(super) fn write(told: &Told<'_>, out: &mut dyn Write) -> io::Result<()> {
    let colour = told.colour;
    let head = format!("{} -> {}", told.old.title(), told.new.title());
    let day = format!(", judged as of {}", told.settings.as_of);
    writeln!(out, "{}{}\n", paint(&safe(&head), Tone::Strong, colour), paint(&day, Tone::Quiet, colour))?;
    for framework in &told.diff.frameworks {
        write_framework(framework, colour, out)?;
    }
    for one in &told.diff.incomparable {
        writeln!(out, "{}", paragraph(&incomparable(one), "", "  "))?;
    }
    if let Some(unread) = told.unread() {
        writeln!(out, "{}", paragraph(&unread, "", "  "))?;
    }
    let tone = match told.verdict() {
        "worse" | "unknown" => Tone::Bad,
        "better" => Tone::Good,
        _ => Tone::Strong,
    };
    let same = match told.diff.same {
        0 => String::new(),
        1 if told.diff.frameworks.is_empty() => String::new(),
        1 => "; 1 framework is the same".to_owned(),
        same => format!("; {same} frameworks are the same"),
    };
    writeln!(out, "{}{same}", paint(&told.sentence(), tone, colour))
}

fn write_framework(framework: &FrameworkDiff, colour: bool, out: &mut dyn Write) -> io::Result<()> {
    let path = paint(&safe(&framework.path), Tone::Strong, colour);
    writeln!(out, "{path}  {}", safe(&framework.name))?;
    writeln!(out, "  {}", paint(&totals(framework, "->"), Tone::Quiet, colour))?;
    for direction in [Direction::Regression, Direction::Improvement, Direction::Neutral] {
        let changes = going(framework, direction);
        if changes.is_empty() {
            continue;
        }
        writeln!(out, "\n  {}", paint(&counted(changes.len(), direction), Tone::Strong, colour))?;
        for change in changes {
            write_change(change, colour, out)?;
        }
    }
    writeln!(out)
}

fn write_change(change: &Change, colour: bool, out: &mut dyn Write) -> io::Result<()> {
    let (sign, tone) = match change.direction {
        Direction::Regression => ("-", Tone::Bad),
        Direction::Improvement => ("+", Tone::Good),
        Direction::Neutral => ("~", Tone::Quiet),
    };
    let text = paragraph(&change.message, INDENT, INDENT);
    write!(out, "  {} {}", paint(sign, tone, colour), text.strip_prefix(INDENT).unwrap_or(&text))?;
    if is_wording(change.kind) {
        for (label, words) in [("before: ", &change.before), ("now:    ", &change.after)] {
            let words = if words.is_empty() { "nothing" } else { words.as_str() };
            out.write_all(paragraph(words, &format!("{INDENT}{label}"), &format!("{INDENT}        ")).as_bytes())?;
        }
    }
    writeln!(out, "{INDENT}{}", paint(&safe(&place(change)), Tone::Quiet, colour))
}

const INDENT: &str = "    ";

/// Whether the words themselves are what a reader wants to see.
const fn is_wording(kind: Kind) -> bool {
    matches!(kind, Kind::MitigationReworded | Kind::LevelChanged | Kind::WaiverReworded | Kind::ExclusionReworded)
}
