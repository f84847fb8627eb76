//! What words become, remembered: the same words come again and again.
//!
//! Every thread remembers by itself, a bounded number of words, and nothing that anyone can see depends on whether a word
//! is remembered. This module must not know how a word is worked out.

use super::pack::stem_key;
use super::words::MAX_WORD_BYTES;
use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher, RandomState};

/// What a word becomes.
#[derive(Debug, Clone, Default)]
pub(super) struct Meaning {
    /// Its stems, one after another.
    text: String,
    /// Where each ends, and its key in a model.
    ends: Vec<(usize, u64)>,
    /// How many words were left out.
    pub(super) stopped: usize,
}

impl Meaning {
    /// Adds a stem.
    pub(super) fn push(&mut self, stem: &str) {
        self.text.push_str(stem);
        self.ends.push((self.text.len(), stem_key(stem)));
    }

    /// Its stems with their keys.
    pub(super) fn stems(&self) -> impl Iterator<Item = (&str, u64)> {
        let mut start = 0;
        self.ends.iter().map(move |&(end, key)| {
            let stem = self.text.get(start..end).unwrap_or("");
            start = end;
            (stem, key)
        })
    }
}

/// Words remembered by a thread, at most.
const REMEMBERED: usize = 16_384;

thread_local! {
    static KNOWN: RefCell<HashMap<Box<str>, Meaning, Seeded>> = RefCell::default();
}

/// Gives what a word becomes to `then`; `work_out` is asked where it is not remembered.
pub(super) fn with(word: &str, work_out: impl FnOnce() -> Meaning, then: impl FnOnce(&Meaning)) {
    KNOWN.with_borrow_mut(|known| {
        if let Some(meaning) = known.get(word) {
            return then(meaning);
        }
        let meaning = work_out();
        then(&meaning);
        if known.len() < REMEMBERED && word.len() <= MAX_WORD_BYTES {
            known.insert(word.into(), meaning);
        }
    });
}

/// A hash for short words: each eight bytes multiplied in (as in wyhash; Wang Yi, 2019). Its seed is by chance, so that no
/// text can be written whose words all collide.
#[derive(Debug, Clone)]
pub(super) struct Seeded(u64);

impl Default for Seeded {
    fn default() -> Self {
        Self(RandomState::new().build_hasher().finish())
    }
}

impl BuildHasher for Seeded {
    type Hasher = Folding;

    fn build_hasher(&self) -> Folding {
        Folding { seed: self.0, hash: self.0 }
    }
}

/// See [`Seeded`].
#[derive(Debug)]
pub(super) struct Folding {
    seed: u64,
    hash: u64,
}

impl Folding {
    #[allow(clippy::cast_possible_truncation, reason = "the two halves of a product")]
    fn fold(&mut self, number: u64) {
        let product = u128::from(self.hash ^ number) * u128::from(self.seed | 0x9e37_79b9_0000_0001);
        self.hash = (product as u64) ^ (product >> 64) as u64;
    }
}

impl Hasher for Folding {
    fn write(&mut self, bytes: &[u8]) {
        let (eights, rest) = bytes.as_chunks::<8>();
        for eight in eights {
            self.fold(u64::from_le_bytes(*eight));
        }
        let tail = rest.iter().fold(bytes.len() as u64, |tail, byte| tail << 8 | u64::from(*byte));
        self.fold(tail);
    }

    fn write_u8(&mut self, _: u8) {
        // The end of a text: its length is in the hash already.
    }

    fn finish(&self) -> u64 {
        self.hash
    }
}
