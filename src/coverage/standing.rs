//! The credited mitigations of a cell and the five depths of them.

use super::Subject;
use super::evidence::{self, Grade};
use super::failure::{Depth, Failures, Member};
use crate::arena::Handle;
use crate::framework::{Evidence, Mitigation, Tier};
use crate::vocabulary::Status;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Standing<'f> {
    /// The credited mitigations, in file order.
    pub credited: Vec<Handle<Mitigation>>,
    /// The depth of all of them, with its reasons.
    pub depth: Depth<'f>,
    /// The depths of parts of them.
    pub orders: Orders,
}

/// The depths of four subsets of the credited; each is at most the depth of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Orders {
    /// Of those whose mapping is declared or confirmed.
    pub declared: u32,
    /// How many are declared or confirmed (a depth of 1 may be one or many).
    pub declared_count: u32,
    /// Of those that state what they rest on; at least 1 if anything is credited.
    pub examined: u32,
    /// Of the declared among those that state what they rest on; at least 1 if anything declared is credited.
    pub examined_declared: u32,
    /// Of those that are implemented.
    pub implemented: u32,
    /// Of those with evidence of grade E2 and up.
    pub evidenced: u32,
}

/// How a cell looks at its members.
#[derive(Debug, Clone, Copy)]
pub struct View {
    /// The tier evidence must be for; `None` for cells of no tier.
    pub tier: Option<Handle<Tier>>,
    /// Whether evidence must be adversarial for this entry.
    pub adversarial: Adversarial,
}

/// Whether evidence in a cell must come from an attack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Adversarial {
    /// The threat of the cell decides.
    Threat(bool),
    /// The threats that an entry names decide; one that names none is held to the stricter rule.
    ByEntry,
    /// Nobody attacks assurance or governance.
    No,
}

impl<'f> Standing<'f> {
    /// The depths of the credited `members` of a cell.
    pub fn of(subject: Subject<'f>, failures: &Failures<'f>, members: &[Member<'f>], view: View) -> Self {
        if members.is_empty() {
            return Self::default();
        }
        let whole = failures.order(members);
        let entry = |member: &Member<'f>| &subject.framework.mitigations[member.mitigation];
        let declared = |member: &Member<'f>| subject.mapping.get(member.mitigation).basis.is_declared();
        let examined = |member: &Member<'f>| entry(member).depends_on.is_some();
        let order = |keep: &dyn Fn(&Member<'f>) -> bool| {
            let part: Vec<Member<'f>> = members.iter().filter(|member| keep(member)).copied().collect();
            let order = if part.len() == members.len() { whole } else { failures.order(&part) };
            (order.size, crate::source::offset(part.len()))
        };
        let (declared_order, declared_count) = order(&declared);
        let orders = Orders {
            declared: declared_order,
            declared_count,
            examined: order(&examined).0.max(1),
            examined_declared: order(&|m| declared(m) && examined(m)).0.max(u32::from(declared_count > 0)),
            implemented: order(&|m| entry(m).status.value == Status::Implemented).0,
            evidenced: order(&|m| view.grade(subject, m.mitigation) >= Grade::E2).0,
        };
        let credited = members.iter().map(|member| member.mitigation).collect();
        let mut standing = Self { credited, depth: failures.depth_of_order(members, whole), orders };
        standing.at_least(orders.highest());
        standing
    }

    /// Raises a depth that is only a bound: what a part of the credited is proven to have, all of them have.
    pub fn at_least(&mut self, proven: u32) {
        if self.depth.at_least {
            self.depth.order = self.depth.order.max(proven);
        }
    }
}

impl Orders {
    fn highest(self) -> u32 {
        let parts = [self.declared, self.examined, self.examined_declared, self.implemented, self.evidenced];
        parts.into_iter().max().unwrap_or(0)
    }
}

impl View {
    /// The grade of an entry's evidence as this cell sees it.
    pub fn grade(self, subject: Subject<'_>, mitigation: Handle<Mitigation>) -> Grade {
        let entry = &subject.framework.mitigations[mitigation];
        evidence::grade(entry, self.tier, self.is_adversarial(subject, entry), subject.settings.as_of)
    }

    /// The piece of an entry's evidence whose missed target decides in this cell.
    pub fn failing(self, subject: Subject<'_>, mitigation: Handle<Mitigation>) -> Option<&Evidence> {
        let entry = &subject.framework.mitigations[mitigation];
        evidence::failing(entry, self.tier, self.is_adversarial(subject, entry))
    }

    fn is_adversarial(self, subject: Subject<'_>, entry: &Mitigation) -> bool {
        match self.adversarial {
            Adversarial::Threat(adversarial) => adversarial,
            Adversarial::No => false,
            Adversarial::ByEntry => {
                let attacked = |threat| subject.is_adversarial(&subject.framework.threats[threat]);
                entry.threats.is_empty() || entry.threats.iter().any(|threat| attacked(threat.value))
            }
        }
    }
}
