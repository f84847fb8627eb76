//! The identity of a finding over time: its meaning, never its line or wording.

use crate::checks::Finding;
use crate::coverage::Subject;
use sha2::{Digest as _, Sha256};

/// First 16 hex digits of the SHA-256 of path, check, category, tier, threat and mitigation, each on a line of its own
/// (empty where the finding is about none), and of the dependency, event or level where it is about one.
pub fn of(path: &str, subject: Subject<'_>, finding: &Finding) -> String {
    let framework = subject.framework;
    let category = finding.category.map_or("", |at| &subject.taxonomy.categories[at].code);
    let tier = finding.tier.map_or("", |at| &framework.tiers[at].id.value);
    let threat = finding.threat.map_or("", |at| &framework.threats[at].id.value);
    let mitigation = finding.mitigation.map_or("", |at| &framework.mitigations[at].id.value);
    let cell = [path, finding.check, category, tier, threat, mitigation];
    let meaning = cell.into_iter().chain(finding.entry.as_deref()).collect::<Vec<_>>().join("\n");
    let mut digits = hex(&Sha256::digest(meaning.as_bytes()));
    digits.truncate(16);
    digits
}

/// Bytes as lower-case hex digits.
pub fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
