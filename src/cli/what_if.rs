//! `mitigap what-if`: the report for a framework with something lost, and what that changes.

use super::Surroundings;
use super::judging::Judging;
use crate::pipeline::{self, Stdin};
use crate::render::{human, what_if as text};
use crate::report::{Exit, FrameworkReport, Report};
use crate::what_if::{self, Supposition};
use clap::Args;
use std::path::PathBuf;

/// Arguments of `what-if`.
#[derive(Debug, Args)]
#[group(id = "supposition", required = true, multiple = true, args = ["without", "event", "level"])]
pub struct WhatIfArgs {
    /// A framework file, or a folder that holds one; `-` for standard input
    #[arg(value_name = "PATH", default_value = ".")]
    pub path: PathBuf,
    /// Without this mitigation, or without this dependency and all that rests on it (repeatable)
    #[arg(long, value_name = "ID")]
    pub without: Vec<String>,
    /// After this event, built in or the framework's own (repeatable: all of them happen)
    #[arg(long, value_name = "EVENT")]
    pub event: Vec<String>,
    /// Judged at this level instead of the highest
    #[arg(long, value_name = "ID")]
    pub level: Option<String>,
    /// Look at this tier only
    #[arg(long, value_name = "ID")]
    pub tier: Option<String>,
    /// Format of standard output
    #[arg(long, value_parser = ["human", "json"], default_value = "human", value_name = "FORMAT")]
    pub format: String,
    /// How it is judged.
    #[command(flatten)]
    pub judging: Judging,
}

/// Judges twice and tells the difference; exit 0 whatever it is, 2 where it cannot be told.
pub(super) fn run(args: &WhatIfArgs, surroundings: &mut Surroundings<'_>) -> std::io::Result<u8> {
    let request = args.judging.request(vec![args.path.clone()], None, surroundings);
    let loaded = pipeline::load(&request, Stdin { reader: surroundings.stdin, name: None }, surroundings.progress);
    let mut report = loaded.report();
    report.display.colour = surroundings.colour;
    if !report.broken.is_empty() || report.frameworks.is_empty() {
        let code = report.exit().code();
        human::write(&Report { frameworks: Vec::new(), ..report }, surroundings.out)?;
        return Ok(code);
    }
    let mut code = Exit::Clean.code();
    for framework in &report.frameworks {
        code = code.max(tell(args, framework, surroundings)?.code());
    }
    Ok(code)
}

/// Tells the difference for one framework.
fn tell(
    args: &WhatIfArgs,
    framework: &FrameworkReport<'_>,
    surroundings: &mut Surroundings<'_>,
) -> std::io::Result<Exit> {
    let supposition = Supposition {
        without: args.without.clone(),
        events: args.event.clone(),
        tier: args.tier.clone(),
        level: args.level.clone(),
    };
    let before = &framework.coverage;
    let supposed = match supposition.resolve(before.subject) {
        Ok(supposed) => supposed,
        Err(wrong) => {
            for message in wrong {
                writeln!(surroundings.err, "error: {}: {message}", framework.path)?;
            }
            return Ok(Exit::Broken);
        }
    };
    let after = supposed.judge(before.subject);
    let changes = what_if::changes(before, &after, supposed.tier);
    let (path, supposition, supposed) = (framework.path, &supposition, &supposed);
    let told = text::Told { path, supposition, supposed, before, after: &after, changes: &changes };
    if args.format == "json" {
        text::json(&told, surroundings.out)?;
    } else {
        surroundings.out.write_all(text::human(&told, surroundings.colour).as_bytes())?;
    }
    Ok(Exit::Clean)
}
