//! The schemas of what people write: in step with the reader, right about every fixture, and printed as they are.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may fail loudly")]

mod support;

use jsonschema::Validator;
use mitigap::checks::Severity;
use mitigap::cli::schema::SCHEMAS;
use mitigap::config::{CHOICES, GENERAL};
use mitigap::coverage::settings::Bound;
use mitigap::framework::WantedDepth;
use mitigap::framework::event::BuiltInEvent;
use mitigap::framework::reader::keys;
use mitigap::policy::{FailOn, Profile};
use mitigap::vocabulary::{Actor, DependencyKind, Evaluator, EvidenceKind, Exposure, Layer, Outcome, Status, Word};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::path::Path;

fn printed(name: &str) -> Value {
    let (code, out, err) = support::mitigap(&["schema", name], "");
    assert_eq!((code, err.as_str()), (0, ""), "{name}");
    serde_json::from_str(&out).unwrap()
}

fn validator(schema: &Value) -> Validator {
    assert!(jsonschema::meta::is_valid(schema));
    jsonschema::draft202012::new(schema).unwrap()
}

fn complaints(schema: &Validator, document: &Value) -> Vec<String> {
    schema.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// TOML as editors see it: dates are texts.
fn as_json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(flag) => flag.into(),
        toml::Value::Datetime(when) => when.to_string().into(),
        toml::Value::Array(items) => items.into_iter().map(as_json).collect(),
        toml::Value::Table(keys) => {
            keys.into_iter().map(|(key, value)| (key, as_json(value))).collect::<Map<_, _>>().into()
        }
    }
}

fn parsed(path: &Path) -> Option<Value> {
    let text = std::fs::read_to_string(path).ok()?;
    toml::from_str(text.trim_start_matches('\u{feff}')).ok().map(as_json)
}

