//! Markdown for a comment on a pull request: a verdict, a table of what got worse, the rest folded away.

use super::{Told, counted, going, incomparable, place, totals};
use crate::diff::{Change, Direction, FrameworkDiff};
use crate::render::markdown::text::{code, message, plain, row};
use std::io::{self, Write};

/// Characters of a cell's text; the rest is in the file.
const CELL: usize = 320;

/// Rows of a table: a comment has a bounded length.
const ROWS: usize = 60;

/// Writes the diff as Markdown.
pub(super) fn write(told: &Told<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut sentence = told.sentence();
    if let Some(first) = sentence.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    writeln!(out, "**{sentence}.**\n")?;
    writeln!(out, "{} → {} · as of {}", plain(&told.old.title()), plain(&told.new.title()), told.settings.as_of)?;
    let refused = told.diff.incomparable.iter().map(incomparable);
    for line in refused.chain(told.unread()) {
        writeln!(out, "\n> {}", message(&line))?;
    }
    write_problems(told, out)?;
    for framework in &told.diff.frameworks {
        write_framework(framework, out)?;
    }
    Ok(())
}

fn write_problems(told: &Told<'_>, out: &mut dyn Write) -> io::Result<()> {
    for (_, broken) in told.broken {
        for input in broken {
            for problem in &input.problems {
                let place = problem.span.map(|span| input.sources.place(span));
                let place = place.map_or_else(|| input.path.clone(), |at| format!("{}:{}", at.path, at.line));
                writeln!(out, "\n- {} {}", code(&place), message(&problem.message))?;
            }
        }
    }
    Ok(())
}

fn write_framework(framework: &FrameworkDiff, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n### {}\n\n{} · {}", plain(&framework.name), code(&framework.path), totals(framework, "→"))?;
    let worse = going(framework, Direction::Regression);
    if !worse.is_empty() {
        writeln!(out)?;
        table("What got worse", &worse, out)?;
    }
    for (direction, head) in [(Direction::Improvement, "What got better"), (Direction::Neutral, "What else changed")] {
        let changes = going(framework, direction);
        if !changes.is_empty() {
            let counted = counted(changes.len(), direction);
            writeln!(out, "\n<details><summary>{counted}</summary>\n")?;
            table(head, &changes, out)?;
            writeln!(out, "\n</details>")?;
        }
    }
    Ok(())
}

fn table(head: &str, changes: &[&Change], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}\n| --- | --- | --- | --- |", row([head, "Before", "After", "Where"]))?;
    for change in changes.iter().take(ROWS) {
        let cells = [
            message(&flat(&change.message)),
            plain(&flat(&change.before)),
            plain(&flat(&change.after)),
            code(&place(change)),
        ];
        writeln!(out, "{}", row(cells.iter().map(String::as_str)))?;
    }
    match changes.len().saturating_sub(ROWS) {
        0 => Ok(()),
        more => writeln!(out, "{}", row([format!("and {more} more").as_str(), "", "", ""])),
    }
}

/// One line of bounded length.
fn flat(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= CELL {
        return text;
    }
    text.chars().take(CELL - 1).chain(['…']).collect()
}
