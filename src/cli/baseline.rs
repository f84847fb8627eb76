//! `mitigap baseline`: what is known today, so that only what gets worse fails.

use super::judging::Judging;
use super::{Surroundings, output};
use crate::config::Flags;
use crate::files::find::{project_root, shown};
use crate::pipeline::{self, Request, Stdin};
use crate::policy::baseline::{self, Baseline, Comparison, Known, Recorded};
use crate::policy::waiver::OF_WAIVERS;
use crate::problem::Refused;
use crate::render::human;
use crate::render::terminal::safe;
use crate::report::{Exit, FrameworkReport};
use clap::{Args, Subcommand};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The name of a baseline where nobody gives another.
const NAME: &str = "mitigap-baseline.toml";

/// Arguments of `baseline`.
#[derive(Debug, Args)]
pub struct BaselineArgs {
    /// What to do.
    #[command(subcommand)]
    pub action: Action,
}

/// What to do with a baseline.
#[derive(Debug, Subcommand)]
pub enum Action {
    /// Record everything that is found now, so that only what is new or worse fails
    Write(Where),
    /// Drop what is gone, and tighten what is better; nothing new is let in
    Prune(Where),
}

/// Of which frameworks, and in which file.
#[derive(Debug, Args)]
pub struct Where {
    /// Framework files, or folders to search; the current folder where none is given
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// The file [default: as the configuration says, else `mitigap-baseline.toml` here]
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// How frameworks are judged.
    #[command(flatten)]
    pub judging: Judging,
    /// Record what is found at this level [default: the highest]
    #[arg(long, value_name = "ID")]
    pub level: Option<String>,
}

/// Writes or prunes; exit 2 where anything cannot be read, and then nothing is written.
pub(super) fn run(args: &BaselineArgs, surroundings: &mut Surroundings<'_>) -> std::io::Result<u8> {
    let (wanted, change): (&Where, Change) = match &args.action {
        Action::Write(wanted) => (wanted, written),
        Action::Prune(wanted) => (wanted, pruned),
    };
    let request = request(wanted, surroundings);
    let loaded = pipeline::load(&request, Stdin { reader: surroundings.stdin, name: None }, surroundings.progress);
    let report = loaded.report();
    for broken in report.broken {
        surroundings.err.write_all(human::problems(broken, false).as_bytes())?;
    }
    if !report.broken.is_empty() {
        writeln!(surroundings.err, "error: nothing is written before every framework can be read")?;
        return Ok(Exit::Broken.code());
    }
    if report.frameworks.is_empty() {
        writeln!(surroundings.err, "error: there is no framework here; name one, or a folder that holds some")?;
        return Ok(Exit::Nothing.code());
    }
    let mut files: BTreeMap<PathBuf, Vec<&FrameworkReport<'_>>> = BTreeMap::new();
    for framework in &report.frameworks {
        let path = wanted.baseline.as_ref().or(framework.ruling.baseline.as_ref());
        files.entry(path.cloned().unwrap_or_else(|| PathBuf::from(NAME))).or_default().push(framework);
    }
    let mut code = Exit::Clean.code();
    for (path, frameworks) in files {
        match update(&path, change, &frameworks) {
            Ok(told) => surroundings.out.write_all(told.as_bytes())?,
            Err(message) => {
                writeln!(surroundings.err, "{}", message.trim_end())?;
                code = Exit::Broken.code();
            }
        }
    }
    Ok(code)
}

