//! The documents: what stands around the frameworks.

use super::SCHEMA_VERSION;
use super::framework::{self, MappedFrameworkEntry};
use super::problem::{Error, errors_of};
use super::settings::Settings;
use crate::config::Ruling;
use crate::render::map::{MapReport, MappedFramework};
use crate::report::{Broken, Exit, FrameworkReport, Report};
use serde::{Serialize, Serializer};

/// The document of `check`.
#[derive(Serialize)]
pub(super) struct Document<'r> {
    schema_version: u32,
    tool: Tool,
    settings: Settings<'r>,
    exit: u8,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    left_out: &'r [String],
    errors: Vec<Error<'r>>,
    frameworks: Frameworks<'r>,
}

/// The document of `map`.
#[derive(Serialize)]
pub(super) struct MapDocument<'r> {
    schema_version: u32,
    tool: Tool,
    errors: Vec<Error<'r>>,
    frameworks: MappedFrameworks<'r>,
}

/// Who wrote the document.
#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

/// The frameworks, each shaped only when its turn to be written comes, so that one at a time is held.
struct Frameworks<'r> {
    frameworks: &'r [FrameworkReport<'r>],
    /// What is asked where no override says otherwise.
    general: &'r Ruling,
}

/// The mapped frameworks, likewise.
struct MappedFrameworks<'r>(&'r [MappedFramework<'r>]);

impl<'r> Document<'r> {
    /// Everything in one document.
    pub(super) fn whole(report: &'r Report<'r>) -> Self {
        Self::with(report, report.broken, &report.frameworks)
    }

    /// One document per input, in order; each tells the outcome of that input alone.
    pub(super) fn one_per_input(report: &'r Report<'r>) -> impl Iterator<Item = Self> {
        report.inputs().map(|(broken, frameworks)| Self::with(report, broken, frameworks))
    }

    fn with(report: &'r Report<'r>, broken: &'r [Broken], frameworks: &'r [FrameworkReport<'r>]) -> Self {
        Self {
            schema_version: SCHEMA_VERSION,
            tool: Tool::THIS,
            settings: Settings::of(report.ruling, report.accept_of(frameworks)),
            left_out: report.left_out,
            exit: Exit::of(broken, frameworks).code(),
            errors: errors_of(broken),
            frameworks: Frameworks { frameworks, general: report.ruling },
        }
    }
}

impl<'r> MapDocument<'r> {
    /// Everything in one document.
    pub(super) fn of(report: &'r MapReport<'r>) -> Self {
        Self {
            schema_version: SCHEMA_VERSION,
            tool: Tool::THIS,
            errors: errors_of(report.broken),
            frameworks: MappedFrameworks(&report.frameworks),
        }
    }
}

impl Tool {
    const THIS: Self = Self { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") };
}

impl Serialize for Frameworks<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.frameworks.iter().map(|one| framework::entry(one, self.general)))
    }
}

impl Serialize for MappedFrameworks<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(MappedFrameworkEntry::of))
    }
}
