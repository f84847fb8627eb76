//! `docs/gate.md` says what the program does: its commands run, its tables come from the code, its recipes are the files.
//!
//! `MITIGAP_BLESS=1 cargo test --test gate_page` writes what stands between markers.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    reason = "a test may fail loudly"
)]

mod support;

use clap::Parser as _;
use mitigap::checks::CHECKS;
use mitigap::cli::Cli;
use mitigap::config::{CHOICES, GENERAL};
use mitigap::policy::{Policy, Profile};
use mitigap::vocabulary::Word as _;
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

const PAGE: &str = "docs/gate.md";

/// What each key of `mitigap.toml` says, in the order of the page.
const KEYS: &[(&str, &str, &str)] = &[
    ("schema", "1", "the version of this file's shape"),
    ("profile", "`ci`", "`draft`, `ci` or `audit`: how severe each check is"),
    ("fail_on", "`error`", "`error`, `warning`, `note` or `never`: from which severity on a run fails"),
    ("credit", "`planned`", "`planned`, `committed` or `implemented`: the least status that counts"),
    ("mapping", "`inferred`", "`declared` counts only what the author declared or confirmed"),
    ("accept", "the taxonomy's", "0 to 1: confidence from which on an inferred mapping counts"),
    ("taxonomy", "the framework's", "a built-in id, a name below `[taxonomies]`, or a file beside `mitigap.toml`"),
    ("severity", "the profile's", "by check: `error`, `warning` or `note`"),
    ("baseline", "none", "the file of known findings"),
    ("max_waiver_days", "any", "1 to 3660: the longest that a waiver may still hold"),
    ("paths", "everything", "`include` and `exclude`: patterns with `*`, `?` and `**`, for searches in folders"),
    ("taxonomies", "none", "names for taxonomies in files of your own"),
    ("override", "none", "`paths`, and any key from `profile` to `severity`, for the frameworks they match"),
];

#[derive(Debug)]
struct Block {
    language: String,
    file: Option<String>,
    text: String,
}

fn page() -> String {
    std::fs::read_to_string(support::root().join(PAGE)).unwrap()
}

/// The blocks of code, and the pieces of code in running text.
fn code(page: &str) -> (Vec<Block>, Vec<String>) {
    let (mut blocks, mut pieces, mut open) = (Vec::new(), Vec::new(), None);
    for event in Parser::new_ext(page, pulldown_cmark::Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                let mut words = info.split_whitespace().map(str::to_owned);
                open =
                    Some(Block { language: words.next().unwrap_or_default(), file: words.next(), text: String::new() });
            }
            Event::Text(text) => {
                if let Some(block) = &mut open {
                    block.text.push_str(&text);
                }
            }
            Event::End(TagEnd::CodeBlock) => blocks.extend(open.take()),
            Event::Code(text) => pieces.push(text.to_string()),
            _ => {}
        }
    }
    (blocks, pieces)
}

/// A copy of the example in a repository of its own.
fn northwind() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let from = support::root().join("fixtures/northwind");
    for file in walkdir::WalkDir::new(&from).into_iter().map(Result::unwrap).filter(|file| file.file_type().is_file()) {
        let to = folder.path().join(file.path().strip_prefix(&from).unwrap());
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::copy(file.path(), to).unwrap();
    }
    for line in ["git init --quiet", "git config user.name Example", "git config user.email example@example.org"] {
        assert_eq!(shell(line, folder.path()).0, 0);
    }
    folder
}

/// Runs a line as it would be typed, and gives the exit code and what was said.
fn shell(line: &str, folder: &Path) -> (i32, String) {
    let programs = Path::new(env!("CARGO_BIN_EXE_mitigap")).parent().unwrap();
    let path = format!("{}:{}", programs.display(), std::env::var("PATH").unwrap());
    let mut command = Command::new("bash");
    command.args(["-c", line]).current_dir(folder).stdin(Stdio::null());
    command.env("PATH", path).env("MITIGAP_AS_OF", support::AS_OF).env_remove("MITIGAP_CONFIG");
    let output = command.env_remove("GITHUB_STEP_SUMMARY").output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8(said).unwrap())
}

/// The exit code that a line says it has.
fn expected(line: &str) -> i32 {
    line.split_once("# exit ").map_or(0, |(_, code)| code[..1].parse().unwrap())
}

