//! Texts that are one in other words: nearly the same stems, whatever the order.
//!
//! The likeness of two texts is the share of stems they have in common (Dice, 1945), in whole numbers. Rarity weights
//! and a table of synonyms were tried on `fixtures/pairs/duplicates.tsv` and gained nothing that could be told from
//! chance.

use super::Confidence;
use super::known::Seeded;
use super::pack::stem_key;
use super::words::{Reader, Words};
use crate::source::offset;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Likeness from which two texts are taken for one in other words: measured in `tests/duplicates.rs`.
pub const ALIKE: Confidence = Confidence(6_000);

/// Fewer different stems than this say too little: such texts are alike only if they have the same.
const FEW: usize = 4;

/// Of each text, this many of its rarest stems are looked up: two texts that are alike share one of them.
const RAREST: usize = 8;

/// With how many texts before it a text is compared for each of these stems: the bound on the work.
const COMPARED: usize = 16;

/// Words that set measures apart which say the same otherwise: one text on one side only and the other on the other.
const OPPOSITES: [[&[&str]; 2]; 2] = [
    [&["input", "prompt"], &["answer", "output", "response", "completion"]],
    [&["internal"], &["external", "outside", "independent"]],
];

/// The keys of their stems.
static OPPOSITE_KEYS: LazyLock<[[Vec<u64>; 2]; OPPOSITES.len()]> = LazyLock::new(|| {
    let reader = Reader::default();
    let key = |word: &&str| stem_key(&reader.stem(word));
    OPPOSITES.map(|sides| sides.map(|words| words.iter().map(key).collect()))
});

/// A text that says what an earlier one says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// Position of the earlier text.
    pub first: usize,
    /// Position of the later one.
    pub second: usize,
    /// How much alike they are.
    pub likeness: Confidence,
}

/// One text as numbers of its stems, the rarest first.
struct Stems {
    numbers: Vec<u32>,
    /// Numerals: where they differ, the texts speak of different things.
    numerals: Vec<u32>,
    /// For each of [`OPPOSITES`], which sides are named.
    sides: [[bool; 2]; OPPOSITES.len()],
}

/// For every text the earlier one it is most like, if it is alike enough and `may` allows the pair.
///
/// At most `RAREST` times `COMPARED` comparisons a text, however many texts there are.
pub fn pairs(texts: &[(&str, &str)], may: &dyn Fn(usize, usize) -> bool) -> Vec<Pair> {
    let reader = Reader::default();
    let read: Vec<Words> = texts.iter().map(|(name, description)| reader.read(name, description)).collect();
    pairs_of(&read.iter().collect::<Vec<_>>(), may)
}

/// The same for texts that were read.
pub fn pairs_of(texts: &[&Words], may: &dyn Fn(usize, usize) -> bool) -> Vec<Pair> {
    let (all, shared) = stems(texts);
    let mut holders: Vec<Vec<usize>> = vec![Vec::new(); shared];
    let mut found = Vec::new();
    let mut before: Vec<usize> = Vec::new();
    for (second, text) in all.iter().enumerate() {
        let rarest =
            || text.numbers.iter().map(|number| *number as usize).take_while(|&number| number < shared).take(RAREST);
        before.clear();
        for list in rarest().filter_map(|number| holders.get(number)) {
            before.extend(list.iter().rev().take(COMPARED));
        }
        before.sort_unstable();
        before.dedup();
        let likely = before.iter().filter_map(|&first| {
            let likeness = likeness(all.get(first)?, text);
            (likeness >= ALIKE && may(first, second)).then_some(Pair { first, second, likeness })
        });
        // Of equally good ones the earliest.
        found.extend(likely.rev().max_by_key(|pair| pair.likeness));
        for number in rarest() {
            if let Some(list) = holders.get_mut(number) {
                list.push(second);
            }
        }
    }
    found
}

/// The stems of all texts, numbered: first those that several texts share, from the rarest on, then all others; and how
/// many are shared.
fn stems(texts: &[&Words]) -> (Vec<Stems>, usize) {
    let words: usize = texts.iter().map(|words| words.count()).sum();
    let mut known = Known::with_room(words / 2);
    let sets: Vec<Vec<u32>> = texts.iter().map(|words| known.set(words)).collect();
    // What one text alone has is never looked up: its order does not matter.
    let all = known.keys.iter().zip(&known.counts).zip(0..);
    let (mut order, alone): (Vec<(u32, u64, u32)>, Vec<_>) =
        all.map(|((key, count), at)| (*count, *key, at)).partition(|(count, ..)| *count > 1);
    order.sort_unstable();
    let shared = order.len();
    let mut numbers = vec![0; known.keys.len()];
    for (number, (.., at)) in order.iter().chain(&alone).enumerate() {
        if let Some(to) = numbers.get_mut(*at as usize) {
            *to = offset(number);
        }
    }
    let opposites = OPPOSITE_KEYS.each_ref().map(|sides| sides.each_ref().map(|keys| known.find(keys)));
    let numbered = sets.iter().map(|set| {
        let mut found: Vec<u32> = set.iter().filter_map(|at| numbers.get(*at as usize).copied()).collect();
        found.sort_unstable();
        let numeral = |at: &&u32| known.numerals.get(**at as usize).copied().unwrap_or(false);
        let sides = opposites
            .each_ref()
            .map(|sides| sides.each_ref().map(|words| words.iter().any(|word| set.binary_search(word).is_ok())));
        Stems { numbers: found, numerals: set.iter().filter(numeral).copied().collect(), sides }
    });
    (numbered.collect(), shared)
}

