//! What changed between two versions: every kind of change in both directions, laws, formats, and real git repositories.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may fail loudly")]

#[path = "diff/formats.rs"]
mod formats;
#[path = "diff/kinds.rs"]
mod kinds;
#[path = "diff/laws.rs"]
mod laws;
#[path = "diff/repository.rs"]
mod repository;
mod support;

use serde_json::Value;

/// The diff of two texts as JSON.
fn of_texts(old: &str, new: &str) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    of(&path("old.toml", old), &path("new.toml", new))
}

/// The diff of two paths as JSON.
fn of(old: &str, new: &str) -> Value {
    let (_, out, err) = support::mitigap(&["diff", old, new, "--format", "json"], "");
    assert_eq!(err, "", "{old} -> {new}");
    serde_json::from_str(&out).unwrap()
}

/// The changes of the first framework of a diff.
fn changes(diff: &Value) -> Vec<Value> {
    diff["frameworks"]
        .as_array()
        .unwrap()
        .first()
        .map_or_else(Vec::new, |one| one["changes"].as_array().unwrap().clone())
}

/// Their kinds, sorted.
fn kinds_of(diff: &Value) -> Vec<String> {
    let mut kinds: Vec<String> = changes(diff).iter().map(|one| one["kind"].as_str().unwrap().to_owned()).collect();
    kinds.sort();
    kinds
}
