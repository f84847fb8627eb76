//! `map --write` changes what it says and nothing else: for every way to write an entry, every line end, every style.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may fail loudly")]

mod support;

use mitigap::framework::reader;
use mitigap::mapping::write::{Asked, Draft, Edit, Plan, apply, diff};
use mitigap::mapping::{Basis, Mapper, Mapping, assign, declared};
use mitigap::source::SourceFile;
use mitigap::taxonomy::{self, Taxonomy};
use proptest::prelude::*;
use std::path::Path;
use support::mitigap;

const FILTER: &str = "A guard model reads answers as they are written and stops those that help with weapons.";

fn built_in() -> (&'static Taxonomy, Mapper) {
    let taxonomy = taxonomy::built_in(taxonomy::DEFAULT).unwrap();
    (taxonomy, Mapper::built_in(taxonomy).unwrap())
}

/// A text as it would be written, with the plan and the mapping before.
fn written(text: &str, asked: &Asked) -> (String, Plan, Mapping) {
    let (taxonomy, mapper) = built_in();
    let reading = reader::read_text("f.toml", text);
    assert!(reading.problems.is_empty(), "{:#?}\n{text}", reading.problems);
    let (names, problems) = declared::look_up(&reading.framework, taxonomy);
    assert!(problems.is_empty(), "{problems:#?}\n{text}");
    let mapping = assign::assign(&reading.framework, taxonomy, names, &mapper, None);
    let (sources, framework) = (&reading.sources, &reading.framework);
    let plan = Draft { sources, framework, taxonomy, mapping: &mapping }.plan(asked);
    (apply(&sources.files()[0].text, &plan.edits), plan, mapping)
}

fn head(rest: &str) -> String {
    format!("[framework]\nname = \"X\"\n\n{rest}")
}

#[test]
fn keys_are_added_in_the_style_of_the_entry() {
    let table = [
        (
            "[[mitigation]]\nid = \"a\"\nname = \"Output classifier\" # why\ndescription = \"FILTER\" # what\nstatus = \"idea\"\n",
            "[[mitigation]]\nid = \"a\"\nname = \"Output classifier\" # why\ndescription = \"FILTER\" # what\ncategory = \"1.2.1\"\nconfirmed = \"HASH\"\nstatus = \"idea\"\n",
        ),
        (
            "  [[mitigation]]\n  id          = \"a\"\n  name        = \"Output classifier\"\n  description = \"FILTER\"",
            "  [[mitigation]]\n  id          = \"a\"\n  name        = \"Output classifier\"\n  description = \"FILTER\"\n  category    = \"1.2.1\"\n  confirmed   = \"HASH\"",
        ),
        (
            "[[mitigation]]\nid='a'\ndescription='''\nFILTER'''\nname='Output classifier'\n\n\n# end",
            "[[mitigation]]\nid='a'\ndescription='''\nFILTER'''\nname='Output classifier'\ncategory='1.2.1'\nconfirmed='HASH'\n\n\n# end",
        ),
        (
            "mitigation = [{ id = \"a\", name = \"Output classifier\", description = \"FILTER\" }]\n",
            "mitigation = [{ id = \"a\", name = \"Output classifier\", description = \"FILTER\", category = \"1.2.1\", confirmed = \"HASH\" }]\n",
        ),
        (
            "mitigation=[\n  {id=\"a\",description=\"FILTER\",name=\"Output classifier\", }, # c\n]\n",
            "mitigation=[\n  {id=\"a\",description=\"FILTER\",name=\"Output classifier\",category=\"1.2.1\",confirmed=\"HASH\", }, # c\n]\n",
        ),
        (
            "[[mitigation]]\r\nid = \"a\"\r\nname = \"Output classifier\"\r\ndescription = \"FILTER\"\r\n",
            "[[mitigation]]\r\nid = \"a\"\r\nname = \"Output classifier\"\r\ndescription = \"FILTER\"\r\ncategory = \"1.2.1\"\r\nconfirmed = \"HASH\"\r\n",
        ),
    ];
    for (before, after) in table {
        let inline = before.starts_with("mitigation");
        let place = |text: &str| if inline { format!("{text}\n[framework]\nname = \"X\"\n") } else { head(text) };
        let (text, plan, _) = written(&place(&before.replace("FILTER", FILTER)), &Asked::default());
        assert_eq!(plan.written.len(), 1, "{before}");
        let again = reader::read_text("f.toml", &text);
        let hash = again.framework.mitigations.iter().find_map(|entry| entry.confirmed.clone()).unwrap().value;
        assert_eq!(text, place(&after.replace("FILTER", FILTER).replace("HASH", &hash)));
    }
}

