//! The terminal: diagnostics on the framework's own lines, then the taxonomy as a picture, then the totals.

mod below;
mod diagnostic;
pub(super) mod group;
pub(super) mod picture;
mod totals;

use crate::checks::{Finding, Severity};
use crate::policy::waiver::SuppressedBy;
use crate::render::terminal::{Tone, paint, safe};
use crate::report::{Broken, FrameworkReport, Report};
use std::io::{self, Write};
pub(super) use totals::counts;

/// Writes the report for people.
///
/// # Errors
/// The writer's own.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    for broken in report.broken {
        out.write_all(problems(broken, report.display.colour).as_bytes())?;
    }
    for framework in &report.frameworks {
        write_framework(report, framework, out)?;
    }
    totals::write_run(report, out)
}

/// The problems of an input that could not be checked.
pub fn problems(broken: &Broken, colour: bool) -> String {
    broken.problems.iter().map(|problem| diagnostic::problem(broken, problem, colour)).collect()
}

fn write_framework(report: &Report<'_>, framework: &FrameworkReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    let colour = report.display.colour;
    let groups = group::of(framework);
    let (mut left, mut all) = (report.display.max_findings, 0);
    for group in &groups {
        all += group.findings.len();
        if left == 0 {
            continue;
        }
        left = left.saturating_sub(group.findings.len());
        let text = if group.severity == Severity::Note {
            note(framework, group, colour)
        } else {
            diagnostic::finding(framework, group, colour)
        };
        out.write_all(text.as_bytes())?;
    }
    let shown = all.min(report.display.max_findings);
    if shown < all {
        let more = format!("and {} more findings (`--max-findings` shows more)", all - shown);
        writeln!(out, "{}", paint(&more, Tone::Quiet, colour))?;
    }
    write_silenced(framework, colour, out)?;
    writeln!(out)?;
    picture::write(framework, colour, out)?;
    below::write(framework, colour, out)?;
    totals::write_framework(report, framework, out)
}

/// What a waiver silences, each with its reason; what the baseline knows is only counted, or new findings would drown in it.
fn write_silenced(framework: &FrameworkReport<'_>, colour: bool, out: &mut dyn Write) -> io::Result<()> {
    for judged in &framework.findings {
        let Some(suppressed) = judged.suppressed.as_ref().filter(|suppressed| suppressed.by == SuppressedBy::Waiver)
        else {
            continue;
        };
        let Finding { check, message, .. } = &judged.finding;
        let line = format!("  {check}: {} ({})", safe(message), safe(&suppressed.words()));
        writeln!(out, "{}", paint(&line, Tone::Quiet, colour))?;
    }
    Ok(())
}

/// A note takes a line or two: it asks for nothing.
fn note(framework: &FrameworkReport<'_>, group: &group::Group<'_>, colour: bool) -> String {
    let Some(first) = group.findings.first() else { return String::new() };
    let message = group.message(framework);
    let place = format!("{}:{}", safe(&first.place.path), first.place.line);
    format!("☞ {}: {}\n  {}\n", first.finding.check, safe(&message), paint(&place, Tone::Quiet, colour))
}
