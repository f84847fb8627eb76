//! A full disk, a file system that cannot be written, a process that is killed: the file is the old one or the new one.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail loudly"
)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// A file system of its own, gone when this is.
struct Mounted(tempfile::TempDir);

impl Mounted {
    /// Nothing where mounting is not allowed, which is said.
    fn of(options: &str) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(folder.path()).output();
        if mount.is_ok_and(|output| output.status.success()) {
            return Some(Self(folder));
        }
        println!("NOT TESTED: no file system can be mounted here (needs root), so no disk can be filled");
        None
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn make_read_only(&self) {
        let status = Command::new("mount").args(["-o", "remount,ro"]).arg(self.path()).status().unwrap();
        assert!(status.success());
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.path()).status();
    }
}

/// A framework of `count` mitigations that `map --write` has something to write into.
fn framework(count: usize) -> String {
    let mut text = "[framework]\nname = \"F\"\n".to_owned();
    for at in 0..count {
        let _ = write!(
            text,
            "[[mitigation]]\nid = \"m{at}\"\nname = \"Output classifier\"\ndescription = \"A guard model reads answers as they are written and stops those that help with weapons.\"\n"
        );
    }
    text
}

fn mitigap(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_mitigap")).args(arguments).current_dir(folder).output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(said).unwrap())
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    all.sort();
    all
}

/// Everything that writes, each with the one file it would write.
const WRITERS: [&[&str]; 5] = [
    &["map", "--write", "framework.toml"],
    &["suggest", "--write", "framework.toml"],
    &["baseline", "write", "--baseline", "known.toml", "framework.toml"],
    &["check", "framework.toml", "--output", "html=report.html"],
    &["check", "framework.toml", "--output", "json=report.json"],
];

fn nothing_is_written(folder: &Path, reason: &str) {
    let (before, there) = (std::fs::read(folder.join("framework.toml")).unwrap(), files(folder));
    for arguments in WRITERS {
        let (code, said) = mitigap(folder, arguments);
        assert_eq!(code, Some(2), "{arguments:?}: {said}");
        assert!(said.to_lowercase().contains(reason), "{arguments:?}: {said}");
        assert!(std::fs::read(folder.join("framework.toml")).unwrap() == before, "{arguments:?} changed the file");
        assert_eq!(files(folder), there, "{arguments:?} left something");
    }
}

#[test]
fn a_full_disk_leaves_the_old_file_and_nothing_beside_it() {
    let Some(disk) = Mounted::of("size=128k") else { return };
    std::fs::write(disk.path().join("framework.toml"), framework(100)).unwrap();
    let mut rest = std::fs::File::create(disk.path().join("rest")).unwrap();
    while std::io::Write::write(&mut rest, &[0; 1024]).is_ok_and(|written| written > 0) {}
    drop(rest);
    nothing_is_written(disk.path(), "disk is full");
}

#[test]
fn a_file_system_that_cannot_be_written_is_told() {
    let Some(disk) = Mounted::of("size=1m") else { return };
    std::fs::write(disk.path().join("framework.toml"), framework(100)).unwrap();
    disk.make_read_only();
    nothing_is_written(disk.path(), "read-only");
}

#[test]
fn a_file_that_is_read_only_stays_as_it_is() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("framework.toml");
    std::fs::write(&path, framework(3)).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o444)).unwrap();
    for arguments in &WRITERS[..2] {
        let (code, said) = mitigap(folder.path(), arguments);
        assert!(code == Some(2) && said.contains("read-only"), "{arguments:?}: {said}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), framework(3));
    }
}

/// Rounds of killing; `MITIGAP_FUZZ` asks for so many times as many.
fn rounds() -> u32 {
    60 * std::env::var("MITIGAP_FUZZ").ok().and_then(|text| text.parse().ok()).unwrap_or(1)
}

#[test]
fn a_process_killed_while_it_writes_leaves_the_old_file_or_the_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let (path, old) = (folder.path().join("framework.toml"), framework(3_000));
    std::fs::write(&path, &old).unwrap();
    let start = Instant::now();
    assert_eq!(mitigap(folder.path(), WRITERS[0]).0, Some(0));
    let (whole, new) = (start.elapsed(), std::fs::read_to_string(&path).unwrap());
    assert_ne!(old, new);
    let (mut olds, mut news, mut left) = (0, 0, 0);
    for round in 0..rounds() {
        std::fs::write(&path, &old).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_mitigap"));
        command.args(WRITERS[0]).current_dir(folder.path()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut running = command.spawn().unwrap();
        // Spread over the run, and most of them over its end, where it writes.
        let part = if round % 3 == 0 { f64::from(round % 20) / 20.0 } else { 0.7 + f64::from(round % 29) / 60.0 };
        std::thread::sleep(Duration::from_secs_f64(whole.as_secs_f64() * part));
        let _ = running.kill();
        running.wait().unwrap();
        let now = std::fs::read_to_string(&path).unwrap();
        assert!(now == old || now == new, "round {round}: {} bytes of {} or {}", now.len(), old.len(), new.len());
        *(if now == old { &mut olds } else { &mut news }) += 1;
        let beside: Vec<PathBuf> = files(folder.path()).into_iter().filter(|file| *file != path).collect();
        assert!(beside.len() <= 1, "round {round}: {beside:?}");
        // What a killed process could not take away is no framework and in nobody's way.
        if let Some(stray) = beside.first() {
            left += 1;
            assert!(stray.file_name().unwrap().to_str().unwrap().starts_with(".tmp"), "{}", stray.display());
            std::fs::remove_file(stray).unwrap();
        }
    }
    println!("killed {} times in {whole:?}: {olds} old, {news} new, {left} temporary files left", rounds());
    assert!(olds > 0 && olds + news == rounds(), "{olds} old, {news} new");
}
