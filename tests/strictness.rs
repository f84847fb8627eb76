//! Nothing counts for more than it is: what rests on something by its chain, what is not in published weights, what does
//! not make up for what a tier relaxes, and texts that say nothing.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may fail loudly")]

mod support;

use serde_json::Value;
use support::mitigap;

/// The one framework of a report on this text.
fn report(text: &str) -> Value {
    let (_, out, err) = mitigap(&["check", "-", "--format", "json", "--as-of", support::AS_OF], text);
    let document: Value = serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {err}"));
    document["frameworks"][0].clone()
}

fn depth_of_the_threat(text: &str) -> Value {
    report(text)["threats"][0]["cells"][0]["depth"].clone()
}

const HEAD: &str = "[framework]\nname = \"Strict\"\n[[threat]]\nid = \"theft\"\n";

/// An entry in a category, against the threat.
fn measure(id: &str, category: &str, more: &str) -> String {
    format!(
        "[[mitigation]]\nid = \"{id}\"\nname = \"{id}\"\ncategory = {category}\nthreats = [\"theft\"]\n\
         depends_on = []\n{more}\n"
    )
}

#[test]
fn a_chain_named_after_a_dependency_rests_on_all_that_this_rests_on() {
    let rack = "[[dependency]]\nid = \"rack\"\n[[dependency]]\nid = \"shift\"\ndepends_on = [\"rack\"]\n";
    let alarm = measure("alarm", "\"1.2.3\"", "chain = \"shift\"");
    let gate = measure("gate", "\"1.2.1\"", "").replace("depends_on = []", "depends_on = [\"rack\"]");
    let text = format!("{HEAD}{rack}{alarm}{gate}");
    assert_eq!(depth_of_the_threat(&text), 1, "the rack takes both");
    let second = measure("siren", "\"1.2.3\"", "chain = \"shift\"");
    let apart = format!("{HEAD}{rack}{alarm}{second}{}", measure("gate", "\"1.2.1\"", ""));
    let cuts = report(&apart)["threats"][0]["cells"][0]["cut_sets"].clone();
    let cuts = cuts.as_array().unwrap();
    assert!((1..cuts.len()).all(|at| !cuts[..at].contains(&cuts[at])), "a cut set is told once: {cuts:?}");
    let (code, out, _) = mitigap(&["what-if", "-", "--without", "shift"], &text);
    assert!(code < 2 && out.contains("alarm"), "{out}");
}

#[test]
fn published_weights_keep_only_what_is_in_them_altogether() {
    let open = "[[tier]]\nid = \"hub\"\nexposure = \"open-weights\"\n";
    for (category, more, depth) in [
        ("\"1.1.1\"", "", 1),
        ("[\"1.1.1\", \"1.2.1\"]", "", 0),
        ("\"1.1.1\"", "layer = \"block\"", 0),
        ("\"1.2.1\"", "", 0),
    ] {
        let text = format!("{HEAD}{open}{}", measure("one", category, more));
        assert_eq!(depth_of_the_threat(&text), depth, "{category} {more}");
    }
}

#[test]
fn what_does_not_stand_in_published_weights_makes_up_for_nothing_there() {
    let tiers = |exposure: &str| {
        format!(
            "[framework]\nname = \"Strict\"\n[[tier]]\nid = \"api\"\nexposure = \"external\"\n[[tier]]\nid = \"other\"\n\
             extends = \"api\"\nexposure = \"{exposure}\"\nrelaxes = [\"manners\"]\ncompensates = [\"gate\"]\n"
        )
    };
    let entry = |id: &str, category: &str, more: &str| {
        format!("[[mitigation]]\nid = \"{id}\"\nname = \"{id}\"\ncategory = \"{category}\"\ndepends_on = []\n{more}\n")
    };
    let manners = entry("manners", "1.1.2", "");
    for (exposure, more, found) in
        [("external", "", false), ("external", "partial = true", true), ("open-weights", "", true)]
    {
        let report = report(&format!("{}{manners}{}", tiers(exposure), entry("gate", "1.2.1", more)));
        let findings = report["findings"].as_array().unwrap();
        let is = findings.iter().any(|finding| finding["check"] == "uncompensated-tier");
        assert_eq!(is, found, "{exposure} {more}");
    }
}

#[test]
fn a_text_that_says_nothing_or_another_language_counts_for_nothing() {
    for (name, description) in [
        ("Red teaming", "TBD"),
        ("Red teaming", "Wir lassen das Modell von Fachleuten angreifen."),
        ("Encryption of model weights", "The weights aren't encrypted yet."),
    ] {
        let entry = format!("[[mitigation]]\nid = \"a\"\nname = \"{name}\"\ndescription = \"{description}\"\n");
        let report = report(&format!("[framework]\nname = \"Strict\"\n{entry}"));
        assert_eq!(report["mitigations"][0]["mapping"]["basis"], "none", "{name}: {description}");
    }
}

#[test]
fn the_lower_bound_is_what_is_declared() {
    let judged = |bound: &str| -> Value {
        let arguments =
            ["check", "fixtures/northwind", "--as-of", "2026-11-21", "--format", "json", "--mapping", bound];
        let (_, text, err) = mitigap(&arguments, "");
        serde_json::from_str::<Value>(&text).unwrap_or_else(|_| panic!("{err}"))["frameworks"][0]["taxonomies"][0]
            .take()
    };
    let (upper, lower) = (judged("inferred"), judged("declared"));
    assert_eq!(lower["summary"]["covered"], upper["summary"]["covered_declared"]);
    assert_ne!(lower["summary"]["covered"], upper["summary"]["covered"]);
    for (lower, upper) in lower["categories"].as_array().unwrap().iter().zip(upper["categories"].as_array().unwrap()) {
        assert_eq!(lower["state"], upper["state_declared"], "{}", upper["code"]);
        assert_eq!(lower["state_declared"], upper["state_declared"], "{}", upper["code"]);
    }
}
