//! What holds of every framework: the example and all fixtures.

use crate::example::{bytes_of, lies_in_its_file, text_at};
use crate::parts::{ALL, categories, cells, ids, leaves, list, number, text, texts};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// How many of these leaves are in each state.
fn counted<'d>(leaves: impl Iterator<Item = &'d Value>) -> BTreeMap<&'d str, usize> {
    let mut counts = BTreeMap::new();
    for leaf in leaves {
        *counts.entry(text(&leaf["state"])).or_default() += 1;
    }
    counts
}

#[test]
fn every_state_occurs_somewhere() {
    let states: BTreeSet<&str> = ALL.iter().flat_map(|framework| counted(leaves(framework)).into_keys()).collect();
    assert_eq!(states.len(), 10, "{states:?}");
}

#[test]
fn the_summary_counts_the_leaves_by_state() {
    for framework in ALL.iter() {
        let summary = framework["taxonomies"][0]["summary"].as_object().unwrap();
        let mut counts = counted(leaves(framework));
        let totals = ["expected", "covered", "covered_declared", "covered_implemented", "met", "excluded"];
        let entries = ["mitigations", "mapped", "unmapped"];
        for (key, count) in summary {
            if !totals.contains(&key.as_str()) && !entries.contains(&key.as_str()) {
                assert_eq!(number(count), counts.remove(key.as_str()).unwrap_or(0), "{key}");
            }
        }
        assert!(counts.is_empty(), "{counts:?}");
        let stands = ["single-point", "common-cause", "below-target", "unexamined", "redundant"];
        let met = leaves(framework).filter(|leaf| stands.contains(&text(&leaf["state"])) && leaf["meets"] == true);
        assert_eq!(number(&summary["met"]), met.count());
        let expected = leaves(framework).filter(|leaf| leaf["expected"] == true).count();
        assert_eq!(number(&summary["expected"]), expected);
        assert_eq!(number(&summary["out-of-scope"]), leaves(framework).count() - expected);
        assert!(number(&summary["excluded"]) <= number(&summary["out-of-scope"]));
    }
}

/// A cell that its tier relaxes and makes up for.
fn is_made_up_for(cell: &Value) -> bool {
    cell["state"] == "relaxed" && cell["meets"] == true
}

#[test]
fn the_summary_counts_as_covered_what_is_no_gap() {
    for framework in ALL.iter() {
        let summary = &framework["taxonomies"][0]["summary"];
        let covered = |leaf: &Value, key: &str| {
            let gap = ["missing", "tier-gap", "uncredited", "out-of-scope"].contains(&text(&leaf[key]));
            !gap && (leaf[key] != "relaxed" || leaf["meets"] == true)
        };
        let implemented = |leaf: &Value| {
            let judged: Vec<&Value> = list(&leaf["cells"]).iter().filter(|cell| !is_made_up_for(cell)).collect();
            !judged.is_empty() && judged.iter().all(|cell| number(&cell["depth_implemented"]) > 0)
        };
        let count = |keep: &dyn Fn(&Value) -> bool| leaves(framework).filter(|leaf| keep(leaf)).count();
        assert_eq!(number(&summary["covered"]), count(&|leaf| covered(leaf, "state")));
        assert_eq!(number(&summary["covered_declared"]), count(&|leaf| covered(leaf, "state_declared")));
        let both = count(&|leaf| covered(leaf, "state") && implemented(leaf));
        assert_eq!(number(&summary["covered_implemented"]), both);
    }
}

#[test]
fn the_summary_counts_the_mitigations() {
    for framework in ALL.iter() {
        let summary = &framework["taxonomies"][0]["summary"];
        let mitigations = list(&framework["mitigations"]);
        let mapped = mitigations.iter().filter(|entry| entry["mapping"]["basis"] != "none").count();
        assert_eq!(number(&summary["mitigations"]), mitigations.len());
        assert_eq!(number(&summary["mapped"]), mapped);
        assert_eq!(number(&summary["unmapped"]), mitigations.len() - mapped);
    }
}

#[test]
fn a_leaf_is_as_deep_as_its_weakest_cell_and_meets_what_all_of_them_meet() {
    for leaf in ALL.iter().flat_map(leaves).filter(|leaf| leaf["expected"] == true) {
        let cells = list(&leaf["cells"]);
        let depths = cells.iter().filter(|cell| !is_made_up_for(cell)).map(|cell| number(&cell["depth"]));
        assert_eq!(number(&leaf["depth"]), depths.min().unwrap_or(0));
        assert_eq!(leaf["meets"], cells.iter().all(|cell| cell["meets"] == true));
        assert!(cells.iter().all(|cell| cell["wanted"] == leaf["wanted"]));
    }
}

