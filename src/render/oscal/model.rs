//! What both OSCAL documents share, in OSCAL's own terms: metadata, properties, resources, identifiers.

use super::text::{line, markup};
use crate::policy::fingerprint::hex;
use crate::render::uri;
use crate::report::{Broken, FrameworkReport, Report};
use crate::source::SourceFile;
use crate::taxonomy::Taxonomy;
use jiff::civil::Date;
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// The version of OSCAL that is written: the first with control mappings.
const OSCAL: &str = "1.2.0";

/// The namespace of the properties and relationships that are ours.
pub(super) const NAMESPACE: &str = "urn:mitigap:oscal";

/// Head of a document.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Metadata {
    title: String,
    last_modified: String,
    version: String,
    oscal_version: &'static str,
    props: Vec<Property>,
}

/// A name with a value.
#[derive(Serialize)]
pub(super) struct Property {
    name: &'static str,
    ns: &'static str,
    value: String,
}

/// A reference to something else.
#[derive(Serialize)]
pub(super) struct Link {
    href: String,
    rel: &'static str,
}

/// What the document refers to.
#[derive(Serialize)]
pub(super) struct BackMatter {
    pub(super) resources: Vec<Resource>,
}

/// One thing referred to.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Resource {
    pub(super) uuid: Uuid,
    pub(super) title: String,
    pub(super) description: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) props: Vec<Property>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) rlinks: Vec<Rlink>,
}

/// Where it is.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Rlink {
    href: String,
    media_type: &'static str,
    hashes: [Hash; 1],
}

/// Its digest.
#[derive(Serialize)]
struct Hash {
    algorithm: &'static str,
    value: String,
}

/// The head of a document about a run. The clock is not asked: it is as of the day that the run judged on.
pub(super) fn metadata(report: &Report<'_>, what: &str) -> Metadata {
    let title = match report.frameworks.as_slice() {
        [only] => markup(&format!("{what}: {}", only.coverage.subject.framework.head.name.value)),
        frameworks => format!("{what}: {} frameworks", frameworks.len()),
    };
    Metadata {
        title,
        last_modified: timestamp(report.ruling.settings.as_of),
        version: report.ruling.settings.as_of.to_string(),
        oscal_version: OSCAL,
        props: vec![property("tool", concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")))],
    }
}

/// A reference to a resource of the document.
pub(super) fn link(resource: Uuid) -> Link {
    Link { href: format!("#{resource}"), rel: "reference" }
}

/// The first moment of a day, UTC.
pub(super) fn timestamp(day: Date) -> String {
    format!("{day}T00:00:00Z")
}

/// A property of ours.
pub(super) fn property(name: &'static str, value: &str) -> Property {
    Property { name, ns: NAMESPACE, value: line(value) }
}

/// The identifier of what these words mean: the same words give the same one (RFC 9562, version 5).
pub(super) fn uuid(meaning: &[&str]) -> Uuid {
    let ours = Uuid::new_v5(&Uuid::NAMESPACE_URL, NAMESPACE.as_bytes());
    Uuid::new_v5(&ours, meaning.join("\n").as_bytes())
}

/// The identifier of a document: another as soon as anything that was read or asked is another.
pub(super) fn document_uuid(report: &Report<'_>, kind: &str) -> Uuid {
    let settings = report.ruling.answers();
    let read = report.frameworks.iter().map(|framework| format!("{} {}", framework.path, framework.sha256()));
    let unread = report.broken.iter().map(|broken| format!("{} {:?}", broken.path, broken.problems));
    let mut meaning = vec![kind.to_owned(), env!("CARGO_PKG_VERSION").to_owned(), settings];
    meaning.extend(read.chain(unread));
    uuid(&meaning.iter().map(String::as_str).collect::<Vec<_>>())
}

/// The identifier of a file among the resources.
pub(super) fn file_uuid(path: &str) -> Uuid {
    uuid(&["file", path])
}

/// The identifier of a taxonomy among the resources.
pub(super) fn taxonomy_uuid(taxonomy: &Taxonomy) -> Uuid {
    uuid(&["taxonomy", &taxonomy.id, &taxonomy.edition])
}

/// Every file and taxonomy that a run is about, each once.
pub(super) fn resources(report: &Report<'_>) -> Vec<Resource> {
    let mut resources: Vec<Resource> = Vec::new();
    let mut add = |resource: Resource| {
        if resources.iter().all(|known| known.uuid != resource.uuid) {
            resources.push(resource);
        }
    };
    for framework in &report.frameworks {
        framework.sources.files().iter().for_each(|file| add(of_file(file, framework)));
        add(of_taxonomy(framework.coverage.subject.taxonomy));
    }
    report.broken.iter().for_each(|broken| add(of_broken(broken)));
    resources
}

fn of_file(file: &SourceFile, framework: &FrameworkReport<'_>) -> Resource {
    let head = &framework.coverage.subject.framework.head;
    let version = head.version.as_ref().map(|version| property("version", &version.value));
    Resource {
        uuid: file_uuid(&file.path),
        title: markup(&head.name.value),
        description: markup(&format!("`{}`, a file of the framework", file.path)),
        props: version.into_iter().collect(),
        rlinks: vec![Rlink {
            href: uri::of_path(&file.path),
            media_type: "application/toml",
            hashes: [Hash { algorithm: "SHA-256", value: hex(&Sha256::digest(file.bytes().as_ref())) }],
        }],
    }
}

fn of_taxonomy(taxonomy: &Taxonomy) -> Resource {
    Resource {
        uuid: taxonomy_uuid(taxonomy),
        title: markup(&taxonomy.title),
        description: markup(&format!("{}; {}", taxonomy.source, taxonomy.licence)),
        props: vec![property("id", &taxonomy.id), property("edition", &taxonomy.edition)],
        rlinks: Vec::new(),
    }
}

fn of_broken(broken: &Broken) -> Resource {
    Resource {
        uuid: file_uuid(&broken.path),
        title: markup(&broken.path),
        description: "a file that could not be checked".to_owned(),
        props: Vec::new(),
        rlinks: Vec::new(),
    }
}
