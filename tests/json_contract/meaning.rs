//! What the document says of the example, worked out a second time from the example's text.

use crate::example::text_at;
use crate::parts::{EXAMPLE, category, cells, findings, framework, list, number, text, texts};
use serde_json::Value;
use std::collections::BTreeSet;

#[test]
fn every_state_is_told_where_the_example_makes_it() {
    let framework = framework();
    let table = [
        ("1.1.1", "redundant"),
        ("1.1.2", "unexamined"),
        ("1.2.1", "common-cause"),
        ("1.2.2", "below-target"),
        ("1.2.3", "tier-gap"),
        ("1.2.4", "uncredited"),
        ("1.2.5", "relaxed"),
        ("1.2.6", "out-of-scope"),
        ("2.1.1", "single-point"),
        ("2.1.2", "missing"),
        ("3.1.1", "out-of-scope"),
    ];
    for (code, state) in table {
        assert_eq!(category(framework, code)["state"], state, "{code}");
    }
    assert_eq!(category(framework, "1.2.2")["state_declared"], "single-point");
    assert_eq!(category(framework, "2.1.1")["state_declared"], "missing");
}

#[test]
fn the_place_of_a_finding_covers_what_it_is_about() {
    let framework = framework();
    let uncovered = findings(framework, "threat-uncovered");
    assert_eq!(uncovered.iter().map(|finding| text(&finding["threat"])).collect::<Vec<_>>(), ["theft"]);
    assert_eq!(text_at(&uncovered[0]["place"]), "\"theft\"");
    let causes = findings(framework, "common-cause");
    for finding in &causes {
        // The wide shield stands before it on the line: a column in bytes or UTF-16 would miss.
        assert_eq!(text_at(&finding["place"]), "\"guard-model\"");
        let related: Vec<String> = list(&finding["related"]).iter().map(|place| text_at(&place["place"])).collect();
        assert_eq!(related, ["\"input-classifier\"", "\"output-classifier\""]);
    }
    assert_eq!(causes.len(), 3, "one per tier");
}

#[test]
fn the_place_of_an_error_covers_the_fault() {
    let document = &*EXAMPLE;
    let errors = list(&document["errors"]);
    let kinds: Vec<&str> = errors.iter().map(|error| text(&error["kind"])).collect();
    assert_eq!(kinds, ["syntax", "syntax", "io", "limit"]);
    assert_eq!(text_at(&errors[0]["place"]), "oops");
    assert!(errors[2].get("place").is_none() && errors[2].get("help").is_some());
    assert!(errors[3].get("place").is_none() && errors[3].get("help").is_none());
    assert_eq!(document["exit"], 2);
}

/// What the example's mitigations rest on, read off its text.
fn rests_on(mitigation: &str) -> Vec<&'static str> {
    match mitigation {
        "input-classifier" | "output-classifier" => vec!["guard-model"],
        "account-review" => vec!["id-provider", "detect-and-respond"],
        "usage-review" => vec!["detect-and-respond"],
        "weight-access" => vec!["id-provider"],
        _ => Vec::new(),
    }
}

#[test]
fn a_cut_set_takes_out_everything_credited() {
    let framework = framework();
    let mut checked = 0;
    for cell in cells(framework) {
        for set in list(&cell["cut_sets"]) {
            let failed: Vec<&str> = list(set).iter().map(|failure| text(&failure["id"])).collect();
            for id in texts(&cell["credited"]) {
                assert!(failed.contains(&id) || rests_on(id).iter().any(|under| failed.contains(under)), "{id}");
            }
            checked += 1;
        }
    }
    assert!(checked > 20, "{checked}");
}

#[test]
fn each_depth_stands_under_its_own_key() {
    let framework = framework();
    // All, declared, examined, implemented, evidenced; and what is wanted.
    let table = [("1.1.1", [2, 2, 2, 1, 1], 2), ("1.1.2", [2, 2, 1, 0, 0], 2), ("1.2.2", [2, 1, 2, 1, 0], 3)];
    for (code, depths, wanted) in table {
        let leaf = category(framework, code);
        for cell in list(&leaf["cells"]) {
            let keys = ["depth", "depth_declared", "depth_examined", "depth_implemented", "depth_evidenced"];
            assert_eq!((keys.map(|key| number(&cell[key])), number(&cell["wanted"])), (depths, wanted), "{code}");
            assert_eq!((&cell["meets"], &cell["at_least"]), (&Value::Bool(depths[2] >= wanted), &Value::Bool(false)));
        }
        assert_eq!((number(&leaf["depth"]), number(&leaf["wanted"])), (depths[0], wanted), "{code}");
    }
}

