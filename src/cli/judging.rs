//! The flags that say how a framework is judged, the same for every command that judges one.

use super::{Surroundings, words};
use crate::config::{Flags, Given, Search};
use crate::coverage::settings::Bound;
use crate::mapping::Confidence;
use crate::pipeline::Request;
use crate::vocabulary::Status;
use clap::Args;
use jiff::civil::Date;
use std::path::PathBuf;

/// How a framework is judged. What no flag says is left to the configuration.
#[derive(Debug, Args)]
pub struct Judging {
    /// Least status that is credited [default: planned]
    #[arg(long, value_parser = words::credit(), value_name = "STATUS")]
    pub credit: Option<Status>,
    /// Which mappings count: declared (the lower bound) or inferred ones too [default: inferred]
    #[arg(long, value_parser = words::parser::<Bound>(), value_name = "BOUND")]
    pub mapping: Option<Bound>,
    /// What a text is read with.
    #[command(flatten)]
    pub reading: ReadingArgs,
}

/// How texts are read, and which configuration and day count.
#[derive(Debug, Args)]
pub struct ReadingArgs {
    /// Confidence from which on an inferred mapping counts, 0 to 1 [default: the taxonomy's own]
    #[arg(long, value_parser = words::probability, value_name = "P", allow_hyphen_values = true)]
    pub accept: Option<Confidence>,
    /// Taxonomy to hold frameworks against: a built-in id or a file [default: what the framework names]
    #[arg(long, value_name = "ID|FILE")]
    pub taxonomy: Option<String>,
    /// Which configuration and day count.
    #[command(flatten)]
    pub governing: Governing,
}

/// Which configuration and day count.
#[derive(Debug, Args)]
pub struct Governing {
    /// Configuration to use [default: the nearest `mitigap.toml` going up from each framework to the git root]
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    pub config: Option<PathBuf>,
    /// Use no configuration
    #[arg(long)]
    pub no_config: bool,
    /// Judge dates as of this day, YYYY-MM-DD [default: today, UTC]
    #[arg(long, value_parser = words::day, value_name = "DATE", allow_hyphen_values = true)]
    pub as_of: Option<Date>,
}

impl Judging {
    /// What these flags ask for, at a level.
    pub(super) fn flags(&self, level: Option<String>, surroundings: &Surroundings<'_>) -> Flags {
        Flags { credit: self.credit, mapping: self.mapping, level, ..self.reading.flags(surroundings) }
    }

    /// The request for `paths` at a level.
    pub(super) fn request(
        &self,
        paths: Vec<PathBuf>,
        level: Option<String>,
        surroundings: &Surroundings<'_>,
    ) -> Request {
        let search = self.reading.governing.search(surroundings);
        Request { paths, flags: self.flags(level, surroundings), search }
    }
}

impl ReadingArgs {
    /// What these flags ask for.
    pub(super) fn flags(&self, surroundings: &Surroundings<'_>) -> Flags {
        Flags { accept: self.accept, taxonomy: self.taxonomy.clone(), ..self.governing.flags(surroundings) }
    }
}

impl Governing {
    /// The day that counts: as asked, else as the environment says, else today.
    pub(super) fn flags(&self, surroundings: &Surroundings<'_>) -> Flags {
        let (as_of, as_of_given) = match (self.as_of, surroundings.environment.as_of) {
            (Some(day), _) => (day, Given::Flag),
            (None, Some(day)) => (day, Given::Environment),
            (None, None) => (surroundings.today, Given::Nobody),
        };
        Flags { as_of_given, ..Flags::on(as_of) }
    }

    /// Where configurations are looked for.
    pub(super) fn search(&self, surroundings: &Surroundings<'_>) -> Search {
        if self.no_config {
            return Search::Nowhere;
        }
        let named = self.config.as_ref().or(surroundings.environment.config.as_ref());
        named.map_or(Search::Nearest, |path| Search::File(path.clone()))
    }
}

/// The environment variables that are listened to.
#[derive(Debug, Clone, Default)]
pub struct Environment {
    /// `MITIGAP_CONFIG`: the configuration to use.
    pub config: Option<PathBuf>,
    /// `MITIGAP_AS_OF`: the day that counts.
    pub as_of: Option<Date>,
}

impl Environment {
    /// Reads the variables; empty ones say nothing.
    ///
    /// # Errors
    /// A day that is none; the message says so.
    pub fn read(variable: impl Fn(&str) -> Option<std::ffi::OsString>) -> Result<Self, String> {
        let read = |name: &str| variable(name).filter(|value| !value.is_empty());
        let as_of = read(AS_OF).map(|day| words::day(&day.to_string_lossy())).transpose();
        let as_of = as_of.map_err(|reason| format!("`{AS_OF}` is {reason}"))?;
        Ok(Self { config: read(CONFIG).map(PathBuf::from), as_of })
    }
}

const AS_OF: &str = "MITIGAP_AS_OF";
const CONFIG: &str = "MITIGAP_CONFIG";
