//! Categories and threats, cell by cell: lost, weaker, stronger, gained, and because of what.

use super::pair::{Log, Pair};
use super::standing::{Stand, Step, step};
use super::words::{code, in_tiers, list};
use super::{Kind, What};
use crate::arena::Handle;
use crate::coverage::Subject;
use crate::coverage::category::CategoryCoverage;
use crate::coverage::failure::Failure;
use crate::coverage::standing::Standing;
use crate::coverage::threat::ThreatCoverage;
use crate::framework::{Mitigation, Tier, TierSource};
use crate::source::Span;
use crate::taxonomy::Category;
use crate::vocabulary::Status;

/// Every cell of both versions.
pub(super) fn all(pair: &Pair<'_>, log: &mut Log) {
    let (old, new) = (&pair.old.coverage, &pair.new.coverage);
    for after in new.expected() {
        let code = &pair.after().taxonomy.categories[after.category].code;
        let before = pair.before().taxonomy.by_code(code).and_then(|at| old.category(at));
        if let Some(before) = before.filter(|before| before.expectation.is_expected()) {
            Row::category(pair, before, after).tell(pair, log);
        }
    }
    for after in &new.threats {
        let before = pair.threats.old_of(after.threat);
        let before = before.and_then(|at| old.threats.iter().find(|threat| threat.threat == at));
        if let Some(before) = before {
            Row::threat(pair, before, after).tell(pair, log);
        }
    }
}

/// A category or a threat with its cells.
struct Row<'p> {
    of: Of,
    /// `1.2.1 Guardrails & Filtering`, or what is said of a threat.
    label: String,
    id: String,
    before: Vec<Seen<'p>>,
    after: Vec<Seen<'p>>,
}

#[derive(Clone, Copy)]
enum Of {
    Category(Handle<Category>),
    Threat(Span),
}

/// One cell.
#[derive(Clone, Copy)]
struct Seen<'p> {
    tier: Option<Handle<Tier>>,
    stand: Stand,
    standing: &'p Standing<'p>,
}

/// One cell that changed.
struct Moved {
    step: Step,
    tier: Option<String>,
    old: Stand,
    new: Stand,
    why: String,
    /// Whether the tier is new, and so held against the weakest there was.
    new_tier: bool,
    place: Option<Place>,
}

/// Where the reason stands.
#[derive(Clone, Copy)]
enum Place {
    Old(Span),
    New(Span),
}

impl<'p> Row<'p> {
    fn category(pair: &Pair<'p>, before: &'p CategoryCoverage<'p>, after: &'p CategoryCoverage<'p>) -> Self {
        let node = &pair.after().taxonomy.categories[after.category];
        let seen = |coverage: &'p CategoryCoverage<'p>| {
            let cells = coverage.cells.iter();
            cells
                .map(|cell| Seen { tier: cell.tier, stand: Stand::of_category(cell), standing: &cell.standing })
                .collect()
        };
        Self {
            of: Of::Category(after.category),
            label: format!("{} {}", node.code, node.name),
            id: node.code.to_string(),
            before: seen(before),
            after: seen(after),
        }
    }

    fn threat(pair: &Pair<'p>, before: &'p ThreatCoverage<'p>, after: &'p ThreatCoverage<'p>) -> Self {
        let entry = &pair.after().framework.threats[after.threat];
        let seen = |coverage: &'p ThreatCoverage<'p>| {
            let cells = coverage.cells.iter();
            cells
                .map(|cell| Seen { tier: Some(cell.tier), stand: Stand::of_threat(cell), standing: &cell.standing })
                .collect()
        };
        Self {
            of: Of::Threat(entry.id.span),
            label: code(&entry.id.value),
            id: entry.id.value.clone(),
            before: seen(before),
            after: seen(after),
        }
    }

    /// Tells the cells that changed, those that changed alike in one change.
    fn tell(&self, pair: &Pair<'p>, log: &mut Log) {
        let mut moved: Vec<Moved> = self.after.iter().filter_map(|cell| self.moved(pair, cell)).collect();
        while !moved.is_empty() {
            let first = moved.remove(0);
            let same = |other: &Moved| {
                (other.step, other.old, other.new, &other.why, other.new_tier)
                    == (first.step, first.old, first.new, &first.why, first.new_tier)
            };
            let (with, rest): (Vec<Moved>, Vec<Moved>) = moved.into_iter().partition(same);
            moved = rest;
            let tiers = std::iter::once(&first).chain(&with).filter_map(|one| one.tier.clone()).collect();
            self.log(pair, &first, tiers, log);
        }
    }

