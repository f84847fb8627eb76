//! How an entry is written (lines or one inline table, indentation, spaces around `=`, aligned keys, line ends), so that
//! what is added looks like the rest.

use super::Edit;
use crate::framework::Mitigation;
use crate::source::{SourceFile, Sources, Span, offset};

/// The style of one entry, and where its name or description ends: what is added follows there.
pub(super) struct Style<'s> {
    text: &'s str,
    /// The value added after.
    anchor: Span,
    form: Form<'s>,
    /// The quote of the value added after.
    quote: char,
}

/// The two ways to write an entry.
enum Form<'s> {
    /// A key a line below a header.
    Lines(Lines<'s>),
    /// An inline table, which ends here.
    Inline {
        /// One past its closing brace.
        end: usize,
        /// Whether `=` and `,` are followed by a space.
        spaced: bool,
    },
}

/// The style of keys in lines.
struct Lines<'s> {
    indent: &'s str,
    /// Column of `=`, counted from the key.
    equals: usize,
    /// What stands on both sides of it.
    around: (&'s str, &'s str),
    /// The line end.
    end: &'s str,
}

/// What becomes of a comment.
pub(super) enum Comment {
    /// It is added.
    At(Edit),
    /// A suggestion stands there already.
    There,
    /// The entry shares its line with others.
    Crowded,
}

/// How suggestions begin, to be known again.
const SUGGESTION: &str = "# category = ";

impl<'s> Style<'s> {
    /// The style of an entry of these files.
    pub(super) fn of(sources: &'s Sources, entry: &Mitigation) -> Self {
        let description = entry.description.as_ref().map(|text| text.span);
        let anchor = description.map_or(entry.name.span, |span| span.max(entry.name.span));
        let text = sources.file(anchor.file).map_or("", |file: &SourceFile| file.text.as_str());
        let values: Vec<Span> = std::iter::once(entry.name.span).chain(description).collect();
        let form = if sources.text(entry.span).starts_with('{') {
            let spaced = text.get(..anchor.start as usize).is_some_and(|before| before.ends_with(' '));
            Form::Inline { end: entry.span.end as usize, spaced }
        } else {
            Form::Lines(Lines::of(text, anchor, &values))
        };
        let single = sources.text(anchor).starts_with('\'');
        Self { text, anchor, form, quote: if single { '\'' } else { '"' } }
    }

    /// Adds keys with text values.
    pub(super) fn insert(&self, keys: &[(&str, &str)]) -> Edit {
        match &self.form {
            Form::Inline { spaced, .. } => {
                let (comma, equals) = if *spaced { (", ", " = ") } else { (",", "=") };
                let added = keys.iter().map(|(key, value)| format!("{comma}{key}{equals}{}", self.literal(value)));
                self.edit(self.anchor.end as usize, added.collect())
            }
            Form::Lines(lines) => {
                let added: Vec<String> = keys.iter().map(|(key, value)| lines.key(key, &self.literal(value))).collect();
                self.own_lines(lines, &added)
            }
        }
    }

    /// Adds a comment in a line of its own, or behind an inline table.
    pub(super) fn comment(&self, comment: &str) -> Comment {
        match &self.form {
            Form::Lines(lines) => {
                let next = self.text.get(line_end(self.text, self.anchor.end as usize)..).unwrap_or_default();
                if next.trim_start().starts_with(SUGGESTION) {
                    return Comment::There;
                }
                Comment::At(self.own_lines(lines, &[format!("{}{comment}", lines.indent)]))
            }
            Form::Inline { end, .. } => {
                let stop = line_end(self.text, *end);
                let rest = self.text.get(*end..stop).unwrap_or_default().trim_end_matches(['\r', '\n']);
                let code = rest.split('#').next().unwrap_or_default();
                if rest.contains(SUGGESTION) {
                    Comment::There
                } else if code.chars().all(|c| matches!(c, ' ' | '\t' | ',' | ']')) {
                    Comment::At(self.edit(end + rest.len(), format!("  {comment}")))
                } else {
                    Comment::Crowded
                }
            }
        }
    }

    /// Adds lines after the one that the anchor ends in.
    fn own_lines(&self, lines: &Lines<'_>, added: &[String]) -> Edit {
        let at = line_end(self.text, self.anchor.end as usize);
        let closed = self.text.get(..at).is_some_and(|before| before.ends_with('\n'));
        let text: String = if closed {
            added.iter().map(|line| format!("{line}{}", lines.end)).collect()
        } else {
            // The file ends here, without a line end.
            added.iter().map(|line| format!("{}{line}", lines.end)).collect()
        };
        self.edit(at, text)
    }

    fn edit(&self, at: usize, text: String) -> Edit {
        Edit { span: Span { file: self.anchor.file, start: offset(at), end: offset(at) }, text }
    }

    /// A text as TOML, in the quotes of the entry where they can hold it.
    fn literal(&self, value: &str) -> String {
        let plain = value.chars().all(|c| c.is_ascii_alphanumeric() || ".-_ ".contains(c));
        if plain { format!("{0}{value}{0}", self.quote) } else { quoted(value) }
    }
}

/// A text as TOML.
pub(super) fn quoted(value: &str) -> String {
    toml::Value::String(value.to_owned()).to_string()
}

impl<'s> Lines<'s> {
    /// Looks at the lines of the values that an entry surely has.
    fn of(text: &'s str, anchor: Span, values: &[Span]) -> Self {
        let keys: Vec<KeyLine<'s>> = values.iter().map(|value| KeyLine::of(text, value.start as usize)).collect();
        let own = KeyLine::of(text, anchor.start as usize);
        let columns = || keys.iter().map(KeyLine::equals);
        // Keys of different length whose `=` stand below each other, or one with space to spare: a column.
        let together = keys.len() > 1 && columns().min() == columns().max();
        let aligned = together || keys.iter().any(|line| line.before.len() > 1);
        let line = text.get(..line_end(text, anchor.end as usize)).unwrap_or_default();
        let end = if line.ends_with("\r\n") || !line.ends_with('\n') && text.contains("\r\n") { "\r\n" } else { "\n" };
        Self {
            indent: own.indent,
            equals: if aligned { columns().max().unwrap_or(0) } else { 0 },
            around: (if own.before.is_empty() { "" } else { " " }, own.after),
            end,
        }
    }

    fn key(&self, key: &str, value: &str) -> String {
        let (before, after) = self.around;
        let padding = " ".repeat(self.equals.saturating_sub(key.len() + before.len()));
        format!("{}{key}{padding}{before}={after}{value}", self.indent)
    }
}

/// A line `key = value` up to its value.
struct KeyLine<'s> {
    indent: &'s str,
    key: &'s str,
    before: &'s str,
    after: &'s str,
}

impl<'s> KeyLine<'s> {
    fn of(text: &'s str, value: usize) -> Self {
        let start = text.get(..value).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        let line = text.get(start..value).unwrap_or_default();
        let (left, after) = line.rsplit_once('=').unwrap_or((line, " "));
        let key = left.trim();
        let indent = left.get(..left.len() - left.trim_start().len()).unwrap_or_default();
        let before = left.get(left.trim_end().len()..).unwrap_or_default();
        Self { indent, key, before, after }
    }

    /// Column of `=`, counted from the key.
    fn equals(&self) -> usize {
        self.key.chars().count() + self.before.len()
    }
}

/// One past the line end that follows a place, or the end of the text.
fn line_end(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |found| at + found + 1)
}
