//! `missing`: an expected category that nothing maps to.

use super::{Check, Finding, Severities, Severity, words};
use crate::coverage::Coverage;
use crate::coverage::state::State;
use crate::vocabulary::Word as _;

/// See `missing.md`.
pub(super) const CHECK: Check = Check {
    id: "missing",
    summary: "an expected category that no mitigation maps to",
    severities: Severities::new(Severity::Warning, Severity::Error, Severity::Error),
    page: include_str!("missing.md"),
    run,
};

fn run(coverage: &Coverage<'_>) -> Vec<Finding> {
    let subject = coverage.subject;
    let missing =
        coverage.expected().filter(|category| category.verdict.is_some_and(|verdict| verdict.state == State::Missing));
    missing
        .map(|category| {
            let name = words::category(subject, category.category);
            let code = &subject.taxonomy.categories[category.category].code;
            Finding::new(CHECK.id, subject.framework.head.span, format_args!("nothing covers {name}"))
                .label(format_args!("expected of a {}", subject.framework.head.actor.id()))
                .help(format_args!(
                    "add a mitigation with `category = \"{code}\"`, or exclude it under `[scope]` with a reason{}",
                    words::suggestions(subject, category.category)
                ))
                .of_category(category.category)
        })
        .collect()
}
