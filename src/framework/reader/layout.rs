//! Lines, headers and statements of a TOML text: what a damaged statement can reach.

use crate::source::SourceFile;
use std::collections::HashMap;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

/// The levels of nesting that the parser takes.
pub(super) const MAX_NESTING: usize = 80;

/// A line that looks like a header, whole or damaged.
#[derive(Debug, Clone)]
pub(super) struct Header {
    /// From the first bracket to the end of the last.
    pub(super) at: Range<usize>,
    /// What stands between the brackets.
    pub(super) name: String,
    /// Whether there are two brackets.
    pub(super) double: bool,
}

/// Where lines and headers are.
pub(super) struct Layout<'t> {
    file: &'t SourceFile,
    headers: Vec<Header>,
    /// Headers with one bracket, by name, as positions in `headers`.
    singles: HashMap<String, Vec<usize>>,
}

impl<'t> Layout<'t> {
    /// Looks at every line of a file.
    pub(super) fn of(file: &'t SourceFile) -> Self {
        let starts = file.line_starts();
        let lines = starts.iter().map(|&start| start as usize);
        let headers: Vec<Header> =
            lines.filter_map(|start| header(start, file.text.get(start..)?.split('\n').next()?)).collect();
        let mut singles: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, header) in headers.iter().enumerate().filter(|(_, header)| !header.double) {
            singles.entry(header.name.clone()).or_default().push(at);
        }
        Self { file, headers, singles }
    }

    /// The line of a place, without its end.
    pub(super) fn line(&self, at: usize) -> Range<usize> {
        let starts = self.file.line_starts();
        let next = starts.partition_point(|&start| start as usize <= at);
        let start = starts.get(next.saturating_sub(1)).map_or(0, |&start| start as usize);
        start..starts.get(next).map_or(self.file.text.len(), |&start| start as usize - 1)
    }

    /// The start of the first header line after the line of a place.
    pub(super) fn next_header(&self, at: usize) -> Option<usize> {
        let end = self.line(at).end;
        let next = self.headers.get(self.headers.partition_point(|header| header.at.start <= end))?;
        Some(self.line(next.at.start).start)
    }

    /// The first header line at or after a place, or the end of the file.
    pub(super) fn header_from(&self, at: usize) -> usize {
        let next = self.headers.get(self.headers.partition_point(|header| header.at.start < at));
        next.map_or(self.file.text.len(), |header| self.line(header.at.start).start.max(at))
    }

    /// Where the section of a place begins: its header, or the start of the file.
    pub(super) fn section_start(&self, at: usize) -> usize {
        let next = self.headers.partition_point(|header| header.at.start <= at);
        next.checked_sub(1).and_then(|last| self.headers.get(last)).map_or(0, |header| header.at.start)
    }

    /// The header that stands in a line.
    pub(super) fn header_of(&self, line: &Range<usize>) -> Option<&Header> {
        let at = self.headers.partition_point(|header| header.at.start < line.start);
        self.headers.get(at).filter(|header| header.at.start <= line.end)
    }

    /// The last header before this one that has its name in single brackets.
    pub(super) fn single_before(&self, header: &Header) -> Option<&Header> {
        let same = self.singles.get(&header.name)?;
        let before = |&at: &usize| self.headers.get(at).is_some_and(|one| one.at.start < header.at.start);
        let next = same.partition_point(before);
        self.headers.get(*same.get(next.checked_sub(1)?)?)
    }

    /// What an error in a line without a statement damages: that line, or all of a section whose header it is.
    pub(super) fn damaged_by_line(&self, at: usize) -> Range<usize> {
        let line = self.line(at);
        let is_header = self.text(&line).trim_start().starts_with('[');
        // With the line's end, where errors about what is missing are placed.
        let section = if is_header { self.next_header(at).unwrap_or(self.file.text.len()) } else { line.end };
        line.start..section.max(line.end + 1)
    }

    /// Whether a list or table was not closed, so that an error is in what comes after it.
    pub(super) fn swallows(&self, statement: &Statement<'_>, error: usize, text: &str) -> bool {
        let line = self.line(error);
        if statement.is_long_text(text) {
            return !statement.is_closed_text(text);
        }
        if line.start <= statement.key {
            return false;
        }
        let between = text.get(statement.value.start..line.start).unwrap_or_default();
        let in_table = between.trim_start_matches('[').contains('{');
        let line = self.text(&line);
        let header = self.header_of(&self.line(error)).is_some();
        header || !in_table && is_key_value(line)
    }

    fn text(&self, range: &Range<usize>) -> &'t str {
        self.file.text.get(range.clone()).unwrap_or_default()
    }
}

/// Lines with more keys in a row than the parser takes (it does not say where).
pub(super) fn long_lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let lines = text.split_inclusive('\n').scan(0, |start, line| {
        let at = *start..*start + line.trim_end().len();
        *start += line.len();
        Some((at, line))
    });
    lines.filter(|(_, line)| line.matches('.').count() >= MAX_NESTING).map(|(at, _)| at)
}

