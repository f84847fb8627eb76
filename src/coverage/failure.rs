//! What takes mitigations out: failures, closed over nested dependencies, and the depth of a set of mitigations.
//!
//! Depth is the order of the smallest cut set (fault-tree analysis: NUREG-0492, chapter VII), a failure being
//! "this mitigation fails" or "this dependency fails".

use super::hitting::{self, Element, Searches};
use crate::arena::Handle;
use crate::framework::{Dependency, Framework, Mitigation};
use crate::problem::{Problem, ProblemKind};
use crate::source::{Span, offset};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// The dependency that detection and response share where nobody says otherwise: a layer detects, decides and acts
/// (CCPS, Layer of Protection Analysis, 2001).
pub const DETECT_AND_RESPOND: &str = "detect-and-respond";

/// How many cut sets are listed as witnesses.
pub const WITNESSES: usize = 5;

/// One thing that can fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Failure<'f> {
    /// A declared dependency.
    Dependency(Handle<Dependency>),
    /// A chain of detection and response, by name.
    Chain(&'f str),
    /// A mitigation itself.
    Mitigation(Handle<Mitigation>),
}

impl<'f> Failure<'f> {
    /// The id that people know it by.
    pub fn id(self, framework: &'f Framework) -> &'f str {
        match self {
            Self::Dependency(at) => &framework.dependencies[at].id.value,
            Self::Chain(name) => name,
            Self::Mitigation(at) => &framework.mitigations[at].id.value,
        }
    }

    /// Whether it is a mitigation (else something that mitigations rest on).
    pub const fn is_mitigation(self) -> bool {
        matches!(self, Self::Mitigation(_))
    }
}

/// The depth of a set of mitigations, with its reasons.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Depth<'f> {
    /// Order of the smallest cut set; 0 where nothing stands.
    pub order: u32,
    /// The search stopped early: the order is at least this.
    pub at_least: bool,
    /// Up to [`WITNESSES`] smallest cut sets, those of dependencies first, then by id.
    pub cut_sets: Vec<Vec<Failure<'f>>>,
    /// Where the order is 1: everything that alone takes all of them, dependencies first, then by id.
    pub causes: Vec<Failure<'f>>,
}

/// The closed failure sets of a framework's mitigations.
#[derive(Debug)]
pub struct Failures<'f> {
    framework: &'f Framework,
    by_id: BTreeMap<&'f str, Handle<Dependency>>,
    /// For each mitigation, every dependency under it, sorted.
    under: Vec<Vec<Handle<Dependency>>>,
    /// For each mitigation, those of them whose failure takes it out.
    taking: Vec<Vec<Handle<Dependency>>>,
    /// What was searched for so far.
    searches: RefCell<Searches>,
}

/// How much all dependencies and mitigations of a framework may rest on together, nested dependencies counted for each: the
/// bound on the memory that closing them takes.
pub const MAX_CLOSED: usize = 4_000_000;

/// What is wrong with a framework whose dependencies nest past [`MAX_CLOSED`].
pub fn excess(framework: &Framework) -> Option<Problem> {
    let past = |at: Span| {
        let message = format!("dependencies nest so deep that they come to more than {MAX_CLOSED} when followed");
        Problem::at(ProblemKind::Limit, at, message)
            .label("past the bound from here on")
            .help("name only what several mitigations rest on, and let nothing rest on long chains")
    };
    let (mut closed, mut left) = (vec![Closure::Unseen; framework.dependencies.len()], MAX_CLOSED);
    for (at, dependency) in framework.dependencies.entries() {
        if !close(framework, at, &mut closed, &mut left) {
            return Some(past(dependency.id.span));
        }
    }
    for mitigation in &framework.mitigations {
        for dependency in mitigation.depends_on.iter().flatten() {
            let under = closed.get(dependency.value.at()).map_or(0, |closure| closure.all().len());
            let Some(rest) = left.checked_sub(under) else { return Some(past(dependency.span)) };
            left = rest;
        }
    }
    None
}

impl<'f> Failures<'f> {
    /// Closes the dependencies.
    pub fn of(framework: &'f Framework) -> Self {
        Self::splitting(framework, &BTreeSet::new())
    }

    /// Closes the dependencies, those of `split` taken to be one for each that rests on them.
    pub fn splitting(framework: &'f Framework, split: &BTreeSet<Handle<Dependency>>) -> Self {
        // What is too much was refused when the framework was loaded: see `excess`.
        let (mut closed, mut left) = (vec![Closure::Unseen; framework.dependencies.len()], usize::MAX);
        for dependency in framework.dependencies.handles() {
            close(framework, dependency, &mut closed, &mut left);
        }
        let by_id: BTreeMap<_, _> =
            framework.dependencies.entries().map(|(at, dependency)| (dependency.id.value.as_str(), at)).collect();
        let under: Vec<_> = framework.mitigations.iter().map(|entry| under(entry, &closed, &by_id)).collect();
        let takes = |&at: &Handle<Dependency>| framework.dependencies[at].failover.is_none() && !split.contains(&at);
        let taking = under.iter().map(|all| all.iter().copied().filter(takes).collect()).collect();
        Self { framework, by_id, under, taking, searches: RefCell::default() }
    }

