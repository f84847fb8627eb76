//! GitHub workflow commands: annotations on the lines of the pull request.
//!
//! A step shows ten annotations of a kind; the worst ten findings are annotated, and everything is in the summary of the
//! step, which the command line appends as Markdown ([`summary`]).

use super::markdown;
use crate::checks::Severity;
use crate::policy::Judged;
use crate::problem::Problem;
use crate::render::human;
use crate::render::terminal::safe;
use crate::report::{Broken, Report};
use crate::source::Place;
use std::io::{self, Write};

/// The name of the format.
pub const NAME: &str = "github";

/// How many annotations are written.
const ANNOTATIONS: usize = 10;

/// GitHub refuses the summary of a step past 1 MiB, what others wrote before included.
const LONGEST_SUMMARY: usize = 900_000;

/// Writes the worst findings as annotations, then the totals.
///
/// # Errors
/// The writer fails.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let all = worst_first(report);
    for annotation in all.iter().take(ANNOTATIONS) {
        annotation.write(out)?;
    }
    if all.len() > ANNOTATIONS {
        writeln!(out, "and {} more; the summary of the step has all of them", all.len() - ANNOTATIONS)?;
    }
    for framework in &report.frameworks {
        let summary = &framework.coverage.summary;
        let (covered, expected) = (summary.covered, summary.expected);
        let counts = human::counts(&framework.findings);
        // The name of a file never begins the line: two colons there would be a command.
        writeln!(out, "{covered} of {expected} covered, {counts}: {}", safe(framework.path))?;
    }
    Ok(())
}

/// The whole report for the summary of a step, cut at a line where GitHub would refuse it.
///
/// # Errors
/// The writer fails.
pub fn summary(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut bytes = Vec::new();
    markdown::write(report, &mut bytes)?;
    if bytes.len() <= LONGEST_SUMMARY {
        return out.write_all(&bytes);
    }
    let cut = bytes.get(..LONGEST_SUMMARY).unwrap_or_default();
    let lines = cut.iter().rposition(|&byte| byte == b'\n').map_or(0, |last| last + 1);
    out.write_all(cut.get(..lines).unwrap_or_default())?;
    writeln!(out, "\nThe rest is left out: a summary holds 1 MiB. `--output markdown=PATH` writes all of it.")
}

/// One annotation.
struct Annotation<'r> {
    severity: Severity,
    title: &'r str,
    file: &'r str,
    place: Option<Place>,
    message: &'r str,
    help: &'r str,
}

/// What cannot be checked, then the findings that count, worst first.
fn worst_first<'r>(report: &'r Report<'_>) -> Vec<Annotation<'r>> {
    let problems =
        report.broken.iter().flat_map(|broken| broken.problems.iter().map(|problem| of_problem(broken, problem)));
    let findings = report.frameworks.iter().flat_map(|framework| &framework.findings);
    let mut findings: Vec<&Judged> = findings.filter(|judged| judged.suppressed.is_none()).collect();
    findings.sort_by_key(|judged| std::cmp::Reverse(judged.severity));
    problems.chain(findings.into_iter().map(of_finding)).collect()
}

fn of_problem<'r>(broken: &'r Broken, problem: &'r Problem) -> Annotation<'r> {
    let file = problem.span.and_then(|span| broken.sources.file(span.file));
    Annotation {
        severity: Severity::Error,
        title: problem.kind.id(),
        file: file.map_or(broken.path.as_str(), |file| file.path.as_str()),
        place: problem.span.map(|span| broken.sources.place(span)),
        message: &problem.message,
        help: &problem.help,
    }
}

fn of_finding(judged: &Judged) -> Annotation<'_> {
    Annotation {
        severity: judged.severity,
        title: judged.finding.check,
        file: &judged.place.path,
        place: Some(judged.place.clone()),
        message: &judged.finding.message,
        help: &judged.finding.help,
    }
}

impl Annotation<'_> {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let command = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let mut properties = format!("title={}", property(&format!("mitigap {}", self.title)));
        if !self.file.is_empty() {
            properties = format!("file={},{properties}", property(self.file));
        }
        if let Some(place) = &self.place {
            properties = format!("{properties},{}", region(place));
        }
        let help = if self.help.is_empty() { String::new() } else { format!("%0A{}", data(self.help)) };
        writeln!(out, "::{command} {properties}::{}{help}", data(self.message))
    }
}

/// Columns are taken only where the region is on one line.
fn region(place: &Place) -> String {
    let lines = format!("line={},endLine={}", place.line, place.end_line);
    if place.line == place.end_line {
        format!("{lines},col={},endColumn={}", place.column, place.end_column)
    } else {
        lines
    }
}

/// Text after the second pair of colons.
fn data(text: &str) -> String {
    safe(text).replace('%', "%25")
}

/// Text before it, where commas and colons mean something.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
