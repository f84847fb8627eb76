//! What `mitigap taxonomy eval` writes: the figures of a mapper on labelled texts, for people and as JSON.

use crate::mapping::eval::Figures;
use crate::render::terminal::safe;
use serde::Serialize;
use std::io::{self, Write};

/// The version of the JSON document. Within it, keys may be added, never removed or retyped.
const SCHEMA_VERSION: u32 = 1;

/// What was measured.
#[derive(Debug)]
pub struct Evaluation<'e> {
    /// Id of the taxonomy.
    pub taxonomy: &'e str,
    /// The files with the labelled texts, as named by the user.
    pub files: &'e [String],
    /// The figures.
    pub figures: Figures,
}

/// One format of an evaluation.
#[derive(Debug, Clone, Copy)]
pub struct EvalFormat {
    /// Its name on the command line.
    pub name: &'static str,
    /// Writes an evaluation in it.
    pub render: fn(&Evaluation<'_>, &mut dyn Write) -> io::Result<()>,
}

/// Every format of an evaluation, in documented order.
pub const EVAL_FORMATS: &[EvalFormat] =
    &[EvalFormat { name: "human", render: human }, EvalFormat { name: "json", render: json }];

fn human(evaluation: &Evaluation<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{} on {}\n", safe(evaluation.taxonomy), safe(&evaluation.files.join(", ")))?;
    // Line by line: names of texts may hold anything.
    evaluation.figures.to_string().lines().try_for_each(|line| writeln!(out, "{}", safe(line)))
}

/// The document, with its keys in this order.
#[derive(Serialize)]
struct Document<'e> {
    schema_version: u32,
    tool: Tool,
    taxonomy: &'e str,
    files: &'e [String],
    figures: &'e Figures,
}

/// Who wrote the document.
#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

fn json(evaluation: &Evaluation<'_>, out: &mut dyn Write) -> io::Result<()> {
    let Evaluation { taxonomy, files, figures } = evaluation;
    let tool = Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") };
    let document = Document { schema_version: SCHEMA_VERSION, tool, taxonomy, files, figures };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    out.write_all(b"\n")
}
