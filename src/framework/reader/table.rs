//! Taking typed values out of one table, with a problem for everything that is not as it should be.

use super::entry::{Entry, tables, unknown_key};
use super::ids::{Ids, Named};
use super::keys::TableKind;
use super::report::Report;
use super::value::{self, DATE, FLAG, LIST, TEXT, short};
use crate::arena::Handle;
use crate::framework::EventRef;
use crate::problem::{Problem, ProblemKind};
use crate::source::{Located, Span};
use crate::vocabulary::Word;
use jiff::civil::Date;
use std::collections::HashSet;
use std::ops::Range;
use toml::Spanned;
use toml::de::DeValue;

/// Lists up to this length are looked through for what stands twice; of longer ones each text is remembered.
const FEW: usize = 8;

/// A table being read.
pub(super) struct Table<'c, 't> {
    entry: Entry<'t>,
    kind: &'static TableKind,
    /// The keys that are there, of those it takes: few enough to be looked through faster than the tree compares them.
    present: Vec<(&'t str, &'t Spanned<DeValue<'t>>)>,
    pub(super) ids: &'c mut Ids<'t>,
    pub(super) report: &'c mut Report,
}

/// A value with its place.
type Value<'t> = (&'t DeValue<'t>, Range<usize>);

impl<'c, 't> Table<'c, 't> {
    /// Opens a table and reports the keys it does not take.
    pub(super) fn open(
        entry: Entry<'t>,
        kind: &'static TableKind,
        ids: &'c mut Ids<'t>,
        report: &'c mut Report,
    ) -> Self {
        let mut present = Vec::with_capacity(entry.keys.len().min(kind.keys.len()));
        for (key, value) in entry.keys {
            if kind.keys.contains(&key.get_ref().as_ref()) {
                present.push((key.get_ref().as_ref(), value));
            } else {
                let span = entry.span_of(&key.span());
                report.at(span, || unknown_key(key.get_ref(), kind, span));
            }
        }
        Self { entry, kind, present, ids, report }
    }

