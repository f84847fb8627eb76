//! `mitigap suggest`: the smallest set of additions that closes what is open.

use super::Surroundings;
use super::judging::Judging;
use super::{output, words};
use crate::framework::reader;
use crate::pipeline::{self, Stdin};
use crate::render::{human, suggest as text};
use crate::report::{Exit, FrameworkReport, Report};
use crate::suggest::{self, Goal, Suggestion};
use crate::vocabulary::Word as _;
use clap::Args;
use std::path::{Path, PathBuf};

/// Arguments of `suggest`.
#[derive(Debug, Args)]
pub struct SuggestArgs {
    /// A framework file, or a folder that holds some; `-` for standard input
    #[arg(value_name = "PATH", default_value = ".")]
    pub path: PathBuf,
    /// What is to be reached: something in every cell, no single point where two are wanted, or the depth wanted
    #[arg(long, value_parser = words::parser::<Goal>(), default_value = Goal::Missing.id(), value_name = "GOAL")]
    pub goal: Goal,
    /// Append the additions to the file as ideas, which cover nothing until somebody takes them on
    #[arg(long)]
    pub write: bool,
    /// Format of standard output
    #[arg(long, value_parser = ["human", "json"], default_value = "human", value_name = "FORMAT")]
    pub format: String,
    /// Judge with what applies from this level down [default: the highest]
    #[arg(long, value_name = "ID")]
    pub level: Option<String>,
    /// How it is judged.
    #[command(flatten)]
    pub judging: Judging,
}

/// Suggests; exit 0 whatever there is to add, 2 where it cannot be told or written.
pub(super) fn run(args: &SuggestArgs, surroundings: &mut Surroundings<'_>) -> std::io::Result<u8> {
    if args.write && (args.path.as_os_str() == "-" || !args.path.is_file()) {
        writeln!(surroundings.err, "error: `--write` needs the path of one framework file")?;
        return Ok(Exit::Broken.code());
    }
    let request = args.judging.request(vec![args.path.clone()], args.level.clone(), surroundings);
    let loaded = pipeline::load(&request, Stdin { reader: surroundings.stdin, name: None }, surroundings.progress);
    let mut report = loaded.report();
    report.display.colour = surroundings.colour;
    if !report.broken.is_empty() || report.frameworks.is_empty() {
        let code = report.exit().code();
        human::write(&Report { frameworks: Vec::new(), ..report }, surroundings.out)?;
        return Ok(code);
    }
    for framework in &report.frameworks {
        let suggestion = suggest::suggest(&framework.coverage, args.goal);
        if args.format == "json" {
            text::json(framework, args.goal, &suggestion, surroundings.out)?;
        } else {
            surroundings.out.write_all(text::human(framework, args.goal, &suggestion).as_bytes())?;
        }
        if args.write
            && let Err(message) = write(&args.path, framework, &suggestion)
        {
            writeln!(surroundings.err, "error: cannot write `{}`: {message}", args.path.display())?;
            return Ok(Exit::Broken.code());
        }
    }
    Ok(Exit::Clean.code())
}

/// Appends the stubs, with the line ends of the file, if it is what was read and is sound with them.
fn write(path: &Path, framework: &FrameworkReport<'_>, suggestion: &Suggestion) -> Result<(), String> {
    let stubs = suggest::stubs(&framework.coverage, suggestion);
    let Some(file) = framework.sources.files().first().filter(|_| !stubs.is_empty()) else { return Ok(()) };
    let line_end = if file.text.contains("\r\n") { "\r\n" } else { "\n" };
    let end = if file.text.ends_with('\n') { "" } else { line_end };
    let added = format!("{end}{}", stubs.replace('\n', line_end));
    if toml::de::DeTable::parse(&format!("{}{added}", file.text)).is_err() {
        return Err("its mitigations are no `[[mitigation]]` tables, so none can be added at its end".to_owned());
    }
    let told = |error: std::io::Error| output::reason(&error, path);
    let before = file.bytes();
    if std::fs::read(path).map_err(told)? != before.as_ref() {
        return Err("it has changed since it was read; run it again".to_owned());
    }
    output::replace(path, &[before.as_ref(), added.as_bytes()].concat()).map_err(told)?;
    let again = reader::read_file(path);
    let Some(problem) = again.problems.first() else { return Ok(()) };
    output::replace(path, &before).map_err(told)?;
    Err(format!("{}; it is as it was", problem.message))
}
