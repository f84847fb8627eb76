//! What a category cell and a threat cell have in common: who is credited, how deep, and what takes it all out.

use super::entries::Entries;
use crate::arena::Handle;
use crate::coverage::failure::Failure;
use crate::coverage::standing::Standing;
use crate::framework::{Framework, Mitigation, Tier};
use serde::Serialize;

/// The tier of cells that belong to no tier.
pub(super) const EVERYWHERE: &str = "everywhere";

/// One cell; a threat cell has no states.
#[derive(Serialize)]
pub(super) struct Cell<'r> {
    tier: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state_declared: Option<&'static str>,
    meets: bool,
    wanted: u32,
    depth: u32,
    depth_declared: u32,
    depth_examined: u32,
    depth_implemented: u32,
    depth_evidenced: u32,
    at_least: bool,
    credited: Ids<'r>,
    cut_sets: Entries<'r, &'r Framework, Vec<Failure<'r>>, CutSet<'r>>,
}

/// Ids of mitigations.
pub(super) type Ids<'r> = Entries<'r, &'r Framework, Handle<Mitigation>, &'r str>;

/// The failures that take everything out together.
type CutSet<'r> = Entries<'r, &'r Framework, Failure<'r>, Element<'r>>;

/// The states of a category cell.
#[derive(Debug, Clone, Copy)]
pub(super) struct States {
    pub(super) state: &'static str,
    pub(super) state_declared: &'static str,
}

/// How a cell was judged.
#[derive(Debug, Clone, Copy)]
pub(super) struct Judgement {
    /// For category cells.
    pub(super) states: Option<States>,
    /// Whether it is deep enough.
    pub(super) meets: bool,
    /// The depth wanted.
    pub(super) wanted: u32,
}

/// One failure of a cut set.
#[derive(Debug, Serialize)]
struct Element<'r> {
    kind: &'static str,
    id: &'r str,
}

impl<'r> Cell<'r> {
    /// A cell of a tier (`None`: of none) as judged.
    pub(super) fn of(
        framework: &'r Framework,
        tier: Option<Handle<Tier>>,
        (standing, judgement): (&'r Standing<'r>, Judgement),
    ) -> Self {
        let Judgement { states, meets, wanted } = judgement;
        let (depth, orders) = (&standing.depth, standing.orders);
        Self {
            tier: tier.map_or(EVERYWHERE, |at| &framework.tiers[at].id.value),
            state: states.map(|states| states.state),
            state_declared: states.map(|states| states.state_declared),
            meets,
            wanted,
            depth: depth.order,
            depth_declared: orders.declared,
            depth_examined: orders.examined,
            depth_implemented: orders.implemented,
            depth_evidenced: orders.evidenced,
            at_least: depth.at_least,
            credited: ids(framework, &standing.credited),
            cut_sets: Entries::of(framework, &depth.cut_sets, |framework, set| Entries::of(framework, set, element)),
        }
    }
}

/// The ids of mitigations.
pub(super) const fn ids<'r>(framework: &'r Framework, mitigations: &'r [Handle<Mitigation>]) -> Ids<'r> {
    Entries::of(framework, mitigations, |framework, &at| &framework.mitigations[at].id.value)
}

fn element<'r>(framework: &'r Framework, &failure: &'r Failure<'r>) -> Element<'r> {
    Element { kind: kind(failure), id: failure.id(framework) }
}

/// A chain of detection and response is a dependency that nobody had to declare.
pub(super) const fn kind(failure: Failure<'_>) -> &'static str {
    match failure {
        Failure::Mitigation(_) => "mitigation",
        Failure::Dependency(_) | Failure::Chain(_) => "dependency",
    }
}
