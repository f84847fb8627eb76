//! `[scope]`: what is taken out, what is put in, and until when.

use super::super::pair::{Log, Pair};
use super::super::words::numbered;
use super::super::{Kind, What};
use crate::arena::Handle;
use crate::coverage::Subject;
use crate::framework::ScopeEntry;
use crate::taxonomy::Category;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Exclusions and inclusions that came, went or changed.
pub(super) fn all(pair: &Pair<'_>, log: &mut Log) {
    exclusions(pair, log);
    inclusions(pair, log);
}

/// One entry with the name of what it means.
struct Entry<'p> {
    label: String,
    is: &'p ScopeEntry,
}

/// The entries by the code they mean; of several of one code each by which it is.
fn entries<'p>(
    subject: Subject<'p>,
    entries: &'p [ScopeEntry],
    names: &[Option<Handle<Category>>],
) -> BTreeMap<(String, usize), Entry<'p>> {
    let known = entries.iter().zip(names).filter_map(|(entry, at)| Some((entry, (*at)?)));
    let coded = known.map(|(is, at)| {
        let node = &subject.taxonomy.categories[at];
        (node.code.to_string(), Entry { label: format!("{} {}", node.code, node.name), is })
    });
    numbered(coded.collect())
}

fn reason(entry: &ScopeEntry) -> &str {
    entry.reason.as_ref().map_or("", |reason| reason.value.as_str())
}

fn owner(entry: &ScopeEntry) -> &str {
    entry.owner.as_ref().map_or("", |owner| owner.value.as_str())
}

fn until(entry: &ScopeEntry) -> Option<Date> {
    entry.expires.as_ref().map(|expires| expires.value)
}

/// The end in words; never comes after every day.
fn told(until: Option<Date>) -> String {
    until.map_or_else(|| "for good".to_owned(), |until| format!("until {until}"))
}

fn exclusions(pair: &Pair<'_>, log: &mut Log) {
    let [(before, old), (after, new)] = [pair.before(), pair.after()].map(|subject| {
        let all = entries(subject, &subject.framework.scope.exclude, &subject.mapping.names.exclude);
        (subject, all)
    });
    for (key, Entry { label, is: entry }) in &new {
        let id = &key.0;
        let about = |kind| pair.here(kind, What::Category, id, entry.span).to(reason(entry));
        let Some(Entry { is: was, .. }) = old.get(key) else {
            let covered = before.taxonomy.by_code(id).and_then(|at| pair.old.coverage.category(at)?.verdict);
            let covered =
                if covered.is_some_and(|verdict| verdict.is_covered()) { ", although it was covered" } else { "" };
            let message = format!("{label} is taken out of scope {}{covered}: {}", told(until(entry)), reason(entry));
            log.add(about(Kind::ExclusionAdded).say(message));
            continue;
        };
        let (was_until, is_until) = (until(was), until(entry));
        // No end is the latest end.
        let rank = |until: Option<Date>| (until.is_none(), until);
        if rank(was_until) == rank(is_until) {
            if (reason(was), owner(was)) != (reason(entry), owner(entry)) {
                let message = format!("the exclusion of {label} has another reason or owner: {}", reason(entry));
                log.add(about(Kind::ExclusionReworded).from(reason(was)).say(message));
            }
            continue;
        }
        let longer = rank(is_until) > rank(was_until);
        let kind = if longer { Kind::ExclusionLengthened } else { Kind::ExclusionShortened };
        let message = format!("{label} is out of scope {} instead of {}", told(is_until), told(was_until));
        log.add(about(kind).from(told(was_until)).to(told(is_until)).say(message));
    }
    for (key, Entry { label, is: entry }) in old.iter().filter(|(key, _)| !new.contains_key(*key)) {
        let id = &key.0;
        let state = after.taxonomy.by_code(id).and_then(|at| pair.new.coverage.category(at)?.verdict);
        let state = state.map_or("", |verdict| if verdict.is_covered() { ", and it is covered" } else { "" });
        let message = format!("{label} is no longer taken out of scope{state}");
        log.add(pair.there(Kind::ExclusionRemoved, What::Category, id, entry.span).from(reason(entry)).say(message));
    }
}

fn inclusions(pair: &Pair<'_>, log: &mut Log) {
    let [old, new] = [pair.before(), pair.after()]
        .map(|subject| entries(subject, &subject.framework.scope.include, &subject.mapping.names.include));
    for (key, Entry { label, is: entry }) in new.iter().filter(|(key, _)| !old.contains_key(*key)) {
        let id = &key.0;
        let message = format!("{label} is put in scope, beyond what the actor is asked");
        log.add(pair.here(Kind::InclusionAdded, What::Category, id, entry.span).to(reason(entry)).say(message));
    }
    for (key, Entry { label, is: entry }) in old.iter().filter(|(key, _)| !new.contains_key(*key)) {
        let id = &key.0;
        let message = format!("{label} is no longer put in scope");
        log.add(pair.there(Kind::InclusionRemoved, What::Category, id, entry.span).from(reason(entry)).say(message));
    }
}
