//! `mitigap map`: which category every mitigation belongs to, why, and writing it into the file.

use super::Surroundings;
use super::judging::ReadingArgs;
use super::write::Batch;
use crate::mapping::write::{Asked, Draft, Plan};
use crate::pipeline::{self, Input, Loaded, Request, Stdin};
use crate::problem::nearest;
use crate::render::map::{MAP_FORMATS, MapFormat, MapReport, MappedFramework, text};
use crate::render::why;
use crate::report::Exit;
use clap::{ArgGroup, Args};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Arguments of `map`.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("changes").args(["write", "diff", "check"]).multiple(true)))]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct MapArgs {
    /// Framework files, folders to search, or `-` for standard input; the current folder where none is given
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Show which words speak for and against the two best answers for this mitigation
    #[arg(long, value_name = "ID")]
    pub why: Option<String>,
    /// Write accepted categories into the files: `category` and `confirmed`, every other byte unchanged
    #[arg(long, conflicts_with_all = ["check", "why"])]
    pub write: bool,
    /// Print what `--write` would change as a unified diff, and write nothing
    #[arg(long, conflicts_with = "why")]
    pub diff: bool,
    /// Exit with 1 if `--write` would change anything, or a confirmed text has changed since
    #[arg(long, conflicts_with = "why")]
    pub check: bool,
    /// Write the suggestions of the rest as comments, too (with `--write`, `--diff` or `--check`)
    #[arg(long, requires = "changes")]
    pub all: bool,
    /// Confirm the category of this mitigation for its text as it stands: a suspect one again, a declared one, or the
    /// first suggestion; nothing else is written (repeatable, with `--write`, `--diff` or `--check`)
    #[arg(long, value_name = "ID", requires = "changes")]
    pub confirm: Vec<String>,
    /// How texts are read.
    #[command(flatten)]
    pub reading: ReadingArgs,
    /// Format of standard output
    #[arg(long, value_parser = format, default_value = "human", value_name = "FORMAT")]
    pub format: &'static MapFormat,
    /// Path under which standard input is shown and its includes are found
    #[arg(long, value_name = "PATH")]
    pub stdin_filename: Option<PathBuf>,
}

/// The format of a name.
fn format(name: &str) -> Result<&'static MapFormat, String> {
    let names = || MAP_FORMATS.iter().map(|format| format.name);
    MAP_FORMATS
        .iter()
        .find(|format| format.name == name)
        .ok_or_else(|| format!("no format of this name; there are {}", names().collect::<Vec<_>>().join(" and ")))
}

/// Maps, and says the exit code.
pub(super) fn run(args: &MapArgs, surroundings: &mut Surroundings<'_>) -> std::io::Result<u8> {
    let request = request(args, surroundings);
    let stdin = Stdin { reader: surroundings.stdin, name: args.stdin_filename.as_deref() };
    let loaded = pipeline::load(&request, stdin, surroundings.progress);
    let report = report(&loaded, surroundings.colour);
    if let Some(id) = &args.why {
        return tell_why(id, &report, surroundings);
    }
    if args.write || args.diff || args.check {
        return changes(args, &loaded, &report, surroundings);
    }
    (args.format.render)(&report, surroundings.out)?;
    Ok(report.exit().code())
}

/// What `--write` would change: written, shown, or only asked about.
fn changes(
    args: &MapArgs,
    loaded: &Loaded,
    report: &MapReport<'_>,
    surroundings: &mut Surroundings<'_>,
) -> std::io::Result<u8> {
    if report.exit() != Exit::Clean {
        text::write(&MapReport { frameworks: Vec::new(), ..*report }, surroundings.out)?;
        return Ok(report.exit().code());
    }
    let writes = args.write && !args.diff;
    let prepared = if writes && args.paths.iter().any(|path| path.as_os_str() == "-") {
        Err("standard input cannot be written to; name a file, or use `--diff`".to_owned())
    } else {
        prepare(args, loaded)
    };
    let prepared = prepared.and_then(|prepared| {
        if writes {
            prepared.batch.write()?;
        }
        Ok(prepared)
    });
    let Prepared { batch, plans } = match prepared {
        Ok(prepared) => prepared,
        Err(message) => {
            writeln!(surroundings.err, "error: {message}; nothing is written")?;
            return Ok(Exit::Broken.code());
        }
    };
    let told: Vec<(MappedFramework<'_>, &Plan)> = report.frameworks.iter().copied().zip(&plans).collect();
    if args.diff {
        surroundings.out.write_all(text::safe_diff(&batch.diff()).as_bytes())?;
    } else {
        text::write_plans(&told, batch.len(), writes, surroundings.out)?;
    }
    Ok(if args.check && text::is_pending(&told) { Exit::Findings.code() } else { Exit::Clean.code() })
}

/// Everything that is to be written, before anything is.
struct Prepared<'i> {
    batch: Batch<'i>,
    plans: Vec<Plan>,
}

