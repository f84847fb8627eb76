//! Entries that are umbrellas over others ("defense in depth"), and what their members amount to.

use super::Subject;
use super::failure::{Depth, Failures};
use super::threat::{self, ThreatCoverage};
use crate::arena::Handle;
use crate::framework::{Mitigation, Threat, Tier};

/// An umbrella with the depth of its members against each threat that two or more of them share.
#[derive(Debug)]
pub struct UmbrellaDepth<'f> {
    /// The umbrella.
    pub mitigation: Handle<Mitigation>,
    /// What stands below it, nested umbrellas opened, in file order.
    pub members: Vec<Handle<Mitigation>>,
    /// Per threat and tier that members share: their depth there.
    pub against: Vec<SharedThreat<'f>>,
}

/// The depth of an umbrella's members against one threat in one tier.
#[derive(Debug)]
pub struct SharedThreat<'f> {
    /// The threat.
    pub threat: Handle<Threat>,
    /// The tier.
    pub tier: Handle<Tier>,
    /// The members credited there.
    pub members: Vec<Handle<Mitigation>>,
    /// How deep they are.
    pub depth: Depth<'f>,
}

/// Every entry with `comprises`.
pub fn all<'f>(
    subject: Subject<'f>,
    failures: &Failures<'f>,
    threats: &[ThreatCoverage<'f>],
) -> Vec<UmbrellaDepth<'f>> {
    let umbrellas = subject.framework.mitigations.entries().filter(|(_, entry)| !entry.comprises.is_empty());
    umbrellas
        .map(|(mitigation, _)| {
            let members = opened(subject, mitigation);
            let against = threats.iter().flat_map(|threat| shared(subject, failures, threat, &members)).collect();
            UmbrellaDepth { mitigation, members, against }
        })
        .collect()
}

/// The members of an umbrella, members of members included; ends even where a faulty file nests in a circle.
fn opened(subject: Subject<'_>, umbrella: Handle<Mitigation>) -> Vec<Handle<Mitigation>> {
    let mut seen = std::collections::BTreeSet::from([umbrella]);
    let mut open = vec![umbrella];
    let mut members = Vec::new();
    while let Some(at) = open.pop() {
        for member in subject.framework.mitigations[at].comprises.iter().map(|member| member.value) {
            if !seen.insert(member) {
                continue;
            }
            if subject.framework.mitigations[member].comprises.is_empty() {
                members.push(member);
            } else {
                open.push(member);
            }
        }
    }
    members.sort_unstable();
    members
}

fn shared<'f>(
    subject: Subject<'f>,
    failures: &Failures<'f>,
    coverage: &ThreatCoverage<'f>,
    members: &[Handle<Mitigation>],
) -> Vec<SharedThreat<'f>> {
    let names =
        |&&m: &&Handle<Mitigation>| subject.framework.mitigations[m].threats.iter().any(|t| t.value == coverage.threat);
    if members.iter().filter(names).count() < 2 {
        return Vec::new();
    }
    let judge = |cell: &threat::ThreatCell<'f>| {
        let credited: Vec<_> = members.iter().filter(|m| cell.standing.credited.contains(m)).copied().collect();
        let depth = failures.depth(&threat::members(subject, &credited));
        SharedThreat { threat: coverage.threat, tier: cell.tier, members: credited, depth }
    };
    coverage.cells.iter().map(judge).collect()
}
