//! One input after the other: the same lines however many threads there are, and whatever stands beside an input.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

mod support;

use serde_json::{Value, json};
use std::path::Path;
use support::{AS_OF, mitigap};
use tempfile::TempDir;

const SOUND: &str =
    "[framework]\nname = \"NAME\"\n\n[[mitigation]]\nid = \"filter\"\nname = \"Output classifier NAME\"\n";

/// Thirty frameworks, every seventh of them not to be read, and one that includes another.
fn fleet() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join(".git")).unwrap();
    for number in 0..30 {
        let text = if number % 7 == 3 { "name = ".to_owned() } else { SOUND.replace("NAME", &number.to_string()) };
        std::fs::write(folder.path().join(format!("{number:02}.framework.toml")), text).unwrap();
    }
    let main = "include = [\"z.framework.toml\"]\n".to_owned() + &SOUND.replace("NAME", "main");
    std::fs::write(folder.path().join("main.framework.toml"), main).unwrap();
    std::fs::write(folder.path().join("z.framework.toml"), "[[mitigation]]\nid = \"kyc\"\nname = \"KYC\"\n").unwrap();
    folder
}

fn ndjson(arguments: &[&str], input: &str) -> (u8, Vec<Value>, String) {
    let all = [&["check", "--as-of", AS_OF], arguments].concat();
    let (code, out, err) = mitigap(&all, input);
    assert_eq!(err, "");
    (code, out.lines().map(|line| serde_json::from_str(line).unwrap()).collect(), out)
}

fn path_of(line: &Value) -> &str {
    let place = &line["errors"][0]["place"]["path"];
    line["frameworks"][0]["path"].as_str().or(place.as_str()).unwrap_or_default()
}

#[test]
fn lines_come_in_order_of_path_whatever_the_number_of_threads() {
    let folder = fleet();
    let path = folder.path().to_str().unwrap();
    let (code, lines, one) = ndjson(&["--format", "ndjson", "--jobs", "1", path], "");
    let paths: Vec<&str> = lines.iter().map(path_of).collect();
    assert!(code == 2 && lines.len() == 31 && paths.is_sorted(), "{paths:?}");
    for jobs in ["2", "3", "16"] {
        assert_eq!(ndjson(&["--format", "ndjson", "--jobs", jobs, path], "").2, one);
    }
}

#[test]
fn a_line_is_what_its_input_alone_would_give() {
    let folder = fleet();
    let (_, lines, _) = ndjson(&["--format", "ndjson", folder.path().to_str().unwrap()], "");
    for line in lines {
        let alone = folder.path().join(path_of(&line));
        let (code, single, _) = ndjson(&["--format", "ndjson", alone.to_str().unwrap()], "");
        assert_eq!((&line["exit"], &line), (&Value::from(code), &single[0]));
    }
}

#[test]
fn a_file_of_lines_is_what_standard_output_gets() {
    let folder = fleet();
    let (path, to) = (folder.path().to_str().unwrap(), folder.path().join("report"));
    let target = format!("ndjson={}", to.display());
    let (code, _, err) = mitigap(&["check", "--as-of", AS_OF, "--output", &target, path], "");
    assert_eq!((code, err.as_str()), (2, ""));
    let (_, _, streamed) = ndjson(&["--format", "ndjson", path], "");
    assert_eq!(std::fs::read_to_string(to).unwrap(), streamed);
}

#[test]
fn standard_input_and_paths_that_lead_nowhere_come_first() {
    let folder = fleet();
    let one = folder.path().join("00.framework.toml");
    let arguments = ["--format", "ndjson", one.to_str().unwrap(), "nowhere", "-"];
    let (code, lines, _) = ndjson(&arguments, &SOUND.replace("NAME", "in"));
    assert_eq!(code, 2);
    assert_eq!(lines.iter().map(path_of).collect::<Vec<_>>(), ["<stdin>", "", "00.framework.toml"]);
}