/// Ways to write a name and a description.
fn entry(id: usize, style: usize, name: &str, description: &str) -> String {
    match style {
        0 => format!("[[mitigation]]\nid = \"m{id}\"\nname = \"{name}\"\ndescription = \"{description}\"\n"),
        1 => format!(
            "\n[[ mitigation ]] # {id}\n  description  =  '''{description}'''  # tail\n  id = 'm{id}'\n  name=\"{name}\"\n"
        ),
        2 => format!(
            "[[mitigation]]\n\tid = \"m{id}\"\n\tname = \"\"\"{name}\"\"\"\n\tdescription = \"\"\"\n{description} \\\n  \"\"\"\n\n"
        ),
        3 => format!(
            "[[mitigation]]\nname        = \"{name}\"\nid          = \"m{id}\"\ndescription = \"{description}\"\nstatus      = \"planned\"\n[[mitigation.evidence]]\nkind = \"audit\"\n"
        ),
        4 => format!(
            "[[\"mitigation\"]]\n\"id\" = \"m{id}\"\n'name' = '{name}'\n\"descri\\u0070tion\" = \"{description}\"\n# end\n"
        ),
        _ => format!(
            "[[mitigation]]\nid = \"m{id}\"\nname = \"{name}\"\n\n# between\n\ncategory = [\"1.2.1\"]\ndescription = \"{description}\"\n"
        ),
    }
}

const NAMES: [&str; 7] = [
    "Output classifier",
    "Encryption of model weights at rest and in transit",
    "Keeping things safe",
    "Pre-training data filtering",
    "Quarterly figures",
    "Verschlüsselung der Gewichte",
    "x = # [[y]]",
];

fn frameworks() -> impl Strategy<Value = String> {
    let one = (
        0..6_usize,
        0..NAMES.len(),
        prop_oneof![Just(FILTER), Just("Weights are encrypted with keys in an HSM."), Just("We care.")],
    );
    let entries = proptest::collection::vec(one, 1..8);
    (entries, any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>()).prop_map(
        |(entries, crlf, mixed, cut, inline)| {
            let all = entries.iter().enumerate();
            let mut text = if inline {
                let entries: String = all
                    .map(|(at, (style, name, description))| {
                        let name = NAMES[*name];
                        let (open, close) = if style % 2 == 0 { ("{ ", " }") } else { ("{", "}") };
                        let gap = if style % 3 == 0 { "\n  " } else { " " };
                        format!("{gap}{open}id = \"m{at}\", name = \"{name}\", description = '{description}'{close},")
                    })
                    .collect();
                format!("mitigation = [{entries}\n]\n[framework]\nname = \"X\"\n")
            } else {
                head(
                    &all.map(|(at, (style, name, description))| entry(at, *style, NAMES[*name], description))
                        .collect::<String>(),
                )
            };
            if crlf {
                text = text.replace('\n', "\r\n");
            }
            if mixed {
                text = text.replacen("\r\n", "\n", 3);
            }
            if cut {
                text.truncate(text.trim_end().len());
            }
            text
        },
    )
}

