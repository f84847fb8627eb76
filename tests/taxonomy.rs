//! The built-in taxonomies against their source files, the published facts, and the loader under damage.

// The helpers below stand outside of test functions.
#![allow(clippy::expect_used)]

use mitigap::render::taxonomy as render;
use mitigap::source::{FileId, Sources};
use mitigap::taxonomy::{BUILT_IN, Category, DEFAULT, Taxonomy, built_in, load, load_text};
use mitigap::vocabulary::{Role, Word as _};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Code, role, layer and actors as published: P protective, A assurance, G governance; d developer, p deployer,
/// g governance actor.
const FACTS_2026: &str = "
    1 P - dp
    1.1 P - d | 1.1.1 P remove d | 1.1.2 P shape d | 1.1.3 P remove d | 1.1.4 P shape d
    1.2 P - dp | 1.2.1 P block dp | 1.2.2 P restrict dp | 1.2.3 P detect dp | 1.2.4 P restrict dp | 1.2.5 P detect dp
    2 G - dp
    2.1 G - dp | 2.1.1 G - dp | 2.1.2 G - dp | 2.1.3 G - dp
    2.2 A - dp | 2.2.1 A - dp | 2.2.2 A - dp | 2.2.3 A - dp | 2.2.4 A - dp
    2.3 P - dp | 2.3.1 P restrict dp | 2.3.2 P restrict dp | 2.3.3 P detect dp | 2.3.4 P respond dp
    2.4 G - d | 2.4.1 G - d | 2.4.2 G - d | 2.4.3 G - d | 2.4.4 G - dp
    3 G - g
    3.1 G - g | 3.1.1 G - g | 3.1.2 G - g | 3.1.3 G - g | 3.1.4 G - g | 3.1.5 G - g
    3.2 G - g | 3.2.1 G - g | 3.2.2 G - dpg | 3.2.3 G - g
    3.3 G - dg | 3.3.1 G - dg | 3.3.2 G - g | 3.3.3 G - dg";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("taxonomy")
}

fn table(id: &str) -> &'static Taxonomy {
    built_in(id).expect("built in")
}

fn fact(category: &Category) -> String {
    let role = match category.role {
        Role::Protective => "P",
        Role::Assurance => "A",
        Role::Governance => "G",
    };
    let actors = category.expected_of.iter().map(|actor| match actor.id() {
        "deployer" => "p",
        id => &id[..1],
    });
    let layer = category.layer.map_or("-", |layer| layer.id());
    format!("{} {role} {layer} {}", category.code, actors.collect::<String>())
}

fn codes(taxonomy: &Taxonomy, keep: impl Fn(&Category) -> bool) -> Vec<&str> {
    taxonomy.categories.iter().filter(|category| keep(category)).map(|category| category.code.as_ref()).collect()
}

#[test]
fn each_built_in_table_equals_what_the_loader_reads_from_its_file() {
    for id in BUILT_IN {
        let (loaded, problems) = load(&mut Sources::default(), &folder().join(format!("{id}.toml")));
        assert_eq!(problems, [], "{id}");
        assert_eq!(loaded.as_ref(), built_in(id), "{id}");
        assert_eq!(table(id).id, *id);
    }
}

#[test]
fn the_folder_equals_the_list() {
    let files = std::fs::read_dir(folder()).expect("folder").map(|entry| entry.expect("entry").path());
    let found: BTreeSet<String> = files
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .map(|path| path.file_stem().expect("stem").to_string_lossy().into_owned())
        .collect();
    assert_eq!(found, BUILT_IN.iter().map(|&id| id.to_owned()).collect());
    assert_eq!(BUILT_IN.first(), Some(&DEFAULT));
}

#[test]
fn the_examples_that_a_taxonomy_names_are_there_and_have_its_codes() {
    for id in BUILT_IN {
        let Some(examples) = table(id).examples.as_deref() else { continue };
        let text = std::fs::read_to_string(folder().join(examples)).expect("examples");
        for line in text.lines() {
            let code = line.split('\t').next().expect("a code");
            assert!(code == "NONE" || table(id).by_code(code).is_some(), "{id}: {line}");
        }
    }
}

#[test]
fn airi_2026_has_the_published_codes_roles_layers_and_actors_in_order() {
    let found: Vec<String> = table("airi-2026").categories.iter().map(fact).collect();
    let facts: Vec<&str> = FACTS_2026.split(['|', '\n']).map(str::trim).filter(|fact| !fact.is_empty()).collect();
    assert_eq!(found, facts);
    assert_eq!((found.len(), table("airi-2026").leaves().count()), (47, 35));
}

