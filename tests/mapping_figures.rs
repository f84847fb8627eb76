//! The figures that judge the mapper, each worked out by hand on nine answers.

use mitigap::mapping::Confidence;
use mitigap::mapping::eval::{Case, Figures, Share};

fn case(label: &str, answers: &[&str], confidence: u16, counts: bool) -> Case {
    let owned = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect();
    // Where the label is A, B is not wrong.
    let acceptable = if label == "A" { owned(&["B"]) } else { Vec::new() };
    let (origin, name) = ("here".to_owned(), format!("{label} at {confidence}"));
    let (label, answers) = (label.to_owned(), owned(answers));
    Case { origin, name, label, acceptable, answers, confidence: Confidence(confidence), counts }
}

fn nine() -> Figures {
    Figures::of(&[
        case("A", &["A"], 9_500, true),
        case("A", &["A", "C"], 9_500, true),
        case("A", &["B"], 8_500, true),
        case("A", &["C"], 8_500, true),
        case("B", &["A", "C", "B"], 3_500, false),
        case("NONE", &["NONE", "A"], 10_000, false),
        case("NONE", &["A"], 6_500, true),
        case("B", &["NONE", "A", "C", "B"], 1_500, false),
        case("A", &["C"], 500, false),
    ])
}

fn counts(share: Share) -> (usize, usize) {
    (share.count, share.of)
}

#[test]
fn answers_are_counted_as_their_labels_say() {
    let figures = nine();
    assert_eq!(figures.texts, 9);
    assert_eq!(counts(figures.accept_at_1), (4, 9));
    assert_eq!(counts(figures.exact), (3, 9));
    assert_eq!(counts(figures.accept_at_3), (5, 9));
    assert_eq!(counts(figures.accepted), (5, 9));
    assert_eq!(counts(figures.accepted_right), (3, 5));
    assert_eq!(counts(figures.rejected), (1, 2));
    assert_eq!(counts(figures.called_none), (1, 7));
}

#[test]
fn equally_sure_answers_are_given_together_or_not_at_all() {
    // Of the two at 0.85 one is right: with both, 4 of 5 are, which is less than 0.95.
    assert_eq!(counts(nine().answered_at_95), (3, 9));
}

#[test]
fn what_is_stated_is_held_against_what_was_right() {
    let figures = nine();
    let bins: Vec<_> = figures.reliability.iter().map(|bin| (bin.from, bin.stated, counts(bin.right))).collect();
    let expected = [
        (0.0, 0.05, (0, 1)),
        (0.1, 0.15, (0, 1)),
        (0.3, 0.35, (0, 1)),
        (0.6, 0.65, (0, 1)),
        (0.8, 0.85, (1, 2)),
        (0.9, 0.9667, (3, 3)),
    ];
    assert_eq!(bins, expected);
    // (0.05 + 0.15 + 0.35 + 0.65 + 2 * 0.35 + 3 * 0.0333) / 9
    assert!((figures.calibration_error - 0.2222).abs() < 1e-9, "{}", figures.calibration_error);
}

#[test]
fn the_most_frequent_and_the_surest_errors_come_first() {
    let figures = nine();
    let pairs =
        figures.confusions.iter().map(|pair| (pair.label.as_str(), pair.answer.as_str(), pair.times, pair.wrong));
    let expected = [("A", "C", 2, 2), ("B", "A", 1, 1), ("B", "NONE", 1, 1), ("NONE", "A", 1, 1), ("A", "B", 1, 0)];
    assert_eq!(pairs.collect::<Vec<_>>(), expected);
    let worst = figures.worst.iter().map(|miss| miss.name.as_str());
    assert_eq!(worst.collect::<Vec<_>>(), ["A at 8500", "NONE at 6500", "B at 3500", "B at 1500", "A at 500"]);
}

#[test]
fn intervals_are_those_of_wilson() {
    let ends = |count, of| (Share::new(count, of).low, Share::new(count, of).high);
    // Newcombe (1998), table I, and the closed form z^2 / (n + z^2) for nothing of n.
    assert_eq!(ends(81, 263), (0.2553, 0.3662));
    assert_eq!(ends(15, 148), (0.0624, 0.1605));
    assert_eq!(ends(0, 20), (0.0, 0.1611));
    assert_eq!(ends(1, 29), (0.0061, 0.1718));
    assert_eq!(ends(0, 0), (0.0, 1.0));
}
