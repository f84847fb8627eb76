//! Coverages side by side: the same question put to several frameworks, where they differ first.
//!
//! Pure functions over coverage. Categories meet only within one taxonomy, for a code means different things in two;
//! threats meet by the risk domain they name, else by their id.

use crate::coverage::Coverage;
use crate::coverage::category::Verdict;
use crate::coverage::state::State;
use crate::coverage::threat::ThreatCoverage;
use std::collections::BTreeMap;

/// How much the frameworks of a row differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Difference {
    /// Some have something there and some have nothing.
    Presence,
    /// All or none have something, and it does not amount to the same.
    Extent,
    /// It amounts to the same, as far as it is asked of them.
    Same,
}

impl Difference {
    /// Every kind, the widest first.
    pub const ALL: [Self; 3] = [Self::Presence, Self::Extent, Self::Same];

    /// The name used in every output.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Presence => "presence",
            Self::Extent => "extent",
            Self::Same => "same",
        }
    }

    /// What it means, as a heading.
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Presence => "Some have it, some do not",
            Self::Extent => "They have it to different extents",
            Self::Same => "The same in all",
        }
    }
}

/// Several coverages side by side.
#[derive(Debug)]
pub struct Comparison<'c> {
    /// The leaves that are asked of at least one, the widest difference first, else in taxonomy order.
    pub categories: Vec<CategoryRow<'c>>,
    /// The threats, likewise, by domain.
    pub threats: Vec<ThreatRow<'c>>,
}

/// One category in all frameworks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CategoryRow<'c> {
    /// Id of the taxonomy.
    pub taxonomy: &'c str,
    /// Code in it.
    pub code: &'c str,
    /// Name in it.
    pub name: &'c str,
    /// How much the frameworks differ.
    pub difference: Difference,
    /// One per framework; `None` where it is not asked of it, or where it is held against another taxonomy.
    pub cells: Vec<Option<Verdict>>,
}

/// One risk domain, or one threat without a domain, in all frameworks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThreatRow<'c> {
    /// Code of the domain, else the threat's id.
    pub key: &'c str,
    /// Name of the domain, else of the threat.
    pub name: &'c str,
    /// How much the frameworks differ.
    pub difference: Difference,
    /// One per framework; `None` where it names no such threat.
    pub cells: Vec<Option<Stand>>,
}

/// What a framework has against the threats of one row: its weakest speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stand {
    /// Ids of its threats there, in file order.
    pub threats: Vec<String>,
    /// The lowest depth over them.
    pub depth: u32,
    /// The highest depth wanted.
    pub wanted: u32,
    /// All are met.
    pub meets: bool,
}

impl<'c> Comparison<'c> {
    /// Puts coverages side by side, in the order given.
    pub fn of(coverages: &[&'c Coverage<'c>]) -> Self {
        let mut categories = categories(coverages);
        categories.retain(|row| row.cells.iter().any(Option::is_some));
        categories.sort_by_key(|row| row.difference);
        let mut threats = threats(coverages);
        threats.sort_by_key(|row| row.difference);
        Self { categories, threats }
    }

    /// How many categories differ so.
    pub fn count(&self, difference: Difference) -> usize {
        self.categories.iter().filter(|row| row.difference == difference).count()
    }
}

/// The leaves of every taxonomy in use, each taxonomy once, in the order of the first framework that uses it.
fn categories<'c>(coverages: &[&'c Coverage<'c>]) -> Vec<CategoryRow<'c>> {
    let mut rows = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for coverage in coverages {
        let taxonomy = coverage.subject.taxonomy;
        if seen.contains(&taxonomy.id.as_ref()) {
            continue;
        }
        seen.push(&taxonomy.id);
        for leaf in taxonomy.leaves() {
            let code = taxonomy.categories[leaf].code.as_ref();
            let cells: Vec<Option<Verdict>> = coverages.iter().map(|other| asked(other, &taxonomy.id, code)).collect();
            let name = taxonomy.categories[leaf].name.as_ref();
            rows.push(CategoryRow { taxonomy: &taxonomy.id, code, name, difference: of_verdicts(&cells), cells });
        }
    }
    rows
}

