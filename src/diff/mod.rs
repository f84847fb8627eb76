//! What changed between two versions of frameworks, by meaning: what got worse, what got better, what is merely different.
//!
//! A pure function over coverage. Both versions are judged on the same day, so that what the passing of time does is done to
//! both and is no change. Nothing here knows where a version comes from.

mod asked;
mod cells;
mod evidence;
mod kind;
mod mitigations;
mod pair;
mod single_points;
mod standing;
mod waivers;
mod words;

pub use kind::{Direction, Kind};

use crate::coverage::Coverage;
use crate::mapping::Confidence;
use crate::source::{Place, Sources};
use pair::{Log, Pair};
use std::collections::{BTreeMap, BTreeSet};

/// One framework of a version.
#[derive(Debug)]
pub struct Document<'c> {
    /// What it is matched by: its path from where the version begins.
    pub key: String,
    /// Path of its root file, as shown.
    pub path: &'c str,
    /// Its files.
    pub sources: &'c Sources,
    /// What covers what.
    pub coverage: Coverage<'c>,
    /// Confidence from which on an inferred mapping counted.
    pub accept: Confidence,
    /// How findings are judged, in documented order.
    pub rules: Vec<Rule>,
}

/// One rule by which findings are judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Which, in words.
    pub what: String,
    /// What it is.
    pub value: String,
    /// The higher, the stricter.
    pub strictness: u32,
}

/// The frameworks of one version.
#[derive(Debug, Default)]
pub struct Version<'c> {
    /// In order of path.
    pub frameworks: Vec<Document<'c>>,
    /// Whether every framework could be read: else one that is not here may well be there.
    pub complete: bool,
}

/// Which version something stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The one before.
    Old,
    /// The one after.
    New,
}

/// Everything that changed.
#[derive(Debug, Default)]
pub struct Diff {
    /// The frameworks in which something changed or that are on one side only, in order of path.
    pub frameworks: Vec<FrameworkDiff>,
    /// How many were compared and are the same.
    pub same: usize,
    /// Frameworks whose two versions are held against different taxonomies.
    pub incomparable: Vec<Incomparable>,
}

/// What changed in one framework.
#[derive(Debug)]
pub struct FrameworkDiff {
    /// Path of the root file; the old one where it is gone.
    pub path: String,
    /// Path of the root file before, where it was another.
    pub old_path: Option<String>,
    /// Name of the framework, likewise.
    pub name: String,
    /// The totals before; `None` for a new framework.
    pub before: Option<Totals>,
    /// The totals after; `None` for one that is gone.
    pub after: Option<Totals>,
    /// Regressions first, then improvements, then the rest; else by kind.
    pub changes: Vec<Change>,
}

/// Totals of a framework.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    /// Leaves asked of it.
    pub expected: u32,
    /// Of these, covered.
    pub covered: u32,
    /// Of these, deep enough in every tier.
    pub met: u32,
    /// Threats it names.
    pub threats: u32,
    /// Of these, met in every tier.
    pub threats_met: u32,
}

/// A framework that cannot be compared with itself: a code means different things in two taxonomies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incomparable {
    /// Path of the root file after.
    pub path: String,
    /// The taxonomy before, with its edition.
    pub old: String,
    /// The taxonomy after, with its edition.
    pub new: String,
}

/// What a change is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// What it is.
    pub what: What,
    /// Its id or code; for waivers what they name.
    pub id: String,
}

/// What can change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// The framework as a whole.
    Framework,
    /// A category, by code.
    Category,
    /// A threat.
    Threat,
    /// A tier.
    Tier,
    /// A level.
    Level,
    /// A mitigation.
    Mitigation,
    /// A dependency.
    Dependency,
    /// A chain of detection and response.
    Chain,
    /// A waiver.
    Waiver,
}

impl What {
    /// The name used in every output.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Framework => "framework",
            Self::Category => "category",
            Self::Threat => "threat",
            Self::Tier => "tier",
            Self::Level => "level",
            Self::Mitigation => "mitigation",
            Self::Dependency => "dependency",
            Self::Chain => "chain",
            Self::Waiver => "waiver",
        }
    }
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What kind.
    pub kind: Kind,
    /// Which way it goes.
    pub direction: Direction,
    /// What it is about.
    pub about: About,
    /// Ids of the tiers it is so in; empty where tiers do not matter.
    pub tiers: Vec<String>,
    /// As it was, in a few words; empty where there was nothing.
    pub before: String,
    /// As it is, likewise.
    pub after: String,
    /// One sentence, lower case, no full stop, names in backticks.
    pub message: String,
    /// Which version the place is in.
    pub side: Side,
    /// Where.
    pub place: Place,
}

impl Diff {
    /// How many changes go a way.
    pub fn count(&self, direction: Direction) -> usize {
        let changes = self.frameworks.iter().flat_map(|framework| &framework.changes);
        changes.filter(|change| change.direction == direction).count()
    }
}

impl Totals {
    fn of(coverage: &Coverage<'_>) -> Self {
        let summary = &coverage.summary;
        let met = coverage.threats.iter().filter(|threat| threat.meets).count();
        Self {
            expected: summary.expected,
            covered: summary.covered,
            met: summary.met,
            threats: crate::source::offset(coverage.threats.len()),
            threats_met: crate::source::offset(met),
        }
    }
}

