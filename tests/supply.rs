//! What mitigap is built from, held without any tool but cargo: how many crates, from where, under which licence, and why.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// The most crates in the release build, mitigap itself among them.
const MOST_CRATES: usize = 120;

/// Licences of which every crate offers at least one.
const LICENCES: [&str; 8] = ["MIT", "Apache-2.0", "BSD-3-Clause", "CC0-1.0", "ISC", "Unicode-3.0", "Unlicense", "Zlib"];

/// Crates that reach the network, or bring a second copy of git: no release is built with one.
const BANNED: [&str; 12] = [
    "curl",
    "git2",
    "gix",
    "hyper",
    "libgit2-sys",
    "native-tls",
    "openssl",
    "openssl-sys",
    "reqwest",
    "rustls",
    "tokio",
    "ureq",
];

fn text(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

fn manifest() -> toml::Table {
    text("Cargo.toml").parse().unwrap()
}

/// Name and licence of every crate of the release build, as cargo resolves it from the lock file.
fn release_build() -> BTreeSet<(String, String)> {
    let output = Command::new(env!("CARGO"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["tree", "--locked", "--offline", "-e", "normal", "--prefix", "none", "-f", "{p}\t{l}"])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).unwrap();
    let crates = lines.lines().filter_map(|line| line.split_once('\t'));
    crates.map(|(name, licence)| (name.to_owned(), licence.trim_end_matches(" (*)").to_owned())).collect()
}

#[test]
fn the_release_build_stays_light() {
    let names: BTreeSet<String> = release_build().into_iter().map(|(name, _)| name).collect();
    assert!((2..=MOST_CRATES).contains(&names.len()), "{} crates in the release build: {names:#?}", names.len());
}

#[test]
fn no_crate_of_the_release_build_reaches_the_network() {
    for (name, _) in release_build() {
        let name = name.split(' ').next().unwrap().to_owned();
        assert!(!BANNED.contains(&name.as_str()), "{name} is in the release build");
    }
}

#[test]
fn every_crate_of_the_release_build_is_under_a_permissive_licence() {
    for (name, licence) in release_build() {
        // Every part joined by AND has to be allowed, and of those joined by OR one.
        let fine = licence.split(" AND ").all(|part| {
            let offers = part.trim_matches(['(', ')']).replace('/', " OR ");
            offers.split(" OR ").any(|offer| LICENCES.contains(&offer.trim()))
        });
        assert!(fine, "{name} is under `{licence}`");
    }
}

#[test]
fn every_crate_comes_from_one_registry_and_is_pinned_by_a_checksum() {
    let lock: toml::Table = text("Cargo.lock").parse().unwrap();
    let packages = lock["package"].as_array().unwrap();
    assert!(packages.len() > 50);
    let mut sources = BTreeSet::new();
    for package in packages.iter().filter(|package| package["name"].as_str() != Some("mitigap")) {
        let name = &package["name"];
        sources.insert(package.get("source").and_then(toml::Value::as_str).unwrap_or_default());
        assert!(package.get("checksum").and_then(toml::Value::as_str).is_some_and(|sum| sum.len() == 64), "{name}");
    }
    let [source] = sources.into_iter().collect::<Vec<_>>().try_into().unwrap();
    assert!(str::starts_with(source, "registry+"), "{source}");
}

#[test]
fn every_direct_dependency_has_a_reason_in_the_readme_and_a_version() {
    let (manifest, readme) = (manifest(), text("README.md"));
    let rows = readme.lines().skip_while(|line| !line.starts_with("| dependency |")).skip(2);
    let rows: Vec<Vec<&str>> =
        rows.take_while(|line| line.starts_with('|')).map(|line| line.trim_matches('|').split('|').collect()).collect();
    let told: BTreeSet<&str> = rows.iter().flat_map(|row| row[0].split(',')).map(str::trim).collect();
    assert!(rows.iter().all(|row| row.len() == 3 && row.iter().all(|cell| !cell.trim().is_empty())), "{rows:#?}");
    let mut direct = BTreeSet::new();
    for table in ["dependencies", "build-dependencies"] {
        direct.extend(manifest[table].as_table().unwrap().keys().map(String::as_str));
    }
    assert_eq!(told, direct, "README's table of dependencies and Cargo.toml differ");
    for table in ["dependencies", "build-dependencies", "dev-dependencies"] {
        for (name, wanted) in manifest[table].as_table().unwrap() {
            let version = wanted.get("version").unwrap_or(wanted).as_str().unwrap_or_default();
            assert!(version.starts_with(|c: char| c.is_ascii_digit()), "{name} has no version of its own: {wanted}");
        }
    }
}

#[test]
fn unsafe_code_is_forbidden_everywhere() {
    let manifest = manifest();
    assert_eq!(manifest["lints"]["rust"]["unsafe_code"].as_str(), Some("forbid"));
    assert!(manifest.get("features").is_none(), "what is tested is all there is");
}

#[test]
fn the_tool_is_held_to_the_same_lists() {
    let deny: toml::Table = text("deny.toml").parse().unwrap();
    let list = |of: &str, key: &str| deny[of][key].as_array().unwrap().clone();
    let allowed: Vec<String> =
        list("licenses", "allow").iter().filter_map(|one| one.as_str().map(str::to_owned)).collect();
    for licence in LICENCES {
        assert!(allowed.iter().any(|one| one == licence), "{licence} is not in deny.toml");
    }
    let banned = list("bans", "deny");
    for name in ["openssl", "openssl-sys", "git2"] {
        assert!(banned.iter().any(|one| one["crate"].as_str() == Some(name)), "{name} is not banned");
    }
    assert_eq!(deny["sources"]["unknown-registry"].as_str(), Some("deny"));
    assert_eq!(deny["bans"]["wildcards"].as_str(), Some("deny"));
}
