//! Text -> words: one spelling for what means the same, so that a word is known however it was written.
//!
//! Unicode compatibility forms, hyphens, `camelCase` and `snake_case`, British and American spelling,
//! abbreviations, plural and verb forms. This module must not know about weights or categories.

use super::denial;
use super::known::{self, Known, Meaning, Remembered, Spelled, Stem};
use super::lexicon;
use super::pack::stem_key;
use crate::source::offset;
use rust_stemmers::{Algorithm, Stemmer};
use std::borrow::Cow;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization as _;

/// Words scored at most; what follows is left out, and the answer says so.
pub const MAX_WORDS: usize = 2_000;

/// Bytes of one text that are looked at, at most.
const MAX_BYTES: usize = 64 * MAX_WORDS;

/// Longest word looked at as a word; longer runs are noise (encoded data, keys).
pub(super) const MAX_WORD_BYTES: usize = 40;

/// A text as a list of words with the keys of their stems.
///
/// The stems themselves are not kept: few ask for one, and whoever does has it worked out again.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    /// What was read, in lower case, one text after another.
    surfaces: String,
    /// The words in order of reading, stop words left out.
    list: Vec<Word>,
    /// The stems that were replaced: see [`Words::set_stem`].
    replaced: Vec<Replaced>,
    /// Where the second text begins, if each part of it has the words that it has when it is read alone.
    divisible: Option<u32>,
    /// Stop words and single letters left out.
    pub stopped: usize,
    /// Whether the text was longer than what is read of it.
    pub cut: bool,
    /// Whether it has a word that tells of an absence, or what may hide one: see [`super::denial`].
    pub(super) telling: bool,
}

/// One word of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Word {
    /// The key of its stem in a model.
    key: u64,
    /// Where it begins in the lower-case text.
    start: u32,
    /// Its bytes there, at most [`MAX_WORD_BYTES`].
    length: u8,
    /// The text it came from.
    part: u8,
    /// Which one it is of the stems that the word as written stands for.
    nth: u8,
    /// Whether it is written in capitals and so short that this matters.
    capitals: bool,
    /// Whether there are digits in its stem.
    digits: bool,
}

impl Word {
    /// Where it stands in the lower-case text.
    fn range(self) -> Range<usize> {
        self.start as usize..self.start as usize + usize::from(self.length)
    }
}

/// A word whose stem is another than that of the word as written.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Replaced {
    at: usize,
    /// The key of the stem as written.
    spelled: u64,
    stem: String,
}

impl Words {
    /// Number of words that carry meaning.
    pub fn count(&self) -> usize {
        self.list.len()
    }

    /// The stem of a word by position, worked out by the reader of the text; empty past the end.
    pub fn stem(&self, at: usize, reader: &Reader) -> Cow<'_, str> {
        let replaced = self.replaced.iter().find(|replaced| replaced.at == at);
        let again = || {
            let word = self.list.get(at)?;
            reader.stems(self.surface(at), word.capitals).flatten().nth(word.nth.into())
        };
        replaced.map_or_else(|| again().unwrap_or_default().into(), |replaced| replaced.stem.as_str().into())
    }

    /// The key of the stem of the word as it is spelled in the text; 0 past the end.
    pub fn spelled_key(&self, at: usize) -> u64 {
        let replaced = self.replaced.iter().find(|replaced| replaced.at == at);
        replaced.map_or_else(|| self.key(at), |replaced| replaced.spelled)
    }

    /// Whether there are digits in the stem of a word, by position.
    pub fn has_digits(&self, at: usize) -> bool {
        self.list.get(at).is_some_and(|word| word.digits)
    }

    /// The word as written (lower case) by position; empty past the end.
    pub fn surface(&self, at: usize) -> &str {
        self.list.get(at).and_then(|word| self.surfaces.get(word.range())).unwrap_or("")
    }

    /// A word and the next one as written, with a space between; two that are written as one word (an abbreviation) are that
    /// word.
    pub fn surface_of_two(&self, at: usize) -> Cow<'_, str> {
        let two = self.list.get(at).zip(self.list.get(at + 1));
        let Some((first, second)) = two.map(|(first, second)| (first.range(), second.range())) else {
            return self.surface(at).into();
        };
        let written = self.surfaces.get(first.start..second.end).unwrap_or_default();
        match self.surfaces.get(first.end..second.start) {
            Some(" ") => written.into(),
            _ if first == second => self.surface(at).into(),
            _ => [self.surface(at), self.surface(at + 1)].join(" ").into(),
        }
    }

    /// The key of a word's stem in a model, by position; 0 past the end.
    pub fn key(&self, at: usize) -> u64 {
        self.list.get(at).map_or(0, |word| word.key)
    }

    /// The text a word came from: 0 for the first text read, 1 for the next.
    pub fn part(&self, at: usize) -> u8 {
        self.list.get(at).map_or(0, |word| word.part)
    }

    /// The key of every word's stem with the text it came from, in order.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = (u64, u8)> {
        self.list.iter().map(|word| (word.key, word.part))
    }

    /// The words of a part of the second text, as if it were all there is; the range is of its bytes, and ends where words
    /// end. `None` where the part has to be read by itself.
    pub fn within(&self, part: Range<usize>) -> Option<Self> {
        let base = self.divisible? as usize;
        let before = |end: usize| self.list.partition_point(|word| (word.start as usize) < base + end);
        let words = self.list.get(before(part.start)..before(part.end))?;
        let list = words.iter().map(|&word| Word { part: 0, ..word }).collect();
        Some(Self { list, telling: self.telling, ..Self::default() })
    }

    /// Says that a part can have words that the whole does not have.
    pub fn keep_whole(&mut self) {
        self.divisible = None;
    }

    /// Replaces the stem of a word by one that is known.
    pub fn set_stem(&mut self, at: usize, stem: String) {
        if let Some(word) = self.list.get_mut(at) {
            let spelled = std::mem::replace(&mut word.key, stem_key(&stem));
            word.digits = has_digits(&stem);
            self.replaced.push(Replaced { at, spelled, stem });
        }
    }
}

