//! Every check as a rule, with its page as help, and every kind of problem as a notification.

use super::log::{Configuration, Descriptor, RuleProperties, Text};
use super::sentence;
use crate::checks::{CHECKS, Check, Severity};
use crate::policy::Policy;
use crate::problem::ProblemKind;
use crate::vocabulary::Word as _;

/// The kinds of problem with their names in the list of notifications.
pub(super) const KINDS: &[(ProblemKind, &str)] = &[
    (ProblemKind::Io, "UnreadableFile"),
    (ProblemKind::Encoding, "ForeignEncoding"),
    (ProblemKind::Syntax, "InvalidToml"),
    (ProblemKind::Shape, "UnknownShape"),
    (ProblemKind::Reference, "DanglingReference"),
    (ProblemKind::Limit, "ExceededLimit"),
];

/// All checks, those too that found nothing: a reader sees what was looked for.
pub(super) fn rules<'r>(policy: &Policy) -> Vec<Descriptor<'r>> {
    CHECKS.iter().map(|check| rule(check, policy.severity_of(check.id))).collect()
}

fn rule<'r>(check: &Check, severity: Severity) -> Descriptor<'r> {
    let body = check.page.split_once('\n').map_or("", |(_, body)| body).trim();
    Descriptor {
        id: check.id,
        name: pascal_case(check.id),
        short_description: sentence(check.summary),
        full_description: Some(sentence(&what_it_finds(check.page))),
        help: Some(Text { text: without_markup(body), markdown: Some(body.to_owned()) }),
        default_configuration: Some(Configuration { level: severity.id() }),
        properties: Some(RuleProperties { tags: vec!["ai-safety"], severity: problem_severity(severity) }),
        ..Descriptor::default()
    }
}

/// The kinds of problem that stop a file from being checked.
pub(super) fn notifications<'r>() -> Vec<Descriptor<'r>> {
    let kind = |(kind, name): &(ProblemKind, &str)| Descriptor {
        id: kind.id(),
        name: Some((*name).to_owned()),
        short_description: sentence(kind.what()),
        full_description: Some(sentence(&format!("{}, so it is not checked; other files are", kind.what()))),
        help: Some(sentence("mend what the message names and run again")),
        default_configuration: Some(Configuration { level: "error" }),
        ..Descriptor::default()
    };
    KINDS.iter().map(kind).collect()
}

/// What code scanning calls the severities.
const fn problem_severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "recommendation",
    }
}

/// `tier-gap` as `TierGap`; none for a single word, which would be the id again.
fn pascal_case(id: &str) -> Option<String> {
    let words = id.split('-').map(|word| sentence(word).text.trim_end_matches('.').to_owned());
    id.contains('-').then(|| words.collect())
}

/// The first section of a page, in one line.
fn what_it_finds(page: &str) -> String {
    let from = page.split_once("## What it finds").map_or("", |(_, rest)| rest);
    let section = from.split("\n## ").next().unwrap_or_default();
    section.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The page for readers that show no Markdown: headings as lines of their own, examples without their fences.
fn without_markup(page: &str) -> String {
    let lines = page.lines().filter(|line| !line.starts_with("```"));
    lines.map(|line| line.trim_start_matches("## ")).collect::<Vec<_>>().join("\n")
}
