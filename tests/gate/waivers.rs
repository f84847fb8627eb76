//! Waivers: what they silence, until when, and how that stays in sight.

use crate::{Repository, SMALL, findings};
use serde_json::Value;

fn waiver(check: &str, about: &str, expires: &str) -> String {
    format!(
        "{SMALL}[[waiver]]\ncheck = \"{check}\"\n{about}\nreason = \"agreed <in> the board\"\nowner = \"lead\"\n\
         expires = {expires}\n"
    )
}

fn small(waiver: &str) -> Repository {
    Repository::with(&[("a.framework.toml", waiver)])
}

const KEYS: &str = "missing 1.2.4";

#[test]
fn a_waiver_holds_through_its_last_day_and_the_finding_is_back_the_day_after() {
    let repository = small(&waiver("missing", "category = \"1.2.4\"", "2026-12-31"));
    let on = |day: &str| repository.open(&["--as-of", day]);
    assert!(!on("2026-12-31").contains(&KEYS.to_owned()));
    let back = on("2027-01-01");
    assert!(back.contains(&KEYS.to_owned()) && back.contains(&"waiver-expired 1.2.4".to_owned()), "{back:?}");
    let exit = |day: &str| repository.check(&["--as-of", day]).code;
    assert_eq!((exit("2026-12-31"), exit("2027-01-01")), (0, 1));
}

#[test]
fn it_is_told_two_weeks_before_the_end_and_not_earlier() {
    let repository = small(&waiver("missing", "category = \"1.2.4\"", "2026-12-31"));
    for (day, told) in [
        ("2026-12-16", None),
        ("2026-12-17", Some("ends in 14 days")),
        ("2026-12-30", Some("ends tomorrow")),
        ("2026-12-31", Some("ends today")),
        ("2027-01-01", None),
    ] {
        let out = repository.check(&["--as-of", day, "--select", "waiver-expiring"]).out;
        let found = out.contains("the waiver of `missing` for 1.2.4 Security Infrastructure ends");
        assert_eq!(found, told.is_some(), "{day}\n{out}");
        // The terminal may break the line.
        let words = out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(told.is_none_or(|told| words.contains(told)), "{day}\n{out}");
    }
}

#[test]
fn a_waiver_that_matches_nothing_is_told_and_an_inner_code_reaches_no_leaf() {
    let repository = small(&waiver("missing", "category = \"1.2\"", "2026-12-31"));
    let out = repository.check(&["--select", "waiver-unused,missing"]).out;
    let words = out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("the waiver of `missing` for 1.2 Non-Model silences nothing"), "{out}");
    assert!(words.contains("name the leaf: a waiver is for an exact code and reaches nothing below it"), "{out}");
    assert!(repository.open(&[]).contains(&KEYS.to_owned()));
    // Used by a finding of another check, in another tier, of another entry: all unused.
    for (check, about, unused) in [
        ("common-cause", "category = \"1.2.1\"\ntier = \"api\"", false),
        ("common-cause", "tier = \"api\"", false),
        ("single-point", "category = \"1.2.1\"", true),
        ("common-cause", "category = \"1.2.1\"\nmitigation = \"filter\"", true),
    ] {
        let repository = small(&waiver(check, about, "2026-12-31"));
        let told = repository.open(&[]).iter().any(|finding| finding.starts_with("waiver-unused"));
        assert_eq!(told, unused, "{check} {about}");
        // The answer is the same whichever checks a run selects.
        let selected = repository.open(&["--select", "waiver-unused"]);
        assert_eq!(!selected.is_empty(), unused, "{check} {about}");
    }
}

#[test]
fn a_waiver_for_a_check_that_does_not_exist_or_for_waivers_is_refused() {
    let repository = small(&waiver("mising", "category = \"1.2.4\"", "2026-12-31"));
    let run = repository.check(&[]);
    assert_eq!(run.code, 2);
    assert!(
        run.out.contains("there is no check `mising`") && run.out.contains("did you mean `missing`?"),
        "{}",
        run.out
    );
    for check in ["waiver-expired", "waiver-unused", "waiver-expiring", "waiver-too-long"] {
        let run = small(&waiver(check, "category = \"1.2.4\"", "2026-12-31")).check(&[]);
        assert_eq!(run.code, 2, "{check}");
        assert!(run.out.contains("cannot be waived"), "{}", run.out);
    }
}

#[test]
fn the_configuration_limits_how_long_a_waiver_may_hold() {
    let repository = small(&waiver("missing", "category = \"1.2.4\"", "2026-12-31"));
    for (days, fails) in [(40, false), (39, true)] {
        repository.write("mitigap.toml", &format!("max_waiver_days = {days}\n"));
        // 2026-11-21 and 40 days is 2026-12-31.
        let found = repository.open(&[]).contains(&"waiver-too-long 1.2.4".to_owned());
        assert_eq!((found, repository.check(&[]).code), (fails, u8::from(fails)), "{days}");
    }
}

#[test]
fn what_is_waived_stays_visible_in_every_format() {
    let repository = small(&waiver("missing", "category = \"1.2.4\"", "2026-12-31"));
    for format in mitigap::render::FORMATS {
        let run = repository.check(&["--format", format.name]);
        assert_eq!(run.code, 0, "{}", format.name);
        let told = run.out.to_lowercase().contains("waive") || run.out.contains("suppressed-by");
        assert!(told || format.name == "oscal-mapping", "{} hides it:\n{}", format.name, run.out);
        let said = run.out.contains("Security Infrastructure") || run.out.contains("1.2.4");
        // Annotations are for what counts; the summary of the step is the Markdown.
        assert!(said || format.name == "github", "{} does not say what is waived", format.name);
    }
}

#[test]
fn each_of_the_three_that_a_waiver_needs_is_missed() {
    for key in ["reason", "owner", "expires", "check"] {
        let text = waiver("missing", "category = \"1.2.4\"", "2026-12-31");
        let text: String = text
            .lines()
            .rev()
            .enumerate()
            .filter(|(at, line)| *at > 5 || !line.starts_with(key))
            .map(|(_, line)| line)
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .map(|line| format!("{line}\n"))
            .collect();
        let run = small(&text).check(&[]);
        assert_eq!(run.code, 2, "{key}");
        assert!(run.out.contains(&format!("`{key}` is missing in a waiver")), "{key}\n{}", run.out);
    }
}

#[test]
fn nothing_but_a_waiver_silences_and_exclusions_are_counted() {
    let repository = small(SMALL);
    let document: Value = serde_json::from_str(&repository.check(&["--format", "json"]).out).unwrap();
    assert!(findings(&document).all(|finding| finding["suppressed"].is_null()));
    let summary = &document["frameworks"][0]["taxonomies"][0]["summary"];
    assert!(summary["excluded"].as_u64().unwrap() > 10, "{summary}");
    assert!(repository.check(&[]).out.contains("categories excluded from scope"));
}
