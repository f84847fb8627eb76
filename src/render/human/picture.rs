//! The taxonomy as a tree with one cell per tier, and the threats below it: legible without colour, at 80 columns.

use crate::arena::Handle;
use crate::coverage::category::{CategoryCoverage, Cell};
use crate::coverage::level;
use crate::coverage::threat::ThreatCoverage;
use crate::framework::Tier;
use crate::render::sign;
use crate::render::terminal::{Tone, column, paint, paragraph, safe};
use crate::report::FrameworkReport;
use crate::vocabulary::Word as _;
use std::io::{self, Write};

/// Width of the names on the left.
const NAMES: usize = 42;
/// Width of one cell.
const CELL: usize = 4;
/// Tiers side by side; more are continued in a second picture.
const TIERS_ABREAST: usize = 6;

/// What the signs mean, in the order of the states.
pub(in crate::render) const LEGEND: &str = "✓ redundant  ? unexamined  < below target  ! common cause  • single point\n  \
                      ~ relaxed    ○ uncredited  ✗ missing       each with its depth";

/// Draws the framework.
pub(super) fn write(framework: &FrameworkReport<'_>, colour: bool, out: &mut dyn Write) -> io::Result<()> {
    let tiers: Vec<Handle<Tier>> = framework.coverage.subject.framework.tiers.handles().collect();
    for shown in tiers.chunks(TIERS_ABREAST) {
        let picture = Picture { framework, tiers: shown, colour };
        picture.head(out)?;
        for category in &framework.coverage.categories {
            picture.category(category, out)?;
        }
        if !framework.coverage.threats.is_empty() {
            picture.threats(out)?;
        }
    }
    writeln!(out, "\n  {}", paint(LEGEND, Tone::Quiet, colour))?;
    for line in notes(framework) {
        out.write_all(paint(&paragraph(line, "  ", "    "), Tone::Quiet, colour).as_bytes())?;
    }
    writeln!(out)
}

