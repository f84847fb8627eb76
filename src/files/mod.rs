//! Files on disk: finding frameworks, reading them within bounds.
//!
//! What is refused is said as a problem with its reason; nothing here knows what stands in a file.

pub mod find;
pub mod glob;
pub mod load;
