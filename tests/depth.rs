//! Depth at size, by two methods that know nothing of each other.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test may fail loudly, and a measurement is printed")]

use mitigap::coverage::hitting::{Element, MAX_SEARCHED_SETS, Order, smallest};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::time::Instant;

/// Berge's algorithm: the minimal transversals of the first sets are extended by each further set, and only minimal ones
/// are kept. It never searches, so it shares no idea with branch and bound.
fn berge(sets: &[Vec<Element>]) -> u32 {
    let mut transversals: BTreeSet<BTreeSet<Element>> = BTreeSet::from([BTreeSet::new()]);
    for set in sets.iter().filter(|set| !set.is_empty()) {
        let extended: BTreeSet<BTreeSet<Element>> = transversals
            .iter()
            .flat_map(|one| {
                let hit = set.iter().any(|element| one.contains(element));
                let more = set.iter().map(|&element| one.iter().copied().chain([element]).collect());
                if hit { vec![one.clone()] } else { more.collect() }
            })
            .collect();
        let minimal = |one: &&BTreeSet<Element>| !extended.iter().any(|other| other != *one && other.is_subset(one));
        transversals = extended.iter().filter(minimal).cloned().collect();
    }
    let size = transversals.iter().map(BTreeSet::len).min().unwrap_or(0);
    u32::try_from(size).unwrap()
}

/// Random sets by a linear congruential generator, the same on every machine.
fn drawn(seed: u32, count: usize, elements: u32, most: u32) -> Vec<Vec<Element>> {
    let mut state = seed;
    let mut draw = |below: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) % below
    };
    let mut set = || {
        let size = 1 + draw(most);
        (0..size).map(|_| draw(elements)).collect::<BTreeSet<_>>().into_iter().collect()
    };
    (0..count).map(|_| set()).collect()
}

/// As [`drawn`], where `hubs` elements between them meet every set, so that the depth is at most `hubs`.
fn shared(seed: u32, count: usize, elements: u32, hubs: u32) -> Vec<Vec<Element>> {
    let sets = drawn(seed, count, elements, 11);
    let with_hub = (0_u32..).zip(sets).map(|(at, set)| {
        let set: BTreeSet<Element> = set.into_iter().chain([elements + at % hubs]).collect();
        set.into_iter().collect()
    });
    with_hub.collect()
}

#[test]
#[ignore = "a measurement: run it with --release --ignored --nocapture"]
fn depth_at_size_takes_milliseconds() {
    for (elements, hubs) in [(500, 8), (500, 4), (300, 8), (150, 8), (60, 8)] {
        let (mut worst, mut bounds) = (0.0_f64, 0);
        for seed in 0..20 {
            let sets = shared(seed, 200, elements, hubs);
            let started = Instant::now();
            let order = smallest(&sets);
            worst = worst.max(started.elapsed().as_secs_f64() * 1000.0);
            bounds += u32::from(order.at_least);
            assert!(order.size <= hubs);
        }
        eprintln!("200 credited, {elements} dependencies, depth up to {hubs}: worst {worst:.1} ms, {bounds} bounds");
    }
}

#[test]
fn a_bound_is_never_above_the_depth() {
    // Past the work limit the hubs still say what the depth cannot exceed.
    for seed in 0..10 {
        let order = smallest(&shared(seed, 400, 40, 12));
        assert!(order.size <= 12, "{order:?}");
    }
}

#[test]
fn a_depth_that_is_wanted_is_proven_at_size() {
    // 200 credited on 500 dependencies: presets up to 8 are decided, not merely bounded.
    for hubs in [2, 4, 8] {
        let order = smallest(&shared(7, 200, 500, hubs));
        assert!(!order.at_least || order.size >= hubs, "{order:?} of {hubs}");
    }
}

#[test]
fn more_sets_than_are_searched_are_decided_where_none_share_anything() {
    let many = u32::try_from(MAX_SEARCHED_SETS).unwrap() + 1;
    let apart: Vec<Vec<Element>> = (0..many).map(|at| vec![2 * at, 2 * at + 1]).collect();
    assert_eq!(smallest(&apart), Order { size: many, at_least: false });
    // Each shares an element with the next: one element for two sets is enough, but nothing was searched to prove it.
    let chained: Vec<Vec<Element>> = (0..many).map(|at| vec![at, at + 1]).collect();
    let order = smallest(&chained);
    assert!(order.at_least && order.size <= many.div_ceil(2), "{order:?}");
}

proptest! {
    #[test]
    fn branch_and_bound_agrees_with_berge(
        sets in prop::collection::vec(
            prop::collection::btree_set(0..14_u32, 1..5).prop_map(|set| set.into_iter().collect::<Vec<_>>()), 0..12)
    ) {
        let order = smallest(&sets);
        prop_assert!(!order.at_least);
        prop_assert_eq!(order.size, berge(&sets));
    }
}
