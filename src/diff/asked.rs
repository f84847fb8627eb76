//! What is asked: of whom, against which threats, in which tiers, and what is taken out of scope. Asking less is getting worse
//! unseen.

mod scope;
mod tiers;

pub(super) use tiers::{names, rests};

use super::pair::{Log, Pair};
use super::words::{code, codes, list};
use super::{Direction, Kind, What};
use crate::arena::Handle;
use crate::coverage::scope::Expectation;
use crate::coverage::settings::Bound;
use crate::coverage::threat::DEFAULT_WANTED;
use crate::framework::{Framework, Threat};
use crate::mapping::Confidence;
use crate::vocabulary::Word as _;
use std::collections::BTreeSet;

/// What is said of the framework as a whole.
pub(super) fn framework(pair: &Pair<'_>, log: &mut Log) {
    let (old, new) = (&pair.before().framework.head, &pair.after().framework.head);
    let name = &new.name.value;
    let about = |kind| pair.here(kind, What::Framework, name, new.span);
    if pair.old.path != pair.new.path && pair.old.key != pair.new.key {
        let message = format!("the framework moved from {} to {}", code(pair.old.path), code(pair.new.path));
        log.add(about(Kind::FrameworkMoved).from(pair.old.path).to(pair.new.path).say(message));
    }
    if old.name.value != *name {
        let message = format!("the framework is called {} instead of {}", code(name), code(&old.name.value));
        log.add(about(Kind::FrameworkRenamed).from(&old.name.value).to(name).say(message));
    }
    let named = |head: &crate::framework::Head| head.taxonomy.as_ref().map(|named| named.value.clone());
    if named(old) != named(new) {
        let default = || crate::taxonomy::DEFAULT.to_owned();
        let [before, after] = [old, new].map(|head| named(head).unwrap_or_else(default));
        if before != after {
            let message = format!("the framework names the taxonomy {} instead of {}", code(&after), code(&before));
            log.add(about(Kind::TaxonomyChanged).from(before).to(after).say(message));
        }
    }
    if old.actor != new.actor {
        let [fewer, more] = by_actor(pair);
        let (before, after) = (old.actor.id(), new.actor.id());
        let said = [("no longer asked", &fewer), ("asked in addition", &more)];
        let said = said.iter().filter(|(_, codes)| !codes.is_empty());
        let said: Vec<String> = said.map(|(how, codes)| format!("{how}: {}", list(codes))).collect();
        let rest = if said.is_empty() { String::new() } else { format!("; {}", said.join("; ")) };
        let direction = match (fewer.is_empty(), more.is_empty()) {
            (false, _) => Direction::Regression,
            (true, false) => Direction::Improvement,
            (true, true) => Direction::Neutral,
        };
        let message = format!("the framework is a {after}'s instead of a {before}'s{rest}");
        log.add(about(Kind::ActorChanged).from(before).to(after).going(direction).say(message));
    }
}

/// What counts: the status credited, the mappings, and how sure they have to be.
pub(super) fn rules(pair: &Pair<'_>, log: &mut Log) {
    let head = &pair.after().framework.head;
    let (old, new) = (pair.before().settings, pair.after().settings);
    let percent = |confidence: Confidence| format!("{} %", (confidence.0 + 50) / 100);
    let mut rows = vec![
        (
            "the least status that counts",
            old.credit.id().to_owned(),
            new.credit.id().to_owned(),
            new.credit < old.credit,
        ),
        ("what mappings count", old.bound.id().to_owned(), new.bound.id().to_owned(), new.bound == Bound::Inferred),
        (
            "how sure a mapping has to be to count",
            percent(pair.old.accept),
            percent(pair.new.accept),
            pair.new.accept < pair.old.accept,
        ),
    ];
    let judged =
        pair.old.rules.iter().filter_map(|rule| Some((rule, pair.new.rules.iter().find(|r| r.what == rule.what)?)));
    rows.extend(
        judged.map(|(old, new)| {
            (old.what.as_str(), old.value.clone(), new.value.clone(), new.strictness < old.strictness)
        }),
    );
    for (what, before, after, looser) in rows.into_iter().filter(|(_, before, after, _)| before != after) {
        let kind = if looser { Kind::RulesLoosened } else { Kind::RulesTightened };
        let message = format!("{what} is {} instead of {} by the configuration", code(&after), code(&before));
        log.add(pair.here(kind, What::Framework, &head.name.value, head.span).from(before).to(after).say(message));
    }
}

/// The leaves that are no longer asked because of the actor, and those that are asked in addition.
fn by_actor(pair: &Pair<'_>) -> [Vec<String>; 2] {
    let asked = |coverage: &crate::coverage::Coverage<'_>, not: bool| -> BTreeSet<String> {
        let leaves = coverage.categories.iter().filter(|one| one.verdict.is_some());
        let leaves = leaves
            .filter(|one| if not { one.expectation == Expectation::OtherActor } else { one.expectation.is_expected() });
        leaves.map(|one| coverage.subject.taxonomy.categories[one.category].code.to_string()).collect()
    };
    let (old, new) = (&pair.old.coverage, &pair.new.coverage);
    let both = |asked: BTreeSet<String>, not: &BTreeSet<String>| asked.intersection(not).cloned().collect();
    [both(asked(old, false), &asked(new, true)), both(asked(new, false), &asked(old, true))]
}

