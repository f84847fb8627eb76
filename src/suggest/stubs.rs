//! What is suggested, as entries to be put at the end of the file.

use super::Suggestion;
use crate::coverage::Coverage;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Entries for what is suggested, to be put at the end of the file: ideas, which cover nothing until somebody takes
/// them on. What the framework has as an idea already is not written again.
pub fn stubs(coverage: &Coverage<'_>, suggestion: &Suggestion) -> String {
    let framework = coverage.subject.framework;
    let mut text = String::new();
    let mut written = BTreeSet::new();
    for addition in &suggestion.additions {
        let node = &coverage.subject.taxonomy.categories[addition.category];
        let missing = (addition.count as usize).saturating_sub(addition.ideas.len());
        for nth in 0..missing {
            let id = free_id(coverage, &node.name, &mut written);
            let typical = node.suggest.get(addition.ideas.len() + nth).map_or(node.name.as_ref(), AsRef::as_ref);
            let threats: Vec<String> =
                addition.threats.iter().map(|&at| format!("\"{}\"", framework.threats[at].id.value)).collect();
            let against =
                if threats.is_empty() { String::new() } else { format!("threats = [{}]\n", threats.join(", ")) };
            let name = quoted(typical);
            // Writing to a String cannot fail.
            let _ = write!(
                text,
                "\n[[mitigation]]\nid = \"{id}\"\nname = {name}\ncategory = \"{}\"\nstatus = \"idea\"\n{against}",
                node.code
            );
        }
    }
    text
}

/// An id made of a name, with a number where it is taken.
fn free_id(coverage: &Coverage<'_>, name: &str, written: &mut BTreeSet<String>) -> String {
    let words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut stem = words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-");
    stem.truncate(50);
    let framework = coverage.subject.framework;
    let taken = |id: &str| {
        framework.mitigations.iter().any(|entry| entry.id.value == id)
            || framework.dependencies.iter().any(|entry| entry.id.value == id)
            || framework.threats.iter().any(|entry| entry.id.value == id)
            || framework.tiers.iter().any(|entry| entry.id.value == id)
            || framework.levels.iter().any(|entry| entry.id.value == id)
            || framework.events.iter().any(|entry| entry.id.value == id)
    };
    let stem = format!("more-{}", if stem.is_empty() { "measures" } else { &stem });
    let ids = std::iter::once(stem.clone()).chain((2_u32..).map(|number| format!("{stem}-{number}")));
    let free = ids.into_iter().find(|id| !taken(id) && !written.contains(id)).unwrap_or(stem);
    written.insert(free.clone());
    free
}

/// A basic string of TOML on one line.
fn quoted(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let line: String = line.chars().filter(|c| !c.is_control()).collect();
    format!("\"{}\"", line.replace('\\', "\\\\").replace('"', "\\\""))
}
