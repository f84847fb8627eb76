//! Text -> words: one spelling for what means the same, so that a word is known however it was written.
//!
//! Unicode compatibility forms, hyphens, `camelCase` and `snake_case`, British and American spelling,
//! abbreviations, plural and verb forms. This module must not know about weights or categories.

use super::lexicon;
use rust_stemmers::{Algorithm, Stemmer};
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization as _;

/// Words scored at most; what follows is left out, and the answer says so.
pub const MAX_WORDS: usize = 2_000;

/// Bytes of one text that are looked at, at most.
const MAX_BYTES: usize = 64 * MAX_WORDS;

/// Longest word looked at as a word; longer runs are noise (encoded data, keys).
const MAX_WORD_BYTES: usize = 40;

/// A text as a list of stems.
#[derive(Debug, Clone, Default)]
pub struct Words {
    /// Stems, one after another.
    stems: String,
    /// Lower-case words as written, one after another.
    surfaces: String,
    /// The words in order of reading, stop words left out.
    list: Vec<Word>,
    /// Stop words and single letters left out.
    pub stopped: usize,
    /// Whether the text was longer than what is read of it.
    pub cut: bool,
}

/// One word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Word {
    stem: Range<usize>,
    surface: Range<usize>,
    /// The text it came from.
    part: u8,
}

impl Words {
    /// Number of words that carry meaning.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether no word carries meaning.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The stem of a word by position; empty past the end.
    pub fn stem(&self, at: usize) -> &str {
        self.list.get(at).and_then(|word| self.stems.get(word.stem.clone())).unwrap_or("")
    }

    /// The word as written (lower case) by position; empty past the end.
    pub fn surface(&self, at: usize) -> &str {
        self.list.get(at).and_then(|word| self.surfaces.get(word.surface.clone())).unwrap_or("")
    }

    /// The text a word came from: 0 for the first text read, 1 for the next.
    pub fn part(&self, at: usize) -> u8 {
        self.list.get(at).map_or(0, |word| word.part)
    }

    /// Replaces the stem of a word by one that is known.
    pub fn set_stem(&mut self, at: usize, stem: &str) {
        if let Some(word) = self.list.get_mut(at) {
            let start = self.stems.len();
            self.stems.push_str(stem);
            word.stem = start..self.stems.len();
        }
    }
}

/// What a word becomes.
#[derive(Debug, Clone, Default)]
struct Meaning {
    /// Its stems, a space after each.
    stems: String,
    /// How many words were left out.
    stopped: usize,
}

/// Words remembered by a thread, at most.
const REMEMBERED: usize = 16_384;

thread_local! {
    /// What words become; nothing that anyone can see depends on whether a word is in it.
    static KNOWN: RefCell<HashMap<Box<str>, Meaning>> = RefCell::default();
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
        self.read_into(name, 0, &mut words);
        self.read_into(description, 1, &mut words);
        words
    }

    fn read_into(&self, text: &str, part: u8, words: &mut Words) {
        let text = head(text, words);
        let normal: Cow<'_, str> =
            if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(text.nfkc().collect()) };
        let mut token = String::with_capacity(MAX_WORD_BYTES);
        let mut before = ' ';
        for c in normal.chars() {
            if !c.is_alphanumeric() || (before.is_lowercase() && c.is_uppercase()) {
                self.take(&mut token, part, words);
            }
            if c.is_alphanumeric() {
                token.push(c);
            }
            before = c;
        }
        self.take(&mut token, part, words);
    }

    /// Ends a token: spelled, expanded, stemmed, and left out if it is a stop word.
    fn take(&self, token: &mut String, part: u8, words: &mut Words) {
        if token.is_empty() {
            return;
        }
        if words.len() >= MAX_WORDS {
            words.cut = true;
            token.clear();
            return;
        }
        let upper = token.chars().all(|c| c.is_uppercase() || c.is_ascii_digit());
        if token.is_ascii() {
            token.make_ascii_lowercase();
        } else {
            *token = token.to_lowercase();
        }
        let surface = words.surfaces.len()..words.surfaces.len() + token.len();
        words.surfaces.push_str(token);
        self.with_meaning(token, upper, |meaning| {
            words.stopped += meaning.stopped;
            for stem in meaning.stems.split_terminator(' ') {
                let start = words.stems.len();
                words.stems.push_str(stem);
                words.list.push(Word { stem: start..words.stems.len(), surface: surface.clone(), part });
            }
        });
        token.clear();
    }

    /// What a lower-case word becomes; worked out once, since the same words come again and again.
    fn with_meaning(&self, word: &str, upper: bool, then: impl FnOnce(&Meaning)) {
        // Capitals matter for abbreviations of two letters only.
        if word.len() <= 2 {
            return then(&self.meaning(word, upper));
        }
        KNOWN.with_borrow_mut(|known| {
            if let Some(meaning) = known.get(word) {
                return then(meaning);
            }
            let meaning = self.meaning(word, upper);
            then(&meaning);
            if known.len() < REMEMBERED && word.len() <= MAX_WORD_BYTES {
                known.insert(word.into(), meaning);
            }
        });
    }

    fn meaning(&self, word: &str, upper: bool) -> Meaning {
        let mut meaning = Meaning::default();
        for word in lexicon::expansion(word, upper).unwrap_or(word).split(' ') {
            if word.len() < 2 && !word.bytes().all(|b| b.is_ascii_digit()) || lexicon::is_stop_word(word) {
                meaning.stopped += 1;
            } else if word.len() <= MAX_WORD_BYTES {
                meaning.stems.push_str(&self.stem(word));
                meaning.stems.push(' ');
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
        (0..words.len()).map(|at| words.stem(at)).collect::<Vec<_>>().join(" ")
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
        assert!(words.cut && words.len() == MAX_WORDS);
        assert!(!Reader::default().read("name", "short").cut);
    }
}
