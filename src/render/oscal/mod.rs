//! OSCAL 1.2: the assessment results, and the control mapping with what is mapped to nothing.
//!
//! A document of OSCAL has one root, so these are two formats. A category of the taxonomy is a control, a mitigation of the
//! framework is a control of the framework, and a leaf is an objective that is satisfied where every cell meets its depth.

mod assessment;
mod finding;
mod mapping;
mod model;
mod text;

use crate::report::Report;
use serde::Serialize;
use std::io::{self, BufWriter, Write};

/// Writes the report as assessment results.
///
/// # Errors
/// The writer fails.
pub fn assessment(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    document(&assessment::of(report), out)
}

/// Writes the mapping of mitigations onto the taxonomy as a mapping collection.
///
/// # Errors
/// The writer fails.
pub fn mapping(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    document(&mapping::of(report), out)
}

fn document(document: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    serde_json::to_writer_pretty(&mut out, document)?;
    out.write_all(b"\n")?;
    out.flush()
}
