//! What every part of a framework's page is given.

use super::atlas::Atlas;
use super::words::clean;
use crate::checks::Severity;
use crate::coverage::Subject;
use crate::policy::Judged;
use crate::report::{FrameworkReport, Report};
use crate::source::Place;

/// One framework of a run, with its cells gathered.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chapter<'c> {
    /// The run.
    pub(super) report: &'c Report<'c>,
    /// The framework.
    pub(super) framework: &'c FrameworkReport<'c>,
    /// Its cells at every level.
    pub(super) atlas: &'c Atlas<'c>,
}

impl<'c> Chapter<'c> {
    /// What was judged.
    pub(super) const fn subject(&self) -> Subject<'c> {
        self.framework.coverage.subject
    }

    /// How many findings of a severity count.
    pub(super) fn findings(&self, severity: Severity) -> usize {
        self.counting().filter(|judged| judged.severity == severity).count()
    }

    /// The findings that nothing silences.
    pub(super) fn counting(&self) -> impl Iterator<Item = &'c Judged> {
        self.framework.findings.iter().filter(|judged| judged.suppressed.is_none())
    }

    /// A place as `file:line`, the file relative to the folder of the framework.
    pub(super) fn place(&self, place: &Place) -> String {
        let folder = self.framework.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let near = place.path.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/'));
        clean(&format!("{}:{}", near.unwrap_or(&place.path), place.line))
    }

    /// The level that the page opens at, by position; 0 where there is none.
    pub(super) fn opening(&self) -> usize {
        self.atlas.opening
    }
}
