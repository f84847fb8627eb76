//! What the checks of waivers share.

use super::{Finding, words};
use crate::arena::Handle;
use crate::coverage::{Coverage, Subject};
use crate::framework::Waiver;
use crate::source::Span;
use crate::taxonomy::Category;
use jiff::civil::Date;

/// A waiver with the category it names.
#[derive(Debug, Clone, Copy)]
pub(super) struct Named<'f> {
    /// The waiver.
    pub(super) waiver: &'f Waiver,
    /// Its category, where it names one.
    pub(super) category: Option<Handle<Category>>,
}

/// Every waiver of a framework, in file order.
pub(super) fn all<'f>(coverage: &Coverage<'f>) -> impl Iterator<Item = Named<'f>> {
    let Subject { framework, mapping, .. } = coverage.subject;
    let categories = mapping.names.waivers.iter().copied().chain(std::iter::repeat(None));
    framework.waivers.iter().zip(categories).map(|(waiver, category)| Named { waiver, category })
}

impl Named<'_> {
    /// See [`waives`].
    pub(super) fn names(&self, finding: &Finding) -> bool {
        waives(self.waiver, self.category, finding)
    }

    /// What it waives, in words.
    pub(super) fn what(&self, subject: Subject<'_>) -> String {
        let Waiver { check, tier, threat, mitigation, .. } = self.waiver;
        let parts = [
            self.category.map(|at| words::category(subject, at).to_string()),
            threat.as_ref().map(|threat| words::threat(subject, threat.value).to_string()),
            mitigation.as_ref().map(|entry| words::id(subject, entry.value).to_string()),
            tier.as_ref().map(|tier| words::tier(subject, tier.value).to_string()),
        ];
        let about: Vec<String> = parts.into_iter().flatten().collect();
        format!("`{}` for {}", check.value, about.join(", "))
    }

    /// A finding of a check about it.
    pub(super) fn finding(&self, check: &'static str, span: Span, message: String) -> Finding {
        let Waiver { tier, threat, mitigation, .. } = self.waiver;
        let mut finding = Finding::new(check, span, message).naming(self.waiver.check.value.clone());
        finding.category = self.category;
        finding.tier = tier.as_ref().map(|tier| tier.value);
        finding.threat = threat.as_ref().map(|threat| threat.value);
        finding.mitigation = mitigation.as_ref().map(|entry| entry.value);
        finding
    }

    /// Days it still holds after the day of the run; negative once it has ended.
    pub(super) fn days_left(&self, as_of: Date) -> i32 {
        as_of.until(self.waiver.expires.value).map_or(0, |span| span.get_days())
    }
}

/// Whether everything that a waiver names is what a finding is about: an exact code, not a subtree. `category` is the one that
/// the waiver names.
pub fn waives(waiver: &Waiver, category: Option<Handle<Category>>, finding: &Finding) -> bool {
    let Waiver { check, category: code, tier, threat, mitigation, .. } = waiver;
    check.value == finding.check
        && (code.is_none() || category.is_some() && category == finding.category)
        && tier.as_ref().is_none_or(|tier| Some(tier.value) == finding.tier)
        && threat.as_ref().is_none_or(|threat| Some(threat.value) == finding.threat)
        && mitigation.as_ref().is_none_or(|entry| Some(entry.value) == finding.mitigation)
}
