//! Every machine format, read back by somebody else's reader: the example, names that attack formats, files that cannot
//! be checked, and a run that finds nothing.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may fail loudly")]
#![allow(clippy::wildcard_enum_match_arm, reason = "what readers may grow is theirs")]

mod support;

#[path = "formats/comma_separated.rs"]
mod comma_separated;
#[path = "formats/concise.rs"]
mod concise;
#[path = "formats/github.rs"]
mod github;
#[path = "formats/gitlab.rs"]
mod gitlab;
#[path = "formats/junit.rs"]
mod junit;
#[path = "formats/markdown.rs"]
mod markdown;
#[path = "formats/oscal.rs"]
mod oscal;
#[path = "formats/outputs.rs"]
mod outputs;
#[path = "formats/sarif.rs"]
mod sarif;

use mitigap::pipeline::Request;
use mitigap::render::{self, FORMATS, terminal};
use serde_json::Value;

/// The example of everything.
const NORTHWIND: &str = "fixtures/northwind";
/// Names that attack formats.
const HOSTILE: &[&str] = &["tests/formats/hostile.toml", "fixtures/hostile/valid"];
/// Files that cannot be checked, and one that can.
const BROKEN: &[&str] = &["fixtures/hostile/invalid", "fixtures/minimal", "no/such/file.toml"];
/// A folder without frameworks.
const NOTHING: &[&str] = &["schemas"];
/// All of these.
const INPUTS: &[&[&str]] = &[&[NORTHWIND], HOSTILE, BROKEN, NOTHING];

fn request(paths: &[&str]) -> Request {
    Request { paths: paths.iter().map(Into::into).collect(), ..support::request("") }
}

/// A run on these paths in a format.
fn rendered(format: &str, paths: &[&str]) -> String {
    let request = request(paths);
    let loaded = support::load(&request);
    let mut bytes = Vec::new();
    (render::find(format).unwrap().render)(&loaded.report(), &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// A run on these paths as our own JSON, which has tests of its own.
fn document(paths: &[&str]) -> Value {
    serde_json::from_str(&rendered("json", paths)).unwrap()
}

/// Every finding of a document, in order.
fn findings(document: &Value) -> Vec<&Value> {
    let frameworks = document["frameworks"].as_array().unwrap().iter();
    frameworks.flat_map(|framework| framework["findings"].as_array().unwrap()).collect()
}

#[test]
fn no_hostile_character_and_no_absolute_path_reaches_a_format_that_people_read() {
    for format in ["human", "concise", "junit", "github", "markdown", "csv"] {
        for paths in INPUTS {
            let text = rendered(format, paths);
            let unknown_to_xml = |c: char| format == "junit" && matches!(c, '\u{fffe}' | '\u{ffff}');
            let hostile = |c: char| terminal::is_hostile(c) && c != '\r' || unknown_to_xml(c);
            let bad = text.lines().find(|line| line.contains(hostile));
            assert!(format == "human" || bad.is_none(), "{format} {paths:?}: {bad:?}");
            assert!(!text.contains(env!("CARGO_MANIFEST_DIR")), "{format}");
        }
    }
}

#[test]
fn every_format_ends_with_a_line_end_and_says_the_same_twice() {
    for format in FORMATS {
        for paths in INPUTS {
            let text = rendered(format.name, paths);
            assert!(text.is_empty() || text.ends_with('\n'), "{} {paths:?}", format.name);
            assert_eq!(text, rendered(format.name, paths), "{} {paths:?}", format.name);
        }
    }
}
