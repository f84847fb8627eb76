//! What every format is given: the judged frameworks, the inputs that could not be checked, and how the run was set.

use crate::config::Ruling;
use crate::coverage::Coverage;
use crate::mapping::{Confidence, Mapper};
use crate::policy::Judged;
use crate::policy::baseline::Ratchet;
use crate::policy::fingerprint::hex;
use crate::problem::Problem;
use crate::problem::Refused;
use crate::source::Sources;
use sha2::{Digest as _, Sha256};

/// The outcome of a run.
#[derive(Debug)]
pub struct Report<'r> {
    /// What was asked where no override by path says otherwise.
    pub ruling: &'r Ruling,
    /// Confidence from which on an inferred mapping counts; `None` where nothing was mapped.
    pub accept: Option<Confidence>,
    /// How much is shown to people, and in which dress; file formats show everything.
    pub display: Display,
    /// Inputs that could not be checked, in order.
    pub broken: &'r [Broken],
    /// Frameworks that a configuration leaves out of what was searched, as shown.
    pub left_out: &'r [String],
    /// The checked frameworks, in order of path.
    pub frameworks: Vec<FrameworkReport<'r>>,
}

/// How a report is shown on a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Display {
    /// Findings shown per framework; the rest is counted.
    pub max_findings: usize,
    /// Whether colours may be used.
    pub colour: bool,
}

impl Default for Display {
    fn default() -> Self {
        Self { max_findings: 50, colour: false }
    }
}

/// An input that could not be checked.
#[derive(Debug)]
pub struct Broken {
    /// The path asked for, as shown.
    pub path: String,
    /// What was read of it.
    pub sources: Sources,
    /// Why it could not be checked.
    pub problems: Vec<Problem>,
}

impl From<Refused> for Broken {
    fn from(Refused { path, sources, problems }: Refused) -> Self {
        Self { path, sources, problems }
    }
}

/// One checked framework.
#[derive(Debug)]
pub struct FrameworkReport<'r> {
    /// Path of the root file, as shown.
    pub path: &'r str,
    /// Its files.
    pub sources: &'r Sources,
    /// What read the texts: says why, where a format tells it.
    pub mapper: &'r Mapper,
    /// What was asked of it.
    pub ruling: &'r Ruling,
    /// What covers what.
    pub coverage: Coverage<'r>,
    /// The findings, in the order of the checks.
    pub findings: Vec<Judged>,
    /// What became of what was known, where there is a baseline and the whole framework was looked at.
    pub ratchet: Option<Ratchet>,
}

/// The exit code of a run, the same for every format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Nothing at or above fail-on.
    Clean,
    /// Findings at or above fail-on.
    Findings,
    /// Something could not be checked; wins over findings.
    Broken,
    /// There was nothing to check.
    Nothing,
}

impl Exit {
    /// The number given to the shell.
    pub const fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::Broken => 2,
            Self::Nothing => 3,
        }
    }
}

impl Report<'_> {
    /// The exit code of the run.
    pub fn exit(&self) -> Exit {
        if !self.broken.is_empty() {
            Exit::Broken
        } else if self.frameworks.is_empty() {
            Exit::Nothing
        } else if self.frameworks.iter().any(FrameworkReport::fails) {
            Exit::Findings
        } else {
            Exit::Clean
        }
    }
}

impl FrameworkReport<'_> {
    /// Confidence from which on an inferred mapping counts.
    pub fn accept(&self) -> Confidence {
        self.ruling.accept.unwrap_or_else(|| self.mapper.accept())
    }

    /// Whether any finding that counts is at or above fail-on.
    pub fn fails(&self) -> bool {
        self.ruling.policy.fails(&self.findings)
    }

    /// SHA-256 of the framework: of the root file's bytes; with includes, of the lines `<sha256>  <path>` of all its files, as
    /// `sha256sum` prints them.
    pub fn sha256(&self) -> String {
        let files = self.sources.files();
        let digest = |bytes: &[u8]| hex(&Sha256::digest(bytes));
        if let [only] = files {
            return digest(only.bytes().as_ref());
        }
        let lines = files.iter().map(|file| format!("{}  {}\n", digest(file.bytes().as_ref()), file.path));
        digest(lines.collect::<String>().as_bytes())
    }
}
