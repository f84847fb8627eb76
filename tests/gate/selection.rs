//! What is looked at: a filter shows exactly those of all findings that it names.

use crate::{Repository, findings, fixture};
use serde_json::Value;

fn northwind(more: &[&str]) -> Vec<Value> {
    let folder = fixture("northwind");
    let (folder, all) = (folder.to_string_lossy(), ["--as-of", "2026-11-21", "--format", "json"]);
    let (_, out, err) = crate::support::mitigap(&[&["check", &folder], &all[..], more].concat(), "");
    let document: Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{out}{err}"));
    findings(&document).cloned().collect()
}

#[test]
fn a_filter_shows_what_it_names_and_nothing_else() {
    type Names = fn(&Value) -> bool;
    let all = northwind(&[]);
    let filters: [(&[&str], Names); 7] = [
        (&["--tier", "open-mini"], |finding| finding["tier"] == "open-mini"),
        (&["--threat", "cbrn-misuse"], |finding| finding["threat"] == "cbrn-misuse"),
        (&["--category", "1.2.1"], |finding| finding["category"] == "1.2.1"),
        // A node takes what lies below it, and has a name and aliases beside its code.
        (&["--category", "1.2"], |finding| finding["category"].as_str().is_some_and(|code| code.starts_with("1.2"))),
        (&["--category", "system-level safeguards"], |finding| {
            finding["category"].as_str().is_some_and(|code| code.starts_with("1.2"))
        }),
        // Two of one kind: either. Two kinds: both.
        (&["--tier", "open-mini", "--tier", "internal"], |finding| {
            finding["tier"] == "open-mini" || finding["tier"] == "internal"
        }),
        (&["--tier", "open-mini", "--threat", "cbrn-misuse"], |finding| {
            finding["tier"] == "open-mini" && finding["threat"] == "cbrn-misuse"
        }),
    ];
    for (filter, names) in filters {
        let shown = northwind(filter);
        let expected: Vec<Value> = all.iter().filter(|finding| names(finding)).cloned().collect();
        assert!(!expected.is_empty() && expected.len() < all.len(), "{filter:?} says nothing here");
        assert_eq!(shown, expected, "{filter:?}");
    }
}

#[test]
fn a_check_that_is_selected_runs_alone_and_one_that_is_ignored_not_at_all() {
    let all = northwind(&[]);
    let of = |check: &str, is: bool| -> Vec<Value> {
        all.iter().filter(|finding| (finding["check"] == check) == is).cloned().collect()
    };
    let check = all[0]["check"].as_str().unwrap();
    assert_eq!(northwind(&["--select", check]), of(check, true));
    assert_eq!(northwind(&["--ignore", check]), of(check, false));
}

#[test]
fn what_a_filter_leaves_out_is_not_gone_from_the_baseline() {
    let repository = Repository::with(&[("a.framework.toml", crate::SMALL)]);
    assert_eq!(repository.run(&["baseline", "write", "@", "--baseline", "@known.toml"]).code, 0);
    let run = repository.check(&["--baseline", "@known.toml", "--tier", "api"]);
    assert!(!run.out.contains("gone") && !run.out.contains("prune"), "{}", run.out);
}