    fn moved(&self, pair: &Pair<'p>, cell: &Seen<'p>) -> Option<Moved> {
        let framework = pair.after().framework;
        let before = match cell.tier {
            None => self.before.first(),
            Some(tier) => pair.tier_before(tier).and_then(|at| self.before.iter().find(|seen| seen.tier == Some(at))),
        };
        // A tier that there was not is held against the weakest that there was: a gap in it is a gap of the whole.
        let new_tier = before.is_none();
        let before = before.or_else(|| self.before.iter().min_by_key(|seen| seen.stand))?;
        let step = step(before.stand, cell.stand)?;
        if new_tier && !matches!(step, Step::Lost | Step::Weakened) {
            return None;
        }
        let tier = cell.tier.map(|at| framework.tiers[at].id.value.clone());
        let (why, place) = if new_tier { (String::new(), None) } else { self.why(pair, before, cell, step) };
        let new_tier = new_tier && framework.tier_source == TierSource::Declared;
        Some(Moved { step, tier, old: before.stand, new: cell.stand, why, new_tier, place })
    }

    fn log(&self, pair: &Pair<'p>, moved: &Moved, tiers: Vec<String>, log: &mut Log) {
        let (what, span) = match self.of {
            Of::Category(_) => (What::Category, pair.after().framework.head.span),
            Of::Threat(span) => (What::Threat, span),
        };
        let kind = self.kind(moved.step);
        let draft = match moved.place {
            Some(Place::Old(span)) => pair.there(kind, what, &self.id, span),
            Some(Place::New(span)) => pair.here(kind, what, &self.id, span),
            None => pair.here(kind, what, &self.id, span),
        };
        let message = self.sentence(moved, &tiers, pair.after().framework.tiers.len());
        log.add(draft.from(moved.old.words()).to(moved.new.words()).tiers(tiers).say(message));
    }

    const fn kind(&self, step: Step) -> Kind {
        match (self.of, step) {
            (Of::Category(_), Step::Lost) => Kind::CategoryLost,
            (Of::Category(_), Step::Weakened) => Kind::CategoryWeakened,
            (Of::Category(_), Step::Strengthened) => Kind::CategoryStrengthened,
            (Of::Category(_), Step::Gained) => Kind::CategoryGained,
            (Of::Category(_), Step::Other) => Kind::CategoryChanged,
            (Of::Threat(_), Step::Lost) => Kind::ThreatLost,
            (Of::Threat(_), Step::Weakened) => Kind::ThreatWeakened,
            (Of::Threat(_), Step::Strengthened | Step::Other) => Kind::ThreatStrengthened,
            (Of::Threat(_), Step::Gained) => Kind::ThreatGained,
        }
    }

    fn sentence(&self, moved: &Moved, tiers: &[String], all: usize) -> String {
        let label = &self.label;
        let (old, new) = (moved.old.words(), moved.new.words());
        if moved.new_tier {
            let named: Vec<String> = tiers.iter().map(|tier| code(tier)).collect();
            let which = format!("{} {}", super::words::plural(named.len(), "new tier", "new tiers"), list(&named));
            return match self.of {
                Of::Category(_) => {
                    format!("{label} is weaker in the {which} than anywhere before: {new}, where it was {old}")
                }
                Of::Threat(_) => format!(
                    "less stands against {label} in the {which} than anywhere before: {new}, where it was {old}"
                ),
            };
        }
        let here = in_tiers(tiers, all);
        let why = if moved.why.is_empty() { String::new() } else { format!(": {}", moved.why) };
        let head = match (self.of, moved.step) {
            (Of::Category(_), Step::Lost) => format!("{label} is no longer covered{here}"),
            (Of::Category(_), Step::Gained) => format!("{label} is covered now{here}, {new}"),
            (Of::Category(_), Step::Weakened) => format!("{label} is weaker{here}, {new} where it was {old}"),
            (Of::Category(_), Step::Strengthened) => format!("{label} is stronger{here}, {new} where it was {old}"),
            (Of::Category(_), Step::Other) => format!("{label} is {new} instead of {old}{here}"),
            (Of::Threat(_), Step::Lost) => format!("nothing stands against {label}{here} any more"),
            (Of::Threat(_), Step::Gained) => format!("something stands against {label}{here} now, {new}"),
            (Of::Threat(_), Step::Weakened) => {
                format!("less stands against {label}{here}, {new} where it was {old}")
            }
            (Of::Threat(_), Step::Strengthened | Step::Other) => {
                format!("more stands against {label}{here}, {new} where it was {old}")
            }
        };
        format!("{head}{why}")
    }

