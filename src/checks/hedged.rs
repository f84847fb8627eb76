//! `hedged`: words that leave open whether a measure is carried out.

use super::{Check, Finding, Severities, Severity, entries, hedges, words};
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

fn run(coverage: &Coverage<'_>) -> Vec<Finding> {
    let subject = coverage.subject;
    entries::alive(subject).filter_map(|(at, entry)| found(subject, at, entry)).collect()
}

fn found(subject: Subject<'_>, at: Handle<Mitigation>, entry: &Mitigation) -> Option<Finding> {
    let texts = std::iter::once(&entry.name).chain(&entry.description);
    let mut hedges = texts.flat_map(|text| hedges::of(&text.value).into_iter().map(move |range| (text, range)));
    let (text, range) = hedges.next()?;
    let word = text.value.get(range.clone())?;
    let message = format_args!("{} is hedged: `{word}` leaves open whether it is done", words::id(subject, at));
    let mut finding = Finding::new(CHECK.id, place(text, &range), message)
        .label("not doing it would keep this promise")
        .help("say what is done, by whom and when; where there is a condition, name it")
        .about(at);
    for (text, range) in hedges.take(4) {
        finding = finding.also(place(text, &range), "here as well");
    }
    Some(finding)
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
    fn the_place_is_the_word_only_where_nothing_is_escaped() {
        let span = |start, end| Span { file: crate::source::FileId(0), start, end };
        let plain = Located::new("it may be".to_owned(), span(10, 21));
        assert_eq!(place(&plain, &(3..6)), span(14, 17));
        let escaped = Located::new("it may\nbe".to_owned(), span(10, 22));
        assert_eq!(place(&escaped, &(3..6)), span(10, 22));
    }
}
