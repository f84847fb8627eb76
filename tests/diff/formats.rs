//! The three formats: reviewed output, hostile text, files written, and the exit code.

use super::support::{self, mitigap};
use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// The example of everything in a repository of its own, before and after `fixtures/diff/northwind.patch`.
fn worsened() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("northwind");
    std::fs::create_dir_all(to.join("security")).unwrap();
    for file in ["framework.toml", "security/people.toml", "security/weights.toml"] {
        std::fs::copy(support::root().join("fixtures/northwind").join(file), to.join(file)).unwrap();
    }
    let patch = support::root().join("fixtures/diff/northwind.patch");
    git(folder.path(), &["init", "--quiet", "--initial-branch=main"]);
    commit(folder.path());
    git(folder.path(), &["tag", "before"]);
    git(folder.path(), &["apply", patch.to_str().unwrap()]);
    commit(folder.path());
    git(folder.path(), &["tag", "after"]);
    folder
}

fn commit(folder: &Path) {
    git(folder, &["add", "--all"]);
    git(folder, &["commit", "--quiet", "--message", "x"]);
}

fn git(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new("git");
    command.current_dir(folder).args(["-c", "core.autocrlf=false"]).args(arguments);
    for (name, value) in [("NAME", "A"), ("EMAIL", "a@example.org"), ("DATE", "2026-11-01T00:00:00Z")] {
        command.env(format!("GIT_AUTHOR_{name}"), value).env(format!("GIT_COMMITTER_{name}"), value);
    }
    let output = command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null").output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn run(folder: &Path, arguments: &[&str]) -> String {
    let folder = folder.to_str().unwrap();
    let (_, out, err) = mitigap(&[&["diff", "before..after", folder][..], arguments].concat(), "");
    assert_eq!(err, "");
    out.replace(env!("CARGO_PKG_VERSION"), "VERSION")
}

#[test]
fn the_worsened_example_gives_the_reviewed_output() {
    let folder = worsened();
    let mut wrong = Vec::new();
    for (format, file) in [("human", "expected.txt"), ("markdown", "expected.md"), ("json", "expected.json")] {
        let out = run(folder.path(), &["--format", format]);
        support::compare(&support::root().join("fixtures/diff").join(file), &out, &mut wrong);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_picture_in_the_documentation_is_what_the_tool_prints() {
    let folder = worsened();
    let mut command = Command::new(env!("CARGO_BIN_EXE_mitigap"));
    command.current_dir(folder.path()).args(["diff", "before..after", "--as-of", support::AS_OF, "--color", "always"]);
    let text = String::from_utf8(command.output().unwrap().stdout).unwrap();
    let svg = anstyle_svg::Term::new().min_width_px(760).render_svg(&format!("$ mitigap diff before..after\n\n{text}"));
    let mut wrong = Vec::new();
    support::compare(&support::root().join("docs/diff-northwind.svg"), &svg, &mut wrong);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_exit_code_says_worse_only_where_it_is_asked_to() {
    let (better, worse) = ("fixtures/states/redundant", "fixtures/states/missing");
    let code = |arguments: &[&str]| mitigap(&[&["diff"], arguments].concat(), "").0;
    assert_eq!(code(&[better, worse]), 0);
    assert_eq!(code(&[better, worse, "--fail-on-regression"]), 1);
    assert_eq!(code(&[better, better, "--fail-on-regression"]), 0);
    assert_eq!(code(&[better, "fixtures/hostile/invalid/unclosed", "--fail-on-regression"]), 2);
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    assert_eq!(code(&[one.path().to_str().unwrap(), other.path().to_str().unwrap()]), 3);
}

#[test]
fn further_formats_go_to_files_and_never_over_what_is_compared() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("diff.md");
    let target = format!("markdown={}", path.display());
    let sides = ["diff", "fixtures/states/redundant", "fixtures/states/missing"];
    let (code, out, _) = mitigap(&[&sides[..], &["--output", &target]].concat(), "");
    assert_eq!(code, 0);
    assert!(out.contains("worse:") && std::fs::read_to_string(&path).unwrap().starts_with("**Worse:"));
    let over = "json=fixtures/states/missing/framework.toml";
    let (code, _, err) = mitigap(&[&sides[..], &["--output", over]].concat(), "");
    assert_eq!(code, 2);
    assert!(err.contains("is a framework that is checked"), "{err}");
}

#[test]
fn hostile_text_breaks_no_format() {
    for case in [
        "markdown",
        "markup",
        "formulas",
        "newlines",
        "quotes",
        "bidirectional",
        "control-characters",
        "include-odd-names",
    ] {
        let hostile = format!("fixtures/hostile/valid/{case}");
        for sides in [[hostile.as_str(), "fixtures/minimal"], ["fixtures/minimal", hostile.as_str()]] {
            for format in ["human", "markdown"] {
                let (code, out, err) = mitigap(&["diff", sides[0], sides[1], "--format", format], "");
                assert_eq!(code, 0, "{case}: {err}");
                let hidden = |c: char| c != '\n' && mitigap::render::terminal::is_hostile(c);
                assert!(!out.contains(hidden), "{case} as {format}");
                if format == "markdown" {
                    for line in out.lines().filter(|line| line.starts_with('|')) {
                        let bars = line.replace("\\\\", "").replace("\\|", "").matches('|').count();
                        assert_eq!(bars, 5, "{case}: {line}");
                    }
                    let html =
                        |line: &&str| line.contains('<') && !line.contains("<details>") && !line.contains("</details>");
                    let prose = |line: &&str| {
                        !line.replace("@<!-- -->", "").split('`').step_by(2).all(|text| !text.contains('<'))
                    };
                    let bad: Vec<&str> = out.lines().filter(html).filter(prose).collect();
                    assert_eq!(bad, [""; 0], "{case}");
                }
            }
            let (_, out, _) = mitigap(&["diff", sides[0], sides[1], "--format", "json"], "");
            let _: Value = serde_json::from_str(&out).unwrap();
        }
    }
}