/// What becomes of the records of one framework, and what is said of it.
type Change = fn(&mut Baseline, &FrameworkReport<'_>) -> Result<String, Refused>;

/// What is found is held against no baseline: that is read when nobody else can write it.
fn request(wanted: &Where, surroundings: &Surroundings<'_>) -> Request {
    let paths = if wanted.paths.is_empty() { vec![PathBuf::from(".")] } else { wanted.paths.clone() };
    let request = wanted.judging.request(paths, wanted.level.clone(), surroundings);
    Request { flags: Flags { recording: true, ..request.flags }, ..request }
}

/// Reads, changes and writes a file while nobody else does.
fn update(path: &Path, change: Change, frameworks: &[&FrameworkReport<'_>]) -> Result<String, String> {
    let shown_path = shown(path);
    let cannot =
        |error: std::io::Error| format!("error: cannot write `{shown_path}`: {}", output::reason(&error, path));
    let _locked = lock(path).map_err(cannot)?;
    let before = match std::fs::symlink_metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Ok(_) | Err(_) => Some(baseline::read(path).map_err(|refused| human::problems(&refused.into(), false))?),
    };
    let mut after = before.clone().unwrap_or_default();
    let mut told = Vec::new();
    for framework in frameworks {
        let line = change(&mut after, framework).map_err(|refused| human::problems(&refused.into(), false))?;
        told.push(format!("{}: {line}", framework.path));
    }
    for name in gone(&after, path, frameworks) {
        after.set(&name, None);
        told.push(format!("{name}: forgotten, the file is gone"));
    }
    if before.as_ref().is_none_or(|before| before.frameworks != after.frameworks) {
        output::replace(path, baseline::text(&after).as_bytes()).map_err(cannot)?;
    }
    let used = frameworks.iter().all(|framework| framework.ruling.baseline.is_some());
    told.push(format!("{shown_path}: {} known", findings(after.count())));
    if !used {
        told.push(how_to_use(&shown_path));
    }
    Ok(told.iter().map(|line| format!("{}\n", safe(line))).collect())
}

/// Frameworks whose file is no more. Only where what was just read is found from here is a path that leads nowhere a file that
/// is gone, and not one of another project.
fn gone(baseline: &Baseline, path: &Path, frameworks: &[&FrameworkReport<'_>]) -> Vec<String> {
    let root = project_root(path);
    let is_here = |name: &str| root.join(name).exists();
    if !frameworks.iter().all(|framework| is_here(framework.path)) {
        return Vec::new();
    }
    baseline.frameworks.keys().filter(|name| !is_here(name)).cloned().collect()
}

fn how_to_use(path: &str) -> String {
    format!("`mitigap check --baseline {path}` uses it, or `baseline = \"{path}\"` in a `mitigap.toml` beside it")
}

fn findings(count: usize) -> String {
    format!("{count} {}", if count == 1 { "finding" } else { "findings" })
}

/// Everything that is found and no waiver silences.
#[allow(clippy::unnecessary_wraps, reason = "pruning can fail")]
fn written(baseline: &mut Baseline, framework: &FrameworkReport<'_>) -> Result<String, Refused> {
    let taxonomy = framework.coverage.subject.taxonomy;
    let open = framework.findings.iter().filter(|judged| judged.suppressed.is_none());
    let open = open.filter(|judged| !OF_WAIVERS.contains(&judged.finding.check));
    let findings: Vec<Known> = open.map(|judged| Known::of(&framework.coverage, &judged.finding)).collect();
    let before = baseline.frameworks.get(framework.path).map_or(0, |recorded| recorded.findings.len());
    let line = format!("{} recorded, {before} before", self::findings(findings.len()));
    let recorded = Recorded {
        taxonomy: taxonomy.id.to_string(),
        edition: taxonomy.edition.to_string(),
        findings,
        ..Recorded::default()
    };
    baseline.set(framework.path, Some(recorded));
    Ok(line)
}

/// What was known and is still there, as it is now where that is better.
fn pruned(baseline: &mut Baseline, framework: &FrameworkReport<'_>) -> Result<String, Refused> {
    if let Some(problem) = baseline.misfit(framework.path, framework.coverage.subject.taxonomy) {
        return Err(baseline.refuse(problem));
    }
    let Some(recorded) = baseline.frameworks.get(framework.path).cloned() else {
        return Ok("nothing is known of it".to_owned());
    };
    let mut comparison = Comparison::with(&baseline.path, Some(&recorded));
    for judged in &framework.findings {
        comparison.compare(Known::of(&framework.coverage, &judged.finding), judged.suppressed.is_none());
    }
    let ratchet = comparison.finish();
    let line = format!("{} gone, {} better", ratchet.fixed.len(), ratchet.better.len());
    baseline.set(framework.path, Some(recorded.without(&ratchet)));
    Ok(line)
}

/// Keeps others from writing the file, or any in its folder, until it is dropped. The folder is locked, because a file that
/// is replaced as a whole is another afterwards; where a system cannot lock folders, nobody is kept.
fn lock(path: &Path) -> std::io::Result<Option<File>> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match File::open(folder) {
        Ok(folder) => Ok(folder.lock().is_ok().then_some(folder)),
        Err(error) if error.kind() == ErrorKind::NotFound => Err(error),
        Err(_) => Ok(None),
    }
}
