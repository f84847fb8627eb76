//! What goes to a terminal: hostile characters made visible, colours, columns.

use anstyle::{AnsiColor, Style};
use std::borrow::Cow;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// Whether a character could change what the terminal shows: control characters and bidirectional marks.
pub fn is_hostile(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Text for a single line: hostile characters are written as `\u{...}`.
pub fn safe(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hostile) {
        return Cow::Borrowed(text);
    }
    let escape = |c: char| if is_hostile(c) { c.escape_unicode().to_string() } else { c.to_string() };
    Cow::Owned(text.chars().map(escape).collect())
}

/// A whole file with hostile characters replaced by others of the same number of bytes, so that spans still fit. Tabs and
/// line ends stay.
pub fn safe_source(text: &str) -> Cow<'_, str> {
    let replace = |c: char| is_hostile(c) && c != '\n' && c != '\t';
    if !text.contains(replace) {
        return Cow::Borrowed(text);
    }
    let visible = |c: char| match c {
        _ if !replace(c) => c,
        '\r' => ' ',
        _ => match c.len_utf8() {
            1 => '?',
            2 => '\u{bf}',
            _ => '\u{fffd}',
        },
    };
    Cow::Owned(text.chars().map(visible).collect())
}

/// What something means to the reader; each has a colour and never only a colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Nothing to say about it.
    Plain,
    /// As it should be.
    Good,
    /// Short of it.
    Weak,
    /// Not there, or in the way.
    Bad,
    /// Of lesser interest.
    Quiet,
    /// A heading.
    Strong,
}

/// Text in a tone; plain where colours are off.
pub fn paint(text: &str, tone: Tone, colour: bool) -> String {
    if !colour {
        return text.to_owned();
    }
    let style = match tone {
        Tone::Plain => Style::new(),
        Tone::Good => AnsiColor::Green.on_default(),
        Tone::Weak => AnsiColor::Yellow.on_default(),
        Tone::Bad => AnsiColor::Red.on_default().bold(),
        Tone::Quiet => Style::new().dimmed(),
        Tone::Strong => Style::new().bold(),
    };
    format!("{style}{text}{style:#}")
}

/// Text cut or padded to exactly `width` columns.
pub fn column(text: &str, width: usize) -> String {
    let text = safe(text);
    let wide = text.width();
    if wide <= width {
        return format!("{text}{}", " ".repeat(width - wide));
    }
    let mut cut = String::new();
    let mut used = 0;
    for c in text.chars() {
        let next = c.width().unwrap_or(0);
        if used + next + 1 > width {
            break;
        }
        used += next;
        cut.push(c);
    }
    let padding = width.saturating_sub(used + 1);
    format!("{cut}…{}", " ".repeat(padding))
}

/// Width of a line of text.
const WIDTH: usize = 80;

/// Text over as many lines as it takes, the first after `first` and the others after `rest`; ids are not cut.
pub fn paragraph(text: &str, first: &str, rest: &str) -> String {
    let text = safe(text);
    let options = textwrap::Options::new(WIDTH)
        .initial_indent(first)
        .subsequent_indent(rest)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .break_words(false);
    textwrap::wrap(&text, options).iter().map(|line| format!("{line}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_characters_are_made_visible() {
        assert_eq!(safe("a\u{202e}b\u{1b}[31m"), "a\\u{202e}b\\u{1b}[31m");
        assert_eq!(safe("plain ✓ 中"), "plain ✓ 中");
    }

    #[test]
    fn a_safe_source_keeps_every_offset() {
        let text = "a\u{202e}b\u{85}c\u{7}\r\nd\te";
        let safe = safe_source(text);
        assert_eq!(safe.len(), text.len());
        assert!(!safe.contains(|c: char| is_hostile(c) && c != '\n' && c != '\t'));
    }

    #[test]
    fn a_column_has_its_width_whatever_is_in_it() {
        for text in ["", "short", "exactly-ten", "far too long for that", "中文字符中文字符", "e\u{301}e\u{301}"]
        {
            assert_eq!(column(text, 10).width(), 10, "{text}");
        }
    }
}
