//! The HTML report as text: what holds for its bytes whatever is in the framework. What it does in a browser is tested by
//! `scripts/browser`.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may fail loudly")]

mod support;

use base64ct::{Base64, Encoding as _};
use mitigap::render;
use sha2::{Digest as _, Sha256};
use std::path::Path;

fn page(path: impl AsRef<Path>) -> String {
    let request = support::request(path.as_ref());
    let loaded = support::load(&request);
    let mut bytes = Vec::new();
    (render::find("html").unwrap().render)(&loaded.report(), &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// The tags of a page; whatever a user wrote has its `<` escaped, so that only markup is found.
fn tags(page: &str) -> impl Iterator<Item = &str> {
    let body = page.split("</style>").nth(1).unwrap().rsplit_once("<script>").unwrap().0;
    body.split('<').skip(1).map(|rest| rest.split('>').next().unwrap())
}

/// The names of a tag's attributes: what stands before `="`.
fn attributes(tag: &str) -> Vec<&str> {
    let outside = tag.split('"').step_by(2);
    outside.filter_map(|part| part.strip_suffix('=')?.split_whitespace().last()).collect()
}

#[test]
fn no_fixture_brings_markup_of_its_own_into_the_page() {
    let known = [
        "a", "article", "b", "bdi", "body", "button", "caption", "code", "dd", "details", "dialog", "div", "dl", "dt",
        "em", "fieldset", "form", "h1", "h2", "h3", "header", "i", "input", "label", "legend", "li", "main", "meter",
        "nav", "ol", "option", "p", "section", "select", "small", "span", "strong", "summary", "table", "tbody", "td",
        "th", "thead", "tr", "ul", "head",
    ];
    for folder in support::fixtures() {
        let page = page(folder.join("framework.toml"));
        for tag in tags(&page) {
            let name = tag.trim_start_matches('/').split([' ', '>']).next().unwrap();
            assert!(known.contains(&name), "{}: <{tag}>", folder.display());
            for attribute in attributes(tag) {
                assert!(attribute != "style" && !attribute.starts_with("on"), "{}: <{tag}>", folder.display());
                assert!(
                    !["src", "action", "formaction", "srcset"].contains(&attribute),
                    "{}: <{tag}>",
                    folder.display()
                );
            }
            let leads_away = tag.split("href=\"").skip(1).any(|link| !link.starts_with('#'));
            assert!(!leads_away, "{}: <{tag}>", folder.display());
        }
    }
}

#[test]
fn the_policy_names_the_hashes_of_the_style_and_the_script_that_are_there() {
    let page = page("fixtures/minimal/framework.toml");
    let between = |open: &str, close: &str| page.split(open).nth(1).unwrap().split(close).next().unwrap().to_owned();
    let hash = |text: &str| format!("'sha256-{}'", Base64::encode_string(&Sha256::digest(text)));
    let policy = between("http-equiv=\"Content-Security-Policy\" content=\"", "\"").replace("&#39;", "'");
    assert!(policy.starts_with("default-src 'none';"), "{policy}");
    assert!(policy.contains(&format!("style-src {};", hash(&between("<style>", "</style>")))), "{policy}");
    assert!(policy.contains(&format!("script-src {};", hash(&between("<script>", "</script>")))), "{policy}");
    assert!(!policy.contains("unsafe") && !policy.contains("http"), "{policy}");
}

#[test]
fn a_framework_of_sixty_measures_stays_under_300_kilobytes() {
    let size = page("fixtures/sixty/framework.toml").len();
    assert!(size < 300_000, "{size} bytes");
}

#[test]
fn the_findings_of_the_page_are_those_that_count() {
    for folder in ["fixtures/northwind", "fixtures/sixty", "fixtures/published/openai", "fixtures/first-draft"] {
        let request = support::request(Path::new(folder).join("framework.toml"));
        let loaded = support::load(&request);
        let report = loaded.report();
        let counting = report.frameworks[0].findings.iter().filter(|judged| judged.suppressed.is_none()).count();
        let page = page(Path::new(folder).join("framework.toml"));
        let rows = page.split("<tr class=\"finding\"").skip(1).map(|row| row.split('>').next().unwrap());
        let of_row = |row: &str| {
            row.split("data-tier=\"").nth(1).map_or(1, |tiers| tiers.split('"').next().unwrap().split(' ').count())
        };
        assert_eq!(rows.map(of_row).sum::<usize>(), counting, "{folder}");
    }
}

#[test]
fn what_a_published_file_says_of_itself_stands_at_the_top() {
    for folder in ["fixtures/published/openai/framework.toml", "fixtures/published"] {
        assert!(page(folder).contains("Our reading of a public document, not a rating."), "{folder}");
    }
}
