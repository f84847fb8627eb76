//! What words become, remembered: the same words come again and again.
//!
//! Every thread remembers by itself, a bounded number of words, and nothing that anyone can see depends on whether a word
//! is remembered. This module must not know how a word is worked out.

use super::words::MAX_WORD_BYTES;
use crate::source::offset;
use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::ops::Range;

/// One stem of a word, as a model knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stem {
    /// Its key.
    pub(super) key: u64,
    /// Whether there are digits in it.
    pub(super) digits: bool,
}

/// What a word becomes.
#[derive(Debug, Clone, Default)]
pub(super) struct Meaning {
    /// Its stems.
    pub(super) stems: Vec<Stem>,
    /// How many words were left out.
    pub(super) stopped: usize,
    /// Whether it tells of an absence.
    pub(super) telling: bool,
}

/// A lower-case word as it is looked up.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spelled<'t> {
    /// The word.
    pub(super) text: &'t str,
    /// The same as numbers, where it is short.
    letters: Option<Letters>,
    /// Whether it is written in capitals and so short that this matters.
    capitals: bool,
}

/// Words remembered by a thread, at most, of those that have no place in the table.
const REMEMBERED: usize = 16_384;

/// Places in the table of a thread at first and at most, powers of two. Few words touch little memory, which costs more than
/// the look-ups.
const PLACES: [usize; 2] = [1_024, 32_768];

/// A short word filled up with zeros.
type Letters = [u64; 3];

/// Bytes of a word that has a place.
const SHORT: usize = 24;

/// In the last byte of a word in capitals, which has two letters at most.
const CAPITALS: u64 = 1 << 56;

/// A short word with one stem or none.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    letters: Letters,
    /// The key of its stem.
    key: u64,
    kind: Kind,
}

/// What is at a place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Kind {
    /// Nothing.
    #[default]
    Empty,
    /// A stop word.
    Stopped,
    /// A word with a stem.
    Stem,
    /// A word with a stem that has digits.
    Digits,
}

/// What a thread remembers.
pub(super) struct Known {
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
        let table = vec![Place::default(); PLACES[0]];
        Self { others: HashMap::with_hasher(seed.clone()), table, filled: 0, seed }
    }
}

thread_local! {
    static KNOWN: RefCell<Known> = RefCell::default();
}

/// What a word becomes, as it is remembered.
pub(super) enum Remembered<'m> {
    /// One stem.
    Stem(Stem),
    /// It is left out.
    Stopped,
    /// Anything else.
    Other(&'m Meaning),
}

/// Gives what this thread remembers to `work`, which must not ask for it again.
pub(super) fn of_thread(work: impl FnOnce(&mut Known)) {
    KNOWN.with_borrow_mut(work);
}

impl<'t> Spelled<'t> {
    /// The word in a range of a lower-case text.
    pub(super) fn of(text: &'t str, range: Range<usize>, capitals: bool) -> Self {
        let letters = letters(text.as_bytes(), range.clone()).map(|[one, two, three]| {
            // No word has a zero in it, so no other has these numbers.
            [one, two, if capitals { three | CAPITALS } else { three }]
        });
        Self { text: text.get(range).unwrap_or(""), letters, capitals }
    }
}

