//! The trained model, read in place from its packed bytes: nothing is parsed or copied at start.
//!
//! This module knows the layout that [`super::pack`] writes, and nothing of words or categories.

use super::pack::{BUCKET_BYTES, CODE_BYTES, HEAD_BYTES, ROW_HEAD_BYTES, WEIGHT_BYTES, WORD_BYTES, bucket, halves};
use std::borrow::Cow;

/// A packed model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model {
    bytes: Cow<'static, [u8]>,
    layout: Layout,
}

/// Where each part of the bytes starts, and how many there are of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Layout {
    classes: usize,
    coefficients: usize,
    buckets: usize,
    words: usize,
    priors_at: usize,
    neighbours_at: usize,
    calibration_at: usize,
    buckets_at: usize,
    rows_at: usize,
    words_at: usize,
    text_at: usize,
}

/// One term of the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row<'a> {
    /// Inverse document frequency, in thousandths.
    pub idf: u16,
    /// Score that a weight of 127 stands for, in hundredths.
    pub scale: u16,
    /// Class and weight, three bytes each, in the order of the classes.
    weights: &'a [u8],
}

impl Row<'_> {
    /// Its weight for a class.
    pub fn weight_of(&self, class: usize) -> i8 {
        let weights = self.weights.as_chunks::<WEIGHT_BYTES>().0;
        let at = weights.partition_point(|[low, high, _]| usize::from(u16::from_le_bytes([*low, *high])) < class);
        let found = weights.get(at).filter(|[low, high, _]| usize::from(u16::from_le_bytes([*low, *high])) == class);
        found.map_or(0, |[.., weight]| weight.cast_signed())
    }

    /// The classes that the term says anything about, with its weights.
    pub fn weights(&self) -> impl Iterator<Item = (usize, i8)> {
        self.weights
            .as_chunks::<WEIGHT_BYTES>()
            .0
            .iter()
            .map(|[low, high, weight]| (usize::from(u16::from_le_bytes([*low, *high])), weight.cast_signed()))
    }
}

impl Model {
    /// A model over packed bytes; `None` if they are not as long as their head says.
    pub fn new(bytes: Cow<'static, [u8]>) -> Option<Self> {
        let count = |at: usize| u32_at(&bytes, at * 4).map(|n| n as usize);
        let (classes, coefficients, buckets) = (count(0)?, count(1)?, count(2)?);
        let (rows, words, text) = (count(3)?, count(4)?, count(5)?);
        let priors_at = HEAD_BYTES + classes * CODE_BYTES;
        let neighbours_at = priors_at + classes * 4;
        let calibration_at = neighbours_at + classes * classes;
        let buckets_at = calibration_at + coefficients * 4;
        let rows_at = buckets_at + buckets * BUCKET_BYTES;
        let words_at = rows_at + rows;
        let text_at = words_at + words * WORD_BYTES;
        let layout = Layout {
            classes,
            coefficients,
            buckets,
            words,
            priors_at,
            neighbours_at,
            calibration_at,
            buckets_at,
            rows_at,
            words_at,
            text_at,
        };
        (bytes.len() == text_at + text).then_some(Self { bytes, layout })
    }

    /// Bytes it takes.
    pub fn size(&self) -> usize {
        self.bytes.len()
    }

    /// Number of classes.
    pub fn classes(&self) -> usize {
        self.layout.classes
    }

    /// The code of a class; `NONE` is one like any other.
    pub fn code(&self, class: usize) -> &str {
        let start = HEAD_BYTES + class * CODE_BYTES;
        let code = self.bytes.get(start..start + CODE_BYTES).unwrap_or_default();
        std::str::from_utf8(code).unwrap_or_default().trim_end_matches('\0')
    }

    /// Score of a class before any word, in ten-thousandths.
    pub fn prior(&self, class: usize) -> i32 {
        self.i32_at(self.layout.priors_at + class * 4)
    }

    /// Confidence from which an answer is accepted, in ten-thousandths.
    pub fn accept(&self) -> i32 {
        self.i32_at(HEAD_BYTES - 4)
    }

    /// How far each class as the label makes `answer` acceptable, in percent.
    pub fn neighbours(&self, answer: usize) -> &[u8] {
        let start = self.layout.neighbours_at + answer * self.layout.classes;
        self.bytes.get(start..start + self.layout.classes).unwrap_or_default()
    }

    /// A coefficient of the calibration, in ten-thousandths; 0 past the end.
    pub fn coefficient(&self, at: usize) -> i32 {
        if at < self.layout.coefficients { self.i32_at(self.layout.calibration_at + at * 4) } else { 0 }
    }

    /// Where the row of a term's key starts, if it has one.
    pub fn row_of(&self, key: u64) -> Option<usize> {
        let (low, high) = halves(key);
        let first = bucket(low, self.layout.buckets);
        for slot in (first..self.layout.buckets).chain(0..first) {
            let at = self.layout.buckets_at + slot * BUCKET_BYTES;
            let row = u32_at(&self.bytes, at + 4)?;
            if row == 0 {
                return None;
            }
            if u32_at(&self.bytes, at)? == high {
                return Some(row as usize - 1);
            }
        }
        None
    }

    /// The row that starts there.
    pub fn row(&self, start: usize) -> Row<'_> {
        let rest = self.bytes.get(self.layout.rows_at + start..).unwrap_or_default();
        let Some((head, rest)) = rest.split_first_chunk::<ROW_HEAD_BYTES>() else {
            return Row { idf: 0, scale: 0, weights: &[] };
        };
        let [idf, scale, weights] =
            [[head[0], head[1]], [head[2], head[3]], [head[4], head[5]]].map(u16::from_le_bytes);
        let size = usize::from(weights) * WEIGHT_BYTES;
        Row { idf, scale, weights: rest.get(..size).unwrap_or_default() }
    }

    /// The words whose misspellings are recognised that begin with `first` and whose letters differ in at most `off`
    /// bits.
    pub fn words_like(&self, first: u8, letters: u32, off: u32) -> impl Iterator<Item = &str> {
        let starts = |at: usize| self.word(at).as_bytes().first().copied().unwrap_or(0);
        let from = partition(self.layout.words, |at| starts(at) < first);
        let to = partition(self.layout.words, |at| starts(at) <= first);
        let near = move |at: &usize| (self.letters(*at) ^ letters).count_ones() <= off;
        (from..to).filter(near).map(|at| self.word(at))
    }

    fn letters(&self, at: usize) -> u32 {
        u32_at(&self.bytes, self.layout.words_at + at * WORD_BYTES + 4).unwrap_or(0)
    }

    fn word(&self, at: usize) -> &str {
        let entry = self.layout.words_at + at * WORD_BYTES;
        let end = |at: usize| u32_at(&self.bytes, at).unwrap_or(0) as usize;
        let start = if at == 0 { 0 } else { end(entry - WORD_BYTES) };
        let text = self.bytes.get(self.layout.text_at + start..self.layout.text_at + end(entry)).unwrap_or_default();
        std::str::from_utf8(text).unwrap_or_default()
    }

    fn i32_at(&self, at: usize) -> i32 {
        u32_at(&self.bytes, at).unwrap_or(0).cast_signed()
    }
}

/// The first position below `len` where `before` no longer holds.
fn partition(len: usize, before: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, len);
    while low < high {
        let middle = low.midpoint(high);
        if before(middle) { low = middle + 1 } else { high = middle }
    }
    low
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes)
}
