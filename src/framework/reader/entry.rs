//! Files and the tables in them, before their values are looked at.

use super::ids::{is_id, malformed};
use super::keys::{ROOT, TableKind};
use super::report::Report;
use super::value::{self, TEXT, short};
use super::wording;
use crate::problem::{Problem, ProblemKind, suggestion};
use crate::source::{FileId, Located, Span, offset};
use std::ops::Range;
use toml::de::DeTable;

/// One file, parsed.
#[derive(Debug)]
pub(super) struct FileTree<'t> {
    /// Which file.
    pub(super) file: FileId,
    /// Its text, as spans mean it.
    pub(super) text: &'t str,
    /// Its undamaged statements.
    pub(super) tree: DeTable<'t>,
    /// Whether any statement was damaged: then nothing is said to be missing.
    pub(super) broken: bool,
}

/// One table of a file: an entry, a header's keys, an inline table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry<'t> {
    /// Its header, or all of an inline table: where what is missing in it is placed.
    pub(super) span: Span,
    /// Its keys.
    pub(super) keys: &'t DeTable<'t>,
    /// The text of its file.
    pub(super) text: &'t str,
    /// Whether its file is damaged.
    pub(super) broken: bool,
}

impl<'t> Entry<'t> {
    /// The top level of a file; what is missing there is placed in the first line.
    pub(super) fn top(file: &'t FileTree<'t>) -> Self {
        let line = file.text.lines().next().unwrap_or_default();
        let span = Span { file: file.file, start: 0, end: offset(line.len()) };
        Self { span, keys: &file.tree, text: file.text, broken: file.broken }
    }

    pub(super) fn span_of(&self, range: &Range<usize>) -> Span {
        Span { file: self.span.file, start: offset(range.start), end: offset(range.end) }
    }

    pub(super) fn written(&self, range: Range<usize>) -> &'t str {
        self.text.get(range).unwrap_or_default()
    }

    /// A table inside this one.
    pub(super) fn inner(&self, keys: &'t DeTable<'t>, range: &Range<usize>) -> Self {
        Self { span: self.span_of(range), keys, ..*self }
    }
}

/// The entries of a list of tables. A single table is reported and read as one entry, so that its own problems show.
pub(super) fn tables<'t>(entry: &Entry<'t>, key: &str, kind: &TableKind, report: &mut Report) -> Vec<Entry<'t>> {
    let Some(value) = entry.keys.get(key) else { return Vec::new() };
    if value.get_ref().is_table() {
        let span = entry.span_of(&value.span());
        report.at(span, || wording::single_table(span, kind.header));
    }
    // Anything else than a list is looked at as if it were the only item of one.
    let items = value.get_ref().as_array().map_or(std::slice::from_ref(value), |items| items.as_ref());
    let mut entries = Vec::with_capacity(items.len());
    for item in items {
        let span = entry.span_of(&item.span());
        match item.get_ref().as_table() {
            Some(keys) => entries.push(Entry { span, keys, ..*entry }),
            None => report.at(span, || not_a_table(kind, value::found(item.get_ref()), span)),
        }
    }
    entries
}

fn not_a_table(kind: &TableKind, found: &str, span: Span) -> Problem {
    let header = kind.header;
    Problem::at(ProblemKind::Shape, span, format!("`{header}` holds {found}, but tables are expected"))
        .label(found)
        .help(format!("write `[[{header}]]` above each entry"))
}

/// A key that a table does not take, with the nearest that it does.
pub(super) fn unknown_key(key: &str, kind: &TableKind, span: Span) -> Problem {
    let shown = short(key);
    let problem =
        Problem::at(ProblemKind::Shape, span, format!("`{shown}` is no key of {}", kind.what)).label("unknown key");
    if key == "include" || key == "schema" && kind.header == "framework" {
        return problem.help(format!("`{key}` belongs in the first lines of the root file, above every header"));
    }
    if ROOT.keys.contains(&key) && kind.header.is_empty() {
        return problem.help("it belongs in the root file; an included file holds entries only");
    }
    let near = suggestion(key, kind.keys.iter().copied());
    let misplaced = near.starts_with("one of") && ROOT.keys.contains(&key);
    problem.help(if misplaced { format!("begin a new table with the header `[[{key}]]` or `[{key}]`") } else { near })
}

/// The id of an entry: whether it is there and has the right form.
pub(super) fn check_id<'t>(entry: &Entry<'t>, kind: &TableKind, report: &mut Report) -> Option<Located<&'t str>> {
    let Some(value) = entry.keys.get("id") else {
        let (span, what) = (entry.span, kind.what);
        if !entry.broken {
            report.at(span, || {
                Problem::at(ProblemKind::Shape, span, format!("`id` is missing in {what}"))
                    .label("has no `id`")
                    .help("add one, such as `id = \"data-filtering\"`")
            });
        }
        return None;
    };
    let span = entry.span_of(&value.span());
    let written = entry.written(value.span());
    let Some(id) = value.get_ref().as_str() else {
        report.at(span, || value::wrong_type("id", TEXT, value.get_ref(), span, written));
        return None;
    };
    if id.trim().is_empty() {
        report.at(span, || value::empty("id", span));
        return None;
    }
    if !is_id(id) {
        report.at(span, || malformed(id, span));
    }
    Some(Located::new(id, span))
}