/// A run of letters and digits in the lower-case text.
#[derive(Debug, Clone)]
struct Token {
    range: Range<usize>,
    part: u8,
    /// Whether it is written in capitals and digits only, where it is so short that this matters.
    capitals: bool,
}

/// Letters of a word whose capitals matter, at most: abbreviations like `IR`.
const ABBREVIATED: usize = 2;

/// Reads texts into words.
pub struct Reader {
    stemmer: Stemmer,
}

impl Default for Reader {
    fn default() -> Self {
        Self { stemmer: Stemmer::create(Algorithm::English) }
    }
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Reader")
    }
}

impl Reader {
    /// The words of a name and its description.
    pub fn read(&self, name: &str, description: &str) -> Words {
        let mut words = Words::default();
        let bytes = (name.len() + description.len()).min(2 * MAX_BYTES);
        words.surfaces.reserve(bytes);
        words.list.reserve(bytes / 8);
        known::of_thread(|known| {
            self.read_into(name, 0, (&mut words, known));
            let base = offset(words.surfaces.len());
            self.read_into(description, 1, (&mut words, known));
            // Only then is a place in the text one in the lower-case text.
            words.divisible = Some(base).filter(|_| !words.cut && description.is_ascii());
        });
        words.telling |= words.cut;
        words
    }

    fn read_into(&self, text: &str, part: u8, (words, known): (&mut Words, &mut Known)) {
        let text = head(text, words);
        if text.is_ascii() {
            return self.read_ascii(text, part, (words, known));
        }
        words.telling = true;
        let mut token = String::with_capacity(MAX_WORD_BYTES);
        let mut before = ' ';
        let mut end = |token: &mut String| {
            let range = push_lower(&mut words.surfaces, token);
            let capitals = range.len() <= ABBREVIATED && token.chars().all(|c| c.is_uppercase() || c.is_ascii_digit());
            self.take(&Token { range, part, capitals }, words, known);
            token.clear();
        };
        for c in text.nfkc() {
            if !c.is_alphanumeric() || (before.is_lowercase() && c.is_uppercase()) {
                end(&mut token);
            }
            if c.is_alphanumeric() {
                token.push(c);
            }
            before = c;
        }
        end(&mut token);
    }

    /// The same for a text of ASCII only, which nearly all are.
    fn read_ascii(&self, text: &str, part: u8, (words, known): (&mut Words, &mut Known)) {
        let base = push_lower(&mut words.surfaces, text).start;
        let capital = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
        let mut telling = false;
        let mut end = |range: Range<usize>| {
            let written = text.as_bytes().get(range.clone()).unwrap_or_default();
            let capitals = written.len() <= ABBREVIATED && written.iter().all(capital);
            let range = base + range.start..base + range.end;
            self.take(&Token { range, part, capitals }, words, known);
        };
        let (mut start, mut before) = (0, b' ');
        for (at, byte) in text.bytes().enumerate() {
            if !byte.is_ascii_alphanumeric() {
                end(start..at);
                start = at + 1;
                telling |= byte == b'\'';
            } else if before.is_ascii_lowercase() && byte.is_ascii_uppercase() {
                end(start..at);
                start = at;
                telling = true;
            }
            before = byte;
        }
        end(start..text.len());
        words.telling |= telling;
    }

