//! `threat-uncovered`: a threat that nothing credited stands against.

use super::{Check, Finding, Severities, Severity, words};
use crate::arena::Handle;
use crate::coverage::threat::{ThreatCell, ThreatCoverage};
use crate::coverage::{Coverage, Subject};
use crate::framework::tier::Presence;
use crate::framework::{Mitigation, Tier};

/// See `threat-uncovered.md`.
pub(super) const CHECK: Check = Check {
    id: "threat-uncovered",
    summary: "a threat that no credited mitigation stands against",
    severities: Severities::new(Severity::Warning, Severity::Error, Severity::Error),
    page: include_str!("threat_uncovered.md"),
    run,
};

fn run(coverage: &Coverage<'_>) -> Vec<Finding> {
    coverage.threats.iter().flat_map(|threat| of_threat(coverage.subject, threat)).collect()
}

/// Once where nothing stands anywhere, else once per tier that is open.
fn of_threat(subject: Subject<'_>, coverage: &ThreatCoverage<'_>) -> Vec<Finding> {
    let open = |cell: &&ThreatCell<'_>| cell.standing.credited.is_empty();
    let tiers: Vec<Handle<Tier>> = coverage.cells.iter().filter(open).map(|cell| cell.tier).collect();
    match tiers.first() {
        None => Vec::new(),
        Some(&first) if tiers.len() == coverage.cells.len() => vec![found(subject, coverage, first, None)],
        Some(_) => tiers.into_iter().map(|tier| found(subject, coverage, tier, Some(tier))).collect(),
    }
}

/// `tier` explains why what names the threat does not count; `only` is the tier where it does elsewhere.
fn found(
    subject: Subject<'_>,
    coverage: &ThreatCoverage<'_>,
    tier: Handle<Tier>,
    only: Option<Handle<Tier>>,
) -> Finding {
    let entry = &subject.framework.threats[coverage.threat];
    let id = &entry.id.value;
    let message = format_args!("nothing credited stands against {}", words::threat_in(subject, coverage.threat, only));
    let mut finding = Finding::new(CHECK.id, entry.id.span, message)
        .label("declared as a threat")
        .help(format_args!("add `\"{id}\"` to the `threats` of a protective measure that is planned or in force here"))
        .against(coverage.threat)
        .in_tier(only);
    let entries = subject.framework.mitigations.entries();
    let naming = entries.filter(|(_, entry)| entry.threats.iter().any(|threat| threat.value == coverage.threat));
    for (at, entry) in naming.take(5) {
        finding = finding.also(entry.id.span, format_args!("names it, but {}", why_not(subject, at, tier)));
    }
    finding
}

/// Why an entry that names a threat is not credited against it in a tier.
fn why_not(subject: Subject<'_>, at: Handle<Mitigation>, tier: Handle<Tier>) -> String {
    let entry = &subject.framework.mitigations[at];
    if !subject.in_force(at) {
        return words::why_not_in_force(subject, at);
    }
    let here = subject.framework.presence(at, tier);
    if here != Presence::On {
        let how = if here == Presence::Relaxed { "is relaxed" } else { "does not stand" };
        return format!("{how} in tier {}", words::tier(subject, tier));
    }
    if subject.is_open(tier) {
        return "is lost where the weights are out".to_owned();
    }
    if entry.partial {
        return "could not stop it alone (`partial`)".to_owned();
    }
    "maps to no protective category and states no `layer`".to_owned()
}
