//! What a run asks of the analysis.

use crate::arena::Handle;
use crate::framework::{Framework, Level};
use crate::source::Located;
use crate::vocabulary::{Status, Word};
use jiff::civil::Date;

/// Which mappings count as coverage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Bound {
    /// Only what the author declared or confirmed: the lower bound.
    Declared,
    /// Also what the text shows with enough confidence: the upper bound.
    #[default]
    Inferred,
}

impl Word for Bound {
    const WHAT: &'static str = "mapping";
    const WORDS: &'static [(Self, &'static str)] = &[(Self::Declared, "declared"), (Self::Inferred, "inferred")];
}

/// The question put to a framework.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The day evidence, waivers and dates are judged on (UTC).
    pub as_of: Date,
    /// The least status that is credited.
    pub credit: Status,
    /// Which mappings count.
    pub bound: Bound,
    /// Id of the level to judge at; `None` is the highest.
    pub level: Option<String>,
    /// The most days a waiver may have left; `None` where every length is allowed.
    pub max_waiver_days: Option<u32>,
}

impl Default for Settings {
    fn default() -> Self {
        Self::on(Date::ZERO)
    }
}

impl Settings {
    /// The default question, put on a day.
    pub const fn on(as_of: Date) -> Self {
        Self { as_of, credit: Status::Planned, bound: Bound::Inferred, level: None, max_waiver_days: None }
    }

    /// The level to judge at, by its place; `None` where all levels apply.
    ///
    /// # Errors
    /// The id is not a level of this framework.
    pub fn level_in(&self, framework: &Framework) -> Result<Option<Handle<Level>>, UnknownLevel> {
        let Some(id) = &self.level else { return Ok(None) };
        let found = framework.levels.entries().find(|(_, level)| level.id.value == *id);
        found.map(|(at, _)| Some(at)).ok_or_else(|| UnknownLevel { asked: id.clone() })
    }
}

/// A level was asked for that the framework does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownLevel {
    /// What was asked.
    pub asked: String,
}

/// Whether a measure of `from` applies when judged at `at` (the highest where `None`).
pub fn applies(from: Option<&Located<Handle<Level>>>, at: Option<Handle<Level>>) -> bool {
    match (from, at) {
        (Some(from), Some(at)) => from.value <= at,
        (None, _) | (_, None) => true,
    }
}