    /// Ends a token: spelled, expanded, stemmed, and left out if it is a stop word.
    fn take(&self, token: &Token, words: &mut Words, known: &mut Known) {
        let Words { surfaces, list, stopped, cut, telling, .. } = words;
        if token.range.is_empty() {
            return;
        }
        if list.len() >= MAX_WORDS {
            *cut = true;
            return;
        }
        let (start, part, capitals) = (offset(token.range.start), token.part, token.capitals);
        let length = u8::try_from(token.range.len()).unwrap_or(u8::MAX);
        let word = |(nth, Stem { key, digits }): (u8, Stem)| Word { key, start, length, part, nth, capitals, digits };
        let spelled = Spelled::of(surfaces, token.range.clone(), capitals);
        let work_out = || self.meaning(spelled.text, capitals);
        known.give(spelled, work_out, |meaning| match meaning {
            Remembered::Stopped => *stopped += 1,
            Remembered::Stem(stem) => list.push(word((0, stem))),
            Remembered::Other(meaning) => {
                *stopped += meaning.stopped;
                *telling |= meaning.telling;
                list.extend((0..).zip(meaning.stems.iter().copied()).map(word));
            }
        });
    }

    fn meaning(&self, word: &str, capitals: bool) -> Meaning {
        let mut meaning = Meaning { telling: denial::is_telling(word), ..Meaning::default() };
        for stem in self.stems(word, capitals) {
            match stem {
                Some(stem) => meaning.stems.push(Stem { key: stem_key(&stem), digits: has_digits(&stem) }),
                None => meaning.stopped += 1,
            }
        }
        meaning
    }

    /// The stems that a word stands for; `None` for each that is a stop word.
    fn stems(&self, word: &str, capitals: bool) -> impl Iterator<Item = Option<String>> {
        let stops =
            |word: &str| word.len() < 2 && !word.bytes().all(|b| b.is_ascii_digit()) || lexicon::is_stop_word(word);
        let words = lexicon::expansion(word, capitals).unwrap_or(word).split(' ');
        let read = words.filter(move |word| word.len() <= MAX_WORD_BYTES || stops(word));
        read.map(move |word| (!stops(word)).then(|| self.stem(word)))
    }

    /// The stem of one lower-case word, in American spelling.
    pub fn stem(&self, word: &str) -> String {
        let spelled = lexicon::american(word);
        if !spelled.is_ascii() {
            return spelled.into_owned();
        }
        self.stemmer.stem(&spelled).into_owned()
    }
}

fn has_digits(stem: &str) -> bool {
    stem.bytes().any(|byte| byte.is_ascii_digit())
}

/// Appends a text in lower case and says where.
fn push_lower(to: &mut String, text: &str) -> Range<usize> {
    let start = to.len();
    if text.is_ascii() {
        to.push_str(text);
        if let Some(added) = to.get_mut(start..) {
            added.make_ascii_lowercase();
        }
    } else {
        to.push_str(&text.to_lowercase());
    }
    start..to.len()
}

/// The part of a text that is looked at.
fn head<'a>(text: &'a str, words: &mut Words) -> &'a str {
    if text.len() <= MAX_BYTES {
        return text;
    }
    words.cut = true;
    let end = (0..=MAX_BYTES).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    text.get(..end).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stems(text: &str) -> String {
        let reader = Reader::default();
        let words = reader.read(text, "");
        (0..words.count()).map(|at| words.stem(at, &reader)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn spellings_of_one_thing_read_alike() {
        for (one, other) in [
            ("Red-teaming", "red teaming"),
            ("weightEncryption", "weight_encryption"),
            ("organisational behaviour", "organizational behavior"),
            ("defence in depth", "Defense-in-depth"),
            ("KYC checks", "know your customer checks"),
            ("MFA", "multi-factor authentication"),
            ("fine-tuning", "finetuning"),
            ("ｅｎｃｒｙｐｔｅｄ", "encrypting"),
            ("licences", "license"),
            ("modelling", "modeling"),
        ] {
            assert_eq!(stems(one), stems(other), "{one} / {other}");
        }
    }

    #[test]
    fn forms_of_a_word_share_a_stem() {
        for (one, other) in [("monitored", "monitoring"), ("classifiers", "classifier"), ("policies", "policy")] {
            assert_eq!(stems(one), stems(other), "{one} / {other}");
        }
    }

    #[test]
    fn two_letters_are_an_abbreviation_only_in_capitals() {
        assert_eq!(stems("IR plan"), stems("incident response plan"));
        assert_ne!(stems("ir plan"), stems("incident response plan"));
    }

    #[test]
    fn punctuation_and_stop_words_leave_nothing() {
        for text in ["", " ", "...", "the of and", "\u{0}\u{7}\u{202e}", "—"] {
            assert_eq!(stems(text), "", "{text:?}");
        }
    }

    #[test]
    fn two_words_stand_as_they_are_written() {
        let words = Reader::default().read("MFA", "Check, then check-ups; no  check check");
        let two: Vec<_> = (0..words.count()).map(|at| words.surface_of_two(at)).collect();
        let expected = ["mfa", "mfa", "mfa check", "check check", "check ups", "ups check", "check check", "check"];
        assert_eq!(two, expected);
    }

    #[test]
    fn long_texts_are_cut_and_say_so() {
        let words = Reader::default().read("name", &"monitor ".repeat(10_000));
        assert!(words.cut && words.count() == MAX_WORDS);
        assert!(!Reader::default().read("name", "short").cut);
    }
}
