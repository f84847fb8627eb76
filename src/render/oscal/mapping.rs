//! The mapping collection: which mitigation belongs to which category, on what basis, and what is mapped to nothing.

use super::model::{
    BackMatter, Link, Metadata, NAMESPACE, Property, Resource, document_uuid, file_uuid, link, metadata, property,
    resources, taxonomy_uuid, uuid,
};
use super::text::{control, line, markup, token};
use crate::arena::Handle;
use crate::coverage::Subject;
use crate::framework::Mitigation;
use crate::mapping::{Basis, Confidence, Mapped};
use crate::report::{FrameworkReport, Report};
use crate::taxonomy::Category;
use crate::vocabulary::Word as _;
use serde::Serialize;
use uuid::Uuid;

/// The document.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Document {
    mapping_collection: MappingCollection,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct MappingCollection {
    uuid: Uuid,
    metadata: Metadata,
    provenance: Provenance,
    mappings: Vec<Mapping>,
    back_matter: BackMatter,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Provenance {
    method: &'static str,
    matching_rationale: &'static str,
    status: &'static str,
    mapping_description: &'static str,
}

/// One framework onto one taxonomy.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Mapping {
    uuid: Uuid,
    method: &'static str,
    matching_rationale: &'static str,
    status: &'static str,
    source_resource: ResourceReference,
    target_resource: ResourceReference,
    maps: Vec<Map>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    props: Vec<Property>,
    links: [Link; 2],
    #[serde(skip_serializing_if = "Option::is_none")]
    source_gap_summary: Option<GapSummary>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target_gap_summary: Option<GapSummary>,
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<Coverage>,
}

#[derive(Serialize)]
struct ResourceReference {
    r#type: &'static str,
    href: String,
}

/// One mitigation and one category.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Map {
    uuid: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    ns: Option<&'static str>,
    relationship: &'static str,
    sources: Vec<Item>,
    targets: Vec<Item>,
    #[serde(skip_serializing_if = "Option::is_none")]
    confidence_score: Option<Score>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    props: Vec<Property>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Item {
    r#type: &'static str,
    id_ref: String,
    remarks: String,
}

