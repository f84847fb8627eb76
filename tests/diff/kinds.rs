//! Every kind of change: what makes it, and what it is when the sides change places.

use super::{changes, kinds_of, of_texts};
use mitigap::diff::{Direction, Kind};
use mitigap::vocabulary::Word as _;
use std::collections::BTreeSet;

const BASE: &str = r#"[framework]
name = "Base"
actor = "developer"

[scope]
include = [{ category = "3.2.1", reason = "we publish it" }]
exclude = [{ category = "1.2.5", reason = "text only", owner = "lead", expires = 2027-06-30 }]

[[level]]
id = "low"
[[level]]
id = "high"
threshold = "uplift"

[[tier]]
id = "api"
name = "Programming interface"
exposure = "external"
[[tier]]
id = "chat"
exposure = "external"

[[threat]]
id = "bio"
name = "Biology"
domain = "4.2"
depth = 2
tiers = ["api"]
events = ["log-loss"]
[[threat]]
id = "cyber"
domain = "4.2"

[[dependency]]
id = "guard"
name = "Guard model"
kind = "model"
[[dependency]]
id = "keys"
kind = "keys"

[[mitigation]]
id = "filter"
name = "Output classifier"
description = "A guard model reads answers as they are written and stops those that help with weapons."
category = "1.2.1"
status = "implemented"
threats = ["bio"]
depends_on = ["guard"]
owner = "team"
  [[mitigation.evidence]]
  kind = "red-team"
  by = "external"
  target = "one in a thousand"
  result = "met"
  date = 2026-05-02

[[mitigation]]
id = "unlearning"
name = "Unlearning of hazardous knowledge"
description = "What the finished model knows about enhancing pathogens is erased from its weights."
category = "1.1.3"
status = "implemented"
threats = ["bio", "cyber"]
depends_on = []

[[mitigation]]
id = "blocklist"
name = "Keyword blocklist"
category = "1.2.1"
status = "planned"
due = 2027-01-31
depends_on = ["keys"]

[[mitigation]]
id = "sandbox"
name = "Agent sandbox"
category = "1.2.2"
status = "idea"

[[waiver]]
check = "missing"
category = "2.4.1"
reason = "the parent does it"
owner = "lead"
expires = 2027-06-30
"#;

/// A change of the base: what is replaced by what, and the kinds it makes.
type Case = (&'static str, &'static str, &'static [&'static str]);

