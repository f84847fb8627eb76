//! Words and small pieces of markup that every part of the page uses.

use crate::arena::Handle;
use crate::framework::{Framework, Mitigation, Tier};
use crate::mapping::Confidence;
use crate::render::terminal::{Tone, safe};
use maud::{Markup, html};

/// A user's text on one line: line ends are spaces, what could change how the rest is shown is made visible.
pub(super) fn clean(text: &str) -> String {
    let flat: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    safe(&flat).into_owned()
}

/// A user's text, kept apart from the writing direction around it.
pub(super) fn own(text: &str) -> Markup {
    html! { bdi { (clean(text)) } }
}

/// A message: what stands in backticks is code.
pub(super) fn prose(message: &str) -> Markup {
    let text = clean(message);
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return html! { (text) };
    }
    html! {
        @for (at, part) in parts.iter().enumerate() {
            @if at % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}

/// A message as a sentence: it begins with a capital, unless it begins with a name.
pub(super) fn sentence(message: &str) -> Markup {
    let mut letters = message.chars();
    let capital: String = letters.next().map(|first| first.to_uppercase().collect()).unwrap_or_default();
    prose(&format!("{capital}{}", letters.as_str()))
}

/// `1 category`, `3 categories`.
pub(super) fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The class of a tone.
pub(super) const fn class(tone: Tone) -> &'static str {
    match tone {
        Tone::Good => "good",
        Tone::Weak => "weak",
        Tone::Bad => "bad",
        Tone::Plain | Tone::Quiet | Tone::Strong => "quiet",
    }
}

/// An id of the format as words: `single-point` is `single point`.
pub(super) fn spoken(id: &str) -> String {
    id.replace('-', " ")
}

/// A confidence in percent, rounded as on a terminal.
pub(super) const fn percent(confidence: Confidence) -> u16 {
    (confidence.0 + 50) / 100
}

/// The name of a tier; one that only stands for "no tier stated" reads as what it is.
pub(super) fn tier_name(framework: &Framework, tier: Option<Handle<Tier>>) -> String {
    tier.map_or_else(|| "everywhere".to_owned(), |at| clean(&framework.tiers[at].name))
}

/// A link to the card of a mitigation; the style keeps the writing direction of links apart from what is around them.
pub(super) fn link(framework: &Framework, at: Handle<Mitigation>) -> Markup {
    let entry = &framework.mitigations[at];
    html! { a href={ "#m-" (entry.id.value) } { (clean(&entry.name.value)) } }
}

/// Links to several, with commas.
pub(super) fn links(framework: &Framework, mitigations: &[Handle<Mitigation>]) -> Markup {
    html! {
        @for (at, mitigation) in mitigations.iter().enumerate() {
            @if at > 0 { ", " }
            (link(framework, *mitigation))
        }
    }
}

/// Text for a screen reader alone.
pub(super) fn hidden(text: &str) -> Markup {
    html! { span.vh { (text) } }
}

/// A table that may be wider than the page: it scrolls by itself, by keyboard too.
pub(super) fn scrolling(label: &str, table: &Markup) -> Markup {
    html! { div.scroll role="region" aria-label={ "Table: " (label) } tabindex="0" { (table) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backticks_are_code_and_everything_is_escaped() {
        assert_eq!(prose("a `<b>` c").into_string(), "a <code>&lt;b&gt;</code> c");
        assert_eq!(prose("one ` alone").into_string(), "one ` alone");
    }

    #[test]
    fn lines_become_spaces_and_marks_of_direction_become_visible() {
        assert_eq!(clean("a\n b\t\u{202e}c\u{0}"), "a b \\u{202e}c\\u{0}");
    }

    #[test]
    fn lists_read_like_lists() {
        let names = ["a", "b", "c"].map(str::to_owned);
        assert_eq!(list(&names), "a, b and c");
        assert_eq!(list(&names[..1]), "a");
    }
}
