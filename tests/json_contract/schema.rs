//! The schemas themselves: strict, described, and in step with the words of the program.

use jsonschema::Validator;
use mitigap::checks::Severity;
use mitigap::coverage::settings::Bound;
use mitigap::coverage::state::State;
use mitigap::diff::{Direction, Kind};
use mitigap::policy::{FailOn, Profile};
use mitigap::vocabulary::{DependencyKind, Exposure, Layer, Role, Status, Word};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The schema of `check`.
pub(crate) const REPORT: &str = include_str!("../../schemas/report-v1.schema.json");
/// The schema of `map`.
pub(crate) const MAP: &str = include_str!("../../schemas/map-v1.schema.json");
/// The schema of `what-if`.
pub(crate) const WHAT_IF: &str = include_str!("../../schemas/what-if-v1.schema.json");
/// The schema of `suggest`.
pub(crate) const SUGGEST: &str = include_str!("../../schemas/suggest-v1.schema.json");
/// The schema of `diff`.
pub(crate) const DIFF: &str = include_str!("../../schemas/diff-v1.schema.json");
/// All of them.
pub(crate) const COMPARE: &str = include_str!("../../schemas/compare-v1.schema.json");
const ALL: [&str; 6] = [REPORT, MAP, WHAT_IF, SUGGEST, DIFF, COMPARE];

/// The published schema with the door for new keys shut: what is written and not described is a mistake.
pub(crate) fn shut(schema: &str) -> Validator {
    let mut schema = parsed(schema);
    visit(&mut schema, &mut |node| {
        if let Some(door) = node.get_mut("additionalProperties") {
            *door = json!(false);
        }
    });
    jsonschema::draft202012::new(&schema).unwrap()
}

