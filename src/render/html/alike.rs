//! Findings that differ only in the tier are one row.

use super::chapter::Chapter;
use super::words::list;
use crate::policy::Judged;

/// One row: a finding, or several that say the same of several tiers.
#[derive(Debug)]
pub(super) struct Alike<'c> {
    /// The first of them.
    pub(super) first: &'c Judged,
    /// Ids of the tiers, in the order found; empty where it is about none.
    pub(super) tiers: Vec<&'c str>,
    /// What they say together.
    pub(super) message: String,
    /// The message with a mark in the tier's place.
    pattern: String,
}

/// Stands for the tier while sentences are compared; no file can bring it into a message unescaped.
const TIER: &str = "\u{0}";

/// The rows of a group, in the order of its findings.
pub(super) fn of<'c>(chapter: &Chapter<'c>, group: &[&'c Judged]) -> Vec<Alike<'c>> {
    let mut rows: Vec<Alike<'c>> = Vec::new();
    for &judged in group {
        let finding = &judged.finding;
        let tier = finding.tier.map(|at| chapter.subject().framework.tiers[at].id.value.as_str());
        let pattern = pattern(&finding.message, tier);
        let same = |row: &&mut Alike<'c>| {
            let first = &row.first.finding;
            row.pattern == pattern
                && (first.check, row.first.severity) == (finding.check, judged.severity)
                && self::pattern(&first.help, row.tiers.first().copied()) == self::pattern(&finding.help, tier)
        };
        if let Some(row) = rows.iter_mut().find(same).filter(|row| pattern.contains(TIER) && !row.tiers.is_empty()) {
            row.tiers.extend(tier);
        } else {
            let message = finding.message.clone();
            rows.push(Alike { first: judged, tiers: tier.into_iter().collect(), message, pattern });
        }
    }
    let all = chapter.subject().framework.tiers.len();
    for row in rows.iter_mut().filter(|row| row.tiers.len() > 1) {
        row.message = row.pattern.replace(TIER, &named(&row.tiers, all));
    }
    rows
}

fn pattern(text: &str, tier: Option<&str>) -> String {
    tier.map_or_else(|| text.to_owned(), |id| text.replace(&format!("tier `{id}`"), TIER))
}

fn named(tiers: &[&str], all: usize) -> String {
    if tiers.len() == all {
        return "every tier".to_owned();
    }
    format!("tiers {}", list(&tiers.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>()))
}
