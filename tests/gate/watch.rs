//! `check --watch`: a run for every change that matters, none for others, and a clean end.

use crate::{Repository, SMALL};
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// Long enough for a slow machine; nothing is asserted about speed.
const PATIENCE: Duration = Duration::from_secs(60);

/// Long enough for a change to be noticed where it should not matter.
const QUIET: Duration = Duration::from_millis(1_500);

/// A program that watches, and what it prints.
struct Watching {
    child: Child,
    lines: Receiver<String>,
}

impl Watching {
    fn start(repository: &Repository, arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_mitigap"))
            .args(["check", "--watch", "--as-of", "2026-11-21"])
            .args(arguments)
            .current_dir(repository.path(""))
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let (sender, lines) = channel();
        std::thread::spawn(move || out.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        Self { child, lines }
    }

    /// What the next run prints.
    fn run(&self) -> String {
        let mut text = String::new();
        loop {
            let line = self.lines.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("no run after\n{text}"));
            if line.contains("watching for changes") {
                return text + &line;
            }
            text = text + &line + "\n";
        }
    }

    fn is_quiet(&self) -> bool {
        self.lines.recv_timeout(QUIET).is_err()
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn every_change_that_matters_is_a_run_and_an_interrupt_ends_it() {
    let repository = Repository::with(&[("a/a.framework.toml", SMALL)]);
    let report = repository.path("report.json");
    let mut watching = Watching::start(&repository, &["--output", &format!("json={}", report.to_string_lossy())]);
    let first = watching.run();
    assert!(first.contains("Small") && first.ends_with("exit 1; watching for changes, end with Ctrl-C"), "{first}");
    assert!(watching.is_quiet(), "its own report is a change");
    repository.write("a/notes.md", "nothing that is read");
    assert!(watching.is_quiet(), "a file that is not read is a change");
    repository.edit("a/a.framework.toml", "name = \"Small\"", "name = \"Larger\"");
    assert!(watching.run().contains("Larger"));
    // As editors do it: another file of the same name.
    repository.write("a/new", &repository.read("a/a.framework.toml").replace("Larger", "Replaced"));
    std::fs::rename(repository.path("a/new"), repository.path("a/a.framework.toml")).unwrap();
    let mut replaced = watching.run();
    while !replaced.contains("Replaced") {
        replaced = watching.run();
    }
    // A framework in a folder that was not there, and a configuration above it.
    repository.write("b/c/b.framework.toml", &SMALL.replace("Small", "Second"));
    let mut second = watching.run();
    while !second.contains("Second") {
        second = watching.run();
    }
    repository.write("mitigap.toml", "fail_on = \"never\"\n");
    let mut governed = watching.run();
    while !governed.contains("exit 0;") {
        governed = watching.run();
    }
    let id = watching.child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    let ended = watching.child.wait().unwrap();
    assert!(!ended.success() && ended.code().is_none_or(|code| code == 130), "{ended}");
    assert!(std::fs::read_to_string(report).unwrap().ends_with("}\n"));
}

#[test]
fn standard_input_cannot_be_watched() {
    let run = Repository::with(&[]).run(&["check", "-", "--watch"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("standard input cannot be watched"), "{}", run.err);
}
