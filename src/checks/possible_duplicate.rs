//! `possible-duplicate`: two entries that are one in other words.

use super::{Check, Finding, Severities, Severity, entries, words};
use crate::arena::Handle;
use crate::coverage::Coverage;
use crate::framework::Mitigation;
use crate::mapping::alike;
use crate::mapping::words::{Reader, Words};
use std::borrow::Cow;

/// See `possible-duplicate.md`.
pub(super) const CHECK: Check = Check {
    id: "possible-duplicate",
    summary: "two entries that are one in other words",
    severities: Severities::new(Severity::Note, Severity::Note, Severity::Warning),
    page: include_str!("possible_duplicate.md"),
    run,
};

fn run(coverage: &Coverage<'_>) -> Vec<Finding> {
    let subject = coverage.subject;
    let measures: Vec<(Handle<Mitigation>, &Mitigation)> = entries::measures(subject).collect();
    let reader = Reader::default();
    let texts: Vec<Cow<'_, Words>> = measures
        .iter()
        .map(|(at, entry)| {
            let description = entry.description.as_ref().map_or("", |text| text.value.as_str());
            let kept = subject.mapping.reading(*at).map(|reading| Cow::Borrowed(&reading.read.words));
            kept.unwrap_or_else(|| Cow::Owned(reader.read(&entry.name.value, description)))
        })
        .collect();
    let texts: Vec<&Words> = texts.iter().map(AsRef::as_ref).collect();
    let at = |position: usize| measures.get(position).copied();
    let may = |one, other| match (at(one), at(other)) {
        (Some((_, one)), Some((_, other))) => meet(one, other),
        _ => false,
    };
    let found = alike::pairs_of(&texts, &may);
    found
        .iter()
        .filter_map(|pair| {
            let ((first, earlier), (second, entry)) = (at(pair.first)?, at(pair.second)?);
            let (one, other) = (words::id(subject, second), words::id(subject, first));
            let message = format!("{one} may be {other} in other words ({} alike)", words::percent(pair.likeness));
            let finding = Finding::new(CHECK.id, entry.name.span, message)
                .label("says much the same")
                .help(format!(
                    "if it is one measure, leave one entry; else say in the `description` what sets {one} apart"
                ))
                .also(earlier.name.span, "as this")
                .about(second)
                .naming(&earlier.id.value);
            Some(finding)
        })
        .collect()
}

/// Whether two entries can be one measure: they start at the same level and share a tier.
fn meet(one: &Mitigation, other: &Mitigation) -> bool {
    let level = |entry: &Mitigation| entry.level.as_ref().map(|level| level.value);
    let apart = !one.tiers.is_empty()
        && !other.tiers.is_empty()
        && !one.tiers.iter().any(|tier| other.tiers.iter().any(|same| same.value == tier.value));
    level(one) == level(other) && !apart
}
