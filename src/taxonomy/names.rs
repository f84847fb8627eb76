//! When two ways of writing a name are the same, and the sorted table that answers it.
//!
//! `build.rs` uses this file too, so it must not use the crate.

use std::collections::BTreeMap;

/// The names of one category.
pub(super) struct Names<'a> {
    /// Its code.
    pub(super) code: &'a str,
    /// Its name.
    pub(super) name: &'a str,
    /// Its aliases.
    pub(super) aliases: Vec<&'a str>,
}

/// What is compared when a category is looked up: lower case, `&` as "and", hyphens and underscores as spaces,
/// one space between words and none around them.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len() + 4);
    for c in text.chars() {
        match c {
            '&' => folded.push_str(" and "),
            '-' | '_' | '\u{2010}'..='\u{2015}' => folded.push(' '),
            _ => folded.extend(c.to_lowercase()),
        }
    }
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Every folded code, name and alias with the position of its category, sorted. Where two categories claim the same
/// (a taxonomy with that is refused), codes win over names and names over aliases.
pub(super) fn keys(categories: &[Names<'_>]) -> Vec<(String, usize)> {
    let mut keys = BTreeMap::new();
    let mut add = |text: &str, at: usize| {
        keys.entry(fold(text)).or_insert(at);
    };
    categories.iter().enumerate().for_each(|(at, names)| add(names.code, at));
    categories.iter().enumerate().for_each(|(at, names)| add(names.name, at));
    for (at, names) in categories.iter().enumerate() {
        names.aliases.iter().for_each(|alias| add(alias, at));
    }
    keys.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_blanks_hyphens_and_ampersands_make_no_difference() {
        for text in ["Audit & Log", " audit  and log", "AUDIT-AND-LOG", "audit_and\u{2011}log", "Audit&Log\n"] {
            assert_eq!(fold(text), "audit and log", "{text:?}");
        }
        assert_eq!(fold("1.2.4"), "1.2.4");
        assert_eq!(fold(" - "), "");
    }

    #[test]
    fn codes_win_over_names_and_names_over_aliases() {
        let first = Names { code: "1", name: "x", aliases: vec!["y", "2"] };
        let second = Names { code: "2", name: "y", aliases: vec!["x"] };
        let keys = keys(&[first, second]);
        assert_eq!(
            keys.iter().map(|(key, at)| (key.as_str(), *at)).collect::<Vec<_>>(),
            [("1", 0), ("2", 1), ("x", 0), ("y", 1)]
        );
    }
}
