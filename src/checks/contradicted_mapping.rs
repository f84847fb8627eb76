//! `contradicted-mapping`: the author says one category, the text clearly says another.

use super::{Check, Finding, Severities, Severity, entries, words};
use crate::arena::Handle;
use crate::coverage::{Coverage, Subject};
use crate::framework::Mitigation;
use crate::mapping::{Confidence, Mapped};
use crate::taxonomy::Category;

/// See `contradicted-mapping.md`.
pub(super) const CHECK: Check = Check {
    id: "contradicted-mapping",
    summary: "a declared category that the text of the entry speaks against",
    severities: Severities::new(Severity::Note, Severity::Warning, Severity::Warning),
    page: include_str!("contradicted_mapping.md"),
    run,
};

/// The share of probability from which a text clearly reads like one category. The author knows more than the text
/// shows, so this asks for more than what is enough to infer a category.
const CLEARLY: Confidence = Confidence(9_000);

fn run(coverage: &Coverage<'_>) -> Vec<Finding> {
    let subject = coverage.subject;
    entries::measures(subject).filter_map(|(at, entry)| found(subject, at, entry)).collect()
}

fn found(subject: Subject<'_>, at: Handle<Mitigation>, entry: &Mitigation) -> Option<Finding> {
    let mapped = subject.mapping.get(at);
    let (other, confidence) = otherwise(subject, mapped)?;
    let message = format!(
        "{} is declared as {} and reads like {} ({})",
        words::id(subject, at),
        words::categories(subject, &mapped.categories),
        words::category(subject, other),
        words::percent(confidence)
    );
    let code = &subject.taxonomy.categories[other].code;
    let declared = entry.categories.first().map_or(entry.id.span, |name| name.span);
    let finding = Finding::new(CHECK.id, declared, message)
        .label("declared here")
        .help(format!("write `category = \"{code}\"`, or say in the `description` what makes it the one declared"))
        .also(entry.name.span, "the text that reads otherwise")
        .about(at);
    Some(finding)
}

/// What the text clearly reads like instead: neither declared, nor above or below what is.
fn otherwise(subject: Subject<'_>, mapped: &Mapped) -> Option<(Handle<Category>, Confidence)> {
    let best = mapped.candidates.first().filter(|_| mapped.basis.is_declared())?;
    let category = best.category.filter(|_| best.confidence >= CLEARLY)?;
    let related = |&declared: &Handle<Category>| {
        subject.taxonomy.is_within(category, declared) || subject.taxonomy.is_within(declared, category)
    };
    (!mapped.categories.iter().any(related)).then_some((category, best.confidence))
}
