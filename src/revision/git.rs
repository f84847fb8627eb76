//! Asking `git`: plain commands that change nothing, fetch nothing and ask nobody.

use super::{Repository, refused};
use crate::problem::Problem;
use std::io::ErrorKind;
use std::process::{Command, Stdio};

impl Repository {
    /// A command in this repository.
    pub(super) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.arg("-C").arg(&self.root).args(arguments).stdin(Stdio::null()).stderr(Stdio::piped());
        command.env("LC_ALL", "C").env("GIT_OPTIONAL_LOCKS", "0").env("GIT_TERMINAL_PROMPT", "0");
        // What a partial clone has left out is missing; it is not fetched behind the user's back.
        command.env("GIT_NO_LAZY_FETCH", "1");
        // A hook names the repository it runs in, which need not be this one.
        for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
            command.env_remove(name);
        }
        command
    }

    /// What a command says, without line ends around it; `None` where it fails.
    ///
    /// # Errors
    /// `git` cannot be run, or refuses the repository.
    pub(super) fn git(&self, arguments: &[&str]) -> Result<Option<String>, Problem> {
        let output = self.command(arguments).output().map_err(|error| not_run(&error))?;
        if output.status.success() {
            return Ok(Some(String::from_utf8_lossy(&output.stdout).trim().to_owned()));
        }
        let said = String::from_utf8_lossy(&output.stderr);
        if said.contains("dubious ownership") {
            return Err(refused("git refuses this repository: it belongs to somebody else")
                .help("allow it with `git config --global --add safe.directory \"$PWD\"`"));
        }
        Ok(None)
    }
}

/// Why `git` could not be run.
pub(super) fn not_run(error: &std::io::Error) -> Problem {
    if error.kind() == ErrorKind::NotFound {
        return refused("git is not installed, and revisions are read through it")
            .help("install git, or compare files: `mitigap diff OLD.toml NEW.toml`");
    }
    refused(format!("git cannot be run: {}", error.to_string().to_lowercase()))
}
