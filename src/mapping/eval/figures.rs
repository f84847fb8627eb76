//! The figures of a list of judged answers.

use super::Case;
use crate::mapping::Confidence;
use crate::mapping::mapper::NONE;
use serde::Serialize;
use std::collections::BTreeMap;

/// Precision at which the share answered is told.
const PRECISION: f64 = 0.95;

/// Bins of the reliability table.
const BINS: u16 = 10;

/// Confusions and errors listed at most.
const LISTED: usize = 15;

/// A share with its 95 % interval after Wilson.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Share {
    /// How many.
    pub count: usize,
    /// Of how many.
    pub of: usize,
    /// The share, rounded to four decimals; 0 of none is 0.
    pub share: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
}

/// One bin of the reliability table.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Bin {
    /// Lowest confidence in it.
    pub from: f64,
    /// Mean confidence stated.
    pub stated: f64,
    /// Share that was right.
    pub right: Share,
}

/// A label and what was answered instead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pair {
    /// The label.
    pub label: String,
    /// The answer.
    pub answer: String,
    /// How often.
    pub times: usize,
    /// How often it was not acceptable either.
    pub wrong: usize,
}

/// An answer that is neither the label nor acceptable.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Miss {
    /// Where the text is from.
    pub origin: String,
    /// Name of the text.
    pub name: String,
    /// The label.
    pub label: String,
    /// The answer.
    pub answer: String,
    /// Confidence of the answer.
    pub confidence: f64,
}

/// Everything measured on a list of labelled texts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figures {
    /// Number of texts.
    pub texts: usize,
    /// First answer is the label or an acceptable one.
    pub accept_at_1: Share,
    /// First answer is the label.
    pub exact: Share,
    /// One of the first three is the label or an acceptable one.
    pub accept_at_3: Share,
    /// Share of texts answered when the surest are answered down to where precision is still 0.95.
    pub answered_at_95: Share,
    /// Share of texts at or above the mapper's own threshold.
    pub accepted: Share,
    /// Share of those that are right.
    pub accepted_right: Share,
    /// Share of the texts that are no mitigation that are answered so, or stay below the threshold.
    pub rejected: Share,
    /// Share of mitigations that are called none.
    pub called_none: Share,
    /// Mean difference between confidence stated and share right, over the bins.
    pub calibration_error: f64,
    /// Confidence against the share that was right.
    pub reliability: Vec<Bin>,
    /// What is answered instead of the label, most frequent first.
    pub confusions: Vec<Pair>,
    /// The surest errors.
    pub worst: Vec<Miss>,
}

impl Figures {
    /// Measures judged answers.
    pub fn of(cases: &[Case]) -> Self {
        let count = |is: &dyn Fn(&Case) -> bool| Share::new(cases.iter().filter(|case| is(case)).count(), cases.len());
        let accepted = |case: &Case| case.counts;
        let accepted_count = cases.iter().filter(|case| accepted(case)).count();
        let reliability = reliability(cases);
        let share = |of: &dyn Fn(&Case) -> bool, is: &dyn Fn(&Case) -> bool| {
            let among = cases.iter().filter(|case| of(case));
            Share::new(among.clone().filter(|case| is(case)).count(), among.count())
        };
        let (measure, none) = (|case: &Case| case.label != NONE, |case: &Case| case.first() == NONE);
        Self {
            texts: cases.len(),
            accept_at_1: count(&Case::is_right),
            exact: count(&Case::is_exact),
            accept_at_3: count(&|case| case.answers.iter().take(3).any(|code| case.accepts(code))),
            answered_at_95: Share::new(answered_at(cases, PRECISION), cases.len()),
            accepted: count(&accepted),
            accepted_right: Share::new(count(&|c| accepted(c) && c.is_right()).count, accepted_count),
            rejected: share(&|case| !measure(case), &|case| !accepted(case)),
            called_none: share(&measure, &none),
            calibration_error: calibration_error(&reliability),
            reliability,
            confusions: confusions(cases),
            worst: worst(cases),
        }
    }
}

