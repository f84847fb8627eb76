//! `mitigap check`: the main job.

use super::Surroundings;
use super::judging::Judging;
use super::output::{self, Target};
use super::{stream, watch, words};
use crate::config::Flags;
use crate::framework::Framework;
use crate::pipeline::{self, Loaded, Request, Stdin};
use crate::policy::selection::Selection;
use crate::policy::{FailOn, Profile};
use crate::problem::suggestion;
use crate::render::{Format, github, human, settings};
use crate::report::{Display, Exit, Report};
use clap::Args;
use std::io::ErrorKind;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

/// Arguments of `check`.
#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct CheckArgs {
    /// Framework files, folders to search, or `-` for standard input; the current folder where none is given
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// How strict: draft while writing, ci on every change, audit before a sign-off [default: ci]
    #[arg(long, value_parser = words::parser::<Profile>(), value_name = "PROFILE")]
    pub profile: Option<Profile>,
    /// Exit with 1 from this severity on [default: error]
    #[arg(long, value_parser = words::parser::<FailOn>(), value_name = "SEVERITY")]
    pub fail_on: Option<FailOn>,
    /// Findings in this file are known and do not count, unless they are worse now
    #[arg(long, value_name = "FILE", conflicts_with = "no_baseline")]
    pub baseline: Option<PathBuf>,
    /// Use no baseline, whatever the configuration says
    #[arg(long)]
    pub no_baseline: bool,
    /// Print what every framework is asked and where each answer comes from, and check nothing
    #[arg(long)]
    pub show_config: bool,
    /// Check again whenever a file changes, until interrupted
    #[arg(long, conflicts_with = "show_config")]
    pub watch: bool,
    /// How it is judged.
    #[command(flatten)]
    pub judging: Judging,
    /// Judge with what applies from this level down [default: the highest]
    #[arg(long, value_name = "ID")]
    pub level: Option<String>,
    /// Run only this check (repeatable)
    #[arg(long, value_parser = words::check_id, value_name = "CHECK", value_delimiter = ',')]
    pub select: Vec<String>,
    /// Leave this check out (repeatable)
    #[arg(long, value_parser = words::check_id, value_name = "CHECK", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// Only findings about this category or what lies below it (repeatable)
    #[arg(long, value_name = "CODE")]
    pub category: Vec<String>,
    /// Only findings about this tier (repeatable)
    #[arg(long, value_name = "ID")]
    pub tier: Vec<String>,
    /// Only findings about this threat (repeatable)
    #[arg(long, value_name = "ID")]
    pub threat: Vec<String>,
    /// Findings shown per framework on a terminal
    #[arg(long, default_value_t = Display::default().max_findings, value_name = "N")]
    pub max_findings: usize,
    /// Format of standard output
    #[arg(long, value_parser = output::format, default_value = "human", value_name = "FORMAT")]
    pub format: &'static Format,
    /// Also write this format to this file (repeatable)
    #[arg(long, value_parser = output::target, value_name = "FORMAT=PATH")]
    pub output: Vec<Target>,
    /// Path under which standard input is shown and its includes are found
    #[arg(long, value_name = "PATH")]
    pub stdin_filename: Option<PathBuf>,
    /// Check one framework per line of standard input, {"name": ..., "text": ...}, and write one line of ndjson for each
    #[arg(
        long,
        conflicts_with_all = ["paths", "format", "output", "stdin_filename", "category", "tier", "threat", "show_config", "watch"]
    )]
    pub stdin_jsonl: bool,
    /// Frameworks worked on at the same time; the output is the same [default: one per processor]
    #[arg(long, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,
}

/// Checks, writes every output, and says the exit code; again and again where it is to watch.
pub(super) fn run(args: &CheckArgs, surroundings: &mut Surroundings<'_>) -> std::io::Result<u8> {
    if args.watch { watch::run(args, surroundings) } else { once(args, surroundings).map(|checked| checked.code) }
}

/// What one check came to.
pub(super) struct Checked {
    /// The exit code.
    pub(super) code: u8,
    /// Every file that was read, links resolved.
    pub(super) files: Vec<PathBuf>,
}

