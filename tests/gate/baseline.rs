//! The baseline: what was there passes, what is new or worse does not, and what is better makes it smaller.

use crate::{Repository, SMALL, fixture};
use serde_json::Value;

const BASELINE: &str = "known.toml";

/// A repository whose findings are all known, and in which any other fails.
fn known(framework: &str) -> Repository {
    let repository = Repository::with(&[
        ("mitigap.toml", &format!("baseline = \"{BASELINE}\"\nfail_on = \"note\"\n")),
        ("a.framework.toml", framework),
    ]);
    let run = repository.run(&["baseline", "write", "@"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.ends_with("known\n"), "{}", run.out);
    repository
}

/// Two filters on one guard model, and one entry for the keys.
fn small() -> String {
    format!("{SMALL}[[mitigation]]\nid = \"keys\"\nname = \"Keys\"\ncategory = \"1.2.4\"\ndepends_on = [\"vault\"]\n")
}

#[test]
fn what_is_known_passes_and_stays_visible() {
    let repository = known(&small());
    let run = repository.check(&[]);
    assert_eq!(run.code, 0, "{}", run.out);
    assert!(
        run.out.contains("0 errors, 0 warnings, 0 notes;") && run.out.contains(" known (profile ci)"),
        "{}",
        run.out
    );
    let document: Value = serde_json::from_str(&repository.check(&["--format", "json"]).out).unwrap();
    assert_eq!(document["settings"]["baseline"], BASELINE);
    let by: Vec<&Value> = crate::findings(&document).map(|finding| &finding["suppressed"]["by"]).collect();
    assert!(by.len() > 5 && by.iter().all(|by| **by == "baseline"), "{by:?}");
    assert_eq!(repository.check(&["--no-baseline"]).code, 1);
    for format in mitigap::render::FORMATS {
        assert_eq!(repository.check(&["--format", format.name]).code, 0, "{}", format.name);
    }
}

#[test]
fn every_fixture_passes_against_its_own_baseline() {
    for name in ["northwind", "sixty", "published"] {
        let folder = fixture(name);
        let path = tempfile::tempdir().unwrap();
        let baseline = path.path().join("known.toml");
        let (folder, baseline) = (folder.to_string_lossy(), baseline.to_string_lossy());
        let write = ["baseline", "write", &folder, "--baseline", &baseline];
        let (code, _, err) = crate::support::mitigap(&write, "");
        assert_eq!(code, 0, "{err}");
        let check = ["check", &folder, "--baseline", &baseline, "--fail-on", "note", "--format", "json"];
        let (code, out, _) = crate::support::mitigap(&check, "");
        assert_eq!(code, 0, "{name}");
        let document: Value = serde_json::from_str(&out).unwrap();
        for framework in document["frameworks"].as_array().unwrap() {
            assert_eq!(framework["baseline"]["fixed"], Value::Array(vec![]), "{}", framework["path"]);
            assert_eq!(framework["baseline"]["better"], Value::Array(vec![]), "{}", framework["path"]);
        }
        let before = std::fs::read(baseline.as_ref()).unwrap();
        crate::support::mitigap(&["baseline", "prune", &folder, "--baseline", &baseline], "");
        assert_eq!(before, std::fs::read(baseline.as_ref()).unwrap(), "{name}: nothing was to be pruned");
    }
}

#[test]
fn what_is_worse_fails_and_says_what_it_was() {
    let one_filter = "depends_on = [\"guard\"]\n[[mitigation]]\nid = \"prompts\"";
    for (from, to, told) in [
        // A depth that falls: nothing is left where one stood.
        ("category = \"1.2.4\"", "category = \"1.2.4\"\nstatus = \"idea\"", "nothing counts in 1.2.4"),
        // A new cause beside the known one.
        (one_filter, "depends_on = [\"guard\", \"vault\"]\n[[mitigation]]\nid = \"prompts\"", ""),
        // Another text of an entry that a finding is about.
        ("name = \"Keys\"", "name = \"Keys in an enclave\"", "the text of the entry is another"),
    ] {
        let repository = known(&small());
        repository.edit("a.framework.toml", from, to);
        let run = repository.check(&[]);
        let words = run.out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(run.code, u8::from(!told.is_empty()), "{to}\n{}", run.out);
        assert!(words.contains(told), "{told}\n{}", run.out);
    }
    // Both now rest on the vault too: it alone empties the cell, which the guard model alone did before.
    let repository = known(&small());
    let text =
        repository.read("a.framework.toml").replace("depends_on = [\"guard\"]", "depends_on = [\"guard\", \"vault\"]");
    repository.write("a.framework.toml", &text);
    let run = repository.check(&[]);
    assert_eq!(run.code, 1);
    let words = run.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("in the baseline, but worse now (`vault` alone now empties it)"), "{}", run.out);
}

