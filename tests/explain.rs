//! What `explain` says of the entries of a framework, in words a reviewer can quote.

#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod support;

use support::mitigap;

/// Two filters on one guard model, a corpus and a pair that detects and responds; a tier that relaxes one of them.
const TEXT: &str = r#"
[framework]
name = "Case"
[[level]]
id = "low"
[[level]]
id = "high"
threshold = "gives uplift"
[[tier]]
id = "api"
exposure = "external"
[[tier]]
id = "lab"
extends = "api"
relaxes = ["corpus"]
compensates = ["review"]
[[threat]]
id = "misuse"
name = "Misuse"
depth = 3
events = ["model-schemes"]
[[dependency]]
id = "guard"
kind = "model"
[[event]]
id = "outage"
voids_dependencies = ["guard"]
[[mitigation]]
id = "input"
name = "Input filter"
category = "1.2.1"
threats = ["misuse"]
depends_on = ["guard"]
[[mitigation]]
id = "output"
name = "Output filter"
category = "1.2.1"
status = "implemented"
threats = ["misuse"]
depends_on = ["guard"]
[[mitigation]]
id = "corpus"
name = "Filtered corpus"
category = "1.1.1"
threats = ["misuse"]
depends_on = []
survives = ["weights-stolen"]
[[mitigation]]
id = "review"
name = "Review"
category = "1.2.3"
level = "high"
threats = ["misuse"]
"#;

/// What is said, on one line, so that line ends do not matter.
fn explained(arguments: &[&str]) -> String {
    let all: Vec<&str> = ["explain"].into_iter().chain(arguments.iter().copied()).collect();
    let (code, out, err) = mitigap(&all, TEXT);
    assert_eq!(code, 0, "{out}{err}");
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn says(arguments: &[&str], parts: &[&str]) {
    let text = explained(arguments);
    for part in parts {
        assert!(text.contains(part), "{arguments:?} does not say {part:?}:\n{text}");
    }
}

#[test]
fn a_threat_is_explained_per_tier_with_cut_sets_and_events_in_words() {
    says(
        &["misuse", "-"],
        &[
            "Misuse (misuse), a threat",
            "depth 3 is wanted: not met in every tier",
            "in api (api) depth 3 of 3 wanted (2 examined, 1 implemented, 0 evidenced), not met",
            "credited: input, output, corpus, review (layers: remove, block, detect)",
            "falls with detect-and-respond (takes review) + guard (takes input, output) + corpus",
            "or with guard (takes input, output) + corpus + review",
            "after model-schemes (to withstand): depth 3 -> 2, left: corpus, review",
            "after log-loss: not tested, nothing declared could be hit",
            "after outage: depth 3 -> 2, left: corpus, review",
            "in lab (lab) depth 2 of 3 wanted",
        ],
    );
}

#[test]
fn a_tier_is_explained_with_what_it_relaxes_and_whether_that_is_made_up_for() {
    says(
        &["lab", "-"],
        &[
            "lab, a tier, external",
            "extends api",
            "relaxes corpus",
            "compensated by review",
            "corpus is not made up for: against misuse examined depth 1 is left, where 3 is wanted",
            "relaxed: 1.1.1",
            "common-cause: 1.2.1",
            "Against Misuse (misuse) depth 2 of 3 wanted",
        ],
    );
    says(&["api", "-"], &["relaxes nothing that is in force"]);
}

#[test]
fn an_event_is_explained_by_what_it_takes_and_what_it_leaves() {
    says(
        &["weights-stolen", "-"],
        &[
            "weights-stolen, a built-in event",
            "takes out input, output, review",
            "survived, as the author says, by corpus",
            "in api, after weights-stolen: depth 3 -> 1, left: corpus",
            "in lab, after weights-stolen: depth 2 -> 0, nothing is left",
        ],
    );
    says(&["outage", "-"], &["outage, an event of the framework", "takes out input, output Against"]);
}

#[test]
fn a_level_is_explained_by_what_begins_at_it() {
    says(
        &["high", "-"],
        &["high, a level", "threshold: gives uplift", "begins here: review", "from here up and not below: 1.2.3"],
    );
    says(&["high", "-", "--level", "low"], &["does not count in this run"]);
}

#[test]
fn a_check_is_explained_with_what_it_found_here() {
    says(&["common-cause", "-"], &["## How to fix", "In <stdin>:", "falls to `guard`"]);
    says(&["hollow-depth", "-"], &["nothing found"]);
}

#[test]
fn the_flags_that_judge_a_check_judge_an_explanation() {
    says(&["1.2.3", "-"], &["api: single-point, depth 1"]);
    says(&["1.2.3", "-", "--level", "low"], &["api: uncredited, depth 0 of 2 wanted"]);
    says(&["1.2.1", "-", "--credit", "implemented"], &["api: single-point, depth 1 of 2 wanted"]);
    let inferred = "[framework]\nname = \"C\"\n[[mitigation]]\nid = \"f\"\nname = \"Output filter\"\n";
    let (_, upper, _) = mitigap(&["explain", "1.2.1", "-"], inferred);
    let (_, lower, _) = mitigap(&["explain", "1.2.1", "-", "--mapping", "declared"], inferred);
    assert!(upper.contains("everywhere: single-point") && lower.contains("everywhere: missing"), "{upper}{lower}");
    let (code, _, _) = mitigap(&["explain", "1.2.1", "-", "--level", "higher"], TEXT);
    assert_eq!(code, 2);
}

#[test]
fn a_category_is_explained_in_the_taxonomy_that_the_framework_is_held_against() {
    let own = "fixtures/states/below-target";
    says(&["2.1", &format!("{own}/framework.toml"), "--taxonomy", &format!("{own}/taxonomy.toml")], &["In fixtures"]);
    let (code, _, err) = mitigap(&["explain", "3.3.3", &format!("{own}/framework.toml")], "");
    assert_eq!(code, 2, "a code of the default taxonomy means nothing there");
    assert!(err.contains("is no category, no check and no id here"), "{err}");
}

#[test]
fn a_mistyped_id_gets_the_nearest_of_any_kind() {
    for (typed, near) in
        [("misuze", "misuse"), ("outagee", "outage"), ("weights-stoln", "weights-stolen"), ("hgih", "high")]
    {
        let (code, _, err) = mitigap(&["explain", typed, "-"], TEXT);
        assert!(code == 2 && err.contains(&format!("did you mean `{near}`?")), "{err}");
    }
}
