//! Markdown, read with a `CommonMark` reader that knows tables.

use super::{BROKEN, HOSTILE, INPUTS, NORTHWIND, document, findings, rendered};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

fn events(text: &str) -> Vec<Event<'_>> {
    Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH).collect()
}

#[test]
fn nothing_that_others_wrote_is_markup() {
    for paths in INPUTS {
        for event in events(&rendered("markdown", paths)) {
            match event {
                Event::InlineHtml(html) => assert!(["<br>", "<!-- -->"].contains(&html.as_ref()), "{html}"),
                Event::Html(html) => panic!("{html}"),
                Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => panic!("{dest_url}"),
                Event::Start(Tag::Strikethrough | Tag::CodeBlock(_) | Tag::List(_) | Tag::BlockQuote(_)) => {
                    panic!("{event:?}")
                }
                _ => {}
            }
        }
    }
}

#[test]
fn every_row_has_as_many_cells_as_its_head() {
    for paths in INPUTS {
        let (mut tables, mut columns, mut cells) = (0, 0, 0);
        let text = rendered("markdown", paths);
        let mut rows = 0;
        for event in events(&text) {
            match event {
                Event::Start(Tag::Table(alignments)) => (tables, columns) = (tables + 1, alignments.len()),
                Event::Start(Tag::TableRow | Tag::TableHead) => cells = 0,
                Event::Start(Tag::TableCell) => cells += 1,
                Event::End(TagEnd::TableRow | TagEnd::TableHead) => {
                    assert_eq!(cells, columns);
                    rows += 1;
                }
                _ => {}
            }
        }
        let lines = text.lines().filter(|line| line.starts_with('|')).count();
        assert_eq!(rows, lines - tables, "every line with a bar is a row or a rule");
    }
    // A reader fills rows up and cuts them off, so the bars are counted too.
    for line in rendered("markdown", HOSTILE).lines().filter(|line| line.starts_with('|')) {
        assert!(line.ends_with(" |"), "{line}");
    }
}

#[test]
fn every_finding_and_every_name_can_be_read() {
    let text = rendered("markdown", &[NORTHWIND]);
    let mut read = String::new();
    for event in events(&text) {
        match event {
            Event::Text(text) => read.push_str(&text),
            Event::Code(code) => read.extend(["`", &code, "`"]),
            Event::InlineHtml(_) | Event::End(TagEnd::TableCell) => read.push('\n'),
            _ => {}
        }
    }
    let json = document(&[NORTHWIND]);
    for finding in findings(&json) {
        let message = finding["message"].as_str().unwrap();
        let tier = finding.get("tier").map_or(String::new(), |tier| format!("tier `{}`", tier.as_str().unwrap()));
        let shown = read.contains(message) || (!tier.is_empty() && message.contains(&tier));
        let grouped = read.contains(&format!("`{}`", finding["check"].as_str().unwrap()));
        assert!(shown && grouped, "{message}");
    }
    assert!(read.contains("safety research is done by the parent company"));
}

#[test]
fn what_cannot_be_checked_comes_first() {
    assert!(rendered("markdown", BROKEN).starts_with("# Not checked\n"));
}
