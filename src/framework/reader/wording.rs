//! The parser's errors in the words of this tool.
//!
//! What the parser expected is often not what the author meant; each sentence here says what is seen and what to type.

use super::layout::MAX_NESTING;
use super::value::short;
use crate::problem::{Problem, ProblemKind};
use crate::source::{Span, offset};

/// How a message of the parser begins, our message, why the place matters, and what to type. `{}` is the word that
/// stands at the place.
type Wording = (&'static str, &'static str, &'static str, &'static str);

const WORDINGS: &[Wording] = &[
    ("string values must be quoted", "`{}` is text without quotes", "not in quotes", "write `\"{}\"`"),
    ("invalid boolean", "`{}` is not a value", "no value of TOML", "write `true` or `false`, and text in quotes"),
    ("invalid float", "`{}` is not a number", "no value of TOML", "write `\"{}\"` if it is text"),
    ("invalid fraction", "`{}` is not a number", "no value of TOML", "write `\"{}\"` if it is text"),
    ("invalid mantissa", "`{}` is not a number", "no value of TOML", "write `\"{}\"` if it is text"),
    ("invalid exponent", "`{}` is not a number", "no value of TOML", "write `\"{}\"` if it is text"),
    ("invalid hexadecimal", "`{}` is not a number", "no digit of it", "write `\"{}\"` if it is text"),
    ("invalid octal", "`{}` is not a number", "no digit of it", "write `\"{}\"` if it is text"),
    ("invalid binary", "`{}` is not a number", "no digit of it", "write `\"{}\"` if it is text"),
    (
        "invalid inline table element",
        "the table is not closed",
        "no `}` until here",
        "check the brackets up to this place",
    ),
    ("`_` may only", "`{}` is not a number", "`_` only goes between digits", "leave the `_` out"),
    ("unexpected leading zero", "`{}` is not a number", "no number begins with 0", "write `\"{}\"` if it is text"),
    ("integers with a radix", "`{}` is not a number", "no sign goes here", "leave the sign out"),
    ("radix must be", "`{}` is not a number", "no number begins so", "write `\"{}\"` if it is text"),
    ("redundant", "`{}` is not a number", "one too many", "write the number plainly"),
    ("unexpected sign", "`{}` is not a number", "no sign goes here", "leave the sign out"),
    ("missing escaped value", "the text has an unknown escape", "after a backslash", BACKSLASH),
    ("too few unicode", "the text has an unknown escape", "after a backslash", BACKSLASH),
    ("invalid value, expected unicode", "the text has an unknown escape", "after a backslash", BACKSLASH),
    ("missing comma between array", "a comma or a quote is missing in the list", "not expected here", QUOTES),
    ("unexpected `=` in array", "the list is not closed, or a quote is missing", "not expected here", QUOTES),
    ("missing opening quote", "a quote is missing", "no quote opened this text", QUOTES),
    ("extra comma", "there is a comma too many", "nothing before it", "leave it out"),
    ("missing array opening", "there is a `]` too many", "nothing to close", "leave it out"),
    ("missing inline table opening", "there is a `}` too many", "nothing to close", "leave it out"),
    ("unclosed array,", "the list is not closed", "no `]` until here", "add `]`"),
    ("unclosed inline table", "the table is not closed", "no `}` until here", "add `}`"),
    ("missing comma between key", "a comma is missing between keys", "the next key", "write `,` before it"),
    ("extra assignment", "a comma is missing between keys", "the next key", "write `,` before it"),
    ("missing assignment", "a key has no value", "no `=`", "write `=` and a value"),
    ("missing key for inline", "a value has no key", "no key", "write a key and `=` before it"),
    ("unclosed table", "the header is not closed", "no `]`", "end it with `]`"),
    ("unclosed array table", "the header is not closed", "no `]]`", "end it with `]]`"),
    ("missing table open", "the header is not opened", "no `[`", "begin it with `[`"),
    (
        "unexpected key or value",
        "something is left over in this line",
        "after the end",
        "begin a new line, or check the quotes",
    ),
    (
        "unexpected content",
        "something is left over in this line",
        "after the end",
        "begin a new line, or check the quotes",
    ),
    ("extra `=`", "there is an `=` too many", "the second", "leave it out"),
    (
        "carriage return",
        "a carriage return stands alone",
        "no line feed after it",
        "save the file with LF or CRLF line ends",
    ),
    ("invalid comment character", "a control character stands in a comment", "not printable", "leave it out"),
    (
        "invalid unquoted key",
        "`{}` is no key",
        "only letters, digits, `-` and `_`",
        "check the key, or put it in quotes",
    ),
    ("unquoted keys cannot be empty", "a key is missing", "nothing stands here", "write the key"),
    ("keys cannot be multi-line", "a key stands in triple quotes", "no key of TOML", "write it without quotes"),
    ("invalid key-value pair", "this is no line of TOML", "no key", "write `key = value`"),
    (
        "cannot extend value",
        "`{}` has a value already and takes no keys",
        "used as a table",
        "write all keys in one place",
    ),
    ("duplicate key", "`{}` is written twice", "the second time", "keep one of the two"),
    ("missing value for key", "the key has no value", "no value", "write `=` and a value after it"),
];

