//! Mapping -> edits of the files: the accepted categories written where the entries stand.
//!
//! Edits are insertions at places the reader has kept (and, for a confirmation that is renewed, eight digits replaced),
//! so every other byte stays by construction. `toml_edit` was measured and rejected for this: printing a document again
//! it turns CRLF into LF, drops a byte order mark and moves scattered dotted keys together.

pub mod diff;
mod style;

use super::assign::text_hash;
use super::{Basis, Mapped, Mapping};
use crate::arena::Handle;
use crate::framework::{Framework, Mitigation};
use crate::source::{Sources, Span};
use crate::taxonomy::{Category, Taxonomy};
use std::collections::BTreeSet;
use style::Style;

/// One change of a file: what stands in the span (nothing, for an insertion) becomes the text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// What is replaced.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

/// What is to be written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Asked {
    /// Suggestions too, as comments.
    pub all: bool,
    /// Entries whose category is confirmed for the text as it stands: a suspect one again, one that the author
    /// declared, or the first suggestion. Where any is named, nothing else is written.
    pub confirm: BTreeSet<String>,
}

/// A category that is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// For which entry.
    pub mitigation: Handle<Mitigation>,
    /// Which.
    pub category: Handle<Category>,
}

/// The edits of one framework.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// By file and place; no two touch.
    pub edits: Vec<Edit>,
    /// The categories that are written or confirmed.
    pub written: Vec<Written>,
    /// How many suggestions are written as comments.
    pub suggested: usize,
    /// How many have no line of their own to be written at (entries that share a line).
    pub crowded: usize,
}

/// A framework with its mapping, ready to be written.
#[derive(Debug, Clone, Copy)]
pub struct Draft<'r> {
    /// Its files.
    pub sources: &'r Sources,
    /// The framework.
    pub framework: &'r Framework,
    /// The taxonomy it is mapped onto.
    pub taxonomy: &'r Taxonomy,
    /// Which mitigation belongs where.
    pub mapping: &'r Mapping,
}

/// What is written for one entry.
enum Entry {
    /// Accepted: the category and what confirms it.
    Accept(Handle<Category>),
    /// The category stands there; what confirms it is added or renewed.
    Confirm(Handle<Category>),
    /// Only suggested: a comment.
    Suggest(Handle<Category>),
}

impl Draft<'_> {
    /// Works out what is to be written; changes nothing.
    pub fn plan(&self, asked: &Asked) -> Plan {
        let mut plan = Plan::default();
        for (at, entry) in self.framework.mitigations.entries() {
            match decide(entry, self.mapping.get(at), asked) {
                None => {}
                Some(Entry::Accept(category)) => {
                    self.accept(entry, category, &mut plan.edits);
                    plan.written.push(Written { mitigation: at, category });
                }
                Some(Entry::Confirm(category)) => {
                    self.confirm(entry, &mut plan.edits);
                    plan.written.push(Written { mitigation: at, category });
                }
                Some(Entry::Suggest(category)) => self.suggest(at, category, &mut plan),
            }
        }
        plan.edits.sort();
        plan
    }

    fn accept(&self, entry: &Mitigation, category: Handle<Category>, edits: &mut Vec<Edit>) {
        let style = Style::of(self.sources, entry);
        let (code, hash) = (&self.taxonomy.categories[category].code, text_hash(entry));
        match &entry.confirmed {
            None => edits.push(style.insert(&[("category", code), ("confirmed", &hash)])),
            Some(before) => {
                edits.push(style.insert(&[("category", code)]));
                edits.extend((before.value != hash).then(|| self.renewed(before.span, &hash)));
            }
        }
    }

    fn confirm(&self, entry: &Mitigation, edits: &mut Vec<Edit>) {
        let hash = text_hash(entry);
        edits.push(match &entry.confirmed {
            Some(before) => self.renewed(before.span, &hash),
            None => Style::of(self.sources, entry).insert(&[("confirmed", &hash)]),
        });
    }

    /// The value of `confirmed` with other digits: between its quotes where they are plain.
    fn renewed(&self, span: Span, hash: &str) -> Edit {
        let written = self.sources.text(span);
        if written.len() == hash.len() + 2 {
            let inside = Span { start: span.start + 1, end: span.end - 1, ..span };
            return Edit { span: inside, text: hash.to_owned() };
        }
        Edit { span, text: format!("\"{hash}\"") }
    }

    fn suggest(&self, at: Handle<Mitigation>, category: Handle<Category>, plan: &mut Plan) {
        let style = Style::of(self.sources, &self.framework.mitigations[at]);
        let code = style::quoted(&self.taxonomy.categories[category].code);
        let comment = format!("# category = {code}  # {:.2}", self.mapping.get(at).confidence.value());
        match style.comment(&comment) {
            style::Comment::At(edit) => {
                plan.edits.push(edit);
                plan.suggested += 1;
            }
            style::Comment::Crowded => plan.crowded += 1,
            style::Comment::There => {}
        }
    }
}

/// What is to be written for an entry. An umbrella covers nothing of its own and is written only on demand.
fn decide(entry: &Mitigation, mapped: &Mapped, asked: &Asked) -> Option<Entry> {
    let named = asked.confirm.contains(&entry.id.value);
    if !named && !asked.confirm.is_empty() {
        return None;
    }
    let suggested = mapped.candidates.first().and_then(|candidate| candidate.category);
    let first = mapped.categories.first().copied();
    match mapped.basis {
        Basis::Declared | Basis::Suspect => first.filter(|_| named).map(Entry::Confirm),
        Basis::Confirmed => None,
        Basis::Inferred => first.filter(|_| named || entry.comprises.is_empty()).map(Entry::Accept),
        Basis::None if named => suggested.map(Entry::Accept),
        Basis::None => {
            suggested.filter(|_| asked.all && mapped.doubt.is_none() && entry.comprises.is_empty()).map(Entry::Suggest)
        }
    }
}

/// A text with edits made; they are sorted and do not touch.
pub fn apply(text: &str, edits: &[Edit]) -> String {
    let (mut out, mut done) = (String::with_capacity(text.len() + 64 * edits.len()), 0);
    for edit in edits {
        out.push_str(text.get(done..edit.span.start as usize).unwrap_or_default());
        out.push_str(&edit.text);
        done = edit.span.end as usize;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}
