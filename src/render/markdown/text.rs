//! Text of others in Markdown: nothing in it is markup, ends a cell, mentions a person or hides what follows.

use crate::render::terminal::safe;

/// Characters that begin or end markup within a line (no text of others begins one).
const MARKUP: &[char] = &['\\', '`', '*', '_', '[', ']', '#', '~', '$'];

/// Text without any markup, on one line, that mentions nobody.
pub(in crate::render) fn plain(text: &str) -> String {
    // An entity would still mention somebody: mentions are looked for after Markdown is read.
    inert(text).replace('@', "@<!-- -->")
}

/// Text without any markup, on one line.
pub(in crate::render) fn inert(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    let text = safe(text);
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '<' => written.push_str("&lt;"),
            '>' => written.push_str("&gt;"),
            '&' => written.push_str("&amp;"),
            // No address becomes a link, and no name a picture.
            ':' if letters.peek().is_some_and(|next| !next.is_whitespace()) => written.push_str("&#58;"),
            _ => {
                if MARKUP.contains(&c) {
                    written.push('\\');
                }
                written.push(c);
            }
        }
    }
    written.replace("www.", "www&#46;")
}

/// Text in a code span.
pub(in crate::render) fn code(text: &str) -> String {
    let text = safe(text);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') || text.is_empty() { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// A message of ours: what stands between backticks is code, all else text.
pub(in crate::render) fn message(text: &str) -> String {
    message_by(text, plain)
}

/// The same with another way to write text. Where a name brought a backtick of its own, nothing is code.
pub(in crate::render) fn message_by(text: &str, plain: fn(&str) -> String) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return plain(text);
    }
    let written = parts.iter().enumerate().map(|(at, part)| match (at % 2, part.is_empty()) {
        (0, _) => plain(part),
        (_, true) => "\\`\\`".to_owned(),
        (_, false) => code(part),
    });
    written.collect()
}

/// A row of a table; the cells are Markdown already, in which a bar would end the cell, in code too.
pub(in crate::render) fn row<'c>(cells: impl IntoIterator<Item = &'c str>) -> String {
    cells.into_iter().fold("|".to_owned(), |row, cell| format!("{row} {} |", cell.replace('|', "\\|")))
}
