//! Places: 1-based, columns in Unicode scalar values, end exclusive.

use crate::source;
use serde::Serialize;

/// Where something stands.
#[derive(Debug, Serialize)]
pub(super) struct Place<'r> {
    path: &'r str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
}

/// A further place, and why it matters.
#[derive(Debug, Serialize)]
pub(super) struct Related<'r> {
    pub(super) place: Place<'r>,
    pub(super) label: &'r str,
}

impl<'r> From<&'r source::Place> for Place<'r> {
    fn from(place: &'r source::Place) -> Self {
        let source::Place { path, line, column, end_line, end_column } = place;
        Self { path, line: *line, column: *column, end_line: *end_line, end_column: *end_column }
    }
}

impl<'r> From<source::Place<&'r str>> for Place<'r> {
    fn from(place: source::Place<&'r str>) -> Self {
        let source::Place { path, line, column, end_line, end_column } = place;
        Self { path, line, column, end_line, end_column }
    }
}
