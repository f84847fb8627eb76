//! Texts that are one in other words: nearly the same stems, whatever the order.
//!
//! The likeness of two texts is the share of stems they have in common (Dice, 1945), in whole numbers. Rarity weights
//! and a table of synonyms were tried on `fixtures/pairs/duplicates.tsv` and gained nothing that could be told from
//! chance.

use super::Confidence;
use super::words::Reader;
use std::collections::{BTreeMap, BTreeSet};

/// Likeness from which two texts are taken for one in other words: measured in `tests/duplicates.rs`.
pub const ALIKE: Confidence = Confidence(6_000);

/// Fewer different stems than this say too little: such texts are alike only if they have the same.
const FEW: usize = 4;

/// Of each text, this many of its rarest stems are looked up: two texts that are alike share one of them.
const RAREST: usize = 8;

/// With how many texts before it a text is compared for each of these stems: the bound on the work.
const COMPARED: usize = 16;

/// Words that set measures apart which say the same otherwise: one text on one side only and the other on the other.
const OPPOSITES: &[[&[&str]; 2]] = &[
    [&["input", "prompt"], &["answer", "output", "response", "completion"]],
    [&["internal"], &["external", "outside", "independent"]],
];

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
    numerals: BTreeSet<String>,
    /// For each of [`OPPOSITES`], which sides are named.
    sides: Vec<[bool; 2]>,
}

/// For every text the earlier one it is most like, if it is alike enough and `may` allows the pair.
///
/// At most `RAREST` times `COMPARED` comparisons a text, however many texts there are.
pub fn pairs(texts: &[(&str, &str)], may: &dyn Fn(usize, usize) -> bool) -> Vec<Pair> {
    let (all, counts) = stems(texts);
    let mut holders: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    let mut found = Vec::new();
    for (second, text) in all.iter().enumerate() {
        let shared = |number: &&u32| counts.get(**number as usize).is_some_and(|count| *count > 1);
        let rarest: Vec<u32> = text.numbers.iter().filter(shared).take(RAREST).copied().collect();
        let lists = rarest.iter().filter_map(|number| holders.get(number));
        let before: BTreeSet<usize> = lists.flat_map(|list| list.iter().rev().take(COMPARED).copied()).collect();
        let likely = before.into_iter().filter_map(|first| {
            let likeness = likeness(all.get(first)?, text);
            (likeness >= ALIKE && may(first, second)).then_some(Pair { first, second, likeness })
        });
        // Of equally good ones the earliest.
        found.extend(likely.rev().max_by_key(|pair| pair.likeness));
        for number in rarest {
            holders.entry(number).or_default().push(second);
        }
    }
    found
}

/// The stems of all texts, numbered from the rarest on, and in how many texts each is.
fn stems(texts: &[(&str, &str)]) -> (Vec<Stems>, Vec<u32>) {
    let reader = Reader::default();
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    let sets: Vec<BTreeSet<String>> = texts
        .iter()
        .map(|(name, description)| {
            let words = reader.read(name, description);
            (0..words.len()).map(|at| words.stem(at).to_owned()).collect()
        })
        .collect();
    for stem in sets.iter().flatten() {
        *counts.entry(stem.clone()).or_default() += 1;
    }
    let mut order: Vec<(u32, &str)> = counts.iter().map(|(stem, count)| (*count, stem.as_str())).collect();
    order.sort_unstable();
    let numbers: BTreeMap<&str, u32> =
        order.iter().enumerate().map(|(at, (_, stem))| (*stem, crate::source::offset(at))).collect();
    let opposites: Vec<[Vec<String>; 2]> =
        OPPOSITES.iter().map(|sides| sides.map(|words| words.iter().map(|word| reader.stem(word)).collect())).collect();
    let numbered = sets.iter().map(|set| {
        let mut found: Vec<u32> = set.iter().filter_map(|stem| numbers.get(stem.as_str()).copied()).collect();
        found.sort_unstable();
        let numerals = set.iter().filter(|stem| stem.bytes().any(|byte| byte.is_ascii_digit())).cloned().collect();
        let named = |words: &Vec<String>| words.iter().any(|word| set.contains(word));
        let sides = opposites.iter().map(|[one, other]| [named(one), named(other)]).collect();
        Stems { numbers: found, numerals, sides }
    });
    (numbered.collect(), order.iter().map(|(count, _)| *count).collect())
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
    let common = one.numbers.iter().filter(|number| other.numbers.binary_search(number).is_ok()).count();
    let few = one.numbers.len().min(other.numbers.len()) < FEW;
    if few && 2 * common != all {
        return Confidence(0);
    }
    Confidence(u16::try_from(2 * common * usize::from(Confidence::ONE.0) / all).unwrap_or(0))
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
