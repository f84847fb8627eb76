//! Waivers: findings silenced for a while, in sight of everybody.

use crate::arena::{Handle, List};
use crate::checks::{self, CHECKS, Finding};
use crate::coverage::Subject;
use crate::framework::{Framework, Mitigation, Threat, Tier, Waiver};
use crate::problem::{Problem, ProblemKind, suggestion};
use crate::taxonomy::Category;
use jiff::civil::Date;
use std::collections::HashMap;

/// Why a finding does not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppression {
    /// What silences it.
    pub by: SuppressedBy,
    /// The reason given.
    pub reason: String,
    /// Who answers for it, where somebody does.
    pub owner: Option<String>,
    /// Last day it holds.
    pub expires: Option<Date>,
}

/// What silences a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SuppressedBy {
    /// A `[[waiver]]` in the framework.
    Waiver,
    /// The baseline: it is known, and no worse.
    Baseline,
}

impl Suppression {
    /// Of a finding that the baseline knows.
    pub fn known() -> Self {
        let reason = "in the baseline, and no worse".to_owned();
        Self { by: SuppressedBy::Baseline, reason, owner: None, expires: None }
    }

    /// Why it does not count, in words: `waived until 2027-06-30 by safety-lead: research is done by the parent company`.
    pub fn words(&self) -> String {
        match self.by {
            SuppressedBy::Waiver => {
                let until = self.expires.map_or_else(String::new, |date| format!(" until {date}"));
                let by = self.owner.as_ref().map_or_else(String::new, |owner| format!(" by {owner}"));
                format!("waived{until}{by}: {}", self.reason)
            }
            SuppressedBy::Baseline => self.reason.clone(),
        }
    }
}

impl SuppressedBy {
    /// The name used in every output.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Waiver => "waiver",
            Self::Baseline => "baseline",
        }
    }
}

/// The waivers in force, by what they name, so that a finding is looked up and not held against every one.
#[derive(Debug)]
pub struct Waivers<'f> {
    waivers: &'f List<Waiver>,
    /// The first waiver in the file that names exactly this.
    first: HashMap<Named<'f>, usize>,
}

/// What a waiver names: a check and, each where it names one, a category, a tier, a threat and a mitigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Named<'f> {
    check: &'f str,
    category: Option<Handle<Category>>,
    tier: Option<Handle<Tier>>,
    threat: Option<Handle<Threat>>,
    mitigation: Option<Handle<Mitigation>>,
}

impl<'f> Waivers<'f> {
    /// Those of a framework that hold on the day it is judged.
    pub fn of(subject: Subject<'f>) -> Self {
        let waivers = &subject.framework.waivers;
        let mut first = HashMap::new();
        for (at, waiver) in waivers.iter().enumerate().filter(|(_, waiver)| waiver.in_force(subject.settings.as_of)) {
            let category = subject.mapping.names.waivers.get(at).copied().flatten();
            // A category that is none of the taxonomy's can name no finding.
            if waiver.category.is_some() && category.is_none() {
                continue;
            }
            let named = Named {
                check: &waiver.check.value,
                category,
                tier: waiver.tier.as_ref().map(|tier| tier.value),
                threat: waiver.threat.as_ref().map(|threat| threat.value),
                mitigation: waiver.mitigation.as_ref().map(|entry| entry.value),
            };
            first.entry(named).or_insert(at);
        }
        Self { waivers, first }
    }

    /// The first that names this finding: everything that a waiver names is what the finding is about, an exact code and
    /// not a subtree.
    pub fn suppression(&self, finding: &Finding) -> Option<Suppression> {
        if self.first.is_empty() {
            return None;
        }
        // Each of the four may be left open by the waiver.
        let open = |bit: u8, mask: u8| mask & (1 << bit) == 0;
        let at = (0..16_u8).filter_map(|mask| {
            let named = Named {
                check: finding.check,
                category: finding.category.filter(|_| open(0, mask)),
                tier: finding.tier.filter(|_| open(1, mask)),
                threat: finding.threat.filter(|_| open(2, mask)),
                mitigation: finding.mitigation.filter(|_| open(3, mask)),
            };
            self.first.get(&named).copied()
        });
        let waiver = self.waivers.iter().nth(at.min()?)?;
        Some(Suppression {
            by: SuppressedBy::Waiver,
            reason: waiver.reason.value.clone(),
            owner: Some(waiver.owner.value.clone()),
            expires: Some(waiver.expires.value),
        })
    }
}

/// What is wrong with the waivers of a framework: a check that does not exist, or one that no waiver can silence.
pub fn problems(framework: &Framework) -> Vec<Problem> {
    let of = |waiver: &Waiver| {
        let (id, span) = (waiver.check.value.as_str(), waiver.check.span);
        if OF_WAIVERS.contains(&id) {
            let message = format!("`{id}` cannot be waived: it is about waivers");
            return Some(Problem::at(ProblemKind::Shape, span, message).help("settle the waiver it is about"));
        }
        if checks::find(id).is_some() {
            return None;
        }
        let near = suggestion(id, CHECKS.iter().map(|check| check.id));
        let help = if near.starts_with("did") { near } else { "`mitigap explain` lists all of them".to_owned() };
        Some(
            Problem::at(ProblemKind::Reference, span, format!("there is no check `{id}`")).label("no check").help(help),
        )
    };
    framework.waivers.iter().filter_map(of).collect()
}

/// The checks that are about waivers: neither a waiver nor a baseline silences them.
pub const OF_WAIVERS: [&str; 4] = ["waiver-expired", "waiver-too-long", "waiver-expiring", "waiver-unused"];