const CASES: &[Case] = &[
    ("name = \"Base\"", "name = \"Other\"", &["framework-renamed"]),
    ("actor = \"developer\"", "actor = \"deployer\"", &["actor-changed"]),
    ("reason = \"text only\"", "reason = \"no pictures\"", &["exclusion-reworded"]),
    ("expires = 2027-06-30 }]", "expires = 2028-06-30 }]", &["exclusion-lengthened"]),
    (", expires = 2027-06-30 }]", " }]", &["exclusion-lengthened"]),
    ("include = [{ category = \"3.2.1\", reason = \"we publish it\" }]\n", "", &["inclusion-removed"]),
    ("exclude = [{", "exclude = [{ category = \"2.1.2\", reason = \"lawyers\" }, {", &["exclusion-added"]),
    ("threshold = \"uplift\"", "threshold = \"much uplift\"", &["level-changed"]),
    (
        "name = \"Programming interface\"\nexposure = \"external\"",
        "name = \"Programming interface\"\nexposure = \"internal\"",
        &["tier-changed"],
    ),
    ("depth = 2", "depth = 1", &["threat-asks-less"]),
    ("events = [\"log-loss\"]\n", "", &["threat-asks-less"]),
    ("tiers = [\"api\"]\nevents", "tiers = [\"api\", \"chat\"]\nevents", &["threat-asks-more"]),
    ("id = \"cyber\"\n", "id = \"cyber\"\nadversarial = false\n", &["threat-asks-less"]),
    ("kind = \"model\"\n", "kind = \"model\"\nfailover = \"two regions\"\n", &["dependency-changed"]),
    (
        "id = \"keys\"\nkind",
        "id = \"keys\"\ndepends_on = [\"guard\"]\nkind",
        &["category-weakened", "dependency-changed", "single-point-added"],
    ),
    ("status = \"implemented\"\nthreats = [\"bio\"]", "status = \"planned\"\nthreats = [\"bio\"]", &["status-lowered"]),
    (
        "status = \"implemented\"\nthreats = [\"bio\"]",
        "status = \"retired\"\nthreats = [\"bio\"]",
        &["category-weakened", "mitigation-retired", "single-point-added", "single-point-added", "threat-weakened"],
    ),
    (
        "status = \"implemented\"\nthreats = [\"bio\", \"cyber\"]",
        "status = \"idea\"\nthreats = [\"bio\", \"cyber\"]",
        &["category-lost", "single-point-added", "status-lowered", "threat-lost", "threat-weakened"],
    ),
    ("due = 2027-01-31", "due = 2027-03-31", &["mitigation-postponed"]),
    ("due = 2027-01-31\n", "", &["mitigation-postponed"]),
    (
        "threats = [\"bio\"]\n",
        "threats = [\"bio\"]\npartial = true\n",
        &["mitigation-narrowed", "single-point-added", "threat-weakened"],
    ),
    ("threats = [\"bio\", \"cyber\"]", "threats = [\"bio\"]", &["mitigation-narrowed", "threat-lost"]),
    ("threats = [\"bio\", \"cyber\"]", "threats = [\"bio\", \"cyber\"]\nlevel = \"high\"", &["mitigation-narrowed"]),
    (
        "status = \"planned\"\n",
        "status = \"planned\"\ntiers = [\"api\"]\n",
        &["category-weakened", "mitigation-narrowed", "single-point-added"],
    ),
    ("depends_on = [\"keys\"]\n", "", &["category-weakened", "resting-unstated"]),
    (
        "depends_on = [\"keys\"]",
        "depends_on = [\"guard\"]",
        &["category-weakened", "resting-changed", "single-point-added"],
    ),
    ("depends_on = [\"keys\"]", "depends_on = []", &["resting-changed"]),
    ("owner = \"team\"", "owner = \"others\"", &["mitigation-changed"]),
    ("category = \"1.1.3\"\n", "", &["mapping-weakened"]),
    (
        "category = \"1.2.1\"\nstatus = \"planned\"",
        "category = \"1.2.3\"\nstatus = \"planned\"",
        &["category-gained", "category-weakened", "mapping-changed", "single-point-added"],
    ),
    (
        "A guard model reads answers as they are written and stops",
        "A guard model reads each answer and stops",
        &["mitigation-reworded"],
    ),
    ("name = \"Agent sandbox\"", "name = \"Sandbox of agents\"", &["mitigation-reworded"]),
    ("result = \"met\"", "result = \"missed\"", &["evidence-missed"]),
    ("date = 2026-05-02", "date = 2025-05-02", &["evidence-stale"]),
    ("by = \"external\"", "by = \"internal\"", &["evidence-weakened"]),
    ("kind = \"red-team\"", "kind = \"benchmark\"", &["evidence-weakened"]),
    ("target = \"one in a thousand\"", "target = \"one in a million\"", &["evidence-changed"]),
    (
        "[[waiver]]",
        "[[waiver]]\ncheck = \"missing\"\ncategory = \"2.2.4\"\nreason = \"later\"\nowner = \"lead\"\nexpires = 2027-01-31\n[[waiver]]",
        &["waiver-added"],
    ),
    ("owner = \"lead\"\nexpires = 2027-06-30\n", "owner = \"lead\"\nexpires = 2027-09-30\n", &["waiver-lengthened"]),
    ("reason = \"the parent does it\"", "reason = \"no need\"", &["waiver-reworded"]),
    (
        "[[mitigation]]\nid = \"sandbox\"\nname = \"Agent sandbox\"\ncategory = \"1.2.2\"\nstatus = \"idea\"\n",
        "",
        &["category-changed", "mitigation-removed"],
    ),
    ("[[tier]]\nid = \"chat\"\nexposure = \"external\"\n", "", &["tier-removed"]),
    ("[[threat]]\nid = \"bio\"", "[[threat]]\nid = \"theft\"\n[[threat]]\nid = \"bio\"", &["threat-added"]),
];

