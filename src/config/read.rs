//! `mitigap.toml` as it is written.

use crate::checks::{self, CHECKS, Severity};
use crate::coverage::settings::Bound;
use crate::files::find::{git_root, resolve, shown, with_slashes};
use crate::files::{glob, load};
use crate::mapping::Confidence;
use crate::policy::{FailOn, Profile};
use crate::problem::{Problem, ProblemKind, Refused, suggestion};
use crate::source::{FileId, Located, SourceFile, Sources, Span};
use crate::table::{Entry, Log};
use crate::taxonomy;
use crate::vocabulary::Status;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use toml::de::DeTable;

/// Keys: what can be asked of all frameworks, or of some by path.
pub const CHOICES: [&str; 7] = ["profile", "fail_on", "credit", "mapping", "accept", "taxonomy", "severity"];
/// Keys: what can only be asked of all.
pub const GENERAL: [&str; 6] = ["schema", "baseline", "max_waiver_days", "paths", "taxonomies", "override"];

/// The longest a waiver may be allowed to hold from the day it is judged, in days: ten years.
const MAX_DAYS: u32 = 3_660;

/// The most bytes a configuration may have: 1 MiB.
const MAX_BYTES: u64 = 1024 * 1024;

/// A configuration.
#[derive(Debug)]
pub struct Config {
    /// Where it is.
    pub path: PathBuf,
    /// Its text, to tell lines.
    pub file: SourceFile,
    /// What it asks of all frameworks.
    pub choices: Choices,
    /// File of known findings, relative to the configuration.
    pub baseline: Option<Located<String>>,
    /// The most days a waiver may have left.
    pub max_waiver_days: Option<Located<u32>>,
    /// Which files a search in folders takes.
    pub paths: Paths,
    /// Names for taxonomies in files, relative to the configuration.
    pub taxonomies: BTreeMap<String, Located<String>>,
    /// What it asks of some frameworks; the last that applies wins.
    pub overrides: Vec<Override>,
}

/// Patterns of paths relative to the configuration's folder.
#[derive(Debug, Default)]
pub struct Paths {
    /// Only these, where there are any.
    pub include: Vec<Located<String>>,
    /// Not these.
    pub exclude: Vec<Located<String>>,
}

/// What is asked of frameworks.
#[derive(Debug, Default)]
pub struct Choices {
    /// `profile`.
    pub profile: Option<Located<Profile>>,
    /// `fail_on`.
    pub fail_on: Option<Located<FailOn>>,
    /// `credit`.
    pub credit: Option<Located<Status>>,
    /// `mapping`.
    pub mapping: Option<Located<Bound>>,
    /// `accept`.
    pub accept: Option<Located<Confidence>>,
    /// `taxonomy`: a name, or a file relative to the configuration.
    pub taxonomy: Option<Located<String>>,
    /// `severity`, by check.
    pub severities: BTreeMap<String, Located<Severity>>,
}

/// What is asked of the frameworks that a pattern matches.
#[derive(Debug)]
pub struct Override {
    /// The patterns.
    pub paths: Vec<Located<String>>,
    /// What is asked.
    pub choices: Choices,
}

impl Config {
    /// The line of a place, from 1.
    pub fn line(&self, span: Span) -> u32 {
        self.file.line_column(span.start).0
    }