/// Applies a unified diff the way `patch` does.
fn patched(old: &str, patch: &str) -> String {
    let lines: Vec<&str> = old.split_inclusive('\n').collect();
    let (mut out, mut at) = (String::new(), 0);
    let mut shown: Vec<&str> = patch.split_inclusive('\n').collect();
    for index in 0..shown.len() {
        if shown.get(index + 1).is_some_and(|next| next.starts_with('\\')) {
            shown[index] = shown[index].strip_suffix('\n').unwrap();
        }
    }
    for line in shown.into_iter().skip(2) {
        if let Some(hunk) = line.strip_prefix("@@ -") {
            let (start, count) = hunk.split_once(' ').unwrap().0.split_once(',').unwrap();
            let (start, count): (usize, usize) = (start.parse().unwrap(), count.parse().unwrap());
            let from = if count == 0 { start } else { start - 1 };
            out.extend(lines[at..from].iter().copied());
            at = from;
        } else if let Some(kept) = line.strip_prefix(' ') {
            assert_eq!(lines[at], kept);
            out.push_str(kept);
            at += 1;
        } else if let Some(gone) = line.strip_prefix('-') {
            assert_eq!(lines[at], gone);
            at += 1;
        } else if let Some(new) = line.strip_prefix('+') {
            out.push_str(new);
        }
    }
    out.extend(lines[at..].iter().copied());
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn what_is_written_can_be_taken_back_and_reads_as_confirmed(text in frameworks(), all in any::<bool>()) {
        let asked = Asked { all, ..Asked::default() };
        let (new, plan, before) = written(&text, &asked);
        let reversed: Vec<Edit> = plan.edits.iter().rev().cloned().collect();
        let mut back = new.clone();
        for (index, edit) in reversed.iter().enumerate() {
            let earlier: usize = reversed[index + 1..].iter().map(|edit| edit.text.len()).sum();
            let start = edit.span.start as usize + earlier;
            prop_assert_eq!(edit.span.start, edit.span.end);
            prop_assert_eq!(&back[start..start + edit.text.len()], &edit.text);
            back.replace_range(start..start + edit.text.len(), "");
        }
        prop_assert_eq!(&back, &text);
        let (again, second, after) = written(&new, &asked);
        prop_assert_eq!(&again, &new, "written twice");
        prop_assert!(second.written.is_empty());
        for (one, other) in before.of.iter().zip(&after.of) {
            prop_assert_eq!(&one.categories, &other.categories);
            prop_assert_eq!(&one.candidates, &other.candidates);
            let confirmed = if one.basis == Basis::Inferred { Basis::Confirmed } else { one.basis };
            prop_assert_eq!(other.basis, confirmed);
        }
        let file = SourceFile::new("f.toml".to_owned(), text.clone());
        let shown = diff::unified(&file, &plan.edits);
        prop_assert_eq!(shown.is_empty(), plan.edits.is_empty());
        prop_assert_eq!(patched(&text, &shown), new);
    }
}

#[test]
fn of_entries_that_share_a_line_the_last_gets_its_suggestion_and_the_others_are_counted() {
    let entry = |id: &str| format!("{{ id = \"{id}\", name = \"Output classifier\", description = \"{FILTER}\" }}");
    let text = format!("mitigation = [{}, {}, {}]\n[framework]\nname = \"X\"\n", entry("a"), entry("b"), entry("c"));
    let (_, out, _) = mitigap(&["map", "-", "--accept", "1", "--check", "--all"], &text);
    assert_eq!(
        out,
        "0 categories and 1 suggestion to be written, in 1 file\n\
         2 suggestions left out: the entry shares its line with another\n"
    );
}

#[test]
fn a_suggestion_becomes_a_comment_once() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("framework.toml");
    let path = file.to_str().unwrap();
    let inline = format!(
        "mitigation = [\n  {{ id = \"a\", name = \"Output classifier\", description = \"{FILTER}\" }}, # c\n]\n"
    );
    let table = [
        (head(&entry(0, 0, NAMES[0], FILTER)), "weapons.\"\n# category = \"1.2.1\"  # "),
        (inline + "[framework]\nname = \"X\"\n", "weapons.\" }, # c  # category = \"1.2.1\"  # "),
    ];
    for (text, expected) in table {
        std::fs::write(&file, &text).unwrap();
        assert_eq!(mitigap(&["map", path, "--accept", "1", "--write"], "").1, "0 categories written\n");
        assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
        let all = ["map", path, "--accept", "1", "--write", "--all"];
        assert_eq!(mitigap(&all, "").1, "0 categories and 1 suggestion written, in 1 file\n");
        let once = std::fs::read_to_string(&file).unwrap();
        assert!(once.contains(expected), "{once}");
        assert_eq!(mitigap(&all, "").1, "0 categories written\n");
        assert_eq!(std::fs::read_to_string(&file).unwrap(), once);
    }
}

