//! Words that leave open whether something is done, in plain text.
//!
//! This module knows nothing of frameworks.

use std::ops::Range;

/// Whole words and phrases, in lower case, sorted.
const HEDGES: &[&str] = &[
    "aim to",
    "aims to",
    "as appropriate",
    "as necessary",
    "as needed",
    "as practicable",
    "best efforts",
    "consider",
    "considering",
    "considers",
    "could",
    "endeavor to",
    "endeavour to",
    "if appropriate",
    "if feasible",
    "if necessary",
    "if needed",
    "if possible",
    "intend to",
    "intends to",
    "may",
    "might",
    "reasonable efforts",
    "strive to",
    "strives to",
    "to the extent possible",
    "to the extent practicable",
    "when appropriate",
    "when feasible",
    "when necessary",
    "when possible",
    "where appropriate",
    "where feasible",
    "where necessary",
    "where needed",
    "where possible",
    "where practicable",
    "where practical",
];

/// After these, `may` forbids or restricts: "nobody may", "only two people may".
const LIMITS: &[&str] = &["no", "nobody", "none", "neither", "never", "only"];

/// After these, something else than the measure is spoken of: "prompts that could help".
const RELATIVES: &[&str] = &["who", "that", "which", "what", "whoever", "whatever"];

/// What ends a sentence.
const END: [char; 5] = ['.', ';', ':', '!', '?'];

/// The hedges of a text, in order.
pub(super) fn of(text: &str) -> Vec<Range<usize>> {
    let plain = plain(text);
    let mut all = Vec::new();
    for (at, pair) in plain.as_bytes().windows(2).enumerate() {
        let [first, second] = [pair.first(), pair.last()].map(|byte| byte.copied().unwrap_or(0));
        let hedge = if may_begin(first, second) && begins_word(&plain, at) { hedge_at(&plain, at) } else { None };
        all.extend(hedge.filter(|range| !is_no_hedge(text, &plain, range)));
    }
    all
}

/// Whether what comes before a byte does not carry on into it.
fn begins_word(text: &str, at: usize) -> bool {
    !text.get(..at).is_some_and(|before| before.ends_with(joins))
}

/// In lower case and on one line. Bytes keep their places: only ASCII letters and white space are changed.
fn plain(text: &str) -> String {
    let mut plain = text.to_ascii_lowercase();
    if plain.bytes().any(|byte| matches!(byte, b'\n' | b'\r' | b'\t')) {
        plain = plain.replace(['\n', '\r', '\t'], " ");
    }
    plain
}

/// The hedge that begins at a byte and ends with a word.
fn hedge_at(plain: &str, at: usize) -> Option<Range<usize>> {
    let rest = plain.get(at..)?;
    let [first, second, ..] = rest.as_bytes() else { return None };
    let from = HEDGES.partition_point(|hedge| hedge.as_bytes() < [*first, *second].as_slice());
    let likely = HEDGES.get(from..)?.iter().take_while(|hedge| hedge.as_bytes().starts_with(&[*first, *second]));
    let begins = |hedge: &&&str| rest.strip_prefix(**hedge).is_some_and(|after| !after.starts_with(joins));
    { likely }.find(begins).map(|hedge| at..at + hedge.len())
}

/// Whether a hedge begins with these letters: most words need no further look.
const fn may_begin(first: u8, second: u8) -> bool {
    matches!(
        (first, second),
        (b'm', b'a' | b'i')
            | (b'c' | b't', b'o')
            | (b'a', b'i' | b's')
            | (b'i', b'n' | b'f')
            | (b's', b't')
            | (b'e', b'n')
            | (b'b' | b'r', b'e')
            | (b'w', b'h')
    )
}

/// Whether a character carries a word on.
fn joins(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() || c == '-' || c == '_' } else { c.is_alphanumeric() }
}

/// The month of May; the `may` of rules ("may not", "only two people may"); and what is said of something else ("who
/// could cause harm").
fn is_no_hedge(text: &str, plain: &str, range: &Range<usize>) -> bool {
    let words =
        |text: &'static [&str], of: &str| of.split(|c: char| !c.is_alphanumeric()).any(|word| text.contains(&word));
    let word = plain.get(range.clone()).unwrap_or("");
    let (before, after) = (plain.get(..range.start).unwrap_or(""), plain.get(range.end..).unwrap_or(""));
    let about_others = || before.split_whitespace().next_back().is_some_and(|word| RELATIVES.contains(&word));
    let rule = || {
        let start = before.rsplit(END).next().unwrap_or("");
        let end = after.split(END).next().unwrap_or("");
        after.trim_start().starts_with("not ") || words(LIMITS, start) || words(&["only"], end)
    };
    match word {
        "may" => text.get(range.clone()) == Some("May") || about_others() || rule(),
        "might" | "could" => about_others(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_hedge_begins_with_letters_that_are_looked_for() {
        assert!(HEDGES.is_sorted());
        assert!(HEDGES.iter().all(|hedge| may_begin(hedge.as_bytes()[0], hedge.as_bytes()[1])));
    }

    #[test]
    fn only_whole_words_that_leave_it_open_are_hedges() {
        let table: [(&str, &[&str]); 13] = [
            ("Access may be limited.", &["may"]),
            ("Dismay, maybe, or a may-fly.", &[]),
            ("Reviewed in May 2026.", &[]),
            ("Accounts MAY be closed.", &["MAY"]),
            ("Staff may not copy weights.", &[]),
            ("Only two people may approve. Others may watch.", &["may"]),
            ("Filters, where\nappropriate, and logs as needed.", &["where\nappropriate", "as needed"]),
            ("We aim to, and might, consider it.", &["aim to", "might", "consider"]),
            ("Considerable care.", &[]),
            ("Each account may ask only so many questions.", &[]),
            ("Prompts that could help, and those who might ask, could be stopped.", &["could"]),
            ("Können wir? Vielleicht: could.", &["could"]),
            ("", &[]),
        ];
        for (text, expected) in table {
            let found: Vec<&str> = of(text).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
