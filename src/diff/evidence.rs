//! What is claimed to have been shown: missed, gone stale, weaker, stronger.
//!
//! Both versions are judged on the same day: what went stale with time alone did so in both.

use super::pair::{Log, Pair};
use super::words::{code, in_tiers};
use super::{Kind, What};
use crate::arena::Handle;
use crate::coverage::Subject;
use crate::coverage::evidence::{self, Grade};
use crate::framework::{Evidence, Mitigation, Tier};
use crate::vocabulary::{Evaluator, EvidenceKind, Outcome, Status};

/// The evidence of every mitigation of both versions.
pub(super) fn all(pair: &Pair<'_>, log: &mut Log) {
    for (before, after) in pair.mitigations.both() {
        let (old, new) = (pair.before().framework, pair.after().framework);
        let (was, is) = (&old.mitigations[before], &new.mitigations[after]);
        let same_texts = pieces(pair, was, true) == pieces(pair, is, false);
        if !same_texts {
            one(pair, before, after, log);
        }
    }
}

/// The pieces in comparable form, what was renamed under its new id; their order does not matter.
fn pieces(pair: &Pair<'_>, entry: &Mitigation, old: bool) -> Vec<String> {
    let (before, after) = (pair.before().framework, pair.after().framework);
    let tier = |at: Handle<Tier>| match (old, pair.tiers.new_of(at)) {
        (false, _) => after.tiers[at].id.value.clone(),
        (true, Some(now)) => after.tiers[now].id.value.clone(),
        (true, None) => before.tiers[at].id.value.clone(),
    };
    let mitigation = |at: Handle<Mitigation>| match (old, pair.mitigations.new_of(at)) {
        (false, _) => after.mitigations[at].id.value.clone(),
        (true, Some(now)) => after.mitigations[now].id.value.clone(),
        (true, None) => before.mitigations[at].id.value.clone(),
    };
    let piece = |piece: &Evidence| {
        let with: Vec<String> = piece.with.iter().map(|one| mitigation(one.value)).collect();
        let tiers: Vec<String> = piece.tiers.iter().map(|one| tier(one.value)).collect();
        let said = (&piece.kind.value, piece.by, piece.result, piece.target.as_ref().map(|target| &target.value));
        let date = piece.date.as_ref().map(|date| date.value);
        format!("{said:?} {date:?} {with:?} {tiers:?} {:?}", piece.reference.as_ref().map(|named| &named.value))
    };
    let mut pieces: Vec<String> = entry.evidence.iter().map(piece).collect();
    pieces.sort();
    pieces
}

/// What the evidence of an entry amounts to in one tier.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Shown {
    grade: Grade,
    missed: bool,
    /// Why it is no better.
    why: &'static str,
    stale: bool,
}

fn shown(subject: Subject<'_>, at: Handle<Mitigation>, tier: Handle<Tier>) -> Shown {
    let entry = &subject.framework.mitigations[at];
    let attacked = |threat| subject.is_adversarial(&subject.framework.threats[threat]);
    let adversarial = entry.threats.is_empty() || entry.threats.iter().any(|threat| attacked(threat.value));
    let as_of = subject.settings.as_of;
    let grade = evidence::grade(entry, Some(tier), adversarial, as_of);
    let missed = evidence::failing(entry, Some(tier), adversarial).is_some();
    let pieces = evidence::applicable(entry, Some(tier));
    let fits =
        |piece: &&&Evidence| !adversarial || matches!(piece.kind.value, EvidenceKind::RedTeam | EvidenceKind::Bounty);
    let newest = pieces.iter().rev().find(fits);
    let stale =
        newest.or_else(|| pieces.last()).is_some_and(|piece| piece.date.is_some() && !evidence::is_fresh(piece, as_of));
    let why = match newest {
        _ if pieces.is_empty() => "there is none",
        None => "none of it is an attack on it",
        Some(_) if missed => "it missed its target",
        Some(_) if stale => "the newest is older than 12 months",
        Some(piece) if piece.date.is_none() => "the newest has no date",
        Some(piece) if piece.target.is_none() => "the newest names no target",
        Some(piece) if piece.result == Outcome::Open => "its result is open",
        Some(_) if entry.status.value != Status::Implemented => "it is not implemented",
        Some(piece) if piece.by == Evaluator::Internal => "it is internal",
        Some(_) => "it is from outside",
    };
    Shown { grade, missed, why, stale }
}

