//! SARIF, read with types made from the standard's own schema.

use super::{BROKEN, INPUTS, NORTHWIND, document, findings, rendered};
use crate::support;
use serde_json::Value;
use serde_sarif::sarif::{Location, ResultLevel, Sarif};
use std::collections::{BTreeMap, BTreeSet};

fn log(paths: &[&str]) -> Sarif {
    serde_json::from_str(&rendered("sarif", paths)).unwrap()
}

/// The values by name, for what the types make long.
fn run(paths: &[&str]) -> Value {
    let mut value: Value = serde_json::from_str(&rendered("sarif", paths)).unwrap();
    value["runs"][0].take()
}

#[test]
fn the_types_of_the_standard_read_every_log() {
    for paths in INPUTS {
        let log = log(paths);
        let [run] = log.runs.as_slice() else { panic!("one run") };
        let rules = run.tool.driver.rules.as_ref().unwrap();
        assert_eq!(rules.len(), mitigap::checks::CHECKS.len());
        for result in run.results.as_ref().unwrap() {
            let rule = &rules[usize::try_from(result.rule_index.unwrap()).unwrap()];
            assert_eq!(Some(&rule.id), result.rule_id.as_ref());
            assert!(matches!(result.level, Some(ResultLevel::Error | ResultLevel::Warning | ResultLevel::Note)));
        }
        for rule in rules {
            let help = rule.help.as_ref().unwrap();
            assert!(help.text.contains("Example that fires") && help.markdown.as_ref().unwrap().contains("```toml"));
            assert!(!help.text.contains("```") && !help.text.contains("## "));
        }
    }
}

#[test]
fn the_results_are_the_findings_of_the_json_with_the_same_fingerprints() {
    let (json, log) = (document(&[NORTHWIND]), log(&[NORTHWIND]));
    let results = log.runs[0].results.as_ref().unwrap();
    let findings = findings(&json);
    assert_eq!(results.len(), findings.len());
    for (result, finding) in results.iter().zip(findings) {
        let prints = result.partial_fingerprints.as_ref().unwrap();
        assert_eq!(prints["mitigapMeaning/v1"], finding["fingerprint"].as_str().unwrap());
        let suppressions = result.suppressions.as_ref().unwrap();
        assert_eq!(suppressions.is_empty(), finding.get("suppressed").is_none());
        for suppression in suppressions {
            assert_eq!(suppression.justification.as_deref(), finding["suppressed"]["reason"].as_str());
        }
    }
    assert_eq!(results.iter().filter(|result| !result.suppressions.as_ref().unwrap().is_empty()).count(), 3);
}

/// The text a region covers, counted in code points, as `columnKind` says.
fn covered(location: &Location) -> (String, String) {
    let place = location.physical_location.as_ref().unwrap();
    let (artifact, region) = (place.artifact_location.as_ref().unwrap(), place.region.as_ref().unwrap());
    assert_eq!(artifact.uri_base_id.as_deref(), Some("SRCROOT"));
    let path = percent_encoding::percent_decode_str(artifact.uri.as_ref().unwrap()).decode_utf8().unwrap().into_owned();
    let text = std::fs::read_to_string(support::root().join(path)).unwrap();
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').split_inclusive('\n').collect();
    let number = |at: Option<i64>| usize::try_from(at.unwrap()).unwrap();
    let (first, last) = (number(region.start_line) - 1, number(region.end_line) - 1);
    let mut text: String = lines[first..lines.len().min(last + 1)].concat();
    let after = lines.get(last).map_or(0, |line| line.chars().count().saturating_sub(number(region.end_column) - 1));
    text = text.chars().take(text.chars().count() - after).skip(number(region.start_column) - 1).collect();
    (text, region.snippet.as_ref().unwrap().text.clone().unwrap())
}

