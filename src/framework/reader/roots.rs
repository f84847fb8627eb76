//! Which of the files found are frameworks of their own, without reading more of them than that takes.
//!
//! Only a file that includes others can make one of them no root, and few do: every file is looked through for the key,
//! and parsed only if it may be there. This module must not know what else stands in a file.

use super::include::{Home, Loader, Slot};
use super::report::Report;
use crate::files::find::Found;
use crate::files::load::{Loaded, MAX_BYTES, load};
use crate::source::FileId;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Which of the files found are frameworks of their own: a file found in a folder that another one includes is none.
///
/// Of files that include each other the first stays, to say so.
pub fn roots(found: &[Found]) -> Vec<bool> {
    if found.len() < 2 || found.iter().all(|one| one.explicit) {
        return vec![true; found.len()];
    }
    let reached: Vec<(usize, Vec<PathBuf>)> = found
        .iter()
        .enumerate()
        .map(|(at, one)| (at, includes(&one.path)))
        .filter(|(_, all)| !all.is_empty())
        .collect();
    if reached.is_empty() {
        return vec![true; found.len()];
    }
    let mut places: BTreeMap<PathBuf, Vec<usize>> = BTreeMap::new();
    for (at, one) in found.iter().enumerate() {
        if let Ok(real) = one.path.canonicalize() {
            places.entry(real).or_default().push(at);
        }
    }
    let mut arrows: BTreeSet<(usize, usize)> = BTreeSet::new();
    for (from, files) in &reached {
        let to = files.iter().filter_map(|file| places.get(file)).flatten();
        arrows.extend(to.filter(|to| *to != from).map(|&to| (to, *from)));
    }
    let is_root = |(at, one): (usize, &Found)| {
        let from = arrows.range((at, 0)..(at + 1, 0)).map(|&(_, from)| from);
        one.explicit || !{ from }.any(|from| from < at || !arrows.contains(&(from, at)))
    };
    found.iter().enumerate().map(is_root).collect()
}

/// The files that a root file includes, links resolved; itself is not among them.
fn includes(path: &Path) -> Vec<PathBuf> {
    let loaded = load(path, "", FileId::default(), MAX_BYTES);
    if loaded.problem.is_some() || !may_include(&loaded.file.text) {
        return Vec::new();
    }
    reached(loaded, &Home::of(path))
}

fn reached(root: Loaded, home: &Home) -> Vec<PathBuf> {
    let (slots, mut report) = (Slot::default(), Report::default());
    let mut loader = Loader::new(&slots, Some(home), &mut report);
    loader.root(root);
    loader.into_read().into_iter().skip(1).collect()
}

/// Whether a text may have the key `include` at its top level: never wrong where it says no.
fn may_include(text: &str) -> bool {
    let mut before = 0;
    for line in text.split('\n') {
        let key = line.trim_start();
        // A quoted key can be spelled with escapes.
        if key.starts_with("include") || key.starts_with("'include") {
            return true;
        }
        if let Some(quoted) = key.strip_prefix('"')
            && (quoted.starts_with("include") || quoted.contains('\\'))
        {
            return true;
        }
        if key.starts_with('[') && text.get(..before).is_some_and(is_flat) {
            return false;
        }
        before += line.len() + 1;
    }
    false
}

/// Whether no value can go over the end of its line, so that a line with a bracket at its start is a header.
fn is_flat(text: &str) -> bool {
    !text.contains(['[', '{']) && !text.contains("\"\"\"") && !text.contains("'''")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_text_that_cannot_include_is_passed_over() {
        for text in [
            "include = [\"a.toml\"]",
            "schema = 1\n  include=[]\n[framework]",
            "\"include\" = []",
            "'include' = []",
            "\"\\u0069nclude\" = []",
            "a = \"\"\"\n[x]\n\"\"\"\ninclude = []",
            "a = [\n[1]]\ninclude = []",
            "\u{feff}include = []".trim_start_matches('\u{feff}'),
        ] {
            assert!(may_include(text), "{text}");
        }
        for text in
            ["", "schema = 1\n[scope]\ninclude = []", "# include\n[framework]\nname = \"include\"", "[a]\ninclude"]
        {
            assert!(!may_include(text), "{text}");
        }
    }
}
