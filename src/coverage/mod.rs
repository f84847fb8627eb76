//! Mapping -> coverage: what stands in every cell, how deep, and on what.
//!
//! A cell is a category or a threat in one tier. Everything here is pure and knows nothing of findings, severities
//! or formats.

pub mod category;
pub mod compensation;
pub mod event;
pub mod evidence;
pub mod failure;
pub mod hitting;
pub mod level;
pub mod ranking;
pub mod scope;
pub mod settings;
pub mod standing;
pub mod state;
pub mod summary;
pub mod threat;
pub mod umbrella;

use crate::arena::Handle;
use crate::framework::{Framework, Level, Mitigation, Threat, Tier};
use crate::mapping::Mapping;
use crate::taxonomy::{Category, Taxonomy};
use crate::vocabulary::{Exposure, Layer, Role};
use category::{CategoryCoverage, Cell};
use compensation::Compensation;
use failure::Failures;
use level::LevelCoverage;
use ranking::SingleCause;
use settings::{Bound, Settings, UnknownLevel};
use std::collections::BTreeSet;
use summary::Summary;
use threat::{ThreatCell, ThreatCoverage};
use umbrella::UmbrellaDepth;

/// A framework with its taxonomy and mapping, and the question put to it: what every part of the analysis reads.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'f> {
    /// The framework.
    pub framework: &'f Framework,
    /// The taxonomy it is held against.
    pub taxonomy: &'f Taxonomy,
    /// Which mitigation belongs where.
    pub mapping: &'f Mapping,
    /// The question.
    pub settings: &'f Settings,
    /// The level judged at; `None` where all levels apply.
    pub level: Option<Handle<Level>>,
    /// Mitigations taken to be lost: neither mapped nor in force anywhere.
    pub lost: &'f BTreeSet<Handle<Mitigation>>,
}

/// Nothing is lost unless somebody asks what if.
static NOTHING_LOST: BTreeSet<Handle<Mitigation>> = BTreeSet::new();

/// The coverage of one framework by one taxonomy.
#[derive(Debug)]
pub struct Coverage<'f> {
    /// What was judged, and how.
    pub subject: Subject<'f>,
    /// One per category, in taxonomy order, inner nodes included.
    pub categories: Vec<CategoryCoverage<'f>>,
    /// One per threat, in file order.
    pub threats: Vec<ThreatCoverage<'f>>,
    /// Entries that are umbrellas over others, with what they amount to.
    pub umbrellas: Vec<UmbrellaDepth<'f>>,
    /// Tiers that relax something: are they compensated?
    pub compensations: Vec<Compensation>,
    /// What each level adds, lowest first; empty where the framework has none.
    pub levels: Vec<LevelCoverage>,
    /// Everything whose failure alone empties a cell, most cells first.
    pub ranking: Vec<SingleCause<'f>>,
    /// The totals.
    pub summary: Summary,
}

impl<'f> Coverage<'f> {
    /// Judges a framework.
    ///
    /// # Errors
    /// `settings.level` names a level that the framework does not have.
    pub fn of(
        framework: &'f Framework,
        taxonomy: &'f Taxonomy,
        mapping: &'f Mapping,
        settings: &'f Settings,
    ) -> Result<Self, UnknownLevel> {
        let level = settings.level_in(framework)?;
        Ok(Self::of_subject(Subject { framework, taxonomy, mapping, settings, level, lost: &NOTHING_LOST }))
    }

    /// Judges a subject as it is put: another level than the settings name, or something lost.
    pub fn of_subject(subject: Subject<'f>) -> Self {
        let failures = Failures::of(subject.framework);
        let threats = threat::all(subject, &failures);
        let compensations = compensation::all(subject, &threats);
        let categories = category::all(subject, &failures, &compensations);
        let umbrellas = umbrella::all(subject, &failures, &threats);
        let levels = level::all(subject, &failures);
        let ranking = ranking::all(subject.framework, &categories, &threats);
        let summary = Summary::of(subject, &categories);
        Self { subject, categories, threats, umbrellas, compensations, levels, ranking, summary }
    }

