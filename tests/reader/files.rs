//! Root files on disk, what they include, and what they may not.

use super::problems;
use mitigap::files::find::Found;
use mitigap::files::find::find;
use mitigap::framework::reader::{MAX_INCLUDE_DEPTH, MAX_INCLUDES, Reading, read_file, read_stream, read_text, roots};
use mitigap::problem::ProblemKind;
use std::path::Path;
use tempfile::TempDir;

/// All frameworks of their own among what was found.
fn read_all(found: &[Found]) -> Vec<Reading> {
    let kept = found.iter().zip(roots(found)).filter(|(_, is_root)| *is_root);
    kept.map(|(one, _)| read_file(&one.path)).collect()
}

fn tree(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

fn root(include: &str) -> String {
    format!("include = [{include}]\n[framework]\nname = \"F\"\n")
}

fn entry(id: &str) -> String {
    format!("[[mitigation]]\nid = \"{id}\"\nname = \"x\"\n")
}

fn ids(reading: &Reading) -> Vec<&str> {
    reading.framework.mitigations.iter().map(|one| one.id.value.as_str()).collect()
}

fn read(folder: &TempDir) -> Reading {
    read_file(&folder.path().join("f.toml"))
}

#[test]
fn includes_are_read_in_order_each_once_with_their_own_places() {
    let folder = tree(&[
        (".git/HEAD", ""),
        ("f.toml", &(root("\"z.toml\", \"a/*.toml\", \"**/deep.toml\", \"*.toml\"") + &entry("root"))),
        ("z.toml", &(entry("z") + "depends_on = [\"d\"]\n")),
        ("a/2.toml", &entry("a2")),
        ("a/1.toml", &format!("include = [\"../b/deep.toml\"]\n{}", entry("a1"))),
        ("b/deep.toml", &(entry("deep") + "[[dependency]]\nid = \"d\"\n")),
        ("target/deep.toml", "this is skipped"),
    ]);
    let reading = read(&folder);
    assert_eq!(problems(&reading), []);
    assert_eq!(ids(&reading), ["root", "z", "a1", "deep", "a2"]);
    let paths: Vec<_> = reading.sources.files().iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["f.toml", "z.toml", "a/1.toml", "b/deep.toml", "a/2.toml"]);
    let deep = reading.framework.mitigations.iter().nth(3).unwrap();
    let place = reading.sources.place(deep.id.span);
    assert_eq!((place.path.as_str(), place.line, place.column), ("b/deep.toml", 2, 6));
    assert_eq!(reading.files.len(), 5);
}

#[cfg(unix)]
#[test]
fn included_files_are_shown_as_the_root_is() {
    let folder = tree(&[("f.toml", &root("\"a/x.toml\"")), ("a/x.toml", &entry("x"))]);
    let here = std::env::current_dir().unwrap();
    let up = "../".repeat(here.components().count() - 1);
    let given = up + folder.path().join("f.toml").to_str().unwrap().trim_start_matches('/');
    let reading = read_file(Path::new(&given));
    let paths: Vec<_> = reading.sources.files().iter().map(|file| file.path.clone()).collect();
    assert_eq!(paths, [given.clone(), given.replace("f.toml", "a/x.toml")]);
}

#[test]
fn included_files_hold_entries_only() {
    let folder = tree(&[
        ("f.toml", &root("\"a.toml\"")),
        ("a.toml", "schema = 1\n[framework]\nname = \"x\"\n[scope]\nexclude = []\n[[threat]]\nid = \"t\"\n"),
    ]);
    let found = problems(&read(&folder));
    let keys: Vec<_> = found.iter().map(|(_, covered)| covered.as_str()).collect();
    assert_eq!(keys, ["schema", "framework", "scope"]);
    assert!(found.iter().all(|(message, _)| message.contains("top level of an included file")));
}

#[test]
fn includes_that_cannot_be_read_are_problems_where_they_are_named() {
    let cases = [
        ("\"secruity.toml\"", "does not exist", "\"secruity.toml\""),
        ("\"none/*.toml\"", "matches no file", "\"none/*.toml\""),
        ("\"../x.toml\"", "leaves the project folder", "\"../x.toml\""),
        ("\"sub/../../x.toml\"", "leaves the project folder", "\"sub/../../x.toml\""),
        ("\"/etc/passwd\"", "leaves the project folder", "\"/etc/passwd\""),
        ("\"*/../x.toml\"", "no path that can be included", "\"*/../x.toml\""),
        ("'sub\\x.toml'", "no path that can be included", "'sub\\x.toml'"),
        ("\"sub\"", "is a folder", "\"sub\""),
        ("\"\"", "`include` is empty", "\"\""),
        ("\"bad.toml\"", "not UTF-8", "\u{fffd}"),
        ("3", "`include` is a number", "3"),
        ("\"f.toml\"", "files include each other: ", "\"f.toml\""),
    ];
    for (include, message, covered) in cases {
        let folder = tree(&[("f.toml", &root(include)), ("security.toml", ""), ("sub/x.toml", "")]);
        std::fs::write(folder.path().join("bad.toml"), b"a = \"\xE9\"").unwrap();
        let reading = read(&folder);
        let found = problems(&reading);
        assert!(found.len() == 1 && found[0].0.contains(message) && found[0].1 == covered, "{include} {found:?}");
        assert!(!reading.problems[0].help.is_empty());
    }
    let folder = tree(&[("f.toml", &root("\"secruity.toml\"")), ("security.toml", "")]);
    assert_eq!(read(&folder).problems[0].help, "did you mean `security.toml`?");
}

