//! A baseline as text: sorted, one finding a line, so that two branches that fix different findings merge.

use super::{Baseline, Extent, Key, Known};
use std::fmt::Write as _;

/// The text of a baseline.
pub fn text(baseline: &Baseline) -> String {
    let mut text = String::from(
        "# Findings that are known, by meaning. `mitigap baseline write` writes this file, `mitigap baseline prune` makes it \
         smaller.\nschema = 1\n",
    );
    for (path, recorded) in &baseline.frameworks {
        // Writing to a String cannot fail.
        let _ = write!(
            text,
            "\n[frameworks.{}]\ntaxonomy = {}\nedition = {}\nfindings = [\n",
            quoted(path),
            quoted(&recorded.taxonomy),
            quoted(&recorded.edition)
        );
        for known in &recorded.findings {
            let _ = writeln!(text, "  {{ {} }},", line(known));
        }
        text.push_str("]\n");
    }
    text
}

fn line(known: &Known) -> String {
    let Known {
        key: Key { check, category, tier, threat, mitigation, entry },
        extent: Extent { depth, examined, causes, text },
    } = known;
    let texts =
        [("category", category), ("tier", tier), ("threat", threat), ("mitigation", mitigation), ("entry", entry)];
    let mut parts = vec![format!("check = {}", quoted(check))];
    parts.extend(texts.into_iter().filter_map(|(key, value)| Some(format!("{key} = {}", quoted(value.as_ref()?)))));
    let numbers = [("depth", depth), ("examined", examined)];
    parts.extend(numbers.into_iter().filter_map(|(key, value)| Some(format!("{key} = {}", value.as_ref()?))));
    if !causes.is_empty() {
        let causes: Vec<String> = causes.iter().map(|cause| quoted(cause)).collect();
        parts.push(format!("causes = [{}]", causes.join(", ")));
    }
    parts.extend(text.iter().map(|text| format!("text = {}", quoted(text))));
    parts.join(", ")
}

/// A basic string of TOML on one line.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            // Control characters have no other spelling in a basic string; the rest of them would not be seen in a review.
            c if c.is_control() || !c.is_ascii() && c.is_whitespace() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
