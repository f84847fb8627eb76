//! Revisions of real repositories, read by the real program.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

const FRAMEWORK: &str = "include = [\"measures/*.toml\"]\n[framework]\nname = \"F\"\n";
const FILTER: &str = "[[mitigation]]\nid = \"filter\"\nname = \"Output classifier\"\ndescription = \"Reads answers as they are \
                      written and stops those that help with weapons.\"\ncategory = \"1.2.1\"\n";
const SANDBOX: &str = "[[mitigation]]\nid = \"sandbox\"\nname = \"Agent sandbox\"\ncategory = \"1.2.2\"\n";

/// A repository in a folder of its own, with a space and a letter beyond ASCII in its path.
struct Repository {
    folder: tempfile::TempDir,
}

impl Repository {
    fn new() -> Self {
        let repository = Self { folder: tempfile::tempdir().unwrap() };
        std::fs::create_dir(repository.path()).unwrap();
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        repository
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("Räume und Regeln")
    }

    fn git(&self, arguments: &[&str]) {
        let output = git(&self.path(), arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message", "x"]);
    }

    /// A first commit with two measures, one of them included.
    fn started() -> Self {
        let repository = Self::new();
        repository.write("docs/framework.toml", &format!("{FRAMEWORK}{SANDBOX}"));
        repository.write("docs/measures/filter.toml", FILTER);
        repository.commit();
        repository
    }

    fn diff(&self, arguments: &[&str]) -> (i32, String, String) {
        diff(&self.path(), arguments)
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let (_, out, err) = self.diff(&[arguments, &["--format", "json"]].concat());
        serde_json::from_str(&out).unwrap_or_else(|_| panic!("{arguments:?}: {out}{err}"))
    }
}

fn git(folder: &Path, arguments: &[&str]) -> std::process::Output {
    let mut command = Command::new("git");
    command.current_dir(folder).args(["-c", "core.autocrlf=false", "-c", "protocol.file.allow=always"]).args(arguments);
    for (name, value) in [("NAME", "A"), ("EMAIL", "a@example.org"), ("DATE", "2026-11-01T00:00:00Z")] {
        command.env(format!("GIT_AUTHOR_{name}"), value).env(format!("GIT_COMMITTER_{name}"), value);
    }
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null").output().unwrap()
}

fn diff(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mitigap"));
    command.current_dir(folder).arg("diff").args(arguments).args([
        "--as-of",
        super::support::AS_OF,
        "--color",
        "never",
    ]);
    command.env("GIT_CONFIG_GLOBAL", "/dev/null");
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn a_revision_is_held_against_the_working_tree_with_its_includes() {
    let repository = Repository::started();
    assert_eq!(repository.json(&["HEAD"])["verdict"], "same");
    repository.write("docs/measures/filter.toml", &SANDBOX.replace("sandbox", "other").replace("Agent", "Second"));
    let diff = repository.json(&["HEAD"]);
    let removed = &super::changes(&diff)[0];
    assert_eq!((&removed["kind"], &removed["subject"]["id"]), (&Value::from("category-lost"), &Value::from("1.2.1")));
    assert_eq!(removed["place"]["path"], "docs/measures/filter.toml");
    assert_eq!((&diff["old"]["kind"], &diff["new"]["kind"]), (&Value::from("revision"), &Value::from("working-tree")));
    assert_eq!(diff["old"]["commit"].as_str().unwrap().len(), 40);
    let (code, ..) = repository.diff(&["HEAD", "--fail-on-regression"]);
    assert_eq!(code, 1);
}

#[test]
fn two_revisions_are_compared_whatever_stands_in_the_working_tree() {
    let repository = Repository::started();
    repository.git(&["checkout", "--quiet", "-b", "work"]);
    repository.write("docs/measures/filter.toml", &FILTER.replace("\"filter\"", "\"output-filter\""));
    repository.commit();
    std::fs::remove_dir_all(repository.path().join("docs")).unwrap();
    for arguments in
        [vec!["main..HEAD"], vec!["main", "work"], vec!["main...work"], vec!["main.."], vec!["git:main..work"]]
    {
        assert_eq!(super::kinds_of(&repository.json(&arguments)), ["mitigation-renamed"], "{arguments:?}");
    }
    assert_eq!(super::kinds_of(&repository.json(&["main..HEAD", "docs/framework.toml"])), ["mitigation-renamed"]);
    assert_eq!(
        super::kinds_of(&repository.json(&["main", "docs"])),
        ["framework-removed"],
        "gone from the working tree"
    );
    let within = repository.path().join("docs");
    std::fs::create_dir(&within).unwrap();
    let (_, out, _) = diff(&within, &["main..work"]);
    assert!(out.contains("docs/framework.toml"), "paths are shown from the top of the repository: {out}");
}

#[test]
fn what_happened_on_main_since_is_left_out_with_three_dots() {
    let repository = Repository::started();
    repository.git(&["checkout", "--quiet", "-b", "work"]);
    repository.write("other.framework.toml", "[framework]\nname = \"Other\"\n");
    repository.commit();
    repository.git(&["checkout", "--quiet", "main"]);
    repository.write("docs/measures/filter.toml", "");
    repository.commit();
    let kinds = |diff: &Value| -> Vec<String> {
        let frameworks = diff["frameworks"].as_array().unwrap().iter();
        frameworks.flat_map(|one| one["changes"].as_array().unwrap()).map(|one| one["kind"].to_string()).collect()
    };
    assert_eq!(kinds(&repository.json(&["main...work"])), ["\"framework-added\""]);
    assert!(kinds(&repository.json(&["main..work"])).len() > 1);
}

#[test]
fn a_moved_and_a_removed_framework_are_told_apart() {
    let repository = Repository::started();
    repository.write("spare.framework.toml", "[framework]\nname = \"Spare\"\n");
    repository.commit();
    repository.git(&["mv", "docs", "politique générale"]);
    repository.git(&["rm", "--quiet", "spare.framework.toml"]);
    repository.commit();
    let diff = repository.json(&["HEAD~1..HEAD"]);
    let moved = &diff["frameworks"][0];
    assert_eq!(
        (&moved["path"], &moved["old_path"]),
        (&"politique générale/framework.toml".into(), &"docs/framework.toml".into())
    );
    assert_eq!(moved["changes"][0]["kind"], "framework-moved");
    assert_eq!(diff["frameworks"][1]["changes"][0]["kind"], "framework-removed");
    assert_eq!(diff["verdict"], "worse");
}

#[test]
fn a_path_that_exists_wins_over_a_revision_of_its_name() {
    let repository = Repository::started();
    repository.write("main/framework.toml", "[framework]\nname = \"Main\"\n");
    repository.commit();
    let diff = repository.json(&["main", "docs"]);
    assert_eq!((&diff["old"]["kind"], &diff["new"]["kind"]), (&"path".into(), &"path".into()));
    let diff = repository.json(&["git:main", "docs"]);
    assert_eq!((&diff["old"]["kind"], &diff["verdict"]), (&"revision".into(), &"same".into()));
    let diff = repository.json(&["docs", "HEAD~1"]);
    assert_eq!((&diff["old"]["kind"], &diff["new"]["kind"]), (&"working-tree".into(), &"revision".into()));
}

#[test]
fn what_is_no_revision_is_told_with_the_way_out() {
    let repository = Repository::started();
    repository.git(&["branch", "release-2026"]);
    let told = |arguments: &[&str], words: &[&str]| {
        let (code, out, err) = repository.diff(arguments);
        assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}: {err}");
        let flat = err.replace('│', " ").split_whitespace().collect::<Vec<_>>().join(" ");
        for word in words {
            assert!(flat.contains(word), "{arguments:?}: {flat}");
        }
    };
    told(&["release-2027"], &["no revision `release-2027`", "did you mean `release-2026`?"]);
    told(&["old.toml", "new.toml"], &["`old.toml` does not exist"]);
    told(&["../elsewhere", "docs"], &["does not exist"]);
    told(&["main", "nowhere/else"], &["no revision `nowhere/else`", "no path of this name"]);
    told(&["main..HEAD", "nowhere/else"], &["`nowhere/else` is neither in main nor in HEAD"]);
    told(&["docs"], &["nothing to hold `docs` against", "mitigap diff HEAD docs"]);
    told(&["main..HEAD", "/"], &["`/` is in no git repository"]);
    told(&["main..HEAD", "docs", ".."], &["`..` is outside the repository"]);
    let alone = tempfile::tempdir().unwrap();
    let (code, _, err) = diff(alone.path(), &["main..HEAD"]);
    assert_eq!(code, 2);
    assert!(err.contains("the working directory is in no git repository"), "{err}");
}

#[test]
fn without_git_files_can_still_be_compared() {
    let repository = Repository::started();
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mitigap"));
        command.current_dir(repository.path()).arg("diff").args(arguments).env("PATH", repository.folder.path());
        let output = command.output().unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, err) = run(&["HEAD"]);
    assert_eq!(code, 2);
    assert!(err.contains("git is not installed"), "{err}");
    assert_eq!(run(&["docs", "docs"]).0, 0);
}

