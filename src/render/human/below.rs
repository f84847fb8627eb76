//! What stands below the picture: what each level adds, what events leave, and what hangs on one thread.

use crate::coverage::Subject;
use crate::coverage::event::Trial;
use crate::coverage::level::LevelCoverage;
use crate::coverage::ranking::SingleCause;
use crate::coverage::threat::{ThreatCell, ThreatCoverage};
use crate::render::terminal::{Tone, paint, paragraph};
use crate::report::FrameworkReport;
use std::io::{self, Write};

/// How many single causes are listed.
const CAUSES: usize = 5;
/// How many names of one list are shown before the rest is counted.
const NAMES: usize = 4;
/// What `not tested` means, where it stands.
const NOT_TESTED: &str = "not tested: nothing was declared that the event could hit";

/// Writes what there is to say; nothing for a framework without levels, threats or single causes.
pub(super) fn write(framework: &FrameworkReport<'_>, colour: bool, out: &mut dyn Write) -> io::Result<()> {
    let coverage = &framework.coverage;
    let levels: Vec<String> = coverage.levels.iter().map(|level| level_line(coverage.subject, level)).collect();
    section("What each level adds", &levels, colour, out)?;
    let events: Vec<String> = coverage.threats.iter().flat_map(|threat| events(coverage.subject, threat)).collect();
    let untested = events.iter().any(|line| line.ends_with("not tested"));
    let events: Vec<String> = events.into_iter().chain(untested.then(|| format!("({NOT_TESTED})"))).collect();
    section("What events leave, where they leave least", &events, colour, out)?;
    let ranking = &coverage.ranking;
    let mut causes: Vec<String> =
        ranking.iter().take(CAUSES).map(|cause| cause_line(coverage.subject, cause)).collect();
    if ranking.len() > CAUSES {
        causes.push(match ranking.len() - CAUSES {
            1 => "and 1 more thing that alone empties a cell".to_owned(),
            more => format!("and {more} more things that alone empty a cell"),
        });
    }
    section("What falls with one failure", &causes, colour, out)
}

fn section(title: &str, lines: &[String], colour: bool, out: &mut dyn Write) -> io::Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    writeln!(out, "{}", paint(title, Tone::Strong, colour))?;
    for line in lines {
        out.write_all(paragraph(line, "  ", "    ").as_bytes())?;
    }
    writeln!(out)
}

/// `high: 2 measures: kyc, board-approval; covers 2.1.1`.
fn level_line(subject: Subject<'_>, level: &LevelCoverage) -> String {
    let id = &subject.framework.levels[level.level].id.value;
    let applies = if level.applies { "" } else { " (not asked here)" };
    let names = level.adds.iter().map(|&at| subject.framework.mitigations[at].id.value.as_str());
    let measures = match level.adds.len() {
        0 => "no measure".to_owned(),
        1 => format!("1 measure: {}", some(names, 1)),
        count => format!("{count} measures: {}", some(names, count)),
    };
    let lowest = level.level.at() == 0;
    let codes = level.covers.iter().map(|&at| subject.taxonomy.categories[at].code.as_ref());
    let covers = if lowest || level.covers.is_empty() {
        String::new()
    } else {
        format!("; from here: {}", some(codes, level.covers.len()))
    };
    format!("{id}{applies}: {measures}{covers}")
}

/// Names in a list; past a few the rest is counted.
fn some<'n>(names: impl Iterator<Item = &'n str>, count: usize) -> String {
    let mut shown: Vec<String> = names.take(NAMES).map(str::to_owned).collect();
    if count > NAMES {
        shown.push(format!("{} more", count - NAMES));
    }
    shown.join(", ")
}

/// The events that a threat lists and those that leave nothing, each in the tier where it leaves least.
fn events(subject: Subject<'_>, threat: &ThreatCoverage<'_>) -> Vec<String> {
    let entry = &subject.framework.threats[threat.threat];
    let standing = || threat.cells.iter().filter(|cell| !cell.standing.credited.is_empty());
    let Some(first) = standing().next() else { return Vec::new() };
    let mut lines = Vec::new();
    for at in 0..first.trials.len() {
        let trials = standing().filter_map(|cell| Some((cell, cell.trials.get(at)?)));
        let Some((cell, trial)) = trials.min_by_key(|(_, trial)| (!trial.tested, trial.depth)) else { continue };
        let listed = entry.events.iter().any(|event| event.value == trial.event);
        if listed || (trial.tested && trial.depth == 0) {
            let place = if threat.cells.len() > 1 { in_tier(subject, cell) } else { String::new() };
            let (id, event) = (&entry.id.value, trial.event.id(subject.framework));
            lines.push(format!("{id}, {event}{place}: {}", outcome(subject, cell, trial)));
        }
    }
    lines
}

fn in_tier(subject: Subject<'_>, cell: &ThreatCell<'_>) -> String {
    format!(" in {}", subject.framework.tiers[cell.tier].id.value)
}

/// `5 -> 1: background-checks`.
fn outcome(subject: Subject<'_>, cell: &ThreatCell<'_>, trial: &Trial) -> String {
    let before = cell.standing.depth.order;
    let left = trial.left.iter().map(|&at| subject.framework.mitigations[at].id.value.as_str());
    match trial.depth {
        _ if !trial.tested => "not tested".to_owned(),
        0 => format!("{before} -> 0"),
        after if trial.left == cell.standing.credited => format!("stays {after}"),
        after => format!("{before} -> {after}: {}", some(left, trial.left.len())),
    }
}

/// `guard-model: 3 cells: 1.2.1`.
fn cause_line(subject: Subject<'_>, cause: &SingleCause<'_>) -> String {
    let cells = cause.cells();
    let rows = cause.rows(subject);
    let (id, plural) = (cause.failure.id(subject.framework), if cells == 1 { "cell" } else { "cells" });
    format!("{id}: {cells} {plural}: {}", some(rows.iter().copied(), rows.len()))
}
