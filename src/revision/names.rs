//! Which further files a framework or a taxonomy names: what it includes, its taxonomy, the examples of that.
//!
//! No judgement: what is wrong with a file is for its reader to say.

use toml::de::{DeTable, DeValue};

/// Past this length a text with syntax errors names nothing: the parser keeps every error.
const RECOVERED: usize = 1024 * 1024;

/// The names in a text, as written.
pub(super) fn of(text: &str) -> Vec<String> {
    let tree =
        if text.len() > RECOVERED { DeTable::parse(text).ok() } else { Some(DeTable::parse_recoverable(text).0) };
    let Some(tree) = tree else { return Vec::new() };
    let tree = tree.into_inner();
    let mut names = Vec::new();
    for (key, value) in &tree {
        match (key.get_ref().as_ref(), value.get_ref()) {
            ("include", DeValue::Array(all)) => names.extend(all.iter().filter_map(|one| text_of(one.get_ref()))),
            ("include" | "examples", one) => names.extend(text_of(one)),
            ("framework", DeValue::Table(head)) => {
                let taxonomy = head.iter().find(|(key, _)| key.get_ref() == "taxonomy");
                names.extend(taxonomy.and_then(|(_, value)| text_of(value.get_ref())));
            }
            _ => {}
        }
    }
    names
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
        assert_eq!(of("id = \"t\"\nexamples = \"t.tsv\"\n"), ["t.tsv"]);
        assert_eq!(of("include = [\"a.toml\"]\n[framework\nname = \n"), ["a.toml"], "in a damaged text too");
    }
}
