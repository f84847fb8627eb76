//! The taxonomies that frameworks are held against: every category a taxon, and what lies below another a subset of it.

use super::log::{Component, ComponentRef, Descriptor, Relationship, Taxon};
use super::sentence;
use crate::arena::Handle;
use crate::report::Report;
use crate::taxonomy::{Category, Taxonomy};

/// The taxonomies of a run, each once.
pub(super) struct Taxonomies<'r>(Vec<&'r Taxonomy>);

impl<'r> Taxonomies<'r> {
    /// In the order in which frameworks bring them.
    pub(super) fn of(report: &'r Report<'_>) -> Self {
        let mut all: Vec<&Taxonomy> = Vec::new();
        for framework in &report.frameworks {
            let taxonomy = framework.coverage.subject.taxonomy;
            if !all.iter().any(|known| std::ptr::eq(*known, taxonomy)) {
                all.push(taxonomy);
            }
        }
        Self(all)
    }

    /// Each as a component of the run.
    pub(super) fn components(&self) -> Vec<Component<'r>> {
        self.0.iter().map(|taxonomy| self.component(taxonomy)).collect()
    }

    /// Each as the tool refers to it.
    pub(super) fn references(&self) -> Vec<ComponentRef<'r>> {
        self.0.iter().map(|taxonomy| self.reference(taxonomy)).collect()
    }

    /// A category as a finding or another category refers to it.
    pub(super) fn taxon(&self, taxonomy: &'r Taxonomy, category: Handle<Category>) -> Taxon<'r> {
        Taxon {
            id: &taxonomy.categories[category].code,
            index: category.at(),
            tool_component: self.reference(taxonomy),
        }
    }

    fn reference(&self, taxonomy: &'r Taxonomy) -> ComponentRef<'r> {
        let index = self.0.iter().position(|known| std::ptr::eq(*known, taxonomy)).unwrap_or_default();
        ComponentRef { name: &taxonomy.id, index }
    }

    fn component(&self, taxonomy: &'r Taxonomy) -> Component<'r> {
        let taxon = |category: &'r Category| Descriptor {
            id: &category.code,
            name: Some(category.name.to_string()),
            short_description: sentence(&category.definition),
            relationships: category.parent.into_iter().map(|above| self.below(taxonomy, above)).collect(),
            ..Descriptor::default()
        };
        Component {
            name: &taxonomy.id,
            full_name: Some(taxonomy.title.to_string()),
            version: &taxonomy.edition,
            organization: Some(&taxonomy.source),
            short_description: sentence(&taxonomy.title),
            language: "en-US",
            is_comprehensive: Some(true),
            taxa: taxonomy.categories.iter().map(taxon).collect(),
            ..Component::default()
        }
    }

    fn below(&self, taxonomy: &'r Taxonomy, above: Handle<Category>) -> Relationship<'r> {
        Relationship { target: self.taxon(taxonomy, above), kinds: ["subset"] }
    }
}
