//! Typed access to one TOML table, every wrong key, type and word reported where it stands.

use super::log::Log;
use crate::problem::suggestion;
use crate::source::{Located, Span};
use crate::vocabulary::Word;
use std::ops::RangeInclusive;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// One table being read.
pub struct Entry<'a> {
    table: &'a DeTable<'a>,
    /// The header or the braces: where missing keys are reported.
    pub span: Span,
    what: &'static str,
}

impl<'a> Entry<'a> {
    /// Begins to read a table that may hold the `known` keys.
    pub fn new(log: &mut Log, found: &'a DeTable<'a>, span: Span, what: &'static str, known: &[&str]) -> Self {
        for (key, _) in found.iter().filter(|(key, _)| !known.contains(&key.get_ref().as_ref())) {
            let name = key.get_ref();
            let at = log.span(&key.span());
            let help = suggestion(name, known.iter().copied());
            log.shape(at, format!("unknown key `{name}` in {what}"), help);
        }
        Self { table: found, span, what }
    }

    /// Begins to read a table whose keys are names.
    pub const fn open(table: &'a DeTable<'a>, span: Span, what: &'static str) -> Self {
        Self { table, span, what }
    }

    /// A text as it stands, without a word where there is none.
    pub fn peek_text(&self, key: &str) -> Option<&'a str> {
        self.get(key)?.get_ref().as_str()
    }

    fn get(&self, key: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.table.get(key)
    }

    /// Where a key's value stands.
    pub fn span_of(&self, log: &Log, key: &str) -> Option<Span> {
        self.get(key).map(|value| log.span(&value.span()))
    }

    /// Whether a key is absent or an empty list.
    pub fn lacks(&self, key: &str) -> bool {
        self.get(key).is_none_or(|value| value.get_ref().as_array().is_some_and(|items| items.is_empty()))
    }

    /// Reports an absent key, unless a syntax error may have hidden it.
    pub fn require(&self, log: &mut Log, key: &str) {
        if log.intact && self.get(key).is_none() {
            let (what, span) = (self.what, self.span);
            log.shape(span, format!("{what} has no `{key}`"), format!("add `{key} = ...`"));
        }
    }

    /// A text without the blanks around it.
    pub fn text(&self, log: &mut Log, key: &str) -> Option<Located<String>> {
        let value = self.get(key)?;
        as_text(log, key, value)
    }

    /// A text that must be there and say something.
    pub fn required(&self, log: &mut Log, key: &str) -> Option<Located<String>> {
        self.require(log, key);
        self.filled(log, key)
    }

    /// A text that must say something if it is there.
    pub fn filled(&self, log: &mut Log, key: &str) -> Option<Located<String>> {
        let text = self.text(log, key)?;
        if text.value.is_empty() {
            log.shape(text.span, format!("`{key}` is empty"), "");
            return None;
        }
        Some(text)
    }

    /// A list of texts; none may be empty.
    pub fn texts(&self, log: &mut Log, key: &str) -> Vec<Located<String>> {
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
    pub fn word<W: Word>(&self, log: &mut Log, key: &str) -> Option<W> {
        let text = self.text(log, key)?;
        as_word(log, &text)
    }

    /// A word of a closed list, with its place.
    pub fn located_word<W: Word>(&self, log: &mut Log, key: &str) -> Option<Located<W>> {
        let text = self.text(log, key)?;
        as_word(log, &text).map(|word| Located::new(word, text.span))
    }

    /// Several words of a closed list.
    pub fn words<W: Word>(&self, log: &mut Log, key: &str) -> Vec<Located<W>> {
        let texts = self.texts(log, key);
        texts.iter().filter_map(|text| Some(Located::new(as_word(log, text)?, text.span))).collect()
    }

    /// `true` or `false`; absent means false.
    pub fn flag(&self, log: &mut Log, key: &str) -> bool {
        let Some(value) = self.get(key) else { return false };
        if let DeValue::Boolean(flag) = value.get_ref() {
            return *flag;
        }
        log.wrong_type(key, "true or false", value);
        false
    }

    /// A number from 1 to 16.
    pub fn depth(&self, log: &mut Log, key: &str) -> Option<u8> {
        self.number(log, key, 1..=16).and_then(|number| u8::try_from(number.value).ok())
    }

    /// A whole number within bounds. The parser leaves integers as text, so that every one is read here.
    pub fn number(&self, log: &mut Log, key: &str, within: RangeInclusive<u32>) -> Option<Located<u32>> {
        let value = self.get(key)?;
        let span = log.span(&value.span());
        let DeValue::Integer(number) = value.get_ref() else {
            log.wrong_type(key, "a number", value);
            return None;
        };
        let read = u32::from_str_radix(number.as_str(), number.radix()).ok().filter(|n| within.contains(n));
        if read.is_none() {
            let (from, to) = (within.start(), within.end());
            let wanted = if from == to { format!("{from}") } else { format!("from {from} to {to}") };
            log.shape(span, format!("`{key}` must be {wanted}, not {number}"), "");
        }
        read.map(|number| Located::new(number, span))
    }

    /// A number between 0 and 1.
    pub fn probability(&self, log: &mut Log, key: &str) -> Option<Located<f64>> {
        let value = self.get(key)?;
        let span = log.span(&value.span());
        let read = match value.get_ref() {
            DeValue::Float(number) => number.as_str().parse().ok(),
            DeValue::Integer(number) => u32::from_str_radix(number.as_str(), number.radix()).ok().map(f64::from),
            DeValue::String(_) | DeValue::Boolean(_) | DeValue::Datetime(_) | DeValue::Array(_) | DeValue::Table(_) => {
                log.wrong_type(key, "a number between 0 and 1", value);
                return None;
            }
        };
        let read = read.filter(|p: &f64| (0.0..=1.0).contains(p));
        if read.is_none() {
            log.shape(span, format!("`{key}` must be between 0 and 1"), "write for example `0.9`");
        }
        read.map(|p| Located::new(p, span))
    }

    /// The table below a key.
    pub fn table(&self, log: &mut Log, key: &str) -> Option<(&'a DeTable<'a>, Span)> {
        let value = self.get(key)?;
        as_table(log, key, value)
    }

    /// The tables of a list.
    pub fn tables(&self, log: &mut Log, key: &str) -> Vec<(&'a DeTable<'a>, Span)> {
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
