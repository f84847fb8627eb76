//! The mappings as a table for people: what is accepted, on what basis, how surely, and what is only suggested.

use super::{MapReport, MappedFramework};
use crate::mapping::write::{Plan, Written};
use crate::mapping::{Basis, Mapped};
use crate::render::human;
use crate::render::terminal::{Tone, column, is_hostile, paint, safe};
use crate::render::why::name_of;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr as _;

/// Ids wider than this are cut.
const WIDEST_ID: usize = 40;

/// Writes the report for people.
///
/// # Errors
/// The writer's own.
pub fn write(report: &MapReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    for broken in report.broken {
        out.write_all(human::problems(broken, report.colour).as_bytes())?;
    }
    for framework in &report.frameworks {
        write_framework(report, framework, out)?;
    }
    if report.broken.is_empty() && report.frameworks.is_empty() {
        writeln!(out, "nothing to map: no framework file found")?;
    }
    Ok(())
}

fn write_framework(report: &MapReport<'_>, framework: &MappedFramework<'_>, out: &mut dyn Write) -> io::Result<()> {
    let entries = framework.framework.mitigations.entries();
    let ids = entries.map(|(_, entry)| safe(&entry.id.value).width());
    let width = ids.max().unwrap_or(0).clamp(2, WIDEST_ID);
    let heading = format!("{}, mapped onto {}", safe(framework.path), safe(&framework.taxonomy.id));
    writeln!(out, "{}\n", paint(&heading, Tone::Strong, report.colour))?;
    let titles = format!("  {}  basis        sure  category", column("id", width));
    writeln!(out, "{}", paint(&titles, Tone::Quiet, report.colour))?;
    let mut counts: BTreeMap<Basis, usize> = BTreeMap::new();
    for (at, entry) in framework.framework.mitigations.entries() {
        let mapped = framework.mapping.get(at);
        *counts.entry(mapped.basis).or_default() += 1;
        let line = format!(
            "  {}  {}  {:>3} %  {}",
            column(&entry.id.value, width),
            column(shown(mapped.basis), 11),
            (mapped.confidence.0 + 50) / 100,
            safe(&category(framework, mapped))
        );
        writeln!(out, "{}", paint(&line, tone(mapped.basis), report.colour))?;
    }
    writeln!(out, "\n{}\n", summary(framework, &counts))
}

/// The basis as the table says it: without one there is only a suggestion.
const fn shown(basis: Basis) -> &'static str {
    match basis {
        Basis::Declared | Basis::Confirmed | Basis::Suspect | Basis::Inferred => basis.id(),
        Basis::None => "suggestion",
    }
}

const fn tone(basis: Basis) -> Tone {
    match basis {
        Basis::Declared | Basis::Confirmed => Tone::Good,
        Basis::Inferred => Tone::Plain,
        Basis::Suspect => Tone::Weak,
        Basis::None => Tone::Quiet,
    }
}

/// What it is mapped to; else up to two answers with their shares.
fn category(framework: &MappedFramework<'_>, mapped: &Mapped) -> String {
    let accepted: Vec<String> = mapped.categories.iter().map(|&at| name_of(framework.taxonomy, Some(at))).collect();
    if !accepted.is_empty() {
        return accepted.join(", ");
    }
    let answers = mapped.candidates.iter().take(2).map(|candidate| {
        let share = (candidate.confidence.0 + 50) / 100;
        format!("{} ({share} %)", name_of(framework.taxonomy, candidate.category))
    });
    format!("{}?", answers.collect::<Vec<_>>().join(" or "))
}

fn summary(framework: &MappedFramework<'_>, counts: &BTreeMap<Basis, usize>) -> String {
    let parts: Vec<String> = counts.iter().map(|(basis, count)| format!("{count} {}", shown(*basis))).collect();
    let parts = if parts.is_empty() { "no mitigations".to_owned() } else { parts.join(", ") };
    format!(
        "{parts}; accepted from {:.1} % (`--why ID` shows the words, `--write` puts accepted codes into the file)",
        framework.accept.value() * 100.0
    )
}

/// Says what was, or would be, written: a line per entry, then the totals.
///
/// # Errors
/// The writer's own.
pub fn write_plans(
    plans: &[(MappedFramework<'_>, &Plan)],
    files: usize,
    done: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    for (mapped, plan) in plans {
        for &written in &plan.written {
            writeln!(out, "{}", written_line(mapped, written))?;
        }
        for line in suspect_lines(mapped, plan) {
            writeln!(out, "{line}")?;
        }
    }
    let total = |count: fn(&Plan) -> usize| plans.iter().map(|(_, plan)| count(plan)).sum::<usize>();
    let verb = if done { "written" } else { "to be written" };
    let (codes, suggested) = (total(|plan| plan.written.len()), total(|plan| plan.suggested));
    let suggested = if suggested == 0 { String::new() } else { format!(" and {}", many(suggested, "suggestion")) };
    let files = if files == 0 { String::new() } else { format!(", in {}", many(files, "file")) };
    let categories = if codes == 1 { "1 category".to_owned() } else { format!("{codes} categories") };
    writeln!(out, "{categories}{suggested} {verb}{files}")?;
    let crowded = total(|plan| plan.crowded);
    if crowded > 0 {
        writeln!(out, "{} left out: the entry shares its line with another", many(crowded, "suggestion"))?;
    }
    Ok(())
}

/// Whether anything is to be written, or anything was confirmed for another text.
pub fn is_pending(plans: &[(MappedFramework<'_>, &Plan)]) -> bool {
    plans.iter().any(|(mapped, plan)| {
        !plan.edits.is_empty() || mapped.mapping.of.iter().any(|mapped| mapped.basis == Basis::Suspect)
    })
}

fn written_line(mapped: &MappedFramework<'_>, written: Written) -> String {
    let (entry, found) = (&mapped.framework.mitigations[written.mitigation], mapped.mapping.get(written.mitigation));
    let place = mapped.sources.place(entry.id.span);
    let share = (found.confidence.0 + 50) / 100;
    let name = name_of(mapped.taxonomy, Some(written.category));
    format!("{}:{}: {} -> {} ({share} %)", safe(&place.path), place.line, safe(&entry.id.value), safe(&name))
}

/// The mappings that stay suspect: only `--confirm` settles them.
fn suspect_lines(mapped: &MappedFramework<'_>, plan: &Plan) -> Vec<String> {
    let settled: BTreeSet<_> = plan.written.iter().map(|written| written.mitigation).collect();
    let suspect = mapped.framework.mitigations.entries();
    let suspect = suspect.filter(|&(at, _)| mapped.mapping.get(at).basis == Basis::Suspect && !settled.contains(&at));
    suspect
        .map(|(_, entry)| {
            let (place, id) = (mapped.sources.place(entry.id.span), safe(&entry.id.value));
            let path = safe(&place.path);
            format!("{path}:{}: {id} was confirmed for another text; `--confirm {id}` if it still holds", place.line)
        })
        .collect()
}

/// `1 file`, `3 files`.
fn many(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// A diff with hostile characters made visible; without them it is what `patch` reads.
pub fn safe_diff(diff: &str) -> Cow<'_, str> {
    let kept = |c: char| !is_hostile(c) || matches!(c, '\n' | '\r' | '\t');
    if diff.chars().all(kept) {
        return Cow::Borrowed(diff);
    }
    Cow::Owned(diff.chars().map(|c| if kept(c) { c.to_string() } else { c.escape_unicode().to_string() }).collect())
}
