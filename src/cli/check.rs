//! `mitigap check`: the main job.

use super::Surroundings;
use super::output::{self, Target};
use super::words;
use crate::coverage::settings::{Bound, Settings};
use crate::mapping::Confidence;
use crate::pipeline::{self, Request, Stdin};
use crate::policy::selection::Selection;
use crate::policy::{FailOn, Policy, Profile};
use crate::render::Format;
use crate::report::{Display, Exit};
use crate::vocabulary::{Status, Word};
use clap::Args;
use jiff::civil::Date;
use std::path::PathBuf;

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Framework files, folders to search, or `-` for standard input; the current folder where none is given
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// How strict: draft while writing, ci on every change, audit before a sign-off
    #[arg(long, value_parser = words::parser::<Profile>(), default_value = Profile::Ci.id(), value_name = "PROFILE")]
    pub profile: Profile,
    /// Exit with 1 from this severity on
    #[arg(long, value_parser = words::parser::<FailOn>(), default_value = FailOn::Error.id(), value_name = "SEVERITY")]
    pub fail_on: FailOn,
    /// Least status that is credited
    #[arg(long, value_parser = words::parser::<Status>(), default_value = Status::Planned.id(), value_name = "STATUS")]
    pub credit: Status,
    /// Which mappings count: declared (the lower bound) or inferred ones too
    #[arg(long, value_parser = words::parser::<Bound>(), default_value = Bound::Inferred.id(), value_name = "BOUND")]
    pub mapping: Bound,
    /// Confidence from which on an inferred mapping counts, 0 to 1 [default: the taxonomy's own]
    #[arg(long, value_parser = words::probability, value_name = "P")]
    pub accept: Option<Confidence>,
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
    /// Taxonomy to hold frameworks against: a built-in id or a file [default: what the framework names]
    #[arg(long, value_name = "ID|FILE")]
    pub taxonomy: Option<String>,
    /// Judge dates as of this day, YYYY-MM-DD [default: today, UTC]
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<Date>,
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
}

/// Checks, writes every output, and says the exit code.
pub(super) fn run(args: &CheckArgs, surroundings: &mut Surroundings<'_>) -> std::io::Result<u8> {
    let request = request(args, surroundings);
    let stdin = Stdin { reader: surroundings.stdin, name: args.stdin_filename.as_deref() };
    let loaded = pipeline::load(&request, stdin, surroundings.progress);
    let mut report = loaded.report(&request);
    report.display = Display { max_findings: args.max_findings, colour: surroundings.colour };
    (args.format.render)(&report, surroundings.out)?;
    surroundings.out.flush()?;
    report.display.colour = false;
    let mut code = report.exit().code();
    for target in &args.output {
        if let Err(message) = output::write(&report, target) {
            writeln!(surroundings.err, "error: {message}")?;
            code = Exit::Broken.code();
        }
    }
    Ok(code)
}

fn request(args: &CheckArgs, surroundings: &Surroundings<'_>) -> Request {
    Request {
        paths: if args.paths.is_empty() { vec![PathBuf::from(".")] } else { args.paths.clone() },
        settings: Settings {
            as_of: args.as_of.unwrap_or(surroundings.today),
            credit: args.credit,
            bound: args.mapping,
            level: args.level.clone(),
        },
        policy: Policy {
            profile: args.profile,
            fail_on: args.fail_on,
            severities: std::collections::BTreeMap::new(),
            selection: Selection {
                select: args.select.clone(),
                ignore: args.ignore.clone(),
                categories: args.category.clone(),
                tiers: args.tier.clone(),
                threats: args.threat.clone(),
            },
        },
        taxonomy: args.taxonomy.clone(),
        accept: args.accept,
    }
}
