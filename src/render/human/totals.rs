//! The last lines: how much is covered, on what basis, and what was found.

use crate::checks::Severity;
use crate::policy::Judged;
use crate::render::terminal::{Tone, paint, safe};
use crate::report::{Exit, FrameworkReport, Report};
use crate::vocabulary::Word as _;
use std::io::{self, Write};

/// The totals of one framework.
pub(super) fn write_framework(
    report: &Report<'_>,
    framework: &FrameworkReport<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let summary = &framework.coverage.summary;
    let covered = format!(
        "{} of {} covered ({} declared), {} by implemented measures",
        summary.covered, summary.expected, summary.covered_declared, summary.covered_implemented
    );
    let tone = if summary.covered == summary.expected { Tone::Good } else { Tone::Strong };
    writeln!(out, "{}", paint(&covered, tone, report.display.colour))?;
    if summary.covered > 0 {
        let reach = if summary.met == 1 { "reaches" } else { "reach" };
        writeln!(out, "{} of these {reach} the depth wanted in every tier", summary.met)?;
    }
    for dependency in &framework.coverage.subject.framework.dependencies {
        if let Some(claim) = &dependency.failover {
            let claim = format!(
                "`{}` counts as never failing, on the claim of a failover: {}",
                dependency.id.value, claim.value
            );
            writeln!(out, "{}", safe(&claim))?;
        }
    }
    if summary.excluded > 0 {
        let plural = if summary.excluded == 1 { "category" } else { "categories" };
        writeln!(out, "{} {plural} excluded from scope", summary.excluded)?;
    }
    if summary.unmapped > 0 {
        let are = if summary.unmapped == 1 { "is" } else { "are" };
        writeln!(out, "{} of {} mitigations {are} mapped to no category", summary.unmapped, summary.mitigations)?;
    }
    writeln!(out, "{} (profile {})\n", counts(&framework.findings), report.policy.profile.id())
}

/// `3 errors, 12 warnings, 1 note; 1 waived`.
pub(in crate::render) fn counts(findings: &[Judged]) -> String {
    let of =
        |severity| findings.iter().filter(|judged| judged.suppressed.is_none() && judged.severity == severity).count();
    let word = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    let waived = findings.iter().filter(|judged| judged.suppressed.is_some()).count();
    let counts =
        [word(of(Severity::Error), "error"), word(of(Severity::Warning), "warning"), word(of(Severity::Note), "note")];
    let waived = if waived == 0 { String::new() } else { format!("; {waived} waived") };
    format!("{}{waived}", counts.join(", "))
}

/// The totals of the run: only where there is more to say than one framework said.
pub(super) fn write_run(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let problems: usize = report.broken.iter().map(|broken| broken.problems.len()).sum();
    if problems > 0 {
        let text = format!(
            "{} {} could not be checked: {problems} {}",
            report.broken.len(),
            if report.broken.len() == 1 { "file" } else { "files" },
            if problems == 1 { "problem" } else { "problems" }
        );
        writeln!(out, "{}", paint(&text, Tone::Bad, report.display.colour))?;
    }
    if report.frameworks.len() > 1 {
        let failing = report.frameworks.iter().filter(|framework| report.policy.fails(&framework.findings)).count();
        writeln!(
            out,
            "{} frameworks checked, {failing} with findings at or above `{}`",
            report.frameworks.len(),
            report.policy.fail_on.id()
        )?;
    }
    if report.exit() == Exit::Nothing {
        writeln!(out, "nothing to check: no `*.framework.toml`, `framework.toml` or `safety-framework.toml` here")?;
    }
    Ok(())
}