#[derive(Serialize)]
struct Score {
    percentage: f64,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct GapSummary {
    uuid: Uuid,
    unmapped_controls: [Unmapped; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Unmapped {
    with_ids: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Coverage {
    generation_method: &'static str,
    target_coverage: f64,
}

/// The mapping collection of a run.
pub(super) fn of(report: &Report<'_>) -> Document {
    let mut mappings: Vec<Mapping> = report.frameworks.iter().map(mapping).collect();
    mappings.extend(report.broken.iter().map(|broken| unread(&broken.path)));
    let mut resources = resources(report);
    if mappings.is_empty() {
        // There is no collection without a mapping.
        mappings.push(unread(NOTHING));
        resources.push(nothing(NOTHING));
    }
    if mappings.len() > report.frameworks.len() {
        resources.push(nothing(NO_TAXONOMY));
    }
    let bases: Vec<&Mapped> =
        report.frameworks.iter().flat_map(|framework| mapped(framework.coverage.subject)).collect();
    Document {
        mapping_collection: MappingCollection {
            uuid: document_uuid(report, "mapping-collection"),
            metadata: metadata(report, "Mapping of AI safety mitigations"),
            provenance: Provenance {
                method: method(&bases),
                matching_rationale: RATIONALE,
                status: status(mappings.iter().all(|mapping| mapping.status == status(true))),
                mapping_description: "The mitigations of safety frameworks, mapped onto the categories of a taxonomy by \
                                      their authors, or from their text by a calibrated model.",
            },
            mappings,
            back_matter: BackMatter { resources },
        },
    }
}

/// Mitigations are compared by what they mean, not by their words.
const RATIONALE: &str = "semantic";

/// The path of what was asked for where nothing was.
const NOTHING: &str = "nothing";

/// What a framework that could not be read is held against.
const NO_TAXONOMY: &str = "no taxonomy";

fn mapped(subject: Subject<'_>) -> impl Iterator<Item = &Mapped> {
    subject.framework.mitigations.handles().map(move |at| subject.mapping.get(at))
}

/// Who did it: the authors, the model, or both.
fn method(mapped: &[&Mapped]) -> &'static str {
    let declared = mapped.iter().filter(|mapped| mapped.basis.is_declared()).count();
    match declared {
        0 => "automation",
        _ if declared == mapped.len() => "human",
        _ => "hybrid",
    }
}

const fn status(complete: bool) -> &'static str {
    if complete { "complete" } else { "not-complete" }
}

fn mapping(framework: &FrameworkReport<'_>) -> Mapping {
    let subject = framework.coverage.subject;
    let all: Vec<&Mapped> = mapped(subject).collect();
    let mut maps: Vec<Map> = subject.framework.mitigations.handles().flat_map(|at| maps_of(framework, at)).collect();
    if maps.is_empty() {
        maps.push(unmapped(framework));
    }
    let unmapped = subject.framework.mitigations.entries().filter(|(at, _)| subject.categories_of(*at).is_empty());
    let unmapped = unmapped.map(|(_, entry)| token(&entry.id.value)).collect::<Vec<_>>();
    let uncovered = framework.coverage.expected().filter(|leaf| leaf.mapped.is_empty());
    let uncovered = uncovered.map(|leaf| control_of(subject, leaf.category)).collect::<Vec<_>>();
    let summary = &framework.coverage.summary;
    Mapping {
        uuid: uuid(&["mapping", framework.path, &subject.taxonomy.id]),
        method: method(&all),
        matching_rationale: RATIONALE,
        status: status(unmapped.is_empty()),
        source_resource: reference(file_uuid(framework.path)),
        target_resource: reference(taxonomy_uuid(subject.taxonomy)),
        maps,
        props: vec![
            property("expected", &summary.expected.to_string()),
            property("covered", &summary.covered.to_string()),
        ],
        links: [link(file_uuid(framework.path)), link(taxonomy_uuid(subject.taxonomy))],
        source_gap_summary: gaps(framework.path, "source", unmapped),
        target_gap_summary: gaps(framework.path, "target", uncovered),
        coverage: (summary.expected > 0).then(|| Coverage {
            generation_method: "expected leaves with something credited in every tier, of all expected leaves",
            target_coverage: rounded(f64::from(summary.covered) / f64::from(summary.expected)),
        }),
    }
}

/// At most four decimals.
fn rounded(number: f64) -> f64 {
    Confidence::from_probability(number).value()
}

fn reference(resource: Uuid) -> ResourceReference {
    ResourceReference { r#type: "catalog", href: format!("#{resource}") }
}

fn gaps(path: &str, side: &str, ids: Vec<String>) -> Option<GapSummary> {
    if ids.is_empty() {
        return None;
    }
    Some(GapSummary { uuid: uuid(&["gap", side, path]), unmapped_controls: [Unmapped { with_ids: ids }] })
}

/// The maps of one mitigation: it does part of what each of its categories asks for.
fn maps_of(framework: &FrameworkReport<'_>, mitigation: Handle<Mitigation>) -> Vec<Map> {
    let subject = framework.coverage.subject;
    let (entry, mapped) = (&subject.framework.mitigations[mitigation], subject.mapping.get(mitigation));
    let each = subject.categories_of(mitigation).iter().map(|&category| {
        let target = control_of(subject, category);
        Map {
            uuid: uuid(&["map", framework.path, &entry.id.value, &target]),
            ns: None,
            relationship: "subset-of",
            sources: vec![item(token(&entry.id.value), &entry.name.value)],
            targets: vec![item(target, &subject.taxonomy.categories[category].name)],
            confidence_score: score(mapped),
            props: vec![property("basis", mapped.basis.id()), property("status", entry.status.value.id())],
        }
    });
    each.collect()
}

/// Only what was read from the text has a confidence; what an author declares is not measured.
fn score(mapped: &Mapped) -> Option<Score> {
    match mapped.basis {
        Basis::Inferred => Some(Score { percentage: mapped.confidence.value() }),
        Basis::Declared | Basis::Confirmed | Basis::Suspect | Basis::None => None,
    }
}

fn item(id_ref: String, name: &str) -> Item {
    Item { r#type: "control", id_ref, remarks: markup(name) }
}

fn control_of(subject: Subject<'_>, category: Handle<Category>) -> String {
    control(&subject.taxonomy.id, &subject.taxonomy.categories[category].code)
}

/// A mapping has at least one map: where nothing is mapped, it says so, in a relationship of ours.
fn unmapped(framework: &FrameworkReport<'_>) -> Map {
    let subject = framework.coverage.subject;
    let top = subject.taxonomy.children(None);
    Map {
        uuid: uuid(&["map", framework.path]),
        ns: Some(NAMESPACE),
        relationship: "nothing-mapped",
        sources: vec![item(line(framework.path), &subject.framework.head.name.value)],
        targets: top.map(|at| item(control_of(subject, at), &subject.taxonomy.categories[at].name)).collect(),
        confidence_score: None,
        props: Vec::new(),
    }
}

/// The mapping of what could not be read.
fn unread(path: &str) -> Mapping {
    Mapping {
        uuid: uuid(&["mapping", path]),
        method: "automation",
        matching_rationale: RATIONALE,
        status: status(false),
        source_resource: reference(file_uuid(path)),
        target_resource: reference(file_uuid(NO_TAXONOMY)),
        maps: vec![Map {
            uuid: uuid(&["map", path]),
            ns: Some(NAMESPACE),
            relationship: "not-read",
            sources: vec![item(line(path), "what could not be checked")],
            targets: vec![item(line(NO_TAXONOMY), "nothing was mapped")],
            confidence_score: None,
            props: Vec::new(),
        }],
        props: vec![property("checked", "false")],
        links: [link(file_uuid(path)), link(file_uuid(NO_TAXONOMY))],
        source_gap_summary: None,
        target_gap_summary: None,
        coverage: None,
    }
}

fn nothing(title: &str) -> Resource {
    Resource {
        uuid: file_uuid(title),
        title: title.to_owned(),
        description: "stands for what is not there".to_owned(),
        props: Vec::new(),
        rlinks: Vec::new(),
    }
}
