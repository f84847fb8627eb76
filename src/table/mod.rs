//! TOML files beside the frameworks (taxonomies, configuration, baselines), read with every problem in place.
//!
//! Frameworks have a reader of their own: it resolves references between entries and recovers more of a damaged file.
//! Nothing here knows what a key means.

mod entry;
mod log;
mod syntax;

pub use entry::Entry;
pub use log::{Log, MAX_PROBLEMS};
