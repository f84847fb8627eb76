//! What a cell says of its depth: witnesses, causes, bounds; levels, events together, layers.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

mod support;

use mitigap::coverage::Coverage;
use mitigap::coverage::failure::{Depth, WITNESSES};
use std::collections::BTreeSet;
use std::fmt::Write as _;

const HEAD: &str = "[framework]\nname = \"x\"\n[[threat]]\nid = \"misuse\"\n";

/// Judges a text, and asks something of its coverage.
fn judged<T>(text: &str, ask: impl Fn(&Coverage<'_>, Vec<String>) -> T) -> T {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("framework.toml");
    std::fs::write(&path, text).unwrap();
    let request = support::request(path);
    let loaded = support::load(&request);
    assert!(loaded.broken.is_empty(), "{:#?}", loaded.broken);
    let report = loaded.report();
    let framework = &report.frameworks[0];
    ask(&framework.coverage, framework.findings.iter().map(|judged| judged.finding.check.to_owned()).collect())
}

/// Filters against `misuse`, each with what it rests on.
fn filters(resting: &[(&str, &[&str])]) -> String {
    let mut text = HEAD.to_owned();
    let mut known: Vec<&str> = resting.iter().flat_map(|(_, on)| on.iter().copied()).collect();
    known.sort_unstable();
    known.dedup();
    for id in known {
        write!(text, "[[dependency]]\nid = \"{id}\"\nkind = \"model\"\n").unwrap();
    }
    for (id, on) in resting {
        let on: Vec<String> = on.iter().map(|id| format!("\"{id}\"")).collect();
        let on = on.join(", ");
        write!(text, "[[mitigation]]\nid = \"{id}\"\nname = \"{id}\"\ncategory = \"1.2.1\"\nthreats = [\"misuse\"]\ndepends_on = [{on}]\n").unwrap();
    }
    text
}

fn ids(coverage: &Coverage<'_>, depth: &Depth<'_>) -> Vec<String> {
    let framework = coverage.subject.framework;
    let name = |set: &Vec<_>| {
        let ids: Vec<&str> =
            set.iter().map(|failure: &mitigap::coverage::failure::Failure<'_>| failure.id(framework)).collect();
        ids.join("+")
    };
    depth.cut_sets.iter().map(name).collect()
}

fn witnesses(text: &str) -> Vec<String> {
    judged(text, |coverage, _| ids(coverage, &coverage.threats[0].cells[0].standing.depth))
}

#[test]
fn witnesses_are_dependencies_first_then_by_id_and_no_more_than_five() {
    assert_eq!(
        witnesses(&filters(&[("b", &["z"]), ("a", &["y"])])),
        ["y+z", "y+b", "z+a", "a+b"],
        "sets of dependencies first, then by id"
    );
    let many = filters(&[("a", &["p", "q", "r"]), ("b", &["s", "t", "u"])]);
    assert_eq!(witnesses(&many), ["p+s", "p+t", "p+u", "p+b", "q+s"]);
    assert_eq!(witnesses(&many).len(), WITNESSES);
}

#[test]
fn every_cause_of_order_one_is_named_however_many_there_are() {
    let on: &[&str] = &["g7", "g6", "g5", "g4", "g3", "g2", "g1"];
    let causes = judged(&filters(&[("a", on), ("b", on)]), |coverage, _| {
        let depth = &coverage.threats[0].cells[0].standing.depth;
        let causes: Vec<&str> = depth.causes.iter().map(|cause| cause.id(coverage.subject.framework)).collect();
        (depth.order, causes.join(" "), depth.cut_sets.len())
    });
    assert_eq!(causes, (1, "g1 g2 g3 g4 g5 g6 g7".to_owned(), WITNESSES));
    let alone = judged(&filters(&[("a", &["g"])]), |coverage, _| {
        let depth = &coverage.threats[0].cells[0].standing.depth;
        depth.causes.iter().map(|cause| cause.id(coverage.subject.framework).to_owned()).collect::<Vec<_>>()
    });
    assert_eq!(alone, ["g", "a"]);
}

#[test]
fn a_cut_set_that_nobody_would_read_is_not_listed() {
    let alone = |count: usize| {
        let ids: Vec<String> = (0..count).map(|at| format!("m{at}")).collect();
        let resting: Vec<(&str, &[&str])> = ids.iter().map(|id| (id.as_str(), &[][..])).collect();
        judged(&filters(&resting), |coverage, _| {
            let depth = &coverage.threats[0].cells[0].standing.depth;
            (depth.order, depth.cut_sets.len())
        })
    };
    assert_eq!(alone(16), (16, 1));
    assert_eq!(alone(17), (17, 0));
}

/// Triples of 120 dependencies by a linear congruential generator: too many to finish.
fn beyond_the_limit() -> String {
    let mut text = HEAD.to_owned();
    for at in 0..120 {
        write!(text, "[[dependency]]\nid = \"d{at}\"\nkind = \"model\"\n").unwrap();
    }
    let mut state = 1_u32;
    for at in 0..400 {
        let mut draw = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) % 120
        };
        let mut three = [draw(), draw(), draw()];
        three.sort_unstable();
        let mut on: Vec<String> = three.iter().map(|at| format!("\"d{at}\"")).collect();
        on.dedup();
        let status = if at % 8 == 0 { "implemented" } else { "planned" };
        write!(
            text,
            "[[mitigation]]\nid = \"m{at}\"\nname = \"m\"\ncategory = \"1.2.1\"\nthreats = [\"misuse\"]\nstatus = \"{status}\"\ndepends_on = [{}]\n",
            on.join(", ")
        )
        .unwrap();
    }
    text
}

