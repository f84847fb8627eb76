//! Findings that say the same thing are shown once: those of one check about one category over its tiers, and those of
//! one check at one place.

use crate::checks::Severity;
use crate::policy::Judged;
use crate::report::FrameworkReport;
use std::collections::HashMap;

/// Findings of one check shown as one diagnostic.
#[derive(Debug)]
pub(super) struct Group<'r> {
    /// The worst severity among them.
    pub(super) severity: Severity,
    /// At least one, in the order found.
    pub(super) findings: Vec<&'r Judged>,
}

/// The findings that count, grouped, worst first, else in the order of the checks.
pub(super) fn of<'r>(framework: &'r FrameworkReport<'_>) -> Vec<Group<'r>> {
    let mut groups: Vec<Group<'r>> = Vec::new();
    let (mut by_place, mut by_category) = (HashMap::new(), HashMap::new());
    for judged in framework.findings.iter().filter(|judged| judged.suppressed.is_none()) {
        let finding = &judged.finding;
        let place = (finding.check, judged.severity, finding.span);
        let category = finding.category.map(|category| (finding.check, judged.severity, category));
        let known = by_place.get(&place).or_else(|| category.and_then(|category| by_category.get(&category)));
        let at = known.copied().unwrap_or_else(|| {
            groups.push(Group { severity: judged.severity, findings: Vec::new() });
            groups.len() - 1
        });
        by_place.entry(place).or_insert(at);
        if let Some(category) = category {
            by_category.entry(category).or_insert(at);
        }
        if let Some(group) = groups.get_mut(at) {
            group.findings.push(judged);
        }
    }
    groups.sort_by_key(|group| std::cmp::Reverse(group.severity));
    groups
}
