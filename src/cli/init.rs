//! `mitigap init`: a first framework, or a first configuration, to be changed.

use super::{Surroundings, output};
use crate::render::terminal::safe;
use crate::report::Exit;
use clap::Args;
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

/// A file to begin with: its name where none is given, its text, and what to do with it.
struct Starter {
    name: &'static str,
    text: &'static str,
    next: &'static str,
}

const FRAMEWORK: Starter = Starter {
    name: "framework.toml",
    text: include_str!("starter/framework.toml.txt"),
    next: "`mitigap check` says what is missing in it",
};

const CONFIG: Starter = Starter {
    name: "mitigap.toml",
    text: include_str!("starter/mitigap.toml.txt"),
    next: "`mitigap check --show-config` tells what it asks",
};

/// Arguments of `init`.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// The file to write, or a folder to write it to [default: `framework.toml` here]
    #[arg(value_name = "PATH")]
    pub path: Option<PathBuf>,
    /// Write a configuration, `mitigap.toml`, instead of a framework
    #[arg(long)]
    pub config: bool,
}

/// Writes the file and says the exit code; what is there already stays.
pub(super) fn run(args: &InitArgs, surroundings: &mut Surroundings<'_>) -> std::io::Result<u8> {
    let starter = if args.config { CONFIG } else { FRAMEWORK };
    let path = match &args.path {
        Some(path) if path.is_dir() => path.join(starter.name),
        Some(path) => path.clone(),
        None => PathBuf::from(starter.name),
    };
    match write_new(&path, starter.text) {
        Ok(()) => {
            writeln!(surroundings.out, "{} is written; {}", safe(&path.to_string_lossy()), starter.next)?;
            Ok(Exit::Clean.code())
        }
        Err(error) => {
            writeln!(surroundings.err, "error: {}", why(&error, &path))?;
            Ok(Exit::Broken.code())
        }
    }
}

/// Only where nothing is, so that no two runs and no haste overwrite anything.
fn write_new(path: &Path, text: &str) -> std::io::Result<()> {
    OpenOptions::new().write(true).create_new(true).open(path)?.write_all(text.as_bytes())
}

fn why(error: &std::io::Error, path: &Path) -> String {
    let path_shown = safe(&path.to_string_lossy()).into_owned();
    if error.kind() == ErrorKind::AlreadyExists {
        format!("`{path_shown}` is there already and stays as it is; name another file")
    } else {
        format!("cannot write `{path_shown}`: {}", output::reason(error, path))
    }
}
