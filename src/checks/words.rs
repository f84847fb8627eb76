//! How checks say things: categories, tiers, lists and failures in words, the same in every message.

use crate::arena::Handle;
use crate::coverage::Subject;
use crate::coverage::failure::Failure;
use crate::framework::{Mitigation, Tier};
use crate::source::Span;
use crate::taxonomy::Category;

/// `1.2.1 Guardrails & Filtering`.
pub(super) fn category(subject: Subject<'_>, at: Handle<Category>) -> String {
    let node = &subject.taxonomy.categories[at];
    format!("{} {}", node.code, node.name)
}

/// The tier, to end a sentence with, where there is more than one to tell apart; else nothing.
pub(super) fn in_tier(subject: Subject<'_>, tier: Option<Handle<Tier>>) -> String {
    match tier {
        Some(tier) if subject.framework.tiers.len() > 1 => {
            format!(" in tier `{}`", subject.framework.tiers[tier].id.value)
        }
        Some(_) | None => String::new(),
    }
}

/// The id of an entry in backticks.
pub(super) fn id(subject: Subject<'_>, at: Handle<Mitigation>) -> String {
    format!("`{}`", subject.framework.mitigations[at].id.value)
}

/// `a`, `b` and `c`; past five the rest is counted.
pub(super) fn ids(subject: Subject<'_>, all: &[Handle<Mitigation>]) -> String {
    list(&all.iter().map(|&at| id(subject, at)).collect::<Vec<_>>())
}

/// A list in words; past five the rest is counted.
pub(super) fn list(items: &[String]) -> String {
    const SHOWN: usize = 5;
    let extra = items.len().saturating_sub(SHOWN);
    let mut shown: Vec<String> = items.iter().take(SHOWN).cloned().collect();
    if extra > 0 {
        shown.push(format!("{extra} more"));
    }
    match shown.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
    }
}

/// A failure in words: `guard-model` (the dependency), or the mitigation itself.
pub(super) fn failure(subject: Subject<'_>, failure: Failure<'_>) -> String {
    format!("`{}`", failure.id(subject.framework))
}

/// Where a failure is declared; chains have no place of their own.
pub(super) fn failure_span(subject: Subject<'_>, failure: Failure<'_>) -> Option<Span> {
    match failure {
        Failure::Dependency(at) => Some(subject.framework.dependencies[at].id.span),
        Failure::Mitigation(at) => Some(subject.framework.mitigations[at].id.span),
        Failure::Chain(_) => None,
    }
}

/// What one would typically add, as the end of a help text.
pub(super) fn suggestions(subject: Subject<'_>, at: Handle<Category>) -> String {
    let typical = &subject.taxonomy.categories[at].suggest;
    if typical.is_empty() { String::new() } else { format!("; typical: {}", typical.join("; ")) }
}
