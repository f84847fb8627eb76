//! `unmapped`: an entry that reads like no category.

use super::{Check, Finding, Severities, Severity, entries, words};
use crate::coverage::Coverage;
use crate::mapping::{Basis, Doubt, Mapped};

/// See `unmapped.md`.
pub(super) const CHECK: Check = Check {
    id: "unmapped",
    summary: "an entry that declares no category and reads like none",
    severities: Severities::new(Severity::Note, Severity::Warning, Severity::Error),
    page: include_str!("unmapped.md"),
    run,
};

fn run(coverage: &Coverage<'_>) -> Vec<Finding> {
    let subject = coverage.subject;
    let unmapped =
        entries::measures(subject).filter_map(|(at, entry)| Some((at, entry, why(subject.mapping.get(at))?)));
    unmapped
        .map(|(at, entry, why)| {
            let id = words::id(subject, at);
            let (message, help) = match why {
                Why::NoCategory => (
                    format!("{id} reads like no category of {}", subject.taxonomy.id),
                    "write its `category` (see `mitigap taxonomy list`), say in the `description` what it does, or \
                     take it out if it is no measure",
                ),
                Why::Denies => (
                    format!("{id} says that its measure is absent"),
                    "take it out, or say what is done instead; a measure for later is `status = \"idea\"`, and a text that \
                     is misread here needs its `category`",
                ),
                Why::NotJudgeable => (
                    format!("{id} has too few words that are known here to be read"),
                    "write its `category` (see `mitigap taxonomy list`), or a `description` in English",
                ),
            };
            Finding::new(CHECK.id, entry.name.span, message).label("counts nowhere").help(help).about(at)
        })
        .collect()
}

/// Why an entry counts nowhere.
enum Why {
    NoCategory,
    Denies,
    NotJudgeable,
}

/// Why an entry counts nowhere; nothing where it does, or may.
fn why(mapped: &Mapped) -> Option<Why> {
    if mapped.basis != Basis::None {
        return None;
    }
    match mapped.doubt {
        Some(Doubt::Denies) => Some(Why::Denies),
        Some(Doubt::NotJudgeable) => Some(Why::NotJudgeable),
        None => mapped.candidates.first().is_none_or(|best| best.category.is_none()).then_some(Why::NoCategory),
    }
}
