//! Suggest: the smallest set of additions and splits that closes what is open.
//!
//! An addition is a new measure in one category, in every tier, resting on nothing shared: it adds exactly one to the
//! depth of each cell it counts in. A split gives everything that rests on a dependency one of its own. Given the splits,
//! the additions needed follow by counting; so trying every set of splits finds the smallest answer.

mod stubs;

use crate::arena::Handle;
use crate::coverage::failure::{Depth, Failure, Failures, Member};
use crate::coverage::state::State;
use crate::coverage::{Coverage, threat};
use crate::framework::event::BuiltInEvent;
use crate::framework::{Dependency, Mitigation, Threat, Tier};
use crate::taxonomy::Category;
use crate::vocabulary::{Layer, Role, Status, Word};
use std::collections::{BTreeMap, BTreeSet};
pub use stubs::stubs;

/// Dependencies that may be split up to which every set of them is tried.
pub const MAX_TRIED: usize = 10;

/// What is to be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Goal {
    /// Something in every cell that has nothing.
    #[default]
    Missing,
    /// No cell hangs on one failure where two are wanted.
    SinglePoints,
    /// The depth wanted in every cell.
    Wanted,
}

impl Word for Goal {
    const WHAT: &'static str = "goal";
    const WORDS: &'static [(Self, &'static str)] =
        &[(Self::Missing, "missing"), (Self::SinglePoints, "single-points"), (Self::Wanted, "wanted")];
}

impl Goal {
    /// How many failures a cell of this depth lacks.
    fn lacks(self, depth: u32, wanted: u32, before: u32) -> u32 {
        let target = match self {
            Self::Missing => 1,
            Self::SinglePoints if before == 1 => wanted.min(2),
            Self::SinglePoints => 0,
            Self::Wanted => wanted,
        };
        target.min(wanted).saturating_sub(depth)
    }
}

/// New measures in one category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addition {
    /// Where.
    pub category: Handle<Category>,
    /// How many.
    pub count: u32,
    /// Threats that they have to stand against.
    pub threats: Vec<Handle<Threat>>,
    /// Ideas that the framework has already: taking one on spares an addition.
    pub ideas: Vec<Handle<Mitigation>>,
}

/// What to add and to split.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Suggestion {
    /// Measures to add, in taxonomy order.
    pub additions: Vec<Addition>,
    /// Dependencies to split, in file order.
    pub splits: Vec<Handle<Dependency>>,
    /// Entries that have to state what they rest on, in file order: what is wanted is compared with the examined depth. No
    /// step, for it may turn out that they share something.
    pub examine: Vec<Handle<Mitigation>>,
    /// Whether nothing smaller will do; else it was found step by step.
    pub exact: bool,
    /// Cells that no addition can fill, for their tier gives the weights away.
    pub out_of_reach: u32,
}

impl Suggestion {
    /// How many steps it takes.
    pub fn size(&self) -> usize {
        self.additions.iter().map(|addition| addition.count as usize).sum::<usize>() + self.splits.len()
    }
}

/// The smallest set of additions and splits that reaches the goal.
pub fn suggest(coverage: &Coverage<'_>, goal: Goal) -> Suggestion {
    let search = Search { coverage, goal, cells: cells(coverage) };
    Suggestion { examine: search.unexamined(), ..search.best() }
}

