//! The two sides of a comparison: what was typed is a path, a revision or a range, and each is read in its own way.

use super::Surroundings;
use crate::files::find::{missing, shown, with_slashes};
use crate::pipeline::{self, Loaded, Request, Stdin};
use crate::problem::{Problem, ProblemKind};
use crate::render::diff::Label;
use crate::report::Broken;
use crate::revision::{Repository, Revision, Snapshot};
use crate::source::{SourceFile, Sources};
use std::path::{Path, PathBuf};

/// Marks a revision where a path has the same name.
const MARK: &str = "git:";

/// Both sides.
#[derive(Debug)]
pub struct Sides {
    /// Before.
    pub old: Asked,
    /// After.
    pub new: Asked,
}

/// One side as asked for.
#[derive(Debug)]
pub struct Asked {
    /// What it is called.
    pub label: Label,
    /// The paths to read: on disk, or in the repository.
    paths: Vec<PathBuf>,
    /// Where it is read from; `None` for the disk.
    from: Option<(Repository, Revision)>,
    /// It is a file or folder held against another, so that only what lies below matters.
    pub files: bool,
}

/// One side as read.
#[derive(Debug)]
pub struct Read {
    /// What was asked of the reading.
    pub request: Request,
    /// What was read.
    pub loaded: Loaded,
    /// Paths that are not there, as shown.
    pub missing: Vec<String>,
}

/// What a word means.
enum Word<'w> {
    Path,
    Range(&'w str, &'w str, bool),
    Revision(&'w str),
}

fn word(typed: &Path) -> Word<'_> {
    let text = typed.to_str().unwrap_or_default();
    if let Some(name) = text.strip_prefix(MARK) {
        return range(name).unwrap_or(Word::Revision(name));
    }
    // What goes up is a path even where it leads nowhere; a revision cannot be written so.
    if typed.exists() || text.is_empty() || text.starts_with("../") || text.starts_with("./") || text.starts_with('/') {
        return Word::Path;
    }
    range(text).unwrap_or(Word::Revision(text))
}

/// `A..B` or `A...B`; what is left out is `HEAD`.
fn range(text: &str) -> Option<Word<'_>> {
    let (old, new, fork) = match text.split_once("...") {
        Some((old, new)) => (old, new, true),
        None => text.split_once("..").map(|(old, new)| (old, new, false))?,
    };
    Some(Word::Range(or_head(old), or_head(new), fork))
}

const fn or_head(name: &str) -> &str {
    if name.is_empty() { "HEAD" } else { name }
}

/// The sides that were typed.
///
/// # Errors
/// A revision or a path that is none, or words that make no two sides.
pub fn of(old: &Path, new: Option<&Path>, paths: &[PathBuf]) -> Result<Sides, Problem> {
    match word(old) {
        Word::Path => from_path(old, new, paths),
        Word::Range(from, to, fork) => {
            let paths: Vec<PathBuf> = new.into_iter().map(Path::to_owned).chain(paths.iter().cloned()).collect();
            let repository = around(&paths)?;
            let (mut from, to) = (repository.revision(from)?, repository.revision(to)?);
            if fork {
                from = repository.fork(&from, &to)?;
            }
            Ok(Sides { old: at(&repository, from, &paths)?, new: at(&repository, to, &paths)? })
        }
        Word::Revision(name) => from_revision(name, new, paths),
    }
}

fn around(paths: &[PathBuf]) -> Result<Repository, Problem> {
    Repository::around(paths.iter().find(|path| path.exists()).map_or(Path::new("."), PathBuf::as_path))
}

fn from_revision(name: &str, new: Option<&Path>, paths: &[PathBuf]) -> Result<Sides, Problem> {
    let all: Vec<PathBuf> = new.into_iter().map(Path::to_owned).chain(paths.iter().cloned()).collect();
    let repository = around(&all).map_err(|problem| or_no_path(problem, name))?;
    let old = repository.revision(name).map_err(|problem| or_no_path(problem, name))?;
    let second = match new.map(word) {
        Some(Word::Revision(name)) => {
            let marked = new.is_some_and(|new| new.to_string_lossy().starts_with(MARK));
            let found = repository.find(name)?;
            if found.is_none() && (marked || !is_at(&repository, &old, new.unwrap_or(Path::new("")))?) {
                return Err(or_no_path(repository.revision(name).err().unwrap_or_else(|| nothing(name)), name));
            }
            found
        }
        Some(Word::Path | Word::Range(..)) | None => None,
    };
    match second {
        Some(second) => Ok(Sides { old: at(&repository, old, paths)?, new: at(&repository, second, paths)? }),
        None => Ok(Sides { old: at(&repository, old, &all)?, new: working_tree(&repository, &all)? }),
    }
}

/// Whether a path is there at a revision, though it may be gone on disk.
fn is_at(repository: &Repository, revision: &Revision, path: &Path) -> Result<bool, Problem> {
    let inside = repository.inside(path)?;
    Ok(repository.snapshot(revision, &[inside])?.missing.is_empty())
}

fn nothing(name: &str) -> Problem {
    Problem::without_place(ProblemKind::Io, format!("`{name}` is no path and no revision"))
}

/// What is no revision may have been meant as a path.
fn or_no_path(problem: Problem, name: &str) -> Problem {
    let looks = Path::new(name).extension().is_some_and(|ending| ending == "toml");
    if looks {
        return missing(Path::new(name), &std::io::Error::from(std::io::ErrorKind::NotFound));
    }
    Problem { message: format!("{}, and no path of this name", problem.message), ..problem }
}

