//! What stands around every page: head, policy, style, contents, script.

use super::chapter::Chapter;
use base64ct::{Base64, Encoding as _};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest as _, Sha256};

/// The one style of the page.
const STYLE: &str = include_str!("style.css");
/// The one script of the page.
const SCRIPT: &str = include_str!("script.js");

/// An entry of the table of contents: the section's id and what it is called.
pub(super) type Entry = (&'static str, &'static str);

/// A whole page.
pub(super) fn page(title: &str, contents: &[Entry], main: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy());
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="generator" content={ "mitigap " (env!("CARGO_PKG_VERSION")) };
                meta name="referrer" content="no-referrer";
                title { (title) " · mitigap" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#main" { "Skip to the report" }
                @if contents.len() > 1 {
                    nav.contents aria-label="Contents" {
                        ol { @for (id, name) in contents { li { a href={ "#" (id) } { (name) } } } }
                    }
                }
                main id="main" tabindex="-1" { (main) }
                (panel())
                script { (PreEscaped(SCRIPT)) }
            }
        }
    }
}

/// Where the script shows what a cell or a name stands for.
fn panel() -> Markup {
    html! {
        dialog.panel id="panel" aria-labelledby="panel-title" {
            div.panel-head {
                h2 id="panel-title" { "Detail" }
                button type="button" id="panel-close" { "Close" }
            }
            div id="panel-body" {}
        }
    }
}

/// Nothing may be fetched, and nothing runs or styles but what is hashed here.
fn policy() -> String {
    format!(
        "default-src 'none'; style-src '{}'; script-src '{}'; base-uri 'none'; form-action 'none'",
        hash(STYLE),
        hash(SCRIPT)
    )
}

fn hash(text: &str) -> String {
    format!("sha256-{}", Base64::encode_string(&Sha256::digest(text.as_bytes())))
}

/// The table of contents of a framework's report: what is not there is not listed.
pub(super) fn contents(chapter: &Chapter<'_>) -> Vec<Entry> {
    let coverage = &chapter.framework.coverage;
    let framework = coverage.subject.framework;
    let entries: [(bool, Entry); 12] = [
        (true, ("verdict", "Verdict")),
        (!chapter.report.broken.is_empty(), ("trouble", "Not checked")),
        (true, ("categories", "Categories")),
        (!coverage.threats.is_empty(), ("threats", "Threats")),
        (!coverage.ranking.is_empty(), ("threads", "Single failures")),
        (true, ("findings", "Findings")),
        (!framework.mitigations.is_empty(), ("mitigations", "Mitigations")),
        (super::since::has_baseline(chapter), ("baseline", "Since the baseline")),
        (super::closing::has_waivers(framework), ("waivers", "Waivers")),
        (true, ("method", "Method and limits")),
        (true, ("cells", "Annexes")),
        (true, ("sign-off", "Sign-off")),
    ];
    entries.into_iter().filter(|(there, _)| *there).map(|(_, entry)| entry).collect()
}
