//! A threat: what stands against it in every tier, what that falls with, and what events leave.

use super::{cell, heading};
use crate::report::FrameworkReport;

/// The threat of an id; `None` if there is none.
pub(super) fn explain(what: &str, report: &FrameworkReport<'_>) -> Option<String> {
    let coverage = &report.coverage;
    let subject = coverage.subject;
    let (at, entry) = subject.framework.threats.entries().find(|(_, entry)| entry.id.value == what)?;
    let threat = coverage.threats.get(at.at())?;
    let mut text = heading(report, (&entry.name, &entry.id), "a threat");
    let by = if subject.is_adversarial(entry) { "somebody attacks on purpose" } else { "nobody attacks on purpose" };
    let met = if threat.meets { "met in every tier" } else { "not met in every tier" };
    text.push_str(&cell::line(0, &format!("depth {} is wanted: {met}; {by}", threat.wanted)));
    for standing in &threat.cells {
        let tier = &subject.framework.tiers[standing.tier];
        text.push('\n');
        text.push_str(&cell::line(2, &format!("in {} ({})", tier.name, tier.id.value)));
        text.push_str(&cell::threat(subject, threat, standing));
    }
    Some(text)
}
