//! Outputs that cannot be written: one clear error each, exit 2, nothing half-written, and the others all the same.

use crate::support;
use mitigap::render::FORMATS;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn run(arguments: &[&str], out: Stdio) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mitigap"));
    command
        .current_dir(support::root())
        .args(["check", "fixtures/minimal"])
        .args(arguments)
        .stdout(out)
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn target(format: &str, path: &Path) -> String {
    format!("{format}={}", path.display())
}

#[test]
fn every_format_is_written_in_one_run_beside_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let targets = FORMATS.iter().map(|format| target(format.name, &folder.path().join(format.name)));
    let arguments: Vec<String> = targets.flat_map(|target| ["--output".to_owned(), target]).collect();
    let output = run(&arguments.iter().map(String::as_str).collect::<Vec<_>>(), Stdio::piped());
    assert_eq!((output.status.code(), said(&output).as_str()), (Some(1), ""));
    for format in FORMATS {
        assert!(std::fs::metadata(folder.path().join(format.name)).unwrap().len() > 0, "{}", format.name);
    }
    assert!(String::from_utf8(output.stdout).unwrap().contains("covered"));
}

#[test]
fn one_file_named_twice_is_refused_before_anything_is_written() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("sub")).unwrap();
    let (one, same) = (folder.path().join("report"), folder.path().join("sub/../report"));
    let output = run(&["--output", &target("csv", &one), "--output", &target("sarif", &same)], Stdio::piped());
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("named by two outputs"), "{}", said(&output));
    assert!(!one.exists());
}

#[cfg(unix)]
#[test]
fn a_read_only_file_is_left_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let (locked, open) = (folder.path().join("locked"), folder.path().join("open"));
    std::fs::write(&locked, "before").unwrap();
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o444)).unwrap();
    let output = run(&["--output", &target("csv", &locked), "--output", &target("csv", &open)], Stdio::piped());
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(said(&output).matches("error:").count(), 1, "{}", said(&output));
    assert!(said(&output).contains("read-only"), "{}", said(&output));
    assert_eq!(std::fs::read_to_string(&locked).unwrap(), "before");
    assert!(open.exists());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "nothing half-written is left");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_under_standard_output_stops_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.sarif");
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = run(&["--output", &target("sarif", &path)], full.into());
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(said(&output), "error: cannot write the output: the disk is full\n");
    assert!(path.exists());
}

#[test]
fn an_unknown_format_is_answered_with_the_nearest() {
    for (name, near) in [("sarf", "sarif"), ("junitt", "junit"), ("md", "there are"), ("oscal-map", "oscal-mapping")] {
        let output = run(&["--output", &format!("{name}=x")], Stdio::piped());
        assert_eq!(output.status.code(), Some(2));
        assert!(said(&output).contains(near), "{}", said(&output));
    }
}
