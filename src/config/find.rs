//! Which configuration governs a file.

use crate::files::find::{git_root, resolve, shown};
use crate::problem::{Problem, ProblemKind, Refused};
use crate::source::Sources;
use std::path::{Path, PathBuf};

/// The names of a configuration; a folder may hold one of them.
pub const NAMES: [&str; 2] = ["mitigap.toml", ".mitigap.toml"];

/// Where configurations are looked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Search {
    /// The nearest one going up from the framework's folder to the git root.
    #[default]
    Nearest,
    /// This one, for every framework.
    File(PathBuf),
    /// None: flags and defaults only.
    Nowhere,
}

impl Search {
    /// The configuration for what lies in a folder.
    ///
    /// # Errors
    /// A folder on the way holds two.
    pub(super) fn nearest(&self, folder: &Path) -> Result<Option<PathBuf>, Refused> {
        let top = match self {
            Self::File(path) => return Ok(Some(path.clone())),
            Self::Nowhere => return Ok(None),
            Self::Nearest => top(folder),
        };
        for folder in folder.ancestors() {
            let here: Vec<PathBuf> =
                NAMES.iter().map(|name| folder.join(name)).filter(|path| path.symlink_metadata().is_ok()).collect();
            match here.as_slice() {
                [] => {}
                [only] => return Ok(Some(only.clone())),
                [first, ..] => return Err(two(first)),
            }
            if folder == top {
                break;
            }
        }
        Ok(None)
    }
}

/// Where going up ends: at the git root; without one at the working directory, if the folder lies in it, else at the folder.
fn top(folder: &Path) -> PathBuf {
    let here = || std::env::current_dir().ok()?.canonicalize().ok().filter(|here| folder.starts_with(here));
    git_root(&folder.join("any")).or_else(here).unwrap_or_else(|| folder.to_owned())
}

/// The folder of a file, links resolved; a folder stands for itself, and `-` for the working directory.
pub(super) fn folder_of(path: &Path) -> PathBuf {
    let path = if path.as_os_str() == "-" || path.as_os_str().is_empty() { Path::new(".") } else { path };
    if path.is_dir() {
        return path.canonicalize().unwrap_or_else(|_| path.to_owned());
    }
    resolve(path).parent().map(Path::to_owned).unwrap_or_default()
}

fn two(first: &Path) -> Refused {
    let [one, other] = NAMES;
    let message = format!("`{}` and `{other}` stand in one folder", shown(first));
    let problem = Problem::without_place(ProblemKind::Reference, message)
        .help(format!("keep one of them, `{one}` for example: configurations are not merged"));
    Refused { path: shown(first), sources: Sources::default(), problems: vec![problem] }
}
