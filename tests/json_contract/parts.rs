//! The parts of a document by name.

use crate::{document, every_framework};
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// The document of the example with its broken inputs.
pub(crate) static EXAMPLE: LazyLock<Value> = LazyLock::new(document);
/// The example's framework and that of every fixture.
pub(crate) static ALL: LazyLock<Vec<Value>> = LazyLock::new(every_framework);

pub(crate) fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

pub(crate) fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

pub(crate) fn number(value: &Value) -> usize {
    usize::try_from(value.as_u64().unwrap()).unwrap()
}

pub(crate) fn texts(value: &Value) -> Vec<&str> {
    list(value).iter().map(text).collect()
}

/// The example's framework.
pub(crate) fn framework() -> &'static Value {
    &EXAMPLE["frameworks"][0]
}

pub(crate) fn categories(framework: &Value) -> &[Value] {
    list(&framework["taxonomies"][0]["categories"])
}

pub(crate) fn leaves(framework: &Value) -> impl Iterator<Item = &Value> {
    categories(framework).iter().filter(|category| category["leaf"] == true)
}

pub(crate) fn category<'d>(framework: &'d Value, code: &str) -> &'d Value {
    categories(framework).iter().find(|category| category["code"] == code).unwrap()
}

/// The cells of leaves, then those of threats.
pub(crate) fn cells(framework: &Value) -> impl Iterator<Item = &Value> {
    leaves(framework).chain(list(&framework["threats"])).flat_map(|row| list(&row["cells"]))
}

pub(crate) fn findings<'d>(framework: &'d Value, check: &str) -> Vec<&'d Value> {
    list(&framework["findings"]).iter().filter(|finding| finding["check"] == check).collect()
}

pub(crate) fn ids<'d>(framework: &'d Value, list_of: &str) -> BTreeSet<&'d str> {
    list(&framework[list_of]).iter().map(|entry| text(&entry["id"])).collect()
}
