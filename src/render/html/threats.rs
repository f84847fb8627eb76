//! Threats by tiers: the depth before and after each event.

use super::atlas::Row;
use super::chapter::Chapter;
use super::detail::{Shown, cell_link, trial_mark};
use super::words::{clean, hidden, scrolling, spoken, tier_name};
use crate::coverage::event::Trial;
use crate::coverage::threat::{ThreatCell, ThreatCoverage};
use crate::framework::Framework;
use maud::{Markup, html};

/// The section with the threats; nothing where the framework names none.
pub(super) fn section(chapter: &Chapter<'_>) -> Markup {
    let threats = &chapter.framework.coverage.threats;
    html! {
        @if !threats.is_empty() {
            section.wide aria-labelledby="threats" {
                h2 id="threats" { "Threats, before and after a bad day" }
                p.intro {
                    "Depth is the smallest number of failures that leaves nothing between a threat and the harm. "
                    "Each event takes away what it would take away in earnest; the number is what is left. "
                    "A dash: nothing declared could be hit, so nothing was tested."
                }
                (scrolling("Threats by tier and event", &table(chapter)))
            }
        }
    }
}

fn table(chapter: &Chapter<'_>) -> Markup {
    let framework = chapter.subject().framework;
    let events = chapter.framework.coverage.threats.iter().flat_map(|threat| &threat.cells).next();
    let events: &[Trial] = events.map_or(&[], |cell| &cell.trials);
    html! {
        table.events id="events" {
            caption.vh { "Depth against every threat in every tier, before and after each event" }
            thead {
                tr {
                    th scope="col" { "Threat and tier" }
                    th scope="col" { "Depth" }
                    th scope="col" { "Wanted" }
                    @for trial in events { th.event scope="col" { span { (event_name(framework, trial)) } } }
                }
            }
            @for threat in &chapter.framework.coverage.threats { (group(chapter, threat, events.len())) }
        }
    }
}

/// Without the hyphens that would hold a narrow column open.
fn event_name(framework: &Framework, trial: &Trial) -> String {
    spoken(&clean(trial.event.id(framework)))
}

fn group(chapter: &Chapter<'_>, threat: &ThreatCoverage<'_>, events: usize) -> Markup {
    let framework = chapter.subject().framework;
    let entry = &framework.threats[threat.threat];
    let domain = entry.domain.as_ref().and_then(|code| chapter.subject().taxonomy.domain(&code.value));
    html! {
        tbody {
            tr.branch {
                th scope="rowgroup" colspan=(events + 3) {
                    (clean(&entry.name)) " " code { (entry.id.value) }
                    @if let Some(domain) = domain { span.aside { "domain " (domain.id) ", " (domain.name) } }
                }
            }
            @for cell in &threat.cells { (row(chapter, threat, cell)) }
        }
    }
}

fn row(chapter: &Chapter<'_>, threat: &ThreatCoverage<'_>, cell: &ThreatCell<'_>) -> Markup {
    let framework = chapter.subject().framework;
    let before = cell.standing.depth.order;
    html! {
        tr {
            th scope="row" { (tier_name(framework, Some(cell.tier))) }
            td.cell { (cell_link(chapter, Row::Threat(threat.threat), Some(cell.tier), Shown::Depth)) }
            td.number { (threat.wanted) }
            @for trial in &cell.trials { (after(trial, (before, threat.wanted))) }
        }
    }
}

/// Marked only where the event takes something: most cells should be calm.
fn after(trial: &Trial, (before, wanted): (u32, u32)) -> Markup {
    let tone = match trial.depth {
        _ if !trial.tested || before == 0 || trial.depth == before => "same",
        0 => "bad",
        depth if depth < wanted => "weak",
        _ => "held",
    };
    html! {
        td.(tone) {
            (trial_mark(trial))
            @if !trial.tested { (hidden("not tested")) }
        }
    }
}
