//! The mapper: what a text reads like, how surely, and why.

use super::calibration;
use super::denial;
use super::model::Model;
use super::pack;
use super::recall::Recall;
use super::score::{self, Read};
use super::terms;
use super::training::{self, Example, Settings};
use super::words::Reader;
use super::{Candidate, Confidence};
use crate::arena::Handle;
use crate::taxonomy::{Category, Taxonomy};
use std::borrow::Cow;
use std::cmp::Reverse;
use std::ops::Range;

/// The class of texts that are no mitigation.
pub const NONE: &str = "NONE";

/// The packed models, by id of their taxonomy.
const BUILT_IN: &[(&str, &[u8])] =
    &[("airi-2026", include_bytes!(concat!(env!("OUT_DIR"), "/airi-2026.model")).as_slice())];

/// Confidence of texts that cannot be judged is at most this.
const NOT_JUDGEABLE: Confidence = Confidence(1_000);

/// Share of known words from which a text can be judged.
const KNOWN_SHARE: f64 = 0.34;

/// Reads texts against one taxonomy. Immutable: may be shared between threads.
#[derive(Debug)]
pub struct Mapper {
    model: Model,
    reader: Reader,
    /// The category of each class of the model.
    classes: Vec<Option<Handle<Category>>>,
    /// What was read before.
    pub(super) recall: Recall,
    /// What tells texts that are no mitigation, where the model has no such class: that does not depend on the taxonomy.
    sense: Option<Sense>,
}

/// A model with a class of texts that are no mitigation.
#[derive(Debug)]
struct Sense {
    model: Model,
    none: usize,
}

/// What a text reads like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Every class with its share of probability, best first; at least three where there are so many.
    pub candidates: Vec<Candidate>,
    /// Calibrated probability that the first candidate is the label or an acceptable one.
    pub confidence: Confidence,
    /// Whether there is enough known text to judge by; if not, the confidence is low.
    pub judgeable: bool,
    /// Whether the text was longer than what is read of it.
    pub cut: bool,
    /// Whether the text says that its measure is absent.
    pub denies: bool,
}

impl Answer {
    /// The answer where the text may be no mitigation at all, with a share of probability and a confidence of that: the
    /// categories share what is left.
    fn unless(mut self, (share, confidence): (f64, Confidence)) -> Self {
        let rest = |of: Confidence| Confidence::from_probability(of.value() * (1.0 - share));
        for candidate in &mut self.candidates {
            candidate.confidence = rest(candidate.confidence);
        }
        self.confidence = rest(self.confidence);
        let none = Candidate { category: None, confidence: Confidence::from_probability(share) };
        let at = self.candidates.partition_point(|candidate| candidate.confidence >= none.confidence);
        self.candidates.insert(at, none);
        if at == 0 {
            self.confidence = confidence;
        }
        self
    }
}

impl Sense {
    /// That of the default taxonomy.
    fn built_in() -> Option<Self> {
        let (_, bytes) = BUILT_IN.first()?;
        let model = Model::new(Cow::Borrowed(*bytes))?;
        let none = (0..model.classes()).find(|&class| model.code(class) == NONE)?;
        Some(Self { model, none })
    }

    /// The share of probability that a text is no mitigation, and the calibrated one where that is the answer.
    fn no_mitigation(&self, reader: &Reader, name: &str, description: Option<&str>) -> (f64, Confidence) {
        let read = Read::new(&self.model, reader, name, description.unwrap_or(""));
        let probabilities = score::probabilities(&score::scores(&self.model, &read.features));
        let facts = calibration::facts(&self.model, &probabilities, self.none, &read);
        let share = probabilities.get(self.none).copied().unwrap_or(0.0);
        (share, calibration::confidence(&self.model, &facts))
    }
}

/// What one term adds to the score of a class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// As it stands in the text; empty for what the class has before any word.
    pub term: String,
    /// In ten-thousandths.
    pub weight: i32,
}

