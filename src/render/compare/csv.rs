//! CSV (RFC 4180): one row per category or threat, one column per framework beside the depth of it.

use super::{Compared, title};
use crate::compare::{CategoryRow, ThreatRow};
use crate::render::csv::defused;
use crate::vocabulary::Word as _;
use csv::{Terminator, WriterBuilder};
use std::io::{self, Write};

/// Writes the comparison as rows.
pub(super) fn write(compared: &Compared<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut rows = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
    let mut head: Vec<String> = ["row", "taxonomy", "id", "name", "difference"].map(str::to_owned).into();
    for framework in compared.frameworks() {
        let title = title(framework);
        head.extend([format!("{title}: state"), format!("{title}: depth")]);
    }
    rows.write_record(head.iter().map(|cell| defused(cell)))?;
    for row in &compared.comparison.categories {
        rows.write_record(category(row).iter().map(|cell| defused(cell)))?;
    }
    for row in &compared.comparison.threats {
        rows.write_record(threat(row).iter().map(|cell| defused(cell)))?;
    }
    rows.flush()
}

fn category(row: &CategoryRow<'_>) -> Vec<String> {
    let mut cells: Vec<String> =
        ["category", row.taxonomy, row.code, row.name, row.difference.id()].map(str::to_owned).into();
    for cell in &row.cells {
        let told = cell.as_ref().map(|verdict| [verdict.state.id().to_owned(), verdict.depth.to_string()]);
        cells.extend(told.unwrap_or_default());
    }
    cells
}

fn threat(row: &ThreatRow<'_>) -> Vec<String> {
    let mut cells: Vec<String> = ["threat", "", row.key, row.name, row.difference.id()].map(str::to_owned).into();
    for cell in &row.cells {
        let told = cell.as_ref().map(|stand| {
            let state = if stand.meets { "met" } else { "not-met" };
            [state.to_owned(), stand.depth.to_string()]
        });
        cells.extend(told.unwrap_or_default());
    }
    cells
}
