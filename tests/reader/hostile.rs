//! Texts made to break a reader: it answers, within bounds, with places inside the file.

use super::{HEAD, problems};
use mitigap::framework::reader::{MAX_PROBLEMS, Reading, read_stream, read_text};
use mitigap::problem::ProblemKind;
use proptest::prelude::*;
use std::fmt::Write as _;

/// Every place lies inside its file, between characters, and can be told as line and column.
fn sound(reading: &Reading) {
    for problem in &reading.problems {
        for span in problem.span.iter().chain(problem.related.iter().map(|(span, _)| span)) {
            let file = reading.sources.file(span.file).expect("a file of these sources");
            assert!(file.text.get(span.start as usize..span.end as usize).is_some(), "{problem:?}");
            assert!(reading.sources.place(*span).line >= 1);
        }
        assert!(problem.message.len() < 2_000 && problem.help.len() < 2_000, "{problem:?}");
    }
}

/// On a stack of 128 KiB: a recursion as deep as the input would not fit.
fn read_in_small_stack(text: String) -> Reading {
    let reader = std::thread::Builder::new().stack_size(128 * 1024);
    reader.spawn(move || read_text("x.toml", &text)).unwrap().join().unwrap()
}

#[test]
fn ten_thousand_levels_are_an_error_and_no_overflow() {
    let n = 10_000;
    let texts = [
        format!("{HEAD}version = {}{}\n", "[".repeat(n), "]".repeat(n)),
        format!("{HEAD}version = {}\n", "[".repeat(n)),
        format!("{HEAD}version = {}1{}\n", "{a=".repeat(n), "}".repeat(n)),
        format!("{HEAD}version = {}\n", "[{a=".repeat(n)),
        format!("{}a = 1\n{HEAD}", "a.".repeat(n)),
        format!("[{}a]\nx = 1\n{HEAD}", "a.".repeat(n)),
        format!("[[{}a]]\nx = 1\n{HEAD}", "a.".repeat(n)),
        format!("version = {}\n", "]".repeat(n)),
    ];
    for (at, text) in texts.into_iter().enumerate() {
        let reading = read_in_small_stack(text);
        sound(&reading);
        let deep = reading.problems.iter().any(|problem| problem.kind == ProblemKind::Limit);
        assert!(deep || at == 7, "{at} {:#?}", reading.problems);
        assert!(reading.problems.len() < 10, "{at} {:#?}", reading.problems);
    }
    let many = read_in_small_stack(format!("{HEAD}{}", "[a.a.a.a.a.a.a.a.a.a.a.a.a]\n".repeat(n)));
    sound(&many);
}

#[test]
fn a_flood_of_problems_is_counted() {
    let mut text = HEAD.to_owned();
    for at in 0..5_000 {
        let _ = write!(text, "[[mitigation]]\nid = \"m{at}\"\nname = \"M\"\nthreats = [\"t{at}\"]\nx{at} = 1\n");
    }
    let reading = read_text("x.toml", &text);
    assert_eq!(reading.problems.len(), MAX_PROBLEMS + 1);
    assert_eq!(reading.problems[MAX_PROBLEMS].message, "and 9900 more problems in this file");
    let reading = read_text("x.toml", &"=\n".repeat(100_000));
    assert_eq!(reading.problems.len(), MAX_PROBLEMS + 1);
    sound(&reading);
}

#[test]
fn a_large_file_of_nothing_but_errors_is_given_up_where_they_begin() {
    let mut entries = String::new();
    for at in 0..40_000 {
        let _ = write!(entries, "[[mitigation]]\nid = \"m{at}\"\nname = \"M\"\n");
    }
    let one_line = format!("{HEAD}x = [{}", ",".repeat(1_200_000));
    for (text, read) in
        [("=\n".repeat(600_000), 0), (HEAD.to_owned() + &entries + &"é\n".repeat(400_000), 40_000), (one_line, 0)]
    {
        let reading = read_text("x.toml", &text);
        sound(&reading);
        let given_up = reading.problems.iter().any(|problem| problem.message.contains("nothing from here on is read"));
        assert!(given_up && reading.framework.mitigations.len() == read, "{:#?}", reading.problems.first());
    }
    // One error in a large file is no flood.
    let reading = read_text("x.toml", &format!("{HEAD}version = x\n{entries}"));
    assert_eq!(problems(&reading).len(), 2, "{:#?}", problems(&reading));
}