fn prepare<'i>(args: &MapArgs, loaded: &'i Loaded) -> Result<Prepared<'i>, String> {
    let asked = Asked { all: args.all, confirm: args.confirm.iter().cloned().collect() };
    let entries = || loaded.inputs.iter().flat_map(|input| &input.framework.mitigations);
    let ids: BTreeSet<&str> = entries().map(|entry| entry.id.value.as_str()).collect();
    if let Some(unknown) = asked.confirm.iter().find(|id| !ids.contains(id.as_str())) {
        let near = nearest(unknown, ids).map_or_else(String::new, |near| format!(", did you mean `{near}`?"));
        return Err(format!("no mitigation `{unknown}` here{near}"));
    }
    let (mut batch, mut plans) = (Batch::default(), Vec::new());
    for input in &loaded.inputs {
        let (sources, framework) = (&input.sources, &input.framework);
        let draft = Draft { sources, framework, taxonomy: &input.yardstick.taxonomy, mapping: &input.mapping };
        let plan = draft.plan(&asked);
        batch.add(input, &plan)?;
        plans.push(plan);
    }
    Ok(Prepared { batch, plans })
}

fn request(args: &MapArgs, surroundings: &Surroundings<'_>) -> Request {
    Request {
        paths: if args.paths.is_empty() { vec![PathBuf::from(".")] } else { args.paths.clone() },
        flags: args.reading.flags(surroundings),
        search: args.reading.governing.search(surroundings),
    }
}

fn report<'r>(loaded: &'r Loaded, colour: bool) -> MapReport<'r> {
    let mapped = |input: &'r Input| MappedFramework {
        path: &input.path,
        sources: &input.sources,
        framework: &input.framework,
        taxonomy: &input.yardstick.taxonomy,
        mapping: &input.mapping,
        mapper: &input.yardstick.mapper,
        accept: input.ruling.accept.unwrap_or_else(|| input.yardstick.mapper.accept()),
    };
    let frameworks = loaded.inputs.iter().map(mapped).collect();
    MapReport { broken: &loaded.broken, colour, frameworks }
}

/// Shows the reasons of one mapping in every framework that has an entry of this id.
fn tell_why(id: &str, report: &MapReport<'_>, surroundings: &mut Surroundings<'_>) -> std::io::Result<u8> {
    if !report.broken.is_empty() {
        let broken = MapReport { frameworks: Vec::new(), ..*report };
        text::write(&broken, surroundings.out)?;
        return Ok(Exit::Broken.code());
    }
    let told: Vec<String> = report
        .frameworks
        .iter()
        .filter_map(|mapped| {
            let (at, _) = mapped.framework.mitigations.entries().find(|(_, entry)| entry.id.value == id)?;
            Some(why::of_entry(mapped, at))
        })
        .collect();
    if told.is_empty() {
        let ids = report.frameworks.iter().flat_map(|mapped| &mapped.framework.mitigations);
        let near = nearest(id, ids.map(|entry| entry.id.value.as_str()))
            .map_or_else(|| "`mitigap map` lists all".to_owned(), |near| format!("did you mean `{near}`?"));
        writeln!(surroundings.err, "error: no mitigation `{id}` here; {near}")?;
        return Ok(Exit::Broken.code());
    }
    surroundings.out.write_all(told.join("\n").as_bytes())?;
    Ok(report.exit().code())
}
