//! What the documents are made of: the example, which has one of everything, and every fixture.

use mitigap::arena::Handle;
use mitigap::config::{Origin, Ruling, Setting};
use mitigap::coverage::Coverage;
use mitigap::coverage::settings::Settings;
use mitigap::framework::reader::{Reading, read_file};
use mitigap::mapping::declared;
use mitigap::mapping::{Basis, Candidate, Confidence, Doubt, Mapped, Mapper, Mapping};
use mitigap::policy::baseline::{Extent, Key, Known, Ratchet};
use mitigap::problem::{Problem, ProblemKind};
use mitigap::render::map::{MapReport, MappedFramework};
use mitigap::report::{Broken, Display, FrameworkReport, Report};
use mitigap::source::Sources;
use mitigap::taxonomy::{Category, DEFAULT, Taxonomy, built_in, load};
use serde_json::Value;
use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// A framework that was read and mapped, and how the run is set; reports borrow from it.
pub(crate) struct Run {
    pub(crate) reading: Reading,
    pub(crate) taxonomy: Cow<'static, Taxonomy>,
    pub(crate) mapping: Mapping,
    pub(crate) mapper: Mapper,
    pub(crate) ruling: Ruling,
    pub(crate) general: Ruling,
    pub(crate) ratchet: Option<Ratchet>,
    pub(crate) left_out: Vec<String>,
    pub(crate) broken: Vec<Broken>,
}

/// Whether inputs are in the report that could not be read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Inputs {
    AllSound,
    SomeBroken,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The example: a framework in two files and a mapping with every basis.
pub(crate) fn example() -> Run {
    let mut run = sound(&root().join("tests/json_contract/framework.toml"));
    for (entry, mapped) in run.reading.framework.mitigations.iter().zip(&mut run.mapping.of) {
        let basis = if entry.id.value == "unlearning" { Basis::Confirmed } else { Basis::Declared };
        let categories = std::mem::take(&mut mapped.categories);
        let by_text = by_text(&run.taxonomy, &entry.id.value);
        *mapped = by_text.unwrap_or_else(|| answer(&run.taxonomy, (basis, categories), 9_731));
        mapped.doubt = (entry.id.value == "good-intentions").then_some(Doubt::Denies);
    }
    run.ruling.settings.level = Some("high".to_owned());
    run.general.settings.level = Some("high".to_owned());
    let origin = Setting { key: "profile".to_owned(), value: "draft".to_owned(), origin: Origin::Flag("--profile") };
    run.ruling.origins = vec![origin];
    run.ruling.config = Some("mitigap.toml".to_owned());
    run.ruling.baseline = Some("mitigap-baseline.toml".into());
    run.ratchet = Some(ratchet());
    run.left_out = vec!["drafts/a.framework.toml".to_owned()];
    run.broken = ["tests/json_contract/broken.toml", "tests/json_contract/gone.toml"].map(broken).into();
    let bare = Problem::without_place(ProblemKind::Limit, "a problem that has neither place nor help");
    run.broken[1].problems.push(bare);
    run
}

fn ratchet() -> Ratchet {
    let id = |id: &str| Some(id.to_owned());
    let key = Key {
        check: "common-cause".to_owned(),
        category: id("1.2.1"),
        tier: id("api"),
        threat: id("misuse"),
        mitigation: id("filter"),
        entry: id("weights-stolen"),
    };
    let causes = vec!["guard-model".to_owned()];
    let was = Extent { depth: Some(1), examined: Some(1), causes, text: id("9f2c11ab") };
    let is = Extent { depth: Some(2), examined: Some(1), ..Extent::default() };
    let known = |extent: Extent| Known { key: key.clone(), extent };
    Ratchet {
        path: "mitigap-baseline.toml".to_owned(),
        fixed: vec![known(was.clone())],
        better: vec![(known(was), known(is))],
        known: 3,
    }
}

/// Every fixture that can be checked, as far as the author declared categories.
pub(crate) fn fixtures() -> Vec<Run> {
    let paths = frameworks_below(&root().join("fixtures"));
    paths.iter().filter(|path| broken(path).problems.is_empty()).map(|path| sound(path)).collect()
}

/// Every fixture that cannot be read.
pub(crate) fn invalid_fixtures() -> Vec<Broken> {
    let paths = frameworks_below(&root().join("fixtures"));
    paths.iter().map(broken).filter(|input| !input.problems.is_empty()).collect()
}

fn frameworks_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(frameworks_below(&path));
        } else if path.ends_with("framework.toml") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn broken(path: impl AsRef<Path>) -> Broken {
    let Reading { sources, problems, .. } = read_file(&root().join(&path));
    Broken { path: path.as_ref().to_string_lossy().into_owned(), sources, problems }
}

fn sound(path: &Path) -> Run {
    let reading = read_file(path);
    assert_eq!(reading.problems, [], "{}", path.display());
    let taxonomy = taxonomy_of(&reading, path);
    let (names, problems) = declared::look_up(&reading.framework, &taxonomy);
    assert_eq!(problems, [], "{}", path.display());
    let of = names.mitigations.iter().map(|categories| Mapped {
        basis: if categories.is_empty() { Basis::None } else { Basis::Declared },
        categories: categories.clone(),
        confidence: Confidence(0),
        candidates: Vec::new(),
        doubt: None,
    });
    Run {
        mapping: Mapping { of: of.collect(), names, ..Mapping::default() },
        mapper: Mapper::built_in(&taxonomy).or_else(|| Mapper::train(&taxonomy, &[])).unwrap(),
        reading,
        taxonomy,
        ruling: Ruling { settings: Settings::on("2026-11-21".parse().unwrap()), ..Ruling::default() },
        general: Ruling { settings: Settings::on("2026-11-21".parse().unwrap()), ..Ruling::default() },
        ratchet: None,
        left_out: Vec::new(),
        broken: Vec::new(),
    }
}