impl Mapper {
    /// The mapper that is compiled in for this taxonomy, if there is one and it knows no other categories.
    pub fn built_in(taxonomy: &Taxonomy) -> Option<Self> {
        let (_, bytes) = BUILT_IN.iter().find(|(id, _)| *id == taxonomy.id)?;
        Self::new(taxonomy, Model::new(Cow::Borrowed(*bytes))?)
    }

    /// A mapper trained here and now, for a taxonomy given by file; what the taxonomy says of itself is added
    /// to the examples.
    ///
    /// `None` where the taxonomy has no categories.
    pub fn train(taxonomy: &Taxonomy, examples: &[Example]) -> Option<Self> {
        let source = training::of_taxonomy(taxonomy, examples, &Settings::default());
        Self::new(taxonomy, Model::new(Cow::Owned(pack::pack(&source)))?)
    }

    /// A mapper over a model; `None` if a class is no category of the taxonomy.
    pub fn new(taxonomy: &Taxonomy, model: Model) -> Option<Self> {
        let category = |class| match model.code(class) {
            NONE => Some(None),
            code => taxonomy.by_code(code).map(Some),
        };
        let classes: Vec<_> = (0..model.classes()).map(category).collect::<Option<_>>()?;
        let sense = if classes.contains(&None) { None } else { Sense::built_in() };
        Some(Self { model, reader: Reader::default(), classes, recall: Recall::default(), sense })
    }

    /// Confidence from which an answer is accepted by default: where measured precision is 0.95.
    pub fn accept(&self) -> Confidence {
        Confidence(u16::try_from(self.model.accept()).unwrap_or(Confidence::ONE.0))
    }

    /// What a mitigation of this name and description reads like.
    pub fn read(&self, name: &str, description: Option<&str>) -> Answer {
        self.answer(&self.take_in(name, description), (name, description), usize::MAX)
    }

    /// What a text that was taken in reads like, with the best candidates, at most `most`.
    pub fn answer(&self, read: &Read, (name, description): (&str, Option<&str>), most: usize) -> Answer {
        let denies = denial::denies(name, description, read.words.telling);
        let scores = score::scores(&self.model, &read.features);
        Answer { denies, ..self.judge((read, &scores), (name, description), most) }
    }

    /// The best candidate of a text that was taken in, without asking whether the text denies its measure; `None` if its
    /// share of probability is sure to be less than `least`.
    pub(super) fn best(&self, read: &Read, text: &str, least: Confidence) -> Option<Answer> {
        let scores = score::scores(&self.model, &read.features);
        score::may_reach(&scores, least).then(|| self.judge((read, &scores), (text, None), 1))
    }

    fn judge(&self, (read, scores): (&Read, &[i32]), (name, description): (&str, Option<&str>), most: usize) -> Answer {
        let probabilities = score::probabilities(scores);
        let order = ranked(scores, most);
        let first = order.first().copied().unwrap_or(0);
        let share = |class: usize| Confidence::from_probability(probabilities.get(class).copied().unwrap_or(0.0));
        let judgeable = read.known_share() >= KNOWN_SHARE;
        let facts = calibration::facts(&self.model, &probabilities, first, read);
        let confidence = calibration::confidence(&self.model, &facts);
        let answer = Answer {
            candidates: order.iter().map(|&class| self.candidate(class, share(class))).collect(),
            confidence: if judgeable { confidence } else { confidence.min(NOT_JUDGEABLE) },
            judgeable,
            cut: read.words.cut,
            denies: false,
        };
        let Some(sense) = &self.sense else { return answer };
        let mut answer = answer.unless(sense.no_mitigation(&self.reader, name, description));
        answer.candidates.truncate(most);
        answer
    }

