//! `hollow-depth`: an entry that claims several layers and does not have them.

use super::{Check, Finding, Severities, Severity, words};
use crate::arena::Handle;
use crate::coverage::umbrella::{SharedThreat, UmbrellaDepth};
use crate::coverage::{Coverage, Subject};
use crate::framework::Mitigation;
use crate::vocabulary::Status;

/// See `hollow-depth.md`.
pub(super) const CHECK: Check = Check {
    id: "hollow-depth",
    summary: "an entry that claims depth, without two layers that could fail apart",
    severities: Severities::new(Severity::Warning, Severity::Warning, Severity::Error),
    page: include_str!("hollow_depth.md"),
    run,
};

/// What claims depth, in lower case, `-` written as a space.
const CLAIMS: &[&str] = &[
    "defense in depth",
    "defence in depth",
    "defenses in depth",
    "defences in depth",
    "layered",
    "multi layer",
    "multilayer",
    "multiple layers",
    "several layers",
    "layers of",
    "swiss cheese",
    "redundan",
];

fn run(coverage: &Coverage<'_>) -> Vec<Finding> {
    let subject = coverage.subject;
    let alive = |at: &Handle<Mitigation>| subject.framework.mitigations[*at].status.value.reaches(Status::Planned);
    let umbrellas = coverage.umbrellas.iter().filter(|umbrella| alive(&umbrella.mitigation));
    let unopened = subject.framework.mitigations.handles().filter(alive);
    let of_umbrellas = umbrellas.flat_map(|umbrella| of_umbrella(subject, umbrella));
    of_umbrellas.chain(unopened.filter_map(|at| of_claim(subject, at))).collect()
}

fn of_umbrella(subject: Subject<'_>, umbrella: &UmbrellaDepth<'_>) -> Vec<Finding> {
    let at = umbrella.mitigation;
    if umbrella.members.len() < 2 {
        let message =
            format!("{} is an umbrella over {} alone", words::id(subject, at), words::ids(subject, &umbrella.members));
        let help = "name at least two layers in `comprises` that can fail apart, or write the one measure in its place";
        return vec![finding(subject, at, message).help(help)];
    }
    umbrella.against.iter().filter(|shared| shared.depth.order < 2).map(|shared| thin(subject, at, shared)).collect()
}

/// Two layers or more in name, fewer against a threat that they share.
fn thin(subject: Subject<'_>, at: Handle<Mitigation>, shared: &SharedThreat<'_>) -> Finding {
    let SharedThreat { threat, tier, members, depth } = shared;
    let against = format!("{} against {}", words::id(subject, at), words::threat_in(subject, *threat, Some(*tier)));
    let message = match members.as_slice() {
        [] => format!("none of the layers of {against} is credited"),
        [only] => format!("of the layers of {against} only {} is credited", words::id(subject, *only)),
        [..] => {
            let causes = words::failures(subject, &depth.causes);
            format!("the {} layers of {against} all fall to {causes}", members.len())
        }
    };
    let mut finding = finding(subject, at, message)
        .help("let its layers rest on different things, and add those that are missing to `comprises`")
        .against(*threat)
        .in_tier(Some(*tier));
    if members.len() < 2 {
        return finding;
    }
    for span in depth.causes.iter().filter_map(|&cause| words::failure_span(subject, cause)).take(3) {
        finding = finding.also(span, "takes out all that is left of it");
    }
    finding
}

/// A broad entry that speaks of layers and names none.
fn of_claim(subject: Subject<'_>, at: Handle<Mitigation>) -> Option<Finding> {
    let entry = &subject.framework.mitigations[at];
    let mapped = &subject.mapping.get(at).categories;
    let broad = !mapped.is_empty() && mapped.iter().all(|&category| !subject.taxonomy.categories[category].leaf);
    if !broad || !entry.comprises.is_empty() || !claims_depth(entry) {
        return None;
    }
    let message = format!("{} claims several layers and names none", words::id(subject, at));
    Some(finding(subject, at, message).help("name its layers: `comprises = [\"first-id\", \"second-id\"]`"))
}

fn claims_depth(entry: &Mitigation) -> bool {
    let texts = std::iter::once(&entry.name).chain(&entry.description);
    let mut plain = texts.map(|text| text.value.to_lowercase().replace('-', " "));
    plain.any(|text| CLAIMS.iter().any(|claim| text.contains(claim)))
}

fn finding(subject: Subject<'_>, at: Handle<Mitigation>, message: String) -> Finding {
    Finding::new(CHECK.id, subject.framework.mitigations[at].id.span, message).label("claims depth").about(at)
}
