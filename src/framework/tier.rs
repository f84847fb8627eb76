//! In which tiers a mitigation stands: inheritance and relaxation.

use super::{Framework, Mitigation, Tier};
use crate::arena::Handle;
use crate::vocabulary::Exposure;

/// Whether a mitigation stands in a tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// It counts there.
    On,
    /// It would count there, but the tier (or one it extends) relaxes it.
    Relaxed,
    /// It is stated for other tiers only.
    Off,
}

impl Framework {
    /// Whether `mitigation` stands in `tier`.
    ///
    /// The nearest statement wins, going up the `extends` chain: a tier that relaxes it switches it off, a tier that it
    /// names switches it on; at the top, one that names no tier stands everywhere. A tier that relaxes nothing and is
    /// named by nothing therefore equals the one it extends.
    pub fn presence(&self, mitigation: Handle<Mitigation>, tier: Handle<Tier>) -> Presence {
        let stated = &self.mitigations[mitigation].tiers;
        for at in self.ancestry(tier) {
            if self.tiers[at].relaxes.iter().any(|relaxed| relaxed.value == mitigation) {
                return self.would_stand(mitigation, at);
            }
            if stated.iter().any(|named| named.value == at) {
                return Presence::On;
            }
        }
        if stated.is_empty() { Presence::On } else { Presence::Off }
    }

    /// What relaxing at `tier` means: off for something that would not have stood there anyway.
    fn would_stand(&self, mitigation: Handle<Mitigation>, tier: Handle<Tier>) -> Presence {
        let stated = &self.mitigations[mitigation].tiers;
        let named = stated.is_empty() || self.ancestry(tier).any(|at| stated.iter().any(|name| name.value == at));
        if named { Presence::Relaxed } else { Presence::Off }
    }

    /// How a tier reaches its users: as stated, else as the tier it extends says.
    pub fn exposure(&self, tier: Handle<Tier>) -> Option<Exposure> {
        self.ancestry(tier).find_map(|at| self.tiers[at].exposure)
    }

    /// The tier, then the one it extends, and so on up. Ends even where a faulty file extends in a circle.
    pub fn ancestry(&self, tier: Handle<Tier>) -> impl Iterator<Item = Handle<Tier>> + '_ {
        std::iter::successors(Some(tier), |&at| self.tiers[at].extends.as_ref().map(|parent| parent.value))
            .take(self.tiers.len())
    }
}
