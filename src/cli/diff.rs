//! `mitigap diff`: what changed between two versions, by meaning.

use super::judging::Judging;
use super::sides::{self, Asked, Read};
use super::{Surroundings, output};
use crate::checks::{CHECKS, Severity};
use crate::config::{Flags, Ruling};
use crate::coverage::Coverage;
use crate::diff::{self, Direction, Document, Rule, Side, Version};
use crate::files::find::{shown, with_slashes};
use crate::pipeline::Request;
use crate::policy::{Policy, Profile};
use crate::render::diff::{FORMATS, Format, Told};
use crate::render::human;
use crate::report::{Broken, Exit};
use crate::source::offset;
use crate::vocabulary::Word as _;
use clap::Args;
use std::path::PathBuf;

/// Arguments of `diff`.
#[derive(Debug, Args)]
#[command(after_long_help = AFTER)]
pub struct DiffArgs {
    /// Before: a file, a folder, a revision, or a range (`A..B`, or `A...B` from where B left A)
    #[arg(value_name = "OLD")]
    pub old: PathBuf,
    /// After: a file, a folder or a revision [default after a revision: the working tree]
    #[arg(value_name = "NEW")]
    pub new: Option<PathBuf>,
    /// Files or folders to compare at revisions [default: the working directory]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Exit with 1 if anything got worse
    #[arg(long)]
    pub fail_on_regression: bool,
    /// Format of standard output
    #[arg(long, value_parser = format, default_value = "human", value_name = "FORMAT")]
    pub format: &'static Format,
    /// Write another format to a file as well (repeatable)
    #[arg(long, value_parser = target, value_name = "FORMAT=PATH")]
    pub output: Vec<Target>,
    /// Judge both at this level instead of the highest
    #[arg(long, value_name = "ID")]
    pub level: Option<String>,
    /// How both are judged.
    #[command(flatten)]
    pub judging: Judging,
}

const AFTER: &str = "\
What is a path and what a revision: a path that exists is a path; anything else is a revision, and
what follows a revision and is none itself is a path. `git:NAME` is a revision even where a path has
that name.

Both sides are judged on the same day, today or --as-of: evidence, waivers and exclusions that ran out
with time alone did so on both and are no change.

Exit codes: 0 compared, 1 something got worse (with --fail-on-regression), 2 something could not be
compared, 3 nothing to compare on either side.";

/// The format of a name.
fn format(name: &str) -> Result<&'static Format, String> {
    let names = FORMATS.iter().map(|format| format.name);
    FORMATS.iter().find(|format| format.name == name).ok_or_else(|| output::no_such_format(name, names))
}

fn target(text: &str) -> Result<Target, String> {
    output::target_in(text, format)
}

/// `FORMAT=PATH` of `--output`.
type Target = output::Target<&'static Format>;

/// Compares, writes every output, and says the exit code.
pub(super) fn run(args: &DiffArgs, surroundings: &mut Surroundings<'_>) -> std::io::Result<u8> {
    let asked = match sides::of(&args.old, args.new.as_deref(), &args.paths) {
        Ok(asked) => asked,
        Err(problem) => return refuse(vec![problem], surroundings),
    };
    let flags = Flags { recording: true, ..args.judging.flags(args.level.clone(), surroundings) };
    let search = args.judging.reading.governing.search(surroundings);
    // Findings are not judged here, so that no baseline is asked for.
    let request = |paths| Request { paths, flags: flags.clone(), search: search.clone() };
    let (old, new) = match (asked.old.read(request, surroundings), asked.new.read(request, surroundings)) {
        (Ok(old), Ok(new)) => (old, new),
        (old, new) => return refuse([old.err(), new.err()].into_iter().flatten().collect(), surroundings),
    };
    let nowhere: Vec<_> = old.missing.iter().filter(|path| new.missing.contains(path)).collect();
    if !nowhere.is_empty() {
        return refuse(nowhere.into_iter().map(|path| sides::nowhere(path, &asked)).collect(), surroundings);
    }
    let (before, after) = (version(&asked.old, &old), version(&asked.new, &new));
    let told = Told {
        old: &asked.old.label,
        new: &asked.new.label,
        settings: &new.loaded.ruling.settings,
        diff: diff::of(&before, &after),
        broken: [(Side::Old, &old.loaded.broken), (Side::New, &new.loaded.broken)],
        exit: Exit::Clean,
        colour: surroundings.colour,
    };
    let nothing = before.frameworks.is_empty() && after.frameworks.is_empty();
    let told = Told { exit: exit(args, &told, nothing), ..told };
    write(args, told, [&old, &new], surroundings)
}

fn exit(args: &DiffArgs, told: &Told<'_>, nothing: bool) -> Exit {
    let broken = told.broken.iter().any(|(_, broken)| !broken.is_empty()) || !told.diff.incomparable.is_empty();
    if broken {
        Exit::Broken
    } else if nothing {
        Exit::Nothing
    } else if args.fail_on_regression && told.diff.count(Direction::Regression) > 0 {
        Exit::Findings
    } else {
        Exit::Clean
    }
}

