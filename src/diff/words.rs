//! How changes say things: lists and tiers in words.

use std::collections::BTreeMap;

/// How many names a sentence holds.
const SHOWN: usize = 4;

/// A name in backticks.
pub(super) fn code(id: &str) -> String {
    format!("`{id}`")
}

/// `a, b and c`; past four the rest is counted.
pub(super) fn list(items: &[String]) -> String {
    let extra = items.len().saturating_sub(SHOWN);
    let mut shown: Vec<String> = items.iter().take(SHOWN).cloned().collect();
    if extra > 0 {
        shown.push(format!("{extra} more"));
    }
    match shown.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
    }
}

/// `a`, `b` and `c`.
pub(super) fn codes<'a>(ids: impl IntoIterator<Item = &'a str>) -> String {
    list(&ids.into_iter().map(code).collect::<Vec<_>>())
}

/// The tiers, to end a part of a sentence with: nothing where there is only one to speak of.
pub(super) fn in_tiers(tiers: &[String], all: usize) -> String {
    match tiers {
        [] => String::new(),
        _ if all <= 1 => String::new(),
        _ if tiers.len() == all => " in every tier".to_owned(),
        [one] => format!(" in tier `{one}`"),
        several => format!(" in tiers {}", codes(several.iter().map(String::as_str))),
    }
}

/// `verb` for one, `verbs` for several.
pub(super) const fn plural<'a>(count: usize, one: &'a str, several: &'a str) -> &'a str {
    if count == 1 { one } else { several }
}

/// Things by name; of several of one name each by which it is.
pub(super) fn numbered<T>(named: Vec<(String, T)>) -> BTreeMap<(String, usize), T> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let number = |(name, thing): (String, T)| {
        let count = counts.entry(name.clone()).or_default();
        *count += 1;
        ((name, *count), thing)
    };
    named.into_iter().map(number).collect()
}
