//! `hedged`: words that leave open whether a measure is carried out.

use super::{Check, Finding, Severities, Severity, entries, words};
use crate::arena::Handle;
use crate::coverage::{Coverage, Subject};
use crate::framework::Mitigation;
use crate::source::{Located, Span, offset};
use std::ops::Range;

/// See `hedged.md`.
pub(super) const CHECK: Check = Check {
    id: "hedged",
    summary: "a mitigation worded so that not doing it would keep the promise",
    severities: Severities::new(Severity::Note, Severity::Note, Severity::Warning),
    page: include_str!("hedged.md"),
    run,
};

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

fn run(coverage: &Coverage<'_>) -> Vec<Finding> {
    let subject = coverage.subject;
    entries::alive(subject).filter_map(|(at, entry)| found(subject, at, entry)).collect()
}

fn found(subject: Subject<'_>, at: Handle<Mitigation>, entry: &Mitigation) -> Option<Finding> {
    let texts = std::iter::once(&entry.name).chain(&entry.description);
    let mut hedges = texts.flat_map(|text| hedges(&text.value).into_iter().map(move |range| (text, range)));
    let (text, range) = hedges.next()?;
    let word = text.value.get(range.clone())?;
    let message = format!("{} is hedged: `{word}` leaves open whether it is done", words::id(subject, at));
    let mut finding = Finding::new(CHECK.id, place(text, &range), message)
        .label("not doing it would keep this promise")
        .help("say what is done, by whom and when; where there is a condition, name it")
        .about(at);
    for (text, range) in hedges.take(4) {
        finding = finding.also(place(text, &range), "here as well");
    }
    Some(finding)
}

/// The hedges of a text, in order.
fn hedges(text: &str) -> Vec<Range<usize>> {
    // Bytes keep their places: only ASCII letters and white space are changed.
    let plain = text.to_ascii_lowercase().replace(['\n', '\r', '\t'], " ");
    let of = |hedge: &'static str| plain.match_indices(hedge).map(move |(start, _)| start..start + hedge.len());
    let mut all: Vec<Range<usize>> = HEDGES.iter().flat_map(|hedge| of(hedge)).collect();
    all.retain(|range| is_whole(&plain, range) && !is_no_hedge(text, &plain, range));
    all.sort_by_key(|range| range.start);
    all
}

fn is_whole(text: &str, range: &Range<usize>) -> bool {
    let joins = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    let before = text.get(..range.start).and_then(|before| before.chars().next_back());
    let after = text.get(range.end..).and_then(|after| after.chars().next());
    !before.is_some_and(joins) && !after.is_some_and(joins)
}

/// The month of May, and the `may` of rules: "may not", "may only", "only two people may".
fn is_no_hedge(text: &str, plain: &str, range: &Range<usize>) -> bool {
    if plain.get(range.clone()) != Some("may") {
        return false;
    }
    let after = plain.get(range.end..).unwrap_or("").trim_start();
    let before = plain.get(..range.start).unwrap_or("");
    let sentence = before.rsplit(['.', ';', ':', '!', '?']).next().unwrap_or("");
    text.get(range.clone()) == Some("May")
        || after.starts_with("not ")
        || after.starts_with("only ")
        || sentence.split(|c: char| !c.is_alphanumeric()).any(|word| LIMITS.contains(&word))
}

/// The word itself where the text stands in the file as it is: two quotes longer than its value, so that nothing in it
/// is escaped. Else the whole text.
fn place(text: &Located<String>, range: &Range<usize>) -> Span {
    let Span { file, start, end } = text.span;
    if (end - start) as usize != text.value.len() + 2 {
        return text.span;
    }
    Span { file, start: start + 1 + offset(range.start), end: start + 1 + offset(range.end) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_words_that_leave_it_open_are_hedges() {
        let table: [(&str, &[&str]); 11] = [
            ("Access may be limited.", &["may"]),
            ("Dismay, maybe, or a may-fly.", &[]),
            ("Reviewed in May 2026.", &[]),
            ("Accounts MAY be closed.", &["MAY"]),
            ("Staff may not copy weights.", &[]),
            ("Only two people may approve. Others may watch.", &["may"]),
            ("Filters, where\nappropriate, and logs as needed.", &["where\nappropriate", "as needed"]),
            ("We aim to, and might, consider it.", &["aim to", "might", "consider"]),
            ("Considerable care.", &[]),
            ("Können wir? Vielleicht: could.", &["could"]),
            ("", &[]),
        ];
        for (text, expected) in table {
            let found: Vec<&str> = hedges(text).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn the_place_is_the_word_only_where_nothing_is_escaped() {
        let span = |start, end| Span { file: crate::source::FileId(0), start, end };
        let plain = Located::new("it may be".to_owned(), span(10, 21));
        assert_eq!(place(&plain, &(3..6)), span(14, 17));
        let escaped = Located::new("it may\nbe".to_owned(), span(10, 22));
        assert_eq!(place(&escaped, &(3..6)), span(10, 22));
    }
}
