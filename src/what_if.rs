//! What if: a framework judged again with something lost or at another level, and what that changes.
//!
//! Nothing is written and nothing is guessed: what is lost counts nowhere, everything else stays as it is.

use crate::arena::Handle;
use crate::coverage::failure::Failures;
use crate::coverage::{Coverage, Subject, event};
use crate::framework::event::BuiltInEvent;
use crate::framework::{EventRef, Framework, Level, Mitigation, Tier};
use crate::problem::suggestion;
use crate::vocabulary::Word as _;
use std::collections::BTreeSet;

/// What is supposed, by ids as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Supposition {
    /// Mitigations, and dependencies together with all that rests on them, that are gone.
    pub without: Vec<String>,
    /// Events that all happen, built in or the framework's own.
    pub events: Vec<String>,
    /// Only this tier is looked at; `None` looks at every one.
    pub tier: Option<String>,
    /// The level judged at instead.
    pub level: Option<String>,
}

/// What is supposed, in the terms of one framework.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supposed {
    /// What is lost, by removal or by an event.
    pub lost: BTreeSet<Handle<Mitigation>>,
    /// Events that nothing declared could be hit by: about them the answer says nothing.
    pub untested: Vec<EventRef>,
    /// Only this tier.
    pub tier: Option<Handle<Tier>>,
    /// The level judged at.
    pub level: Option<Handle<Level>>,
}

/// One cell that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What the row is about: the code of a category, or the id of a threat.
    pub row: String,
    /// Whether it is a threat.
    pub threat: bool,
    /// Id of the tier; `everywhere` for cells of none.
    pub tier: String,
    /// As it is.
    pub before: Standing,
    /// As it would be.
    pub after: Standing,
}

/// What a cell amounts to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Its state; threat cells have none.
    pub state: Option<&'static str>,
    /// Its depth.
    pub depth: u32,
    /// Whether that is enough.
    pub meets: bool,
}

impl Supposition {
    /// Looks the ids up.
    ///
    /// # Errors
    /// One sentence per id that the framework does not have.
    pub fn resolve(&self, subject: Subject<'_>) -> Result<Supposed, Vec<String>> {
        let failures = Failures::of(subject.framework);
        let mut wrong = Vec::new();
        let mut supposed = Supposed { lost: BTreeSet::new(), untested: Vec::new(), tier: None, level: subject.level };
        for id in &self.without {
            match resting_on(subject.framework, &failures, id) {
                Some(lost) => supposed.lost.extend(lost),
                None => wrong.push(unknown("mitigation or dependency", id, &ids(subject.framework))),
            }
        }
        for id in &self.events {
            match event_of(subject.framework, id) {
                Some(event) => supposed.happens(subject, &failures, event),
                None => wrong.push(unknown("event", id, &event_ids(subject.framework))),
            }
        }
        let framework = subject.framework;
        if let Some(id) = &self.tier {
            let all: Vec<&str> = framework.tiers.iter().map(|tier| tier.id.value.as_str()).collect();
            supposed.tier = framework.tiers.entries().find(|(_, tier)| tier.id.value == *id).map(|(at, _)| at);
            wrong.extend(supposed.tier.is_none().then(|| unknown("tier", id, &all)));
        }
        if let Some(id) = &self.level {
            let all: Vec<&str> = framework.levels.iter().map(|level| level.id.value.as_str()).collect();
            supposed.level = framework.levels.entries().find(|(_, level)| level.id.value == *id).map(|(at, _)| at);
            wrong.extend(supposed.level.is_none().then(|| unknown("level", id, &all)));
        }
        if wrong.is_empty() { Ok(supposed) } else { Err(wrong) }
    }
}

impl Supposed {
    fn happens(&mut self, subject: Subject<'_>, failures: &Failures<'_>, event: EventRef) {
        let all: Vec<Handle<Mitigation>> = subject.framework.mitigations.handles().collect();
        if !event::is_tested(subject, failures, event, &all) {
            self.untested.push(event);
        }
        self.lost.extend(all.into_iter().filter(|&at| event::voids(subject, failures, event, at)));
    }

