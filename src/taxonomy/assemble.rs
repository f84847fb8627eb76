//! From drafts without problems to the taxonomy: tree order, handles, defaults, the table of names.

use super::load::{Draft, Head};
use super::names::{Names, keys};
use super::tree;
use super::{Category, Slice, Taxonomy, Text};
use crate::arena::Handle;
use crate::source::offset;
use crate::vocabulary::Role;
use std::collections::{BTreeMap, BTreeSet};

/// Builds the taxonomy. Drafts whose parents are missing or circular never come here.
pub(super) fn taxonomy(head: Head, drafts: Vec<Draft>) -> Taxonomy {
    let listed: BTreeMap<&str, usize> =
        drafts.iter().enumerate().map(|(at, draft)| (draft.code.value.as_str(), at)).collect();
    let parents: Vec<Option<usize>> =
        drafts.iter().map(|draft| draft.above().and_then(|above| listed.get(above)).copied()).collect();
    let order = tree::order(&parents);
    let stands: BTreeMap<usize, usize> = order.iter().enumerate().map(|(stands, &listed)| (listed, stands)).collect();
    let inner: BTreeSet<usize> = parents.iter().flatten().copied().collect();
    let mut drafts: Vec<Option<Draft>> = drafts.into_iter().map(Some).collect();
    let mut categories = Vec::with_capacity(drafts.len());
    for at in order {
        let Some(draft) = drafts.get_mut(at).and_then(Option::take) else { continue };
        let above = parents.get(at).copied().flatten();
        let parent = above.and_then(|above| stands.get(&above)).copied().map(handle);
        categories.push(category(draft, parent, !inner.contains(&at)));
    }
    let keys = name_keys(&categories);
    Taxonomy {
        id: head.id,
        title: head.title,
        edition: head.edition,
        source: head.source,
        licence: head.licence,
        note: head.note,
        examples: head.examples,
        categories: categories.into(),
        axes: head.axes,
        keys,
    }
}

fn handle(at: usize) -> Handle<Category> {
    Handle::new(offset(at))
}

fn category(draft: Draft, parent: Option<Handle<Category>>, leaf: bool) -> Category {
    let role = draft.role.unwrap_or(Role::Governance);
    let default_wants = match role {
        Role::Protective => 2,
        Role::Assurance | Role::Governance => 1,
    };
    let voided_by = draft.voided_ids().into();
    let layer = draft.layer.and_then(|layer| layer.value).filter(|_| leaf && role == Role::Protective);
    Category {
        code: draft.code.value.into(),
        name: draft.name.value.into(),
        working_title: draft.working_title,
        definition: draft.definition.into(),
        aliases: texts(draft.aliases.into_iter().map(|alias| alias.value)),
        terms: texts(draft.terms),
        role,
        layer,
        expected_of: draft.expected_of.into(),
        wants: draft.wants.unwrap_or(default_wants),
        suggest: texts(draft.suggest),
        in_weights: draft.in_weights,
        voided_by,
        parent,
        leaf,
    }
}

fn texts(items: impl IntoIterator<Item = String>) -> Slice<Text> {
    items.into_iter().map(Text::from).collect()
}

fn name_keys(categories: &[Category]) -> Slice<(Text, Handle<Category>)> {
    let names: Vec<Names<'_>> = categories
        .iter()
        .map(|category| Names {
            code: &category.code,
            name: &category.name,
            aliases: category.aliases.iter().map(AsRef::as_ref).collect(),
        })
        .collect();
    keys(&names).into_iter().map(|(key, at)| (Text::from(key), handle(at))).collect()
}
