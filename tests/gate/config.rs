//! `mitigap.toml`: which one governs, what it decides, and what is wrong with it.

use crate::{Repository, SMALL, named, support};
use mitigap::cli::judging::Environment;
use serde_json::Value;
use std::ffi::OsString;

#[test]
fn the_nearest_configuration_governs_alone_and_the_search_ends_at_the_git_root() {
    let repository = Repository::with(&[
        ("mitigap.toml", "profile = \"draft\"\nfail_on = \"note\"\n"),
        ("a.framework.toml", SMALL),
        ("deep/er/b.framework.toml", SMALL),
        ("deep/mitigap.toml", "profile = \"audit\"\n"),
        ("inner/.git/HEAD", ""),
        ("inner/c.framework.toml", SMALL),
    ]);
    let told = |path: &str| repository.run(&["check", path, "--show-config"]).out;
    let top = told("@a.framework.toml");
    assert!(top.contains("configuration: mitigap.toml"), "{top}");
    assert!(line(&top, "profile").ends_with("mitigap.toml:1") && line(&top, "fail_on").ends_with("mitigap.toml:2"));
    let deep = told("@deep/er/b.framework.toml");
    assert!(line(&deep, "profile").contains("audit") && line(&deep, "profile").ends_with("deep/mitigap.toml:1"));
    assert!(line(&deep, "fail_on").ends_with("default"), "nothing is merged:\n{deep}");
    let inner = told("@inner/c.framework.toml");
    assert!(inner.contains("configuration: none"), "{inner}");
}

/// The line of a setting.
fn line<'t>(text: &'t str, key: &str) -> &'t str {
    text.lines()
        .find(|line| line.split_whitespace().next() == Some(key))
        .unwrap_or_else(|| panic!("no {key} in\n{text}"))
}

#[test]
fn flags_win_over_the_configuration_and_no_config_forgets_it() {
    let repository = Repository::with(&[
        ("mitigap.toml", "profile = \"draft\"\ncredit = \"committed\"\naccept = 0.75\nmapping = \"declared\"\n"),
        ("a.framework.toml", SMALL),
        ("other.toml", "profile = \"audit\"\n"),
    ]);
    let told = |more: &[&str]| repository.check(&[&["--show-config"], more].concat()).out;
    let flags = told(&["--profile", "ci", "--accept", "0.5"]);
    assert!(line(&flags, "profile").ends_with("--profile") && line(&flags, "accept").ends_with("--accept"));
    assert!(line(&flags, "credit").contains("committed") && line(&flags, "mapping").contains("declared"));
    assert!(line(&told(&["--no-config"]), "profile").ends_with("default"));
    let other = repository.path("other.toml");
    assert!(line(&told(&["--config", &other.to_string_lossy()]), "profile").ends_with("other.toml:1"));
    // What is told is what is done.
    let document: Value = serde_json::from_str(&repository.check(&["--format", "json"]).out).unwrap();
    assert_eq!(document["settings"]["profile"], "draft");
    assert_eq!(document["settings"]["credit"], "committed");
    assert_eq!(document["settings"]["accept"], 0.75);
    assert_eq!(document["settings"]["config"], "mitigap.toml");
}

#[test]
fn the_environment_names_a_configuration_and_a_day() {
    let read = |name: &str, value: &str| {
        Environment::read(|asked| (asked == name).then(|| OsString::from(value)))
            .map(|found| (found.config, found.as_of))
    };
    assert_eq!(read("MITIGAP_CONFIG", "x.toml").unwrap().0, Some("x.toml".into()));
    assert_eq!(read("MITIGAP_AS_OF", "2026-01-31").unwrap().1, Some("2026-01-31".parse().unwrap()));
    assert_eq!(read("MITIGAP_AS_OF", "").unwrap(), (None, None));
    let wrong = read("MITIGAP_AS_OF", "yesterday").unwrap_err();
    assert!(wrong.starts_with("`MITIGAP_AS_OF` is not a day of the calendar; write YYYY-MM-DD"), "{wrong}");
}

