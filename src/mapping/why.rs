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
    let description = entry.description.as_ref().map(|text| text.value.as_str());
    let terms = mapper.why(&entry.name.value, description, answer.category);
    let told = terms.into_iter().filter(|term| !term.term.is_empty()).take(TERMS);
    told.map(|term| Reason { term: term.term, category: answer.category, weight: term.weight }).collect()
}

/// The same of the best answers, the best first.
pub fn of_entry(mapper: &Mapper, entry: &Mitigation, found: &Mapped) -> Vec<Reason> {
    found.candidates.iter().take(ANSWERS).flat_map(|answer| of_answer(mapper, entry, answer)).collect()
}
