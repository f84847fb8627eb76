//! Where to stop reading a large file that is full of syntax errors.
//!
//! The parser keeps every error, so a file of nothing else would take two hundred times its size in memory. A large file
//! that is not valid is therefore tried in pieces first, from header to header.

use super::layout::Layout;
use crate::problem::{Problem, ProblemKind};
use crate::source::Span;
use toml::de::DeTable;

/// Files up to this size are never cut short; pieces are at least so long.
const PIECE: usize = 1024 * 1024;

/// A piece without a header that is longer than this is tried for one error only.
const MAX_PIECE: usize = 4 * PIECE;

/// More errors than this in a piece are a flood.
const MANY: usize = 1_000;

/// How much of a flood is read, so that its first errors can be shown.
const SHOWN: usize = 64 * 1024;

/// Whether a large text begins with a flood, so that a parse of all of it is not worth its memory.
pub(super) fn at_start(text: &str) -> bool {
    let last_line_end = text.as_bytes().get(..PIECE).and_then(|piece| piece.iter().rposition(|&byte| byte == b'\n'));
    last_line_end.and_then(|end| text.get(..end)).is_some_and(is_flood)
}

fn is_flood(piece: &str) -> bool {
    DeTable::parse_recoverable(piece).1.len() > MANY
}

/// How much of a text is worth reading: all of it, or up to a little after a flood of errors begins.
pub(super) fn readable(text: &str, layout: &Layout<'_>) -> usize {
    let mut start = 0;
    while text.len() > PIECE && start < text.len() {
        let end = layout.header_from((start + PIECE).min(text.len()));
        if let Some(error) = flood(text.get(start..end).unwrap_or_default()) {
            let shown = (start + error + SHOWN).min(text.len());
            let line = layout.line(shown).start;
            // One endless line has no better end than the middle of it.
            let cut = if line > start + error { line } else { shown };
            return (start..=cut).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(start);
        }
        start = end;
    }
    text.len()
}

/// Where a flood of errors in a piece begins, if there is one. In a piece too long to keep its errors, one is enough.
fn flood(piece: &str) -> Option<usize> {
    if piece.len() > MAX_PIECE {
        return DeTable::parse(piece).err().map(|error| error.span().map_or(0, |at| at.start));
    }
    let errors = DeTable::parse_recoverable(piece).1;
    let first = errors.iter().filter_map(|error| Some(error.span()?.start)).min();
    (errors.len() > MANY).then_some(first.unwrap_or(0))
}

/// The problem at the first line that is not read.
pub(super) fn given_up(span: Span) -> Problem {
    Problem::at(ProblemKind::Limit, span, "too many syntax errors: nothing from here on is read")
        .label("not read")
        .help("fix the errors above first, and check that this is a TOML file")
}