#[cfg(unix)]
#[test]
fn every_command_of_the_page_does_what_it_says_there() {
    let (blocks, _) = code(&page());
    let folder = northwind();
    let mut lines = 0;
    for block in blocks {
        match (block.language.as_str(), block.file) {
            ("sh", None) => {
                for line in block.text.lines() {
                    let (code, said) = shell(line, folder.path());
                    assert_eq!(code, expected(line), "{line}\n{said}");
                    lines += 1;
                }
            }
            ("toml", Some(file)) => {
                let path = folder.path().join(file);
                let before = std::fs::read_to_string(&path).unwrap_or_default();
                std::fs::write(path, before + &block.text).unwrap();
            }
            ("yaml" | "text", None) => {}
            other => panic!("nobody runs {other:?}"),
        }
    }
    assert!(lines > 10, "only {lines} commands");
    for file in ["mitigap.xml", "mitigap.sarif", "mitigap.html"] {
        assert!(folder.path().join(file).is_file(), "{file}");
    }
}

#[cfg(unix)]
#[test]
fn the_waiver_of_the_page_silences_what_it_names() {
    let page = page();
    let (blocks, _) = code(&page);
    let waiver = blocks.iter().find(|block| block.file.as_deref() == Some("framework.toml")).unwrap();
    let folder = northwind();
    let path = folder.path().join("framework.toml");
    let (_, before) = shell("mitigap check --select missing", folder.path());
    std::fs::write(&path, std::fs::read_to_string(&path).unwrap() + &waiver.text).unwrap();
    let (_, after) = shell("mitigap check --select missing", folder.path());
    assert!(before.contains("nothing covers 3.3.1") && !before.contains("2 waived"), "{before}");
    assert!(after.contains("2 waived"), "{after}");
}

#[test]
fn commands_in_running_text_are_ones_that_the_program_takes() {
    let (_, pieces) = code(&page());
    let commands: Vec<&String> = pieces.iter().filter(|piece| piece.starts_with("mitigap ")).collect();
    assert!(commands.len() > 2);
    for command in commands {
        let parsed = Cli::try_parse_from(command.split_whitespace());
        assert!(parsed.is_ok(), "`{command}`: {}", parsed.unwrap_err());
    }
}

fn severities() -> String {
    let mut table = String::from("| check | draft | ci | audit | what it finds |\n|---|---|---|---|---|\n");
    for check in CHECKS {
        let of = |profile| Policy { profile, ..Policy::default() }.severity_of(check.id).id();
        let [draft, ci, audit] = [Profile::Draft, Profile::Ci, Profile::Audit].map(of);
        // Writing to a String cannot fail.
        let _ = writeln!(table, "| `{}` | {draft} | {ci} | {audit} | {} |", check.id, check.summary);
    }
    table
}

fn keys() -> String {
    let mut table = String::from("| key | without it | what it says |\n|---|---|---|\n");
    for (key, default, meaning) in KEYS {
        let _ = writeln!(table, "| `{key}` | {default} | {meaning} |");
    }
    table
}

fn snippet(file: &str) -> String {
    let text = std::fs::read_to_string(support::root().join("integration").join(file)).unwrap();
    format!("```yaml\n{text}```\n")
}

/// The page with this between its markers.
fn with(page: &str, name: &str, text: &str) -> String {
    let (open, close) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let (before, rest) = page.split_once(&open).unwrap();
    let (_, after) = rest.split_once(&close).unwrap();
    format!("{before}{open}{text}{close}{after}")
}

#[test]
fn tables_and_recipes_are_those_of_the_code_and_the_files() {
    let mut expected = page();
    for (name, text) in [
        ("keys", keys()),
        ("severities", severities()),
        ("github", snippet("github.yml")),
        ("precommit", snippet("pre-commit.yaml")),
        ("gitlab", snippet("gitlab.yml")),
    ] {
        expected = with(&expected, name, &text);
    }
    let mut wrong = Vec::new();
    support::compare(&support::root().join(PAGE), &expected, &mut wrong);
    assert!(wrong.is_empty(), "MITIGAP_BLESS=1 writes what is found: {wrong:#?}");
}

#[test]
fn the_table_of_keys_has_every_key() {
    let mut told: Vec<&str> = KEYS.iter().map(|(key, ..)| *key).collect();
    let mut known: Vec<&str> = GENERAL.iter().chain(&CHOICES).copied().collect();
    told.sort_unstable();
    known.sort_unstable();
    assert_eq!(told, known);
}