#[test]
fn a_shallow_clone_says_how_to_deepen_it() {
    let repository = Repository::started();
    repository.commit();
    let clone = repository.folder.path().join("clone");
    let from = format!("file://{}", repository.path().display());
    let output = git(repository.folder.path(), &["clone", "--quiet", "--depth=1", &from, clone.to_str().unwrap()]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let (code, _, err) = diff(&clone, &["HEAD~1..HEAD"]);
    let err = err.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(code, 2);
    assert!(err.contains("shallow clone") && err.contains("fetch-depth: 0"), "{err}");
    git(&clone, &["checkout", "--quiet", "--detach"]);
    git(&clone, &["branch", "--quiet", "-D", "main"]);
    let (code, _, err) = diff(&clone, &["main"]);
    assert_eq!(code, 2);
    assert!(err.contains("origin/main"), "{err}");
}

#[test]
fn a_broken_side_is_told_at_its_place_and_no_folder_of_ours_is() {
    let repository = Repository::started();
    repository.write("docs/framework.toml", "[framework]\nname = \"F\"\ntaxonomy = \"own.toml\"\ncolour = 1\n");
    repository.write("docs/own.toml", "id = \"own\"\nnonsense = 1\n");
    repository.write("docs/second.framework.toml", "include = [\"gone.toml\"]\n[framework]\nname = \"S\"\n");
    repository.write("third.framework.toml", "[framework]\nname = \"T\"\n");
    repository.commit();
    for format in ["human", "markdown", "json"] {
        let (code, out, err) = repository.diff(&["HEAD~1..HEAD", "--format", format]);
        assert_eq!(code, 2, "{out}{err}");
        assert!(err.contains("unknown key `nonsense`") && err.contains("gone.toml"), "{err}");
        let told = format!("{out}{err}");
        assert!(!told.contains("mitigap-") && !told.contains(repository.folder.path().to_str().unwrap()), "{told}");
        assert!(
            !out.contains("framework-removed") && !out.contains("was removed"),
            "what is broken is not gone: {out}"
        );
        assert!(out.contains("third.framework.toml"), "the sound ones are compared all the same: {out}");
    }
}

#[test]
fn a_taxonomy_named_by_path_is_read_at_its_revision() {
    let repository = Repository::new();
    let taxonomy = |wants: u8| {
        format!(
            "id = \"own\"\ntitle = \"Own\"\nedition = \"1\"\nexamples = \"own.tsv\"\n[[category]]\ncode = \"1\"\nname = \
             \"Filters\"\ndefinition = \"Stops answers.\"\nrole = \"protective\"\nlayer = \"block\"\nexpected_of = \
             [\"developer\"]\nwants = {wants}\n"
        )
    };
    let framework = "[framework]\nname = \"F\"\ntaxonomy = \"../own.toml\"\n[[mitigation]]\nid = \"a\"\nname = \"A\"\ncategory = \"1\"\n";
    repository.write("own.toml", &taxonomy(1));
    repository.write("own.tsv", "1\tFilter\tStops answers that help with weapons.\tplan\n");
    repository.write("docs/framework.toml", framework);
    repository.commit();
    let (code, out, err) = repository.diff(&["HEAD"]);
    assert_eq!(code, 0, "{out}{err}");
    repository.write("own.toml", &taxonomy(2));
    let (code, out, _) = repository.diff(&["HEAD"]);
    assert_eq!(code, 2);
    assert!(out.contains("is held against own, 1 before and own, 1 now"), "{out}");
}

#[cfg(unix)]
#[test]
fn links_are_followed_inside_the_repository_and_not_out_of_it() {
    let repository = Repository::started();
    let link = |to: &str, at: &str| std::os::unix::fs::symlink(to, repository.path().join(at)).unwrap();
    repository.write("real/policy.toml", "[framework]\nname = \"Linked\"\n");
    link("real", "folder");
    link("folder/policy.toml", "linked.framework.toml");
    link("/etc/passwd", "away.framework.toml");
    link("../../outside.toml", "up.framework.toml");
    repository.commit();
    std::fs::remove_file(repository.path().join("linked.framework.toml")).unwrap();
    let (code, out, err) = repository.diff(&["HEAD", "HEAD", "."]);
    assert_eq!(code, 0, "{out}{err}");
    // On disk a link that leads nowhere is told.
    let errors = repository.json(&["HEAD"])["errors"].to_string();
    assert!(errors.contains("`up.framework.toml` is a link that leads nowhere"), "{errors}");
    assert!(errors.contains("`away.framework.toml` is a link out of the folder"), "{errors}");
    for link in ["up", "away"] {
        std::fs::remove_file(repository.path().join(link).with_extension("framework.toml")).unwrap();
    }
    let diff = repository.json(&["HEAD"]);
    let gone: Vec<&Value> = diff["frameworks"].as_array().unwrap().iter().collect();
    assert_eq!(gone.len(), 1, "{diff}");
    assert_eq!((&gone[0]["path"], &gone[0]["name"]), (&"linked.framework.toml".into(), &"Linked".into()));
}

#[test]
fn a_bare_repository_has_revisions_too() {
    let repository = Repository::started();
    repository.write("docs/measures/filter.toml", &FILTER.replace("\"filter\"", "\"output-filter\""));
    repository.commit();
    let bare = repository.folder.path().join("bare.git");
    git(
        repository.folder.path(),
        &["clone", "--quiet", "--bare", repository.path().to_str().unwrap(), bare.to_str().unwrap()],
    );
    let (code, out, err) = diff(&bare, &["HEAD~1..HEAD"]);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("`filter` is called `output-filter` now"), "{out}");
}

#[test]
fn each_side_is_governed_by_its_own_configuration_and_a_looser_one_is_told() {
    let repository = Repository::started();
    repository.write(
        "mitigap.toml",
        "credit = \"committed\"\nbaseline = \"gone.json\"\n[taxonomies]\nours = \"own/t.toml\"\n",
    );
    repository.commit();
    repository.write("mitigap.toml", "credit = \"planned\"\n");
    let diff = repository.json(&["HEAD"]);
    let first = &super::changes(&diff)[0];
    assert_eq!((&first["kind"], &first["direction"]), (&"rules-loosened".into(), &"regression".into()));
    assert_eq!(repository.json(&["HEAD", "--no-config"])["verdict"], "same");
    repository.write("mitigap.toml", "[paths]\nexclude = [\"docs/**\"]\n");
    assert_eq!(super::kinds_of(&repository.json(&["HEAD"])), ["framework-removed"], "leaving it out is no way out");
}
