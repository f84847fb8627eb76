//! The files of frameworks as they were at a revision, read through the `git` executable.
//!
//! Nothing is checked out: what is needed is written to a folder of its own, in the places it has in the repository, and read
//! from there like any other file. A marker makes paths be shown from that folder, as they are shown in the repository. This
//! module knows of the format only which keys name further files.

mod git;
mod names;
mod tree;

use crate::config;
use crate::files::find::{FRAMEWORK_ENDING, FRAMEWORK_NAMES, git_root, with_slashes};
use crate::problem::{Problem, ProblemKind, suggestion};
use std::path::{Component, Path, PathBuf};
use tempfile::TempDir;
use tree::Tree;

/// A repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repository {
    /// Its top folder, links resolved.
    root: PathBuf,
}

/// A commit, and how it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// As asked for.
    pub name: String,
    /// Its hash.
    pub commit: String,
}

/// What was needed of a revision, in a folder that goes when this does.
#[derive(Debug)]
pub struct Snapshot {
    folder: TempDir,
    /// The paths asked for that are there, in the folder.
    pub paths: Vec<PathBuf>,
    /// Those that are not, as shown.
    pub missing: Vec<String>,
}

fn refused(message: impl Into<String>) -> Problem {
    Problem::without_place(ProblemKind::Io, message)
}

impl Repository {
    /// The repository that holds a path.
    ///
    /// # Errors
    /// There is none.
    pub fn around(path: &Path) -> Result<Self, Problem> {
        let existing = path.ancestors().find(|part| part.exists()).unwrap_or(Path::new("."));
        let real = if existing.as_os_str().is_empty() { Path::new(".") } else { existing }.canonicalize();
        let real = real.map_err(|_| refused("the working directory cannot be read"))?;
        let folder = if real.is_dir() { real } else { real.parent().map(Path::to_owned).unwrap_or_default() };
        if let Some(root) = git_root(&folder.join("x")) {
            return Ok(Self { root });
        }
        let bare = Self { root: folder };
        if bare.git(&["rev-parse", "--is-bare-repository"])?.is_some_and(|said| said == "true") {
            return Ok(bare);
        }
        let place = match with_slashes(path).as_str() {
            "." => "the working directory".to_owned(),
            path => format!("`{path}`"),
        };
        Err(refused(format!("{place} is in no git repository, and revisions are read from one"))
            .help("go into one, or compare files"))
    }

    /// A path as the repository has it; empty for its top folder. It need not exist.
    ///
    /// # Errors
    /// It lies outside.
    pub fn inside(&self, path: &Path) -> Result<PathBuf, Problem> {
        let here = std::env::current_dir().and_then(|here| here.canonicalize()).unwrap_or_default();
        let mut full = PathBuf::new();
        for part in here.join(path).components() {
            match part {
                Component::ParentDir => {
                    full.pop();
                }
                Component::CurDir => {}
                Component::Normal(_) | Component::RootDir | Component::Prefix(_) => full.push(part),
            }
            // Links on the way are followed, but not the last: a link to a file belongs where it stands.
            if full.is_dir()
                && let Ok(real) = full.canonicalize()
            {
                full = real;
            }
        }
        full.strip_prefix(&self.root).map(Path::to_owned).map_err(|_| {
            refused(format!("`{}` is outside the repository that revisions are read from", with_slashes(path)))
                .help("name paths inside it")
        })
    }

    /// The commit that a name means; `None` where it means none.
    ///
    /// # Errors
    /// `git` cannot be asked.
    pub fn find(&self, name: &str) -> Result<Option<Revision>, Problem> {
        let asked = format!("{name}^{{commit}}");
        let found = self.git(&["rev-parse", "--verify", "--quiet", "--end-of-options", &asked])?;
        Ok(found.map(|commit| Revision { name: name.to_owned(), commit }))
    }

    /// The commit that a name means.
    ///
    /// # Errors
    /// It means none, with the way out: another name, or a deeper clone.
    pub fn revision(&self, name: &str) -> Result<Revision, Problem> {
        match self.find(name)? {
            Some(revision) => Ok(revision),
            None => Err(self.unknown(name)?),
        }
    }

    /// The commit from which two went apart.
    ///
    /// # Errors
    /// There is none here.
    pub fn fork(&self, one: &Revision, other: &Revision) -> Result<Revision, Problem> {
        let found = self.git(&["merge-base", &one.commit, &other.commit])?;
        let name = format!("{}...{}", one.name, other.name);
        if let Some(commit) = found.and_then(|found| found.lines().next().map(str::to_owned)) {
            return Ok(Revision { name: format!("fork of {name}"), commit });
        }
        let problem = refused(format!("`{}` and `{}` have no commit in common here", one.name, other.name));
        Err(if self.is_shallow()? {
            problem.help(DEEPEN)
        } else {
            problem.help(format!("write `{}..{}`", one.name, other.name))
        })
    }

