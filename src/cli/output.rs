//! Writing results: whole files or none.

use crate::render::{FORMATS, Format, Render};
use crate::report::Report;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// `FORMAT=PATH` of `--output`; each command has formats of its own.
#[derive(Debug, Clone)]
pub struct Target<F = &'static Format> {
    /// The format.
    pub format: F,
    /// Where to.
    pub path: PathBuf,
}

/// The format of a name.
///
/// # Errors
/// There is no such format; the message names them.
pub fn format(name: &str) -> Result<&'static Format, String> {
    let names = FORMATS.iter().map(|format| format.name);
    FORMATS.iter().find(|format| format.name == name).ok_or_else(|| no_such_format(name, names))
}

/// What is said of a name that is none: the nearest one, then all.
pub fn no_such_format(name: &str, names: impl Iterator<Item = &'static str> + Clone) -> String {
    let near = crate::problem::nearest(name, names.clone())
        .map_or_else(String::new, |near| format!("did you mean `{near}`? "));
    format!("no format of this name; {near}there are {}", names.collect::<Vec<_>>().join(", "))
}

/// Parses `FORMAT=PATH`.
///
/// # Errors
/// No `=`, an empty path, or no such format.
pub fn target(text: &str) -> Result<Target, String> {
    target_in(text, format)
}

/// Parses `FORMAT=PATH` of formats that are parsed by `format`.
///
/// # Errors
/// No `=`, an empty path, or no such format.
pub fn target_in<F>(text: &str, format: impl Fn(&str) -> Result<F, String>) -> Result<Target<F>, String> {
    match text.split_once('=') {
        Some((name, path)) if !path.is_empty() => Ok(Target { format: format(name)?, path: path.into() }),
        Some(_) | None => Err("write FORMAT=PATH, for example json=report.json".to_owned()),
    }
}

