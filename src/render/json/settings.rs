//! How a run, or one framework of it, was set, and what a baseline had to say.

use super::finding::SubjectEntry;
use super::number::TenThousandths;
use crate::config::Ruling;
use crate::files::find::shown;
use crate::mapping::Confidence;
use crate::policy::baseline::{Extent, Key, Known, Ratchet};
use crate::vocabulary::Word as _;
use serde::Serialize;

/// How findings were judged.
#[derive(Serialize)]
pub(super) struct Settings<'r> {
    as_of: String,
    profile: &'static str,
    fail_on: &'static str,
    credit: &'static str,
    mapping: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    accept: Option<TenThousandths>,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    config: Option<&'r str>,
}

/// What became of what was known.
#[derive(Serialize)]
pub(super) struct RatchetEntry<'r> {
    path: &'r str,
    known: usize,
    fixed: Vec<KnownEntry<'r>>,
    better: Vec<BetterEntry<'r>>,
}

/// A finding of the baseline.
#[derive(Serialize)]
struct KnownEntry<'r> {
    check: &'r str,
    #[serde(flatten)]
    subject: SubjectEntry<'r>,
    #[serde(skip_serializing_if = "Option::is_none")]
    depth: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    examined: Option<u32>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    causes: &'r [String],
}

/// A finding that is less bad than it was.
#[derive(Serialize)]
struct BetterEntry<'r> {
    was: KnownEntry<'r>,
    is: KnownEntry<'r>,
}

impl<'r> Settings<'r> {
    /// What a ruling asks; `accept` where the mapper's own is known.
    pub(super) fn of(ruling: &'r Ruling, accept: Option<Confidence>) -> Self {
        Self {
            as_of: ruling.settings.as_of.to_string(),
            profile: ruling.policy.profile.id(),
            fail_on: ruling.policy.fail_on.id(),
            credit: ruling.settings.credit.id(),
            mapping: ruling.settings.bound.id(),
            accept: accept.map(TenThousandths::from),
            level: ruling.settings.level.as_deref(),
            baseline: ruling.baseline.as_deref().map(shown),
            config: ruling.config.as_deref(),
        }
    }
}

impl<'r> RatchetEntry<'r> {
    /// What became of what was known of a framework.
    pub(super) fn of(ratchet: &'r Ratchet) -> Self {
        Self {
            path: &ratchet.path,
            known: ratchet.known,
            fixed: ratchet.fixed.iter().map(known).collect(),
            better: ratchet.better.iter().map(|(was, is)| BetterEntry { was: known(was), is: known(is) }).collect(),
        }
    }
}

fn known(known: &Known) -> KnownEntry<'_> {
    let Key { check, category, tier, threat, mitigation, entry } = &known.key;
    let Extent { depth, examined, causes, .. } = &known.extent;
    KnownEntry {
        check,
        subject: SubjectEntry {
            category: category.as_deref(),
            tier: tier.as_deref(),
            threat: threat.as_deref(),
            mitigation: mitigation.as_deref(),
            entry: entry.as_deref(),
        },
        depth: *depth,
        examined: *examined,
        causes,
    }
}
