//! Two versions of one framework, with what is the same in both: by id, else by what it says.

use super::{About, Change, Document, Kind, Side, What};
use crate::arena::{Handle, List};
use crate::coverage::Subject;
use crate::framework::{Dependency, Level, Mitigation, Threat, Tier, TierSource};
use crate::mapping::Confidence;
use crate::mapping::alike;
use crate::source::Span;
use std::collections::BTreeMap;

/// Likeness of texts from which an entry under another id is taken for the same one, reworded. More than for a duplicate
/// within a file: there both stay to be looked at, here one disappears.
const SAME: Confidence = Confidence(8_000);

/// Two versions of one framework.
pub(super) struct Pair<'p> {
    pub(super) old: &'p Document<'p>,
    pub(super) new: &'p Document<'p>,
    pub(super) mitigations: Matching<Mitigation>,
    pub(super) threats: Matching<Threat>,
    pub(super) tiers: Matching<Tier>,
    pub(super) dependencies: Matching<Dependency>,
    pub(super) levels: Matching<Level>,
}

impl<'p> Pair<'p> {
    pub(super) fn of(old: &'p Document<'p>, new: &'p Document<'p>) -> Self {
        let [before, after] = [old, new].map(|one| one.coverage.subject.framework);
        let named = |id: &str, name: &str| (id != name).then(|| name.to_lowercase());
        let by_id = |entry: &Mitigation| entry.id.value.clone();
        let mut mitigations = Matching::of(&before.mitigations, &after.mitigations, by_id, |_| None);
        mitigations.add_alike(&before.mitigations, &after.mitigations);
        Self {
            old,
            new,
            mitigations,
            threats: Matching::of(
                &before.threats,
                &after.threats,
                |one| one.id.value.clone(),
                |one| named(&one.id.value, &one.name),
            ),
            tiers: Matching::of(
                &before.tiers,
                &after.tiers,
                |one| one.id.value.clone(),
                |one| named(&one.id.value, &one.name),
            ),
            dependencies: Matching::of(
                &before.dependencies,
                &after.dependencies,
                |one| one.id.value.clone(),
                |one| named(&one.id.value, &one.name),
            ),
            levels: Matching::of(
                &before.levels,
                &after.levels,
                |one| one.id.value.clone(),
                |one| named(&one.id.value, &one.name),
            ),
        }
    }

    pub(super) fn before(&self) -> Subject<'p> {
        self.old.coverage.subject
    }

    pub(super) fn after(&self) -> Subject<'p> {
        self.new.coverage.subject
    }

    /// The tier before that a tier now continues: where no tiers were declared, what held for all held here.
    pub(super) fn tier_before(&self, tier: Handle<Tier>) -> Option<Handle<Tier>> {
        let before = self.before().framework;
        let whole = || before.tiers.handles().next().filter(|_| before.tier_source == TierSource::Unstated);
        self.tiers.old_of(tier).or_else(whole)
    }

    /// A change placed in the version after.
    pub(super) fn here(&self, kind: Kind, what: What, id: &str, span: Span) -> Draft {
        Draft::new(kind, what, id, Side::New, self.new.sources.place(span))
    }

    /// A change placed in the version before.
    pub(super) fn there(&self, kind: Kind, what: What, id: &str, span: Span) -> Draft {
        Draft::new(kind, what, id, Side::Old, self.old.sources.place(span))
    }
}

/// Which entry before is which after.
pub(super) struct Matching<T> {
    new_of: BTreeMap<Handle<T>, Handle<T>>,
    old_of: BTreeMap<Handle<T>, Handle<T>>,
    gone: Vec<Handle<T>>,
    came: Vec<Handle<T>>,
}

impl<T> Matching<T> {
    /// By id, then those that are left by what else they go by, first come first served.
    fn of(old: &List<T>, new: &List<T>, id: fn(&T) -> String, name: impl Fn(&T) -> Option<String>) -> Self {
        let mut matching = Self {
            new_of: BTreeMap::new(),
            old_of: BTreeMap::new(),
            gone: old.handles().collect(),
            came: new.handles().collect(),
        };
        matching.join(old, new, |one| Some(id(one)));
        matching.join(old, new, name);
        matching
    }

    fn join(&mut self, old: &List<T>, new: &List<T>, key: impl Fn(&T) -> Option<String>) {
        let mut open: BTreeMap<String, Vec<Handle<T>>> = BTreeMap::new();
        for &at in self.gone.iter().rev() {
            if let Some(key) = key(&old[at]) {
                open.entry(key).or_default().push(at);
            }
        }
        for after in self.came.clone() {
            let before = key(&new[after]).and_then(|key| open.get_mut(&key)?.pop());
            if let Some(before) = before {
                self.pair(before, after);
            }
        }
        self.prune();
    }

