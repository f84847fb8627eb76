//! One finding a line: the places and words of the JSON, and nothing that could be taken for another line.

use super::{INPUTS, document, findings, rendered};
use crate::support;
use serde_json::Value;

/// Path, line and column of a place as a line begins with them.
fn place(place: &Value) -> String {
    format!("{}:{}:{}: ", place["path"].as_str().unwrap(), place["line"], place["column"])
}

#[test]
fn every_finding_is_one_line_in_the_order_of_the_json() {
    for paths in INPUTS {
        let (text, json) = (rendered("concise", paths), document(paths));
        let mut lines = text.lines();
        for finding in findings(&json) {
            let check = finding["check"].as_str().unwrap();
            let waived = finding.get("suppressed").is_some();
            let severity = if waived { "waived" } else { finding["severity"].as_str().unwrap() };
            let begins = format!("{severity}[{check}]: ");
            assert!(
                lines.any(|line| line.starts_with(&place(&finding["place"])) && line.contains(&begins)),
                "{finding}"
            );
        }
        let problems = json["errors"].as_array().unwrap().len();
        let told = json["frameworks"].as_array().unwrap().len();
        assert_eq!(text.lines().count(), problems + findings(&json).len() + told, "{paths:?}");
    }
}

#[test]
fn the_place_of_a_line_covers_what_the_finding_is_about() {
    let text = std::fs::read_to_string(support::root().join("fixtures/northwind/framework.toml")).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let told = rendered("concise", &["fixtures/northwind"]);
    let gaps = told.lines().filter(|line| line.contains("[tier-gap]: tier `"));
    let mut seen = 0;
    for gap in gaps {
        let tier = gap.split('`').nth(1).unwrap();
        let numbers: Vec<usize> = gap.split(':').skip(1).take(2).map(|number| number.parse().unwrap()).collect();
        assert_eq!(&lines[numbers[0] - 1][numbers[1] - 1..], format!("\"{tier}\""), "{gap}");
        seen += 1;
    }
    assert!(seen > 0);
}
