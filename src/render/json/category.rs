//! `taxonomies`: the totals, and every category in tree order.

use super::cell::{Cell, Ids, Judgement, States, ids};
use super::entries::Entries;
use super::number::TenThousandths;
use crate::arena::Handle;
use crate::coverage::category::{self, CategoryCoverage, Verdict};
use crate::coverage::state::State;
use crate::coverage::{Coverage, Subject, level, summary};
use crate::framework::Mitigation;
use crate::taxonomy::Category;
use crate::vocabulary::Word as _;
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// One taxonomy and how the framework stands in it.
#[derive(Serialize)]
pub(super) struct TaxonomyEntry<'r> {
    id: &'r str,
    edition: &'r str,
    summary: Summary<'r>,
    categories: Categories<'r>,
}

/// Every category, each shaped only when its turn to be written comes.
struct Categories<'r>(&'r Coverage<'r>);

/// The totals, with a key for every state.
#[derive(Serialize)]
struct Summary<'r> {
    expected: u32,
    covered: u32,
    covered_declared: u32,
    covered_implemented: u32,
    met: u32,
    excluded: u32,
    #[serde(flatten)]
    states: Counts<'r>,
    mitigations: u32,
    mapped: u32,
    unmapped: u32,
}

/// How many leaves are in each state; every state has its key.
struct Counts<'r>(Cow<'r, BTreeMap<State, u32>>);

/// One node of the tree.
#[derive(Serialize)]
struct CategoryEntry<'r> {
    code: &'r str,
    name: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<&'r str>,
    leaf: bool,
    role: &'static str,
    #[serde(flatten)]
    content: Content<'r>,
}

/// What differs between leaves and the nodes above them.
#[derive(Serialize)]
#[serde(untagged)]
enum Content<'r> {
    Leaf(Leaf<'r>),
    Inner(Inner<'r>),
}

/// A leaf: coverage is asked of it.
#[derive(Serialize)]
struct Leaf<'r> {
    expected: bool,
    state: &'static str,
    state_declared: &'static str,
    meets: bool,
    depth: u32,
    wanted: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    covered_from: Option<&'r str>,
    mitigations: Entries<'r, Subject<'r>, Handle<Mitigation>, Listed<'r>>,
    cells: Entries<'r, Subject<'r>, category::Cell<'r>, Cell<'r>>,
}

/// A node above leaves: what is mapped to exactly it is broad and covers nothing.
#[derive(Serialize)]
struct Inner<'r> {
    leaves: Counts<'static>,
    broad: Ids<'r>,
}

/// One mitigation mapped to a leaf, credited or not.
#[derive(Serialize)]
struct Listed<'r> {
    id: &'r str,
    basis: &'static str,
    confidence: TenThousandths,
}

/// The taxonomy of a coverage.
pub(super) fn taxonomy_entry<'r>(coverage: &'r Coverage<'r>) -> TaxonomyEntry<'r> {
    let taxonomy = coverage.subject.taxonomy;
    TaxonomyEntry {
        id: &taxonomy.id,
        edition: &taxonomy.edition,
        summary: Summary::of(&coverage.summary),
        categories: Categories(coverage),
    }
}

/// For every category above leaves, the states of the leaves below it: one walk up from each leaf.
fn leaves_below(coverage: &Coverage<'_>) -> Vec<BTreeMap<State, u32>> {
    let categories = &coverage.subject.taxonomy.categories;
    let mut below = vec![BTreeMap::new(); categories.len()];
    for leaf in &coverage.categories {
        let Some(verdict) = leaf.verdict else { continue };
        let parent = |at: Handle<Category>| categories[at].parent;
        for at in std::iter::successors(parent(leaf.category), |&at| parent(at)) {
            if let Some(counts) = below.get_mut(at.at()) {
                *counts.entry(verdict.state).or_default() += 1;
            }
        }
    }
    below
}

fn entry<'r>(
    coverage: &'r Coverage<'r>,
    category: &'r CategoryCoverage<'r>,
    below: BTreeMap<State, u32>,
) -> CategoryEntry<'r> {
    let subject = coverage.subject;
    let node = &subject.taxonomy.categories[category.category];
    let code = |at: Handle<Category>| subject.taxonomy.categories[at].code.as_ref();
    CategoryEntry {
        code: &node.code,
        name: &node.name,
        parent: node.parent.map(code),
        leaf: node.leaf,
        role: node.role.id(),
        content: match &category.verdict {
            Some(verdict) => Content::Leaf(leaf(coverage, category, verdict)),
            None => Content::Inner(Inner {
                leaves: Counts(Cow::Owned(below)),
                broad: ids(subject.framework, &category.mapped),
            }),
        },
    }
}

fn leaf<'r>(coverage: &'r Coverage<'r>, category: &'r CategoryCoverage<'r>, verdict: &Verdict) -> Leaf<'r> {
    let subject = coverage.subject;
    let from = level::covered_from(&coverage.levels, category.category);
    Leaf {
        expected: category.expectation.is_expected(),
        state: verdict.state.id(),
        state_declared: verdict.state_declared.id(),
        meets: verdict.meets,
        depth: verdict.depth,
        wanted: verdict.wanted,
        covered_from: from.map(|at| subject.framework.levels[at].id.value.as_str()),
        mitigations: Entries::of(subject, &category.mapped, listed),
        cells: Entries::of(subject, &category.cells, cell_entry),
    }
}

fn listed<'r>(subject: Subject<'r>, &mitigation: &'r Handle<Mitigation>) -> Listed<'r> {
    let mapped = subject.mapping.get(mitigation);
    Listed {
        id: &subject.framework.mitigations[mitigation].id.value,
        basis: mapped.basis.id(),
        confidence: mapped.confidence.into(),
    }
}

fn cell_entry<'r>(subject: Subject<'r>, cell: &'r category::Cell<'r>) -> Cell<'r> {
    let states = States { state: cell.state.id(), state_declared: cell.state_declared.id() };
    let judgement = Judgement { states: Some(states), meets: cell.meets, wanted: cell.wanted };
    Cell::of(subject.framework, cell.tier, (&cell.standing, judgement))
}

impl<'r> Summary<'r> {
    fn of(summary: &'r summary::Summary) -> Self {
        Self {
            expected: summary.expected,
            covered: summary.covered,
            covered_declared: summary.covered_declared,
            covered_implemented: summary.covered_implemented,
            met: summary.met,
            excluded: summary.excluded,
            states: Counts(Cow::Borrowed(&summary.states)),
            mitigations: summary.mitigations,
            mapped: summary.mapped,
            unmapped: summary.unmapped,
        }
    }
}

impl Serialize for Categories<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(coverage) = *self;
        let categories = coverage.categories.iter().zip(leaves_below(coverage));
        serializer.collect_seq(categories.map(|(category, below)| entry(coverage, category, below)))
    }
}

impl Serialize for Counts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let count = |state| self.0.get(state).copied().unwrap_or(0);
        serializer.collect_map(State::WORDS.iter().map(|(state, id)| (id, count(state))))
    }
}
