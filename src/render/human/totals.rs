//! The last lines: how much is covered, on what basis, and what was found.

use crate::checks::Severity;
use crate::policy::Judged;
use crate::policy::baseline::{Known, Ratchet};
use crate::policy::waiver::SuppressedBy;
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
    if let Some(ratchet) = &framework.ratchet {
        write_ratchet(ratchet, report.display.colour, out)?;
    }
    writeln!(out, "{} (profile {})\n", counts(&framework.findings), framework.ruling.policy.profile.id())
}

/// `3 errors, 12 warnings, 1 note; 1 waived`.
pub(in crate::render) fn counts(findings: &[Judged]) -> String {
    let of =
        |severity| findings.iter().filter(|judged| judged.suppressed.is_none() && judged.severity == severity).count();
    let word = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    let by = |by| findings.iter().filter(|judged| judged.suppressed.as_ref().is_some_and(|s| s.by == by)).count();
    let silenced = [(by(SuppressedBy::Waiver), "waived"), (by(SuppressedBy::Baseline), "known")];
    let counts =
        [word(of(Severity::Error), "error"), word(of(Severity::Warning), "warning"), word(of(Severity::Note), "note")];
    let silenced: Vec<String> =
        silenced.into_iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
    let silenced = if silenced.is_empty() { String::new() } else { format!("; {}", silenced.join(", ")) };
    format!("{}{silenced}", counts.join(", "))
}

/// What the baseline could do without.
fn write_ratchet(ratchet: &Ratchet, colour: bool, out: &mut dyn Write) -> io::Result<()> {
    if !ratchet.can_be_pruned() {
        return Ok(());
    }
    let gone = |known: &Known| format!("gone: {}", known.key);
    let better = |(_, now): &(Known, Known)| format!("better: {}", now.key);
    let told: Vec<String> = ratchet.fixed.iter().map(gone).chain(ratchet.better.iter().map(better)).collect();
    for line in told.iter().take(FEW) {
        writeln!(out, "{}", paint(&safe(line), Tone::Good, colour))?;
    }
    if told.len() > FEW {
        writeln!(out, "{}", paint(&format!("and {} more", told.len() - FEW), Tone::Good, colour))?;
    }
    let path = safe(&ratchet.path);
    writeln!(out, "`mitigap baseline prune` takes {} out of {path}", if told.len() == 1 { "it" } else { "them" })
}

/// How many findings that are gone are named.
const FEW: usize = 10;

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
        let failing = report.frameworks.iter().filter(|framework| framework.fails()).count();
        writeln!(
            out,
            "{} frameworks checked, {failing} with findings at or above `{}`",
            report.frameworks.len(),
            report.ruling.policy.fail_on.id()
        )?;
    }
    if !report.left_out.is_empty() {
        let count = report.left_out.len();
        let paths = report.left_out.iter().map(|path| safe(path)).collect::<Vec<_>>().join(", ");
        let plural = if count == 1 { "framework" } else { "frameworks" };
        writeln!(out, "{count} {plural} left out by the configuration: {paths}")?;
    }
    if report.exit() == Exit::Nothing {
        writeln!(out, "nothing to check: no `*.framework.toml`, `framework.toml` or `safety-framework.toml` here")?;
    }
    Ok(())
}
