//! Several measures in one text: its sentences and what `and`, commas and semicolons join, each read by itself.
//!
//! Looked for only where the whole text points to more than one category. The parts are named to the author; none is
//! ever coverage.

use super::score::Read;
use super::{Answer, Confidence, Mapper};
use crate::arena::Handle;
use crate::framework::Mitigation;
use crate::taxonomy::{Category, Taxonomy};

/// A part of a text that reads like a measure of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The part as written, on one line.
    pub text: String,
    /// What it reads like.
    pub category: Handle<Category>,
    /// How surely.
    pub confidence: Confidence,
}

/// Share of probability of the runner-up from which a text is taken apart: below it, all of it reads like one thing.
const DIVIDED: Confidence = Confidence(300);

/// A part has at least as many words as this; a list of nouns is no list of measures.
const WORDS: usize = 4;

/// Confidence from which a part counts, beside the threshold of the run: measured in `tests/combined.rs`.
const SURE: Confidence = Confidence(9_000);

/// Share of probability from which a part reads like one category and no neighbour of it.
const CLEAR: Confidence = Confidence(7_500);

/// Parts looked at in one text, at most.
const MOST: usize = 24;

/// The parts of an entry that read like different leaves, one for each leaf, in order of reading; none if there is only
/// one leaf. `whole` is what the whole text reads like.
pub fn of_entry(
    mapper: &Mapper,
    taxonomy: &Taxonomy,
    entry: &Mitigation,
    whole: (&Read, &Answer),
    accept: Confidence,
) -> Vec<Part> {
    let (read, answer) = whole;
    let divided = answer.candidates.get(1).is_some_and(|second| second.confidence >= DIVIDED);
    let Some(description) = entry.description.as_ref().filter(|_| divided) else { return Vec::new() };
    let texts = split(&description.value);
    if texts.len() < 2 {
        return Vec::new();
    }
    let mut found: Vec<Part> = Vec::new();
    let texts = texts.get(..MOST).unwrap_or(&texts);
    for (read_before, &text) in texts.iter().enumerate() {
        if found.is_empty() && read_before + 1 == texts.len() {
            break;
        }
        let Some(part) = judge(mapper, taxonomy, (text, part_of(mapper, read, &description.value, text)), accept)
        else {
            continue;
        };
        if !found.iter().any(|before| before.category == part.category) {
            found.push(part);
        }
    }
    if found.len() > 1 { found } else { Vec::new() }
}

/// A part of a description read by itself: out of what was read of the whole, where that comes to the same.
fn part_of(mapper: &Mapper, whole: &Read, description: &str, part: &str) -> Read {
    let start = part.as_ptr() as usize - description.as_ptr() as usize;
    mapper.take_out(whole, start..start + part.len()).unwrap_or_else(|| mapper.take_in(part, None))
}

fn judge(mapper: &Mapper, taxonomy: &Taxonomy, (text, read): (&str, Read), accept: Confidence) -> Option<Part> {
    let answer = mapper.best(&read, text, CLEAR)?;
    let best = answer.candidates.first()?;
    let category = best.category.filter(|&at| taxonomy.categories[at].leaf)?;
    let sure = answer.judgeable && answer.confidence >= accept.max(SURE) && best.confidence >= CLEAR;
    sure.then(|| Part {
        text: text.split_whitespace().collect::<Vec<_>>().join(" "),
        category,
        confidence: answer.confidence,
    })
}

/// A text at its sentences, semicolons and line ends; each of these again at commas and `and` where every piece is long
/// enough to be a measure.
fn split(text: &str) -> Vec<&str> {
    let sentences = text.split(['\n', ';', '•']).flat_map(|line| apart(line, &[". "])).flat_map(enumerated);
    sentences.flat_map(joined).filter(|part| is_long(part)).collect()
}

/// A text at any of these marks, each of which begins with a full stop, a comma or a space; of those that begin alike the
/// first one counts. Whole texts are searched for one mark at a time at several times the cost.
fn apart<'t>(text: &'t str, marks: &[&str]) -> Vec<&'t str> {
    let (mut parts, mut from, mut at) = (Vec::new(), 0, 0);
    while let Some(rest) = text.as_bytes().get(at..) {
        let Some(next) = rest.iter().position(|byte| matches!(byte, b'.' | b',' | b' ')) else { break };
        at += next;
        let mark = marks.iter().find(|mark| text.as_bytes().get(at..at + mark.len()) == Some(mark.as_bytes()));
        if let Some(mark) = mark {
            parts.extend(text.get(from..at));
            from = at + mark.len();
        }
        at += mark.map_or(1, |mark| mark.len());
    }
    parts.extend(text.get(from..));
    parts
}