/// Renames: one text for another everywhere.
const RENAMES: &[Case] = &[
    ("\"filter\"", "\"output-filter\"", &["mitigation-renamed"]),
    ("\"guard\"", "\"guard-model\"", &["dependency-renamed"]),
    ("\"bio\"", "\"biology\"", &["threat-renamed"]),
    ("\"api\"", "\"general-api\"", &["tier-renamed"]),
];

/// What a kind is when the sides change places.
fn turned(kind: &str) -> String {
    const PAIRS: &[(&str, &str)] = &[
        ("-removed", "-added"),
        ("-lost", "-gained"),
        ("-weakened", "-strengthened"),
        ("-lengthened", "-shortened"),
        ("-asks-less", "-asks-more"),
        ("-lowered", "-raised"),
        ("-narrowed", "-widened"),
        ("-postponed", "-advanced"),
        ("resting-unstated", "resting-stated"),
        ("evidence-missed", "evidence-strengthened"),
        ("evidence-stale", "evidence-strengthened"),
        ("mitigation-retired", "status-raised"),
    ];
    let turned = PAIRS.iter().find_map(|(one, other)| {
        let with = |from, to| kind.strip_suffix(from).map(|stem| format!("{stem}{to}"));
        with(one, other).or_else(|| with(other, one))
    });
    turned.unwrap_or_else(|| kind.to_owned())
}

fn sorted(mut kinds: Vec<String>) -> Vec<String> {
    kinds.sort();
    kinds
}