fn from_path(old: &Path, new: Option<&Path>, paths: &[PathBuf]) -> Result<Sides, Problem> {
    let Some(new) = new else {
        let message = format!("there is nothing to hold `{}` against", with_slashes(old));
        let help = format!("name a second path, or a revision before it: `mitigap diff HEAD {}`", with_slashes(old));
        return Err(Problem::without_place(ProblemKind::Shape, message).help(help));
    };
    if !paths.is_empty() {
        let message = "two paths are compared with each other; a third belongs to nothing";
        return Err(Problem::without_place(ProblemKind::Shape, message).help("compare revisions to name several paths"));
    }
    match word(new) {
        Word::Path => Ok(Sides { old: files(old)?, new: files(new)? }),
        Word::Revision(name) => {
            let here = [old.to_owned()];
            let repository = around(&here)?;
            let revision = repository.revision(name).map_err(|problem| or_no_path(problem, name))?;
            Ok(Sides { old: working_tree(&repository, &here)?, new: at(&repository, revision, &here)? })
        }
        Word::Range(..) => {
            let message = format!("a range is both sides; `{}` has no place beside it", with_slashes(old));
            let help = format!("write the range first: `mitigap diff {} {}`", with_slashes(new), with_slashes(old));
            Err(Problem::without_place(ProblemKind::Shape, message).help(help))
        }
    }
}

fn files(path: &Path) -> Result<Asked, Problem> {
    std::fs::metadata(path).map_err(|error| missing(path, &error))?;
    let label = Label { kind: "path", name: shown(path), commit: None };
    Ok(Asked { label, paths: vec![path.to_owned()], from: None, files: true })
}

/// The paths that are meant where none is named.
fn or_here(paths: &[PathBuf]) -> Vec<PathBuf> {
    if paths.is_empty() { vec![PathBuf::from(".")] } else { paths.to_vec() }
}

fn working_tree(repository: &Repository, paths: &[PathBuf]) -> Result<Asked, Problem> {
    let paths = or_here(paths);
    for path in &paths {
        repository.inside(path)?;
    }
    let label = Label { kind: "working-tree", name: "the working tree".to_owned(), commit: None };
    Ok(Asked { label, paths, from: None, files: false })
}

fn at(repository: &Repository, revision: Revision, paths: &[PathBuf]) -> Result<Asked, Problem> {
    let inside = or_here(paths).iter().map(|path| repository.inside(path)).collect::<Result<Vec<_>, _>>()?;
    let label = Label { kind: "revision", name: revision.name.clone(), commit: Some(revision.commit.clone()) };
    Ok(Asked { label, paths: inside, from: Some((repository.clone(), revision)), files: false })
}

/// A path that is on neither side.
pub(super) fn nowhere(path: &str, sides: &Sides) -> Problem {
    let (old, new) = (&sides.old.label.name, &sides.new.label.name);
    let message = format!("`{path}` is neither in {old} nor in {new}");
    Problem::without_place(ProblemKind::Io, message).help("check the path: it is looked up from the working directory")
}

impl Asked {
    /// Reads the frameworks of this side.
    ///
    /// # Errors
    /// `git` or the file system fails.
    pub(super) fn read(
        &self,
        request: impl Fn(Vec<PathBuf>) -> Request,
        surroundings: &mut Surroundings<'_>,
    ) -> Result<Read, Problem> {
        match &self.from {
            None => {
                let (there, gone): (Vec<PathBuf>, Vec<PathBuf>) =
                    self.paths.iter().cloned().partition(|path| path.exists());
                let request = request(there);
                let loaded = load(&request, surroundings);
                Ok(Read { request, loaded, missing: gone.iter().map(|path| in_repository(path)).collect() })
            }
            Some((repository, revision)) => {
                let snapshot = repository.snapshot(revision, &self.paths)?;
                let request = request(snapshot.paths.clone());
                let mut loaded = load(&request, surroundings);
                loaded.broken = loaded.broken.into_iter().map(|broken| told(broken, &snapshot)).collect();
                // The copies are nobody's files: nothing that is written can be one of them.
                loaded.files.clear();
                Ok(Read { request, loaded, missing: snapshot.missing })
            }
        }
    }
}

fn load(request: &Request, surroundings: &mut Surroundings<'_>) -> Loaded {
    pipeline::load(request, Stdin { reader: surroundings.stdin, name: None }, surroundings.progress)
}

/// A path as the other side names what it misses.
fn in_repository(path: &Path) -> String {
    let inside = Repository::around(path).and_then(|repository| repository.inside(path));
    inside.map_or_else(|_| with_slashes(path), |inside| with_slashes(&inside))
}

/// An input that cannot be read, told without the folder that it was copied to.
fn told(broken: Broken, snapshot: &Snapshot) -> Broken {
    let clean = |text: &str| snapshot.without_folder(text);
    let mut sources = Sources::default();
    for file in broken.sources.files() {
        let mut copy = SourceFile::new(clean(&file.path), file.text.clone());
        copy.byte_order_mark = file.byte_order_mark;
        sources.add(copy);
    }
    let problems = broken.problems.into_iter().map(|problem| Problem {
        message: clean(&problem.message),
        label: clean(&problem.label),
        help: clean(&problem.help),
        ..problem
    });
    Broken { path: clean(&broken.path), sources, problems: problems.collect() }
}
