//! The documents of `what-if`, `suggest` and `diff` against their schemas.

use super::schema::{COMPARE, DIFF, SUGGEST, WHAT_IF, complaints, keys_described, keys_said, shut};
use super::support::{fixtures, mitigap};
use mitigap::coverage::state::State;
use mitigap::suggest::Goal;
use mitigap::vocabulary::Word;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const NORTHWIND: &str = "fixtures/northwind/framework.toml";

/// What a run writes as JSON.
fn document(arguments: &[&str]) -> Value {
    let all: Vec<&str> = arguments.iter().copied().chain(["--format", "json"]).collect();
    let (code, out, err) = mitigap(&all, "");
    assert_eq!(code, 0, "{arguments:?}: {out}{err}");
    serde_json::from_str(&out).unwrap()
}

/// Questions that between them make every key appear.
fn suppositions() -> Vec<Value> {
    [
        vec!["--without", "guard-model", "--tier", "internal"],
        vec!["--event", "insider-admin", "--event", "log-loss", "--level", "high"],
        vec!["--level", "baseline"],
    ]
    .into_iter()
    .map(|asked| document(&[vec!["what-if", NORTHWIND], asked].concat()))
    .collect()
}

/// A framework with nothing to log, so that the loss of logs says nothing.
fn untested() -> Value {
    let text = "[framework]\nname = \"x\"\n[[mitigation]]\nid = \"a\"\nname = \"A\"\ncategory = \"1.2.1\"\n";
    let (code, out, err) = mitigap(&["what-if", "-", "--event", "log-loss", "--format", "json"], text);
    assert_eq!(code, 0, "{err}");
    serde_json::from_str(&out).unwrap()
}

fn suggestions() -> Vec<Value> {
    Goal::WORDS.iter().map(|(_, goal)| document(&["suggest", NORTHWIND, "--goal", goal])).collect()
}

fn meets(schema: &str, documents: &[Value]) {
    let shut = shut(schema);
    for document in documents {
        assert_eq!(complaints(&shut, document), [""; 0], "{document:#}");
    }
}

fn missed(schema: &str, documents: &[Value]) -> Vec<(String, String)> {
    let said: BTreeSet<_> = documents.iter().flat_map(|document| keys_said(schema, document)).collect();
    keys_described(schema).difference(&said).cloned().collect()
}

#[test]
fn what_if_meets_its_schema_and_says_every_key_of_it() {
    let documents = [suppositions(), vec![untested()]].concat();
    meets(WHAT_IF, &documents);
    assert_eq!(missed(WHAT_IF, &documents), []);
    assert_eq!(untested()["not_tested"], json!(["log-loss"]));
}

#[test]
fn suggest_meets_its_schema_and_says_every_key_of_it() {
    let documents = suggestions();
    meets(SUGGEST, &documents);
    assert_eq!(missed(SUGGEST, &documents), []);
}

#[test]
fn every_fixture_gives_suggestions_that_meet_the_schema() {
    let sound = fixtures().into_iter().filter(|folder| !folder.starts_with("fixtures/hostile/invalid"));
    let shut = shut(SUGGEST);
    for folder in sound {
        let path = folder.join("framework.toml");
        let document = document(&["suggest", path.to_str().unwrap(), "--goal", "wanted"]);
        assert_eq!(complaints(&shut, &document), [""; 0], "{}", folder.display());
    }
}

#[test]
fn a_change_is_about_a_category_or_a_threat() {
    let shut = shut(WHAT_IF);
    let mut document = untested();
    let standing = json!({ "depth": 1, "meets": false });
    let mut change = json!({ "tier": "t", "before": standing, "after": standing });
    document["changes"] = json!([change]);
    assert!(!shut.is_valid(&document));
    change["category"] = json!("1.1.1");
    document["changes"] = json!([change]);
    assert!(shut.is_valid(&document));
    change["threat"] = json!("x");
    document["changes"] = json!([change]);
    assert!(!shut.is_valid(&document));
}

#[test]
fn their_lists_of_words_are_those_of_the_program() {
    let words = |schema: &str, place: &str| -> Vec<String> {
        let schema: Value = serde_json::from_str(schema).unwrap();
        let list = schema.pointer(place).unwrap().as_array().unwrap();
        list.iter().map(|word| word.as_str().unwrap().to_owned()).collect()
    };
    let states: Vec<&str> = State::WORDS.iter().map(|(_, id)| *id).collect();
    let goals: Vec<&str> = Goal::WORDS.iter().map(|(_, id)| *id).collect();
    assert_eq!(words(WHAT_IF, "/$defs/state/enum"), states);
    assert_eq!(words(SUGGEST, "/properties/goal/enum"), goals);
}

/// Diffs that between them make every key appear: one of everything, one at a level, one that cannot be read, one over two
/// taxonomies, one of a moved file.
fn diffs() -> Vec<Value> {
    let folder = tempfile::tempdir().unwrap();
    let side = |name: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.join(name)).unwrap();
        std::fs::copy("fixtures/minimal/framework.toml", path.join(name).join("framework.toml")).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let (old, new) = (side("old"), side("new"));
    let asked = [
        vec![NORTHWIND, NORTHWIND, "--level", "high"],
        vec!["fixtures/minimal", "fixtures/hostile/invalid/unknown-keys"],
        vec!["fixtures/minimal", "fixtures/states/below-target"],
        vec!["fixtures/minimal/framework.toml", NORTHWIND],
        vec![&old, &new],
    ];
    let written = std::fs::read_to_string("fixtures/diff/expected.json").unwrap();
    let run = |asked: Vec<&str>| mitigap(&[vec!["diff", "--format", "json"], asked].concat(), "").1;
    let texts = asked.into_iter().map(run).chain([written]);
    texts.map(|text| serde_json::from_str(&text).unwrap()).collect()
}

#[test]
fn diff_meets_its_schema_and_says_every_key_of_it() {
    let documents = diffs();
    meets(DIFF, &documents);
    assert_eq!(missed(DIFF, &documents), []);
}

#[test]
fn compare_meets_its_schema_and_says_every_key_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("compare.json");
    let asked = ["compare", NORTHWIND, "fixtures/published", "fixtures/states/out-of-scope", "--output"];
    let target = format!("json={}", path.to_str().unwrap());
    let (code, out, _) = mitigap(&[&asked[..], &[&target]].concat(), "");
    assert_eq!(code, 0);
    assert!(!out.starts_with('{'), "the terminal has its own format");
    let documents = [serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()];
    meets(COMPARE, &documents);
    assert_eq!(missed(COMPARE, &documents), []);
}