#[test]
fn everything_wrong_with_a_configuration_is_told_at_once_and_once() {
    let repository = Repository::with(&[
        ("a.framework.toml", SMALL),
        ("b.framework.toml", SMALL),
        (
            "mitigap.toml",
            "profil = \"ci\"\nfail_on = \"eror\"\naccept = 2\ncredit = \"idea\"\nmax_waiver_days = 0\nschema = 2\n\
             [severity]\nmising = \"error\"\nno-owner = \"off\"\noverdue = \"fatal\"\n[taxonomies]\nairi-2026 = \"x.toml\"\n\
             [paths]\nexclude = [\"/tmp\", \"../x\", \"\"]\n[[override]]\nprofile = \"audit\"\n",
        ),
    ]);
    let run = repository.check(&[]);
    assert_eq!(run.code, 2);
    for told in [
        "unknown key `profil` in the configuration",
        "did you mean `profile`?",
        "unknown fail-on `eror`",
        "`accept` must be between 0 and 1",
        "`credit` must be a status that can be credited",
        "`max_waiver_days` must be from 1 to 3660, not 0",
        "`schema` must be 1, not 2",
        "there is no check `mising`",
        "did you mean `missing`?",
        "`no-owner` cannot be switched off",
        "unknown severity `fatal`",
        "`airi-2026` is built in",
        "`/tmp` can match no path below the configuration",
        "`../x` can match no path below the configuration",
        "`exclude` has an empty entry",
        "an override does not say which files it is for",
        "1 file could not be checked: 14 problems",
    ] {
        assert_eq!(run.out.matches(told).count(), 1, "{told}\n{}", run.out);
    }
    // No framework is judged by rules that nobody could read.
    let document: Value = serde_json::from_str(&repository.check(&["--format", "json"]).out).unwrap();
    assert_eq!(document["frameworks"], Value::Array(Vec::new()));
    assert!(document["errors"].as_array().unwrap().iter().all(|error| error["place"]["path"] == "mitigap.toml"));
}

#[test]
fn a_configuration_that_is_no_toml_or_not_there_is_an_error() {
    let repository = Repository::with(&[("a.framework.toml", SMALL), ("mitigap.toml", "profile = \n[paths\n")]);
    assert_eq!(repository.check(&[]).code, 2);
    let run = repository.run(&["check", "@a.framework.toml", "--config", "@none.toml"]);
    assert_eq!(run.code, 2);
    assert!(run.out.contains("`none.toml` does not exist"), "{}", run.out);
}

#[test]
fn two_configurations_in_one_folder_are_an_error() {
    let repository = Repository::with(&[
        ("a.framework.toml", SMALL),
        ("mitigap.toml", ""),
        (".mitigap.toml", "profile = \"draft\""),
    ]);
    let run = repository.check(&[]);
    assert_eq!(run.code, 2);
    assert!(run.out.contains("`mitigap.toml` and `.mitigap.toml` stand in one folder"), "{}", run.out);
    assert!(run.out.contains("keep one of them"), "{}", run.out);
}

#[cfg(unix)]
#[test]
fn a_configuration_that_leads_nowhere_is_not_passed_over() {
    let repository = Repository::with(&[("a.framework.toml", SMALL)]);
    std::os::unix::fs::symlink("nowhere", repository.path("mitigap.toml")).unwrap();
    assert_eq!(repository.check(&[]).code, 2);
    std::fs::remove_file(repository.path("mitigap.toml")).unwrap();
    std::fs::create_dir(repository.path("mitigap.toml")).unwrap();
    assert_eq!(repository.check(&[]).code, 2);
}

