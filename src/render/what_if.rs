//! The text and the JSON of `mitigap what-if`.

use crate::coverage::Coverage;
use crate::render::json::SCHEMA_VERSION;
use crate::render::terminal::{Tone, column, paint, safe};
use crate::what_if::{Change, Standing, Supposed, Supposition};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io::{self, Write};

/// What is told of one framework.
#[derive(Debug)]
pub struct Told<'t> {
    /// Its path, as shown.
    pub path: &'t str,
    /// What was asked.
    pub supposition: &'t Supposition,
    /// What that means here.
    pub supposed: &'t Supposed,
    /// As it is.
    pub before: &'t Coverage<'t>,
    /// As it would be.
    pub after: &'t Coverage<'t>,
    /// The cells that differ.
    pub changes: &'t [Change],
}

/// The difference in words.
pub fn human(told: &Told<'_>, colour: bool) -> String {
    let framework = told.before.subject.framework;
    let mut text = format!("{}\n", paint(&safe(&format!("{}: {}", told.path, question(told))), Tone::Strong, colour));
    let lost: Vec<&str> = told.supposed.lost.iter().map(|&at| framework.mitigations[at].id.value.as_str()).collect();
    let gone = if lost.is_empty() { "no measure".to_owned() } else { lost.join(", ") };
    // Writing to a String cannot fail, here and below.
    let _ = writeln!(text, "lost: {}", safe(&gone));
    for event in &told.supposed.untested {
        let _ = writeln!(text, "{} is not tested: nothing declared could be hit", safe(event.id(framework)));
    }
    text.push('\n');
    for change in told.changes {
        let row = column(&format!("{} in {}", change.row, change.tier), 44);
        let tone = if change.after.meets {
            Tone::Good
        } else if change.after.depth == 0 {
            Tone::Bad
        } else {
            Tone::Weak
        };
        let line = format!("{} -> {}", words(change.before), words(change.after));
        let _ = writeln!(text, "  {row} {}", paint(&line, tone, colour));
    }
    if told.changes.is_empty() {
        text.push_str("  no cell changes\n");
    }
    let (before, after) = (&told.before.summary, &told.after.summary);
    let _ = writeln!(
        text,
        "\n{} -> {} of {} covered ({} -> {} declared); {} -> {} of {} threats met",
        before.covered,
        after.covered,
        before.expected,
        before.covered_declared,
        after.covered_declared,
        met(told.before),
        met(told.after),
        told.before.threats.len()
    );
    text
}

/// `without guard-model, after log-loss, at level high, in api`.
fn question(told: &Told<'_>) -> String {
    let asked = told.supposition;
    let mut parts = Vec::new();
    if !asked.without.is_empty() {
        parts.push(format!("without {}", asked.without.join(" + ")));
    }
    if !asked.events.is_empty() {
        parts.push(format!("after {}", asked.events.join(" + ")));
    }
    parts.extend(asked.level.iter().map(|level| format!("at level {level}")));
    parts.extend(asked.tier.iter().map(|tier| format!("in {tier}")));
    parts.join(", ")
}

fn words(standing: Standing) -> String {
    let short = if standing.meets { "" } else { " (short)" };
    match standing.state {
        Some(state) => format!("{state} {}{short}", standing.depth),
        None => format!("depth {}{short}", standing.depth),
    }
}

fn met(coverage: &Coverage<'_>) -> usize {
    coverage.threats.iter().filter(|threat| threat.meets).count()
}

/// The difference as one JSON document.
///
/// # Errors
/// The writer's own.
pub fn json(told: &Told<'_>, out: &mut dyn Write) -> io::Result<()> {
    let framework = told.before.subject.framework;
    let lost: Vec<&str> = told.supposed.lost.iter().map(|&at| framework.mitigations[at].id.value.as_str()).collect();
    let untested: Vec<&str> = told.supposed.untested.iter().map(|event| event.id(framework)).collect();
    let asked = told.supposition;
    let mut supposed = json!({ "without": asked.without, "events": asked.events });
    for (key, value) in [("tier", &asked.tier), ("level", &asked.level)] {
        if let (Some(value), Some(keys)) = (value, supposed.as_object_mut()) {
            keys.insert(key.to_owned(), json!(value));
        }
    }
    let document = json!({
        "schema_version": SCHEMA_VERSION,
        "tool": { "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") },
        "path": told.path,
        "as_of": told.before.subject.settings.as_of.to_string(),
        "supposed": supposed,
        "lost": lost,
        "not_tested": untested,
        "changes": told.changes.iter().map(change).collect::<Vec<_>>(),
        "before": totals(told.before),
        "after": totals(told.after),
    });
    serde_json::to_writer_pretty(&mut *out, &document)?;
    out.write_all(b"\n")
}

fn change(change: &Change) -> Value {
    let row = if change.threat { "threat" } else { "category" };
    json!({ row: change.row, "tier": change.tier, "before": standing(change.before), "after": standing(change.after) })
}

fn standing(standing: Standing) -> Value {
    match standing.state {
        Some(state) => json!({ "state": state, "depth": standing.depth, "meets": standing.meets }),
        None => json!({ "depth": standing.depth, "meets": standing.meets }),
    }
}

fn totals(coverage: &Coverage<'_>) -> Value {
    let summary = &coverage.summary;
    json!({
        "expected": summary.expected,
        "covered": summary.covered,
        "covered_declared": summary.covered_declared,
        "covered_implemented": summary.covered_implemented,
        "threats": coverage.threats.len(),
        "threats_met": met(coverage),
    })
}
