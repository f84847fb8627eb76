//! The documents: what stands around the frameworks.

use super::SCHEMA_VERSION;
use super::framework::{self, MappedFrameworkEntry};
use super::number::TenThousandths;
use super::problem::{Error, errors_of};
use crate::render::map::{MapReport, MappedFramework};
use crate::report::{Broken, FrameworkReport, Report};
use crate::vocabulary::Word as _;
use serde::{Serialize, Serializer};

/// The document of `check`.
#[derive(Serialize)]
pub(super) struct Document<'r> {
    schema_version: u32,
    tool: Tool,
    settings: Settings<'r>,
    exit: u8,
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

/// How the run was set.
#[derive(Serialize)]
struct Settings<'r> {
    as_of: String,
    profile: &'static str,
    fail_on: &'static str,
    credit: &'static str,
    mapping: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    accept: Option<TenThousandths>,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<&'r str>,
}

/// The frameworks, each shaped only when its turn to be written comes, so that one at a time is held.
struct Frameworks<'r>(&'r [FrameworkReport<'r>]);

/// The mapped frameworks, likewise.
struct MappedFrameworks<'r>(&'r [MappedFramework<'r>]);

impl<'r> Document<'r> {
    /// Everything in one document.
    pub(super) fn whole(report: &'r Report<'r>) -> Self {
        Self::with(report, report.broken, &report.frameworks)
    }

    /// One document per input, first those that could not be checked; each tells the outcome of the whole run.
    pub(super) fn one_per_input(report: &'r Report<'r>) -> impl Iterator<Item = Self> {
        let broken = report.broken.chunks(1).map(|one| Self::with(report, one, &[]));
        broken.chain(report.frameworks.chunks(1).map(|one| Self::with(report, &[], one)))
    }

    fn with(report: &'r Report<'r>, broken: &'r [Broken], frameworks: &'r [FrameworkReport<'r>]) -> Self {
        Self {
            schema_version: SCHEMA_VERSION,
            tool: Tool::THIS,
            settings: Settings::of(report),
            exit: report.exit().code(),
            errors: errors_of(broken),
            frameworks: Frameworks(frameworks),
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

impl<'r> Settings<'r> {
    fn of(report: &'r Report<'r>) -> Self {
        Self {
            as_of: report.settings.as_of.to_string(),
            profile: report.policy.profile.id(),
            fail_on: report.policy.fail_on.id(),
            credit: report.settings.credit.id(),
            mapping: report.settings.bound.id(),
            accept: report.accept.map(TenThousandths::from),
            level: report.settings.level.as_deref(),
        }
    }
}

impl Serialize for Frameworks<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(framework::entry))
    }
}

impl Serialize for MappedFrameworks<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(MappedFrameworkEntry::of))
    }
}
