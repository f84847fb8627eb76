//! Which checks and which subjects a run looks at.

use crate::checks::Finding;
use crate::coverage::Subject;

/// Filters given on the command line; empty lists take everything.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Selection {
    /// Only these checks.
    pub select: Vec<String>,
    /// Not these checks.
    pub ignore: Vec<String>,
    /// Only findings about these categories or what lies below them, by code, name or alias.
    pub categories: Vec<String>,
    /// Only findings about these tiers.
    pub tiers: Vec<String>,
    /// Only findings about these threats.
    pub threats: Vec<String>,
}

impl Selection {
    /// Whether it leaves nothing out.
    pub fn takes_all(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a check is run at all.
    pub fn takes_check(&self, id: &str) -> bool {
        let named = |list: &[String]| list.iter().any(|named| named == id);
        (self.select.is_empty() || named(&self.select)) && !named(&self.ignore)
    }

    /// Whether a finding is shown: each filter that is set must be met, and what is about no category does not meet a filter
    /// on categories.
    pub fn takes(&self, subject: Subject<'_>, finding: &Finding) -> bool {
        let tier = finding.tier.map(|at| subject.framework.tiers[at].id.value.as_str());
        let threat = finding.threat.map(|at| subject.framework.threats[at].id.value.as_str());
        self.takes_category(subject, finding) && is_among(&self.tiers, tier) && is_among(&self.threats, threat)
    }

    fn takes_category(&self, subject: Subject<'_>, finding: &Finding) -> bool {
        if self.categories.is_empty() {
            return true;
        }
        let within =
            |at, name: &String| subject.taxonomy.find(name).is_some_and(|above| subject.taxonomy.is_within(at, above));
        finding.category.is_some_and(|at| self.categories.iter().any(|name| within(at, name)))
    }
}

fn is_among(wanted: &[String], found: Option<&str>) -> bool {
    wanted.is_empty() || found.is_some_and(|found| wanted.iter().any(|wanted| wanted == found))
}
