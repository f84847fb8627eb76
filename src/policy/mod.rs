//! Findings -> judged findings: severities by profile, selection, waivers.
//!
//! What is silenced stays visible: a suppressed finding is carried along with the reason, and only the exit code
//! passes over it. This module must not know about formats.

pub mod fingerprint;
pub mod selection;
pub mod waiver;

use crate::checks::{self, Finding, Severity};
use crate::coverage::Coverage;
use crate::source::{Place, Sources};
use crate::vocabulary::Word;
use selection::Selection;
use std::collections::BTreeMap;
use waiver::{Suppression, Waivers};

/// How strict a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Profile {
    /// While writing: most things are notes.
    Draft,
    /// On every change.
    #[default]
    Ci,
    /// Before a sign-off.
    Audit,
}

impl Word for Profile {
    const WHAT: &'static str = "profile";
    const WORDS: &'static [(Self, &'static str)] = &[(Self::Draft, "draft"), (Self::Ci, "ci"), (Self::Audit, "audit")];
}

/// From which severity on a finding makes the run fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum FailOn {
    /// Errors only.
    #[default]
    Error,
    /// Warnings and errors.
    Warning,
    /// Any finding.
    Note,
    /// None.
    Never,
}

impl Word for FailOn {
    const WHAT: &'static str = "fail-on";
    const WORDS: &'static [(Self, &'static str)] =
        &[(Self::Error, "error"), (Self::Warning, "warning"), (Self::Note, "note"), (Self::Never, "never")];
}

impl FailOn {
    /// Whether a finding of this severity makes the run fail.
    pub fn is_reached_by(self, severity: Severity) -> bool {
        match self {
            Self::Error => severity >= Severity::Error,
            Self::Warning => severity >= Severity::Warning,
            Self::Note => true,
            Self::Never => false,
        }
    }
}

/// How findings are judged in a run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Policy {
    /// The profile that gives each check its severity.
    pub profile: Profile,
    /// From which severity on the run fails.
    pub fail_on: FailOn,
    /// Severities that override the profile, by check id.
    pub severities: BTreeMap<String, Severity>,
    /// Which checks and subjects are looked at.
    pub selection: Selection,
}

/// A finding with its severity, its place for people and its identity over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// What was found.
    pub finding: Finding,
    /// How much it weighs in this run.
    pub severity: Severity,
    /// Where, for people.
    pub place: Place,
    /// First 16 hex digits of the SHA-256 of its meaning.
    pub fingerprint: String,
    /// Why it does not count, where it does not.
    pub suppressed: Option<Suppression>,
}

impl Policy {
    /// Runs the selected checks on a framework and judges what they find.
    pub fn judge(&self, path: &str, sources: &Sources, coverage: &Coverage<'_>) -> Vec<Judged> {
        let subject = coverage.subject;
        let selected = checks::run(coverage, |check| self.selection.takes_check(check.id));
        let kept = selected.into_iter().filter(|finding| self.selection.takes(subject, finding));
        let waivers = Waivers::of(subject);
        kept.map(|finding| Judged {
            severity: self.severity(&finding),
            place: sources.place(finding.span),
            fingerprint: fingerprint::of(path, subject, &finding),
            suppressed: waivers.suppression(&finding),
            finding,
        })
        .collect()
    }

    /// The severity of a finding: the override, else the profile's; never more than a note for what asks for nothing.
    pub fn severity(&self, finding: &Finding) -> Severity {
        let severity = self.severity_of(finding.check);
        if finding.only_a_note { severity.min(Severity::Note) } else { severity }
    }

    /// The severity of a check: the override, else the profile's.
    pub fn severity_of(&self, check: &str) -> Severity {
        let of_profile = checks::find(check).map_or(Severity::Warning, |check| match self.profile {
            Profile::Draft => check.severities.draft,
            Profile::Ci => check.severities.ci,
            Profile::Audit => check.severities.audit,
        });
        self.severities.get(check).copied().unwrap_or(of_profile)
    }

    /// Whether any of these findings makes the run fail.
    pub fn fails(&self, findings: &[Judged]) -> bool {
        findings.iter().any(|judged| judged.suppressed.is_none() && self.fail_on.is_reached_by(judged.severity))
    }
}
