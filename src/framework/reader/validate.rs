//! What can be wrong with a framework although every key is right: circles and contradictions.

use super::report::Report;
use crate::arena::{Handle, List};
use crate::framework::event::Event;
use crate::framework::tier::Presence;
use crate::framework::{EventRef, Framework, Mitigation, Tier};
use crate::problem::{Problem, ProblemKind};
use crate::source::{Located, Span};
use crate::vocabulary::{Status, Word as _};
use std::collections::HashSet;

/// How many entries of a circle are named; a longer one is cut short.
const MAX_NAMED: usize = 8;

/// Reports every circle and contradiction. Where references to tiers were lost, nothing is said about who stands where.
pub(super) fn validate(framework: &Framework, tiers_known: bool, report: &mut Report) {
    let Framework { tiers, dependencies, mitigations, .. } = framework;
    let rests = Relation { verb: "rests on", key: "depends_on" };
    circles(dependencies, |one| &one.depends_on, |one| &one.id.value, rests, report);
    let extends = Relation { verb: "extends", key: "extends" };
    circles(tiers, |one| one.extends.as_slice(), |one| &one.id.value, extends, report);
    let comprises = Relation { verb: "comprises", key: "comprises" };
    circles(mitigations, |one| &one.comprises, |one| &one.id.value, comprises, report);
    for (at, mitigation) in mitigations.entries() {
        contradictory_events(framework, mitigation, report);
        tested_with_itself(at, mitigation, report);
    }
    if tiers_known {
        for (at, tier) in tiers.entries() {
            pointless_relaxations(framework, at, tier, report);
            idle_compensations(framework, at, tier, report);
        }
    }
}

/// How a circle is told.
#[derive(Clone, Copy)]
struct Relation {
    verb: &'static str,
    key: &'static str,
}

type Edge<T> = Located<Handle<T>>;

/// Finds the circles among the entries of a list: one for each reference that closes one. Without recursion, so that
/// long chains need no stack.
fn circles<T>(
    list: &List<T>,
    edges: impl Fn(&T) -> &[Edge<T>],
    name: impl Fn(&T) -> &str,
    relation: Relation,
    report: &mut Report,
) {
    let mut done = vec![false; list.len()];
    // Where an entry stands on the current path, if it does.
    let mut on_path: Vec<Option<usize>> = vec![None; list.len()];
    for start in list.handles() {
        // Each step: an entry, the reference that led to it, and how many of its own were followed.
        let mut path: Vec<(Handle<T>, Span, usize)> = Vec::new();
        let mut next = (!done.get(start.at()).copied().unwrap_or(true)).then_some((start, Span::default()));
        loop {
            if let Some((entry, via)) = next.take() {
                mark(&mut on_path, entry, Some(path.len()));
                path.push((entry, via, 0));
            }
            let Some((entry, _, followed)) = path.last_mut() else { break };
            let entry = *entry;
            let Some(edge) = edges(&list[entry]).get(*followed) else {
                mark(&mut on_path, entry, None);
                mark(&mut done, entry, true);
                path.pop();
                continue;
            };
            *followed += 1;
            if let Some(from) = on_path.get(edge.value.at()).copied().flatten() {
                let circle = path.get(from..).unwrap_or_default();
                report.at(edge.span, || tell_circle(circle, edge.span, |at| name(&list[at]), relation));
            } else if !done.get(edge.value.at()).copied().unwrap_or(true) {
                next = Some((edge.value, edge.span));
            }
        }
    }
}

fn mark<T, V>(marks: &mut [V], at: Handle<T>, value: V) {
    if let Some(mark) = marks.get_mut(at.at()) {
        *mark = value;
    }
}

/// A circle is placed at the reference that closes it; the others are further places.
fn tell_circle<'n, T>(
    circle: &[(Handle<T>, Span, usize)],
    closing: Span,
    name: impl Fn(Handle<T>) -> &'n str,
    Relation { verb, key }: Relation,
) -> Problem {
    let first = circle.first().map_or("", |step| name(step.0));
    if circle.len() == 1 {
        return Problem::at(ProblemKind::Reference, closing, format!("`{first}` {verb} itself"))
            .label("names its own entry")
            .help(format!("take it out of `{key}`"));
    }
    let mut names: Vec<&str> = circle.iter().take(MAX_NAMED).map(|step| name(step.0)).collect();
    if circle.len() > MAX_NAMED {
        names.push("...");
    }
    names.push(first);
    let message = format!("`{key}` goes in a circle: {}", names.join(" -> "));
    let problem = Problem::at(ProblemKind::Reference, closing, message)
        .label("closes the circle")
        .help(format!("take one of these out of its `{key}`"));
    let steps = circle.iter().zip(circle.iter().skip(1)).take(MAX_NAMED);
    steps.fold(problem, |problem, (from, to)| problem.also(to.1, format!("`{}` {verb} `{}`", name(from.0), name(to.0))))
}

