//! The flags that say how a framework is judged, the same for every command that judges one.

use super::words;
use crate::coverage::settings::{Bound, Settings};
use crate::mapping::Confidence;
use crate::pipeline::Request;
use crate::policy::Policy;
use crate::vocabulary::{Status, Word as _};
use clap::Args;
use jiff::civil::Date;
use std::path::PathBuf;

/// How a framework is judged.
#[derive(Debug, Args)]
pub struct Judging {
    /// Least status that is credited
    #[arg(long, value_parser = words::credit(), default_value = Status::Planned.id(), value_name = "STATUS")]
    pub credit: Status,
    /// Which mappings count: declared (the lower bound) or inferred ones too
    #[arg(long, value_parser = words::parser::<Bound>(), default_value = Bound::Inferred.id(), value_name = "BOUND")]
    pub mapping: Bound,
    /// Confidence from which on an inferred mapping counts, 0 to 1 [default: the taxonomy's own]
    #[arg(long, value_parser = words::probability, value_name = "P", allow_hyphen_values = true)]
    pub accept: Option<Confidence>,
    /// Taxonomy to hold frameworks against: a built-in id or a file [default: what the framework names]
    #[arg(long, value_name = "ID|FILE")]
    pub taxonomy: Option<String>,
    /// Judge dates as of this day, YYYY-MM-DD [default: today, UTC]
    #[arg(long, value_parser = words::day, value_name = "DATE", allow_hyphen_values = true)]
    pub as_of: Option<Date>,
}

impl Judging {
    /// The request for `paths` at a level, judged today unless a day is given.
    pub(super) fn request(&self, paths: Vec<PathBuf>, level: Option<String>, today: Date) -> Request {
        let as_of = self.as_of.unwrap_or(today);
        Request {
            paths,
            settings: Settings { as_of, credit: self.credit, bound: self.mapping, level },
            policy: Policy::default(),
            taxonomy: self.taxonomy.clone(),
            accept: self.accept,
        }
    }
}