impl<'f> Search<'_, 'f> {
    /// The smallest plan: every set of splits where they are few, else split after split.
    fn best(&self) -> Suggestion {
        let shared = self.shared();
        if shared.len() <= MAX_TRIED {
            return self.best_of_all_sets(&shared);
        }
        let near = self.in_cut_sets();
        let best = if near.len() <= MAX_TRIED { self.best_of_all_sets(&near) } else { self.best_step_by_step(&near) };
        Suggestion { exact: false, ..best }
    }

    fn best_of_all_sets(&self, candidates: &[Handle<Dependency>]) -> Suggestion {
        let mut best = self.plan(&BTreeSet::new());
        for set in 1..1_usize << candidates.len() {
            let taken = (0..).zip(candidates).filter(|(at, _)| set & (1 << at) != 0).map(|(_, &one)| one);
            let taken: BTreeSet<_> = taken.collect();
            if taken.len() < best.size() {
                best = better(best, self.plan(&taken));
            }
        }
        best
    }

    fn best_step_by_step(&self, candidates: &[Handle<Dependency>]) -> Suggestion {
        let mut best = self.plan(&BTreeSet::new());
        let mut taken = BTreeSet::new();
        while let Some((split, plan)) = self.step(candidates, &taken).filter(|(_, plan)| plan.size() < best.size()) {
            taken.insert(split);
            best = plan;
        }
        best
    }

    /// Dependencies that two or more share in a cell that is short: to split any other helps none of them.
    fn shared(&self) -> Vec<Handle<Dependency>> {
        let failures = Failures::of(self.coverage.subject.framework);
        let mut all = BTreeSet::new();
        for cell in self.short() {
            let mut seen = BTreeSet::new();
            let resting = cell.members.iter().flat_map(|member| failures.dependencies_of(member.mitigation));
            all.extend(resting.copied().filter(|&at| !seen.insert(at)));
        }
        all.into_iter().collect()
    }

    fn short(&self) -> impl Iterator<Item = &Cell<'f>> {
        self.cells.iter().filter(|cell| self.lacks(cell, cell.depth.order) > 0)
    }

    /// Entries that say nothing of what they rest on, in cells where that keeps the examined depth from what is wanted.
    fn unexamined(&self) -> Vec<Handle<Mitigation>> {
        let short = self.cells.iter().filter(|cell| self.goal == Goal::Wanted && cell.examined < cell.wanted);
        let mitigations = &self.coverage.subject.framework.mitigations;
        let silent = |member: &&Member<'_>| mitigations[member.mitigation].depends_on.is_none();
        let all = short.flat_map(|cell| cell.members.iter().filter(silent)).map(|member| member.mitigation);
        all.collect::<BTreeSet<_>>().into_iter().collect()
    }
}

fn better(best: Suggestion, other: Suggestion) -> Suggestion {
    if other.size() < best.size() { other } else { best }
}

/// A cell as the search sees it.
struct Cell<'f> {
    row: Row,
    tier: Option<Handle<Tier>>,
    members: Vec<Member<'f>>,
    depth: Depth<'f>,
    examined: u32,
    wanted: u32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Row {
    Category(Handle<Category>),
    Threat(Handle<Threat>),
}

fn cells<'f>(coverage: &Coverage<'f>) -> Vec<Cell<'f>> {
    let compensated = |cell: &crate::coverage::category::Cell<'_>| cell.state == State::Relaxed && cell.meets;
    let categories = coverage.expected_cells().filter(|(_, cell)| !compensated(cell)).map(|(category, cell)| Cell {
        row: Row::Category(category),
        tier: cell.tier,
        members: cell.standing.credited.iter().map(|&mitigation| Member { mitigation, chain: None }).collect(),
        depth: cell.standing.depth.clone(),
        examined: cell.standing.orders.examined,
        wanted: cell.wanted,
    });
    let threats = coverage.threat_cells().map(|(threat, cell)| Cell {
        row: Row::Threat(threat.threat),
        tier: Some(cell.tier),
        members: threat::members(coverage.subject, &cell.standing.credited),
        depth: cell.standing.depth.clone(),
        examined: cell.standing.orders.examined,
        wanted: threat.wanted,
    });
    categories.chain(threats).collect()
}

struct Search<'s, 'f> {
    coverage: &'s Coverage<'f>,
    goal: Goal,
    cells: Vec<Cell<'f>>,
}