fn write(
    args: &DiffArgs,
    mut told: Told<'_>,
    read: [&Read; 2],
    surroundings: &mut Surroundings<'_>,
) -> std::io::Result<u8> {
    let inputs: Vec<PathBuf> = read.iter().flat_map(|side| side.loaded.files.iter().cloned()).collect();
    let targets: Vec<&std::path::Path> = args.output.iter().map(|target| target.path.as_path()).collect();
    if let Some(message) = output::conflicting(&targets, &inputs) {
        writeln!(surroundings.err, "error: {message}")?;
        return Ok(Exit::Broken.code());
    }
    for (_, broken) in told.broken {
        for broken in broken {
            surroundings.err.write_all(human::problems(broken, false).as_bytes())?;
        }
    }
    let mut code = told.exit.code();
    (args.format.write)(&told, surroundings.out)?;
    told.colour = false;
    for target in &args.output {
        if let Err(message) = output::write_with(&target.path, |bytes| (target.format.write)(&told, bytes)) {
            writeln!(surroundings.err, "error: {message}")?;
            code = Exit::Broken.code();
        }
    }
    Ok(code)
}

/// Nothing could be compared: why, in the dress of every problem.
fn refuse(problems: Vec<crate::problem::Problem>, surroundings: &mut Surroundings<'_>) -> std::io::Result<u8> {
    let broken = Broken { path: String::new(), sources: crate::source::Sources::default(), problems };
    surroundings.err.write_all(human::problems(&broken, false).as_bytes())?;
    Ok(Exit::Broken.code())
}

/// The frameworks of one side, judged.
fn version<'r>(asked: &'r Asked, read: &'r Read) -> Version<'r> {
    let Read { loaded, request, .. } = read;
    let document = |input: &'r crate::pipeline::Input| {
        let taxonomy = &input.yardstick.taxonomy;
        // A level that the framework does not have was set aside when it was loaded.
        let coverage = Coverage::of(&input.framework, taxonomy, &input.mapping, &input.ruling.settings).ok()?;
        let accept = input.ruling.accept.unwrap_or_else(|| input.yardstick.mapper.accept());
        Some(Document {
            key: key(asked, request, &input.path),
            path: &input.path,
            sources: &input.sources,
            coverage,
            accept,
            rules: rules(&input.ruling),
        })
    };
    Version { frameworks: loaded.inputs.iter().filter_map(document).collect(), complete: loaded.broken.is_empty() }
}

/// How findings are judged. The severity of a check is told only where the configuration changes it: what a profile changes is
/// told as the profile.
fn rules(ruling: &Ruling) -> Vec<Rule> {
    let policy = &ruling.policy;
    let severities = [Severity::Note, Severity::Warning, Severity::Error];
    let days = ruling.settings.max_waiver_days;
    let mut rules = vec![
        Rule {
            what: "the profile".to_owned(),
            value: policy.profile.id().to_owned(),
            strictness: offset(Profile::WORDS.iter().position(|(word, _)| *word == policy.profile).unwrap_or_default()),
        },
        Rule {
            what: "the severity that makes a run fail".to_owned(),
            value: policy.fail_on.id().to_owned(),
            strictness: offset(severities.iter().filter(|&&severity| policy.fail_on.is_reached_by(severity)).count()),
        },
        Rule {
            what: "the longest that a waiver may hold".to_owned(),
            value: days.map_or_else(|| "any time".to_owned(), |days| format!("{days} days")),
            strictness: days.map_or(0, |days| u32::MAX - days),
        },
    ];
    let of_profile = Policy { profile: policy.profile, ..Policy::default() };
    rules.extend(CHECKS.iter().map(|check| {
        let (own, usual) = (policy.severity_of(check.id), of_profile.severity_of(check.id));
        let value = if own == usual { "the profile's".to_owned() } else { own.id().to_owned() };
        // What counts is how far it is moved from the profile's.
        let strictness = 10 + own as u32 - usual as u32;
        Rule { what: format!("the severity of `{}`", check.id), value, strictness }
    }));
    rules
}

/// What a framework is matched by: its path in the repository, or from the file or folder that was named.
fn key(asked: &Asked, request: &Request, path: &str) -> String {
    let (true, [named]) = (asked.files, request.paths.as_slice()) else { return path.to_owned() };
    if named.is_file() {
        return String::new();
    }
    // A folder is shown as a file in it is, so that what both begin with can be left out.
    let inside = shown(&named.join("x"));
    let folder = inside.strip_suffix('x').unwrap_or_default();
    path.strip_prefix(folder).map_or_else(|| with_slashes(std::path::Path::new(path)), str::to_owned)
}
