//! What a reviewer signs: what was silenced, how it was judged, and which bytes it was judged on.

use super::chapter::Chapter;
use super::words::{clean, count, list, own, scrolling};
use crate::checks::waives;
use crate::framework::{Framework, ScopeEntry, Waiver};
use crate::policy::Judged;
use crate::policy::waiver::SuppressedBy;
use crate::vocabulary::Word as _;
use maud::{Markup, html};

/// Whether anything is silenced or excluded.
pub(super) const fn has_waivers(framework: &Framework) -> bool {
    !framework.waivers.is_empty() || !framework.scope.exclude.is_empty()
}

/// Waivers and exclusions, in force or not.
pub(super) fn waivers(chapter: &Chapter<'_>) -> Markup {
    let framework = chapter.subject().framework;
    html! {
        @if has_waivers(framework) {
            section aria-labelledby="waivers" {
                h2 id="waivers" { "Waivers and exclusions" }
                p.intro { "What the author has set aside, with who answers for it and until when." }
                (scrolling("Waivers and exclusions", &html! {
                    table.waivers {
                        caption.vh { "Waivers and exclusions from scope" }
                        thead {
                            tr {
                                th scope="col" { "What" } th scope="col" { "Reason" } th scope="col" { "Owner" }
                                th scope="col" { "Holds until" } th scope="col" { "Effect" }
                            }
                        }
                        tbody {
                            @for (at, waiver) in framework.waivers.iter().enumerate() { (waiver_row(chapter, at, waiver)) }
                            @for entry in &framework.scope.exclude { (exclusion(chapter, entry)) }
                        }
                    }
                }))
            }
        }
    }
}

fn waiver_row(chapter: &Chapter<'_>, at: usize, waiver: &Waiver) -> Markup {
    let subject = chapter.subject();
    let framework = subject.framework;
    let category = subject.mapping.names.waivers.get(at).copied().flatten();
    let named = |judged: &&Judged| {
        judged.suppressed.as_ref().is_some_and(|s| s.by == SuppressedBy::Waiver)
            && waives(waiver, category, &judged.finding)
    };
    let holds = waiver.in_force(subject.settings.as_of);
    let silenced = chapter.framework.findings.iter().filter(named).count();
    html! {
        tr {
            th scope="row" {
                code { (clean(&waiver.check.value)) }
                @if let Some(code) = &waiver.category { " " (clean(&code.value)) }
                @if let Some(tier) = &waiver.tier { " in " (framework.tiers[tier.value].id.value) }
                @if let Some(threat) = &waiver.threat { " against " (framework.threats[threat.value].id.value) }
                @if let Some(entry) = &waiver.mitigation { " of " (framework.mitigations[entry.value].id.value) }
            }
            td { (own(&waiver.reason.value)) }
            td { (own(&waiver.owner.value)) }
            td { (waiver.expires.value) }
            td { @if holds { "silences " (count(silenced, "finding", "findings")) } @else { strong { "expired: silences nothing" } } }
        }
    }
}

fn exclusion(chapter: &Chapter<'_>, entry: &ScopeEntry) -> Markup {
    let holds = crate::coverage::scope::holds(entry, chapter.subject().settings.as_of);
    html! {
        tr {
            th scope="row" { "category " (clean(&entry.category.value)) }
            td { @if let Some(reason) = &entry.reason { (own(&reason.value)) } @else { "not stated" } }
            td { @if let Some(owner) = &entry.owner { (own(&owner.value)) } @else { "not stated" } }
            td { @if let Some(day) = &entry.expires { (day.value) } @else { "no end stated" } }
            td { @if holds { "out of scope" } @else { strong { "expired: asked again" } } }
        }
    }
}

