//! Tiers that relax safeguards, and whether what they add makes up for it.

use super::Subject;
use super::threat::ThreatCoverage;
use crate::arena::Handle;
use crate::framework::tier::Presence;
use crate::framework::{Mitigation, Threat, Tier};
use crate::vocabulary::Layer;

/// A tier in which something in force is relaxed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compensation {
    /// Which tier.
    pub tier: Handle<Tier>,
    /// What is relaxed there, in file order.
    pub relaxed: Vec<Handle<Mitigation>>,
    /// Why it is not made up for; empty where it is.
    pub gaps: Vec<Gap>,
}

/// One reason why a relaxed mitigation is not made up for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// The relaxed mitigation.
    pub mitigation: Handle<Mitigation>,
    /// The threat that is left open; `None` where it names none and nothing compensates.
    pub threat: Option<Handle<Threat>>,
    /// The examined depth left, and the depth wanted.
    pub depth: Option<(u32, u32)>,
}

/// Every tier that relaxes something in force.
pub fn all(subject: Subject<'_>, threats: &[ThreatCoverage<'_>]) -> Vec<Compensation> {
    let judge = |tier| {
        let off =
            |&m: &Handle<Mitigation>| subject.framework.presence(m, tier) == Presence::Relaxed && subject.in_force(m);
        let relaxed: Vec<_> = relaxed_by(subject, tier).into_iter().filter(off).collect();
        let gaps = relaxed.iter().flat_map(|&mitigation| gaps(subject, threats, tier, mitigation)).collect();
        (!relaxed.is_empty()).then_some(Compensation { tier, relaxed, gaps })
    };
    subject.framework.tiers.handles().filter_map(judge).collect()
}

/// What the tier or one it extends relaxes, in file order.
fn relaxed_by(subject: Subject<'_>, tier: Handle<Tier>) -> Vec<Handle<Mitigation>> {
    let tiers = subject.framework.ancestry(tier);
    let mut all: Vec<_> =
        tiers.flat_map(|at| &subject.framework.tiers[at].relaxes).map(|relaxed| relaxed.value).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Whether a tier makes up for everything it relaxes.
pub fn is_compensated(compensations: &[Compensation], tier: Option<Handle<Tier>>) -> bool {
    compensations.iter().find(|entry| Some(entry.tier) == tier).is_some_and(|entry| entry.gaps.is_empty())
}

fn gaps(
    subject: Subject<'_>,
    threats: &[ThreatCoverage<'_>],
    tier: Handle<Tier>,
    mitigation: Handle<Mitigation>,
) -> Vec<Gap> {
    let compensating = compensating(subject, tier);
    let named = &subject.framework.mitigations[mitigation].threats;
    let mut judged = 0;
    let mut gaps = Vec::new();
    for threat in named.iter().map(|named| named.value) {
        let Some(coverage) = threats.get(threat.at()) else { continue };
        let Some(cell) = coverage.cells.iter().find(|cell| cell.tier == tier) else { continue };
        judged += 1;
        let acts = |&m: &Handle<Mitigation>| {
            cell.standing.credited.contains(&m) && subject.layer_of(m).is_some_and(acts_outside_the_model)
        };
        if !cell.meets || !compensating.iter().any(acts) {
            let depth = Some((cell.standing.orders.examined, coverage.wanted));
            gaps.push(Gap { mitigation, threat: Some(threat), depth });
        }
    }
    // A policy on paper stands in nobody's way: what makes up for a safeguard has to act, too, and
    // around published weights nothing does.
    let stands_in = |&m: &Handle<Mitigation>| {
        subject.in_force(m)
            && !subject.framework.mitigations[m].partial
            && !subject.is_open(tier)
            && subject.layer_of(m).is_some_and(acts_outside_the_model)
    };
    if judged == 0 && !compensating.iter().any(stands_in) {
        gaps.push(Gap { mitigation, threat: None, depth: None });
    }
    gaps
}

/// What compensates in this tier, stated here or by a tier it extends.
fn compensating(subject: Subject<'_>, tier: Handle<Tier>) -> Vec<Handle<Mitigation>> {
    let tiers = subject.framework.ancestry(tier);
    let stated = tiers.flat_map(|at| &subject.framework.tiers[at].compensates).map(|entry| entry.value);
    stated.filter(|&m| subject.framework.presence(m, tier) == Presence::On).collect()
}

/// Whether a layer stands around the model, not in it.
pub(super) const fn acts_outside_the_model(layer: Layer) -> bool {
    match layer {
        Layer::Block | Layer::Detect | Layer::Restrict | Layer::Respond => true,
        Layer::Remove | Layer::Shape => false,
    }
}
