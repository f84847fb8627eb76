//! JSON, version 1 of the document of `compare`.

use super::Compared;
use crate::compare::{CategoryRow, Stand, ThreatRow};
use crate::coverage::category::Verdict;
use crate::render::json::SCHEMA_VERSION;
use crate::report::FrameworkReport;
use crate::vocabulary::Word as _;
use serde::Serialize;
use std::io::{self, Write};

/// The document.
#[derive(Serialize)]
struct Document<'r> {
    schema_version: u32,
    tool: Tool,
    as_of: String,
    frameworks: Vec<FrameworkEntry<'r>>,
    categories: Vec<CategoryEntry<'r>>,
    threats: Vec<ThreatEntry<'r>>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

/// A column; the cells of every row stand in this order.
#[derive(Serialize)]
struct FrameworkEntry<'r> {
    path: &'r str,
    name: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<&'r str>,
    sha256: String,
    taxonomy: &'r str,
    expected: u32,
    covered: u32,
    covered_declared: u32,
    met: u32,
}

#[derive(Serialize)]
struct CategoryEntry<'r> {
    taxonomy: &'r str,
    code: &'r str,
    name: &'r str,
    difference: &'static str,
    cells: Vec<CategoryCell>,
}

/// Not asked: no state.
#[derive(Serialize)]
struct CategoryCell {
    asked: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state_declared: Option<&'static str>,
    meets: bool,
    depth: u32,
    wanted: u32,
}

#[derive(Serialize)]
struct ThreatEntry<'r> {
    id: &'r str,
    name: &'r str,
    difference: &'static str,
    cells: Vec<ThreatCell<'r>>,
}

/// No threats: it names none here.
#[derive(Serialize)]
struct ThreatCell<'r> {
    threats: &'r [String],
    meets: bool,
    depth: u32,
    wanted: u32,
}

/// Writes the comparison as one document.
pub(super) fn write(compared: &Compared<'_>, out: &mut dyn Write) -> io::Result<()> {
    let document = Document {
        schema_version: SCHEMA_VERSION,
        tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
        as_of: compared.report.ruling.settings.as_of.to_string(),
        frameworks: compared.report.frameworks.iter().map(framework).collect(),
        categories: compared.comparison.categories.iter().map(category).collect(),
        threats: compared.comparison.threats.iter().map(threat).collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    out.write_all(b"\n")
}

fn framework<'r>(report: &'r FrameworkReport<'r>) -> FrameworkEntry<'r> {
    let (subject, summary) = (report.coverage.subject, &report.coverage.summary);
    let head = &subject.framework.head;
    FrameworkEntry {
        path: report.path,
        name: &head.name.value,
        version: head.version.as_ref().map(|version| version.value.as_str()),
        sha256: report.sha256(),
        taxonomy: &subject.taxonomy.id,
        expected: summary.expected,
        covered: summary.covered,
        covered_declared: summary.covered_declared,
        met: summary.met,
    }
}

fn category<'r>(row: &'r CategoryRow<'r>) -> CategoryEntry<'r> {
    let cell = |verdict: Option<&Verdict>| CategoryCell {
        asked: verdict.is_some(),
        state: verdict.map(|verdict| verdict.state.id()),
        state_declared: verdict.map(|verdict| verdict.state_declared.id()),
        meets: verdict.is_some_and(|verdict| verdict.meets),
        depth: verdict.map_or(0, |verdict| verdict.depth),
        wanted: verdict.map_or(0, |verdict| verdict.wanted),
    };
    CategoryEntry {
        taxonomy: row.taxonomy,
        code: row.code,
        name: row.name,
        difference: row.difference.id(),
        cells: row.cells.iter().map(|verdict| cell(verdict.as_ref())).collect(),
    }
}

fn threat<'r>(row: &'r ThreatRow<'r>) -> ThreatEntry<'r> {
    let cell = |stand: Option<&'r Stand>| ThreatCell {
        threats: stand.map_or(&[], |stand| stand.threats.as_slice()),
        meets: stand.is_some_and(|stand| stand.meets),
        depth: stand.map_or(0, |stand| stand.depth),
        wanted: stand.map_or(0, |stand| stand.wanted),
    };
    ThreatEntry {
        id: row.key,
        name: row.name,
        difference: row.difference.id(),
        cells: row.cells.iter().map(|stand| cell(stand.as_ref())).collect(),
    }
}
