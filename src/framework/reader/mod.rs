//! A spanned TOML tree into a framework, with every problem on the way reported.
//!
//! Two passes: first the entries of all files and their ids, then the values, so that references can point forwards and
//! into other files. The framework that comes out is as complete as the problems allow; only one without problems is
//! checked further.

mod entries;
mod entry;
mod flood;
mod head;
mod ids;
mod include;
pub mod keys;
mod layout;
mod mitigations;
mod references;
mod report;
mod syntax;
mod table;
mod threats;
mod tiers;
mod validate;
mod value;
mod wording;

pub use include::{MAX_INCLUDE_DEPTH, MAX_INCLUDES};
pub use report::MAX_PROBLEMS;

use super::{Framework, Scope, TierSource};
use crate::arena::List;
use crate::files::find::{Found, shown};
use crate::files::load::{Loaded, MAX_BYTES, load, load_from};
use crate::problem::Problem;
use crate::source::{FileId, Sources};
use entries::Entries;
use entry::{Entry, FileTree};
use ids::Ids;
use include::{Home, Loader, Slot};
use keys::TableKind;
use report::Report;
use std::io::Read;
use std::path::{Path, PathBuf};
use table::Table;

/// What reading a root file gave.
#[derive(Debug)]
pub struct Reading {
    /// The root file first, then what it includes.
    pub sources: Sources,
    /// The framework, as complete as the problems allow.
    pub framework: Framework,
    /// Why it cannot be checked; empty if it can. By file and place.
    pub problems: Vec<Problem>,
    /// The files on disk it was read from, links resolved; the root first.
    pub files: Vec<PathBuf>,
}

/// Reads a framework from a file and what it includes.
pub fn read_file(path: &Path) -> Reading {
    read(load(path, &shown(path), FileId::default(), MAX_BYTES), Some(&Home::of(path)))
}

/// Reads a framework from a stream. With a file name it is shown and includes as if it were that file.
pub fn read_stream(from: impl Read, name: Option<&Path>) -> Reading {
    let shown = name.map_or_else(|| STDIN.to_owned(), shown);
    read(load_from(from, &shown, FileId::default(), MAX_BYTES), name.map(Home::of).as_ref())
}

/// How a stream without a name is shown.
pub const STDIN: &str = "<stdin>";

/// Reads a framework from a text in memory, shown as `path`; it can include nothing.
pub fn read_text(path: &str, text: &str) -> Reading {
    read(load_from(text.as_bytes(), path, FileId::default(), MAX_BYTES), None)
}

/// Which of the files found are frameworks of their own: a file found in a folder that another one includes is none.
pub fn roots(found: &[Found], readings: &[Reading]) -> Vec<bool> {
    let included_by = |root: &Path, other: &Reading| other.files.iter().skip(1).any(|file| file == root);
    found
        .iter()
        .zip(readings)
        .enumerate()
        .map(|(at, (one, reading))| {
            let Some(root) = reading.files.first().filter(|_| !one.explicit) else { return true };
            // Of files that include each other the first stays, to say so.
            !readings.iter().enumerate().any(|(other_at, other)| {
                let back = other.files.first().is_some_and(|other| included_by(other, reading));
                at != other_at && included_by(root, other) && (other_at < at || !back)
            })
        })
        .collect()
}

fn read(root: Loaded, home: Option<&Home>) -> Reading {
    let slots: Vec<Slot> = (0..=MAX_INCLUDES).map(|_| Slot::default()).collect();
    let mut report = Report::default();
    let mut loader = Loader::new(&slots, home, &mut report);
    loader.root(root);
    let (trees, complete) = (std::mem::take(&mut loader.trees), loader.complete);
    let files = loader.into_read();
    let mut framework = framework(&trees, complete, &mut report);
    if let Some(home) = home {
        let folders: Vec<PathBuf> = files.iter().filter_map(|file| Some(file.parent()?.to_owned())).collect();
        framework.missing_references = references::missing(&framework, &folders, home);
    }
    drop(trees);
    let mut sources = Sources::default();
    for file in slots.into_iter().filter_map(Slot::into_file) {
        sources.add(file);
    }
    Reading { sources, framework, problems: report.finish(), files }
}

/// The second half: trees to a framework.
fn framework(trees: &[FileTree<'_>], complete: bool, report: &mut Report) -> Framework {
    let mut ids = Ids::default();
    ids.complete = complete;
    let entries = entries::collect(trees, &mut ids, report);
    let mut framework = root(trees, &mut ids, report);
    fill(&mut framework, &entries, &mut ids, report);
    if framework.tier_source != TierSource::Declared {
        (framework.tiers, framework.tier_source) = tiers::undeclared(&ids, framework.head.span, report);
    }
    validate::validate(&framework, !ids.tiers_doubtful, report);
    framework
}

/// What only the root file holds; included files are checked to hold entries only.
fn root<'t>(trees: &'t [FileTree<'t>], ids: &mut Ids<'t>, report: &mut Report) -> Framework {
    let mut framework = empty();
    for (at, tree) in trees.iter().enumerate() {
        let kind = if at == 0 { &keys::ROOT } else { &keys::INCLUDED };
        let mut top = Table::open(Entry::top(tree), kind, ids, report);
        if at == 0 {
            head::schema(&mut top);
            framework.head = head::head(&mut top);
            framework.scope = head::scope(&mut top);
        }
    }
    framework
}

fn fill<'t>(framework: &mut Framework, from: &Entries<'t>, ids: &mut Ids<'t>, report: &mut Report) {
    if !from.tiers.is_empty() {
        framework.tier_source = TierSource::Declared;
    }
    framework.levels = each(&from.levels, &keys::LEVEL, tiers::level, ids, report);
    framework.tiers = each(&from.tiers, &keys::TIER, tiers::tier, ids, report);
    framework.threats = each(&from.threats, &keys::THREAT, threats::threat, ids, report);
    framework.dependencies = each(&from.dependencies, &keys::DEPENDENCY, threats::dependency, ids, report);
    framework.events = each(&from.events, &keys::EVENT, threats::event, ids, report);
    framework.mitigations = each(&from.mitigations, &keys::MITIGATION, mitigations::mitigation, ids, report);
    let waivers = each(&from.waivers, &keys::WAIVER, mitigations::waiver, ids, report);
    framework.waivers = waivers.iter().flatten().cloned().collect::<Vec<_>>().into();
}

/// Reads every entry of one kind.
fn each<'t, T>(
    entries: &[Entry<'t>],
    kind: &'static TableKind,
    read: fn(&mut Table<'_, 't>) -> T,
    ids: &mut Ids<'t>,
    report: &mut Report,
) -> List<T> {
    let all: Vec<T> = entries.iter().map(|entry| read(&mut Table::open(*entry, kind, ids, report))).collect();
    all.into()
}

/// A framework of nothing.
fn empty() -> Framework {
    Framework {
        head: head::unnamed(crate::source::Span::default()),
        scope: Scope::default(),
        levels: List::default(),
        tiers: List::default(),
        tier_source: TierSource::Unstated,
        threats: List::default(),
        dependencies: List::default(),
        events: List::default(),
        mitigations: List::default(),
        waivers: List::default(),
        missing_references: Vec::new(),
    }
}
