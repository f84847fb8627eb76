//! Suggest: the smallest set of additions and splits that closes what is open.
//!
//! An addition is a new measure in one category, in every tier, resting on nothing shared: it adds exactly one to the
//! depth of each cell it counts in. A split gives everything that rests on a dependency one of its own. Given the splits,
//! the additions needed follow by counting; so trying every set of splits finds the smallest answer.

use crate::arena::Handle;
use crate::coverage::failure::{Depth, Failure, Failures, Member};
use crate::coverage::state::State;
use crate::coverage::{Coverage, threat};
use crate::framework::event::BuiltInEvent;
use crate::framework::{Dependency, Mitigation, Threat, Tier};
use crate::taxonomy::Category;
use crate::vocabulary::{Layer, Role, Status, Word};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

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
    let candidates = search.candidates();
    let mut best = search.plan(&BTreeSet::new());
    if candidates.len() <= MAX_TRIED {
        for set in 1..1_usize << candidates.len() {
            let taken = (0..).zip(&candidates).filter(|(at, _)| set & (1 << at) != 0).map(|(_, &one)| one);
            let taken: BTreeSet<_> = taken.collect();
            if taken.len() < best.size() {
                best = better(best, search.plan(&taken));
            }
        }
        return Suggestion { exact: true, ..best };
    }
    let mut taken = BTreeSet::new();
    while let Some((split, plan)) = search.step(&candidates, &taken).filter(|(_, plan)| plan.size() < best.size()) {
        taken.insert(split);
        best = plan;
    }
    best
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
        wanted: cell.wanted,
    });
    let threats = coverage.threat_cells().map(|(threat, cell)| Cell {
        row: Row::Threat(threat.threat),
        tier: Some(cell.tier),
        members: threat::members(coverage.subject, &cell.standing.credited),
        depth: cell.standing.depth.clone(),
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

    /// Dependencies in the smallest cut sets of cells that are short: to split any other helps none of them.
    fn candidates(&self) -> Vec<Handle<Dependency>> {
        let short = self.cells.iter().filter(|cell| self.lacks(cell, cell.depth.order) > 0);
        let failures = short.flat_map(|cell| cell.depth.cut_sets.iter().flatten().chain(&cell.depth.causes));
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
        let mut plan = Suggestion { splits: splits.iter().copied().collect(), ..Suggestion::default() };
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

    fn ideas(&self, category: Handle<Category>) -> Vec<Handle<Mitigation>> {
        let subject = self.coverage.subject;
        let idea = |&at: &Handle<Mitigation>| subject.framework.mitigations[at].status.value == Status::Idea;
        let mapped = self.coverage.category(category).map_or(&[][..], |coverage| &coverage.mapped);
        mapped.iter().copied().filter(idea).collect()
    }
}

/// Entries for what is suggested, to be put at the end of the file: ideas, which cover nothing until somebody takes
/// them on. What the framework has as an idea already is not written again.
pub fn stubs(coverage: &Coverage<'_>, suggestion: &Suggestion) -> String {
    let framework = coverage.subject.framework;
    let mut text = String::new();
    let mut written = BTreeSet::new();
    for addition in &suggestion.additions {
        let node = &coverage.subject.taxonomy.categories[addition.category];
        let missing = (addition.count as usize).saturating_sub(addition.ideas.len());
        for nth in 0..missing {
            let id = free_id(coverage, &node.name, &mut written);
            let typical = node.suggest.get(addition.ideas.len() + nth).map_or(node.name.as_ref(), AsRef::as_ref);
            let threats: Vec<String> =
                addition.threats.iter().map(|&at| format!("\"{}\"", framework.threats[at].id.value)).collect();
            let against =
                if threats.is_empty() { String::new() } else { format!("threats = [{}]\n", threats.join(", ")) };
            let name = typical.replace('\\', "\\\\").replace('"', "\\\"");
            // Writing to a String cannot fail.
            let _ = write!(
                text,
                "\n[[mitigation]]\nid = \"{id}\"\nname = \"{name}\"\ncategory = \"{}\"\nstatus = \"idea\"\n{against}",
                node.code
            );
        }
    }
    text
}

/// An id made of a name, with a number where it is taken.
fn free_id(coverage: &Coverage<'_>, name: &str, written: &mut BTreeSet<String>) -> String {
    let words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut stem = words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-");
    stem.truncate(50);
    let framework = coverage.subject.framework;
    let taken = |id: &str| {
        framework.mitigations.iter().any(|entry| entry.id.value == id)
            || framework.dependencies.iter().any(|entry| entry.id.value == id)
            || framework.threats.iter().any(|entry| entry.id.value == id)
            || framework.tiers.iter().any(|entry| entry.id.value == id)
            || framework.levels.iter().any(|entry| entry.id.value == id)
            || framework.events.iter().any(|entry| entry.id.value == id)
    };
    let stem = format!("more-{}", if stem.is_empty() { "measures" } else { &stem });
    let ids = std::iter::once(stem.clone()).chain((2_u32..).map(|number| format!("{stem}-{number}")));
    let free = ids.into_iter().find(|id| !taken(id) && !written.contains(id)).unwrap_or(stem);
    written.insert(free.clone());
    free
}
