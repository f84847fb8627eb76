//! Workflow commands, read as the runner reads them.

use super::{INPUTS, NORTHWIND, document, findings, rendered, request};
use crate::support;
use mitigap::render::{Render, github, markdown};
use std::collections::BTreeMap;

/// A command as the runner understands it.
struct Command {
    name: String,
    properties: BTreeMap<String, String>,
    message: String,
}

/// The runner: a line that begins with two colons is a command, its properties are split at commas, then unescaped.
fn commands(text: &str) -> Vec<Command> {
    let unescaped = |text: &str| {
        let plain = text.replace("%0D", "\r").replace("%0A", "\n").replace("%3A", ":").replace("%2C", ",");
        plain.replace("%25", "%")
    };
    let commands = text.lines().filter_map(|line| line.trim_start().strip_prefix("::"));
    let read = commands.map(|line| {
        let (head, message) = line.split_once("::").unwrap();
        let (name, rest) = head.split_once(' ').unwrap();
        let property = |pair: &str| {
            let (key, value) = pair.split_once('=').unwrap();
            (key.to_owned(), unescaped(value))
        };
        Command {
            name: name.to_owned(),
            properties: rest.split(',').map(property).collect(),
            message: unescaped(message),
        }
    });
    read.collect()
}

#[test]
fn at_most_ten_annotations_worst_first_and_no_other_command() {
    for paths in INPUTS {
        let commands = commands(&rendered("github", paths));
        assert!(commands.len() <= 10);
        let order = ["error", "warning", "notice"];
        let ranks: Vec<usize> =
            commands.iter().map(|command| order.iter().position(|name| *name == command.name).unwrap()).collect();
        assert!(ranks.is_sorted(), "{ranks:?}");
        for command in &commands {
            let known = ["file", "line", "endLine", "col", "endColumn", "title"];
            assert!(command.properties.keys().all(|key| known.contains(&key.as_str())), "{:?}", command.properties);
            assert!(!command.message.is_empty() && command.properties["title"].starts_with("mitigap "));
        }
    }
}

#[test]
fn an_annotation_says_what_the_json_says_at_its_place() {
    let json = document(&[NORTHWIND]);
    let findings = findings(&json);
    for command in commands(&rendered("github", &[NORTHWIND])) {
        let message = command.message.lines().next().unwrap();
        let found = findings.iter().find(|finding| finding["message"] == message).unwrap();
        assert_eq!(command.properties["line"], found["place"]["line"].to_string());
        assert_eq!(command.properties["col"], found["place"]["column"].to_string());
        assert_eq!(command.properties["file"], found["place"]["path"].as_str().unwrap());
        assert!(found.get("suppressed").is_none());
    }
}

#[test]
fn the_summary_has_every_finding_and_is_cut_before_it_is_too_long() {
    let folder = tempfile::tempdir().unwrap();
    let long = folder.path().join("framework.toml");
    let entry = |at: usize| {
        format!("[[mitigation]]\nid = \"m{at}\"\nname = \"Filter\"\ncategory = \"1.2.1\"\ndue = 2020-01-01\n")
    };
    let entries: String = (0..8_000).map(entry).collect();
    std::fs::write(&long, format!("[framework]\nname = \"x\"\n{entries}")).unwrap();
    let written = |render: Render, path: &str| {
        let mut request = request(&[path]);
        request.flags.selection.select = vec!["overdue".to_owned(), "missing".to_owned()];
        let loaded = support::load(&request);
        let mut bytes = Vec::new();
        render(&loaded.report(), &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    };
    assert_eq!(written(github::summary, NORTHWIND), written(markdown::write, NORTHWIND));
    let (whole, text) =
        (written(markdown::write, long.to_str().unwrap()), written(github::summary, long.to_str().unwrap()));
    assert!(whole.len() > 1024 * 1024, "{}", whole.len());
    assert!(text.len() < 1024 * 1024 && text.contains("The rest is left out"), "{}", text.len());
}

#[test]
fn the_summary_of_a_step_gets_what_is_said_before_and_after() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("summary.md");
    std::fs::write(&path, "before\n").unwrap();
    let run = |format: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_mitigap"));
        command.current_dir(support::root()).env("GITHUB_STEP_SUMMARY", &path);
        command.args(["check", "fixtures/minimal", "--as-of", support::AS_OF, "--format", format]).output().unwrap()
    };
    assert_eq!(run("human").status.code(), Some(1));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "before\n", "only the github format writes it");
    assert_eq!(run("github").status.code(), Some(1));
    let whole = std::fs::read_to_string(&path).unwrap();
    assert_eq!(whole, format!("before\n{}", rendered("markdown", &["fixtures/minimal"])));
}