    /// Opens a table for one key, without looking at the others.
    pub(super) fn peek(
        entry: Entry<'t>,
        (kind, key): (&'static TableKind, &str),
        ids: &'c mut Ids<'t>,
        report: &'c mut Report,
    ) -> Self {
        let asked = entry.keys.get_key_value(key).map(|(key, value)| (key.get_ref().as_ref(), value));
        Self { entry, kind, present: asked.into_iter().collect(), ids, report }
    }

    /// Where the table is: its header.
    pub(super) const fn span(&self) -> Span {
        self.entry.span
    }

    /// The value of a key, with its place.
    pub(super) fn value(&self, key: &'static str) -> Option<Value<'t>> {
        debug_assert!(self.kind.keys.contains(&key), "{key} is missing in the table of keys");
        self.present.iter().find(|(named, _)| *named == key).map(|(_, value)| (value.get_ref(), value.span()))
    }

    /// A place in the table's file.
    pub(super) fn at(&self, range: &Range<usize>) -> Span {
        self.entry.span_of(range)
    }

    /// Says that a value is not of the type its key takes.
    pub(super) fn wrong(&mut self, key: &str, expected: &str, (value, range): &Value<'t>) {
        let (span, written) = (self.at(range), self.entry.written(range.clone()));
        self.report.at(span, || value::wrong_type(key, expected, value, span, written));
    }

    /// Says that a key has to be there.
    pub(super) fn missing(&mut self, key: &str, help: impl FnOnce() -> String) {
        let message = format!("`{key}` is missing in {}", self.kind.what);
        self.absent(&message, &format!("has no `{key}`"), help);
    }

    /// Says, at the header, what is not there; waits where a damaged statement may hold it.
    pub(super) fn absent(&mut self, message: &str, label: &str, help: impl FnOnce() -> String) {
        let span = self.entry.span;
        if !self.entry.broken {
            self.report.at(span, || Problem::at(ProblemKind::Shape, span, message).label(label).help(help()));
        }
    }

    /// A text; empty ones are refused, because they would count as stated.
    pub(super) fn text(&mut self, key: &'static str) -> Option<Located<String>> {
        let value = self.value(key)?;
        self.as_text(key, &value).map(|text| Located::new(text.value.to_owned(), text.span))
    }

    /// A text that has to be there.
    pub(super) fn need_text(&mut self, key: &'static str) -> Option<Located<String>> {
        if self.value(key).is_none() {
            self.missing(key, || format!("add `{key} = \"...\"`"));
        }
        self.text(key)
    }

    /// The name to show: the id where none is given.
    pub(super) fn name_or(&mut self, id: &Located<String>) -> String {
        self.text("name").map_or_else(|| id.value.clone(), |name| name.value)
    }

    fn as_text(&mut self, key: &str, value: &Value<'t>) -> Option<Located<&'t str>> {
        let DeValue::String(text) = value.0 else {
            self.wrong(key, TEXT, value);
            return None;
        };
        let span = self.at(&value.1);
        if text.chars().all(char::is_whitespace) {
            self.report.at(span, || value::empty(key, span));
            return None;
        }
        Some(Located::new(text.as_ref(), span))
    }

    /// A list of texts, each once. `None` where the key is absent or no list.
    fn list(&mut self, key: &'static str) -> Option<Vec<Located<&'t str>>> {
        let value = self.value(key)?;
        let DeValue::Array(items) = value.0 else {
            self.wrong(key, LIST, &value);
            return None;
        };
        Some(self.distinct(key, items))
    }

    fn distinct(&mut self, key: &'static str, items: &'t [Spanned<DeValue<'t>>]) -> Vec<Located<&'t str>> {
        let (mut texts, mut seen) = (Vec::<Located<&str>>::with_capacity(items.len()), HashSet::new());
        for item in items {
            let Some(text) = self.as_text(key, &(item.get_ref(), item.span())) else { continue };
            let is_new = if items.len() <= FEW {
                texts.iter().all(|before| before.value != text.value)
            } else {
                seen.insert(text.value)
            };
            if is_new {
                texts.push(text);
            } else {
                let message = || format!("`{}` stands twice in `{key}`", short(text.value));
                self.report.at(text.span, || {
                    Problem::at(ProblemKind::Shape, text.span, message()).label("again").help("leave one out")
                });
            }
        }
        texts
    }

    /// A list of texts as written.
    pub(super) fn texts(&mut self, key: &'static str) -> Vec<Located<String>> {
        let list = self.list(key).unwrap_or_default();
        list.into_iter().map(|text| Located::new(text.value.to_owned(), text.span)).collect()
    }

    /// One text, or a list of at least one.
    pub(super) fn text_or_list(&mut self, key: &'static str, empty: &'static str) -> Vec<Located<String>> {
        match self.value(key) {
            Some((DeValue::Array(_), _)) => {
                self.refuse_empty(key, empty);
                self.texts(key)
            }
            _ => self.text(key).into_iter().collect(),
        }
    }

    /// Says that a list must not be empty, because it would be read as something else than it says.
    pub(super) fn refuse_empty(&mut self, key: &'static str, help: &'static str) {
        if let Some((DeValue::Array(items), range)) = self.value(key)
            && items.is_empty()
        {
            let span = self.at(&range);
            self.report.at(span, || {
                Problem::at(ProblemKind::Shape, span, format!("`{key}` is an empty list"))
                    .label("names none")
                    .help(help)
            });
        }
    }

    /// `true` or `false`.
    pub(super) fn flag(&mut self, key: &'static str) -> Option<bool> {
        let value = self.value(key)?;
        let flag = value.0.as_bool();
        if flag.is_none() {
            self.wrong(key, FLAG, &value);
        }
        flag
    }

    /// A date of the calendar, without time or quotes.
    pub(super) fn date(&mut self, key: &'static str) -> Option<Located<Date>> {
        let (value, range) = self.value(key)?;
        let span = self.at(&range);
        match value::date(key, value, span, self.entry.written(range)) {
            Ok(day) => day.map(|day| Located::new(day, span)),
            Err(problem) => {
                self.report.add(problem);
                None
            }
        }
    }

    /// A date that has to be there.
    pub(super) fn need_date(&mut self, key: &'static str) -> Option<Located<Date>> {
        if self.value(key).is_none() {
            self.missing(key, || format!("add {DATE}: `{key} = 2027-06-30`"));
        }
        self.date(key)
    }

    /// A word of a closed list.
    pub(super) fn word<W: Word>(&mut self, key: &'static str) -> Option<Located<W>> {
        let value = self.value(key)?;
        let text = self.as_text(key, &value)?;
        self.as_word(key, text)
    }

    /// Words of a closed list.
    pub(super) fn words<W: Word>(&mut self, key: &'static str) -> Vec<Located<W>> {
        let texts = self.list(key).unwrap_or_default();
        texts.into_iter().filter_map(|text| self.as_word(key, text)).collect()
    }

    fn as_word<W: Word>(&mut self, key: &str, text: Located<&str>) -> Option<Located<W>> {
        let word = W::parse(text.value);
        if word.is_none() {
            self.report.at(text.span, || value::unknown_word::<W>(key, text.value, text.span));
        }
        word.map(|word| Located::new(word, text.span))
    }

    /// A reference to an entry of one kind.
    pub(super) fn one<T: Named>(&mut self, key: &'static str) -> Option<Located<Handle<T>>> {
        let value = self.value(key)?;
        let text = self.as_text(key, &value);
        self.ids.tiers_doubtful |= text.is_none();
        let text = text?;
        self.ids.resolve(text.value, text.span, self.report)
    }

    /// References to entries of one kind; `None` where the key is absent.
    pub(super) fn many<T: Named>(&mut self, key: &'static str) -> Option<Vec<Located<Handle<T>>>> {
        let (before, texts) = (self.value(key)?, self.list(key));
        let written = before.0.as_array().map_or(0, |items| items.len());
        let texts = texts.unwrap_or_default();
        let resolved: Vec<_> =
            texts.iter().filter_map(|text| self.ids.resolve(text.value, text.span, self.report)).collect();
        self.ids.tiers_doubtful |= resolved.len() < written || !before.0.is_array();
        Some(resolved)
    }

    /// References to events.
    pub(super) fn events(&mut self, key: &'static str) -> Vec<Located<EventRef>> {
        let texts = self.list(key).unwrap_or_default();
        texts.iter().filter_map(|text| self.ids.resolve_event(text.value, text.span, self.report)).collect()
    }

    /// The id, as reported on when all ids were collected; empty where there is none.
    pub(super) fn id(&self) -> Located<String> {
        let id = self.value("id").and_then(|(value, range)| Some((value.as_str()?, self.at(&range))));
        id.map_or_else(|| Located::new(String::new(), self.span()), |(id, span)| Located::new(id.to_owned(), span))
    }

    /// The tables of a list, see [`tables`].
    pub(super) fn tables(&mut self, key: &'static str, kind: &TableKind) -> Vec<Entry<'t>> {
        tables(&self.entry, key, kind, self.report)
    }

    /// The one table of a key. Of a list the first entry is read, so that its own problems show.
    pub(super) fn one_table(&mut self, key: &'static str) -> Option<Entry<'t>> {
        let (value, range) = self.value(key)?;
        if let DeValue::Table(keys) = value {
            return Some(self.entry.inner(keys, &range));
        }
        let (span, found) = (self.at(&range), value::found(value));
        self.report.at(span, || {
            Problem::at(ProblemKind::Shape, span, format!("`{key}` is {found}, but one table is expected"))
                .label(found)
                .help(format!("write `[{key}]` with its keys below"))
        });
        let first = value.as_array()?.first()?;
        Some(self.entry.inner(first.get_ref().as_table()?, &first.span()))
    }
}