impl Known {
    /// Gives what a word becomes to `then`; `work_out` is asked where it is not remembered.
    pub(super) fn give(
        &mut self,
        word: Spelled<'_>,
        work_out: impl FnOnce() -> Meaning,
        then: impl FnOnce(Remembered<'_>),
    ) {
        let Some(letters) = word.letters else { return self.other(word, work_out, then) };
        if let Some(place) = self.find(letters) {
            return then(place.remembered());
        }
        if let Some(meaning) = self.others.get(word.text).filter(|_| !word.capitals) {
            return then(Remembered::Other(meaning));
        }
        let meaning = work_out();
        let Some((key, kind)) = meaning.simple() else { return self.other(word, || meaning, then) };
        let place = Place { letters, key, kind };
        self.grow();
        self.put(place);
        then(place.remembered());
    }

    /// Twice the places, as long as they fill up.
    fn grow(&mut self) {
        if self.filled * 2 < self.table.len() || self.table.len() >= PLACES[1] {
            return;
        }
        let twice = vec![Place::default(); self.table.len() * 2];
        let before = std::mem::replace(&mut self.table, twice);
        self.filled = 0;
        for place in before.into_iter().filter(|place| place.kind != Kind::Empty) {
            self.put(place);
        }
    }

    /// What is at a place of a short word.
    fn find(&self, letters: Letters) -> Option<Place> {
        let at = self.place(letters);
        let is = |place: &&Place| place.letters == letters && place.kind != Kind::Empty;
        let second = || self.table.get(at ^ 1).filter(is);
        self.table.get(at).filter(is).or_else(second).copied()
    }

    /// Takes the first of the two places of a word; what was there moves on to the second.
    fn put(&mut self, place: Place) {
        let at = self.place(place.letters);
        let before = self.table.get_mut(at).map(|to| std::mem::replace(to, place));
        let moved = before.filter(|before| before.kind != Kind::Empty);
        if let (Some(before), Some(to)) = (moved, self.table.get_mut(at ^ 1)) {
            *to = before;
        }
        self.filled += 1;
    }

    /// The first place of a short word in the table; the second is its neighbour.
    fn place(&self, [one, two, three]: Letters) -> usize {
        let mut hasher = self.seed.build_hasher();
        hasher.fold(one);
        if two | three != 0 {
            hasher.fold(two);
            hasher.fold(three);
        }
        // There is a power of two of them.
        usize::try_from(hasher.finish() & (self.table.len() as u64 - 1)).unwrap_or(0)
    }

    fn other(&mut self, word: Spelled<'_>, work_out: impl FnOnce() -> Meaning, then: impl FnOnce(Remembered<'_>)) {
        if word.capitals {
            return then(Remembered::Other(&work_out()));
        }
        if let Some(meaning) = self.others.get(word.text) {
            return then(Remembered::Other(meaning));
        }
        let meaning = work_out();
        then(Remembered::Other(&meaning));
        if self.others.len() < REMEMBERED && word.text.len() <= MAX_WORD_BYTES {
            self.others.insert(word.text.into(), meaning);
        }
    }
}

impl Place {
    fn remembered(self) -> Remembered<'static> {
        let stem = |digits| Remembered::Stem(Stem { key: self.key, digits });
        match self.kind {
            Kind::Empty | Kind::Stopped => Remembered::Stopped,
            Kind::Stem => stem(false),
            Kind::Digits => stem(true),
        }
    }
}

impl Meaning {
    /// The key of the one stem and what it is, or nothing at all, where there is no more to say of the word.
    fn simple(&self) -> Option<(u64, Kind)> {
        match (self.stems.as_slice(), self.stopped) {
            _ if self.telling => None,
            ([], 1) => Some((0, Kind::Stopped)),
            ([stem], 0) => Some((stem.key, if stem.digits { Kind::Digits } else { Kind::Stem })),
            _ => None,
        }
    }
}

/// A short part of a text as numbers, filled up with zeros.
fn letters(text: &[u8], range: Range<usize>) -> Option<Letters> {
    let length = range.len();
    if length > SHORT {
        return None;
    }
    // What follows is read too, since so many bytes are read at once, and then taken away.
    let bytes = text.get(range.start..)?.first_chunk().copied().unwrap_or_else(|| {
        let mut bytes = [0_u8; SHORT];
        bytes.iter_mut().zip(text.get(range).unwrap_or_default()).for_each(|(to, from)| *to = *from);
        bytes
    });
    let (eights, _) = bytes.as_chunks::<8>();
    let mut numbers = [0; 3];
    for (at, (number, eight)) in numbers.iter_mut().zip(eights).enumerate() {
        let beyond = 8 - length.saturating_sub(8 * at).min(8);
        *number = u64::from_le_bytes(*eight) & u64::MAX.checked_shr(8 * offset(beyond)).unwrap_or(0);
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
