//! What each check says in the cases that its page does not show, word for word: a reviewer quotes these sentences.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

mod checking;

use checking::{find, taxonomy};
use mitigap::framework::reader::read_text;

/// The messages of a check in a framework, a note marked as such.
fn said(check: &str, entries: &str) -> Vec<String> {
    let text = format!("[framework]\nname = \"Case\"\n{entries}");
    let found = find(&read_text("framework.toml", &text), &taxonomy(check), Some(check), entries);
    let mark = |note| if note { "note: " } else { "" };
    found.into_iter().map(|finding| format!("{}{}", mark(finding.only_a_note), finding.message)).collect()
}

fn mitigation(id: &str, category: &str, more: &str) -> String {
    format!("[[mitigation]]\nid = \"{id}\"\nname = \"{id}\"\ncategory = \"{category}\"\n{more}\n")
}

const TIERS: &str = "[[tier]]\nid = \"a\"\n[[tier]]\nid = \"b\"\n";
const MISUSE: &str = "[[threat]]\nid = \"misuse\"\nname = \"Misuse\"\n";
const GUARD: &str = "[[dependency]]\nid = \"guard\"\nkind = \"model\"\n";

#[test]
fn a_tier_gap_is_told_for_each_empty_tier_and_not_where_nothing_stands_at_all() {
    let here = mitigation("x", "1.2.1", "tiers = [\"a\"]");
    let open = "[[tier]]\nid = \"c\"\nexposure = \"open-weights\"\n";
    assert_eq!(
        said("tier-gap", &format!("{TIERS}{open}{here}")),
        [
            "tier `b` has nothing credited in 1.2.1 Guardrails & Filtering, where tier `a` has `x`",
            "tier `c` has nothing credited in 1.2.1 Guardrails & Filtering, where tier `a` has `x`",
        ]
    );
    let idea = mitigation("x", "1.2.1", "status = \"idea\"");
    assert!(said("tier-gap", &format!("{TIERS}{idea}")).is_empty());
}

#[test]
fn uncredited_says_why_for_each_reason() {
    let idea = mitigation("x", "1.2.1", "status = \"idea\"");
    let retired = mitigation("y", "1.2.1", "status = \"retired\"");
    let umbrella = mitigation("z", "1.2.1", "comprises = [\"x\", \"y\"]");
    assert_eq!(
        said("uncredited", &format!("{idea}{retired}{umbrella}")),
        ["nothing counts in 1.2.1 Guardrails & Filtering: `x` is no more than an idea, `y` is retired and `z` is an \
          umbrella over other entries"]
    );
}

#[test]
fn a_threat_open_in_one_tier_is_told_for_that_tier() {
    let here = mitigation("x", "1.2.1", "threats = [\"misuse\"]\ntiers = [\"a\"]");
    let everywhere = ["nothing credited stands against `misuse`"];
    assert_eq!(
        said("threat-uncovered", &format!("{TIERS}{MISUSE}{here}")),
        ["nothing credited stands against `misuse` in tier `b`"]
    );
    for (category, more) in [("2.2.2", ""), ("1.2.1", "partial = true"), ("1.2.1", "status = \"idea\""), ("1.2", "")] {
        let entry = mitigation("x", category, &format!("threats = [\"misuse\"]\n{more}"));
        assert_eq!(said("threat-uncovered", &format!("{TIERS}{MISUSE}{entry}")), everywhere, "{category} {more}");
    }
    let layered = mitigation("x", "2.2.2", "threats = [\"misuse\"]\nlayer = \"block\"");
    assert!(said("threat-uncovered", &format!("{MISUSE}{layered}")).is_empty());
}

#[test]
fn a_single_point_against_a_threat_is_one_entry_or_a_named_cause() {
    let x = mitigation("x", "1.2.1", "threats = [\"misuse\"]");
    assert_eq!(said("threat-single-point", &format!("{MISUSE}{x}")), ["`x` alone stands against `misuse`"]);
    let wanted = "[[threat]]\nid = \"misuse\"\nname = \"Misuse\"\ndepth = 1\n";
    assert_eq!(said("threat-single-point", &format!("{wanted}{x}")), ["note: `x` alone stands against `misuse`"]);
    let detect = mitigation("y", "1.2.3", "threats = [\"misuse\"]");
    let respond = mitigation("z", "2.3.4", "threats = [\"misuse\"]");
    assert_eq!(
        said("threat-single-point", &format!("{MISUSE}{detect}{respond}")),
        ["the 2 measures against `misuse` all fall to `detect-and-respond`"]
    );
}