#[test]
fn every_region_covers_its_snippet_counted_in_code_points() {
    for paths in
        [&[NORTHWIND][..], &["fixtures/hostile/valid/other-language", "fixtures/hostile/valid/byte-order-mark"]]
    {
        let log = log(paths);
        assert_eq!(serde_json::to_value(&log.runs[0].column_kind).unwrap(), "unicodeCodePoints");
        for result in log.runs[0].results.as_ref().unwrap() {
            let related = result.related_locations.iter().flatten();
            for location in result.locations.as_ref().unwrap().iter().chain(related) {
                let (text, snippet) = covered(location);
                assert_eq!(text, snippet);
            }
        }
    }
}

#[test]
fn results_and_taxa_point_at_what_is_there() {
    for paths in INPUTS {
        let run = run(paths);
        let taxa = |at: &Value| run["taxonomies"][usize::try_from(at.as_u64().unwrap()).unwrap()]["taxa"].clone();
        for result in run["results"].as_array().unwrap() {
            for taxon in result["taxa"].as_array().into_iter().flatten() {
                let found =
                    &taxa(&taxon["toolComponent"]["index"])[usize::try_from(taxon["index"].as_u64().unwrap()).unwrap()];
                assert_eq!(found["id"], taxon["id"]);
            }
            let place = &result["locations"][0]["physicalLocation"]["artifactLocation"];
            let artifact = &run["artifacts"][usize::try_from(place["index"].as_u64().unwrap()).unwrap()];
            assert_eq!(artifact["location"]["uri"], place["uri"]);
        }
        for taxonomy in run["taxonomies"].as_array().unwrap() {
            let ids: BTreeSet<&str> =
                taxonomy["taxa"].as_array().unwrap().iter().map(|taxon| taxon["id"].as_str().unwrap()).collect();
            assert_eq!(ids.len(), taxonomy["taxa"].as_array().unwrap().len());
        }
    }
    let run = run(&[NORTHWIND]);
    assert_eq!(run["taxonomies"][0]["name"], "airi-2026");
    assert_eq!(run["taxonomies"][0]["version"], "2026, preliminary edition of three levels");
}

#[test]
fn a_file_that_does_not_parse_is_a_failed_run_with_its_places() {
    let run = run(BROKEN);
    let invocation = &run["invocations"][0];
    assert_eq!((&invocation["executionSuccessful"], &invocation["exitCode"]), (&Value::Bool(false), &Value::from(2)));
    let notifications = invocation["toolExecutionNotifications"].as_array().unwrap();
    let errors = document(BROKEN)["errors"].as_array().unwrap().len();
    assert_eq!(notifications.len(), errors);
    let placed = notifications.iter().filter(|told| told["locations"][0]["physicalLocation"]["region"].is_object());
    assert!(placed.count() > errors / 2);
    for told in notifications {
        let at = usize::try_from(told["descriptor"]["index"].as_u64().unwrap()).unwrap();
        assert_eq!(run["tool"]["driver"]["notifications"][at]["id"], told["descriptor"]["id"]);
    }
    assert!(!run["results"].as_array().unwrap().is_empty(), "the sound file is reported all the same");
    let sound = self::run(&[NORTHWIND]);
    assert_eq!(sound["invocations"][0]["executionSuccessful"], true);
}

#[test]
fn fingerprints_survive_moved_lines() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("framework.toml");
    let text = std::fs::read_to_string(support::root().join("fixtures/first-draft/framework.toml")).unwrap();
    let prints = |text: String| -> BTreeMap<String, Value> {
        std::fs::write(&path, text).unwrap();
        let run = run(&[path.to_str().unwrap()]);
        let results = run["results"].as_array().unwrap().iter();
        results
            .map(|result| {
                let print = result["partialFingerprints"]["mitigapMeaning/v1"].as_str().unwrap().to_owned();
                (print, result["locations"][0]["physicalLocation"]["region"]["startLine"].clone())
            })
            .collect()
    };
    let (before, after) = (prints(text.clone()), prints(format!("# one\n# two\n\n{text}")));
    assert!(before.keys().eq(after.keys()) && before.values().ne(after.values()));
}
