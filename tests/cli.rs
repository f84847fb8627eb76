//! The process itself: exit codes, standard input, files written whole or not at all, colours, a broken pipe, bounds.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may fail loudly")]

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Output, Stdio};

const MINIMAL: &str =
    "[framework]\nname = \"x\"\n[[mitigation]]\nid = \"a\"\nname = \"Output filter\"\ncategory = \"1.2.1\"\n";

fn mitigap(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mitigap"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
    command
}

fn run(arguments: &[&str]) -> Output {
    mitigap(arguments).stdin(Stdio::null()).output().unwrap()
}

fn code(arguments: &[&str]) -> i32 {
    run(arguments).status.code().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

fn write(folder: &Path, name: &str, text: impl AsRef<[u8]>) -> String {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn exit_codes_tell_clean_findings_broken_and_nothing_apart() {
    let empty = folder();
    assert_eq!(code(&["check", "fixtures/northwind", "--fail-on", "never"]), 0);
    assert_eq!(code(&["check", "fixtures/northwind"]), 1);
    assert_eq!(code(&["fixtures/northwind"]), 1, "check is the default verb");
    assert_eq!(code(&["check", "fixtures/northwind", "fixtures/hostile/invalid/unclosed"]), 2, "2 wins over 1");
    assert_eq!(code(&["check", empty.path().to_str().unwrap()]), 3);
    assert_eq!(code(&["check", "no/such/path"]), 2);
    assert_eq!(code(&["check", "--no-such-flag"]), 2);
}

#[test]
fn the_exit_code_is_the_same_for_every_format() {
    for format in mitigap::render::FORMATS {
        assert_eq!(code(&["check", "fixtures/northwind", "--format", format.name]), 1, "{}", format.name);
        assert_eq!(
            code(&["check", "fixtures/hostile/invalid/unclosed", "--format", format.name]),
            2,
            "{}",
            format.name
        );
    }
}

#[test]
fn findings_of_sound_files_are_written_although_another_is_broken() {
    let output = run(&["check", "fixtures/minimal", "fixtures/hostile/invalid/unclosed"]);
    let text = stdout(&output);
    assert!(text.contains("nothing covers") && text.contains("could not be checked"), "{text}");
}

#[test]
fn standard_input_is_read_and_shown_under_its_name() {
    for (arguments, name) in
        [(vec!["check", "-"], "<stdin>"), (vec!["check", "-", "--stdin-filename", "x/draft.toml"], "x/draft.toml")]
    {
        let mut child = mitigap(&arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(MINIMAL.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        assert!(stdout(&output).contains(name), "{}", stdout(&output));
    }
}

#[test]
fn a_reader_that_closes_the_pipe_changes_no_exit_code() {
    for format in ["human", "json", "github"] {
        let mut child =
            mitigap(&["check", "fixtures/northwind", "--format", format]).stdout(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        assert_eq!(child.wait().unwrap().code(), Some(1), "{format}");
    }
}

#[test]
fn a_reader_that_has_seen_enough_ends_the_run_quietly() {
    let mut child = mitigap(&["check", "fixtures", "--max-findings", "100000"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 64];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(stderr(&output), "");
}

#[test]
fn colours_follow_the_flag_and_the_environment_and_never_reach_a_file() {
    let has_colour = |output: &Output| stdout(output).contains('\u{1b}');
    assert!(!has_colour(&run(&["check", "fixtures/minimal"])), "not a terminal");
    assert!(has_colour(&run(&["check", "fixtures/minimal", "--color", "always"])));
    assert!(has_colour(&mitigap(&["check", "fixtures/minimal"]).env("CLICOLOR_FORCE", "1").output().unwrap()));
    assert!(!has_colour(
        &mitigap(&["check", "fixtures/minimal"]).env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1").output().unwrap()
    ));
    let out = folder();
    let file = out.path().join("report.txt");
    run(&["check", "fixtures/minimal", "--color", "always", "--output", &format!("human={}", file.display())]);
    assert!(!std::fs::read_to_string(file).unwrap().contains('\u{1b}'));
}

#[test]
fn outputs_are_written_whole_and_one_that_fails_stops_no_other() {
    let out = folder();
    let good = out.path().join("report.json");
    let bad = out.path().join("no/such/folder/report.json");
    let output = run(&[
        "check",
        "fixtures/minimal",
        "--output",
        &format!("json={}", bad.display()),
        "--output",
        &format!("json={}", out.path().display()),
        "--output",
        &format!("json={}", good.display()),
    ]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("its folder does not exist") && stderr(&output).contains("it is a folder"),
        "{}",
        stderr(&output)
    );
    let json: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(good).unwrap()).unwrap();
    assert_eq!(json["frameworks"].as_array().unwrap().len(), 1);
    assert_eq!(std::fs::read_dir(out.path()).unwrap().count(), 1, "nothing half-written is left");
}

#[test]
fn no_absolute_path_reaches_an_output_from_inside_the_project() {
    let output = run(&["check", "fixtures", "--format", "json"]);
    assert!(!stdout(&output).contains(env!("CARGO_MANIFEST_DIR")));
}

#[test]
fn mistyped_words_are_answered_with_the_nearest() {
    for (arguments, near) in [
        (vec!["chekc", "fixtures/minimal"], "did you mean `mitigap check`?"),
        (vec!["inti"], "did you mean `mitigap init`?"),
        (vec!["check", "--select", "missin"], "missing"),
        (vec!["check", "--format", "jsn"], "json"),
        (vec!["check", "--profile", "audi"], "audit"),
        (vec!["check", "fixtures/minimal", "--level", "hig"], "declares none"),
        (vec!["check", "fixtures/northwind", "--level", "hihg"], "high"),
        (vec!["check", "fixtures/minimall"], "minimal"),
        (vec!["check", "fixtures/minimal", "--taxonomy", "airi-2062"], "airi-2026"),
        (vec!["explain", "missng"], "missing"),
        (vec!["taxonomy", "show", "Training Dta"], "Training Data"),
    ] {
        let output = run(&arguments);
        let said = format!("{}{}", stdout(&output), stderr(&output));
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains(near), "{arguments:?}: {said}");
    }
}

#[test]
fn a_taxonomy_of_ones_own_is_linted_used_and_refused_with_its_places() {
    let own = folder();
    let good = "id = \"own\"\ntitle = \"Own\"\nedition = \"1\"\nsource = \"us\"\nlicence = \"none\"\n\
        [[category]]\ncode = \"a\"\nname = \"Filters\"\nrole = \"protective\"\nlayer = \"block\"\ndefinition = \"stops prompts\"\nexpected_of = [\"developer\"]\n";
    let path = write(own.path(), "own.toml", good);
    assert_eq!(code(&["taxonomy", "check", &path]), 0);
    let framework = write(
        own.path(),
        "framework.toml",
        "[framework]\nname = \"x\"\ntaxonomy = \"own.toml\"\n[[mitigation]]\nid = \"m\"\nname = \"M\"\ncategory = \"a\"\n",
    );
    let output = run(&["check", &framework, "--format", "json"]);
    assert!(stdout(&output).contains("\"own\""), "{}", stdout(&output));
    let bad = write(own.path(), "bad.toml", good.replace("definition = \"stops prompts\"", "definition = \"\""));
    let output = run(&["taxonomy", "check", &bad]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stdout(&output).contains("definition"), "{}", stdout(&output));
}

#[test]
fn a_hundred_thousand_mitigations_are_checked() {
    let big = folder();
    let mut text = String::from("[framework]\nname = \"big\"\n");
    for at in 0..100_000 {
        let entry = "name = \"Output filter\"\ncategory = \"1.2.1\"\ndepends_on = []\n";
        text.push_str("[[mitigation]]\nid = \"m");
        text.push_str(&at.to_string());
        text.push_str("\"\n");
        text.push_str(entry);
    }
    let path = write(big.path(), "framework.toml", text);
    let output = run(&["check", &path, "--select", "missing"]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(stdout(&output).contains("1 of 27 covered"));
}

#[test]
fn ten_thousand_levels_of_nesting_are_refused_or_read_without_a_crash() {
    let deep = folder();
    for (open, close) in [("[", "]"), ("{ a = ", "}")] {
        let text = format!("[framework]\nname = \"x\"\nx = {}1{}\n", open.repeat(10_000), close.repeat(10_000));
        let path = write(deep.path(), "framework.toml", text);
        assert_eq!(code(&["check", &path]), 2);
    }
}

#[test]
fn a_file_over_the_bound_is_refused() {
    let big = folder();
    let path = big.path().join("framework.toml");
    std::fs::File::create(&path).unwrap().set_len(64 * 1024 * 1024 + 1).unwrap();
    let output = run(&["check", path.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stdout(&output).contains("64 MiB"), "{}", stdout(&output));
}

#[cfg(unix)]
#[test]
fn a_circle_of_folders_ends() {
    let round = folder();
    write(round.path(), "a/framework.toml", MINIMAL);
    std::os::unix::fs::symlink(round.path(), round.path().join("a/again")).unwrap();
    let output = run(&["check", round.path().to_str().unwrap(), "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(stdout(&output).matches("\"sha256\"").count(), 1);
}
