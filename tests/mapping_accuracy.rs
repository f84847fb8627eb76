//! How right the mapper is on texts that it was not trained on, and that model and page are what the trainer writes.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

#[path = "../examples/train/main.rs"]
#[allow(dead_code, unreachable_pub)]
mod train;

use mitigap::mapping::eval::{Case, Figures};
use mitigap::mapping::training::Example;
use mitigap::mapping::{Confidence, pack};
use mitigap::taxonomy;
use std::sync::OnceLock;
use train::accuracy::{self, Measured};

fn examples() -> Vec<Example> {
    train::everything(train::root()).unwrap()
}

/// Measured once for all tests.
fn measured() -> &'static Measured {
    static MEASURED: OnceLock<Measured> = OnceLock::new();
    MEASURED.get_or_init(|| accuracy::measure(taxonomy::built_in("airi-2026").unwrap(), &examples()))
}

#[test]
fn frameworks_held_out_are_mapped_as_right_as_promised() {
    let figures = Figures::of(&measured().frameworks);
    assert!(figures.texts >= 117);
    for (name, share, least) in [
        ("accept@1", figures.accept_at_1, 0.91),
        ("exact", figures.exact, 0.80),
        ("accept@3", figures.accept_at_3, 0.96),
        ("answered at precision 0.95", figures.answered_at_95, 0.82),
        ("right among the accepted", figures.accepted_right, 0.96),
    ] {
        assert!(share.share >= least, "{name}: {share}");
    }
    assert!(figures.called_none.share <= 0.01, "{figures}");
}

#[test]
fn what_is_no_measure_is_seldom_accepted() {
    let figures = Figures::of(&measured().written);
    assert!(figures.rejected.of >= 100 && figures.rejected.share >= 0.9, "{figures}");
    // These texts were written to be hard: of the measures of real frameworks none is called none.
    assert!(figures.called_none.share <= 0.02, "{figures}");
}

#[test]
fn the_model_is_what_the_trainer_writes() {
    let written = pack::write(&train::trained(taxonomy::built_in("airi-2026").unwrap(), &examples()));
    let kept = std::fs::read_to_string(train::root().join(train::MODEL)).unwrap();
    assert!(written == kept, "run `cargo run --release --example train`");
}

#[test]
fn the_page_says_what_was_measured() {
    let kept = std::fs::read_to_string(train::root().join(accuracy::PAGE)).unwrap();
    assert!(accuracy::page(measured()) == kept, "run `cargo run --release --example train -- --evaluate`");
}

/// Whether one code is the other, or above or below it.
fn related(one: &str, other: &str) -> bool {
    let within = |one: &str, other: &str| one == other || one.starts_with(&format!("{other}."));
    within(one, other) || within(other, one)
}

/// The check's rule: clearly something else, and what is declared is not among the first three.
fn contradicts(case: &Case, declared: &[&str], clearly: Confidence) -> bool {
    let first = case.answers.iter().take(3);
    case.confidence >= clearly
        && case.first() != "NONE"
        && !first.into_iter().any(|answer| declared.iter().any(|code| related(answer, code)))
}

#[test]
fn a_right_category_is_almost_never_spoken_against_and_half_of_all_slips_are_noticed() {
    let taxonomy = taxonomy::built_in("airi-2026").unwrap();
    let cases: Vec<&Case> = measured().frameworks.iter().filter(|case| case.label != "NONE").collect();
    assert!(cases.len() > 100);
    let leaves: Vec<&str> = taxonomy.leaves().map(|at| taxonomy.categories[at].code.as_ref()).collect();
    let mut kept = None;
    println!("clearly  false alarms  slips noticed");
    for clearly in [5_000, 7_000, 8_000, 8_500, 9_000, 9_500].map(Confidence) {
        let wrong = cases.iter().filter(|case| contradicts(case, &[case.label.as_str()], clearly)).count();
        let slips = cases.iter().flat_map(|case| leaves.iter().map(move |leaf| (case, *leaf)));
        let slips: Vec<_> = slips.filter(|(case, leaf)| !case.accepts(leaf) && !related(leaf, &case.label)).collect();
        let noticed = slips.iter().filter(|(case, leaf)| contradicts(case, &[leaf], clearly)).count();
        println!("{:.2}     {wrong} of {}     {noticed} of {}", clearly.value(), cases.len(), slips.len());
        if clearly == Confidence(8_500) {
            kept = Some((wrong, noticed * 100 / slips.len()));
        }
    }
    let (wrong, noticed) = kept.unwrap();
    assert!(wrong * 50 <= cases.len(), "{wrong} false alarms");
    assert!(noticed >= 50, "{noticed} % of slips noticed");
}
