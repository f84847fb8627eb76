//! Reading the root file and what it includes, inside the project and inside bounds.

use super::entry::{Entry, FileTree};
use super::ids::Ids;
use super::keys::{INCLUDED, ROOT};
use super::report::Report;
use super::syntax::{Errors, Repairs, parse};
use super::table::Table;
use super::value::short;
use crate::files::find::{Found, Whereabouts, nearest_in_folder, shown, walk_visible, with_slashes};
use crate::files::glob;
use crate::files::load::{Loaded, MAX_BYTES, load};
use crate::problem::{Problem, ProblemKind};
use crate::source::{FileId, Located, SourceFile, Span, offset};
use std::cell::OnceCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// How deep includes nest.
pub const MAX_INCLUDE_DEPTH: usize = 16;

/// How many files one framework includes at most.
pub const MAX_INCLUDES: usize = 1_000;

/// A place for the text of one file, filled once, so that trees can borrow from it while further files are read; the next
/// one is made when it is needed.
#[derive(Debug, Default)]
pub(super) struct Slot {
    file: OnceCell<SourceFile>,
    repairs: Repairs,
    next: OnceCell<Box<Slot>>,
}

impl Slot {
    /// The files, when no tree borrows from them any more.
    pub(super) fn into_files(self) -> impl Iterator<Item = SourceFile> {
        let mut rest = Some(self);
        std::iter::from_fn(move || {
            let Self { file, next, .. } = rest.take()?;
            rest = next.into_inner().map(|next| *next);
            file.into_inner()
        })
    }
}

/// Where a root file lives.
#[derive(Debug, Clone)]
pub(super) struct Home {
    /// The root file itself, links resolved, if there is one.
    file: Option<PathBuf>,
    /// The folder its includes are relative to.
    pub(super) folder: PathBuf,
    /// The folder no include may leave.
    pub(super) project: PathBuf,
    /// How that folder is shown, with a `/` at its end; empty where paths are shown from it.
    pub(super) prefix: String,
    /// How the root file is shown.
    pub(super) shown: String,
}

impl Home {
    /// Where the root file at `path` lives.
    pub(super) fn of(path: &Path) -> Self {
        Self::at(Whereabouts::of(path), path.canonicalize().ok())
    }

    /// Where a file lives that was found.
    pub(super) fn of_found(found: &Found) -> Self {
        let place = Whereabouts::within(&found.folder, &found.path);
        let file = if found.own_name { Some(place.resolved.clone()) } else { found.path.canonicalize().ok() };
        Self::at(place, file)
    }

    fn at(place: Whereabouts, file: Option<PathBuf>) -> Self {
        let Whereabouts { resolved, project, shown } = place;
        let inside = resolved.strip_prefix(&project).map(with_slashes).unwrap_or_default();
        let prefix = shown.strip_suffix(&inside).unwrap_or_default().to_owned();
        let folder = resolved.parent().map(Path::to_owned).unwrap_or_default();
        Self { file, folder, project, prefix, shown }
    }

    /// The path of an included file as the root's is shown.
    fn shown(&self, path: &Path) -> String {
        path.strip_prefix(&self.project)
            .map_or_else(|_| shown(path), |inside| self.prefix.clone() + &with_slashes(inside))
    }
}

/// Reads files into trees.
pub(super) struct Loader<'t, 'r> {
    slot: &'t Slot,
    home: Option<&'t Home>,
    pub(super) report: &'r mut Report,
    pub(super) trees: Vec<FileTree<'t>>,
    /// Files read so far, by their resolved path.
    read: HashMap<PathBuf, FileId>,
    /// The files that lead to the current one.
    chain: Vec<PathBuf>,
    bytes: u64,
    /// Whether all files could be read: else names may lead nowhere because of that.
    pub(super) complete: bool,
    /// What is advised where a text that is in no file includes others.
    pub(super) advice: &'static str,
}

impl<'t, 'r> Loader<'t, 'r> {
    pub(super) fn new(slot: &'t Slot, home: Option<&'t Home>, report: &'r mut Report) -> Self {
        let (trees, read, chain) = (Vec::new(), HashMap::new(), Vec::new());
        Self { slot, home, report, trees, read, chain, bytes: 0, complete: true, advice: "" }
    }

