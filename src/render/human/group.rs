//! Findings that say the same thing are shown once: those of one check about one category over its tiers, and those of
//! one check at one place.

use crate::checks::Severity;
use crate::policy::Judged;
use crate::report::FrameworkReport;
use std::collections::HashMap;

/// Findings of one check shown as one diagnostic.
#[derive(Debug)]
pub(in crate::render) struct Group<'r> {
    /// The worst severity among them.
    pub(in crate::render) severity: Severity,
    /// At least one, in the order found.
    pub(in crate::render) findings: Vec<&'r Judged>,
}

impl Group<'_> {
    /// What they say together: one sentence if they differ only in the tier, else the first and how many more.
    pub(in crate::render) fn message(&self, framework: &FrameworkReport<'_>) -> String {
        let Some(first) = self.findings.first() else { return String::new() };
        match self.findings.len() {
            1 => first.finding.message.clone(),
            _ => self
                .over_tiers(framework)
                .unwrap_or_else(|| format!("{}, and {} more like it", first.finding.message, self.findings.len() - 1)),
        }
    }

    /// Whether the findings differ in more than the tier, so that each has to be listed.
    pub(in crate::render) fn is_list(&self, framework: &FrameworkReport<'_>) -> bool {
        self.findings.len() > 1 && self.over_tiers(framework).is_none()
    }

    fn over_tiers(&self, framework: &FrameworkReport<'_>) -> Option<String> {
        let tiers = &framework.coverage.subject.framework.tiers;
        let named = |judged: &Judged| {
            let id = &tiers[judged.finding.tier?].id.value;
            let phrase = format!("tier `{id}`");
            judged
                .finding
                .message
                .contains(&phrase)
                .then(|| (id.as_str(), judged.finding.message.replace(&phrase, TIERS)))
        };
        let all: Vec<(&str, String)> = self.findings.iter().map(|judged| named(judged)).collect::<Option<_>>()?;
        let (_, template) = all.first()?;
        if all.iter().any(|(_, other)| other != template) {
            return None;
        }
        let listed = if all.len() == tiers.len() {
            "every tier".to_owned()
        } else {
            let ids: Vec<String> = all.iter().map(|(id, _)| format!("`{id}`")).collect();
            format!("tiers {}", ids.join(", "))
        };
        Some(template.replace(TIERS, &listed))
    }
}

/// Stands for the tiers of a group while their sentences are compared; no file can contain it in a message unescaped.
const TIERS: &str = "\u{0}";

/// The findings that count, grouped, worst first, else in the order of the checks.
pub(in crate::render) fn of<'r>(framework: &'r FrameworkReport<'_>) -> Vec<Group<'r>> {
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
