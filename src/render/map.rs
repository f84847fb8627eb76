//! What every format of `map` is given: the mappings alone, before any coverage is asked.

use crate::arena::Handle;
use crate::framework::Framework;
use crate::mapping::Mapping;
use crate::report::Broken;
use crate::taxonomy::{Category, Taxonomy};

/// The outcome of a `map` run.
#[derive(Debug)]
pub struct MapReport<'r> {
    /// Inputs that could not be mapped, in order.
    pub broken: &'r [Broken],
    /// The mapped frameworks, in order of path.
    pub frameworks: Vec<MappedFramework<'r>>,
}

/// One framework with its mapping.
#[derive(Debug)]
pub struct MappedFramework<'r> {
    /// Path of the root file, as shown.
    pub path: &'r str,
    /// The framework.
    pub framework: &'r Framework,
    /// The taxonomy it is mapped onto.
    pub taxonomy: &'r Taxonomy,
    /// Which mitigation belongs where.
    pub mapping: &'r Mapping,
    /// Per mitigation, in file order, which words earned what; shorter or empty where nobody asked.
    pub why: Vec<Vec<Reason>>,
}

/// What one term of a text added to the score of one answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// As it stands in the text; empty for what the answer has before any word.
    pub term: String,
    /// The answer; `None` is `NONE`.
    pub category: Option<Handle<Category>>,
    /// What it added, in ten-thousandths; negative where it spoke against.
    pub weight: i32,
}