    /// A path written in the configuration.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.path.parent().unwrap_or(Path::new("")).join(name)
    }

    /// Whether a file found in a folder is left out.
    pub(super) fn leaves_out(&self, path: &Path) -> bool {
        // The way of a path is asked of the file system, for every framework of a fleet: only where a pattern may want it.
        if self.paths.include.is_empty() && self.paths.exclude.is_empty() {
            return false;
        }
        let below = self.below(path);
        let included = self.paths.include.is_empty() || any(&self.paths.include, &below);
        !included || any(&self.paths.exclude, &below)
    }

    /// The overrides that apply to a file, by position.
    pub(super) fn overrides_of(&self, path: &Path) -> Vec<usize> {
        if self.overrides.is_empty() {
            return Vec::new();
        }
        let below = self.below(path);
        let applies = |(at, over): (usize, &Override)| any(&over.paths, &below).then_some(at);
        self.overrides.iter().enumerate().filter_map(applies).collect()
    }

    /// The path as its patterns see it: relative to its folder where it lies below, else to the git root.
    fn below(&self, path: &Path) -> String {
        let (folder, path) = (resolve(&self.path).parent().map(Path::to_owned).unwrap_or_default(), resolve(path));
        let relative = path.strip_prefix(&folder).ok().map(Path::to_owned);
        let from_git = || path.strip_prefix(git_root(&path)?).ok().map(Path::to_owned);
        with_slashes(&relative.or_else(from_git).unwrap_or(path))
    }
}

/// Whether a pattern matches a path, or a folder that holds it.
fn any(patterns: &[Located<String>], path: &str) -> bool {
    let names: Vec<&str> = path.split('/').collect();
    patterns.iter().any(|pattern| {
        let parts: Vec<&str> = pattern.value.trim_end_matches('/').split('/').collect();
        (1..=names.len()).any(|end| glob::matches(&parts, names.get(..end).unwrap_or_default()))
    })
}

/// Reads a configuration.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read(path: &Path) -> Result<Config, Refused> {
    let shown = shown(path);
    let loaded = load::load_alone(path, &shown, FileId::default(), MAX_BYTES);
    let mut sources = Sources::default();
    if let Some(problem) = loaded.problem {
        sources.add(loaded.file);
        return Err(Refused { path: shown, sources, problems: vec![problem] });
    }
    let (config, problems) = parse(path, &loaded.file.text);
    if problems.is_empty() {
        Ok(Config { file: loaded.file, ..config })
    } else {
        sources.add(loaded.file);
        Err(Refused { path: shown, sources, problems })
    }
}

/// Reads the text of a configuration; it can be used only if there is no problem.
fn parse(path: &Path, text: &str) -> (Config, Vec<Problem>) {
    let (root, errors) = DeTable::parse_recoverable(text);
    let mut log = Log::of(FileId::default(), errors.is_empty());
    let known: Vec<&str> = GENERAL.iter().chain(&CHOICES).copied().collect();
    let entry = Entry::new(&mut log, root.get_ref(), Span::default(), "the configuration", &known);
    schema(&mut log, &entry);
    let config = Config {
        path: path.to_owned(),
        file: SourceFile::new(String::new(), String::new()),
        choices: choices(&mut log, &entry),
        baseline: entry.filled(&mut log, "baseline"),
        max_waiver_days: entry.number(&mut log, "max_waiver_days", 1..=MAX_DAYS),
        paths: paths(&mut log, &entry),
        taxonomies: taxonomies(&mut log, &entry),
        overrides: overrides(&mut log, &entry),
    };
    let problems = log.finish(text, &errors, "this configuration");
    (config, problems)
}

fn schema(log: &mut Log, entry: &Entry<'_>) {
    entry.number(log, "schema", 1..=1);
}

fn choices(log: &mut Log, entry: &Entry<'_>) -> Choices {
    Choices {
        profile: entry.located_word(log, "profile"),
        fail_on: entry.located_word(log, "fail_on"),
        credit: credit(log, entry),
        mapping: entry.located_word(log, "mapping"),
        accept: entry.probability(log, "accept").map(|p| Located::new(Confidence::from_probability(p.value), p.span)),
        taxonomy: entry.filled(log, "taxonomy"),
        severities: severities(log, entry),
    }
}

/// An idea or a retired entry is never credited.
fn credit(log: &mut Log, entry: &Entry<'_>) -> Option<Located<Status>> {
    let status: Located<Status> = entry.located_word(log, "credit")?;
    if !status.value.reaches(Status::Planned) {
        let message = "`credit` must be a status that can be credited".to_owned();
        log.shape(status.span, message, "one of: planned, committed, implemented");
    }
    Some(status)
}

