//! The command line: one short file per command, clap types, and what they have in common.
//!
//! Commands write to what they are given and return an exit code; only `main.rs` touches the process.

pub mod baseline;
pub mod check;
pub mod compare;
pub mod diff;
pub mod eval;
pub mod explain;
pub mod init;
pub mod judging;
pub mod map;
pub mod output;
pub mod schema;
pub mod shell;
pub mod sides;
mod stream;
pub mod suggest;
pub mod taxonomy;
mod watch;
pub mod what_if;
pub mod words;
mod write;

use crate::problem::nearest;
use crate::render::terminal::safe;
use crate::report::Exit;
use clap::{ColorChoice, CommandFactory as _, Parser, Subcommand};
use jiff::civil::Date;
use judging::Environment;
use std::io::{Read, Write};
use std::path::PathBuf;

/// Finds the gaps in an AI safety framework.
///
/// Reads a framework of mitigations as TOML, maps every mitigation onto a taxonomy, and reports the categories that are
/// missing, that stand on a single point, or that only look redundant because one failure takes every layer down.
#[derive(Debug, Parser)]
#[command(
    name = "mitigap",
    version,
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    after_help = "Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 something could not be checked, 3 nothing to check."
)]
pub struct Cli {
    /// The command; `check` where none is given.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Arguments of `check`.
    #[command(flatten)]
    pub check: check::CheckArgs,
    /// When to use colours (`NO_COLOR` and `CLICOLOR_FORCE` are respected)
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: ColorChoice,
}

/// What can be done.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check frameworks: what is missing, what hangs on one thread, what looks like three layers and is one
    Check(Box<check::CheckArgs>),
    /// Explain a category, a check, or anything a framework declares; without arguments, list every check
    Explain(explain::ExplainArgs),
    /// Judge a framework with something lost, after events, or at another level, and tell the difference
    WhatIf(what_if::WhatIfArgs),
    /// Suggest the smallest set of additions that closes what is open
    Suggest(suggest::SuggestArgs),
    /// Record what is known today, so that only what is new or worse fails
    Baseline(Box<baseline::BaselineArgs>),
    /// Put frameworks side by side by category and threat, where they differ first
    Compare(compare::CompareArgs),
    /// Tell what changed between two versions, by meaning: what got worse, what got better, what is merely different
    Diff(Box<diff::DiffArgs>),
    /// Map every mitigation onto the taxonomy; show why, and write accepted codes into the file
    Map(map::MapArgs),
    /// Print, lint or evaluate a taxonomy
    Taxonomy(taxonomy::TaxonomyArgs),
    /// Write a first framework, or a first `mitigap.toml`, to be made yours
    Init(init::InitArgs),
    /// Print the JSON Schema of framework files for editors, or of what commands write
    Schema(schema::SchemaArgs),
    /// Print the completions for a shell
    Completions(shell::CompletionsArgs),
    /// Print the manual page, or write one for every command
    Man(shell::ManArgs),
}

/// What a command is given by the process around it.
pub struct Surroundings<'s> {
    /// Today (UTC), unless `--as-of` says otherwise.
    pub today: Date,
    /// Whether colours may go to standard output.
    pub colour: bool,
    /// Standard input.
    pub stdin: &'s mut dyn Read,
    /// Standard output.
    pub out: &'s mut dyn Write,
    /// Standard error.
    pub err: &'s mut dyn Write,
    /// What the environment variables ask for.
    pub environment: Environment,
    /// Where a step of a GitHub workflow collects its summary.
    pub step_summary: Option<PathBuf>,
    /// Called while many files are read: how many of how many.
    pub progress: &'s dyn Fn(usize, usize),
}

/// Runs a command and says the exit code.
///
/// # Errors
/// Writing failed; a broken pipe among them, which the caller passes over.
pub fn run(cli: Cli, surroundings: &mut Surroundings<'_>) -> std::io::Result<u8> {
    match cli.command {
        None => match mistyped(&cli.check.paths) {
            Some(message) => {
                writeln!(surroundings.err, "error: {message}")?;
                Ok(Exit::Broken.code())
            }
            None => check::run(&cli.check, surroundings),
        },
        Some(Command::Check(args)) => check::run(&args, surroundings),
        Some(Command::Explain(args)) => explain::run(&args, surroundings),
        Some(Command::WhatIf(args)) => what_if::run(&args, surroundings),
        Some(Command::Suggest(args)) => suggest::run(&args, surroundings),
        Some(Command::Baseline(args)) => baseline::run(&args, surroundings),
        Some(Command::Compare(args)) => compare::run(&args, surroundings),
        Some(Command::Diff(args)) => diff::run(&args, surroundings),
        Some(Command::Map(args)) => map::run(&args, surroundings),
        Some(Command::Taxonomy(args)) => taxonomy::run(&args, surroundings),
        Some(Command::Init(args)) => init::run(&args, surroundings),
        Some(Command::Schema(args)) => schema::run(&args, surroundings),
        Some(Command::Completions(args)) => shell::completions(&args, surroundings),
        Some(Command::Man(args)) => shell::man(&args, surroundings),
    }
}

/// Where the first word is nothing that is there, and nearly a command, that command was meant.
fn mistyped(paths: &[PathBuf]) -> Option<String> {
    let first = paths.first().filter(|path| path.components().count() == 1 && !path.exists())?;
    let (word, cli) = (first.to_str()?, Cli::command());
    let near = nearest(word, cli.get_subcommands().map(clap::Command::get_name))?;
    Some(format!("`{}` is no command and no file; did you mean `mitigap {near}`?", safe(word)))
}
