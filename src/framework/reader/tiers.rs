//! `[[level]]` and `[[tier]]`, and the tiers there are when none is declared.

use super::ids::{EVERYWHERE, IMPLIED_TIERS, Ids};
use super::report::Report;
use super::table::Table;
use crate::arena::List;
use crate::framework::{Level, Tier, TierSource};
use crate::problem::{Problem, ProblemKind};
use crate::source::{Located, Span};
use crate::vocabulary::Exposure;

/// Reads a level.
pub(super) fn level(table: &mut Table<'_, '_>) -> Level {
    let id = table.id();
    Level { span: table.span(), name: table.name_or(&id), id, threshold: table.text("threshold") }
}

/// Reads a tier.
pub(super) fn tier(table: &mut Table<'_, '_>) -> Tier {
    let id = table.id();
    Tier {
        span: table.span(),
        name: table.name_or(&id),
        id,
        exposure: table.word("exposure").map(|exposure| exposure.value),
        extends: table.one("extends"),
        relaxes: table.many("relaxes").unwrap_or_default(),
        compensates: table.many("compensates").unwrap_or_default(),
    }
}

/// The tiers of a framework that declares none: two if an entry names one of them, else one.
pub(super) fn undeclared(ids: &Ids<'_>, framework: Span, report: &mut Report) -> (List<Tier>, TierSource) {
    let [internal, external] = ids.implied;
    let Some(first) = internal.into_iter().chain(external).min() else {
        return (vec![plain(EVERYWHERE, "Everywhere", None, framework)].into(), TierSource::Unstated);
    };
    for id in IMPLIED_TIERS {
        if let Some(taken) = ids.declared_at(id) {
            report.at(taken, || {
                let message = format!("`{id}` is also the tier that is meant where no tier is declared");
                Problem::at(ProblemKind::Reference, taken, message)
                    .label("taken")
                    .help("choose another id, or declare the tiers with `[[tier]]`")
                    .also(first, "a tier is named here")
            });
        }
    }
    let tiers = vec![
        plain("internal", "Internal use", Some(Exposure::Internal), internal.unwrap_or(first)),
        plain("external", "External use", Some(Exposure::External), external.unwrap_or(first)),
    ];
    (tiers.into(), TierSource::Implied)
}

fn plain(id: &str, name: &str, exposure: Option<Exposure>, span: Span) -> Tier {
    Tier {
        span,
        id: Located::new(id.to_owned(), span),
        name: name.to_owned(),
        exposure,
        extends: None,
        relaxes: Vec::new(),
        compensates: Vec::new(),
    }
}