#[test]
fn a_hundred_thousand_mitigations_are_read() {
    let mut text = HEAD.to_owned();
    for at in 0..100_000 {
        let _ = write!(text, "[[mitigation]]\nid = \"m{at}\"\nname = \"M {at}\"\ndepends_on = [\"d{}\"]\n", at / 10);
    }
    for at in 0..10_000 {
        let _ = write!(text, "[[dependency]]\nid = \"d{at}\"\n");
    }
    let reading = read_text("x.toml", &text);
    assert_eq!(problems(&reading), []);
    assert_eq!((reading.framework.mitigations.len(), reading.framework.dependencies.len()), (100_000, 10_000));
}

#[test]
fn odd_texts_are_answered() {
    let long = format!("{HEAD}{} = 1\n", "k".repeat(100_000));
    let texts = [
        "",
        "\n",
        "\r\n",
        "\u{feff}",
        "\0",
        "[",
        "[[",
        "]]",
        "=",
        "\"",
        "'''",
        "a",
        "a.",
        ".a = 1",
        "[a",
        "a = \"\\u",
        "\u{202e}",
        "#",
        &long,
    ];
    for text in texts {
        let reading = read_text("x.toml", text);
        sound(&reading);
        assert!(!reading.problems.is_empty(), "{text}");
    }
}

/// A framework of every kind of entry, to be mutated.
const SEED: &str = "include = []\n[framework]\nname = \"F\"\ndate = 2026-11-01\n[scope]\nexclude = [{ category = \"1\", reason = \"é\" }]\n[[tier]]\nid = \"t\"\n[[tier]]\nid = \"u\"\nextends = \"t\"\nrelaxes = [\"a\"]\n[[threat]]\nid = \"x\"\ndepth = 3\ntiers = [\"t\"]\n[[dependency]]\nid = \"d\"\ndepends_on = []\n[[event]]\nid = \"e\"\nvoids_layers = [\"block\"]\n[[mitigation]]\nid = \"a\"\nname = '''\nA'''\nthreats = [\n  \"x\",\n]\ndepends_on = [\"d\"]\n  [[mitigation.evidence]]\n  kind = \"audit\"\n[[waiver]]\ncheck = \"c\"\ntier = \"t\"\nreason = \"r\"\nowner = \"o\"\nexpires = 2027-01-01\n";

/// What mutations put in: the characters that TOML means something by.
const PIECES: &[&str] = &[
    "\"",
    "'",
    "\"\"\"",
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "=",
    ",",
    ".",
    "\n",
    "\r",
    "#",
    "\0",
    "é",
    "id",
    "1",
    "-",
    "\\",
    " = ",
    "[mitigation]\n",
    "\u{202e}",
];

fn mutated() -> impl Strategy<Value = String> {
    let edit = (0..SEED.len(), 0..12usize, 0..PIECES.len());
    proptest::collection::vec(edit, 1..6).prop_map(|edits| {
        let mut text = SEED.to_owned();
        for (at, cut, piece) in edits {
            let inside = |at: usize| (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap();
            let (start, end) = (inside(at), inside(at + cut));
            text.replace_range(start..end, PIECES[piece]);
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        sound(&read_stream(bytes.as_slice(), None));
    }

    #[test]
    fn texts_of_toml_pieces_are_answered(pieces in proptest::collection::vec(0..PIECES.len(), 0..60)) {
        let text: String = pieces.into_iter().map(|piece| PIECES[piece]).collect();
        sound(&read_text("x.toml", &text));
    }

    #[test]
    fn mutated_frameworks_are_answered_and_syntax_errors_never_pass(text in mutated()) {
        let reading = read_text("x.toml", &text);
        sound(&reading);
        let valid = toml::de::DeTable::parse(&text).is_ok();
        prop_assert!(valid || !reading.problems.is_empty(), "{text}");
        let again = read_text("x.toml", &text);
        prop_assert_eq!(again.problems, reading.problems);
    }
}