#[test]
fn past_the_work_limit_depth_is_a_bound_that_no_part_and_no_event_exceeds() {
    judged(&beyond_the_limit(), |coverage, _| {
        let cell = &coverage.threats[0].cells[0];
        let (depth, orders) = (&cell.standing.depth, cell.standing.orders);
        assert!(depth.at_least && depth.order >= 10, "{}", depth.order);
        assert!(depth.cut_sets.is_empty(), "no witness for a depth that is not known");
        for part in [orders.declared, orders.examined, orders.implemented, orders.evidenced] {
            assert!(part <= depth.order, "{part} of {}", depth.order);
        }
        assert!(cell.trials.iter().all(|trial| trial.depth <= depth.order));
        assert!(cell.meets, "a proven bound above what is wanted is enough");
    });
}

#[test]
fn a_part_that_is_proven_deeper_raises_the_bound_of_all() {
    // Three on two of three dependencies each: any one dependency leaves one of them, which only a search shows.
    let three = [["a", "b"], ["b", "c"], ["a", "c"]].map(|on| on.map(str::to_owned).to_vec());
    // So many more that nothing is searched: all share `a` or `b` with the first, so the bound of all is 1.
    let more = (0..1_022).map(|at| vec!["a".to_owned(), "b".to_owned(), format!("x{at}")]);
    let (mut text, mut known) = (HEAD.to_owned(), BTreeSet::new());
    for (at, on) in three.into_iter().chain(more).enumerate() {
        let status = if at < 3 { "implemented" } else { "planned" };
        write!(
            text,
            "[[mitigation]]\nid = \"m{at}\"\nname = \"m\"\ncategory = \"1.2.1\"\nthreats = [\"misuse\"]\nstatus = \"{status}\"\ndepends_on = {on:?}\n"
        )
        .unwrap();
        known.extend(on);
    }
    for id in known {
        write!(text, "[[dependency]]\nid = \"{id}\"\nkind = \"model\"\n").unwrap();
    }
    judged(&text, |coverage, _| {
        let standing = &coverage.threats[0].cells[0].standing;
        assert_eq!((standing.orders.implemented, standing.depth.order, standing.depth.at_least), (2, 2, true));
    });
}

