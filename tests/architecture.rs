//! Imports follow the data flow: a module may use only what stands above it in this list.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The data-flow line, top to bottom. A new module gets its line here, with a reason in its `//!`.
const ORDER: &[&str] = &[
    "source",
    "arena",
    "problem",
    "files",
    "vocabulary",
    "table",
    "framework",
    "taxonomy",
    "mapping",
    "coverage",
    "compare",
    "what_if",
    "suggest",
    "diff",
    "checks",
    "policy",
    "config",
    "revision",
    "report",
    "pipeline",
    "render",
    "cli",
];

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The files of `src` with the top-level module each belongs to and its text without comments.
fn modules() -> Vec<(String, PathBuf, String)> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&source, &mut files);
    files.sort();
    let module = |path: &Path| {
        let first = path.strip_prefix(&source).unwrap().components().next().unwrap();
        first.as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned()
    };
    files
        .into_iter()
        .map(|path| {
            let text = std::fs::read_to_string(&path).unwrap();
            let code: String = text
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"))
                .map(|line| format!("{line}\n"))
                .collect();
            (module(&path), path, code)
        })
        .filter(|(module, ..)| module != "lib" && module != "main")
        .collect()
}

/// The top-level modules named after `crate::` in a text, `use crate::{a, b}` included.
fn named(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for rest in code.split("crate::").skip(1) {
        let list = rest.strip_prefix('{').map_or(rest, |list| list.split('}').next().unwrap());
        let is_list = rest.starts_with('{');
        for item in if is_list { list.split(',').collect::<Vec<_>>() } else { vec![list] } {
            let name: String = item.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if !name.is_empty() {
                found.push(name);
            }
        }
    }
    found
}

#[test]
fn every_module_has_its_place_in_the_line() {
    for (module, path, _) in modules() {
        assert!(ORDER.contains(&module.as_str()), "{} has no place in the data flow", path.display());
    }
}

#[test]
fn imports_go_one_way() {
    let rank: BTreeMap<&str, usize> = ORDER.iter().enumerate().map(|(at, name)| (*name, at)).collect();
    let mut wrong = Vec::new();
    for (module, path, code) in modules() {
        for used in named(&code) {
            let allowed = used == module || rank.get(used.as_str()).is_some_and(|at| *at < rank[module.as_str()]);
            if !allowed {
                wrong.push(format!("{} uses {used}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "imports against the data flow:\n{}", wrong.join("\n"));
}

#[test]
fn every_module_says_what_it_is_for() {
    for (_, path, _) in modules() {
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("//!"), "{} does not open with `//!`", path.display());
    }
}

#[test]
fn files_and_functions_stay_small() {
    let mut wrong = Vec::new();
    for (_, path, code) in modules() {
        let body = code.split("#[cfg(test)]\nmod ").next().unwrap();
        let lines = body.lines().filter(|line| !line.trim().is_empty()).count();
        if lines > 350 {
            wrong.push(format!("{} has {lines} lines of code", path.display()));
        }
        let mut open: Option<(usize, usize, String)> = None;
        for (at, line) in body.lines().enumerate() {
            let indent = line.len() - line.trim_start().len();
            if open.is_none()
                && (line.contains("fn ") && line.trim_end().ends_with('{'))
                && !line.trim_start().starts_with("//")
            {
                open = Some((at, indent, line.trim().to_owned()));
            } else if let Some((start, depth, name)) = &open
                && line.trim_end() == format!("{}}}", " ".repeat(*depth))
            {
                if at - start + 1 > 50 {
                    wrong.push(format!("{}: {name} has {} lines", path.display(), at - start + 1));
                }
                open = None;
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_reader_of_this_test_finds_lists_and_paths() {
    assert_eq!(named("use crate::a::B;\nuse crate::{c, d::E};\nlet x = crate::f::g();"), ["a", "c", "d", "f"]);
}
