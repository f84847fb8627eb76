//! Markdown, as GitHub and GitLab read it: what was not checked, then for each framework the verdict, the categories by tier,
//! the threats by tier, what was found and what is waived.

pub(super) mod text;

use crate::checks::Severity;
use crate::coverage::category::CategoryCoverage;
use crate::coverage::scope::Expectation;
use crate::coverage::threat::ThreatCoverage;
use crate::framework::Tier;
use crate::policy::Judged;
use crate::policy::waiver::{SuppressedBy, Suppression};
use crate::render::human::{self, group, picture};
use crate::render::sign;
use crate::report::{Broken, Exit, FrameworkReport, Report};
use crate::vocabulary::Word as _;
use std::io::{self, Write};
use text::{code, message, plain, row};

/// Writes the report as Markdown.
///
/// # Errors
/// The writer fails.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    write_broken(report.broken, out)?;
    for (at, framework) in report.frameworks.iter().enumerate() {
        if at > 0 || !report.broken.is_empty() {
            writeln!(out)?;
        }
        write_framework(report, framework, out)?;
    }
    if report.exit() == Exit::Nothing {
        writeln!(out, "Nothing to check.")?;
    }
    Ok(())
}

fn write_broken(broken: &[Broken], out: &mut dyn Write) -> io::Result<()> {
    if broken.is_empty() {
        return Ok(());
    }
    writeln!(out, "# Not checked\n\n{}\n| --- | --- | --- |", row(["Place", "Problem", "Help"]))?;
    for input in broken {
        for problem in &input.problems {
            let place = problem.span.map(|span| input.sources.place(span));
            let place = place.map_or_else(|| input.path.clone(), |at| format!("{}:{}:{}", at.path, at.line, at.column));
            let cells =
                [code(&place), format!("{}: {}", problem.kind.id(), message(&problem.message)), message(&problem.help)];
            writeln!(out, "{}", row(cells.each_ref().map(String::as_str)))?;
        }
    }
    Ok(())
}

fn write_framework(report: &Report<'_>, framework: &FrameworkReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (subject, summary) = (framework.coverage.subject, &framework.coverage.summary);
    let head = &subject.framework.head;
    let version = head.version.as_ref().map_or_else(String::new, |version| format!(" {}", version.value));
    writeln!(out, "# {}\n", plain(&format!("{}{version}", head.name.value)))?;
    writeln!(
        out,
        "**{} of {} expected categories are covered** ({} by what is declared, {} by what is implemented); {} reach the \
         depth wanted in every tier. {}.\n",
        summary.covered,
        summary.expected,
        summary.covered_declared,
        summary.covered_implemented,
        summary.met,
        human::counts(&framework.findings)
    )?;
    writeln!(
        out,
        "{} · {} · as of {} · profile {} · sha256 {}\n",
        code(framework.path),
        plain(&format!("{}, {}", subject.taxonomy.id, subject.taxonomy.edition)),
        subject.settings.as_of,
        report.ruling.policy.profile.id(),
        code(&framework.sha256())
    )?;
    write_categories(framework, out)?;
    write_threats(framework, out)?;
    write_findings(framework, out)?;
    write_known(framework, out)?;
    write_waived(framework, out)
}

fn write_categories(framework: &FrameworkReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    let tiers = &framework.coverage.subject.framework.tiers;
    let heads: Vec<String> = tiers.iter().map(|tier| code(&tier.id.value)).collect();
    let names = || heads.iter().map(String::as_str);
    writeln!(out, "## Categories\n")?;
    writeln!(out, "{}", row(["Category"].into_iter().chain(names()).chain(["Overall"])))?;
    writeln!(out, "| --- |{}", " --- |".repeat(tiers.len() + 1))?;
    for category in &framework.coverage.categories {
        if let Some(cells) = category_row(framework, category) {
            writeln!(out, "{}", row(cells.iter().map(String::as_str)))?;
        }
    }
    let legend = picture::LEGEND.split_whitespace().collect::<Vec<_>>().join(" ");
    writeln!(out, "\n{}.\n", plain(&legend))
}

/// The row of a leaf that is asked for or was excluded by hand.
fn category_row(framework: &FrameworkReport<'_>, category: &CategoryCoverage<'_>) -> Option<Vec<String>> {
    let subject = framework.coverage.subject;
    let verdict = category.verdict?;
    let node = &subject.taxonomy.categories[category.category];
    let tiers = subject.framework.tiers.handles();
    let overall = match category.expectation {
        Expectation::OtherActor => return None,
        Expectation::Excluded(at) => {
            let reason = subject.framework.scope.exclude.get(at).and_then(|entry| entry.reason.as_ref());
            format!("excluded: {}", plain(reason.map_or("", |reason| &reason.value)))
        }
        Expectation::Expected if verdict.state == verdict.state_declared => verdict.state.id().to_owned(),
        Expectation::Expected => format!("{} (inferred)", verdict.state.id()),
    };
    let mut cells = vec![plain(&format!("{} {}", node.code, node.name))];
    cells.extend(tiers.enumerate().map(|(at, tier)| {
        let once = category.cells.first().filter(|cell| cell.tier.is_none() && at == 0);
        let cell = category.cells.iter().find(|cell| cell.tier == Some(tier)).or(once);
        cell.map_or_else(String::new, |cell| {
            format!("{}{}", plain(&sign::of(cell.state).to_string()), sign::depth(&cell.standing.depth))
        })
    }));
    cells.push(overall);
    Some(cells)
}

