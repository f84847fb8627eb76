//! The reasons of one mapping as text: the best answers, and the words that speak for and against the first two, side by
//! side.

use super::map::MappedFramework;
use super::terminal::{column, safe};
use crate::arena::Handle;
use crate::framework::Mitigation;
use crate::mapping::why::{self, TERMS};
use crate::mapping::{Doubt, Mapped};
use crate::taxonomy::{Category, Taxonomy};
use std::fmt::Write as _;

/// How many answers are listed.
const LISTED: usize = 3;

/// Columns of each of the two lists of words.
const WIDTH: usize = 36;

/// What an entry is mapped to, and which words earned it.
pub fn of_entry(mapped: &MappedFramework<'_>, at: Handle<Mitigation>) -> String {
    let (entry, found) = (&mapped.framework.mitigations[at], mapped.mapping.get(at));
    let place = mapped.sources.place(entry.id.span);
    let codes: Vec<String> = found.categories.iter().map(|&at| name_of(mapped.taxonomy, Some(at))).collect();
    let to = if codes.is_empty() { "no category".to_owned() } else { codes.join(", ") };
    let mut text = format!(
        "{} ({})\n{}:{}\n\nMapped to {to}: {} (confidence {:.2}, accepted from {:.2})\n",
        safe(&entry.name.value),
        safe(&entry.id.value),
        safe(&place.path),
        place.line,
        found.basis.id(),
        found.confidence.value(),
        mapped.accept.value()
    );
    text.push_str(match found.doubt {
        Some(Doubt::Denies) => "The text says that its measure is absent, so it counts nowhere on its own word.\n",
        Some(Doubt::NotJudgeable) => "Too few of its words are known here for the text to be judged.\n",
        None => "",
    });
    text.push_str(&answers(mapped, found));
    text.push_str(&words(mapped, entry, found));
    text
}

/// `1.2.1 Guardrails & Filtering`, or that it is no mitigation.
pub fn name_of(taxonomy: &Taxonomy, category: Option<Handle<Category>>) -> String {
    category.map_or_else(
        || "NONE, no mitigation".to_owned(),
        |at| {
            let node = &taxonomy.categories[at];
            format!("{} {}", node.code, node.name)
        },
    )
}

fn answers(mapped: &MappedFramework<'_>, found: &Mapped) -> String {
    let mut text = "\nThe text reads like\n".to_owned();
    for candidate in found.candidates.iter().take(LISTED) {
        let share = candidate.confidence.value() * 100.0;
        // Writing to a String cannot fail, here and below.
        let _ = writeln!(text, "  {share:>3.0} % {}", name_of(mapped.taxonomy, candidate.category));
    }
    text
}

fn words(mapped: &MappedFramework<'_>, entry: &Mitigation, found: &Mapped) -> String {
    let answers = found.candidates.iter().take(why::ANSWERS);
    let columns: Vec<Vec<String>> = answers
        .map(|answer| {
            let reasons = why::of_answer(why::Text { mapper: mapped.mapper, entry, reading: None }, answer);
            let lines = reasons
                .iter()
                .map(|(term, reason)| format!("{:+.2} {}", f64::from(reason.weight) / 10_000.0, safe(&term)));
            std::iter::once(name_of(mapped.taxonomy, answer.category)).chain(lines).collect()
        })
        .collect();
    let mut text = "\nWords that speak for and against the first two\n".to_owned();
    for row in 0..=TERMS {
        let cells: Vec<&str> = columns.iter().map(|lines| lines.get(row).map_or("", String::as_str)).collect();
        if cells.iter().any(|cell| !cell.is_empty()) {
            let line: String = cells.iter().map(|cell| format!("  {}", column(cell, WIDTH))).collect();
            let _ = writeln!(text, "{}", line.trim_end());
        }
    }
    text
}
