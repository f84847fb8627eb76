//! Categories x tiers.

use super::Subject;
use super::compensation::{self, Compensation};
use super::failure::{Failures, Member};
use super::scope::{self, Expectation};
use super::standing::{Adversarial, Standing, View};
use super::state::{self, CellState, Rest, State};
use crate::arena::Handle;
use crate::framework::tier::Presence;
use crate::framework::{Mitigation, Tier};
use crate::taxonomy::Category;
use crate::vocabulary::Role;

/// The coverage of one category (leaf or inner node).
#[derive(Debug)]
pub struct CategoryCoverage<'f> {
    /// Which.
    pub category: Handle<Category>,
    /// Whether it is asked of this framework.
    pub expectation: Expectation,
    /// Everything mapped to exactly this node, in file order; at an inner node these are broad.
    pub mapped: Vec<Handle<Mitigation>>,
    /// The overall verdict; `None` for inner nodes.
    pub verdict: Option<Verdict>,
    /// One cell per tier, or a single one of no tier for governance; empty for inner nodes and out of scope.
    pub cells: Vec<Cell<'f>>,
}

/// What a leaf amounts to over all its tiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// Overall state, inferred mappings counted (if the bound asked for counts them).
    pub state: State,
    /// Overall state from declared and confirmed mappings alone.
    pub state_declared: State,
    /// Every cell meets what is wanted.
    pub meets: bool,
    /// The lowest depth over the cells.
    pub depth: u32,
    /// The depth wanted.
    pub wanted: u32,
    /// Whether every tier has something implemented.
    pub implemented: bool,
}

impl Verdict {
    /// Whether the leaf counts as covered: something credited stands in every tier that does not make up for relaxing it. Where
    /// every tier relaxes it nothing stands anywhere, so it is not.
    pub const fn is_covered(&self) -> bool {
        self.state.holds()
    }

    /// Whether it counts as covered by what the author declared.
    pub const fn is_covered_declared(&self) -> bool {
        self.state_declared.holds()
    }
}

/// One category in one tier.
#[derive(Debug)]
pub struct Cell<'f> {
    /// The tier; `None` for the one cell of a governance category.
    pub tier: Option<Handle<Tier>>,
    /// Its state, inferred mappings counted.
    pub state: State,
    /// Its state from declared and confirmed mappings alone.
    pub state_declared: State,
    /// Examined depth reaches what is wanted, or the tier relaxes it and is compensated.
    pub meets: bool,
    /// The depth wanted.
    pub wanted: u32,
    /// What is credited, and how deep it is.
    pub standing: Standing<'f>,
    /// Mapped here and not in force.
    pub uncredited: Vec<Handle<Mitigation>>,
    /// In force, but off in this tier.
    pub relaxed: Vec<Handle<Mitigation>>,
}

/// The coverage of every category.
pub fn all<'f>(
    subject: Subject<'f>,
    failures: &Failures<'f>,
    compensations: &[Compensation],
) -> Vec<CategoryCoverage<'f>> {
    let mut mapped = vec![Vec::new(); subject.taxonomy.categories.len()];
    for mitigation in subject.framework.mitigations.handles() {
        for category in subject.categories_of(mitigation) {
            if let Some(list) = mapped.get_mut(category.at()) {
                list.push(mitigation);
            }
        }
    }
    let run = Run { subject, failures, compensations };
    subject.taxonomy.categories.handles().zip(mapped).map(|(category, mapped)| run.category(category, mapped)).collect()
}

struct Run<'r, 'f> {
    subject: Subject<'f>,
    failures: &'r Failures<'f>,
    compensations: &'r [Compensation],
}

