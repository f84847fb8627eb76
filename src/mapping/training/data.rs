//! The files that examples are kept in.

use super::{Example, Origin};
use crate::taxonomy::Taxonomy;
use serde::Deserialize;

/// Voice of the examples that were written as entries of whole frameworks.
const FRAMEWORK: &str = "framework";

/// Reads lines of code, name, description and voice, with tabs between.
///
/// # Errors
/// The number of the first line that has not four fields.
pub fn examples(text: &str) -> Result<Vec<Example>, usize> {
    text.lines().enumerate().map(|(at, line)| example(line).ok_or(at + 1)).collect()
}

fn example(line: &str) -> Option<Example> {
    let fields: Vec<&str> = line.split('\t').collect();
    let [label, name, description, voice] = fields.as_slice() else {
        return None;
    };
    let origin = if *voice == FRAMEWORK { Origin::Framework } else { Origin::Written };
    Some(plain(label, name, description, origin))
}

/// An example without acceptable labels.
fn plain(label: &str, name: &str, description: &str, origin: Origin) -> Example {
    Example {
        label: label.to_owned(),
        acceptable: Vec::new(),
        name: name.to_owned(),
        description: description.to_owned(),
        origin,
    }
}

/// The codes of a taxonomy, in its order.
pub fn classes(taxonomy: &Taxonomy) -> Vec<String> {
    taxonomy.categories.iter().map(|category| category.code.to_string()).collect()
}

/// What a taxonomy says of itself: each definition under its name, each alias, and the terms.
pub fn of_taxonomy(taxonomy: &Taxonomy) -> Vec<Example> {
    let categories = || taxonomy.categories.entries().map(|(_, category)| category);
    let definitions = categories().map(|c| plain(&c.code, &c.name, &c.definition, Origin::Definition));
    let aliases =
        categories().flat_map(|c| c.aliases.iter().map(|alias| plain(&c.code, alias, "", Origin::Definition)));
    let terms = categories().map(|c| plain(&c.code, &c.name, &c.terms.join(", "), Origin::Definition));
    let suggested = categories().flat_map(|c| c.suggest.iter().map(|one| plain(&c.code, "", one, Origin::Definition)));
    definitions.chain(aliases).chain(terms).chain(suggested).collect()
}

/// A labelled mitigation, one JSON object a line.
#[derive(Debug, Deserialize)]
struct Labelled {
    name: String,
    #[serde(default)]
    description: String,
    category: String,
    #[serde(default)]
    also_acceptable: Vec<String>,
}

/// Reads labelled mitigations (`name`, `description`, `category`, `also_acceptable`) of one origin.
///
/// # Errors
/// The line that is not such an object, and why.
pub fn labelled(text: &str, origin: &str) -> Result<Vec<Example>, (usize, serde_json::Error)> {
    let rows = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    rows.map(|(at, line)| {
        let row: Labelled = serde_json::from_str(line).map_err(|error| (at + 1, error))?;
        let origin = Origin::Labelled(origin.to_owned());
        let example = plain(&row.category, &row.name, &row.description, origin);
        Ok(Example { acceptable: row.also_acceptable, ..example })
    })
    .collect()
}
