//! The data-flow line as functions: paths in, a report out.
//!
//! First everything is read and mapped ([`load`]); what cannot be checked is set aside with its problems, and never stops the
//! rest. Then the report is made of what was loaded ([`Loaded::report`]). Where a format tells one input after the other,
//! [`each`] does both input by input and holds but a few of them.

mod known;
mod lines;
mod workers;
mod yardstick;

use crate::config::{Flags, Rules, Ruling, Search};
use crate::coverage::Coverage;
use crate::coverage::evidence;
use crate::coverage::failure;
use crate::coverage::settings::Settings;
use crate::files::find::{self, Found};
use crate::framework::Framework;
use crate::framework::reader::{self, Reading, report as gather};
use crate::mapping::{Mapping, assign, declared};
use crate::policy::baseline::Baseline;
use crate::policy::{Verdict, waiver};
use crate::problem::{Problem, ProblemKind, suggestion};
use crate::report::{Broken, Display, FrameworkReport, Report, Turn};
use crate::source::Sources;
use known::Baselines;
pub use lines::each_line;
use std::io::Read;
use std::num::NonZeroUsize;
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

impl Request {
    /// How many threads work on so many inputs.
    fn threads(&self, inputs: usize) -> NonZeroUsize {
        let all = || std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        if inputs < 2 { NonZeroUsize::MIN } else { self.flags.jobs.unwrap_or_else(all) }
    }
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
    /// Which of the two each input came to, in order.
    pub turns: Vec<Turn>,
    /// Every file that was read, links resolved.
    pub files: Vec<PathBuf>,
    /// Frameworks that a configuration leaves out of what was searched, as shown.
    pub left_out: Arc<Vec<String>>,
    /// What is asked where no override says otherwise.
    pub ruling: Arc<Ruling>,
}

/// Reads and maps everything that was asked for. `progress` is told how many of how many files are done.
pub fn load(request: &Request, stdin: Stdin<'_>, progress: &dyn Fn(usize, usize)) -> Loaded {
    let mut loaded = Loaded::default();
    let around = each(request, stdin, progress, &|one| one, &mut |one| loaded.append(one));
    Loaded { ruling: around.general, left_out: around.left_out, ..loaded }
}

/// Reads and maps every input, does `work` on it as soon as it is there, and gives the results to `take` in order.
///
/// What `work` is given has one turn, rarely none or two. Several inputs are worked on at the same time, and few are held at
/// a time. Returns what all of them share.
pub fn each<T: Send>(
    request: &Request,
    stdin: Stdin<'_>,
    progress: &dyn Fn(usize, usize),
    work: &(dyn Fn(Loaded) -> T + Sync),
    take: &mut dyn FnMut(T),
) -> Around {
    let mut run = Run::of(request, request.paths.first().map_or(Path::new("."), |path| path));
    let paths: Vec<PathBuf> = request.paths.iter().filter(|path| path.as_os_str() != "-").cloned().collect();
    let (found, problems) = find::find(&paths);
    let (found, around) = run.looked_around(found);
    if paths.len() < request.paths.len() {
        let path = stdin.name.unwrap_or(Path::new(""));
        let reading = reader::read_stream(stdin.reader, stdin.name);
        take(work(around.load(run.governing(path), Some(path), reading)));
    }
    for problem in problems {
        let (path, sources) = (String::new(), Sources::default());
        take(work(around.none(Broken { path, sources, problems: vec![problem] })));
    }
    let (all, mut done) = (found.len(), 0);
    let mut jobs = found.into_iter().map(|file| (run.governing_found(&file), file));
    let load = |(governing, file): (Option<Governing>, Found)| {
        work(around.load(governing, Some(&file.path), reader::read_found(&file)))
    };
    workers::in_order(&mut jobs, request.threads(all), &load, &mut |result| {
        progress(done, all);
        done += 1;
        take(result);
    });
    for refused in run.rules.take_refused() {
        take(work(around.none(refused.into())));
    }
    for lost in run.baselines.lost() {
        take(work(around.none(lost)));
    }
    around
}

/// What a run finds out on its way about what surrounds its frameworks, in their order.
struct Run {
    rules: Rules,
    baselines: Baselines,
    /// Whether baselines are left alone.
    recording: bool,
    general: Arc<Ruling>,
}

/// What all frameworks of a run share.
pub struct Around {
    general: Arc<Ruling>,
    left_out: Arc<Vec<String>>,
    taxonomies: Shelf,
}

/// What governs one framework.
struct Governing {
    ruling: Arc<Ruling>,
    /// Its baseline; `Err` where it cannot be used, which one framework tells.
    baseline: Result<Option<Arc<Baseline>>, Option<Broken>>,
}

impl Run {
    fn of(request: &Request, place: &Path) -> Self {
        let mut rules = Rules::new(request.flags.clone(), request.search.clone());
        let general = rules.general(place);
        Self { rules, baselines: Baselines::default(), recording: request.flags.recording, general }
    }