    /// Every dependency under a mitigation, sorted, the one its chain is named after and those with a claimed failover included.
    pub fn everything_under(&self, mitigation: Handle<Mitigation>) -> &[Handle<Dependency>] {
        self.under.get(mitigation.at()).map_or(&[], Vec::as_slice)
    }

    /// The dependencies whose failure takes a mitigation out, sorted: one with a claimed failover is left out, what it
    /// rests on stays.
    pub fn dependencies_of(&self, mitigation: Handle<Mitigation>) -> &[Handle<Dependency>] {
        self.taking.get(mitigation.at()).map_or(&[], Vec::as_slice)
    }

    /// The depth of `mitigations`, each with the chain it shares (if any), without witnesses.
    pub fn order(&self, mitigations: &[Member<'f>]) -> hitting::Order {
        if let Some(size) = self.simple_order(mitigations) {
            return hitting::Order { size, at_least: false };
        }
        let (sets, alone) = self.shared_sets(mitigations);
        let order = self.searches.borrow_mut().smallest(&sets);
        hitting::Order { size: order.size + alone, at_least: order.at_least }
    }

    /// Nothing, one, or nothing that anybody shares.
    fn simple_order(&self, mitigations: &[Member<'f>]) -> Option<u32> {
        let rests = |m: &Member<'f>| m.chain.is_some() || !self.dependencies_of(m.mitigation).is_empty();
        let free = mitigations.len() <= 1 || !mitigations.iter().any(rests);
        free.then(|| offset(mitigations.len()))
    }

    /// The failure sets of those that rest on something (without themselves: any dependency takes at least as much), and
    /// how many rest on nothing and each need a failure of their own.
    fn shared_sets(&self, mitigations: &[Member<'f>]) -> (Vec<Vec<Element>>, u32) {
        let mut numbers = BTreeMap::new();
        let mut sets = Vec::new();
        let mut alone = 0;
        for &member in mitigations {
            let failures = self.rests_on(member);
            if failures.is_empty() {
                alone += 1;
                continue;
            }
            let mut set: Vec<Element> = failures.into_iter().map(|failure| number(&mut numbers, failure)).collect();
            set.sort_unstable();
            sets.push(set);
        }
        (sets, alone)
    }

    /// What takes a member out beside itself, each once.
    fn rests_on(&self, member: Member<'f>) -> Vec<Failure<'f>> {
        let dependencies = self.dependencies_of(member.mitigation);
        // Room for its chain, and for itself.
        let mut all = Vec::with_capacity(dependencies.len() + 2);
        all.extend(dependencies.iter().copied().map(Failure::Dependency));
        let chain = member.chain.map(|name| self.chain(name)).filter(|chain| !all.contains(chain));
        all.extend(chain);
        all
    }

    /// Whether a failure alone takes a member out.
    pub fn takes(&self, failure: Failure<'f>, member: Member<'f>) -> bool {
        failure == Failure::Mitigation(member.mitigation) || self.rests_on(member).contains(&failure)
    }

    /// A chain named like a declared dependency is that dependency.
    fn chain(&self, name: &'f str) -> Failure<'f> {
        self.by_id.get(name).map_or(Failure::Chain(name), |&at| Failure::Dependency(at))
    }

    /// The depth of `mitigations` with witnesses and causes.
    pub fn depth(&self, mitigations: &[Member<'f>]) -> Depth<'f> {
        self.depth_of_order(mitigations, self.order(mitigations))
    }

    /// The same where the order of `mitigations` is known.
    pub(super) fn depth_of_order(&self, mitigations: &[Member<'f>], order: hitting::Order) -> Depth<'f> {
        match order.size {
            0 => return Depth::default(),
            1 => return self.depth_of_one(mitigations, order.at_least),
            _ => {}
        }
        let mut cut_sets = Vec::new();
        if !order.at_least && order.size <= 16 {
            let (failures, sets) = self.numbered(mitigations);
            let name = |set: Vec<Element>| set.iter().filter_map(|&e| failures.get(e as usize)).copied().collect();
            let found = self.searches.borrow_mut().of_size(&sets, order.size, WITNESSES);
            cut_sets = found.into_iter().map(name).collect();
        }
        Depth { order: order.size, at_least: order.at_least, cut_sets, causes: Vec::new() }
    }

    /// The depth where one failure suffices (or nothing more is proven): the causes are what all have in common, and each
    /// is a cut set.
    fn depth_of_one(&self, mitigations: &[Member<'f>], at_least: bool) -> Depth<'f> {
        let Some((&first, rest)) = mitigations.split_first() else { return Depth::default() };
        let mut causes = self.failures_of(first);
        for &member in rest {
            let mut others = self.failures_of(member);
            others.sort_unstable();
            causes.retain(|failure| others.binary_search(failure).is_ok());
        }
        causes.sort_by_key(|failure| self.rank(failure));
        let searched = !at_least && mitigations.len() <= hitting::MAX_SEARCHED_SETS;
        let witnesses = if searched { WITNESSES } else { 0 };
        let cut_sets = causes.iter().take(witnesses).map(|&failure| vec![failure]).collect();
        Depth { order: 1, at_least, cut_sets, causes }
    }

    /// Everything that takes a member out, itself included.
    fn failures_of(&self, member: Member<'f>) -> Vec<Failure<'f>> {
        let mut all = self.rests_on(member);
        all.push(Failure::Mitigation(member.mitigation));
        all
    }

    /// Dependencies and chains first, then by id.
    fn rank(&self, failure: &Failure<'f>) -> (bool, &'f str) {
        (failure.is_mitigation(), failure.id(self.framework))
    }

    /// All failures of `mitigations` numbered dependencies first, then by id, and each mitigation's set of them.
    fn numbered(&self, mitigations: &[Member<'f>]) -> (Vec<Failure<'f>>, Vec<Vec<Element>>) {
        let sets: Vec<Vec<Failure<'f>>> = mitigations.iter().map(|&member| self.failures_of(member)).collect();
        let mut failures: Vec<Failure<'f>> = sets.iter().flatten().copied().collect();
        failures.sort_by_key(|failure| self.rank(failure));
        failures.dedup();
        let rank = |failure: &Failure<'f>| self.rank(failure);
        let number = |failure: &Failure<'f>| failures.binary_search_by_key(&rank(failure), rank).ok().map(offset);
        let numbered = |set: &Vec<Failure<'f>>| {
            let mut set: Vec<Element> = set.iter().filter_map(number).collect();
            set.sort_unstable();
            set
        };
        let sets = sets.iter().map(numbered).collect();
        (failures, sets)
    }
}

/// A mitigation as it stands in a cell: with the chain of detection and response it shares there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member<'f> {
    /// Which.
    pub mitigation: Handle<Mitigation>,
    /// The chain it shares, by name; `None` outside threat cells and for other layers.
    pub chain: Option<&'f str>,
}

fn number<'f>(numbers: &mut BTreeMap<Failure<'f>, Element>, failure: Failure<'f>) -> Element {
    let next = offset(numbers.len());
    *numbers.entry(failure).or_insert(next)
}

/// Every dependency under a mitigation, sorted. It rests on the one its chain is named after, whatever it does there.
fn under(
    entry: &Mitigation,
    closed: &[Closure],
    by_id: &BTreeMap<&str, Handle<Dependency>>,
) -> Vec<Handle<Dependency>> {
    let stated = entry.depends_on.iter().flatten().map(|dependency| dependency.value);
    let chain = entry.chain.as_ref().and_then(|chain| by_id.get(chain.value.as_str()));
    let rests_on = stated.chain(chain.copied()).filter_map(|at| closed.get(at.at()));
    let mut all: Vec<_> = rests_on.flat_map(Closure::all).copied().collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// How far the closure of one dependency is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Closure {
    Unseen,
    Open,
    Done(Vec<Handle<Dependency>>),
}

impl Closure {
    fn all(&self) -> &[Handle<Dependency>] {
        match self {
            Self::Done(all) => all,
            Self::Unseen | Self::Open => &[],
        }
    }
}

/// Depth-first closure with an explicit stack, so that a long chain of dependencies cannot overflow ours. Takes the size of
/// what it closes from `left`, and says whether that sufficed.
fn close(framework: &Framework, from: Handle<Dependency>, closed: &mut [Closure], left: &mut usize) -> bool {
    let mut stack = vec![from];
    while let Some(&at) = stack.last() {
        let below = || framework.dependencies[at].depends_on.iter().map(|dependency| dependency.value);
        match closed.get_mut(at.at()) {
            Some(slot @ Closure::Unseen) => {
                *slot = Closure::Open;
                stack.extend(below().filter(|d| closed.get(d.at()) == Some(&Closure::Unseen)));
            }
            Some(Closure::Open) => {
                stack.pop();
                let mut all: Vec<_> =
                    below().filter_map(|d| closed.get(d.at())).flat_map(Closure::all).copied().chain([at]).collect();
                all.sort_unstable();
                all.dedup();
                let Some(rest) = left.checked_sub(all.len()) else { return false };
                *left = rest;
                if let Some(slot) = closed.get_mut(at.at()) {
                    *slot = Closure::Done(all);
                }
            }
            Some(Closure::Done(_)) | None => {
                stack.pop();
            }
        }
    }
    true
}