impl Share {
    /// `count` of `of`, with the interval after Wilson (1927) for 95 %.
    #[allow(clippy::cast_precision_loss)]
    pub fn new(count: usize, of: usize) -> Self {
        if of == 0 {
            return Self { count, of, share: 0.0, low: 0.0, high: 1.0 };
        }
        let (n, z) = (of as f64, 1.959_964);
        let p = count as f64 / n;
        let middle = (p + z * z / (2.0 * n)) / (1.0 + z * z / n);
        let half = z / (1.0 + z * z / n) * libm::sqrt(p * (1.0 - p) / n + z * z / (4.0 * n * n));
        Self {
            count,
            of,
            share: rounded(p),
            low: rounded((middle - half).max(0.0)) + 0.0,
            high: rounded(middle + half),
        }
    }
}

/// How many of the surest can be answered with at least this precision; equally sure ones go together.
#[allow(clippy::cast_precision_loss)]
fn answered_at(cases: &[Case], precision: f64) -> usize {
    let mut sure: Vec<(Confidence, bool)> = cases.iter().map(|case| (case.confidence, case.is_right())).collect();
    sure.sort_by(|a, b| b.cmp(a));
    let (mut right, mut answered) = (0_usize, 0);
    for (at, (confidence, is_right)) in sure.iter().enumerate() {
        right += usize::from(*is_right);
        let ends = sure.get(at + 1).is_none_or(|next| next.0 < *confidence);
        if ends && right as f64 >= precision * (at + 1) as f64 {
            answered = at + 1;
        }
    }
    answered
}

fn reliability(cases: &[Case]) -> Vec<Bin> {
    let bins = (0..BINS).map(|bin| {
        let width = Confidence::ONE.0 / BINS;
        let inside = |case: &&Case| (case.confidence.0 / width).min(BINS - 1) == bin;
        let inside: Vec<&Case> = cases.iter().filter(inside).collect();
        let stated: f64 = inside.iter().map(|case| case.confidence.value()).sum();
        let right = Share::new(inside.iter().filter(|case| case.is_right()).count(), inside.len());
        #[allow(clippy::cast_precision_loss)]
        let stated = rounded(stated / inside.len().max(1) as f64);
        Bin { from: rounded(f64::from(bin) / f64::from(BINS)), stated, right }
    });
    bins.filter(|bin| bin.right.of > 0).collect()
}

#[allow(clippy::cast_precision_loss)]
fn calibration_error(bins: &[Bin]) -> f64 {
    let all: usize = bins.iter().map(|bin| bin.right.of).sum();
    let off: f64 = bins.iter().map(|bin| bin.right.of as f64 * (bin.stated - bin.right.share).abs()).sum();
    rounded(off / all.max(1) as f64)
}

fn confusions(cases: &[Case]) -> Vec<Pair> {
    let mut times: BTreeMap<(&str, &str), (usize, usize)> = BTreeMap::new();
    for case in cases.iter().filter(|case| !case.is_exact()) {
        let entry = times.entry((&case.label, case.first())).or_default();
        entry.0 += 1;
        entry.1 += usize::from(!case.is_right());
    }
    let pairs = times.into_iter().map(|((label, answer), (times, wrong))| Pair {
        label: label.to_owned(),
        answer: answer.to_owned(),
        times,
        wrong,
    });
    let mut pairs: Vec<Pair> = pairs.collect();
    pairs.sort_by_key(|pair| std::cmp::Reverse((pair.wrong, pair.times)));
    pairs.truncate(LISTED);
    pairs
}

fn worst(cases: &[Case]) -> Vec<Miss> {
    let mut wrong: Vec<&Case> = cases.iter().filter(|case| !case.is_right()).collect();
    wrong.sort_by_key(|case| std::cmp::Reverse(case.confidence));
    let miss = |case: &Case| Miss {
        origin: case.origin.clone(),
        name: case.name.clone(),
        label: case.label.clone(),
        answer: case.first().to_owned(),
        confidence: case.confidence.value(),
    };
    wrong.into_iter().take(LISTED).map(miss).collect()
}

fn rounded(value: f64) -> f64 {
    libm::round(value * 10_000.0) / 10_000.0
}
