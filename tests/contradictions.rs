//! How often `contradicted-mapping` speaks against a right category, and how often it notices a wrong one: measured on
//! frameworks that the mapper was not trained on.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

#[path = "../examples/train.rs"]
#[allow(dead_code, unreachable_pub)]
mod train;

use mitigap::mapping::Confidence;
use mitigap::mapping::eval::Case;
use mitigap::taxonomy;

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
    let cases = train::held_out(taxonomy, &train::everything(train::root()).unwrap());
    let cases: Vec<&Case> = cases.iter().filter(|case| case.label != "NONE" && case.origin != "definitions").collect();
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
