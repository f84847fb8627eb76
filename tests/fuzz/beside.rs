//! The files beside a framework, damaged: configuration and baseline; and commands that write into a damaged framework.

use super::chance::Chance;
use super::{corpus, grammar, mutation, seeds, support};
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
            let code = run(&["baseline", "write"], &at("framework.toml"));
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
