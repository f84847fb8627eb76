//! `tiers-unstated`: nobody said in which tiers the measures stand.

use super::{Check, Finding, Severities, Severity, entries, words};
use crate::arena::Handle;
use crate::coverage::{Coverage, Subject};
use crate::framework::{Mitigation, TierSource};
use crate::vocabulary::Role;

/// See `tiers-unstated.md`.
pub(super) const CHECK: Check = Check {
    id: "tiers-unstated",
    summary: "measures, or a whole framework, that do not say in which tiers they stand",
    severities: Severities::new(Severity::Note, Severity::Note, Severity::Warning),
    page: include_str!("tiers_unstated.md"),
    run,
};

fn run(coverage: &Coverage<'_>) -> Vec<Finding> {
    let subject = coverage.subject;
    match subject.framework.tier_source {
        TierSource::Unstated => vec![nobody(subject)],
        TierSource::Declared => some(subject).into_iter().collect(),
        TierSource::Implied => Vec::new(),
    }
}

fn nobody(subject: Subject<'_>) -> Finding {
    let message = "the framework names no access tier, so every measure is taken to stand everywhere";
    Finding::new(CHECK.id, subject.framework.head.span, message).label("nothing below it names a tier").help(
        "declare each way the system is used with `[[tier]]`, or write `tiers = [\"internal\"]` and `[\"external\"]` \
         where they differ",
    )
}

/// One finding for all of them: they are one omission, and none of them is wrong by itself.
fn some(subject: Subject<'_>) -> Option<Finding> {
    let silent = entries::measures(subject).filter(|(_, entry)| entry.tiers.is_empty());
    let silent: Vec<Handle<Mitigation>> = silent.map(|(at, _)| at).filter(|&at| stands_in_tiers(subject, at)).collect();
    let (&first, others) = silent.split_first()?;
    let message = format_args!(
        "{} {} no tier and {} taken to stand in every one",
        words::ids(subject, &silent),
        if others.is_empty() { "names" } else { "name" },
        if others.is_empty() { "is" } else { "are" }
    );
    let span = subject.framework.mitigations[first].id.span;
    let finding = Finding::new(CHECK.id, span, message).label("states no `tiers`").help("write `tiers = [...]`");
    Some(words::also(subject, finding, others, "nor does this"))
}

/// Governance is judged once, not by tier.
fn stands_in_tiers(subject: Subject<'_>, at: Handle<Mitigation>) -> bool {
    let categories = &subject.mapping.get(at).categories;
    categories.is_empty() || categories.iter().any(|&at| subject.taxonomy.categories[at].role != Role::Governance)
}
