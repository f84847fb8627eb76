//! The text of `mitigap explain`.

use crate::arena::Handle;
use crate::checks::{CHECKS, Check};
use crate::coverage::category::Cell;
use crate::coverage::failure::{Failure, Failures};
use crate::coverage::standing::Standing;
use crate::framework::{Mitigation, Tier};
use crate::render::map::MappedFramework;
use crate::render::terminal::{column, safe};
use crate::render::why;
use crate::report::FrameworkReport;
use crate::vocabulary::Word as _;
use std::fmt::Write as _;

/// Every check with its severities by profile.
pub fn checks() -> String {
    let mut text = format!(
        "{} {} {} {} what it finds\n",
        column("check", 21),
        column("draft", 7),
        column("ci", 7),
        column("audit", 7)
    );
    for check in CHECKS {
        let by = check.severities;
        let severities = [by.draft, by.ci, by.audit].map(|severity| column(severity.id(), 7)).join(" ");
        // Writing to a String cannot fail, here and below.
        let _ = writeln!(text, "{} {severities} {}", column(check.id, 21), check.summary);
    }
    text.push_str("\n`mitigap explain CHECK` says why it matters and how to fix it\n");
    text
}

/// The page of a check.
pub fn check(check: &Check) -> String {
    let by = check.severities;
    format!("{}\nSeverity: {} in draft, {} in ci, {} in audit.\n", check.page, by.draft.id(), by.ci.id(), by.audit.id())
}

/// What a framework says about a category or a mitigation; `None` if it is neither here.
pub fn within(what: &str, framework: &FrameworkReport<'_>) -> Option<String> {
    let subject = framework.coverage.subject;
    if let Some(category) = subject.taxonomy.find(what) {
        let cells = framework.coverage.category(category).map_or(&[][..], |coverage| &coverage.cells);
        let lines: String = cells.iter().map(|cell| category_cell(framework, cell)).collect();
        let lines =
            if lines.is_empty() { "  not asked of this framework, or an inner node\n".to_owned() } else { lines };
        let also = mitigation(what, framework).unwrap_or_default();
        return Some(format!("\nIn {}:\n{lines}{also}", safe(framework.path)));
    }
    mitigation(what, framework)
}

/// What a framework says about the mitigation of an id.
fn mitigation(what: &str, framework: &FrameworkReport<'_>) -> Option<String> {
    let subject = framework.coverage.subject;
    let found = subject.framework.mitigations.entries().find(|(_, entry)| entry.id.value == what);
    let Some((at, _)) = found else { return dependency(what, framework) };
    let mapped = MappedFramework {
        path: framework.path,
        sources: framework.sources,
        framework: subject.framework,
        taxonomy: subject.taxonomy,
        mapping: subject.mapping,
        mapper: framework.mapper,
    };
    let mut text = why::of_entry(&mapped, at, framework.mapper.accept());
    text.push_str(&stands_in(framework, at));
    text.push_str(&alone(what, framework));
    Some(text)
}

/// What rests on a dependency or a chain of detection and response, and what falls with it alone; `None` if there is neither.
fn dependency(what: &str, report: &FrameworkReport<'_>) -> Option<String> {
    let framework = report.coverage.subject.framework;
    let declared = framework.dependencies.entries().find(|(_, entry)| entry.id.value == what);
    let Some((at, entry)) = declared else {
        let alone = alone(what, report);
        return (!alone.is_empty()).then_some(alone);
    };
    let place = report.sources.place(entry.id.span);
    let (name, id) = (safe(&entry.name), safe(&entry.id.value));
    let mut text = format!("{name} ({id}), {}\n{}:{}\n", entry.kind.id(), safe(&place.path), place.line);
    let failures = Failures::of(framework);
    let resting = framework.mitigations.entries().filter(|(m, _)| failures.everything_under(*m).contains(&at));
    let ids: Vec<&str> = resting.map(|(_, entry)| entry.id.value.as_str()).collect();
    let ids = if ids.is_empty() { "nothing".to_owned() } else { ids.join(", ") };
    let _ = writeln!(text, "\nRests on it, however deep below: {}", safe(&ids));
    text.push_str(&alone(what, report));
    Some(text)
}

/// The cells that fall to zero if this alone fails; nothing where none does.
fn alone(what: &str, report: &FrameworkReport<'_>) -> String {
    let subject = report.coverage.subject;
    let mut causes = report.coverage.ranking.iter();
    let Some(cause) = causes.find(|cause| cause.failure.id(subject.framework) == what) else { return String::new() };
    let tier = |at: Handle<Tier>| safe(&subject.framework.tiers[at].id.value);
    let mut text = format!("\nIf `{}` alone fails, nothing is left in\n", safe(what));
    for &(category, of) in &cause.categories {
        let place = of.map_or("everywhere".into(), tier);
        let _ = writeln!(text, "  {} in {place}", why::name_of(subject.taxonomy, Some(category)));
    }
    for &(threat, of) in &cause.threats {
        let _ = writeln!(text, "  against {} in {}", safe(&subject.framework.threats[threat].id.value), tier(of));
    }
    text
}

/// The cells that a mitigation is credited in.
fn stands_in(framework: &FrameworkReport<'_>, at: Handle<Mitigation>) -> String {
    let coverage = &framework.coverage;
    let mut text = "\nCredited in\n".to_owned();
    let before = text.len();
    for (category, cell) in coverage.expected_cells().filter(|(_, cell)| cell.standing.credited.contains(&at)) {
        let _ = write!(
            text,
            "  {}\n  {}",
            why::name_of(coverage.subject.taxonomy, Some(category)),
            category_cell(framework, cell)
        );
    }
    for threat in &coverage.threats {
        for cell in threat.cells.iter().filter(|cell| cell.standing.credited.contains(&at)) {
            let name = &coverage.subject.framework.threats[threat.threat].name;
            let _ = writeln!(
                text,
                "  against {}\n    {}",
                safe(name),
                standing(framework, Some(cell.tier), &cell.standing, threat.wanted)
            );
        }
    }
    if text.len() == before {
        text.push_str("  no cell\n");
    }
    text
}

fn category_cell(framework: &FrameworkReport<'_>, cell: &Cell<'_>) -> String {
    format!("  {}: {}\n", cell.state.id(), standing(framework, cell.tier, &cell.standing, cell.wanted))
}

/// `api: depth 1 of 2 wanted: a, b; falls to guard-model`.
fn standing(
    framework: &FrameworkReport<'_>,
    tier: Option<Handle<Tier>>,
    standing: &Standing<'_>,
    wanted: u32,
) -> String {
    let subject = framework.coverage.subject;
    let tier = tier.map_or("everywhere", |tier| &subject.framework.tiers[tier].id.value);
    let credited: Vec<&str> =
        standing.credited.iter().map(|&at| subject.framework.mitigations[at].id.value.as_str()).collect();
    let at_least = if standing.depth.at_least { "at least " } else { "" };
    let mut text = format!("{}: depth {at_least}{} of {wanted} wanted", safe(tier), standing.depth.order);
    if !credited.is_empty() {
        let _ = write!(text, ": {}", safe(&credited.join(", ")));
    }
    if let Some(first) = standing.depth.cut_sets.first() {
        let ids: Vec<&str> = first.iter().map(|failure: &Failure<'_>| failure.id(subject.framework)).collect();
        let _ = write!(text, "; falls with {}", safe(&ids.join(" + ")));
    }
    text
}