/// How to read the report, and what it cannot say.
pub(super) fn method(chapter: &Chapter<'_>) -> Markup {
    let (subject, report) = (chapter.subject(), chapter.report);
    let settings = &chapter.framework.ruling.settings;
    let failovers: Vec<String> = failovers(subject.framework);
    html! {
        section.method aria-labelledby="method" {
            h2 id="method" { "Method and limits" }
            (limits())
            p {
                "Credited is what is " strong { (settings.credit.id()) } " or further; mappings that count are "
                strong { (if settings.bound.id() == "declared" { "declared and confirmed" } else { "declared, confirmed and read from the text" }) }
                @if let Some(accept) = report.accept_of(&report.frameworks) { ", a reading from a confidence of " (super::words::percent(accept)) " % on" }
                ". Dates are judged as of " (settings.as_of) "."
            }
            @if !failovers.is_empty() {
                p { "Counted as never failing, on the claim of a failover: " (list(&failovers)) "." }
            }
            p { (clean(&subject.taxonomy.title)) ", " (clean(&subject.taxonomy.edition)) ". " (clean(&subject.taxonomy.note)) }
            p.small { "Source: " (clean(&subject.taxonomy.source)) ". " (clean(&subject.taxonomy.licence)) "." }
        }
    }
}

/// What holds for every report.
pub(super) fn limits() -> Markup {
    html! {
        p {
            "Depth is the smallest number of failures, of measures or of what they rest on, that leaves nothing standing. "
            "It is a property of the document, not of the world: what nobody wrote down is not in it, so a depth means that "
            "no shared dependency was declared, never that measures are independent. Probabilities are not multiplied, "
            "because attackers adapt. Evidence is checked for being claimed, dated and fitting, not for being true."
        }
        p {
            "A category meets what is wanted where the depth of those measures that state their dependencies reaches it. "
            "What nobody stated never makes anything look better. A mapping read from the text can be wrong; "
            "the lower bound counts only what the author declared."
        }
    }
}

fn failovers(framework: &Framework) -> Vec<String> {
    let claims = framework.dependencies.iter().filter_map(|entry| Some((entry, entry.failover.as_ref()?)));
    claims.map(|(entry, claim)| format!("{} ({})", entry.id.value, clean(&claim.value))).collect()
}

/// Which bytes, which tool, which yardstick; and room for names.
pub(super) fn sign_off(chapter: &Chapter<'_>) -> Markup {
    let (subject, report) = (chapter.subject(), chapter.report);
    let head = &subject.framework.head;
    let version = head.version.as_ref().map(|version| version.value.as_str());
    let files = chapter.framework.sources.files();
    let rows = [
        ("Framework", Some(head.name.value.as_str())),
        ("Version", version),
        ("File", Some(chapter.framework.path)),
        ("Taxonomy", Some(subject.taxonomy.id.as_ref())),
        ("Edition", Some(subject.taxonomy.edition.as_ref())),
        ("Profile", Some(chapter.framework.ruling.policy.profile.id())),
    ];
    html! {
        section.sign-off aria-labelledby="sign-off" {
            h2 id="sign-off" { "Sign-off" }
            dl.identity {
                @for (name, value) in rows { @if let Some(value) = value { div { dt { (name) } dd { (own(value)) } } } }
                @if files.len() > 1 { div { dt { "Files" } dd { (files.len()) ", includes among them" } } }
                div { dt { "SHA-256" } dd { code.hash { (chapter.framework.sha256()) } } }
                div { dt { "Tool" } dd { "mitigap " (env!("CARGO_PKG_VERSION")) } }
                div { dt { "As of" } dd { (chapter.framework.ruling.settings.as_of) " (UTC)" } }
                div { dt { "Exit code" } dd { (report.exit().code()) } }
            }
            table.signatures {
                caption.vh { "Signatures" }
                thead { tr { th scope="col" { "Name" } th scope="col" { "Role" } th scope="col" { "Date" } th scope="col" { "Signature" } } }
                tbody { @for who in ["Prepared", "Reviewed", "Approved"] { tr { th scope="row" { (who) " by" } td {} td {} td {} } } }
            }
        }
    }
}
