//! The data-flow line as functions: paths in, a report out.
//!
//! First everything is read and mapped ([`load`]); what cannot be checked is set aside with its problems, and never stops the
//! rest. Then the report is made of what was loaded ([`Loaded::report`]).

mod known;
mod yardstick;

use crate::config::{Flags, Rules, Ruling, Search};
use crate::coverage::Coverage;
use crate::coverage::evidence;
use crate::coverage::settings::Settings;
use crate::files::find::{self, Found};
use crate::framework::Framework;
use crate::framework::reader::{self, Reading};
use crate::mapping::{Mapping, assign, declared};
use crate::policy::baseline::Baseline;
use crate::policy::{Verdict, waiver};
use crate::problem::{Problem, ProblemKind, suggestion};
use crate::report::{Broken, Display, FrameworkReport, Report};
use crate::source::Sources;
use known::Baselines;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
pub use yardstick::Yardstick;
use yardstick::{Refused, Shelf};

/// What a run is asked to do.
#[derive(Debug)]
pub struct Request {
    /// Files, folders, or `-` for standard input.
    pub paths: Vec<PathBuf>,
    /// What the command line asks.
    pub flags: Flags,
    /// Where configurations are looked for.
    pub search: Search,
}

/// Standard input, should a path be `-`.
pub struct Stdin<'s> {
    /// Where from.
    pub reader: &'s mut dyn Read,
    /// Under which path it is shown.
    pub name: Option<&'s Path>,
}

/// One framework, read and mapped.
#[derive(Debug)]
pub struct Input {
    /// Path of the root file, as shown.
    pub path: String,
    /// Its files.
    pub sources: Sources,
    /// The same files on disk, links resolved; empty for a stream.
    pub files: Vec<PathBuf>,
    /// What they say.
    pub framework: Framework,
    /// What it is held against.
    pub yardstick: Arc<Yardstick>,
    /// Which mitigation belongs where.
    pub mapping: Mapping,
    /// What is asked of it.
    pub ruling: Arc<Ruling>,
    /// The findings known of it, where there is a baseline.
    pub baseline: Option<Arc<Baseline>>,
}

/// Everything that was asked for, read and mapped or set aside.
#[derive(Debug, Default)]
pub struct Loaded {
    /// What can be checked.
    pub inputs: Vec<Input>,
    /// What cannot.
    pub broken: Vec<Broken>,
    /// Every file that was read, links resolved.
    pub files: Vec<PathBuf>,
    /// Frameworks that a configuration leaves out of what was searched, as shown.
    pub left_out: Vec<String>,
    /// What is asked where no override says otherwise.
    pub ruling: Arc<Ruling>,
}

/// Reads and maps everything that was asked for. `progress` is told how many of how many files are done.
pub fn load(request: &Request, stdin: Stdin<'_>, progress: &dyn Fn(usize, usize)) -> Loaded {
    let mut run = Run::of(request);
    let mut loaded = Loaded {
        ruling: run.rules.general(request.paths.first().map_or(Path::new("."), |path| path)),
        ..Loaded::default()
    };
    if request.paths.iter().any(|path| path.as_os_str() == "-") {
        let reading = reader::read_stream(stdin.reader, stdin.name);
        loaded.take(&mut run, stdin.name.unwrap_or(Path::new("")), reading);
    }
    let paths: Vec<PathBuf> = request.paths.iter().filter(|path| path.as_os_str() != "-").cloned().collect();
    let (mut found, problems) = find::find(&paths);
    for problem in problems {
        loaded.broken.push(Broken { path: String::new(), sources: Sources::default(), problems: vec![problem] });
    }
    found.retain(|file| {
        let left_out = !file.explicit && run.rules.leaves_out(&file.path);
        loaded.left_out.extend(left_out.then(|| find::shown(&file.path)));
        !left_out
    });
    let read = |(at, file): (usize, &Found)| {
        progress(at, found.len());
        reader::read_file(&file.path)
    };
    let readings: Vec<Reading> = found.iter().enumerate().map(read).collect();
    let roots = reader::roots(&found, &readings);
    for ((file, reading), _) in found.iter().zip(readings).zip(roots).filter(|(_, is_root)| *is_root) {
        loaded.take(&mut run, &file.path, reading);
    }
    loaded.broken.extend(run.rules.take_refused().into_iter().map(Broken::from));
    loaded
}

