//! Words that leave open whether something is done, in plain text.
//!
//! This module knows nothing of frameworks.

use std::ops::Range;

/// Whole words and phrases in lower case, by the two letters they begin with: most words need no further look.
const fn beginning_with(first: u8, second: u8) -> &'static [&'static str] {
    match (first, second) {
        (b'a', b'i') => &["aim to", "aims to"],
        (b'a', b's') => &["as appropriate", "as necessary", "as needed", "as practicable"],
        (b'b', b'e') => &["best efforts"],
        (b'c', b'o') => &["consider", "considering", "considers", "could"],
        (b'e', b'n') => &["endeavor to", "endeavour to"],
        (b'i', b'f') => &["if appropriate", "if feasible", "if necessary", "if needed", "if possible"],
        (b'i', b'n') => &["intend to", "intends to"],
        (b'm', b'a') => &["may"],
        (b'm', b'i') => &["might"],
        (b'r', b'e') => &["reasonable efforts"],
        (b's', b't') => &["strive to", "strives to"],
        (b't', b'o') => &["to the extent possible", "to the extent practicable"],
        (b'w', b'h') => &[
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
        ],
        _ => &[],
    }
}

/// After these, `may` forbids or restricts: "nobody may", "only two people may".
const LIMITS: &[&str] = &["no", "nobody", "none", "neither", "never", "only"];

/// After these, something else than the measure is spoken of: "prompts that could help".
const RELATIVES: &[&str] = &["who", "that", "which", "what", "whoever", "whatever"];

/// What ends a sentence.
const END: [char; 5] = ['.', ';', ':', '!', '?'];

/// The hedges of a text, in order.
pub(super) fn of(text: &str) -> Vec<Range<usize>> {
    let (mut all, mut at) = (Vec::new(), 0);
    while let Some(rest) = text.as_bytes().get(at..) {
        if let [first, second, ..] = rest {
            let likely = beginning_with(first.to_ascii_lowercase(), second.to_ascii_lowercase());
            let hedge = hedge_at(text, at, likely).filter(|_| begins_word(text, at));
            all.extend(hedge.filter(|range| !is_no_hedge(text, range)));
        }
        // On to the next byte that none of ASCII carries on into.
        let Some(inside) = rest.iter().position(|byte| !byte.is_ascii_alphanumeric()) else { break };
        at += inside + 1;
    }
    all
}

/// Whether what comes before a byte does not carry on into it.
fn begins_word(text: &str, at: usize) -> bool {
    !text.get(..at).is_some_and(|before| before.ends_with(joins))
}

/// A byte in lower case, white space as a space. Bytes keep their places: only those of ASCII are changed.
const fn plain(byte: u8) -> u8 {
    if matches!(byte, b'\n' | b'\r' | b'\t') { b' ' } else { byte.to_ascii_lowercase() }
}

/// The hedge among these that begins at a byte and ends with a word.
fn hedge_at(text: &str, at: usize, likely: &[&str]) -> Option<Range<usize>> {
    let is = |range: &Range<usize>, hedge: &str| {
        let written = text.as_bytes().get(range.clone());
        written.is_some_and(|written| written.iter().map(|&byte| plain(byte)).eq(hedge.bytes()))
            && text.get(range.end..).is_some_and(|after| !after.starts_with(joins))
    };
    likely
        .iter()
        .map(|hedge| (at..at + hedge.len(), hedge))
        .find(|(range, hedge)| is(range, hedge))
        .map(|(range, _)| range)
}

/// Whether a character carries a word on.
fn joins(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() || c == '-' || c == '_' } else { c.is_alphanumeric() }
}

/// The month of May; the `may` of rules ("may not", "only two people may"); and what is said of something else ("who
/// could cause harm").
fn is_no_hedge(text: &str, range: &Range<usize>) -> bool {
    // Those of ASCII are no part of any other character, so this stays text.
    let plain = String::from_utf8(text.bytes().map(plain).collect()).unwrap_or_default();
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
    fn every_hedge_stands_under_the_letters_it_begins_with() {
        let letters = || b'a'..=b'z';
        let pairs = letters().flat_map(|first| letters().map(move |second| [first, second]));
        let found: Vec<_> =
            pairs.flat_map(|pair| beginning_with(pair[0], pair[1]).iter().map(move |h| (pair, h))).collect();
        assert!(found.iter().all(|(pair, hedge)| hedge.as_bytes().starts_with(pair)));
        assert!(found.is_sorted_by_key(|(_, hedge)| **hedge));
        assert_eq!(found.len(), 38);
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
