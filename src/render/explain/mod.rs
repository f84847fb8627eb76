//! The text of `mitigap explain`.

mod cell;
mod event;
mod level;
mod threat;
mod tier;

use crate::arena::Handle;
use crate::checks::{CHECKS, Check};
use crate::coverage::failure::Failures;
use crate::framework::event::BuiltInEvent;
use crate::framework::{Mitigation, Tier};
use crate::render::map::MappedFramework;
use crate::render::terminal::{column, safe};
use crate::render::{taxonomy, why};
use crate::report::FrameworkReport;
use crate::source::Located;
use crate::taxonomy::Category;
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

/// What a framework says about a category, a check, or anything it declares; `None` if there is nothing of the name.
pub fn within(what: &str, report: &FrameworkReport<'_>) -> Option<String> {
    let subject = report.coverage.subject;
    let category = subject.taxonomy.find(what).map(|at| category(report, at));
    let found = crate::checks::find(what).map(|check| findings(check, report));
    let entry = mitigation(what, report)
        .or_else(|| threat::explain(what, report))
        .or_else(|| tier::explain(what, report))
        .or_else(|| event::explain(what, report))
        .or_else(|| level::explain(what, report))
        .or_else(|| dependency(what, report));
    let all: Vec<String> = category.into_iter().chain(found).chain(entry).collect();
    (!all.is_empty()).then(|| all.join("\n"))
}

/// Every name that can be explained in a framework.
pub fn names<'r>(report: &FrameworkReport<'r>) -> Vec<&'r str> {
    let framework = report.coverage.subject.framework;
    let mitigations = framework.mitigations.iter().map(|entry| &entry.id);
    let dependencies = framework.dependencies.iter().map(|entry| &entry.id);
    let threats = framework.threats.iter().map(|entry| &entry.id);
    let tiers = framework.tiers.iter().map(|entry| &entry.id);
    let levels = framework.levels.iter().map(|entry| &entry.id);
    let events = framework.events.iter().map(|entry| &entry.id);
    let all = mitigations.chain(dependencies).chain(threats).chain(tiers).chain(levels).chain(events);
    let built_in = BuiltInEvent::WORDS.iter().map(|(_, id)| *id);
    all.map(|id| id.value.as_str()).chain(built_in).chain(CHECKS.iter().map(|check| check.id)).collect()
}

/// A category of the framework's own taxonomy, and its cells.
fn category(report: &FrameworkReport<'_>, at: Handle<Category>) -> String {
    let subject = report.coverage.subject;
    let cells = report.coverage.category(at).map_or(&[][..], |coverage| &coverage.cells);
    let lines: String = cells.iter().map(|cell| cell::category(subject, cell)).collect();
    let lines = if lines.is_empty() { "  not asked of this framework, or an inner node\n".to_owned() } else { lines };
    format!("{}\nIn {}:\n{lines}", taxonomy::show(subject.taxonomy, at), safe(report.path))
}

/// The page of a check and what it found here.
fn findings(found: &Check, report: &FrameworkReport<'_>) -> String {
    let mut text = format!("{}\nIn {}:\n", check(found), safe(report.path));
    let before = text.len();
    for judged in report.findings.iter().filter(|judged| judged.finding.check == found.id) {
        let waived = if judged.suppressed.is_some() { " (waived)" } else { "" };
        let (place, message) = (&judged.place, &judged.finding.message);
        text.push_str(&cell::line(2, &format!("{}:{}: {message}{waived}", place.path, place.line)));
    }
    if text.len() == before {
        text.push_str("  nothing found\n");
    }
    text
}

/// `Name (id), what it is` and its place.
fn heading(report: &FrameworkReport<'_>, (name, id): (&str, &Located<String>), what: &str) -> String {
    let place = report.sources.place(id.span);
    let title =
        if name == id.value { safe(name).into_owned() } else { format!("{} ({})", safe(name), safe(&id.value)) };
    format!("{title}, {what}\n{}:{}\n", safe(&place.path), place.line)
}

/// What a framework says about the mitigation of an id.
fn mitigation(what: &str, framework: &FrameworkReport<'_>) -> Option<String> {
    let subject = framework.coverage.subject;
    let found = subject.framework.mitigations.entries().find(|(_, entry)| entry.id.value == what);
    let (at, _) = found?;
    let mapped = MappedFramework {
        path: framework.path,
        sources: framework.sources,
        framework: subject.framework,
        taxonomy: subject.taxonomy,
        mapping: subject.mapping,
        mapper: framework.mapper,
        accept: framework.accept(),
    };
    let mut text = why::of_entry(&mapped, at);
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
    let mut text = heading(report, (&entry.name, &entry.id), entry.kind.id());
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
        let name = why::name_of(coverage.subject.taxonomy, Some(category));
        let _ = writeln!(text, "  {name}\n  {}", cell::category(coverage.subject, cell).trim_end());
    }
    for (threat, cell) in coverage.threat_cells().filter(|(_, cell)| cell.standing.credited.contains(&at)) {
        let framework = coverage.subject.framework;
        let (name, tier) = (&framework.threats[threat.threat].name, &framework.tiers[cell.tier].id.value);
        let _ = writeln!(text, "  against {}", safe(name));
        text.push_str(&cell::line(4, &format!("{tier}: {}", cell::depth(&cell.standing, threat.wanted))));
    }
    if text.len() == before {
        text.push_str("  no cell\n");
    }
    text
}
