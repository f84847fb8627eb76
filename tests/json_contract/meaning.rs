//! What the document says, worked out a second time from the text and from the document's own parts.

use crate::document;
use crate::example::{FILES, example, text_at};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn number(value: &Value) -> usize {
    usize::try_from(value.as_u64().unwrap()).unwrap()
}

fn texts(value: &Value) -> Vec<&str> {
    list(value).iter().map(text).collect()
}

/// The one framework of the example.
fn framework() -> Value {
    document(&example())["frameworks"][0].take()
}

fn categories(framework: &Value) -> &[Value] {
    list(&framework["taxonomies"][0]["categories"])
}

fn leaves(framework: &Value) -> impl Iterator<Item = &Value> {
    categories(framework).iter().filter(|category| category["leaf"] == true)
}

fn category<'d>(framework: &'d Value, code: &str) -> &'d Value {
    categories(framework).iter().find(|category| category["code"] == code).unwrap()
}

fn cells(framework: &Value) -> impl Iterator<Item = &Value> {
    let of_leaves = leaves(framework).flat_map(|leaf| list(&leaf["cells"]));
    of_leaves.chain(list(&framework["threats"]).iter().flat_map(|threat| list(&threat["cells"])))
}

fn findings<'d>(framework: &'d Value, check: &str) -> Vec<&'d Value> {
    list(&framework["findings"]).iter().filter(|finding| finding["check"] == check).collect()
}

fn ids<'d>(framework: &'d Value, list_of: &str) -> BTreeSet<&'d str> {
    list(&framework[list_of]).iter().map(|entry| text(&entry["id"])).collect()
}

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
        assert_eq!(category(&framework, code)["state"], state, "{code}");
    }
    assert_eq!(category(&framework, "1.2.2")["state_declared"], "single-point");
    assert_eq!(category(&framework, "2.1.1")["state_declared"], "missing");
}

#[test]
fn the_place_of_a_mitigation_covers_its_id() {
    for mitigation in list(&framework()["mitigations"]) {
        assert_eq!(text_at(&mitigation["place"]), format!("{:?}", text(&mitigation["id"])));
    }
}

#[test]
fn the_place_of_a_finding_covers_what_it_is_about() {
    let framework = framework();
    for finding in findings(&framework, "missing") {
        assert_eq!(text_at(&finding["place"]), "[framework]");
    }
    for finding in findings(&framework, "single-point") {
        assert_eq!(text_at(&finding["place"]), format!("{:?}", text(&finding["mitigation"])));
    }
    assert_eq!(text_at(&findings(&framework, "threat-uncovered").last().unwrap()["place"]), "\"theft\"");
    let causes = findings(&framework, "common-cause");
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
    let document = document(&example());
    let errors = list(&document["errors"]);
    assert_eq!(errors.iter().map(|error| text(&error["kind"])).collect::<Vec<_>>(), ["syntax", "shape", "io"]);
    assert_eq!(text_at(&errors[0]["place"]), "oops");
    assert_eq!(text_at(&errors[1]["place"]), "name");
    assert_eq!(errors[0]["place"]["path"], "broken/framework.toml");
    assert!(errors[1].get("help").is_none() && errors[2].get("place").is_none());
    assert_eq!(document["exit"], 2);
}

/// How many of these leaves are in each state.
fn counted<'d>(leaves: impl Iterator<Item = &'d Value>) -> BTreeMap<&'d str, usize> {
    let mut counts = BTreeMap::new();
    for leaf in leaves {
        *counts.entry(text(&leaf["state"])).or_default() += 1;
    }
    counts
}

