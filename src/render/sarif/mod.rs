//! SARIF 2.1.0: one run with every check as a rule, the taxonomies with their categories as taxa, and every finding.

mod log;
mod results;
mod rules;
mod taxonomies;

use crate::coverage::settings::Settings;
use crate::policy::Policy;
use crate::policy::fingerprint::hex;
use crate::render::uri;
use crate::report::{Broken, Report};
use crate::source::Sources;
use crate::vocabulary::Word as _;
use log::{
    Artifact, ArtifactLocation, BaseId, Component, DescriptorRef, Invocation, Location, Log, Notification,
    PhysicalLocation, Region, Run, Text, Tool,
};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use taxonomies::Taxonomies;

/// The base of relative URIs: the root of the repository, under the name that others use too.
const ROOT: &str = "SRCROOT";

/// Writes the report as a SARIF log.
///
/// # Errors
/// The writer fails.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let taxonomies = Taxonomies::of(report);
    let files = Files::of(report);
    let log = Log {
        schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool { driver: driver(&report.ruling.policy, &taxonomies) },
            invocations: [invocation(report, &files)],
            original_uri_base_ids: BTreeMap::from([(
                ROOT,
                BaseId { description: sentence("the root of the project") },
            )]),
            // What `Sources::place` counts.
            column_kind: "unicodeCodePoints",
            default_encoding: "utf-8",
            results: results::of(report, &files, &taxonomies),
            taxonomies: taxonomies.components(),
            artifacts: files.artifacts,
            properties: settings(&report.ruling.settings, &report.ruling.policy),
        }],
    };
    let mut out = BufWriter::new(out);
    serde_json::to_writer_pretty(&mut out, &log)?;
    out.write_all(b"\n")?;
    out.flush()
}

fn driver<'r>(policy: &Policy, taxonomies: &Taxonomies<'r>) -> Component<'r> {
    Component {
        name: env!("CARGO_PKG_NAME"),
        full_name: Some(concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")).to_owned()),
        version: env!("CARGO_PKG_VERSION"),
        semantic_version: Some(env!("CARGO_PKG_VERSION")),
        // Empty as long as the package names no address.
        information_uri: Some(env!("CARGO_PKG_REPOSITORY")).filter(|address| !address.is_empty()),
        short_description: sentence("finds the gaps in AI safety frameworks"),
        language: "en-US",
        rules: rules::rules(policy),
        notifications: rules::notifications(),
        supported_taxonomies: taxonomies.references(),
        ..Component::default()
    }
}

fn settings(settings: &Settings, policy: &Policy) -> BTreeMap<&'static str, String> {
    let mut properties = BTreeMap::from([
        ("asOf", settings.as_of.to_string()),
        ("profile", policy.profile.id().to_owned()),
        ("failOn", policy.fail_on.id().to_owned()),
        ("credit", settings.credit.id().to_owned()),
        ("mapping", settings.bound.id().to_owned()),
    ]);
    properties.extend(settings.level.clone().map(|level| ("level", level)));
    properties
}

fn invocation<'r>(report: &'r Report<'_>, files: &Files) -> Invocation<'r> {
    let told = |broken: &'r Broken| broken.problems.iter().map(move |problem| notification(broken, problem, files));
    Invocation {
        execution_successful: report.broken.is_empty(),
        exit_code: report.exit().code(),
        tool_execution_notifications: report.broken.iter().flat_map(told).collect(),
    }
}

/// A problem with its places; one without a place in a text is at its file.
fn notification<'r>(broken: &'r Broken, problem: &'r crate::problem::Problem, files: &Files) -> Notification<'r> {
    let spans = problem.span.iter().map(|span| (*span, problem.label.as_str()));
    let related = problem.related.iter().map(|(span, label)| (*span, label.as_str()));
    let mut locations: Vec<Location> =
        spans.chain(related).map(|(span, label)| files.location(&broken.sources, span, label)).collect();
    if locations.is_empty() && !broken.path.is_empty() {
        locations.push(files.whole(&broken.path));
    }
    let index = rules::KINDS.iter().position(|(kind, _)| *kind == problem.kind).unwrap_or_default();
    Notification {
        descriptor: DescriptorRef { id: problem.kind.id(), index },
        level: "error",
        message: sentences(&problem.message, &problem.help),
        locations,
    }
}

/// The files that were read, each once, in order.
struct Files {
    artifacts: Vec<Artifact>,
    index: BTreeMap<String, usize>,
}

impl Files {
    fn of(report: &Report<'_>) -> Self {
        let mut files = Self { artifacts: Vec::new(), index: BTreeMap::new() };
        for sources in report.frameworks.iter().map(|framework| framework.sources) {
            files.add(sources);
        }
        for broken in report.broken {
            files.add(&broken.sources);
        }
        files
    }

    fn add(&mut self, sources: &Sources) {
        for file in sources.files() {
            if self.index.contains_key(&file.path) {
                continue;
            }
            let index = self.artifacts.len();
            self.index.insert(file.path.clone(), index);
            self.artifacts.push(Artifact {
                location: ArtifactLocation { index: Some(index), ..located(&file.path) },
                roles: ["analysisTarget"],
                hashes: BTreeMap::from([("sha-256", hex(&Sha256::digest(file.bytes().as_ref())))]),
            });
        }
    }

    /// A place in a file; the label says why it matters.
    fn location(&self, sources: &Sources, span: crate::source::Span, label: &str) -> Location {
        let place = sources.place(span);
        let mut location = self.whole(&place.path);
        location.physical.region = Some(Region {
            start_line: place.line,
            start_column: place.column,
            end_line: place.end_line,
            end_column: place.end_column,
            snippet: Text { text: sources.text(span).to_owned(), markdown: None },
        });
        location.message = (!label.is_empty()).then(|| sentence(label));
        location
    }

    /// A whole file.
    fn whole(&self, path: &str) -> Location {
        let artifact_location = ArtifactLocation { index: self.index.get(path).copied(), ..located(path) };
        Location { id: None, physical: PhysicalLocation { artifact_location, region: None }, message: None }
    }
}

fn located(path: &str) -> ArtifactLocation {
    ArtifactLocation { uri: uri::of_path(path), uri_base_id: uri::is_relative(path).then_some(ROOT), index: None }
}

/// A message as SARIF wants it: a sentence with a capital and a full stop. What would be a link is none.
fn sentence(text: &str) -> Text {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    let text: String = first.into_iter().chain(letters).collect();
    let stop = if text.ends_with(['.', '!', '?']) { "" } else { "." };
    Text { text: format!("{}{stop}", text.replace("](", "\\](")), markdown: None }
}

/// What is wrong, and what to do about it.
fn sentences(message: &str, help: &str) -> Text {
    let mut both = sentence(message);
    if !help.is_empty() {
        both.text = format!("{} {}", both.text, sentence(help).text);
    }
    both
}
