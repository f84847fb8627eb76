//! Multinomial logistic regression by L-BFGS: full batch, one thread, fixed order of every sum.

use super::Settings;
use super::corpus::{Corpus, Labelled};
use super::counted::{self, share};

/// Steps remembered.
const MEMORY: usize = 6;

/// Halvings of a step tried at most.
const HALVINGS: usize = 20;

/// The gradient is flat below this largest entry.
const FLAT: f64 = 1.0e-7;

/// What each class has before any word, and a row of classes for each term.
pub(super) fn solve(corpus: &Corpus, settings: &Settings) -> (Vec<f64>, Vec<f64>) {
    let mut first = descend(corpus, settings);
    let mut terms = first.split_off(corpus.classes.min(first.len()));
    terms.truncate(corpus.classes * corpus.terms.len());
    counted::add(corpus, &mut terms);
    (first, terms)
}

/// Weights: first one per class before any word, then one per class for each term,
/// then one per class for the slack of each text.
fn descend(corpus: &Corpus, settings: &Settings) -> Vec<f64> {
    let size = corpus.classes * (1 + corpus.terms.len() + corpus.texts.len());
    let mut weights = vec![0.0; size];
    let mut gradient = vec![0.0; size];
    let mut loss = evaluate(corpus, settings.penalty, &weights, &mut gradient);
    let mut memory: Vec<Pair> = Vec::new();
    for _ in 0..settings.steps {
        if gradient.iter().all(|g| g.abs() < FLAT) {
            break;
        }
        let direction = direction(&gradient, &memory);
        let Some(next) = search(corpus, settings.penalty, &weights, &gradient, loss, &direction) else {
            break;
        };
        remember(&mut memory, &weights, &gradient, &next);
        (weights, gradient, loss) = (next.weights, next.gradient, next.loss);
    }
    weights
}

/// A step taken, the change of the gradient over it, and one over their product.
struct Pair {
    step: Vec<f64>,
    change: Vec<f64>,
    rho: f64,
}

/// Where a step led.
struct Point {
    weights: Vec<f64>,
    gradient: Vec<f64>,
    loss: f64,
}

/// Downhill, by the curvature seen so far.
fn direction(gradient: &[f64], memory: &[Pair]) -> Vec<f64> {
    let mut way: Vec<f64> = gradient.iter().map(|g| -g).collect();
    let mut alphas = Vec::with_capacity(memory.len());
    for pair in memory.iter().rev() {
        let alpha = pair.rho * dot(&pair.step, &way);
        add(&mut way, -alpha, &pair.change);
        alphas.push(alpha);
    }
    let scale = memory.last().map_or(1.0, |pair| 1.0 / (pair.rho * dot(&pair.change, &pair.change)));
    scale_by(&mut way, scale);
    for (pair, alpha) in memory.iter().zip(alphas.into_iter().rev()) {
        let beta = pair.rho * dot(&pair.change, &way);
        add(&mut way, alpha - beta, &pair.step);
    }
    way
}

/// The first of ever smaller steps that goes down enough.
fn search(corpus: &Corpus, penalty: f64, from: &[f64], gradient: &[f64], loss: f64, way: &[f64]) -> Option<Point> {
    let slope = dot(gradient, way);
    let mut length = 1.0;
    let mut next = vec![0.0; from.len()];
    for _ in 0..HALVINGS {
        let mut weights = from.to_vec();
        add(&mut weights, length, way);
        let reached = evaluate(corpus, penalty, &weights, &mut next);
        if reached <= loss + 1.0e-4 * length * slope {
            return Some(Point { weights, gradient: next, loss: reached });
        }
        length *= 0.5;
    }
    None
}

fn remember(memory: &mut Vec<Pair>, weights: &[f64], gradient: &[f64], next: &Point) {
    let minus = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a - b).collect::<Vec<f64>>();
    let (step, change) = (minus(&next.weights, weights), minus(&next.gradient, gradient));
    let product = dot(&step, &change);
    if product > 0.0 {
        if memory.len() == MEMORY {
            memory.remove(0);
        }
        memory.push(Pair { step, change, rho: 1.0 / product });
    }
}

/// The loss at `weights`, and its gradient.
fn evaluate(corpus: &Corpus, penalty: f64, weights: &[f64], gradient: &mut [f64]) -> f64 {
    let share = share(corpus.texts.len());
    let (priors, rows) = weights.split_at(corpus.classes);
    let (prior_gradient, row_gradient) = gradient.split_at_mut(corpus.classes);
    prior_gradient.fill(0.0);
    row_gradient.iter_mut().zip(rows).for_each(|(g, w)| *g = penalty * w);
    let mut loss = 0.5 * penalty * dot(rows, rows);
    let mut errors = vec![0.0; corpus.classes];
    for text in &corpus.texts {
        loss += share * text_loss(text, priors, rows, &mut errors);
        scale_by(&mut errors, share);
        add(prior_gradient, 1.0, &errors);
        for (term, value) in &text.values {
            if let Some(row) = row_gradient.get_mut(term * corpus.classes..(term + 1) * corpus.classes) {
                add(row, *value, &errors);
            }
        }
    }
    loss
}

/// The loss of one text; leaves what each class was given too much in `errors`.
fn text_loss(text: &Labelled, priors: &[f64], rows: &[f64], errors: &mut [f64]) -> f64 {
    errors.copy_from_slice(priors);
    let classes = priors.len();
    for (term, value) in &text.values {
        add(errors, *value, rows.get(term * classes..(term + 1) * classes).unwrap_or_default());
    }
    let top = errors.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let wanted: f64 = text.targets.iter().map(|(class, share)| share * errors.get(*class).unwrap_or(&0.0)).sum();
    for error in errors.iter_mut() {
        *error = libm::exp(*error - top);
    }
    let sum: f64 = errors.iter().sum();
    scale_by(errors, 1.0 / sum);
    for (class, share) in &text.targets {
        if let Some(error) = errors.get_mut(*class) {
            *error -= share;
        }
    }
    libm::log(sum) + top - wanted
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// `to += by * what`.
fn add(to: &mut [f64], by: f64, what: &[f64]) {
    to.iter_mut().zip(what).for_each(|(to, what)| *to += by * what);
}

/// `what *= by`.
fn scale_by(what: &mut [f64], by: f64) {
    for value in what {
        *value *= by;
    }
}