    /// Because of what: what went and what came, else the one failure that takes all of it.
    fn why(&self, pair: &Pair<'p>, old: &Seen<'p>, new: &Seen<'p>, step: Step) -> (String, Option<Place>) {
        let worse = matches!(step, Step::Lost | Step::Weakened | Step::Other);
        let went = old
            .standing
            .credited
            .iter()
            .copied()
            .filter(|&at| pair.mitigations.new_of(at).is_none_or(|after| !new.standing.credited.contains(&after)));
        let came =
            new.standing.credited.iter().copied().filter(|&at| {
                pair.mitigations.old_of(at).is_none_or(|before| !old.standing.credited.contains(&before))
            });
        let reasons: Vec<(String, Place)> = if worse {
            went.map(|at| self.went(pair, at)).collect()
        } else {
            came.map(|at| self.came(pair, at)).collect()
        };
        if let Some((_, place)) = reasons.first() {
            let told: Vec<String> = reasons.iter().map(|(reason, _)| reason.clone()).collect();
            return (list(&told), Some(*place));
        }
        if !worse {
            return (String::new(), None);
        }
        let causes = &new.standing.depth.causes;
        let Some(cause) =
            causes.iter().find(|cause| !cause.is_mitigation()).filter(|_| new.stand.depth < old.stand.depth)
        else {
            return (String::new(), None);
        };
        let after = pair.after().framework;
        let place = match cause {
            Failure::Dependency(at) => Some(Place::New(after.dependencies[*at].id.span)),
            Failure::Chain(_) | Failure::Mitigation(_) => None,
        };
        (format!("all of it falls with {} now", code(cause.id(after))), place)
    }

    /// Why an entry that was credited is not.
    fn went(&self, pair: &Pair<'_>, at: Handle<Mitigation>) -> (String, Place) {
        let entry = &pair.before().framework.mitigations[at];
        let Some(after) = pair.mitigations.new_of(at) else {
            return (format!("{} was removed", code(&entry.id.value)), Place::Old(entry.id.span));
        };
        let now = &pair.after().framework.mitigations[after];
        let reason = self.why_not(pair.after(), after);
        (format!("{} {reason}", code(&now.id.value)), Place::New(now.id.span))
    }

    fn came(&self, pair: &Pair<'_>, at: Handle<Mitigation>) -> (String, Place) {
        let entry = &pair.after().framework.mitigations[at];
        let place = Place::New(entry.id.span);
        let Some(before) = pair.mitigations.old_of(at) else {
            return (format!("{} was added", code(&entry.id.value)), place);
        };
        let reason = match self.why_not(pair.before(), before) {
            "is retired now" => "is no longer retired",
            "is only an idea now" => "is more than an idea now",
            "is mapped elsewhere now" => "is mapped to it now",
            "does not name it any more" => "names it now",
            _ => "counts there now",
        };
        (format!("{} {reason}", code(&entry.id.value)), place)
    }

    /// Why an entry does not count here.
    fn why_not(&self, subject: Subject<'_>, at: Handle<Mitigation>) -> &'static str {
        let entry = &subject.framework.mitigations[at];
        let elsewhere = match self.of {
            Of::Category(category) => !subject.categories_of(at).contains(&category),
            Of::Threat(_) => {
                !entry.threats.iter().any(|threat| subject.framework.threats[threat.value].id.value == self.id)
            }
        };
        match entry.status.value {
            Status::Retired => "is retired now",
            Status::Idea => "is only an idea now",
            Status::Planned | Status::Committed | Status::Implemented if !subject.in_force(at) => {
                "is not in force there now"
            }
            Status::Planned | Status::Committed | Status::Implemented if elsewhere => match self.of {
                Of::Category(_) => "is mapped elsewhere now",
                Of::Threat(_) => "does not name it any more",
            },
            Status::Planned | Status::Committed | Status::Implemented if entry.partial => "is only partial now",
            Status::Planned | Status::Committed | Status::Implemented => "does not count there any more",
        }
    }
}
