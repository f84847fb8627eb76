//! The identity of a finding over time: its meaning, never its line or wording.

use crate::checks::Finding;
use crate::coverage::Subject;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

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
    bytes.iter().fold(String::new(), |mut digits, byte| {
        // Writing to a String cannot fail.
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}
