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

/// One text as numbers of its stems.
struct Stems {
    /// Of the stems that another text has too, the rarest, the rarest first.
    rarest: Vec<u32>,
    /// All of these.
    shared: Bits,
    /// How many different stems it has, shared or not.
    different: usize,
    /// Numerals: where they differ, the texts speak of different things.
    numerals: Vec<u32>,
    /// Which sides of [`OPPOSITES`] are named, a bit each.
    sides: u8,
}

/// Numbers as bits, 32 to a block, the blocks in order and none of them empty.
#[derive(Default)]
struct Bits(Vec<(u32, u32)>);

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
    let mut holders = Holders::of(shared);
    let mut found = Vec::new();
    let mut before: Vec<usize> = Vec::new();
    for (second, text) in all.iter().enumerate() {
        before.clear();
        for &number in &text.rarest {
            before.extend(holders.latest(number).take(COMPARED));
        }
        before.sort_unstable();
        before.dedup();
        let likely = before.iter().filter_map(|&first| {
            let likeness = likeness(all.get(first)?, text);
            (likeness >= ALIKE && may(first, second)).then_some(Pair { first, second, likeness })
        });
        // Of equally good ones the earliest.
        found.extend(likely.rev().max_by_key(|pair| pair.likeness));
        for &number in &text.rarest {
            holders.add(number, second);
        }
    }
    found
}

/// Which texts hold each of the shared stems: for each a chain from the latest text back.
struct Holders {
    /// Where the chain of each stem begins; 0 is nowhere, all others are one more than a position.
    latest: Vec<u32>,
    /// A text, and where the chain goes on.
    links: Vec<(u32, u32)>,
}

impl Holders {
    fn of(stems: usize) -> Self {
        Self { latest: vec![0; stems], links: Vec::new() }
    }

    fn add(&mut self, stem: u32, text: usize) {
        if let Some(latest) = self.latest.get_mut(stem as usize) {
            self.links.push((offset(text), *latest));
            *latest = offset(self.links.len());
        }
    }

    /// The texts that hold a stem, the latest first.
    fn latest(&self, stem: u32) -> impl Iterator<Item = usize> {
        let link = |at: u32| self.links.get((at as usize).checked_sub(1)?);
        let first = self.latest.get(stem as usize).and_then(|&at| link(at));
        std::iter::successors(first, move |&&(_, next)| link(next)).map(|&(text, _)| text as usize)
    }
}

/// The stems of all texts, numbered: first those that several texts share, from the rarest on; and how many are shared.
fn stems(texts: &[&Words]) -> (Vec<Stems>, usize) {
    let words: usize = texts.iter().map(|words| words.count()).sum();
    let mut known = Known::with_room(words / 2);
    // The stems of one text after the other, and where each text ends.
    let (mut sets, mut ends) = (Vec::with_capacity(words), Vec::with_capacity(texts.len()));
    for (text, words) in (1..).zip(texts) {
        known.add(words, text, &mut sets);
        ends.push(sets.len());
    }
    let shared = known.rank();
    let mut from = 0;
    let numbered = ends.into_iter().map(|end| {
        let set = sets.get(from..end).unwrap_or_default();
        from = end;
        known.of(set)
    });
    (numbered.collect(), shared)
}

/// Stems as numbers, in the order in which they first come.
#[derive(Default)]
struct Known {
    numbers: HashMap<u64, u32, Seeded>,
    stems: Vec<KnownStem>,
}

/// One stem.
struct KnownStem {
    key: u64,
    /// In how many texts it is.
    count: u32,
    /// The last of them, from 1 on.
    last: u32,
    /// Its number among those that several texts share, from the rarest on; those of one text have none.
    rank: Option<u32>,
    /// Whether there are digits in it.
    numeral: bool,
    /// The sides of [`OPPOSITES`] that it names, a bit each.
    sides: u8,
}

impl Known {
    /// Nothing yet, with room for so many different stems.
    fn with_room(stems: usize) -> Self {
        Self { numbers: HashMap::with_capacity_and_hasher(stems, Seeded::default()), stems: Vec::with_capacity(stems) }
    }

