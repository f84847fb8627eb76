//! Text -> words: one spelling for what means the same, so that a word is known however it was written.
//!
//! Unicode compatibility forms, hyphens, `camelCase` and `snake_case`, British and American spelling,
//! abbreviations, plural and verb forms. This module must not know about weights or categories.

use super::known::{self, Meaning, Remembered};
use super::lexicon;
use super::pack::stem_key;
use crate::source::offset;
use rust_stemmers::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization as _;

/// Words scored at most; what follows is left out, and the answer says so.
pub const MAX_WORDS: usize = 2_000;

/// Bytes of one text that are looked at, at most.
const MAX_BYTES: usize = 64 * MAX_WORDS;

/// Longest word looked at as a word; longer runs are noise (encoded data, keys).
pub(super) const MAX_WORD_BYTES: usize = 40;

/// A text as a list of stems.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    /// Stems, one after another.
    stems: String,
    /// Lower-case words as written, one after another.
    surfaces: String,
    /// The words in order of reading, stop words left out.
    list: Vec<Word>,
    /// The keys of the stems that were replaced, by position: see [`Words::set_stem`].
    replaced: Vec<(usize, u64)>,
    /// Stop words and single letters left out.
    pub stopped: usize,
    /// Whether the text was longer than what is read of it.
    pub cut: bool,
}

/// One word of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Word {
    /// The key of its stem in a model.
    key: u64,
    stem: Piece,
    surface: Piece,
    /// The text it came from.
    part: u8,
}

/// A piece of a string: where it starts and ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece(u32, u32);

impl Piece {
    fn of(self, text: &str) -> &str {
        text.get(self.0 as usize..self.1 as usize).unwrap_or("")
    }
}

/// Appends to a string and says where.
fn push(text: &mut String, piece: &str) -> Piece {
    let start = offset(text.len());
    text.push_str(piece);
    Piece(start, offset(text.len()))
}

impl Words {
    /// Number of words that carry meaning.
    pub fn count(&self) -> usize {
        self.list.len()
    }

    /// The stem of a word by position; empty past the end.
    pub fn stem(&self, at: usize) -> &str {
        self.list.get(at).map_or("", |word| word.stem.of(&self.stems))
    }

    /// The key of the stem of the word as it is spelled in the text; 0 past the end.
    pub fn spelled_key(&self, at: usize) -> u64 {
        let replaced = self.replaced.iter().find(|(place, _)| *place == at);
        replaced.map_or_else(|| self.key(at), |(_, key)| *key)
    }

    /// The word as written (lower case) by position; empty past the end.
    pub fn surface(&self, at: usize) -> &str {
        self.list.get(at).map_or("", |word| word.surface.of(&self.surfaces))
    }

    /// The key of a word's stem in a model, by position; 0 past the end.
    pub fn key(&self, at: usize) -> u64 {
        self.list.get(at).map_or(0, |word| word.key)
    }

    /// The text a word came from: 0 for the first text read, 1 for the next.
    pub fn part(&self, at: usize) -> u8 {
        self.list.get(at).map_or(0, |word| word.part)
    }

    /// Replaces the stem of a word by one that is known.
    pub fn set_stem(&mut self, at: usize, stem: &str) {
        if let Some(word) = self.list.get_mut(at) {
            self.replaced.push((at, word.key));
            word.stem = push(&mut self.stems, stem);
            word.key = stem_key(stem);
        }
    }
}

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
        words.stems.reserve(bytes);
        words.list.reserve(bytes / 8);
        self.read_into(name, 0, &mut words);
        self.read_into(description, 1, &mut words);
        words
    }

    fn read_into(&self, text: &str, part: u8, words: &mut Words) {
        let text = head(text, words);
        if text.is_ascii() {
            return self.read_ascii(text, part, words);
        }
        let mut token = String::with_capacity(MAX_WORD_BYTES);
        let mut before = ' ';
        for c in text.nfkc() {
            if !c.is_alphanumeric() || (before.is_lowercase() && c.is_uppercase()) {
                self.take(&token, part, words);
                token.clear();
            }
            if c.is_alphanumeric() {
                token.push(c);
            }
            before = c;
        }
        self.take(&token, part, words);
    }

    /// The same for a text of ASCII only, which nearly all are.
    fn read_ascii(&self, text: &str, part: u8, words: &mut Words) {
        let (mut start, mut before) = (0, b' ');
        for (at, byte) in text.bytes().enumerate() {
            if !byte.is_ascii_alphanumeric() {
                self.take(text.get(start..at).unwrap_or(""), part, words);
                start = at + 1;
            } else if before.is_ascii_lowercase() && byte.is_ascii_uppercase() {
                self.take(text.get(start..at).unwrap_or(""), part, words);
                start = at;
            }
            before = byte;
        }
        self.take(text.get(start..).unwrap_or(""), part, words);
    }

    /// Ends a token: spelled, expanded, stemmed, and left out if it is a stop word.
    fn take(&self, token: &str, part: u8, words: &mut Words) {
        if token.is_empty() {
            return;
        }
        if words.count() >= MAX_WORDS {
            words.cut = true;
            return;
        }
        let Words { stems, surfaces, list, stopped, .. } = words;
        let start = surfaces.len();
        if token.is_ascii() {
            surfaces.push_str(token);
            if let Some(added) = surfaces.get_mut(start..) {
                added.make_ascii_lowercase();
            }
        } else {
            surfaces.push_str(&token.to_lowercase());
        }
        let surface = Piece(offset(start), offset(surfaces.len()));
        let word = surface.of(surfaces);
        let mut add = |meaning: Remembered<'_>| match meaning {
            Remembered::Stopped => *stopped += 1,
            Remembered::Stem(stem, key) => list.push(Word { key, stem: push(stems, stem), surface, part }),
            Remembered::Other(meaning) => {
                *stopped += meaning.stopped;
                let each = meaning.stems().map(|(stem, key)| Word { key, stem: push(stems, stem), surface, part });
                list.extend(each);
            }
        };
        // Capitals matter for abbreviations of two letters only.
        if word.len() <= 2 && token.chars().all(|c| c.is_uppercase() || c.is_ascii_digit()) {
            return add(Remembered::Other(&self.meaning(word, true)));
        }
        known::with(word, || self.meaning(word, false), add);
    }

    fn meaning(&self, word: &str, upper: bool) -> Meaning {
        let mut meaning = Meaning::default();
        for word in lexicon::expansion(word, upper).unwrap_or(word).split(' ') {
            if word.len() < 2 && !word.bytes().all(|b| b.is_ascii_digit()) || lexicon::is_stop_word(word) {
                meaning.stopped += 1;
            } else if word.len() <= MAX_WORD_BYTES {
                meaning.push(&self.stem(word));
            }
        }
        meaning
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
        let words = Reader::default().read(text, "");
        (0..words.count()).map(|at| words.stem(at)).collect::<Vec<_>>().join(" ")
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
    fn long_texts_are_cut_and_say_so() {
        let words = Reader::default().read("name", &"monitor ".repeat(10_000));
        assert!(words.cut && words.count() == MAX_WORDS);
        assert!(!Reader::default().read("name", "short").cut);
    }
}
