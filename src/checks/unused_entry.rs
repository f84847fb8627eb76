//! `unused-entry`: something declared that nothing refers to, or that has no effect.

use super::{Check, Finding, Severities, Severity, words};
use crate::arena::Handle;
use crate::coverage::event;
use crate::coverage::failure::Failures;
use crate::coverage::{Coverage, Subject};
use crate::framework::event::Event;
use crate::framework::{Dependency, EventRef, Framework, Tier, TierSource};
use std::collections::BTreeSet;

/// See `unused-entry.md`.
pub(super) const CHECK: Check = Check {
    id: "unused-entry",
    summary: "a dependency, event or tier that nothing refers to",
    severities: Severities::new(Severity::Note, Severity::Note, Severity::Warning),
    page: include_str!("unused_entry.md"),
    run,
};

// Threats and levels have checks of their own: `threat-uncovered` and `level-adds-nothing`.
fn run(coverage: &Coverage<'_>) -> Vec<Finding> {
    let subject = coverage.subject;
    let mut found = dependencies(subject.framework);
    found.extend(events(subject));
    found.extend(tiers(subject));
    found
}

fn dependencies(framework: &Framework) -> Vec<Finding> {
    let stated = framework.mitigations.iter().flat_map(|entry| entry.depends_on.iter().flatten());
    let nested = framework.dependencies.iter().flat_map(|entry| &entry.depends_on);
    let used: BTreeSet<Handle<Dependency>> = stated.chain(nested).map(|named| named.value).collect();
    let chains: BTreeSet<&str> =
        framework.mitigations.iter().flat_map(|entry| &entry.chain).map(|chain| chain.value.as_str()).collect();
    let unused = framework
        .dependencies
        .entries()
        .filter(|(at, entry)| !used.contains(at) && !chains.contains(entry.id.value.as_str()));
    unused
        .map(|(_, entry)| {
            let id = &entry.id.value;
            Finding::new(CHECK.id, entry.id.span, format_args!("nothing rests on dependency `{id}`"))
                .label("declared, and in no `depends_on`")
                .help(format_args!("add `\"{id}\"` to the `depends_on` of what rests on it, or take it out"))
                .naming(id)
        })
        .collect()
}

fn events(subject: Subject<'_>) -> Vec<Finding> {
    if subject.framework.events.is_empty() {
        return Vec::new();
    }
    let failures = Failures::of(subject.framework);
    let entries = subject.framework.events.entries();
    entries.filter_map(|(at, entry)| unused_event(subject, &failures, at, entry)).collect()
}

/// An event is used where a threat says that it withstands it; one that hits no entry says nothing about any.
fn unused_event(subject: Subject<'_>, failures: &Failures<'_>, at: Handle<Event>, entry: &Event) -> Option<Finding> {
    let own = EventRef::Own(at);
    let framework = subject.framework;
    let id = &entry.id.value;
    let finding = |message: String| Finding::new(CHECK.id, entry.id.span, message).naming(id);
    if !framework.threats.iter().flat_map(|threat| &threat.events).any(|named| named.value == own) {
        let help = format!("add `\"{id}\"` to the `events` of the threats that are to withstand it, or take it out");
        return Some(finding(format!("no threat is tried against event `{id}`")).label("in no `events`").help(help));
    }
    if framework.mitigations.handles().any(|mitigation| event::voids(subject, failures, own, mitigation)) {
        return None;
    }
    let help = "say what it takes out: `voids_dependencies`, `voids_layers`, `voids_categories`, `voids_mitigations` \
                or `voids_kinds`";
    Some(finding(format!("event `{id}` takes out no mitigation")).label("hits nothing").help(help))
}

fn tiers(subject: Subject<'_>) -> Vec<Finding> {
    let framework = subject.framework;
    let stated = framework.mitigations.iter().flat_map(|entry| &entry.tiers);
    let shown = framework.mitigations.iter().flat_map(|entry| &entry.evidence).flat_map(|evidence| &evidence.tiers);
    let concerned = framework.threats.iter().flat_map(|threat| &threat.tiers);
    let extended = framework.tiers.iter().flat_map(|tier| &tier.extends);
    let named: BTreeSet<Handle<Tier>> =
        stated.chain(shown).chain(concerned).chain(extended).map(|tier| tier.value).collect();
    if named.is_empty() || framework.tier_source != TierSource::Declared {
        return Vec::new();
    }
    let unused =
        framework.tiers.entries().filter(|(at, tier)| !named.contains(at) && !says_something(subject, *at, tier));
    unused
        .map(|(at, tier)| {
            let id = words::tier(subject, at);
            Finding::new(CHECK.id, tier.id.span, format_args!("nothing names tier {id}"))
                .label("only measures that name no tier stand here")
                .help(format_args!("add {id} to the `tiers` of what stands there, or take it out"))
                .in_tier(Some(at))
        })
        .collect()
}

/// A tier that starts from another, changes what stands in it, or has its weights out is a statement of its own.
fn says_something(subject: Subject<'_>, at: Handle<Tier>, tier: &Tier) -> bool {
    tier.extends.is_some() || !tier.relaxes.is_empty() || !tier.compensates.is_empty() || subject.is_open(at)
}