    /// Takes the root and everything it includes.
    pub(super) fn root(&mut self, loaded: Loaded) {
        if let Some(file) = self.home.and_then(|home| home.file.as_ref()) {
            self.read.insert(file.clone(), FileId::default());
            self.chain.push(file.clone());
        }
        self.take(loaded, self.home.map(|home| home.folder.as_path()), None);
    }

    /// The resolved paths of all files read from disk, the root included.
    pub(super) fn into_read(self) -> Vec<PathBuf> {
        let mut read: Vec<(FileId, PathBuf)> = self.read.into_iter().map(|(path, id)| (id, path)).collect();
        read.sort();
        read.into_iter().map(|(_, path)| path).collect()
    }

    /// Parses a file that was loaded, then reads what it includes; `named_at` is where it is included.
    fn take(&mut self, loaded: Loaded, folder: Option<&Path>, named_at: Option<Span>) {
        let id = FileId(offset(self.trees.len()));
        let slot = self.slot;
        self.slot = slot.next.get_or_init(Box::default);
        self.bytes += loaded.file.text.len() as u64;
        let file = slot.file.get_or_init(|| loaded.file);
        if let Some(problem) = loaded.problem {
            self.complete = false;
            let span = problem.span.or(named_at);
            self.report.add(Problem { span, ..problem });
            self.trees.push(FileTree { file: id, text: &file.text, tree: toml::de::DeTable::new(), broken: true });
            return;
        }
        let mut errors = Errors { file: id, report: &mut *self.report };
        let parsed = parse(file, &slot.repairs, &mut errors);
        self.complete &= !parsed.broken;
        self.trees.push(FileTree { file: id, text: &file.text, tree: parsed.tree, broken: parsed.broken });
        for pattern in self.patterns(named_at.is_some()) {
            self.include(&pattern, folder);
        }
    }

    /// What the file read last includes.
    fn patterns(&mut self, included: bool) -> Vec<Located<String>> {
        let Some(tree) = self.trees.last() else { return Vec::new() };
        let kind = if included { &INCLUDED } else { &ROOT };
        // Only this key: the others are read, and unknown ones reported, when all files are there.
        Table::peek(Entry::top(tree), (kind, "include"), &mut Ids::default(), self.report).texts("include")
    }

    fn include(&mut self, pattern: &Located<String>, folder: Option<&Path>) {
        let (Some(folder), Some(home)) = (folder, self.home) else {
            self.complete = false;
            return self.refuse(
                pattern,
                "a text that is in no file cannot include others",
                "no folder to look in",
                || self.advice.to_owned(),
            );
        };
        let found = match expand(folder, &pattern.value, &home.project) {
            Ok(found) => found,
            Err(refusal) => return self.refuse_pattern(pattern, &refusal),
        };
        let wild = glob::is_wild(&pattern.value);
        let own = self.chain.last().cloned();
        for path in found {
            let Ok(real) = path.canonicalize() else {
                self.include_missing(pattern, &path, home);
                continue;
            };
            // A pattern such as `*.toml` may well match the file it stands in.
            if !(wild && own.as_ref() == Some(&real)) {
                self.include_file(pattern, &path, real, home);
            }
        }
    }

    fn include_file(&mut self, pattern: &Located<String>, path: &Path, real: PathBuf, home: &Home) {
        if !real.starts_with(&home.project) {
            return self.refuse_pattern(pattern, &Refusal::Leaves);
        }
        if let Some(from) = self.chain.iter().position(|file| *file == real) {
            let files: Vec<String> = self.chain.iter().skip(from).chain([&real]).map(|file| home.shown(file)).collect();
            let message = format!("files include each other: {}", files.join(" -> "));
            return self.refuse(pattern, &message, "closes the circle", || "take one of these includes out".to_owned());
        }
        if self.read.contains_key(&real) {
            return;
        }
        if self.chain.len() > MAX_INCLUDE_DEPTH {
            let message = format!("includes nest deeper than {MAX_INCLUDE_DEPTH} files");
            return self.limit(pattern, &message, "include the files from one place");
        }
        if self.trees.len() > MAX_INCLUDES {
            let message = format!("more than {MAX_INCLUDES} files are included");
            return self.limit(pattern, &message, "put more entries in one file");
        }
        if path.exists() && !path.is_file() && !path.is_dir() {
            let problem =
                Problem::at(ProblemKind::Io, pattern.span, format!("`{}` is no regular file", home.shown(path)));
            self.report.add(problem.label("a pipe or device cannot be included").help("include files only"));
            return;
        }
        let id = FileId(offset(self.trees.len()));
        self.read.insert(real.clone(), id);
        self.chain.push(real);
        let loaded = load(path, &home.shown(path), id, MAX_BYTES.saturating_sub(self.bytes));
        self.take(loaded, path.parent(), Some(pattern.span));
        self.chain.pop();
    }

