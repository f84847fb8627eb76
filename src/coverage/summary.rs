//! The totals of a report.

use super::Subject;
use super::category::{CategoryCoverage, Verdict};
use super::scope::Expectation;
use super::state::State;
use crate::mapping::Basis;
use crate::vocabulary::Word as _;
use std::collections::BTreeMap;

/// Counts over the leaves and mitigations of one framework.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// Leaves asked of this framework.
    pub expected: u32,
    /// Of these, covered (with inferred mappings, if they count).
    pub covered: u32,
    /// Of these, covered by declared and confirmed mappings alone.
    pub covered_declared: u32,
    /// Of these, with something implemented in every tier.
    pub covered_implemented: u32,
    /// Of the covered, those whose examined depth reaches what is wanted in every tier.
    pub met: u32,
    /// Leaves excluded by the framework's scope.
    pub excluded: u32,
    /// Leaves by overall state, every state present; out-of-scope counts those that are not expected.
    pub states: BTreeMap<State, u32>,
    /// Mitigations in the framework.
    pub mitigations: u32,
    /// Of these, mapped somewhere under the bound asked for.
    pub mapped: u32,
    /// Of these, not.
    pub unmapped: u32,
}

impl Summary {
    /// Counts.
    pub fn of(subject: Subject<'_>, categories: &[CategoryCoverage<'_>]) -> Self {
        let count = |n: usize| crate::source::offset(n);
        let leaves = || categories.iter().filter_map(|category| Some((category, category.verdict?)));
        let expected =
            || leaves().filter(|(category, _)| category.expectation.is_expected()).map(|(_, verdict)| verdict);
        let is_covered = |verdict: &Verdict| verdict.is_covered();
        let mut states: BTreeMap<State, u32> = State::WORDS.iter().map(|(state, _)| (*state, 0)).collect();
        for (_, verdict) in leaves() {
            *states.entry(verdict.state).or_default() += 1;
        }
        let excluded = leaves().filter(|(category, _)| matches!(category.expectation, Expectation::Excluded(_)));
        let all = subject.framework.mitigations.len();
        let mapped =
            subject.framework.mitigations.handles().filter(|&m| subject.mapping.get(m).basis != Basis::None).count();
        Self {
            expected: count(expected().count()),
            covered: count(expected().filter(is_covered).count()),
            covered_declared: count(expected().filter(Verdict::is_covered_declared).count()),
            covered_implemented: count(
                expected().filter(|verdict| verdict.is_covered() && verdict.implemented).count(),
            ),
            met: count(expected().filter(|verdict| verdict.is_covered() && verdict.meets).count()),
            excluded: count(excluded.count()),
            states,
            mitigations: count(all),
            mapped: count(mapped),
            unmapped: count(all - mapped),
        }
    }
}
