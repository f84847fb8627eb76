//! Findings that were there when the gate was switched on: known, in sight, and not allowed to get worse.
//!
//! A finding is known by its meaning, never by line or wording. Beside it stands how bad it was: the depths of its cell,
//! what alone empties it, and the hash of the mitigation's text. A lower depth, a new cause or another text makes it new.

mod read;
mod write;

pub use read::read;
pub use write::text;

use crate::checks::Finding;
use crate::coverage::standing::Standing;
use crate::coverage::{Coverage, Subject};
use crate::mapping::assign::text_hash;
use crate::problem::{Problem, ProblemKind, Refused};
use crate::source::{SourceFile, Sources, Span};
use crate::taxonomy::Taxonomy;
use std::collections::BTreeMap;
use std::fmt;

/// A file of known findings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Baseline {
    /// Path of the file, as shown.
    pub path: String,
    /// Its text, to point into it.
    pub text: String,
    /// By path of the framework.
    pub frameworks: BTreeMap<String, Recorded>,
}

/// What is known of one framework.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recorded {
    /// Id of the taxonomy it was held against.
    pub taxonomy: String,
    /// Edition of that taxonomy.
    pub edition: String,
    /// Where the edition stands in the file.
    pub span: Span,
    /// The findings, sorted.
    pub findings: Vec<Known>,
}

/// A known finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Known {
    /// What it means.
    pub key: Key,
    /// How bad it was.
    pub extent: Extent,
}

/// What a finding means, in ids.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Key {
    /// The check.
    pub check: String,
    /// Code of the category.
    pub category: Option<String>,
    /// Id of the tier.
    pub tier: Option<String>,
    /// Id of the threat.
    pub threat: Option<String>,
    /// Id of the mitigation.
    pub mitigation: Option<String>,
    /// Id of the dependency, event or level.
    pub entry: Option<String>,
}

/// How bad a finding is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Extent {
    /// Depth of its cell.
    pub depth: Option<u32>,
    /// Depth of what states its dependencies.
    pub examined: Option<u32>,
    /// What alone empties the cell, sorted; nothing from depth 2 on.
    pub causes: Vec<String>,
    /// Hash of the mitigation's name and description.
    pub text: Option<String>,
}

/// What became of a framework since its baseline was written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ratchet {
    /// Path of the baseline, as shown.
    pub path: String,
    /// Known findings that are gone.
    pub fixed: Vec<Known>,
    /// Known findings that are still there and less bad: what was, and what is.
    pub better: Vec<(Known, Known)>,
    /// Findings that are known and no worse.
    pub known: usize,
}

impl Ratchet {
    /// Whether a smaller baseline would do.
    pub const fn can_be_pruned(&self) -> bool {
        !self.fixed.is_empty() || !self.better.is_empty()
    }
}

impl Known {
    /// A finding as a baseline holds it.
    pub fn of(coverage: &Coverage<'_>, finding: &Finding) -> Self {
        Self { key: Key::of(coverage.subject, finding), extent: Extent::of(coverage, finding) }
    }
}

impl Key {
    fn of(subject: Subject<'_>, finding: &Finding) -> Self {
        let framework = subject.framework;
        Self {
            check: finding.check.to_owned(),
            category: finding.category.map(|at| subject.taxonomy.categories[at].code.to_string()),
            tier: finding.tier.map(|at| framework.tiers[at].id.value.clone()),
            threat: finding.threat.map(|at| framework.threats[at].id.value.clone()),
            mitigation: finding.mitigation.map(|at| framework.mitigations[at].id.value.clone()),
            entry: finding.entry.clone(),
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.check)?;
        let about = [
            ("", &self.category),
            ("against ", &self.threat),
            ("of ", &self.mitigation),
            ("naming ", &self.entry),
            ("in tier ", &self.tier),
        ];
        about
            .into_iter()
            .filter_map(|(word, id)| Some((word, id.as_ref()?)))
            .try_for_each(|(word, id)| write!(f, " {word}{id}"))
    }
}

impl Extent {
    fn of(coverage: &Coverage<'_>, finding: &Finding) -> Self {
        let framework = coverage.subject.framework;
        let text = finding.mitigation.map(|at| text_hash(&framework.mitigations[at]));
        let Some(standing) = standing(coverage, finding) else { return Self { text, ..Self::default() } };
        let mut causes: Vec<String> =
            standing.depth.causes.iter().map(|cause| cause.id(framework).to_owned()).collect();
        causes.sort();
        Self { depth: Some(standing.depth.order), examined: Some(standing.orders.examined), causes, text }
    }

    /// What makes this worse than `before`, in words; nothing where it is not.
    pub fn worse_than(&self, before: &Self) -> Option<String> {
        let fell = |what: &str, now: Option<u32>, was: Option<u32>| {
            let (now, was) = (now?, was?);
            (now < was).then(|| format!("{what} {now}, was {was}"))
        };
        fell("depth", self.depth, before.depth)
            .or_else(|| fell("examined depth", self.examined, before.examined))
            .or_else(|| {
                let new = self.causes.iter().find(|cause| !before.causes.contains(cause))?;
                Some(format!("`{new}` alone now empties it"))
            })
            .or_else(|| {
                let changed = before.text.is_some() && self.text != before.text;
                changed.then(|| "the text of the entry is another".to_owned())
            })
    }
}

