//! A tier: where it starts from, what it relaxes and whether that is made up for, and what stands in it.

use super::{cell, heading};
use crate::arena::Handle;
use crate::coverage::Coverage;
use crate::coverage::state::State;
use crate::framework::Tier;
use crate::report::FrameworkReport;
use crate::vocabulary::Word as _;
use std::collections::BTreeMap;

/// The tier of an id; `None` if there is none.
pub(super) fn explain(what: &str, report: &FrameworkReport<'_>) -> Option<String> {
    let coverage = &report.coverage;
    let framework = coverage.subject.framework;
    let (at, entry) = framework.tiers.entries().find(|(_, entry)| entry.id.value == what)?;
    let exposure = framework.exposure(at).map_or("its exposure is not stated", |exposure| exposure.id());
    let mut text = heading(report, (&entry.name, &entry.id), &format!("a tier, {exposure}"));
    if let Some(parent) = &entry.extends {
        let parent = &framework.tiers[parent.value].id.value;
        text.push_str(&cell::line(0, &format!("extends {parent}: it starts from what stands there")));
    }
    if coverage.subject.is_open(at) {
        text.push_str(&cell::line(0, "its weights are out: only what lives in them protects, and attackers fine-tune"));
    }
    text.push_str(&relaxed(coverage, at));
    text.push_str("\nCategories\n");
    text.push_str(&categories(coverage, at));
    for (threat, standing) in coverage.threat_cells().filter(|(_, standing)| standing.tier == at) {
        let threat_entry = &framework.threats[threat.threat];
        let title = format!("Against {} ({})", threat_entry.name, threat_entry.id.value);
        text.push('\n');
        text.push_str(&cell::line(0, &title));
        text.push_str(&cell::threat(coverage.subject, threat, standing));
    }
    Some(text)
}

/// What it relaxes, what compensates, and what is not made up for.
fn relaxed(coverage: &Coverage<'_>, at: Handle<Tier>) -> String {
    let subject = coverage.subject;
    let Some(entry) = coverage.compensations.iter().find(|entry| entry.tier == at) else {
        return cell::line(0, "relaxes nothing that is in force");
    };
    let mut text = cell::line(0, &format!("relaxes {}", cell::ids(subject, &entry.relaxed)));
    let stated = subject.framework.ancestry(at).flat_map(|at| &subject.framework.tiers[at].compensates);
    let compensating: Vec<_> = stated.map(|entry| entry.value).collect();
    text.push_str(&cell::line(0, &format!("compensated by {}", cell::ids(subject, &compensating))));
    if entry.gaps.is_empty() {
        text.push_str(&cell::line(2, "that makes up for everything relaxed"));
    }
    for gap in &entry.gaps {
        let id = &subject.framework.mitigations[gap.mitigation].id.value;
        let why = match (gap.threat, gap.depth) {
            (Some(threat), Some((depth, wanted))) => {
                let threat = &subject.framework.threats[threat].id.value;
                if depth < wanted {
                    format!("against {threat} examined depth {depth} is left, where {wanted} is wanted")
                } else {
                    format!("against {threat} nothing of that blocks, detects, restricts or responds")
                }
            }
            _ => "nothing of that is in force and blocks, detects, restricts or responds".to_owned(),
        };
        text.push_str(&cell::line(2, &format!("{id} is not made up for: {why}")));
    }
    text
}

/// The expected categories with a cell here, by state, worst first.
fn categories(coverage: &Coverage<'_>, at: Handle<Tier>) -> String {
    let mut by_state: BTreeMap<State, Vec<&str>> = BTreeMap::new();
    for (category, standing) in coverage.expected_cells().filter(|(_, standing)| standing.tier == Some(at)) {
        let code = coverage.subject.taxonomy.categories[category].code.as_ref();
        by_state.entry(standing.state).or_default().push(code);
    }
    by_state.iter().map(|(state, codes)| cell::line(2, &format!("{}: {}", state.id(), codes.join(", ")))).collect()
}