#[test]
fn the_summary_counts_what_the_categories_say() {
    let framework = framework();
    let summary = &framework["taxonomies"][0]["summary"];
    let states = counted(leaves(&framework));
    assert_eq!(states.len(), 10, "every state occurs: {states:?}");
    for (state, count) in &states {
        assert_eq!(number(&summary[*state]), *count, "{state}");
    }
    let expected: Vec<&Value> = leaves(&framework).filter(|leaf| leaf["expected"] == true).collect();
    let covered = |key: &str| {
        let gaps = ["missing", "tier-gap", "uncredited"];
        let counts = |leaf: &&&Value| !gaps.contains(&text(&leaf[key])) && leaf[key] != "relaxed";
        expected.iter().filter(counts).count()
    };
    assert_eq!(number(&summary["expected"]), expected.len());
    assert_eq!(number(&summary["covered"]), covered("state"));
    assert_eq!(number(&summary["covered_declared"]), covered("state_declared"));
    let implemented = |leaf: &&&Value| list(&leaf["cells"]).iter().all(|cell| number(&cell["depth_implemented"]) > 0);
    assert_eq!(number(&summary["covered_implemented"]), expected.iter().filter(implemented).count());
    assert_eq!(number(&summary["excluded"]), 1);
    let mitigations = list(&framework["mitigations"]);
    let mapped = mitigations.iter().filter(|entry| entry["mapping"]["basis"] != "none").count();
    assert_eq!(number(&summary["mitigations"]), mitigations.len());
    assert_eq!(number(&summary["mapped"]), mapped);
    assert_eq!(number(&summary["unmapped"]), mitigations.len() - mapped);
}

#[test]
fn an_inner_node_counts_the_leaves_below_it() {
    let framework = framework();
    let inner: Vec<&Value> = categories(&framework).iter().filter(|node| node["leaf"] == false).collect();
    assert_eq!(inner.len(), 7);
    for node in inner {
        let prefix = format!("{}.", text(&node["code"]));
        let below = leaves(&framework).filter(|leaf| text(&leaf["code"]).starts_with(&prefix));
        let said: BTreeMap<&str, usize> =
            node["leaves"].as_object().unwrap().iter().map(|(state, count)| (state.as_str(), number(count))).collect();
        let mut counts: BTreeMap<&str, usize> = said.keys().map(|state| (*state, 0)).collect();
        counts.extend(counted(below));
        assert_eq!(said, counts, "{prefix}");
    }
    assert_eq!(texts(&category(&framework, "1.2")["broad"]), ["defense"]);
}

#[test]
fn the_tree_is_told_parents_first() {
    let framework = framework();
    let mut seen = BTreeSet::new();
    for node in categories(&framework) {
        let code = text(&node["code"]);
        match node.get("parent") {
            Some(parent) => assert!(seen.contains(text(parent)) && code.starts_with(text(parent))),
            None => assert!(!code.contains('.')),
        }
        assert!(seen.insert(code), "{code} twice");
    }
}