/// Renders what a command tells to a file: written beside it, then renamed.
///
/// # Errors
/// What went wrong, in words, with the path.
pub fn write_with(path: &Path, render: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> Result<(), String> {
    let mut bytes = Vec::new();
    render(&mut bytes)
        .and_then(|()| replace(path, &bytes))
        .map_err(|error| format!("cannot write `{}`: {}", path.display(), reason(&error, path)))
}

/// Renders a report to a file: written beside it, then renamed, so that a fault leaves what was there.
///
/// # Errors
/// What went wrong, in words, with the path.
pub fn write(report: &Report<'_>, target: &Target) -> Result<(), String> {
    write_with(&target.path, |bytes| (target.format.render)(report, bytes))
}

/// Adds what is rendered to the end of a file that others write to as well.
///
/// # Errors
/// What went wrong, in words, with the path.
pub fn append(report: &Report<'_>, render: Render, path: &Path) -> Result<(), String> {
    let mut bytes = Vec::new();
    let rendered = render(report, &mut bytes);
    let open = || std::fs::OpenOptions::new().append(true).create(true).open(path);
    let written = rendered.and_then(|()| open()?.write_all(&bytes));
    written.map_err(|error| format!("cannot write `{}`: {}", path.display(), reason(&error, path)))
}

/// Replaces a file as a whole. A link is followed; what is no regular file (a device, a pipe) is written to as it is.
///
/// # Errors
/// The file system's own; what was there before is untouched.
pub fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let path = &path.canonicalize().unwrap_or_else(|_| path.to_owned());
    if path.is_dir() {
        return Err(std::io::Error::new(std::io::ErrorKind::IsADirectory, "it is a folder"));
    }
    // Renaming over a file asks nobody whether it may be written to.
    if path.metadata().is_ok_and(|before| before.is_file() && before.permissions().readonly()) {
        return Err(std::io::Error::new(std::io::ErrorKind::PermissionDenied, "it is read-only"));
    }
    if path.exists() && !path.is_file() {
        let mut open = std::fs::OpenOptions::new().write(true).open(path)?;
        return open.write_all(bytes);
    }
    let beside = written_beside(path, bytes)?;
    beside.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// The bytes in a file of the same folder, complete and on disk.
fn written_beside(path: &Path, bytes: &[u8]) -> std::io::Result<tempfile::NamedTempFile> {
    let mut beside = tempfile::NamedTempFile::new_in(parent(path))?;
    beside.write_all(bytes)?;
    beside.as_file().sync_all()?;
    keep_permissions(path, beside.as_file())?;
    Ok(beside)
}

/// The folder that a file is in, or would be.
fn parent(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A file that is ready to take the place of another.
#[derive(Debug)]
pub struct Staged {
    beside: tempfile::NamedTempFile,
    path: PathBuf,
    before: Vec<u8>,
}

/// Gets a file ready to take the place of another, which holds `before`.
///
/// # Errors
/// The file system's own; nothing has changed.
pub fn stage(path: &Path, bytes: &[u8], before: Vec<u8>) -> std::io::Result<Staged> {
    Ok(Staged { beside: written_beside(path, bytes)?, path: path.to_owned(), before })
}

/// Puts all files in their places; where one cannot be, those before it are put back.
///
/// # Errors
/// What went wrong, in words.
pub fn persist(staged: Vec<Staged>) -> Result<(), String> {
    let mut done: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    for Staged { beside, path, before } in staged {
        if let Err(error) = beside.persist(&path) {
            let stuck = done.iter().filter(|(path, before)| replace(path, before).is_err());
            let stuck: Vec<String> = stuck.map(|(path, _)| format!("`{}`", path.display())).collect();
            let rest =
                if stuck.is_empty() { String::new() } else { format!("; already written: {}", stuck.join(", ")) };
            return Err(format!("cannot write `{}`: {}{rest}", path.display(), reason(&error.error, &path)));
        }
        done.push((path, before));
    }
    Ok(())
}

/// Why these targets cannot all be written: two are one file, or one is a file that was read.
pub fn conflict(targets: &[Target], inputs: &[PathBuf]) -> Option<String> {
    conflicting(&targets.iter().map(|target| target.path.as_path()).collect::<Vec<_>>(), inputs)
}

/// The same of paths alone.
pub fn conflicting(targets: &[&Path], inputs: &[PathBuf]) -> Option<String> {
    // A file that is not there yet is known by its folder.
    let to_be = |path: &Path| Some(parent(path).canonicalize().ok()?.join(path.file_name()?));
    let real = |path: &Path| path.canonicalize().ok().or_else(|| to_be(path)).unwrap_or_else(|| path.to_owned());
    let regular = |path: &Path| !path.exists() || path.is_file();
    for (at, target) in targets.iter().enumerate().filter(|(_, target)| regular(target)) {
        let here = real(target);
        if inputs.contains(&here) {
            let path = target.display();
            return Some(format!("`{path}` is a framework that is checked; write the report somewhere else"));
        }
        if targets.iter().take(at).any(|other| real(other) == here) {
            return Some(format!("`{}` is named by two outputs; give each its own file", target.display()));
        }
    }
    None
}

/// The permissions of the file replaced, else what a new file gets here.
fn keep_permissions(path: &Path, beside: &std::fs::File) -> std::io::Result<()> {
    match std::fs::metadata(path) {
        Ok(before) => beside.set_permissions(before.permissions()),
        Err(_) => as_a_new_file(beside),
    }
}

/// A temporary file is private to its owner; a report is as readable as any file written here would be.
#[cfg(unix)]
fn as_a_new_file(beside: &std::fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    beside.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn as_a_new_file(_: &std::fs::File) -> std::io::Result<()> {
    Ok(())
}

/// An input or output error in words, without the operating system's number.
pub fn reason(error: &std::io::Error, path: &Path) -> String {
    use std::io::ErrorKind;
    let kind = error.kind();
    if kind == ErrorKind::NotFound {
        "its folder does not exist".to_owned()
    } else if kind == ErrorKind::IsADirectory {
        format!("it is a folder; name a file in it, such as {}", path.join("report").display())
    } else if kind == ErrorKind::PermissionDenied {
        "permission denied, or it is read-only".to_owned()
    } else if kind == ErrorKind::StorageFull {
        "the disk is full".to_owned()
    } else {
        error.to_string()
    }
}
