//! Inputs that nobody would write: no panic, no hang, sound output, and the same bytes again.
//!
//! Every input comes from a seed, so each run is the same. `MITIGAP_FUZZ=20` tries twenty times as many; `MITIGAP_FUZZ_SEED=7`
//! starts elsewhere. What fails is named by its seed and left in the folder for temporary files.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail loudly"
)]

mod beside;
mod chance;
mod grammar;
mod mutation;
mod sound;
#[path = "../support/mod.rs"]
mod support;

use chance::Chance;
use mitigap::config::{Flags, Search};
use mitigap::framework::reader::{self, Reading};
use mitigap::pipeline::{self, Request, Stdin};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Hangs are told from a machine that is busy.
const PATIENCE: Duration = Duration::from_secs(10);

/// The schema of the JSON report.
const SCHEMA: &str = include_str!("../../schemas/report-v1.schema.json");

/// Runs a test on many seeds, `usual` times over what the environment asks.
pub(crate) fn seeds(usual: u64, mut test: impl FnMut(u64)) {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let (times, first) = (number("MITIGAP_FUZZ").unwrap_or(1), number("MITIGAP_FUZZ_SEED").unwrap_or(0));
    for seed in first..first + usual * times {
        test(seed);
    }
}

/// Every framework of the fixtures, those that cannot be read among them.
pub(crate) fn corpus() -> Vec<Vec<u8>> {
    support::fixtures().iter().map(|folder| std::fs::read(folder.join("framework.toml")).unwrap()).collect()
}

/// What is tried, and how long it took at worst in each 10 KB.
struct Trial {
    schema: jsonschema::Validator,
    worst: (Duration, u64),
    tried: usize,
    judged: usize,
}

impl Trial {
    fn new() -> Self {
        let schema = serde_json::from_str(SCHEMA).unwrap();
        let schema = jsonschema::draft202012::new(&schema).unwrap();
        Self { schema, worst: (Duration::ZERO, 0), tried: 0, judged: 0 }
    }

    /// One input, through everything, twice.
    fn run(&mut self, name: &str, seed: u64, bytes: &[u8]) {
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            places(&reader::read_stream(bytes, None));
            let start = Instant::now();
            let (outputs, judged) = outputs(bytes);
            let took = start.elapsed();
            for (format, bytes) in &outputs {
                let outcome = catch_unwind(AssertUnwindSafe(|| sound::check(format, bytes, &self.schema)));
                outcome.unwrap_or_else(|_| panic!("the format {format} is not sound"));
            }
            assert!(outputs == self::outputs(bytes).0, "a second run gives other bytes");
            (took, judged)
        }));
        let Ok((took, judged)) = outcome else {
            let left = std::env::temp_dir().join(format!("mitigap-fuzz-{name}-{seed}.toml"));
            std::fs::write(&left, bytes).unwrap();
            panic!("{name}, seed {seed}: see above; the input is in {}", left.display());
        };
        let pieces = u32::try_from(bytes.len() / 10_240).unwrap() + 1;
        self.worst = self.worst.max((took / pieces, seed));
        self.tried += 1;
        self.judged += usize::from(judged);
        assert!(took < PATIENCE * pieces, "{name}, seed {seed}: {took:?} for {} bytes", bytes.len());
    }

    fn told(&self, name: &str) {
        let (worst, seed) = self.worst;
        println!("{name}: {} inputs, {} judged, worst {worst:?} in 10 KB (seed {seed})", self.tried, self.judged);
    }
}

/// Every place is inside its file and between characters.
fn places(reading: &Reading) {
    for problem in &reading.problems {
        for span in problem.span.iter().chain(problem.related.iter().map(|(span, _)| span)) {
            assert!(
                reading
                    .sources
                    .file(span.file)
                    .is_some_and(|file| { file.text.get(span.start as usize..span.end as usize).is_some() }),
                "{problem:?}"
            );
        }
    }
}

/// All formats of a run, and whether it came to judging.
fn outputs(bytes: &[u8]) -> (Vec<(&'static str, Vec<u8>)>, bool) {
    let flags = Flags::on(support::AS_OF.parse().unwrap());
    let request = Request { paths: vec![PathBuf::from("-")], flags, search: Search::Nowhere };
    let loaded = pipeline::load(&request, Stdin { reader: &mut &*bytes, name: None }, &|_, _| ());
    let report = loaded.report();
    (sound::rendered(&report), !report.frameworks.is_empty())
}

#[test]
fn bytes_without_sense_are_answered() {
    let mut trial = Trial::new();
    seeds(400, |seed| {
        let mut chance = Chance::of(seed);
        let bytes = if seed % 2 == 0 { mutation::noise(&mut chance) } else { mutation::pieces(&mut chance) };
        trial.run("noise", seed, &bytes);
    });
    trial.told("noise");
}

#[test]
fn damaged_frameworks_are_answered() {
    let (mut trial, corpus) = (Trial::new(), corpus());
    seeds(800, |seed| {
        let mut chance = Chance::of(seed);
        let text = &corpus[chance.below(corpus.len())];
        trial.run("damaged", seed, &mutation::mutated(text, &corpus, &mut chance));
    });
    trial.told("damaged");
}

#[test]
fn frameworks_crossed_with_others_are_answered() {
    let (mut trial, corpus) = (Trial::new(), corpus());
    seeds(300, |seed| {
        let mut chance = Chance::of(seed);
        let text = &corpus[chance.below(corpus.len())];
        trial.run("crossed", seed, &mutation::crossed(text, &corpus, &mut chance));
    });
    trial.told("crossed");
    assert!(trial.judged * 10 > trial.tried, "only {} of {} were judged", trial.judged, trial.tried);
}

#[test]
fn strange_but_valid_frameworks_are_judged() {
    let mut trial = Trial::new();
    seeds(300, |seed| trial.run("grammar", seed, grammar::framework(&mut Chance::of(seed)).as_bytes()));
    trial.told("grammar");
    // Otherwise most of what this is for would not be reached.
    assert!(trial.judged * 2 > trial.tried, "only {} of {} were judged", trial.judged, trial.tried);
}