    /// The frameworks among what was found, and what surrounds them.
    fn looked_around(&mut self, mut found: Vec<Found>) -> (Vec<Found>, Around) {
        let mut left_out = Vec::new();
        found.retain(|file| {
            let out = !file.explicit && self.rules.leaves_out(file.folder.path(), &file.path);
            left_out.extend(out.then(|| find::shown(&file.path)));
            !out
        });
        let mut roots = reader::roots(&found).into_iter();
        found.retain(|_| roots.next().unwrap_or(true));
        (found, self.around(left_out))
    }

    fn around(&self, left_out: Vec<String>) -> Around {
        Around { general: Arc::clone(&self.general), left_out: Arc::new(left_out), taxonomies: Shelf::default() }
    }

    /// What governs the framework in a file. A configuration that cannot be used is told once, for all that it governs.
    fn governing(&mut self, path: &Path) -> Option<Governing> {
        let ruling = self.rules.of(path)?;
        Some(self.governing_by(ruling))
    }

    /// The same of a file that was found.
    fn governing_found(&mut self, file: &Found) -> Option<Governing> {
        let ruling = self.rules.of_file(file.folder.path(), &file.path)?;
        Some(self.governing_by(ruling))
    }

    fn governing_by(&mut self, ruling: Arc<Ruling>) -> Governing {
        let path = ruling.baseline.as_deref().filter(|_| !self.recording);
        Governing { baseline: self.baselines.fetch(path), ruling }
    }
}

impl Around {
    /// Nothing yet.
    fn nothing(&self) -> Loaded {
        let (left_out, ruling) = (Arc::clone(&self.left_out), Arc::clone(&self.general));
        Loaded { left_out, ruling, ..Loaded::default() }
    }

    /// One input that cannot be checked.
    fn none(&self, broken: Broken) -> Loaded {
        Loaded { broken: vec![broken], turns: vec![Turn::Broken], ..self.nothing() }
    }

    /// One input: mapped where it has no problem, else set aside. `path` is `None` for a text that is in no file.
    fn load(&self, governing: Option<Governing>, path: Option<&Path>, reading: Reading) -> Loaded {
        let Reading { sources, framework, mut problems, files } = reading;
        let Some(Governing { ruling, baseline }) = governing else { return Loaded { files, ..self.nothing() } };
        let shown = sources.files().first().map(|file| file.path.clone()).unwrap_or_default();
        let yardstick = match self.taxonomies.fetch(&ruling, &framework, path) {
            Ok(yardstick) => yardstick,
            Err(Refused::Here(problem)) => {
                problems.push(problem);
                return self.refused(Broken { path: shown, sources, problems }, baseline, files);
            }
            Err(Refused::There(broken)) => return self.refused(broken, baseline, files),
        };
        let (names, unknown) = declared::look_up(&framework, &yardstick.taxonomy);
        problems.extend(unknown);
        problems.extend(contradictions(&framework, &ruling.settings));
        if problems.is_empty() {
            problems.extend(failure::excess(&framework));
        }
        if !problems.is_empty() {
            return self.refused(Broken { path: shown, sources, problems }, baseline, files);
        }
        let baseline = match baseline {
            Ok(baseline) => baseline,
            Err(broken) => {
                let none = broken.map_or_else(|| self.nothing(), |broken| self.none(broken));
                return Loaded { files, ..none };
            }
        };
        let misfit = baseline.as_ref().and_then(|known| Some((known, known.misfit(&shown, &yardstick.taxonomy)?)));
        if let Some((known, problem)) = misfit {
            return Loaded { files, ..self.none(known.refuse(problem).into()) };
        }
        let mapping = assign::assign(&framework, &yardstick.taxonomy, names, &yardstick.mapper, ruling.accept);
        let own = files.clone();
        let input = Input { path: shown, sources, files: own, framework, yardstick, mapping, ruling, baseline };
        Loaded { inputs: vec![input], turns: vec![Turn::Checked], files, ..self.nothing() }
    }

    /// An input with problems of its own, and the baseline that it is to tell of.
    fn refused(
        &self,
        broken: Broken,
        baseline: Result<Option<Arc<Baseline>>, Option<Broken>>,
        files: Vec<PathBuf>,
    ) -> Loaded {
        let mut loaded = Loaded { files, ..self.none(broken) };
        if let Err(Some(broken)) = baseline {
            loaded.append(self.none(broken));
        }
        loaded
    }
}

/// What a framework says that cannot be in this run.
fn contradictions(framework: &Framework, settings: &Settings) -> Vec<Problem> {
    let mut all = gather::Report::default();
    let future = evidence::future_dates(framework, settings.as_of);
    waiver::problems(framework).into_iter().chain(future).chain(unknown_level(framework, settings)).for_each(
        |problem| {
            all.add(problem);
        },
    );
    all.finish()
}

impl Loaded {
    fn append(&mut self, other: Self) {
        self.inputs.extend(other.inputs);
        self.broken.extend(other.broken);
        self.turns.extend(other.turns);
        self.files.extend(other.files);
    }

    /// Judges what was loaded.
    pub fn report(&self) -> Report<'_> {
        Report {
            ruling: &self.ruling,
            accept: self.ruling.accept,
            display: Display::default(),
            turns: &self.turns,
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