const BACKSLASH: &str = "write `\\\\` for a backslash, or put the text in single quotes";
const QUOTES: &str = "check the quotes and commas up to this place";

/// The problem of one error of the parser.
pub(super) fn fault(span: Span, message: &str, text: &str) -> Problem {
    if message.starts_with("cannot recurse") || message == "recursion limit" {
        return Problem::at(ProblemKind::Limit, span, format!("nested deeper than {MAX_NESTING} levels"))
            .label("too deep")
            .help("the format needs three levels at most");
    }
    let word = word_at(span, text);
    let place = escape_at(span, message, text).unwrap_or_else(|| widen(span, text));
    if let Some(problem) = text_fault(span, message, text).or_else(|| line_fault(place, message, text)) {
        return problem;
    }
    if word.is_empty() && message.starts_with("string values") {
        let problem = Problem::at(ProblemKind::Syntax, place, "a value is missing");
        return problem.label("nothing after it").help("write a value after `=`");
    }
    let message = if is_plain_word(word, message) { "string values must be quoted" } else { message };
    let known = WORDINGS.iter().find(|(begin, ..)| message.starts_with(begin));
    let Some((_, ours, label, help)) = known else {
        return Problem::at(ProblemKind::Syntax, place, format!("not valid TOML: {message}"));
    };
    let fill = |template: &str| template.replace("{}", &short(word));
    Problem::at(ProblemKind::Syntax, place, fill(ours)).label(*label).help(fill(help))
}

/// Quotes that do not close, and characters that no text may hold.
fn text_fault(span: Span, message: &str, text: &str) -> Option<Problem> {
    let (kind, expected) = message.split_once(" string, expected ")?;
    let quote = match expected {
        _ if !kind.starts_with("invalid") => return None,
        "`\"`" => '"',
        "`'`" => '\'',
        _ => return Some(control_character(span, text)),
    };
    let closing = quote.to_string().repeat(if kind.contains("multi") { 3 } else { 1 });
    let before = text.get(..span.start as usize).unwrap_or_default();
    let opened = before.rfind(quote).filter(|&at| !before.get(at..).unwrap_or_default().contains('\n'));
    let place = Span { start: opened.map_or(span.start, offset), ..span };
    Some(
        Problem::at(ProblemKind::Syntax, place, "the text is not closed")
            .label(format!("no `{closing}` at its end"))
            .help(format!("end it with `{closing}`")),
    )
}

fn control_character(span: Span, text: &str) -> Problem {
    let character = text.get(span.start as usize..).and_then(|text| text.chars().next()).unwrap_or_default();
    let code = u32::from(character);
    Problem::at(ProblemKind::Syntax, span, format!("the text holds a control character, U+{code:04X}"))
        .label("not printable")
        .help(format!("leave it out, or write `\\u{code:04X}` in double quotes"))
}

/// How a line begins that people write by habit or leave behind; what it is, and what to do.
const HABITS: &[(&str, &str, &str)] = &[
    ("<<<<<<<", CONFLICT, "resolve it"),
    ("=======", CONFLICT, "resolve it"),
    (">>>>>>>", CONFLICT, "resolve it"),
    ("|||||||", CONFLICT, "resolve it"),
    ("//", "this is no comment of TOML", "begin comments with `#`"),
    (";", "this is no comment of TOML", "begin comments with `#`"),
    ("--", "this is no comment of TOML", "begin comments with `#`"),
    ("```", "a fence of Markdown is left in the file", "leave it out"),
    ("{", "this is JSON, not TOML", "write `key = value` in lines of their own"),
    ("- ", "this is YAML, not TOML", "begin each entry with a header such as `[[mitigation]]`"),
];

const CONFLICT: &str = "a merge conflict is left in the file";

/// A line that is no `key = value`.
fn line_fault(place: Span, message: &str, text: &str) -> Option<Problem> {
    let no_value = message.starts_with("key with no value");
    let kinds = ["invalid unquoted key", "extra `=`", "invalid key-value", "unquoted keys cannot"];
    if !no_value && !kinds.iter().any(|kind| message.starts_with(kind)) {
        return None;
    }
    let (before, after) = text.split_at_checked(place.start as usize)?;
    let begin = before.rsplit('\n').next().unwrap_or_default();
    let line = format!("{begin}{}", after.split('\n').next().unwrap_or_default());
    let line = line.trim();
    let (message, help) = if let Some((_, message, help)) = HABITS.iter().find(|(begin, ..)| line.starts_with(begin)) {
        ((*message).to_owned(), (*help).to_owned())
    } else if no_value {
        let key = short(line.split([' ', ':', '\t']).next().unwrap_or_default());
        let colon = if line.contains(':') { ", with `=` instead of `:`" } else { "" };
        (format!("`{key}` has no value"), format!("write `{key} = ...`{colon}"))
    } else {
        return None;
    };
    Some(Problem::at(ProblemKind::Syntax, place, message).label("in this line").help(help))
}