#[test]
fn whatever_is_referred_to_exists() {
    let framework = framework();
    let [mitigations, threats, dependencies] = ["mitigations", "threats", "dependencies"].map(|of| ids(&framework, of));
    let mut tiers = ids(&framework, "tiers");
    tiers.insert("everywhere");
    let codes: BTreeSet<&str> = categories(&framework).iter().map(|node| text(&node["code"])).collect();
    let within = |known: &BTreeSet<&str>, value: &Value| list(value).iter().all(|id| known.contains(text(id)));
    for entry in list(&framework["mitigations"]) {
        assert!(within(&threats, &entry["threats"]) && within(&tiers, &entry["tiers"]));
        assert!(within(&codes, &entry["mapping"]["categories"]));
        assert_eq!(entry["mapping"]["mitigation"], entry["id"]);
        for candidate in list(&entry["mapping"]["candidates"]) {
            assert!(candidate["category"] == "NONE" || codes.contains(text(&candidate["category"])));
        }
    }
    for cell in cells(&framework) {
        assert!(tiers.contains(text(&cell["tier"])) && within(&mitigations, &cell["credited"]));
        for failure in list(&cell["cut_sets"]).iter().flat_map(list) {
            let id = text(&failure["id"]);
            let known = if failure["kind"] == "mitigation" { &mitigations } else { &dependencies };
            assert!(known.contains(id) || id == "detect-and-respond", "{id}");
        }
    }
    for finding in list(&framework["findings"]) {
        let known = [("category", &codes), ("tier", &tiers), ("threat", &threats), ("mitigation", &mitigations)];
        for (key, known) in known {
            assert!(finding.get(key).is_none_or(|id| known.contains(text(id))), "{finding}");
        }
    }
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
fn a_cut_set_has_the_size_of_the_depth_and_takes_out_everything_credited() {
    let framework = framework();
    let mut checked = 0;
    for cell in cells(&framework) {
        let depths =
            ["declared", "examined", "implemented", "evidenced"].map(|of| number(&cell[format!("depth_{of}")]));
        assert!(depths.iter().all(|depth| *depth <= number(&cell["depth"])));
        assert_eq!(list(&cell["cut_sets"]).is_empty(), list(&cell["credited"]).is_empty());
        for set in list(&cell["cut_sets"]) {
            let failed: Vec<&str> = list(set).iter().map(|failure| text(&failure["id"])).collect();
            assert_eq!(failed.len(), number(&cell["depth"]));
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
        let leaf = category(&framework, code);
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
fn an_event_leaves_part_of_what_was_credited() {
    let framework = framework();
    for cell in list(&framework["threats"]).iter().flat_map(|threat| list(&threat["cells"])) {
        let events = list(&cell["events"]);
        assert_eq!(events.len(), 9, "eight of ours and one of the framework's");
        for event in events {
            let credited = texts(&cell["credited"]);
            assert!(texts(&event["left"]).iter().all(|id| credited.contains(id)));
            assert!(number(&event["depth"]) <= number(&cell["depth"]));
        }
        let outage = events.last().unwrap();
        assert_eq!(outage["event"], "classifier-outage");
        assert!(!texts(&outage["left"]).iter().any(|id| id.ends_with("-classifier")));
    }
}

#[test]
fn governance_is_judged_once_and_what_is_out_of_scope_not_at_all() {
    let framework = framework();
    for leaf in leaves(&framework) {
        let tiers: Vec<&str> = list(&leaf["cells"]).iter().map(|cell| text(&cell["tier"])).collect();
        if leaf["expected"] == false {
            assert_eq!((text(&leaf["state"]), tiers), ("out-of-scope", Vec::new()));
        } else if leaf["role"] == "governance" {
            assert_eq!(tiers, ["everywhere"]);
        } else {
            assert_eq!(tiers, ["internal", "external", "partners"]);
        }
    }
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
fn what_is_mapped_to_a_leaf_is_listed_there() {
    let framework = framework();
    for leaf in leaves(&framework) {
        let listed: Vec<&str> = list(&leaf["mitigations"]).iter().map(|entry| text(&entry["id"])).collect();
        let mapped = list(&framework["mitigations"])
            .iter()
            .filter(|entry| list(&entry["mapping"]["categories"]).contains(&leaf["code"]));
        assert_eq!(listed, mapped.map(|entry| text(&entry["id"])).collect::<Vec<_>>());
        for entry in list(&leaf["mitigations"]) {
            let of = list(&framework["mitigations"]).iter().find(|known| known["id"] == entry["id"]).unwrap();
            assert_eq!(
                (&entry["basis"], &entry["confidence"]),
                (&of["mapping"]["basis"], &of["mapping"]["confidence"])
            );
        }
    }
}

#[test]
fn a_waived_finding_stays_with_its_reason() {
    let framework = framework();
    let missing = findings(&framework, "missing");
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

fn sha256(bytes: impl AsRef<[u8]>) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn hashes_are_those_of_the_files_and_of_the_meaning() {
    let framework = framework();
    let lines: String = FILES.iter().map(|(path, text)| format!("{}  {path}\n", sha256(text))).collect();
    assert_eq!(framework["sha256"], sha256(lines));
    assert_eq!(texts(&framework["files"]), FILES.map(|(path, _)| path));
    for finding in list(&framework["findings"]) {
        let part = |key: &str| finding.get(key).map_or("", text);
        let subject = ["check", "category", "tier", "threat", "mitigation"].map(part).join("\n");
        let meaning = format!("{}\n{subject}", text(&framework["path"]));
        assert_eq!(text(&finding["fingerprint"]), &sha256(meaning)[..16]);
    }
}

#[test]
fn hostile_text_arrives_as_it_was_written() {
    let framework = framework();
    assert_eq!(framework["name"], "Northwind <script>alert(\"|`&`\")</script> \u{202E}evil\u{7}");
    assert_eq!(category(&framework, "1.2.1")["name"], "Guardrails & \"filters\"");
}