fn one(pair: &Pair<'_>, before: Handle<Mitigation>, after: Handle<Mitigation>, log: &mut Log) {
    let new = pair.after().framework;
    let entry = &new.mitigations[after];
    let mut found: Vec<(Kind, Shown, Shown, Vec<String>)> = Vec::new();
    for tier in new.tiers.handles() {
        let Some(tier_before) = pair.tier_before(tier) else { continue };
        let (was, is) = (shown(pair.before(), before, tier_before), shown(pair.after(), after, tier));
        let Some(kind) = kind(&was, &is) else { continue };
        let id = new.tiers[tier].id.value.clone();
        match found.iter_mut().find(|(known, a, b, _)| *known == kind && *a == was && *b == is) {
            Some((.., tiers)) => tiers.push(id),
            None => found.push((kind, was, is, vec![id])),
        }
    }
    let span = entry.evidence.last().map_or(entry.id.span, |piece| piece.span);
    let about = |kind| pair.here(kind, What::Mitigation, &entry.id.value, span);
    if found.is_empty() {
        let old = &pair.before().framework.mitigations[before];
        let message = format!("the evidence on {} changed, and shows neither more nor less", code(&entry.id.value));
        log.add(about(Kind::EvidenceChanged).from(count(old)).to(count(entry)).say(message));
    }
    for (kind, was, is, tiers) in found {
        let message = sentence(kind, &entry.id.value, (&was, &is), &in_tiers(&tiers, new.tiers.len()));
        log.add(about(kind).from(grade(&was)).to(grade(&is)).tiers(tiers).say(message));
    }
}

fn kind(was: &Shown, is: &Shown) -> Option<Kind> {
    match is.grade.cmp(&was.grade) {
        _ if is.missed && !was.missed => Some(Kind::EvidenceMissed),
        _ if was.missed && !is.missed => Some(Kind::EvidenceStrengthened),
        std::cmp::Ordering::Less | std::cmp::Ordering::Equal if is.stale && !was.stale => Some(Kind::EvidenceStale),
        std::cmp::Ordering::Equal if was.stale && !is.stale => Some(Kind::EvidenceStrengthened),
        std::cmp::Ordering::Less => Some(Kind::EvidenceWeakened),
        std::cmp::Ordering::Greater => Some(Kind::EvidenceStrengthened),
        std::cmp::Ordering::Equal => None,
    }
}

fn sentence(kind: Kind, id: &str, (was, is): (&Shown, &Shown), here: &str) -> String {
    let id = code(id);
    if kind == Kind::EvidenceMissed {
        format!("the evidence on {id} says that its target was missed{here}")
    } else if kind == Kind::EvidenceStale {
        format!("the newest evidence on {id} is older than 12 months now{here}")
    } else if kind == Kind::EvidenceWeakened {
        format!("{id} is shown less well{here}: {}", is.why)
    } else if was.missed {
        format!("the evidence on {id} no longer says that its target was missed{here}")
    } else if was.grade == is.grade {
        format!("the newest evidence on {id} is no longer older than 12 months{here}")
    } else {
        format!("{id} is shown better{here}: {}, and before {}", grade(is), grade(was))
    }
}

/// What a grade means.
fn grade(shown: &Shown) -> &'static str {
    match shown.grade {
        Grade::E0 if shown.missed => "target missed",
        Grade::E0 => "no evidence",
        Grade::E1 if shown.stale => "evidence older than 12 months",
        Grade::E1 => "some evidence",
        Grade::E2 => "target claimed met",
        Grade::E3 => "target claimed met by an outside evaluator",
    }
}

fn count(entry: &Mitigation) -> String {
    let pieces = entry.evidence.len();
    format!("{pieces} {}", super::words::plural(pieces, "piece", "pieces"))
}