/// A sentence at the marks of a list that runs on in it: `(1)`, `(a)`, `2)`, `iii)`.
fn enumerated(sentence: &str) -> Vec<&str> {
    if !sentence.contains(')') {
        return vec![sentence];
    }
    let (mut parts, mut from) = (Vec::new(), 0);
    for (at, word) in words(sentence) {
        let mark = word.strip_suffix(')').map(|mark| mark.trim_start_matches('('));
        if mark.is_some_and(|mark| (1..=3).contains(&mark.len()) && mark.chars().all(|c| c.is_ascii_alphanumeric())) {
            parts.extend(sentence.get(from..at));
            from = at + word.len();
        }
    }
    parts.extend(sentence.get(from..));
    parts
}

/// The words of a text, each with where it begins.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let start = text.as_ptr() as usize;
    text.split_whitespace().map(move |word| (word.as_ptr() as usize - start, word))
}

fn joined(sentence: &str) -> Vec<&str> {
    let sentence = sentence.trim().trim_end_matches(['.', ',']);
    let pieces = apart(sentence, &[", and ", ", ", " and "]);
    if pieces.iter().all(|piece| is_long(piece)) { pieces } else { vec![sentence] }
}

/// Whether a text has enough words to be a measure.
fn is_long(text: &str) -> bool {
    text.split_whitespace().nth(WORDS - 1).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_comes_apart_at_one_mark_after_the_other_as_at_all_of_them() {
        let pieces = [" and ", ", ", ", and ", "and", ",", " ", "a", "é", ". "];
        let mut texts = vec![String::new()];
        for _ in 0..5 {
            texts = texts.iter().flat_map(|text| pieces.iter().map(move |piece| format!("{text}{piece}"))).collect();
            for text in &texts {
                let by_turns =
                    text.split(", and ").flat_map(|part| part.split(" and ")).flat_map(|part| part.split(", "));
                assert_eq!(apart(text, &[", and ", ", ", " and "]), by_turns.collect::<Vec<_>>(), "{text:?}");
                assert_eq!(apart(text, &[". "]), text.split(". ").collect::<Vec<_>>(), "{text:?}");
            }
        }
    }

    #[test]
    fn a_part_reads_out_of_the_whole_as_it_reads_alone() {
        let mapper = Mapper::built_in(crate::taxonomy::built_in("airi-2026").unwrap()).unwrap();
        let typos = "monitorring encryptted classifiers qqqqqqqq; ".repeat(20);
        let table = [
            (
                "The IR team watches outputs with a guardModel; MFA and KYC checks keep strangers out. We encrypt weights.",
                true,
            ),
            (
                "We (1) monitr every prompt for misuse at night, (2) encryptt the model weights at rest; ai vs AI, 2FA!",
                true,
            ),
            ("; a b c d; the of and with; monitoring monitoring monitoring monitoring", true),
            ("Ｗeights are encrypted at rest – by an HSM; red-teaming finds jailbreaks of the naïve kind", false),
            (typos.as_str(), false),
        ];
        for (description, divisible) in table {
            for name in ["", "Naming: a façade of two words", "IR"] {
                let whole = mapper.take_in(name, Some(description));
                let parts = split(description);
                assert!(parts.len() > 1, "{description}");
                for part in parts {
                    let start = part.as_ptr() as usize - description.as_ptr() as usize;
                    let within = mapper.take_out(&whole, start..start + part.len());
                    assert_eq!(within.is_some(), divisible, "{part}");
                    let (read, alone) = (part_of(&mapper, &whole, description, part), mapper.take_in(part, None));
                    assert_eq!(read.features, alone.features, "{part}");
                    assert_eq!(mapper.answer(&read, (part, None), 5), mapper.answer(&alone, (part, None), 5), "{part}");
                }
            }
        }
    }

    #[test]
    fn a_text_is_split_where_measures_are_joined_and_nowhere_else() {
        let table: [(&str, &[&str]); 5] = [
            ("Classifiers and keyword lists take texts out.", &["Classifiers and keyword lists take texts out"]),
            (
                "Weights are encrypted at rest, and customers prove who they are.",
                &["Weights are encrypted at rest", "customers prove who they are"],
            ),
            (
                "We test for misuse. The board approves each release; too short",
                &["We test for misuse", "The board approves each release"],
            ),
            (
                "We (1) test models for misuse, (2) encrypt weights at rest (a common thing); • ask the board for approval",
                &["test models for misuse", "encrypt weights at rest (a common thing)", "ask the board for approval"],
            ),
            ("", &[]),
        ];
        for (text, parts) in table {
            assert_eq!(split(text), parts, "{text}");
        }
    }
}