fn taxonomy_of(reading: &Reading, path: &Path) -> Cow<'static, Taxonomy> {
    let named = reading.framework.head.taxonomy.as_ref().map_or(DEFAULT, |named| &named.value);
    built_in(named).map_or_else(
        || {
            let (taxonomy, problems) = load(&mut Sources::default(), &path.with_file_name(named));
            assert_eq!(problems, [], "{named}");
            Cow::Owned(taxonomy.unwrap())
        },
        Cow::Borrowed,
    )
}

/// The entries of the example whose text was mapped.
fn by_text(taxonomy: &Taxonomy, id: &str) -> Option<Mapped> {
    let (basis, code, share) = match id {
        "usage-review" => (Basis::Inferred, "1.2.2", 9_500),
        "officer" => (Basis::Suspect, "2.1.1", 7),
        "good-intentions" => (Basis::None, "", 3_333),
        _ => return None,
    };
    Some(answer(taxonomy, (basis, taxonomy.by_code(code).into_iter().collect()), share))
}

fn answer(taxonomy: &Taxonomy, (basis, categories): (Basis, Vec<Handle<Category>>), share: u16) -> Mapped {
    let candidate = |code, share| Candidate { category: taxonomy.by_code(code), confidence: Confidence(share) };
    let candidates = vec![candidate("1.2.2", share), candidate("NONE", 201), candidate("1.1.1", 1)];
    Mapped { basis, categories, confidence: Confidence(share), candidates, doubt: None }
}

impl Run {
    /// A report in which the framework stands as often as asked.
    pub(crate) fn report(&self, frameworks: usize, inputs: Inputs) -> Report<'_> {
        let framework = &self.reading.framework;
        let path = self.reading.sources.files()[0].path.as_str();
        let one = || {
            let coverage = Coverage::of(framework, &self.taxonomy, &self.mapping, &self.ruling.settings).unwrap();
            let findings = self.ruling.policy.judge(path, &self.reading.sources, &coverage, None).findings;
            let (sources, mapper, ruling) = (&self.reading.sources, &self.mapper, &self.ruling);
            FrameworkReport { path, sources, mapper, ruling, coverage, findings, ratchet: self.ratchet.clone() }
        };
        Report {
            ruling: &self.general,
            left_out: &self.left_out,
            accept: Some(Confidence(9_100)),
            display: Display::default(),
            turns: &[],
            broken: if inputs == Inputs::SomeBroken { &self.broken } else { &[] },
            frameworks: (0..frameworks).map(|_| one()).collect(),
        }
    }

    /// What `map` gives.
    pub(crate) fn map_report(&self) -> MapReport<'_> {
        let framework = &self.reading.framework;
        MapReport {
            broken: &self.broken,
            colour: false,
            frameworks: vec![MappedFramework {
                path: &self.reading.sources.files()[0].path,
                sources: &self.reading.sources,
                framework,
                taxonomy: &self.taxonomy,
                mapping: &self.mapping,
                mapper: &self.mapper,
                accept: self.mapper.accept(),
            }],
        }
    }
}

/// The bytes of a file by the path a document gives it, which is relative to the folder that holds `.git`, or to this
/// package.
pub(crate) fn bytes_of(path: &str) -> Vec<u8> {
    let mut folders = root().ancestors().filter(|folder| *folder == root() || folder.join(".git").exists());
    folders.find_map(|folder| std::fs::read(folder.join(path)).ok()).unwrap()
}

/// The characters that a place on one line covers: counted here, not by the library.
pub(crate) fn text_at(place: &Value) -> String {
    let bytes = bytes_of(place["path"].as_str().unwrap());
    let text = String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes)).into_owned();
    let number = |key: &str| usize::try_from(place[key].as_u64().unwrap()).unwrap();
    assert_eq!(number("line"), number("end_line"), "{place} is on one line");
    let line = text.split('\n').nth(number("line") - 1).unwrap();
    line.chars().skip(number("column") - 1).take(number("end_column") - number("column")).collect()
}

/// Whether a place lies in its file: both ends on lines that are there and not past what stands on them, in order.
pub(crate) fn lies_in_its_file(place: &Value) -> bool {
    let bytes = bytes_of(place["path"].as_str().unwrap());
    let text = String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes)).into_owned();
    let lines: Vec<usize> = text.split('\n').map(|line| line.chars().count()).collect();
    let end = |line: &str, column: &str| (place[line].as_u64().unwrap(), place[column].as_u64().unwrap());
    let (from, to) = (end("line", "column"), end("end_line", "end_column"));
    let there = |(line, column): (u64, u64)| {
        let length = usize::try_from(line - 1).ok().and_then(|at| lines.get(at));
        length.is_some_and(|length| column >= 1 && column <= *length as u64 + 1)
    };
    from <= to && there(from) && there(to)
}