#[test]
fn what_an_event_leaves_is_told_where_it_was_tested_and_where_not() {
    let threat = |events| format!("[[threat]]\nid = \"misuse\"\nname = \"Misuse\"\nevents = [{events}]\n");
    let x = mitigation("x", "1.1.1", "threats = [\"misuse\"]");
    assert_eq!(
        said("brittle", &format!("{}{x}", threat("\"log-loss\", \"weights-stolen\""))),
        ["note: `log-loss` is not tested against `misuse`: nothing declared there could be hit"]
    );
    let voided = mitigation("x", "1.1.1", "threats = [\"misuse\"]\nvoided_by = [\"log-loss\"]");
    assert_eq!(
        said("brittle", &format!("{}{voided}", threat("\"log-loss\""))),
        ["nothing is left against `misuse` after `log-loss`, where depth 1 stood before"]
    );
    assert!(said("brittle", &threat("\"log-loss\"")).is_empty(), "nothing stood there before either");
}

#[test]
fn depth_against_a_threat_that_nobody_examined_is_unexamined_too() {
    let x = mitigation("x", "1.2.1", "threats = [\"misuse\"]\ndepends_on = []");
    let y = mitigation("y", "1.1.1", "threats = [\"misuse\"]");
    assert_eq!(
        said("unexamined", &format!("{MISUSE}{x}{y}")),
        ["what stands against `misuse` reaches the wanted depth of 2 only if `y` rests on nothing shared"]
    );
}

#[test]
fn half_a_barrier_is_told_whichever_half_is_missing() {
    for (category, expected) in [
        ("1.2.3", "`misuse` is noticed, and nothing credited acts on it"),
        ("2.3.4", "`misuse` has a response, and nothing credited notices it"),
    ] {
        let entry = mitigation("x", category, "threats = [\"misuse\"]");
        assert_eq!(said("detect-without-respond", &format!("{MISUSE}{entry}")), [expected]);
    }
}

#[test]
fn a_tier_is_told_once_however_much_it_relaxes() {
    let tiers = "[[tier]]\nid = \"a\"\n[[tier]]\nid = \"b\"\nrelaxes = [\"x\", \"y\"]\n";
    let (x, y) = (mitigation("x", "1.2.1", ""), mitigation("y", "1.2.1", "threats = [\"misuse\"]"));
    assert_eq!(
        said("uncompensated-tier", &format!("{tiers}{MISUSE}{x}{y}")),
        ["tier `b` relaxes `x`, and nothing credited makes up for it"]
    );
    assert_eq!(
        said("uncompensated-tier", &format!("{}{MISUSE}{x}{y}", tiers.replace("\"x\", ", ""))),
        ["tier `b` relaxes `y`, and examined depth 0 is left against `misuse`, where 2 is wanted"]
    );
}

#[test]
fn hollow_depth_is_too_few_members_too_few_credited_or_a_mere_claim() {
    let umbrella = |of| format!("[[mitigation]]\nid = \"d\"\nname = \"Depth\"\ncomprises = [{of}]\n");
    let x = mitigation("x", "1.2.1", "threats = [\"misuse\"]\ndepends_on = []");
    let idea = mitigation("y", "1.1.1", "threats = [\"misuse\"]\nstatus = \"idea\"");
    assert_eq!(
        said("hollow-depth", &format!("{MISUSE}{}{x}", umbrella("\"x\""))),
        ["`d` is an umbrella over `x` alone"]
    );
    assert_eq!(
        said("hollow-depth", &format!("{MISUSE}{}{x}{idea}", umbrella("\"x\", \"y\""))),
        ["of the layers of `d` against `misuse` only `x` is credited"]
    );
    let claim = "[[mitigation]]\nid = \"d\"\nname = \"Multi-layered security\"\ncategory = \"2.3\"\n";
    assert_eq!(said("hollow-depth", claim), ["`d` claims several layers and names none"]);
    assert!(said("hollow-depth", &claim.replace("\"2.3\"", "\"2.3.2\"")).is_empty());
    assert!(said("hollow-depth", &format!("{claim}status = \"idea\"\n")).is_empty());
}

fn with_evidence(id: &str, evidence: &[&str]) -> String {
    let pieces = evidence.iter().map(|piece| format!("[[mitigation.evidence]]\n{piece}\n"));
    mitigation(id, "1.2.1", "status = \"implemented\"") + &pieces.collect::<String>()
}

#[test]
fn evidence_is_judged_tier_by_tier() {
    let met = "kind = \"red-team\"\nresult = \"met\"\ndate = 2026-06-01\ntiers = [\"a\"]";
    let missed = "kind = \"red-team\"\nresult = \"missed\"\ndate = 2026-05-01\ntiers = [\"b\"]";
    let old = "kind = \"red-team\"\nresult = \"met\"\ndate = 2025-01-01\ntiers = [\"b\"]";
    let undated = "kind = \"audit\"\nresult = \"met\"";
    assert_eq!(
        said("failed-evidence", &format!("{TIERS}{}", with_evidence("x", &[met, missed]))),
        ["the red-team evidence for `x` in `b`, of 2026-05-01, missed its target"]
    );
    assert_eq!(
        said("stale-evidence", &format!("{TIERS}{}", with_evidence("x", &[met, old]))),
        ["the newest red-team evidence that `x` met its target in `b` is of 2025-01-01, more than 12 months before \
          2026-11-21"]
    );
    assert_eq!(
        said("stale-evidence", &with_evidence("x", &[undated])),
        ["the newest audit evidence that `x` met its target carries no date"]
    );
}

