//! Every cell at every level, those that say the same gathered into one detail.
//!
//! A page with five tiers and three levels has fifteen cells for each category; most of them are alike. A detail is
//! written once, with the places it speaks for, and cells refer to it by number.

use crate::arena::Handle;
use crate::coverage::category::Cell;
use crate::coverage::evidence::Grade;
use crate::coverage::standing::{Adversarial, Standing, View};
use crate::coverage::threat::ThreatCell;
use crate::coverage::{Coverage, Subject};
use crate::framework::{Level, Mitigation, Threat, Tier};
use crate::mapping::Basis;
use crate::taxonomy::Category;
use crate::vocabulary::Role;
use std::collections::BTreeMap;

/// What a row of cells is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Row {
    /// A leaf of the taxonomy.
    Category(Handle<Category>),
    /// A threat.
    Threat(Handle<Threat>),
}

/// What a cell holds.
#[derive(Debug, Clone, Copy)]
pub(super) enum Held<'a> {
    /// A category in a tier.
    Category(&'a Cell<'a>),
    /// A threat in a tier.
    Threat(&'a ThreatCell<'a>, u32),
}

/// One content, and everywhere it stands.
#[derive(Debug)]
pub(super) struct Detail<'a> {
    /// The row it belongs to.
    pub(super) row: Row,
    /// What it holds.
    pub(super) held: Held<'a>,
    /// The grade of each credited mitigation's evidence as this cell sees it.
    pub(super) grades: Vec<Grade>,
    /// Level (by position) and tier of every cell that says this.
    pub(super) places: Vec<(usize, Option<Handle<Tier>>)>,
}

/// How surely what is credited in a cell belongs there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sureness {
    /// Nothing is credited.
    Nothing,
    /// The author declared or confirmed all of it.
    Author,
    /// The lowest confidence among those read from the text, in percent.
    Text(u16),
}

/// The framework judged at one level.
#[derive(Debug)]
pub(super) struct AtLevel<'a> {
    /// Which; `None` where the framework has no levels.
    pub(super) level: Option<Handle<Level>>,
    /// The coverage there.
    pub(super) coverage: Coverage<'a>,
}

/// The coverage at every level.
#[derive(Debug)]
pub(super) struct Levels<'a>(Vec<AtLevel<'a>>);

/// All details, and which cell has which.
#[derive(Debug)]
pub(super) struct Atlas<'a> {
    /// One per level, lowest first; at least one.
    pub(super) levels: &'a [AtLevel<'a>],
    /// The level judged at, by position.
    pub(super) opening: usize,
    /// The details, by row.
    pub(super) details: Vec<Detail<'a>>,
    /// For each cell the number of its detail at each level.
    index: BTreeMap<(Row, Option<Handle<Tier>>), Vec<usize>>,
}

impl<'a> Levels<'a> {
    /// Judges a framework again at each of its levels.
    pub(super) fn of(coverage: &Coverage<'a>) -> Self {
        let subject = coverage.subject;
        let at = |level| AtLevel { level, coverage: Coverage::of_subject(Subject { level, ..subject }) };
        let levels: Vec<_> = subject.framework.levels.handles().map(|level| at(Some(level))).collect();
        Self(if levels.is_empty() { vec![at(subject.level)] } else { levels })
    }
}

impl<'a> Atlas<'a> {
    /// Gathers the cells.
    pub(super) fn of(levels: &'a Levels<'a>, judged: Option<Handle<Level>>) -> Self {
        let levels = levels.0.as_slice();
        let opening = levels.iter().position(|at| judged.is_some() && at.level == judged);
        let opening = opening.unwrap_or(levels.len().saturating_sub(1));
        let mut atlas = Self { levels, opening, details: Vec::new(), index: BTreeMap::new() };
        // Row by row, so that the details of a row follow each other.
        let Some(first) = levels.first() else { return atlas };
        for (at, category) in first.coverage.categories.iter().enumerate() {
            for (number, level) in levels.iter().enumerate() {
                for cell in level.coverage.categories.get(at).into_iter().flat_map(|category| &category.cells) {
                    let view = category_view(level.coverage.subject, category.category, cell.tier);
                    atlas.add(Row::Category(category.category), Held::Category(cell), view, number);
                }
            }
        }
        for (at, threat) in first.coverage.threats.iter().enumerate() {
            for (number, level) in levels.iter().enumerate() {
                for cell in level.coverage.threats.get(at).into_iter().flat_map(|threat| &threat.cells) {
                    let subject = level.coverage.subject;
                    let attacked = subject.is_adversarial(&subject.framework.threats[threat.threat]);
                    let view = View { tier: Some(cell.tier), adversarial: Adversarial::Threat(attacked) };
                    atlas.add(Row::Threat(threat.threat), Held::Threat(cell, threat.wanted), view, number);
                }
            }
        }
        atlas
    }