#[test]
fn a_changed_text_is_suspect_until_it_is_confirmed_again() {
    let entry = format!("[[mitigation]]\nid = \"a\"\nname = \"Output classifier\"\ndescription = \"{FILTER}\"\n");
    let (text, ..) = written(&head(&entry), &Asked::default());
    let changed = text.replace("A guard model", "Another model");
    let (same, plan, mapping) = written(&changed, &Asked::default());
    assert_eq!((same.as_str(), mapping.of[0].basis), (changed.as_str(), Basis::Suspect));
    assert!(plan.edits.is_empty());
    let confirm = Asked { confirm: ["a".to_owned()].into(), ..Asked::default() };
    let (confirmed, plan, _) = written(&changed, &confirm);
    assert_eq!((plan.edits.len(), confirmed.len()), (1, changed.len()), "eight digits");
    assert_eq!(written(&confirmed, &Asked::default()).2.of[0].basis, Basis::Confirmed);
    let declared = head("[[mitigation]]\nid = \"a\"\nname = \"Output classifier\"\ncategory = \"1.2.1\"\n");
    assert_eq!(written(&declared, &Asked::default()).0, declared);
    assert_eq!(written(&written(&declared, &confirm).0, &confirm).2.of[0].basis, Basis::Confirmed);
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for item in std::fs::read_dir(from).unwrap() {
        let path = item.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() { copy(&path, &target) } else { std::fs::copy(&path, &target).map(drop).unwrap() }
    }
}

fn bytes(folder: &Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let mut all: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .flat_map(|item| {
            let path = item.unwrap().path();
            if path.is_dir() { bytes(&path) } else { vec![(path.clone(), std::fs::read(&path).unwrap())] }
        })
        .collect();
    all.sort();
    all
}

#[test]
fn the_command_writes_where_entries_stand_includes_too_and_is_then_silent() {
    let folder = tempfile::tempdir().unwrap();
    copy(&support::root().join("fixtures/northwind"), folder.path());
    let path = folder.path().to_str().unwrap();
    let before = bytes(folder.path());
    let (code, preview, _) = mitigap(&["map", path, "--diff"], "");
    assert_eq!((code, bytes(folder.path()) == before), (0, true));
    assert_eq!(mitigap(&["map", path, "--check"], "").0, 1);
    let (code, out, err) = mitigap(&["map", path, "--write"], "");
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    let after = bytes(folder.path());
    for ((file, old), (_, new)) in before.iter().zip(&after).filter(|(old, new)| old != new) {
        let name = file.strip_prefix(folder.path()).unwrap().to_str().unwrap();
        let at = preview.find(&format!("{name}\n+++")).unwrap();
        let difference = preview[preview[..at].rfind("--- ").unwrap()..].split("\n--- ").next().unwrap();
        let difference = if difference.ends_with('\n') { difference.to_owned() } else { format!("{difference}\n") };
        assert_eq!(patched(std::str::from_utf8(old).unwrap(), &difference).as_bytes(), new);
    }
    assert_eq!(mitigap(&["map", path, "--write"], "").1, "0 categories written\n");
    assert_eq!(mitigap(&["map", path, "--diff"], "").1, "");
    assert!(mitigap(&["map", path, "--confirm", "nothing", "--check"], "").2.contains("no mitigation `nothing`"));
    let code = mitigap(&["map", path, "--check"], "").0;
    assert_eq!(code, u8::from(mitigap(&["map", path], "").1.contains(" suspect ")));
}

