//! Categories and threats, cell by cell: lost, weaker, stronger, gained, and because of what.

use super::pair::{Log, Pair};
use super::standing::{Stand, Step, step};
use super::words::{code, in_tiers, list, plural};
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
    /// Whether the same depth is wanted before and after.
    same_wanted: bool,
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

/// Why an entry counts or does not: the verb for one, for several, and the rest.
type Why = (&'static str, &'static str, &'static str);

const RETIRED: Why = ("is", "are", "retired now");
const AN_IDEA: Why = ("is", "are", "only an idea now");
const ELSEWHERE: Why = ("is", "are", "mapped elsewhere now");
const NOT_NAMING: Why = ("does", "do", "not name it any more");

/// An entry with why it counts or does not.
struct Reason {
    id: String,
    why: Why,
    place: Place,
}

impl Reason {
    fn of(id: &str, why: Why, place: Place) -> Self {
        Self { id: code(id), why, place }
    }
}

/// The reasons in words, those that are the same together.
fn told(reasons: &[Reason]) -> String {
    let mut whys: Vec<Why> = Vec::new();
    for reason in reasons {
        if !whys.contains(&reason.why) {
            whys.push(reason.why);
        }
    }
    let each = |why: &Why| {
        let ids: Vec<String> =
            reasons.iter().filter(|reason| reason.why == *why).map(|reason| reason.id.clone()).collect();
        format!("{} {} {}", list(&ids), plural(ids.len(), why.0, why.1), why.2)
    };
    list(&whys.iter().map(each).collect::<Vec<_>>())
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
            same_wanted: true,
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
            same_wanted: before.wanted == after.wanted,
        }
    }

    /// Tells the cells that changed, those that changed in the same way and for the same reason in one change.
    fn tell(&self, pair: &Pair<'p>, log: &mut Log) {
        let mut moved: Vec<Moved> = self.after.iter().filter_map(|cell| self.moved(pair, cell)).collect();
        while let Some(first) = moved.first() {
            let way = (first.step, first.why.clone(), first.new_tier);
            let same = |other: &Moved| (other.step, &other.why, other.new_tier) == (way.0, &way.1, way.2);
            let (together, rest): (Vec<Moved>, Vec<Moved>) = moved.into_iter().partition(same);
            moved = rest;
            self.log(pair, &together, log);
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
        let stands = [before.stand, cell.stand];
        let [old, new] = if self.same_wanted { stands } else { stands.map(Stand::whatever_is_wanted) };
        let step = step(old, new)?;
        if new_tier && !matches!(step, Step::Lost | Step::Weakened) {
            return None;
        }
        let tier = cell.tier.map(|at| framework.tiers[at].id.value.clone());
        let (why, place) = if new_tier { (String::new(), None) } else { self.why(pair, before, cell, step) };
        let new_tier = new_tier && framework.tier_source == TierSource::Declared;
        Some(Moved { step, tier, old, new, why, new_tier, place })
    }

    /// One change, of cells that changed in the same way.
    fn log(&self, pair: &Pair<'p>, moved: &[Moved], log: &mut Log) {
        let Some(first) = moved.first() else { return };
        let (what, span) = match self.of {
            Of::Category(_) => (What::Category, pair.after().framework.head.span),
            Of::Threat(span) => (What::Threat, span),
        };
        let kind = self.kind(first.step);
        let draft = match first.place {
            Some(Place::Old(span)) => pair.there(kind, what, &self.id, span),
            Some(Place::New(span)) => pair.here(kind, what, &self.id, span),
            None => pair.here(kind, what, &self.id, span),
        };
        let message = self.sentence(moved, first, pair.after().framework.tiers.len());
        let said = |of: fn(&Moved) -> Stand| {
            let mut said: Vec<String> = moved.iter().map(|one| of(one).words()).collect();
            said.dedup();
            said.join("; ")
        };
        let tiers = moved.iter().filter_map(|one| one.tier.clone()).collect();
        log.add(draft.from(said(|one| one.old)).to(said(|one| one.new)).tiers(tiers).say(message));
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

    fn sentence(&self, moved: &[Moved], first: &Moved, all: usize) -> String {
        let label = &self.label;
        let here = if first.new_tier { of_new(moved) } else { here(moved, all) };
        let instead = instead(moved);
        let head = match (self.of, first.step) {
            (Of::Category(_), _) if first.new_tier => {
                format!("{label} is weaker {here} than anywhere before: {instead}")
            }
            (Of::Threat(_), _) if first.new_tier => {
                format!("less stands against {label} {here} than anywhere before: {instead}")
            }
            (Of::Category(_), Step::Lost) => format!("{label} is no longer covered{here}"),
            (Of::Category(_), Step::Gained) => format!("{label} is covered now{here}: {}", now(moved)),
            (Of::Category(_), Step::Weakened) => format!("{label} is weaker{here}: {instead}"),
            (Of::Category(_), Step::Strengthened) => format!("{label} is stronger{here}: {instead}"),
            (Of::Category(_), Step::Other) => format!("{label} is still not covered{here}: {instead}"),
            (Of::Threat(_), Step::Lost) => format!("nothing stands against {label}{here} any more"),
            (Of::Threat(_), Step::Gained) => format!("something stands against {label} now{here}: {}", now(moved)),
            (Of::Threat(_), Step::Weakened) => format!("less stands against {label}{here}: {instead}"),
            (Of::Threat(_), Step::Strengthened | Step::Other) => {
                format!("more stands against {label}{here}: {instead}")
            }
        };
        if first.why.is_empty() { head } else { format!("{head}, because {}", first.why) }
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
        let reasons: Vec<Reason> = if worse {
            went.map(|at| self.went(pair, at)).collect()
        } else {
            came.map(|at| self.came(pair, at)).collect()
        };
        if let Some(first) = reasons.first() {
            return (told(&reasons), Some(first.place));
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
    fn went(&self, pair: &Pair<'_>, at: Handle<Mitigation>) -> Reason {
        let entry = &pair.before().framework.mitigations[at];
        let Some(after) = pair.mitigations.new_of(at) else {
            return Reason::of(&entry.id.value, ("was", "were", "removed"), Place::Old(entry.id.span));
        };
        let now = &pair.after().framework.mitigations[after];
        Reason::of(&now.id.value, self.why_not(pair.after(), after), Place::New(now.id.span))
    }

    fn came(&self, pair: &Pair<'_>, at: Handle<Mitigation>) -> Reason {
        let entry = &pair.after().framework.mitigations[at];
        let place = Place::New(entry.id.span);
        let Some(before) = pair.mitigations.old_of(at) else {
            return Reason::of(&entry.id.value, ("was", "were", "added"), place);
        };
        let why = match self.why_not(pair.before(), before) {
            RETIRED => ("is", "are", "no longer retired"),
            AN_IDEA => ("is", "are", "more than an idea now"),
            ELSEWHERE => ("is", "are", "mapped to it now"),
            NOT_NAMING => ("names", "name", "it now"),
            _ => ("counts", "count", "there now"),
        };
        Reason::of(&entry.id.value, why, place)
    }

    /// Why an entry does not count here.
    fn why_not(&self, subject: Subject<'_>, at: Handle<Mitigation>) -> Why {
        let entry = &subject.framework.mitigations[at];
        let elsewhere = match self.of {
            Of::Category(category) => !subject.categories_of(at).contains(&category),
            Of::Threat(_) => {
                !entry.threats.iter().any(|threat| subject.framework.threats[threat.value].id.value == self.id)
            }
        };
        match entry.status.value {
            Status::Retired => RETIRED,
            Status::Idea => AN_IDEA,
            Status::Planned | Status::Committed | Status::Implemented if !subject.in_force(at) => {
                ("is", "are", "not in force there now")
            }
            Status::Planned | Status::Committed | Status::Implemented if elsewhere => match self.of {
                Of::Category(_) => ELSEWHERE,
                Of::Threat(_) => NOT_NAMING,
            },
            Status::Planned | Status::Committed | Status::Implemented if entry.partial => {
                ("is", "are", "only partial now")
            }
            Status::Planned | Status::Committed | Status::Implemented => ("does", "do", "not count there any more"),
        }
    }
}

/// In which tiers, where every cell has changed alike; else the tiers are named one by one by [`instead`].
fn here(moved: &[Moved], all: usize) -> String {
    if !alike(moved) && moved.iter().all(|one| one.old.holds && one.new.holds) {
        return String::new();
    }
    in_tiers(&moved.iter().filter_map(|one| one.tier.clone()).collect::<Vec<_>>(), all)
}

/// In which new tiers.
fn of_new(moved: &[Moved]) -> String {
    let named: Vec<String> = moved.iter().filter_map(|one| one.tier.as_deref()).map(code).collect();
    format!("in the {} {}", plural(named.len(), "new tier", "new tiers"), list(&named))
}

/// What there is now; where it is not the same in every tier, each in turn.
fn now(moved: &[Moved]) -> String {
    let mut all: Vec<String> = moved.iter().map(|one| one.new.words()).collect();
    all.dedup();
    list(&all)
}

fn alike(moved: &[Moved]) -> bool {
    moved.windows(2).all(|pair| matches!(pair, [a, b] if (a.old, a.new) == (b.old, b.new)))
}

/// `depth 7 instead of 8`; for cells that changed by different steps each with its tier.
fn instead(moved: &[Moved]) -> String {
    let one = |one: &Moved| {
        let (old, new) = (one.old, one.new);
        let bare = old.holds && new.holds && old.state == new.state;
        format!("{} instead of {}", new.words(), if bare { old.bare() } else { old.words() })
    };
    match moved {
        [] => String::new(),
        [first, ..] if alike(moved) => one(first),
        several => {
            let each = |moved: &Moved| format!("{} in `{}`", one(moved), moved.tier.as_deref().unwrap_or("everywhere"));
            list(&several.iter().map(each).collect::<Vec<_>>())
        }
    }
}
