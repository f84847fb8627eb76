//! A taxonomy of mitigations: a tree of categories with codes, and the axes beside it.
//!
//! Built-in taxonomies are static tables made by `build.rs` from `taxonomy/*.toml`; others are loaded at run
//! time through the same lint. This module knows nothing of frameworks.

use crate::arena::{Handle, List};
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
    /// The categories.
    pub categories: List<Category>,
    /// The axes: stage, actor, function, domain.
    pub axes: Axes,
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
    /// The category a code, exact name or alias means (names and aliases without regard to case).
    pub fn find(&self, text: &str) -> Option<Handle<Category>> {
        let text = text.trim();
        self.by_code(text).or_else(|| {
            let lower = text.to_lowercase();
            let is = |name: &str| name.to_lowercase() == lower;
            self.categories.entries().find(|(_, c)| is(&c.name) || c.aliases.iter().any(|a| is(a))).map(|(at, _)| at)
        })
    }

    /// The category of a code, with or without the taxonomy's id before it (`airi-2026:1.2.4`).
    pub fn by_code(&self, code: &str) -> Option<Handle<Category>> {
        let bare = code.strip_prefix(self.id.as_ref()).and_then(|rest| rest.strip_prefix(':')).unwrap_or(code);
        self.categories.entries().find(|(_, category)| category.code == bare).map(|(at, _)| at)
    }

    /// The leaves, in tree order.
    pub fn leaves(&self) -> impl Iterator<Item = Handle<Category>> + '_ {
        self.categories.entries().filter(|(_, category)| category.leaf).map(|(at, _)| at)
    }

    /// Whether `node` is `above` or lies below it.
    pub fn is_within(&self, node: Handle<Category>, above: Handle<Category>) -> bool {
        std::iter::successors(Some(node), |&at| self.categories[at].parent).any(|at| at == above)
    }
}