/// The header in a line, if it looks like one: brackets round a dotted name. A list inside a value has quotes or commas.
fn header(start: usize, line: &str) -> Option<Header> {
    let from = line.len() - line.trim_start().len();
    let inner = line.get(from..)?.strip_prefix('[')?;
    let (double, inner) = inner.strip_prefix('[').map_or((false, inner), |inner| (true, inner));
    let end = inner.find([']', '#', '\r']).unwrap_or(inner.len());
    let name = inner.get(..end)?.trim();
    let bare = |c: char| c.is_alphanumeric() || "_-. \t".contains(c);
    if name.is_empty() || !name.chars().all(bare) {
        return None;
    }
    let closing = inner.get(end..)?.chars().take_while(|&c| c == ']').count();
    let until = line.len() - inner.len() + if closing == 0 { name.len() } else { end + closing };
    let name = name.split('.').map(str::trim).collect::<Vec<_>>().join(".");
    Some(Header { at: start + from..start + until, name, double })
}

/// Whether a line begins like `key = `.
fn is_key_value(line: &str) -> bool {
    let bare = |c: char| c.is_ascii_alphanumeric() || "_-.\"'".contains(c);
    let rest = line.trim_start().trim_start_matches(bare);
    rest.len() < line.trim_start().len() && rest.trim_start().starts_with('=')
}

const LONG_QUOTES: [&str; 2] = ["\"\"\"", "'''"];

/// A key with its value, outside inline tables.
#[derive(Debug)]
pub(super) struct Statement<'t> {
    /// Where the (last) key begins.
    pub(super) key: usize,
    /// The key.
    pub(super) name: &'t str,
    /// Where the value stands, as the parser sees it.
    pub(super) value: Range<usize>,
}

impl Statement<'_> {
    /// Whether the value is a text that has its closing quotes: what looks like a header in it is none.
    pub(super) fn is_closed_text(&self, text: &str) -> bool {
        let value = text.get(self.value.clone()).unwrap_or_default();
        LONG_QUOTES.iter().any(|quotes| value.len() >= 6 && value.starts_with(quotes) && value.ends_with(quotes))
    }

    /// Whether the value is a text that can go over many lines.
    pub(super) fn is_long_text(&self, text: &str) -> bool {
        let value = text.get(self.value.clone()).unwrap_or_default();
        LONG_QUOTES.iter().any(|quotes| value.starts_with(quotes))
    }

    /// The bracket or quotes that open the value.
    pub(super) fn opening(&self, text: &str) -> Range<usize> {
        let length = if self.is_long_text(text) { 3 } else { usize::from(!self.value.is_empty()) };
        self.value.start..self.value.start + length
    }
}

/// The statement that a place belongs to, whole lines counted.
pub(super) fn statement_at<'s, 't>(
    statements: &'s [Statement<'t>],
    layout: &Layout<'_>,
    at: usize,
) -> Option<&'s Statement<'t>> {
    let line = layout.line(at);
    let next = statements.partition_point(|statement| statement.key <= line.end);
    let last = statements.get(next.checked_sub(1)?)?;
    (at <= layout.line(last.value.end).end && layout.line(last.key).start <= at).then_some(last)
}

/// All statements of a tree, in order of place.
pub(super) fn statements<'t>(tree: &'t DeTable<'_>, text: &str) -> Vec<Statement<'t>> {
    let mut all = Vec::new();
    collect(tree, text, &mut all);
    all.sort_by_key(|statement| statement.key);
    all
}

/// Nesting is bounded by the parser, so this is too.
fn collect<'t>(table: &'t DeTable<'_>, text: &str, all: &mut Vec<Statement<'t>>) {
    let begins = |at: usize, with: char| text.get(at..).is_some_and(|text| text.starts_with(with));
    for (key, value) in table {
        let at = value.span();
        if let Some(inner) = value.get_ref().as_table().filter(|_| !begins(at.start, '{')) {
            collect(inner, text, all);
        } else if let Some(entries) = value.get_ref().as_array().filter(|entries| is_headed(entries, text)) {
            entries.iter().filter_map(|entry| entry.get_ref().as_table()).for_each(|entry| collect(entry, text, all));
        } else {
            let key_at = key.span();
            let value = if at.start < key_at.start { key_at.clone() } else { at };
            all.push(Statement { key: key_at.start, name: key.get_ref(), value });
        }
    }
}

/// Whether the entries of a list were written with headers of their own.
fn is_headed(entries: &DeArray<'_>, text: &str) -> bool {
    let headed = |first: &Spanned<DeValue<'_>>| {
        first.get_ref().is_table() && text.get(first.span().start..).is_some_and(|text| text.starts_with('['))
    };
    entries.first().is_some_and(headed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_told_from_lists() {
        let cases = [
            ("[framework]", Some(("framework", false))),
            ("  [[mitigation.evidence]] # x", Some(("mitigation.evidence", true))),
            ("[[mitigation", Some(("mitigation", true))),
            ("[ a . b ]", Some(("a.b", false))),
            ("[\"a\", \"b\"],", None),
            ("[1, 2]", None),
            ("a = [x]", None),
            ("]", None),
        ];
        for (line, expected) in cases {
            let header = header(0, line);
            assert_eq!(header.as_ref().map(|header| (header.name.as_str(), header.double)), expected, "{line}");
            assert!(header.is_none_or(|header| line.get(header.at).is_some_and(|text| text.starts_with('['))));
        }
    }
}
