//! The files beside a framework, damaged: configuration and baseline; and commands that write into a damaged framework.

use super::chance::Chance;
use super::{corpus, grammar, mutation, seeds, sound, support};
use mitigap::framework::reader;
use std::path::Path;

/// A configuration that says something of everything.
const CONFIG: &str = "schema = 1\nprofile = \"audit\"\nfail_on = \"error\"\ncredit = \"committed\"\nmapping = \"declared\"\naccept = 0.8\nbaseline = \"known.toml\"\nmax_waiver_days = 200\n[severity]\nmissing = \"note\"\n[paths]\ninclude = [\"**/*.toml\"]\nexclude = [\"drafts/**\"]\n[taxonomies]\nours = \"ours.toml\"\n[[override]]\npaths = [\"a/**\"]\nfail_on = \"never\"\n";

fn run(arguments: &[&str], path: &Path) -> u8 {
    let path = path.to_str().unwrap();
    let (code, ..) = support::mitigap(&[arguments, &[path]].concat(), "");
    assert!(code <= 3, "{arguments:?}: {code}");
    code
}

fn told<T>(seed: u64, input: &[u8], test: impl FnOnce() -> T) -> T {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(test))
        .unwrap_or_else(|_| panic!("seed {seed}: see above\n{}", String::from_utf8_lossy(input)))
}

#[test]
fn damaged_configurations_and_baselines_are_answered() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::create_dir(at(".git")).unwrap();
    std::fs::copy("fixtures/minimal/framework.toml", at("framework.toml")).unwrap();
    std::fs::write(at("mitigap.toml"), "baseline = \"known.toml\"\n").unwrap();
    run(&["baseline", "write"], &at("framework.toml"));
    let known = std::fs::read(at("known.toml")).unwrap();
    let lenders = [corpus(), vec![known.clone(), CONFIG.into()]].concat();
    seeds(60, |seed| {
        let mut chance = Chance::of(seed);
        let (config, baseline) = if seed % 2 == 0 {
            (mutation::mutated(CONFIG.as_bytes(), &lenders, &mut chance), known.clone())
        } else {
            (b"baseline = \"known.toml\"\n".to_vec(), mutation::mutated(&known, &lenders, &mut chance))
        };
        std::fs::write(at("mitigap.toml"), &config).unwrap();
        std::fs::write(at("known.toml"), &baseline).unwrap();
        told(seed, &[config, baseline.clone()].concat(), || {
            run(&["check", "--show-config"], &at("framework.toml"));
            run(&["check"], &at("framework.toml"));
            // Named here, because a damaged configuration may name none, and then it is one in the working directory.
            let target = at("known.toml");
            let code = run(&["baseline", "write", "--baseline", target.to_str().unwrap()], &at("framework.toml"));
            let after = std::fs::read(at("known.toml")).unwrap();
            if code == 2 {
                assert!(after == baseline, "refused, and written all the same");
            }
            if after != baseline {
                toml::de::DeTable::parse(std::str::from_utf8(&after).unwrap()).unwrap();
            }
        });
    });
}

#[test]
fn what_writes_into_a_damaged_framework_leaves_it_alone_or_whole() {
    let (folder, corpus) = (tempfile::tempdir().unwrap(), corpus());
    std::fs::create_dir(folder.path().join(".git")).unwrap();
    let path = folder.path().join("framework.toml");
    let mut written = 0;
    seeds(80, |seed| {
        let mut chance = Chance::of(seed);
        let before = if seed % 3 == 0 {
            grammar::framework(&mut chance).into_bytes()
        } else {
            let text = corpus[chance.below(corpus.len())].clone();
            mutation::mutated(&text, &corpus, &mut chance)
        };
        let commands: [&[&str]; 3] = [&["map", "--write"], &["map", "--write", "--all"], &["suggest", "--write"]];
        for command in commands {
            std::fs::write(&path, &before).unwrap();
            told(seed, &before, || {
                let code = run(command, &path);
                let after = std::fs::read(&path).unwrap();
                assert!(code != 2 || after == before, "{command:?} refused it and wrote it all the same");
                if after != before {
                    written += 1;
                    let reading = reader::read_stream(after.as_slice(), None);
                    assert!(reading.problems.is_empty(), "{command:?}: {:#?}", reading.problems);
                }
                let left = std::fs::read_dir(folder.path()).unwrap().count();
                assert_eq!(left, 2, "{command:?} left something beside");
            });
        }
    });
    println!("{written} files written and read again");
    assert!(written > 20, "only {written} files were written");
}

/// Every other command, in a format for people and one for programs.
const VERBS: [&[&str]; 12] = [
    &["map"],
    &["map", "--format", "json"],
    &["map", "--diff", "--all"],
    &["map", "--why", "m0"],
    &["explain", "1.2.1"],
    &["explain", "m0"],
    &["explain", "x0"],
    &["explain", "t0"],
    &["what-if", "--without", "m0"],
    &["what-if", "--without", "d0", "--format", "json"],
    &["suggest"],
    &["suggest", "--format", "json"],
];

#[test]
fn every_command_answers_strange_frameworks() {
    let (folder, corpus) = (tempfile::tempdir().unwrap(), corpus());
    std::fs::create_dir(folder.path().join(".git")).unwrap();
    let (path, other) = (folder.path().join("framework.toml"), folder.path().join("other.framework.toml"));
    seeds(60, |seed| {
        let mut chance = Chance::of(seed);
        let strange = grammar::framework(&mut chance).into_bytes();
        let text = if seed % 3 == 0 {
            mutation::crossed(&strange, std::slice::from_ref(&strange), &mut chance)
        } else {
            strange.clone()
        };
        std::fs::write(&path, &text).unwrap();
        std::fs::write(&other, mutation::crossed(&text, &corpus, &mut chance)).unwrap();
        told(seed, &text, || {
            for verb in VERBS {
                // The path stands behind the verb's own words; some take one after an id.
                let given = [verb, &[path.to_str().unwrap()]].concat();
                let (code, out, err) = support::mitigap(&given, "");
                assert!(code <= 3, "{given:?}");
                if verb.contains(&"json") && code < 2 {
                    serde_json::from_str::<serde_json::Value>(&out).unwrap_or_else(|error| panic!("{given:?} {error}"));
                }
                sound::terminal("a command", &out);
                sound::terminal("a command", &err);
            }
            for (verb, format) in [
                ("diff", "human"),
                ("diff", "markdown"),
                ("diff", "json"),
                ("compare", "human"),
                ("compare", "markdown"),
                ("compare", "csv"),
                ("compare", "json"),
                ("compare", "html"),
            ] {
                let given = [verb, path.to_str().unwrap(), other.to_str().unwrap(), "--format", format];
                let (code, out, _) = support::mitigap(&given, "");
                assert!(code <= 3, "{given:?}");
                // Where there are not two to compare, nothing but the reason is told.
                match format {
                    "json" if verb == "diff" || code < 2 => {
                        drop(serde_json::from_str::<serde_json::Value>(&out).unwrap());
                    }
                    "csv" if code < 2 => sound::comma_separated(&out),
                    "html" if code < 2 => sound::html(&out),
                    "markdown" => sound::markdown(&out),
                    _ => sound::terminal(verb, &out),
                }
            }
        });
    });
}
