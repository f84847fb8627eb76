//! Terms -> scores: a linear model in whole numbers, so that every platform gives the same answer and the
//! contributions of the terms add up to the score exactly.

use super::Confidence;
use super::model::{Model, Row};
use super::terms::{self, Term};
use super::typo;
use super::words::{Reader, Words};
use crate::source::offset;
use std::ops::Range;

/// A term that the model knows, with what it multiplies its weights by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Feature {
    /// Row of the model.
    pub row: u32,
    /// Where it first stands.
    pub term: Term,
    /// Factor of its weights, in ten-thousandths times 2^[`SHIFT`]; 0 until all terms are known.
    factor: i32,
}

/// Binary places of a factor beyond ten-thousandths.
const SHIFT: u32 = 8;

impl Feature {
    /// What it adds to a class of that weight, in ten-thousandths.
    pub const fn adds(self, weight: i8) -> i32 {
        (self.factor * weight as i32 + (1 << (SHIFT - 1))) >> SHIFT
    }
}

/// Everything known about one text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// Its words, misspelt ones as the model spells them.
    pub words: Words,
    /// Its known terms.
    pub features: Vec<Feature>,
    /// How many different words it has, known or not.
    different: usize,
}

impl Read {
    /// Reads a name and a description.
    pub fn new(model: &Model, reader: &Reader, name: &str, description: &str) -> Self {
        let mut words = reader.read(name, description);
        typo::forgive(model, reader, &mut words);
        Self::of(model, words)
    }

    /// Reads a part of the description, out of what was read of the whole: see [`Words::within`].
    pub fn part(&self, model: &Model, part: Range<usize>) -> Option<Self> {
        Some(Self::of(model, self.words.within(part)?))
    }

    /// What is known of words whose typos are forgiven.
    fn of(model: &Model, words: Words) -> Self {
        // Room for most texts: their words, some pairs, and what is not known.
        let mut unknown = Vec::with_capacity(words.count() / 4);
        let mut features = Vec::with_capacity(words.count() * 5 / 4);
        for term in terms::terms(&words) {
            match model.row_of(term.key).map(offset) {
                Some(row) => features.push(Feature { row, term, factor: 0 }),
                None if term.pair => {}
                None => unknown.push(term.key),
            }
        }
        merge(&mut features);
        weigh(model, &mut features);
        unknown.sort_unstable();
        unknown.dedup();
        let known = features.iter().filter(|feature| !feature.term.pair).count();
        Self { words, features, different: known + unknown.len() }
    }

    /// Number of known words.
    pub fn known(&self) -> usize {
        self.features.iter().filter(|feature| !feature.term.pair).count()
    }

    /// Share of the words that the model knows; 0 for no words.
    #[allow(clippy::cast_precision_loss)]
    pub fn known_share(&self) -> f64 {
        self.known() as f64 / self.different.max(1) as f64
    }
}

/// Sorts terms by key and makes those of one key one: where it first stands, and all that it counts.
fn merge(features: &mut Vec<Feature>) {
    features.sort_unstable_by_key(|feature| (feature.term.key, feature.term.at));
    features.dedup_by(|next, kept| {
        let same = next.term.key == kept.term.key;
        if same {
            kept.term.count += next.term.count;
        }
        same
    });
}

/// Gives every term its factor: how often it counts and how rare it is, of a length of 1 for all together.
fn weigh(model: &Model, features: &mut [Feature]) {
    let mut squares = 0.0;
    let mut values = Vec::with_capacity(features.len());
    for feature in &*features {
        let Row { idf, scale, .. } = model.row(feature.row as usize);
        let value = terms::sublinear(feature.term.count) * f64::from(idf) / 1000.0;
        squares += value * value;
        values.push((value, scale));
    }
    let norm = if squares > 0.0 { libm::sqrt(squares) } else { 1.0 };
    for (feature, (value, scale)) in features.iter_mut().zip(values) {
        feature.factor = factor(scale, value / norm);
    }
}

/// What a term of that normalised value multiplies its weights by.
#[allow(clippy::cast_possible_truncation)]
fn factor(scale: u16, value: f64) -> i32 {
    let unit = f64::from(scale) / 100.0 / 127.0;
    libm::round(value * unit * 10_000.0 * f64::from(1_u32 << SHIFT)) as i32
}

/// The score of every class, in ten-thousandths.
pub fn scores(model: &Model, features: &[Feature]) -> Vec<i32> {
    let mut scores: Vec<i32> = (0..model.classes()).map(|class| model.prior(class)).collect();
    for feature in features {
        for (class, weight) in model.row(feature.row as usize).weights() {
            if let Some(score) = scores.get_mut(class) {
                *score += feature.adds(weight);
            }
        }
    }
    scores
}

/// Probability of every class from its score.
pub fn probabilities(scores: &[i32]) -> Vec<f64> {
    let top = scores.iter().copied().max().unwrap_or(0);
    let raised: Vec<f64> = scores.iter().map(|score| libm::exp(f64::from(score - top) / 10_000.0)).collect();
    let sum: f64 = raised.iter().sum();
    raised.into_iter().map(|e| e / sum).collect()
}

/// Whether the best class may have that share of probability: no, if the second alone leaves it less.
pub fn may_reach(scores: &[i32], share: Confidence) -> bool {
    let (mut best, mut second) = (i32::MIN, i32::MIN);
    for &score in scores {
        (best, second) = if score > best { (score, best) } else { (best, second.max(score)) };
    }
    // What is rounded down may be as much less, and whoever is in doubt may have it.
    let least = (f64::from(share.0) - 1.0) / 10_000.0;
    let ahead = (f64::from(best) - f64::from(second)) / 10_000.0;
    least <= 0.0 || libm::exp(ahead) >= least / (1.0 - least)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_share_that_is_reached_is_ruled_out() {
        let mut number = 1_u32;
        let mut ruled_out = 0;
        for _ in 0..2_000 {
            let mut next = || {
                number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                i32::try_from(number >> 16).unwrap_or(0) - 32_768
            };
            let scores: Vec<i32> = (0..5).map(|_| next()).collect();
            let best = probabilities(&scores).into_iter().fold(0.0, f64::max);
            for share in [0, 1, 5_000, 7_500, 9_000, 9_999, 10_000].map(Confidence) {
                let may = may_reach(&scores, share);
                assert!(may || Confidence::from_probability(best) < share, "{scores:?} {share:?}");
                ruled_out += usize::from(!may);
            }
        }
        assert!(ruled_out > 1_000, "{ruled_out}");
        assert!(may_reach(&[], Confidence(0)) && may_reach(&[7], Confidence::ONE));
    }
}