#[test]
fn a_level_begins_covers_and_applies_as_the_table_says() {
    let entry = |id: &str, category: &str, level: &str| {
        format!("[[mitigation]]\nid = \"{id}\"\nname = \"{id}\"\ncategory = \"{category}\"\n{level}\n")
    };
    let text = format!(
        "[framework]\nname = \"x\"\n[[level]]\nid = \"low\"\n[[level]]\nid = \"mid\"\n[[level]]\nid = \"high\"\n{}{}{}{}",
        entry("always", "1.1.1", ""),
        entry("first", "1.2.1", "level = \"low\""),
        entry("second", "1.2.3", "level = \"mid\""),
        entry("again", "1.2.1", "level = \"high\"")
    );
    let table = |coverage: &Coverage<'_>| -> Vec<(String, String, String, bool)> {
        let subject = coverage.subject;
        let line = |level: &mitigap::coverage::level::LevelCoverage| {
            let adds: Vec<&str> =
                level.adds.iter().map(|at| subject.framework.mitigations[*at].id.value.as_str()).collect();
            let covers: Vec<&str> =
                level.covers.iter().map(|at| subject.taxonomy.categories[*at].code.as_ref()).collect();
            (subject.framework.levels[level.level].id.value.clone(), adds.join(" "), covers.join(" "), level.applies)
        };
        coverage.levels.iter().map(line).collect()
    };
    let owned =
        |id: &str, adds: &str, covers: &str, applies| (id.to_owned(), adds.to_owned(), covers.to_owned(), applies);
    assert_eq!(
        judged(&text, |coverage, _| table(coverage)),
        [
            owned("low", "always first", "1.1.1 1.2.1", true),
            owned("mid", "second", "1.2.3", true),
            owned("high", "again", "", true)
        ]
    );
    let (code, out, _) = support::mitigap(&["check", "-", "--level", "mid", "--format", "json"], &text);
    let document: serde_json::Value = serde_json::from_str(&out).unwrap();
    let applies: Vec<bool> = document["frameworks"][0]["levels"]
        .as_array()
        .unwrap()
        .iter()
        .map(|level| level["applies"].as_bool().unwrap())
        .collect();
    assert_eq!((code, applies), (1, vec![true, true, false]));
}

#[test]
fn events_together_take_what_either_takes() {
    let text = format!(
        "{}{}",
        filters(&[("filter", &[])]),
        "[[dependency]]\nid = \"logs\"\nkind = \"logging\"\n[[mitigation]]\nid = \"review\"\nname = \"r\"\ncategory = \"1.2.3\"\nthreats = [\"misuse\"]\ndepends_on = [\"logs\"]\n"
    );
    let lost = |events: &[&str]| {
        let mut arguments = vec!["what-if", "-", "--format", "json"];
        for event in events {
            arguments.extend(["--event", event]);
        }
        let (code, out, err) = support::mitigap(&arguments, &text);
        assert_eq!(code, 0, "{err}");
        serde_json::from_str::<serde_json::Value>(&out).unwrap()["lost"].to_string()
    };
    assert_eq!(lost(&["universal-jailbreak"]), "[\"filter\"]");
    assert_eq!(lost(&["log-loss"]), "[\"review\"]");
    assert_eq!(lost(&["universal-jailbreak", "log-loss"]), "[\"filter\",\"review\"]");
}

#[test]
fn what_is_supposed_to_be_gone_maps_to_nothing() {
    let after = |gone: &[&str]| {
        let without = gone.iter().flat_map(|id| ["--without", id]);
        let arguments: Vec<&str> = ["what-if", "-", "--format", "json"].into_iter().chain(without).collect();
        let (code, out, err) = support::mitigap(&arguments, &filters(&[("a", &[]), ("b", &[])]));
        assert_eq!(code, 0, "{err}");
        let changes = serde_json::from_str::<serde_json::Value>(&out).unwrap()["changes"].take();
        let of_category = changes.as_array().unwrap().iter().find(|change| change["category"] == "1.2.1").cloned();
        of_category.unwrap()["after"]["state"].as_str().unwrap().to_owned()
    };
    assert_eq!(after(&["a"]), "single-point");
    assert_eq!(after(&["a", "b"]), "missing", "nothing is there that could be said not to count");
}

