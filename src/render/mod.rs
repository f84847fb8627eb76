//! What was decided, as text: one file per format. Nothing here decides anything.

pub mod taxonomy;
