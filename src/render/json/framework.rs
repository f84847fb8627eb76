//! F: one framework as it was read, mapped and judged.

use super::category::{TaxonomyEntry, taxonomy_entry};
use super::cell::{Ids, ids};
use super::entries::Entries;
use super::finding::{FindingEntry, finding_entry};
use super::mapping::{Answered, Codes, MappingEntry, codes, mapping_of};
use super::place::Place;
use super::settings::{RatchetEntry, Settings};
use super::single_cause::{SingleCauseEntry, single_cause_entry};
use super::threat::{ThreatEntry, threat_entry};
use crate::arena::Handle;
use crate::config::Ruling;
use crate::coverage::Subject;
use crate::coverage::level::LevelCoverage;
use crate::coverage::ranking::SingleCause;
use crate::coverage::threat::ThreatCoverage;
use crate::framework::tier::Presence;
use crate::framework::{Dependency, Framework, Mitigation, Threat, Tier};
use crate::policy::Judged;
use crate::render::map::MappedFramework;
use crate::report::FrameworkReport;
use crate::source::{Located, SourceFile};
use crate::vocabulary::Word;
use serde::{Serialize, Serializer};

/// One checked framework.
#[derive(Serialize)]
pub(super) struct FrameworkEntry<'r> {
    path: &'r str,
    name: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<&'r str>,
    sha256: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    settings: Option<Settings<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline: Option<RatchetEntry<'r>>,
    files: Entries<'r, (), SourceFile, &'r str>,
    levels: Entries<'r, Subject<'r>, LevelCoverage, LevelEntry<'r>>,
    tiers: Vec<TierEntry<'r>>,
    dependencies: Vec<DependencyEntry<'r>>,
    mitigations: Mitigations<'r>,
    taxonomies: [TaxonomyEntry<'r>; 1],
    threats: Entries<'r, Subject<'r>, ThreatCoverage<'r>, ThreatEntry<'r>>,
    single_causes: Entries<'r, Subject<'r>, SingleCause<'r>, SingleCauseEntry<'r>>,
    findings: Entries<'r, &'r FrameworkReport<'r>, Judged, FindingEntry<'r>>,
}

/// One level, and what passing it adds.
#[derive(Serialize)]
struct LevelEntry<'r> {
    id: &'r str,
    name: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    threshold: Option<&'r str>,
    applies: bool,
    adds: Ids<'r>,
    covers: Codes<'r>,
}

/// The mitigations, each shaped only when its turn comes: the reasons of one mapping are held at a time.
struct Mitigations<'r>(&'r FrameworkReport<'r>);

/// The mappings of a framework, likewise.
struct Mappings<'r>(&'r MappedFramework<'r>);

/// One access tier.
#[derive(Serialize)]
struct TierEntry<'r> {
    id: &'r str,
    name: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    exposure: Option<&'static str>,
}

/// One dependency.
#[derive(Serialize)]
struct DependencyEntry<'r> {
    id: &'r str,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    failover: Option<&'r str>,
}

/// One mitigation.
#[derive(Serialize)]
struct MitigationEntry<'r> {
    id: &'r str,
    name: &'r str,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    layer: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'static str>,
    threats: Entries<'r, &'r Framework, Located<Handle<Threat>>, &'r str>,
    tiers: Vec<&'r str>,
    tiers_stated: bool,
    place: Place<'r>,
    mapping: MappingEntry<'r>,
}

/// One mapped framework.
#[derive(Serialize)]
pub(super) struct MappedFrameworkEntry<'r> {
    path: &'r str,
    taxonomies: [MappedTaxonomyEntry<'r>; 1],
}

/// The mappings onto one taxonomy.
#[derive(Serialize)]
struct MappedTaxonomyEntry<'r> {
    id: &'r str,
    mappings: Mappings<'r>,
}

