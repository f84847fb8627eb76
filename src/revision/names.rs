//! Which further files a framework, a configuration or a taxonomy names: what is included, taxonomies, their examples.
//!
//! No judgement: what is wrong with a file is for its reader to say.

use toml::de::{DeTable, DeValue};

/// Past this length a text with syntax errors names nothing: the parser keeps every error.
const RECOVERED: usize = 1024 * 1024;

/// The names in a text, as written.
pub(super) fn of(text: &str) -> Vec<String> {
    let tree =
        if text.len() > RECOVERED { DeTable::parse(text).ok() } else { Some(DeTable::parse_recoverable(text).0) };
    let mut names = Vec::new();
    for (key, value) in tree.as_ref().map(toml::Spanned::get_ref).into_iter().flatten() {
        match (key.get_ref().as_ref(), value.get_ref()) {
            ("include", DeValue::Array(all)) => names.extend(all.iter().filter_map(|one| text_of(one.get_ref()))),
            ("include" | "examples" | "taxonomy", one) => names.extend(text_of(one)),
            ("taxonomies", DeValue::Table(all)) => names.extend(all.values().filter_map(|one| text_of(one.get_ref()))),
            ("framework", DeValue::Table(head)) => names.extend(taxonomy(head)),
            (_, DeValue::Array(all)) => {
                let tables = all.iter().filter_map(|one| one.get_ref().as_table());
                names.extend(tables.filter_map(taxonomy));
            }
            _ => {}
        }
    }
    names
}

/// The taxonomy that a table names.
fn taxonomy(table: &DeTable<'_>) -> Option<String> {
    table.iter().find(|(key, _)| key.get_ref() == "taxonomy").and_then(|(_, value)| text_of(value.get_ref()))
}

fn text_of(value: &DeValue<'_>) -> Option<String> {
    value.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn includes_a_taxonomy_and_its_examples_are_named() {
        let framework = "include = [\"a/*.toml\", \"b.toml\"]\n[framework]\nname = \"x\"\ntaxonomy = \"t.toml\"\n";
        assert_eq!(of(framework), ["t.toml", "a/*.toml", "b.toml"]);
        let configuration =
            "taxonomy = \"a.toml\"\n[taxonomies]\nours = \"b.toml\"\n[[override]]\ntaxonomy = \"c.toml\"\n";
        assert_eq!(of(configuration), ["c.toml", "b.toml", "a.toml"]);
        assert_eq!(of("id = \"t\"\nexamples = \"t.tsv\"\n"), ["t.tsv"]);
        assert_eq!(of("include = [\"a.toml\"]\n[framework\nname = \n"), ["a.toml"], "in a damaged text too");
    }
}
