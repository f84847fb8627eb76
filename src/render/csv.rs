//! CSV (RFC 4180): one row per cell of a category or a threat, then one per problem of what could not be checked.
//!
//! A spreadsheet takes a cell that begins with one of a few signs for a formula: such a cell gets an apostrophe in front.

use crate::coverage::Subject;
use crate::coverage::category::{CategoryCoverage, Cell};
use crate::coverage::standing::Standing;
use crate::coverage::threat::{ThreatCell, ThreatCoverage};
use crate::policy::Judged;
use crate::problem::Problem;
use crate::render::about;
use crate::render::terminal::safe;
use crate::report::{Broken, FrameworkReport, Report};
use crate::vocabulary::Word as _;
use csv::{Terminator, Writer, WriterBuilder};
use std::io::{self, Write};

/// The columns, in order.
const COLUMNS: [&str; 26] = [
    "row",
    "path",
    "framework",
    "version",
    "taxonomy",
    "as_of",
    "id",
    "name",
    "role",
    "expected",
    "tier",
    "state",
    "state_declared",
    "meets",
    "wanted",
    "depth",
    "depth_declared",
    "depth_examined",
    "depth_implemented",
    "depth_evidenced",
    "at_least",
    "credited",
    "cut_sets",
    "findings",
    "waived",
    "message",
];

/// Writes the report as rows.
///
/// # Errors
/// The writer fails.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut rows = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
    rows.write_record(COLUMNS)?;
    for framework in &report.frameworks {
        for category in framework.coverage.categories.iter().filter(|category| category.verdict.is_some()) {
            write_category(framework, category, &mut rows)?;
        }
        for (threat, cell) in framework.coverage.threat_cells() {
            write_row(&threat_row(framework, threat, cell), &mut rows)?;
        }
    }
    for broken in report.broken {
        for problem in &broken.problems {
            write_row(&problem_row(report, broken, problem), &mut rows)?;
        }
    }
    rows.flush()
}

/// One row; what does not apply is empty.
#[derive(Default)]
struct Row<'r> {
    kind: &'static str,
    path: &'r str,
    framework: &'r str,
    version: &'r str,
    taxonomy: &'r str,
    as_of: String,
    id: &'r str,
    name: &'r str,
    role: &'static str,
    expected: String,
    tier: &'r str,
    states: [&'static str; 2],
    meets: String,
    wanted: String,
    depths: [String; 5],
    at_least: String,
    credited: String,
    cut_sets: String,
    findings: [String; 2],
    message: String,
}

impl<'r> Row<'r> {
    fn of(report: &'r FrameworkReport<'_>, kind: &'static str) -> Self {
        let Subject { framework, taxonomy, settings, .. } = report.coverage.subject;
        Self {
            kind,
            path: report.path,
            framework: &framework.head.name.value,
            version: framework.head.version.as_ref().map_or("", |version| &version.value),
            taxonomy: &taxonomy.id,
            as_of: settings.as_of.to_string(),
            ..Self::default()
        }
    }

    fn stands(self, report: &FrameworkReport<'_>, standing: &Standing<'_>, meets: bool, wanted: u32) -> Self {
        let (depth, orders, framework) = (&standing.depth, standing.orders, report.coverage.subject.framework);
        let depths = [depth.order, orders.declared, orders.examined, orders.implemented, orders.evidenced];
        Self {
            meets: meets.to_string(),
            wanted: wanted.to_string(),
            depths: depths.map(|depth| depth.to_string()),
            at_least: depth.at_least.to_string(),
            credited: about::ids(framework, &standing.credited),
            cut_sets: about::cut_sets(framework, &depth.cut_sets),
            ..self
        }
    }

    /// In the order of [`COLUMNS`].
    fn cells(&self) -> [&str; 26] {
        let [state, state_declared] = self.states;
        let [depth, declared, examined, implemented, evidenced] = self.depths.each_ref().map(String::as_str);
        let [findings, waived] = self.findings.each_ref().map(String::as_str);
        [
            self.kind,
            self.path,
            self.framework,
            self.version,
            self.taxonomy,
            &self.as_of,
            self.id,
            self.name,
            self.role,
            &self.expected,
            self.tier,
            state,
            state_declared,
            &self.meets,
            &self.wanted,
            depth,
            declared,
            examined,
            implemented,
            evidenced,
            &self.at_least,
            &self.credited,
            &self.cut_sets,
            findings,
            waived,
            &self.message,
        ]
    }
}

