//! Words -> terms: each stem, and each two neighbouring stems, with how often they count.
//!
//! The one place that says what a term is; training and scoring both go through it.

use super::pack::pair_key;
use super::words::Words;

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
    /// The term as the model file writes it.
    pub fn written(self, words: &Words) -> String {
        if self.pair {
            format!("{} {}", words.stem(self.at.into()), words.stem(usize::from(self.at) + 1))
        } else {
            words.stem(self.at.into()).to_owned()
        }
    }

    /// The term as it stands in the text.
    pub fn surface(self, words: &Words) -> String {
        let (first, second) = (words.surface(self.at.into()), words.surface(usize::from(self.at) + 1));
        if self.pair && first != second { format!("{first} {second}") } else { first.to_owned() }
    }
}

/// All terms of a text, in order of reading.
pub fn terms(words: &Words) -> Vec<Term> {
    // There are far fewer words than that: see `words::MAX_WORDS`.
    let place = |at: usize| u16::try_from(at).unwrap_or(u16::MAX);
    let count = |at: usize| if words.part(at) == 0 { NAME_COUNTS } else { 1 };
    let mut terms = Vec::with_capacity(2 * words.count());
    terms.extend((0..words.count()).map(|at| Term {
        key: words.key(at),
        count: count(at),
        at: place(at),
        pair: false,
    }));
    let pairs = (1..words.count()).filter(|next| words.part(next - 1) == words.part(*next));
    terms.extend(pairs.map(|next| {
        let at = next - 1;
        Term { key: pair_key(words.key(at), words.key(next)), count: count(at), at: place(at), pair: true }
    }));
    terms
}

/// Weight of a term that counts `count` times: 1 + ln(count), so that repeating a word helps ever less.
pub fn sublinear(count: u32) -> f64 {
    // Most terms come once: the logarithm of 1 is 0 exactly.
    if count <= 1 { 1.0 } else { 1.0 + libm::log(f64::from(count)) }
}
