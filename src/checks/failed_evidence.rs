//! `failed-evidence`: the newest evidence says that the target was missed.

use super::{Check, Finding, Severities, Severity, dossier, words};
use crate::coverage::Coverage;
use crate::vocabulary::Word as _;

/// See `failed-evidence.md`.
pub(super) const CHECK: Check = Check {
    id: "failed-evidence",
    summary: "a mitigation whose newest evidence missed its target",
    severities: Severities::new(Severity::Warning, Severity::Warning, Severity::Error),
    page: include_str!("failed_evidence.md"),
    run,
};

fn run(coverage: &Coverage<'_>) -> Vec<Finding> {
    let subject = coverage.subject;
    dossier::by_entry(
        subject,
        |at, view| view.failing(subject, at),
        |at, piece| {
            let kind = piece.kind.value.id();
            let message = format_args!(
                "the {kind} evidence for {}{}{} missed its target",
                words::id(subject, at),
                words::in_tiers(subject, &piece.tiers),
                words::dated(piece)
            );
            Finding::new(CHECK.id, piece.span, message)
                .label("`result = \"missed\"`, so nothing is shown")
                .help("mend the measure and test it again, or count it out with `status = \"idea\"` until then")
        },
        "missed as well",
    )
}