/// The complaints of a schema about a document.
pub(crate) fn complaints(schema: &Validator, document: &Value) -> Vec<String> {
    schema.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

fn parsed(schema: &str) -> Value {
    serde_json::from_str(schema).unwrap()
}

fn visit(node: &mut Value, act: &mut impl FnMut(&mut Value)) {
    act(node);
    match node {
        Value::Array(items) => items.iter_mut().for_each(|item| visit(item, act)),
        Value::Object(keys) => keys.values_mut().for_each(|value| visit(value, act)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Every object schema of a document with the name of its definition.
fn objects(schema: &Value) -> Vec<(String, &Value)> {
    let definitions = schema["$defs"].as_object().unwrap().iter().map(|(name, node)| (name.clone(), node));
    std::iter::once(("document".to_owned(), schema))
        .chain(definitions)
        .filter(|(_, node)| node["type"] == "object")
        .collect()
}

/// The definition and key of everything that a document says, found by walking it along the schema.
pub(crate) fn keys_said(schema: &str, document: &Value) -> BTreeSet<(String, String)> {
    let schema = parsed(schema);
    let mut said = BTreeSet::new();
    walk(&schema, ("document", &schema), document, &mut said);
    said
}

fn walk(root: &Value, (name, node): (&str, &Value), value: &Value, said: &mut BTreeSet<(String, String)>) {
    if let Some(reference) = node["$ref"].as_str() {
        let name = reference.rsplit('/').next().unwrap();
        return walk(root, (name, &root["$defs"][name]), value, said);
    }
    for item in value.as_array().into_iter().flatten() {
        walk(root, (name, &node["items"]), item, said);
    }
    for (key, value) in value.as_object().into_iter().flatten() {
        said.insert((name.to_owned(), key.clone()));
        walk(root, (name, &node["properties"][key]), value, said);
    }
}

/// The definition and key of everything that a schema describes.
pub(crate) fn keys_described(schema: &str) -> BTreeSet<(String, String)> {
    let schema = parsed(schema);
    let of = |(name, node): (String, &Value)| -> Vec<(String, String)> {
        node["properties"].as_object().unwrap().keys().map(|key| (name.clone(), key.clone())).collect()
    };
    objects(&schema).into_iter().flat_map(of).collect()
}

#[test]
fn all_schemas_are_schemas() {
    for schema in ALL {
        assert!(jsonschema::meta::is_valid(&parsed(schema)));
    }
}

#[test]
fn every_object_says_what_it_requires_and_lets_keys_be_added() {
    for schema in ALL.map(parsed) {
        for (name, node) in objects(&schema) {
            let keys = node["properties"].as_object().unwrap();
            assert_eq!(node["additionalProperties"], json!(true), "{name}");
            for required in node["required"].as_array().unwrap() {
                assert!(keys.contains_key(required.as_str().unwrap()), "{name} requires {required}");
            }
        }
    }
}

#[test]
fn what_may_be_absent_is_listed_here() {
    let schema = parsed(REPORT);
    let mut optional: Vec<String> = Vec::new();
    for (name, node) in objects(&schema) {
        let keys = node["properties"].as_object().unwrap().keys();
        let free = keys.filter(|key| !node["required"].as_array().unwrap().contains(&json!(key)));
        optional.extend(free.map(|key| format!("{name}.{key}")));
    }
    let of_leaves = ["cells", "depth", "expected", "meets", "mitigations", "state", "state_declared", "wanted"];
    let of_categories =
        ["broad", "covered_from", "leaves", "parent"].into_iter().chain(of_leaves).map(|key| format!("category.{key}"));
    let others = [
        "dependency.failover",
        "document.left_out",
        "error.help",
        "error.place",
        "finding.category",
        "finding.entry",
        "finding.help",
        "finding.mitigation",
        "finding.suppressed",
        "finding.threat",
        "finding.tier",
        "framework.baseline",
        "framework.settings",
        "framework.version",
        "known.category",
        "known.causes",
        "known.depth",
        "known.entry",
        "known.examined",
        "known.mitigation",
        "known.threat",
        "known.tier",
        "level.threshold",
        "mapping.doubt",
        "mitigation.layer",
        "mitigation.role",
        "settings.accept",
        "settings.baseline",
        "settings.config",
        "settings.level",
        "suppressed.expires",
        "suppressed.owner",
        "suppressed.reason",
        "threat.domain",
        "tier.exposure",
    ];
    let listed: BTreeSet<String> = of_categories.chain(others.map(str::to_owned)).collect();
    assert_eq!(optional.into_iter().collect::<BTreeSet<_>>(), listed);
}

#[test]
fn a_leaf_and_an_inner_node_each_have_their_own_keys() {
    let mut schema = parsed(REPORT);
    schema["$ref"] = json!("#/$defs/category");
    for key in ["properties", "required"] {
        schema.as_object_mut().unwrap().remove(key);
    }
    let schema = jsonschema::draft202012::new(&schema).unwrap();
    let head = json!({ "code": "1", "name": "n", "role": "protective" });
    let node = |leaf: bool, keys: Value| {
        let mut node = head.clone();
        let all = node.as_object_mut().unwrap();
        all.insert("leaf".to_owned(), json!(leaf));
        all.extend(keys.as_object().unwrap().clone());
        node
    };
    let words: serde_json::Map<String, Value> = words::<State>().into_iter().map(|state| (state, json!(0))).collect();
    let inner = json!({ "leaves": words, "broad": [] });
    let leaf = json!({
        "expected": true, "state": "missing", "state_declared": "missing", "meets": false,
        "depth": 0, "wanted": 2, "mitigations": [], "cells": []
    });
    assert!(schema.is_valid(&node(true, leaf.clone())) && schema.is_valid(&node(false, inner.clone())));
    assert!(!schema.is_valid(&node(false, leaf.clone())) && !schema.is_valid(&node(true, inner)));
    for key in leaf.as_object().unwrap().keys() {
        let mut without = leaf.clone();
        without.as_object_mut().unwrap().remove(key);
        assert!(!schema.is_valid(&node(true, without)), "{key}");
    }
}

#[test]
fn every_key_is_described_in_plain_words() {
    for schema in ALL.map(parsed) {
        for (name, node) in objects(&schema) {
            for (key, value) in node["properties"].as_object().unwrap() {
                let described = value["description"].as_str().is_some_and(|text| text.ends_with('.'));
                assert!(described, "{name}.{key} has no description");
            }
        }
    }
}

#[test]
fn what_several_schemas_define_is_defined_alike() {
    let report = parsed(REPORT);
    let own = ["framework", "taxonomy", "supposed", "change", "standing", "totals", "addition"];
    let of_diff = ["judged", "side", "failure", "incomparable", "subject"];
    let of_compare = ["difference", "row", "cell", "row-of-threat", "cell-of-threat"];
    let own = [&own[..], &of_diff, &of_compare].concat();
    for schema in [MAP, WHAT_IF, SUGGEST, DIFF, COMPARE].map(parsed) {
        for (name, node) in
            schema["$defs"].as_object().unwrap().iter().filter(|(name, _)| !own.contains(&name.as_str()))
        {
            assert_eq!(*node, report["$defs"][name], "{name}");
        }
    }
}

#[test]
fn every_definition_is_used() {
    for schema in ALL {
        for name in parsed(schema)["$defs"].as_object().unwrap().keys() {
            assert!(schema.contains(&format!("\"#/$defs/{name}\"")), "{name} is used nowhere");
        }
    }
}

#[test]
fn the_words_of_a_diff_are_those_of_the_program() {
    let schema = parsed(DIFF);
    assert_eq!(schema["$defs"]["change"]["properties"]["kind"]["enum"], json!(words::<Kind>()));
    assert_eq!(schema["$defs"]["change"]["properties"]["direction"]["enum"], json!(words::<Direction>()));
    assert_eq!(schema["$defs"]["judged"]["properties"]["mapping"]["enum"], json!(words::<Bound>()));
}

#[test]
fn the_lists_of_words_are_those_of_the_program() {
    let schema = parsed(REPORT);
    let listed = |place: &str| -> Vec<String> {
        let list = schema.pointer(&format!("/$defs/{place}/enum")).unwrap().as_array().unwrap();
        list.iter().map(|word| word.as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(listed("status"), words::<Status>());
    assert_eq!(listed("severity"), words::<Severity>());
    assert_eq!(listed("layer"), words::<Layer>());
    assert_eq!(listed("role"), words::<Role>());
    assert_eq!(listed("state"), words::<State>());
    assert_eq!(listed("dependency/properties/kind"), words::<DependencyKind>());
    assert_eq!(listed("tier/properties/exposure"), words::<Exposure>());
    assert_eq!(listed("settings/properties/profile"), words::<Profile>());
    assert_eq!(listed("settings/properties/fail_on"), words::<FailOn>());
    assert_eq!(listed("settings/properties/mapping"), words::<Bound>());
}

#[test]
fn counts_by_state_have_a_key_for_every_state() {
    let schema = parsed(REPORT);
    let required = |name: &str| schema["$defs"][name]["required"].as_array().unwrap().clone();
    for state in words::<State>() {
        assert!(required("summary").contains(&json!(state)), "{state}");
    }
    assert_eq!(required("leaves"), words::<State>().into_iter().map(Value::from).collect::<Vec<_>>());
}

fn words<W: Word>() -> Vec<String> {
    W::WORDS.iter().map(|(_, id)| (*id).to_owned()).collect()
}
