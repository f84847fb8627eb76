//! What changed since the baseline was written: what is gone, what is better, and what is known and passed over.

use super::chapter::Chapter;
use super::words::{clean, count, own, prose, scrolling};
use crate::policy::Judged;
use crate::policy::baseline::{Extent, Known, Ratchet};
use crate::policy::waiver::SuppressedBy;
use maud::{Markup, html};

/// Whether the framework was held against a baseline.
pub(super) fn has_baseline(chapter: &Chapter<'_>) -> bool {
    chapter.framework.ratchet.is_some()
}

/// The differences to the baseline.
pub(super) fn since(chapter: &Chapter<'_>) -> Markup {
    let Some(ratchet) = &chapter.framework.ratchet else { return html! {} };
    let open = chapter.counting().count();
    html! {
        section aria-labelledby="baseline" {
            h2 id="baseline" { "Since the baseline" }
            p.intro {
                "Held against " code { (clean(&ratchet.path)) } ": "
                (count(ratchet.known, "finding is", "findings are")) " known and no worse, "
                (count(open, "is", "are")) " new or worse and listed above, "
                (count(ratchet.fixed.len(), "known one is", "known ones are")) " gone and "
                (count(ratchet.better.len(), "is", "are")) " better than recorded."
            }
            (changed(ratchet))
            (known(chapter))
        }
    }
}

fn changed(ratchet: &Ratchet) -> Markup {
    if !ratchet.can_be_pruned() {
        return html! {};
    }
    scrolling(
        "Changes since the baseline",
        &html! {
            table.waivers {
                caption.vh { "Changes since the baseline" }
                thead { tr { th scope="col" { "Finding" } th scope="col" { "Recorded" } th scope="col" { "Now" } } }
                tbody {
                    @for known in &ratchet.fixed { (row(known, &html! { strong { "gone" } })) }
                    @for (was, is) in &ratchet.better { (row(was, &html! { (extent(&is.extent)) })) }
                }
            }
        },
    )
}

fn row(was: &Known, now: &Markup) -> Markup {
    html! { tr { th scope="row" { (own(&was.key.to_string())) } td { (extent(&was.extent)) } td { (now) } } }
}

fn extent(extent: &Extent) -> String {
    let depth = extent.depth.map(|depth| format!("depth {depth}"));
    let examined = extent.examined.filter(|_| extent.depth != extent.examined).map(|depth| format!("examined {depth}"));
    let causes = (!extent.causes.is_empty()).then(|| format!("falls to {}", extent.causes.join(", ")));
    let parts: Vec<String> = depth.into_iter().chain(examined).chain(causes).collect();
    if parts.is_empty() { "found".to_owned() } else { clean(&parts.join(", ")) }
}

/// What is passed over stays in sight, folded away.
fn known(chapter: &Chapter<'_>) -> Markup {
    let by_baseline = |judged: &&Judged| judged.suppressed.as_ref().is_some_and(|s| s.by == SuppressedBy::Baseline);
    let known: Vec<&Judged> = chapter.framework.findings.iter().filter(by_baseline).collect();
    if known.is_empty() {
        return html! {};
    }
    html! {
        details {
            summary { "Known and no worse: " (count(known.len(), "finding", "findings")) }
            ul {
                @for judged in known {
                    li {
                        code { (judged.finding.check) } " " (prose(&judged.finding.message)) " "
                        span.place { (clean(&judged.place.path)) ":" (judged.place.line) }
                    }
                }
            }
        }
    }
}
