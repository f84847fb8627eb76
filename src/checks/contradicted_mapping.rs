//! `contradicted-mapping`: the author says one category, the text clearly says another.

use super::{Check, Finding, Severities, Severity, entries, words};
use crate::arena::Handle;
use crate::coverage::{Coverage, Subject};
use crate::framework::Mitigation;
use crate::mapping::{Confidence, Doubt, Mapped};
use crate::taxonomy::Category;

/// See `contradicted-mapping.md`.
pub(super) const CHECK: Check = Check {
    id: "contradicted-mapping",
    summary: "a declared category that the text of the entry speaks against",
    severities: Severities::new(Severity::Note, Severity::Warning, Severity::Warning),
    page: include_str!("contradicted_mapping.md"),
    run,
};

/// The confidence from which a text clearly reads like one category. The author knows more than the text shows, so this
/// asks for more than what is enough to infer a category: of 117 right categories of frameworks held out none is spoken
/// against, and more than half of all slips to an unrelated leaf are noticed; measured in `tests/contradictions.rs`.
const CLEARLY: Confidence = Confidence(8_500);

/// How many answers of the text have to pass over the declared category.
const ANSWERS: usize = 3;

fn run(coverage: &Coverage<'_>) -> Vec<Finding> {
    let subject = coverage.subject;
    entries::measures(subject).filter_map(|(at, entry)| found(subject, at, entry)).collect()
}

fn found(subject: Subject<'_>, at: Handle<Mitigation>, entry: &Mitigation) -> Option<Finding> {
    let mapped = subject.mapping.get(at);
    let declared = entry.categories.first().map_or(entry.id.span, |name| name.span);
    if mapped.basis.is_declared() && mapped.doubt == Some(Doubt::Denies) {
        let message = format_args!(
            "{} is declared as {}, and its text says that the measure is absent",
            words::id(subject, at),
            words::categories(subject, &mapped.categories)
        );
        let finding = Finding::new(CHECK.id, declared, message)
            .label("counts as covered")
            .help("take the `category` out if nothing is done, else say in the `description` what is")
            .also(entry.name.span, "the text that denies it")
            .about(at);
        return Some(finding);
    }
    let (other, confidence) = otherwise(subject, mapped)?;
    let message = format_args!(
        "{} is declared as {} and reads like {} ({})",
        words::id(subject, at),
        words::categories(subject, &mapped.categories),
        words::category(subject, other),
        words::percent(confidence)
    );
    let code = &subject.taxonomy.categories[other].code;
    let finding = Finding::new(CHECK.id, declared, message)
        .label("declared here")
        .help(format_args!("write `category = \"{code}\"`, or say in the `description` what makes it the one declared"))
        .also(entry.name.span, "the text that reads otherwise")
        .about(at);
    Some(finding)
}

/// What the text clearly reads like instead: neither declared, nor above or below what is, and what is declared is not
/// among the first answers either.
fn otherwise(subject: Subject<'_>, mapped: &Mapped) -> Option<(Handle<Category>, Confidence)> {
    let clear = mapped.basis.is_declared() && mapped.confidence >= CLEARLY;
    let best = mapped.candidates.first().filter(|_| clear)?.category?;
    let related = |answer: Handle<Category>| {
        let same = |&declared: &Handle<Category>| {
            subject.taxonomy.is_within(answer, declared) || subject.taxonomy.is_within(declared, answer)
        };
        mapped.categories.iter().any(same)
    };
    let answers = mapped.candidates.iter().take(ANSWERS).filter_map(|answer| answer.category);
    (!answers.into_iter().any(related)).then_some((best, mapped.confidence))
}
