//! The taxonomies compiled in: static tables that `build.rs` writes from `taxonomy/*.toml`.

use super::ids;
use super::{Axes, AxisValue, Category, Taxonomy};
use crate::arena::{Handle, Table};
use crate::vocabulary::{Actor, Layer, Role};
use std::borrow::Cow;

/// Ids of the built-in taxonomies, the default first.
pub const BUILT_IN: &[&str] = ids::IDS;

/// The taxonomy of a framework that names none.
pub const DEFAULT: &str = "airi-2026";

// `static TABLES: [&Taxonomy; N]`, in the order of `BUILT_IN`.
include!(concat!(env!("OUT_DIR"), "/taxonomies.rs"));

/// The built-in taxonomy of an id; `None` if there is none.
pub fn built_in(id: &str) -> Option<&'static Taxonomy> {
    let at = BUILT_IN.iter().position(|&known| known == id)?;
    TABLES.get(at).copied()
}
