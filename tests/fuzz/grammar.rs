//! Frameworks that nobody would write and that are frameworks: every kind of entry, in every combination.

use super::chance::Chance;
use std::fmt::Write as _;

const STATUS: &[&str] = &["idea", "planned", "committed", "implemented", "retired"];
const LAYERS: &[&str] = &["remove", "shape", "block", "detect", "restrict", "respond"];
const KINDS: &[&str] = &["model", "data", "identity", "logging", "keys", "team", "vendor", "switch", "host", "other"];
const CODES: &[&str] = &["1.1.1", "1.2.1", "1.2.4", "2.3.1", "2.4.1", "1.1", "2"];
const CHECKS: &[&str] = &["missing", "single-point", "common-cause", "tier-gap", "below-target"];
/// Names that every format has to escape in its own way.
const NAMES: &[&str] = &[
    "Output classifier",
    "Weight encryption",
    "<script>alert('x')</script>",
    "a | b `c` *d*",
    "]]> & <!-- -->",
    "=1+1",
    "\\u001b[31mred",
    "\\u202eabc",
    "line\\nbreak",
    "50% of %0A",
    "::error::x",
    "\\\"quoted\\\", twice",
    "né 漢字 👩‍👩‍👧",
    "No red teaming is done",
    "TBD",
    "Bug bounty for jailbreaks, staged release and incident response",
];

/// A framework, valid but for rare contradictions.
pub(crate) fn framework(chance: &mut Chance) -> String {
    let ids = |kind: &str, count: usize| -> Vec<String> { (0..count).map(|at| format!("{kind}{at}")).collect() };
    let all = Ids {
        levels: ids("l", chance.below(4)),
        tiers: ids("t", chance.below(5)),
        threats: ids("x", chance.below(5)),
        dependencies: ids("d", chance.below(10)),
        events: ids("e", chance.below(3)),
        mitigations: ids("m", 1 + chance.below(30)),
    };
    let mut text = Text { out: String::new(), chance };
    text.head();
    for at in 0..all.levels.len() {
        text.entry("level", &all.levels[at]);
    }
    (0..all.tiers.len()).for_each(|at| text.tier(at, &all));
    (0..all.threats.len()).for_each(|at| text.threat(at, &all));
    (0..all.dependencies.len()).for_each(|at| text.dependency(at, &all));
    (0..all.events.len()).for_each(|at| text.event(at, &all));
    (0..all.mitigations.len()).for_each(|at| text.mitigation(at, &all));
    if text.chance.happens(40) {
        text.waiver(&all);
    }
    text.out
}

struct Ids {
    levels: Vec<String>,
    tiers: Vec<String>,
    threats: Vec<String>,
    dependencies: Vec<String>,
    events: Vec<String>,
    mitigations: Vec<String>,
}

struct Text<'c> {
    out: String,
    chance: &'c mut Chance,
}

