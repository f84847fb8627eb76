//! Build time: from `taxonomy/<id>.toml` to static Rust tables, which `built_in.rs` includes.
//!
//! This file belongs to `build.rs` and must not use the crate. It trusts its input: what is wrong in a built-in
//! taxonomy is found by the loader, which a test holds against these tables entry by entry.

#[path = "ids.rs"]
mod ids;
#[path = "names.rs"]
mod names;
#[path = "tree.rs"]
mod tree;

use names::Names;
use serde::Deserialize;
use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

/// One file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    id: String,
    title: String,
    edition: String,
    source: String,
    licence: String,
    note: String,
    examples: Option<String>,
    axes: Axes,
    category: Vec<Category>,
}

/// `[axes]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Axes {
    stage: Vec<AxisValue>,
    actor: Vec<AxisValue>,
    function: Vec<AxisValue>,
    domain: Vec<AxisValue>,
}

/// One value of an axis.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AxisValue {
    id: String,
    name: String,
    #[serde(default)]
    meaning: String,
    #[serde(default)]
    adversarial: bool,
}

/// `[[category]]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Category {
    code: String,
    name: String,
    parent: Option<String>,
    #[serde(default)]
    working_title: bool,
    role: String,
    layer: Option<String>,
    expected_of: Vec<String>,
    wants: Option<u8>,
    #[serde(default)]
    in_weights: bool,
    #[serde(default)]
    voided_by: Vec<String>,
    definition: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    terms: Vec<String>,
    #[serde(default)]
    suggest: Vec<String>,
}

/// Writes `taxonomies.rs` into `out` and tells cargo what it was made from.
pub(crate) fn run(root: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    let mut cargo = std::io::stdout().lock();
    writeln!(cargo, "cargo:rerun-if-changed=build.rs")?;
    for part in ["ids", "names", "pack", "tree"] {
        writeln!(cargo, "cargo:rerun-if-changed=src/taxonomy/{part}.rs")?;
    }
    let mut tables = Vec::new();
    for id in ids::IDS {
        let path = format!("taxonomy/{id}.toml");
        writeln!(cargo, "cargo:rerun-if-changed={path}")?;
        let text = std::fs::read_to_string(root.join(&path)).map_err(|error| format!("{path}: {error}"))?;
        let file: File = toml::from_str(&text).map_err(|error| format!("{path}: {error}"))?;
        tables.push(format!("&{}", taxonomy(&file)?));
    }
    let code = format!("static TABLES: [&Taxonomy; {}] = [{}];\n", tables.len(), tables.join(", "));
    std::fs::write(out.join("taxonomies.rs"), code)?;
    Ok(())
}

/// One taxonomy as a Rust expression.
fn taxonomy(file: &File) -> Result<String, Box<dyn Error>> {
    let parents = file.category.iter().map(|category| parent(file, category)).collect::<Result<Vec<_>, _>>()?;
    let order = tree::order(&parents);
    let stands_at = |listed: usize| order.iter().position(|&at| at == listed);
    let mut categories = String::new();
    let mut named = Vec::new();
    for &at in &order {
        let Some(category) = file.category.get(at) else { continue };
        let above = parents.get(at).copied().flatten().and_then(stands_at);
        let leaf = !parents.contains(&Some(at));
        write!(categories, "{}, ", category_code(category, above, leaf))?;
        let aliases = category.aliases.iter().map(String::as_str).collect();
        named.push(Names { code: &category.code, name: &category.name, aliases });
    }
    let keys = list(&names::keys(&named), |(key, at)| format!("({}, Handle::new({at}))", text(key)));
    Ok(format!(
        "Taxonomy {{ id: {}, title: {}, edition: {}, source: {}, licence: {}, note: {}, examples: {}, \
         categories: Table::fixed(const {{ &[{categories}] }}), axes: {}, keys: {keys} }}",
        text(&file.id),
        text(&file.title),
        text(&file.edition),
        text(&file.source),
        text(&file.licence),
        text(&file.note),
        option(file.examples.as_deref().map(text)),
        axes(&file.axes),
    ))
}

/// The position, as listed, of the category above.
fn parent(file: &File, category: &Category) -> Result<Option<usize>, String> {
    let Some(above) = category.parent.as_deref().or_else(|| tree::code_above(&category.code)) else {
        return Ok(None);
    };
    if above.is_empty() {
        return Ok(None);
    }
    let at = file.category.iter().position(|other| other.code == above);
    at.map(Some).ok_or_else(|| format!("`{}` has no parent `{above}`", category.code))
}

/// One category as a Rust expression.
fn category_code(category: &Category, above: Option<usize>, leaf: bool) -> String {
    let protective = category.role == "protective";
    let layer = category.layer.as_deref().filter(|_| leaf && protective);
    format!(
        "Category {{ code: {}, name: {}, working_title: {}, definition: {}, aliases: {}, terms: {}, role: {}, \
         layer: {}, expected_of: {}, wants: {}, suggest: {}, in_weights: {}, voided_by: {}, parent: {}, \
         leaf: {leaf} }}",
        text(&category.code),
        text(&category.name),
        category.working_title,
        text(&category.definition),
        texts(&category.aliases),
        texts(&category.terms),
        word("Role", &category.role),
        option(layer.map(|layer| word("Layer", layer))),
        list(&category.expected_of, |actor| word("Actor", actor)),
        category.wants.unwrap_or(if protective { 2 } else { 1 }),
        texts(&category.suggest),
        category.in_weights,
        texts(&category.voided_by),
        option(above.map(|at| format!("Handle::new({at})"))),
    )
}

/// The axes as a Rust expression.
fn axes(axes: &Axes) -> String {
    let values = |values: &[AxisValue]| {
        list(values, |value| {
            let (id, name, meaning) = (text(&value.id), text(&value.name), text(&value.meaning));
            format!("AxisValue {{ id: {id}, name: {name}, meaning: {meaning}, adversarial: {} }}", value.adversarial)
        })
    };
    format!(
        "Axes {{ stage: {}, actor: {}, function: {}, domain: {} }}",
        values(&axes.stage),
        values(&axes.actor),
        values(&axes.function),
        values(&axes.domain)
    )
}

/// A text as a Rust expression, without the blanks around it.
fn text(text: &str) -> String {
    format!("Cow::Borrowed({:?})", text.trim())
}

/// A list of texts as a Rust expression.
fn texts(items: &[String]) -> String {
    list(items, |item| text(item))
}

/// A list as a Rust expression. The inner `const` makes the list live for ever.
fn list<T>(items: &[T], item: impl Fn(&T) -> String) -> String {
    format!("Cow::Borrowed(const {{ &[{}] }})", items.iter().map(item).collect::<Vec<_>>().join(", "))
}

/// An optional value as a Rust expression.
fn option(value: Option<String>) -> String {
    value.map_or_else(|| "None".to_owned(), |value| format!("Some({value})"))
}

/// A word of a closed list as the variant of its enum: `governance-actor` is `Actor::GovernanceActor`. An unknown
/// word is an error of the compiler.
fn word(of: &str, id: &str) -> String {
    let capitalised = id.split('-').map(|part| {
        let mut letters = part.chars();
        let first = letters.next().map(|first| first.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    });
    format!("{of}::{}", capitalised.collect::<String>())
}