fn contradictory_events(framework: &Framework, mitigation: &Mitigation, report: &mut Report) {
    for survived in &mitigation.survives {
        if let Some(voided) = mitigation.voided_by.iter().find(|voided| voided.value == survived.value) {
            report.at(survived.span, || {
                let (id, event) = (&mitigation.id.value, event_name(framework, survived.value));
                Problem::at(
                    ProblemKind::Reference,
                    survived.span,
                    format!("`{id}` both survives `{event}` and is voided by it"),
                )
                .label("survives it")
                .help("take it out of `survives` or `voided_by`")
                .also(voided.span, "voided by it")
            });
        }
    }
}

fn event_name(framework: &Framework, event: EventRef) -> &str {
    match event {
        EventRef::BuiltIn(event) => event.id(),
        EventRef::Own(event) => own_name(&framework.events, event),
    }
}

fn own_name(events: &List<Event>, event: Handle<Event>) -> &str {
    &events[event].id.value
}

fn tested_with_itself(at: Handle<Mitigation>, mitigation: &Mitigation, report: &mut Report) {
    for with in mitigation.evidence.iter().flat_map(|evidence| &evidence.with).filter(|with| with.value == at) {
        report.at(with.span, || {
            let id = &mitigation.id.value;
            Problem::at(ProblemKind::Reference, with.span, format!("`{id}` is tested together with itself"))
                .label("names its own entry")
                .help("take it out of `with`")
        });
    }
}

/// Relaxing what the tier does not have.
fn pointless_relaxations(framework: &Framework, at: Handle<Tier>, tier: &Tier, report: &mut Report) {
    for relaxed in &tier.relaxes {
        let mitigation = &framework.mitigations[relaxed.value];
        // One that names no tier stands everywhere: no need to look further.
        if !mitigation.tiers.is_empty() && framework.presence(relaxed.value, at) == Presence::Off {
            report.at(relaxed.span, || {
                let (id, tier) = (&mitigation.id.value, &tier.id.value);
                let problem = Problem::at(
                    ProblemKind::Reference,
                    relaxed.span,
                    format!("`{tier}` relaxes `{id}`, which it does not have"),
                )
                .label("not in this tier")
                .help(format!("take it out of `relaxes`, or add `{tier}` to its `tiers`"));
                also_tiers(problem, mitigation)
            });
        }
    }
}

/// Compensating with what does not count in the tier.
fn idle_compensations(framework: &Framework, at: Handle<Tier>, tier: &Tier, report: &mut Report) {
    let relaxed: HashSet<Handle<Mitigation>> = tier.relaxes.iter().map(|relaxed| relaxed.value).collect();
    for named in &tier.compensates {
        let mitigation = &framework.mitigations[named.value];
        let status = mitigation.status.value;
        let (reason, help) = match framework.presence(named.value, at) {
            _ if relaxed.contains(&named.value) => ("the tier relaxes it", "take it out of `relaxes` or `compensates`"),
            Presence::Relaxed => ("a tier it extends relaxes it", "name another mitigation"),
            Presence::Off => ("it is stated for other tiers only", "add this tier to its `tiers`, or name another"),
            Presence::On if status == Status::Idea => ("it is only an idea", "name one that is at least planned"),
            Presence::On if status == Status::Retired => ("it is retired", "name one that is in force"),
            Presence::On => continue,
        };
        report.at(named.span, || {
            let (id, tier) = (&mitigation.id.value, &tier.id.value);
            let message = format!("`{id}` does not count in `{tier}` and cannot compensate there: {reason}");
            let problem = Problem::at(ProblemKind::Reference, named.span, message).label(reason).help(help);
            also_tiers(problem, mitigation)
        });
    }
}

fn also_tiers(problem: Problem, mitigation: &Mitigation) -> Problem {
    match mitigation.tiers.first() {
        Some(tier) => problem.also(tier.span, "stated for these tiers"),
        None => problem,
    }
}