#[test]
fn the_weakest_tier_speaks_for_a_threat() {
    let framework = framework();
    let table = [("misuse", 3, vec!["internal", "external", "partners"]), ("theft", 2, vec!["internal"])];
    for (threat, (id, wanted, tiers)) in list(&framework["threats"]).iter().zip(table) {
        let cells = list(&threat["cells"]);
        assert_eq!((text(&threat["id"]), number(&threat["wanted"])), (id, wanted));
        assert_eq!(cells.iter().map(|cell| text(&cell["tier"])).collect::<Vec<_>>(), tiers);
        assert_eq!(cells.iter().map(|cell| number(&cell["depth"])).min(), Some(number(&threat["depth"])));
        assert_eq!(threat["meets"], cells.iter().all(|cell| cell["meets"] == true));
        let meets = |cell: &Value| number(&cell["depth_examined"]) >= wanted && number(&cell["wanted"]) == wanted;
        assert!(cells.iter().all(|cell| cell["meets"] == meets(cell)));
    }
    let layers = &list(&framework["threats"])[0]["cells"][1]["layers"];
    assert_eq!(texts(layers), ["remove", "shape", "block", "detect", "restrict"]);
}

#[test]
fn the_framework_s_own_events_come_last_and_leave_what_they_do_not_void() {
    let cells: Vec<&Value> = list(&framework()["threats"]).iter().flat_map(|threat| list(&threat["cells"])).collect();
    for cell in &cells {
        assert_eq!(list(&cell["events"]).len(), 9, "eight of ours and one of the framework's");
        let outage = list(&cell["events"]).last().unwrap();
        assert_eq!((text(&outage["event"]), &outage["tested"]), ("classifier-outage", &Value::Bool(true)));
        let mut left = texts(&cell["credited"]);
        left.retain(|id| !id.ends_with("-classifier"));
        assert_eq!(texts(&outage["left"]), left);
    }
    assert_eq!(cells.len(), 4);
}

#[test]
fn an_event_that_nothing_stated_can_meet_is_not_tested() {
    let events = &list(&framework()["threats"])[0]["cells"][0]["events"];
    let tested = |id: &str| list(events).iter().find(|event| event["event"] == id).unwrap()["tested"] == true;
    // No dependency of kind `logging` is stated, one of kind `identity` is.
    assert!(tested("weights-stolen") && tested("identity-evasion") && !tested("log-loss"));
}

#[test]
fn a_mitigation_tells_what_it_does_and_where_it_stands() {
    let framework = framework();
    let entry = |id: &str| list(&framework["mitigations"]).iter().find(|entry| entry["id"] == id).unwrap();
    let table = [
        ("data-filter", Some("remove"), Some("protective"), vec!["internal", "external", "partners"], false),
        ("weight-access", Some("restrict"), Some("protective"), vec!["external"], true),
        ("pager", Some("respond"), Some("protective"), vec![], false),
        ("red-team", None, Some("assurance"), vec!["internal", "external", "partners"], false),
        ("defense", None, Some("protective"), vec!["internal", "external", "partners"], false),
        ("good-intentions", Some("respond"), None, vec!["internal", "external", "partners"], false),
    ];
    for (id, layer, role, tiers, stated) in table {
        let entry = entry(id);
        let word = |key: &str| entry.get(key).map(text);
        assert_eq!((word("layer"), word("role"), texts(&entry["tiers"])), (layer, role, tiers), "{id}");
        assert_eq!(entry["tiers_stated"], stated, "{id}");
    }
}

#[test]
fn a_mapping_is_accepted_where_it_has_a_basis() {
    let framework = framework();
    let mut bases = BTreeSet::new();
    for mapping in list(&framework["mitigations"]).iter().map(|entry| &entry["mapping"]) {
        bases.insert(text(&mapping["basis"]));
        assert_eq!(mapping["accepted"], mapping["basis"] != "none");
        assert_eq!(mapping["accepted"], !list(&mapping["categories"]).is_empty());
        assert!(list(&mapping["candidates"]).len() >= 3);
    }
    assert_eq!(bases, BTreeSet::from(["confirmed", "declared", "inferred", "none", "suspect"]));
}

#[test]
fn a_waived_finding_stays_with_its_reason() {
    let framework = framework();
    let missing = findings(framework, "missing");
    assert_eq!(missing.len(), 1);
    let suppressed = &missing[0]["suppressed"];
    let table = [
        ("by", "waiver"),
        ("reason", "the parent company discloses"),
        ("owner", "safety-lead"),
        ("expires", "2027-06-30"),
    ];
    for (key, value) in table {
        assert_eq!(suppressed[key], value);
    }
    let others = list(&framework["findings"]).iter().filter(|finding| finding["check"] != "missing");
    assert!(others.into_iter().all(|finding| finding.get("suppressed").is_none()));
}

#[test]
fn hostile_text_arrives_as_it_was_written() {
    let framework = framework();
    assert_eq!(framework["name"], "Northwind <script>alert(\"|`&`\")</script> \u{202E}evil\u{7}");
    assert_eq!(category(framework, "1.2.1")["name"], "Guardrails & \"filters\"");
}