#[test]
fn what_was_mended_after_a_miss_no_longer_fails() {
    let missed = "kind = \"red-team\"\nresult = \"missed\"\ndate = 2026-05-01";
    let met = "kind = \"red-team\"\nresult = \"met\"\ndate = 2026-06-01";
    let benchmark = "kind = \"benchmark\"\nresult = \"met\"\ndate = 2026-06-01";
    assert!(said("failed-evidence", &with_evidence("x", &[met, missed])).is_empty());
    assert_eq!(said("failed-evidence", &with_evidence("x", &[benchmark, missed])).len(), 1, "no attack was repeated");
}

#[test]
fn without_threats_the_protective_categories_are_asked_for_combined_tests() {
    let (x, y) = (mitigation("x", "1.2.1", ""), mitigation("y", "1.2.1", ""));
    let governance = mitigation("p", "2.1.1", "") + &mitigation("q", "2.1.1", "");
    assert_eq!(
        said("combination-untested", &format!("{x}{y}{governance}")),
        ["no two of the 2 measures in 1.2.1 Guardrails & Filtering were tested together"]
    );
}

#[test]
fn measures_that_name_no_tier_are_told_once_and_governance_not_at_all() {
    let entries = mitigation("x", "1.2.1", "tiers = [\"a\"]") + &mitigation("y", "1.2.1", "");
    let governance = mitigation("p", "2.1.1", "");
    assert_eq!(
        said("tiers-unstated", &format!("{TIERS}{entries}{governance}")),
        ["`y` names no tier and is taken to stand in every one"]
    );
    assert!(said("tiers-unstated", &mitigation("x", "1.2.1", "tiers = [\"internal\"]")).is_empty());
}

#[test]
fn an_entry_is_used_where_something_depends_on_what_it_says() {
    let event = "[[event]]\nid = \"outage\"\nvoids_dependencies = [\"guard\"]\n";
    let threat = "[[threat]]\nid = \"misuse\"\nname = \"Misuse\"\nevents = [\"outage\"]\n";
    let x = mitigation("x", "1.2.1", "depends_on = [\"guard\"]");
    assert_eq!(said("unused-entry", &format!("{GUARD}{event}{x}")), ["no threat is tried against event `outage`"]);
    assert_eq!(
        said("unused-entry", &format!("{GUARD}{event}{threat}")),
        ["nothing rests on dependency `guard`", "event `outage` takes out no mitigation"]
    );
    assert!(said("unused-entry", &format!("{GUARD}{event}{threat}{x}")).is_empty());
    let chain = mitigation("x", "2.3.4", "chain = \"guard\"");
    assert!(said("unused-entry", &format!("{GUARD}{chain}")).is_empty());
    let named = mitigation("x", "1.2.1", "tiers = [\"a\"]");
    assert_eq!(said("unused-entry", &format!("{TIERS}{named}")), ["nothing names tier `b`"]);
    assert!(said("unused-entry", &format!("{TIERS}{}", mitigation("x", "1.2.1", ""))).is_empty());
}

#[test]
fn the_lowest_level_has_the_measures_that_name_none() {
    let levels = "[[level]]\nid = \"low\"\n[[level]]\nid = \"high\"\n";
    let high = mitigation("x", "1.2.1", "level = \"high\"");
    assert_eq!(said("level-adds-nothing", &format!("{levels}{high}")), ["passing level `low` adds no measure"]);
    let idea = mitigation("x", "1.2.1", "level = \"high\"\nstatus = \"idea\"");
    let base = mitigation("y", "1.2.1", "");
    assert_eq!(said("level-adds-nothing", &format!("{levels}{base}{idea}")), ["passing level `high` adds no measure"]);
}

#[test]
fn a_day_that_is_today_has_not_passed() {
    for (day, count) in [("2026-11-21", 0), ("2026-11-20", 1)] {
        let entry = mitigation("x", "1.2.1", &format!("due = {day}\nreview_by = {day}"));
        assert_eq!((said("overdue", &entry).len(), said("overdue-review", &entry).len()), (count, count), "{day}");
    }
    assert!(said("overdue", &mitigation("x", "1.2.1", "due = 2020-01-01\nstatus = \"implemented\"")).is_empty());
    assert!(said("overdue", &mitigation("x", "1.2.1", "due = 2020-01-01\nstatus = \"retired\"")).is_empty());
}

#[test]
fn only_what_counts_somewhere_needs_an_owner() {
    assert_eq!(said("no-owner", &mitigation("x", "1.2.1", "")), ["nobody answers for `x`"]);
    assert!(said("no-owner", &mitigation("x", "1.2.1", "status = \"idea\"")).is_empty());
    assert!(said("no-owner", &mitigation("x", "1.2", "")).is_empty());
}
