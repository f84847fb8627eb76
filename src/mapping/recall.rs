//! Texts that were read before, remembered: frameworks that belong together say much in the same words.
//!
//! All threads of a run share it, it holds a bounded number of texts, and nothing that anyone can see depends on whether a
//! text is remembered. A text is kept from its second time on, so that what never comes again takes no memory.

use super::known::Seeded;
use super::parts::Part;
use super::score::Read;
use super::why::{self, Reason};
use super::{Answer, Confidence, Mapper};
use std::hash::BuildHasher as _;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Shelves that the texts are spread over, a power of two.
const SHELVES: usize = 1_024;

/// Texts on a shelf, at most.
const ON_A_SHELF: usize = 4;

/// Bytes of a text that is remembered, at most: the bound on the memory.
const LONGEST: usize = 1_024;

/// What reading the text of one entry came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Its words and known terms.
    pub read: Read,
    /// What it reads like.
    pub answer: Answer,
    /// Where it holds several measures, its parts.
    pub parts: Vec<Part>,
    /// Why the best answers are the best, once somebody asked.
    why: OnceLock<Vec<Reason>>,
}

/// A text as it is asked for, with the confidence from which answers count.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked<'t> {
    pub(super) name: &'t str,
    pub(super) description: Option<&'t str>,
    pub(super) accept: Confidence,
}

/// A text as it is remembered.
#[derive(Debug)]
struct Known {
    name: Box<str>,
    description: Option<Box<str>>,
    accept: Confidence,
    reading: Arc<Reading>,
}

/// The texts of the same few hashes, in no order; of those seen once only the hash.
#[derive(Debug, Default)]
struct Shelf {
    places: Vec<(u64, Option<Known>)>,
    /// Which place is taken next when all are.
    next: usize,
}

/// What is remembered of the texts of one mapper.
#[derive(Debug)]
pub(super) struct Recall {
    seed: Seeded,
    shelves: Vec<Mutex<Shelf>>,
}

impl Default for Recall {
    fn default() -> Self {
        Self { seed: Seeded::default(), shelves: std::iter::repeat_with(Mutex::default).take(SHELVES).collect() }
    }
}

impl Reading {
    /// Nobody asked why yet.
    pub(super) fn new(read: Read, answer: Answer, parts: Vec<Part>) -> Self {
        Self { read, answer, parts, why: OnceLock::new() }
    }

    /// The strongest terms of the best answers: see [`why::of_read`].
    pub(super) fn why(&self, mapper: &Mapper) -> &[Reason] {
        self.why.get_or_init(|| why::of_read(mapper, &self.read, why::best(&self.answer.candidates)))
    }
}

impl Known {
    fn is(&self, asked: Asked<'_>) -> bool {
        *self.name == *asked.name && self.description.as_deref() == asked.description && self.accept == asked.accept
    }
}

impl Recall {
    /// The reading of a text; `read` is asked where it is not remembered.
    pub(super) fn give(&self, asked: Asked<'_>, read: impl FnOnce() -> Reading) -> Arc<Reading> {
        let length = asked.name.len() + asked.description.map_or(0, str::len);
        let hash = self.seed.hash_one((asked.name, asked.description, asked.accept));
        let place = usize::try_from(hash % SHELVES as u64).ok().and_then(|at| self.shelves.get(at));
        let Some(place) = place.filter(|_| length <= LONGEST) else { return Arc::new(read()) };
        let lock = || place.lock().unwrap_or_else(PoisonError::into_inner);
        let again = match lock().find(hash) {
            Some(Some(known)) if known.is(asked) => return Arc::clone(&known.reading),
            Some(_) => true,
            None => false,
        };
        // Not under the lock: others may want the same shelf.
        let reading = Arc::new(read());
        lock().put(hash, again.then(|| Known::of(asked, &reading)));
        reading
    }
}

impl Known {
    fn of(asked: Asked<'_>, reading: &Arc<Reading>) -> Self {
        let Asked { name, description, accept } = asked;
        Self { name: name.into(), description: description.map(Into::into), accept, reading: Arc::clone(reading) }
    }
}

impl Shelf {
    fn find(&self, hash: u64) -> Option<&Option<Known>> {
        self.places.iter().find(|(other, _)| *other == hash).map(|(_, known)| known)
    }

    fn put(&mut self, hash: u64, known: Option<Known>) {
        if let Some((_, place)) = self.places.iter_mut().find(|(other, _)| *other == hash) {
            *place = known.or(place.take());
        } else if self.places.len() < ON_A_SHELF {
            self.places.push((hash, known));
        } else if let Some(place) = self.places.get_mut(self.next) {
            *place = (hash, known);
            self.next = (self.next + 1) % ON_A_SHELF;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::taxonomy;

    fn given(recall: &Recall, mapper: &Mapper, asked: Asked<'_>) -> (bool, Arc<Reading>) {
        let mut read = false;
        let reading = recall.give(asked, || {
            read = true;
            let taken = mapper.take_in(asked.name, asked.description);
            let answer = mapper.answer(&taken, (asked.name, asked.description), usize::MAX);
            Reading::new(taken, answer, Vec::new())
        });
        (read, reading)
    }

    #[test]
    fn a_text_is_read_twice_and_then_remembered_for_all_that_was_asked() {
        let mapper = Mapper::built_in(taxonomy::built_in("airi-2026").unwrap()).unwrap();
        let recall = Recall::default();
        let asked = |name, description, accept| Asked { name, description, accept: Confidence(accept) };
        let one = asked("Output filter", Some("A classifier reads answers."), 9_000);
        let first = given(&recall, &mapper, one);
        assert!(first.0);
        assert_eq!(given(&recall, &mapper, one), (true, first.1.clone()));
        assert_eq!(given(&recall, &mapper, one), (false, first.1));
        for other in [
            asked("Output filter", Some("A classifier reads answers."), 8_000),
            asked("Output filter", None, 9_000),
            asked("Output filter", Some(""), 9_000),
            asked("", Some("A classifier reads answers."), 9_000),
        ] {
            assert!(given(&recall, &mapper, other).0, "{other:?}");
        }
    }

    #[test]
    fn no_more_is_held_than_there_are_places_and_long_texts_not_at_all() {
        let mapper = Mapper::built_in(taxonomy::built_in("airi-2026").unwrap()).unwrap();
        let recall = Recall::default();
        let held = || recall.shelves.iter().map(|shelf| shelf.lock().unwrap().places.len()).sum::<usize>();
        for _ in 0..2 {
            for number in 0..2 * SHELVES * ON_A_SHELF {
                let asked = Asked { name: &format!("x{number}"), description: None, accept: Confidence(1) };
                given(&recall, &mapper, asked);
            }
        }
        assert!(held() <= SHELVES * ON_A_SHELF);
        let before = held();
        let long = "monitor ".repeat(LONGEST / 8 + 1);
        given(&recall, &mapper, Asked { name: &long, description: None, accept: Confidence(1) });
        assert_eq!(held(), before);
    }
}
