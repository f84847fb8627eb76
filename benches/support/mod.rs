//! Frameworks to measure with, the same on every machine: each is made of its number and nothing else.
//!
//! Names and descriptions are put together from halves of the mapper's training examples, so their words and their lengths
//! are those of real ones.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Mitigations in a file of ordinary size: about 13.6 KB.
pub(crate) const ORDINARY: usize = 30;

const EXAMPLES: &str = include_str!("../../taxonomy/airi-2026.examples.tsv");

const HEAD: &str = r#"schema = 1

[framework]
name = "Framework of developer NUMBER"
version = "1.0"
date = 2026-05-01
actor = "developer"

[[tier]]
id = "internal"
exposure = "internal"

[[tier]]
id = "api"
exposure = "external"

[[tier]]
id = "api-research"
exposure = "external"
extends = "api"

[[threat]]
id = "cbrn-misuse"
name = "Help towards chemical or biological weapons"
domain = "4.2"

[[threat]]
id = "jailbreak"
name = "Safeguards talked round by crafted prompts"
domain = "2.2"

[[threat]]
id = "weight-theft"
name = "Theft of model weights"
domain = "2.2"

[[threat]]
id = "misalignment"
name = "Model pursuing goals of its own"
domain = "7.1"

[[dependency]]
id = "guard-model"
kind = "model"
depends_on = ["gpu-cluster"]

[[dependency]]
id = "gpu-cluster"
kind = "host"

[[dependency]]
id = "key-store"
kind = "keys"

[[dependency]]
id = "log-pipeline"
kind = "logging"

[[dependency]]
id = "safety-team"
kind = "team"
"#;

const THREATS: &[&str] = &["cbrn-misuse", "jailbreak", "weight-theft", "misalignment"];
const TIERS: &[&str] = &["internal", "api"];
const DEPENDENCIES: &[&str] = &["guard-model", "gpu-cluster", "key-store", "log-pipeline", "safety-team"];
const STATUSES: &[&str] = &["planned", "implemented", "committed", "implemented", "planned", "idea"];

/// One labelled text.
struct Example {
    code: &'static str,
    name: &'static str,
    description: &'static str,
}

/// Writes frameworks.
pub(crate) struct Generator {
    by_code: Vec<Vec<Example>>,
}

impl Generator {
    /// Reads the examples.
    pub(crate) fn new() -> Self {
        let mut by_code: BTreeMap<&str, Vec<Example>> = BTreeMap::new();
        for line in EXAMPLES.lines().filter(|line| !line.starts_with('#')) {
            let mut fields = line.split('\t');
            if let (Some(code), Some(name), Some(description)) = (fields.next(), fields.next(), fields.next()) {
                // Whole sentences only: a half of a short one may be nothing.
                if description.len() >= 60 {
                    by_code.entry(code).or_default().push(Example { code, name, description });
                }
            }
        }
        Self { by_code: by_code.into_values().filter(|group| group.len() >= 50).collect() }
    }

    /// The text of framework `number` with `count` mitigations.
    pub(crate) fn framework(&self, number: u64, count: usize) -> String {
        let mut dice = Dice::of(number);
        let mut text = HEAD.replace("NUMBER", &number.to_string());
        for at in 0..count {
            self.mitigation(at, &mut dice, &mut text);
        }
        text
    }

    /// The same, its mitigations drawn from `texts` that all frameworks share.
    #[allow(dead_code, reason = "not every user of this file asks for it")]
    pub(crate) fn sharing(&self, number: u64, count: usize, texts: u64) -> String {
        let mut dice = Dice::of(number);
        let mut text = HEAD.replace("NUMBER", &number.to_string());
        for at in 0..count {
            self.mitigation(at, &mut Dice::of(dice.roll(texts)), &mut text);
        }
        text
    }

    fn mitigation(&self, at: usize, dice: &mut Dice, text: &mut String) {
        let group = dice.pick(&self.by_code);
        let (one, two, three) = (dice.pick(group), dice.pick(group), dice.pick(group));
        let name = format!("{} {}", halves(one.name).0, halves(two.name).1).replace(['"', '\\'], "");
        let halves = (halves(one.description).0, halves(two.description).1, halves(three.description).1);
        let description = format!("{} {} {}", halves.0, halves.1, halves.2).replace(['"', '\\'], "");
        // Writing to a `String` cannot fail.
        let _ = write!(
            text,
            "\n[[mitigation]]\nid = \"measure-{at}\"\nname = \"{name}\"\ndescription = \"{description}\"\n"
        );
        if one.code.matches('.').count() == 2 && dice.roll(2) == 0 {
            let _ = writeln!(text, "category = \"{}\"", one.code);
        }
        let _ = writeln!(text, "status = \"{}\"\nthreats = [\"{}\"]", dice.pick(STATUSES), dice.pick(THREATS));
        let _ = writeln!(text, "tiers = [\"{}\"]", dice.pick(TIERS));
        if dice.roll(2) == 0 {
            let _ = writeln!(text, "depends_on = [\"{}\"]", dice.pick(DEPENDENCIES));
        }
        let _ = writeln!(text, "stage = \"operate-and-monitor\"\nowner = \"team-{}\"", dice.roll(9));
        let _ = writeln!(
            text,
            "due = 2027-0{}-15\nsource = \"section {} of the framework\"",
            1 + dice.roll(9),
            1 + dice.roll(40)
        );
    }
}

/// A text cut between words near its middle.
fn halves(text: &str) -> (&str, &str) {
    let middle = text.len() / 2;
    let at = text.char_indices().find(|(at, c)| *at >= middle && *c == ' ').map_or(text.len(), |(at, _)| at);
    (text.get(..at).unwrap_or_default(), text.get(at..).unwrap_or_default().trim_start())
}

/// Numbers that look like chance and are the same on every machine (`SplitMix64`; Steele, Lea and Flood, 2014).
struct Dice(u64);

impl Dice {
    /// Dice of a number, far from those of the next: each throw is a step of the same size, so that dice that begin a few
    /// steps apart would throw the same.
    fn of(number: u64) -> Self {
        Self(Self(number).next())
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn roll(&mut self, sides: u64) -> u64 {
        self.next() % sides
    }

    #[allow(clippy::indexing_slicing, reason = "no list here is empty")]
    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[usize::try_from(self.roll(from.len() as u64)).unwrap_or(0)]
    }
}
