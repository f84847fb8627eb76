//! Framework + taxonomy -> mapping: which category each mitigation belongs to, on what basis, how surely.
//!
//! This module must not know about tiers, depth or findings.

pub mod alike;
pub mod assign;
pub mod calibration;
pub mod declared;
mod denial;
pub mod eval;
mod known;
pub mod lexicon;
pub mod mapper;
pub mod model;
pub mod pack;
pub mod parts;
pub mod recall;
pub mod score;
pub mod terms;
pub mod training;
pub mod typo;
pub mod why;
pub mod words;
pub mod write;

pub use mapper::{Answer, Mapper, Term};

use crate::arena::Handle;
use crate::framework::Mitigation;
use crate::taxonomy::Category;
use recall::Reading;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A probability or score in ten-thousandths: rounded before any comparison, so the same everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Confidence(pub u16);

impl Confidence {
    /// Certainty.
    pub const ONE: Self = Self(10_000);

    /// Rounds a probability to four decimals; what is not a number counts as 0.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    pub fn from_probability(p: f64) -> Self {
        if p.is_nan() {
            return Self(0);
        }
        Self(libm::round(p.clamp(0.0, 1.0) * 10_000.0) as u16)
    }

    /// Between 0 and 1.
    pub fn value(self) -> f64 {
        f64::from(self.0) / 10_000.0
    }
}

/// Why a mitigation stands in a category.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// The author wrote the code.
    Declared,
    /// The author accepted a proposal, and the text is still the same.
    Confirmed,
    /// The author accepted a proposal for another text: counts in the upper bound only.
    Suspect,
    /// The text matched with enough confidence.
    Inferred,
    /// Nothing is sure enough; the candidates are suggestions and cover nothing.
    None,
}

impl Basis {
    /// The name used in every output.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Declared => "declared",
            Self::Confirmed => "confirmed",
            Self::Suspect => "suspect",
            Self::Inferred => "inferred",
            Self::None => "none",
        }
    }

    /// Whether it counts in the lower bound.
    pub const fn is_declared(self) -> bool {
        matches!(self, Self::Declared | Self::Confirmed)
    }
}

/// An answer the mapper considered: a category, or "none of these".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// The category; `None` is the answer `NONE`: this text is no mitigation.
    pub category: Option<Handle<Category>>,
    /// Share of probability.
    pub confidence: Confidence,
}

/// The mapping of one mitigation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapped {
    /// On what basis.
    pub basis: Basis,
    /// The categories it counts in (credited only at leaves); empty for [`Basis::None`].
    pub categories: Vec<Handle<Category>>,
    /// Calibrated probability that the text's first answer is the label or an acceptable one.
    pub confidence: Confidence,
    /// At least the three best answers of the text, best first.
    pub candidates: Vec<Candidate>,
    /// What keeps the text from being taken at its word, whatever its answers.
    pub doubt: Option<Doubt>,
}

/// What keeps a text from being taken at its word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// It says that the measure is absent.
    Denies,
    /// Too few of its words are known: another language, or hardly any text.
    NotJudgeable,
}

impl Doubt {
    /// The name used in every output.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Denies => "denies",
            Self::NotJudgeable => "not-judgeable",
        }
    }
}

/// The mapping of a framework: one entry per mitigation, in file order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mapping {
    /// One per mitigation.
    pub of: Vec<Mapped>,
    /// The categories that the author named, everywhere in the file.
    pub names: declared::Names,
    /// The entries whose text holds several measures, with the parts found.
    pub parts: BTreeMap<Handle<Mitigation>, Vec<parts::Part>>,
    /// How the first mitigations were read, one each; empty where nothing was read.
    pub readings: Vec<Arc<Reading>>,
}

/// What a mitigation outside the mapping counts as.
static UNMAPPED: Mapped = Mapped {
    basis: Basis::None,
    categories: Vec::new(),
    confidence: Confidence(0),
    candidates: Vec::new(),
    doubt: None,
};

impl Mapping {
    /// The entry of a mitigation.
    pub fn get(&self, mitigation: Handle<Mitigation>) -> &Mapped {
        self.of.get(mitigation.at()).unwrap_or(&UNMAPPED)
    }

    /// How a mitigation was read, if that was kept when it was mapped.
    pub fn reading(&self, mitigation: Handle<Mitigation>) -> Option<&Reading> {
        self.readings.get(mitigation.at()).map(Arc::as_ref)
    }
}