/// The cell that a finding is about.
fn standing<'c, 'f>(coverage: &'c Coverage<'f>, finding: &Finding) -> Option<&'c Standing<'f>> {
    match (finding.category, finding.threat) {
        (Some(category), None) => {
            let cells = &coverage.category(category)?.cells;
            cells.iter().find(|cell| cell.tier == finding.tier).map(|cell| &cell.standing)
        }
        (_, Some(threat)) => {
            let cells = &coverage.threats.get(threat.at())?.cells;
            cells.iter().find(|cell| Some(cell.tier) == finding.tier).map(|cell| &cell.standing)
        }
        (None, None) => None,
    }
}

/// How a finding stands to what was known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Compared {
    /// Nobody knew of it.
    New,
    /// Known, and worse now: how.
    Worse(String),
    /// Known, and no worse.
    Known,
}

/// Holds findings against what is known, each record once.
#[derive(Debug)]
pub struct Comparison<'b> {
    left: BTreeMap<&'b Key, Vec<&'b Extent>>,
    ratchet: Ratchet,
}

impl<'b> Comparison<'b> {
    /// Against the records of one framework.
    pub fn with(path: &str, recorded: Option<&'b Recorded>) -> Self {
        let mut left: BTreeMap<&Key, Vec<&Extent>> = BTreeMap::new();
        // The last of equal keys is taken first, so they are put in backwards.
        for known in recorded.map_or(&[][..], |recorded| &recorded.findings).iter().rev() {
            left.entry(&known.key).or_default().push(&known.extent);
        }
        Self { left, ratchet: Ratchet { path: path.to_owned(), ..Ratchet::default() } }
    }

    /// How a finding stands to what was known; `counts` where no waiver silences it anyway.
    pub fn compare(&mut self, now: Known, counts: bool) -> Compared {
        let Some(before) = self.left.get_mut(&now.key).and_then(Vec::pop) else { return Compared::New };
        if let Some(how) = now.extent.worse_than(before) {
            return Compared::Worse(how);
        }
        if before.worse_than(&now.extent).is_some() {
            self.ratchet.better.push((Known { key: now.key.clone(), extent: before.clone() }, now));
        }
        self.ratchet.known += usize::from(counts);
        Compared::Known
    }

    /// What became of the rest: it is gone.
    pub fn finish(mut self) -> Ratchet {
        let gone = self.left.iter().flat_map(|(key, extents)| extents.iter().rev().map(move |extent| (key, extent)));
        self.ratchet.fixed = gone.map(|(&key, &extent)| Known { key: key.clone(), extent: extent.clone() }).collect();
        self.ratchet
    }
}

impl Recorded {
    /// The records without what is gone, and with what is better as it is now.
    #[must_use]
    pub fn without(mut self, ratchet: &Ratchet) -> Self {
        for gone in &ratchet.fixed {
            if let Some(at) = self.findings.iter().position(|known| known == gone) {
                self.findings.remove(at);
            }
        }
        for (was, is) in &ratchet.better {
            if let Some(known) = self.findings.iter_mut().find(|known| *known == was) {
                known.clone_from(is);
            }
        }
        self
    }
}

impl Baseline {
    /// How many findings are known.
    pub fn count(&self) -> usize {
        self.frameworks.values().map(|recorded| recorded.findings.len()).sum()
    }

    /// Why what is known of a framework cannot be held against it: findings under one taxonomy say nothing about those under
    /// another.
    pub fn misfit(&self, framework: &str, taxonomy: &Taxonomy) -> Option<Problem> {
        let recorded = self.frameworks.get(framework)?;
        if recorded.taxonomy == taxonomy.id && recorded.edition == taxonomy.edition {
            return None;
        }
        let name = |id: &str, edition: &str| match edition {
            "" => format!("`{id}`"),
            edition => format!("`{id}` ({edition})"),
        };
        let message = format!(
            "the baseline of `{framework}` was written for {}, but the taxonomy is {}",
            name(&recorded.taxonomy, &recorded.edition),
            name(&taxonomy.id, &taxonomy.edition)
        );
        let problem = Problem::at(ProblemKind::Reference, recorded.span, message).label("written for this one");
        Some(problem.help("look at what is found with `--no-baseline`, then run `mitigap baseline write`"))
    }

    /// The baseline as a file that cannot be used.
    pub fn refuse(&self, problem: Problem) -> Refused {
        let mut sources = Sources::default();
        sources.add(SourceFile::new(self.path.clone(), self.text.clone()));
        Refused { path: self.path.clone(), sources, problems: vec![problem] }
    }

    /// Puts what a framework has now in the place of what was known of it; `None` forgets it.
    pub fn set(&mut self, path: &str, recorded: Option<Recorded>) {
        match recorded {
            Some(mut recorded) if !recorded.findings.is_empty() => {
                recorded.findings.sort();
                self.frameworks.insert(path.to_owned(), recorded);
            }
            Some(_) | None => {
                self.frameworks.remove(path);
            }
        }
    }
}