/// Stems as numbers, in the order in which they first come.
#[derive(Default)]
struct Known {
    numbers: HashMap<u64, u32, Seeded>,
    /// Their keys.
    keys: Vec<u64>,
    /// In how many texts each is.
    counts: Vec<u32>,
    /// Whether there are digits in it.
    numerals: Vec<bool>,
}

impl Known {
    /// Nothing yet, with room for so many different stems.
    fn with_room(stems: usize) -> Self {
        Self { numbers: HashMap::with_capacity_and_hasher(stems, Seeded::default()), ..Self::default() }
    }

    /// The different stems of a text, sorted.
    fn set(&mut self, words: &Words) -> Vec<u32> {
        let mut set: Vec<u32> = (0..words.count()).map(|at| self.number(words, at)).collect();
        set.sort_unstable();
        set.dedup();
        for number in &set {
            if let Some(count) = self.counts.get_mut(*number as usize) {
                *count += 1;
            }
        }
        set
    }

    /// The number of the stem of a word.
    fn number(&mut self, words: &Words, at: usize) -> u32 {
        let key = words.spelled_key(at);
        *self.numbers.entry(key).or_insert_with(|| {
            self.keys.push(key);
            self.counts.push(0);
            self.numerals.push(words.has_digits(at));
            offset(self.keys.len() - 1)
        })
    }

    /// The numbers of those of these keys that any text has.
    fn find(&self, keys: &[u64]) -> Vec<u32> {
        keys.iter().filter_map(|key| self.numbers.get(key).copied()).collect()
    }
}

/// Twice the stems in common, of all stems of both.
fn likeness(one: &Stems, other: &Stems) -> Confidence {
    let all = one.numbers.len() + other.numbers.len();
    let opposed = |(one, other): (&[bool; 2], &[bool; 2])| {
        matches!((one, other), ([true, false], [false, true]) | ([false, true], [true, false]))
    };
    if all == 0 || one.numerals != other.numerals || one.sides.iter().zip(&other.sides).any(opposed) {
        return Confidence(0);
    }
    let common = common(&one.numbers, &other.numbers);
    let few = one.numbers.len().min(other.numbers.len()) < FEW;
    if few && 2 * common != all {
        return Confidence(0);
    }
    Confidence(u16::try_from(2 * common * usize::from(Confidence::ONE.0) / all).unwrap_or(0))
}

/// How many numbers two sorted lists share.
fn common(one: &[u32], other: &[u32]) -> usize {
    let (mut other, mut count) = (other.iter().peekable(), 0);
    for number in one {
        while other.next_if(|&next| next < number).is_some() {}
        count += usize::from(other.next_if(|&next| next == number).is_some());
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(texts: &[(&str, &str)]) -> Vec<(usize, usize)> {
        pairs(texts, &|_, _| true).iter().map(|pair| (pair.first, pair.second)).collect()
    }

    #[test]
    fn the_order_and_form_of_words_do_not_matter() {
        let one = ("Weight encryption", "Weights are encrypted at rest with keys in a hardware security module.");
        let other = ("Encrypting the weights", "At rest, an HSM holds the keys the weights are encrypted with.");
        assert_eq!(found(&[one, ("Output filter", "A classifier reads answers."), other]), [(0, 2)]);
    }

    #[test]
    fn numbered_entries_and_short_names_are_told_apart() {
        assert_eq!(found(&[("Output filter 1", ""), ("Output filter 2", "")]), []);
        assert_eq!(found(&[("Output filter", ""), ("Input filter", "")]), []);
        assert_eq!(found(&[("Output filter", ""), ("Filtering of outputs", "")]), [(0, 1)]);
        assert_eq!(found(&[("", ""), ("", ""), ("...", "")]), []);
    }

    #[test]
    fn what_stands_on_opposite_sides_is_not_one() {
        let (prompts, answers) =
            ("The guard model withholds harmful prompts.", "The guard model withholds harmful answers.");
        assert_eq!(found(&[("Classifier", prompts), ("Classifier", answers)]), []);
        assert_eq!(found(&[("Classifier", prompts), ("Classifier", prompts)]), [(0, 1)]);
    }

    #[test]
    fn each_text_is_paired_with_the_one_it_is_most_like_and_allowed_to_be() {
        let texts = [("Audit of the weight store by outsiders", ""); 3];
        assert_eq!(found(&texts), [(0, 1), (0, 2)]);
        let never = pairs(&texts, &|first, _| first != 0);
        assert_eq!(never.iter().map(|pair| (pair.first, pair.second)).collect::<Vec<_>>(), [(1, 2)]);
    }
}