    fn include_missing(&mut self, pattern: &Located<String>, path: &Path, home: &Home) {
        let message = format!("`{}` does not exist", home.shown(path));
        let near = || {
            nearest_in_folder(path).and_then(|near| Some(Path::new(&near).file_name()?.to_string_lossy().into_owned()))
        };
        self.complete = false;
        self.report.at(pattern.span, || {
            let help = near()
                .map_or_else(|| "paths are relative to this file".to_owned(), |near| format!("did you mean `{near}`?"));
            Problem::at(ProblemKind::Io, pattern.span, message).label("included here").help(help)
        });
    }

    fn refuse_pattern(&mut self, pattern: &Located<String>, refusal: &Refusal) {
        let text = short(&pattern.value);
        let (message, label, help) = match refusal {
            Refusal::Leaves => (
                format!("`{text}` leaves the project folder"),
                "not inside it",
                "move the file into the project: the git root, else the folder of the root file",
            ),
            Refusal::Form(help) => (format!("`{text}` is no path that can be included"), "not understood", *help),
            Refusal::Nothing => (
                format!("`{text}` matches no file"),
                "includes nothing",
                "paths are relative to this file; `*` stays in a folder, `**` goes through folders",
            ),
        };
        self.refuse(pattern, &message, label, || help.to_owned());
    }

    fn refuse(&mut self, pattern: &Located<String>, message: &str, label: &str, help: impl FnOnce() -> String) {
        self.complete = false;
        let span = pattern.span;
        self.report.at(span, || Problem::at(ProblemKind::Reference, span, message).label(label).help(help()));
    }

    fn limit(&mut self, pattern: &Located<String>, message: &str, help: &str) {
        self.complete = false;
        let span = pattern.span;
        self.report.at(span, || Problem::at(ProblemKind::Limit, span, message).label("one too many").help(help));
    }
}

/// Why a pattern is refused as a whole.
enum Refusal {
    Leaves,
    Form(&'static str),
    Nothing,
}

/// The files a pattern means, sorted. `folder` and `project` have their links resolved.
fn expand(folder: &Path, pattern: &str, project: &Path) -> Result<Vec<PathBuf>, Refusal> {
    if pattern.contains('\\') {
        return Err(Refusal::Form("write `/` between folders"));
    }
    if Path::new(pattern).is_absolute() || pattern.starts_with('/') {
        return Err(Refusal::Leaves);
    }
    let mut base = folder.to_owned();
    let mut wild: Vec<&str> = Vec::new();
    for part in pattern.split('/').filter(|part| !part.is_empty() && *part != ".") {
        match part {
            ".." if !wild.is_empty() => return Err(Refusal::Form("put `..` before every `*`")),
            ".." => {
                base.pop();
            }
            part if wild.is_empty() && !glob::is_wild(part) => base.push(part),
            part => wild.push(part),
        }
        if !base.starts_with(project) {
            return Err(Refusal::Leaves);
        }
    }
    if wild.is_empty() {
        return Ok(vec![base]);
    }
    let found = walk(&base, &wild);
    if found.is_empty() { Err(Refusal::Nothing) } else { Ok(found) }
}

/// The files below a folder that match, sorted.
fn walk(base: &Path, wild: &[&str]) -> Vec<PathBuf> {
    let deepest = if wild.contains(&"**") { usize::MAX } else { wild.len() };
    let within = walk_visible(base, deepest).filter_map(Result::ok).filter(|entry| entry.path().is_file());
    let matching = within.filter(|entry| {
        let path = entry.path().strip_prefix(base).unwrap_or(entry.path());
        let names: Vec<_> = path.iter().map(|name| name.to_string_lossy()).collect();
        let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
        glob::matches(wild, &names)
    });
    let mut found: Vec<PathBuf> = matching.map(walkdir::DirEntry::into_path).collect();
    found.sort();
    found
}
