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
    /// Confidence from which on an inferred mapping counts, where the run asks for one: see [`Report::accept_of`].
    pub accept: Option<Confidence>,
    /// How much is shown to people, and in which dress; file formats show everything.
    pub display: Display,
    /// Whether each input was checked or not, in order.
    pub turns: &'r [Turn],
    /// Inputs that could not be checked, in order.
    pub broken: &'r [Broken],
    /// Frameworks that a configuration leaves out of what was searched, as shown.
    pub left_out: &'r [String],
    /// The checked frameworks, in order of path.
    pub frameworks: Vec<FrameworkReport<'r>>,
}

/// What one input came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// It was checked.
    Checked,
    /// It could not be.
    Broken,
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

impl Exit {
    /// The exit code of two runs taken together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let either = |exit| self == exit || other == exit;
        [Self::Broken, Self::Findings, Self::Clean].into_iter().find(|&exit| either(exit)).unwrap_or(Self::Nothing)
    }

    /// The exit code of a run over these inputs.
    pub fn of(broken: &[Broken], frameworks: &[FrameworkReport<'_>]) -> Self {
        if !broken.is_empty() {
            Self::Broken
        } else if frameworks.is_empty() {
            Self::Nothing
        } else if frameworks.iter().any(FrameworkReport::fails) {
            Self::Findings
        } else {
            Self::Clean
        }
    }
}

impl<'r> Report<'r> {
    /// The exit code of the run.
    pub fn exit(&self) -> Exit {
        Exit::of(self.broken, &self.frameworks)
    }

    /// Confidence from which on an inferred mapping counts: as asked, else what the first of these frameworks' taxonomy says.
    pub fn accept_of(&self, frameworks: &[FrameworkReport<'_>]) -> Option<Confidence> {
        self.accept.or_else(|| Some(frameworks.first()?.mapper.accept()))
    }

    /// Every input by itself, in order: what could not be checked of it, or what was.
    pub fn inputs(&'r self) -> impl Iterator<Item = (&'r [Broken], &'r [FrameworkReport<'r>])> {
        let (mut broken, mut checked) = (self.broken.chunks(1), self.frameworks.chunks(1));
        let mut turns = self.turns.iter();
        std::iter::from_fn(move || {
            let first = match turns.next() {
                Some(Turn::Checked) => checked.next().map(|one| (&[][..], one)),
                Some(Turn::Broken) | None => None,
            };
            let unchecked = || broken.next().map(|one| (one, &[][..]));
            first.or_else(unchecked).or_else(|| checked.next().map(|one| (&[][..], one)))
        })
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