#[test]
fn each_state_of_a_cell_fits_the_depth_it_speaks_of() {
    for cell in ALL.iter().flat_map(leaves).flat_map(|leaf| list(&leaf["cells"])) {
        let holds = |key: &str| !["missing", "uncredited", "relaxed"].contains(&text(&cell[key]));
        assert_eq!(holds("state"), number(&cell["depth"]) > 0);
        assert_eq!(holds("state_declared"), number(&cell["depth_declared"]) > 0);
    }
}

#[test]
fn an_inner_node_counts_the_leaves_below_it() {
    for framework in ALL.iter() {
        for node in categories(framework).iter().filter(|node| node["leaf"] == false) {
            let prefix = format!("{}.", text(&node["code"]));
            let said = node["leaves"].as_object().unwrap().iter().map(|(state, count)| (state.as_str(), number(count)));
            let said: BTreeMap<&str, usize> = said.collect();
            let mut counts: BTreeMap<&str, usize> = said.keys().map(|state| (*state, 0)).collect();
            counts.extend(counted(leaves(framework).filter(|leaf| text(&leaf["code"]).starts_with(&prefix))));
            assert_eq!(said, counts, "{prefix}");
        }
    }
}

#[test]
fn the_tree_is_told_parents_first() {
    for framework in ALL.iter() {
        let mut seen = BTreeSet::new();
        for node in categories(framework) {
            let code = text(&node["code"]);
            match node.get("parent") {
                Some(parent) => assert!(seen.contains(text(parent)) && code.starts_with(text(parent))),
                None => assert!(!code.contains('.')),
            }
            assert!(seen.insert(code), "{code} twice");
        }
    }
}

#[test]
fn whatever_a_mitigation_refers_to_exists() {
    for framework in ALL.iter() {
        let [threats, tiers] = ["threats", "tiers"].map(|of| ids(framework, of));
        let codes: BTreeSet<&str> = categories(framework).iter().map(|node| text(&node["code"])).collect();
        let within = |known: &BTreeSet<&str>, value: &Value| list(value).iter().all(|id| known.contains(text(id)));
        for entry in list(&framework["mitigations"]) {
            assert!(within(&threats, &entry["threats"]) && within(&tiers, &entry["tiers"]));
            assert!(within(&codes, &entry["mapping"]["categories"]));
            assert_eq!(entry["mapping"]["mitigation"], entry["id"]);
            for candidate in list(&entry["mapping"]["candidates"]) {
                assert!(candidate["category"] == "NONE" || codes.contains(text(&candidate["category"])));
            }
        }
    }
}

#[test]
fn whatever_a_cell_refers_to_exists() {
    for framework in ALL.iter() {
        let [mitigations, dependencies, mut tiers] =
            ["mitigations", "dependencies", "tiers"].map(|of| ids(framework, of));
        tiers.insert("everywhere");
        for cell in cells(framework) {
            assert!(tiers.contains(text(&cell["tier"])));
            assert!(texts(&cell["credited"]).iter().all(|id| mitigations.contains(id)));
            for failure in list(&cell["cut_sets"]).iter().flat_map(list) {
                let id = text(&failure["id"]);
                let is_mitigation = failure["kind"] == "mitigation";
                // A chain of detection and response needs no declaration; it occurs in threat cells only.
                let is_chain = !is_mitigation && cell.get("layers").is_some();
                let known = if is_mitigation { &mitigations } else { &dependencies };
                assert!(known.contains(id) || is_chain, "{id}");
            }
        }
    }
}

#[test]
fn whatever_a_finding_refers_to_exists() {
    for framework in ALL.iter() {
        let [tiers, threats, mitigations] = ["tiers", "threats", "mitigations"].map(|of| ids(framework, of));
        let codes: BTreeSet<&str> = categories(framework).iter().map(|node| text(&node["code"])).collect();
        let known = [("category", &codes), ("tier", &tiers), ("threat", &threats), ("mitigation", &mitigations)];
        for finding in list(&framework["findings"]) {
            for (key, known) in known {
                assert!(finding.get(key).is_none_or(|id| known.contains(text(id))), "{finding}");
            }
        }
    }
}

#[test]
fn a_cut_set_has_the_size_of_the_depth() {
    for cell in ALL.iter().flat_map(cells) {
        let parts = ["declared", "examined", "implemented", "evidenced"].map(|of| number(&cell[format!("depth_{of}")]));
        assert!(parts.iter().all(|depth| *depth <= number(&cell["depth"])));
        let nothing = list(&cell["credited"]).is_empty();
        assert_eq!(number(&cell["depth"]) == 0, nothing);
        // A search that stopped early has no witness to show.
        assert!(list(&cell["cut_sets"]).is_empty() == nothing || cell["at_least"] == true);
        for set in list(&cell["cut_sets"]) {
            let distinct: BTreeSet<&str> = list(set).iter().map(|failure| text(&failure["id"])).collect();
            assert_eq!((distinct.len(), list(set).len()), (number(&cell["depth"]), number(&cell["depth"])));
        }
    }
}