impl<'f> Search<'_, 'f> {
    fn lacks(&self, cell: &Cell<'f>, depth: u32) -> u32 {
        self.goal.lacks(depth, cell.wanted, cell.depth.order)
    }

    /// Dependencies in the smallest cut sets that are listed for cells that are short, and what those rest on: where more are
    /// shared than can be tried, these are the nearest.
    fn in_cut_sets(&self) -> Vec<Handle<Dependency>> {
        let failures = self.short().flat_map(|cell| cell.depth.cut_sets.iter().flatten().chain(&cell.depth.causes));
        let split = failures.filter_map(|failure| match failure {
            Failure::Dependency(at) => Some(*at),
            Failure::Chain(_) | Failure::Mitigation(_) => None,
        });
        // What a cut set rests on through another dependency comes into sight only when that one is split.
        let dependencies = &self.coverage.subject.framework.dependencies;
        let mut all: BTreeSet<Handle<Dependency>> = BTreeSet::new();
        let mut open: Vec<Handle<Dependency>> = split.collect();
        while let Some(at) = open.pop() {
            if all.insert(at) {
                open.extend(dependencies[at].depends_on.iter().map(|below| below.value));
            }
        }
        all.into_iter().collect()
    }

    /// The one further split that saves most.
    fn step(
        &self,
        candidates: &[Handle<Dependency>],
        taken: &BTreeSet<Handle<Dependency>>,
    ) -> Option<(Handle<Dependency>, Suggestion)> {
        let more = candidates.iter().filter(|one| !taken.contains(one));
        let plans = more.map(|&one| (one, self.plan(&taken.iter().copied().chain([one]).collect())));
        plans.min_by_key(|(_, plan)| plan.size())
    }

    /// What has to be added when these are split.
    fn plan(&self, splits: &BTreeSet<Handle<Dependency>>) -> Suggestion {
        let failures = Failures::splitting(self.coverage.subject.framework, splits);
        let mut plan = Suggestion { splits: splits.iter().copied().collect(), exact: true, ..Suggestion::default() };
        let mut counts: BTreeMap<Handle<Category>, u32> = BTreeMap::new();
        let mut against: Vec<(Handle<Threat>, bool, u32)> = Vec::new();
        for cell in &self.cells {
            if self.lacks(cell, cell.depth.order) == 0 {
                continue;
            }
            let lack = self.lacks(cell, failures.order(&cell.members).size);
            let open = cell.tier.is_some_and(|tier| self.coverage.subject.is_open(tier));
            match cell.row {
                Row::Category(category) if self.counts(category, open) => {
                    let count = counts.entry(category).or_default();
                    *count = lack.max(*count);
                }
                Row::Category(_) => plan.out_of_reach += u32::from(lack > 0),
                Row::Threat(threat) => against.push((threat, open, lack)),
            }
        }
        // What survives in the open stands everywhere: it comes first.
        for open in [true, false] {
            let lack = against.iter().filter(|(_, in_open, _)| *in_open == open).map(|(.., lack)| *lack).max();
            let there: u32 = counts.iter().filter(|(at, _)| self.acts(**at, open)).map(|(_, count)| count).sum();
            let missing = lack.unwrap_or(0).saturating_sub(there);
            if missing > 0
                && let Some(category) = self.coverage.expected().map(|one| one.category).find(|&at| self.acts(at, open))
            {
                // A detector or a responder that is added anyway might do instead, if nothing shares its chain.
                plan.exact &= counts.iter().all(|(at, count)| *count == 0 || !self.detects_or_responds(*at));
                *counts.entry(category).or_default() += missing;
            }
        }
        let mut short: Vec<Handle<Threat>> =
            against.iter().filter(|(.., lack)| *lack > 0).map(|(threat, ..)| *threat).collect();
        short.dedup();
        plan.additions = counts
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .map(|(category, count)| Addition {
                category,
                count,
                threats: if self.acts(category, false) { short.clone() } else { Vec::new() },
                ideas: self.ideas(category),
            })
            .collect();
        plan
    }

    /// Whether a new measure of this category counts in its cell.
    fn counts(&self, category: Handle<Category>, open: bool) -> bool {
        let node = &self.coverage.subject.taxonomy.categories[category];
        !open || node.role != Role::Protective || node.in_weights
    }

    /// Whether one more measure of this category is one more failure against a threat. (Detection and response share one
    /// chain: more of them need not be deeper.)
    fn acts(&self, category: Handle<Category>, open: bool) -> bool {
        let node = &self.coverage.subject.taxonomy.categories[category];
        let fine_tuned = node.voided_by.iter().any(|event| event == BuiltInEvent::AttackerFineTunes.id());
        node.role == Role::Protective
            && matches!(node.layer, Some(Layer::Remove | Layer::Shape | Layer::Block | Layer::Restrict))
            && (!open || (node.in_weights && !fine_tuned))
    }

    fn detects_or_responds(&self, category: Handle<Category>) -> bool {
        matches!(self.coverage.subject.taxonomy.categories[category].layer, Some(Layer::Detect | Layer::Respond))
    }

    fn ideas(&self, category: Handle<Category>) -> Vec<Handle<Mitigation>> {
        let subject = self.coverage.subject;
        let idea = |&at: &Handle<Mitigation>| subject.framework.mitigations[at].status.value == Status::Idea;
        let mapped = self.coverage.category(category).map_or(&[][..], |coverage| &coverage.mapped);
        mapped.iter().copied().filter(idea).collect()
    }
}
