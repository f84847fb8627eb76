//! Markdown: two tables, as a pull request or a wiki shows them.

use super::{Compared, mark, stand_mark, title};
use crate::render::terminal::safe;
use std::io::{self, Write};

/// Writes the comparison as tables.
pub(super) fn write(compared: &Compared<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# Frameworks side by side\n\nAs they were read; not a rating. {}.\n", compared.sentence())?;
    head("Category", compared, out)?;
    for row in &compared.comparison.categories {
        let cells = row.cells.iter().map(|cell| mark(cell.as_ref()));
        line(&format!("{} {}", row.code, row.name), cells, out)?;
    }
    if !compared.comparison.threats.is_empty() {
        writeln!(out)?;
        head("Domain or threat", compared, out)?;
        for row in &compared.comparison.threats {
            let cells = row.cells.iter().map(|cell| stand_mark(cell.as_ref()));
            line(&format!("{} {}", row.key, row.name), cells, out)?;
        }
    }
    writeln!(
        out,
        "\n✓ redundant, ? unexamined, &lt; below target, ! common cause, • single point, \\~ relaxed, ○ uncredited, \
         ◐ in some tiers only, ✗ missing, – not asked; each with its depth"
    )
}

fn head(first: &str, compared: &Compared<'_>, out: &mut dyn Write) -> io::Result<()> {
    line(first, compared.frameworks().map(title), out)?;
    writeln!(out, "|---{}|", "|---".repeat(compared.report.frameworks.len()))
}

fn line(first: &str, cells: impl Iterator<Item = String>, out: &mut dyn Write) -> io::Result<()> {
    let cells: String = cells.map(|cell| format!(" {} |", escaped(&cell))).collect();
    writeln!(out, "| {} |{cells}", escaped(first))
}

/// A text in a cell of a table: nothing in it is markup, a line end or the end of the cell.
fn escaped(text: &str) -> String {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut escaped = String::new();
    for c in safe(&flat).chars() {
        match c {
            '<' => escaped.push_str("&lt;"),
            '&' => escaped.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '!' | '@' => escaped.extend(['\\', c]),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_holds_no_markup_and_stays_one_cell() {
        assert_eq!(escaped("a|b\n`c` <script> [x](y)"), "a\\|b \\`c\\` &lt;script> \\[x\\](y)");
    }
}