/// The verdict on a code, where it is asked.
fn asked(coverage: &Coverage<'_>, taxonomy: &str, code: &str) -> Option<Verdict> {
    let same = coverage.subject.taxonomy;
    let at = same.by_code(code).filter(|_| same.id == taxonomy)?;
    coverage.category(at)?.verdict.filter(|verdict| verdict.state != State::OutOfScope)
}

fn of_verdicts(cells: &[Option<Verdict>]) -> Difference {
    let judged: Vec<&Verdict> = cells.iter().flatten().collect();
    let holds = judged.iter().filter(|verdict| verdict.is_covered()).count();
    let same = judged.windows(2).all(|pair| matches!(pair, [a, b] if (a.state, a.depth) == (b.state, b.depth)));
    difference(judged.len(), holds, same)
}

const fn difference(all: usize, holding: usize, same: bool) -> Difference {
    if holding > 0 && holding < all {
        Difference::Presence
    } else if same {
        Difference::Same
    } else {
        Difference::Extent
    }
}

fn threats<'c>(coverages: &[&'c Coverage<'c>]) -> Vec<ThreatRow<'c>> {
    let mut rows: BTreeMap<&'c str, (&'c str, Vec<Option<Stand>>)> = BTreeMap::new();
    for (at, coverage) in coverages.iter().enumerate() {
        for threat in &coverage.threats {
            let (key, name) = identity(coverage, threat);
            let (_, cells) = rows.entry(key).or_insert_with(|| (name, vec![None; coverages.len()]));
            if let Some(cell) = cells.get_mut(at) {
                add(cell, coverage, threat);
            }
        }
    }
    let row = |(key, (name, cells)): (&'c str, (&'c str, Vec<Option<Stand>>))| {
        let stands = || cells.iter().map(|cell| cell.as_ref().map(|stand| (stand.depth, stand.meets)));
        let same = stands().zip(stands().skip(1)).all(|(a, b)| a == b);
        let holding = cells.iter().flatten().filter(|stand| stand.depth > 0).count();
        ThreatRow { key, name, difference: difference(cells.len(), holding, same), cells }
    };
    rows.into_iter().map(row).collect()
}

/// The domain of a threat with its name, else the threat itself.
fn identity<'c>(coverage: &'c Coverage<'c>, threat: &ThreatCoverage<'_>) -> (&'c str, &'c str) {
    let subject = coverage.subject;
    let entry = &subject.framework.threats[threat.threat];
    let by_id = (entry.id.value.as_str(), entry.name.as_str());
    entry.domain.as_ref().map_or(by_id, |code| {
        let name = subject.taxonomy.domain(&code.value).map_or(code.value.as_str(), |domain| domain.name.as_ref());
        (code.value.as_str(), name)
    })
}

fn add(cell: &mut Option<Stand>, coverage: &Coverage<'_>, threat: &ThreatCoverage<'_>) {
    let id = coverage.subject.framework.threats[threat.threat].id.value.clone();
    let stand = cell.get_or_insert_with(|| Stand { threats: Vec::new(), depth: u32::MAX, wanted: 0, meets: true });
    stand.threats.push(id);
    stand.depth = stand.depth.min(threat.depth);
    stand.wanted = stand.wanted.max(threat.wanted);
    stand.meets &= threat.meets;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[Option<(State, u32)>]) -> Vec<Option<Verdict>> {
        let verdict = |(state, depth)| Verdict {
            state,
            state_declared: state,
            meets: false,
            depth,
            wanted: 2,
            implemented: false,
        };
        cells.iter().map(|cell| cell.map(verdict)).collect()
    }

    #[test]
    fn rows_differ_in_presence_then_in_extent() {
        let (single, deep, missing) = ((State::SinglePoint, 1), (State::Redundant, 2), (State::Missing, 0));
        let table = [
            (row(&[Some(single), Some(missing)]), Difference::Presence),
            (row(&[Some(single), Some(deep)]), Difference::Extent),
            (row(&[Some(missing), Some((State::Uncredited, 0))]), Difference::Extent),
            (row(&[Some(single), None, Some(single)]), Difference::Same),
            (row(&[None, Some(missing)]), Difference::Same),
        ];
        for (cells, expected) in table {
            assert_eq!(of_verdicts(&cells), expected, "{cells:?}");
        }
    }
}
