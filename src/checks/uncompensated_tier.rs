//! `uncompensated-tier`: a tier that relaxes safeguards without making up for them.

use super::{Check, Finding, Severities, Severity, words};
use crate::arena::Handle;
use crate::coverage::compensation::{Compensation, Gap};
use crate::coverage::{Coverage, Subject};
use crate::framework::{Mitigation, Tier};
use crate::source::Span;

/// See `uncompensated-tier.md`.
pub(super) const CHECK: Check = Check {
    id: "uncompensated-tier",
    summary: "a tier that relaxes a mitigation and does not make up for it",
    severities: Severities::new(Severity::Warning, Severity::Warning, Severity::Error),
    page: include_str!("uncompensated_tier.md"),
    run,
};

fn run(coverage: &Coverage<'_>) -> Vec<Finding> {
    coverage.compensations.iter().filter_map(|tier| found(coverage.subject, tier)).collect()
}

fn found(subject: Subject<'_>, compensation: &Compensation) -> Option<Finding> {
    let Compensation { tier, gaps, .. } = compensation;
    let (first, others) = gaps.split_first()?;
    let message = format_args!("tier {} relaxes {}", words::tier(subject, *tier), reason(subject, first));
    let mut finding = Finding::new(CHECK.id, relaxed_at(subject, *tier, first.mitigation), message)
        .label("switched off here")
        .help(help(first))
        .in_tier(Some(*tier));
    for gap in others.iter().filter(|gap| gap.mitigation != first.mitigation) {
        let span = relaxed_at(subject, *tier, gap.mitigation);
        if finding.related.iter().all(|(known, _)| *known != span) {
            finding = finding.also(span, "not made up for either");
        }
    }
    Some(finding)
}

fn reason(subject: Subject<'_>, gap: &Gap) -> String {
    let what = words::id(subject, gap.mitigation);
    match (gap.threat.map(|threat| words::threat(subject, threat)), gap.depth) {
        (Some(threat), Some((depth, wanted))) if depth < wanted => {
            format!("{what}, and examined depth {depth} is left against {threat}, where {wanted} is wanted")
        }
        (Some(threat), _) => {
            format!("{what}, and nothing in `compensates` blocks, detects, restricts or responds against {threat}")
        }
        (None, _) => format!("{what}, and nothing credited makes up for it"),
    }
}

fn help(gap: &Gap) -> &'static str {
    match gap.depth {
        Some((depth, wanted)) if depth < wanted => {
            "add measures against this threat that stand in this tier and rest on nothing shared, or relax less"
        }
        Some(_) => {
            "name in `compensates` a measure that stands in this tier, names the threat and acts outside the model"
        }
        None => "name in `compensates` what stands in its place here, such as vetting of users or closer review",
    }
}

/// Where the relaxation was written: by this tier, else by the nearest it extends.
fn relaxed_at(subject: Subject<'_>, tier: Handle<Tier>, mitigation: Handle<Mitigation>) -> Span {
    let framework = subject.framework;
    let mut relaxes = framework.ancestry(tier).flat_map(|at| &framework.tiers[at].relaxes);
    relaxes.find(|entry| entry.value == mitigation).map_or(framework.tiers[tier].id.span, |entry| entry.span)
}