    /// What each term of a text adds to the score of a category (`None`: of no mitigation), strongest first.
    ///
    /// The weights add up to the score exactly. Empty for a category that the model does not know.
    pub fn why(&self, name: &str, description: Option<&str>, category: Option<Handle<Category>>) -> Vec<Term> {
        let read = self.take_in(name, description);
        let Some(class) = self.class_of(category) else { return Vec::new() };
        let prior = Term { term: String::new(), weight: self.model.prior(class) };
        let terms = self.strongest(&read, category, usize::MAX).into_iter();
        let terms = terms.map(|(term, weight)| Term { term: term.surface(&read.words).into_owned(), weight });
        let mut all: Vec<Term> = std::iter::once(prior).filter(|prior| prior.weight != 0).chain(terms).collect();
        all.sort_by_key(|term| Reverse(term.weight.abs()));
        all
    }

    /// The strongest terms that speak for or against a category with what each adds, strongest first, at most `most`; what it
    /// has before any word is left out.
    pub fn strongest(&self, read: &Read, category: Option<Handle<Category>>, most: usize) -> Vec<(terms::Term, i32)> {
        let Some(class) = self.class_of(category) else { return Vec::new() };
        let mut told = Vec::with_capacity(read.features.len());
        told.extend(read.features.iter().filter_map(|feature| {
            let weight = feature.adds(self.model.row(feature.row as usize).weight_of(class));
            (weight != 0).then_some((feature.term, weight))
        }));
        let strength = |&(_, weight): &(terms::Term, i32)| weight.unsigned_abs();
        if let Some(last) = most.checked_sub(1).filter(|&last| last < told.len()) {
            // Words are looked at only where they decide: of those that are as strong as the last one.
            let (_, weakest, _) = told.select_nth_unstable_by_key(last, |one| Reverse(strength(one)));
            let enough = strength(weakest);
            told.retain(|one| strength(one) >= enough);
        }
        told.sort_by(|one, other| {
            let said = |(term, _): &(terms::Term, i32)| term.surface(&read.words);
            strength(other).cmp(&strength(one)).then_with(|| said(one).cmp(&said(other)))
        });
        told.truncate(most);
        told
    }

    /// The model behind it.
    pub fn model(&self) -> &Model {
        &self.model
    }

    fn class_of(&self, category: Option<Handle<Category>>) -> Option<usize> {
        self.classes.iter().position(|known| *known == category)
    }

    fn candidate(&self, class: usize, confidence: Confidence) -> Candidate {
        Candidate { category: self.classes.get(class).copied().flatten(), confidence }
    }

    /// The words and known terms of a part of a description, out of those of the whole; see [`Read::part`].
    pub(super) fn take_out(&self, whole: &Read, part: Range<usize>) -> Option<Read> {
        whole.part(&self.model, part)
    }

    /// The words and known terms of a text.
    pub fn take_in(&self, name: &str, description: Option<&str>) -> Read {
        Read::new(&self.model, &self.reader, name, description.unwrap_or(""))
    }
}

/// The best classes by score, at most `most`, the best first; of equal ones the first.
fn ranked(scores: &[i32], most: usize) -> Vec<usize> {
    // One number each, since numbers are compared at once: the score upside down above, the class below.
    let key = |(class, score): (u64, &i32)| (u64::from(score.cast_unsigned() ^ 0x7fff_ffff) << 32) | class;
    let mut best: Vec<u64> = Vec::with_capacity(most.min(scores.len()) + 1);
    for key in (0..).zip(scores).map(key) {
        if best.len() < most || best.last().is_some_and(|last| key < *last) {
            best.insert(best.partition_point(|before| *before < key), key);
            best.truncate(most);
        }
    }
    best.into_iter().map(|key| usize::try_from(key & 0xffff_ffff).unwrap_or(0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_score_comes_first_and_of_equal_ones_the_first() {
        let scores = [-3, 0, 7, i32::MIN, 7, i32::MAX];
        for most in 0..8 {
            assert_eq!(ranked(&scores, most), [5, 2, 4, 1, 0, 3].get(..most).unwrap_or(&[5, 2, 4, 1, 0, 3]));
        }
    }
}
