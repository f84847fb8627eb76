//! Waivers: what is silenced that was not, for how long, and what is silenced no more.

use super::pair::{Log, Pair};
use super::words::{code, numbered};
use super::{Kind, What};
use crate::coverage::Subject;
use crate::framework::Waiver;

/// Waivers that came, went or changed. Two are the same if they name the same check and the same things; of several that do,
/// the first is the first.
pub(super) fn all(pair: &Pair<'_>, log: &mut Log) {
    let old = numbered(named(pair, pair.before(), true));
    let new = numbered(named(pair, pair.after(), false));
    for (key, is) in &new {
        let name = &key.0;
        let about = |kind| pair.here(kind, What::Waiver, name, is.span);
        let Some(was) = old.get(key) else {
            let (owner, until) = (&is.owner.value, is.expires.value);
            let message = format!("{} is waived until {until} by {}: {}", code(name), code(owner), is.reason.value);
            log.add(about(Kind::WaiverAdded).to(format!("until {until}")).say(message));
            continue;
        };
        let (was_until, is_until) = (was.expires.value, is.expires.value);
        if was_until != is_until {
            let longer = is_until > was_until;
            let kind = if longer { Kind::WaiverLengthened } else { Kind::WaiverShortened };
            let message = format!("{} is waived until {is_until} instead of {was_until}", code(name));
            log.add(about(kind).from(format!("until {was_until}")).to(format!("until {is_until}")).say(message));
        }
        if (&was.reason.value, &was.owner.value) != (&is.reason.value, &is.owner.value) {
            let message = format!("the waiver of {} has another reason or owner: {}", code(name), is.reason.value);
            log.add(about(Kind::WaiverReworded).from(&was.reason.value).to(&is.reason.value).say(message));
        }
    }
    for (key, was) in old.iter().filter(|(key, _)| !new.contains_key(*key)) {
        let message = format!("{} is no longer waived", code(&key.0));
        let until = format!("until {}", was.expires.value);
        log.add(pair.there(Kind::WaiverRemoved, What::Waiver, &key.0, was.span).from(until).say(message));
    }
}

/// Every waiver under what it names, what was renamed under its new id.
fn named<'p>(pair: &Pair<'_>, subject: Subject<'p>, old: bool) -> Vec<(String, &'p Waiver)> {
    let framework = subject.framework;
    let after = pair.after().framework;
    let name = |(at, waiver): (usize, &'p Waiver)| {
        let code = subject.mapping.names.waivers.get(at).copied().flatten();
        let code = code.map(|at| subject.taxonomy.categories[at].code.to_string());
        let tier = waiver.tier.as_ref().map(|one| match pair.tiers.new_of(one.value).filter(|_| old) {
            Some(now) => after.tiers[now].id.value.clone(),
            None => framework.tiers[one.value].id.value.clone(),
        });
        let threat = waiver.threat.as_ref().map(|one| match pair.threats.new_of(one.value).filter(|_| old) {
            Some(now) => after.threats[now].id.value.clone(),
            None => framework.threats[one.value].id.value.clone(),
        });
        let entry = waiver.mitigation.as_ref().map(|one| match pair.mitigations.new_of(one.value).filter(|_| old) {
            Some(now) => after.mitigations[now].id.value.clone(),
            None => framework.mitigations[one.value].id.value.clone(),
        });
        let parts = [Some(waiver.check.value.clone()), code, threat, tier, entry];
        (parts.into_iter().flatten().collect::<Vec<_>>().join(" "), waiver)
    };
    framework.waivers.iter().enumerate().map(name).collect()
}
