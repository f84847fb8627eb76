//! Typed access to one TOML table, every wrong key, type and word reported where it stands.

use crate::problem::{Problem, ProblemKind, suggestion};
use crate::source::{FileId, Located, Span, offset};
use crate::vocabulary::Word;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What reading has found wrong so far, and in which file.
#[derive(Debug)]
pub(super) struct Log {
    /// The file that spans refer to.
    pub(super) file: FileId,
    /// Whether the file is free of syntax errors: otherwise a missing key may only have been swallowed by one.
    pub(super) intact: bool,
    /// The problems, in order of discovery; at most [`MAX_PROBLEMS`].
    pub(super) problems: Vec<Problem>,
    /// How many more there were.
    pub(super) more: usize,
    /// Where the first of those stands.
    pub(super) next: Option<Span>,
}

/// Problems shown of one taxonomy; the rest is counted.
pub(super) const MAX_PROBLEMS: usize = 100;

impl Log {
    /// An empty log of a file.
    pub(super) const fn of(file: FileId, intact: bool) -> Self {
        Self { file, intact, problems: Vec::new(), more: 0, next: None }
    }

    /// Whether further problems are only counted, so that none needs a search for the nearest name.
    pub(super) const fn is_full(&self) -> bool {
        self.problems.len() >= MAX_PROBLEMS
    }

    /// A span in this file.
    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        Span { file: self.file, start: offset(range.start), end: offset(range.end) }
    }

    /// Notes a problem.
    pub(super) fn add(&mut self, problem: Problem) {
        if self.is_full() {
            self.more += 1;
            self.next = self.next.or(problem.span);
        } else {
            self.problems.push(problem);
        }
    }

    fn shape(&mut self, span: Span, message: String, help: impl Into<String>) {
        self.add(Problem::at(ProblemKind::Shape, span, message).help(help));
    }

    fn wrong_type(&mut self, key: &str, wanted: &str, found: &Spanned<DeValue<'_>>) {
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
}

/// One table being read.
pub(super) struct Entry<'a> {
    table: &'a DeTable<'a>,
    /// The header or the braces: where missing keys are reported.
    pub(super) span: Span,
    what: &'static str,
}

impl<'a> Entry<'a> {
    /// Begins to read a table that may hold the `known` keys.
    pub(super) fn new(log: &mut Log, found: &'a DeTable<'a>, span: Span, what: &'static str, known: &[&str]) -> Self {
        for (key, _) in found.iter().filter(|(key, _)| !known.contains(&key.get_ref().as_ref())) {
            let name = key.get_ref();
            let at = log.span(&key.span());
            let help = suggestion(name, known.iter().copied());
            log.shape(at, format!("unknown key `{name}` in {what}"), help);
        }
        Self { table: found, span, what }
    }

    fn get(&self, key: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.table.get(key)
    }

    /// Where a key's value stands.
    pub(super) fn span_of(&self, log: &Log, key: &str) -> Option<Span> {
        self.get(key).map(|value| log.span(&value.span()))
    }

    /// Whether a key is absent or an empty list.
    pub(super) fn lacks(&self, key: &str) -> bool {
        self.get(key).is_none_or(|value| value.get_ref().as_array().is_some_and(|items| items.is_empty()))
    }

    /// Reports an absent key, unless a syntax error may have hidden it.
    pub(super) fn require(&self, log: &mut Log, key: &str) {
        if log.intact && self.get(key).is_none() {
            let (what, span) = (self.what, self.span);
            log.shape(span, format!("{what} has no `{key}`"), format!("add `{key} = ...`"));
        }
    }

    /// A text without the blanks around it.
    pub(super) fn text(&self, log: &mut Log, key: &str) -> Option<Located<String>> {
        let value = self.get(key)?;
        as_text(log, key, value)
    }

    /// A text that must be there and say something.
    pub(super) fn required(&self, log: &mut Log, key: &str) -> Option<Located<String>> {
        self.require(log, key);
        self.filled(log, key)
    }

