//! Single values: what was found, what was expected, and dates and integers read by ourselves.

use crate::problem::{Problem, ProblemKind, suggestion};
use crate::source::Span;
use crate::vocabulary::Word;
use jiff::civil::Date;
use std::borrow::Cow;
use toml::de::{DeInteger, DeValue};
use toml::value::Datetime;

/// The longest piece of a file that a message repeats.
const SHORT: usize = 60;

/// A text from the file, cut so that a message stays readable.
pub(super) fn short(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(SHORT) {
        None => Cow::Borrowed(text),
        Some((end, _)) => Cow::Owned(format!("{}...", text.get(..end).unwrap_or_default())),
    }
}

/// How messages call a value.
pub(super) fn found(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(Datetime { time: None, .. }) => "a date",
        DeValue::Datetime(Datetime { date: None, .. }) => "a time",
        DeValue::Datetime(_) => "a date with a time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// A value of the wrong type; `written` is its text in the file.
pub(super) fn wrong_type(key: &str, expected: &str, value: &DeValue<'_>, span: Span, written: &str) -> Problem {
    let found = found(value);
    Problem::at(ProblemKind::Shape, span, format!("`{key}` is {found}, but {expected} is expected"))
        .label(found)
        .help(help(expected, value, written, key))
}

/// What to type instead of a value of the wrong type.
fn help(expected: &str, value: &DeValue<'_>, written: &str, key: &str) -> String {
    let scalar = !matches!(value, DeValue::Array(_) | DeValue::Table(_));
    let fits = scalar && !written.contains('\n');
    let written = short(written);
    match expected {
        TEXT if fits => format!("write `\"{written}\"`"),
        TEXT => "write one text in quotes".to_owned(),
        LIST if fits && value.is_str() => format!("write `[{written}]`"),
        LIST if fits => format!("write `[\"{written}\"]`"),
        LIST => format!("write `{key} = [...]`"),
        FLAG if value.is_str() => "write `true` or `false` without quotes".to_owned(),
        FLAG => "write `true` or `false`".to_owned(),
        _ => "see the format's description".to_owned(),
    }
}

/// A text with nothing in it, which would count as stated.
pub(super) fn empty(key: &str, span: Span) -> Problem {
    Problem::at(ProblemKind::Shape, span, format!("`{key}` is empty"))
        .label("nothing in it")
        .help("write it out, or leave the key away")
}

/// Expected types, as messages say them.
pub(super) const TEXT: &str = "a text";
pub(super) const LIST: &str = "a list of texts";
pub(super) const FLAG: &str = "true or false";
pub(super) const DATE: &str = "a date";

/// A word that is not in its closed list.
pub(super) fn unknown_word<W: Word>(key: &str, text: &str, span: Span) -> Problem {
    let words = W::WORDS.iter().map(|(_, id)| *id);
    let message = format!("`{}` is no value of `{key}`", short(text));
    Problem::at(ProblemKind::Shape, span, message).label("not in the list").help(suggestion(text, words))
}

/// The date of a value: `Err` says what is wrong with it, `Ok(None)` that the parser has said so already.
pub(super) fn date(key: &str, value: &DeValue<'_>, span: Span, written: &str) -> Result<Option<Date>, Problem> {
    let help =
        |day: Option<Date>| day.map_or("write a date as `2026-11-01`".to_owned(), |day| format!("write `{day}`"));
    let wrong = |day| Err(wrong_type(key, DATE, value, span, written).help(help(day)));
    match value {
        DeValue::Datetime(Datetime { date: None, time: None, .. }) => Ok(None),
        DeValue::Datetime(when) => match (when.date.and_then(calendar_day), when.time) {
            (Some(day), None) => Ok(Some(day)),
            (day, Some(_)) => wrong(day),
            (None, None) => {
                Err(Problem::at(ProblemKind::Shape, span, format!("`{written}` is not a day of the calendar"))
                    .label("no such date")
                    .help(help(None)))
            }
        },
        DeValue::String(text) => wrong(text.trim().parse().ok()),
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Array(_) | DeValue::Table(_) => {
            wrong(None)
        }
    }
}

fn calendar_day(date: toml::value::Date) -> Option<Date> {
    let year = i16::try_from(date.year).ok()?;
    Date::new(year, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?).ok()
}

/// The number an integer stands for, if it is between 0 and `u32::MAX`; the parser leaves integers as text.
pub(super) fn number(integer: &DeInteger<'_>) -> Option<u32> {
    u32::from_str_radix(integer.as_str(), integer.radix()).ok()
}
