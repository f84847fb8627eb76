//! Text as OSCAL's data types want it.

use crate::render::markdown::text;
use crate::render::terminal::safe;
use std::fmt::Write as _;

/// A string: one line that begins and ends with something to see.
pub(super) fn line(text: &str) -> String {
    let text = safe(text);
    let text = text.trim();
    if text.is_empty() { "-".to_owned() } else { text.to_owned() }
}

/// A line of markup, which is Markdown: code stays code, and nothing else is.
pub(super) fn markup(message: &str) -> String {
    text::message_by(&line(message), text::inert)
}

/// The id of a category as a control: codes may begin with a digit, which tokens may not, and every taxonomy has its own.
pub(super) fn control(taxonomy: &str, code: &str) -> String {
    token(&format!("{taxonomy}_{code}"))
}

/// A token: a letter or `_`, then letters, digits, `.`, `-` and `_`; any other character is written as its number.
pub(super) fn token(text: &str) -> String {
    let mut token = String::new();
    if !text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        token.push('_');
    }
    for c in text.chars() {
        if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') {
            token.push(c);
        } else {
            // Writing to a String cannot fail.
            let _ = write!(token, "_x{:x}_", u32::from(c));
        }
    }
    token
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_a_token() {
        for (code, id) in [("1.2.4", "own_1.2.4"), ("a b", "own_a_x20_b"), ("ü", "own__xfc_"), ("", "own_")] {
            assert_eq!(control("own", code), id);
        }
        assert_eq!(token("2fa"), "_2fa");
        assert_eq!(token("<a>"), "__x3c_a_x3e_");
    }

    #[test]
    fn a_string_is_never_empty_and_never_two_lines() {
        assert_eq!(line(" \u{a0} "), "-");
        assert_eq!(line(" a\nb "), "a\\u{a}b");
    }
}
