//! What is suggested, once taken on, does what it promises; and what is supposed changes what it says.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

mod support;

use mitigap::pipeline::Request;
use mitigap::suggest::{Goal, Suggestion, stubs, suggest};
use mitigap::what_if::{Change, Supposition, changes};
use std::path::Path;

const HEAD: &str = "[framework]\nname = \"Case\"\n";

fn written(text: &str) -> (tempfile::TempDir, Request) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("framework.toml");
    std::fs::write(&path, text).unwrap();
    (folder, support::request(path))
}

/// The suggestion for a text, and the stubs it writes.
fn suggested(text: &str, goal: Goal) -> (Suggestion, String) {
    let (_folder, request) = written(text);
    let loaded = support::load(&request);
    let report = loaded.report();
    let coverage = &report.frameworks[0].coverage;
    let suggestion = suggest(coverage, goal);
    let stubs = stubs(coverage, &suggestion);
    (suggestion, stubs)
}

fn mitigation(id: &str, more: &str) -> String {
    format!("[[mitigation]]\nid = \"{id}\"\nname = \"{id}\"\ncategory = \"1.2.1\"\n{more}\n")
}

#[test]
fn what_is_taken_on_closes_everything_for_every_goal() {
    let text = format!("{HEAD}[[threat]]\nid = \"misuse\"\ndepth = 5\n{}", mitigation("x", "depends_on = []"));
    for goal in [Goal::Missing, Goal::SinglePoints, Goal::Wanted] {
        let (suggestion, stubs) = suggested(&text, goal);
        assert!(suggestion.exact && suggestion.out_of_reach == 0);
        assert!(suggestion.size() > 0);
        let taken_on = stubs.replace("status = \"idea\"", "status = \"planned\"\ndepends_on = []");
        let (again, _) = suggested(&format!("{text}{taken_on}"), goal);
        assert_eq!(again.size(), 0, "{goal:?}: {again:?}\n{taken_on}");
    }
}

#[test]
fn what_is_wanted_is_compared_with_the_examined_depth_as_reports_do() {
    let two = ["x", "y"].map(|id| mitigation(id, "")).concat();
    let (suggestion, _) = suggested(&format!("{HEAD}{two}"), Goal::Wanted);
    let filters: Vec<usize> = suggestion.examine.iter().map(|at| at.at()).collect();
    assert_eq!(filters, [0, 1], "two that say nothing of what they rest on are deep only if that is not shared");
    let (suggestion, _) = suggested(&format!("{HEAD}{two}"), Goal::SinglePoints);
    assert!(suggestion.examine.is_empty());
    let stated = ["x", "y"].map(|id| mitigation(id, "depends_on = []")).concat();
    let (suggestion, _) = suggested(&format!("{HEAD}{stated}"), Goal::Wanted);
    assert!(suggestion.examine.is_empty());
}

#[test]
fn what_is_suggested_and_stated_makes_the_report_say_that_all_is_met() {
    let threat = "[[threat]]\nid = \"misuse\"\ndepth = 3\n";
    let silent = ["x", "y"].map(|id| mitigation(id, "threats = [\"misuse\"]")).concat();
    let text = format!("{HEAD}{threat}{silent}");
    let (suggestion, stubs) = suggested(&text, Goal::Wanted);
    assert_eq!(suggestion.examine.len(), 2);
    let taken_on = stubs.replace("status = \"idea\"", "status = \"planned\"\ndepends_on = []");
    let examined = text.replace("category = \"1.2.1\"\n", "category = \"1.2.1\"\ndepends_on = []\n");
    let (_folder, request) = written(&format!("{examined}{taken_on}"));
    let loaded = support::load(&request);
    let report = loaded.report();
    let coverage = &report.frameworks[0].coverage;
    assert!(coverage.threats.iter().all(|threat| threat.meets));
    assert_eq!(coverage.summary.met, coverage.summary.expected);
}

#[test]
fn past_what_can_be_tried_the_answer_says_that_it_may_not_be_the_smallest() {
    let chains = |count: usize| {
        let dependency = |at| format!("[[dependency]]\nid = \"d{at}\"\nkind = \"model\"\n");
        let ids: Vec<String> = (0..count).map(|at| format!("\"d{at}\"")).collect();
        let rest = format!("depends_on = [{}]", ids.join(", "));
        let dependencies: String = (0..count).map(dependency).collect();
        format!("{HEAD}{dependencies}{}{}", mitigation("x", &rest), mitigation("y", &rest))
    };
    assert!(suggested(&chains(10), Goal::SinglePoints).0.exact);
    assert!(!suggested(&chains(11), Goal::SinglePoints).0.exact);
}

