//! An event: what it takes out, and what it leaves against every threat.

use super::{cell, heading};
use crate::coverage::Coverage;
use crate::coverage::event;
use crate::coverage::failure::Failures;
use crate::framework::EventRef;
use crate::framework::event::BuiltInEvent;
use crate::report::FrameworkReport;
use crate::vocabulary::Word as _;

/// The event of an id, built in or the framework's own; `None` if there is none.
pub(super) fn explain(what: &str, report: &FrameworkReport<'_>) -> Option<String> {
    let framework = report.coverage.subject.framework;
    let own = framework.events.entries().find(|(_, entry)| entry.id.value == what);
    let (event, mut text) = if let Some((at, entry)) = own {
        (EventRef::Own(at), heading(report, (&entry.name, &entry.id), "an event of the framework"))
    } else {
        let event = BuiltInEvent::parse(what)?;
        (EventRef::BuiltIn(event), format!("{what}, a built-in event\n"))
    };
    text.push_str(&takes(&report.coverage, event));
    text.push_str(&leaves(&report.coverage, event));
    Some(text)
}

/// What it takes out here, and what is said to survive it.
fn takes(coverage: &Coverage<'_>, event: EventRef) -> String {
    let (subject, failures) = (coverage.subject, Failures::of(coverage.subject.framework));
    let handles = || subject.framework.mitigations.handles();
    let gone: Vec<_> = handles().filter(|&at| event::voids(subject, &failures, event, at)).collect();
    let mut text = cell::line(0, &format!("takes out {}", cell::ids(subject, &gone)));
    let survives = |at: &_| subject.framework.mitigations[*at].survives.iter().any(|named| named.value == event);
    let survivors: Vec<_> = handles().filter(survives).collect();
    if !survivors.is_empty() {
        text.push_str(&cell::line(0, &format!("survived, as the author says, by {}", cell::ids(subject, &survivors))));
    }
    text
}

/// Depth before and after, by threat and tier.
fn leaves(coverage: &Coverage<'_>, event: EventRef) -> String {
    let subject = coverage.subject;
    let mut text = String::new();
    for threat in &coverage.threats {
        let entry = &subject.framework.threats[threat.threat];
        text.push('\n');
        text.push_str(&cell::line(0, &format!("Against {} ({})", entry.name, entry.id.value)));
        for standing in &threat.cells {
            let tier = &subject.framework.tiers[standing.tier].id.value;
            for trial in standing.trials.iter().filter(|trial| trial.event == event) {
                let after = cell::after(subject, threat, standing, trial);
                text.push_str(&cell::line(2, &format!("in {tier}, {after}")));
            }
        }
    }
    text
}