#[test]
fn nothing_to_check_is_no_line_and_exit_3() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(ndjson(&["--format", "ndjson", folder.path().to_str().unwrap()], "").0, 3);
    assert_eq!(ndjson(&["--stdin-jsonl"], ""), (3, Vec::new(), String::new()));
}

/// A line for `--stdin-jsonl`.
fn line(name: &str, text: &str) -> String {
    format!("{}\n", json!({ "name": name, "text": text }))
}

fn store() -> String {
    let sound =
        (0..9).map(|number| line(&format!("bucket/{number}.toml"), &SOUND.replace("NAME", &number.to_string())));
    let mut lines: Vec<String> = sound.collect();
    lines.insert(2, line("bucket/damaged.toml", "[framework\n"));
    lines.insert(4, "no JSON\n".to_owned());
    lines.insert(6, "\n".to_owned());
    lines.insert(7, "{\"name\": \"x\"}\n".to_owned());
    lines.concat()
}

#[test]
fn every_line_of_a_store_is_answered_by_one_line_in_order() {
    let (code, lines, out) = ndjson(&["--stdin-jsonl"], &store());
    let paths: Vec<&str> = lines.iter().map(path_of).collect();
    let expected = ["0", "1", "damaged", "2", "", "3", "", "", "4", "5", "6", "7", "8"];
    let expected = expected.map(|name| if name.is_empty() { String::new() } else { format!("bucket/{name}.toml") });
    assert_eq!((code, paths), (2, expected.iter().map(String::as_str).collect()));
    let message = |at: usize| lines[at]["errors"][0]["message"].as_str().unwrap();
    assert!(message(4).contains("no JSON object") && message(7).contains("missing field `text`"), "{}", message(7));
    for jobs in ["1", "2", "5"] {
        assert_eq!(ndjson(&["--stdin-jsonl", "--jobs", jobs], &store()).2, out);
    }
}

#[test]
fn lines_can_be_split_up_anyhow() {
    let (store, whole) = (store(), ndjson(&["--stdin-jsonl"], &store()).2);
    let all: Vec<&str> = store.split_inclusive('\n').collect();
    for size in [1, 2, 5] {
        let parts: String = all.chunks(size).map(|part| ndjson(&["--stdin-jsonl"], &part.concat()).2).collect();
        assert_eq!(parts, whole);
    }
    // The last line needs no end.
    assert_eq!(ndjson(&["--stdin-jsonl"], store.trim_end()).2, whole);
}

#[test]
fn a_line_says_what_the_same_text_in_a_file_would() {
    let folder = tempfile::tempdir().unwrap();
    let text = std::fs::read_to_string(support::root().join("fixtures/published/openai/framework.toml")).unwrap();
    let file = folder.path().join("x.framework.toml");
    std::fs::write(&file, &text).unwrap();
    let (code, from_file, _) = ndjson(&["--format", "ndjson", file.to_str().unwrap()], "");
    let shown = from_file[0]["frameworks"][0]["path"].as_str().unwrap();
    let (other_code, from_line, _) = ndjson(&["--stdin-jsonl"], &line(shown, &text));
    assert_eq!((other_code, from_line), (code, from_file.clone()));
}

#[test]
fn a_text_of_a_store_reads_no_file_of_this_machine() {
    for (text, message, help) in [
        ("include = [\"*.toml\"]\n[framework]\nname = \"F\"", "cannot include others", "into the text itself"),
        ("[framework]\nname = \"F\"\ntaxonomy = \"/etc/hostname\"", "cannot name a file", "--taxonomy"),
        ("[framework]\nname = \"F\"\ntaxonomy = \"Cargo.toml\"", "cannot name a file", "--taxonomy"),
    ] {
        let (code, lines, _) = ndjson(&["--stdin-jsonl"], &line("a", text));
        let error = &lines[0]["errors"][0];
        assert!(code == 2 && error["message"].as_str().unwrap().contains(message), "{error}");
        assert!(error["help"].as_str().unwrap().contains(help) && error["place"]["path"] == "a", "{error}");
    }
    assert!(Path::new("Cargo.toml").exists());
}