/// Whether the parser took a word for a boolean or number only because of its first letter.
fn is_plain_word(word: &str, message: &str) -> bool {
    let guessed = message.starts_with("invalid boolean") || message.starts_with("invalid float");
    let near = ["true", "false", "inf", "nan"].iter().any(|value| word.eq_ignore_ascii_case(value));
    guessed && !near && word.starts_with(char::is_alphabetic)
}

/// The backslash of an unknown escape, with what follows it.
fn escape_at(span: Span, message: &str, text: &str) -> Option<Span> {
    let known = WORDINGS.iter().find(|(begin, ..)| message.starts_with(begin))?;
    let (before, after) = text.split_at_checked(span.start as usize).filter(|_| known.3 == BACKSLASH)?;
    let backslash = before.rfind('\\')?;
    let next = if backslash + 1 == before.len() { after.chars().next().map_or(0, char::len_utf8) } else { 0 };
    Some(Span { start: offset(backslash), end: span.start + offset(next), ..span })
}

/// A place that covers nothing is widened: to the word behind it, else to the one before.
fn widen(span: Span, text: &str) -> Span {
    let at = span.start as usize;
    let (Some((before, after)), true) = (text.split_at_checked(at), span.start == span.end) else { return span };
    let length = |character: char| offset(character.len_utf8());
    let behind: u32 = after.chars().take_while(|c| !c.is_whitespace()).take(SHOWN).map(length).sum();
    if behind > 0 {
        return Span { end: span.end + behind, ..span };
    }
    let line = before.rsplit('\n').next().unwrap_or_default();
    let word = line.trim_end();
    let end = span.start - offset(line.len() - word.len());
    let start: u32 = word.chars().rev().take_while(|c| !c.is_whitespace()).take(SHOWN).map(length).sum();
    if start > 0 { Span { start: end - start, end, ..span } } else { span }
}

/// How many characters a place is widened by at most.
const SHOWN: usize = 20;

/// Whether an error is about a date or time: the statement around it is whole.
pub(super) fn is_about_a_date(message: &str) -> bool {
    ["invalid date", "invalid time", "invalid offset"].iter().any(|begin| message.starts_with(begin))
}

/// A date that the calendar does not have.
pub(super) fn date(span: Span, text: &str) -> Problem {
    let word = short(word_at(span, text));
    Problem::at(ProblemKind::Shape, span, format!("`{word}` is not a day of the calendar"))
        .label("no such date")
        .help("write a date as `2026-11-01`")
}

/// A list, table or long text that is still open where the next statement begins.
pub(super) fn unclosed(span: Span, key: &str, text: &str) -> Problem {
    let opening = text.get(span.start as usize..span.end as usize).unwrap_or_default();
    let closing = match opening {
        "[" => "]",
        "{" => "}",
        other => other,
    };
    Problem::at(ProblemKind::Syntax, span, format!("the value of `{}` is not closed", short(key)))
        .label("opened here")
        .help(format!("close it with `{closing}` before the next line that begins a key or header"))
}

/// The same key or header a second time.
pub(super) fn twice(span: Span, name: &str, first: Option<Span>) -> Problem {
    let problem = Problem::at(ProblemKind::Syntax, span, format!("`{}` is written twice", short(name)))
        .label("the second time")
        .help("keep one of the two");
    match first {
        Some(first) => problem.also(first, "the first time"),
        None => problem,
    }
}

/// One table where every entry has to have a header of its own.
pub(super) fn single_table(span: Span, key: &str) -> Problem {
    Problem::at(ProblemKind::Shape, span, format!("`{key}` is one table here, but a list of entries is expected"))
        .label("single brackets allow one only")
        .help(format!("write `[[{key}]]` above each entry"))
}

/// The bare word that a place lies in or ends.
fn word_at(span: Span, text: &str) -> &str {
    let inside = |c: char| !c.is_whitespace() && !"=,[]{}#\"'".contains(c);
    let (start, end) = (span.start as usize, span.end as usize);
    let (Some(before), Some(after)) = (text.get(..start), text.get(end..)) else { return "" };
    let start = start - before.chars().rev().take_while(|&c| inside(c)).map(char::len_utf8).sum::<usize>();
    let end = end + after.chars().take_while(|&c| inside(c)).map(char::len_utf8).sum::<usize>();
    text.get(start..end).unwrap_or_default().trim()
}
