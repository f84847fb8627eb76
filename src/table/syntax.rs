//! Syntax errors of a TOML text, at most one per statement.

use crate::problem::{Problem, ProblemKind};
use crate::source::{FileId, Span, offset};
use std::ops::Range;
use toml::de::Error;

/// The first error of every statement. One missing quote in a list can make the parser complain a dozen times; all
/// but the first complaint are noise.
pub(super) fn first_per_statement(file: FileId, text: &str, errors: &[Error]) -> Vec<Problem> {
    let mut found: Vec<(Range<usize>, &str)> =
        errors.iter().map(|error| (error.span().unwrap_or(0..0), error.message())).collect();
    found.sort_by_key(|(span, _)| (span.start, span.end));
    found.dedup_by_key(|(span, _)| statement_start(text, span.start));
    found.into_iter().map(|(span, message)| problem(file, &span, message)).collect()
}

/// Where the statement around a byte begins: the last line up to there that opens a table or sets a key.
fn statement_start(text: &str, at: usize) -> usize {
    let mut start = 0;
    let mut line_start = 0;
    for line in text.split_inclusive('\n') {
        if line_start > at {
            break;
        }
        if opens_statement(line) {
            start = line_start;
        }
        line_start += line.len();
    }
    start
}

fn opens_statement(line: &str) -> bool {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || "-_. \"'".contains(c);
    line.starts_with('[') || line.split_once('=').is_some_and(|(key, _)| !key.is_empty() && key.chars().all(is_bare))
}

fn problem(file: FileId, span: &Range<usize>, message: &str) -> Problem {
    let span = Span { file, start: offset(span.start), end: offset(span.end) };
    let mut letters = message.chars();
    let first = letters.next().map(|first| first.to_ascii_lowercase());
    let message: String = first.into_iter().chain(letters).collect();
    Problem::at(ProblemKind::Syntax, span, message)
}
