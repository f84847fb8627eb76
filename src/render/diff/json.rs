//! JSON, version 1 of the document of `diff`.

use super::{Label, Told};
use crate::diff::{Change, Direction, FrameworkDiff, Incomparable, Side, Totals};
use crate::problem::Problem;
use crate::render::json::SCHEMA_VERSION;
use crate::report::Broken;
use crate::source;
use crate::vocabulary::Word as _;
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Document<'r> {
    schema_version: u32,
    tool: Tool,
    settings: Settings<'r>,
    old: SideEntry<'r>,
    new: SideEntry<'r>,
    verdict: &'static str,
    regressions: usize,
    improvements: usize,
    neutral: usize,
    same: usize,
    exit: u8,
    errors: Vec<Failure<'r>>,
    incomparable: Vec<IncomparableEntry<'r>>,
    frameworks: Vec<FrameworkEntry<'r>>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Settings<'r> {
    as_of: String,
    credit: &'static str,
    mapping: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<&'r str>,
}

#[derive(Serialize)]
struct SideEntry<'r> {
    kind: &'static str,
    name: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    commit: Option<&'r str>,
}

#[derive(Serialize)]
struct Failure<'r> {
    side: &'static str,
    kind: &'static str,
    message: &'r str,
    #[serde(skip_serializing_if = "str::is_empty")]
    help: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<Place>,
}

#[derive(Serialize)]
struct IncomparableEntry<'r> {
    path: &'r str,
    old: &'r str,
    new: &'r str,
}

#[derive(Serialize)]
struct FrameworkEntry<'r> {
    path: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    old_path: Option<&'r str>,
    name: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<TotalsEntry>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<TotalsEntry>,
    changes: Vec<ChangeEntry<'r>>,
}

#[derive(Serialize)]
struct TotalsEntry {
    expected: u32,
    covered: u32,
    met: u32,
    threats: u32,
    threats_met: u32,
}

#[derive(Serialize)]
struct ChangeEntry<'r> {
    kind: &'static str,
    direction: &'static str,
    subject: Subject<'r>,
    tiers: &'r [String],
    #[serde(skip_serializing_if = "str::is_empty")]
    before: &'r str,
    #[serde(skip_serializing_if = "str::is_empty")]
    after: &'r str,
    message: &'r str,
    side: &'static str,
    place: Place,
}

#[derive(Serialize)]
struct Subject<'r> {
    kind: &'static str,
    id: &'r str,
}

#[derive(Serialize)]
struct Place {
    path: String,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
}

/// Writes the diff as one document.
pub(super) fn write(told: &Told<'_>, out: &mut dyn Write) -> io::Result<()> {
    let settings = told.settings;
    let document = Document {
        schema_version: SCHEMA_VERSION,
        tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
        settings: Settings {
            as_of: settings.as_of.to_string(),
            credit: settings.credit.id(),
            mapping: settings.bound.id(),
            level: settings.level.as_deref(),
        },
        old: side_entry(told.old),
        new: side_entry(told.new),
        verdict: told.verdict(),
        regressions: told.diff.count(Direction::Regression),
        improvements: told.diff.count(Direction::Improvement),
        neutral: told.diff.count(Direction::Neutral),
        same: told.diff.same,
        exit: told.exit.code(),
        errors: told.broken.iter().flat_map(|(side, broken)| failures(*side, broken)).collect(),
        incomparable: told.diff.incomparable.iter().map(incomparable).collect(),
        frameworks: told.diff.frameworks.iter().map(framework).collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    out.write_all(b"\n")
}

const fn side(side: Side) -> &'static str {
    match side {
        Side::Old => "old",
        Side::New => "new",
    }
}

fn side_entry(label: &Label) -> SideEntry<'_> {
    SideEntry { kind: label.kind, name: &label.name, commit: label.commit.as_deref() }
}

fn failures(of: Side, broken: &[Broken]) -> Vec<Failure<'_>> {
    let failure = |input, problem| failure(of, input, problem);
    broken.iter().flat_map(|input| input.problems.iter().map(move |problem| failure(input, problem))).collect()
}

fn failure<'r>(of: Side, input: &'r Broken, problem: &'r Problem) -> Failure<'r> {
    Failure {
        side: side(of),
        kind: problem.kind.id(),
        message: &problem.message,
        help: &problem.help,
        place: problem.span.map(|span| place(input.sources.place(span))),
    }
}

fn place(place: source::Place) -> Place {
    let source::Place { path, line, column, end_line, end_column } = place;
    Place { path, line, column, end_line, end_column }
}

fn incomparable(one: &Incomparable) -> IncomparableEntry<'_> {
    IncomparableEntry { path: &one.path, old: &one.old, new: &one.new }
}

fn totals(totals: Totals) -> TotalsEntry {
    let Totals { expected, covered, met, threats, threats_met } = totals;
    TotalsEntry { expected, covered, met, threats, threats_met }
}

fn framework(one: &FrameworkDiff) -> FrameworkEntry<'_> {
    FrameworkEntry {
        path: &one.path,
        old_path: one.old_path.as_deref(),
        name: &one.name,
        before: one.before.map(totals),
        after: one.after.map(totals),
        changes: one.changes.iter().map(change).collect(),
    }
}

fn change(change: &Change) -> ChangeEntry<'_> {
    ChangeEntry {
        kind: change.kind.id(),
        direction: change.direction.id(),
        subject: Subject { kind: change.about.what.id(), id: &change.about.id },
        tiers: &change.tiers,
        before: &change.before,
        after: &change.after,
        message: &change.message,
        side: side(change.side),
        place: place(change.place.clone()),
    }
}