/// A checked framework.
pub(super) fn entry<'r>(report: &'r FrameworkReport<'r>, general: &Ruling) -> FrameworkEntry<'r> {
    let subject = report.coverage.subject;
    let framework = subject.framework;
    FrameworkEntry {
        path: report.path,
        name: &framework.head.name.value,
        version: framework.head.version.as_ref().map(|version| version.value.as_str()),
        sha256: report.sha256(),
        settings: (report.ruling.answers() != general.answers())
            .then(|| Settings::of(report.ruling, Some(report.accept()))),
        baseline: report.ratchet.as_ref().map(RatchetEntry::of),
        files: Entries::of((), report.sources.files(), |(), file| &file.path),
        levels: Entries::of(subject, &report.coverage.levels, level_entry),
        tiers: framework.tiers.handles().map(|at| tier_entry(framework, at)).collect(),
        dependencies: framework.dependencies.iter().map(dependency_entry).collect(),
        mitigations: Mitigations(report),
        taxonomies: [taxonomy_entry(&report.coverage)],
        threats: Entries::of(subject, &report.coverage.threats, threat_entry),
        single_causes: Entries::of(subject, &report.coverage.ranking, single_cause_entry),
        findings: Entries::of(report, &report.findings, finding_entry),
    }
}

fn level_entry<'r>(subject: Subject<'r>, coverage: &'r LevelCoverage) -> LevelEntry<'r> {
    let level = &subject.framework.levels[coverage.level];
    LevelEntry {
        id: &level.id.value,
        name: &level.name,
        threshold: level.threshold.as_ref().map(|threshold| threshold.value.as_str()),
        applies: coverage.applies,
        adds: ids(subject.framework, &coverage.adds),
        covers: codes(subject.taxonomy, &coverage.covers),
    }
}

fn tier_entry(framework: &Framework, at: Handle<Tier>) -> TierEntry<'_> {
    let tier = &framework.tiers[at];
    TierEntry { id: &tier.id.value, name: &tier.name, exposure: framework.exposure(at).map(Word::id) }
}

fn dependency_entry(dependency: &Dependency) -> DependencyEntry<'_> {
    let failover = dependency.failover.as_ref().map(|claim| claim.value.as_str());
    DependencyEntry { id: &dependency.id.value, kind: dependency.kind.id(), failover }
}

fn mitigation_entry<'r>(report: &'r FrameworkReport<'r>, at: Handle<Mitigation>) -> MitigationEntry<'r> {
    let subject = report.coverage.subject;
    let framework = subject.framework;
    let entry = &framework.mitigations[at];
    let mapping = subject.mapping;
    let reading = mapping.reading(at);
    let answered = Answered { mitigation: at, mapped: mapping.get(at), mapper: report.mapper, reading };
    MitigationEntry {
        id: &entry.id.value,
        name: &entry.name.value,
        status: entry.status.value.id(),
        layer: subject.layer_of(at).map(Word::id),
        role: subject.categories_of(at).first().map(|&first| subject.taxonomy.categories[first].role.id()),
        threats: Entries::of(framework, &entry.threats, |framework, threat| &framework.threats[threat.value].id.value),
        tiers: tiers_of(subject, at),
        tiers_stated: !entry.tiers.is_empty(),
        // The id, not the header: what findings about the entry point at.
        place: report.sources.borrowed_place(entry.id.span).into(),
        mapping: mapping_of(framework, subject.taxonomy, answered),
    }
}

/// The tiers it stands in: inherited ones included, those that relax it left out.
fn tiers_of(subject: Subject<'_>, mitigation: Handle<Mitigation>) -> Vec<&str> {
    let framework = subject.framework;
    let stands = |&(at, _): &(Handle<Tier>, &Tier)| framework.presence(mitigation, at) == Presence::On;
    framework.tiers.entries().filter(stands).map(|(_, tier)| tier.id.value.as_str()).collect()
}

impl<'r> MappedFrameworkEntry<'r> {
    /// A mapped framework.
    pub(super) fn of(mapped: &'r MappedFramework<'r>) -> Self {
        Self {
            path: mapped.path,
            taxonomies: [MappedTaxonomyEntry { id: &mapped.taxonomy.id, mappings: Mappings(mapped) }],
        }
    }
}

impl Serialize for Mitigations<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let handles = self.0.coverage.subject.framework.mitigations.handles();
        serializer.collect_seq(handles.map(|at| mitigation_entry(self.0, at)))
    }
}

impl Serialize for Mappings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let MappedFramework { framework, taxonomy, mapping, mapper, .. } = *self.0;
        let answered = |at| Answered { mitigation: at, mapped: mapping.get(at), mapper, reading: mapping.reading(at) };
        serializer.collect_seq(framework.mitigations.handles().map(|at| mapping_of(framework, taxonomy, answered(at))))
    }
}
