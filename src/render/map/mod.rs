//! What every format of `map` is given, and its two formats: the mappings alone, before any coverage is asked.

pub mod text;

use super::json;
use crate::framework::Framework;
use crate::mapping::{Confidence, Mapper, Mapping};
use crate::report::{Broken, Exit};
use crate::source::Sources;
use crate::taxonomy::Taxonomy;
use std::io::{self, Write};

/// The outcome of a `map` run.
#[derive(Debug)]
pub struct MapReport<'r> {
    /// Inputs that could not be mapped, in order.
    pub broken: &'r [Broken],
    /// Whether colours may be used.
    pub colour: bool,
    /// The mapped frameworks, in order of path.
    pub frameworks: Vec<MappedFramework<'r>>,
}

/// One framework with its mapping.
#[derive(Debug, Clone, Copy)]
pub struct MappedFramework<'r> {
    /// Path of the root file, as shown.
    pub path: &'r str,
    /// Its files.
    pub sources: &'r Sources,
    /// The framework.
    pub framework: &'r Framework,
    /// The taxonomy it is mapped onto.
    pub taxonomy: &'r Taxonomy,
    /// Which mitigation belongs where.
    pub mapping: &'r Mapping,
    /// What read the texts, and says why.
    pub mapper: &'r Mapper,
    /// Confidence from which on an answer is accepted.
    pub accept: Confidence,
}

impl MapReport<'_> {
    /// The exit code of a run that asks nothing of the mappings.
    pub const fn exit(&self) -> Exit {
        if !self.broken.is_empty() {
            Exit::Broken
        } else if self.frameworks.is_empty() {
            Exit::Nothing
        } else {
            Exit::Clean
        }
    }
}

/// One format of `map`.
#[derive(Debug, Clone, Copy)]
pub struct MapFormat {
    /// Its name on the command line.
    pub name: &'static str,
    /// Writes a report in it.
    pub render: fn(&MapReport<'_>, &mut dyn Write) -> io::Result<()>,
}

/// Every format of `map`, in documented order.
pub const MAP_FORMATS: &[MapFormat] =
    &[MapFormat { name: "human", render: text::write }, MapFormat { name: "json", render: json::map }];
