//! How checks say things: categories, tiers, lists and failures in words, the same in every message.

use super::Finding;
use crate::arena::Handle;
use crate::coverage::Subject;
use crate::coverage::failure::{Depth, Failure};
use crate::framework::{EventRef, Evidence, Mitigation, Threat, Tier};
use crate::mapping::Confidence;
use crate::source::{Located, Span};
use crate::taxonomy::Category;
use crate::vocabulary::{Status, Word as _};
use std::fmt::{self, Display, Formatter};

/// Something that is said without a text of its own: most of what follows is a part of one sentence, and written into it.
struct Saying<F>(F);

impl<F: Fn(&mut Formatter<'_>) -> fmt::Result> Display for Saying<F> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        (self.0)(formatter)
    }
}

/// Texts one after the other.
fn all<const N: usize>(texts: [&str; N]) -> impl Display {
    Saying(move |to: &mut Formatter<'_>| texts.iter().try_for_each(|text| to.write_str(text)))
}

/// `1.2.1 Guardrails & Filtering`.
pub(super) fn category(subject: Subject<'_>, at: Handle<Category>) -> impl Display {
    let node = &subject.taxonomy.categories[at];
    all([&*node.code, " ", &*node.name])
}

/// A name in backticks.
pub(super) fn quoted(name: &str) -> impl Display {
    all(["`", name, "`"])
}

/// The tier, to end a sentence with, where there is more than one to tell apart; else nothing.
pub(super) fn in_tier(subject: Subject<'_>, tier: Option<Handle<Tier>>) -> impl Display {
    let told = tier.filter(|_| subject.framework.tiers.len() > 1);
    told.map_or(all([""; 3]), |tier| all([" in tier `", &subject.framework.tiers[tier].id.value, "`"]))
}

/// The id of a tier in backticks.
pub(super) fn tier(subject: Subject<'_>, at: Handle<Tier>) -> impl Display {
    quoted(&subject.framework.tiers[at].id.value)
}

/// The id of a threat in backticks.
pub(super) fn threat(subject: Subject<'_>, at: Handle<Threat>) -> impl Display {
    quoted(&subject.framework.threats[at].id.value)
}

/// The id of an event in backticks.
pub(super) fn event(subject: Subject<'_>, event: EventRef) -> impl Display {
    quoted(event.id(subject.framework))
}

/// The id of an entry in backticks.
pub(super) fn id(subject: Subject<'_>, at: Handle<Mitigation>) -> impl Display {
    quoted(&subject.framework.mitigations[at].id.value)
}

/// `a`, `b` and `c`; past five the rest is counted.
pub(super) fn ids(subject: Subject<'_>, all: &[Handle<Mitigation>]) -> impl Display {
    first_of(all.iter().map(move |&at| id(subject, at)), all.len())
}

/// A list in words; past five the rest is counted.
pub(super) fn list(items: &[impl Display]) -> impl Display {
    first_of(items.iter(), items.len())
}

/// The first five of `count` items in words, and how many more there are.
pub(super) fn first_of(items: impl Iterator<Item = impl Display> + Clone, count: usize) -> impl Display {
    const SHOWN: usize = 5;
    Saying(move |to: &mut Formatter<'_>| {
        for (at, item) in items.clone().take(SHOWN).enumerate() {
            to.write_str(if at == 0 {
                ""
            } else if at + 1 == count {
                " and "
            } else {
                ", "
            })?;
            item.fmt(to)?;
        }
        match count.saturating_sub(SHOWN) {
            0 => Ok(()),
            extra => write!(to, " and {extra} more"),
        }
    })
}

/// A failure in words: `guard-model` (the dependency), or the mitigation itself.
pub(super) fn failure<'s>(subject: Subject<'s>, failure: Failure<'s>) -> impl Display {
    quoted(failure.id(subject.framework))
}

/// Failures in words, as a list.
pub(super) fn failures<'s>(subject: Subject<'s>, all: &[Failure<'s>]) -> impl Display {
    first_of(all.iter().map(move |&one| failure(subject, one)), all.len())
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
pub(super) fn suggestions(subject: Subject<'_>, at: Handle<Category>) -> impl Display {
    let typical = &subject.taxonomy.categories[at].suggest;
    Saying(move |to: &mut Formatter<'_>| {
        let mut before = "; typical: ";
        typical.iter().try_for_each(|one| {
            to.write_str(std::mem::replace(&mut before, "; "))?;
            to.write_str(one)
        })
    })
}