#[test]
fn airi_2026_marks_working_titles_weights_events_and_adversarial_domains() {
    let taxonomy = table("airi-2026");
    assert_eq!(codes(taxonomy, |category| category.working_title), ["3.2.3", "3.3.2"]);
    assert_eq!(codes(taxonomy, |category| category.in_weights), ["1.1.1", "1.1.2", "1.1.3", "1.1.4"]);
    let tunable = |category: &Category| category.voided_by.iter().any(|event| event == "attacker-fine-tunes");
    assert_eq!(codes(taxonomy, tunable), ["1.1.2", "1.1.3"]);
    let adversarial = taxonomy.axes.domain.iter().filter(|domain| domain.adversarial).map(|domain| domain.id.as_ref());
    assert_eq!(adversarial.collect::<Vec<_>>(), ["2.2", "4", "4.1", "4.2", "4.3", "7.1"]);
    let (domains, whole): (Vec<_>, Vec<_>) = taxonomy.axes.domain.iter().partition(|domain| domain.id.contains('.'));
    assert_eq!((whole.len(), domains.len()), (7, 24));
    let sizes = [&taxonomy.axes.stage, &taxonomy.axes.actor, &taxonomy.axes.function].map(|axis| axis.len());
    assert_eq!(sizes, [8, 6, 4]);
}

#[test]
fn airi_2025_has_four_categories_23_subcategories_and_the_same_axes() {
    let (draft, edition) = (table("airi-2025"), table("airi-2026"));
    assert_eq!(codes(draft, |category| !category.leaf), ["1", "2", "3", "4"]);
    assert_eq!(draft.leaves().count(), 23);
    assert_eq!(draft.axes, edition.axes);
    assert_eq!(codes(draft, |category| category.in_weights), ["2.2"]);
    let protective = |category: &Category| category.leaf && category.role == Role::Protective;
    assert_eq!(codes(draft, protective), ["2.1", "2.2", "2.3", "2.4", "3.3", "3.4", "3.5", "3.6"]);
    assert!(codes(draft, |category| category.working_title).is_empty());
}

#[test]
fn every_built_in_category_says_enough() {
    for category in BUILT_IN.iter().flat_map(|id| table(id).categories.iter()) {
        let Category { code, definition, terms, suggest, .. } = category;
        let sentences = definition.matches(". ").count() + 1;
        assert!(definition.ends_with('.') && sentences <= 4, "{code}: {definition}");
        assert!(!category.leaf || (8..=25).contains(&terms.len()), "{code}: {} terms", terms.len());
        assert!((1..=3).contains(&suggest.len()) && (!category.leaf || suggest.len() > 1), "{code}");
        assert!(suggest.iter().all(|measure| measure.len() <= 120 && !measure.ends_with('.')), "{code}");
        let distinct: BTreeSet<String> = terms.iter().map(|term| term.to_lowercase()).collect();
        assert_eq!(distinct.len(), terms.len(), "{code}: a term is there twice");
        assert_eq!(category.wants, if category.role == Role::Protective { 2 } else { 1 }, "{code}");
    }
}

#[test]
fn definitions_mention_only_codes_of_their_own_taxonomy() {
    for (taxonomy, category) in BUILT_IN.iter().flat_map(|id| table(id).categories.iter().map(|c| (table(id), c))) {
        let words =
            category.definition.split(|c: char| !c.is_ascii_digit() && c != '.').map(|word| word.trim_matches('.'));
        for word in words.filter(|word| word.contains('.')) {
            assert!(taxonomy.by_code(word).is_some(), "{}: {word}", category.code);
            assert_ne!(word, category.code);
        }
    }
}

#[test]
fn a_category_is_found_by_code_name_and_alias_however_written() {
    let taxonomy = table("airi-2026");
    for (text, code) in [
        ("1.2.4", Some("1.2.4")),
        ("  airi-2026:1.2.4 ", Some("1.2.4")),
        ("airi-2026: watermarking", Some("1.2.5")),
        ("Content Provenance", Some("1.2.5")),
        ("roles and accountability", Some("2.1.2")),
        ("ROLES & ACCOUNTABILITY", Some("2.1.2")),
        ("non model", Some("1.2")),
        ("self regulatory\tmechanisms", Some("3.3.3")),
        ("Weight-Encryption", Some("1.2.4")),
        ("airi-2025:1.2.4", None),
        ("1.2.9", None),
        ("", None),
        (":", None),
    ] {
        let found = taxonomy.find(text).map(|at| taxonomy.categories[at].code.as_ref());
        assert_eq!(found, code, "{text:?}");
    }
    assert!(taxonomy.by_code("airi-2026:1.2.4").is_some());
    assert!(taxonomy.by_code("watermarking").is_none());
}

