//! The JSON of version 1 against its schemas, and against what it must mean: no golden files here, every claim is
//! worked out a second time.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

#[path = "json_contract/example.rs"]
mod example;
#[path = "json_contract/laws.rs"]
mod laws;
#[path = "json_contract/meaning.rs"]
mod meaning;
#[path = "json_contract/parts.rs"]
mod parts;
#[path = "json_contract/schema.rs"]
mod schema;
mod support;
#[path = "json_contract/verbs.rs"]
mod verbs;

use example::{Inputs, Run, example, fixtures, invalid_fixtures};
use mitigap::mapping::Confidence;
use mitigap::render::{Render, find, json};
use mitigap::report::Report;
use serde_json::Value;
use std::collections::BTreeSet;
use std::io::{self, Write};

fn rendered(render: Render, report: &Report<'_>) -> String {
    let mut bytes = Vec::new();
    render(report, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn mapped(example: &Run) -> String {
    let mut bytes = Vec::new();
    json::map(&example.map_report(), &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// The document of a whole run over the example.
fn document() -> Value {
    parsed(&rendered(json::check, &example().report(1, Inputs::SomeBroken)))
}

/// The example's framework and that of every fixture.
fn every_framework() -> Vec<Value> {
    let runs = std::iter::once(example()).chain(fixtures());
    let documents = runs.map(|run| parsed(&rendered(json::check, &run.report(1, Inputs::AllSound))));
    documents.map(|mut document| document["frameworks"][0].take()).collect()
}

/// Every text this module can write about the example.
fn texts(example: &Run) -> Vec<String> {
    let mut texts = vec![mapped(example)];
    for inputs in [Inputs::AllSound, Inputs::SomeBroken] {
        for frameworks in 0..3 {
            let report = example.report(frameworks, inputs);
            texts.push(rendered(json::check, &report));
            texts.extend(rendered(json::check_lines, &report).lines().map(str::to_owned));
        }
    }
    texts
}

#[test]
fn every_document_meets_its_schema_and_says_nothing_the_schema_does_not_describe() {
    let example = example();
    let (report, map) = (schema::shut(schema::REPORT), schema::shut(schema::MAP));
    for text in texts(&example) {
        let document = parsed(&text);
        let schema = if document.get("exit").is_some() { &report } else { &map };
        assert_eq!(schema::complaints(schema, &document), [""; 0]);
    }
}

#[test]
fn every_fixture_gives_a_document_that_meets_its_schema() {
    let (report, map) = (schema::shut(schema::REPORT), schema::shut(schema::MAP));
    let fixtures = fixtures();
    assert!(fixtures.len() > 30, "{}", fixtures.len());
    for run in fixtures {
        let document = parsed(&rendered(json::check, &run.report(1, Inputs::AllSound)));
        assert_eq!(schema::complaints(&report, &document), [""; 0], "{}", document["frameworks"][0]["path"]);
        assert_eq!(schema::complaints(&map, &parsed(&mapped(&run))), [""; 0]);
    }
}

#[test]
fn every_fixture_that_cannot_be_read_gives_errors_that_meet_the_schema() {
    let mut run = example();
    run.broken = invalid_fixtures();
    assert!(run.broken.len() > 30, "{}", run.broken.len());
    let (schema, report) = (schema::shut(schema::REPORT), run.report(0, Inputs::SomeBroken));
    let document = parsed(&rendered(json::check, &report));
    assert_eq!(schema::complaints(&schema, &document), [""; 0]);
    let problems: usize = run.broken.iter().map(|input| input.problems.len()).sum();
    assert_eq!(document["errors"].as_array().unwrap().len(), problems);
    let lines = rendered(json::check_lines, &report);
    assert_eq!(lines.lines().count(), run.broken.len());
    assert!(lines.lines().all(|line| schema.is_valid(&parsed(line))));
}

#[test]
fn every_key_that_a_schema_describes_is_said_of_the_example() {
    let example = example();
    let missed = |schema, text: &str| -> Vec<String> {
        // What the example has none of, levels that add a category among them, the fixtures have.
        let fixtures = serde_json::json!({ "frameworks": *parts::ALL });
        let mut said = schema::keys_said(schema, &parsed(text));
        if schema == schema::REPORT {
            said.extend(schema::keys_said(schema, &fixtures));
        }
        schema::keys_described(schema).difference(&said).map(|(name, key)| format!("{name}.{key}")).collect()
    };
    let report = rendered(json::check, &example.report(1, Inputs::SomeBroken));
    assert_eq!(missed(schema::REPORT, &report), [""; 0]);
    assert_eq!(missed(schema::MAP, &mapped(&example)), [""; 0]);
}

#[test]
fn nothing_is_null() {
    fn nulls(value: &Value) -> usize {
        match value {
            Value::Null => 1,
            Value::Array(items) => items.iter().map(nulls).sum(),
            Value::Object(keys) => keys.values().map(nulls).sum(),
            Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
        }
    }
    for text in texts(&example()) {
        assert_eq!(nulls(&parsed(&text)), 0);
    }
}

#[test]
fn the_exit_code_says_whether_a_finding_that_counts_is_an_error() {
    let mut codes = BTreeSet::new();
    for run in fixtures() {
        let document = parsed(&rendered(json::check, &run.report(1, Inputs::AllSound)));
        let findings = document["frameworks"][0]["findings"].as_array().unwrap();
        let counts = |finding: &&Value| finding["severity"] == "error" && finding.get("suppressed").is_none();
        assert_eq!(document["exit"], u8::from(findings.iter().any(|finding| counts(&finding))));
        codes.insert(document["exit"].as_u64());
    }
    assert!(codes.contains(&Some(1)));
}

/// The numbers of a JSON text as they are written.
fn numbers(text: &str) -> Vec<String> {
    let (mut found, mut in_string, mut escaped) = (vec![String::new()], false, false);
    for c in text.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' if in_string => escaped = true,
            '"' => in_string = !in_string,
            '0'..='9' | '-' | '+' | '.' | 'e' | 'E' if !in_string => found.last_mut().unwrap().push(c),
            _ => found.push(String::new()),
        }
    }
    found.retain(|number| number.contains(|c: char| c.is_ascii_digit()));
    found
}

#[test]
fn numbers_have_at_most_four_decimals_and_no_exponent() {
    let texts = texts(&example());
    let all: Vec<String> = texts.iter().flat_map(|text| numbers(text)).collect();
    for number in &all {
        let decimals = number.split_once('.').map_or("", |(_, decimals)| decimals);
        let plain = number.trim_start_matches('-').chars().all(|c| c.is_ascii_digit() || c == '.');
        assert!(plain && decimals.len() <= 4, "{number}");
    }
    for written in ["0.9731", "0.0007", "0.0001", "0.91"] {
        assert!(all.iter().any(|number| number == written), "{written}");
    }
}

#[test]
fn a_document_is_indented_by_two_and_ends_with_one_line_break() {
    let example = example();
    for text in [rendered(json::check, &example.report(1, Inputs::AllSound)), mapped(&example)] {
        assert!(text.starts_with("{\n  \"schema_version\": 1,\n  \"tool\": {\n    \"name\": \"mitigap\""), "{text}");
        assert!(text.ends_with("\n}\n"));
    }
}

#[test]
fn top_level_keys_come_in_the_order_of_the_contract() {
    let text = rendered(json::check, &example().report(1, Inputs::SomeBroken));
    let at = |key: &str| text.find(&format!("\n  \"{key}\": ")).unwrap();
    let order = ["schema_version", "tool", "settings", "exit", "errors", "frameworks"].map(at);
    assert!(order.is_sorted());
}

#[test]
fn a_line_is_the_whole_document_with_one_framework_or_one_broken_input() {
    let example = example();
    let report = example.report(2, Inputs::SomeBroken);
    let whole: Value = parsed(&rendered(json::check, &report));
    let text = rendered(json::check_lines, &report);
    let lines: Vec<Value> = text.lines().map(parsed).collect();
    assert!(text.ends_with('\n'));
    let lengths = |key: &str| lines.iter().map(|line| line[key].as_array().unwrap().len()).collect::<Vec<_>>();
    assert_eq!((lengths("errors"), lengths("frameworks")), (vec![2, 2, 0, 0], vec![0, 0, 1, 1]));
    for key in ["errors", "frameworks"] {
        let joined: Vec<Value> = lines.iter().flat_map(|line| line[key].as_array().unwrap().clone()).collect();
        assert_eq!(Value::Array(joined), whole[key], "{key}");
    }
    for key in ["schema_version", "tool", "settings"] {
        assert!(lines.iter().all(|line| line[key] == whole[key]), "{key}");
    }
    // A line tells of its own input: it is written before anybody knows the others.
    let exits: Vec<u64> = lines.iter().map(|line| line["exit"].as_u64().unwrap()).collect();
    let alone = parsed(&rendered(json::check, &example.report(1, Inputs::AllSound)))["exit"].as_u64().unwrap();
    assert_eq!((exits, whole["exit"].as_u64()), (vec![2, 2, alone, alone], Some(2)));
}

#[test]
fn nothing_to_check_is_a_document_of_exit_3_and_no_line() {
    let example = example();
    let report = example.report(0, Inputs::AllSound);
    let document: Value = parsed(&rendered(json::check, &report));
    assert_eq!((&document["exit"], &document["frameworks"]), (&Value::from(3), &Value::Array(Vec::new())));
    assert_eq!(rendered(json::check_lines, &report), "");
}

#[test]
fn the_same_run_gives_the_same_bytes() {
    assert_eq!(texts(&example()), texts(&example()));
}

#[test]
fn absent_settings_are_absent_keys() {
    let mut example = example();
    example.general.settings.level = None;
    let mut report = example.report(0, Inputs::AllSound);
    report.accept = None;
    let document: Value = parsed(&rendered(json::check, &report));
    let keys: Vec<&String> = document["settings"].as_object().unwrap().keys().collect();
    assert_eq!(keys.len(), 5, "{keys:?}");
    report.accept = Some(Confidence::ONE);
    let document: Value = parsed(&rendered(json::check, &report));
    assert_eq!(document["settings"]["accept"], Value::from(1.0));
}

/// JSON without the white space outside its texts.
fn compact(json: &str) -> String {
    let (mut inside, mut escaped) = (false, false);
    let kept = json.chars().filter(|&character| {
        let kept = inside || !character.is_ascii_whitespace();
        inside ^= character == '"' && !escaped;
        escaped = character == '\\' && !escaped;
        kept
    });
    kept.collect()
}

#[test]
fn a_line_is_the_document_without_its_white_space_byte_for_byte() {
    for run in std::iter::once(example()).chain(fixtures()) {
        let report = run.report(1, Inputs::AllSound);
        assert_eq!(rendered(json::check_lines, &report), compact(&rendered(json::check, &report)) + "\n");
    }
}

/// A reader that went away.
struct Gone;

impl Write for Gone {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::BrokenPipe.into())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_reader_that_goes_away_is_told_apart_from_other_failures() {
    let example = example();
    let report = example.report(1, Inputs::AllSound);
    for name in ["json", "ndjson"] {
        let error = (find(name).unwrap().render)(&report, &mut Gone).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::BrokenPipe, "{name}");
    }
    assert_eq!(json::map(&example.map_report(), &mut Gone).unwrap_err().kind(), io::ErrorKind::BrokenPipe);
}
