//! What the reader says about broken frameworks, and what it makes of whole ones.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::print_stdout)]

mod contradictions;
mod files;
mod hostile;
mod shapes;
mod syntax;
mod whole;

use mitigap::framework::reader::{Reading, read_text};

/// Text of a file without its head, then each problem in order: part of its message, and the text its place covers.
type Case = (&'static str, &'static [(&'static str, &'static str)]);

/// The head that [`check`] puts before every text.
const HEAD: &str = "[framework]\nname = \"F\"\n";

fn problems(reading: &Reading) -> Vec<(String, String)> {
    let covered = |problem: &mitigap::problem::Problem| problem.span.map_or("", |span| reading.sources.text(span));
    reading.problems.iter().map(|problem| (problem.message.clone(), covered(problem).to_owned())).collect()
}

/// Exactly these problems, in this order, each at the text it is about and with something to type.
fn check(head: &str, cases: &[Case]) {
    for (text, expected) in cases {
        let reading = read_text("x.toml", &format!("{head}{text}"));
        let found = problems(&reading);
        let same = found.len() == expected.len()
            && found
                .iter()
                .zip(*expected)
                .all(|(found, expected)| found.0.contains(expected.0) && found.1 == expected.1);
        assert!(same, "{text}\nexpected {expected:#?}\nfound {found:#?}");
        for problem in &reading.problems {
            assert!(!problem.help.is_empty() && !problem.message.ends_with('.'), "{problem:?}");
            assert!(!problem.message.starts_with(char::is_uppercase), "{problem:?}");
        }
    }
}

/// The help of the only problem.
fn help(text: &str) -> String {
    let reading = read_text("x.toml", &format!("{HEAD}{text}"));
    assert_eq!(reading.problems.len(), 1, "{:#?}", reading.problems);
    reading.problems[0].help.clone()
}
