//! A taxonomy as plain text of at most 80 columns: the tree, and all about one category.

use crate::arena::Handle;
use crate::taxonomy::{Category, Taxonomy};
use crate::vocabulary::{Actor, Layer, Word};
use std::fmt::Write as _;

/// Columns of a terminal that everybody has.
const WIDTH: usize = 80;
/// Widths of the columns role, layer and expected-of, each with the blank before it.
const RIGHT: [usize; 3] = [11, 9, 12];
/// The widest that codes with their indentation may get.
const WIDEST_CODE: usize = 20;
/// Width of the labels in front of the facts of a category.
const LABEL: usize = 13;

/// The whole tree: code, name, role, layer and who is expected to have it.
pub fn list(taxonomy: &Taxonomy) -> String {
    let mut text = wrap(&format!("{}: {}", taxonomy.id, taxonomy.title), WIDTH, "");
    let leaves = taxonomy.leaves().count();
    let counts = format!("{} ({} categories, {leaves} leaves)", taxonomy.edition, taxonomy.categories.len());
    text.push_str(&wrap(&counts, WIDTH, ""));
    let rows: Vec<[String; 5]> = taxonomy.categories.handles().map(|at| row(taxonomy, at)).collect();
    let code = rows.iter().map(|row| length(&row[0])).max().unwrap_or(0).clamp(4, WIDEST_CODE);
    let room = WIDTH - code - 1 - RIGHT.iter().sum::<usize>();
    let name = rows.iter().map(|row| length(&row[1])).max().unwrap_or(0).clamp(4, room);
    let head = ["code", "name", "role", "layer", "expected of"].map(str::to_owned);
    text.push('\n');
    for row in std::iter::once(&head).chain(&rows) {
        text.push_str(&line(row, [code, name]));
    }
    text.push_str(&legend(taxonomy));
    text
}

fn row(taxonomy: &Taxonomy, at: Handle<Category>) -> [String; 5] {
    let category = &taxonomy.categories[at];
    let indent = "  ".repeat(taxonomy.lineage(at).count() - 1);
    let mark = if category.working_title { "*" } else { "" };
    let actors: Vec<&str> = category.expected_of.iter().copied().map(short).collect();
    [
        format!("{indent}{}", category.code),
        format!("{}{mark}", category.name),
        category.role.id().to_owned(),
        category.layer.map_or("-", Layer::id).to_owned(),
        if actors.is_empty() { "-".to_owned() } else { actors.join(" ") },
    ]
}

/// Three letters for an actor, so that three of them fit in a column.
const fn short(actor: Actor) -> &'static str {
    match actor {
        Actor::Developer => "dev",
        Actor::Deployer => "dep",
        Actor::GovernanceActor => "gov",
    }
}

/// One row, on several lines where the code or the name is longer than its column.
fn line(row: &[String; 5], [code, name]: [usize; 2]) -> String {
    let [codes, names, role, layer, actors] = row;
    let indent = length(codes) - length(codes.trim_start());
    let codes = lines(codes.trim_start(), code.saturating_sub(indent).max(1));
    let names = lines(names, name);
    let mut text = String::new();
    for at in 0..codes.len().max(names.len()) {
        let blank = String::new();
        let (part, called) = (codes.get(at).unwrap_or(&blank), names.get(at).unwrap_or(&blank));
        let left = format!("{}{part:<rest$} {called:<name$}", " ".repeat(indent), rest = code - indent.min(code));
        let right = format!(" {role:<10} {layer:<8} {actors}");
        let whole = if at == 0 { left + &right } else { left };
        text.push_str(whole.trim_end());
        text.push('\n');
    }
    text
}

fn legend(taxonomy: &Taxonomy) -> String {
    let mut text = String::from("\ndev developer, dep deployer, gov governance-actor\n");
    if taxonomy.categories.iter().any(|category| category.working_title) {
        text.push_str("* a working title of ours\n");
    }
    for (label, about) in [("source", &taxonomy.source), ("licence", &taxonomy.licence), ("note", &taxonomy.note)] {
        if !about.is_empty() {
            text.push_str(&labelled(label, about));
        }
    }
    text
}

