//! The one namespace of ids, and looking references up in it.
//!
//! Every id of a framework is known before any reference is read, so the order of entries and files does not matter.

use super::report::Report;
use super::value::short;
use crate::arena::Handle;
use crate::framework::event::{BuiltInEvent, Event};
use crate::framework::{Dependency, EventRef, Level, Mitigation, Threat, Tier};
use crate::problem::{Problem, ProblemKind, nearest};
use crate::source::{Located, Span, offset};
use crate::vocabulary::Word as _;
use std::collections::HashMap;

/// The kinds of entries that have ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Level,
    Tier,
    Threat,
    Dependency,
    Event,
    Mitigation,
}

impl Kind {
    /// With its article, as messages say it.
    pub(super) const fn what(self) -> &'static str {
        match self {
            Self::Level => "a level",
            Self::Tier => "a tier",
            Self::Threat => "a threat",
            Self::Dependency => "a dependency",
            Self::Event => "an event",
            Self::Mitigation => "a mitigation",
        }
    }

    /// Without the article; also the key of its header.
    pub(super) fn noun(self) -> &'static str {
        self.what().split(' ').next_back().unwrap_or_default()
    }
}

/// An entry that others can name.
pub(super) trait Named {
    /// Its kind.
    const KIND: Kind;
}
impl Named for Level {
    const KIND: Kind = Kind::Level;
}
impl Named for Tier {
    const KIND: Kind = Kind::Tier;
}
impl Named for Threat {
    const KIND: Kind = Kind::Threat;
}
impl Named for Dependency {
    const KIND: Kind = Kind::Dependency;
}
impl Named for Event {
    const KIND: Kind = Kind::Event;
}
impl Named for Mitigation {
    const KIND: Kind = Kind::Mitigation;
}

/// The tiers there are when none is declared, if an entry names one of them.
pub(super) const IMPLIED_TIERS: [&str; 2] = ["internal", "external"];

/// The tier there is when no entry names any.
pub(super) const EVERYWHERE: &str = "everywhere";

#[derive(Debug, Clone, Copy)]
struct Known {
    kind: Kind,
    at: u32,
    span: Span,
}

/// All ids, and what became of references to them.
#[derive(Debug, Default)]
pub(super) struct Ids<'t> {
    known: HashMap<&'t str, Known>,
    /// The same in order, so that the nearest name is the same in every run.
    order: Vec<(&'t str, Kind)>,
    /// Whether names that lead nowhere are reported: not after syntax errors or where a file is missing.
    pub(super) complete: bool,
    /// Whether any tier is declared.
    pub(super) tiers_declared: bool,
    /// Where each of [`IMPLIED_TIERS`] is named first.
    pub(super) implied: [Option<Span>; 2],
    /// Whether a reference to a tier or to what a tier relaxes was lost: what stands where is then not known.
    pub(super) tiers_doubtful: bool,
}

impl<'t> Ids<'t> {
    /// Makes room for so many more ids.
    pub(super) fn expect(&mut self, count: usize) {
        self.known.reserve(count);
        self.order.reserve(count);
    }

    /// Takes an id for the entry at position `at` of its kind, and reports it if it is taken.
    pub(super) fn declare(&mut self, id: &'t str, span: Span, (kind, at): (Kind, usize), report: &mut Report) {
        if BuiltInEvent::parse(id).is_some() {
            return report.at(span, || {
                Problem::at(ProblemKind::Reference, span, format!("`{id}` is the name of a built-in event"))
                    .label("taken")
                    .help(format!("choose another id, such as `{id}-{}`", kind.noun()))
            });
        }
        if let Some(first) = self.known.get(id) {
            let first = *first;
            return report.at(span, || taken(id, span, kind, first));
        }
        self.known.insert(id, Known { kind, at: offset(at), span });
        self.order.push((id, kind));
    }

    /// Where an id is declared.
    pub(super) fn declared_at(&self, id: &str) -> Option<Span> {
        self.known.get(id).map(|known| known.span)
    }

    /// What a reference means.
    pub(super) fn resolve<T: Named>(
        &mut self,
        name: &str,
        span: Span,
        report: &mut Report,
    ) -> Option<Located<Handle<T>>> {
        if T::KIND == Kind::Tier && !self.tiers_declared {
            return self.implied_tier(name, span, report).map(|at| Located::new(Handle::new(at), span));
        }
        match self.known.get(name) {
            Some(known) if known.kind == T::KIND => Some(Located::new(Handle::new(known.at), span)),
            other => {
                let other = other.copied();
                self.tiers_doubtful |= T::KIND == Kind::Tier;
                if self.complete {
                    report.at(span, || self.unknown(name, span, T::KIND, other));
                }
                None
            }
        }
    }

    /// What a reference to an event means: one of ours, or one of the author's.
    pub(super) fn resolve_event(&mut self, name: &str, span: Span, report: &mut Report) -> Option<Located<EventRef>> {
        if let Some(event) = BuiltInEvent::parse(name) {
            return Some(Located::new(EventRef::BuiltIn(event), span));
        }
        self.resolve::<Event>(name, span, report).map(|event| Located::new(EventRef::Own(event.value), span))
    }

    fn implied_tier(&mut self, name: &str, span: Span, report: &mut Report) -> Option<u32> {
        let at = IMPLIED_TIERS.iter().position(|tier| *tier == name);
        if let Some(first) = at.and_then(|at| self.implied.get_mut(at)) {
            *first = Some(first.map_or(span, |first| first.min(span)));
        } else if self.complete {
            report.at(span, || undeclared_tier(name, span));
        }
        at.map(offset)
    }

