//! mitigap finds the gaps in a safety framework for AI systems.
//!
//! One line of data flow, and imports follow it:
//!
//! `Source -> Framework + Taxonomy -> Mapping -> Coverage -> Findings -> Policy -> Report -> bytes`

pub mod arena;
pub mod checks;
pub mod cli;
pub mod compare;
pub mod config;
pub mod coverage;
pub mod diff;
pub mod files;
pub mod framework;
pub mod mapping;
pub mod pipeline;
pub mod policy;
pub mod problem;
pub mod render;
pub mod report;
pub mod revision;
pub mod source;
pub mod suggest;
pub mod table;
pub mod taxonomy;
pub mod vocabulary;
pub mod what_if;