/// A threat against which four failures are wanted, and measures against it.
fn against_theft(measures: &[(&str, &str)]) -> String {
    let measure = |(id, rests_on): &(&str, &str)| {
        let head =
            format!("[[mitigation]]\nid = \"{id}\"\nname = \"{id}\"\ncategory = \"1.2.4\"\nowner = \"security\"\n");
        format!("{head}status = \"implemented\"\nthreats = [\"theft\"]\n{rests_on}\n")
    };
    let threat = "[[threat]]\nid = \"theft\"\nname = \"Theft of weights\"\ndepth = 4\n";
    format!("{SMALL}{threat}{}", measures.iter().map(measure).collect::<String>())
}

#[test]
fn a_depth_that_falls_is_worse_and_one_that_rises_is_not() {
    let examined = "depends_on = []";
    let [one, two, three] = ["locks", "seals", "walls"].map(|id| (id, examined));
    let of_theft = |repository: &Repository| -> Vec<String> {
        let out = repository.check(&["--format", "json"]).out;
        let document: Value = serde_json::from_str(&out).unwrap();
        let told = crate::findings(&document)
            .filter(|finding| finding["check"] == "threat-below-target" && finding["suppressed"].is_null())
            .map(|finding| finding["help"].as_str().unwrap().split(')').next().unwrap().to_owned());
        told.collect()
    };
    for (before, after, told) in [
        (&[one, two, three][..], &[one, two][..], &["in the baseline, but worse now (depth 2, was 3"][..]),
        (&[one, two], &[one, two, three], &[]),
        (&[one, two, three], &[one, two, three], &[]),
        (&[one, two, three], &[one, two, ("walls", "")], &["in the baseline, but worse now (examined depth 2, was 3"]),
        (&[one, two, ("walls", "")], &[one, two, three], &[]),
    ] {
        let repository = known(&against_theft(before));
        repository.write("a.framework.toml", &against_theft(after));
        assert_eq!(of_theft(&repository), told, "{before:?} -> {after:?}");
    }
}

#[test]
fn what_is_known_of_a_category_is_known_of_it_in_one_tier() {
    let second = "[[tier]]\nid = \"web\"\nexposure = \"external\"\n[[dependency]]\nid = \"guard\"";
    let in_web = SMALL[SMALL.find("[[mitigation]]").unwrap()..]
        .replace("id = \"", "id = \"web-")
        .replace("owner =", "tiers = [\"web\"]\nowner =")
        .replace("\"guard\"", "\"vault\"");
    let in_api = SMALL.replace("owner = \"safeguards\"", "tiers = [\"api\"]\nowner = \"safeguards\"");
    let both = format!("{}{in_web}", in_api.replace("[[dependency]]\nid = \"guard\"", second));
    let repository = known(&both);
    // In one tier the vault empties the cell too, which was known of the other tier alone.
    repository.write("a.framework.toml", &both.replace("[\"guard\"]", "[\"guard\", \"vault\"]"));
    let open = repository.open(&["--select", "common-cause"]);
    assert_eq!(open, ["common-cause 1.2.1 api"]);
}

