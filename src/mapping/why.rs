//! Why a text reads as it does: the strongest terms of its best answer and of the runner-up.
//!
//! Worked out only where somebody asks, entry by entry: nothing here is kept with a mapping.

use super::recall::Reading;
use super::score::Read;
use super::terms::Term;
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reason {
    /// Which term of the text.
    term: Term,
    /// The answer; `None` is `NONE`.
    pub category: Option<Handle<Category>>,
    /// What it added, in ten-thousandths; negative where it spoke against.
    pub weight: i32,
}

/// Reasons, with the text whose terms they are.
#[derive(Debug)]
pub struct Told<'r> {
    read: Cow<'r, Read>,
    reasons: Cow<'r, [Reason]>,
}

impl Told<'_> {
    /// The reasons, each with its term as it stands in the text, which is never empty.
    pub fn iter(&self) -> impl Iterator<Item = (Cow<'_, str>, &Reason)> {
        self.reasons.iter().map(|reason| (reason.term.surface(&self.read.words), reason))
    }
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

impl<'r> Text<'r> {
    /// Its words.
    fn read(self) -> Cow<'r, Read> {
        let description = self.entry.description.as_ref().map(|text| text.value.as_str());
        let again = || Cow::Owned(self.mapper.take_in(&self.entry.name.value, description));
        self.reading.map_or_else(again, |reading| Cow::Borrowed(&reading.read))
    }
}

/// The strongest terms of an answer, strongest first; what the answer has before any word is left out.
pub fn of_answer<'r>(text: Text<'r>, answer: &Candidate) -> Told<'r> {
    let read = text.read();
    Told { reasons: of_read(text.mapper, &read, std::slice::from_ref(answer)).into(), read }
}

/// The same of the best answers, the best first.
pub fn of_entry<'r>(text: Text<'r>, found: &Mapped) -> Told<'r> {
    let read = text.read();
    let reasons = match text.reading {
        Some(reading) => reading.why(text.mapper).into(),
        None => of_read(text.mapper, &read, best(&found.candidates)).into(),
    };
    Told { read, reasons }
}

/// The answers that are told of.
pub(super) fn best(candidates: &[Candidate]) -> &[Candidate] {
    candidates.get(..ANSWERS).unwrap_or(candidates)
}

/// The strongest terms of these answers of a text.
pub(super) fn of_read(mapper: &Mapper, read: &Read, answers: &[Candidate]) -> Vec<Reason> {
    let mut reasons = Vec::with_capacity(answers.len() * TERMS);
    for &Candidate { category, .. } in answers {
        let told = mapper.strongest(read, category, TERMS).into_iter();
        reasons.extend(told.map(|(term, weight)| Reason { term, category, weight }));
    }
    reasons
}
