//! CSV, read with a reader that takes nothing for granted.

use super::{HOSTILE, INPUTS, NORTHWIND, document, rendered};
use std::collections::BTreeMap;

fn rows(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::ReaderBuilder::new().flexible(false).from_reader(text.as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

#[test]
fn there_is_a_row_for_every_cell_with_what_the_json_says_of_it() {
    let (rows, json) = (rows(&rendered("csv", &[NORTHWIND])), document(&[NORTHWIND]));
    let framework = &json["frameworks"][0];
    let categories = framework["taxonomies"][0]["categories"].as_array().unwrap().iter();
    let mut expected = Vec::new();
    for category in categories.filter(|category| category["leaf"] == true) {
        for cell in category["cells"].as_array().unwrap() {
            expected.push((category["code"].clone(), cell.clone()));
        }
    }
    for threat in framework["threats"].as_array().unwrap() {
        expected.extend(threat["cells"].as_array().unwrap().iter().map(|cell| (threat["id"].clone(), cell.clone())));
    }
    let cells: Vec<_> = rows.iter().filter(|row| !row["tier"].is_empty()).collect();
    assert_eq!(cells.len(), expected.len());
    for (row, (id, cell)) in cells.into_iter().zip(expected) {
        assert_eq!(row["id"], id.as_str().unwrap());
        for key in ["tier", "state", "state_declared"] {
            assert_eq!(row[key], cell.get(key).map_or("", |value| value.as_str().unwrap()), "{id} {key}");
        }
        for key in
            ["depth", "depth_declared", "depth_examined", "depth_implemented", "depth_evidenced", "wanted", "meets"]
        {
            assert_eq!(row[key], cell[key].to_string(), "{id} {key}");
        }
        let credited: Vec<&str> = cell["credited"].as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect();
        assert_eq!(row["credited"], credited.join(", "));
    }
}

#[test]
fn every_line_ends_as_the_standard_says_and_no_cell_is_a_formula() {
    for paths in INPUTS {
        let text = rendered("csv", paths);
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
        assert_eq!(text.matches('\r').count(), text.matches("\r\n").count());
        for row in rows(&text) {
            for (column, cell) in row {
                assert!(
                    !cell.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']),
                    "{column}: {cell}"
                );
            }
        }
    }
    let hostile = rendered("csv", HOSTILE);
    assert!(hostile.contains("'=cmd|"), "the name is kept, with an apostrophe");
}

#[test]
fn what_cannot_be_checked_is_a_row_with_its_place() {
    let rows = rows(&rendered("csv", &["fixtures/hostile/invalid/unclosed"]));
    assert!(rows.iter().all(|row| row["row"] == "error" && row["id"] == "syntax"));
    assert!(rows[0]["message"].starts_with("fixtures/hostile/invalid/unclosed/framework.toml:"), "{rows:?}");
}
