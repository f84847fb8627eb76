//! The terminal: diagnostics on the framework's own lines, then the taxonomy as a picture, then the totals.

mod diagnostic;
mod group;
mod picture;
mod totals;

use crate::render::terminal::{Tone, paint, safe};
use crate::report::{FrameworkReport, Report};
use std::io::{self, Write};

/// Writes the report for people.
///
/// # Errors
/// The writer's own.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    for broken in report.broken {
        for problem in &broken.problems {
            out.write_all(diagnostic::problem(broken, problem, report.display.colour).as_bytes())?;
        }
    }
    for framework in &report.frameworks {
        write_framework(report, framework, out)?;
    }
    totals::write_run(report, out)
}

fn write_framework(report: &Report<'_>, framework: &FrameworkReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    let colour = report.display.colour;
    let groups = group::of(framework);
    let mut left = report.display.max_findings;
    for group in &groups {
        if left == 0 {
            break;
        }
        left = left.saturating_sub(group.findings.len());
        out.write_all(diagnostic::finding(framework, group, colour).as_bytes())?;
    }
    let all: usize = groups.iter().map(|group| group.findings.len()).sum();
    let shown = all.min(report.display.max_findings);
    if shown < all {
        let more = format!("and {} more findings (`--max-findings` shows more)\n\n", all - shown);
        out.write_all(paint(&more, Tone::Quiet, colour).as_bytes())?;
    }
    for judged in &framework.findings {
        if let Some(suppressed) = &judged.suppressed {
            let until = suppressed.expires.map_or_else(String::new, |date| format!(" until {date}"));
            let line = format!(
                "  waived{until} by {}: {}: {} ({})",
                safe(&suppressed.owner),
                judged.finding.check,
                safe(&judged.finding.message),
                safe(&suppressed.reason)
            );
            writeln!(out, "{}", paint(&line, Tone::Quiet, colour))?;
        }
    }
    picture::write(framework, colour, out)?;
    totals::write_framework(report, framework, out)
}
