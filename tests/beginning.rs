//! `init`, `completions` and `man`: what somebody types first.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may fail loudly")]

mod support;

use clap::CommandFactory as _;
use mitigap::cli::Cli;
use serde_json::Value;

fn path(folder: &tempfile::TempDir, name: &str) -> String {
    folder.path().join(name).to_str().unwrap().to_owned()
}

#[test]
fn the_first_framework_is_sound_and_its_first_report_is_worth_reading() {
    let folder = tempfile::tempdir().unwrap();
    let here = path(&folder, "");
    let (code, out, _) = support::mitigap(&["init", &here], "");
    assert_eq!(code, 0);
    assert!(out.contains("framework.toml is written; `mitigap check`"), "{out}");
    let (code, out, err) = support::mitigap(&["check", &here, "--format", "json"], "");
    assert_eq!((code, err.as_str()), (1, ""));
    let document: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(document["errors"].as_array().unwrap().len(), 0, "{}", document["errors"]);
    let findings = document["frameworks"][0]["findings"].as_array().unwrap();
    let has = |check: &str, about: &str| {
        findings.iter().any(|finding| finding["check"] == check && finding["message"].as_str().unwrap().contains(about))
    };
    assert!(has("missing", "1.1.1") && has("threat-single-point", "guard-model"), "{findings:#?}");
    let mapped = document["frameworks"][0]["mitigations"].as_array().unwrap();
    assert!(mapped.iter().all(|one| one["mapping"]["accepted"] == true), "{mapped:#?}");
}

#[test]
fn nothing_that_is_there_is_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    for (flag, name) in [(None, "framework.toml"), (Some("--config"), "mitigap.toml")] {
        let file = path(&folder, name);
        std::fs::write(&file, "mine").unwrap();
        for target in [file.as_str(), path(&folder, "").as_str()] {
            let arguments: Vec<&str> = ["init", target].into_iter().chain(flag).collect();
            let (code, out, err) = support::mitigap(&arguments, "");
            assert_eq!((code, out.as_str()), (2, ""));
            assert!(err.contains("is there already and stays as it is"), "{err}");
        }
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine");
    }
    let (code, _, err) = support::mitigap(&["init", &path(&folder, "no/such/framework.toml")], "");
    assert_eq!(code, 2);
    assert!(err.contains("its folder does not exist"), "{err}");
}

#[test]
fn the_first_configuration_can_be_used() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join(".git")).unwrap();
    let here = path(&folder, "");
    assert_eq!(support::mitigap(&["init", &here], "").0, 0);
    assert_eq!(support::mitigap(&["init", "--config", &here], "").0, 0);
    let (code, out, _) = support::mitigap(&["check", &here, "--show-config"], "");
    assert_eq!(code, 0, "{out}");
    assert!(out.contains("configuration: mitigap.toml") && out.contains("mitigap.toml:3"), "{out}");
    // What stands there as a comment can be switched on.
    let file = folder.path().join("mitigap.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let on = text
        .replace("# max", "max")
        .replace("# [", "[")
        .replace("# no-owner", "no-owner")
        .replace("# exclude", "exclude");
    std::fs::write(&file, on).unwrap();
    let (code, out, err) = support::mitigap(&["check", &here, "--show-config"], "");
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("max_waiver_days") && out.contains("366") && out.contains("severity.no-owner"), "{out}");
}

#[test]
fn every_shell_gets_completions_for_every_command() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let (code, out, _) = support::mitigap(&["completions", shell], "");
        assert_eq!(code, 0);
        for command in Cli::command().get_subcommands() {
            assert!(out.contains(command.get_name()), "{shell}: {}", command.get_name());
        }
    }
}

#[cfg(unix)]
#[test]
fn the_completions_of_bash_complete() {
    let folder = tempfile::tempdir().unwrap();
    let script = path(&folder, "completions");
    std::fs::write(&script, support::mitigap(&["completions", "bash"], "").1).unwrap();
    let line = format!(
        "source {script}; COMP_WORDS=(mitigap check --prof); COMP_CWORD=2; _mitigap mitigap --prof check; echo \"${{COMPREPLY[*]}}\""
    );
    let output = std::process::Command::new("bash").args(["-c", &line]).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "--profile", "{output:?}");
}

#[test]
fn the_manual_has_a_page_for_every_command() {
    let (code, out, _) = support::mitigap(&["man"], "");
    assert_eq!(code, 0);
    assert!(out.contains(".TH mitigap 1") && out.contains("EXIT") | out.contains("Exit codes"), "{out}");
    let folder = tempfile::tempdir().unwrap();
    let (code, out, _) = support::mitigap(&["man", &path(&folder, "man1")], "");
    assert_eq!(code, 0);
    assert!(out.contains("mitigap.1"), "{out}");
    for command in Cli::command().get_subcommands() {
        let page = folder.path().join("man1").join(format!("mitigap-{}.1", command.get_name()));
        assert!(page.is_file(), "{}", page.display());
    }
    let (code, _, err) = support::mitigap(&["man", "Cargo.toml"], "");
    assert_eq!(code, 2);
    assert!(err.contains("cannot write the manual"), "{err}");
}
