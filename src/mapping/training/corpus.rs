//! Examples -> numbers: which terms each text holds, and what it should be called.

use super::{Example, Settings};
use crate::mapping::terms::{self, sublinear};
use crate::mapping::words::Reader;
use std::collections::{BTreeMap, BTreeSet};

/// Shortest word whose misspellings are worth recognising.
const LONG_WORD: usize = 7;

/// Labelled texts as sparse rows.
#[derive(Debug, Default)]
pub(super) struct Corpus {
    /// Number of classes.
    pub classes: usize,
    /// The terms kept, in the order of their numbers.
    pub terms: Vec<TermFacts>,
    /// The texts.
    pub texts: Vec<Labelled>,
    /// Long words that were seen more than once, sorted.
    pub words: Vec<String>,
}

/// What is known of a term.
#[derive(Debug, Clone, Default)]
pub(super) struct TermFacts {
    /// As written in the model.
    pub text: String,
    /// Inverse document frequency.
    pub idf: f64,
}

/// One text.
#[derive(Debug, Clone, Default)]
pub(super) struct Labelled {
    /// Numbers of its terms, with their values, the slack of the text last; of length 1.
    pub values: Vec<(usize, f64)>,
    /// What it should be called, shares summing to 1.
    pub targets: Vec<(usize, f64)>,
}

/// The terms of one text with how often each counts.
type Counts = BTreeMap<String, u32>;

impl Corpus {
    pub(super) fn new(classes: &[String], examples: &[&Example], settings: &Settings) -> Self {
        let reader = Reader::default();
        let mut words = BTreeMap::new();
        let counted: Vec<Counts> = examples.iter().map(|example| count(&reader, example, &mut words)).collect();
        let terms = kept(&counted, settings);
        let numbers: BTreeMap<&str, usize> = terms.iter().enumerate().map(|(at, t)| (t.text.as_str(), at)).collect();
        let unknown = idf(counted.len(), 1);
        let texts = examples.iter().zip(&counted).enumerate().map(|(at, (example, counts))| {
            let (mut values, slack) = values(counts, &terms, &numbers, [unknown, unknown * settings.pair]);
            values.push((terms.len() + at, slack));
            Labelled { values, targets: targets(classes, example, settings.acceptable) }
        });
        let texts = texts.collect();
        let known: BTreeSet<&str> = numbers.keys().copied().collect();
        let long = |(word, seen): &(&String, &u32)| **seen > 1 && known.contains(reader.stem(word).as_str());
        let words = words.iter().filter(long).map(|(word, _)| word.clone()).collect();
        Self { classes: classes.len(), words, texts, terms: terms.clone() }
    }
}

/// Counts the terms of an example, and its long words.
fn count(reader: &Reader, example: &Example, long: &mut BTreeMap<String, u32>) -> Counts {
    let words = reader.read(&example.name, &example.description);
    for at in 0..words.count() {
        let word = words.surface(at);
        if word.len() >= LONG_WORD && word.bytes().all(|b| b.is_ascii_lowercase()) {
            *long.entry(word.to_owned()).or_default() += 1;
        }
    }
    let mut counts = Counts::new();
    for term in terms::terms(&words) {
        *counts.entry(term.written(&words, reader)).or_default() += term.count;
    }
    counts
}

/// Inverse document frequency, smoothed as if one more text held every term; in whole thousandths.
#[allow(clippy::cast_precision_loss)]
fn idf(texts: usize, seen: u32) -> f64 {
    let rare = libm::log((texts as f64 + 1.0) / (f64::from(seen) + 1.0)) + 1.0;
    libm::round(rare * 1000.0) / 1000.0
}

/// The terms that occur in at least so many texts.
fn kept(counted: &[Counts], settings: &Settings) -> Vec<TermFacts> {
    let mut texts: BTreeMap<&str, u32> = BTreeMap::new();
    for term in counted.iter().flat_map(BTreeMap::keys) {
        *texts.entry(term).or_default() += 1;
    }
    let idf = |text: &str, seen: u32| {
        let by = if text.contains(' ') { settings.pair } else { 1.0 };
        by * idf(counted.len(), seen)
    };
    let often = texts.into_iter().filter(|(_, seen)| *seen >= settings.least);
    often.map(|(text, seen)| TermFacts { text: text.to_owned(), idf: idf(text, seen) }).collect()
}

/// The values of the known terms, scaled to length 1 together with the slack.
///
/// Terms without a row occur in no other text: together they act as one term of this text alone, the slack,
/// which takes up what is peculiar to the text and its label, so that the known terms need not.
fn values(
    counts: &Counts,
    terms: &[TermFacts],
    numbers: &BTreeMap<&str, usize>,
    unknown: [f64; 2],
) -> (Vec<(usize, f64)>, f64) {
    let idf = |at: usize| terms.get(at).map_or(0.0, |term| term.idf);
    let mut values = Vec::new();
    let (mut squares, mut slack) = (0.0, 0.0);
    for (text, times) in counts {
        let number = numbers.get(text.as_str()).copied();
        let [word, pair] = unknown;
        let value = sublinear(*times) * number.map_or(if text.contains(' ') { pair } else { word }, idf);
        *if number.is_some() { &mut squares } else { &mut slack } += value * value;
        values.extend(number.map(|at| (at, value)));
    }
    let norm = libm::sqrt(squares + slack).max(f64::MIN_POSITIVE);
    for (_, value) in &mut values {
        *value /= norm;
    }
    (values, libm::sqrt(slack) / norm)
}

/// What an example should be called: mostly its label, a little what is acceptable.
#[allow(clippy::cast_precision_loss)]
fn targets(classes: &[String], example: &Example, share: f64) -> Vec<(usize, f64)> {
    let place = |code: &String| classes.iter().position(|class| class == code);
    let Some(label) = place(&example.label) else {
        return Vec::new();
    };
    let others: Vec<usize> = example.acceptable.iter().filter_map(place).collect();
    let each = share / others.len().max(1) as f64;
    let kept = if others.is_empty() { 1.0 } else { 1.0 - share };
    std::iter::once((label, kept)).chain(others.into_iter().map(|other| (other, each))).collect()
}
