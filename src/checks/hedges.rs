//! Words that leave open whether something is done, in plain text.
//!
//! This module knows nothing of frameworks.

use std::ops::Range;

/// Whole words and phrases, in lower case.
const HEDGES: &[&str] = &[
    "may",
    "might",
    "could",
    "consider",
    "considers",
    "considering",
    "aim to",
    "aims to",
    "intend to",
    "intends to",
    "strive to",
    "strives to",
    "endeavor to",
    "endeavour to",
    "best efforts",
    "reasonable efforts",
    "where appropriate",
    "when appropriate",
    "if appropriate",
    "as appropriate",
    "where necessary",
    "when necessary",
    "if necessary",
    "as necessary",
    "where needed",
    "if needed",
    "as needed",
    "where practicable",
    "as practicable",
    "where practical",
    "where feasible",
    "when feasible",
    "if feasible",
    "where possible",
    "when possible",
    "if possible",
    "to the extent possible",
    "to the extent practicable",
];

/// After these, `may` forbids or restricts: "nobody may", "only two people may".
const LIMITS: &[&str] = &["no", "nobody", "none", "neither", "never", "only"];

/// After these, something else than the measure is spoken of: "prompts that could help".
const RELATIVES: &[&str] = &["who", "that", "which", "what", "whoever", "whatever"];

/// What ends a sentence.
const END: [char; 5] = ['.', ';', ':', '!', '?'];

/// The hedges of a text, in order.
pub(super) fn of(text: &str) -> Vec<Range<usize>> {
    // Bytes keep their places: only ASCII letters and white space are changed.
    let plain = text.to_ascii_lowercase().replace(['\n', '\r', '\t'], " ");
    let mut all = Vec::new();
    let mut begins = true;
    for (at, c) in plain.char_indices() {
        let hedge = if begins { hedge_at(&plain, at) } else { None };
        all.extend(hedge.filter(|range| !is_no_hedge(text, &plain, range)));
        begins = !joins(c);
    }
    all
}

/// The hedge that begins at a byte and ends with a word.
fn hedge_at(plain: &str, at: usize) -> Option<Range<usize>> {
    let rest = plain.get(at..)?;
    let [first, second, ..] = rest.as_bytes() else { return None };
    if !may_begin(*first, *second) {
        return None;
    }
    let likely = |hedge: &&&str| matches!(hedge.as_bytes(), [one, other, ..] if one == first && other == second);
    let begins = |hedge: &&&str| rest.strip_prefix(**hedge).is_some_and(|after| !after.starts_with(joins));
    HEDGES.iter().filter(likely).find(begins).map(|hedge| at..at + hedge.len())
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
    c.is_alphanumeric() || c == '-' || c == '_'
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