#[test]
fn an_event_leaves_part_of_what_was_credited() {
    for cell in ALL.iter().flat_map(cells).filter(|cell| cell.get("events").is_some()) {
        let credited = texts(&cell["credited"]);
        assert!(list(&cell["events"]).len() >= 8, "eight are ours");
        for event in list(&cell["events"]) {
            assert!(texts(&event["left"]).iter().all(|id| credited.contains(id)));
            assert!(number(&event["depth"]) <= number(&cell["depth"]));
        }
    }
}

#[test]
fn governance_is_judged_once_and_what_is_out_of_scope_not_at_all() {
    for framework in ALL.iter() {
        let tiers: Vec<&str> = list(&framework["tiers"]).iter().map(|tier| text(&tier["id"])).collect();
        for leaf in leaves(framework) {
            let columns: Vec<&str> = list(&leaf["cells"]).iter().map(|cell| text(&cell["tier"])).collect();
            if leaf["expected"] == false {
                assert_eq!((text(&leaf["state"]), columns), ("out-of-scope", Vec::new()));
            } else if leaf["role"] == "governance" {
                assert_eq!(columns, ["everywhere"]);
            } else {
                assert_eq!(columns, tiers);
            }
        }
    }
}

#[test]
fn what_is_mapped_to_a_node_is_listed_there() {
    for framework in ALL.iter() {
        let mitigations = list(&framework["mitigations"]);
        for node in categories(framework) {
            let mapped =
                mitigations.iter().filter(|entry| list(&entry["mapping"]["categories"]).contains(&node["code"]));
            let mapped: Vec<&str> = mapped.map(|entry| text(&entry["id"])).collect();
            if node["leaf"] == false {
                assert_eq!(texts(&node["broad"]), mapped);
                continue;
            }
            let listed = list(&node["mitigations"]);
            assert_eq!(listed.iter().map(|entry| text(&entry["id"])).collect::<Vec<_>>(), mapped);
            for entry in listed {
                let of = &mitigations.iter().find(|known| known["id"] == entry["id"]).unwrap()["mapping"];
                assert_eq!((&entry["basis"], &entry["confidence"]), (&of["basis"], &of["confidence"]));
            }
        }
    }
}

/// The value of a TOML string on one line, quotes included.
fn unquoted(text: &str) -> &str {
    text.trim_matches(['"', '\''])
}

#[test]
fn the_place_of_a_mitigation_covers_its_id() {
    for mitigation in ALL.iter().flat_map(|framework| list(&framework["mitigations"])) {
        assert_eq!(unquoted(&text_at(&mitigation["place"])), text(&mitigation["id"]));
    }
}

#[test]
fn the_place_of_a_finding_about_a_mitigation_or_a_whole_category_covers_it() {
    for framework in ALL.iter() {
        for finding in list(&framework["findings"]) {
            match text(&finding["check"]) {
                // The table may be written as a header or as dotted keys.
                "missing" => assert_eq!(text_at(&finding["place"]).trim_matches(['[', ']']), "framework"),
                "single-point" => assert_eq!(unquoted(&text_at(&finding["place"])), text(&finding["mitigation"])),
                _ => {}
            }
            let files = texts(&framework["files"]);
            let places = list(&finding["related"]).iter().map(|related| &related["place"]);
            for place in places.chain([&finding["place"]]) {
                assert!(files.contains(&text(&place["path"])) && lies_in_its_file(place), "{place}");
            }
        }
    }
}

fn sha256(bytes: impl AsRef<[u8]>) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn the_hash_of_a_framework_is_that_of_its_files() {
    for framework in ALL.iter() {
        let files = texts(&framework["files"]);
        let lines = files.iter().map(|path| format!("{}  {path}\n", sha256(bytes_of(path))));
        let hash = if files.len() == 1 { sha256(bytes_of(files[0])) } else { sha256(lines.collect::<String>()) };
        assert_eq!((text(&framework["sha256"]), files[0]), (hash.as_str(), text(&framework["path"])));
    }
}

#[test]
fn the_fingerprint_of_a_finding_is_the_hash_of_its_meaning() {
    for framework in ALL.iter() {
        for finding in list(&framework["findings"]) {
            let part = |key: &str| finding.get(key).map_or("", text);
            let cell = ["category", "tier", "threat", "mitigation"].map(part).join("\n");
            let check = part("check");
            let mut meaning = format!("{}\n{check}\n{cell}", text(&framework["path"]));
            if let Some(entry) = finding.get("entry") {
                meaning = format!("{meaning}\n{}", text(entry));
            }
            assert_eq!(text(&finding["fingerprint"]), &sha256(meaning)[..16], "{finding}");
        }
    }
}

#[test]
fn two_findings_of_one_meaning_are_one_finding() {
    for framework in ALL.iter() {
        let mut seen = BTreeSet::new();
        for finding in list(&framework["findings"]) {
            assert!(seen.insert(text(&finding["fingerprint"])), "{}: {finding}", framework["path"]);
        }
    }
}
