//! `mitigap compare`: frameworks side by side.

use super::judging::Governing;
use super::{Surroundings, output};
use crate::config::Flags;
use crate::pipeline::{self, Loaded, Request, Stdin};
use crate::render::compare::{Compared, FORMATS, Format};
use crate::render::human;
use crate::report::{Exit, Report};
use clap::Args;
use std::path::{Path, PathBuf};

/// Arguments of `compare`.
#[derive(Debug, Args)]
pub struct CompareArgs {
    /// Framework files, or folders to search; the columns stand in this order
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    /// Format of standard output
    #[arg(long, value_parser = format, default_value = "human", value_name = "FORMAT")]
    pub format: &'static Format,
    /// Also write this format to this file (repeatable)
    #[arg(long, value_parser = target, value_name = "FORMAT=PATH")]
    pub output: Vec<Target>,
    /// Taxonomy to hold frameworks against: a built-in id or a file [default: what each names]
    #[arg(long, value_name = "ID|FILE")]
    pub taxonomy: Option<String>,
    /// Which configuration and day count.
    #[command(flatten)]
    pub governing: Governing,
}

/// The format of a name.
fn format(name: &str) -> Result<&'static Format, String> {
    let names = || FORMATS.iter().map(|format| format.name);
    FORMATS.iter().find(|format| format.name == name).ok_or_else(|| output::no_such_format(name, names()))
}

fn target(text: &str) -> Result<Target, String> {
    output::target_in(text, format)
}

/// `FORMAT=PATH` of `--output`.
type Target = output::Target<&'static Format>;

/// Compares; exit 0 whatever differs, 2 where something cannot be read or there is nothing to hold beside the first.
pub(super) fn run(args: &CompareArgs, surroundings: &mut Surroundings<'_>) -> std::io::Result<u8> {
    let requests: Vec<Request> = args.paths.iter().map(|path| request(args, path.clone(), surroundings)).collect();
    let mut loaded: Vec<Loaded> = Vec::new();
    for request in &requests {
        let stdin = Stdin { reader: surroundings.stdin, name: None };
        loaded.push(pipeline::load(request, stdin, surroundings.progress));
    }
    let mut report: Option<Report<'_>> = None;
    for loaded in &loaded {
        for broken in &loaded.broken {
            surroundings.err.write_all(human::problems(broken, false).as_bytes())?;
        }
        let next = loaded.report();
        match &mut report {
            None => report = Some(next),
            Some(report) => report.frameworks.extend(next.frameworks),
        }
    }
    let broken = loaded.iter().any(|loaded| !loaded.broken.is_empty());
    let Some(mut report) = report.filter(|report| report.frameworks.len() > 1) else {
        writeln!(
            surroundings.err,
            "error: there are not two frameworks to compare; name two files, or folders that hold them"
        )?;
        return Ok(Exit::Broken.code());
    };
    let inputs: Vec<PathBuf> = loaded.iter().flat_map(|loaded| loaded.files.iter().cloned()).collect();
    let targets: Vec<&Path> = args.output.iter().map(|target| target.path.as_path()).collect();
    if let Some(message) = output::conflicting(&targets, &inputs) {
        writeln!(surroundings.err, "error: {message}")?;
        return Ok(Exit::Broken.code());
    }
    report.display.colour = surroundings.colour;
    (args.format.write)(&Compared::of(&report), surroundings.out)?;
    report.display.colour = false;
    let compared = Compared::of(&report);
    let mut code = if broken { Exit::Broken.code() } else { Exit::Clean.code() };
    for target in &args.output {
        if let Err(message) = output::write_with(&target.path, |bytes| (target.format.write)(&compared, bytes)) {
            writeln!(surroundings.err, "error: {message}")?;
            code = Exit::Broken.code();
        }
    }
    Ok(code)
}

fn request(args: &CompareArgs, path: PathBuf, surroundings: &Surroundings<'_>) -> Request {
    let flags = Flags { taxonomy: args.taxonomy.clone(), ..args.governing.flags(surroundings) };
    Request { paths: vec![path], flags, search: args.governing.search(surroundings) }
}
