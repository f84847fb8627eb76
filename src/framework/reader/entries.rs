//! All entries of all files, by kind, and their ids: the first of two passes.

use super::entry::{Entry, FileTree, check_id, tables};
use super::ids::{Ids, Kind};
use super::keys::{self, TableKind};
use super::report::Report;
use crate::problem::nearest;

/// The entries of a framework, root file first, each kind in file order.
#[derive(Debug, Default)]
pub(super) struct Entries<'t> {
    pub(super) levels: Vec<Entry<'t>>,
    pub(super) tiers: Vec<Entry<'t>>,
    pub(super) threats: Vec<Entry<'t>>,
    pub(super) dependencies: Vec<Entry<'t>>,
    pub(super) events: Vec<Entry<'t>>,
    pub(super) mitigations: Vec<Entry<'t>>,
    pub(super) waivers: Vec<Entry<'t>>,
}

const NAMED: [(Kind, &TableKind); 6] = [
    (Kind::Level, &keys::LEVEL),
    (Kind::Tier, &keys::TIER),
    (Kind::Threat, &keys::THREAT),
    (Kind::Dependency, &keys::DEPENDENCY),
    (Kind::Event, &keys::EVENT),
    (Kind::Mitigation, &keys::MITIGATION),
];

/// Collects the entries of all files and declares their ids.
pub(super) fn collect<'t>(files: &'t [FileTree<'t>], ids: &mut Ids<'t>, report: &mut Report) -> Entries<'t> {
    let mut all = Entries::default();
    for file in files {
        let top = Entry::top(file);
        let mut named = Vec::new();
        for (kind, table) in NAMED {
            let entries = all.of(kind);
            for entry in listed(&top, table, report) {
                named.extend(check_id(&entry, table, report).map(|id| (id, (kind, entries.len()))));
                entries.push(entry);
            }
        }
        // By place, so that of two entries with one id the upper is the first, whatever their kinds.
        named.sort_by_key(|(id, _)| id.span);
        ids.expect(named.len());
        for (id, entry) in named {
            ids.declare(id.value, id.span, entry, report);
        }
        all.waivers.extend(listed(&top, &keys::WAIVER, report));
    }
    ids.tiers_declared = !all.tiers.is_empty();
    all
}

impl<'t> Entries<'t> {
    fn of(&mut self, kind: Kind) -> &mut Vec<Entry<'t>> {
        match kind {
            Kind::Level => &mut self.levels,
            Kind::Tier => &mut self.tiers,
            Kind::Threat => &mut self.threats,
            Kind::Dependency => &mut self.dependencies,
            Kind::Event => &mut self.events,
            Kind::Mitigation => &mut self.mitigations,
        }
    }
}

/// How many unknown lists are looked at as mistyped headers.
const MISTYPED_HEADERS: usize = 20;

/// The entries of one kind in one file. A mistyped header is reported as an unknown key elsewhere; its entries are read
/// all the same, so that references to them are not reported as well.
fn listed<'t>(top: &Entry<'t>, table: &TableKind, report: &mut Report) -> Vec<Entry<'t>> {
    let mut entries = tables(top, table.header, table, report);
    let unknown = top.keys.iter().filter(|(key, _)| !keys::ROOT.keys.contains(&key.get_ref().as_ref()));
    for (key, _) in unknown.filter(|(_, value)| value.get_ref().is_array()).take(MISTYPED_HEADERS) {
        if nearest(key.get_ref(), keys::ROOT.keys.iter().copied()) == Some(table.header) {
            entries.extend(tables(top, key.get_ref(), table, &mut Report::default()));
        }
    }
    entries
}