/// Everything about one category, with its neighbours and what one would typically add.
pub fn show(taxonomy: &Taxonomy, at: Handle<Category>) -> String {
    let category = &taxonomy.categories[at];
    let mut text = wrap(&format!("{}:{} {}", taxonomy.id, category.code, category.name), WIDTH, "");
    let mut path: Vec<&str> = taxonomy.lineage(at).map(|at| taxonomy.categories[at].name.as_ref()).collect();
    path.reverse();
    if path.len() > 1 {
        text.push_str(&wrap(&path.join(" > "), WIDTH, ""));
    }
    text.push('\n');
    text.push_str(&wrap(&category.definition, WIDTH, "  "));
    text.push('\n');
    text.push_str(&facts(category));
    text.push_str(&around(taxonomy, at));
    text.push_str(&typical(category));
    text
}

fn facts(category: &Category) -> String {
    let mut text = labelled("role", category.role.id());
    if let Some(layer) = category.layer {
        text.push_str(&labelled("layer", layer.id()));
    }
    let actors: Vec<&str> = category.expected_of.iter().map(|actor| actor.id()).collect();
    let expected = if actors.is_empty() { "nobody".to_owned() } else { actors.join(", ") };
    text.push_str(&labelled("expected of", &expected));
    if category.leaf {
        text.push_str(&labelled("wants", &format!("depth {}", category.wants)));
    }
    if category.in_weights {
        text.push_str(&labelled("in weights", "yes: counts even where the weights are out"));
    }
    if category.working_title {
        text.push_str(&labelled("name", "a working title of ours"));
    }
    let lists = [("voided by", &category.voided_by), ("also called", &category.aliases), ("terms", &category.terms)];
    for (label, items) in lists.iter().filter(|(_, items)| !items.is_empty()) {
        text.push_str(&labelled(label, &items.join(", ")));
    }
    text
}

/// What is below, what its definition sets it apart from, and what else stands beside it.
fn around(taxonomy: &Taxonomy, at: Handle<Category>) -> String {
    let category = &taxonomy.categories[at];
    let mentioned = |other: &Handle<Category>| {
        let code = taxonomy.categories[*other].code.as_ref();
        let mut words = category.definition.split(|c: char| c.is_whitespace() || ",;:()".contains(c));
        *other != at && words.any(|word| word.trim_end_matches('.') == code)
    };
    let below: Vec<_> = taxonomy.children(Some(at)).collect();
    let apart: Vec<_> = taxonomy.categories.handles().filter(mentioned).collect();
    let beside: Vec<_> =
        taxonomy.children(category.parent).filter(|other| *other != at && !apart.contains(other)).collect();
    let mut text = String::new();
    for (title, nodes) in [("below it", below), ("not to be confused with", apart), ("beside it", beside)] {
        if nodes.is_empty() {
            continue;
        }
        let _ = write!(text, "\n{title}\n");
        for node in nodes {
            let Category { code, name, .. } = &taxonomy.categories[node];
            text.push_str(&wrap(&format!("{code} {name}"), WIDTH, "  "));
        }
    }
    text
}

fn typical(category: &Category) -> String {
    if category.suggest.is_empty() {
        return String::new();
    }
    let items: String = category.suggest.iter().map(|item| hanging("  - ", item)).collect();
    format!("\ntypical measures\n{items}")
}

/// A label and a text beside it.
fn labelled(label: &str, text: &str) -> String {
    hanging(&format!("{label:<LABEL$}"), text)
}

/// A text whose lines after the first are indented by the width of what stands before it.
fn hanging(first: &str, text: &str) -> String {
    let indent = length(first);
    let mut out = String::new();
    for (at, line) in lines(text, WIDTH - indent).iter().enumerate() {
        let before = if at == 0 { first.to_owned() } else { " ".repeat(indent) };
        let _ = writeln!(out, "{before}{line}");
    }
    out
}

/// A text broken into lines of at most `width` columns, each behind `indent`.
fn wrap(text: &str, width: usize, indent: &str) -> String {
    let mut out = String::new();
    for line in lines(text, width - length(indent)) {
        let _ = writeln!(out, "{indent}{line}");
    }
    out
}

/// The lines of a text of at most `width` characters; a longer word is cut.
fn lines(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() && length(&line) + 1 + length(word) > width {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        for c in word.chars() {
            if length(&line) == width {
                lines.push(std::mem::take(&mut line));
            }
            line.push(c);
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

fn length(text: &str) -> usize {
    text.chars().count()
}
