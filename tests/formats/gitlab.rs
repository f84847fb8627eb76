//! Code quality: the keys, words and uniqueness that GitLab asks for.

use super::{INPUTS, NORTHWIND, document, findings, rendered};
use serde::Deserialize;
use std::collections::BTreeSet;

/// What GitLab reads; anything else would be our invention.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Issue {
    description: String,
    check_name: String,
    fingerprint: String,
    severity: String,
    location: Location,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lines {
    begin: u32,
    end: u32,
}

fn issues(paths: &[&str]) -> Vec<Issue> {
    serde_json::from_str(&rendered("gitlab", paths)).unwrap()
}

#[test]
fn fingerprints_are_unique_and_everything_has_a_place_and_a_known_severity() {
    for paths in INPUTS {
        let mut seen = BTreeSet::new();
        for Issue { description, check_name, fingerprint, severity, location } in issues(paths) {
            assert!(seen.insert(fingerprint.clone()), "{fingerprint} twice: {check_name}");
            assert!(["info", "minor", "major", "critical", "blocker"].contains(&severity.as_str()));
            assert!(!location.path.is_empty() && !location.path.starts_with("./") && !description.is_empty());
            assert!(location.lines.begin >= 1 && location.lines.end >= location.lines.begin);
        }
    }
}

#[test]
fn the_findings_are_those_of_the_json_and_the_waived_are_worth_knowing() {
    let json = document(&[NORTHWIND]);
    let expected: Vec<(String, &str)> = findings(&json)
        .into_iter()
        .map(|finding| {
            let severity = match (finding["severity"].as_str().unwrap(), finding.get("suppressed")) {
                ("error", None) => "major",
                ("warning", None) => "minor",
                _ => "info",
            };
            (finding["fingerprint"].as_str().unwrap().to_owned(), severity)
        })
        .collect();
    let issues = issues(&[NORTHWIND]);
    let found: Vec<(String, &str)> =
        issues.iter().map(|issue| (issue.fingerprint.clone(), issue.severity.as_str())).collect();
    assert_eq!(found, expected);
}

#[test]
fn what_cannot_be_checked_blocks() {
    let issues = issues(&["fixtures/hostile/invalid/unclosed"]);
    assert!(!issues.is_empty() && issues.iter().all(|issue| issue.severity == "blocker"));
}