/// What a run has found out so far about what surrounds its frameworks.
struct Run {
    rules: Rules,
    taxonomies: Shelf,
    baselines: Baselines,
    /// Whether baselines are left alone.
    recording: bool,
}

impl Run {
    fn of(request: &Request) -> Self {
        let rules = Rules::new(request.flags.clone(), request.search.clone());
        let recording = request.flags.recording;
        Self { rules, taxonomies: Shelf::default(), baselines: Baselines::default(), recording }
    }
}

impl Loaded {
    /// Takes a reading in: mapped where it has no problem, else set aside.
    fn take(&mut self, run: &mut Run, path: &Path, reading: Reading) {
        let Reading { sources, framework, mut problems, files } = reading;
        self.files.extend(files.iter().cloned());
        let shown = sources.files().first().map(|file| file.path.clone()).unwrap_or_default();
        // A configuration that cannot be used is told once, for all that it governs.
        let Some(ruling) = run.rules.of(path) else { return };
        let yardstick = match run.taxonomies.fetch(&ruling, &framework, path) {
            Ok(yardstick) => yardstick,
            Err(Refused::Here(problem)) => {
                problems.push(problem);
                self.broken.push(Broken { path: shown, sources, problems });
                return;
            }
            Err(Refused::There(broken)) => {
                self.broken.push(broken);
                return;
            }
        };
        let (names, unknown) = declared::look_up(&framework, &yardstick.taxonomy);
        problems.extend(unknown);
        problems.extend(waiver::problems(&framework));
        problems.extend(evidence::future_dates(&framework, ruling.settings.as_of));
        problems.extend(unknown_level(&framework, &ruling.settings));
        if !problems.is_empty() {
            self.broken.push(Broken { path: shown, sources, problems });
            return;
        }
        let path = ruling.baseline.as_deref().filter(|_| !run.recording);
        let baseline = match run.baselines.fetch(path, &shown, &yardstick.taxonomy) {
            Ok(baseline) => baseline,
            Err(broken) => {
                self.broken.extend(broken);
                return;
            }
        };
        let mapping = assign::assign(&framework, &yardstick.taxonomy, names, &yardstick.mapper, ruling.accept);
        self.inputs.push(Input { path: shown, sources, files, framework, yardstick, mapping, ruling, baseline });
    }

    /// Judges what was loaded.
    pub fn report(&self) -> Report<'_> {
        Report {
            ruling: &self.ruling,
            accept: self.ruling.accept.or_else(|| self.inputs.first().map(|input| input.yardstick.mapper.accept())),
            display: Display::default(),
            broken: &self.broken,
            left_out: &self.left_out,
            frameworks: self.inputs.iter().filter_map(Input::report).collect(),
        }
    }
}

impl Input {
    /// Judges it. Nothing only where it has no level of the name asked for, which is set aside when it is loaded.
    fn report(&self) -> Option<FrameworkReport<'_>> {
        let taxonomy = &self.yardstick.taxonomy;
        let coverage = Coverage::of(&self.framework, taxonomy, &self.mapping, &self.ruling.settings).ok()?;
        let known =
            self.baseline.as_ref().map(|baseline| (baseline.path.as_str(), baseline.frameworks.get(&self.path)));
        let Verdict { findings, ratchet } = self.ruling.policy.judge(&self.path, &self.sources, &coverage, known);
        Some(FrameworkReport {
            path: &self.path,
            sources: &self.sources,
            mapper: &self.yardstick.mapper,
            ruling: &self.ruling,
            coverage,
            findings,
            ratchet,
        })
    }
}

fn unknown_level(framework: &Framework, settings: &Settings) -> Option<Problem> {
    let unknown = settings.level_in(framework).err()?;
    let message = format!("this framework has no level `{}`", unknown.asked);
    let help = suggestion(&unknown.asked, framework.levels.iter().map(|level| level.id.value.as_str()));
    let help = if help.is_empty() { "leave `--level` out: it declares none".to_owned() } else { help };
    Some(Problem::at(ProblemKind::Reference, framework.head.span, message).help(help))
}
