//! What is read and computed has bounds: the page tells the constants, and each holds at its value and past it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

mod support;

use mitigap::coverage::failure;
use mitigap::coverage::hitting::{MAX_SEARCHED_SETS, smallest};
use mitigap::framework::reader::{MAX_PROBLEMS, Reading, read_text};
use mitigap::problem::ProblemKind;
use std::collections::BTreeSet;
use std::path::Path;

const PAGE: &str = include_str!("../docs/bounds.md");
const HEAD: &str = "[framework]\nname = \"F\"\n";

/// Rows of both tables: value, then file and name of the constant, then file and name of the test.
fn rows() -> Vec<(u64, [String; 2], [String; 2])> {
    let names = |cell: &str| -> [String; 2] {
        let quoted: Vec<String> = cell.split('`').skip(1).step_by(2).map(str::to_owned).collect();
        quoted.try_into().unwrap_or_else(|_| panic!("{cell}: a file and a name"))
    };
    let rows = PAGE.lines().filter(|line| line.starts_with('|') && line.contains("`src/"));
    rows.map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        (cells[1].parse().unwrap(), names(cells[2]), names(cells[4]))
    })
    .collect()
}

fn source(path: &str) -> String {
    std::fs::read_to_string(support::root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The value of a constant that is a product of numbers.
fn constant(path: &str, name: &str) -> u64 {
    let text = source(path);
    let line = text.lines().find(|line| line.contains(&format!("const {name}: "))).expect(name);
    let value = line.split_once('=').unwrap().1.trim_end_matches(';');
    value.split('*').map(|factor| factor.trim().replace('_', "").parse::<u64>().unwrap()).product()
}

#[test]
fn the_page_tells_the_constants_of_the_source() {
    let rows = rows();
    assert!(rows.len() >= 15, "{} rows", rows.len());
    for (value, [path, name], [test_in, test]) in rows {
        assert_eq!(constant(&path, &name), value, "{path} {name}");
        assert!(source(&test_in).contains(&format!("fn {test}()")), "{test_in} has no test {test}");
    }
}

#[test]
fn every_bound_on_what_is_read_is_on_the_page() {
    let told: BTreeSet<[String; 2]> = rows().into_iter().map(|(_, constant, _)| constant).collect();
    let mut folders = vec![support::root().join("src")];
    let mut missing = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let shown = path.strip_prefix(support::root()).unwrap().to_str().unwrap().replace('\\', "/");
            for line in std::fs::read_to_string(&path).unwrap_or_default().lines() {
                let name = line.split_once("const MAX_").and_then(|(_, rest)| rest.split_once(':'));
                let key = name.map(|(name, _)| [shown.clone(), format!("MAX_{name}")]);
                missing.extend(key.filter(|key| !told.contains(key) && !IN_PASSING.contains(&key[1].as_str())));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
}

/// Parts of other bounds: when a piece of a file is long, how many names a message lists, bytes of words that are bounded, a
/// line that holds a text of [`mitigap::files::load::MAX_BYTES`] escaped.
const IN_PASSING: [&str; 5] = ["MAX_PIECE", "MAX_NAMED", "MAX_WORD_BYTES", "MAX_BYTES", "MAX_LINE"];

fn limits(reading: &Reading) -> usize {
    reading.problems.iter().filter(|problem| problem.kind == ProblemKind::Limit).count()
}

#[test]
fn values_nest_so_deep_and_no_deeper() {
    let most = usize::try_from(constant("src/framework/reader/layout.rs", "MAX_NESTING")).unwrap();
    let nested =
        |levels: usize| read_text("x.toml", &format!("{HEAD}x = {}{}\n", "[".repeat(levels), "]".repeat(levels)));
    // One level is the value's own.
    assert_eq!((limits(&nested(most - 1)), limits(&nested(most + 1))), (0, 1));
}

#[test]
fn ids_and_depths_have_an_end() {
    let fine = |entry: String| read_text("x.toml", &format!("{HEAD}{entry}")).problems.is_empty();
    let id = |length: usize| fine(format!("[[mitigation]]\nid = \"{}\"\nname = \"M\"\n", "a".repeat(length)));
    assert!(id(64) && !id(65));
    let depth = |depth: u32| fine(format!("[[threat]]\nid = \"t\"\nname = \"T\"\ndepth = {depth}\n"));
    assert!(depth(1) && depth(16) && !depth(0) && !depth(17));
}

/// What a check with this configuration says.
fn configured(config: &str) -> (u8, String) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("mitigap.toml"), config).unwrap();
    std::fs::write(folder.path().join("framework.toml"), HEAD).unwrap();
    let path = folder.path().join("framework.toml");
    let (code, out, err) = support::mitigap(&["check", path.to_str().unwrap()], "");
    (code, out + &err)
}

#[test]
fn a_waiver_can_be_allowed_ten_years() {
    assert_ne!(configured("max_waiver_days = 3660\n").0, 2);
    assert_eq!(configured("max_waiver_days = 3661\n").0, 2);
}

#[test]
fn a_configuration_has_at_most_a_mebibyte() {
    let of = |bytes: usize| configured(&"#".repeat(bytes));
    assert_ne!(of(1024 * 1024).0, 2);
    let (code, said) = of(1024 * 1024 + 1);
    assert!(code == 2 && said.contains("more than 1 MiB") && !said.contains("framework over"), "{said}");
}

#[test]
fn problems_of_a_configuration_are_counted() {
    let of = |count: usize| (0..count).map(|at| format!("k{at} = 1\n")).collect::<String>();
    let (_, said) = configured(&of(MAX_PROBLEMS));
    assert!(!said.contains("more problems"), "{said}");
    let (code, said) = configured(&of(MAX_PROBLEMS + 7));
    assert!(code == 2 && said.contains("and 7 more problems in this configuration"), "{said}");
}

#[test]
fn a_file_damaged_in_many_ways_is_given_up_and_says_so() {
    let quotes = "[[mitigation]]\nid = [\"a\nname = \"x\n\"\"\"\n{ = ]\n".repeat(40);
    let reading = read_text("x.toml", &format!("{HEAD}{quotes}"));
    assert!(reading.problems.iter().any(|problem| problem.kind == ProblemKind::Syntax));
    assert!(reading.problems.iter().any(|problem| problem.message.contains("are checked once")));
}

#[test]
fn a_depth_of_too_many_sets_is_a_lower_bound() {
    // Stars round a few hubs: the exact answer is the number of hubs, whatever the number of sets.
    let sets = |count: usize| -> Vec<Vec<u32>> {
        (0..count).map(|at| u32::try_from(at).unwrap()).map(|at| vec![at % 3, 10 + at]).collect()
    };
    let exact = smallest(&sets(MAX_SEARCHED_SETS));
    assert_eq!((exact.size, exact.at_least), (3, false));
    let bound = smallest(&sets(MAX_SEARCHED_SETS + 1));
    assert!(bound.at_least && (1..=3).contains(&bound.size), "{bound:?}");
}

#[cfg(unix)]
/// A framework of so many dependencies, each resting on the one after it.
fn chain(links: usize) -> Reading {
    let below = |at: usize| if at + 1 == links { String::new() } else { format!("\"d{}\"", at + 1) };
    let link = |at| format!("[[dependency]]\nid = \"d{at}\"\nkind = \"host\"\ndepends_on = [{}]\n", below(at));
    read_text("x.toml", &format!("{HEAD}{}", (0..links).map(link).collect::<String>()))
}

#[test]
fn dependencies_nest_so_far_and_no_further() {
    let most = usize::try_from(constant("src/coverage/failure.rs", "MAX_CLOSED")).unwrap();
    let together = |links: usize| links * (links + 1) / 2;
    let longest = (1..most).take_while(|&links| together(links) <= most).last().unwrap();
    let excess = |reading: &Reading| failure::excess(&reading.framework);
    assert_eq!(excess(&chain(longest)), None);
    let refused = excess(&chain(longest + 1)).unwrap();
    assert!(refused.kind == ProblemKind::Limit && refused.message.contains("4000000"), "{refused:?}");
}

#[test]
fn a_flood_of_unknown_categories_and_dates_to_come_is_counted() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("framework.toml");
    let said = |entry: &dyn Fn(usize) -> String| {
        std::fs::write(&path, format!("{HEAD}{}", (0..MAX_PROBLEMS + 7).map(entry).collect::<String>())).unwrap();
        let (code, out, err) = support::mitigap(&["check", "--as-of", "2026-01-01", path.to_str().unwrap()], "");
        (code, out + &err)
    };
    let (code, unknown) = said(&|at| format!("[[mitigation]]\nid = \"m{at}\"\nname = \"M\"\ncategory = \"x{at}\"\n"));
    assert!(code == 2 && unknown.contains("and 7 more problems in this file"), "{unknown}");
    let (code, future) = said(&|at| {
        format!(
            "[[mitigation]]\nid = \"m{at}\"\nname = \"M\"\n\
             [[mitigation.evidence]]\nkind = \"red-team\"\ndate = 2026-01-02\n"
        )
    });
    assert!(code == 2 && future.contains("and 7 more problems in this file"), "{future}");
}

#[test]
fn links_of_a_revision_that_go_in_a_circle_end() {
    let folder = tempfile::tempdir().unwrap();
    let git = |arguments: &[&str]| run_git(folder.path(), arguments);
    git(&["init", "-q"]);
    std::fs::write(folder.path().join("framework.toml"), HEAD).unwrap();
    git(&["add", "-A"]);
    git(&["commit", "-q", "-m", "one"]);
    std::os::unix::fs::symlink("b.framework.toml", folder.path().join("a.framework.toml")).unwrap();
    std::os::unix::fs::symlink("a.framework.toml", folder.path().join("b.framework.toml")).unwrap();
    git(&["add", "-A"]);
    git(&["commit", "-q", "-m", "two"]);
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_mitigap"))
        .args(["diff", "HEAD~1", "HEAD"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(output.status.code().is_some_and(|code| code <= 2), "{output:?}");
}

#[cfg(unix)]
fn run_git(folder: &Path, arguments: &[&str]) {
    let settings = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false"];
    let done = std::process::Command::new("git").args(settings).args(arguments).current_dir(folder).status().unwrap();
    assert!(done.success(), "{arguments:?}");
}
