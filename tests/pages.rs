//! Every page of a check carries an example in which it fires and one in which it is silent: here they run, and what
//! they say is held against the house style.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

mod checking;

use checking::find;
use mitigap::checks::{self, CHECKS, Check, Finding};
use mitigap::framework::reader::{Reading, read_file};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The examples of a page: firing, silent.
fn examples(check: &Check) -> [String; 2] {
    let blocks = check.page.split("\n```toml\n").skip(1);
    let texts: Vec<String> = blocks.map(|rest| rest.split("\n```").next().unwrap().to_owned() + "\n").collect();
    texts.try_into().unwrap()
}

/// What was found, each with the text it points at.
type Found = Vec<(Finding, String)>;

fn with_texts(reading: &Reading, taxonomy: &str, only: Option<&str>, told: &str) -> Found {
    let found = find(reading, &checking::taxonomy(taxonomy), only, told).into_iter();
    found.map(|finding| (finding.clone(), reading.sources.text(finding.span).to_owned())).collect()
}

fn find_in_text(check: &Check, text: &str) -> Found {
    // In a folder, for one check looks for files.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("framework.toml");
    std::fs::write(&path, text).unwrap();
    with_texts(&read_file(&path), check.id, Some(check.id), check.id)
}

/// All frameworks of the fixtures that are meant to be valid and use the built-in taxonomy.
fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(|entry| entry.unwrap().into_path());
    let frameworks = files.filter(|path| path.ends_with("framework.toml"));
    let other = |path: &PathBuf| {
        path.components().any(|part| part.as_os_str() == "hostile") || path.with_file_name("taxonomy.toml").exists()
    };
    frameworks.filter(|path| !other(path)).collect()
}

/// The findings of every firing example and of every fixture, told apart by the first of each pair.
fn everything() -> Vec<(String, Found)> {
    let pages = CHECKS.iter().map(|check| (check.id.to_owned(), find_in_text(check, &examples(check)[0])));
    let of_fixture = |path: PathBuf| {
        let told = path.display().to_string();
        let found = with_texts(&read_file(&path), "", None, &told);
        (told, found)
    };
    let fixtures = fixtures();
    assert!(fixtures.len() > 10);
    pages.chain(fixtures.into_iter().map(of_fixture)).collect()
}

#[test]
fn the_first_example_fires_and_the_second_is_silent() {
    let mut wrong = Vec::new();
    for check in CHECKS {
        let [fires, silent] = examples(check).map(|text| find_in_text(check, &text));
        if fires.is_empty() {
            wrong.push(format!("{} does not fire", check.id));
        }
        wrong.extend(silent.iter().map(|(finding, _)| format!("{} is not silent: {}", check.id, finding.message)));
        assert!(fires.iter().all(|(finding, _)| finding.check == check.id), "{}", check.id);
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_message_is_one_sentence_in_lower_case_with_a_reason_and_a_way_out() {
    for (told, found) in everything() {
        for (Finding { check, message, label, help, .. }, _) in &found {
            for text in [message, label, help] {
                let plain = !text.is_empty() && !text.ends_with('.') && !text.contains('\n') && !text.contains("  ");
                assert!(plain, "{told}: {check}: {text:?}");
                assert!(text.matches('`').count() % 2 == 0, "{told}: {check}: {text:?}");
                assert!(!text.starts_with(|c: char| c.is_uppercase()), "{told}: {check}: {text:?}");
            }
        }
    }
}

#[test]
fn a_finding_points_at_what_was_written() {
    for (told, found) in everything() {
        for (finding, text) in &found {
            assert!(!text.trim().is_empty() && text.len() < 2_000, "{told}: {}: {text:?}", finding.check);
        }
    }
}

#[test]
fn no_two_findings_mean_the_same() {
    for (told, found) in everything() {
        let mut seen = BTreeSet::new();
        for (finding, _) in &found {
            let Finding { check, category, tier, threat, mitigation, entry, message, .. } = finding;
            assert!(seen.insert((check, category, tier, threat, mitigation, entry)), "{told}: {check}: {message}");
        }
    }
}

/// Where each check points, in its own example: the text covered, told by hand.
const POINTS_AT: &[(&str, &str)] = &[
    ("missing", "[framework]"),
    ("tier-gap", "\"partner-api\""),
    ("uncredited", "\"filter\""),
    ("threat-uncovered", "\"misuse\""),
    ("single-point", "\"filter\""),
    ("common-cause", "\"guard-model\""),
    ("threat-single-point", "\"guard-model\""),
    ("uncompensated-tier", "\"refusals\""),
    ("hollow-depth", "\"depth\""),
    ("brittle", "\"weights-stolen\""),
    ("below-target", "\"filter\""),
    ("threat-below-target", "3"),
    ("unexamined", "\"filter\""),
    ("one-layer", "\"misuse\""),
    ("detect-without-respond", "\"monitoring\""),
    ("unmapped", "\"Introduction\""),
    ("low-confidence", "\"Limits\""),
    ("suspect-mapping", "\"00000000\""),
    ("contradicted-mapping", "\"1.1.1\""),
    ("inferred-mapping", "\"Encryption of model weights at rest and in transit\""),
    ("broad-mapping", "\"1.2\""),
    ("combined-entry", "\"2.3.2\""),
    ("possible-duplicate", "\"Weights under encryption\""),
    ("failed-evidence", "[[mitigation.evidence]]"),
    ("claimed-only", "\"implemented\""),
    ("stale-evidence", "2024-03-01"),
    ("no-target", "[[mitigation.evidence]]"),
    ("combination-untested", "\"misuse\""),
    ("overdue", "2024-01-31"),
    ("overdue-review", "2024-01-31"),
    ("no-due-date", "\"filter\""),
    ("no-owner", "\"filter\""),
    ("hedged", "may"),
    ("level-adds-nothing", "\"high\""),
    ("tiers-unstated", "[framework]"),
    ("threats-unstated", "\"data\""),
    ("unused-entry", "\"guard-model\""),
];

#[test]
fn every_check_points_at_the_line_that_made_the_obligation() {
    for (id, expected) in POINTS_AT {
        let check = checks::find(id).unwrap();
        let found = find_in_text(check, &examples(check)[0]);
        assert_eq!(found.first().map(|(_, text)| text.as_str()), Some(*expected), "{id}");
    }
}
