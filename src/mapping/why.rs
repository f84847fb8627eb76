//! Why a text reads as it does: the strongest terms of its best answer and of the runner-up.
//!
//! Worked out only where somebody asks, entry by entry: nothing here is kept with a mapping.

use super::{Candidate, Mapped, Mapper};
use crate::arena::Handle;
use crate::framework::Mitigation;
use crate::taxonomy::Category;

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

/// The strongest terms of an answer, strongest first; what the answer has before any word is left out.
pub fn of_answer(mapper: &Mapper, entry: &Mitigation, answer: &Candidate) -> Vec<Reason> {
    of_answers(mapper, entry, std::slice::from_ref(answer))
}

/// The same of the best answers, the best first.
pub fn of_entry(mapper: &Mapper, entry: &Mitigation, found: &Mapped) -> Vec<Reason> {
    of_answers(mapper, entry, found.candidates.get(..ANSWERS).unwrap_or(&found.candidates))
}

fn of_answers(mapper: &Mapper, entry: &Mitigation, answers: &[Candidate]) -> Vec<Reason> {
    let description = entry.description.as_ref().map(|text| text.value.as_str());
    let categories: Vec<_> = answers.iter().map(|answer| answer.category).collect();
    let told = mapper.strongest((&entry.name.value, description), &categories, TERMS);
    let reasons = categories.into_iter().zip(told);
    let reasons = reasons.flat_map(|(category, terms)| {
        terms.into_iter().map(move |term| Reason { term: term.term, category, weight: term.weight })
    });
    reasons.collect()
}
