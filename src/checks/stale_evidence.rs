//! `stale-evidence`: what was shown was shown too long ago.

use super::{Check, Finding, Severities, Severity, dossier, words};
use crate::arena::Handle;
use crate::coverage::standing::View;
use crate::coverage::{Coverage, Subject, evidence};
use crate::framework::{Evidence, Mitigation};
use crate::vocabulary::{Outcome, Word as _};

/// See `stale-evidence.md`.
pub(super) const CHECK: Check = Check {
    id: "stale-evidence",
    summary: "a mitigation whose newest evidence of success is older than 12 months, or undated",
    severities: Severities::new(Severity::Note, Severity::Note, Severity::Warning),
    page: include_str!("stale_evidence.md"),
    run,
};

fn run(coverage: &Coverage<'_>) -> Vec<Finding> {
    let subject = coverage.subject;
    let decides = |at, view: View| newest_met(subject, at, view).filter(|piece| !is_fresh(subject, piece));
    dossier::by_entry(subject, decides, |at, piece| found(subject, at, piece), "no longer counts either")
}

fn newest_met(subject: Subject<'_>, at: Handle<Mitigation>, view: View) -> Option<&Evidence> {
    let pieces = evidence::applicable(&subject.framework.mitigations[at], view.tier);
    pieces.into_iter().rfind(|piece| piece.result == Outcome::Met)
}

fn is_fresh(subject: Subject<'_>, piece: &Evidence) -> bool {
    evidence::is_fresh(piece, subject.settings.as_of)
}

fn found(subject: Subject<'_>, at: Handle<Mitigation>, piece: &Evidence) -> Finding {
    let (kind, place) = (piece.kind.value.id(), words::in_tiers(subject, &piece.tiers));
    let what = format!("the newest {kind} evidence that {} met its target{place}", words::id(subject, at));
    let finding = match &piece.date {
        Some(date) => {
            let months = evidence::FRESH_MONTHS;
            let as_of = subject.settings.as_of;
            let message = format_args!("{what} is of {}, more than {months} months before {as_of}", date.value);
            Finding::new(CHECK.id, date.span, message).label("too old to count as shown")
        }
        None => Finding::new(CHECK.id, piece.span, format_args!("{what} carries no date"))
            .label("nobody can tell how old it is"),
    };
    finding.help("test it again, and add a `[[mitigation.evidence]]` entry with its `date`")
}