#[test]
fn a_byte_order_mark_and_carriage_returns_stay() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("framework.toml");
    let text = head(&entry(0, 0, NAMES[0], FILTER)).replace('\n', "\r\n");
    std::fs::write(&file, format!("\u{feff}{text}")).unwrap();
    assert_eq!(mitigap(&["map", file.to_str().unwrap(), "--write"], "").0, 0);
    let now = std::fs::read_to_string(&file).unwrap();
    assert!(now.starts_with('\u{feff}') && now.contains("\r\ncategory = \"1.2.1\"\r\nconfirmed = \""), "{now}");
    assert_eq!(now.matches('\n').count(), now.matches("\r\n").count());
}

#[test]
fn standard_input_is_shown_and_never_written() {
    let text = head(&entry(0, 0, NAMES[0], FILTER));
    let (code, out, err) = mitigap(&["map", "-", "--write"], &text);
    assert_eq!((code, out.as_str()), (2, ""));
    assert_eq!(err, "error: standard input cannot be written to; name a file, or use `--diff`; nothing is written\n");
    let (code, out, _) = mitigap(&["map", "-", "--diff"], &text);
    assert!(code == 0 && out.contains("+category = \"1.2.1\"\n"), "{out}");
}

#[test]
fn one_input_that_cannot_be_read_keeps_all_others_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.framework.toml"), head(&entry(0, 0, NAMES[0], FILTER))).unwrap();
    std::fs::write(folder.path().join("b.framework.toml"), "[framework\n").unwrap();
    let before = bytes(folder.path());
    let (code, out, _) = mitigap(&["map", folder.path().to_str().unwrap(), "--write"], "");
    assert_eq!((code, bytes(folder.path()) == before), (2, true), "{out}");
}

#[test]
fn two_frameworks_that_include_one_file_write_it_once() {
    let folder = tempfile::tempdir().unwrap();
    let root = "include = [\"shared.toml\"]\n[framework]\nname = \"X\"\n";
    for name in ["a.framework.toml", "b.framework.toml"] {
        std::fs::write(folder.path().join(name), root).unwrap();
    }
    std::fs::write(folder.path().join("shared.toml"), entry(0, 0, NAMES[0], FILTER)).unwrap();
    let (code, out, err) = mitigap(&["map", folder.path().to_str().unwrap(), "--write"], "");
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    let shared = std::fs::read_to_string(folder.path().join("shared.toml")).unwrap();
    assert_eq!(shared.matches("category = ").count(), 1);
    assert_eq!(std::fs::read_to_string(folder.path().join("a.framework.toml")).unwrap(), root);
}

#[test]
fn the_json_of_map_says_why() {
    let (code, out, _) = mitigap(&["map", "fixtures/northwind", "--format", "json"], "");
    let document: serde_json::Value = serde_json::from_str(&out).unwrap();
    let mappings = document["frameworks"][0]["taxonomies"][0]["mappings"].as_array().unwrap();
    assert!(code == 0 && mappings.len() > 10);
    for mapping in mappings {
        let (candidates, why) = (mapping["candidates"].as_array().unwrap(), mapping["why"].as_array().unwrap());
        assert!(candidates.len() >= 3 && why.len() <= 16 && !why.is_empty(), "{mapping}");
        assert!(
            why.iter()
                .all(|reason| [&candidates[0], &candidates[1]].iter().any(|c| c["category"] == reason["category"]))
        );
    }
}

#[test]
fn why_shows_both_answers_side_by_side_and_names_the_nearest_id() {
    let (code, out, _) = mitigap(&["map", "fixtures/northwind", "--why", "data-filtering"], "");
    assert!(code == 0 && out.contains("The text reads like") && out.contains("Words that speak"), "{out}");
    let (code, _, err) = mitigap(&["map", "fixtures/northwind", "--why", "data-filterin"], "");
    assert_eq!(
        (code, err.as_str()),
        (2, "error: no mitigation `data-filterin` here; did you mean `data-filtering`?\n")
    );
}