/// Everything else that says what is asked.
pub(super) fn all(pair: &Pair<'_>, log: &mut Log) {
    threats(pair, log);
    scope::all(pair, log);
    tiers::all(pair, log);
}

fn threats(pair: &Pair<'_>, log: &mut Log) {
    let (old, new) = (pair.before().framework, pair.after().framework);
    for &gone in pair.threats.gone() {
        let (id, span) = (&old.threats[gone].id.value, old.threats[gone].id.span);
        let message = format!("the threat {} is no longer named, so nothing is asked against it", code(id));
        log.add(pair.there(Kind::ThreatRemoved, What::Threat, id, span).from(&old.threats[gone].name).say(message));
    }
    for &came in pair.threats.came() {
        let (id, span) = (&new.threats[came].id.value, new.threats[came].id.span);
        let message = format!("the threat {} is named now", code(id));
        log.add(pair.here(Kind::ThreatAdded, What::Threat, id, span).to(&new.threats[came].name).say(message));
    }
    for (before, after) in pair.threats.both() {
        threat(pair, before, after, log);
    }
}

/// How one threat is asked about.
fn threat(pair: &Pair<'_>, before: Handle<Threat>, after: Handle<Threat>, log: &mut Log) {
    let (old, new) = (&pair.before().framework.threats[before], &pair.after().framework.threats[after]);
    let id = &new.id.value;
    let about = |kind| pair.here(kind, What::Threat, id, new.id.span);
    if old.id.value != *id {
        let message = format!("the threat {} is called {} now", code(&old.id.value), code(id));
        log.add(about(Kind::ThreatRenamed).from(&old.id.value).to(id).say(message));
    }
    let kind = |less| if less { Kind::ThreatAsksLess } else { Kind::ThreatAsksMore };
    let wanted =
        |threat: &Threat| threat.depth.as_ref().map_or(DEFAULT_WANTED, |depth| u32::from(depth.value.layers()));
    let (was, is) = (wanted(old), wanted(new));
    if was != is {
        let message = format!("depth {is} is wanted against {} where it was {was}", code(id));
        log.add(
            about(kind(is < was)).from(format!("depth {was} wanted")).to(format!("depth {is} wanted")).say(message),
        );
    }
    let (was, is) = (pair.before().is_adversarial(old), pair.after().is_adversarial(new));
    if was != is {
        let word = |adversarial| if adversarial { "somebody acts on purpose" } else { "nobody acts on purpose" };
        let message = format!("against {} the framework takes it that {} where {}", code(id), word(is), word(was));
        log.add(about(kind(was)).from(word(was)).to(word(is)).say(message));
    }
    for (less, ids) in concerned(pair, before, after) {
        let verb = if less { "is no longer asked about in" } else { "is asked about in" };
        let tiers = super::words::plural(ids.len(), "tier", "tiers");
        let message = format!("the threat {} {verb} {tiers} {}", code(id), codes(ids.iter().map(String::as_str)));
        log.add(about(kind(less)).tiers(ids).say(message));
    }
    let events = |framework: &Framework, threat: &Threat| -> BTreeSet<String> {
        threat.events.iter().map(|event| event.value.id(framework).to_owned()).collect()
    };
    let (was, is) = (events(pair.before().framework, old), events(pair.after().framework, new));
    for (less, ids) in [(true, &was - &is), (false, &is - &was)] {
        if !ids.is_empty() {
            let verb = if less { "is no longer said to withstand" } else { "is said to withstand" };
            let named = codes(ids.iter().map(String::as_str));
            let message = format!("what stands against {} {verb} {named}", code(id));
            log.add(about(kind(less)).say(message));
        }
    }
}

/// Tiers of both versions in which a threat is no longer, and now, asked about.
fn concerned(pair: &Pair<'_>, before: Handle<Threat>, after: Handle<Threat>) -> Vec<(bool, Vec<String>)> {
    let concerns =
        |threat: &Threat, tier| threat.tiers.is_empty() || threat.tiers.iter().any(|named| named.value == tier);
    let (old, new) = (&pair.before().framework.threats[before], &pair.after().framework.threats[after]);
    let tiers = &pair.after().framework.tiers;
    let both = tiers.handles().filter_map(|tier| Some((tier, pair.tier_before(tier)?)));
    let (mut less, mut more) = (Vec::new(), Vec::new());
    for (tier, tier_before) in both {
        match (concerns(old, tier_before), concerns(new, tier)) {
            (true, false) => less.push(tiers[tier].id.value.clone()),
            (false, true) => more.push(tiers[tier].id.value.clone()),
            (true, true) | (false, false) => {}
        }
    }
    [(true, less), (false, more)].into_iter().filter(|(_, ids)| !ids.is_empty()).collect()
}