#[test]
fn a_gate_that_is_made_milder_is_a_regression() {
    let repository = Repository::with(&[
        ("old/.git/HEAD", ""),
        ("old/framework.toml", SMALL),
        ("old/mitigap.toml", "fail_on = \"warning\"\nmax_waiver_days = 30\n[severity]\nmissing = \"error\"\n"),
        ("new/.git/HEAD", ""),
        ("new/framework.toml", SMALL),
    ]);
    let compare = |text: &str| {
        repository.write("new/mitigap.toml", text);
        let run = repository.run(&["diff", "@old", "@new", "--fail-on-regression"]);
        (run.code, run.out.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let (code, out) = compare("fail_on = \"warning\"\nmax_waiver_days = 30\n");
    assert_eq!(code, 0, "{out}");
    for (text, told) in [
        (
            "fail_on = \"never\"\nmax_waiver_days = 30\n",
            "the severity that makes a run fail is `never` instead of `warning`",
        ),
        (
            "fail_on = \"warning\"\nmax_waiver_days = 300\n",
            "the longest that a waiver may hold is `300 days` instead of `30 days`",
        ),
        ("fail_on = \"warning\"\n", "the longest that a waiver may hold is `any time` instead of `30 days`"),
        (
            "fail_on = \"warning\"\nmax_waiver_days = 30\nprofile = \"draft\"\n",
            "the profile is `draft` instead of `ci`",
        ),
        (
            "fail_on = \"warning\"\nmax_waiver_days = 30\n[severity]\nmissing = \"note\"\n",
            "the severity of `missing` is `note` instead of `the profile's`",
        ),
    ] {
        let (code, out) = compare(text);
        assert_eq!(code, 1, "{text}{out}");
        assert!(out.contains(told), "{told}\n{out}");
    }
}

#[test]
fn overrides_by_path_judge_each_framework_and_the_last_wins() {
    let strict = "[severity]\ncommon-cause = \"error\"\n";
    let overrides = "[[override]]\npaths = [\"drafts\"]\nseverity = { common-cause = \"note\" }\n\
                     [[override]]\npaths = [\"drafts/late/**\"]\nseverity = { common-cause = \"warning\" }\n";
    let repository = Repository::with(&[
        ("mitigap.toml", &format!("{strict}{overrides}")),
        ("a.framework.toml", SMALL),
        ("drafts/b.framework.toml", SMALL),
        ("drafts/late/c.framework.toml", SMALL),
    ]);
    let run = repository.check(&["--format", "json", "--select", "common-cause"]);
    assert_eq!(run.code, 1);
    let document: Value = serde_json::from_str(&run.out).unwrap();
    let severities: Vec<&str> = document["frameworks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["findings"][0]["severity"].as_str().unwrap())
        .collect();
    assert_eq!(severities, ["error", "note", "warning"]);
    assert_eq!(repository.run(&["check", "@drafts", "--select", "common-cause"]).code, 0);
    // A framework that is judged otherwise than the run says so.
    let own: Vec<bool> =
        document["frameworks"].as_array().unwrap().iter().map(|one| one["settings"].is_object()).collect();
    assert_eq!(own, [false, true, true]);
}

#[test]
fn fail_on_of_an_override_decides_the_exit_code_of_its_frameworks() {
    let text = "fail_on = \"warning\"\n[[override]]\npaths = [\"drafts/*\"]\nfail_on = \"never\"\n";
    let repository = Repository::with(&[("mitigap.toml", text), ("drafts/b.framework.toml", SMALL)]);
    assert_eq!(repository.check(&[]).code, 0);
    repository.write("a.framework.toml", SMALL);
    assert_eq!(repository.check(&[]).code, 1);
    let junit = repository.run(&["check", "@drafts", "--format", "junit"]).out;
    assert!(!junit.contains("<failure"), "{junit}");
}

#[test]
fn paths_are_left_out_in_sight_and_only_where_they_are_found() {
    let repository = Repository::with(&[
        ("mitigap.toml", "[paths]\nexclude = [\"old\", \"**/x.framework.toml\"]\n"),
        ("a.framework.toml", SMALL),
        ("old/b.framework.toml", SMALL),
        ("deep/x.framework.toml", SMALL),
    ]);
    let run = repository.check(&[]);
    let told = "2 frameworks left out by the configuration: deep/x.framework.toml, old/b.framework.toml";
    assert!(run.out.contains(told), "{}", run.out);
    let document: Value = serde_json::from_str(&repository.check(&["--format", "json"]).out).unwrap();
    assert_eq!(document["left_out"], serde_json::json!(["deep/x.framework.toml", "old/b.framework.toml"]));
    assert_eq!(document["frameworks"].as_array().unwrap().len(), 1);
    assert!(repository.run(&["check", "@old/b.framework.toml"]).out.contains("Small"));
    repository.write("mitigap.toml", "[paths]\ninclude = [\"deep/**\"]\n");
    assert!(
        repository.check(&[]).out.contains("left out by the configuration: a.framework.toml, old/b.framework.toml")
    );
    repository.write("mitigap.toml", "[paths]\ninclude = [\"nowhere/**\"]\n");
    assert_eq!(repository.check(&[]).code, 3);
}

#[test]
fn a_taxonomy_in_a_file_gets_a_name() {
    let taxonomy = std::fs::read_to_string(support::root().join("fixtures/states/below-target/taxonomy.toml")).unwrap();
    let repository = Repository::with(&[
        ("mitigap.toml", "[taxonomies]\nours = \"policy/ours.toml\"\n"),
        ("policy/ours.toml", &taxonomy),
        ("a/framework.toml", "[framework]\nname = \"x\"\ntaxonomy = \"ours\"\n"),
        ("b/framework.toml", "[framework]\nname = \"x\"\n"),
    ]);
    let ids = |repository: &Repository| -> Vec<String> {
        let document: Value = serde_json::from_str(&repository.check(&["--format", "json"]).out).unwrap();
        let frameworks = document["frameworks"].as_array().unwrap().clone();
        frameworks.iter().map(|one| one["taxonomies"][0]["id"].as_str().unwrap().to_owned()).collect()
    };
    let [first, second] = ids(&repository).try_into().unwrap();
    assert!(first != "airi-2026" && second == "airi-2026", "{first} {second}");
    repository.write("mitigap.toml", "taxonomy = \"ours\"\n[taxonomies]\nours = \"policy/ours.toml\"\n");
    assert_eq!(ids(&repository), [first.clone(), first.clone()]);
    repository.write("mitigap.toml", "taxonomy = \"policy/ours.toml\"\n");
    assert_eq!(ids(&repository)[1], first);
}

#[test]
fn a_stricter_severity_makes_the_run_fail_and_a_note_is_never_more() {
    let repository = Repository::with(&[("a.framework.toml", SMALL)]);
    assert!(repository.open(&[]).contains(&"common-cause 1.2.1 api".to_owned()), "{:?}", repository.open(&[]));
    assert_eq!(repository.check(&["--select", "common-cause"]).code, 0);
    repository.write("mitigap.toml", "[severity]\ncommon-cause = \"error\"\n");
    assert_eq!(repository.check(&["--select", "common-cause"]).code, 1);
    let document: Value = serde_json::from_str(&repository.check(&["--format", "json"]).out).unwrap();
    assert!(crate::findings(&document).any(|one| named(one).starts_with("common-cause") && one["severity"] == "error"));
}

#[test]
fn other_commands_follow_the_configuration_too() {
    let repository = Repository::with(&[
        ("mitigap.toml", "credit = \"implemented\"\nmapping = \"declared\"\naccept = 0.123\n"),
        ("a.framework.toml", SMALL),
    ]);
    let run = repository.run(&["what-if", "@a.framework.toml", "--without", "guard", "--format", "json"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert!(repository.run(&["map", "@a.framework.toml"]).out.contains("accepted from 12.3 %"));
    repository.write("mitigap.toml", "credit = 3");
    for command in ["map", "what-if", "suggest", "compare"] {
        let more: &[&str] = if command == "what-if" { &["--without", "guard"] } else { &[] };
        let run = repository.run(&[&[command, "@a.framework.toml"], more].concat());
        assert_eq!(run.code, 2, "{command}");
        assert!(
            format!("{}{}", run.out, run.err).contains("`credit` must be text"),
            "{command}: {}{}",
            run.out,
            run.err
        );
    }
}
