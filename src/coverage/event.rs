//! Knock-out events against a threat cell: what a bad day leaves standing.

use super::Subject;
use super::failure::{Failures, Member};
use crate::arena::Handle;
use crate::framework::event::{BuiltInEvent, Event};
use crate::framework::{Dependency, EventRef, Mitigation};
use crate::taxonomy::Category;
use crate::vocabulary::Word as _;

/// The outcome of one event in one threat cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trial {
    /// Which event.
    pub event: EventRef,
    /// Whether anything declared in the cell could be hit at all; where not, the depth says nothing.
    pub tested: bool,
    /// The depth of what is left.
    pub depth: u32,
    /// What is left, in file order.
    pub left: Vec<Handle<Mitigation>>,
}

/// Tries every built-in event, then the framework's own.
pub fn try_all<'f>(subject: Subject<'f>, failures: &Failures<'f>, members: &[Member<'f>]) -> Vec<Trial> {
    let built_in = BuiltInEvent::WORDS.iter().map(|(event, _)| EventRef::BuiltIn(*event));
    let own = subject.framework.events.handles().map(EventRef::Own);
    let all: Vec<Handle<Mitigation>> = members.iter().map(|member| member.mitigation).collect();
    let whole = failures.order(members).size;
    let attempt = |event| {
        let stands = |member: &&Member<'f>| !voids(subject, failures, event, member.mitigation);
        let left: Vec<Member<'f>> = members.iter().filter(stands).copied().collect();
        Trial {
            event,
            tested: is_tested(subject, failures, event, &all),
            depth: if left.len() == members.len() { whole } else { failures.order(&left).size },
            left: left.iter().map(|member| member.mitigation).collect(),
        }
    };
    built_in.chain(own).map(attempt).collect()
}

/// Whether anything declared among these could be hit by the event, so that its outcome says something.
pub fn is_tested(
    subject: Subject<'_>,
    failures: &Failures<'_>,
    event: EventRef,
    mitigations: &[Handle<Mitigation>],
) -> bool {
    acts_beyond_kinds(subject, event) || mitigations.iter().any(|&at| could_hit(subject, failures, event, at))
}

/// Whether an event takes a mitigation out: `survives` first, then `voided_by`, then the event's own table.
pub fn voids(subject: Subject<'_>, failures: &Failures<'_>, event: EventRef, mitigation: Handle<Mitigation>) -> bool {
    let entry = &subject.framework.mitigations[mitigation];
    if entry.survives.iter().any(|named| named.value == event) {
        return false;
    }
    entry.voided_by.iter().any(|named| named.value == event)
        || voids_layer_or_category(subject, event, mitigation)
        || failures.everything_under(mitigation).iter().any(|&dependency| {
            voids_kind(subject, event, dependency)
                || own(subject, event)
                    .is_some_and(|own| own.voids_dependencies.iter().any(|named| named.value == dependency))
        })
        || own(subject, event).is_some_and(|own| own.voids_mitigations.iter().any(|named| named.value == mitigation))
}

fn voids_layer_or_category(subject: Subject<'_>, event: EventRef, mitigation: Handle<Mitigation>) -> bool {
    let layer = subject.layer_of(mitigation);
    let categories = subject.categories_of(mitigation);
    match event {
        EventRef::BuiltIn(event) => {
            let voided = |&at: &Handle<_>| subject.taxonomy.categories[at].voided_by.iter().any(|id| id == event.id());
            layer.is_some_and(|layer| event.voids_layers().contains(&layer)) || categories.iter().any(voided)
        }
        EventRef::Own(at) => {
            let named = subject.mapping.names.events.get(at.at()).map_or(&[][..], Vec::as_slice);
            let voided = |&at: &Handle<_>| named.iter().any(|&above| subject.taxonomy.is_within(at, above));
            let layers = &subject.framework.events[at].voids_layers;
            layers.iter().any(|voided| Some(voided.value) == layer) || categories.iter().any(voided)
        }
    }
}

fn own(subject: Subject<'_>, event: EventRef) -> Option<&Event> {
    match event {
        EventRef::BuiltIn(_) => None,
        EventRef::Own(at) => Some(&subject.framework.events[at]),
    }
}

/// Whether an event voids the kind of a dependency.
fn voids_kind(subject: Subject<'_>, event: EventRef, dependency: Handle<Dependency>) -> bool {
    let kind = subject.framework.dependencies[dependency].kind;
    match event {
        EventRef::BuiltIn(event) => event.voids_kinds().contains(&kind),
        EventRef::Own(at) => subject.framework.events[at].voids_kinds.iter().any(|voided| voided.value == kind),
    }
}

/// Whether the event acts on more than kinds of dependency, so that "nothing was hit" means something.
fn acts_beyond_kinds(subject: Subject<'_>, event: EventRef) -> bool {
    match event {
        EventRef::BuiltIn(event) => {
            let voided = |category: &Category| category.voided_by.iter().any(|id| id == event.id());
            !event.voids_layers().is_empty() || subject.taxonomy.categories.iter().any(voided)
        }
        EventRef::Own(at) => {
            let own = &subject.framework.events[at];
            !(own.voids_layers.is_empty()
                && own.voids_categories.is_empty()
                && own.voids_mitigations.is_empty()
                && own.voids_dependencies.is_empty())
        }
    }
}

/// Whether the entry gives the event something to hit, or says that there is nothing.
fn could_hit(subject: Subject<'_>, failures: &Failures<'_>, event: EventRef, mitigation: Handle<Mitigation>) -> bool {
    let entry = &subject.framework.mitigations[mitigation];
    let stated = entry.survives.iter().chain(&entry.voided_by).any(|named| named.value == event);
    stated || failures.everything_under(mitigation).iter().any(|&at| voids_kind(subject, event, at))
}
