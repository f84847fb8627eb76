//! A baseline as it is read: every problem in place, nothing guessed.

use super::{Baseline, Extent, Key, Known, Recorded};
use crate::files::find::shown;
use crate::files::load::{self, MAX_BYTES};
use crate::problem::{Problem, Refused};
use crate::source::{FileId, Located, Sources, Span};
use crate::table::{Entry, Log};
use std::collections::BTreeMap;
use std::path::Path;
use toml::de::DeTable;

const FINDING: [&str; 10] =
    ["check", "category", "tier", "threat", "mitigation", "entry", "depth", "examined", "causes", "text"];

/// Reads a baseline.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read(path: &Path) -> Result<Baseline, Refused> {
    let shown = shown(path);
    let loaded = load::load_alone(path, &shown, FileId::default(), MAX_BYTES);
    let (baseline, problems) = match loaded.problem {
        Some(problem) if !path.exists() => {
            let help = "`mitigap baseline write` writes it, with everything that is found now";
            (Baseline::default(), vec![problem.help(help)])
        }
        Some(problem) => (Baseline::default(), vec![problem]),
        None => parse(&loaded.file.text),
    };
    if problems.is_empty() {
        return Ok(Baseline { path: shown, text: loaded.file.text, ..baseline });
    }
    let mut sources = Sources::default();
    sources.add(loaded.file);
    Err(Refused { path: shown, sources, problems })
}

fn parse(text: &str) -> (Baseline, Vec<Problem>) {
    let (root, errors) = DeTable::parse_recoverable(text);
    let mut log = Log::of(FileId::default(), errors.is_empty());
    let start = Span { file: FileId::default(), start: 0, end: 0 };
    let entry = Entry::new(&mut log, root.get_ref(), start, "the baseline", &["schema", "frameworks"]);
    entry.require(&mut log, "schema");
    entry.number(&mut log, "schema", 1..=1);
    let mut frameworks = BTreeMap::new();
    if let Some((tables, span)) = entry.table(&mut log, "frameworks") {
        let entry = Entry::open(tables, span, "`frameworks`");
        for (path, _) in tables {
            if let Some((table, span)) = entry.table(&mut log, path.get_ref()) {
                frameworks.insert(path.get_ref().to_string(), recorded(&mut log, table, span));
            }
        }
    }
    let problems = log.finish(text, &errors, "this baseline");
    (Baseline { frameworks, ..Baseline::default() }, problems)
}

fn recorded(log: &mut Log, table: &DeTable<'_>, span: Span) -> Recorded {
    let entry = Entry::new(log, table, span, "a framework of the baseline", &["taxonomy", "edition", "findings"]);
    let taxonomy = entry.required(log, "taxonomy");
    entry.require(log, "edition");
    let edition = entry.text(log, "edition");
    let mut findings: Vec<Known> =
        entry.tables(log, "findings").into_iter().filter_map(|(table, span)| known(log, table, span)).collect();
    findings.sort();
    let span = edition.as_ref().map_or(span, |edition| edition.span);
    let value = |text: Option<Located<String>>| text.map(|text| text.value).unwrap_or_default();
    Recorded { taxonomy: value(taxonomy), edition: value(edition), span, findings }
}

/// Checks that are no more are read like any other: their findings are gone.
fn known(log: &mut Log, table: &DeTable<'_>, span: Span) -> Option<Known> {
    let entry = Entry::new(log, table, span, "a finding", &FINDING);
    let check = entry.required(log, "check");
    let mut text = |key| entry.filled(log, key).map(|text| text.value);
    let (category, tier, threat) = (text("category"), text("tier"), text("threat"));
    let (mitigation, named, hash) = (text("mitigation"), text("entry"), text("text"));
    let mut number = |key| entry.number(log, key, 0..=u32::MAX).map(|number| number.value);
    let (depth, examined) = (number("depth"), number("examined"));
    let mut causes: Vec<String> = entry.texts(log, "causes").into_iter().map(|cause| cause.value).collect();
    causes.sort();
    Some(Known {
        key: Key { check: check?.value, category, tier, threat, mitigation, entry: named },
        extent: Extent { depth, examined, causes, text: hash },
    })
}
