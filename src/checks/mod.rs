//! The closed list of checks: coverage -> findings.
//!
//! One file and one page per check; adding one is these two files and two lines here. A check looks at the
//! coverage of one framework and must not know about severities by profile, waivers, baselines or formats.

mod finding;
mod words;

mod common_cause;
mod missing;
mod single_point;

use crate::coverage::Coverage;
pub use finding::{Finding, Severities, Severity};

/// One check: what it is called, how severe it is, its page, and what it finds.
#[derive(Debug, Clone, Copy)]
pub struct Check {
    /// Its id, the same everywhere; the file's stem with `-` for `_`.
    pub id: &'static str,
    /// One line for tables: what it finds.
    pub summary: &'static str,
    /// Severity by profile.
    pub severities: Severities,
    /// Its page: What it finds / Why it matters / How to fix / Example that fires / Example that is silent.
    pub page: &'static str,
    /// Looks at the coverage of one framework.
    pub run: fn(&Coverage<'_>) -> Vec<Finding>,
}

/// Every check, in the order in which reports list them.
pub const CHECKS: &[Check] = &[missing::CHECK, single_point::CHECK, common_cause::CHECK];

/// The check of an id.
pub fn find(id: &str) -> Option<&'static Check> {
    CHECKS.iter().find(|check| check.id == id)
}

/// All findings of a framework: by check in the order of the list, each check in its own order.
pub fn run(coverage: &Coverage<'_>, selected: impl Fn(&Check) -> bool) -> Vec<Finding> {
    CHECKS.iter().filter(|check| selected(check)).flat_map(|check| (check.run)(coverage)).collect()
}
