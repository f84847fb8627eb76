//! Levels: what each threshold adds, and what is covered only from some level up.

use super::compensation::Compensation;
use super::failure::Failures;
use super::{Subject, category, compensation, threat};
use crate::arena::Handle;
use crate::framework::{Level, Mitigation};
use crate::taxonomy::Category;

/// What passing one threshold adds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LevelCoverage {
    /// Which level.
    pub level: Handle<Level>,
    /// The measures that begin to count here, in file order; at the lowest level those too that name none.
    pub adds: Vec<Handle<Mitigation>>,
    /// The expected leaves that are covered from here up and at no level below, in taxonomy order.
    pub covers: Vec<Handle<Category>>,
    /// Whether it applies at the level judged at.
    pub applies: bool,
}

/// What each level adds, lowest first; nothing where there are none.
pub fn all(subject: Subject<'_>, failures: &Failures<'_>) -> Vec<LevelCoverage> {
    let lowest = subject.framework.levels.handles().next();
    let mut below: Option<Vec<Handle<Category>>> = None;
    let judge = |level: Handle<Level>| {
        let covered = covered_at(Subject { level: Some(level), ..subject }, failures);
        let new = |at: &Handle<Category>| below.as_ref().is_none_or(|below| !below.contains(at));
        let covers = covered.iter().copied().filter(new).collect();
        below = Some(covered);
        let begins = |&at: &Handle<Mitigation>| {
            let from = subject.framework.mitigations[at].level.as_ref().map(|from| from.value).or(lowest);
            from == Some(level) && Subject { level: None, ..subject }.in_force(at)
        };
        let adds = subject.framework.mitigations.handles().filter(begins).collect();
        LevelCoverage { level, adds, covers, applies: subject.level.is_none_or(|judged| level <= judged) }
    };
    subject.framework.levels.handles().map(judge).collect()
}

/// The expected leaves covered with what applies at a level.
fn covered_at(subject: Subject<'_>, failures: &Failures<'_>) -> Vec<Handle<Category>> {
    let threats = threat::all(subject, failures);
    let compensations: Vec<Compensation> = compensation::all(subject, &threats);
    let categories = category::all(subject, failures, &compensations);
    let covered = categories.iter().filter(|category| category.verdict.is_some_and(|verdict| verdict.is_covered()));
    covered.map(|category| category.category).collect()
}

/// The level from which on a leaf is covered, where it is not covered from the lowest one.
pub fn covered_from(levels: &[LevelCoverage], category: Handle<Category>) -> Option<Handle<Level>> {
    let (_, above) = levels.split_first()?;
    above.iter().rev().find(|level| level.covers.contains(&category)).map(|level| level.level)
}
