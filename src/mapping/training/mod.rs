//! Examples -> model: the same bytes every time, on every machine.
//!
//! Multinomial logistic regression over the terms of [`super::terms`] with some of what counting alone says, then
//! quantised to what [`super::pack`] writes; the calibration is fitted on predictions for examples held out of training.

mod calibrate;
mod corpus;
mod counted;
pub mod data;
mod regression;

use super::mapper::NONE;
use super::pack::{Row, Source};
use crate::taxonomy::Taxonomy;
use corpus::Corpus;

pub use calibrate::Judged;

/// One labelled text.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// Code of its category, or `NONE`.
    pub label: String,
    /// Further codes that are not wrong.
    pub acceptable: Vec<String>,
    /// Name of the measure.
    pub name: String,
    /// Its description; may be empty.
    pub description: String,
    /// Where it is from.
    pub origin: Origin,
}

/// Where an example is from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// Written for its category.
    Written,
    /// Written as an entry of a whole framework: categories are as frequent as they are there.
    Framework,
    /// What the taxonomy says of itself.
    Definition,
    /// A mitigation of a real framework, labelled by annotators; the name of the framework.
    Labelled(String),
}

/// How to train.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// Penalty on squared weights.
    pub penalty: f64,
    /// Steps of the optimiser at most.
    pub steps: usize,
    /// Texts that a term must occur in.
    pub least: u32,
    /// How much two neighbouring words count, one word counting 1.
    pub pair: f64,
    /// Share of the target that acceptable labels get together.
    pub acceptable: f64,
    /// How far the priors move from how often categories have examples to how often frameworks have them.
    pub prior: f64,
    /// How far the prior of `NONE` moves: the examples hold far more texts that are no measure than frameworks do.
    pub none: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { penalty: 2.0e-5, steps: 80, least: 3, pair: 0.9, acceptable: 0.3, prior: 0.75, none: -1.5 }
    }
}

/// Quantised weights below this are left out.
const SMALLEST: i8 = 6;

/// Trains and calibrates a model; `classes` are the codes without `NONE`.
pub fn train(classes: &[String], examples: &[Example], settings: &Settings) -> Source {
    let judged = calibrate::held_out(classes, examples, settings);
    let mut source = uncalibrated(classes, examples, settings);
    calibrate::fit(&mut source, &judged);
    source
}

/// Trains and calibrates a model for a taxonomy, of these examples and of what it says of itself.
pub fn of_taxonomy(taxonomy: &Taxonomy, examples: &[Example], settings: &Settings) -> Source {
    let all: Vec<Example> = examples.iter().cloned().chain(data::of_taxonomy(taxonomy)).collect();
    train(&data::classes(taxonomy), &all, settings)
}

/// Trains a model without confidence.
pub fn uncalibrated(classes: &[String], examples: &[Example], settings: &Settings) -> Source {
    let mut classes = classes.to_vec();
    classes.push(NONE.to_owned());
    let examples: Vec<&Example> = examples.iter().filter(|example| classes.contains(&example.label)).collect();
    let corpus = Corpus::new(&classes, &examples, settings);
    let (first, terms) = regression::solve(&corpus, settings);
    let shift = prior_shift(&corpus, &examples, settings);
    let priors = first.iter().zip(shift).map(|(prior, shift)| ten_thousandths(prior + shift));
    Source {
        prior: priors.collect(),
        neighbours: neighbours(&classes, &examples),
        rows: rows(&corpus, &terms),
        words: corpus.words,
        classes,
        ..Source::default()
    }
}

/// Quantises the weights, a row per term.
fn rows(corpus: &Corpus, weights: &[f64]) -> Vec<Row> {
    let mut rows: Vec<Row> = corpus
        .terms
        .iter()
        .zip(weights.chunks(corpus.classes))
        .map(|(term, weights)| {
            let middle = median(weights);
            let weights: Vec<f64> = weights.iter().map(|weight| weight - middle).collect();
            let largest = weights.iter().fold(0.0_f64, |most, weight| most.max(weight.abs()));
            let scale = libm::ceil(largest * 100.0).max(1.0);
            let quantised = weights.iter().map(|weight| i8_of(weight / scale * 100.0 * 127.0));
            Row {
                term: term.text.clone(),
                idf: u16_of(term.idf * 1000.0),
                scale: u16_of(scale),
                weights: quantised.map(|weight| if weight.abs() < SMALLEST { 0 } else { weight }).collect(),
            }
        })
        .collect();
    rows.sort_by(|a, b| a.term.cmp(&b.term));
    rows
}

/// What each prior moves by, so that categories that frameworks often have are answered more readily; how
/// often they have no measure at all is not known, so `NONE` moves by a fixed amount.
fn prior_shift(corpus: &Corpus, examples: &[&Example], settings: &Settings) -> Vec<f64> {
    let mut seen = vec![1.0; corpus.classes];
    let mut wanted = vec![1.0; corpus.classes];
    let add = |counts: &mut Vec<f64>, by: f64, targets: &[(usize, f64)]| {
        for (class, share) in targets {
            if let Some(count) = counts.get_mut(*class) {
                *count += by * share;
            }
        }
    };
    for (text, example) in corpus.texts.iter().zip(examples) {
        add(&mut seen, 1.0, &text.targets);
        match example.origin {
            Origin::Written | Origin::Definition => {}
            Origin::Framework => add(&mut wanted, FRAMEWORK_PRIOR, &text.targets),
            Origin::Labelled(_) => add(&mut wanted, LABELLED_PRIOR, &text.targets),
        }
    }
    let (all_seen, all_wanted) = (seen.iter().sum::<f64>(), wanted.iter().sum::<f64>());
    let shift = |(seen, wanted): (&f64, &f64)| settings.prior * libm::log(wanted / all_wanted * all_seen / seen);
    let none = corpus.classes - 1;
    let shifts = seen.iter().zip(&wanted).map(shift).enumerate();
    shifts.map(|(class, shift)| if class == none { settings.none } else { shift }).collect()
}

/// How much an entry of a written framework counts for how frequent its category is.
const FRAMEWORK_PRIOR: f64 = 0.3;

/// How much a labelled mitigation counts for how frequent its category is.
const LABELLED_PRIOR: f64 = 3.0;

/// The middle of the weights of a term: taking it from all of them changes no answer, and leaves many near 0.
fn median(weights: &[f64]) -> f64 {
    let mut sorted = weights.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(0.0)
}

/// How far a label makes other answers acceptable, in percent: counted over the examples that say so.
fn neighbours(classes: &[String], examples: &[&Example]) -> Vec<Vec<u8>> {
    let said: Vec<&&Example> =
        examples.iter().filter(|example| matches!(example.origin, Origin::Labelled(_))).collect();
    let share = |answer: &String, label: &String| {
        let of_label = said.iter().filter(|example| example.label == *label).count();
        let both = said.iter().filter(|e| e.label == *label && e.acceptable.contains(answer)).count();
        if answer == label || of_label == 0 { 0 } else { u8::try_from(both * 100 / (of_label + 2)).unwrap_or(100) }
    };
    classes.iter().map(|answer| classes.iter().map(|label| share(answer, label)).collect()).collect()
}

#[allow(clippy::cast_possible_truncation)]
fn ten_thousandths(value: f64) -> i32 {
    libm::round(value * 10_000.0) as i32
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn u16_of(value: f64) -> u16 {
    libm::round(value.clamp(0.0, 65_535.0)) as u16
}

#[allow(clippy::cast_possible_truncation)]
fn i8_of(value: f64) -> i8 {
    libm::round(value.clamp(-127.0, 127.0)) as i8
}
