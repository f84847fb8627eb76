//! What is wrong with a taxonomy whose entries are well formed one by one: names that mean two things, parents that
//! are not there, leaves that say too little.

use super::load::Draft;
use super::names::fold;
use super::tree;
use crate::problem::{Problem, ProblemKind, nearest, suggestion};
use crate::source::{Located, Span};
use crate::table::{Entry, Log};
use crate::vocabulary::{Layer, Role, Word as _};
use std::collections::{BTreeMap, BTreeSet};

/// Compares the categories with one another.
pub(super) fn lint(log: &mut Log, entry: &Entry<'_>, drafts: &[Draft]) {
    if entry.lacks("category") {
        let empty = Problem::at(ProblemKind::Shape, entry.span, "the taxonomy has no `[[category]]`");
        log.add(empty.help("add `[[category]]` entries with `code`, `name`, `definition`, `role` and `expected_of`"));
        return;
    }
    for draft in drafts {
        check_code(log, draft);
    }
    check_names(log, drafts);
    let parents = check_parents(log, drafts);
    check_circles(log, drafts, &parents);
    check_layers(log, drafts, &parents);
}

/// An id is what codes carry before a colon, so it is as narrow as the ids of a framework.
pub(super) fn check_id(log: &mut Log, id: &Located<String>) {
    let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let fits = id.value.len() <= 64
        && id.value.starts_with(letters)
        && id.value.chars().all(|c| letters(c) || matches!(c, '.' | '_' | '-'));
    if !fits {
        let message = format!("`{}` cannot be the id of a taxonomy", id.value);
        let help = "use up to 64 lower-case letters, digits, `.`, `_` and `-`, a letter or digit first";
        log.add(Problem::at(ProblemKind::Shape, id.span, message).help(help));
    }
}

/// Every value of an axis has its own id.
pub(super) fn check_axis(log: &mut Log, axis: &str, ids: &[Located<String>]) {
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    for id in ids {
        if let Some(&first) = seen.get(id.value.as_str()) {
            let message = format!("axis `{axis}` has `{}` twice", id.value);
            log.add(
                Problem::at(ProblemKind::Reference, id.span, message).label("again here").also(first, "first here"),
            );
        }
        seen.entry(&id.value).or_insert(id.span);
    }
}

/// A colon would be read as the end of a taxonomy's id.
fn check_code(log: &mut Log, draft: &Draft) {
    if draft.code.value.chars().any(|c| c == ':' || c.is_control()) {
        let message = format!("code `{}` holds a colon or a control character", draft.code.value.escape_debug());
        log.add(Problem::at(ProblemKind::Shape, draft.code.span, message));
    }
}

/// A code, a name and an alias each mean one category.
fn check_names(log: &mut Log, drafts: &[Draft]) {
    let mut known: BTreeMap<String, (usize, Span, &str)> = BTreeMap::new();
    let codes = drafts.iter().enumerate().map(|(at, draft)| (at, "code", &draft.code));
    let names = drafts.iter().enumerate().map(|(at, draft)| (at, "name", &draft.name));
    let aliases = drafts.iter().enumerate().flat_map(|(at, draft)| draft.aliases.iter().map(move |a| (at, "alias", a)));
    for (at, what, text) in codes.chain(names).chain(aliases).filter(|(_, _, text)| !text.value.is_empty()) {
        let key = fold(&text.value);
        let Some(&(other, first, first_what)) = known.get(&key) else {
            known.insert(key, (at, text.span, what));
            continue;
        };
        if other != at {
            log.add(ambiguous(text, what, (drafts.get(other), first, first_what)));
        }
    }
}

fn ambiguous(text: &Located<String>, what: &str, first: (Option<&Draft>, Span, &str)) -> Problem {
    let (owner, span, first_what) = first;
    let code = owner.map_or("", Draft::shown);
    let message = if what == "code" {
        format!("code `{}` is given twice", text.value)
    } else {
        format!("{what} `{}` already means category `{code}`", text.value)
    };
    Problem::at(ProblemKind::Reference, text.span, message)
        .label("again here")
        .also(span, format!("{first_what} of `{code}` here"))
        .help("case, hyphens and `&` for \"and\" make no difference; a name must mean one category")
}

/// The positions of the categories above, with a problem for each that is not there.
fn check_parents(log: &mut Log, drafts: &[Draft]) -> Vec<Option<usize>> {
    let at: BTreeMap<&str, usize> =
        drafts.iter().enumerate().rev().map(|(at, draft)| (draft.code.value.as_str(), at)).collect();
    let mut parents = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let above = draft.above();
        let found = above.and_then(|above| at.get(above)).copied();
        if let (Some(above), None) = (above, found) {
            let near = if log.is_full() { None } else { Some(at.keys().copied()) };
            log.add(no_parent(draft, above, near.into_iter().flatten()));
        }
        parents.push(found);
    }
    parents
}

fn no_parent<'a>(draft: &Draft, above: &str, codes: impl Iterator<Item = &'a str> + Clone) -> Problem {
    let message = format!("category `{}` lies below `{above}`, which is not there", draft.shown());
    let Some(parent) = &draft.parent else {
        let near = nearest(above, codes).map_or_else(String::new, |near| format!(" (such as `{near}`)"));
        return Problem::at(ProblemKind::Reference, draft.code.span, message).help(format!(
            "add category `{above}`, or name another with `parent = ...`{near}; `parent = \"\"` is the top"
        ));
    };
    Problem::at(ProblemKind::Reference, parent.span, message).help(suggestion(above, codes))
}

/// With `parent` written by hand, categories can end up above themselves.
fn check_circles(log: &mut Log, drafts: &[Draft], parents: &[Option<usize>]) {
    let reached: BTreeSet<usize> = tree::order(parents).into_iter().collect();
    for (_, draft) in drafts.iter().enumerate().filter(|(at, _)| !reached.contains(at)) {
        let span = draft.parent.as_ref().map_or(draft.code.span, |parent| parent.span);
        let message = format!("category `{}` lies below itself", draft.shown());
        log.add(Problem::at(ProblemKind::Reference, span, message).help("name a category further up as its `parent`"));
    }
}

/// A protective leaf says where on the path to harm it acts; a leaf of another role is nowhere on it.
fn check_layers(log: &mut Log, drafts: &[Draft], parents: &[Option<usize>]) {
    let inner: BTreeSet<usize> = parents.iter().flatten().copied().collect();
    for (_, draft) in drafts.iter().enumerate().filter(|(at, _)| !inner.contains(at)) {
        let code = draft.shown();
        match (draft.role, draft.layer) {
            (Some(Role::Protective), None) => {
                let message = format!("category `{code}` is a protective leaf without a `layer`");
                let layers: Vec<&str> = Layer::WORDS.iter().map(|(_, id)| *id).collect();
                let help = format!("add `layer = ...`, one of: {}", layers.join(", "));
                log.add(Problem::at(ProblemKind::Shape, draft.code.span, message).help(help));
            }
            (Some(role @ (Role::Assurance | Role::Governance)), Some(layer)) => {
                let message = format!("category `{code}` has a `layer` although its role is `{}`", role.id());
                let help = "remove `layer`, or make it `role = \"protective\"`";
                log.add(Problem::at(ProblemKind::Shape, layer.span, message).help(help));
            }
            (Some(Role::Protective | Role::Assurance | Role::Governance) | None, _) => {}
        }
    }
}
