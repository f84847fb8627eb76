//! Tiers, levels and dependencies: what came, went, was renamed or is set otherwise.

use super::super::pair::{Log, Pair};
use super::super::words::{code, codes, list};
use super::super::{Kind, What};
use crate::arena::Handle;
use crate::framework::{Dependency, Framework, Mitigation, Tier, TierSource};
use crate::source::Located;
use crate::vocabulary::Word as _;
use std::collections::BTreeSet;

/// All of them.
pub(super) fn all(pair: &Pair<'_>, log: &mut Log) {
    tiers(pair, log);
    levels(pair, log);
    for (before, after) in pair.dependencies.both() {
        dependency(pair, before, after, log);
    }
}

fn tiers(pair: &Pair<'_>, log: &mut Log) {
    let (old, new) = (pair.before().framework, pair.after().framework);
    let declared = |framework: &Framework| framework.tier_source == TierSource::Declared;
    for &gone in pair.tiers.gone().iter().filter(|_| declared(old)) {
        let tier = &old.tiers[gone];
        let message = format!("the tier {} is no longer named, so nothing is asked of it", code(&tier.id.value));
        log.add(pair.there(Kind::TierRemoved, What::Tier, &tier.id.value, tier.id.span).from(&tier.name).say(message));
    }
    for &came in pair.tiers.came().iter().filter(|_| declared(new)) {
        let tier = &new.tiers[came];
        let message = format!("the tier {} is new", code(&tier.id.value));
        log.add(pair.here(Kind::TierAdded, What::Tier, &tier.id.value, tier.id.span).to(&tier.name).say(message));
    }
    for (before, after) in pair.tiers.both() {
        tier(pair, before, after, log);
    }
}

fn tier(pair: &Pair<'_>, before: Handle<Tier>, after: Handle<Tier>, log: &mut Log) {
    let (old, new) = (pair.before().framework, pair.after().framework);
    let (was, is) = (&old.tiers[before], &new.tiers[after]);
    let id = &is.id.value;
    let about = |kind| pair.here(kind, What::Tier, id, is.id.span);
    if was.id.value != *id {
        let message = format!("the tier {} is called {} now", code(&was.id.value), code(id));
        log.add(about(Kind::TierRenamed).from(&was.id.value).to(id).say(message));
    }
    let exposed = |framework: &Framework, at| framework.exposure(at).map_or("not stated", |exposure| exposure.id());
    let (was_exposed, is_exposed) = (exposed(old, before), exposed(new, after));
    if was_exposed != is_exposed {
        let message = format!("the exposure of tier {} is {is_exposed} instead of {was_exposed}", code(id));
        log.add(about(Kind::TierChanged).from(was_exposed).to(is_exposed).say(message));
    }
    let named = |all: &[Located<Handle<Mitigation>>], framework: &Framework| -> BTreeSet<String> {
        all.iter().map(|one| framework.mitigations[one.value].id.value.clone()).collect()
    };
    // What was renamed is the same entry.
    let then = |all: &[Located<Handle<Mitigation>>]| -> BTreeSet<String> {
        all.iter()
            .map(|one| match pair.mitigations.new_of(one.value) {
                Some(now) => new.mitigations[now].id.value.clone(),
                None => old.mitigations[one.value].id.value.clone(),
            })
            .collect()
    };
    let lists = [
        ("relaxes", then(&was.relaxes), named(&is.relaxes, new)),
        ("is compensated by", then(&was.compensates), named(&is.compensates, new)),
    ];
    for (verb, was, is) in lists {
        for (no_longer, ids) in [(" no longer", &was - &is), ("", &is - &was)] {
            if !ids.is_empty() {
                let now = if no_longer.is_empty() { " now" } else { "" };
                let named = codes(ids.iter().map(String::as_str));
                let verb = if no_longer.is_empty() { verb.to_owned() } else { negated(verb) };
                log.add(about(Kind::TierChanged).say(format!("the tier {} {verb} {named}{now}", code(id))));
            }
        }
    }
}

fn negated(verb: &str) -> String {
    verb.strip_prefix("is ").map_or_else(|| format!("no longer {verb}"), |rest| format!("is no longer {rest}"))
}

