//! A level: the condition it stands for, what begins at it, and what is covered only from it up.

use super::{cell, heading};
use crate::report::FrameworkReport;

/// The level of an id; `None` if there is none.
pub(super) fn explain(what: &str, report: &FrameworkReport<'_>) -> Option<String> {
    let coverage = &report.coverage;
    let subject = coverage.subject;
    let (at, entry) = subject.framework.levels.entries().find(|(_, entry)| entry.id.value == what)?;
    let level = coverage.levels.get(at.at())?;
    let mut text = heading(report, (&entry.name, &entry.id), "a level");
    if let Some(threshold) = &entry.threshold {
        text.push_str(&cell::line(0, &format!("threshold: {}", threshold.value)));
    }
    if !level.applies {
        text.push_str(&cell::line(0, "above the level judged at: what begins here does not count in this run"));
    }
    text.push_str(&cell::line(0, &format!("begins here: {}", cell::ids(subject, &level.adds))));
    let codes: Vec<&str> = level.covers.iter().map(|&at| subject.taxonomy.categories[at].code.as_ref()).collect();
    let codes = if codes.is_empty() { "no category".to_owned() } else { codes.join(", ") };
    let how = if at.at() == 0 { "covered from the lowest level" } else { "covered from here up and not below" };
    text.push_str(&cell::line(0, &format!("{how}: {codes}")));
    Some(text)
}
