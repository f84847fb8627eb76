//! How right `possible-duplicate` is on labelled pairs, and that its work grows with the text and not with its square.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

use mitigap::mapping::alike::pairs;
use std::time::{Duration, Instant};

struct Labelled<'t> {
    same: bool,
    texts: [(&'t str, &'t str); 2],
}

fn labelled(text: &str) -> Vec<Labelled<'_>> {
    text.lines()
        .map(|line| {
            let fields: Vec<&str> = line.split('\t').collect();
            assert_eq!(fields.len(), 5, "{line}");
            assert!(["same", "other"].contains(&fields[0]), "{line}");
            Labelled { same: fields[0] == "same", texts: [(fields[1], fields[2]), (fields[3], fields[4])] }
        })
        .collect()
}

#[test]
fn nine_in_ten_of_the_pairs_named_are_one_measure() {
    let text = std::fs::read_to_string("fixtures/pairs/duplicates.tsv").unwrap();
    let all = labelled(&text);
    assert!(all.len() >= 120 && all.iter().filter(|pair| pair.same).count() * 2 == all.len());
    let (mut right, mut wrong) = (0, 0);
    for pair in &all {
        let named = !pairs(&pair.texts, &|_, _| true).is_empty();
        right += usize::from(named && pair.same);
        wrong += usize::from(named && !pair.same);
        if named != pair.same {
            println!("{} {:?}", if named { "named " } else { "missed" }, pair.texts.map(|(name, _)| name));
        }
    }
    let same = all.iter().filter(|pair| pair.same).count();
    println!("precision {right} of {}, recall {right} of {same}", right + wrong);
    assert!(right * 10 >= (right + wrong) * 9, "precision {right} of {}", right + wrong);
    assert!(right * 10 >= same * 7, "recall {right} of {same}");
}

#[test]
fn a_hundred_thousand_texts_are_compared_in_seconds() {
    let words =
        ["filter", "weights", "answers", "review", "access", "logs", "model", "tests", "keys", "tiers", "staff"];
    let word = |seed: usize| words[seed % words.len()];
    let descriptions: Vec<String> = (0..100_000_usize)
        .map(|at| {
            format!(
                "{} {} {} of {} by {} and {}",
                word(at),
                word(at / 3),
                word(at / 7),
                word(at / 31),
                word(at / 57),
                word(at / 301)
            )
        })
        .collect();
    let texts: Vec<(&str, &str)> = descriptions.iter().map(|text| ("Measure of safety", text.as_str())).collect();
    let started = Instant::now();
    assert!(!pairs(&texts, &|_, _| true).is_empty());
    assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
}