fn levels(pair: &Pair<'_>, log: &mut Log) {
    let (old, new) = (pair.before().framework, pair.after().framework);
    for &gone in pair.levels.gone() {
        let id = &old.levels[gone].id;
        let message = format!("the level {} is no longer named", code(&id.value));
        log.add(pair.there(Kind::LevelChanged, What::Level, &id.value, id.span).say(message));
    }
    for &came in pair.levels.came() {
        let id = &new.levels[came].id;
        let message = format!("the level {} is new", code(&id.value));
        log.add(pair.here(Kind::LevelChanged, What::Level, &id.value, id.span).say(message));
    }
    for (before, after) in pair.levels.both() {
        let (was, is) = (&old.levels[before], &new.levels[after]);
        let threshold = |level: &crate::framework::Level| {
            level.threshold.as_ref().map_or_else(String::new, |threshold| threshold.value.clone())
        };
        let about = || pair.here(Kind::LevelChanged, What::Level, &is.id.value, is.id.span);
        if was.id.value != is.id.value {
            let message = format!("the level {} is called {} now", code(&was.id.value), code(&is.id.value));
            log.add(about().from(&was.id.value).to(&is.id.value).say(message));
        }
        if threshold(was) != threshold(is) {
            let message = format!("the level {} begins elsewhere", code(&is.id.value));
            log.add(about().from(threshold(was)).to(threshold(is)).say(message));
        }
    }
}

fn dependency(pair: &Pair<'_>, before: Handle<Dependency>, after: Handle<Dependency>, log: &mut Log) {
    let (old, new) = (pair.before().framework, pair.after().framework);
    let (was, is) = (&old.dependencies[before], &new.dependencies[after]);
    let id = &is.id.value;
    let about = |kind| pair.here(kind, What::Dependency, id, is.id.span);
    if was.id.value != *id {
        let message = format!("the dependency {} is called {} now", code(&was.id.value), code(id));
        log.add(about(Kind::DependencyRenamed).from(&was.id.value).to(id).say(message));
    }
    let claim = |one: &Dependency| one.failover.as_ref().map(|claim| claim.value.clone());
    match (claim(was), claim(is)) {
        (None, Some(now)) => {
            let message =
                format!("a failover of {} is claimed now, which takes it out of what can fail: {now}", code(id));
            log.add(about(Kind::DependencyChanged).to(now).say(message));
        }
        (Some(then), None) => {
            let message = format!("a failover of {} is no longer claimed", code(id));
            log.add(about(Kind::DependencyChanged).from(then).say(message));
        }
        (Some(then), Some(now)) if then != now => {
            let message = format!("the failover of {} is claimed in other words: {now}", code(id));
            log.add(about(Kind::DependencyChanged).from(then).to(now).say(message));
        }
        (Some(_), Some(_)) | (None, None) => {}
    }
    let then = was.depends_on.iter().map(|one| match pair.dependencies.new_of(one.value) {
        Some(now) => new.dependencies[now].id.value.clone(),
        None => old.dependencies[one.value].id.value.clone(),
    });
    let then: BTreeSet<String> = then.collect();
    let now: BTreeSet<String> = is.depends_on.iter().map(|one| new.dependencies[one.value].id.value.clone()).collect();
    if then != now {
        let message = format!("the dependency {} {}", code(id), rests(&then, &now));
        log.add(about(Kind::DependencyChanged).from(names(&then)).to(names(&now)).say(message));
    }
}

/// `rests on a now, and no longer on b`.
pub(in super::super) fn rests(then: &BTreeSet<String>, now: &BTreeSet<String>) -> String {
    let (less, more) = (then - now, now - then);
    let named = |ids: &BTreeSet<String>| codes(ids.iter().map(String::as_str));
    match (less.is_empty(), more.is_empty()) {
        (_, true) => format!("no longer rests on {}", named(&less)),
        (true, false) => format!("rests on {} now", named(&more)),
        (false, false) => format!("rests on {} instead of {}", named(&more), named(&less)),
    }
}

/// Names for a cell of a table.
pub(in super::super) fn names(ids: &BTreeSet<String>) -> String {
    if ids.is_empty() { "nothing shared".to_owned() } else { list(&ids.iter().cloned().collect::<Vec<_>>()) }
}
