//! M: which categories one mitigation belongs to, on what basis, how surely, and why.

use super::number::TenThousandths;
use crate::arena::Handle;
use crate::framework::{Framework, Mitigation};
use crate::mapping::{Basis, Candidate, Mapped};
use crate::render::map::Reason;
use crate::taxonomy::{Category, Taxonomy};
use serde::Serialize;

/// The answer "none of these" where codes stand.
const NONE: &str = "NONE";

/// The mapping of one mitigation.
#[derive(Debug, Serialize)]
pub(super) struct MappingEntry<'r> {
    mitigation: &'r str,
    basis: &'static str,
    categories: Vec<&'r str>,
    confidence: TenThousandths,
    accepted: bool,
    candidates: Vec<CandidateEntry<'r>>,
    why: Vec<ReasonEntry<'r>>,
}

/// One answer that was considered.
#[derive(Debug, Serialize)]
struct CandidateEntry<'r> {
    category: &'r str,
    confidence: TenThousandths,
}

/// What one term added to one answer.
#[derive(Debug, Serialize)]
struct ReasonEntry<'r> {
    term: &'r str,
    category: &'r str,
    weight: TenThousandths,
}

/// One mitigation with its mapping, and the terms that earned it where somebody asked for them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Answered<'r> {
    /// Which.
    pub(super) mitigation: Handle<Mitigation>,
    /// Where it belongs.
    pub(super) mapped: &'r Mapped,
    /// The terms; empty where nobody asked.
    pub(super) why: &'r [Reason],
}

/// The one place where a mapping becomes M.
pub(super) fn mapping_of<'r>(
    framework: &'r Framework,
    taxonomy: &'r Taxonomy,
    answered: Answered<'r>,
) -> MappingEntry<'r> {
    let Answered { mitigation, mapped, why } = answered;
    MappingEntry {
        mitigation: &framework.mitigations[mitigation].id.value,
        basis: mapped.basis.id(),
        categories: mapped.categories.iter().map(|&at| code_or_none(taxonomy, Some(at))).collect(),
        confidence: mapped.confidence.into(),
        // A suspect mapping was accepted for another text and still counts in the upper bound.
        accepted: mapped.basis != Basis::None,
        candidates: mapped.candidates.iter().map(|candidate| candidate_entry(taxonomy, candidate)).collect(),
        why: why.iter().map(|reason| reason_entry(taxonomy, reason)).collect(),
    }
}

fn candidate_entry<'r>(taxonomy: &'r Taxonomy, candidate: &Candidate) -> CandidateEntry<'r> {
    CandidateEntry { category: code_or_none(taxonomy, candidate.category), confidence: candidate.confidence.into() }
}

fn reason_entry<'r>(taxonomy: &'r Taxonomy, reason: &'r Reason) -> ReasonEntry<'r> {
    ReasonEntry {
        term: &reason.term,
        category: code_or_none(taxonomy, reason.category),
        weight: TenThousandths(reason.weight),
    }
}

fn code_or_none(taxonomy: &Taxonomy, category: Option<Handle<Category>>) -> &str {
    category.map_or(NONE, |at| &taxonomy.categories[at].code)
}
