//! Finding framework files, and how their paths are shown.
//!
//! This module must not open a framework file: whether one includes another is for the reader to say.

use crate::problem::{Problem, ProblemKind, nearest};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use walkdir::{DirEntry, WalkDir};

/// A file to check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where it is.
    pub path: PathBuf,
    /// Named by the user, not found in a folder: checked whatever its name, even if another file includes it.
    pub explicit: bool,
    /// Whether its name is the one that the folder itself gave, and of no link: then nothing is left to resolve in it.
    pub own_name: bool,
    /// Where it stands.
    pub folder: Arc<Folder>,
}

/// Names that a folder is searched for, beside every name that ends in [`FRAMEWORK_ENDING`].
pub const FRAMEWORK_NAMES: &[&str] = &["framework.toml", "safety-framework.toml"];

/// The ending that makes any file a framework.
pub const FRAMEWORK_ENDING: &str = ".framework.toml";

/// Folders that hold other people's files; hidden folders (`.git` among them) are left out too.
const SKIPPED: &[&str] = &["target", "node_modules"];

/// The frameworks that `paths` mean, each once: files as given, folders searched, in the order of the arguments
/// and by name within a folder.
pub fn find(paths: &[PathBuf]) -> (Vec<Found>, Vec<Problem>) {
    let (mut found, mut problems, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    let mut folders = Folders::default();
    for path in paths {
        let candidates = match std::fs::metadata(path) {
            Ok(about) if about.is_dir() => walk(path, &mut folders, &mut problems),
            Ok(_) => {
                vec![Found { path: path.clone(), explicit: true, own_name: false, folder: folders.of(path) }]
            }
            Err(error) => {
                problems.push(missing(path, &error));
                Vec::new()
            }
        };
        found.extend(candidates.into_iter().filter(|one| seen.insert(one.folder.resolve(&one.path))));
    }
    (found, problems)
}

fn walk(folder: &Path, folders: &mut Folders, problems: &mut Vec<Problem>) -> Vec<Found> {
    let top = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let mut found = Vec::new();
    for entry in walk_visible(folder, usize::MAX) {
        match entry {
            Ok(entry) if is_framework(&entry) && is_file_within(&entry, &top) => {
                let (own_name, folder) = (!entry.path_is_symlink(), folders.of(entry.path()));
                found.push(Found { path: entry.into_path(), explicit: false, own_name, folder });
            }
            // Passing over it would pass a framework that nobody looked at.
            Ok(entry) if is_framework(&entry) && leads_nowhere(&entry) => problems.push(
                Problem::without_place(
                    ProblemKind::Io,
                    format!("`{}` is a link that leads nowhere", shown(entry.path())),
                )
                .help("point it at the framework, or take it away"),
            ),
            Ok(entry) if is_framework(&entry) && leads_out(&entry, &top) => problems.push(
                Problem::without_place(
                    ProblemKind::Io,
                    format!(
                        "`{}` is a link out of the folder that is searched, and is not followed",
                        shown(entry.path())
                    ),
                )
                .help("name the link or its folder itself, search the folder that holds both, or take it away"),
            ),
            Ok(_) => {}
            Err(error) => {
                let at = error.path().map_or_else(|| shown(folder), shown);
                let message = format!("the folder `{at}` cannot be searched");
                problems
                    .push(Problem::without_place(ProblemKind::Io, message).help("give yourself the right to read it"));
            }
        }
    }
    found
}

/// Everything at most `deepest` below a folder but hidden and foreign folders, by name; links to folders are not followed.
pub fn walk_visible(folder: &Path, deepest: usize) -> impl Iterator<Item = walkdir::Result<DirEntry>> {
    let visible = |entry: &DirEntry| {
        let name = entry.file_name().to_string_lossy();
        entry.depth() == 0
            || !entry.file_type().is_dir()
            || !(name.starts_with('.') || SKIPPED.contains(&name.as_ref()))
    };
    WalkDir::new(folder).max_depth(deepest).sort_by_file_name().into_iter().filter_entry(visible)
}

fn is_framework(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    FRAMEWORK_NAMES.contains(&name.as_ref()) || name.ends_with(FRAMEWORK_ENDING)
}

/// A link to what is not there.
fn leads_nowhere(entry: &DirEntry) -> bool {
    entry.file_type().is_symlink() && std::fs::metadata(entry.path()).is_err()
}

/// A link to a file that is not below `top`.
fn leads_out(entry: &DirEntry, top: &Path) -> bool {
    entry.file_type().is_symlink() && entry.path().canonicalize().is_ok_and(|to| to.is_file() && !to.starts_with(top))
}

/// A file, or a link to one that stays below `top`.
fn is_file_within(entry: &DirEntry, top: &Path) -> bool {
    let kind = entry.file_type();
    kind.is_file()
        || kind.is_symlink() && entry.path().canonicalize().is_ok_and(|to| to.is_file() && to.starts_with(top))
}

/// The problem of a path that leads nowhere, with the nearest name in its folder.
pub fn missing(path: &Path, error: &std::io::Error) -> Problem {
    let name = shown(path);
    if error.kind() != std::io::ErrorKind::NotFound {
        let message = format!("`{name}` cannot be read: {}", error.to_string().to_lowercase());
        return Problem::without_place(ProblemKind::Io, message).help("check the path and your rights");
    }
    let help =
        nearest_in_folder(path).map_or_else(|| "check the path".to_owned(), |near| format!("did you mean `{near}`?"));
    Problem::without_place(ProblemKind::Io, format!("`{name}` does not exist")).help(help)
}

/// The name in the path's folder that is nearest to the path's own, as a path to type.
pub fn nearest_in_folder(path: &Path) -> Option<String> {
    let names: BTreeSet<String> = std::fs::read_dir(folder_of(path))
        .ok()?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| !name.starts_with('.'))
        .collect();
    let wanted = path.file_name()?.to_string_lossy().into_owned();
    let near = nearest(&wanted, names.iter().map(String::as_str))?;
    Some(with_slashes(&path.with_file_name(near)))
}

