//! The files of a revision: their names listed once, their content read when it is asked for.

use super::git::not_run;
use super::{Repository, Revision, refused, unwritable};
use crate::files::load::MAX_BYTES;
use crate::problem::Problem;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Component, Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

/// How many links a path is followed through.
const MAX_LINKS: usize = 40;

/// The files of a revision.
pub(super) struct Tree {
    files: BTreeMap<PathBuf, File>,
    objects: Objects,
}

/// One file in the list.
struct File {
    object: String,
    link: bool,
}

/// A `git` that gives the content of one object after another.
struct Objects {
    child: Child,
    asked: Option<ChildStdin>,
    said: BufReader<ChildStdout>,
}

impl Tree {
    pub(super) fn of(repository: &Repository, revision: &Revision) -> Result<Self, Problem> {
        let mut list = repository.command(&["ls-tree", "-r", "-z", "--full-tree", &revision.commit]);
        let listed = list.output().map_err(|error| not_run(&error))?;
        if !listed.status.success() {
            return Err(lost(&revision.name));
        }
        let files = listed.stdout.split(|&byte| byte == 0).filter_map(entry).collect();
        Ok(Self { files, objects: Objects::of(repository)? })
    }

    /// Whether a path leads to a file, perhaps through links that stay in the repository.
    pub(super) fn is_file(&mut self, path: &Path) -> Result<bool, Problem> {
        Ok(self.follow(path)?.is_some())
    }

    pub(super) fn has_folder(&self, path: &Path) -> bool {
        path.as_os_str().is_empty() || self.below(path).next().is_some()
    }

    /// Every file below a folder.
    pub(super) fn below<'t>(&'t self, folder: &'t Path) -> impl Iterator<Item = &'t Path> {
        let from = self.files.range(folder.to_owned()..).map(|(path, _)| path.as_path());
        from.skip_while(move |path| *path == folder && !folder.as_os_str().is_empty())
            .take_while(move |path| path.starts_with(folder))
    }

    /// The files that may be meant by a name in a file: the one itself, or for a pattern all below its folder that end like it.
    pub(super) fn meant(&self, file: &Path, name: &str) -> Vec<PathBuf> {
        let mut base = file.parent().map(Path::to_owned).unwrap_or_default();
        let mut parts = name.split('/').filter(|part| !part.is_empty() && *part != ".").peekable();
        while let Some(part) = parts.next_if(|part| !part.contains(['*', '?'])) {
            if part == ".." {
                base.pop();
            } else {
                base.push(part);
            }
        }
        let Some(last) = parts.last() else { return vec![base] };
        let ending = last.rsplit(['*', '?']).next().unwrap_or_default();
        let ends = |path: &&Path| path.file_name().is_some_and(|name| name.to_string_lossy().ends_with(ending));
        self.below(&base).filter(ends).map(Path::to_owned).collect()
    }

    /// Writes a file's content; also says it, as far as it is text of a size that is read.
    pub(super) fn write(&mut self, path: &Path, to: &Path) -> Result<String, Problem> {
        let told = || lost(&crate::files::find::with_slashes(path));
        let object = self.follow(path)?.ok_or_else(told)?;
        match self.objects.get(&object)? {
            Content::Bytes(bytes) => {
                std::fs::write(to, &bytes).map_err(|error| unwritable(&error))?;
                Ok(String::from_utf8(bytes).unwrap_or_default())
            }
            // As long as it is there, so that its reader refuses it as it would any other.
            Content::TooLong(length) => {
                let made = std::fs::File::create(to).and_then(|file| file.set_len(length));
                made.map_err(|error| unwritable(&error)).map(|()| String::new())
            }
            Content::Lost => Err(told()),
        }
    }

    /// The object of the file that a path leads to.
    fn follow(&mut self, path: &Path) -> Result<Option<String>, Problem> {
        let mut path = path.to_owned();
        for _ in 0..MAX_LINKS {
            let link = path.ancestors().find_map(|part| {
                let file = self.files.get(part).filter(|file| file.link)?;
                Some((part.to_owned(), file.object.clone()))
            });
            let Some((at, object)) = link else {
                return Ok(self.files.get(&path).map(|file| file.object.clone()));
            };
            let Content::Bytes(target) = self.objects.get(&object)? else { return Ok(None) };
            let Some(target) = path_of(&target) else { return Ok(None) };
            let rest = path.strip_prefix(&at).map(Path::to_owned).unwrap_or_default();
            let from = at.parent().unwrap_or(Path::new(""));
            let Some(to) = joined(from, &target.join(rest)) else { return Ok(None) };
            path = to;
        }
        Ok(None)
    }
}

