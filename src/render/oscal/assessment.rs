//! Assessment results: one result per framework, and one per input that could not be checked.

use super::finding::{self, Finding, Observation};
use super::model::{
    BackMatter, Link, Metadata, Property, Resource, document_uuid, file_uuid, link, metadata, property, resources,
    taxonomy_uuid, timestamp, uuid,
};
use super::text::{control, line, markup};
use crate::coverage::scope::Expectation;
use crate::report::{Broken, FrameworkReport, Report};
use crate::vocabulary::Word as _;
use serde::Serialize;
use uuid::Uuid;

/// The document.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Document {
    assessment_results: AssessmentResults,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct AssessmentResults {
    uuid: Uuid,
    metadata: Metadata,
    import_ap: ImportAp,
    results: Vec<Outcome>,
    back_matter: BackMatter,
}

/// The plan that was followed: how the tool was set.
#[derive(Serialize)]
struct ImportAp {
    href: String,
}

/// The result for one framework.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Outcome {
    uuid: Uuid,
    title: String,
    description: String,
    start: String,
    end: String,
    props: Vec<Property>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    links: Vec<Link>,
    local_definitions: LocalDefinitions,
    reviewed_controls: ReviewedControls,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    observations: Vec<Observation>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    findings: Vec<Finding>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct LocalDefinitions {
    assessment_assets: AssessmentAssets,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct AssessmentAssets {
    components: [Component; 1],
    assessment_platforms: [Platform; 1],
}

/// The tool.
#[derive(Serialize)]
struct Component {
    uuid: Uuid,
    r#type: &'static str,
    title: &'static str,
    description: &'static str,
    props: [Property; 1],
    status: Status,
}

#[derive(Serialize)]
struct Status {
    state: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Platform {
    uuid: Uuid,
    title: &'static str,
    uses_components: [UsesComponent; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct UsesComponent {
    component_uuid: Uuid,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct ReviewedControls {
    control_selections: [ControlSelection; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct ControlSelection {
    description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    include_all: Option<IncludeAll>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    include_controls: Vec<Selected>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    exclude_controls: Vec<Selected>,
}

#[derive(Serialize)]
struct IncludeAll {}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Selected {
    control_id: String,
}

/// The assessment results of a run.
pub(super) fn of(report: &Report<'_>) -> Document {
    let plan = plan(report);
    let href = format!("#{}", plan.uuid);
    let mut results: Vec<Outcome> = report.frameworks.iter().map(|framework| checked(report, framework)).collect();
    results.extend(report.broken.iter().map(|broken| unchecked(report, broken)));
    if results.is_empty() {
        // There is no assessment without a result.
        results.push(empty(report, "nothing", "Nothing to check", "no framework was found"));
    }
    Document {
        assessment_results: AssessmentResults {
            uuid: document_uuid(report, "assessment-results"),
            metadata: metadata(report, "Coverage of AI safety mitigations"),
            import_ap: ImportAp { href },
            results,
            back_matter: BackMatter { resources: std::iter::once(plan).chain(resources(report)).collect() },
        },
    }
}

fn plan(report: &Report<'_>) -> Resource {
    let (settings, policy) = (&report.ruling.settings, &report.ruling.policy);
    let mut props = vec![
        property("as-of", &settings.as_of.to_string()),
        property("profile", policy.profile.id()),
        property("fail-on", policy.fail_on.id()),
        property("credit", settings.credit.id()),
        property("mapping", settings.bound.id()),
    ];
    props.extend(settings.level.iter().map(|level| property("level", level)));
    Resource {
        uuid: uuid(&["plan", &report.ruling.answers()]),
        title: "How the frameworks were assessed".to_owned(),
        description: "the checks of the tool, run with these settings; there is no assessment plan beside them"
            .to_owned(),
        props,
        rlinks: Vec::new(),
    }
}

fn checked(report: &Report<'_>, framework: &FrameworkReport<'_>) -> Outcome {
    let (subject, summary) = (framework.coverage.subject, &framework.coverage.summary);
    let description = format!(
        "{} of {} expected categories are covered, {} of them by what is declared; {} reach the depth wanted in every tier",
        summary.covered, summary.expected, summary.covered_declared, summary.met
    );
    Outcome {
        uuid: uuid(&["result", framework.path, &framework.sha256()]),
        title: markup(&subject.framework.head.name.value),
        description,
        props: vec![
            property("path", framework.path),
            property("sha256", &framework.sha256()),
            property("taxonomy", &subject.taxonomy.id),
            property("expected", &summary.expected.to_string()),
            property("covered", &summary.covered.to_string()),
            property("covered-declared", &summary.covered_declared.to_string()),
        ],
        links: framework
            .sources
            .files()
            .iter()
            .map(|file| link(file_uuid(&file.path)))
            .chain([link(taxonomy_uuid(subject.taxonomy))])
            .collect(),
        reviewed_controls: reviewed(framework),
        observations: finding::observations(framework),
        findings: finding::findings(framework),
        ..frame(report, framework.path)
    }
}

fn unchecked(report: &Report<'_>, broken: &Broken) -> Outcome {
    let title = format!("Not checked: {}", broken.path);
    let told = "the file could not be checked; the observations say why";
    Outcome {
        links: vec![link(file_uuid(&broken.path))],
        observations: finding::problems(report, broken),
        ..empty(report, &broken.path, &title, told)
    }
}

fn empty(report: &Report<'_>, path: &str, title: &str, told: &str) -> Outcome {
    Outcome {
        uuid: uuid(&["result", path]),
        title: markup(title),
        description: told.to_owned(),
        props: vec![property("checked", "false")],
        ..frame(report, path)
    }
}

/// What every result has. Until it is said which controls were reviewed, it is said that none was.
fn frame(report: &Report<'_>, path: &str) -> Outcome {
    let day = timestamp(report.ruling.settings.as_of);
    let selection = ControlSelection {
        description: "all would have been reviewed, none could be".to_owned(),
        include_all: Some(IncludeAll {}),
        include_controls: Vec::new(),
        exclude_controls: Vec::new(),
    };
    let platform = Platform {
        uuid: uuid(&["platform", path]),
        title: env!("CARGO_PKG_NAME"),
        uses_components: [UsesComponent { component_uuid: finding::tool(path) }],
    };
    Outcome {
        uuid: Uuid::nil(),
        title: String::new(),
        description: String::new(),
        start: day.clone(),
        end: day,
        props: Vec::new(),
        links: Vec::new(),
        local_definitions: LocalDefinitions {
            assessment_assets: AssessmentAssets { components: [component(path)], assessment_platforms: [platform] },
        },
        reviewed_controls: ReviewedControls { control_selections: [selection] },
        observations: Vec::new(),
        findings: Vec::new(),
    }
}

fn component(path: &str) -> Component {
    Component {
        uuid: finding::tool(path),
        r#type: "software",
        title: env!("CARGO_PKG_NAME"),
        description: env!("CARGO_PKG_DESCRIPTION"),
        props: [property("version", env!("CARGO_PKG_VERSION"))],
        status: Status { state: "operational" },
    }
}

/// The expected leaves were reviewed; those that the scope excludes were not.
fn reviewed(framework: &FrameworkReport<'_>) -> ReviewedControls {
    let taxonomy = framework.coverage.subject.taxonomy;
    let leaves = framework.coverage.categories.iter().filter(|category| category.verdict.is_some());
    let selected = |wanted: fn(Expectation) -> bool| {
        let these = leaves.clone().filter(move |category| wanted(category.expectation));
        these
            .map(|leaf| Selected { control_id: control(&taxonomy.id, &taxonomy.categories[leaf.category].code) })
            .collect::<Vec<_>>()
    };
    let include = selected(Expectation::is_expected);
    let exclude = selected(|expectation| matches!(expectation, Expectation::Excluded(_)));
    let selection = ControlSelection {
        description: line(&format!("the categories of {} that are expected of the framework", taxonomy.id)),
        include_all: include.is_empty().then_some(IncludeAll {}),
        include_controls: include,
        exclude_controls: exclude,
    };
    ReviewedControls { control_selections: [selection] }
}
