//! `mitigap explain`: a category, a check, or anything that a framework declares.

use super::Surroundings;
use super::judging::Judging;
use super::taxonomy::{find as taxonomy_by_name, refuse};
use crate::checks;
use crate::pipeline::{self, Stdin};
use crate::render::{explain, human, taxonomy as taxonomy_text};
use crate::report::{Broken, Exit, Report};
use crate::taxonomy;
use clap::Args;
use std::path::PathBuf;

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// A category (code, name or alias), a check, or an id of the framework: mitigation, dependency, threat, tier, level or event; all checks where nothing is given
    #[arg(value_name = "WHAT")]
    pub what: Option<String>,
    /// The framework in which it is to be explained
    #[arg(value_name = "PATH")]
    pub path: Option<PathBuf>,
    /// Judge with what applies from this level down [default: the highest]
    #[arg(long, value_name = "ID")]
    pub level: Option<String>,
    /// How it is judged.
    #[command(flatten)]
    pub judging: Judging,
}

/// Explains, and says the exit code.
pub(super) fn run(args: &ExplainArgs, surroundings: &mut Surroundings<'_>) -> std::io::Result<u8> {
    let Some(what) = &args.what else {
        surroundings.out.write_all(explain::checks().as_bytes())?;
        return Ok(Exit::Clean.code());
    };
    match &args.path {
        Some(path) => in_framework(args, what, path.clone(), surroundings),
        None => match known(args, what) {
            Ok(Some(text)) => {
                surroundings.out.write_all(text.as_bytes())?;
                Ok(Exit::Clean.code())
            }
            Ok(None) => in_framework(args, what, PathBuf::from("."), surroundings),
            Err(broken) => refuse(&broken, surroundings),
        },
    }
}

/// What is known of a name without any framework: a category of the taxonomy asked for, or a check.
fn known(args: &ExplainArgs, what: &str) -> Result<Option<String>, Broken> {
    let named = args.judging.reading.taxonomy.as_deref().unwrap_or(taxonomy::DEFAULT);
    let taxonomy = taxonomy_by_name(named)?;
    let category = taxonomy.find(what).map(|category| taxonomy_text::show(&taxonomy, category));
    Ok(category.or_else(|| checks::find(what).map(explain::check)))
}

/// Explains what is asked in a framework, whose own taxonomy and entries come before what is known anywhere.
fn in_framework(
    args: &ExplainArgs,
    what: &str,
    path: PathBuf,
    surroundings: &mut Surroundings<'_>,
) -> std::io::Result<u8> {
    let request = args.judging.request(vec![path], args.level.clone(), surroundings);
    let stdin = Stdin { reader: surroundings.stdin, name: None };
    let loaded = pipeline::load(&request, stdin, surroundings.progress);
    let mut report = loaded.report();
    report.display.colour = surroundings.colour;
    if !report.broken.is_empty() {
        human::write(&Report { frameworks: Vec::new(), ..report }, surroundings.out)?;
        return Ok(Exit::Broken.code());
    }
    let explained: Vec<String> =
        report.frameworks.iter().filter_map(|framework| explain::within(what, framework)).collect();
    if explained.is_empty() {
        let names: Vec<&str> = report.frameworks.iter().flat_map(explain::names).collect();
        let near = crate::problem::nearest(what, names.iter().copied()).map_or_else(
            || "`mitigap explain` lists the checks, `mitigap taxonomy list` the categories".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        writeln!(surroundings.err, "error: `{what}` is no category, no check and no id here; {near}")?;
        return Ok(Exit::Broken.code());
    }
    surroundings.out.write_all(explained.join("\n").as_bytes())?;
    Ok(Exit::Clean.code())
}
