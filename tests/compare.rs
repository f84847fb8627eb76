//! Frameworks side by side: the reviewed output, and every cell held against the framework's own report.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may fail loudly")]

mod support;

use serde_json::Value;

fn compare(arguments: &[&str]) -> (u8, String, String) {
    support::mitigap(&[&["compare"], arguments, &["--color", "never"]].concat(), "")
}

fn json(arguments: &[&str]) -> Value {
    let (_, out, err) = support::mitigap(arguments, "");
    serde_json::from_str(&out).unwrap_or_else(|_| panic!("{arguments:?}: {out}{err}"))
}

#[test]
fn the_published_frameworks_give_the_reviewed_comparison() {
    let (code, out, err) = compare(&["fixtures/published"]);
    assert_eq!((code, err.as_str()), (0, ""));
    let mut wrong = Vec::new();
    support::compare(&support::root().join("fixtures/compare/published.txt"), &out, &mut wrong);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_picture_of_the_comparison_is_what_the_tool_prints() {
    use mitigap::render::compare::{Compared, FORMATS};
    let request = support::request("fixtures/published");
    let loaded = support::load(&request);
    let mut report = loaded.report();
    report.display.colour = true;
    let mut bytes = Vec::new();
    (FORMATS[0].write)(&Compared::of(&report), &mut bytes).unwrap();
    let text = format!("$ mitigap compare fixtures/published\n\n{}", String::from_utf8(bytes).unwrap());
    let svg = anstyle_svg::Term::new().min_width_px(760).render_svg(&text);
    let mut wrong = Vec::new();
    support::compare(&support::root().join("docs/compare-published.svg"), &svg, &mut wrong);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_cell_is_what_the_framework_alone_is_told() {
    let paths = ["fixtures/published/openai", "fixtures/northwind", "fixtures/sixty"];
    let document = json(&[&["compare"][..], &paths[..], &["--format", "json"][..]].concat());
    for (at, path) in paths.iter().enumerate() {
        let alone = &json(&["check", path, "--format", "json"])["frameworks"][0];
        assert_eq!(document["frameworks"][at]["name"], alone["name"], "the columns stand in the order asked for");
        assert_eq!(document["frameworks"][at]["sha256"], alone["sha256"]);
        for leaf in alone["taxonomies"][0]["categories"].as_array().unwrap().iter().filter(|node| node["leaf"] == true)
        {
            let row = document["categories"].as_array().unwrap().iter().find(|row| row["code"] == leaf["code"]);
            let Some(row) = row else {
                assert_eq!(leaf["expected"], false, "{}", leaf["code"]);
                continue;
            };
            let cell = &row["cells"][at];
            assert_eq!(cell["asked"], leaf["expected"], "{}", leaf["code"]);
            if leaf["expected"] == true {
                assert_eq!((&cell["state"], &cell["depth"]), (&leaf["state"], &leaf["depth"]), "{}", leaf["code"]);
            }
        }
    }
}

#[test]
fn the_widest_differences_stand_first_and_mean_what_they_say() {
    let document = json(&["compare", "fixtures/published", "--format", "json"]);
    let rows = document["categories"].as_array().unwrap();
    let rank = |row: &Value| ["presence", "extent", "same"].iter().position(|id| row["difference"] == **id).unwrap();
    assert!(rows.windows(2).all(|pair| rank(&pair[0]) <= rank(&pair[1])));
    let holds =
        |cell: &&Value| !["missing", "tier-gap", "uncredited", "relaxed"].contains(&cell["state"].as_str().unwrap());
    for row in rows {
        let cells: Vec<&Value> = row["cells"].as_array().unwrap().iter().filter(|cell| cell["asked"] == true).collect();
        let holding = cells.iter().copied().filter(holds).count();
        assert_eq!(row["difference"] == "presence", holding > 0 && holding < cells.len(), "{row}");
    }
}

#[test]
fn a_framework_beside_itself_differs_in_nothing() {
    let document = json(&["compare", "fixtures/northwind", "fixtures/northwind", "--format", "json"]);
    let rows = document["categories"].as_array().unwrap().iter().chain(document["threats"].as_array().unwrap());
    assert!(rows.into_iter().all(|row| row["difference"] == "same"));
}

#[test]
fn hostile_text_breaks_no_table() {
    for case in ["markdown", "markup", "formulas", "newlines", "quotes", "bidirectional", "control-characters"] {
        let hostile = format!("fixtures/hostile/valid/{case}");
        let (_, markdown, _) = compare(&[&hostile, "fixtures/minimal", "--format", "markdown"]);
        for line in markdown.lines().filter(|line| line.starts_with('|')) {
            let bars = line.replace("\\\\", "").replace("\\|", "").matches('|').count();
            assert_eq!(bars, 4, "{case}: {line}");
        }
        let (_, csv, _) = compare(&[&hostile, "fixtures/minimal", "--format", "csv"]);
        let mut reader = csv::ReaderBuilder::new().flexible(false).from_reader(csv.as_bytes());
        let head = reader.headers().unwrap().clone();
        assert!(head.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])), "{case}: {head:?}");
        assert!(reader.records().all(|row| row.unwrap().len() == 9), "{case}");
        for format in ["human", "markdown", "csv", "html"] {
            let (_, out, _) = compare(&[&hostile, "fixtures/minimal", "--format", format]);
            let hidden = |c: char| c != '\n' && c != '\r' && c != '\t' && mitigap::render::terminal::is_hostile(c);
            assert!(!out.contains(hidden), "{case} as {format}");
        }
    }
}

#[test]
fn one_framework_is_not_a_comparison_and_a_broken_one_is_told() {
    let (code, out, err) = compare(&["fixtures/minimal"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("not two frameworks"), "{err}");
    let (code, out, err) = compare(&[
        "fixtures/minimal",
        "fixtures/northwind",
        "fixtures/hostile/invalid/unknown-keys",
        "--format",
        "csv",
    ]);
    assert_eq!(code, 2);
    assert!(out.contains("2.1.1") && err.contains("unknown key"), "{err}");
}
