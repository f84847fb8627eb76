//! What the command line and the environment ask for.

use crate::coverage::settings::{Bound, Settings};
use crate::mapping::Confidence;
use crate::policy::selection::Selection;
use crate::policy::{FailOn, Profile};
use crate::vocabulary::Status;
use jiff::civil::Date;
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// A value that was given, and by what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    /// By its flag.
    Flag,
    /// By an environment variable.
    Environment,
    /// By nobody.
    Nobody,
}

/// What was asked on the command line; what was not is left to the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flags {
    /// `--as-of`, or the day that stands for it (UTC).
    pub as_of: Date,
    /// Where that day comes from.
    pub as_of_given: Given,
    /// `--profile`.
    pub profile: Option<Profile>,
    /// `--fail-on`.
    pub fail_on: Option<FailOn>,
    /// `--credit`.
    pub credit: Option<Status>,
    /// `--mapping`.
    pub mapping: Option<Bound>,
    /// `--accept`.
    pub accept: Option<Confidence>,
    /// `--taxonomy`: a name, or a file relative to the working directory.
    pub taxonomy: Option<String>,
    /// `--level`.
    pub level: Option<String>,
    /// `--baseline`.
    pub baseline: Option<PathBuf>,
    /// `--no-baseline`.
    pub no_baseline: bool,
    /// The baseline is going to be written, so findings are held against none.
    pub recording: bool,
    /// `--jobs`: how many frameworks are worked on at the same time; as many as there are processors where `None`. Nothing
    /// that is written depends on it.
    pub jobs: Option<NonZeroUsize>,
    /// `--select`, `--ignore`, `--category`, `--tier`, `--threat`.
    pub selection: Selection,
}

impl Flags {
    /// Nothing asked, on a day.
    pub fn on(as_of: Date) -> Self {
        let settings = Settings::on(as_of);
        Self {
            as_of: settings.as_of,
            as_of_given: Given::Nobody,
            profile: None,
            fail_on: None,
            credit: None,
            mapping: None,
            accept: None,
            taxonomy: None,
            level: settings.level,
            baseline: None,
            no_baseline: false,
            recording: false,
            jobs: None,
            selection: Selection::default(),
        }
    }
}

impl Default for Flags {
    fn default() -> Self {
        Self::on(Date::ZERO)
    }
}
