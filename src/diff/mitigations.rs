//! Mitigations: added, removed, retired, renamed, reworded; how far they are, where they count, what they rest on and where they
//! belong.

use super::asked::{names, rests};
use super::pair::{Draft, Log, Pair, description};
use super::words::{code, codes, list, plural};
use super::{Direction, Kind, What};
use crate::arena::Handle;
use crate::coverage::Subject;
use crate::framework::{Framework, Mitigation};
use crate::mapping::Basis;
use crate::source::Located;
use crate::vocabulary::{Status, Word as _};
use std::collections::BTreeSet;

/// Every mitigation of both versions.
pub(super) fn all(pair: &Pair<'_>, log: &mut Log) {
    for &gone in pair.mitigations.gone() {
        let subject = pair.before();
        let entry = &subject.framework.mitigations[gone];
        let draft = pair.there(Kind::MitigationRemoved, What::Mitigation, &entry.id.value, entry.id.span);
        let message = format!("{} was removed: {}", code(&entry.id.value), entry.name.value);
        log.add(judged(draft.from(stands(subject, gone)), subject, gone).say(message));
    }
    for &came in pair.mitigations.came() {
        let subject = pair.after();
        let entry = &subject.framework.mitigations[came];
        let draft = pair.here(Kind::MitigationAdded, What::Mitigation, &entry.id.value, entry.id.span);
        let message = format!("{} is new: {}", code(&entry.id.value), entry.name.value);
        log.add(judged(draft.to(stands(subject, came)), subject, came).say(message));
    }
    for (before, after) in pair.mitigations.both() {
        let two = Two::of(pair, before, after);
        two.text(log);
        two.status(log);
        two.due(log);
        two.reach(log);
        two.resting(log);
        two.mapping(log);
        two.rest(log);
    }
}

/// What never counted comes and goes without harm or good.
fn judged(draft: Draft, subject: Subject<'_>, at: Handle<Mitigation>) -> Draft {
    if subject.in_force(at) { draft } else { draft.going(Direction::Neutral) }
}

/// `implemented, 1.2.1`.
fn stands(subject: Subject<'_>, at: Handle<Mitigation>) -> String {
    let status = subject.framework.mitigations[at].status.value.id();
    let codes = mapped(subject, at);
    if codes.is_empty() { status.to_owned() } else { format!("{status}, {}", list(&codes)) }
}

/// The codes an entry counts in.
fn mapped(subject: Subject<'_>, at: Handle<Mitigation>) -> Vec<String> {
    let categories = &subject.mapping.get(at).categories;
    categories.iter().map(|&at| subject.taxonomy.categories[at].code.to_string()).collect()
}

/// One mitigation, before and after.
struct Two<'a, 'p> {
    pair: &'a Pair<'p>,
    before: Handle<Mitigation>,
    after: Handle<Mitigation>,
    old: &'p Mitigation,
    new: &'p Mitigation,
    /// Its id in backticks.
    name: String,
}

impl<'a, 'p> Two<'a, 'p> {
    fn of(pair: &'a Pair<'p>, before: Handle<Mitigation>, after: Handle<Mitigation>) -> Self {
        let (old, new) = (&pair.before().framework.mitigations[before], &pair.after().framework.mitigations[after]);
        Self { pair, before, after, old, new, name: code(&new.id.value) }
    }

    fn about(&self, kind: Kind) -> Draft {
        self.pair.here(kind, What::Mitigation, &self.new.id.value, self.new.id.span)
    }

    fn text(&self, log: &mut Log) {
        let (old, new) = (self.old, self.new);
        if old.id.value != new.id.value {
            let message = format!("{} is called {} now", code(&old.id.value), self.name);
            log.add(self.about(Kind::MitigationRenamed).from(&old.id.value).to(&new.id.value).say(message));
        }
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        if words(&old.name.value) != words(&new.name.value) {
            let message = format!("{} has another name: {}", self.name, new.name.value);
            log.add(self.about(Kind::MitigationReworded).from(&old.name.value).to(&new.name.value).say(message));
        }
        if words(description(old)) != words(description(new)) {
            let message = format!("the description of {} is worded otherwise", self.name);
            log.add(self.about(Kind::MitigationReworded).from(description(old)).to(description(new)).say(message));
        }
    }

    fn status(&self, log: &mut Log) {
        let (was, is) = (self.old.status.value, self.new.status.value);
        let rank = |status: Status| if status == Status::Retired { None } else { Some(status) };
        let (kind, message) = match (rank(was), rank(is)) {
            (was, is) if was == is => return,
            (Some(was), None) => {
                (Kind::MitigationRetired, format!("{} is retired now, and was {}", self.name, told(was)))
            }
            (None, Some(is)) => (Kind::StatusRaised, format!("{} is {} again, and was retired", self.name, told(is))),
            (was, is) => {
                let kind = if is < was { Kind::StatusLowered } else { Kind::StatusRaised };
                let (was, is) = (was.map_or("", told), is.map_or("", told));
                let only = if kind == Kind::StatusLowered { "only " } else { "" };
                (kind, format!("{} is {only}{is} now, and was {was}", self.name))
            }
        };
        log.add(self.about(kind).from(was.id()).to(is.id()).say(message));
    }