#[cfg(unix)]
#[test]
fn links_do_not_lead_out_of_the_project() {
    let away = tree(&[("x.toml", &entry("away"))]);
    let folder =
        tree(&[("f.toml", &root("\"in/link.toml\", \"in/*.toml\", \"away/x.toml\"")), ("in/a.toml", &entry("a"))]);
    std::os::unix::fs::symlink(away.path().join("x.toml"), folder.path().join("in/link.toml")).unwrap();
    std::os::unix::fs::symlink(away.path(), folder.path().join("away")).unwrap();
    let reading = read(&folder);
    assert_eq!(ids(&reading), ["a"]);
    let found = problems(&reading);
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(found.iter().all(|(message, _)| message.contains("leaves the project folder")));
}

#[test]
fn circles_of_includes_are_printed() {
    let folder = tree(&[
        ("f.toml", &root("\"a.toml\"")),
        ("a.toml", "include = [\"b.toml\"]"),
        ("b.toml", "include = [\"a.toml\"]"),
    ]);
    let reading = read(&folder);
    let found = problems(&reading);
    assert_eq!(found.len(), 1);
    let loop_of = |names: [&str; 3]| {
        names.map(|name| folder.path().canonicalize().unwrap().join(name).display().to_string()).join(" -> ")
    };
    assert_eq!(found[0].0, format!("files include each other: {}", loop_of(["a.toml", "b.toml", "a.toml"])));
}

#[test]
fn includes_are_bounded_in_depth_and_number() {
    let mut files = vec![("f.toml".to_owned(), root("\"1.toml\""))];
    files
        .extend((1..30).map(|at| {
            (format!("{at}.toml"), format!("include = [\"{}.toml\"]\n{}", at + 1, entry(&format!("m{at}"))))
        }));
    let named: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let reading = read(&tree(&named));
    assert_eq!((reading.problems.len(), reading.problems[0].kind), (1, ProblemKind::Limit));
    assert_eq!(reading.framework.mitigations.len(), MAX_INCLUDE_DEPTH);
    let many: Vec<(String, String)> =
        (0..=MAX_INCLUDES).map(|at| (format!("m/{at}.toml"), entry(&format!("m{at}")))).collect();
    let mut named: Vec<_> = many.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let first = root("\"m/*.toml\"");
    named.push(("f.toml", &first));
    let reading = read(&tree(&named));
    assert_eq!((reading.problems.len(), reading.problems[0].kind), (1, ProblemKind::Limit));
    assert_eq!(reading.framework.mitigations.len(), MAX_INCLUDES);
}

#[test]
fn references_wait_for_files_that_could_not_be_read() {
    let named = root("\"a.toml\", \"no.toml\"") + &entry("m") + "threats = [\"t\"]\nnam = 1\n";
    let folder = tree(&[("f.toml", &named), ("a.toml", "x = ")]);
    let found: Vec<_> = problems(&read(&folder)).into_iter().map(|(message, _)| message).collect();
    assert_eq!(found.len(), 4, "{found:?}");
    assert!(found[0].contains("does not exist") && found[1].contains("`nam`"));
    assert!(found[2].contains("a value is missing") && found[3].contains("are checked once"));
}

#[test]
fn a_root_that_cannot_be_read_is_one_problem() {
    let folder = tree(&[("sub/x", "")]);
    for (path, message) in [("none.toml", "does not exist"), ("sub", "is a folder")] {
        let reading = read_file(&folder.path().join(path));
        assert_eq!(reading.problems.len(), 1, "{:?}", reading.problems);
        assert!(reading.problems[0].message.contains(message) && reading.problems[0].kind == ProblemKind::Io);
        assert_eq!(reading.framework.tiers.len(), 1);
    }
}

#[test]
fn a_stream_includes_only_when_its_file_is_named() {
    let folder = tree(&[("a.toml", &entry("a"))]);
    let text = root("\"a.toml\"");
    let named = read_stream(text.as_bytes(), Some(&folder.path().join("f.toml")));
    assert_eq!((problems(&named), ids(&named)), (vec![], vec!["a"]));
    let unnamed = read_stream(text.as_bytes(), None);
    assert_eq!(problems(&unnamed), [("a text that is in no file cannot include others".into(), "\"a.toml\"".into())]);
    assert_eq!(unnamed.sources.files()[0].path, "<stdin>");
    assert_eq!(read_text("x", &text).problems.len(), 1);
}

#[test]
fn a_file_that_another_includes_is_no_framework_of_its_own() {
    let folder = tree(&[
        ("framework.toml", &root("\"parts/x.framework.toml\"")),
        ("parts/x.framework.toml", &entry("x")),
        ("a.framework.toml", "include = [\"b.framework.toml\"]\n[framework]\nname = \"A\"\n"),
        ("b.framework.toml", "include = [\"a.framework.toml\"]"),
    ]);
    let roots = |paths: &[&Path]| {
        let paths: Vec<_> = paths.iter().map(|path| folder.path().join(path)).collect();
        let (found, _) = find(&paths);
        let name = |reading: &Reading| reading.files[0].file_name().unwrap().to_string_lossy().into_owned();
        read_all(&found).iter().map(name).collect::<Vec<_>>()
    };
    assert_eq!(roots(&[Path::new(".")]), ["a.framework.toml", "framework.toml"]);
    assert_eq!(roots(&[Path::new("parts/x.framework.toml")]), ["x.framework.toml"]);
}