/// A folder that files stand in, looked up once for all of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Folder {
    /// Its own path, links resolved; `None` where there is no such folder.
    resolved: Option<PathBuf>,
    /// The git root that holds it.
    git: Option<PathBuf>,
    /// What the paths of files in it are shown from: the git root, else the working directory, if that holds it.
    base: Option<PathBuf>,
}

/// The folders that were looked up in one search, by how they were written.
#[derive(Default)]
struct Folders(BTreeMap<PathBuf, Arc<Folder>>);

impl Folders {
    /// The folder of a file.
    fn of(&mut self, path: &Path) -> Arc<Folder> {
        let written = folder_of(path);
        if let Some(known) = self.0.get(written) {
            return Arc::clone(known);
        }
        let folder = Arc::new(Folder::of(path));
        self.0.insert(written.to_owned(), Arc::clone(&folder));
        folder
    }
}

impl Folder {
    /// The folder of a file.
    fn of(path: &Path) -> Self {
        let folder = Self { resolved: folder_of(path).canonicalize().ok(), ..Self::default() };
        let git = git_above(&folder.resolve(path));
        let here = || std::env::current_dir().ok()?.canonicalize().ok();
        let holds = |here: &PathBuf| folder.path().starts_with(here);
        Self { base: git.clone().or_else(|| here().filter(holds)), git, ..folder }
    }

    /// The path of a file in it with the folder's links resolved but not its own: a link to a file belongs where it stands.
    pub fn resolve(&self, path: &Path) -> PathBuf {
        match (&self.resolved, path.file_name()) {
            (Some(folder), Some(name)) => folder.join(name),
            _ => path.to_owned(),
        }
    }

    /// Its own path, links resolved.
    pub fn path(&self) -> &Path {
        self.resolved.as_deref().unwrap_or(Path::new(""))
    }
}

/// The folder of a file as it is written.
fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The path with its folder's links resolved but not its own: see [`Folder::resolve`].
pub fn resolve(path: &Path) -> PathBuf {
    Folder { resolved: folder_of(path).canonicalize().ok(), ..Folder::default() }.resolve(path)
}

/// The nearest folder above a path that holds `.git`.
pub fn git_root(path: &Path) -> Option<PathBuf> {
    git_above(&resolve(path))
}

fn git_above(resolved: &Path) -> Option<PathBuf> {
    resolved.ancestors().skip(1).find(|folder| folder.join(".git").exists()).map(Path::to_owned)
}

/// Where a file is, looked up once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whereabouts {
    /// The path with its folder's links resolved: see [`resolve`].
    pub resolved: PathBuf,
    /// The folder that a framework's includes may not leave: the git root, else the file's own folder.
    pub project: PathBuf,
    /// The path as every output shows it: see [`shown`].
    pub shown: String,
}

impl Whereabouts {
    /// Looks up a path.
    pub fn of(path: &Path) -> Self {
        Self::within(&Folder::of(path), path)
    }

    /// The same for a file in a folder that was looked up.
    pub fn within(folder: &Folder, path: &Path) -> Self {
        let resolved = folder.resolve(path);
        let from_base = folder.base.as_ref().and_then(|base| resolved.strip_prefix(base).ok());
        let shown = with_slashes(from_base.unwrap_or(path));
        let own = || resolved.parent().map(Path::to_owned).unwrap_or_default();
        Self { project: folder.git.clone().unwrap_or_else(own), shown, resolved }
    }
}

