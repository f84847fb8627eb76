//! Observations (what the checks found) and findings (whether an objective is satisfied: a leaf, a threat).

use super::model::{Property, property, timestamp, uuid};
use super::text::{control, markup, token};
use crate::coverage::category::{CategoryCoverage, Verdict};
use crate::coverage::standing::Standing;
use crate::coverage::threat::ThreatCoverage;
use crate::policy::Judged;
use crate::render::about::{About, cut_sets, ids, tier_id, title};
use crate::render::uri;
use crate::report::{Broken, FrameworkReport, Report};
use crate::source::Place;
use crate::vocabulary::Word as _;
use serde::Serialize;
use uuid::Uuid;

/// What was seen.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Observation {
    uuid: Uuid,
    title: String,
    description: String,
    props: Vec<Property>,
    methods: [&'static str; 1],
    types: [&'static str; 1],
    origins: [Origin; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    relevant_evidence: Vec<Evidence>,
    collected: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    remarks: Option<String>,
}

/// A place in a file.
#[derive(Serialize)]
struct Evidence {
    href: String,
    description: String,
}

#[derive(Serialize)]
struct Origin {
    actors: [Actor; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Actor {
    r#type: &'static str,
    actor_uuid: Uuid,
}

/// Whether an objective is satisfied.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Finding {
    uuid: Uuid,
    title: String,
    description: String,
    props: Vec<Property>,
    origins: [Origin; 1],
    target: Target,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_observations: Vec<RelatedObservation>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Target {
    r#type: &'static str,
    #[serde(rename = "target-id")]
    id: String,
    status: ObjectiveStatus,
}

#[derive(Serialize)]
struct ObjectiveStatus {
    state: &'static str,
    reason: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct RelatedObservation {
    observation_uuid: Uuid,
}

/// The tool as a component of the assessment of a file: each result has its own.
pub(super) fn tool(path: &str) -> Uuid {
    uuid(&["tool", env!("CARGO_PKG_NAME"), path])
}

fn origin(path: &str) -> Origin {
    Origin { actors: [Actor { r#type: "tool", actor_uuid: tool(path) }] }
}

/// Everything the checks found, the waived too.
pub(super) fn observations(framework: &FrameworkReport<'_>) -> Vec<Observation> {
    framework.findings.iter().map(|judged| observation(framework, judged)).collect()
}

fn observed(judged: &Judged) -> Uuid {
    uuid(&["observation", &judged.fingerprint])
}

fn observation(framework: &FrameworkReport<'_>, judged: &Judged) -> Observation {
    let (finding, place) = (&judged.finding, &judged.place);
    let mut props = vec![
        property("check", finding.check),
        property("severity", judged.severity.id()),
        property("fingerprint", &judged.fingerprint),
    ];
    props.extend(About::of(framework.coverage.subject, judged).named().map(|(kind, id)| property(kind, id)));
    if let Some(suppressed) = &judged.suppressed {
        props.push(property("suppressed-by", suppressed.by.id()));
        props.push(property("suppressed-reason", &suppressed.reason));
        props.extend(suppressed.owner.iter().map(|owner| property("suppressed-owner", owner)));
        props.extend(suppressed.expires.map(|date| property("suppressed-until", &date.to_string())));
    }
    Observation {
        uuid: observed(judged),
        title: finding.check.to_owned(),
        description: markup(&finding.message),
        props,
        methods: ["EXAMINE"],
        types: ["finding"],
        origins: [origin(framework.path)],
        relevant_evidence: vec![evidence(place, &finding.label)],
        collected: timestamp(framework.coverage.subject.settings.as_of),
        remarks: (!finding.help.is_empty()).then(|| markup(&finding.help)),
    }
}

fn evidence(place: &Place, label: &str) -> Evidence {
    let at = format!("line {}, column {} of `{}`: {label}", place.line, place.column, place.path);
    Evidence { href: uri::of_path(&place.path), description: markup(&at) }
}

/// Why an input could not be checked.
pub(super) fn problems(report: &Report<'_>, broken: &Broken) -> Vec<Observation> {
    let each = broken.problems.iter().enumerate();
    each.map(|(at, problem)| Observation {
        uuid: uuid(&["problem", &broken.path, &at.to_string(), problem.kind.id(), &problem.message]),
        title: problem.kind.id().to_owned(),
        description: markup(&problem.message),
        props: vec![property("problem", problem.kind.id())],
        methods: ["EXAMINE"],
        types: ["discovery"],
        origins: [origin(&broken.path)],
        relevant_evidence: problem
            .span
            .map(|span| evidence(&broken.sources.place(span), &problem.label))
            .into_iter()
            .collect(),
        collected: timestamp(report.ruling.settings.as_of),
        remarks: (!problem.help.is_empty()).then(|| markup(&problem.help)),
    })
    .collect()
}

/// One per expected leaf, then one per threat.
pub(super) fn findings(framework: &FrameworkReport<'_>) -> Vec<Finding> {
    let coverage = &framework.coverage;
    let leaves = coverage.expected().filter_map(|leaf| {
        let objective = of_leaf(framework, leaf, leaf.verdict?);
        Some(finding(framework, objective, |judged| judged.finding.category == Some(leaf.category)))
    });
    let threats = coverage.threats.iter().map(|threat| {
        let objective = of_threat(framework, threat);
        finding(framework, objective, |judged| judged.finding.threat == Some(threat.threat))
    });
    leaves.chain(threats).collect()
}

/// What is to be reached, and whether it is.
struct Objective {
    id: String,
    title: String,
    told: Vec<String>,
    satisfied: bool,
    props: Vec<Property>,
}

fn of_leaf(framework: &FrameworkReport<'_>, leaf: &CategoryCoverage<'_>, verdict: Verdict) -> Objective {
    let subject = framework.coverage.subject;
    let node = &subject.taxonomy.categories[leaf.category];
    let told = leaf.cells.iter().map(|cell| {
        let tier = tier_id(subject.framework, cell.tier);
        format!("{tier}: {}, {}", cell.state.id(), standing(framework, &cell.standing))
    });
    let mut props =
        vec![property("state", verdict.state.id()), property("state-declared", verdict.state_declared.id())];
    props.extend(depths(verdict.depth, verdict.wanted));
    Objective {
        id: control(&subject.taxonomy.id, &node.code),
        title: title(node),
        told: told.collect(),
        satisfied: verdict.meets,
        props,
    }
}

fn of_threat(framework: &FrameworkReport<'_>, threat: &ThreatCoverage<'_>) -> Objective {
    let of = framework.coverage.subject.framework;
    let entry = &of.threats[threat.threat];
    let told = threat.cells.iter().map(|cell| {
        let tier = tier_id(of, Some(cell.tier));
        format!("{tier}: {}", standing(framework, &cell.standing))
    });
    Objective {
        id: token(&format!("threat_{}", entry.id.value)),
        title: format!("{} {}", entry.id.value, entry.name),
        told: told.collect(),
        satisfied: threat.meets,
        props: depths(threat.depth, threat.wanted).into(),
    }
}

fn depths(depth: u32, wanted: u32) -> [Property; 2] {
    [property("depth", &depth.to_string()), property("wanted", &wanted.to_string())]
}

fn standing(framework: &FrameworkReport<'_>, standing: &Standing<'_>) -> String {
    let of = framework.coverage.subject.framework;
    let at_least = if standing.depth.at_least { "at least " } else { "" };
    if standing.credited.is_empty() {
        return "depth 0".to_owned();
    }
    let (credited, sets) = (ids(of, &standing.credited), cut_sets(of, &standing.depth.cut_sets));
    format!("depth {at_least}{} of {credited}; all of them fail with {sets}", standing.depth.order)
}

fn finding(framework: &FrameworkReport<'_>, objective: Objective, about: impl Fn(&Judged) -> bool) -> Finding {
    let (state, reason) = if objective.satisfied { ("satisfied", "pass") } else { ("not-satisfied", "fail") };
    let related = framework.findings.iter().filter(|judged| about(judged));
    Finding {
        uuid: uuid(&["finding", framework.path, &objective.id]),
        title: markup(&objective.title),
        description: markup(&objective.told.join(". ")),
        props: objective.props,
        origins: [origin(framework.path)],
        target: Target { r#type: "objective-id", id: objective.id, status: ObjectiveStatus { state, reason } },
        related_observations: related.map(|judged| RelatedObservation { observation_uuid: observed(judged) }).collect(),
    }
}