/// A path from a folder on, without `..`; `None` where it leaves the repository.
fn joined(folder: &Path, to: &Path) -> Option<PathBuf> {
    let mut path = folder.to_owned();
    for part in to.components() {
        match part {
            Component::Normal(name) => path.push(name),
            Component::CurDir => {}
            Component::ParentDir => {
                if !path.pop() {
                    return None;
                }
            }
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(path)
}

/// One line of the list: `mode SP type SP object TAB path`. What is no file or link, and what would lie outside of the folder it
/// is written to or over its marker, is left out.
fn entry(line: &[u8]) -> Option<(PathBuf, File)> {
    let tab = line.iter().position(|&byte| byte == b'\t')?;
    let (about, name) = (std::str::from_utf8(line.get(..tab)?).ok()?, line.get(tab + 1..)?);
    let mut about = about.split(' ');
    let (mode, kind, object) = (about.next()?, about.next()?, about.next()?);
    let path = path_of(name)?;
    let tame =
        |part: Component<'_>| matches!(part, Component::Normal(name) if !name.eq_ignore_ascii_case(OsStr::new(".git")));
    let tame = path.components().all(tame) && kind == "blob";
    tame.then(|| (path, File { object: object.to_owned(), link: mode == "120000" }))
}

#[cfg(unix)]
#[allow(clippy::unnecessary_wraps, reason = "on other systems not every name is a path")]
fn path_of(name: &[u8]) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStrExt as _;
    Some(PathBuf::from(OsStr::from_bytes(name)))
}

#[cfg(not(unix))]
fn path_of(name: &[u8]) -> Option<PathBuf> {
    std::str::from_utf8(name).ok().map(PathBuf::from)
}

fn lost(what: &str) -> Problem {
    refused(format!("git does not have the content of `{what}` here"))
        .help("fetch it: the clone is shallow, partial or damaged")
}

/// The content of an object.
enum Content {
    Bytes(Vec<u8>),
    /// Longer than anything that is read.
    TooLong(u64),
    /// Named, and not there.
    Lost,
}

impl Objects {
    fn of(repository: &Repository) -> Result<Self, Problem> {
        let mut command = repository.command(&["cat-file", "--batch"]);
        let spawned = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut child = spawned.map_err(|error| not_run(&error))?;
        let (asked, said) = (child.stdin.take(), child.stdout.take());
        let said = said.ok_or_else(|| refused("git cannot be read from"))?;
        Ok(Self { child, asked, said: BufReader::new(said) })
    }

    fn get(&mut self, object: &str) -> Result<Content, Problem> {
        self.ask(object).map_err(|error| refused(format!("git broke off: {}", error.to_string().to_lowercase())))
    }

    /// One question, one answer: `object SP type SP size LF content LF`, or something without a size.
    fn ask(&mut self, object: &str) -> std::io::Result<Content> {
        let Some(asked) = &mut self.asked else { return Ok(Content::Lost) };
        writeln!(asked, "{object}")?;
        asked.flush()?;
        let mut head = String::new();
        self.said.read_line(&mut head)?;
        let Some(length) = head.split_whitespace().nth(2).and_then(|length| length.parse::<u64>().ok()) else {
            return Ok(Content::Lost);
        };
        if length > MAX_BYTES {
            std::io::copy(&mut (&mut self.said).take(length + 1), &mut std::io::sink())?;
            return Ok(Content::TooLong(length));
        }
        let mut bytes = Vec::new();
        (&mut self.said).take(length).read_to_end(&mut bytes)?;
        (&mut self.said).take(1).read_exact(&mut [0])?;
        Ok(Content::Bytes(bytes))
    }
}

impl Drop for Objects {
    fn drop(&mut self) {
        // The end of the questions is the end of the process.
        self.asked.take();
        let _ = self.child.wait();
    }
}