/// What changed from one version to another.
pub fn of(old: &Version<'_>, new: &Version<'_>) -> Diff {
    let matches = matches(&old.frameworks, &new.frameworks);
    let known: BTreeSet<usize> = matches.values().copied().collect();
    let mut diff = Diff::default();
    for (at, after) in new.frameworks.iter().enumerate() {
        let before = matches.get(&at).and_then(|&before| old.frameworks.get(before));
        match before.map(|before| (before, incomparable(before, after))) {
            Some((_, Some(incomparable))) => diff.incomparable.push(incomparable),
            Some((before, None)) => diff.add(compared(before, after)),
            None if old.complete => diff.frameworks.push(alone(after, Side::New)),
            None => {}
        }
    }
    let gone = old.frameworks.iter().enumerate().filter(|(at, _)| !known.contains(at) && new.complete);
    diff.frameworks.extend(gone.map(|(_, before)| alone(before, Side::Old)));
    diff.frameworks.sort_by(|a, b| a.path.cmp(&b.path));
    diff
}

impl Diff {
    fn add(&mut self, framework: FrameworkDiff) {
        if framework.changes.is_empty() {
            self.same += 1;
        } else {
            self.frameworks.push(framework);
        }
    }
}

/// For each new framework the old one it was: the one of its key, else the likeliest among those that are left.
fn matches(old: &[Document<'_>], new: &[Document<'_>]) -> BTreeMap<usize, usize> {
    let by_key: BTreeMap<&str, usize> = old.iter().enumerate().map(|(at, one)| (one.key.as_str(), at)).collect();
    let known = new.iter().enumerate().filter_map(|(at, one)| Some((at, *by_key.get(one.key.as_str())?)));
    let mut matches: BTreeMap<usize, usize> = known.collect();
    let taken: BTreeSet<usize> = matches.values().copied().collect();
    let mut likely = Vec::new();
    for (after, one) in new.iter().enumerate().filter(|(at, _)| !matches.contains_key(at)) {
        for (before, other) in old.iter().enumerate().filter(|(at, _)| !taken.contains(at)) {
            let likeness = likeness(other, one);
            likely.extend((likeness > 0).then_some((std::cmp::Reverse(likeness), after, before)));
        }
    }
    likely.sort_unstable();
    let mut used = BTreeSet::new();
    for (_, after, before) in likely {
        if !matches.contains_key(&after) && used.insert(before) {
            matches.insert(after, before);
        }
    }
    matches
}

/// How likely a framework is another one under a new path, in hundredths; 0 where it is not: half of the entries have the same
/// ids, or the name is the same.
fn likeness(old: &Document<'_>, new: &Document<'_>) -> usize {
    let [old, new] = [old, new].map(|one| one.coverage.subject.framework);
    let ids = |framework: &crate::framework::Framework| -> BTreeSet<String> {
        framework.mitigations.iter().map(|entry| entry.id.value.clone()).collect()
    };
    let (before, after) = (ids(old), ids(new));
    let all = before.len() + after.len();
    let share = (200 * before.intersection(&after).count()).checked_div(all).unwrap_or(0);
    let name = if old.head.name.value == new.head.name.value { 100 } else { 0 };
    if name == 0 && share < 50 { 0 } else { name + share + 1 }
}

fn incomparable(old: &Document<'_>, new: &Document<'_>) -> Option<Incomparable> {
    let [before, after] = [old, new].map(|one| one.coverage.subject.taxonomy);
    let told = |taxonomy: &crate::taxonomy::Taxonomy| format!("{}, {}", taxonomy.id, taxonomy.edition);
    // What an example or a definition says is no matter of meaning here; what is asked of whom, and how deep, is.
    let asks = |taxonomy: &crate::taxonomy::Taxonomy| -> Vec<_> {
        let leaves = taxonomy.categories.iter();
        leaves
            .map(|node| (node.code.to_string(), node.role, node.layer, node.wants, node.expected_of.to_vec()))
            .collect()
    };
    let same = before.id == after.id && before.edition == after.edition && asks(before) == asks(after);
    (!same).then(|| Incomparable { path: new.path.to_owned(), old: told(before), new: told(after) })
}

fn compared(old: &Document<'_>, new: &Document<'_>) -> FrameworkDiff {
    let pair = Pair::of(old, new);
    let mut log = Log::default();
    asked::framework(&pair, &mut log);
    asked::rules(&pair, &mut log);
    cells::all(&pair, &mut log);
    single_points::all(&pair, &mut log);
    asked::all(&pair, &mut log);
    mitigations::all(&pair, &mut log);
    evidence::all(&pair, &mut log);
    waivers::all(&pair, &mut log);
    FrameworkDiff {
        path: new.path.to_owned(),
        old_path: (old.path != new.path).then(|| old.path.to_owned()),
        name: new.coverage.subject.framework.head.name.value.clone(),
        before: Some(Totals::of(&old.coverage)),
        after: Some(Totals::of(&new.coverage)),
        changes: log.finish(),
    }
}

/// A framework that is on one side only.
fn alone(one: &Document<'_>, side: Side) -> FrameworkDiff {
    let head = &one.coverage.subject.framework.head;
    let name = &head.name.value;
    let (kind, message) = match side {
        Side::Old => {
            (Kind::FrameworkRemoved, format!("the framework `{name}` was removed, and all that it asked with it"))
        }
        Side::New => (Kind::FrameworkAdded, format!("the framework `{name}` is new")),
    };
    let totals = Some(Totals::of(&one.coverage));
    let (before, after) = if side == Side::Old { (totals, None) } else { (None, totals) };
    let about = About { what: What::Framework, id: name.clone() };
    let place = one.sources.place(head.span);
    let change = Change {
        kind,
        direction: kind.direction(),
        about,
        tiers: Vec::new(),
        before: String::new(),
        after: String::new(),
        message,
        side,
        place,
    };
    FrameworkDiff {
        path: one.path.to_owned(),
        old_path: None,
        name: name.clone(),
        before,
        after,
        changes: vec![change],
    }
}
