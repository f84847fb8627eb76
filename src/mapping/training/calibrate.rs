//! Fitting the confidence on answers for texts held out of training.

use super::{Example, Origin, Settings, uncalibrated};
use crate::mapping::calibration::{self, FACTS, Facts};
use crate::mapping::mapper::NONE;
use crate::mapping::model::Model;
use crate::mapping::pack::{Source, pack};
use crate::mapping::score::{self, Read};
use crate::mapping::words::Reader;
use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::panic::resume_unwind;
use std::thread;

/// Parts that examples are split into; each is judged by a model trained on the others.
const FOLDS: usize = 4;

/// Precision wanted of accepted answers.
const PRECISION: f64 = 0.95;

/// Steps of Newton's method.
const STEPS: usize = 30;

/// Pull of the coefficients to zero.
const RIDGE: f64 = 1.0;

/// Entries of a written framework that are held out together, about as many as one has.
const BLOCK: usize = 50;

/// One held-out answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judged {
    /// What the confidence is made of.
    pub facts: Facts,
    /// Whether the answer is the label or an acceptable one: 1 or 0, or a share where only the label is known.
    pub right: f64,
    /// Whether a category is answered: the threshold is looked for among these.
    pub is_mapping: bool,
}

/// Answers by models that did not see the text: for the entries of frameworks, real and written, since that is what
/// will be read; for all examples where there are none.
///
/// Entries of one framework are held out together.
pub(super) fn held_out(classes: &[String], examples: &[Example], settings: &Settings) -> Vec<Judged> {
    let folds = folds(examples);
    let any = examples.iter().any(of_framework);
    let judge_fold = |fold: usize| {
        let (held, seen): (Vec<_>, Vec<_>) = examples.iter().zip(&folds).partition(|(_, of)| **of == fold);
        let seen: Vec<Example> = seen.into_iter().map(|(example, _)| example.clone()).collect();
        let model = Model::new(Cow::Owned(pack(&uncalibrated(classes, &seen, settings))));
        let counts = |example: &&Example| !any || of_framework(example);
        let held = held.into_iter().map(|(example, _)| example).filter(counts);
        model.iter().flat_map(|model| held.clone().map(|example| judge(model, example))).collect::<Vec<_>>()
    };
    // A thread for each; joined in order, so the sums over the answers are the same every time.
    thread::scope(|scope| {
        let threads: Vec<_> = (0..FOLDS).map(|fold| scope.spawn(move || judge_fold(fold))).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap_or_else(|fault| resume_unwind(fault))).collect()
    })
}

/// The part that each example belongs to.
fn folds(examples: &[Example]) -> Vec<usize> {
    let frameworks: BTreeSet<&Origin> = examples.iter().map(|example| &example.origin).collect();
    let mut entries = 0;
    let fold = |(at, example): (usize, &Example)| match &example.origin {
        Origin::Written | Origin::Definition => at % FOLDS,
        Origin::Framework => {
            entries += 1;
            entries / BLOCK % FOLDS
        }
        Origin::Labelled(_) => frameworks.iter().position(|origin| **origin == example.origin).unwrap_or(0) % FOLDS,
    };
    examples.iter().enumerate().map(fold).collect()
}

fn judge(model: &Model, example: &Example) -> Judged {
    let read = Read::new(model, &Reader::default(), &example.name, &example.description);
    let scores = score::scores(model, &read.features);
    let probabilities = score::probabilities(&scores);
    let first = scores.iter().enumerate().max_by_key(|(at, score)| (**score, Reverse(*at))).map_or(0, |(at, _)| at);
    Judged {
        facts: calibration::facts(model, &probabilities, first, &read),
        right: right(model, first, example),
        is_mapping: model.code(first) != NONE,
    }
}

/// Whether it is an entry of a framework, real or written.
const fn of_framework(example: &Example) -> bool {
    matches!(example.origin, Origin::Framework | Origin::Labelled(_))
}

/// Whether an answer is right; where only one label is known, how often annotators accept it for that label.
fn right(model: &Model, answer: usize, example: &Example) -> f64 {
    let code = model.code(answer);
    if code == example.label || example.acceptable.iter().any(|other| other == code) {
        return 1.0;
    }
    let label = (0..model.classes()).find(|class| model.code(*class) == example.label);
    match (&example.origin, label) {
        (Origin::Written | Origin::Framework | Origin::Definition, Some(label)) => {
            model.neighbours(answer).get(label).map_or(0.0, |share| f64::from(*share) / 100.0)
        }
        _ => 0.0,
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
        let error = p - answer.right;
        let curve = p * (1.0 - p);
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
    let stated = |answer: &Judged| super::ten_thousandths(confidence(coefficients, &answer.facts));
    let mappings = judged.iter().filter(|answer| answer.is_mapping);
    let mut sorted: Vec<(i32, &Judged)> = mappings.map(|answer| (stated(answer), answer)).collect();
    sorted.sort_by(|a, b| b.0.cmp(&a.0).then(b.1.right.total_cmp(&a.1.right)));
    let (mut right, mut all, mut lowest) = (0.0, 0.0, 10_000);
    for (confidence, answer) in sorted {
        all += 1.0;
        right += answer.right;
        if right / all >= PRECISION {
            lowest = confidence;
        }
    }
    lowest
}
