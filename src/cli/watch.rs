//! `mitigap check --watch`: the check again whenever a file that it reads may have changed.
//!
//! Folders are watched and not files: editors replace a file by another of the same name. Interrupting ends it; nothing is
//! left to be cleaned up, because nothing is held but the terminal as it is.

use super::Surroundings;
use super::check::{self, CheckArgs};
use crate::files::find;
use crate::report::Exit;
use notify::event::{AccessKind, AccessMode};
use notify::{Error, ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// How long files have to be left alone before they are read: an editor writes in several steps.
const QUIET: Duration = Duration::from_millis(150);

/// Clears the screen and what was scrolled off it.
const CLEAR: &str = "\x1b[2J\x1b[3J\x1b[H";

/// The endings of files that decide anything: frameworks, what they include, configurations, baselines, taxonomies and their
/// examples. Reports that a run writes beside them start no other run.
const ENDINGS: [&str; 2] = ["toml", "tsv"];

/// Checks again and again, until it is interrupted or cannot watch.
pub(super) fn run(args: &CheckArgs, surroundings: &mut Surroundings<'_>) -> std::io::Result<u8> {
    if args.paths.iter().any(|path| path.as_os_str() == "-") {
        writeln!(surroundings.err, "error: standard input cannot be watched; name a file or a folder")?;
        return Ok(Exit::Broken.code());
    }
    let (sender, events) = channel();
    let mut watcher = match notify::recommended_watcher(sender) {
        Ok(watcher) => watcher,
        Err(error) => return cannot(&error, surroundings),
    };
    let mut seen = BTreeSet::new();
    loop {
        // Before the check: what changes while it runs is not missed.
        if let Err(error) = watch(&mut watcher, &mut seen, &args.paths) {
            return cannot(&error, surroundings);
        }
        if surroundings.colour {
            surroundings.out.write_all(CLEAR.as_bytes())?;
        }
        let checked = check::once(args, surroundings)?;
        if let Err(error) = watch(&mut watcher, &mut seen, &checked.files) {
            return cannot(&error, surroundings);
        }
        writeln!(surroundings.out, "exit {}; watching for changes, end with Ctrl-C", checked.code)?;
        surroundings.out.flush()?;
        if !wait(&events) {
            return Ok(Exit::Broken.code());
        }
    }
}

/// Waits until something that matters has changed and has been left alone since; false where nobody watches any more.
fn wait(events: &Receiver<notify::Result<Event>>) -> bool {
    while let Ok(event) = events.recv() {
        // After an error nobody knows what was missed.
        if event.map_or(true, |event| matters(&event)) {
            while events.recv_timeout(QUIET).is_ok() {}
            return true;
        }
    }
    false
}

/// Whether a change can change what is found. Looking at a file changes nothing, or every run would start another.
fn matters(event: &Event) -> bool {
    let looked_at = matches!(event.kind, EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write));
    !looked_at && event.paths.iter().any(|path| is_known(path))
}

/// A name without an ending may be a folder that came or went; a hidden one is a file that is being written beside another.
fn is_known(path: &Path) -> bool {
    let hidden = || path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    path.extension().map_or_else(|| !hidden(), |ending| ENDINGS.iter().any(|known| ending == *known))
}

/// Watches every folder that is not watched yet.
fn watch(watcher: &mut RecommendedWatcher, seen: &mut BTreeSet<PathBuf>, paths: &[PathBuf]) -> Result<(), Error> {
    seen.retain(|folder| folder.is_dir());
    let here = [PathBuf::from(".")];
    let asked = if paths.is_empty() { &here } else { paths };
    for folder in asked.iter().flat_map(|path| folders(path)) {
        if seen.insert(folder.clone()) {
            watcher.watch(&folder, RecursiveMode::NonRecursive)?;
        }
    }
    Ok(())
}

/// The folders that decide about a path: those below it, or that of a file, and those above up to the git root, which may hold
/// a configuration.
fn folders(path: &Path) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = if path.is_dir() {
        let entries = find::walk_visible(path, usize::MAX).filter_map(Result::ok);
        let below = entries.filter(|entry| entry.file_type().is_dir());
        below.filter_map(|entry| entry.path().canonicalize().ok()).collect()
    } else {
        find::resolve(path).parent().map(Path::to_owned).into_iter().collect()
    };
    let top = find::git_root(&path.join("any"));
    if let (Some(first), Some(top)) = (folders.first().cloned(), top) {
        folders.extend(first.ancestors().skip(1).take_while(|folder| folder.starts_with(&top)).map(Path::to_owned));
    }
    folders
}

fn cannot(error: &Error, surroundings: &mut Surroundings<'_>) -> std::io::Result<u8> {
    let reason = match &error.kind {
        ErrorKind::MaxFilesWatch => "the system allows no more watches; name fewer folders".to_owned(),
        ErrorKind::PathNotFound => "a folder has gone".to_owned(),
        ErrorKind::Generic(_) | ErrorKind::Io(_) | ErrorKind::WatchNotFound | ErrorKind::InvalidConfig(_) => {
            error.to_string()
        }
    };
    writeln!(surroundings.err, "error: cannot watch for changes: {reason}")?;
    Ok(Exit::Broken.code())
}
