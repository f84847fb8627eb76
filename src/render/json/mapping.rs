//! M: which categories one mitigation belongs to, on what basis, how surely, and why.

use super::entries::Entries;
use super::number::TenThousandths;
use crate::arena::Handle;
use crate::framework::{Framework, Mitigation};
use crate::mapping::recall::Reading;
use crate::mapping::why::{self, Text, Told};
use crate::mapping::{Basis, Candidate, Doubt, Mapped, Mapper};
use crate::taxonomy::{Category, Taxonomy};
use serde::{Serialize, Serializer};
use std::borrow::Cow;

/// The answer "none of these" where codes stand.
const NONE: &str = "NONE";

/// The mapping of one mitigation.
#[derive(Serialize)]
pub(super) struct MappingEntry<'r> {
    mitigation: &'r str,
    basis: &'static str,
    categories: Codes<'r>,
    confidence: TenThousandths,
    accepted: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    doubt: Option<&'static str>,
    candidates: Entries<'r, &'r Taxonomy, Candidate, CandidateEntry<'r>>,
    why: Reasons<'r>,
}

/// Codes of categories.
pub(super) type Codes<'r> = Entries<'r, &'r Taxonomy, Handle<Category>, &'r str>;

/// One answer that was considered.
#[derive(Debug, Serialize)]
struct CandidateEntry<'r> {
    category: &'r str,
    confidence: TenThousandths,
}

/// What the strongest terms added to the best answers.
struct Reasons<'r> {
    told: Told<'r>,
    taxonomy: &'r Taxonomy,
}

/// What one term added to one answer.
#[derive(Debug, Serialize)]
struct ReasonEntry<'r> {
    term: Cow<'r, str>,
    category: &'r str,
    weight: TenThousandths,
}

/// One mitigation with its mapping, and what says why.
#[derive(Debug, Clone, Copy)]
pub(super) struct Answered<'r> {
    /// Which.
    pub(super) mitigation: Handle<Mitigation>,
    /// Where it belongs.
    pub(super) mapped: &'r Mapped,
    /// What read its text.
    pub(super) mapper: &'r Mapper,
    /// How its text was read, where that was kept.
    pub(super) reading: Option<&'r Reading>,
}

/// The one place where a mapping becomes M.
pub(super) fn mapping_of<'r>(
    framework: &'r Framework,
    taxonomy: &'r Taxonomy,
    answered: Answered<'r>,
) -> MappingEntry<'r> {
    let Answered { mitigation, mapped, mapper, reading } = answered;
    let entry = &framework.mitigations[mitigation];
    let told = why::of_entry(Text { mapper, entry, reading }, mapped);
    MappingEntry {
        mitigation: &entry.id.value,
        basis: mapped.basis.id(),
        categories: codes(taxonomy, &mapped.categories),
        confidence: mapped.confidence.into(),
        // A suspect mapping was accepted for another text and still counts in the upper bound.
        accepted: mapped.basis != Basis::None,
        doubt: mapped.doubt.map(Doubt::id),
        candidates: Entries::of(taxonomy, &mapped.candidates, candidate_entry),
        why: Reasons { told, taxonomy },
    }
}

/// The codes of categories.
pub(super) const fn codes<'r>(taxonomy: &'r Taxonomy, categories: &'r [Handle<Category>]) -> Codes<'r> {
    Entries::of(taxonomy, categories, |taxonomy, &at| &taxonomy.categories[at].code)
}

fn candidate_entry<'r>(taxonomy: &'r Taxonomy, candidate: &'r Candidate) -> CandidateEntry<'r> {
    CandidateEntry { category: code_or_none(taxonomy, candidate.category), confidence: candidate.confidence.into() }
}

impl Serialize for Reasons<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.told.iter().map(|(term, reason)| ReasonEntry {
            term,
            category: code_or_none(self.taxonomy, reason.category),
            weight: TenThousandths(reason.weight),
        }))
    }
}

fn code_or_none(taxonomy: &Taxonomy, category: Option<Handle<Category>>) -> &str {
    category.map_or(NONE, |at| &taxonomy.categories[at].code)
}