impl Text<'_> {
    fn line(&mut self, key: &str, value: &str) {
        let _ = writeln!(self.out, "{key} = {value}");
    }

    fn text(&mut self, key: &str, value: &str) {
        self.line(key, &format!("\"{value}\""));
    }

    fn word(&mut self, key: &str, of: &[&str], percent: usize) {
        if self.chance.happens(percent) {
            let word = self.chance.pick(of);
            self.text(key, word);
        }
    }

    fn list(&mut self, key: &str, of: &[String], percent: usize) {
        if self.chance.happens(percent) {
            let some = self.chance.some(of, 35);
            self.line(key, &format!("{some:?}"));
        }
    }

    fn flag(&mut self, key: &str, percent: usize) {
        if self.chance.happens(percent) {
            let value = if self.chance.happens(50) { "true" } else { "false" };
            self.line(key, value);
        }
    }

    fn date(&mut self, key: &str, years: &[&str], percent: usize) {
        if self.chance.happens(percent) {
            let (year, month, day) = (self.chance.pick(years), 1 + self.chance.below(12), 1 + self.chance.below(28));
            self.line(key, &format!("{year}-{month:02}-{day:02}"));
        }
    }

    fn entry(&mut self, kind: &str, id: &str) {
        let name = self.chance.pick(NAMES);
        let _ = writeln!(self.out, "\n[[{kind}]]\nid = \"{id}\"\nname = \"{name}\"");
    }

    fn head(&mut self) {
        self.out.push_str("[framework]\n");
        self.word("name", NAMES, 100);
        self.word("actor", &["developer", "deployer", "governance-actor"], 40);
        self.word("version", NAMES, 30);
        self.date("date", &["2024", "2026"], 30);
        if self.chance.happens(30) {
            self.out
                .push_str("[scope]\nexclude = [{ category = \"1.2.5\", reason = \"<b>none</b>\", owner = \"x\" }]\n");
        }
    }

    fn tier(&mut self, at: usize, all: &Ids) {
        self.entry("tier", &all.tiers[at]);
        self.word("exposure", &["internal", "external", "open-weights"], 70);
        let before = &all.tiers[..at];
        if !before.is_empty() && self.chance.happens(50) {
            let base = before[self.chance.below(before.len())].clone();
            self.text("extends", &base);
            // Of mitigations that stand everywhere some are relaxed, others make up for it.
            let (even, odd): (Vec<_>, Vec<_>) = (0..all.mitigations.len()).partition(|at| at % 6 == 0);
            let ids = |of: Vec<usize>| of.into_iter().map(|at| all.mitigations[at].clone()).collect::<Vec<_>>();
            self.list("relaxes", &ids(even), 40);
            self.list("compensates", &ids(odd.into_iter().filter(|at| at % 6 == 3).collect()), 20);
        }
    }

    fn threat(&mut self, at: usize, all: &Ids) {
        self.entry("threat", &all.threats[at]);
        self.word("domain", &["4.2", "1.1", "7.1", "2.2"], 50);
        self.flag("adversarial", 30);
        if self.chance.happens(50) {
            let depth = self.chance.pick(&["1", "3", "16", "0b11", "\"sl4\""]);
            self.line("depth", depth);
        }
        self.list("events", &all.events, 40);
    }

    fn dependency(&mut self, at: usize, all: &Ids) {
        self.entry("dependency", &all.dependencies[at]);
        self.word("kind", KINDS, 70);
        self.list("depends_on", &all.dependencies[..at], 50);
        self.word("failover", NAMES, 20);
    }

    fn event(&mut self, at: usize, all: &Ids) {
        self.entry("event", &all.events[at]);
        self.list("voids_dependencies", &all.dependencies, 60);
        self.list("voids_mitigations", &all.mitigations, 40);
        if self.chance.happens(40) {
            self.out
                .push_str("voids_layers = [\"block\"]\nvoids_kinds = [\"model\"]\nvoids_categories = [\"1.2.1\"]\n");
        }
    }

    fn mitigation(&mut self, at: usize, all: &Ids) {
        self.entry("mitigation", &all.mitigations[at]);
        self.word("description", NAMES, 60);
        self.word("category", CODES, 60);
        // What tiers relax or compensate with stands everywhere and counts.
        let (everywhere, counts) = (at.is_multiple_of(3), at % 6 == 3);
        self.word("status", if counts { &STATUS[1..4] } else { STATUS }, 60);
        self.date("due", &["2025", "2027"], 20);
        if !all.levels.is_empty() && self.chance.happens(30) {
            let level = all.levels[self.chance.below(all.levels.len())].clone();
            self.text("level", &level);
        }
        self.list("threats", &all.threats, 70);
        if !everywhere && !all.tiers.is_empty() && self.chance.happens(60) {
            let tier = all.tiers[self.chance.below(all.tiers.len())].clone();
            self.line("tiers", &format!("[\"{tier}\"]"));
        }
        self.word("layer", LAYERS, 40);
        self.flag("partial", 10);
        self.word("chain", &["desk", "line"], 15);
        self.list("depends_on", &all.dependencies, 60);
        self.list("comprises", &all.mitigations[..at], 5);
        self.list("voided_by", &all.events, 15);
        self.word("function", &["govern", "map", "measure", "manage"], 20);
        self.word("owner", NAMES, 30);
        self.date("review_by", &["2025", "2027"], 20);
        self.word("source", NAMES, 20);
        for _ in 0..self.chance.below(3) {
            self.evidence(at, all);
        }
    }

    fn evidence(&mut self, at: usize, all: &Ids) {
        self.out.push_str("  [[mitigation.evidence]]\n");
        self.word("kind", &["red-team", "benchmark", "bounty", "monitoring", "audit", "drill", "uplift-study"], 100);
        self.list("with", &all.mitigations[..at], 20);
        self.word("by", &["internal", "external"], 50);
        self.word("target", NAMES, 50);
        self.word("result", &["met", "missed", "open"], 60);
        self.date("date", &["2024", "2025"], 60);
        self.word("ref", &["reports/x.pdf", "../../etc/passwd", "https://example.org/<x>"], 30);
    }

    fn waiver(&mut self, all: &Ids) {
        self.out.push_str("\n[[waiver]]\n");
        self.word("check", CHECKS, 100);
        self.word("category", &["1.1.1", "1.2.1", "2.4.1"], 100);
        if !all.tiers.is_empty() && self.chance.happens(30) {
            self.text("tier", &all.tiers[0]);
        }
        self.word("reason", NAMES, 100);
        self.word("owner", NAMES, 100);
        self.date("expires", &["2025", "2027"], 100);
    }
}
