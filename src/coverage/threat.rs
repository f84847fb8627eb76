//! Threats x tiers: what really stands between a threat and the harm.

use super::Subject;
use super::event::{self, Trial};
use super::failure::{DETECT_AND_RESPOND, Failures, Member};
use super::standing::{Adversarial, Standing, View};
use crate::arena::Handle;
use crate::framework::event::BuiltInEvent;
use crate::framework::tier::Presence;
use crate::framework::{EventRef, Mitigation, Threat, Tier};
use crate::vocabulary::{Layer, Word as _};

/// The depth wanted where the framework names none.
pub const DEFAULT_WANTED: u32 = 2;

/// What stands against one threat.
#[derive(Debug)]
pub struct ThreatCoverage<'f> {
    /// Which.
    pub threat: Handle<Threat>,
    /// The depth wanted.
    pub wanted: u32,
    /// Every cell meets what is wanted.
    pub meets: bool,
    /// The lowest depth over the tiers it concerns: the weakest tier speaks.
    pub depth: u32,
    /// One per tier it concerns.
    pub cells: Vec<ThreatCell<'f>>,
}

/// One threat in one tier.
#[derive(Debug)]
pub struct ThreatCell<'f> {
    /// The tier.
    pub tier: Handle<Tier>,
    /// Examined depth reaches what is wanted.
    pub meets: bool,
    /// What is credited, and how deep it is.
    pub standing: Standing<'f>,
    /// Names the threat and is in force here, but could not stop it alone.
    pub partial: Vec<Handle<Mitigation>>,
    /// The layers present among the credited, in order.
    pub layers: Vec<Layer>,
    /// What each event leaves.
    pub trials: Vec<Trial>,
}

/// The coverage of every threat.
pub fn all<'f>(subject: Subject<'f>, failures: &Failures<'f>) -> Vec<ThreatCoverage<'f>> {
    let mut naming = vec![Vec::new(); subject.framework.threats.len()];
    for (mitigation, entry) in subject.framework.mitigations.entries() {
        for threat in &entry.threats {
            if let Some(list) = naming.get_mut(threat.value.at()) {
                list.push(mitigation);
            }
        }
    }
    subject.framework.threats.handles().zip(naming).map(|(at, naming)| threat(subject, failures, at, &naming)).collect()
}

fn threat<'f>(
    subject: Subject<'f>,
    failures: &Failures<'f>,
    threat: Handle<Threat>,
    naming: &[Handle<Mitigation>],
) -> ThreatCoverage<'f> {
    let entry = &subject.framework.threats[threat];
    let wanted = entry.depth.as_ref().map_or(DEFAULT_WANTED, |depth| u32::from(depth.value.layers()));
    let concerns = |tier: &Handle<Tier>| entry.tiers.is_empty() || entry.tiers.iter().any(|named| named.value == *tier);
    let tiers = subject.framework.tiers.handles().filter(concerns);
    let cells: Vec<_> = tiers.map(|tier| cell(subject, failures, entry, naming, (tier, wanted))).collect();
    ThreatCoverage {
        threat,
        wanted,
        meets: cells.iter().all(|cell| cell.meets),
        depth: cells.iter().map(|cell| cell.standing.depth.order).min().unwrap_or(0),
        cells,
    }
}

fn cell<'f>(
    subject: Subject<'f>,
    failures: &Failures<'f>,
    threat: &'f Threat,
    naming: &[Handle<Mitigation>],
    (tier, wanted): (Handle<Tier>, u32),
) -> ThreatCell<'f> {
    let on = |&&m: &&Handle<Mitigation>| stands(subject, failures, m, tier);
    let (partial, whole): (Vec<Handle<Mitigation>>, Vec<Handle<Mitigation>>) =
        naming.iter().filter(on).copied().partition(|&m| subject.framework.mitigations[m].partial);
    let members = members(subject, &whole);
    let adversarial = Adversarial::Threat(subject.is_adversarial(threat));
    let mut standing = Standing::of(subject, failures, &members, View { tier: Some(tier), adversarial });
    let mut layers: Vec<Layer> = members.iter().filter_map(|member| subject.layer_of(member.mitigation)).collect();
    layers.sort_unstable();
    layers.dedup();
    let trials = event::try_all(subject, failures, &members);
    standing.at_least(trials.iter().map(|trial| trial.depth).max().unwrap_or(0));
    ThreatCell { tier, meets: standing.orders.examined >= wanted, standing, partial, layers, trials }
}

/// Whether an entry that names the threat acts against it in this tier, `partial` or not.
fn stands(subject: Subject<'_>, failures: &Failures<'_>, mitigation: Handle<Mitigation>, tier: Handle<Tier>) -> bool {
    subject.in_force(mitigation)
        && acts(subject, mitigation)
        && subject.framework.presence(mitigation, tier) == Presence::On
        && (!subject.is_open(tier) || survives_in_the_open(subject, failures, mitigation))
}

/// Testing, documents and governance stop nothing when the attack comes; a broad mapping is no claim of a layer.
fn acts(subject: Subject<'_>, mitigation: Handle<Mitigation>) -> bool {
    if subject.protective_leaves(mitigation).next().is_some() {
        return true;
    }
    let mut mapped = subject.categories_of(mitigation).iter().map(|&at| &subject.taxonomy.categories[at]);
    let broad_only = mapped.len() > 0 && mapped.all(|category| !category.leaf);
    subject.framework.mitigations[mitigation].layer.is_some() && !broad_only
}

/// Where the weights are out, an attacker fine-tunes.
fn survives_in_the_open(subject: Subject<'_>, failures: &Failures<'_>, mitigation: Handle<Mitigation>) -> bool {
    let fine_tuned = EventRef::BuiltIn(BuiltInEvent::AttackerFineTunes);
    subject.in_weights(mitigation) && !event::voids(subject, failures, fine_tuned, mitigation)
}

/// Detection and response are one barrier unless an entry names a chain of its own.
pub fn members<'f>(subject: Subject<'f>, mitigations: &[Handle<Mitigation>]) -> Vec<Member<'f>> {
    let member = |&mitigation: &Handle<Mitigation>| {
        let own = subject.framework.mitigations[mitigation].chain.as_ref().map(|chain| chain.value.as_str());
        let shared =
            matches!(subject.layer_of(mitigation), Some(Layer::Detect | Layer::Respond)).then_some(DETECT_AND_RESPOND);
        Member { mitigation, chain: own.or(shared) }
    };
    mitigations.iter().map(member).collect()
}

impl ThreatCell<'_> {
    /// The layers by name, for messages.
    pub fn layer_names(&self) -> Vec<&'static str> {
        self.layers.iter().map(|layer| layer.id()).collect()
    }
}
