//! JSON, version 1: a contract with its schemas in `schemas/`.
//!
//! The shapes are this module's own: the model is never serialised, so that changing the model changes no output.
//! Absent things are absent keys or empty lists, never null.

mod category;
mod cell;
mod document;
mod entries;
mod finding;
mod framework;
mod line;
mod mapping;
mod number;
mod place;
mod problem;
mod settings;
mod single_cause;
mod threat;

use super::map::MapReport;
use crate::report::Report;
use document::{Document, MapDocument};
use serde::Serialize;
use std::io::{self, BufWriter, Write};

/// The name of the format that tells one input a line.
pub const LINES: &str = "ndjson";

/// The version of both documents. Within it, keys and values may be added, never removed or retyped.
pub const SCHEMA_VERSION: u32 = 1;

/// Writes the report of a `check` as one document.
///
/// # Errors
/// The writer fails.
pub fn check(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    write_document(&Document::whole(report), out)
}

/// Writes the report of a `check` as lines: the whole document once per input, in order, as if it were the only one.
///
/// # Errors
/// The writer fails.
pub fn check_lines(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    for document in Document::one_per_input(report) {
        line::write(&document, out)?;
    }
    out.flush()
}

/// Appends the same lines to a text.
///
/// # Errors
/// A document has a shape that none may have.
pub fn append_lines(report: &Report<'_>, to: &mut Vec<u8>) -> io::Result<()> {
    Document::one_per_input(report).try_for_each(|document| line::append(&document, to))
}

/// Writes the outcome of a `map` as one document.
///
/// # Errors
/// The writer fails.
pub fn map(report: &MapReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    write_document(&MapDocument::of(report), out)
}

fn write_document(document: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    serde_json::to_writer_pretty(&mut out, document)?;
    out.write_all(b"\n")?;
    out.flush()
}
