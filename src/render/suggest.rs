//! The text and the JSON of `mitigap suggest`.

use super::json::SCHEMA_VERSION;
use super::terminal::{paragraph, safe};
use crate::report::FrameworkReport;
use crate::suggest::{Goal, Suggestion};
use crate::vocabulary::Word as _;
use serde_json::json;
use std::fmt::Write as _;
use std::io::{self, Write};

/// The suggestion in words.
pub fn human(report: &FrameworkReport<'_>, goal: Goal, suggestion: &Suggestion) -> String {
    let subject = report.coverage.subject;
    let how = if suggestion.exact { "nothing smaller will do" } else { "found step by step, perhaps not the smallest" };
    let size = suggestion.size();
    let steps = if size == 1 { "1 step".to_owned() } else { format!("{size} steps") };
    let mut text = match size {
        0 => format!("{}: nothing to add and nothing to split for `{}`\n", safe(report.path), goal.id()),
        _ => format!("{}: {steps} for `{}`; {how}\n", safe(report.path), goal.id()),
    };
    for &split in &suggestion.splits {
        let id = &subject.framework.dependencies[split].id.value;
        // Writing to a String cannot fail, here and below.
        let _ = writeln!(text, "- split `{}`: let what rests on it rest on something of its own", safe(id));
    }
    for addition in &suggestion.additions {
        let node = &subject.taxonomy.categories[addition.category];
        let times = if addition.count > 1 { format!("{} times ", addition.count) } else { String::new() };
        let _ = writeln!(text, "- add {times}{} {}", node.code, node.name);
        for &idea in &addition.ideas {
            let id = &subject.framework.mitigations[idea].id.value;
            let _ = writeln!(text, "    take on `{}`, which is there as an idea", safe(id));
        }
        for typical in node.suggest.iter().take(3) {
            let _ = writeln!(text, "    typical: {typical}");
        }
        if !addition.threats.is_empty() {
            let ids = addition.threats.iter().map(|&at| subject.framework.threats[at].id.value.as_str());
            let _ = writeln!(text, "    against: {}", safe(&ids.collect::<Vec<_>>().join(", ")));
        }
    }
    if !suggestion.examine.is_empty() {
        let ids = suggestion.examine.iter().map(|&at| subject.framework.mitigations[at].id.value.as_str());
        let examine = format!(
            "and state `depends_on`, `[]` if nothing shared, for what counts only once it is examined: {}",
            ids.collect::<Vec<_>>().join(", ")
        );
        text.push_str(&paragraph(&examine, "", "  "));
    }
    if suggestion.out_of_reach > 0 {
        let cells = suggestion.out_of_reach;
        let stay = if cells == 1 { "cell stays" } else { "cells stay" };
        let _ = writeln!(text, "{cells} {stay} open: where the weights are out, only what lives in them counts");
    }
    text
}

/// The suggestion as one JSON document.
///
/// # Errors
/// The writer's own.
pub fn json(report: &FrameworkReport<'_>, goal: Goal, suggestion: &Suggestion, out: &mut dyn Write) -> io::Result<()> {
    let subject = report.coverage.subject;
    let framework = subject.framework;
    let additions = suggestion.additions.iter().map(|addition| {
        let node = &subject.taxonomy.categories[addition.category];
        let threats = addition.threats.iter().map(|&at| framework.threats[at].id.value.as_str());
        let ideas = addition.ideas.iter().map(|&at| framework.mitigations[at].id.value.as_str());
        json!({
            "category": node.code,
            "count": addition.count,
            "typical": node.suggest.iter().map(AsRef::as_ref).collect::<Vec<&str>>(),
            "threats": threats.collect::<Vec<_>>(),
            "ideas": ideas.collect::<Vec<_>>(),
        })
    });
    let splits = suggestion.splits.iter().map(|&at| framework.dependencies[at].id.value.as_str());
    let examine = suggestion.examine.iter().map(|&at| framework.mitigations[at].id.value.as_str());
    let document = json!({
        "schema_version": SCHEMA_VERSION,
        "tool": { "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") },
        "path": report.path,
        "goal": goal.id(),
        "exact": suggestion.exact,
        "additions": additions.collect::<Vec<_>>(),
        "splits": splits.collect::<Vec<_>>(),
        "examine": examine.collect::<Vec<_>>(),
        "out_of_reach": suggestion.out_of_reach,
    });
    serde_json::to_writer_pretty(&mut *out, &document)?;
    out.write_all(b"\n")
}