    /// What is done is due no more.
    fn due(&self, log: &mut Log) {
        let open = |entry: &Mitigation| !matches!(entry.status.value, Status::Implemented | Status::Retired);
        if !open(self.old) || !open(self.new) {
            return;
        }
        let due = |entry: &Mitigation| entry.due.as_ref().map(|due| due.value);
        let told = |due: Option<jiff::civil::Date>| due.map_or_else(|| "no day".to_owned(), |due| due.to_string());
        let (was, is) = (due(self.old), due(self.new));
        // No day is later than any.
        let rank = |due: Option<jiff::civil::Date>| (due.is_none(), due);
        if rank(was) != rank(is) {
            let later = rank(is) > rank(was);
            let kind = if later { Kind::MitigationPostponed } else { Kind::MitigationAdvanced };
            let message = match (was, is) {
                (_, None) => format!("{} is due on no day any more, and was due on {}", self.name, told(was)),
                (None, _) => format!("{} is due on {}, and was due on no day", self.name, told(is)),
                (Some(_), Some(_)) => format!("{} is due on {} instead of {}", self.name, told(is), told(was)),
            };
            log.add(self.about(kind).from(told(was)).to(told(is)).say(message));
        }
    }

    /// Where it counts: tiers, threats, levels, in full or in part.
    fn reach(&self, log: &mut Log) {
        let (mut less, mut more) = (Vec::new(), Vec::new());
        self.tiers(&mut less, &mut more);
        self.threats(&mut less, &mut more);
        self.level(&mut less, &mut more);
        match (self.old.partial, self.new.partial) {
            (false, true) => less.push("only in part".to_owned()),
            (true, false) => more.push("in full".to_owned()),
            (true, true) | (false, false) => {}
        }
        if !less.is_empty() {
            let message = format!("{} counts for less now: {}", self.name, list(&less));
            log.add(self.about(Kind::MitigationNarrowed).to(list(&less)).say(message));
        }
        if !more.is_empty() {
            let message = format!("{} counts for more now: {}", self.name, list(&more));
            log.add(self.about(Kind::MitigationWidened).to(list(&more)).say(message));
        }
    }

    fn tiers(&self, less: &mut Vec<String>, more: &mut Vec<String>) {
        let tiers = &self.pair.after().framework.tiers;
        let names =
            |entry: &Mitigation, tier| entry.tiers.is_empty() || entry.tiers.iter().any(|one| one.value == tier);
        let both = || tiers.handles().filter_map(|tier| Some((tier, self.pair.tier_before(tier)?)));
        let ids = |was: bool| -> Vec<&str> {
            let changed = both().filter(|&(now, then)| (names(self.old, then), names(self.new, now)) == (was, !was));
            changed.map(|(now, _)| tiers[now].id.value.as_str()).collect()
        };
        for (was, list) in [(true, less), (false, more)] {
            let ids = ids(was);
            if !ids.is_empty() {
                let not = if was { "not " } else { "" };
                list.push(format!("{not}in {} {}", plural(ids.len(), "tier", "tiers"), codes(ids)));
            }
        }
    }

    /// Only threats of both versions: what is gone or new is told of itself.
    fn threats(&self, less: &mut Vec<String>, more: &mut Vec<String>) {
        let threats = &self.pair.after().framework.threats;
        let names = |entry: &Mitigation, threat| entry.threats.iter().any(|one| one.value == threat);
        let ids = |was: bool| -> Vec<&str> {
            let both = self.pair.threats.both();
            let changed = both.filter(|&(then, now)| (names(self.old, then), names(self.new, now)) == (was, !was));
            changed.map(|(_, now)| threats[now].id.value.as_str()).collect()
        };
        for (was, list) in [(true, less), (false, more)] {
            let ids = ids(was);
            if !ids.is_empty() {
                list.push(format!("{}against {}", if was { "not " } else { "" }, codes(ids)));
            }
        }
    }

    fn level(&self, less: &mut Vec<String>, more: &mut Vec<String>) {
        let levels = &self.pair.after().framework.levels;
        let lowest = levels.handles().next();
        let is = self.new.level.as_ref().map(|level| level.value).or(lowest);
        let was = match &self.old.level {
            None => lowest,
            Some(level) => match self.pair.levels.new_of(level.value) {
                Some(now) => Some(now),
                // A level that is gone is told of itself.
                None => return,
            },
        };
        if let Some(at) = is.filter(|_| is != was) {
            let text = format!("from level {} on", code(&levels[at].id.value));
            if is > was { less.push(text) } else { more.push(text) }
        }
    }

