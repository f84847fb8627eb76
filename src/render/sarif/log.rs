//! The part of SARIF 2.1.0 (OASIS, plus errata 01) that is written; names and comments follow the standard.

use serde::Serialize;
use std::collections::BTreeMap;

/// The document (section 3.13).
#[derive(Serialize)]
pub(super) struct Log<'r> {
    #[serde(rename = "$schema")]
    pub(super) schema: &'static str,
    pub(super) version: &'static str,
    pub(super) runs: [Run<'r>; 1],
}

/// One run of the tool (3.14).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Run<'r> {
    pub(super) tool: Tool<'r>,
    pub(super) invocations: [Invocation<'r>; 1],
    pub(super) original_uri_base_ids: BTreeMap<&'static str, BaseId>,
    pub(super) column_kind: &'static str,
    pub(super) default_encoding: &'static str,
    pub(super) artifacts: Vec<Artifact>,
    pub(super) taxonomies: Vec<Component<'r>>,
    pub(super) results: Vec<Finding<'r>>,
    pub(super) properties: BTreeMap<&'static str, String>,
}

/// Who wrote it (3.18).
#[derive(Serialize)]
pub(super) struct Tool<'r> {
    pub(super) driver: Component<'r>,
}

/// The tool itself, or a taxonomy (3.19).
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Component<'r> {
    pub(super) name: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) full_name: Option<String>,
    pub(super) version: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) semantic_version: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) information_uri: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) organization: Option<&'r str>,
    pub(super) short_description: Text,
    pub(super) language: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) is_comprehensive: Option<bool>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) rules: Vec<Descriptor<'r>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) notifications: Vec<Descriptor<'r>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) taxa: Vec<Descriptor<'r>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) supported_taxonomies: Vec<ComponentRef<'r>>,
}

/// A rule, a kind of notification, or a taxon (3.49).
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Descriptor<'r> {
    pub(super) id: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<String>,
    pub(super) short_description: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) full_description: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) help: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) default_configuration: Option<Configuration>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) relationships: Vec<Relationship<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) properties: Option<RuleProperties>,
}

/// What code scanning reads beside the standard.
#[derive(Serialize)]
pub(super) struct RuleProperties {
    pub(super) tags: Vec<&'static str>,
    #[serde(rename = "problem.severity")]
    pub(super) severity: &'static str,
}

/// Text, and the same as Markdown (3.12).
#[derive(Default, Serialize)]
pub(super) struct Text {
    pub(super) text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) markdown: Option<String>,
}

/// How a rule is set in this run (3.50).
#[derive(Serialize)]
pub(super) struct Configuration {
    pub(super) level: &'static str,
}

/// How a taxon relates to another (3.53).
#[derive(Serialize)]
pub(super) struct Relationship<'r> {
    pub(super) target: Taxon<'r>,
    pub(super) kinds: [&'static str; 1],
}

/// A reference to a taxon (3.52).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Taxon<'r> {
    pub(super) id: &'r str,
    pub(super) index: usize,
    pub(super) tool_component: ComponentRef<'r>,
}

/// A reference to a taxonomy (3.54).
#[derive(Clone, Copy, Serialize)]
pub(super) struct ComponentRef<'r> {
    pub(super) name: &'r str,
    pub(super) index: usize,
}

/// How the run went (3.20).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Invocation<'r> {
    pub(super) execution_successful: bool,
    pub(super) exit_code: u8,
    pub(super) tool_execution_notifications: Vec<Notification<'r>>,
}

/// Why an input could not be checked (3.58).
#[derive(Serialize)]
pub(super) struct Notification<'r> {
    pub(super) descriptor: DescriptorRef<'r>,
    pub(super) level: &'static str,
    pub(super) message: Text,
    pub(super) locations: Vec<Location>,
}

/// A reference to a rule or a kind of notification (3.52).
#[derive(Serialize)]
pub(super) struct DescriptorRef<'r> {
    pub(super) id: &'r str,
    pub(super) index: usize,
}

/// What a base id stands for (3.14.14); the consumer knows where it is.
#[derive(Serialize)]
pub(super) struct BaseId {
    pub(super) description: Text,
}

/// A file that was read (3.24).
#[derive(Serialize)]
pub(super) struct Artifact {
    pub(super) location: ArtifactLocation,
    pub(super) roles: [&'static str; 1],
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) hashes: BTreeMap<&'static str, String>,
}

/// Where a file is (3.4).
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ArtifactLocation {
    pub(super) uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) uri_base_id: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) index: Option<usize>,
}

/// One finding (3.27).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Finding<'r> {
    pub(super) rule_id: &'r str,
    pub(super) rule_index: usize,
    pub(super) level: &'static str,
    pub(super) message: Text,
    pub(super) locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) related_locations: Vec<Location>,
    pub(super) partial_fingerprints: BTreeMap<&'static str, &'r str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) taxa: Vec<Taxon<'r>>,
    pub(super) suppressions: Vec<Suppression<'r>>,
    pub(super) properties: BTreeMap<&'static str, &'r str>,
}

/// Why a finding does not count (3.35).
#[derive(Serialize)]
pub(super) struct Suppression<'r> {
    pub(super) kind: &'static str,
    pub(super) status: &'static str,
    pub(super) justification: &'r str,
    pub(super) properties: BTreeMap<&'static str, String>,
}

/// A place (3.28).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<usize>,
    #[serde(rename = "physicalLocation")]
    pub(super) physical: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) message: Option<Text>,
}

/// A place in a file (3.29).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PhysicalLocation {
    pub(super) artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) region: Option<Region>,
}

/// A range of text: 1-based, the end one past the last character (3.30).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Region {
    pub(super) start_line: u32,
    pub(super) start_column: u32,
    pub(super) end_line: u32,
    pub(super) end_column: u32,
    pub(super) snippet: Text,
}
