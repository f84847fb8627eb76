//! The data-flow line as functions: paths in, a report out.
//!
//! First everything is read and mapped ([`load`]); what cannot be checked is set aside with its problems, and never stops the
//! rest. Then the report is made of what was loaded ([`Loaded::report`]).

mod yardstick;

use crate::coverage::Coverage;
use crate::coverage::evidence;
use crate::coverage::settings::Settings;
use crate::files::find::{self, Found};
use crate::framework::Framework;
use crate::framework::reader::{self, Reading};
use crate::mapping::{Confidence, Mapping, assign, declared};
use crate::policy::Policy;
use crate::problem::{Problem, ProblemKind, suggestion};
use crate::report::{Broken, Display, FrameworkReport, Report};
use crate::source::Sources;
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
    /// What is asked of the analysis.
    pub settings: Settings,
    /// How findings are judged.
    pub policy: Policy,
    /// Taxonomy that overrides what frameworks name: a built-in id or a file.
    pub taxonomy: Option<String>,
    /// Confidence from which on an inferred mapping counts; the mapper's own where `None`.
    pub accept: Option<Confidence>,
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
}

/// Reads and maps everything that was asked for. `progress` is told how many of how many files are done.
pub fn load(request: &Request, stdin: Stdin<'_>, progress: &dyn Fn(usize, usize)) -> Loaded {
    let mut loaded = Loaded::default();
    let mut shelf = Shelf::default();
    if request.paths.iter().any(|path| path.as_os_str() == "-") {
        let reading = reader::read_stream(stdin.reader, stdin.name);
        loaded.take(request, &mut shelf, stdin.name.unwrap_or(Path::new("")), reading);
    }
    let paths: Vec<PathBuf> = request.paths.iter().filter(|path| path.as_os_str() != "-").cloned().collect();
    let (found, problems) = find::find(&paths);
    for problem in problems {
        loaded.broken.push(Broken { path: String::new(), sources: Sources::default(), problems: vec![problem] });
    }
    let read = |(at, file): (usize, &Found)| {
        progress(at, found.len());
        reader::read_file(&file.path)
    };
    let readings: Vec<Reading> = found.iter().enumerate().map(read).collect();
    let roots = reader::roots(&found, &readings);
    for ((file, reading), _) in found.iter().zip(readings).zip(roots).filter(|(_, is_root)| *is_root) {
        loaded.take(request, &mut shelf, &file.path, reading);
    }
    loaded
}

impl Loaded {
    /// Takes a reading in: mapped where it has no problem, else set aside.
    fn take(&mut self, request: &Request, yardsticks: &mut Shelf, path: &Path, reading: Reading) {
        let Reading { sources, framework, mut problems, files } = reading;
        self.files.extend(files.iter().cloned());
        let shown = sources.files().first().map(|file| file.path.clone()).unwrap_or_default();
        let yardstick = match yardsticks.fetch(request, &framework, path) {
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
        problems.extend(evidence::future_dates(&framework, request.settings.as_of));
        problems.extend(unknown_level(&framework, &request.settings));
        if problems.is_empty() {
            let mapping = assign::assign(&framework, &yardstick.taxonomy, names, &yardstick.mapper, request.accept);
            self.inputs.push(Input { path: shown, sources, files, framework, yardstick, mapping });
        } else {
            self.broken.push(Broken { path: shown, sources, problems });
        }
    }

    /// Judges what was loaded.
    pub fn report<'r>(&'r self, request: &'r Request) -> Report<'r> {
        let judge = |input: &'r Input| {
            let taxonomy = &input.yardstick.taxonomy;
            // A level that the framework does not have was set aside when it was loaded.
            let coverage = Coverage::of(&input.framework, taxonomy, &input.mapping, &request.settings).ok()?;
            let findings = request.policy.judge(&input.path, &input.sources, &coverage);
            let mapper = &input.yardstick.mapper;
            Some(FrameworkReport { path: &input.path, sources: &input.sources, mapper, coverage, findings })
        };
        Report {
            settings: &request.settings,
            policy: &request.policy,
            accept: request.accept.or_else(|| self.inputs.first().map(|input| input.yardstick.mapper.accept())),
            display: Display::default(),
            broken: &self.broken,
            frameworks: self.inputs.iter().filter_map(judge).collect(),
        }
    }
}

fn unknown_level(framework: &Framework, settings: &Settings) -> Option<Problem> {
    let unknown = settings.level_in(framework).err()?;
    let message = format!("this framework has no level `{}`", unknown.asked);
    let help = suggestion(&unknown.asked, framework.levels.iter().map(|level| level.id.value.as_str()));
    let help = if help.is_empty() { "leave `--level` out: it declares none".to_owned() } else { help };
    Some(Problem::at(ProblemKind::Reference, framework.head.span, message).help(help))
}
