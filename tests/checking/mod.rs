//! Text -> findings, for tests: reader, declared categories, coverage, checks.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

use mitigap::arena::Handle;
use mitigap::checks::{self, Finding};
use mitigap::coverage::Coverage;
use mitigap::coverage::settings::{Bound, Settings};
use mitigap::framework::Mitigation;
use mitigap::framework::reader::Reading;
use mitigap::mapping::{Basis, Candidate, Confidence, Mapped, Mapping, declared};
use mitigap::source::FileId;
use mitigap::taxonomy::{Category, Taxonomy, built_in, load_text};
use mitigap::vocabulary::Status;
use std::borrow::Cow;
use std::path::Path;

fn settings() -> Settings {
    Settings {
        as_of: "2026-11-21".parse().unwrap(),
        credit: Status::Planned,
        bound: Bound::Inferred,
        level: None,
        max_waiver_days: Some(366),
    }
}

/// The built-in taxonomy, or, for the one page that says so, the same with a depth of 3 wanted in 1.2.1.
pub(crate) fn taxonomy(check: &str) -> Cow<'static, Taxonomy> {
    if check != "below-target" {
        return Cow::Borrowed(built_in("airi-2026").unwrap());
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("taxonomy/airi-2026.toml");
    let text = std::fs::read_to_string(path).unwrap();
    let strict = text.replace("layer = \"block\"\n", "layer = \"block\"\nwants = 3\n");
    assert_ne!(text, strict);
    let (taxonomy, problems) = load_text(FileId::default(), &strict);
    Cow::Owned(taxonomy.unwrap_or_else(|| panic!("{problems:#?}")))
}

/// What the texts of the pages read like, by a word of the name; a stand-in, so that a page does not change its meaning
/// with every training of the mapper.
const READS_LIKE: &[(&str, &str, u16)] = &[("Encryption", "1.2.4", 9_700), ("Limits", "2.3.1", 4_000)];

fn mapped(entry: &Mitigation, declared: &[Handle<Category>], taxonomy: &Taxonomy) -> Mapped {
    let known = READS_LIKE.iter().filter(|(word, ..)| entry.name.value.contains(word));
    let candidates: Vec<Candidate> = known
        .map(|(_, code, confidence)| Candidate {
            category: taxonomy.by_code(code),
            confidence: Confidence(*confidence),
        })
        .collect();
    let best = candidates.first().copied();
    let basis = match (declared, best) {
        ([], Some(best)) if best.confidence >= Confidence(9_500) => Basis::Inferred,
        ([], _) => Basis::None,
        ([..], _) if entry.confirmed.is_some() => Basis::Suspect,
        ([..], _) => Basis::Declared,
    };
    let inferred = if basis == Basis::Inferred { best.and_then(|best| best.category) } else { None };
    let categories = declared.iter().copied().chain(inferred).collect();
    Mapped {
        basis,
        categories,
        confidence: best.map_or(Confidence(0), |best| best.confidence),
        candidates,
        doubt: None,
    }
}

/// What the checks, or one of them, find in a framework.
pub(crate) fn find(reading: &Reading, taxonomy: &Taxonomy, only: Option<&str>, told: &str) -> Vec<Finding> {
    assert!(reading.problems.is_empty(), "{told}: {:#?}", reading.problems);
    let (names, problems) = declared::look_up(&reading.framework, taxonomy);
    assert!(problems.is_empty(), "{told}: {problems:#?}");
    let entries = reading.framework.mitigations.iter().zip(&names.mitigations);
    let of = entries.map(|(entry, declared)| mapped(entry, declared, taxonomy)).collect();
    let mapping = Mapping { of, names, ..Mapping::default() };
    let settings = settings();
    let coverage = Coverage::of(&reading.framework, taxonomy, &mapping, &settings).unwrap();
    checks::run(&coverage, |check| only.is_none_or(|id| check.id == id))
}
