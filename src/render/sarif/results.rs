//! Every finding as a result, the waived ones with their suppression.

use super::log::{Finding, Suppression};
use super::taxonomies::Taxonomies;
use super::{Files, sentences};
use crate::checks::CHECKS;
use crate::policy::Judged;
use crate::policy::waiver::{self, SuppressedBy};
use crate::render::about::About;
use crate::report::{FrameworkReport, Report};
use crate::vocabulary::Word as _;
use std::collections::BTreeMap;

/// The fingerprint's name; another way to work it out gets another version.
const FINGERPRINT: &str = "mitigapMeaning/v1";

/// The results of all frameworks, in order.
pub(super) fn of<'r>(report: &'r Report<'_>, files: &Files, taxonomies: &Taxonomies<'r>) -> Vec<Finding<'r>> {
    let each =
        report.frameworks.iter().flat_map(|framework| framework.findings.iter().map(move |judged| (framework, judged)));
    each.map(|(framework, judged)| result(framework, judged, files, taxonomies)).collect()
}

fn result<'r>(
    framework: &'r FrameworkReport<'_>,
    judged: &'r Judged,
    files: &Files,
    taxonomies: &Taxonomies<'r>,
) -> Finding<'r> {
    let (finding, subject) = (&judged.finding, framework.coverage.subject);
    let related = finding.related.iter().enumerate().map(|(at, (span, label))| {
        let mut location = files.location(framework.sources, *span, label);
        location.id = Some(at + 1);
        location
    });
    let mut properties: BTreeMap<&str, &str> = About::of(subject, judged).named().collect();
    properties.insert("framework", &subject.framework.head.name.value);
    Finding {
        rule_id: finding.check,
        rule_index: CHECKS.iter().position(|check| check.id == finding.check).unwrap_or_default(),
        level: judged.severity.id(),
        message: sentences(&finding.message, &finding.help),
        locations: [files.location(framework.sources, finding.span, &finding.label)],
        related_locations: related.collect(),
        partial_fingerprints: BTreeMap::from([(FINGERPRINT, judged.fingerprint.as_str())]),
        taxa: finding.category.map(|category| taxonomies.taxon(subject.taxonomy, category)).into_iter().collect(),
        // An empty list says that nothing silences it; none would say that nobody looked.
        suppressions: judged.suppressed.iter().map(suppression).collect(),
        properties,
    }
}

fn suppression(suppression: &waiver::Suppression) -> Suppression<'_> {
    let mut properties = BTreeMap::from([("by", suppression.by.id().to_owned())]);
    properties.extend(suppression.owner.clone().map(|owner| ("owner", owner)));
    properties.extend(suppression.expires.map(|date| ("expires", date.to_string())));
    Suppression {
        kind: match suppression.by {
            SuppressedBy::Waiver => "inSource",
            SuppressedBy::Baseline => "external",
        },
        status: "accepted",
        justification: &suppression.reason,
        properties,
    }
}
