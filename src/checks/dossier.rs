//! The evidence of single entries, tier by tier, as the checks of evidence look at it.

use super::{Finding, entries};
use crate::arena::Handle;
use crate::coverage::Subject;
use crate::coverage::standing::{Adversarial, View};
use crate::framework::tier::Presence;
use crate::framework::{Evidence, Mitigation};

/// One finding per entry for which `decides` picks evidence in any tier it stands in: placed by `found` at the first
/// piece, the others beside it.
pub(super) fn by_entry<'f>(
    subject: Subject<'f>,
    decides: impl Fn(Handle<Mitigation>, View) -> Option<&'f Evidence>,
    found: impl Fn(Handle<Mitigation>, &Evidence) -> Finding,
    label: &str,
) -> Vec<Finding> {
    let all = entries::alive(subject).filter(|(_, entry)| !entry.evidence.is_empty());
    let picked = all.map(|(at, _)| (at, distinct(views(subject, at).filter_map(|view| decides(at, view)))));
    picked
        .filter_map(|(at, pieces)| {
            let (first, others) = pieces.split_first()?;
            let finding = found(at, first).about(at);
            Some(others.iter().take(4).fold(finding, |finding, other| finding.also(other.span, label)))
        })
        .collect()
}

/// How the cells of an entry look at its evidence: once per tier it stands in.
fn views(subject: Subject<'_>, at: Handle<Mitigation>) -> impl Iterator<Item = View> {
    let protective = subject.protective_leaves(at).next().is_some();
    let named = !subject.framework.mitigations[at].threats.is_empty();
    let adversarial = if protective || named { Adversarial::ByEntry } else { Adversarial::No };
    let tiers = subject.framework.tiers.handles();
    let on = tiers.filter(move |&tier| subject.framework.presence(at, tier) == Presence::On);
    on.map(move |tier| View { tier: Some(tier), adversarial })
}

fn distinct<'f>(pieces: impl Iterator<Item = &'f Evidence>) -> Vec<&'f Evidence> {
    let mut all: Vec<&Evidence> = pieces.collect();
    all.sort_by_key(|piece| piece.span);
    all.dedup_by_key(|piece| piece.span);
    all
}
