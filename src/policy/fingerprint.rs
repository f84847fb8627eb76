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
    let mut meaning = cell.join("\n");
    if let Some(entry) = &finding.entry {
        meaning.extend(["\n", entry]);
    }
    hex(Sha256::digest(meaning.as_bytes()).get(..8).unwrap_or_default())
}

/// Bytes as lower-case hex digits.
pub fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| if half < 10 { b'0' + half } else { b'a' + (half - 10) };
    let mut digits = Vec::with_capacity(2 * bytes.len());
    for byte in bytes {
        digits.extend([digit(byte >> 4), digit(byte & 15)]);
    }
    String::from_utf8(digits).unwrap_or_default()
}
