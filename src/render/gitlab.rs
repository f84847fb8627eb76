//! GitLab code quality: a list of findings that its merge requests compare with those of the target branch.
//!
//! GitLab knows no waived findings, so they are left out. It keeps one finding per fingerprint and drops the others.

use crate::checks::Severity;
use crate::policy::Judged;
use crate::policy::fingerprint::hex;
use crate::problem::Problem;
use crate::render::terminal::safe;
use crate::report::{Broken, Report};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// One finding.
#[derive(Serialize)]
struct Issue<'r> {
    description: String,
    check_name: &'r str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'r>,
}

/// Where it is.
#[derive(Serialize)]
struct Location<'r> {
    path: &'r str,
    lines: Lines,
}

/// First and last line.
#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

/// Writes the report as code quality findings.
///
/// # Errors
/// The writer fails.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let problems =
        report.broken.iter().flat_map(|broken| broken.problems.iter().map(|problem| failed(broken, problem)));
    let findings = report.frameworks.iter().flat_map(|framework| &framework.findings);
    let findings = findings.map(|judged| Issue {
        description: description(judged),
        check_name: judged.finding.check,
        fingerprint: judged.fingerprint.clone(),
        severity: severity(judged),
        location: Location {
            path: &judged.place.path,
            lines: Lines { begin: judged.place.line, end: judged.place.end_line },
        },
    });
    let mut issues: Vec<Issue<'_>> = problems.chain(findings).collect();
    tell_apart(&mut issues);
    serde_json::to_writer_pretty(&mut *out, &issues)?;
    out.write_all(b"\n")
}

fn failed<'r>(broken: &'r Broken, problem: &'r Problem) -> Issue<'r> {
    let first = broken.sources.files().first().map_or(broken.path.as_str(), |file| file.path.as_str());
    let place = problem.span.map(|span| broken.sources.place(span));
    let file = problem.span.and_then(|span| broken.sources.file(span.file));
    let path = file.map_or(first, |file| file.path.as_str());
    Issue {
        description: described(&problem.message, &problem.help),
        check_name: problem.kind.id(),
        fingerprint: digest(&[path, problem.kind.id(), &problem.message]),
        severity: "blocker",
        location: Location {
            path: if path.is_empty() { "." } else { path },
            lines: place.map_or(Lines { begin: 1, end: 1 }, |place| Lines { begin: place.line, end: place.end_line }),
        },
    }
}

/// The merge request shows one line of plain text.
fn described(message: &str, help: &str) -> String {
    let help = if help.is_empty() { String::new() } else { format!(" ({help})") };
    safe(&format!("{message}{help}")).into_owned()
}

/// What does not count is told with the reason why in front.
fn description(judged: &Judged) -> String {
    let told = described(&judged.finding.message, &judged.finding.help);
    judged.suppressed.as_ref().map_or(told.clone(), |suppressed| format!("[{}] {told}", safe(&suppressed.words())))
}

/// The format has no word for a finding that does not count: it is worth knowing.
const fn severity(judged: &Judged) -> &'static str {
    if judged.suppressed.is_some() {
        return "info";
    }
    match judged.severity {
        Severity::Error => "major",
        Severity::Warning => "minor",
        Severity::Note => "info",
    }
}

/// No two findings of a framework mean the same, but two problems may, and one file may be given under two names.
fn tell_apart(issues: &mut [Issue<'_>]) {
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    for issue in issues {
        let count = seen.entry(issue.fingerprint.clone()).or_default();
        *count += 1;
        if *count > 1 {
            issue.fingerprint = digest(&[&issue.fingerprint, &count.to_string()]);
        }
    }
}

fn digest(parts: &[&str]) -> String {
    let mut digits = hex(&Sha256::digest(parts.join("\n").as_bytes()));
    digits.truncate(16);
    digits
}
