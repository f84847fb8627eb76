//! Why a text reads as it does: the strongest terms of its best answer and of the runner-up.
//!
//! Worked out only where somebody asks, entry by entry: nothing here is kept with a mapping.

use super::recall::Reading;
use super::score::Read;
use super::{Candidate, Mapped, Mapper};
use crate::arena::Handle;
use crate::framework::Mitigation;
use crate::taxonomy::Category;
use std::borrow::Cow;

/// How many terms of an answer are told.
pub const TERMS: usize = 8;

/// How many answers are told of: the best, and the one it has to be told from.
pub const ANSWERS: usize = 2;

/// What one term of a text added to the score of one answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// As it stands in the text; never empty.
    pub term: String,
    /// The answer; `None` is `NONE`.
    pub category: Option<Handle<Category>>,
    /// What it added, in ten-thousandths; negative where it spoke against.
    pub weight: i32,
}

/// An entry with what read it, and how it was read where that was kept.
#[derive(Debug, Clone, Copy)]
pub struct Text<'r> {
    /// What read it.
    pub mapper: &'r Mapper,
    /// The entry.
    pub entry: &'r Mitigation,
    /// How; read again where `None`.
    pub reading: Option<&'r Reading>,
}

impl Text<'_> {
    /// Its words.
    fn read(&self) -> Cow<'_, Read> {
        let description = self.entry.description.as_ref().map(|text| text.value.as_str());
        let again = || Cow::Owned(self.mapper.take_in(&self.entry.name.value, description));
        self.reading.map_or_else(again, |reading| Cow::Borrowed(&reading.read))
    }
}

/// The strongest terms of an answer, strongest first; what the answer has before any word is left out.
pub fn of_answer(text: Text<'_>, answer: &Candidate) -> Vec<Reason> {
    of_read(text.mapper, &text.read(), std::slice::from_ref(answer))
}

/// The same of the best answers, the best first.
pub fn of_entry<'r>(text: Text<'r>, found: &Mapped) -> Cow<'r, [Reason]> {
    match text.reading {
        Some(reading) => Cow::Borrowed(reading.why(text.mapper)),
        None => Cow::Owned(of_read(text.mapper, &text.read(), best(&found.candidates))),
    }
}

/// The answers that are told of.
pub(super) fn best(candidates: &[Candidate]) -> &[Candidate] {
    candidates.get(..ANSWERS).unwrap_or(candidates)
}

/// The strongest terms of these answers of a text.
pub(super) fn of_read(mapper: &Mapper, read: &Read, answers: &[Candidate]) -> Vec<Reason> {
    let reasons = answers.iter().flat_map(|&Candidate { category, .. }| {
        let told = mapper.strongest(read, category, TERMS).into_iter();
        told.map(move |term| Reason { term: term.term, category, weight: term.weight })
    });
    reasons.collect()
}