    /// By what only one on either side goes by.
    fn join_unique(&mut self, old: &List<T>, new: &List<T>, key: fn(&T) -> String) {
        let count = |list: &List<T>, all: &[Handle<T>]| {
            let mut counts: BTreeMap<String, usize> = BTreeMap::new();
            for &at in all {
                *counts.entry(key(&list[at])).or_default() += 1;
            }
            counts
        };
        let (before, after) = (count(old, &self.gone), count(new, &self.came));
        let unique = |name: &String| before.get(name) == Some(&1) && after.get(name) == Some(&1);
        self.join(old, new, |one| Some(key(one)).filter(&unique));
    }

    fn pair(&mut self, old: Handle<T>, new: Handle<T>) {
        self.new_of.insert(old, new);
        self.old_of.insert(new, old);
    }

    fn prune(&mut self) {
        let (new_of, old_of) = (&self.new_of, &self.old_of);
        self.gone.retain(|at| !new_of.contains_key(at));
        self.came.retain(|at| !old_of.contains_key(at));
    }

    pub(super) fn new_of(&self, old: Handle<T>) -> Option<Handle<T>> {
        self.new_of.get(&old).copied()
    }

    pub(super) fn old_of(&self, new: Handle<T>) -> Option<Handle<T>> {
        self.old_of.get(&new).copied()
    }

    /// Those in both, in the new order.
    pub(super) fn both(&self) -> impl Iterator<Item = (Handle<T>, Handle<T>)> {
        self.old_of.iter().map(|(&new, &old)| (old, new))
    }

    /// Those only before.
    pub(super) fn gone(&self) -> &[Handle<T>] {
        &self.gone
    }

    /// Those only after.
    pub(super) fn came(&self) -> &[Handle<T>] {
        &self.came
    }
}

impl Matching<Mitigation> {
    /// Those left that say the same, or nearly the same, under another id.
    fn add_alike(&mut self, old: &List<Mitigation>, new: &List<Mitigation>) {
        let exact = |entry: &Mitigation| Some(format!("{}\n{}", entry.name.value, description(entry)));
        self.join(old, new, exact);
        self.join_unique(old, new, |entry| entry.name.value.to_lowercase());
        let entries = self.gone.iter().map(|&at| &old[at]).chain(self.came.iter().map(|&at| &new[at]));
        let texts: Vec<(&str, &str)> = entries.map(|entry| (entry.name.value.as_str(), description(entry))).collect();
        let border = self.gone.len();
        let mut pairs = alike::pairs(&texts, &|first, second| first < border && second >= border);
        pairs.sort_by_key(|pair| (std::cmp::Reverse(pair.likeness), pair.second));
        for pair in pairs.into_iter().filter(|pair| pair.likeness >= SAME) {
            let found = (self.gone.get(pair.first), self.came.get(pair.second - border));
            if let (Some(&before), Some(&after)) = found
                && !self.new_of.contains_key(&before)
            {
                self.pair(before, after);
            }
        }
        self.prune();
    }
}

/// What an entry says beside its name.
pub(super) fn description(entry: &Mitigation) -> &str {
    entry.description.as_ref().map_or("", |text| text.value.as_str())
}

/// A change in the making.
#[must_use]
pub(super) struct Draft(Change);

impl Draft {
    fn new(kind: Kind, what: What, id: &str, side: Side, place: crate::source::Place) -> Self {
        Self(Change {
            kind,
            direction: kind.direction(),
            about: About { what, id: id.to_owned() },
            tiers: Vec::new(),
            before: String::new(),
            after: String::new(),
            message: String::new(),
            side,
            place,
        })
    }

    pub(super) fn from(mut self, before: impl Into<String>) -> Self {
        self.0.before = before.into();
        self
    }

    pub(super) fn to(mut self, after: impl Into<String>) -> Self {
        self.0.after = after.into();
        self
    }

    pub(super) fn tiers(mut self, tiers: Vec<String>) -> Self {
        self.0.tiers = tiers;
        self
    }

    pub(super) fn going(mut self, direction: super::Direction) -> Self {
        self.0.direction = direction;
        self
    }

    pub(super) fn say(mut self, message: impl Into<String>) -> Change {
        self.0.message = message.into();
        self.0
    }
}

/// The changes found so far.
#[derive(Default)]
pub(super) struct Log(Vec<Change>);

impl Log {
    pub(super) fn add(&mut self, change: Change) {
        self.0.push(change);
    }

    pub(super) fn extend(&mut self, changes: impl IntoIterator<Item = Change>) {
        self.0.extend(changes);
    }

    /// Regressions first, then by kind, else as found.
    pub(super) fn finish(mut self) -> Vec<Change> {
        self.0.sort_by_key(|change| (change.direction, change.kind));
        self.0
    }
}
