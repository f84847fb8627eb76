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
    let report = loaded.report(&request);
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
    let report = loaded.report(&request);
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
