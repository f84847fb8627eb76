//! What each part of a check costs, on a framework of ordinary size and, where size matters, over three decades:
//! `cargo bench --bench parts`.

#![allow(clippy::unwrap_used, reason = "a benchmark may fail loudly")]

mod support;

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use mitigap::config::{Flags, Search};
use mitigap::coverage::Coverage;
use mitigap::coverage::settings::Settings;
use mitigap::framework::reader::read_text;
use mitigap::mapping::{Mapper, Mapping, assign, declared};
use mitigap::pipeline::{Loaded, Request, Stdin, load};
use mitigap::render::FORMATS;
use mitigap::taxonomy::{self, Taxonomy};
use mitigap::{checks, framework::Framework};
use std::sync::LazyLock;
use support::{Generator, ORDINARY};
use toml::de::DeTable;

static TEXT: LazyLock<String> = LazyLock::new(|| Generator::new().framework(0, ORDINARY));

fn main() {
    divan::main();
}

fn settings() -> Settings {
    Settings::on("2026-11-21".parse().unwrap())
}

fn airi() -> &'static Taxonomy {
    taxonomy::built_in("airi-2026").unwrap()
}

fn mapped(framework: &Framework, mapper: &Mapper) -> Mapping {
    let (names, _) = declared::look_up(framework, airi());
    assign::assign(framework, airi(), names, mapper, None)
}

/// A framework, loaded as the program does.
fn loaded(count: usize) -> Loaded {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("framework.toml");
    std::fs::write(&path, Generator::new().framework(0, count)).unwrap();
    let flags = Flags::on("2026-11-21".parse().unwrap());
    let request = Request { paths: vec![path], flags, search: Search::Nowhere };
    load(&request, Stdin { reader: &mut std::io::empty(), name: None }, &|_, _| ())
}

#[divan::bench]
fn a_parse(bencher: Bencher<'_, '_>) {
    bencher.counter(BytesCount::of_str(&*TEXT)).bench(|| drop(black_box(DeTable::parse_recoverable(&TEXT))));
}

#[divan::bench]
fn b_read(bencher: Bencher<'_, '_>) {
    bencher.counter(BytesCount::of_str(&*TEXT)).bench(|| read_text("framework.toml", &TEXT));
}

/// By a mapper that has read nothing yet.
#[divan::bench]
fn c_map(bencher: Bencher<'_, '_>) {
    let framework = read_text("framework.toml", &TEXT).framework;
    let mapper = || Mapper::built_in(airi()).unwrap();
    let bencher = bencher.counter(ItemsCount::new(ORDINARY)).with_inputs(mapper);
    bencher.bench_values(|mapper| (mapped(&framework, &mapper), mapper));
}

/// By one that has read the same texts before.
#[divan::bench]
fn c_map_again(bencher: Bencher<'_, '_>) {
    let (framework, mapper) = (read_text("framework.toml", &TEXT).framework, Mapper::built_in(airi()).unwrap());
    bencher.counter(ItemsCount::new(ORDINARY)).bench(|| mapped(&framework, &mapper));
}

#[divan::bench]
fn d_depth(bencher: Bencher<'_, '_>) {
    let (framework, mapper) = (read_text("framework.toml", &TEXT).framework, Mapper::built_in(airi()).unwrap());
    let (mapping, settings) = (mapped(&framework, &mapper), settings());
    bencher.bench(|| Coverage::of(&framework, airi(), &mapping, &settings).map(|coverage| coverage.summary));
}

#[divan::bench(args = checks::CHECKS.iter().map(|check| check.id))]
fn e_check(bencher: Bencher<'_, '_>, id: &str) {
    let (framework, mapper) = (read_text("framework.toml", &TEXT).framework, Mapper::built_in(airi()).unwrap());
    let (mapping, settings) = (mapped(&framework, &mapper), settings());
    let coverage = Coverage::of(&framework, airi(), &mapping, &settings).unwrap();
    let check = checks::find(id).unwrap();
    bencher.bench(|| (check.run)(&coverage));
}

#[divan::bench(args = FORMATS.iter().map(|format| format.name))]
fn f_render(bencher: Bencher<'_, '_>, name: &str) {
    let loaded = loaded(ORDINARY);
    let (report, format) = (loaded.report(), mitigap::render::find(name).unwrap());
    bencher.bench(|| {
        let mut bytes = Vec::new();
        (format.render)(&report, &mut bytes).unwrap();
        bytes
    });
}

/// The one check that compares entries with each other: linear all the same.
#[divan::bench(args = [100, 1_000, 10_000, 100_000], sample_count = 3, sample_size = 1)]
fn g_possible_duplicate(bencher: Bencher<'_, '_>, count: usize) {
    let text = Generator::new().framework(0, count);
    let (framework, mapper) = (read_text("framework.toml", &text).framework, Mapper::built_in(airi()).unwrap());
    let (mapping, settings) = (mapped(&framework, &mapper), settings());
    let coverage = Coverage::of(&framework, airi(), &mapping, &settings).unwrap();
    let check = checks::find("possible-duplicate").unwrap();
    bencher.counter(ItemsCount::new(count)).bench(|| (check.run)(&coverage));
}
