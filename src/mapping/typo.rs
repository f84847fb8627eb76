//! One typo in a long word, forgiven where the word is unknown and a known one is that close.

use super::model::Model;
use super::pack::letters;
use super::words::{Reader, Words};

/// Shortest word that may be a misspelling: shorter ones are too often other words.
const SHORTEST: usize = 7;

/// Unknown words looked up at most in one text.
const MOST: usize = 20;

/// Replaces the stems of unknown long words by those of known words one typo away.
pub fn forgive(model: &Model, reader: &Reader, words: &mut Words) {
    let unknown = |at: &usize| words.surface(*at).len() >= SHORTEST && model.row_of(words.key(*at)).is_none();
    let unknown: Vec<usize> = (0..words.count()).filter(unknown).take(MOST).collect();
    if unknown.len() == MOST {
        words.keep_whole();
    }
    for at in unknown {
        if let Some(word) = nearest(model, words.surface(at)) {
            words.set_stem(at, reader.stem(word));
        }
    }
}

/// The first known word that is one insertion, deletion, substitution or swap away.
fn nearest<'m>(model: &'m Model, word: &str) -> Option<&'m str> {
    let first = *word.as_bytes().first()?;
    let close = |known: &str| known.len().abs_diff(word.len()) <= 1 && strsim::osa_distance(known, word) == 1;
    model.words_like(first, letters(word), 2).find(|known| close(known))
}