    /// A text that must say something if it is there.
    pub(super) fn filled(&self, log: &mut Log, key: &str) -> Option<Located<String>> {
        let text = self.text(log, key)?;
        if text.value.is_empty() {
            log.shape(text.span, format!("`{key}` is empty"), "");
            return None;
        }
        Some(text)
    }

    /// A list of texts; none may be empty.
    pub(super) fn texts(&self, log: &mut Log, key: &str) -> Vec<Located<String>> {
        let mut texts = Vec::new();
        for item in self.list(log, key) {
            let Some(text) = as_text(log, key, item) else { continue };
            if text.value.is_empty() {
                log.shape(text.span, format!("`{key}` has an empty entry"), "");
            } else {
                texts.push(text);
            }
        }
        texts
    }

    /// A word of a closed list.
    pub(super) fn word<W: Word>(&self, log: &mut Log, key: &str) -> Option<W> {
        let text = self.text(log, key)?;
        as_word(log, &text)
    }

    /// Several words of a closed list.
    pub(super) fn words<W: Word>(&self, log: &mut Log, key: &str) -> Vec<Located<W>> {
        let texts = self.texts(log, key);
        texts.iter().filter_map(|text| Some(Located::new(as_word(log, text)?, text.span))).collect()
    }

    /// `true` or `false`; absent means false.
    pub(super) fn flag(&self, log: &mut Log, key: &str) -> bool {
        let Some(value) = self.get(key) else { return false };
        if let DeValue::Boolean(flag) = value.get_ref() {
            return *flag;
        }
        log.wrong_type(key, "true or false", value);
        false
    }

    /// A number from 1 to 16.
    pub(super) fn depth(&self, log: &mut Log, key: &str) -> Option<u8> {
        let value = self.get(key)?;
        let DeValue::Integer(number) = value.get_ref() else {
            log.wrong_type(key, "a number", value);
            return None;
        };
        let read = u8::from_str_radix(number.as_str(), number.radix()).ok().filter(|n| (1..=16).contains(n));
        if read.is_none() {
            let span = log.span(&value.span());
            log.shape(span, format!("`{key}` must be from 1 to 16, not {number}"), "");
        }
        read
    }

    /// The table below a key.
    pub(super) fn table(&self, log: &mut Log, key: &str) -> Option<(&'a DeTable<'a>, Span)> {
        let value = self.get(key)?;
        as_table(log, key, value)
    }

    /// The tables of a list.
    pub(super) fn tables(&self, log: &mut Log, key: &str) -> Vec<(&'a DeTable<'a>, Span)> {
        self.list(log, key).iter().filter_map(|item| as_table(log, key, item)).collect()
    }

    fn list(&self, log: &mut Log, key: &str) -> &'a [Spanned<DeValue<'a>>] {
        let Some(value) = self.get(key) else { return &[] };
        if let DeValue::Array(items) = value.get_ref() {
            return items;
        }
        log.wrong_type(key, "a list", value);
        &[]
    }
}

fn as_text(log: &mut Log, key: &str, value: &Spanned<DeValue<'_>>) -> Option<Located<String>> {
    if let DeValue::String(text) = value.get_ref() {
        return Some(Located::new(text.trim().to_owned(), log.span(&value.span())));
    }
    log.wrong_type(key, "text", value);
    None
}

fn as_table<'a>(log: &mut Log, key: &str, value: &'a Spanned<DeValue<'a>>) -> Option<(&'a DeTable<'a>, Span)> {
    if let DeValue::Table(table) = value.get_ref() {
        return Some((table, log.span(&value.span())));
    }
    log.wrong_type(key, "a table", value);
    None
}

fn as_word<W: Word>(log: &mut Log, text: &Located<String>) -> Option<W> {
    let word = W::parse(&text.value);
    if word.is_none() {
        let help = suggestion(&text.value, W::WORDS.iter().map(|(_, id)| *id));
        log.shape(text.span, format!("unknown {} `{}`", W::WHAT, text.value), help);
    }
    word
}