    /// Judges a framework with what is supposed.
    pub fn judge<'f>(&'f self, subject: Subject<'f>) -> Coverage<'f> {
        Coverage::of_subject(Subject { lost: &self.lost, level: self.level, ..subject })
    }
}

/// The cells that are not as they were, categories first; only those of `tier` where one is given.
pub fn changes(before: &Coverage<'_>, after: &Coverage<'_>, tier: Option<Handle<Tier>>) -> Vec<Change> {
    let pairs = cells(before, tier).into_iter().zip(cells(after, tier));
    let pairs = pairs.filter(|(before, after)| before.standing != after.standing);
    pairs
        .map(|(before, after)| Change {
            row: before.row,
            threat: before.threat,
            tier: before.tier,
            before: before.standing,
            after: after.standing,
        })
        .collect()
}

struct Cell {
    row: String,
    threat: bool,
    tier: String,
    standing: Standing,
}

/// The cells of one framework are the same whatever is lost: expectation and tiers do not hang on it.
fn cells(coverage: &Coverage<'_>, only: Option<Handle<Tier>>) -> Vec<Cell> {
    let Subject { framework, taxonomy, .. } = coverage.subject;
    let name = |tier: Option<Handle<Tier>>| {
        tier.map_or_else(|| "everywhere".to_owned(), |at| framework.tiers[at].id.value.clone())
    };
    let categories =
        coverage.expected_cells().filter(|(_, cell)| only.is_none() || cell.tier.is_none() || cell.tier == only);
    let categories = categories.map(|(category, cell)| Cell {
        row: taxonomy.categories[category].code.to_string(),
        threat: false,
        tier: name(cell.tier),
        standing: Standing { state: Some(cell.state.id()), depth: cell.standing.depth.order, meets: cell.meets },
    });
    let threats = coverage.threat_cells().filter(|(_, cell)| only.is_none() || only == Some(cell.tier));
    let threats = threats.map(|(threat, cell)| Cell {
        row: framework.threats[threat.threat].id.value.clone(),
        threat: true,
        tier: name(Some(cell.tier)),
        standing: Standing { state: None, depth: cell.standing.depth.order, meets: cell.meets },
    });
    categories.chain(threats).collect()
}

/// The mitigation of an id, or everything that rests on the dependency of that id, a claimed failover or not.
fn resting_on(framework: &Framework, failures: &Failures<'_>, id: &str) -> Option<Vec<Handle<Mitigation>>> {
    if let Some((at, _)) = framework.mitigations.entries().find(|(_, entry)| entry.id.value == id) {
        return Some(vec![at]);
    }
    let (gone, _) = framework.dependencies.entries().find(|(_, entry)| entry.id.value == id)?;
    let rests = |&at: &Handle<Mitigation>| failures.everything_under(at).contains(&gone);
    Some(framework.mitigations.handles().filter(rests).collect())
}

fn event_of(framework: &Framework, id: &str) -> Option<EventRef> {
    let own = framework.events.entries().find(|(_, event)| event.id.value == id).map(|(at, _)| EventRef::Own(at));
    own.or_else(|| BuiltInEvent::parse(id).map(EventRef::BuiltIn))
}

fn ids(framework: &Framework) -> Vec<&str> {
    let mitigations = framework.mitigations.iter().map(|entry| entry.id.value.as_str());
    mitigations.chain(framework.dependencies.iter().map(|entry| entry.id.value.as_str())).collect()
}

fn event_ids(framework: &Framework) -> Vec<&str> {
    let own = framework.events.iter().map(|event| event.id.value.as_str());
    own.chain(BuiltInEvent::WORDS.iter().map(|(_, id)| *id)).collect()
}

fn unknown(what: &str, id: &str, all: &[&str]) -> String {
    let near = suggestion(id, all.iter().copied());
    let rest = if near.is_empty() { String::new() } else { format!("; {near}") };
    format!("no {what} `{id}` in this framework{rest}")
}
