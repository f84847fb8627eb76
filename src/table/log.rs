//! What reading a TOML file has found wrong so far.

use super::syntax;
use crate::problem::{Problem, ProblemKind};
use crate::source::{FileId, Span, offset};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeValue, Error};

/// What reading has found wrong so far, and in which file.
#[derive(Debug)]
pub struct Log {
    /// The file that spans refer to.
    pub file: FileId,
    /// Whether the file is free of syntax errors: otherwise a missing key may only have been swallowed by one.
    pub intact: bool,
    /// The problems, in order of discovery; at most [`MAX_PROBLEMS`].
    pub problems: Vec<Problem>,
    /// How many more there were.
    pub more: usize,
    /// Where the first of those stands.
    pub next: Option<Span>,
}

/// Problems shown of one file; the rest is counted.
pub const MAX_PROBLEMS: usize = 100;

impl Log {
    /// An empty log of a file.
    pub const fn of(file: FileId, intact: bool) -> Self {
        Self { file, intact, problems: Vec::new(), more: 0, next: None }
    }

    /// Whether further problems are only counted, so that none needs a search for the nearest name.
    pub const fn is_full(&self) -> bool {
        self.problems.len() >= MAX_PROBLEMS
    }

    /// A span in this file.
    pub fn span(&self, range: &Range<usize>) -> Span {
        Span { file: self.file, start: offset(range.start), end: offset(range.end) }
    }

    /// Notes a problem.
    pub fn add(&mut self, problem: Problem) {
        if self.is_full() {
            self.more += 1;
            self.next = self.next.or(problem.span);
        } else {
            self.problems.push(problem);
        }
    }

    /// Notes a value or key that is not one of the format's.
    pub fn shape(&mut self, span: Span, message: String, help: impl Into<String>) {
        self.add(Problem::at(ProblemKind::Shape, span, message).help(help));
    }

    /// Notes a value of another type than its key takes.
    pub fn wrong_type(&mut self, key: &str, wanted: &str, found: &Spanned<DeValue<'_>>) {
        let span = self.span(&found.span());
        let found = found.get_ref();
        let help = match (wanted, found) {
            // An unquoted code such as 1.1 or 2026.
            ("text", DeValue::Integer(number)) => format!("write \"{}\"", number.as_str()),
            ("text", DeValue::Float(number)) => format!("write \"{}\"", number.as_str()),
            ("a list", DeValue::Table(_)) => format!("double the brackets: `[[{key}]]`"),
            ("a list", DeValue::String(_)) => "put it in brackets".to_owned(),
            _ => String::new(),
        };
        let kind = found.type_str();
        self.shape(span, format!("`{key}` must be {wanted}, not a value of type {kind}"), help);
    }

    /// Everything that is wrong with the text, in order of place: its syntax errors first taken together with what was noted.
    /// `what` names the file's kind where the rest is only counted.
    pub fn finish(mut self, text: &str, errors: &[Error], what: &str) -> Vec<Problem> {
        let mut problems = syntax::first_per_statement(self.file, text, errors);
        let more = self.more + problems.len().saturating_sub(MAX_PROBLEMS);
        let next = problems.get(MAX_PROBLEMS).and_then(|problem| problem.span).or(self.next);
        problems.truncate(MAX_PROBLEMS);
        problems.append(&mut self.problems);
        problems.sort_by_key(|problem| problem.span);
        if more > 0 {
            let rest = Problem::without_place(ProblemKind::Limit, format!("and {more} more problems in {what}"));
            problems.push(Problem { span: next, ..rest.label("the next one").help("fix those above first") });
        }
        problems
    }
}