    /// Appends the different stems of a text.
    fn add(&mut self, words: &Words, text: u32, to: &mut Vec<u32>) {
        for at in 0..words.count() {
            let number = self.number(words, at);
            let Some(stem) = self.stems.get_mut(number as usize).filter(|stem| stem.last != text) else { continue };
            stem.last = text;
            stem.count += 1;
            to.push(number);
        }
    }

    /// The number of the stem of a word.
    fn number(&mut self, words: &Words, at: usize) -> u32 {
        let key = words.spelled_key(at);
        *self.numbers.entry(key).or_insert_with(|| {
            let numeral = words.has_digits(at);
            self.stems.push(KnownStem { key, count: 0, last: 0, rank: None, numeral, sides: 0 });
            offset(self.stems.len() - 1)
        })
    }

    /// Ranks the stems that several texts share, and says how many these are. What one text alone has is never looked up.
    fn rank(&mut self) -> usize {
        let all = self.stems.iter().zip(0_usize..);
        let mut order: Vec<(u32, u64, usize)> =
            all.filter(|(stem, _)| stem.count > 1).map(|(stem, at)| (stem.count, stem.key, at)).collect();
        order.sort_unstable();
        for (rank, &(.., at)) in (0..).zip(&order) {
            if let Some(stem) = self.stems.get_mut(at) {
                stem.rank = Some(rank);
            }
        }
        for (bit, keys) in OPPOSITE_KEYS.iter().flatten().enumerate() {
            for key in keys {
                let number = self.numbers.get(key).map(|&number| number as usize);
                if let Some(stem) = number.and_then(|number| self.stems.get_mut(number)) {
                    stem.sides |= 1 << bit;
                }
            }
        }
        order.len()
    }

    /// A text of these stems.
    fn of(&self, set: &[u32]) -> Stems {
        let mut ranks = Vec::with_capacity(set.len());
        let mut text =
            Stems { rarest: Vec::new(), shared: Bits::default(), different: set.len(), numerals: Vec::new(), sides: 0 };
        for &number in set {
            let Some(stem) = self.stems.get(number as usize) else { continue };
            ranks.extend(stem.rank);
            text.sides |= stem.sides;
            if stem.numeral {
                text.numerals.push(number);
            }
        }
        ranks.sort_unstable();
        text.numerals.sort_unstable();
        text.shared = Bits::of(&ranks);
        ranks.truncate(RAREST);
        text.rarest = ranks;
        text
    }
}

impl Bits {
    /// That of numbers in order.
    fn of(numbers: &[u32]) -> Self {
        let mut bits: Vec<(u32, u32)> = Vec::with_capacity(numbers.len().min(16));
        for number in numbers {
            let (block, bit) = (number / u32::BITS, 1 << (number % u32::BITS));
            match bits.last_mut() {
                Some((last, set)) if *last == block => *set |= bit,
                _ => bits.push((block, bit)),
            }
        }
        Self(bits)
    }

    /// How many numbers are in both.
    fn common(&self, other: &Self) -> usize {
        let (mut others, mut count) = (other.0.iter().peekable(), 0);
        for (block, bits) in &self.0 {
            while others.next_if(|(next, _)| next < block).is_some() {}
            count += others.next_if(|(next, _)| next == block).map_or(0, |(_, same)| (bits & same).count_ones());
        }
        count as usize
    }
}

/// Twice the stems in common, of all stems of both.
fn likeness(one: &Stems, other: &Stems) -> Confidence {
    let all = one.different + other.different;
    if all == 0 || one.numerals != other.numerals || are_opposed(one.sides, other.sides) {
        return Confidence(0);
    }
    let common = one.shared.common(&other.shared);
    let few = one.different.min(other.different) < FEW;
    if few && 2 * common != all {
        return Confidence(0);
    }
    Confidence(u16::try_from(2 * common * usize::from(Confidence::ONE.0) / all).unwrap_or(0))
}

/// Whether, of any two opposites, one text names only the one and the other only the other.
const fn are_opposed(one: u8, other: u8) -> bool {
    // The lower bit of each two: named on this side and not on the other.
    const FIRST: u8 = 0b0101_0101;
    let (first_only, second_only) = (one & !(one >> 1), (one >> 1) & !one);
    let (other_first_only, other_second_only) = (other & !(other >> 1), (other >> 1) & !other);
    (first_only & other_second_only | second_only & other_first_only) & FIRST != 0
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
