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
pub mod report;
mod roots;
mod syntax;
mod table;
mod threats;
mod tiers;
mod validate;
mod value;
mod wording;

pub use include::{MAX_INCLUDE_DEPTH, MAX_INCLUDES};
pub use report::MAX_PROBLEMS;
pub use roots::roots;

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
    read_root(path, &Home::of(path))
}

/// Reads a framework from a file that was found, and what it includes.
pub fn read_found(found: &Found) -> Reading {
    read_root(&found.path, &Home::of_found(found))
}

fn read_root(path: &Path, home: &Home) -> Reading {
    read(load(path, &home.shown, FileId::default(), MAX_BYTES), Some(home), "")
}

/// Reads a framework from a stream. With a file name it is shown and includes as if it were that file.
pub fn read_stream(from: impl Read, name: Option<&Path>) -> Reading {
    let shown = name.map_or_else(|| STDIN.to_owned(), shown);
    let advice = "say which file it is with `--stdin-filename`";
    read(load_from(from, &shown, FileId::default(), MAX_BYTES), name.map(Home::of).as_ref(), advice)
}

/// How a stream without a name is shown.
pub const STDIN: &str = "<stdin>";

/// Reads a framework from a text in memory, shown as `path`; it can include nothing.
pub fn read_text(path: &str, text: &str) -> Reading {
    let advice = "put what it includes into the text itself";
    read(load_from(text.as_bytes(), path, FileId::default(), MAX_BYTES), None, advice)
}

fn read(root: Loaded, home: Option<&Home>, advice: &'static str) -> Reading {
    let (slots, mut report) = (Slot::default(), Report::default());
    let mut loader = Loader::new(&slots, home, &mut report);
    loader.advice = advice;
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
    for file in slots.into_files() {
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
