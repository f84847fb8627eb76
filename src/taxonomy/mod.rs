//! A taxonomy of mitigations: a tree of categories with codes, and the axes beside it.
//!
//! Built-in taxonomies are static tables made by `build.rs` from `taxonomy/*.toml`; others are loaded at run
//! time through the same lint. This module knows nothing of frameworks, save the names of the built-in events.

mod assemble;
mod built_in;
mod ids;
mod lint;
mod load;
mod names;
mod tree;

pub use built_in::{BUILT_IN, DEFAULT, built_in};
pub use load::{load, load_text};

use crate::arena::{Handle, Table};
use crate::vocabulary::{Actor, Layer, Role};
use std::borrow::Cow;

/// Text that is either compiled in or loaded.
pub type Text = Cow<'static, str>;

/// A list that is either compiled in or loaded.
pub type Slice<T> = Cow<'static, [T]>;

/// One taxonomy with its head, axes and categories (in tree order: a parent before its children).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taxonomy {
    /// Id, such as `airi-2026`; codes carry it wherever two taxonomies can meet.
    pub id: Text,
    /// Full title.
    pub title: Text,
    /// Edition, such as "2026, preliminary".
    pub edition: Text,
    /// Where codes and names come from.
    pub source: Text,
    /// Licence note.
    pub licence: Text,
    /// What a reader must know before relying on it.
    pub note: Text,
    /// Training examples for the mapper: a file, relative to the one the taxonomy stands in.
    pub examples: Option<Text>,
    /// The categories.
    pub categories: Table<Category>,
    /// The axes: stage, actor, function, domain.
    pub axes: Axes,
    /// Every code, name and alias, folded (see [`names::fold`]) and sorted, with what it means.
    keys: Slice<(Text, Handle<Category>)>,
}

/// One node of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// Code, such as `1.2.4`.
    pub code: Text,
    /// Name.
    pub name: Text,
    /// Whether the name is ours because none was seen in print.
    pub working_title: bool,
    /// Meaning in our words; never empty.
    pub definition: Text,
    /// Names that mean exactly this.
    pub aliases: Slice<Text>,
    /// Evidence words and phrases for the mapper.
    pub terms: Slice<Text>,
    /// What it does when the attack comes.
    pub role: Role,
    /// Where on the path to harm; `None` outside protective leaves.
    pub layer: Option<Layer>,
    /// Actors it is expected of.
    pub expected_of: Slice<Actor>,
    /// Depth asked by default.
    pub wants: u8,
    /// What one would typically add, two or three measures in our words.
    pub suggest: Slice<Text>,
    /// Lives in the weights: counts even where the weights are out.
    pub in_weights: bool,
    /// Built-in events that void it, by id.
    pub voided_by: Slice<Text>,
    /// The node above; `None` at the top.
    pub parent: Option<Handle<Category>>,
    /// Whether nothing is below it: coverage is asked of leaves.
    pub leaf: bool,
}

/// The axes that describe a mitigation beside its category.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Axes {
    /// Lifecycle stages.
    pub stage: Slice<AxisValue>,
    /// Acting parties.
    pub actor: Slice<AxisValue>,
    /// Risk management functions.
    pub function: Slice<AxisValue>,
    /// Risk domains.
    pub domain: Slice<AxisValue>,
}

/// One value of an axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AxisValue {
    /// Id as written in a framework (`deploy`, `4.2`).
    pub id: Text,
    /// Shown name.
    pub name: Text,
    /// Meaning in our words; may be empty.
    pub meaning: Text,
    /// For risk domains: somebody acts on purpose.
    pub adversarial: bool,
}

impl Taxonomy {
    /// The category a code, name or alias means, with or without the taxonomy's id before it
    /// (`airi-2026:1.2.4`). Case, spaces around it, `&` for "and" and a hyphen for a space make no difference.
    pub fn find(&self, text: &str) -> Option<Handle<Category>> {
        let key = names::fold(self.without_id(text));
        let at = self.keys.binary_search_by(|(known, _)| known.as_ref().cmp(key.as_str())).ok()?;
        self.keys.get(at).map(|&(_, category)| category)
    }

    /// The category of a code exactly as published, with or without the taxonomy's id before it.
    pub fn by_code(&self, code: &str) -> Option<Handle<Category>> {
        let bare = self.without_id(code);
        self.find(bare).filter(|&at| self.categories[at].code == bare)
    }

    /// The risk domain an id names (`4`, `4.2`).
    pub fn domain(&self, id: &str) -> Option<&AxisValue> {
        self.axes.domain.iter().find(|value| value.id == id)
    }

    /// The leaves, in tree order.
    pub fn leaves(&self) -> impl Iterator<Item = Handle<Category>> + '_ {
        self.categories.entries().filter(|(_, category)| category.leaf).map(|(at, _)| at)
    }

    /// The nodes directly below one (`None`: the top), in tree order.
    pub fn children(&self, above: Option<Handle<Category>>) -> impl Iterator<Item = Handle<Category>> + '_ {
        self.categories.entries().filter(move |(_, category)| category.parent == above).map(|(at, _)| at)
    }

    /// The node and what is above it, up to the top.
    pub fn lineage(&self, node: Handle<Category>) -> impl Iterator<Item = Handle<Category>> + '_ {
        std::iter::successors(Some(node), |&at| self.categories[at].parent)
    }

    /// Whether `node` is `above` or lies below it.
    pub fn is_within(&self, node: Handle<Category>, above: Handle<Category>) -> bool {
        self.lineage(node).any(|at| at == above)
    }

    fn without_id<'a>(&self, text: &'a str) -> &'a str {
        let text = text.trim();
        match text.split_once(':') {
            Some((id, rest)) if id == self.id => rest.trim_start(),
            _ => text,
        }
    }
}
