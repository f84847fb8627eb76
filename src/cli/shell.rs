//! `mitigap completions` and `mitigap man`: the command line, told to shells and to readers of manuals.

use super::{Cli, Surroundings, output};
use crate::render::terminal::safe;
use crate::report::Exit;
use clap::{Args, CommandFactory as _};
use clap_complete::Shell;
use std::path::{Path, PathBuf};

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub shell: Shell,
}

/// Arguments of `man`.
#[derive(Debug, Args)]
pub struct ManArgs {
    /// Write a page for every command into this folder, instead of the first one to standard output
    #[arg(value_name = "FOLDER")]
    pub folder: Option<PathBuf>,
}

/// Prints the completions for a shell.
pub(super) fn completions(args: &CompletionsArgs, surroundings: &mut Surroundings<'_>) -> std::io::Result<u8> {
    // Into memory first: a pipe that closes early is no error here.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "mitigap", &mut script);
    surroundings.out.write_all(&script)?;
    Ok(Exit::Clean.code())
}

/// Prints the manual, or writes all of it.
pub(super) fn man(args: &ManArgs, surroundings: &mut Surroundings<'_>) -> std::io::Result<u8> {
    let Some(folder) = &args.folder else {
        let mut page = Vec::new();
        clap_mangen::Man::new(Cli::command()).render(&mut page)?;
        surroundings.out.write_all(&page)?;
        return Ok(Exit::Clean.code());
    };
    let folder_shown = safe(&folder.to_string_lossy()).into_owned();
    match pages(folder) {
        Ok(()) => {
            writeln!(
                surroundings.out,
                "the manual is in {folder_shown}; `man -l {folder_shown}/mitigap.1` shows its first page"
            )?;
            Ok(Exit::Clean.code())
        }
        Err(error) => {
            let reason = output::reason(&error, folder);
            writeln!(surroundings.err, "error: cannot write the manual to `{folder_shown}`: {reason}")?;
            Ok(Exit::Broken.code())
        }
    }
}

fn pages(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    clap_mangen::generate_to(Cli::command(), folder)
}