/// The folder that a framework's includes may not leave: the git root, else the file's own folder.
pub fn project_root(path: &Path) -> PathBuf {
    Whereabouts::of(path).project
}

/// The path as every output shows it: relative to the git root that holds it, else to the working directory, with
/// `/`. A path that leaves both is shown as it was given.
pub fn shown(path: &Path) -> String {
    Whereabouts::of(path).shown
}

/// A path with `/` between its parts on every system.
pub fn with_slashes(path: &Path) -> String {
    let mut text = String::new();
    for part in path.components().filter(|part| !matches!(part, Component::CurDir)) {
        if !text.is_empty() && !text.ends_with('/') {
            text.push('/');
        }
        let part = part.as_os_str().to_string_lossy();
        text.push_str(if part == "\\" { "/" } else { &part });
    }
    if text.is_empty() { ".".to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        }
        folder
    }

    fn names(folder: &Path, found: &[Found]) -> Vec<String> {
        found.iter().map(|one| with_slashes(one.path.strip_prefix(folder).unwrap())).collect()
    }

    #[test]
    fn a_folder_is_searched_for_the_three_names_and_nothing_foreign() {
        let folder = tree(&[
            "b/framework.toml",
            "a.framework.toml",
            "c/safety-framework.toml",
            "other.toml",
            "target/framework.toml",
            "node_modules/x/framework.toml",
            ".git/framework.toml",
            ".hidden/framework.toml",
            "d/myframework.toml",
        ]);
        let (found, problems) = find(&[folder.path().to_owned()]);
        assert_eq!(names(folder.path(), &found), ["a.framework.toml", "b/framework.toml", "c/safety-framework.toml"]);
        assert!(problems.is_empty() && found.iter().all(|one| !one.explicit));
    }

    #[test]
    fn a_named_file_is_taken_whatever_its_name_and_once() {
        let folder = tree(&["x/odd.txt", "x/framework.toml"]);
        let odd = folder.path().join("x/odd.txt");
        let (found, _) = find(&[odd.clone(), folder.path().join("x/../x/odd.txt"), folder.path().join("x")]);
        assert_eq!(names(folder.path(), &found), ["x/odd.txt", "x/framework.toml"]);
        assert!(found[0].explicit && !found[1].explicit);
    }

    #[test]
    fn a_path_that_does_not_exist_gets_the_nearest_name() {
        let folder = tree(&["framework.toml"]);
        let (found, problems) = find(&[folder.path().join("framwork.toml"), folder.path().join("zzz")]);
        assert!(found.is_empty());
        assert!(problems[0].help.contains("framework.toml`?"), "{}", problems[0].help);
        assert_eq!(problems[1].help, "check the path");
    }

    #[cfg(unix)]
    #[test]
    fn links_out_of_the_tree_and_in_circles_are_not_followed() {
        let folder = tree(&["in/framework.toml", "out/framework.toml", "out/sub/framework.toml"]);
        let link = |to: &str, at: &str| {
            std::os::unix::fs::symlink(folder.path().join(to), folder.path().join("in").join(at)).unwrap();
        };
        link("in", "circle");
        link("out", "away");
        link("out/framework.toml", "away.framework.toml");
        link("in/framework.toml", "same.framework.toml");
        link("nowhere", "broken.framework.toml");
        let (found, problems) = find(&[folder.path().join("in")]);
        assert_eq!(names(folder.path(), &found), ["in/framework.toml", "in/same.framework.toml"]);
        let [away, broken] = problems.as_slice() else { panic!("{problems:?}") };
        assert!(away.message.contains("away.framework.toml` is a link out of the folder"), "{}", away.message);
        assert!(broken.message.ends_with("broken.framework.toml` is a link that leads nowhere"));
    }

    #[test]
    fn paths_are_shown_from_the_git_root() {
        let folder = tree(&[".git/HEAD", "docs/a/framework.toml"]);
        let path = folder.path().join("docs/./a/../a/framework.toml");
        assert_eq!(shown(&path), "docs/a/framework.toml");
        assert_eq!(project_root(&path), folder.path().canonicalize().unwrap());
        let loose = tree(&["x/framework.toml"]);
        let path = loose.path().join("x/framework.toml");
        assert_eq!(project_root(&path), path.parent().unwrap().canonicalize().unwrap());
        assert_eq!(shown(Path::new("Cargo.toml")), "Cargo.toml");
    }
}
