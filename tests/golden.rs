//! Every fixture gives the output that was reviewed: for people, and as JSON where the contract is shown.
//!
//! `MITIGAP_BLESS=1 cargo test --test golden` writes them; read the difference before it is committed.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may fail loudly")]

mod support;

use mitigap::render;
use std::path::Path;

/// Fixtures whose JSON is kept too.
const WITH_JSON: &[&str] = &["fixtures/northwind", "fixtures/minimal", "fixtures/states", "fixtures/first-draft"];

/// The other formats: kept for the example of everything, and for a file that cannot be checked.
const OTHER: &[(&str, &str)] = &[
    ("concise", "expected.concise.txt"),
    ("sarif", "expected.sarif"),
    ("junit", "expected.junit.xml"),
    ("github", "expected.github.txt"),
    ("gitlab", "expected.gitlab.json"),
    ("markdown", "expected.md"),
    ("csv", "expected.csv"),
    ("oscal", "expected.oscal.json"),
    ("oscal-mapping", "expected.oscal-mapping.json"),
];

fn rendered(folder: &Path, format: &str) -> String {
    let request = support::request(folder.join("framework.toml"));
    let loaded = support::load(&request);
    let mut bytes = Vec::new();
    (render::find(format).unwrap().render)(&loaded.report(), &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap().replace(env!("CARGO_PKG_VERSION"), "VERSION")
}

#[test]
fn every_fixture_gives_its_reviewed_output() {
    let mut wrong = Vec::new();
    for folder in support::fixtures() {
        support::compare(&support::root().join(&folder).join("expected.txt"), &rendered(&folder, "human"), &mut wrong);
        if WITH_JSON.iter().any(|prefix| folder.starts_with(prefix)) {
            support::compare(
                &support::root().join(&folder).join("expected.json"),
                &rendered(&folder, "json"),
                &mut wrong,
            );
        }
    }
    assert!(wrong.is_empty(), "{} outputs differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_format_gives_its_reviewed_output() {
    let mut wrong = Vec::new();
    for folder in ["fixtures/northwind", "fixtures/hostile/invalid/missing-quote-in-array"].map(Path::new) {
        for (format, file) in OTHER {
            support::compare(&support::root().join(folder).join(file), &rendered(folder, format), &mut wrong);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let kept = OTHER.iter().map(|(format, _)| *format).chain(["human", "json"]);
    let kept: std::collections::BTreeSet<&str> = kept.collect();
    assert!(
        render::FORMATS.iter().all(|format| kept.contains(format.name) || ["ndjson", "html"].contains(&format.name))
    );
}

#[test]
fn invalid_fixtures_cannot_be_checked_and_valid_ones_can() {
    for folder in support::fixtures() {
        let request = support::request(folder.join("framework.toml"));
        let loaded = support::load(&request);
        let invalid = folder.starts_with("fixtures/hostile/invalid");
        assert_eq!(!loaded.broken.is_empty(), invalid, "{}: {:#?}", folder.display(), loaded.broken);
        let code = loaded.report().exit().code();
        assert_eq!(code == 2, invalid, "{}: exit {code}", folder.display());
    }
}

#[test]
fn a_second_run_gives_the_same_bytes() {
    for folder in ["fixtures/northwind", "fixtures/published/openai", "fixtures/hostile/invalid/unknown-keys"] {
        for format in render::FORMATS {
            assert_eq!(
                rendered(Path::new(folder), format.name),
                rendered(Path::new(folder), format.name),
                "{folder} as {}",
                format.name
            );
        }
    }
}

/// The example of a page that fires: its first block of TOML.
fn example(page: &str) -> &str {
    let from = page.split("## Example that fires").nth(1).unwrap();
    from.split("```toml\n").nth(1).unwrap().split("```").next().unwrap()
}

/// Checks that no example can make fire in the default run: what they need is said here.
const NEVER_IN_THE_DEFAULT_RUN: &[(&str, &str)] = &[(
    "below-target",
    "airi-2026 wants no more than two anywhere; fixtures/states/below-target brings its own taxonomy",
)];

#[test]
fn each_check_has_a_fixture_that_is_the_example_on_its_page_and_fires_there() {
    let mut wrong = Vec::new();
    for check in mitigap::checks::CHECKS {
        let folder = Path::new("fixtures/checks").join(check.id);
        std::fs::create_dir_all(support::root().join(&folder)).unwrap();
        support::compare(&support::root().join(&folder).join("framework.toml"), example(check.page), &mut wrong);
        let request = support::request(folder.join("framework.toml"));
        let loaded = support::load(&request);
        let report = loaded.report();
        let fires = report
            .frameworks
            .iter()
            .flat_map(|framework| &framework.findings)
            .any(|judged| judged.finding.check == check.id);
        if fires == NEVER_IN_THE_DEFAULT_RUN.iter().any(|(id, _)| *id == check.id) {
            wrong.push(format!("{}: fires is {fires}", check.id));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_picture_in_the_readme_is_what_the_tool_prints() {
    let mut request = support::request("fixtures/northwind");
    request.flags.selection.select = vec!["common-cause".to_owned(), "uncompensated-tier".to_owned()];
    let loaded = support::load(&request);
    let mut report = loaded.report();
    report.display.colour = true;
    let mut bytes = Vec::new();
    render::human::write(&report, &mut bytes).unwrap();
    let text = format!(
        "$ mitigap check fixtures/northwind --select common-cause,uncompensated-tier\n\n{}",
        String::from_utf8(bytes).unwrap()
    );
    let svg = anstyle_svg::Term::new().min_width_px(760).render_svg(&text);
    let mut wrong = Vec::new();
    support::compare(&support::root().join("docs/check-northwind.svg"), &svg, &mut wrong);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
