//! What several tests need: the fixtures, and the pipeline run on them as of one day.

#![allow(dead_code, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may fail loudly")]

use clap::Parser as _;
use mitigap::cli::judging::Environment;
use mitigap::cli::{self, Cli, Surroundings};
use mitigap::config::{Flags, Search};
use mitigap::pipeline::{self, Loaded, Request, Stdin};
use std::path::{Path, PathBuf};

/// The day that fixtures are judged on.
pub(crate) const AS_OF: &str = "2026-11-21";

/// The project's own folder, which tests run in.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every folder below `fixtures` that holds a `framework.toml`, sorted, as a path from the project's folder.
pub(crate) fn fixtures() -> Vec<PathBuf> {
    let mut found = Vec::new();
    collect(&root().join("fixtures"), &mut found);
    found.sort();
    assert!(found.len() > 80, "only {} fixtures found", found.len());
    found
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    if folder.join("framework.toml").is_file() {
        found.push(folder.strip_prefix(root()).unwrap().to_owned());
    }
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        }
    }
}

/// The default run on one path.
pub(crate) fn request(path: impl Into<PathBuf>) -> Request {
    Request { paths: vec![path.into()], flags: Flags::on(AS_OF.parse().unwrap()), search: Search::Nearest }
}

/// Loads what a request asks for.
pub(crate) fn load(request: &Request) -> Loaded {
    pipeline::load(request, Stdin { reader: &mut std::io::empty(), name: None }, &|_, _| ())
}

/// Compares with a file that was reviewed; `MITIGAP_BLESS=1` writes it instead.
pub(crate) fn compare(path: &Path, actual: &str, wrong: &mut Vec<String>) {
    if std::env::var_os("MITIGAP_BLESS").is_some() {
        std::fs::write(path, actual).unwrap();
        return;
    }
    let expected = std::fs::read_to_string(path).unwrap_or_default();
    if expected != actual {
        let at = expected.lines().zip(actual.lines()).position(|(a, b)| a != b);
        let at = at.unwrap_or_else(|| expected.lines().count().min(actual.lines().count()));
        let line = |text: &str| text.lines().nth(at).unwrap_or("<end>").to_owned();
        wrong.push(format!(
            "{}, line {}:\n  expected {}\n  found    {}",
            path.display(),
            at + 1,
            line(&expected),
            line(actual)
        ));
    }
}

/// A run of the program: exit code, standard output, standard error.
pub(crate) fn mitigap(arguments: &[&str], input: &str) -> (u8, String, String) {
    let cli = Cli::try_parse_from(std::iter::once("mitigap").chain(arguments.iter().copied())).unwrap();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut surroundings = Surroundings {
        today: AS_OF.parse().unwrap(),
        colour: false,
        stdin: &mut input.as_bytes(),
        out: &mut out,
        err: &mut err,
        environment: Environment::default(),
        step_summary: None,
        progress: &|_, _| (),
    };
    let code = cli::run(cli, &mut surroundings).unwrap();
    (code, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
}