    /// The coverage of one category.
    pub fn category(&self, category: Handle<Category>) -> Option<&CategoryCoverage<'f>> {
        self.categories.get(category.at())
    }

    /// The leaves that are expected of this framework.
    pub fn expected(&self) -> impl Iterator<Item = &CategoryCoverage<'f>> {
        self.categories.iter().filter(|category| category.verdict.is_some() && category.expectation.is_expected())
    }

    /// The cells of the expected leaves, each with its category.
    pub fn expected_cells(&self) -> impl Iterator<Item = (Handle<Category>, &Cell<'f>)> {
        self.expected().flat_map(|category| category.cells.iter().map(move |cell| (category.category, cell)))
    }

    /// The cells of the threats, each with its threat.
    pub fn threat_cells(&self) -> impl Iterator<Item = (&ThreatCoverage<'f>, &ThreatCell<'f>)> {
        self.threats.iter().flat_map(|threat| threat.cells.iter().map(move |cell| (threat, cell)))
    }
}

impl<'f> Subject<'f> {
    /// Whether an entry has what it takes to be credited anywhere: its status, its level, and being no umbrella.
    pub fn in_force(self, mitigation: Handle<Mitigation>) -> bool {
        let entry = &self.framework.mitigations[mitigation];
        entry.status.value.reaches(self.settings.credit)
            && entry.comprises.is_empty()
            && !self.lost.contains(&mitigation)
            && settings::applies(entry.level.as_ref(), self.level)
    }

    /// The categories an entry is mapped to under the bound asked for.
    pub fn categories_of(self, mitigation: Handle<Mitigation>) -> &'f [Handle<Category>] {
        let mapped = self.mapping.get(mitigation);
        match self.settings.bound {
            _ if self.lost.contains(&mitigation) => &[],
            Bound::Declared if !mapped.basis.is_declared() => &[],
            Bound::Declared | Bound::Inferred => &mapped.categories,
        }
    }

    /// The layer an entry acts at: as stated, else that of the first protective leaf it is mapped to.
    pub fn layer_of(self, mitigation: Handle<Mitigation>) -> Option<Layer> {
        let stated = self.framework.mitigations[mitigation].layer.as_ref().map(|layer| layer.value);
        stated.or_else(|| self.protective_leaves(mitigation).find_map(|leaf| leaf.layer))
    }

    /// The protective leaves an entry is mapped to.
    pub fn protective_leaves(self, mitigation: Handle<Mitigation>) -> impl Iterator<Item = &'f Category> {
        let nodes = self.categories_of(mitigation).iter().map(move |&at| &self.taxonomy.categories[at]);
        nodes.filter(|category| category.leaf && category.role == Role::Protective)
    }

    /// Whether an entry lives in the weights: all that it is does, and it acts in the model.
    pub fn in_weights(self, mitigation: Handle<Mitigation>) -> bool {
        let mut leaves = self.protective_leaves(mitigation).peekable();
        leaves.peek().is_some()
            && leaves.all(|leaf| leaf.in_weights)
            && !self.layer_of(mitigation).is_some_and(compensation::acts_outside_the_model)
    }

    /// Whether the weights of a tier are out, so that only what lives in them counts.
    pub fn is_open(self, tier: Handle<Tier>) -> bool {
        self.framework.exposure(tier) == Some(Exposure::OpenWeights)
    }

    /// Whether somebody acts on purpose: as stated, else by the domain, and where nothing is said, yes.
    pub fn is_adversarial(self, threat: &Threat) -> bool {
        let by_domain = || {
            let code = &threat.domain.as_ref()?.value;
            let domain = self.taxonomy.axes.domain.iter().find(|domain| domain.id == *code)?;
            Some(domain.adversarial)
        };
        threat.adversarial.or_else(by_domain).unwrap_or(true)
    }
}