#[test]
fn one_layer_speaks_from_depth_two_and_only_where_one_layer_is_all() {
    let fires = |text: &str| judged(text, |_, checks| checks.iter().any(|check| check == "one-layer"));
    let shaped =
        "[[mitigation]]\nid = \"c\"\nname = \"c\"\ncategory = \"1.1.2\"\nthreats = [\"misuse\"]\ndepends_on = []\n";
    assert!(fires(&filters(&[("a", &[]), ("b", &[])])));
    assert!(!fires(&filters(&[("a", &["g"]), ("b", &["g"])])), "depth 1 has a finding of its own");
    assert!(!fires(&(filters(&[("a", &[]), ("b", &[])]) + shaped)));
}

#[test]
fn measures_tested_together_are_not_reported_as_untested_together() {
    let tested = |with: &str| {
        let evidence = |with: &str| {
            format!(
                "  [[mitigation.evidence]]\n  kind = \"red-team\"\n  target = \"t\"\n  result = \"met\"\n  date = 2026-06-01\n{with}"
            )
        };
        let entry = |id: &str, category: &str, with: &str| {
            format!(
                "[[mitigation]]\nid = \"{id}\"\nname = \"{id}\"\ncategory = \"{category}\"\nstatus = \"implemented\"\nthreats = [\"misuse\"]\ndepends_on = []\n{}",
                evidence(with)
            )
        };
        format!("{HEAD}{}{}", entry("a", "1.2.1", with), entry("b", "1.1.2", ""))
    };
    let fires = |text: &str| judged(text, |_, checks| checks.iter().any(|check| check == "combination-untested"));
    assert!(fires(&tested("")));
    assert!(!fires(&tested("  with = [\"b\"]\n")));
}

#[test]
fn evidence_has_the_second_grade_only_where_nothing_is_wanting() {
    use mitigap::coverage::evidence::{Grade, grade};
    let whole = ["kind = \"red-team\"", "target = \"t\"", "result = \"met\"", "date = 2026-06-01"];
    let graded = |pieces: &[&str], status: &str| {
        let entry = "id = \"a\"\nname = \"a\"\ncategory = \"1.2.1\"\nthreats = [\"misuse\"]";
        let evidence = pieces.join("\n");
        let text =
            format!("{HEAD}[[mitigation]]\n{entry}\nstatus = \"{status}\"\n[[mitigation.evidence]]\n{evidence}\n");
        judged(&text, |coverage, _| {
            let (at, entry) = coverage.subject.framework.mitigations.entries().next().unwrap();
            let cell = &coverage.threats[0].cells[0].standing;
            let of = grade(entry, None, true, coverage.subject.settings.as_of);
            assert_eq!((cell.credited.as_slice(), cell.orders.evidenced > 0), (&[at][..], of >= Grade::E2));
            of
        })
    };
    let with = |piece: &'static str, at: usize| {
        let mut pieces = whole;
        pieces[at] = piece;
        graded(&pieces, "implemented")
    };
    assert_eq!(graded(&whole, "implemented"), Grade::E2);
    assert_eq!(graded(&[&whole[..], &["by = \"external\""]].concat(), "implemented"), Grade::E3);
    assert_eq!(graded(&whole, "planned"), Grade::E1);
    assert_eq!(with("kind = \"benchmark\"", 0), Grade::E1, "nobody attacked it");
    assert_eq!(with("", 1), Grade::E1, "no target was stated");
    assert_eq!(with("result = \"open\"", 2), Grade::E1);
    assert_eq!(with("result = \"missed\"", 2), Grade::E0);
    assert_eq!(with("", 3), Grade::E1, "undated");
    for (date, fresh) in
        [("date = 2025-11-20", Grade::E1), ("date = 2025-11-21", Grade::E2), ("date = 2026-11-21", Grade::E2)]
    {
        assert_eq!(with(date, 3), fresh, "{date}");
    }
}
