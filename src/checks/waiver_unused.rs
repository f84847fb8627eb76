//! `waiver-unused`: a waiver in force that silences nothing.

use super::{Check, Finding, Severities, Severity, waivers};
use crate::coverage::Coverage;
use std::collections::BTreeMap;

/// See `waiver-unused.md`.
pub(super) const CHECK: Check = Check {
    id: "waiver-unused",
    summary: "a waiver in force that silences nothing",
    severities: Severities::new(Severity::Warning, Severity::Warning, Severity::Warning),
    page: include_str!("waiver_unused.md"),
    run,
};

// The checks that waivers name are run again, so that the answer is the same whichever checks a run selects.
fn run(coverage: &Coverage<'_>) -> Vec<Finding> {
    let subject = coverage.subject;
    let mut found: BTreeMap<&str, Vec<Finding>> = BTreeMap::new();
    let in_force = waivers::all(coverage).filter(|named| named.waiver.in_force(subject.settings.as_of));
    let mut unused = Vec::new();
    for named in in_force {
        let check = named.waiver.check.value.as_str();
        let findings =
            found.entry(check).or_insert_with(|| super::find(check).map_or_else(Vec::new, |c| (c.run)(coverage)));
        if findings.iter().any(|finding| named.names(finding)) {
            continue;
        }
        let inner = named.category.is_some_and(|at| !subject.taxonomy.categories[at].leaf);
        let help = if inner {
            "delete it, or name the leaf: a waiver is for an exact code and reaches nothing below it"
        } else {
            "delete it; should the finding come back, it will be seen"
        };
        let message = format!("the waiver of {} silences nothing", named.what(subject));
        unused.push(named.finding(CHECK.id, named.waiver.span, message).label("nothing found matches it").help(help));
    }
    unused
}
