//! Words -> terms: each stem, and each two neighbouring stems, with how often they count.
//!
//! The one place that says what a term is; training and scoring both go through it.

use super::pack::pair_key;
use super::words::{Reader, Words};
use std::borrow::Cow;

/// How often a word of the name counts, a word of the description counting once.
pub const NAME_COUNTS: u32 = 2;

/// A term at a place in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// Key in the model.
    pub key: u64,
    /// How often it counts here.
    pub count: u32,
    /// Position of its first word.
    pub at: u16,
    /// Whether the next word belongs to it.
    pub pair: bool,
}

impl Term {
    /// The term as the model file writes it; `reader` is what read the words.
    pub fn written(self, words: &Words, reader: &Reader) -> String {
        let first = words.stem(self.at.into(), reader);
        if self.pair { format!("{first} {}", words.stem(usize::from(self.at) + 1, reader)) } else { first.into_owned() }
    }

    /// The term as it stands in the text.
    pub fn surface(self, words: &Words) -> Cow<'_, str> {
        let at = usize::from(self.at);
        if self.pair { words.surface_of_two(at) } else { words.surface(at).into() }
    }
}

/// All terms of a text: its words in order of reading, then its pairs.
pub fn terms(words: &Words) -> impl Iterator<Item = Term> {
    // There are far fewer words than that: see `words::MAX_WORDS`.
    let at = || 0_u16..u16::MAX;
    let count = |part: u8| if part == 0 { NAME_COUNTS } else { 1 };
    let single = move |((key, part), at)| Term { key, count: count(part), at, pair: false };
    let pairs = words.keys().zip(words.keys().skip(1)).zip(at());
    let joined = pairs.filter(|(((_, part), (_, next)), _)| part == next);
    let pair = joined.map(move |(((first, part), (second, _)), at)| {
        let key = pair_key(first, second);
        Term { key, count: count(part), at, pair: true }
    });
    words.keys().zip(at()).map(single).chain(pair)
}

/// Weight of a term that counts `count` times: 1 + ln(count), so that repeating a word helps ever less.
pub fn sublinear(count: u32) -> f64 {
    // Most terms come once: the logarithm of 1 is 0 exactly.
    if count <= 1 { 1.0 } else { 1.0 + libm::log(f64::from(count)) }
}
