//! The gate: what a configuration decides, what a waiver silences and for how long, and what a baseline lets through.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may fail loudly")]

#[path = "gate/baseline.rs"]
mod baseline;
#[path = "gate/config.rs"]
mod config;
#[path = "gate/selection.rs"]
mod selection;
mod support;
#[path = "gate/waivers.rs"]
mod waivers;
#[path = "gate/watch.rs"]
mod watch;

use serde_json::Value;
use std::path::{Path, PathBuf};

/// A repository in a folder of its own.
struct Repository(tempfile::TempDir);

/// A run of the program.
struct Run {
    code: u8,
    out: String,
    err: String,
}

impl Repository {
    fn with(files: &[(&str, &str)]) -> Self {
        let repository = Self(tempfile::tempdir().unwrap());
        std::fs::create_dir(repository.path(".git")).unwrap();
        for (name, text) in files {
            repository.write(name, text);
        }
        repository
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// Replaces what stands exactly once in a file.
    fn edit(&self, name: &str, from: &str, to: &str) {
        let text = self.read(name);
        assert_eq!(text.matches(from).count(), 1, "`{from}` in {name}");
        self.write(name, &text.replace(from, to));
    }

    /// Runs a command on the repository; `@` at the beginning of an argument stands for its folder.
    fn run(&self, arguments: &[&str]) -> Run {
        let here = |path: &str| self.path(path).to_string_lossy().into_owned();
        let arguments: Vec<String> = arguments
            .iter()
            .map(|argument| argument.strip_prefix('@').map_or_else(|| (*argument).to_owned(), here))
            .collect();
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let (code, out, err) = support::mitigap(&arguments, "");
        let folder = self.0.path().to_string_lossy().into_owned();
        assert!(!out.contains(&folder) && !err.contains(&folder), "an absolute path is told: {out}{err}");
        Run { code, out, err }
    }

    fn check(&self, more: &[&str]) -> Run {
        self.run(&[&["check", "@"], more].concat())
    }

    /// The findings that count, `check [subject]`, of every framework.
    fn open(&self, more: &[&str]) -> Vec<String> {
        let run = self.check(&[&["--format", "json"], more].concat());
        let document: Value = serde_json::from_str(&run.out).unwrap();
        findings(&document).filter(|finding| finding["suppressed"].is_null()).map(named).collect()
    }
}

fn findings(document: &Value) -> impl Iterator<Item = &Value> {
    document["frameworks"].as_array().unwrap().iter().flat_map(|one| one["findings"].as_array().unwrap())
}

fn named(finding: &Value) -> String {
    let about = ["category", "threat", "mitigation", "tier"].map(|key| finding[key].as_str().unwrap_or_default());
    let about: Vec<&str> = about.into_iter().filter(|id| !id.is_empty()).collect();
    format!("{} {}", finding["check"].as_str().unwrap(), about.join(" "))
}

/// A framework of one category in scope, so that few findings speak.
const SMALL: &str = r#"[framework]
name = "Small"
[scope]
exclude = [
  { category = "1.1", reason = "elsewhere", owner = "lead" },
  { category = "1.2.2", reason = "elsewhere", owner = "lead" },
  { category = "1.2.3", reason = "elsewhere", owner = "lead" },
  { category = "1.2.5", reason = "elsewhere", owner = "lead" },
  { category = "2", reason = "elsewhere", owner = "lead" },
  { category = "3", reason = "elsewhere", owner = "lead" },
]
[[tier]]
id = "api"
exposure = "external"
[[dependency]]
id = "guard"
kind = "model"
[[dependency]]
id = "vault"
kind = "keys"
[[mitigation]]
id = "filter"
name = "Output filter"
category = "1.2.1"
status = "implemented"
owner = "safeguards"
depends_on = ["guard"]
[[mitigation]]
id = "prompts"
name = "Prompt filter"
category = "1.2.1"
status = "implemented"
owner = "safeguards"
depends_on = ["guard"]
"#;

/// The path of a text in the source of this project.
fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}