#[test]
fn every_edit_makes_the_changes_it_should_in_both_directions() {
    let mut wrong = Vec::new();
    for (from, to, expected) in CASES {
        assert_eq!(BASE.matches(from).count(), 1, "{from}");
        hold(&BASE.replace(from, to), (from, to, expected), &mut wrong);
    }
    for (from, to, expected) in RENAMES {
        assert!(BASE.contains(from));
        hold(&BASE.replace(from, to), (from, to, expected), &mut wrong);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn hold(edited: &str, (from, to, expected): (&str, &str, &[&str]), wrong: &mut Vec<String>) {
    let expected = sorted(expected.iter().map(|kind| (*kind).to_owned()).collect());
    let (there, back) = (of_texts(BASE, edited), of_texts(edited, BASE));
    if kinds_of(&there) != expected {
        wrong.push(format!("{from} -> {to}:\n  expected {expected:?}\n  found    {:?}", changes(&there)));
    }
    let turned = sorted(expected.iter().map(|kind| turned(kind)).collect());
    if kinds_of(&back) != turned {
        wrong.push(format!("{to} -> {from}:\n  expected {turned:?}\n  found    {:?}", changes(&back)));
    }
}

#[test]
fn every_kind_is_made_by_some_edit() {
    let made: BTreeSet<String> = CASES
        .iter()
        .chain(RENAMES)
        .flat_map(|(.., kinds)| kinds.iter().flat_map(|kind| [(*kind).to_owned(), turned(kind)]))
        .collect();
    // The rest are made by whole frameworks and what surrounds them.
    let whole = [
        "framework-removed",
        "framework-added",
        "framework-moved",
        "taxonomy-changed",
        "rules-loosened",
        "rules-tightened",
    ];
    let missed: Vec<&str> =
        Kind::WORDS.iter().map(|(_, id)| *id).filter(|id| !made.contains(*id) && !whole.contains(id)).collect();
    assert_eq!(missed, [""; 0]);
}

#[test]
fn regressions_stand_first_and_every_sentence_is_one() {
    for (from, to, _) in CASES {
        let diff = of_texts(BASE, &BASE.replace(from, to));
        let found = changes(&diff);
        let rank = |change: &serde_json::Value| Direction::parse(change["direction"].as_str().unwrap()).unwrap();
        assert!(found.windows(2).all(|pair| rank(&pair[0]) <= rank(&pair[1])));
        for change in found {
            let message = change["message"].as_str().unwrap();
            assert!(!message.ends_with('.') && !message.contains('\n') && !message.contains("  "), "{message}");
            assert_eq!(message.matches('`').count() % 2, 0, "{message}");
            assert!(change["place"]["line"].as_u64().unwrap() > 0 && change["place"]["path"] != "", "{change}");
        }
    }
}

#[test]
fn what_time_alone_does_is_no_change() {
    for day in ["2026-11-21", "2027-05-03", "2027-07-01", "2031-01-01"] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("framework.toml");
        std::fs::write(&path, BASE).unwrap();
        let path = path.to_str().unwrap();
        let (code, out, _) = super::support::mitigap(&["diff", path, path, "--as-of", day, "--fail-on-regression"], "");
        assert_eq!(code, 0, "{out}");
        assert!(out.contains("nothing changed"), "{day}: {out}");
    }
}

#[test]
fn a_new_tier_with_a_gap_is_a_regression_and_one_without_is_not() {
    let open = "[[tier]]\nid = \"weights\"\nexposure = \"open-weights\"\n[[threat]]\nid = \"bio\"";
    let diff = of_texts(BASE, &BASE.replace("[[threat]]\nid = \"bio\"", open));
    let lost: Vec<String> = changes(&diff)
        .iter()
        .filter(|change| change["direction"] == "regression")
        .map(|change| change["message"].as_str().unwrap().to_owned())
        .collect();
    assert!(lost.iter().any(|message| message.contains("weaker in the new tier `weights`")), "{lost:?}");
    let same = "[[tier]]\nid = \"more\"\nexposure = \"external\"\n[[threat]]\nid = \"bio\"";
    let diff = of_texts(BASE, &BASE.replace("[[threat]]\nid = \"bio\"", same));
    assert_eq!(kinds_of(&diff), ["tier-added"]);
}

#[test]
fn wanting_less_never_looks_like_having_more() {
    let weak = BASE.replace("depth = 2", "depth = 3");
    let diff = of_texts(&weak, &weak.replace("depth = 3", "depth = 1"));
    assert_eq!(kinds_of(&diff), ["threat-asks-less"]);
}

#[test]
fn an_entry_reworded_under_another_id_is_the_same_and_another_measure_is_not() {
    let renamed =
        BASE.replace("\"filter\"", "\"answer-filter\"").replace("stops those that help", "withholds those that help");
    assert_eq!(kinds_of(&of_texts(BASE, &renamed)), ["mitigation-renamed", "mitigation-reworded"]);
    let other = BASE
        .replace("\"filter\"", "\"monitor\"")
        .replace("\"Output classifier\"", "\"Prompt classifier\"")
        .replace("reads answers as they are written", "reads prompts before they are taken");
    let found = kinds_of(&of_texts(BASE, &other));
    assert!(
        found.contains(&"mitigation-removed".to_owned()) && found.contains(&"mitigation-added".to_owned()),
        "{found:?}"
    );
}

#[test]
fn two_waivers_of_the_same_finding_are_each_themselves() {
    let waiver = |reason: &str| {
        format!(
            "[[waiver]]\ncheck = \"missing\"\ncategory = \"2.2.4\"\nreason = \"{reason}\"\nowner = \"x\"\nexpires = 2027-01-31\n"
        )
    };
    let text = format!("{BASE}{}{}", waiver("one"), waiver("two"));
    assert_eq!(kinds_of(&of_texts(&text, &text)), [""; 0]);
    assert_eq!(kinds_of(&of_texts(BASE, &text)), ["waiver-added", "waiver-added"]);
}