/// The cells of a leaf; one row without a tier where nothing is asked of it.
fn write_category<W: Write>(
    report: &FrameworkReport<'_>,
    category: &CategoryCoverage<'_>,
    rows: &mut Writer<W>,
) -> io::Result<()> {
    if category.cells.is_empty() {
        let states = category.verdict.map_or([""; 2], |verdict| [verdict.state.id(), verdict.state_declared.id()]);
        return write_row(&Row { states, ..leaf_row(report, category) }, rows);
    }
    for cell in &category.cells {
        write_row(&cell_row(report, category, cell), rows)?;
    }
    Ok(())
}

fn leaf_row<'r>(report: &'r FrameworkReport<'_>, category: &CategoryCoverage<'_>) -> Row<'r> {
    let node = &report.coverage.subject.taxonomy.categories[category.category];
    Row {
        id: &node.code,
        name: &node.name,
        role: node.role.id(),
        expected: category.expectation.is_expected().to_string(),
        ..Row::of(report, "category")
    }
}

fn cell_row<'r>(report: &'r FrameworkReport<'_>, category: &CategoryCoverage<'_>, cell: &Cell<'_>) -> Row<'r> {
    let row = leaf_row(report, category).stands(report, &cell.standing, cell.meets, cell.wanted);
    Row {
        tier: about::tier_id(report.coverage.subject.framework, cell.tier),
        states: [cell.state.id(), cell.state_declared.id()],
        findings: found(report, |judged| {
            let finding = &judged.finding;
            finding.category == Some(category.category) && (finding.tier.is_none() || finding.tier == cell.tier)
        }),
        ..row
    }
}

fn threat_row<'r>(report: &'r FrameworkReport<'_>, threat: &ThreatCoverage<'_>, cell: &ThreatCell<'_>) -> Row<'r> {
    let framework = report.coverage.subject.framework;
    let entry = &framework.threats[threat.threat];
    let row = Row { id: &entry.id.value, name: &entry.name, expected: true.to_string(), ..Row::of(report, "threat") };
    Row {
        tier: about::tier_id(framework, Some(cell.tier)),
        findings: found(report, |judged| {
            let finding = &judged.finding;
            finding.threat == Some(threat.threat) && finding.tier.is_none_or(|tier| tier == cell.tier)
        }),
        ..row.stands(report, &cell.standing, cell.meets, threat.wanted)
    }
}

fn problem_row<'r>(report: &Report<'_>, broken: &'r Broken, problem: &Problem) -> Row<'r> {
    let place = problem.span.map(|span| broken.sources.place(span));
    let place = place.map_or_else(String::new, |place| format!("{}:{}:{}: ", place.path, place.line, place.column));
    Row {
        kind: "error",
        path: &broken.path,
        as_of: report.ruling.settings.as_of.to_string(),
        id: problem.kind.id(),
        message: format!("{place}{}", problem.message),
        ..Row::default()
    }
}

/// What was found in a cell and counts, and what was found and is waived: `check (severity)`.
fn found(report: &FrameworkReport<'_>, here: impl Fn(&Judged) -> bool) -> [String; 2] {
    [false, true].map(|waived| {
        let findings = report.findings.iter().filter(|judged| judged.suppressed.is_some() == waived && here(judged));
        let told = findings.map(|judged| format!("{} ({})", judged.finding.check, judged.severity.id()));
        told.collect::<Vec<_>>().join("; ")
    })
}

fn write_row<W: Write>(row: &Row<'_>, rows: &mut Writer<W>) -> io::Result<()> {
    Ok(rows.write_record(row.cells().map(defused))?)
}

/// A cell that no spreadsheet takes for a formula, on one line. Full-width signs are formulas too where they are typed.
pub(super) fn defused(cell: &str) -> String {
    let formula = |c: char| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠');
    let apostrophe = if cell.trim_start().starts_with(formula) || cell.starts_with(formula) { "'" } else { "" };
    format!("{apostrophe}{}", safe(cell))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_defused_and_nothing_else_is_touched() {
        for (cell, written) in [
            ("=1+1", "'=1+1"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@sum", "'@sum"),
            ("\t=1", "'\\u{9}=1"),
            ("\r=1", "'\\u{d}=1"),
            ("  =1", "'  =1"),
            ("＝1", "'＝1"),
            ("a=1", "a=1"),
            ("1.2.1", "1.2.1"),
            ("", ""),
            ("two\nlines", "two\\u{a}lines"),
        ] {
            assert_eq!(defused(cell), written);
        }
    }
}