#[test]
fn what_is_new_fails() {
    let repository = known(&small());
    let more = "[[mitigation]]\nid = \"late\"\nname = \"Late\"\ncategory = \"1.2.4\"\ndue = 2026-01-01\n";
    repository.write("a.framework.toml", &format!("{}{more}", small()));
    let open = repository.open(&[]);
    assert!(open.contains(&"overdue late".to_owned()), "{open:?}");
    assert!(open.iter().all(|finding| finding.ends_with("late") || finding.contains("1.2.4")), "{open:?}");
    assert_eq!(repository.check(&[]).code, 1);
    // A framework that the baseline has never seen is new as a whole.
    repository.write("a.framework.toml", &small());
    repository.write("b.framework.toml", &small());
    assert_eq!(repository.check(&[]).code, 1);
}

#[test]
fn lines_and_words_may_move() {
    let repository = known(&small());
    let text = small()
        .replace("[[tier]]", "# moved\n\n\n[[tier]]")
        .replace("reason = \"elsewhere\"", "reason = \"done by others\"");
    repository.write("a.framework.toml", &text);
    assert_eq!(repository.check(&[]).code, 0);
}

#[test]
fn another_text_makes_all_that_is_known_of_its_entry_worse() {
    let repository = known(&small());
    repository.edit("a.framework.toml", "name = \"Keys\"", "name = \"Keys in an enclave\"");
    let of_keys = |more: &[&str]| -> Vec<String> {
        repository.open(more).into_iter().filter(|finding| finding.contains(" keys")).collect()
    };
    let all = of_keys(&["--no-baseline"]);
    assert!(all.len() > 1, "{all:?}");
    assert_eq!(of_keys(&[]), all);
}