/// `depth 2`, or what is proven of it.
pub(super) fn depth(depth: &Depth<'_>) -> impl Display {
    let (least, order) = (if depth.at_least { "at least " } else { "" }, depth.order);
    Saying(move |to: &mut Formatter<'_>| write!(to, "depth {least}{order}"))
}

/// `1 measure`, `3 measures`.
pub(super) fn measures(count: usize) -> impl Display {
    Saying(move |to: &mut Formatter<'_>| write!(to, "{count} measure{}", if count == 1 { "" } else { "s" }))
}

/// A confidence as people say it: `87 %`.
pub(super) fn percent(confidence: Confidence) -> impl Display {
    Saying(move |to: &mut Formatter<'_>| write!(to, "{} %", (confidence.0 + 50) / 100))
}

/// Why an entry is not in force, to follow its name.
pub(super) fn why_not_in_force(subject: Subject<'_>, at: Handle<Mitigation>) -> String {
    let entry = &subject.framework.mitigations[at];
    if !entry.comprises.is_empty() {
        return "is an umbrella over other entries".to_owned();
    }
    match entry.status.value {
        Status::Idea => "is no more than an idea".to_owned(),
        Status::Retired => "is retired".to_owned(),
        status if !status.reaches(subject.settings.credit) => {
            format!("is {}, and only what is {} counts", status.id(), subject.settings.credit.id())
        }
        Status::Planned | Status::Committed | Status::Implemented => {
            let level = entry.level.as_ref().map(|level| &subject.framework.levels[level.value].id.value);
            level.map_or_else(String::new, |level| format!("applies only from level `{level}` up"))
        }
    }
}

/// A threat by its id, and the tier where there is more than one to tell apart.
pub(super) fn threat_in(subject: Subject<'_>, at: Handle<Threat>, tier: Option<Handle<Tier>>) -> impl Display {
    let (threat, tier) = (threat(subject, at), in_tier(subject, tier));
    Saying(move |to: &mut Formatter<'_>| {
        threat.fmt(to)?;
        tier.fmt(to)
    })
}

/// Adds the places of the first smallest cut set: what a finding about too little depth comes down to.
pub(super) fn weakest(subject: Subject<'_>, finding: Finding, depth: &Depth<'_>) -> Finding {
    let Some(set) = depth.cut_sets.first() else { return finding };
    let label = format!("one of {} failures that together take out everything", set.len());
    let places = set.iter().filter_map(|&failure| failure_span(subject, failure));
    places.take(5).fold(finding, |finding, span| finding.also(span, label.clone()))
}

/// Adds the places of further entries, at most four.
pub(super) fn also(subject: Subject<'_>, finding: Finding, more: &[Handle<Mitigation>], label: &str) -> Finding {
    let spans = more.iter().take(4).map(|&at| subject.framework.mitigations[at].id.span);
    spans.fold(finding, |finding, span| finding.also(span, label))
}

/// `1.2.1 Guardrails & Filtering and 1.2.3 Monitoring & Detection`.
pub(super) fn categories(subject: Subject<'_>, all: &[Handle<Category>]) -> impl Display {
    first_of(all.iter().map(move |&at| category(subject, at)), all.len())
}

/// Codes as one types them: `"1.2.1"`, or a list of them.
pub(super) fn codes(subject: Subject<'_>, all: &[Handle<Category>]) -> String {
    let code = |&at: &Handle<Category>| ["\"", &*subject.taxonomy.categories[at].code, "\""].concat();
    match all {
        [only] => code(only),
        several => format!("[{}]", several.iter().map(code).collect::<Vec<_>>().join(", ")),
    }
}

/// A choice in words: `a`, `b` or `c`.
pub(super) fn either(items: &[String]) -> String {
    match items.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, before)) => format!("{} or {last}", before.join(", ")),
    }
}

/// The tiers that something is stated for, to follow its name; nothing where it names none.
pub(super) fn in_tiers(subject: Subject<'_>, tiers: &[Located<Handle<Tier>>]) -> String {
    let named: Vec<String> = tiers.iter().map(|named| tier(subject, named.value).to_string()).collect();
    if named.is_empty() { String::new() } else { format!(" in {}", list(&named)) }
}

/// The day of a piece of evidence, to follow its name; nothing where it has none.
pub(super) fn dated(piece: &Evidence) -> String {
    piece.date.as_ref().map_or_else(String::new, |date| format!(", of {},", date.value))
}