#[test]
fn every_file_of_a_sound_fixture_fits_its_schema() {
    let [root, included] = ["framework", "included"].map(|name| validator(&printed(name)));
    let (mut wrong, mut files) = (Vec::new(), 0);
    for folder in support::fixtures() {
        let path = folder.join("framework.toml");
        let (_, out, _) = support::mitigap(&["check", path.to_str().unwrap(), "--no-config", "--format", "json"], "");
        let document: Value = serde_json::from_str(&out).unwrap();
        for framework in document["frameworks"].as_array().unwrap() {
            for (at, file) in framework["files"].as_array().unwrap().iter().enumerate() {
                let file = support::root().join(file.as_str().unwrap());
                let document = parsed(&file).unwrap_or_else(|| panic!("{} is no TOML", file.display()));
                let found = complaints(if at == 0 { &root } else { &included }, &document);
                wrong.extend(found.iter().map(|told| format!("{}: {told}", file.display())));
                files += 1;
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(files > 60, "only {files} files");
}

/// What is wrong with these is not for a schema to see: references, cycles, ids that are taken, what includes lead to.
const UNSEEN: &[&str] = &[
    "compensates-elsewhere",
    "comprises-cycle",
    "dangling-references",
    "dependency-cycle",
    "duplicate-ids",
    "extends-cycle",
    "include-itself",
    "include-leaves",
    "include-loop",
    "include-matches-nothing",
    "include-with-head",
    "relaxes-elsewhere",
];

#[test]
fn fixtures_of_a_wrong_shape_do_not_fit() {
    let root = validator(&printed("framework"));
    let mut refused = 0;
    for folder in std::fs::read_dir(support::root().join("fixtures/hostile/invalid")).unwrap() {
        let folder = folder.unwrap().path();
        let name = folder.file_name().unwrap().to_str().unwrap();
        // What is no TOML has no shape.
        if let Some(document) = parsed(&folder.join("framework.toml")) {
            assert_eq!(root.is_valid(&document), UNSEEN.contains(&name), "{name}");
            refused += usize::from(!UNSEEN.contains(&name));
        }
    }
    assert!(refused > 15, "only {refused} refused");
}

/// Each table of the format with its definition.
const TABLES: &[(&str, &keys::TableKind)] = &[
    ("framework", &keys::FRAMEWORK),
    ("scope", &keys::SCOPE),
    ("scope_include", &keys::SCOPE_INCLUDE),
    ("scope_exclude", &keys::SCOPE_EXCLUDE),
    ("level", &keys::LEVEL),
    ("tier", &keys::TIER),
    ("threat", &keys::THREAT),
    ("dependency", &keys::DEPENDENCY),
    ("event", &keys::EVENT),
    ("mitigation", &keys::MITIGATION),
    ("evidence", &keys::EVIDENCE),
    ("waiver", &keys::WAIVER),
];

fn names<'a>(list: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    list.into_iter().map(str::to_owned).collect()
}

fn properties(node: &Value) -> BTreeSet<String> {
    assert_eq!(node["additionalProperties"], json!(false), "{node}");
    names(node["properties"].as_object().unwrap().keys().map(String::as_str))
}

#[test]
fn the_keys_are_those_of_the_reader() {
    let schema = printed("framework");
    assert_eq!(properties(&schema), names(keys::ROOT.keys.iter().copied()));
    assert_eq!(properties(&printed("included")), names(keys::INCLUDED.keys.iter().copied()));
    for (name, kind) in TABLES {
        assert_eq!(properties(&schema["$defs"][name]), names(kind.keys.iter().copied()), "{name}");
    }
    let listed: Vec<_> = keys::LISTS.iter().filter(|kind| !TABLES.iter().any(|(_, known)| known == *kind)).collect();
    assert!(listed.is_empty(), "tables without a definition: {listed:?}");
}

fn words<W: Word>() -> Value {
    W::WORDS.iter().map(|(_, id)| *id).collect()
}

#[test]
fn the_words_are_those_of_the_program() {
    let schema = printed("framework");
    let of = |path: &str| schema["$defs"].pointer(path).unwrap_or_else(|| panic!("nothing at {path}")).clone();
    for (path, expected) in [
        ("/framework/properties/actor/enum", words::<Actor>()),
        ("/tier/properties/exposure/enum", words::<Exposure>()),
        ("/threat/properties/depth/anyOf/1/enum", words::<WantedDepth>()),
        ("/dependency/properties/kind/enum", words::<DependencyKind>()),
        ("/event/properties/voids_layers/items/enum", words::<Layer>()),
        ("/event/properties/voids_kinds/items/enum", words::<DependencyKind>()),
        ("/mitigation/properties/status/enum", words::<Status>()),
        ("/mitigation/properties/layer/enum", words::<Layer>()),
        ("/evidence/properties/kind/enum", words::<EvidenceKind>()),
        ("/evidence/properties/by/enum", words::<Evaluator>()),
        ("/evidence/properties/result/enum", words::<Outcome>()),
        ("/any_event/anyOf/0/enum", words::<BuiltInEvent>()),
    ] {
        assert_eq!(of(path), expected, "{path}");
    }
    let config = printed("config");
    let of = |key: &str| config["properties"][key]["enum"].clone();
    assert_eq!(of("profile"), words::<Profile>());
    assert_eq!(of("fail_on"), words::<FailOn>());
    assert_eq!(of("mapping"), words::<Bound>());
    assert_eq!(of("credit"), json!(["planned", "committed", "implemented"]));
    let severities = &config["properties"]["severity"]["additionalProperties"]["enum"];
    let (told, known) = (severities.as_array().unwrap(), words::<Severity>());
    assert_eq!(told.len(), known.as_array().unwrap().len());
    assert!(known.as_array().unwrap().iter().all(|word| told.contains(word)));
}

#[test]
fn no_key_takes_just_anything_and_each_is_described() {
    for name in ["framework", "config"] {
        let schema = printed(name);
        let tables = schema["$defs"].as_object().unwrap().values().chain([&schema]);
        for (key, node) in tables.filter_map(|table| table["properties"].as_object()).flatten() {
            let mut own = node.clone();
            own["$defs"] = schema["$defs"].clone();
            assert!(!validator(&own).is_valid(&json!([[true]])), "{name}: `{key}` takes a list of lists");
            assert!(node["description"].as_str().is_some_and(|told| told.ends_with('.')), "{name}: {key}");
        }
    }
}

#[test]
fn the_configuration_has_the_keys_that_are_read() {
    let schema = printed("config");
    assert_eq!(properties(&schema), names(GENERAL.iter().chain(&CHOICES).copied()));
    let over = &schema["properties"]["override"]["items"];
    assert_eq!(properties(over), names(["paths"].iter().chain(&CHOICES).copied()));
    for key in CHOICES {
        assert_eq!(over["properties"][key], schema["properties"][key], "{key}");
    }
}

#[test]
fn configurations_fit_or_do_not() {
    let schema = validator(&printed("config"));
    for (text, fits) in [
        ("", true),
        ("schema = 1\nprofile = \"audit\"\nbaseline = \"x.toml\"\naccept = 0.9\nmax_waiver_days = 366\n", true),
        ("[severity]\nno-owner = \"warning\"\n[[override]]\npaths = [\"drafts/**\"]\nprofile = \"draft\"\n", true),
        ("[paths]\nexclude = [\"x/**\"]\n[taxonomies]\nown = \"own.toml\"\n", true),
        ("profil = \"ci\"", false),
        ("fail_on = \"eror\"", false),
        ("accept = 2", false),
        ("credit = \"idea\"", false),
        ("max_waiver_days = 0", false),
        ("schema = 2", false),
        ("[severity]\noverdue = \"off\"", false),
        ("[[override]]\nprofile = \"audit\"", false),
        ("[paths]\nexclude = \"x\"", false),
    ] {
        let document = as_json(toml::from_str(text).unwrap());
        assert_eq!(schema.is_valid(&document), fits, "{text}");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mitigap.toml");
        std::fs::write(&path, text).unwrap();
        assert_eq!(mitigap::config::read(&path).is_ok(), fits, "the reader: {text}");
    }
}

#[test]
fn the_folder_holds_what_the_command_prints() {
    let files = std::fs::read_dir(support::root().join("schemas")).unwrap();
    let files = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let files: BTreeSet<String> = files.map(|name| name.replace("-v1.schema.json", "")).collect();
    assert_eq!(files, names(SCHEMAS.iter().map(|(name, _)| *name)));
    let (_, out, _) = support::mitigap(&["schema"], "");
    assert_eq!(out, std::fs::read_to_string(support::root().join("schemas/framework-v1.schema.json")).unwrap());
}
