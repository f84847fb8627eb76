//! Findings -> judged findings: severities by profile, selection, waivers.
//!
//! What is silenced stays visible: a suppressed finding is carried along with the reason, and only the exit code
//! passes over it. This module must not know about formats.

pub mod baseline;
pub mod fingerprint;
pub mod selection;
pub mod waiver;

use crate::checks::{self, Finding, Severity};
use crate::coverage::Coverage;
use crate::source::{Place, Sources};
use crate::vocabulary::Word;
use baseline::{Compared, Comparison, Known, Ratchet, Recorded};
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

/// What a framework was found to be.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verdict {
    /// The findings, in the order of the checks.
    pub findings: Vec<Judged>,
    /// What became of what was known, where there is a baseline and the whole framework was looked at.
    pub ratchet: Option<Ratchet>,
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
    /// Runs the selected checks on a framework and judges what they find; `known` are the baseline's path and what it holds
    /// of this framework.
    pub fn judge(
        &self,
        path: &str,
        sources: &Sources,
        coverage: &Coverage<'_>,
        known: Option<(&str, Option<&Recorded>)>,
    ) -> Verdict {
        let subject = coverage.subject;
        let mut kept = checks::run(coverage, |check| self.selection.takes_check(check.id));
        kept.retain(|finding| self.selection.takes(subject, finding));
        let waivers = Waivers::of(subject);
        let mut comparison = known.map(|(path, recorded)| Comparison::with(path, recorded));
        let judge = |mut finding: Finding| {
            let waived = waivers.suppression(&finding);
            let known = comparison
                .as_mut()
                .filter(|_| !waiver::OF_WAIVERS.contains(&finding.check))
                .and_then(|comparison| known_already(comparison, coverage, &mut finding, waived.is_none()));
            Judged {
                severity: self.severity(&finding),
                place: sources.place(finding.span),
                fingerprint: fingerprint::of(path, subject, &finding),
                suppressed: waived.or(known),
                finding,
            }
        };
        let findings = kept.into_iter().map(judge).collect();
        let ratchet = comparison.filter(|_| self.selection.takes_all()).map(Comparison::finish);
        Verdict { findings, ratchet }
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

/// Passes over a finding that is known and no worse; says of one that is worse what it was.
fn known_already(
    comparison: &mut Comparison<'_>,
    coverage: &Coverage<'_>,
    finding: &mut Finding,
    counts: bool,
) -> Option<Suppression> {
    match comparison.compare(Known::of(coverage, finding), counts) {
        Compared::New => None,
        Compared::Worse(how) => {
            let help = std::mem::take(&mut finding.help);
            finding.help =
                format!("in the baseline, but worse now ({how}){}{help}", if help.is_empty() { "" } else { ": " });
            None
        }
        Compared::Known => Some(Suppression::known()),
    }
}
