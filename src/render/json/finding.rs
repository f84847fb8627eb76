//! `findings`: what the checks report, with places and identities.

use super::entries::Entries;
use super::place::{Place, Related};
use crate::coverage::Subject;
use crate::policy::Judged;
use crate::policy::waiver::Suppression;
use crate::report::FrameworkReport;
use crate::source::{Sources, Span};
use crate::vocabulary::Word as _;
use serde::Serialize;

/// One finding.
#[derive(Serialize)]
pub(super) struct FindingEntry<'r> {
    check: &'static str,
    severity: &'static str,
    message: &'r str,
    #[serde(skip_serializing_if = "str::is_empty")]
    help: &'r str,
    // The fields of a `SubjectEntry`: flattened they would be written as the keys of a map, which takes twice as long.
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tier: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    threat: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mitigation: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entry: Option<&'r str>,
    place: Place<'r>,
    related: Entries<'r, &'r Sources, (Span, String), Related<'r>>,
    fingerprint: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    suppressed: Option<SuppressedEntry<'r>>,
}

/// What a finding is about.
#[derive(Serialize)]
pub(super) struct SubjectEntry<'r> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) category: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) tier: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) threat: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) mitigation: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) entry: Option<&'r str>,
}

/// Why it does not count.
#[derive(Serialize)]
struct SuppressedEntry<'r> {
    by: &'static str,
    reason: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires: Option<String>,
}

/// One judged finding of a framework.
pub(super) fn finding_entry<'r>(report: &'r FrameworkReport<'r>, judged: &'r Judged) -> FindingEntry<'r> {
    let Subject { framework, taxonomy, .. } = report.coverage.subject;
    let finding = &judged.finding;
    FindingEntry {
        check: finding.check,
        severity: judged.severity.id(),
        message: &finding.message,
        help: &finding.help,
        category: finding.category.map(|at| taxonomy.categories[at].code.as_ref()),
        tier: finding.tier.map(|at| framework.tiers[at].id.value.as_str()),
        threat: finding.threat.map(|at| framework.threats[at].id.value.as_str()),
        mitigation: finding.mitigation.map(|at| framework.mitigations[at].id.value.as_str()),
        entry: finding.entry.as_deref(),
        place: (&judged.place).into(),
        related: Entries::of(report.sources, &finding.related, related),
        fingerprint: &judged.fingerprint,
        suppressed: judged.suppressed.as_ref().map(suppressed_entry),
    }
}

fn related<'r>(sources: &'r Sources, (span, label): &'r (Span, String)) -> Related<'r> {
    Related { place: sources.borrowed_place(*span).into(), label }
}

fn suppressed_entry(suppression: &Suppression) -> SuppressedEntry<'_> {
    SuppressedEntry {
        by: suppression.by.id(),
        reason: &suppression.reason,
        owner: suppression.owner.as_deref(),
        expires: suppression.expires.map(|date| date.to_string()),
    }
}