fn write_threats(framework: &FrameworkReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    let coverage = &framework.coverage;
    if coverage.threats.is_empty() {
        return Ok(());
    }
    let tiers = &coverage.subject.framework.tiers;
    let heads: Vec<String> = tiers.iter().map(|tier: &Tier| code(&tier.id.value)).collect();
    let names = heads.iter().map(String::as_str);
    writeln!(out, "## Threats\n")?;
    writeln!(out, "{}", row(["Threat"].into_iter().chain(names).chain(["Wanted"])))?;
    writeln!(out, "| --- |{}", " --- |".repeat(tiers.len() + 1))?;
    for threat in &coverage.threats {
        writeln!(out, "{}", row(threat_row(framework, threat).iter().map(String::as_str)))?;
    }
    writeln!(out)
}

fn threat_row(framework: &FrameworkReport<'_>, threat: &ThreatCoverage<'_>) -> Vec<String> {
    let subject = framework.coverage.subject;
    let entry = &subject.framework.threats[threat.threat];
    let mut cells = vec![format!("{} {}", code(&entry.id.value), plain(&entry.name))];
    cells.extend(subject.framework.tiers.handles().map(|tier| {
        let cell = threat.cells.iter().find(|cell| cell.tier == tier);
        cell.map_or_else(
            || "–".to_owned(),
            |cell| {
                let (mark, _) = sign::of_threat(cell, threat.wanted);
                format!("{}{}", plain(&mark.to_string()), sign::depth(&cell.standing.depth))
            },
        )
    }));
    cells.push(format!("{}{}", threat.wanted, if threat.meets { "" } else { ", not met" }));
    cells
}

/// Every finding that counts: those that say the same thing share a row, worst first.
fn write_findings(framework: &FrameworkReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    let groups = group::of(framework);
    if groups.is_empty() {
        return Ok(());
    }
    writeln!(out, "## Findings\n")?;
    writeln!(out, "{}\n| --- | --- | --- | --- |", row(["Severity", "Check", "Finding", "Place"]))?;
    for group in &groups {
        let Some(first) = group.findings.first() else { continue };
        let found = if group.is_list(framework) {
            group.findings.iter().map(|judged| message(&judged.finding.message)).collect::<Vec<_>>().join("<br>")
        } else {
            format!("{}<br>*Help:* {}", message(&group.message(framework)), message(&first.finding.help))
        };
        let severity = if group.severity == Severity::Error { "**error**" } else { group.severity.id() };
        let place = code(&format!("{}:{}", first.place.path, first.place.line));
        writeln!(out, "{}", row([severity, &code(first.finding.check), &found, &place]))?;
    }
    writeln!(out)
}

/// What the baseline knows, folded away, and what of it is gone.
fn write_known(framework: &FrameworkReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    let Some(ratchet) = &framework.ratchet else { return Ok(()) };
    let counts =
        [(ratchet.known, "known and no worse"), (ratchet.fixed.len(), "gone"), (ratchet.better.len(), "better")];
    let told: Vec<String> = counts.iter().map(|(count, what)| format!("{count} {what}")).collect();
    writeln!(out, "## Since the baseline\n\nHeld against {}: {}.\n", code(&ratchet.path), told.join(", "))?;
    for known in ratchet.fixed.iter().chain(ratchet.better.iter().map(|(was, _)| was)) {
        let word = if ratchet.fixed.contains(known) { "gone" } else { "better" };
        writeln!(out, "- {word}: {}", plain(&known.key.to_string()))?;
    }
    if ratchet.known > 0 {
        writeln!(out, "\n<details><summary>Known and no worse: {}</summary>\n", ratchet.known)?;
        for (judged, _) in silenced(framework, SuppressedBy::Baseline) {
            writeln!(out, "- {} {}", code(judged.finding.check), message(&judged.finding.message))?;
        }
        writeln!(out, "\n</details>")?;
    }
    writeln!(out)
}

/// The findings that something silences.
fn silenced<'r>(
    framework: &'r FrameworkReport<'_>,
    by: SuppressedBy,
) -> impl Iterator<Item = (&'r Judged, &'r Suppression)> {
    let all = framework.findings.iter().filter_map(|judged| Some((judged, judged.suppressed.as_ref()?)));
    all.filter(move |(_, suppressed)| suppressed.by == by)
}

fn write_waived(framework: &FrameworkReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    let waived = || silenced(framework, SuppressedBy::Waiver);
    if waived().next().is_none() {
        return Ok(());
    }
    writeln!(out, "## Waived\n")?;
    writeln!(out, "{}\n| --- | --- | --- | --- | --- |", row(["Check", "Finding", "Until", "Owner", "Reason"]))?;
    for (judged, suppressed) in waived() {
        let until = suppressed.expires.map_or_else(String::new, |date| date.to_string());
        let (found, owner, reason) = (
            message(&judged.finding.message),
            plain(suppressed.owner.as_deref().unwrap_or_default()),
            plain(&suppressed.reason),
        );
        writeln!(out, "{}", row([&code(judged.finding.check), &found, &until, &owner, &reason].map(String::as_str)))?;
    }
    writeln!(out)
}
