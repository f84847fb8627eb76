//! Declared codes, else an exact alias, else the text: the mapping of every mitigation.

use super::declared::Names;
use super::mapper::{Answer, Mapper};
use super::recall::{Asked, Reading};
use super::{Basis, Confidence, Doubt, Mapped, Mapping, parts};
use crate::arena::Handle;
use crate::framework::{Framework, Mitigation};
use crate::taxonomy::{Category, Taxonomy};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use std::sync::Arc;

/// How many answers are kept for each mitigation.
const CANDIDATES: usize = 5;

/// Of how many entries the words are kept: those of more are read again by whoever asks, which takes less memory than a
/// framework of that size has to spare.
const KEPT: usize = 2_000;

/// Maps every mitigation of a framework. `accept` overrides the confidence from which on the mapper's answer counts.
pub fn assign(
    framework: &Framework,
    taxonomy: &Taxonomy,
    names: Names,
    mapper: &Mapper,
    accept: Option<Confidence>,
) -> Mapping {
    let accept = accept.unwrap_or_else(|| mapper.accept());
    let mut mapping = Mapping { names, ..Mapping::default() };
    for (at, entry) in framework.mitigations.entries() {
        let reading = read(taxonomy, entry, mapper, accept);
        if !reading.parts.is_empty() {
            mapping.parts.insert(at, reading.parts.clone());
        }
        let declared = mapping.names.mitigations.get(at.at()).map_or(&[][..], Vec::as_slice);
        mapping.of.push(map_one(taxonomy, entry, declared, &reading.answer, accept));
        if mapping.readings.len() < KEPT {
            mapping.readings.push(reading);
        }
    }
    mapping
}

/// What the text of an entry reads like, remembered or read now.
fn read(taxonomy: &Taxonomy, entry: &Mitigation, mapper: &Mapper, accept: Confidence) -> Arc<Reading> {
    let (name, description) = (entry.name.value.as_str(), entry.description.as_ref().map(|text| text.value.as_str()));
    mapper.recall.give(Asked { name, description, accept }, || {
        let read = mapper.take_in(name, description);
        let answer = mapper.answer(&read, (name, description), CANDIDATES);
        let parts = parts::of_entry(mapper, taxonomy, entry, (&read, &answer), accept);
        Reading::new(read, answer, parts)
    })
}

fn map_one(
    taxonomy: &Taxonomy,
    entry: &Mitigation,
    declared: &[Handle<Category>],
    answer: &Answer,
    accept: Confidence,
) -> Mapped {
    let (basis, categories, doubt) = if declared.is_empty() {
        let alone = entry.description.is_none().then_some(entry.name.value.as_str());
        let Counted { category, doubt } = count(taxonomy, alone, answer, accept);
        let basis = if category.is_some() { Basis::Inferred } else { Basis::None };
        (basis, category.into_iter().collect(), doubt)
    } else {
        let basis = match &entry.confirmed {
            None => Basis::Declared,
            Some(hash) if hash.value == text_hash(entry) => Basis::Confirmed,
            Some(_) => Basis::Suspect,
        };
        (basis, declared.to_vec(), answer.denies.then_some(Doubt::Denies))
    };
    Mapped { basis, categories, confidence: answer.confidence, candidates: answer.candidates.clone(), doubt }
}

/// What an answer comes to where nothing is declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// Where the text counts.
    pub category: Option<Handle<Category>>,
    /// Why it does not, where that is no matter of confidence.
    pub doubt: Option<Doubt>,
}

/// The answer, if it is sure enough; a name that stands `alone`, without a description, and is exactly a category's name or
/// alias settles it. A text that denies its measure counts nowhere.
pub fn count(taxonomy: &Taxonomy, alone: Option<&str>, answer: &Answer, accept: Confidence) -> Counted {
    let best = answer.candidates.first().and_then(|candidate| candidate.category);
    let sure = best.filter(|_| answer.confidence >= accept);
    let category = sure.or_else(|| taxonomy.find(alone?));
    let doubt = match category {
        Some(_) if answer.denies => Some(Doubt::Denies),
        None if !answer.judgeable => Some(Doubt::NotJudgeable),
        Some(_) | None => None,
    };
    Counted { category: category.filter(|_| doubt.is_none()), doubt }
}

/// What `confirmed` holds: the first 8 hex digits of the SHA-256 of name, newline, description.
pub fn text_hash(entry: &Mitigation) -> String {
    let description = entry.description.as_ref().map_or("", |text| text.value.as_str());
    let digest = Sha256::digest(format!("{}\n{description}", entry.name.value).as_bytes());
    digest.iter().take(4).fold(String::new(), |mut digits, byte| {
        // Writing to a String cannot fail.
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}
