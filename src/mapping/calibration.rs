//! Probabilities -> confidence: how often such an answer is the label or an acceptable one.
//!
//! A logistic function of a few facts about the answer, fitted on predictions for texts that the model was
//! not trained on.

use super::Confidence;
use super::model::Model;
use super::score::Read;

/// What the confidence is made of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Facts {
    /// The facts, the constant 1 first.
    pub values: [f64; FACTS],
}

/// Number of facts.
pub const FACTS: usize = 6;

/// More known words than these do not count.
const MANY: usize = 40;

/// Probabilities are kept this far from 0 and 1 before their odds are taken.
const EDGE: f64 = 0.001;

/// The facts of an answer: odds of the first class against the next, odds of the acceptable set, odds of no mitigation,
/// share of known words and how many they are.
#[allow(clippy::cast_precision_loss)]
pub fn facts(model: &Model, probabilities: &[f64], first: usize, read: &Read) -> Facts {
    let top = probabilities.get(first).copied().unwrap_or(0.0);
    let near = probabilities.iter().zip(model.neighbours(first)).map(|(p, share)| p * f64::from(*share) / 100.0);
    let second = probabilities.iter().enumerate().filter(|(class, _)| *class != first).map(|(_, p)| *p);
    let ahead = libm::log(top.max(EDGE) / second.fold(EDGE, f64::max));
    let set: f64 = top + near.sum::<f64>();
    let known = libm::log(1.0 + read.known().min(MANY) as f64);
    let none = probabilities.last().copied().unwrap_or(0.0);
    Facts { values: [1.0, ahead, log_odds(set), log_odds(none), read.known_share(), known] }
}

/// The confidence of an answer with these facts.
pub fn confidence(model: &Model, facts: &Facts) -> Confidence {
    let coefficients = (0..FACTS).map(|at| f64::from(model.coefficient(at)) / 10_000.0);
    let sum: f64 = facts.values.iter().zip(coefficients).map(|(value, by)| value * by).sum();
    Confidence::from_probability(1.0 / (1.0 + libm::exp(-sum)))
}

/// The logarithm of the odds.
fn log_odds(p: f64) -> f64 {
    let p = p.clamp(EDGE, 1.0 - EDGE);
    libm::log(p / (1.0 - p))
}