/// What else the picture holds that the signs do not explain; only what is there.
fn notes(framework: &FrameworkReport<'_>) -> Vec<&'static str> {
    let coverage = &framework.coverage;
    let tiers = coverage.subject.framework.tiers.len();
    let leaves = || coverage.expected().filter_map(|category| category.verdict);
    let governance = tiers > 1 && coverage.expected_cells().any(|(_, cell)| cell.tier.is_none());
    let broad = coverage.categories.iter().any(|category| category.verdict.is_none() && !category.mapped.is_empty());
    let inferred = leaves().any(|verdict| verdict.state != verdict.state_declared);
    let from = coverage.expected().any(|one| level::covered_from(&coverage.levels, one.category).is_some());
    let elsewhere = coverage.threats.iter().any(|threat| threat.cells.len() < tiers);
    let bound = coverage.expected_cells().any(|(_, cell)| cell.standing.depth.at_least)
        || coverage.threat_cells().any(|(_, cell)| cell.standing.depth.at_least);
    let threats = !coverage.threats.is_empty();
    let all = [
        (threats, "against a threat ✓ reaches the depth wanted; \"wants\" says which that is"),
        (elsewhere, "– the threat does not concern this tier"),
        (governance, "a row with one cell only, in the first column, is judged once for all tiers"),
        (inferred, "(inferred): by the text of a measure; what its author declared says less"),
        (from, "from a level: nothing covers it below that level"),
        (broad, "broad: mapped to a group of categories, which covers none of them"),
        (bound, "+ at least this depth: the search was ended"),
    ];
    all.into_iter().filter(|(there, _)| *there).map(|(_, text)| text).collect()
}

struct Picture<'p, 'r> {
    framework: &'p FrameworkReport<'r>,
    tiers: &'p [Handle<Tier>],
    colour: bool,
}

impl Picture<'_, '_> {
    fn head(&self, out: &mut dyn Write) -> io::Result<()> {
        let subject = self.framework.coverage.subject;
        let head = &subject.framework.head;
        let version = head.version.as_ref().map_or_else(String::new, |version| format!(" {}", version.value));
        let title = format!("{}{version}", head.name.value);
        writeln!(out, "{}", paint(&safe(&title), Tone::Strong, self.colour))?;
        let about = format!("{} · {} · as of {}", self.framework.path, subject.taxonomy.id, subject.settings.as_of);
        writeln!(out, "{}\n", paint(&safe(&about), Tone::Quiet, self.colour))?;
        for &tier in self.tiers {
            let entry = &subject.framework.tiers[tier];
            let number = format!("{:>width$} ", tier.at() + 1, width = 4);
            writeln!(out, "{number}{}", safe(&format!("{} ({})", entry.name, entry.id.value)))?;
        }
        let numbers: String = self.tiers.iter().map(|tier| format!("{:^CELL$}", tier.at() + 1)).collect();
        writeln!(out, "\n{}{}", " ".repeat(NAMES), paint(&numbers, Tone::Strong, self.colour))
    }

    fn category(&self, category: &CategoryCoverage<'_>, out: &mut dyn Write) -> io::Result<()> {
        let node = &self.framework.coverage.subject.taxonomy.categories[category.category];
        let depth = node.code.matches('.').count();
        let name = column(&format!("{}{} {}", "  ".repeat(depth), node.code, node.name), NAMES - 1);
        let Some(verdict) = category.verdict else {
            let any = self
                .framework
                .coverage
                .expected()
                .any(|leaf| self.framework.coverage.subject.taxonomy.is_within(leaf.category, category.category));
            let (tone, rest) = if any { (Tone::Strong, "") } else { (Tone::Quiet, " out of scope") };
            let broad =
                if category.mapped.is_empty() { String::new() } else { format!(" {} broad", category.mapped.len()) };
            return writeln!(
                out,
                "{}{}{}",
                paint(&name, tone, self.colour),
                paint(rest, Tone::Quiet, self.colour),
                paint(&broad, Tone::Quiet, self.colour)
            );
        };
        if category.cells.is_empty() {
            return self.out_of_scope(category, &name, out);
        }
        let cells: String = match category.cells.as_slice() {
            [only] if only.tier.is_none() => {
                format!("{}{}", self.cell(only), " ".repeat(CELL * self.tiers.len().saturating_sub(1)))
            }
            cells => self
                .tiers
                .iter()
                .map(|tier| {
                    cells
                        .iter()
                        .find(|cell| cell.tier == Some(*tier))
                        .map_or_else(|| " ".repeat(CELL), |cell| self.cell(cell))
                })
                .collect(),
        };
        let declared = if verdict.state_declared == verdict.state { "" } else { " (inferred)" };
        let coverage = &self.framework.coverage;
        let from = level::covered_from(&coverage.levels, category.category)
            .map_or_else(String::new, |at| format!(" from {}", safe(&coverage.subject.framework.levels[at].id.value)));
        let word = format!("{}{declared}{from}", verdict.state.id());
        writeln!(out, "{name} {cells} {}", paint(&word, sign::tone(verdict.state, verdict.meets), self.colour))
    }

    /// A leaf that nobody asks for is shown where it was excluded by hand; a whole branch says so once, at its head.
    fn out_of_scope(&self, category: &CategoryCoverage<'_>, name: &str, out: &mut dyn Write) -> io::Result<()> {
        use crate::coverage::scope::Expectation;
        let (Expectation::Excluded(entry), subject) = (category.expectation, self.framework.coverage.subject) else {
            return Ok(());
        };
        let reason = subject.framework.scope.exclude.get(entry).and_then(|entry| entry.reason.as_ref());
        let reason = reason.map_or("", |reason| reason.value.as_str());
        writeln!(out, "{}", paint(&format!("{name} excluded: {}", safe(reason)), Tone::Quiet, self.colour))
    }

    fn cell(&self, cell: &Cell<'_>) -> String {
        let text = format!(" {}{}", sign::of(cell.state), sign::depth(&cell.standing.depth));
        paint(&column(&text, CELL), sign::tone(cell.state, cell.meets), self.colour)
    }

    fn threats(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{}", paint("Threats", Tone::Strong, self.colour))?;
        for threat in &self.framework.coverage.threats {
            let entry = &self.framework.coverage.subject.framework.threats[threat.threat];
            let name = column(&format!("  {}: {}", entry.id.value, entry.name), NAMES - 1);
            let cells: String = self.tiers.iter().map(|tier| self.threat_cell(threat, *tier)).collect();
            let state = if threat.meets { "" } else { " not met" };
            let wanted = format!("wants {}{state}", threat.wanted);
            let tone = if threat.meets { Tone::Good } else { Tone::Weak };
            writeln!(out, "{name} {cells} {}", paint(&wanted, tone, self.colour))?;
        }
        Ok(())
    }

    fn threat_cell(&self, threat: &ThreatCoverage<'_>, tier: Handle<Tier>) -> String {
        let Some(cell) = threat.cells.iter().find(|cell| cell.tier == tier) else { return column("  –", CELL) };
        let (sign, tone) = sign::of_threat(cell, threat.wanted);
        paint(&column(&format!(" {sign}{}", sign::depth(&cell.standing.depth)), CELL), tone, self.colour)
    }
}