    fn add(&mut self, row: Row, held: Held<'a>, view: View, level: usize) {
        let subject = self.levels.get(level).map(|at| at.coverage.subject);
        let grade = |&at: &Handle<Mitigation>| subject.map_or(Grade::E0, |subject| view.grade(subject, at));
        let grades: Vec<Grade> = held.standing().credited.iter().map(grade).collect();
        let same = |detail: &Detail<'a>| detail.row == row && detail.grades == grades && detail.held.says(held);
        let known = self.details.iter().rposition(same);
        let number = known.unwrap_or_else(|| {
            self.details.push(Detail { row, held, grades, places: Vec::new() });
            self.details.len() - 1
        });
        if let Some(detail) = self.details.get_mut(number) {
            detail.places.push((level, view.tier));
        }
        self.index.entry((row, view.tier)).or_default().push(number);
    }

    /// The numbers of a cell's details, one per level; nothing where there is no such cell.
    pub(super) fn numbers(&self, row: Row, tier: Option<Handle<Tier>>) -> &[usize] {
        self.index.get(&(row, tier)).map_or(&[], Vec::as_slice)
    }

    /// The detail of a cell at the level the page opens at.
    pub(super) fn opening(&self, row: Row, tier: Option<Handle<Tier>>) -> Option<(usize, &Detail<'a>)> {
        let number = *self.numbers(row, tier).get(self.opening)?;
        Some((number, self.details.get(number)?))
    }
}

fn category_view(subject: Subject<'_>, category: Handle<Category>, tier: Option<Handle<Tier>>) -> View {
    let protective = subject.taxonomy.categories[category].role == Role::Protective;
    View { tier, adversarial: if protective { Adversarial::ByEntry } else { Adversarial::No } }
}

impl<'a> Held<'a> {
    /// What is credited, and how deep it is.
    pub(super) const fn standing(self) -> &'a Standing<'a> {
        match self {
            Self::Category(cell) => &cell.standing,
            Self::Threat(cell, _) => &cell.standing,
        }
    }

    /// The depth wanted.
    pub(super) const fn wanted(self) -> u32 {
        match self {
            Self::Category(cell) => cell.wanted,
            Self::Threat(_, wanted) => wanted,
        }
    }

    fn says(self, other: Self) -> bool {
        match (self, other) {
            (Self::Category(a), Self::Category(b)) => {
                (a.state, a.state_declared, a.meets) == (b.state, b.state_declared, b.meets)
                    && a.standing == b.standing
                    && a.uncredited == b.uncredited
                    && a.relaxed == b.relaxed
            }
            (Self::Threat(a, _), Self::Threat(b, _)) => {
                a.standing == b.standing && a.partial == b.partial && a.layers == b.layers && a.trials == b.trials
            }
            (Self::Category(_), Self::Threat(..)) | (Self::Threat(..), Self::Category(_)) => false,
        }
    }

    /// How surely what is credited belongs there: no more than the least sure of it.
    pub(super) fn sureness(self, subject: Subject<'_>) -> Sureness {
        let credited = &self.standing().credited;
        let from_text = credited.iter().map(|&at| subject.mapping.get(at)).filter(|mapped| match mapped.basis {
            Basis::Declared | Basis::Confirmed => false,
            Basis::Suspect | Basis::Inferred | Basis::None => true,
        });
        match from_text.map(|mapped| super::words::percent(mapped.confidence)).min() {
            _ if credited.is_empty() => Sureness::Nothing,
            Some(percent) => Sureness::Text(percent),
            None => Sureness::Author,
        }
    }
}
