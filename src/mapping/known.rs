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

/// Words remembered by a thread, at most, of those that have no place in the table.
const REMEMBERED: usize = 16_384;

/// Places in the table of a thread at first and at most, powers of two: a line of the processor's cache each. Few words
/// touch little memory, which costs more than the look-ups.
const PLACES: [usize; 2] = [1_024, 8_192];

/// A word and its one stem, both filled up with zeros, the key of the stem, and a last number that is 0 for an empty place,
/// 1 for a word with a stem and 2 for a stop word.
type Place = [u64; 8];

/// Bytes of a word or a stem that has a place.
const SHORT: usize = 24;

const STEMMED: u64 = 1;
const STOPPED: u64 = 2;

/// What a thread remembers.
struct Known {
    seed: Seeded,
    /// Short words with one stem or none, which nearly all are, each at the place its hash says.
    table: Vec<Place>,
    /// How many of these were filled since it last grew.
    filled: usize,
    /// All others.
    others: HashMap<Box<str>, Meaning, Seeded>,
}

impl Default for Known {
    fn default() -> Self {
        let seed = Seeded::default();
        Self { others: HashMap::with_hasher(seed.clone()), table: vec![[0; 8]; PLACES[0]], filled: 0, seed }
    }
}

thread_local! {
    static KNOWN: RefCell<Known> = RefCell::default();
}

/// What a word becomes, as it is remembered.
pub(super) enum Remembered<'m> {
    /// One stem with its key.
    Stem(&'m str, u64),
    /// It is left out.
    Stopped,
    /// Anything else.
    Other(&'m Meaning),
}

/// Gives what a word becomes to `then`; `work_out` is asked where it is not remembered.
pub(super) fn with(word: &str, work_out: impl FnOnce() -> Meaning, then: impl FnOnce(Remembered<'_>)) {
    KNOWN.with_borrow_mut(|known| known.give(word, work_out, then));
}

impl Known {
    fn give(&mut self, word: &str, work_out: impl FnOnce() -> Meaning, then: impl FnOnce(Remembered<'_>)) {
        let Some(letters) = short(word) else { return self.other(word, work_out, then) };
        let mut found = self.find(letters);
        if found[7] == 0 {
            if let Some(meaning) = self.others.get(word) {
                return then(Remembered::Other(meaning));
            }
            let meaning = work_out();
            let Some((stem, key, kind)) = meaning.simple() else {
                return self.other(word, || meaning, then);
            };
            found = [letters[0], letters[1], letters[2], stem[0], stem[1], stem[2], key, kind];
            self.grow();
            self.put(letters, found);
        }
        let [_, _, _, stem @ .., key, kind] = found;
        if kind == STOPPED {
            return then(Remembered::Stopped);
        }
        let mut bytes = [0; SHORT];
        for (to, from) in bytes.as_chunks_mut::<8>().0.iter_mut().zip(stem) {
            *to = from.to_le_bytes();
        }
        let length = bytes.iter().position(|byte| *byte == 0).unwrap_or(SHORT);
        let stem = bytes.get(..length).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or("");
        then(Remembered::Stem(stem, key));
    }

    /// Twice the places, as long as they fill up.
    fn grow(&mut self) {
        if self.filled * 2 < self.table.len() || self.table.len() >= PLACES[1] {
            return;
        }
        let twice = vec![[0; 8]; self.table.len() * 2];
        let before = std::mem::replace(&mut self.table, twice);
        self.filled = 0;
        for place in before.into_iter().filter(|place| place[7] != 0) {
            self.put([place[0], place[1], place[2]], place);
        }
    }

    /// What is at a place of a short word, or an empty place.
    fn find(&self, [one, two, three]: [u64; 3]) -> Place {
        let at = self.place([one, two, three]);
        let is = |place: &&Place| place[0] == one && place[1] == two && place[2] == three && place[7] != 0;
        [at, at ^ 1].into_iter().filter_map(|at| self.table.get(at)).find(is).copied().unwrap_or_default()
    }

    /// Takes the first of the two places of a word; what was there moves on to the second.
    fn put(&mut self, word: [u64; 3], place: Place) {
        let at = self.place(word);
        let before = self.table.get_mut(at).map(|to| std::mem::replace(to, place));
        if let (Some(before), Some(to)) = (before.filter(|before| before[7] != 0), self.table.get_mut(at ^ 1)) {
            *to = before;
        }
        self.filled += 1;
    }

    /// The first place of a short word in the table; the second is its neighbour.
    fn place(&self, word: [u64; 3]) -> usize {
        let mut hasher = self.seed.build_hasher();
        for part in word {
            hasher.fold(part);
        }
        usize::try_from(hasher.finish() % self.table.len() as u64).unwrap_or(0)
    }

    fn other(&mut self, word: &str, work_out: impl FnOnce() -> Meaning, then: impl FnOnce(Remembered<'_>)) {
        if let Some(meaning) = self.others.get(word) {
            return then(Remembered::Other(meaning));
        }
        let meaning = work_out();
        then(Remembered::Other(&meaning));
        if self.others.len() < REMEMBERED && word.len() <= MAX_WORD_BYTES {
            self.others.insert(word.into(), meaning);
        }
    }
}

impl Meaning {
    /// The one short stem, or nothing at all.
    fn simple(&self) -> Option<([u64; 3], u64, u64)> {
        match (self.ends.as_slice(), self.stopped) {
            ([], 1) => Some(([0; 3], 0, STOPPED)),
            ([(_, key)], 0) => Some((short(&self.text).filter(|_| !self.text.is_empty())?, *key, STEMMED)),
            _ => None,
        }
    }
}

/// A short text as numbers; no word has a zero in it.
fn short(text: &str) -> Option<[u64; 3]> {
    if text.len() > SHORT {
        return None;
    }
    let mut bytes = [0_u8; SHORT];
    for (to, from) in bytes.iter_mut().zip(text.bytes()) {
        *to = from;
    }
    let (eights, _) = bytes.as_chunks::<8>();
    let mut numbers = [0; 3];
    for (number, eight) in numbers.iter_mut().zip(eights) {
        *number = u64::from_le_bytes(*eight);
    }
    Some(numbers)
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
