//! How right the mapper is on labelled texts, with the intervals and the errors that say what to do next.
//!
//! This module judges answers; it must not know how they were made.

mod figures;
mod text;

pub use figures::{Bin, Figures, Pair, Share};

use super::mapper::{Mapper, NONE};
use super::training::{Example, Origin};
use super::{Confidence, assign};
use crate::taxonomy::Taxonomy;

/// One labelled text with the answer it got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Where the text is from.
    pub origin: String,
    /// Its name.
    pub name: String,
    /// The label.
    pub label: String,
    /// Further codes that are not wrong.
    pub acceptable: Vec<String>,
    /// The codes answered, best first; `NONE` is one like any other.
    pub answers: Vec<String>,
    /// Confidence of the first.
    pub confidence: Confidence,
    /// Whether the answer would count as coverage: sure enough, a category, and no denial.
    pub counts: bool,
}

impl Case {
    /// The answer of a mapper for a labelled text.
    pub fn of(mapper: &Mapper, taxonomy: &Taxonomy, example: &Example) -> Self {
        let description = Some(example.description.as_str()).filter(|text| !text.trim().is_empty());
        let answer = mapper.read(&example.name, description);
        let alone = description.is_none().then_some(example.name.as_str());
        let counted = assign::count(taxonomy, alone, &answer, mapper.accept());
        let code = |category| match category {
            Some(at) => taxonomy.categories[at].code.to_string(),
            None => NONE.to_owned(),
        };
        Self {
            origin: match &example.origin {
                Origin::Labelled(framework) => framework.clone(),
                Origin::Written | Origin::Framework | Origin::Definition => String::new(),
            },
            name: example.name.clone(),
            label: example.label.clone(),
            acceptable: example.acceptable.clone(),
            answers: answer.candidates.iter().map(|candidate| code(candidate.category)).collect(),
            confidence: answer.confidence,
            counts: counted.category.is_some(),
        }
    }

    /// Whether a code is the label or an acceptable one.
    pub fn accepts(&self, code: &str) -> bool {
        code == self.label || self.acceptable.iter().any(|other| other == code)
    }

    /// The first answer.
    pub fn first(&self) -> &str {
        self.answers.first().map_or("", String::as_str)
    }

    /// Whether the first answer is the label or an acceptable one.
    pub fn is_right(&self) -> bool {
        self.accepts(self.first())
    }

    /// Whether the first answer is the label.
    pub fn is_exact(&self) -> bool {
        self.first() == self.label
    }
}