fn severities(log: &mut Log, entry: &Entry<'_>) -> BTreeMap<String, Located<Severity>> {
    let Some((table, span)) = entry.table(log, "severity") else { return BTreeMap::new() };
    let ids: Vec<&str> = CHECKS.iter().map(|check| check.id).collect();
    for (key, _) in table.iter().filter(|(key, _)| checks::find(key.get_ref()).is_none()) {
        let (at, name) = (log.span(&key.span()), key.get_ref());
        let near = suggestion(name, ids.iter().copied());
        let help = if near.starts_with("did") { near } else { "`mitigap explain` lists all of them".to_owned() };
        log.shape(at, format!("there is no check `{name}`"), help);
    }
    let entry = Entry::open(table, span, "`severity`");
    let mut severity = |check: &&checks::Check| Some((check.id.to_owned(), one_severity(log, &entry, check.id)?));
    CHECKS.iter().filter_map(|check| severity(&check)).collect()
}

/// A severity can be changed, never switched off: what is silenced has to have a reason, an owner and an end.
fn one_severity(log: &mut Log, entry: &Entry<'_>, check: &str) -> Option<Located<Severity>> {
    let off = entry.peek_text(check).is_some_and(|text| ["off", "none", "ignore", "allow", "never"].contains(&text));
    if off {
        let span = entry.span_of(log, check)?;
        let help = "write `note`, or a `[[waiver]]` in the framework: it has a reason, an owner and an end";
        log.shape(span, format!("`{check}` cannot be switched off"), help);
        return None;
    }
    entry.located_word(log, check)
}

fn paths(log: &mut Log, entry: &Entry<'_>) -> Paths {
    let Some((table, span)) = entry.table(log, "paths") else { return Paths::default() };
    let entry = Entry::new(log, table, span, "`paths`", &["include", "exclude"]);
    Paths { include: patterns(log, &entry, "include"), exclude: patterns(log, &entry, "exclude") }
}

/// Patterns are relative and cannot leave the folder.
fn patterns(log: &mut Log, entry: &Entry<'_>, key: &str) -> Vec<Located<String>> {
    let patterns = entry.texts(log, key);
    for pattern in &patterns {
        let text = pattern.value.as_str();
        if text.starts_with('/') || text.contains('\\') || text.split('/').any(|part| part == "." || part == "..") {
            let help = "write it relative to the configuration, with `/`, such as `drafts/**`";
            log.shape(pattern.span, format!("`{text}` can match no path below the configuration"), help);
        }
    }
    patterns
}

fn taxonomies(log: &mut Log, entry: &Entry<'_>) -> BTreeMap<String, Located<String>> {
    let Some((table, span)) = entry.table(log, "taxonomies") else { return BTreeMap::new() };
    let entry = Entry::open(table, span, "`taxonomies`");
    let mut named = BTreeMap::new();
    for (key, _) in table {
        let name = key.get_ref().as_ref();
        if taxonomy::BUILT_IN.contains(&name) {
            let at = log.span(&key.span());
            log.shape(at, format!("`{name}` is built in"), "give your taxonomy another name");
        }
        named.extend(entry.filled(log, name).map(|path| (name.to_owned(), path)));
    }
    named
}

fn overrides(log: &mut Log, entry: &Entry<'_>) -> Vec<Override> {
    let known: Vec<&str> = ["paths"].iter().chain(&CHOICES).copied().collect();
    let tables = entry.tables(log, "override");
    tables.into_iter().map(|(table, span)| one_override(log, table, span, &known)).collect()
}

fn one_override(log: &mut Log, table: &DeTable<'_>, span: Span, known: &[&str]) -> Override {
    let entry = Entry::new(log, table, span, "an override", known);
    if log.intact && entry.lacks("paths") {
        let problem = Problem::at(ProblemKind::Shape, span, "an override does not say which files it is for");
        log.add(problem.label("has no `paths`").help("add `paths = [\"drafts/**\"]`"));
    }
    Override { paths: patterns(log, &entry, "paths"), choices: choices(log, &entry) }
}
