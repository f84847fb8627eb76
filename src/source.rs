//! The text of files and places in it.
//!
//! Everything a user writes keeps a [`Span`] (bytes, half open, with its file) to the end of the pipeline;
//! lines and columns exist only in a [`Place`], and only [`Sources`] make one. This module knows
//! nothing of TOML, frameworks or taxonomies.

use std::borrow::Cow;
use std::sync::OnceLock;

/// Which file of a [`Sources`] a span lies in; the root file is 0, includes follow in reading order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct FileId(pub u32);

/// A half-open range of bytes in one file. Files are at most 64 MiB, so 32 bits suffice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The file the range lies in.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// A value together with the place in the file it was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

impl<T> Located<T> {
    /// Joins a value and its place.
    pub const fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

/// A position people and other tools read: 1-based lines, 1-based columns in Unicode scalar values,
/// end exclusive.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place<P = String> {
    /// Path with `/`, relative to the project root (the git root, else the working directory).
    pub path: P,
    /// Line of the first character.
    pub line: u32,
    /// Column of the first character.
    pub column: u32,
    /// Line of the end.
    pub end_line: u32,
    /// Column one past the last character.
    pub end_column: u32,
}

/// One file as read: its shown path and its text.
#[derive(Debug)]
pub struct SourceFile {
    /// Path as shown in every output: `/` separators, never absolute unless the user's own argument leaves the root.
    pub path: String,
    /// The whole text, without a byte order mark.
    pub text: String,
    /// Whether the file began with a byte order mark, which [`Self::text`] and all spans leave out.
    pub byte_order_mark: bool,
    line_starts: OnceLock<Vec<u32>>,
}

impl SourceFile {
    /// Wraps a text; its line table is built on first use.
    pub const fn new(path: String, text: String) -> Self {
        Self { path, text, byte_order_mark: false, line_starts: OnceLock::new() }
    }

    /// The bytes as they are on disk, the byte order mark included.
    pub fn bytes(&self) -> Cow<'_, [u8]> {
        if self.byte_order_mark {
            [b"\xef\xbb\xbf", self.text.as_bytes()].concat().into()
        } else {
            self.text.as_bytes().into()
        }
    }

    /// Byte offsets at which lines start (the first is 0).
    pub fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let mut next = 0;
            let start = |line: &[u8]| {
                let start = offset(next);
                next += line.len() + 1;
                start
            };
            self.text.as_bytes().split(|&byte| byte == b'\n').map(start).collect()
        })
    }

    /// 1-based line and column (Unicode scalar values) of a byte offset; offsets past the end mean the end.
    pub fn line_column(&self, at: u32) -> (u32, u32) {
        let line = self.line_starts().partition_point(|&start| start <= at).max(1);
        (offset(line), self.column(line, at))
    }

    /// The same of the end of what begins in a line: most often it is that line, and need not be looked for.
    fn line_column_from(&self, line: u32, at: u32) -> (u32, u32) {
        match self.line_starts().get(line as usize) {
            Some(&next) if next <= at => self.line_column(at),
            Some(_) | None => (line, self.column(line as usize, at)),
        }
    }

    /// 1-based column of a byte offset in a 1-based line.
    fn column(&self, line: usize, at: u32) -> u32 {
        let start = self.line_starts().get(line - 1).copied().unwrap_or(0) as usize;
        let end = (at as usize).clamp(start, self.text.len().max(start));
        let before = self.text.get(start..end).unwrap_or_default();
        offset(if before.is_ascii() { before.len() } else { before.chars().count() } + 1)
    }
}

/// All files of one framework: the root first, then what it includes.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// Adds a file and says how spans refer to it.
    pub fn add(&mut self, file: SourceFile) -> FileId {
        self.files.push(file);
        FileId(offset(self.files.len() - 1))
    }

    /// The files in reading order.
    pub fn files(&self) -> &[SourceFile] {
        &self.files
    }

    /// The file a span lies in.
    pub fn file(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize)
    }

    /// The text a span covers; empty if the span is not of these sources.
    pub fn text(&self, span: Span) -> &str {
        self.file(span.file).and_then(|file| file.text.get(span.start as usize..span.end as usize)).unwrap_or("")
    }

    /// The place of a span, for people.
    pub fn place(&self, span: Span) -> Place {
        let Place { path, line, column, end_line, end_column } = self.borrowed_place(span);
        Place { path: path.to_owned(), line, column, end_line, end_column }
    }

    /// The same where it does not outlive the sources: a path is longer than all the rest of a place.
    pub fn borrowed_place(&self, span: Span) -> Place<&str> {
        let Some(file) = self.file(span.file) else {
            return Place { path: "", line: 1, column: 1, end_line: 1, end_column: 1 };
        };
        let (line, column) = file.line_column(span.start);
        let (end_line, end_column) = file.line_column_from(line, span.end);
        Place { path: &file.path, line, column, end_line, end_column }
    }
}

/// Narrows an offset or count; files over 4 GiB are refused long before.
pub fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
