//! `JUnit`, read with an XML reader that checks names, nesting and entities.

use super::{INPUTS, NORTHWIND, document, findings, rendered, request};
use crate::support;
use mitigap::policy::FailOn;
use mitigap::render::junit;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;

/// One element with what it holds.
#[derive(Debug, Default)]
struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    text: String,
    children: Vec<Element>,
}

impl Element {
    fn all<'e>(&'e self, name: &'e str) -> Vec<&'e Element> {
        let below = self.children.iter().flat_map(|child| child.all(name));
        let here = self.children.iter().filter(|child| child.name == name);
        here.chain(below).collect()
    }

    fn number(&self, attribute: &str) -> usize {
        self.attributes[attribute].parse().unwrap()
    }
}

fn opened(start: &BytesStart<'_>) -> Element {
    let attributes = start.attributes().map(|attribute| {
        let attribute = attribute.unwrap();
        let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).unwrap();
        (attribute.key.as_ref().to_owned(), value.into_owned())
    });
    Element { name: start.name().as_ref().to_owned(), attributes: attributes.collect(), ..Element::default() }
}

/// The root of a document.
fn read(text: &str) -> Element {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut open = vec![Element::default()];
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => open.push(opened(&start)),
            Event::Empty(start) => open.last_mut().unwrap().children.push(opened(&start)),
            Event::End(_) => {
                let closed = open.pop().unwrap();
                open.last_mut().unwrap().children.push(closed);
            }
            Event::Text(text) => open.last_mut().unwrap().text.push_str(&text),
            Event::GeneralRef(entity) => {
                let known = quick_xml::escape::unescape(&format!("&{};", &*entity)).unwrap().into_owned();
                open.last_mut().unwrap().text.push_str(&known);
            }
            Event::Eof => break,
            Event::Decl(_) => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(open.len(), 1, "everything is closed");
    open.pop().unwrap().children.pop().unwrap()
}

#[test]
fn the_counts_are_the_cases() {
    for paths in INPUTS {
        let root = read(&rendered("junit", paths));
        assert_eq!(root.name, "testsuites");
        for whole in std::iter::once(&root).chain(root.all("testsuite")) {
            assert_eq!(whole.number("tests"), whole.all("testcase").len());
            assert_eq!(whole.number("failures"), whole.all("failure").len());
            assert_eq!(whole.number("errors"), whole.all("error").len());
        }
        let frameworks = document(paths)["frameworks"].as_array().unwrap().len();
        assert_eq!(root.all("properties").len(), frameworks);
    }
}

#[test]
fn a_case_fails_exactly_where_the_run_does() {
    for fail_on in [FailOn::Error, FailOn::Warning, FailOn::Note, FailOn::Never] {
        for path in [NORTHWIND, "fixtures/published/openai", "fixtures/checks/overdue"] {
            let mut request = request(&[path]);
            request.flags.fail_on = Some(fail_on);
            let loaded = support::load(&request);
            let report = loaded.report();
            let mut bytes = Vec::new();
            junit::write(&report, &mut bytes).unwrap();
            let fails = read(std::str::from_utf8(&bytes).unwrap()).number("failures") > 0;
            assert_eq!(fails, report.exit().code() == 1, "{path} {fail_on:?}");
        }
    }
}

#[test]
fn every_finding_stands_in_exactly_one_case() {
    let root = read(&rendered("junit", &[NORTHWIND]));
    let told = |name: &str| -> Vec<String> {
        root.all(name).iter().flat_map(|element| element.text.trim().lines().map(str::to_owned)).collect()
    };
    let mut lines = told("failure");
    lines.extend(told("system-out"));
    let json = document(&[NORTHWIND]);
    let mut expected: Vec<&str> = findings(&json).iter().map(|finding| finding["message"].as_str().unwrap()).collect();
    assert_eq!(lines.len(), expected.len());
    expected.retain(|message| !lines.iter().any(|line| line.contains(message)));
    assert!(expected.is_empty(), "{expected:?}");
    assert_eq!(root.all("skipped").len(), 1, "one case has only a waived reason to fail");
}

#[test]
fn what_cannot_be_checked_is_an_error() {
    let root = read(&rendered("junit", &["fixtures/hostile/invalid/unclosed"]));
    assert_eq!((root.number("errors"), root.number("failures")), (1, 0));
    assert_eq!(root.all("error")[0].attributes["type"], "syntax");
}
