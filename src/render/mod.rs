//! Report -> bytes: one file or folder per format, each with its own escaping.
//!
//! A renderer decides nothing: it is given a finished report and writes it.

pub mod human;
pub mod terminal;
