//! `schema`, `[framework]` and `[scope]`: what only the root file holds.

use super::entry::Entry;
use super::keys::{FRAMEWORK, SCOPE, SCOPE_EXCLUDE, SCOPE_INCLUDE, TableKind};
use super::table::Table;
use super::value::{self, short};
use crate::framework::{Head, Scope, ScopeEntry};
use crate::problem::{Problem, ProblemKind};
use crate::source::{Located, Span};
use crate::vocabulary::Actor;
use toml::de::DeValue;

/// The only version of the format so far.
const SCHEMA: u32 = 1;

/// Checks `schema`, if it is there.
pub(super) fn schema(top: &mut Table<'_, '_>) {
    let Some(value) = top.value("schema") else { return };
    let DeValue::Integer(number) = value.0 else {
        let (span, found) = (top.at(&value.1), value::found(value.0));
        return top.report.at(span, || {
            Problem::at(ProblemKind::Shape, span, format!("`schema` is {found}, but a number is expected"))
                .label(found)
                .help("write `schema = 1`")
        });
    };
    if value::number(number) != Some(SCHEMA) {
        let span = top.at(&value.1);
        top.report.at(span, || {
            let message = format!("schema `{}` is not known to this version", short(&number.to_string()));
            Problem::at(ProblemKind::Shape, span, message).label("not 1").help("write `schema = 1`")
        });
    }
}

/// Reads `[framework]`. Without it the head has no name and lies in the first line.
pub(super) fn head(top: &mut Table<'_, '_>) -> Head {
    if top.value("framework").is_none() {
        let help = || "begin the file with `[framework]` and `name = \"...\"`".to_owned();
        top.absent("`[framework]` is missing", "not in this file", help);
    }
    let Some(entry) = top.one_table("framework") else { return unnamed(top.span()) };
    let mut table = Table::open(entry, &FRAMEWORK, top.ids, top.report);
    let span = table.span();
    Head {
        span,
        name: table.need_text("name").unwrap_or_else(|| Located::new(String::new(), span)),
        version: table.text("version"),
        date: table.date("date"),
        taxonomy: table.text("taxonomy"),
        actor: table.word::<Actor>("actor").map_or_else(Actor::default, |actor| actor.value),
    }
}

/// The head of a framework that has none.
pub(super) fn unnamed(span: Span) -> Head {
    let name = Located::new(String::new(), span);
    Head { span, name, version: None, date: None, taxonomy: None, actor: Actor::default() }
}

/// Reads `[scope]`.
pub(super) fn scope(top: &mut Table<'_, '_>) -> Scope {
    let Some(entry) = top.one_table("scope") else { return Scope::default() };
    let mut table = Table::open(entry, &SCOPE, top.ids, top.report);
    Scope {
        include: scope_entries(&mut table, "include", &SCOPE_INCLUDE),
        exclude: scope_entries(&mut table, "exclude", &SCOPE_EXCLUDE),
    }
}

fn scope_entries(scope: &mut Table<'_, '_>, key: &'static str, kind: &'static TableKind) -> Vec<ScopeEntry> {
    let entries = scope.tables(key, kind);
    let needs_reason = key == "exclude";
    entries.into_iter().filter_map(|entry| scope_entry(entry, kind, needs_reason, scope)).collect()
}

fn scope_entry<'t>(
    entry: Entry<'t>,
    kind: &'static TableKind,
    needs_reason: bool,
    scope: &mut Table<'_, 't>,
) -> Option<ScopeEntry> {
    let mut table = Table::open(entry, kind, scope.ids, scope.report);
    let category = table.need_text("category");
    let reason = if needs_reason { table.need_text("reason") } else { table.text("reason") };
    let (owner, expires) = (table.text("owner"), table.date("expires"));
    Some(ScopeEntry { span: entry.span, category: category?, reason, owner, expires })
}
