//! `mitigap taxonomy eval`: the figures of labelled files, for any taxonomy.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

mod support;

use serde_json::Value;
use support::mitigap;

const LABELS: &str = "fixtures/published/g42/labels.jsonl";

#[test]
fn the_figures_of_a_labelled_file_are_told_as_text_and_as_json() {
    let (code, text, err) = mitigap(&["taxonomy", "eval", LABELS], "");
    assert_eq!((code, err.as_str()), (0, ""));
    for part in ["accept@1", "exact", "accept@3", "answered at 0.95", "calibration error", "worst errors"] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
    let (code, text, _) = mitigap(&["taxonomy", "eval", LABELS, LABELS, "--format", "json"], "");
    let document: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        (code, &document["schema_version"], &document["taxonomy"]),
        (0, &Value::from(1), &Value::from("airi-2026"))
    );
    let lines = std::fs::read_to_string(LABELS).unwrap().lines().count();
    assert_eq!(document["figures"]["texts"], Value::from(2 * lines));
    let keys = ["accept_at_1", "exact", "accept_at_3", "answered_at_95", "calibration_error", "confusions", "worst"];
    assert!(keys.iter().all(|key| document["figures"].get(key).is_some()), "{document}");
}

#[test]
fn another_taxonomy_goes_the_same_way() {
    let folder = tempfile::tempdir().unwrap();
    let (labels, own) = (folder.path().join("labels.jsonl"), "fixtures/states/below-target/taxonomy.toml");
    let code = std::fs::read_to_string(own).unwrap();
    let code = code.lines().find_map(|line| line.strip_prefix("code = \"")?.strip_suffix('"')).unwrap().to_owned();
    std::fs::write(
        &labels,
        format!("{{\"name\": \"x\", \"category\": \"{code}\"}}\n\n{{\"name\": \"y\", \"category\": \"NONE\"}}\n"),
    )
    .unwrap();
    let (exit, text, err) = mitigap(&["taxonomy", "eval", labels.to_str().unwrap(), "--taxonomy", own], "");
    assert_eq!((exit, err.as_str()), (0, ""));
    assert!(text.contains("texts                  2"), "{text}");
}

#[test]
fn what_is_no_labelled_text_is_refused_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let labels = folder.path().join("labels.jsonl");
    let path = labels.to_str().unwrap();
    for (text, code, message) in [
        ("{\"name\": \"x\", \"category\": \"1.1.1\"}\n{\"name\": 1}\n", 2, "line 2 is no labelled text"),
        ("{\"name\": \"x\", \"category\": \"1.1.7\"}\n", 2, "has the label `1.1.7`, which is no code of airi-2026"),
        ("\n", 3, "no labelled text in"),
    ] {
        std::fs::write(&labels, text).unwrap();
        let (exit, out, err) = mitigap(&["taxonomy", "eval", path], "");
        assert!(exit == code && out.is_empty() && err.contains(message), "{exit} {err}");
    }
    assert_eq!(mitigap(&["taxonomy", "eval", "no/such/file"], "").0, 2);
    assert_eq!(mitigap(&["taxonomy", "eval", LABELS, "--taxonomy", "no-such"], "").0, 2);
}
