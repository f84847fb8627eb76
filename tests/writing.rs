//! What the program writes: `suggest --write` into a framework, and outputs to what is no plain file.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use support::mitigap;

const TEXT: &str = "# kept\n[framework]\nname   = \"x\" # odd   spaces\n\n[[tier]]\nid = \"more-training-data\"\n[[mitigation]]\nid = \"a\"\nname = \"Output filter\"\ncategory = \"1.2.1\"\n";

fn file(text: impl AsRef<[u8]>) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("framework.toml");
    std::fs::write(&path, text).unwrap();
    (folder, path)
}

fn suggest(path: &Path) -> (u8, String, String) {
    mitigap(&["suggest", path.to_str().unwrap(), "--write"], "")
}

/// Writes the suggestions into a file of these bytes, and gives what was added after what was there.
fn added(text: &[u8]) -> String {
    let (folder, path) = file(text);
    let (code, out, err) = suggest(&path);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    let after = std::fs::read(&path).unwrap();
    assert!(after.starts_with(text), "every byte that was there stays");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else is left");
    String::from_utf8(after[text.len()..].to_vec()).unwrap()
}

#[test]
fn suggestions_are_appended_and_nothing_else_changes() {
    let added = added(TEXT.as_bytes());
    assert_eq!(added.matches("[[mitigation]]").count(), 26, "{added}");
    assert!(added.starts_with("\n[[mitigation]]\n") && !added.contains('\r'));
    assert_eq!(added.matches("status = \"idea\"").count(), 26);
}

#[test]
fn ids_are_unique_across_all_kinds_and_the_file_can_be_checked_and_extended_again() {
    let (_folder, path) = file(TEXT);
    suggest(&path);
    let once = std::fs::read_to_string(&path).unwrap();
    assert!(once.contains("id = \"more-training-data-2\""), "a tier has the plain id");
    let (code, out, _) = mitigap(&["check", path.to_str().unwrap()], "");
    assert_ne!(code, 2, "{out}");
    suggest(&path);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), once, "an idea that is there is not written twice");
}

#[test]
fn line_ends_and_a_byte_order_mark_stay_and_are_followed() {
    let crlf = TEXT.replace('\n', "\r\n");
    let more = added(crlf.as_bytes());
    assert!(more.contains("\r\n") && !more.replace("\r\n", "").contains('\n'), "{more:?}");
    let marked = [b"\xef\xbb\xbf", TEXT.as_bytes()].concat();
    assert!(!added(&marked).contains('\r'));
    let unfinished = added(TEXT.trim_end().as_bytes());
    assert!(unfinished.starts_with("\n\n[[mitigation]]\n"), "{unfinished:?}");
    assert!(added(crlf.trim_end().as_bytes()).starts_with("\r\n\r\n[[mitigation]]\r\n"));
}

#[test]
fn what_cannot_be_appended_to_is_left_as_it_is() {
    let inline = "mitigation = [{ id = \"a\", name = \"Output filter\" }]\n[framework]\nname = \"x\"\n";
    let (_folder, path) = file(inline);
    let (code, _, err) = suggest(&path);
    assert!(code == 2 && err.contains("no `[[mitigation]]` tables"), "{err}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), inline);
    for (arguments, input) in [(["suggest", "-", "--write"], TEXT), (["suggest", "fixtures", "--write"], "")] {
        let (code, _, err) = mitigap(&arguments, input);
        assert!(code == 2 && err.contains("`--write` needs the path of one framework file"), "{err}");
    }
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    fn run(arguments: &[&str]) -> std::process::Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mitigap"));
        command.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments).stdin(Stdio::null()).output().unwrap()
    }

    #[test]
    fn a_link_to_a_framework_stays_a_link_and_permissions_stay() {
        let (folder, path) = file(TEXT);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
        let link = folder.path().join("link.toml");
        symlink(&path, &link).unwrap();
        let (code, _, err) = suggest(&link);
        assert_eq!(code, 0, "{err}");
        assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
        assert!(std::fs::read_to_string(&path).unwrap().contains("status = \"idea\""));
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    }

    #[test]
    fn an_output_through_a_link_replaces_what_it_leads_to() {
        let folder = tempfile::tempdir().unwrap();
        let (real, link) = (folder.path().join("real.json"), folder.path().join("link.json"));
        std::fs::write(&real, "old").unwrap();
        symlink(&real, &link).unwrap();
        run(&["check", "fixtures/minimal", "--output", &format!("json={}", link.display())]);
        assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
        assert!(std::fs::read_to_string(&real).unwrap().starts_with('{'));
    }

    #[test]
    fn devices_are_written_to_and_stay_devices() {
        let output = run(&[
            "check",
            "fixtures/minimal",
            "--format",
            "human",
            "--output",
            "json=/dev/null",
            "--output",
            "ndjson=/dev/stdout",
            "--output",
            "json=/dev/null",
        ]);
        assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.contains("1 of 27 covered") && text.contains("{\"schema_version\""), "{text}");
        assert!(!std::fs::metadata("/dev/null").unwrap().is_file());
    }

    #[test]
    fn a_pipe_that_is_named_is_refused_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("framework.toml");
        if !Command::new("mkfifo").arg(&pipe).status().is_ok_and(|status| status.success()) {
            return;
        }
        let output = run(&["check", pipe.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(2));
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.contains("a pipe or a device, not a regular file"), "{text}");
    }
}
