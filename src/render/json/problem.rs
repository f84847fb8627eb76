//! `errors`: why an input could not be read.

use super::place::Place;
use crate::problem;
use crate::report::Broken;
use serde::Serialize;

/// One reason.
#[derive(Debug, Serialize)]
pub(super) struct Error<'r> {
    kind: &'static str,
    message: &'r str,
    #[serde(skip_serializing_if = "str::is_empty")]
    help: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<Place<'r>>,
}

/// The errors of all these inputs, in order.
pub(super) fn errors_of(broken: &[Broken]) -> Vec<Error<'_>> {
    broken.iter().flat_map(|input| input.problems.iter().map(|problem| error(input, problem))).collect()
}

fn error<'r>(input: &'r Broken, problem: &'r problem::Problem) -> Error<'r> {
    Error {
        kind: problem.kind.id(),
        message: &problem.message,
        help: &problem.help,
        place: problem.span.map(|span| input.sources.borrowed_place(span).into()),
    }
}