#[test]
fn what_is_fixed_or_better_is_told_and_pruned_and_pruning_lets_nothing_in() {
    let repository = known(&small());
    let before = repository.read(BASELINE);
    // The filters no longer share the guard model, and the keys have an owner and a day.
    repository.edit(
        "a.framework.toml",
        "category = \"1.2.4\"",
        "category = \"1.2.4\"\nowner = \"infra\"\ndue = 2099-01-01",
    );
    let text = repository.read("a.framework.toml");
    let at = text.rfind("depends_on = [\"guard\"]").unwrap();
    repository.write("a.framework.toml", &format!("{}depends_on = []{}", &text[..at], &text[at + 22..]));
    // What was one is two now, and nobody tested the two together: a note that is new.
    let run = repository.check(&["--fail-on", "warning"]);
    assert_eq!(run.code, 0, "{}", run.out);
    for told in ["gone: common-cause 1.2.1 in tier api", "gone: no-owner of keys", "gone: no-due-date of keys"] {
        assert!(run.out.contains(told), "{told}\n{}", run.out);
    }
    assert!(run.out.contains("`mitigap baseline prune` takes them out of known.toml"), "{}", run.out);
    let html = repository.check(&["--format", "html"]).out;
    for told in ["Since the baseline", "common-cause 1.2.1 in tier api", "<strong>gone</strong>", "Known and no worse"]
    {
        assert!(html.contains(told), "{told}");
    }
    let markdown = repository.check(&["--format", "markdown"]).out;
    assert!(
        markdown.contains("- gone: common-cause 1.2.1 in tier api") && markdown.contains("<details>"),
        "{markdown}"
    );
    assert_eq!(repository.read(BASELINE), before, "checking writes nothing");
    // Something new comes up beside it: pruning must not let it in.
    repository.edit("a.framework.toml", "due = 2099-01-01", "due = 2026-01-01");
    let run = repository.run(&["baseline", "prune", "@"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("a.framework.toml: 3 gone, 0 better"), "{}", run.out);
    let after = repository.read(BASELINE);
    assert!(after.lines().count() < before.lines().count() && !after.contains("overdue"), "{after}");
    assert!(after.lines().all(|line| before.contains(line)), "{after}");
    assert_eq!(repository.open(&[]), ["combination-untested 1.2.1 api", "overdue keys"]);
    assert_eq!(repository.run(&["baseline", "prune", "@"]).code, 0);
    assert_eq!(repository.read(BASELINE), after, "pruning twice is pruning once");
}

#[test]
fn what_is_better_is_pruned_to_what_it_is_now_and_may_not_fall_back() {
    let shared = "depends_on = [\"guard\", \"vault\"]";
    let both = SMALL.replace("depends_on = [\"guard\"]", shared);
    let repository = known(&both);
    // One of the two causes is gone, the other stays: the same finding, and a better one.
    repository.write("a.framework.toml", SMALL);
    let run = repository.run(&["baseline", "prune", "@"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("a.framework.toml: ") && run.out.contains(" 1 better"), "{}", run.out);
    assert!(!repository.read(BASELINE).contains("\"vault\""), "{}", repository.read(BASELINE));
    let open = repository.open(&[]);
    assert!(!open.iter().any(|finding| finding.starts_with("common-cause")), "{open:?}");
    repository.write("a.framework.toml", &both);
    let run = repository.check(&[]);
    assert_eq!(run.code, 1, "{}", run.out);
    assert!(run.out.contains("`vault` alone now empties it"), "{}", run.out);
}

#[test]
fn what_is_waived_is_not_known() {
    let waiver = "[[waiver]]\ncheck = \"common-cause\"\ncategory = \"1.2.1\"\nreason = \"x\"\nowner = \"lead\"\nexpires = 2026-12-31\n";
    let repository = known(&format!("{}{waiver}", small()));
    assert!(!repository.read(BASELINE).contains("common-cause"));
    assert_eq!(repository.check(&[]).code, 0);
    let open = repository.open(&["--as-of", "2027-01-01"]);
    assert!(open.contains(&"common-cause 1.2.1 api".to_owned()), "{open:?}");
}

/// What happens to the text of a baseline.
type Damage = fn(&str) -> String;

#[test]
fn a_baseline_that_cannot_be_used_is_an_error_and_stays_as_it_is() {
    let edition: Damage = |text| text.replace("edition = \"2026", "edition = \"2031");
    let cases: [(&str, Damage, &str); 5] = [
        ("another edition", edition, "was written for `airi-2026` (2031"),
        ("no TOML", |text| format!("<<<<<<< ours\n{text}"), "known.toml"),
        ("another schema", |text| text.replace("schema = 1", "schema = 7"), "`schema` must be 1, not 7"),
        ("another key", |text| text.replacen("depth =", "dept =", 1), "unknown key `dept` in a finding"),
        ("no text", |_| String::new(), "the baseline has no `schema`"),
    ];
    for (case, damage, told) in cases {
        let repository = known(&small());
        let damaged = damage(&repository.read(BASELINE));
        repository.write(BASELINE, &damaged);
        let run = repository.check(&[]);
        assert_eq!(run.code, 2, "{case}");
        assert!(run.out.contains(told), "{case}: {}", run.out);
        for action in ["prune", "write"] {
            let run = repository.run(&["baseline", action, "@"]);
            let replaced = case == "another edition" && action == "write";
            assert_eq!(run.code, if replaced { 0 } else { 2 }, "{case} {action}: {}{}", run.out, run.err);
            assert_eq!(repository.read(BASELINE) != damaged, replaced, "{case} {action}");
        }
    }
    let repository = known(&small());
    std::fs::remove_file(repository.path(BASELINE)).unwrap();
    let run = repository.check(&[]);
    assert_eq!(run.code, 2);
    assert!(
        run.out.contains("`known.toml` does not exist") && run.out.contains("mitigap baseline write"),
        "{}",
        run.out
    );
    // Nothing is written while any framework cannot be read.
    repository.write("b.framework.toml", "[framework\n");
    assert_eq!(repository.run(&["baseline", "write", "@"]).code, 2);
    assert!(!repository.path(BASELINE).exists());
}

#[test]
fn frameworks_that_were_not_asked_for_are_kept_and_those_that_are_gone_forgotten() {
    let repository = known(&small());
    repository.write("b.framework.toml", &small());
    repository.run(&["baseline", "write", "@b.framework.toml"]);
    let both = repository.read(BASELINE);
    assert!(both.contains("[frameworks.\"a.framework.toml\"]") && both.contains("[frameworks.\"b.framework.toml\"]"));
    std::fs::remove_file(repository.path("a.framework.toml")).unwrap();
    let run = repository.run(&["baseline", "prune", "@"]);
    assert!(run.out.contains("a.framework.toml: forgotten, the file is gone"), "{}", run.out);
    assert!(!repository.read(BASELINE).contains("a.framework.toml"));
}

#[test]
fn a_known_framework_that_is_gone_does_not_pass_unseen() {
    let repository = known(&small());
    repository.write("b/b.framework.toml", &small());
    repository.run(&["baseline", "write", "@"]);
    assert_eq!(repository.check(&[]).code, 0);
    // What was not asked for is not missed, what is not there is.
    assert_eq!(repository.run(&["check", "@b"]).code, 0);
    std::fs::rename(repository.path("b"), repository.path(".b")).unwrap();
    let run = repository.check(&[]);
    assert_eq!(run.code, 2, "{}", run.out);
    let words = run.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("the baseline knows `b/b.framework.toml`, which is not there any more"), "{}", run.out);
    assert_eq!(repository.run(&["baseline", "prune", "@"]).code, 0);
    assert_eq!(repository.check(&[]).code, 0);
}

#[test]
fn what_is_said_about_waivers_is_never_known() {
    let waiver = "[[waiver]]\ncheck = \"common-cause\"\ncategory = \"1.2.1\"\nreason = \"x\"\nowner = \"lead\"\nexpires = 2026-01-31\n";
    let repository = known(&format!("{}{waiver}", small()));
    assert!(!repository.read(BASELINE).contains("waiver-expired"));
    assert_eq!(repository.open(&[]), ["waiver-expired 1.2.1"]);
}

#[test]
fn branches_that_fix_different_findings_merge() {
    let repository = known(&small());
    let base = repository.read(BASELINE);
    let lines: Vec<&str> = base.lines().collect();
    let findings: Vec<usize> = (0..lines.len()).filter(|&at| lines[at].starts_with("  { ")).collect();
    let without = |gone: usize| -> String {
        lines.iter().enumerate().filter(|(at, _)| *at != gone).map(|(_, line)| format!("{line}\n")).collect()
    };
    repository.write("base", &base);
    repository.write("ours", &without(findings[0]));
    repository.write("theirs", &without(*findings.last().unwrap()));
    let merged = std::process::Command::new("git")
        .args(["merge-file", "ours", "base", "theirs"])
        .current_dir(repository.path(""))
        .status()
        .unwrap();
    assert!(merged.success());
    repository.write(BASELINE, &repository.read("ours"));
    assert_eq!(repository.open(&[]).len(), 2);
}

#[test]
fn hostile_names_survive_writing_and_reading() {
    let text = small().replace("id = \"api\"", "id = \"api\"\nname = \"\\\"]\\n[x]\\u0007\\u202e\"");
    let repository = known(&text);
    std::fs::rename(repository.path("a.framework.toml"), repository.path("a \"b\\ü.framework.toml")).unwrap();
    assert_eq!(repository.run(&["baseline", "write", "@"]).code, 0);
    assert_eq!(repository.check(&[]).code, 0);
    assert!(repository.read(BASELINE).contains("[frameworks.\"a \\\"b\\\\ü.framework.toml\"]"));
}

#[test]
fn two_processes_that_write_one_baseline_lose_nothing() {
    let names: Vec<String> = (0..8).map(|at| format!("f{at}.framework.toml")).collect();
    let repository = Repository::with(&[("mitigap.toml", "baseline = \"known.toml\"\n")]);
    for name in &names {
        repository.write(name, &small());
    }
    let start = |name: &String| {
        std::process::Command::new(env!("CARGO_BIN_EXE_mitigap"))
            .args(["baseline", "write", name])
            .current_dir(repository.path(""))
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap()
    };
    let running: Vec<_> = names.iter().map(start).collect();
    for mut one in running {
        assert!(one.wait().unwrap().success());
    }
    let text = repository.read(BASELINE);
    for name in &names {
        assert!(text.contains(&format!("[frameworks.\"{name}\"]")), "{name} is lost:\n{text}");
    }
    assert_eq!(repository.check(&["--fail-on", "note"]).code, 0);
}