impl<'f> Run<'_, 'f> {
    fn category(&self, category: Handle<Category>, mapped: Vec<Handle<Mitigation>>) -> CategoryCoverage<'f> {
        let Subject { framework, taxonomy, mapping, settings, .. } = self.subject;
        let node = &taxonomy.categories[category];
        let expectation = scope::expectation(framework, taxonomy, &mapping.names, category, settings.as_of);
        let tiers: Vec<Option<Handle<Tier>>> = match node.role {
            _ if !node.leaf || !expectation.is_expected() => Vec::new(),
            Role::Governance => vec![None],
            Role::Protective | Role::Assurance => framework.tiers.handles().map(Some).collect(),
        };
        let cells: Vec<Cell<'f>> = tiers.into_iter().map(|tier| self.cell(node, &mapped, tier)).collect();
        let verdict = node.leaf.then(|| verdict(node, &cells));
        CategoryCoverage { category, expectation, mapped, verdict, cells }
    }

    fn cell(&self, node: &Category, mapped: &[Handle<Mitigation>], tier: Option<Handle<Tier>>) -> Cell<'f> {
        let (mut members, mut uncredited, mut relaxed) = (Vec::new(), Vec::new(), Vec::new());
        for &mitigation in mapped {
            match (self.presence(mitigation, node, tier), self.subject.in_force(mitigation)) {
                (Presence::On, true) => members.push(Member { mitigation, chain: None }),
                (Presence::On, false) => uncredited.push(mitigation),
                (Presence::Relaxed, true) => relaxed.push(mitigation),
                (Presence::Relaxed, false) | (Presence::Off, _) => {}
            }
        }
        let adversarial = if node.role == Role::Protective { Adversarial::ByEntry } else { Adversarial::No };
        let standing = Standing::of(self.subject, self.failures, &members, View { tier, adversarial });
        let rest = Rest { relaxed: !relaxed.is_empty(), uncredited: !uncredited.is_empty() };
        let wanted = u32::from(node.wants);
        let state = state::of_all(&standing, wanted, rest);
        let declared = Rest { relaxed: self.any_declared(&relaxed), uncredited: self.any_declared(&uncredited) };
        Cell {
            tier,
            state,
            state_declared: state::of_declared(&standing, wanted, declared),
            meets: if state == State::Relaxed {
                compensation::is_compensated(self.compensations, tier)
            } else {
                standing.orders.examined >= wanted
            },
            wanted,
            standing,
            uncredited,
            relaxed,
        }
    }

    /// In a tier whose weights are out, only protection that lives in them counts. (Assurance still speaks: a model is
    /// tested before it is released.)
    fn presence(&self, mitigation: Handle<Mitigation>, node: &Category, tier: Option<Handle<Tier>>) -> Presence {
        match tier {
            None => Presence::On,
            Some(tier) if self.subject.is_open(tier) && node.role == Role::Protective && !node.in_weights => {
                Presence::Off
            }
            Some(tier) => self.subject.framework.presence(mitigation, tier),
        }
    }

    fn any_declared(&self, mitigations: &[Handle<Mitigation>]) -> bool {
        mitigations.iter().any(|&mitigation| self.subject.mapping.get(mitigation).basis.is_declared())
    }
}

fn verdict(node: &Category, cells: &[Cell<'_>]) -> Verdict {
    let wanted = u32::from(node.wants);
    if cells.is_empty() {
        let state = State::OutOfScope;
        return Verdict { state, state_declared: state, meets: false, depth: 0, wanted, implemented: false };
    }
    let compensated = |cell: &Cell<'_>, state| state == State::Relaxed && cell.meets;
    let over = |state: fn(&Cell<'_>) -> State| {
        state::overall(
            cells.iter().map(|cell| CellState { state: state(cell), compensated: compensated(cell, state(cell)) }),
        )
    };
    let judged = || cells.iter().filter(|cell| !compensated(cell, cell.state));
    Verdict {
        state: over(|cell| cell.state),
        state_declared: over(|cell| cell.state_declared),
        meets: cells.iter().all(|cell| cell.meets),
        depth: judged().map(|cell| cell.standing.depth.order).min().unwrap_or(0),
        wanted,
        implemented: judged().count() > 0 && judged().all(|cell| cell.standing.orders.implemented > 0),
    }
}