#[test]
fn every_code_name_and_alias_leads_to_its_own_category() {
    for taxonomy in BUILT_IN.iter().map(|id| table(id)) {
        for (at, category) in taxonomy.categories.entries() {
            let names = [&category.code, &category.name].into_iter().chain(category.aliases.iter());
            for name in names {
                assert_eq!(taxonomy.find(name), Some(at), "{name}");
                assert_eq!(taxonomy.find(&format!(" {} ", name.to_uppercase().replace(' ', "-"))), Some(at), "{name}");
            }
        }
    }
}

#[test]
fn the_text_forms_fit_in_80_columns_and_name_every_category() {
    for taxonomy in BUILT_IN.iter().map(|id| table(id)) {
        let list = render::list(taxonomy);
        assert!(list.lines().all(|line| line.chars().count() <= 80), "{list}");
        for (at, category) in taxonomy.categories.entries() {
            assert!(list.contains(category.name.as_ref()), "{}", category.name);
            let shown = render::show(taxonomy, at);
            assert!(shown.lines().all(|line| line.chars().count() <= 80), "{shown}");
            assert!(category.suggest.iter().all(|measure| contains_words(&shown, measure)), "{shown}");
        }
    }
}

fn contains_words(shown: &str, text: &str) -> bool {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    words(shown).contains(&words(text))
}

#[test]
fn a_foreign_taxonomy_with_long_codes_and_names_still_fits() {
    let long = "word ".repeat(30);
    let text = format!(
        "id = \"x\"\ntitle = \"X\"\n[[category]]\ncode = \"{code}\"\nname = \"{long}\"\nrole = \"governance\"\n\
         expected_of = []\ndefinition = \"{code}{code}{code}{code}\"",
        code = "C".repeat(33)
    );
    let (taxonomy, problems) = load_text(FileId(0), &text);
    let taxonomy = taxonomy.unwrap_or_else(|| panic!("{problems:?}"));
    let list = render::list(&taxonomy);
    let shown: String = taxonomy.categories.handles().map(|at| render::show(&taxonomy, at)).collect();
    assert!(list.lines().chain(shown.lines()).all(|line| line.chars().count() <= 80), "{list}{shown}");
    assert_eq!(list.matches("word").count(), 30);
}

fn source_text() -> String {
    std::fs::read_to_string(folder().join("airi-2026.toml")).expect("file")
}

#[test]
fn the_order_of_entries_in_the_file_makes_no_difference_to_the_tree() {
    let text = source_text();
    let (head, entries) = text.split_once("[[category]]").expect("categories");
    let mut entries: Vec<&str> = entries.split("[[category]]").collect();
    // Children before their parents, siblings as they were.
    entries.sort_by_key(|entry| usize::MAX - entry.lines().nth(1).map_or(0, |code| code.matches('.').count()));
    let text = format!("{head}[[category]]{}", entries.join("\n[[category]]"));
    assert_ne!(text, source_text());
    assert_eq!(load_text(FileId(0), &text), (Some(table("airi-2026").clone()), Vec::new()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Nothing a user does to the file makes the loader fail or point outside of the text.
    #[test]
    fn a_damaged_file_gives_problems_in_place(
        cut in 0usize..70_000,
        length in 0usize..400,
        put in "[\\[\\]{}=\"#\n a1]{0,6}",
    ) {
        let mut text = source_text();
        let start = floor(&text, cut);
        let end = floor(&text, start + length);
        text.replace_range(start..end, &put);
        let (taxonomy, problems) = load_text(FileId(0), &text);
        prop_assert_eq!(taxonomy.is_some(), problems.is_empty());
        for problem in &problems {
            let span = problem.span.expect("a place");
            prop_assert!(span.start <= span.end && span.end as usize <= text.len(), "{:?}", problem);
            prop_assert!(!problem.message.is_empty() && !problem.message.ends_with('.'), "{:?}", problem);
        }
    }
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

#[test]
fn a_flood_of_problems_is_counted_and_takes_no_time() {
    let mut text = "id = \"x\"\ntitle = \"X\"\nedition = \"1\"\nsource = \"s\"\nlicence = \"l\"\n".to_owned();
    let entry = |at: u32| {
        format!(
            "[[category]]\ncode = \"a{at}.b{at}\"\nname = \"N{at}\"\nrole = \"governance\"\ndefinition = \"d\"\nexpected_of = []\n"
        )
    };
    text.extend((0..20_000).map(entry));
    let started = std::time::Instant::now();
    let (taxonomy, problems) = load_text(FileId(0), &text);
    assert!(taxonomy.is_none());
    assert_eq!(problems.len(), 101);
    let last = &problems[100].message;
    assert!(last.starts_with("and ") && last.ends_with(" more problems in this taxonomy"), "{last}");
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}
