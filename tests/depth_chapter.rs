//! The worked cases of the chapter on depth give the numbers that stand there.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

mod support;

const CHAPTER: &str = include_str!("../docs/depth.md");

/// What a case says of itself: threat, number credited, depth, smallest cut set.
fn stated(case: &str) -> Vec<String> {
    let row = case.lines().skip_while(|line| !line.starts_with("|---")).nth(1).unwrap();
    row.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()
}

fn computed(text: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("framework.toml");
    std::fs::write(&path, text).unwrap();
    let request = support::request(path);
    let loaded = support::load(&request);
    assert!(loaded.broken.is_empty(), "{:#?}", loaded.broken);
    let report = loaded.report();
    let coverage = &report.frameworks[0].coverage;
    let (framework, threat) = (coverage.subject.framework, &coverage.threats[0]);
    let standing = &threat.cells[0].standing;
    let cut: Vec<&str> = standing.depth.cut_sets[0].iter().map(|failure| failure.id(framework)).collect();
    vec![
        framework.threats[threat.threat].id.value.clone(),
        standing.credited.len().to_string(),
        standing.depth.order.to_string(),
        cut.join(" + "),
    ]
}

#[test]
fn the_worked_cases_are_computed_as_they_stand() {
    let cases: Vec<&str> = CHAPTER.split("\n```toml\n").skip(1).collect();
    assert_eq!(cases.len(), 3);
    for case in cases {
        let (framework, rest) = case.split_once("\n```\n").unwrap();
        assert_eq!(computed(framework), stated(rest), "{framework}");
    }
}
