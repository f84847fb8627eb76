//! Terms -> scores: a linear model in whole numbers, so that every platform gives the same answer and the
//! contributions of the terms add up to the score exactly.

use super::model::Model;
use super::terms::{self, Term};
use super::words::Words;

/// A term that the model knows, with what it multiplies its weights by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Feature {
    /// Row of the model.
    pub row: usize,
    /// Where it first stands.
    pub term: Term,
    /// Factor of its weights, in ten-thousandths times 2^[`SHIFT`].
    factor: i32,
}

/// Binary places of a factor beyond ten-thousandths.
const SHIFT: u32 = 8;

impl Feature {
    /// What it adds to a class of that weight, in ten-thousandths.
    pub const fn adds(self, weight: u8) -> i32 {
        (self.factor * weight.cast_signed() as i32 + (1 << (SHIFT - 1))) >> SHIFT
    }
}

/// The known terms of a text, each once, in the order of the model.
pub fn features(model: &Model, words: &Words) -> Vec<Feature> {
    let known = terms::terms(words).into_iter().filter_map(|term| Some((model.row_of(term.key)?, term)));
    let mut found: Vec<(usize, Term)> = known.collect();
    found.sort_by_key(|(row, term)| (*row, term.at));
    found.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1.count += next.1.count;
        }
        same
    });
    let value = |row: usize, term: &Term| terms::sublinear(term.count) * f64::from(model.row(row).idf) / 1000.0;
    let squares: f64 = found.iter().map(|(row, term)| value(*row, term) * value(*row, term)).sum();
    let norm = if squares > 0.0 { libm::sqrt(squares) } else { 1.0 };
    found.into_iter().map(|(row, term)| feature(model, row, term, value(row, &term) / norm)).collect()
}

/// The factor of a term whose normalised value is known.
#[allow(clippy::cast_possible_truncation)]
fn feature(model: &Model, row: usize, term: Term, value: f64) -> Feature {
    let unit = f64::from(model.row(row).scale) / 100.0 / 127.0;
    let factor = libm::round(value * unit * 10_000.0 * f64::from(1_u32 << SHIFT)) as i32;
    Feature { row, term, factor }
}

/// The score of every class, in ten-thousandths.
pub fn scores(model: &Model, features: &[Feature]) -> Vec<i32> {
    let mut scores: Vec<i32> = (0..model.classes()).map(|class| model.prior(class)).collect();
    for feature in features {
        for (score, weight) in scores.iter_mut().zip(model.row(feature.row).weights) {
            *score += feature.adds(*weight);
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
