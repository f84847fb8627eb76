//! Edits as a unified diff. The edits are known, so nothing is compared: the cost is that of the text shown.

use super::{Edit, apply};
use crate::source::{SourceFile, Span};
use std::fmt::Write as _;
use std::ops::Range;

/// Unchanged lines shown on both sides.
const CONTEXT: usize = 3;

/// Lines that become others.
struct Change {
    /// The lines before, from 0.
    old: Range<usize>,
    /// What stands there afterwards.
    new: String,
}

/// The difference that edits make to one file, as `patch -p1` reads it; empty where there are none.
pub fn unified(file: &SourceFile, edits: &[Edit]) -> String {
    if edits.is_empty() {
        return String::new();
    }
    let lines: Vec<&str> = file.text.split_inclusive('\n').collect();
    let changes = changes(file, &lines, edits);
    let mut text = format!("--- a/{0}\n+++ b/{0}\n", file.path);
    let mut added = 0;
    for hunk in hunks(&changes) {
        hunk_text(&lines, hunk, &mut added, &mut text);
    }
    text
}

/// The lines that edits touch: edits of one line together.
fn changes(file: &SourceFile, lines: &[&str], edits: &[Edit]) -> Vec<Change> {
    let starts = file.line_starts();
    let line_of = |at: u32| starts.partition_point(|&start| start <= at).saturating_sub(1).min(lines.len());
    let start_of = |line: usize| starts.get(line).copied().map_or(file.text.len(), |at| at as usize);
    let mut grouped: Vec<(Range<usize>, Vec<Edit>)> = Vec::new();
    for edit in edits {
        let first = line_of(edit.span.start);
        let whole = start_of(first) == edit.span.start as usize && edit.text.ends_with('\n');
        let old =
            if edit.span.start == edit.span.end && whole { first..first } else { first..line_of(edit.span.end) + 1 };
        let old = old.start..old.end.min(lines.len()).max(old.start);
        match grouped.last_mut().filter(|(before, _)| old.start < before.end) {
            Some((before, together)) => {
                before.end = before.end.max(old.end);
                together.push(edit.clone());
            }
            None => grouped.push((old, vec![edit.clone()])),
        }
    }
    let change = |(old, edits): (Range<usize>, Vec<Edit>)| {
        let (from, to) = (start_of(old.start), start_of(old.end));
        let shift = |at: u32| at.saturating_sub(crate::source::offset(from));
        let moved: Vec<Edit> = edits
            .into_iter()
            .map(|edit| Edit {
                span: Span { start: shift(edit.span.start), end: shift(edit.span.end), ..edit.span },
                ..edit
            })
            .collect();
        let new = apply(file.text.get(from..to).unwrap_or_default(), &moved);
        Change { old, new }
    };
    grouped.into_iter().map(change).collect()
}

/// Changes whose context meets belong together.
fn hunks(changes: &[Change]) -> impl Iterator<Item = &[Change]> {
    changes.chunk_by(|one, next| next.old.start <= one.old.end + 2 * CONTEXT)
}

fn hunk_text(lines: &[&str], changes: &[Change], added: &mut usize, text: &mut String) {
    let (Some(first), Some(last)) = (changes.first(), changes.last()) else { return };
    let from = first.old.start.saturating_sub(CONTEXT);
    let to = (last.old.end + CONTEXT).min(lines.len());
    let mut body = String::new();
    let (mut at, mut new_count) = (from, 0);
    let plain = |range: Range<usize>, sign: char, body: &mut String| {
        let shown = lines.iter().skip(range.start).take(range.len());
        shown.map(|line| put(sign, line, body)).count()
    };
    for change in changes {
        new_count += plain(at..change.old.start, ' ', &mut body);
        plain(change.old.clone(), '-', &mut body);
        new_count += change.new.split_inclusive('\n').map(|line| put('+', line, &mut body)).count();
        at = change.old.end;
    }
    new_count += plain(at..to, ' ', &mut body);
    let old = place(from, to - from);
    let new = place(from + *added, new_count);
    *added = (*added + new_count) - (to - from);
    // Writing to a String cannot fail.
    let _ = write!(text, "@@ -{old} +{new} @@\n{body}");
}

/// `line,count`; an empty range is named by the line before it.
fn place(from: usize, count: usize) -> String {
    format!("{},{count}", if count == 0 { from } else { from + 1 })
}

fn put(sign: char, line: &str, body: &mut String) {
    body.push(sign);
    body.push_str(line);
    if !line.ends_with('\n') {
        body.push_str("\n\\ No newline at end of file\n");
    }
}