    fn resting(&self, log: &mut Log) {
        let (old, new) = (self.pair.before().framework, self.pair.after().framework);
        let then = |one: &Located<Handle<crate::framework::Dependency>>| match self.pair.dependencies.new_of(one.value)
        {
            Some(now) => new.dependencies[now].id.value.clone(),
            None => old.dependencies[one.value].id.value.clone(),
        };
        let was: Option<BTreeSet<String>> = self.old.depends_on.as_ref().map(|all| all.iter().map(then).collect());
        let now = |one: &Located<Handle<crate::framework::Dependency>>| new.dependencies[one.value].id.value.clone();
        let is: Option<BTreeSet<String>> = self.new.depends_on.as_ref().map(|all| all.iter().map(now).collect());
        let change = match (&was, &is) {
            (Some(was), None) => {
                let message = format!("{} no longer says what it rests on", self.name);
                self.about(Kind::RestingUnstated).from(names(was)).to("not stated").say(message)
            }
            (None, Some(is)) => {
                let message = format!("{} says what it rests on: {}", self.name, names(is));
                self.about(Kind::RestingStated).from("not stated").to(names(is)).say(message)
            }
            (Some(was), Some(is)) if was != is => {
                let message = format!("{} {}", self.name, rests(was, is));
                self.about(Kind::RestingChanged).from(names(was)).to(names(is)).say(message)
            }
            (Some(_), Some(_)) | (None, None) => return,
        };
        log.add(change);
    }

    fn mapping(&self, log: &mut Log) {
        let rank = |basis: Basis| match basis {
            Basis::None => 0,
            Basis::Inferred | Basis::Suspect => 1,
            Basis::Confirmed | Basis::Declared => 2,
        };
        let bases = [(self.pair.before(), self.before), (self.pair.after(), self.after)]
            .map(|(subject, at)| (subject.mapping.get(at).basis, mapped(subject, at)));
        let [(was, was_in), (is, is_in)] = &bases;
        let same = was_in.iter().collect::<BTreeSet<_>>() == is_in.iter().collect::<BTreeSet<_>>();
        let told = |basis: &Basis, codes: &[String]| {
            if codes.is_empty() { "nothing".to_owned() } else { format!("{} ({})", list(codes), basis.id()) }
        };
        let (before, after) = (told(was, was_in), told(is, is_in));
        let kind = match rank(*is).cmp(&rank(*was)) {
            std::cmp::Ordering::Less => Kind::MappingWeakened,
            std::cmp::Ordering::Greater => Kind::MappingStrengthened,
            std::cmp::Ordering::Equal if same => return,
            std::cmp::Ordering::Equal => Kind::MappingChanged,
        };
        let message = if same {
            format!("that {} is {} is {} now, and was {}", self.name, list(is_in), how(*is), how(*was))
        } else {
            format!("{} is mapped to {after} instead of {before}", self.name)
        };
        log.add(self.about(kind).from(before).to(after).say(message));
    }

    /// What is said of it beside: it may show in the cells, and is no judgement by itself.
    fn rest(&self, log: &mut Log) {
        let (old, new) = (self.pair.before().framework, self.pair.after().framework);
        let [was, is] = [(old, self.old), (new, self.new)].map(|(framework, entry)| said(framework, entry));
        let keys: Vec<&str> = was.iter().zip(&is).filter(|(was, is)| was != is).map(|((key, _), _)| *key).collect();
        if !keys.is_empty() {
            let message = format!("{} is set otherwise in {}", self.name, codes(keys.iter().copied()));
            log.add(self.about(Kind::MitigationChanged).to(keys.join(", ")).say(message));
        }
    }
}

/// A status as people say it.
fn told(status: Status) -> &'static str {
    if status == Status::Idea { "an idea" } else { status.id() }
}

/// How it is known where an entry belongs.
const fn how(basis: Basis) -> &'static str {
    match basis {
        Basis::Declared => "declared",
        Basis::Confirmed => "confirmed",
        Basis::Suspect => "confirmed for another text",
        Basis::Inferred => "only read from its text",
        Basis::None => "not known",
    }
}

/// The keys that no other kind of change is about, with what they say.
fn said(framework: &Framework, entry: &Mitigation) -> Vec<(&'static str, String)> {
    let text = |text: &Option<Located<String>>| text.as_ref().map_or_else(String::new, |text| text.value.clone());
    let events = |events: &[Located<crate::framework::EventRef>]| {
        let mut ids: Vec<&str> = events.iter().map(|event| event.value.id(framework)).collect();
        ids.sort_unstable();
        ids.join(" ")
    };
    let comprises: Vec<&str> =
        entry.comprises.iter().map(|one| framework.mitigations[one.value].id.value.as_str()).collect();
    let day = entry.review_by.as_ref().map_or_else(String::new, |day| day.value.to_string());
    vec![
        ("layer", entry.layer.as_ref().map_or_else(String::new, |layer| layer.value.id().to_owned())),
        ("chain", text(&entry.chain)),
        ("comprises", comprises.join(" ")),
        ("voided_by", events(&entry.voided_by)),
        ("survives", events(&entry.survives)),
        ("stage", text(&entry.stage)),
        ("actor", text(&entry.actor)),
        ("function", text(&entry.function)),
        ("owner", text(&entry.owner)),
        ("review_by", day),
        ("source", text(&entry.source)),
    ]
}
