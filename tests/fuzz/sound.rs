//! What every output has to be, whatever the input was.

use mitigap::render::FORMATS;
use mitigap::report::Report;
use serde_json::Value;

/// The report in every format, by name.
pub(crate) fn rendered(report: &Report<'_>) -> Vec<(&'static str, Vec<u8>)> {
    let render = |format: &mitigap::render::Format| {
        let mut out = Vec::new();
        (format.render)(report, &mut out).unwrap();
        (format.name, out)
    };
    FORMATS.iter().map(render).collect()
}

/// Holds an output against the rules of its format.
pub(crate) fn check(format: &str, bytes: &[u8], schema: &jsonschema::Validator) {
    let text = std::str::from_utf8(bytes).unwrap_or_else(|error| panic!("{format} is not UTF-8: {error}"));
    match format {
        "json" => report(text, schema),
        "ndjson" => text.lines().for_each(|line| report(line, schema)),
        "sarif" => assert_eq!(json(format, text)["version"], "2.1.0"),
        "gitlab" => assert!(json(format, text).is_array()),
        "oscal" => assert!(json(format, text)["assessment-results"].is_object()),
        "oscal-mapping" => assert!(json(format, text)["mapping-collection"].is_object()),
        "junit" => xml(text),
        "csv" => comma_separated(text),
        "html" => html(text),
        "markdown" => markdown(text),
        "human" | "concise" | "github" => terminal(format, text),
        other => panic!("no rule for the format {other}"),
    }
}

fn json(format: &str, text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{format}: {error}"))
}

fn report(text: &str, schema: &jsonschema::Validator) {
    let document = json("json", text);
    let complaints: Vec<String> =
        schema.iter_errors(&document).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(complaints.is_empty(), "{complaints:#?}");
}

fn xml(text: &str) {
    use quick_xml::events::Event;
    let (mut reader, mut open, mut seen) = (quick_xml::Reader::from_str(text), 0_usize, 0_usize);
    loop {
        let event = reader.read_event().unwrap_or_else(|error| panic!("junit: {error}"));
        seen += 1;
        if let Event::Start(start) = &event {
            start.attributes().for_each(|attribute| drop(attribute.unwrap()));
            open += 1;
        } else if matches!(event, Event::End(_)) {
            open -= 1;
        } else if matches!(event, Event::Eof) {
            break;
        }
    }
    assert!(open == 0 && seen > 2, "junit is not closed");
    // Characters that XML 1.0 cannot hold, even escaped.
    assert!(!text.chars().any(|c| c.is_control() && !"\n\r\t".contains(c)), "a control character in XML");
}

pub(crate) fn comma_separated(text: &str) {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    for row in reader.records() {
        let row = row.unwrap_or_else(|error| panic!("csv: {error}"));
        assert!(row.iter().all(|cell| !cell.starts_with(['=', '@'])), "a formula in {row:?}");
    }
}

/// What a framework says is text or code, never markup: no HTML and no link comes of it.
pub(crate) fn markdown(text: &str) {
    use pulldown_cmark::{Event, Options, Parser, Tag};
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        let html = matches!(&event, Event::Html(html) | Event::InlineHtml(html) if !is_ours(html));
        assert!(!html && !matches!(event, Event::Start(Tag::Link { .. } | Tag::Image { .. })), "{event:?} in Markdown");
    }
}

/// Whether all tags are those that the formats themselves write: a line break in a cell, and what folds.
fn is_ours(html: &str) -> bool {
    let ours = ["br>", "details>", "/details>", "summary>", "/summary>"];
    html.split('<').skip(1).all(|tag| ours.iter().any(|name| tag.starts_with(name)))
}

/// Elements that have no end.
const VOID: [&str; 10] = ["area", "base", "br", "col", "hr", "img", "input", "link", "meta", "wbr"];

/// Every element is closed in order, what was written in a framework opens none, and nothing may be fetched.
pub(crate) fn html(text: &str) {
    assert!(text.starts_with("<!DOCTYPE html>") && text.contains("Content-Security-Policy"), "no policy");
    assert!(!text.contains("<script>alert"), "a script of the framework's in the page");
    let (mut open, mut rest): (Vec<&str>, &str) = (Vec::new(), text);
    while let Some((_, after)) = rest.split_once('<') {
        let end = tag_end(after);
        let tag = &after[..end];
        rest = &after[end..];
        if tag.starts_with('!') {
            continue;
        }
        let name = tag.trim_start_matches('/').split(|c: char| !c.is_alphanumeric()).next().unwrap();
        assert!(!name.is_empty(), "a bare `<` before {:?}", after.chars().take(40).collect::<String>());
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "closed out of order");
        } else if !VOID.contains(&name) && !tag.ends_with('/') {
            open.push(name);
        }
        // Text that is no markup.
        if matches!(tag.split(' ').next(), Some("script" | "style")) {
            rest = &rest[rest.find(&format!("</{name}")).expect("closed")..];
        }
    }
    assert!(open.is_empty(), "left open: {open:?}");
}

/// Where a tag ends: at the first `>` outside quotes.
fn tag_end(after: &str) -> usize {
    let mut quoted = false;
    let end = after.find(|c| {
        quoted ^= c == '"';
        c == '>' && !quoted
    });
    end.unwrap_or(after.len())
}

/// Nothing that a terminal would obey or a reader be deceived by.
pub(crate) fn terminal(format: &str, text: &str) {
    let hostile =
        |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let found = text.chars().find(|&c| hostile(c));
    assert!(found.is_none(), "{format} holds {found:?}");
}
