//! Fitting the confidence on answers for texts held out of training.

use super::{Example, Settings, uncalibrated};
use crate::mapping::calibration::{self, FACTS, Facts};
use crate::mapping::model::Model;
use crate::mapping::pack::{Source, pack};
use crate::mapping::score;
use crate::mapping::words::Reader;
use std::borrow::Cow;

/// Parts that examples are split into; each is judged by a model trained on the others.
const FOLDS: usize = 4;

/// Precision wanted of accepted answers.
const PRECISION: f64 = 0.95;

/// Steps of Newton's method.
const STEPS: usize = 30;

/// Pull of the coefficients to zero.
const RIDGE: f64 = 1.0;

/// One held-out answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judged {
    /// What the confidence is made of.
    pub facts: Facts,
    /// Whether the answer is the label or an acceptable one.
    pub right: bool,
    /// How much it counts.
    pub weight: f64,
}

/// Answers for every example by models that did not see it.
pub(super) fn held_out(classes: &[String], examples: &[Example], settings: &Settings) -> Vec<Judged> {
    let mut judged = Vec::with_capacity(examples.len());
    for fold in 0..FOLDS {
        let (held, seen): (Vec<_>, Vec<_>) = examples.iter().enumerate().partition(|(at, _)| at % FOLDS == fold);
        let seen: Vec<Example> = seen.into_iter().map(|(_, example)| example.clone()).collect();
        let source = uncalibrated(classes, &seen, settings);
        if let Some(model) = Model::new(Cow::Owned(pack(&source))) {
            judged.extend(held.into_iter().map(|(_, example)| judge(&model, example, settings)));
        }
    }
    judged
}

fn judge(model: &Model, example: &Example, settings: &Settings) -> Judged {
    let words = Reader::default().read(&example.name, &example.description);
    let scores = score::scores(model, &score::features(model, &words));
    let probabilities = score::probabilities(&scores);
    let first = scores.iter().enumerate().max_by_key(|(at, score)| (**score, std::cmp::Reverse(*at)));
    let first = first.map_or(0, |(at, _)| at);
    let code = model.code(first);
    Judged {
        facts: calibration::facts(model, &probabilities, first, 1.0),
        right: code == example.label || example.acceptable.iter().any(|other| other == code),
        weight: settings.weight(example),
    }
}

/// Fits the coefficients by Newton's method, and the confidence from which precision is high enough.
pub(super) fn fit(source: &mut Source, judged: &[Judged]) {
    let mut coefficients = [0.0; FACTS];
    for _ in 0..STEPS {
        let Some(step) = newton(&coefficients, judged) else { break };
        coefficients.iter_mut().zip(step).for_each(|(c, s)| *c -= s);
    }
    source.calibration = coefficients.iter().map(|c| super::ten_thousandths(*c)).collect();
    source.accept = accept(&coefficients, judged);
}

fn confidence(coefficients: &[f64; FACTS], facts: &Facts) -> f64 {
    let sum: f64 = coefficients.iter().zip(&facts.values).map(|(c, v)| c * v).sum();
    1.0 / (1.0 + libm::exp(-sum))
}

/// One step of Newton's method: the inverse curvature times the gradient.
fn newton(coefficients: &[f64; FACTS], judged: &[Judged]) -> Option<[f64; FACTS]> {
    let mut system = [[0.0; FACTS + 1]; FACTS];
    for (at, (row, coefficient)) in system.iter_mut().zip(coefficients).enumerate() {
        *row.get_mut(at)? += RIDGE;
        *row.get_mut(FACTS)? += RIDGE * coefficient;
    }
    for answer in judged {
        let p = confidence(coefficients, &answer.facts);
        let error = answer.weight * (p - f64::from(u8::from(answer.right)));
        let curve = answer.weight * p * (1.0 - p);
        for (row, value) in system.iter_mut().zip(answer.facts.values) {
            for (cell, other) in row.iter_mut().zip(answer.facts.values) {
                *cell += curve * value * other;
            }
            *row.get_mut(FACTS)? += error * value;
        }
    }
    solve(system)
}

/// Gaussian elimination of a small positive definite system.
fn solve(mut system: [[f64; FACTS + 1]; FACTS]) -> Option<[f64; FACTS]> {
    for pivot in 0..FACTS {
        let from = *system.get(pivot)?;
        let head = *from.get(pivot)?;
        for (at, row) in system.iter_mut().enumerate().filter(|(at, _)| *at != pivot) {
            let factor = row.get(pivot)? / head;
            debug_assert_ne!(at, pivot);
            row.iter_mut().zip(from).for_each(|(cell, other)| *cell -= factor * other);
        }
    }
    let mut solution = [0.0; FACTS];
    for (at, (value, row)) in solution.iter_mut().zip(&system).enumerate() {
        *value = row.get(FACTS)? / row.get(at)?;
    }
    Some(solution)
}

/// The lowest confidence at and above which answers are right often enough.
fn accept(coefficients: &[f64; FACTS], judged: &[Judged]) -> i32 {
    let mut sorted: Vec<(i32, bool, f64)> = judged
        .iter()
        .map(|answer| (super::ten_thousandths(confidence(coefficients, &answer.facts)), answer.right, answer.weight))
        .collect();
    sorted.sort_by(|a, b| b.0.cmp(&a.0).then(b.1.cmp(&a.1)));
    let (mut right, mut all, mut lowest) = (0.0, 0.0, 10_000);
    for (confidence, is_right, weight) in sorted {
        all += weight;
        right += if is_right { weight } else { 0.0 };
        if right / all >= PRECISION {
            lowest = confidence;
        }
    }
    lowest
}
