//! OSCAL: what its data types and references ask for. The whole model is read by the tool that `scripts/consumers` runs.

use super::{INPUTS, NORTHWIND, document, findings, rendered};
use serde_json::Value;
use std::collections::BTreeSet;

fn parsed(format: &str, paths: &[&str]) -> Value {
    serde_json::from_str(&rendered(format, paths)).unwrap()
}

/// Every value with the key that holds it.
fn each(value: &Value, key: &str, see: &mut impl FnMut(&str, &Value)) {
    see(key, value);
    match value {
        Value::Array(items) => items.iter().for_each(|item| each(item, key, see)),
        Value::Object(entries) => entries.iter().for_each(|(key, value)| each(value, key, see)),
        _ => {}
    }
}

fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && text.chars().all(|c| c == '-' || c.is_ascii_hexdigit())
        && groups[2].starts_with('5')
        && groups[3].starts_with(['8', '9', 'a', 'b'])
}

fn is_token(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_alphanumeric() || "._-".contains(c))
}

#[test]
fn every_string_is_of_its_data_type_and_no_list_is_empty() {
    for format in ["oscal", "oscal-mapping"] {
        for paths in INPUTS {
            let document = parsed(format, paths);
            each(&document, "", &mut |key, value| match value {
                Value::String(text) if key.ends_with("uuid") => assert!(is_uuid(text), "{key}: {text}"),
                Value::String(text)
                    if ["control-id", "target-id", "relationship", "name"].contains(&key) || key == "with-ids" =>
                {
                    assert!(is_token(text), "{key}: {text}");
                }
                Value::String(text) => {
                    assert!(!text.is_empty() && text.trim() == text && !text.contains('\n'), "{key}: {text:?}");
                }
                Value::Array(items) => assert!(!items.is_empty(), "{format} {paths:?}: {key}"),
                Value::Null => panic!("{key}"),
                _ => {}
            });
        }
    }
}

#[test]
fn what_is_referred_to_is_there_and_nothing_has_the_name_of_another() {
    for format in ["oscal", "oscal-mapping"] {
        for paths in INPUTS {
            let document = parsed(format, paths);
            let (mut own, mut referred) = (BTreeSet::new(), BTreeSet::new());
            each(&document, "", &mut |_, value| {
                let Value::Object(entries) = value else { return };
                for (key, value) in entries.iter().filter_map(|(key, value)| Some((key, value.as_str()?))) {
                    match key.as_str() {
                        "uuid" => {
                            assert!(own.insert(value.to_owned()), "{format} {paths:?}: {value} twice");
                        }
                        "observation-uuid" | "component-uuid" | "actor-uuid" => drop(referred.insert(value.to_owned())),
                        "href" if value.starts_with('#') => drop(referred.insert(value[1..].to_owned())),
                        _ => {}
                    }
                }
            });
            let dangling: Vec<_> = referred.difference(&own).collect();
            assert!(dangling.is_empty(), "{format} {paths:?}: {dangling:?}");
        }
    }
}

#[test]
fn an_objective_is_satisfied_exactly_where_the_leaf_or_threat_meets_its_depth() {
    let (oscal, json) = (parsed("oscal", &[NORTHWIND]), document(&[NORTHWIND]));
    let result = &oscal["assessment-results"]["results"][0];
    let framework = &json["frameworks"][0];
    let leaves =
        framework["taxonomies"][0]["categories"].as_array().unwrap().iter().filter(|node| node["expected"] == true);
    let meets: Vec<bool> =
        leaves.chain(framework["threats"].as_array().unwrap()).map(|row| row["meets"].as_bool().unwrap()).collect();
    let states = result["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["target"]["status"]["state"] == "satisfied");
    assert_eq!(states.collect::<Vec<_>>(), meets);
    assert_eq!(result["observations"].as_array().unwrap().len(), findings(&json).len());
}

#[test]
fn the_gap_summaries_name_what_is_mapped_to_nothing() {
    let (oscal, json) = (parsed("oscal-mapping", &[NORTHWIND]), document(&[NORTHWIND]));
    let mapping = &oscal["mapping-collection"]["mappings"][0];
    let framework = &json["frameworks"][0];
    let gaps = |side: &str| mapping[side]["unmapped-controls"][0]["with-ids"].clone();
    let unmapped = framework["mitigations"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|entry| entry["mapping"]["categories"].as_array().is_none_or(Vec::is_empty));
    assert_eq!(gaps("source-gap-summary"), unmapped.map(|entry| entry["id"].clone()).collect::<Value>());
    let categories = framework["taxonomies"][0]["categories"].as_array().unwrap().iter();
    let missing =
        categories.filter(|node| node["expected"] == true && node["mitigations"].as_array().is_none_or(Vec::is_empty));
    let missing =
        missing.map(|node| Value::from(format!("airi-2026_{}", node["code"].as_str().unwrap()))).collect::<Value>();
    assert_eq!(gaps("target-gap-summary"), missing);
    assert!(!missing.as_array().unwrap().is_empty());
}
