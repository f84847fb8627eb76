//! What each term says for and against each class by counting alone, every term for itself.
//!
//! The regression weighs the terms of a text against each other: of terms that come together one takes the weight and the
//! others keep little. A text that holds only the others is then judged by too little, so some of what counting says
//! is added.

use super::corpus::Corpus;

/// How much of it is added.
const SHARE: f64 = 0.2;

/// Added to every count, so that a term that came once says little.
const FLOOR: f64 = 0.03;

/// Adds to the weights of the terms, a row of classes for each.
pub(super) fn add(corpus: &Corpus, weights: &mut [f64]) {
    let counts = counts(corpus);
    let even = evened(corpus.classes, &counts);
    for (row, counts) in weights.chunks_mut(corpus.classes).zip(counts.chunks(corpus.classes)) {
        let of_class: Vec<f64> = counts.iter().zip(&even).map(|(count, even)| count * even).collect();
        let middle = of_class.iter().sum::<f64>() * share(corpus.classes);
        for (weight, count) in row.iter_mut().zip(of_class) {
            *weight += SHARE * libm::log((count + FLOOR) / (middle + FLOOR));
        }
    }
}

/// How much of each term the texts of each class hold.
fn counts(corpus: &Corpus) -> Vec<f64> {
    let mut counts = vec![0.0; corpus.terms.len() * corpus.classes];
    for text in &corpus.texts {
        for (term, value) in &text.values {
            for (class, share) in &text.targets {
                // The slack of the text is no term.
                if let Some(count) = counts.get_mut(term * corpus.classes + class) {
                    *count += value * share;
                }
            }
        }
    }
    counts
}

/// What the counts of each class are multiplied by, so that all classes count as much as each other.
fn evened(classes: usize, counts: &[f64]) -> Vec<f64> {
    let mut sums = vec![0.0; classes];
    for row in counts.chunks(classes) {
        sums.iter_mut().zip(row).for_each(|(sum, count)| *sum += count);
    }
    let each = sums.iter().sum::<f64>() * share(classes);
    sums.into_iter().map(|sum| if sum > 0.0 { each / sum } else { 0.0 }).collect()
}

/// One over their number.
#[allow(clippy::cast_precision_loss)]
pub(super) fn share(of: usize) -> f64 {
    1.0 / of.max(1) as f64
}