/// Checks, and writes every output.
pub(super) fn once(args: &CheckArgs, surroundings: &mut Surroundings<'_>) -> std::io::Result<Checked> {
    let request = request(args, surroundings);
    if args.stdin_jsonl || stream::can(args) {
        // A stream keeps nothing of what went by, the names of files among it: what was asked for is watched.
        let code = stream::run(args, &request, surroundings)?;
        return Ok(Checked { code, files: Vec::new() });
    }
    let stdin = Stdin { reader: surroundings.stdin, name: args.stdin_filename.as_deref() };
    let loaded = pipeline::load(&request, stdin, surroundings.progress);
    if let Some(message) = unknown_filter(args, &loaded).or_else(|| output::conflict(&args.output, &loaded.files)) {
        writeln!(surroundings.err, "error: {message}")?;
        return Ok(Checked { code: Exit::Broken.code(), files: loaded.files });
    }
    let mut report = loaded.report();
    if args.show_config {
        let code = show_config(&report, surroundings)?;
        return Ok(Checked { code, files: Vec::new() });
    }
    report.display = Display { max_findings: args.max_findings, colour: surroundings.colour };
    let mut code = report.exit().code();
    let mut problems = Vec::new();
    let written = (args.format.render)(&report, surroundings.out).and_then(|()| surroundings.out.flush());
    match written {
        // Whoever read our output has seen enough; the verdict stands.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => {}
        Err(error) => problems.push(format!("cannot write the output: {}", output::reason(&error, Path::new("")))),
        Ok(()) => {}
    }
    report.display.colour = false;
    problems.extend(args.output.iter().filter_map(|target| output::write(&report, target).err()));
    problems.extend(surroundings.step_summary.as_deref().and_then(|path| summarise(args, &report, path).err()));
    for problem in problems {
        writeln!(surroundings.err, "error: {problem}")?;
        code = Exit::Broken.code();
    }
    drop(report);
    Ok(Checked { code, files: loaded.files })
}

/// What was asked, for people; what could not be read is told as ever.
fn show_config(report: &Report<'_>, surroundings: &mut Surroundings<'_>) -> std::io::Result<u8> {
    for broken in report.broken {
        surroundings.err.write_all(human::problems(broken, false).as_bytes())?;
    }
    surroundings.out.write_all(settings::text(report).as_bytes())?;
    Ok(if report.broken.is_empty() { Exit::Clean.code() } else { Exit::Broken.code() })
}

/// In a step of a GitHub workflow the annotations are few, and the summary of the step has everything.
fn summarise(args: &CheckArgs, report: &Report<'_>, path: &Path) -> Result<(), String> {
    let mut formats = std::iter::once(args.format).chain(args.output.iter().map(|target| target.format));
    if formats.any(|format| format.name == github::NAME) {
        output::append(report, github::summary, path)?;
    }
    Ok(())
}

/// A filter that names nothing in any framework would pass everything: it is refused with the nearest name.
fn unknown_filter(args: &CheckArgs, loaded: &Loaded) -> Option<String> {
    if loaded.inputs.is_empty() {
        return None;
    }
    let ids = |of: fn(&Framework) -> Vec<&str>| {
        loaded.inputs.iter().flat_map(|input| of(&input.framework)).collect::<Vec<_>>()
    };
    let tiers = ids(|framework| framework.tiers.iter().map(|tier| tier.id.value.as_str()).collect());
    let threats = ids(|framework| framework.threats.iter().map(|threat| threat.id.value.as_str()).collect());
    let category = args
        .category
        .iter()
        .find(|name| loaded.inputs.iter().all(|input| input.yardstick.taxonomy.find(name).is_none()));
    unknown("--tier", &args.tier, &tiers)
        .or_else(|| unknown("--threat", &args.threat, &threats))
        .or_else(|| {
            category.map(|name| format!("`--category {name}` is no code, name or alias; see `mitigap taxonomy list`"))
        })
        .or_else(|| selects_nothing(args).map(str::to_owned))
}

/// Why nothing could be found, whatever is checked.
pub(super) fn selects_nothing(args: &CheckArgs) -> Option<&'static str> {
    let nothing = !args.select.is_empty() && args.select.iter().all(|check| args.ignore.contains(check));
    nothing.then_some("every check that `--select` names is left out by `--ignore`")
}

fn unknown(flag: &str, asked: &[String], known: &[&str]) -> Option<String> {
    let name = asked.iter().find(|name| !known.contains(&name.as_str()))?;
    let near = suggestion(name, known.iter().copied());
    Some(format!(
        "`{flag} {name}` names nothing in what is checked; {}",
        if near.is_empty() { "it declares none" } else { &near }
    ))
}

fn request(args: &CheckArgs, surroundings: &Surroundings<'_>) -> Request {
    let paths = if args.paths.is_empty() { vec![PathBuf::from(".")] } else { args.paths.clone() };
    let selection = Selection {
        select: args.select.clone(),
        ignore: args.ignore.clone(),
        categories: args.category.clone(),
        tiers: args.tier.clone(),
        threats: args.threat.clone(),
    };
    let request = args.judging.request(paths, args.level.clone(), surroundings);
    let flags = Flags {
        profile: args.profile,
        fail_on: args.fail_on,
        baseline: args.baseline.clone(),
        no_baseline: args.no_baseline,
        jobs: args.jobs,
        selection,
        ..request.flags
    };
    Request { flags, ..request }
}
