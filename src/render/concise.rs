//! One finding a line, `path:line:column: severity[check]: message`: for editors that jump to places, and for `grep`.
//!
//! Everything is told, in the order of the files and checks; how to mend it is left to `human` and to `explain`. What is waived
//! is told as such, with the reason; what the baseline knows is only counted.

use super::human;
use super::terminal::safe;
use crate::checks::Severity;
use crate::policy::waiver::SuppressedBy;
use crate::report::{Broken, FrameworkReport, Report};
use crate::source::Place;
use crate::vocabulary::Word as _;
use std::io::{self, Write};

/// Writes what cannot be checked, then the findings of each framework with its totals.
///
/// # Errors
/// The writer fails.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    report.broken.iter().try_for_each(|broken| problems(broken, out))?;
    report.frameworks.iter().try_for_each(|framework| findings(framework, out))
}

fn problems(broken: &Broken, out: &mut dyn Write) -> io::Result<()> {
    for problem in &broken.problems {
        let (kind, severity) = (problem.kind.id(), Severity::Error.id());
        let (path, message) = (safe(&broken.path), safe(&problem.message));
        match problem.span.map(|span| broken.sources.place(span)) {
            Some(place) => writeln!(out, "{}: {severity}[{kind}]: {message}", at(&place))?,
            None if path.is_empty() => writeln!(out, "{severity}[{kind}]: {message}")?,
            None => writeln!(out, "{path}: {severity}[{kind}]: {message}")?,
        }
    }
    Ok(())
}

fn findings(framework: &FrameworkReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    for judged in &framework.findings {
        let (place, check, message) = (at(&judged.place), judged.finding.check, safe(&judged.finding.message));
        match judged.suppressed.as_ref().map(|silenced| (silenced.by, &silenced.reason)) {
            None => writeln!(out, "{place}: {}[{check}]: {message}", judged.severity.id())?,
            Some((SuppressedBy::Waiver, reason)) => {
                writeln!(out, "{place}: waived[{check}]: {message} ({})", safe(reason))?;
            }
            Some((SuppressedBy::Baseline, _)) => {}
        }
    }
    let summary = &framework.coverage.summary;
    let (covered, expected) = (summary.covered, summary.expected);
    let (counts, as_of) = (human::counts(&framework.findings), framework.ruling.settings.as_of);
    writeln!(out, "{}: {covered} of {expected} covered as of {as_of}, {counts}", safe(framework.path))
}

/// A place as compilers write it.
fn at(place: &Place) -> String {
    format!("{}:{}:{}", safe(&place.path), place.line, place.column)
}