#[test]
fn a_dependency_that_no_listed_cut_set_shows_is_tried_too() {
    // `guard` alone takes all six; only once it is split does `log` come into a smallest cut set.
    let dependencies = ["guard", "log"].map(|id| format!("[[dependency]]\nid = \"{id}\"\nkind = \"model\"\n")).concat();
    let excluded: Vec<String> = ["1.1", "1.2.2", "1.2.3", "1.2.4", "1.2.5", "2", "3"]
        .map(|code| format!("{{ category = \"{code}\", reason = \"r\" }}"))
        .into();
    let head = format!("{HEAD}[scope]\nexclude = [{}]\n[[threat]]\nid = \"misuse\"\ndepth = 6\n", excluded.join(", "));
    let both = "threats = [\"misuse\"]\ndepends_on = [\"guard\", \"log\"]";
    let five = ["a", "b", "c", "d", "e"].map(|id| mitigation(id, both)).concat();
    let sixth = mitigation("f", "threats = [\"misuse\"]\ndepends_on = [\"guard\"]");
    let (suggestion, _) = suggested(&format!("{head}{dependencies}{five}{sixth}"), Goal::Wanted);
    assert!(suggestion.exact);
    assert_eq!((suggestion.splits.len(), suggestion.size()), (2, 2), "{suggestion:?}");
}

#[test]
fn one_split_is_preferred_to_several_additions() {
    let guard = "[[dependency]]\nid = \"guard\"\nkind = \"model\"\n";
    let filters = ["x", "y"].map(|id| mitigation(id, "depends_on = [\"guard\"]")).concat();
    let hosts = ["p", "q"].map(|id| mitigation(id, "depends_on = [\"guard\"]").replace("1.2.1", "1.2.4")).concat();
    let (suggestion, _) = suggested(&format!("{HEAD}{guard}{filters}{hosts}"), Goal::SinglePoints);
    assert_eq!((suggestion.splits.len(), suggestion.size()), (1, 1), "{suggestion:?}");
}

#[test]
fn an_idea_that_is_there_is_not_written_again() {
    let (first, written) = suggested(HEAD, Goal::Missing);
    let (second, again) = suggested(&format!("{HEAD}{written}"), Goal::Missing);
    assert_eq!(again, "");
    assert_eq!(first.size(), second.size(), "an idea covers nothing");
}

#[test]
fn what_the_open_weights_put_out_of_reach_is_said() {
    let (suggestion, _) =
        suggested(&format!("{HEAD}[[tier]]\nid = \"open\"\nexposure = \"open-weights\"\n"), Goal::Missing);
    assert!(suggestion.out_of_reach > 0);
}

fn supposing(supposition: &Supposition) -> Result<(usize, Vec<Change>), Vec<String>> {
    let request = support::request(Path::new("fixtures/northwind"));
    let loaded = support::load(&request);
    let report = loaded.report();
    let before = &report.frameworks[0].coverage;
    let supposed = supposition.resolve(before.subject)?;
    let after = supposed.judge(before.subject);
    Ok((supposed.lost.len(), changes(before, &after, supposed.tier)))
}

#[test]
fn what_is_lost_never_deepens_a_cell() {
    let events = ["log-loss", "identity-evasion"].map(str::to_owned);
    let both = Supposition { events: events.to_vec(), ..Supposition::default() };
    let (lost, both) = supposing(&both).unwrap();
    assert!(lost > 0 && !both.is_empty());
    assert!(both.iter().all(|change| change.after.depth <= change.before.depth));
    for event in events {
        let (of_one, _) = supposing(&Supposition { events: vec![event], ..Supposition::default() }).unwrap();
        assert!(of_one <= lost);
    }
}

#[test]
fn without_a_dependency_all_that_rests_on_it_is_gone() {
    let guard = Supposition { without: vec!["guard-model".to_owned()], ..Supposition::default() };
    let (lost, changes) = supposing(&guard).unwrap();
    assert_eq!(lost, 3);
    let filters: Vec<_> = changes.iter().filter(|change| change.row == "1.2.1").collect();
    assert!(filters.iter().all(|change| change.after.depth == 0) && !filters.is_empty());
}

#[test]
fn one_tier_is_looked_at_where_one_is_asked_for() {
    let asked = Supposition {
        without: vec!["guard-model".to_owned()],
        tier: Some("internal".to_owned()),
        ..Supposition::default()
    };
    let (_, changes) = supposing(&asked).unwrap();
    assert!(changes.iter().all(|change| change.tier == "internal" || change.tier == "everywhere"));
}

#[test]
fn a_level_below_takes_away_what_begins_above_it() {
    let low = Supposition { level: Some("baseline".to_owned()), ..Supposition::default() };
    let (_, changes) = supposing(&low).unwrap();
    assert!(changes.iter().any(|change| change.row == "2.1.1" && change.after.depth == 0));
}

#[test]
fn unknown_ids_are_told_with_the_nearest() {
    let wrong = Supposition {
        without: vec!["guard-modle".to_owned()],
        events: vec!["log-los".to_owned()],
        tier: Some("intenal".to_owned()),
        level: Some("hihg".to_owned()),
    };
    assert_eq!(
        supposing(&wrong).unwrap_err(),
        [
            "no mitigation or dependency `guard-modle` in this framework; did you mean `guard-model`?",
            "no event `log-los` in this framework; did you mean `log-loss`?",
            "no tier `intenal` in this framework; did you mean `internal`?",
            "no level `hihg` in this framework; did you mean `high`?",
        ]
    );
}
