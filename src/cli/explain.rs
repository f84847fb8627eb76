//! `mitigap explain`: a category, a check, or a mitigation of a framework.

use super::Surroundings;
use crate::checks::{self, CHECKS};
use crate::coverage::settings::Settings;
use crate::pipeline::{self, Request, Stdin};
use crate::policy::Policy;
use crate::render::{explain, human, taxonomy as taxonomy_text};
use crate::report::{Exit, Report};
use crate::taxonomy;
use clap::Args;
use jiff::civil::Date;
use std::path::PathBuf;

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// A category (code, name or alias), a check, or the id of a mitigation or dependency; all checks where nothing is given
    #[arg(value_name = "WHAT")]
    pub what: Option<String>,
    /// The framework in which it is to be explained
    #[arg(value_name = "PATH")]
    pub path: Option<PathBuf>,
    /// Judge dates as of this day, YYYY-MM-DD [default: today, UTC]
    #[arg(long, value_parser = super::words::day, value_name = "DATE")]
    pub as_of: Option<Date>,
}

/// Explains, and says the exit code.
pub(super) fn run(args: &ExplainArgs, surroundings: &mut Surroundings<'_>) -> std::io::Result<u8> {
    let Some(what) = &args.what else {
        surroundings.out.write_all(explain::checks().as_bytes())?;
        return Ok(Exit::Clean.code());
    };
    let known = taxonomy::built_in(taxonomy::DEFAULT).and_then(|built_in| Some((built_in, built_in.find(what)?)));
    let text = match (known, checks::find(what)) {
        (Some((built_in, category)), _) => Some(taxonomy_text::show(built_in, category)),
        (None, Some(check)) => Some(explain::check(check)),
        (None, None) => None,
    };
    match (text, &args.path) {
        (Some(text), None) => {
            surroundings.out.write_all(text.as_bytes())?;
            Ok(Exit::Clean.code())
        }
        (text, path) => {
            let path = path.clone().unwrap_or_else(|| PathBuf::from("."));
            in_framework(args, what, text, path, surroundings)
        }
    }
}

/// Explains what is asked in a framework: the cells of a category, the findings of a check, the reasons of a mitigation.
fn in_framework(
    args: &ExplainArgs,
    what: &str,
    text: Option<String>,
    path: PathBuf,
    surroundings: &mut Surroundings<'_>,
) -> std::io::Result<u8> {
    let request = Request {
        paths: vec![path],
        settings: Settings::on(args.as_of.unwrap_or(surroundings.today)),
        policy: Policy::default(),
        taxonomy: None,
        accept: None,
    };
    let stdin = Stdin { reader: surroundings.stdin, name: None };
    let loaded = pipeline::load(&request, stdin, surroundings.progress);
    let mut report = loaded.report(&request);
    report.display.colour = surroundings.colour;
    if !report.broken.is_empty() {
        human::write(&Report { frameworks: Vec::new(), ..report }, surroundings.out)?;
        return Ok(Exit::Broken.code());
    }
    let explained: Vec<String> =
        report.frameworks.iter().filter_map(|framework| explain::within(what, framework)).collect();
    if explained.is_empty() && text.is_none() {
        let ids = report
            .frameworks
            .iter()
            .flat_map(|framework| &framework.coverage.subject.framework.mitigations)
            .map(|entry| entry.id.value.as_str());
        let names = ids.chain(CHECKS.iter().map(|check| check.id)).collect::<Vec<_>>();
        let near = crate::problem::nearest(what, names.iter().copied()).map_or_else(
            || "`mitigap explain` lists the checks, `mitigap taxonomy list` the categories".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        writeln!(surroundings.err, "error: `{what}` is no category, check or mitigation here; {near}")?;
        return Ok(Exit::Broken.code());
    }
    surroundings.out.write_all(text.unwrap_or_default().as_bytes())?;
    surroundings.out.write_all(explained.join("\n").as_bytes())?;
    Ok(Exit::Clean.code())
}
