//! Grades of evidence: what is claimed to have been shown, and how recently.
//!
//! Evidence is checked for being claimed and dated, not for being true.

use crate::arena::Handle;
use crate::framework::{Evidence, Framework, Mitigation, Tier};
use crate::problem::{Problem, ProblemKind};
use crate::vocabulary::{Evaluator, EvidenceKind, Outcome, Status};
use jiff::ToSpan as _;
use jiff::civil::Date;

/// How well a mitigation is evidenced in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Grade {
    /// Nothing, or the newest applicable evidence missed its target.
    #[default]
    E0,
    /// Some evidence, not all of E2.
    E1,
    /// Implemented, target stated and claimed met, in this tier, within 12 months, of a kind that fits the threat.
    E2,
    /// The same by an outside evaluator.
    E3,
}

/// The months after which evidence no longer counts for E2.
pub const FRESH_MONTHS: i32 = 12;

/// The evidence of `mitigation` for a tier (`None`: for any), oldest first.
///
/// Undated entries count as older than dated ones; of two of one day the worse counts as newer.
pub fn applicable(mitigation: &Mitigation, tier: Option<Handle<Tier>>) -> Vec<&Evidence> {
    let here = |entry: &&Evidence| {
        tier.is_none_or(|tier| entry.tiers.is_empty() || entry.tiers.iter().any(|t| t.value == tier))
    };
    let mut entries: Vec<&Evidence> = mitigation.evidence.iter().filter(here).collect();
    entries.sort_by_key(|entry| (date_of(entry), entry.result == Outcome::Missed, entry.result == Outcome::Open));
    entries
}

/// The entry whose missed target decides: the newest, else the newest of a kind that fits the threat.
pub fn failing(mitigation: &Mitigation, tier: Option<Handle<Tier>>, adversarial: bool) -> Option<&Evidence> {
    let entries = applicable(mitigation, tier);
    let missed = |entry: &&Evidence| entry.result == Outcome::Missed;
    let newest = entries.last().copied().filter(missed);
    newest.or_else(|| newest_fitting(&entries, adversarial).filter(missed))
}

fn newest_fitting<'m>(entries: &[&'m Evidence], adversarial: bool) -> Option<&'m Evidence> {
    let fits =
        |entry: &&Evidence| !adversarial || matches!(entry.kind.value, EvidenceKind::RedTeam | EvidenceKind::Bounty);
    entries.iter().copied().rfind(fits)
}

/// The grade of `mitigation` in `tier` (`None`: in any tier), against an adversarial threat or not.
///
/// The newest entry for the tier decides when it was missed; else the newest of a kind that fits the threat decides.
pub fn grade(mitigation: &Mitigation, tier: Option<Handle<Tier>>, adversarial: bool, as_of: Date) -> Grade {
    let entries = applicable(mitigation, tier);
    if entries.is_empty() || failing(mitigation, tier, adversarial).is_some() {
        return Grade::E0;
    }
    let whole = |entry: &&Evidence| {
        entry.result == Outcome::Met
            && entry.target.is_some()
            && is_fresh(entry, as_of)
            && mitigation.status.value == Status::Implemented
    };
    match newest_fitting(&entries, adversarial).filter(whole).map(|entry| entry.by) {
        Some(Evaluator::External) => Grade::E3,
        Some(Evaluator::Internal) => Grade::E2,
        None => Grade::E1,
    }
}

fn date_of(entry: &Evidence) -> Option<Date> {
    entry.date.as_ref().map(|date| date.value)
}

/// Whether an entry is dated within 12 calendar months before `as_of`, both ends included.
pub fn is_fresh(entry: &Evidence, as_of: Date) -> bool {
    let oldest = as_of.checked_sub(FRESH_MONTHS.months()).unwrap_or(as_of);
    date_of(entry).is_some_and(|date| date >= oldest && date <= as_of)
}

/// Evidence from the future is an error: it cannot have been shown.
pub fn future_dates(framework: &Framework, as_of: Date) -> Vec<Problem> {
    let entries = framework.mitigations.iter().flat_map(|m| &m.evidence);
    let future = entries.filter_map(|entry| entry.date.as_ref()).filter(|date| date.value > as_of);
    future
        .map(|date| {
            Problem::at(ProblemKind::Shape, date.span, format!("evidence is dated {}, after {as_of}", date.value))
                .label("nothing can have been shown on a day to come")
                .help("correct the date, or judge on a later day with `--as-of`")
        })
        .collect()
}