    fn is_shallow(&self) -> Result<bool, Problem> {
        Ok(self.git(&["rev-parse", "--is-shallow-repository"])?.is_some_and(|said| said == "true"))
    }

    /// Why there is no such revision.
    fn unknown(&self, name: &str) -> Result<Problem, Problem> {
        let message = format!("there is no revision `{name}` in this repository");
        let remote = format!("origin/{name}");
        if self.find(&remote)?.is_some() {
            return Ok(refused(message).help(format!("write `{remote}`, which is there")));
        }
        if self.is_shallow()? {
            let fetch = format!("`git fetch --depth=1 origin {name}`");
            let message = format!("{message}, which is a shallow clone");
            return Ok(refused(message)
                .help(format!("{DEEPEN}; for a branch {fetch} is enough, then compare with `FETCH_HEAD`")));
        }
        let known = self.git(&["for-each-ref", "--format=%(refname:short)"])?.unwrap_or_default();
        let near = suggestion(name, known.lines());
        Ok(refused(message).help(if near.is_empty() { "`git log` lists what there is".to_owned() } else { near }))
    }

    /// Writes what is needed of `paths` (as [`Self::inside`] gives them) at a revision to a folder.
    ///
    /// # Errors
    /// `git` or the file system fails.
    pub fn snapshot(&self, revision: &Revision, paths: &[PathBuf]) -> Result<Snapshot, Problem> {
        let folder = TempDir::with_prefix("mitigap-").map_err(|error| unwritable(&error))?;
        // Paths are shown from the nearest folder that holds this, and includes may not leave it.
        std::fs::create_dir(folder.path().join(".git")).map_err(|error| unwritable(&error))?;
        let mut snapshot = Snapshot { folder, paths: Vec::new(), missing: Vec::new() };
        let mut tree = Tree::of(self, revision)?;
        let mut open: Vec<PathBuf> = Vec::new();
        for path in paths {
            if tree.is_file(path)? {
                open.push(path.clone());
            } else if tree.has_folder(path) {
                open.extend(tree.below(path).filter(|file| is_framework(file)).map(Path::to_owned));
                let folder = snapshot.folder.path().join(path);
                std::fs::create_dir_all(folder).map_err(|error| unwritable(&error))?;
            } else {
                snapshot.missing.push(with_slashes(path));
                continue;
            }
            snapshot.paths.push(snapshot.folder.path().join(path));
        }
        snapshot.fill(&mut tree, open)?;
        Ok(snapshot)
    }
}

const DEEPEN: &str =
    "fetch its history with `git fetch --unshallow`, or in a GitHub workflow set `fetch-depth: 0` for the checkout";

fn unwritable(error: &std::io::Error) -> Problem {
    refused(format!("no temporary folder can be written: {}", error.to_string().to_lowercase()))
        .help("give `TMPDIR` a folder with room in it")
}

fn is_framework(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    FRAMEWORK_NAMES.contains(&name.as_ref()) || name.ends_with(FRAMEWORK_ENDING)
}

impl Snapshot {
    /// Writes files, then those that they name, until none is new.
    fn fill(&self, tree: &mut Tree, mut open: Vec<PathBuf>) -> Result<(), Problem> {
        while let Some(path) = open.pop() {
            let to = self.folder.path().join(&path);
            if to.exists() || !tree.is_file(&path)? {
                continue;
            }
            if let Some(parent) = to.parent() {
                std::fs::create_dir_all(parent).map_err(|error| unwritable(&error))?;
            }
            // The configuration that governs a file is the nearest one going up.
            let above = path.ancestors().skip(1);
            open.extend(above.flat_map(|folder| config::NAMES.iter().map(move |name| folder.join(name))));
            let text = tree.write(&path, &to)?;
            for name in names::of(&text) {
                open.extend(tree.meant(&path, &name));
            }
        }
        Ok(())
    }

    /// A text without the folder's own name, which is nobody's business.
    pub fn without_folder(&self, text: &str) -> String {
        let here = [self.folder.path().canonicalize().ok(), Some(self.folder.path().to_owned())];
        here.into_iter().flatten().fold(text.to_owned(), |text, folder| {
            let folder = folder.to_string_lossy().replace('\\', "/");
            text.replace(&format!("{folder}/"), "").replace(&folder, ".")
        })
    }
}
