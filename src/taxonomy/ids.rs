//! The list of built-in taxonomies. `build.rs` reads this very file too, so it must not use the crate.

/// Ids of the built-in taxonomies: each stands in `taxonomy/<id>.toml`, the default first.
pub(super) const IDS: &[&str] = &["airi-2026", "airi-2025"];
