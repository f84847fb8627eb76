//! References of evidence to files: whether what they name is there.

use super::include::Home;
use crate::framework::Framework;
use crate::source::{Located, Span};
use std::path::{Component, Path, PathBuf};

/// The places of references that are relative paths and lead to no file inside the project. `folders` are those of the
/// files that the framework was read from, by number.
pub(super) fn missing(framework: &Framework, folders: &[PathBuf], home: &Home) -> Vec<Span> {
    let evidence = framework.mitigations.iter().flat_map(|entry| &entry.evidence);
    let references = evidence.filter_map(|piece| piece.reference.as_ref()).filter(|named| is_path(&named.value));
    let lost = |named: &&Located<String>| {
        let folder = folders.get(named.span.file.0 as usize).unwrap_or(&home.folder);
        !is_there(folder, &named.value, &home.project)
    };
    references.filter(lost).map(|named| named.span).collect()
}

/// Whether a reference reads as a relative path: no address, no absolute path, and folders or an ending in it.
fn is_path(reference: &str) -> bool {
    let absolute = reference.starts_with('/') || reference.starts_with('\\') || reference.contains(':');
    if absolute || reference.starts_with("www.") {
        return false;
    }
    let (first, rest) = reference.split_once('/').map_or((reference, None), |(first, rest)| (first, Some(rest)));
    match rest {
        // `example.org/report` is an address without its scheme.
        Some(_) => !reference.contains(char::is_whitespace) && (!first.contains('.') || first.starts_with('.')),
        None => has_ending(reference),
    }
}

/// Whether a name ends like a file: a dot, then a letter and at most four more letters or digits.
fn has_ending(name: &str) -> bool {
    let Some((stem, ending)) = without_part(name).rsplit_once('.') else { return false };
    !stem.is_empty()
        && (2..=5).contains(&ending.len())
        && ending.starts_with(|c: char| c.is_ascii_alphabetic())
        && ending.chars().all(|c| c.is_ascii_alphanumeric())
}

/// A reference without the part of the document it points into (`report.pdf#page=3`).
fn without_part(reference: &str) -> &str {
    reference.split(['#', '?']).next().unwrap_or(reference)
}

/// Whether the path leads to something inside the project; outside of it nothing is looked up.
fn is_there(folder: &Path, reference: &str, project: &Path) -> bool {
    let mut path = folder.to_owned();
    for part in Path::new(without_part(reference)).components() {
        match part {
            Component::ParentDir => {
                path.pop();
            }
            Component::Normal(name) => path.push(name),
            Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
        }
        if !path.starts_with(project) {
            return false;
        }
    }
    path.canonicalize().is_ok_and(|real| real.starts_with(project))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_paths_are_told_from_addresses_and_numbers() {
        let paths = ["reports/a.pdf", "a.pdf", "./a", "../b/c.md", "a.pdf#page=3"];
        let others = [
            "https://x.org/a.pdf",
            "/a.pdf",
            "SR-2026-014",
            "section 4.2",
            "x.org/a.pdf",
            "doi:10.1/x",
            "www.x.org/a",
            "C:\\a.pdf",
            "internal wiki / safety",
        ];
        assert_eq!(paths.map(is_path), [true; 5]);
        assert_eq!(others.map(is_path), [false; 9]);
    }

    #[test]
    fn nothing_outside_the_project_is_looked_up() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        let project = root.join("project");
        std::fs::create_dir(&project).unwrap();
        std::fs::write(root.join("outside.pdf"), "").unwrap();
        std::fs::write(project.join("inside.pdf"), "").unwrap();
        assert!(is_there(&project, "inside.pdf", &project));
        assert!(!is_there(&project, "../outside.pdf", &project));
        assert!(!is_there(&project, "gone.pdf", &project));
    }
}