    fn unknown(&self, name: &str, span: Span, wanted: Kind, other: Option<Known>) -> Problem {
        let what = wanted.what();
        if let Some(other) = other {
            return Problem::at(ProblemKind::Reference, span, format!("`{name}` is {}, not {what}", other.kind.what()))
                .label(format!("{what} is expected here"))
                .help(format!("name {what}, or declare one with another id"))
                .also(other.span, "declared here");
        }
        let shown = short(name);
        let problem = Problem::at(ProblemKind::Reference, span, format!("there is no {} `{shown}`", wanted.noun()));
        let help = self.nearest(name, wanted).map_or_else(
            || format!("declare it: `[[{}]]` with `id = \"{shown}\"`", wanted.noun()),
            |near| format!("did you mean `{near}`?"),
        );
        problem.label("named here, declared nowhere").help(help)
    }

    fn nearest(&self, name: &str, wanted: Kind) -> Option<&str> {
        let own = self.order.iter().filter(|(_, kind)| *kind == wanted).map(|(id, _)| *id);
        let built_in = BuiltInEvent::WORDS.iter().filter(|_| wanted == Kind::Event).map(|(_, id)| *id);
        if self.order.len() <= FEW {
            return nearest(name, own.chain(built_in));
        }
        nearest(name, own.filter(|id| differs_in_one_place(name, id)).take(FEW).chain(built_in))
    }
}

/// Up to so many ids are all compared with a mistyped one; of more only those that differ in one place.
const FEW: usize = 500;

/// Whether two names have all but two bytes in common, seen from both ends.
fn differs_in_one_place(left: &str, right: &str) -> bool {
    let start = left.bytes().zip(right.bytes()).take_while(|(l, r)| l == r).count();
    let end = left.bytes().rev().zip(right.bytes().rev()).take_while(|(l, r)| l == r).count();
    start + end + 2 >= left.len().max(right.len())
}

fn taken(id: &str, span: Span, kind: Kind, first: Known) -> Problem {
    let (noun, first_what) = (kind.noun(), first.kind.what());
    let message = if kind == first.kind {
        format!("the id `{id}` is given twice")
    } else {
        format!("the id `{id}` belongs to {first_what} already")
    };
    Problem::at(ProblemKind::Reference, span, message)
        .label("the second time")
        .help(format!("choose another id for this {noun}: ids are unique across all kinds"))
        .also(first.span, "the first time")
}

fn undeclared_tier(name: &str, span: Span) -> Problem {
    let shown = short(name);
    let problem = Problem::at(ProblemKind::Reference, span, format!("there is no tier `{shown}`"));
    let help = if name == EVERYWHERE {
        "leave it out: an entry that names no tier stands everywhere".to_owned()
    } else if let Some(near) = nearest(name, IMPLIED_TIERS) {
        format!("did you mean `{near}`?")
    } else {
        format!("declare it: `[[tier]]` with `id = \"{shown}\"`, or use `internal` and `external`")
    };
    problem.label("named here, declared nowhere").help(help)
}

/// The longest id.
const MAX_ID: usize = 64;

/// Whether a text is an id: `[a-z0-9][a-z0-9._-]{0,63}`.
pub(super) fn is_id(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    text.len() <= MAX_ID
        && text.bytes().next().is_some_and(plain)
        && text.bytes().all(|byte| plain(byte) || b"._-".contains(&byte))
}

/// The problem of an id in another form, with a valid one that looks like it.
pub(super) fn malformed(text: &str, span: Span) -> Problem {
    let valid = valid_form(text);
    let help =
        if valid.is_empty() { "write one such as `data-filtering`".to_owned() } else { format!("write `\"{valid}\"`") };
    Problem::at(ProblemKind::Shape, span, format!("`{}` is not a valid id", short(text)))
        .label("an id has 1 to 64 of `a-z 0-9 . _ -` and begins with a letter or digit")
        .help(help)
}

/// Lower case, everything else a hyphen; accents fall away.
fn valid_form(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    let mut valid = String::new();
    let letters = text.nfkd().filter(|c| !unicode_normalization::char::is_combining_mark(*c));
    for c in letters.flat_map(char::to_lowercase).take(4 * MAX_ID) {
        if c.is_ascii_lowercase() || c.is_ascii_digit() || !valid.is_empty() && "._-".contains(c) {
            valid.push(c);
        } else if !valid.is_empty() && !valid.ends_with('-') {
            valid.push('-');
        }
    }
    valid.truncate(MAX_ID);
    valid.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_one_form_and_every_other_gets_a_suggestion() {
        let long = "a".repeat(65);
        let cases = [
            ("data-filtering", true, "data-filtering"),
            ("0.a_b", true, "0.a_b"),
            ("Data Filtering", false, "data-filtering"),
            ("-x", false, "x"),
            ("kyc!", false, "kyc"),
            ("Überwachung", false, "uberwachung"),
            ("日本", false, ""),
            ("", false, ""),
            (long.as_str(), false, &long[..64]),
        ];
        for (text, valid, suggestion) in cases {
            assert_eq!(is_id(text), valid, "{text}");
            assert_eq!(valid_form(text), suggestion, "{text}");
            assert!(suggestion.is_empty() || is_id(suggestion));
        }
    }
}
