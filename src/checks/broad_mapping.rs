//! `broad-mapping`: an entry mapped to a node that has categories below it.

use super::{Check, Finding, Severities, Severity, entries, words};
use crate::arena::Handle;
use crate::coverage::{Coverage, Subject};
use crate::framework::Mitigation;
use crate::source::Span;
use crate::taxonomy::Category;

/// See `broad-mapping.md`.
pub(super) const CHECK: Check = Check {
    id: "broad-mapping",
    summary: "an entry mapped to a whole branch, where it covers no single category",
    severities: Severities::new(Severity::Note, Severity::Note, Severity::Warning),
    page: include_str!("broad_mapping.md"),
    run,
};

fn run(coverage: &Coverage<'_>) -> Vec<Finding> {
    let subject = coverage.subject;
    entries::measures(subject).filter_map(|(at, _)| found(subject, at)).collect()
}

fn found(subject: Subject<'_>, at: Handle<Mitigation>) -> Option<Finding> {
    let mapped = &subject.mapping.get(at).categories;
    let broad = |&category: &Handle<Category>| !subject.taxonomy.categories[category].leaf;
    let all: Vec<Handle<Category>> = mapped.iter().copied().filter(broad).collect();
    let first = *all.first()?;
    let message = format_args!(
        "{} is too broad to cover anything below {}",
        words::id(subject, at),
        words::categories(subject, &all)
    );
    let finding = Finding::new(CHECK.id, place(subject, at, first), message)
        .label("names a branch, and coverage is asked of its leaves")
        .help(format_args!("write the category it acts in: {}", words::either(&below(subject, first))))
        .about(at);
    Some(finding)
}

/// Where the author wrote the code, else the entry.
fn place(subject: Subject<'_>, at: Handle<Mitigation>, category: Handle<Category>) -> Span {
    let entry = &subject.framework.mitigations[at];
    let declared = entry.categories.iter().find(|name| subject.taxonomy.find(&name.value) == Some(category));
    declared.map_or(entry.id.span, |name| name.span)
}

/// The leaves of a branch, as one would type them. In tree order a branch stands directly before all that is in it.
fn below(subject: Subject<'_>, branch: Handle<Category>) -> Vec<String> {
    let nodes = subject.taxonomy.categories.entries().skip(branch.at());
    let within = nodes.take_while(|(at, _)| subject.taxonomy.is_within(*at, branch));
    within.filter(|(_, node)| node.leaf).map(|(_, leaf)| words::quoted(&leaf.code).to_string()).collect()
}
