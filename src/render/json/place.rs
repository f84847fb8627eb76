//! Places: 1-based, columns in Unicode scalar values, end exclusive.

use crate::source;
use serde::Serialize;

/// Where something stands.
#[derive(Debug, Serialize)]
pub(super) struct Place {
    path: String,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
}

/// A further place, and why it matters.
#[derive(Debug, Serialize)]
pub(super) struct Related<'r> {
    pub(super) place: Place,
    pub(super) label: &'r str,
}

impl From<source::Place> for Place {
    fn from(place: source::Place) -> Self {
        let source::Place { path, line, column, end_line, end_column } = place;
        Self { path, line, column, end_line, end_column }
    }
}
