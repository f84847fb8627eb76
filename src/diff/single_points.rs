//! Failures that alone take out what they did not take out alone, and the other way about.
//!
//! Where nothing stood, or nothing stands any more, there is no new single point: the cell itself says so.

use super::pair::{Log, Pair};
use super::words::{code, codes, in_tiers, list};
use super::{Change, Kind, What};
use crate::arena::Handle;
use crate::coverage::failure::Failure;
use crate::coverage::standing::Standing;
use crate::framework::{Framework, Tier};
use crate::source::Span;
use std::collections::{BTreeMap, BTreeSet};

/// The cells a failure alone takes out, by what they are about: label, then tiers.
type Rows = Vec<(String, Vec<String>)>;

/// A failure by whether it is a mitigation, and by its id.
type Named<'p> = (bool, What, &'p str);

/// Single points that came or went.
pub(super) fn all(pair: &Pair<'_>, log: &mut Log) {
    let mut came: BTreeMap<Named<'_>, Rows> = BTreeMap::new();
    let mut went: BTreeMap<Named<'_>, Rows> = BTreeMap::new();
    let (old, new) = (pair.before().framework, pair.after().framework);
    for Cells { label, tier, before, after } in cells(pair) {
        if before.depth.order == 0 || after.depth.order == 0 {
            continue;
        }
        // Of one entry in place of another, each the only one, nothing new is to be told.
        let both = before.depth.order == 1 && after.depth.order == 1;
        let tells = |failure: &Failure<'_>| !(both && failure.is_mitigation());
        let was = |failure: &Failure<'_>| before.depth.causes.iter().any(|one| moved(pair, *one) == Some(*failure));
        let is = |failure: &Failure<'_>| moved(pair, *failure).is_some_and(|now| after.depth.causes.contains(&now));
        for cause in after.depth.causes.iter().filter(|cause| tells(cause) && !was(cause)) {
            add(came.entry(named(*cause, new)).or_default(), &label, tier);
        }
        for cause in before.depth.causes.iter().filter(|cause| tells(cause) && !is(cause)) {
            add(went.entry(named(*cause, old)).or_default(), &label, tier);
        }
    }
    tell(pair, &came, Kind::SinglePointAdded, log);
    tell(pair, &went, Kind::SinglePointRemoved, log);
}

struct Cells<'p> {
    label: String,
    tier: Option<&'p str>,
    before: &'p Standing<'p>,
    after: &'p Standing<'p>,
}

/// The cells of both versions that are the same one.
fn cells<'p>(pair: &'p Pair<'p>) -> Vec<Cells<'p>> {
    let (old, new) = (&pair.old.coverage, &pair.new.coverage);
    let (taxonomy, framework) = (pair.after().taxonomy, pair.after().framework);
    let id = |tier: Handle<Tier>| framework.tiers[tier].id.value.as_str();
    let mut found = Vec::new();
    for (category, after) in new.expected_cells() {
        let node = &taxonomy.categories[category];
        let same = pair.before().taxonomy.by_code(&node.code).and_then(|at| old.category(at));
        let tier = after.tier.map(|tier| pair.tier_before(tier));
        let before = same.into_iter().flat_map(|same| &same.cells).find(|cell| match tier {
            None => cell.tier.is_none(),
            Some(tier) => tier.is_some() && cell.tier == tier,
        });
        found.extend(before.map(|before| Cells {
            label: format!("{} {}", node.code, node.name),
            tier: after.tier.map(id),
            before: &before.standing,
            after: &after.standing,
        }));
    }
    for (threat, after) in new.threat_cells() {
        let same = pair.threats.old_of(threat.threat);
        let tier = pair.tier_before(after.tier);
        let before = old.threat_cells().find(|(one, cell)| Some(one.threat) == same && Some(cell.tier) == tier);
        found.extend(before.map(|(_, before)| Cells {
            label: format!("what stands against {}", code(&framework.threats[threat.threat].id.value)),
            tier: Some(id(after.tier)),
            before: &before.standing,
            after: &after.standing,
        }));
    }
    found
}

/// What a failure before is now.
fn moved<'p>(pair: &Pair<'p>, failure: Failure<'p>) -> Option<Failure<'p>> {
    match failure {
        Failure::Dependency(at) => pair.dependencies.new_of(at).map(Failure::Dependency),
        Failure::Mitigation(at) => pair.mitigations.new_of(at).map(Failure::Mitigation),
        Failure::Chain(name) => Some(Failure::Chain(name)),
    }
}

fn named<'p>(failure: Failure<'p>, framework: &'p Framework) -> Named<'p> {
    let what = match failure {
        Failure::Dependency(_) => What::Dependency,
        Failure::Mitigation(_) => What::Mitigation,
        Failure::Chain(_) => What::Chain,
    };
    (failure.is_mitigation(), what, failure.id(framework))
}

fn add(rows: &mut Rows, label: &str, tier: Option<&str>) {
    let at = rows.iter().position(|(known, _)| known == label).unwrap_or(rows.len());
    if at == rows.len() {
        rows.push((label.to_owned(), Vec::new()));
    }
    if let Some((_, tiers)) = rows.get_mut(at) {
        tiers.extend(tier.map(str::to_owned));
    }
}

fn tell(pair: &Pair<'_>, found: &BTreeMap<Named<'_>, Rows>, kind: Kind, log: &mut Log) {
    let mut left: Vec<(&Named<'_>, &Rows)> = found.iter().collect();
    // What alone takes out the same is told together.
    while let Some(&(_, rows)) = left.first() {
        let (together, rest) = left.into_iter().partition(|(_, other)| *other == rows);
        left = rest;
        log.extend(one(pair, &together, rows, kind));
    }
}

/// Failures that each alone take out the same rows, and did not, or did and do not.
fn one(pair: &Pair<'_>, failures: &[(&Named<'_>, &Rows)], rows: &Rows, kind: Kind) -> Option<Change> {
    let ((_, what, id), _) = failures.first()?;
    let all = pair.after().framework.tiers.len();
    let told: Vec<String> = rows.iter().map(|(label, tiers)| format!("{label}{}", in_tiers(tiers, all))).collect();
    let mut tiers: Vec<String> = rows.iter().flat_map(|(_, tiers)| tiers.clone()).collect();
    let mut seen = BTreeSet::new();
    tiers.retain(|tier| seen.insert(tier.clone()));
    let names: Vec<&str> = failures.iter().map(|((.., id), _)| *id).collect();
    let each = if names.len() > 1 { "each of " } else { "" };
    let alone = format!("{each}{} alone", codes(names.iter().copied()));
    let (verb, told) = (if kind == Kind::SinglePointAdded { "now takes" } else { "no longer takes" }, list(&told));
    let message = format!("{alone} {verb} out {told}");
    let names = names.join(", ");
    Some(if kind == Kind::SinglePointAdded {
        pair.here(kind, *what, id, span(pair.after().framework, id)).to(names).tiers(tiers).say(message)
    } else {
        pair.there(kind, *what, id, span(pair.before().framework, id)).from(names).tiers(tiers).say(message)
    })
}

/// Where an id is declared; chains have no place of their own.
fn span(framework: &Framework, id: &str) -> Span {
    let own = framework.mitigations.iter().map(|one| &one.id).chain(framework.dependencies.iter().map(|one| &one.id));
    own.into_iter().find(|own| own.value == id).map_or(framework.head.span, |own| own.span)
}
