//! The laws of coverage and depth, on frameworks made at random: made as text, so that the reader is part of the test.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may fail loudly")]

mod support;

use mitigap::coverage::Coverage;
use mitigap::coverage::settings::Settings;
use mitigap::framework::reader;
use mitigap::mapping::{Basis, Confidence, Mapped, Mapping, declared};
use mitigap::taxonomy;
use mitigap::vocabulary::Word as _;
use proptest::prelude::*;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

const CODES: &[&str] = &["1.1.1", "1.1.2", "1.2.1", "1.2.3", "2.2.2", "2.3.4", "2.1.1"];
const STATUSES: &[&str] = &["idea", "planned", "committed", "implemented", "retired"];
const LAYERS: &[&str] = &["remove", "shape", "block", "detect", "restrict", "respond"];
/// Events that entries are made to name; the framework's own may be fewer.
const EVENTS: &[&str] = &["e0", "e1", "weights-stolen", "log-loss"];
const KINDS: &[&str] = &["model", "identity", "keys", "logging", "host", "other"];

#[derive(Debug, Clone)]
struct Dependency {
    kind: usize,
    below: BTreeSet<usize>,
    failover: bool,
}

#[derive(Debug, Clone)]
struct Mitigation {
    code: usize,
    status: usize,
    layer: Option<usize>,
    threats: BTreeSet<usize>,
    tiers: BTreeSet<usize>,
    depends_on: Option<BTreeSet<usize>>,
    partial: bool,
    chain: Option<usize>,
    evidenced: bool,
    level: Option<usize>,
    voided_by: Option<usize>,
    survives: Option<usize>,
}

/// An event of the framework's own.
#[derive(Debug, Clone)]
struct Event {
    layers: BTreeSet<usize>,
    dependencies: BTreeSet<usize>,
    mitigations: BTreeSet<usize>,
    kinds: BTreeSet<usize>,
}

#[derive(Debug, Clone)]
struct Tier {
    extends: bool,
    relaxes: BTreeSet<usize>,
}

#[derive(Debug, Clone)]
struct Spec {
    dependencies: Vec<Dependency>,
    mitigations: Vec<Mitigation>,
    tiers: Vec<Tier>,
    threats: usize,
    levels: usize,
    events: Vec<Event>,
}

fn subset(most: usize, size: usize) -> impl Strategy<Value = BTreeSet<usize>> {
    prop::collection::btree_set(0..most.max(1), 0..=size)
}

fn mitigation() -> impl Strategy<Value = Mitigation> {
    let where_it_stands =
        (0..CODES.len(), 0..STATUSES.len(), prop::option::of(0..LAYERS.len()), subset(2, 2), subset(3, 2));
    let rest = (
        prop::option::weighted(0.7, subset(5, 3)),
        prop::bool::weighted(0.1),
        prop::option::weighted(0.2, 0..2_usize),
        any::<bool>(),
        prop::option::weighted(0.3, 0..2_usize),
        prop::option::weighted(0.2, 0..EVENTS.len()),
        prop::option::weighted(0.2, 0..EVENTS.len()),
    );
    (where_it_stands, rest).prop_map(
        |(
            (code, status, layer, threats, tiers),
            (depends_on, partial, chain, evidenced, level, voided_by, survives),
        )| Mitigation {
            code,
            status,
            layer,
            threats,
            tiers,
            depends_on,
            partial,
            chain,
            evidenced,
            level,
            voided_by,
            // Nothing survives what voids it: the reader says so.
            survives: survives.filter(|survives| voided_by != Some(*survives)),
        },
    )
}

fn event() -> impl Strategy<Value = Event> {
    (subset(6, 2), subset(5, 2), subset(8, 2), subset(6, 1))
        .prop_map(|(layers, dependencies, mitigations, kinds)| Event { layers, dependencies, mitigations, kinds })
}

fn dependency() -> impl Strategy<Value = Dependency> {
    (0..KINDS.len(), subset(5, 2), prop::bool::weighted(0.15)).prop_map(|(kind, below, failover)| Dependency {
        kind,
        below,
        failover,
    })
}

fn tier() -> impl Strategy<Value = Tier> {
    (any::<bool>(), subset(8, 2)).prop_map(|(extends, relaxes)| Tier { extends, relaxes })
}

fn spec() -> impl Strategy<Value = Spec> {
    let lists = (
        prop::collection::vec(dependency(), 0..6),
        prop::collection::vec(mitigation(), 0..8),
        prop::collection::vec(tier(), 1..4),
        1..3_usize,
        0..3_usize,
        prop::collection::vec(event(), 0..3),
    );
    lists.prop_map(|(dependencies, mitigations, tiers, threats, levels, events)| Spec {
        dependencies,
        mitigations,
        tiers,
        threats,
        levels,
        events,
    })
}

fn list<'a>(ids: impl IntoIterator<Item = &'a usize>, prefix: &str, most: usize) -> String {
    let ids: Vec<String> = ids.into_iter().filter(|at| **at < most).map(|at| format!("\"{prefix}{at}\"")).collect();
    format!("[{}]", ids.join(", "))
}

impl Spec {
    /// What a tier relaxes: of what it names, what it has, by its own name or by one that it extends. (To relax anything
    /// else is an error that the reader reports.)
    fn relaxable(&self, tier: usize) -> Vec<usize> {
        let last = self.tiers.len() - 1;
        let ancestry: Vec<usize> = (0..=tier)
            .rev()
            .scan(true, |on, at| {
                on.then(|| {
                    *on = self.tiers[at].extends && at > 0;
                    at
                })
            })
            .collect();
        let may = |at: &usize| {
            let Some(m) = self.mitigations.get(*at) else { return false };
            let named: Vec<usize> = m.tiers.iter().copied().filter(|t| *t <= last).collect();
            named.is_empty() || named.iter().any(|named| ancestry.contains(named))
        };
        self.tiers[tier].relaxes.iter().copied().filter(may).collect()
    }

    fn text(&self) -> String {
        self.text_with("", "")
    }

    fn text_with(&self, extra_tiers: &str, extra: &str) -> String {
        let mut text = String::from("[framework]\nname = \"Made\"\n");
        for (at, tier) in self.tiers.iter().enumerate() {
            writeln!(
                text,
                "[[tier]]\nid = \"t{at}\"\nrelaxes = {}",
                list(&self.relaxable(at), "m", self.mitigations.len())
            )
            .unwrap();
            if tier.extends && at > 0 {
                writeln!(text, "extends = \"t{}\"", at - 1).unwrap();
            }
        }
        text.push_str(extra_tiers);
        for at in 0..self.levels {
            writeln!(text, "[[level]]\nid = \"l{at}\"").unwrap();
        }
        for at in 0..self.threats {
            writeln!(text, "[[threat]]\nid = \"h{at}\"\nevents = [\"universal-jailbreak\"]").unwrap();
        }
        for (at, event) in self.events.iter().enumerate() {
            let words = |of: &[&str], at: &BTreeSet<usize>| {
                at.iter().map(|at| format!("\"{}\"", of[*at])).collect::<Vec<_>>().join(", ")
            };
            writeln!(
                text,
                "[[event]]\nid = \"e{at}\"\nvoids_layers = [{}]\nvoids_kinds = [{}]\nvoids_dependencies = {}\nvoids_mitigations = {}",
                words(LAYERS, &event.layers),
                words(KINDS, &event.kinds),
                list(&event.dependencies, "d", self.dependencies.len()),
                list(&event.mitigations, "m", self.mitigations.len())
            )
            .unwrap();
        }
        for (at, dependency) in self.dependencies.iter().enumerate() {
            let below: Vec<usize> = dependency.below.iter().copied().filter(|below| *below < at).collect();
            writeln!(
                text,
                "[[dependency]]\nid = \"d{at}\"\nkind = \"{}\"\ndepends_on = {}",
                KINDS[dependency.kind],
                list(&below, "d", at)
            )
            .unwrap();
            if dependency.failover {
                text.push_str("failover = \"drilled\"\n");
            }
        }
        for (at, mitigation) in self.mitigations.iter().enumerate() {
            text.push_str(&self.entry(&format!("m{at}"), mitigation));
        }
        text.push_str(extra);
        text
    }

    fn entry(&self, id: &str, m: &Mitigation) -> String {
        let mut text = format!(
            "[[mitigation]]\nid = \"{id}\"\nname = \"{}\"\ncategory = \"{}\"\nstatus = \"{}\"\nthreats = {}\npartial = {}\n",
            name_of(id),
            CODES[m.code],
            STATUSES[m.status],
            list(&m.threats, "h", self.threats),
            m.partial
        );
        let tiers = list(&m.tiers, "t", self.tiers.len());
        if tiers != "[]" {
            writeln!(text, "tiers = {tiers}").unwrap();
        }
        if let Some(layer) = m.layer {
            writeln!(text, "layer = \"{}\"", LAYERS[layer]).unwrap();
        }
        if let Some(depends_on) = &m.depends_on {
            writeln!(text, "depends_on = {}", list(depends_on, "d", self.dependencies.len())).unwrap();
        }
        if let Some(chain) = m.chain {
            writeln!(text, "chain = \"c{chain}\"").unwrap();
        }
        if let Some(level) = m.level.filter(|level| *level < self.levels) {
            writeln!(text, "level = \"l{level}\"").unwrap();
        }
        let known = |event: &usize| *event >= 2 || *event < self.events.len();
        for (key, event) in [("voided_by", m.voided_by.filter(known)), ("survives", m.survives.filter(known))] {
            if let Some(event) = event {
                writeln!(text, "{key} = [\"{}\"]", EVENTS[event]).unwrap();
            }
        }
        if m.evidenced {
            text.push_str(
                "[[mitigation.evidence]]\nkind = \"red-team\"\ntarget = \"x\"\nresult = \"met\"\ndate = 2026-06-01\n",
            );
        }
        text
    }
}

/// Names that are no ids and unlike each other, so that a renamed framework says the same and no two measures look like one.
fn name_of(id: &str) -> &'static str {
    let names = ["Abacus", "Bonfire", "Candle", "Dolphin", "Ember", "Falcon", "Glacier", "Harbour"];
    let number = id.strip_prefix('m').and_then(|digits| digits.parse::<usize>().ok());
    number.and_then(|at| names.get(at).copied()).unwrap_or("Island")
}

/// The five depths of a cell.
type Depths = [u32; 5];

/// The depth that an event leaves, and what is left.
type After = (u32, BTreeSet<String>);

/// What a framework amounts to, by names.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Snapshot {
    /// (category or threat, tier) -> depths.
    depths: BTreeMap<(String, String), Depths>,
    /// (category, tier) -> state.
    states: BTreeMap<(String, String), String>,
    /// (threat, tier) -> (depth, depth after each event and what is left).
    events: BTreeMap<(String, String), (u32, BTreeMap<String, After>)>,
    /// (category or threat, tier) -> ids of the credited.
    credited: BTreeMap<(String, String), BTreeSet<String>>,
    /// Findings by meaning.
    findings: BTreeSet<String>,
}

fn judge(text: &str) -> Snapshot {
    let reading = reader::read_text("made.framework.toml", text);
    assert!(reading.problems.is_empty(), "{:#?}\n{text}", reading.problems);
    let taxonomy = taxonomy::built_in(taxonomy::DEFAULT).unwrap();
    let (names, problems) = declared::look_up(&reading.framework, taxonomy);
    assert!(problems.is_empty());
    let mapped = |categories: &Vec<_>| Mapped {
        basis: Basis::Declared,
        categories: categories.clone(),
        confidence: Confidence::ONE,
        candidates: Vec::new(),
        doubt: None,
    };
    let mapping = Mapping { of: names.mitigations.iter().map(mapped).collect(), names, ..Mapping::default() };
    let settings = Settings::on("2026-11-21".parse().unwrap());
    let coverage = Coverage::of(&reading.framework, taxonomy, &mapping, &settings).unwrap();
    let framework = &reading.framework;
    let mut snapshot = Snapshot {
        depths: BTreeMap::new(),
        states: BTreeMap::new(),
        events: BTreeMap::new(),
        credited: BTreeMap::new(),
        findings: BTreeSet::new(),
    };
    let mut stands = |key: &(String, String), standing: &mitigap::coverage::standing::Standing<'_>| {
        let orders = standing.orders;
        snapshot.depths.insert(
            key.clone(),
            [standing.depth.order, orders.declared, orders.examined, orders.implemented, orders.evidenced],
        );
        let ids = standing.credited.iter().map(|at| framework.mitigations[*at].id.value.clone()).collect();
        snapshot.credited.insert(key.clone(), ids);
    };
    for (category, cell) in coverage.expected_cells() {
        let tier = cell.tier.map_or_else(|| "everywhere".to_owned(), |tier| framework.tiers[tier].id.value.clone());
        let key = (taxonomy.categories[category].code.to_string(), tier);
        stands(&key, &cell.standing);
        snapshot.states.insert(key, cell.state.id().to_owned());
    }
    for threat in &coverage.threats {
        for cell in &threat.cells {
            let key = (framework.threats[threat.threat].id.value.clone(), framework.tiers[cell.tier].id.value.clone());
            stands(&key, &cell.standing);
            let ids = |left: &Vec<_>| left.iter().map(|at| framework.mitigations[*at].id.value.clone()).collect();
            let after = |trial: &mitigap::coverage::event::Trial| {
                (trial.event.id(framework).to_owned(), (trial.depth, ids(&trial.left)))
            };
            let after = cell.trials.iter().map(after).collect();
            snapshot.events.insert(key, (cell.standing.depth.order, after));
        }
    }
    for finding in mitigap::checks::run(&coverage, |_| true) {
        let meaning = format!(
            "{} {:?} {:?} {:?} {:?}",
            finding.check,
            finding.category.map(|at| taxonomy.categories[at].code.clone()),
            finding.tier.map(|at| framework.tiers[at].id.value.clone()),
            finding.threat.map(|at| framework.threats[at].id.value.clone()),
            finding.mitigation.map(|at| framework.mitigations[at].id.value.clone()),
        );
        snapshot.findings.insert(meaning);
    }
    snapshot
}

/// Brute force: the smallest number of failures (mitigations or dependencies) that takes every credited mitigation out.
fn brute_force(spec: &Spec, credited: &BTreeSet<String>, in_threat: bool) -> u32 {
    let mitigations: Vec<(&String, &Mitigation)> =
        credited.iter().map(|id| (id, &spec.mitigations[id[1..].parse::<usize>().unwrap()])).collect();
    let mut failures: Vec<String> = credited.iter().cloned().collect();
    let closed: Vec<BTreeSet<usize>> = {
        let mut closed: Vec<BTreeSet<usize>> = Vec::new();
        for (at, dependency) in spec.dependencies.iter().enumerate() {
            let mut all: BTreeSet<usize> =
                dependency.below.iter().filter(|below| **below < at).flat_map(|below| closed[*below].clone()).collect();
            all.insert(at);
            closed.push(all);
        }
        closed
    };
    let default_layer = |code: &str| match code {
        "1.2.3" => Some(3),
        "2.3.4" => Some(5),
        _ => None,
    };
    let falls_with: Vec<BTreeSet<String>> = mitigations
        .iter()
        .map(|(id, m)| {
            let mut with = BTreeSet::from([(*id).clone()]);
            let stated = m.depends_on.iter().flatten().filter(|at| **at < spec.dependencies.len());
            with.extend(
                stated
                    .flat_map(|at| &closed[*at])
                    .filter(|at| !spec.dependencies[**at].failover)
                    .map(|at| format!("d{at}")),
            );
            let layer = m.layer.or(default_layer(CODES[m.code]));
            if in_threat {
                if let Some(chain) = m.chain {
                    with.insert(format!("c{chain}"));
                } else if matches!(layer, Some(3 | 5)) {
                    with.insert("detect-and-respond".to_owned());
                }
            }
            with
        })
        .collect();
    failures.extend(falls_with.iter().flatten().cloned());
    failures.sort();
    failures.dedup();
    assert!(failures.len() <= 20, "too many failures for brute force");
    (0..1_u32 << failures.len())
        .filter(|mask| {
            falls_with.iter().all(|with| {
                failures.iter().enumerate().any(|(at, failure)| mask & (1 << at) != 0 && with.contains(failure))
            })
        })
        .map(u32::count_ones)
        .min()
        .unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn depth_equals_brute_force(spec in spec()) {
        let snapshot = judge(&spec.text());
        for (key, credited) in &snapshot.credited {
            let expected = brute_force(&spec, credited, key.0.starts_with('h'));
            prop_assert_eq!(snapshot.depths[key][0], expected, "{:?} {:?}\n{}", key, credited, spec.text());
        }
    }

    #[test]
    fn each_depth_is_at_most_the_depth_of_all(spec in spec()) {
        for (key, depths) in judge(&spec.text()).depths {
            prop_assert!(depths.iter().all(|depth| *depth <= depths[0]), "{key:?} {depths:?}");
        }
    }

    #[test]
    fn adding_a_mitigation_never_lowers_a_depth(spec in spec(), more in mitigation()) {
        let before = judge(&spec.text());
        let after = judge(&spec.text_with("", &spec.entry("extra", &more)));
        for (key, depths) in before.depths {
            prop_assert!(depths.iter().zip(after.depths[&key]).all(|(old, new)| new >= *old), "{key:?} {depths:?}");
        }
    }

    #[test]
    fn adding_a_dependency_to_one_that_states_them_never_raises_a_depth(spec in spec(), at in 0..8_usize, on in 0..5_usize) {
        let mut changed = spec.clone();
        let stated = changed.mitigations.get_mut(at).and_then(|m| m.depends_on.as_mut());
        prop_assume!(stated.map(|stated| stated.insert(on)).is_some());
        let (before, after) = (judge(&spec.text()), judge(&changed.text()));
        for (key, depths) in after.depths {
            prop_assert!(depths.iter().zip(before.depths[&key]).all(|(new, old)| *new <= old), "{key:?} {depths:?}");
        }
    }

    #[test]
    fn a_copy_that_rests_on_the_same_never_raises_a_depth_where_the_first_is_credited(spec in spec(), at in 0..8_usize) {
        let Some(copy) = spec.mitigations.get(at).cloned() else { return Ok(()) };
        let shared = copy.depends_on.iter().flatten().any(|d| spec.dependencies.get(*d).is_some_and(|d| !d.failover));
        prop_assume!(shared);
        let before = judge(&spec.text());
        let after = judge(&spec.text_with("", &spec.entry("copy", &copy)));
        for (key, credited) in &before.credited {
            if credited.contains(&format!("m{at}")) {
                prop_assert_eq!(before.depths[key], after.depths[key], "{:?}", key);
            }
        }
    }

    #[test]
    fn an_event_never_raises_a_depth(spec in spec()) {
        let snapshot = judge(&spec.text());
        for (key, (before, after)) in &snapshot.events {
            for (depth, left) in after.values() {
                prop_assert!(depth <= before, "{key:?}");
                prop_assert!(left.is_subset(&snapshot.credited[key]), "{key:?}");
                prop_assert_eq!(*depth, brute_force(&spec, left, true), "{:?} {:?}\n{}", key, left, spec.text());
            }
        }
    }

    #[test]
    fn a_tier_that_only_extends_equals_its_parent(spec in spec(), parent in 0..3_usize) {
        prop_assume!(parent < spec.tiers.len());
        let snapshot = judge(&spec.text_with(&format!("[[tier]]\nid = \"child\"\nextends = \"t{parent}\"\n"), ""));
        for ((row, tier), depths) in &snapshot.depths {
            if tier == "child" {
                let key = (row.clone(), format!("t{parent}"));
                prop_assert_eq!(depths, &snapshot.depths[&key]);
                prop_assert_eq!(snapshot.states.get(&(row.clone(), tier.clone())), snapshot.states.get(&key));
            }
        }
    }

    #[test]
    fn the_order_of_entries_changes_no_state_depth_or_finding(spec in spec(), order in prop::collection::vec(any::<u32>(), 40)) {
        let (text, turned) = (spec.text(), in_another_order(&spec.text(), &order));
        prop_assert_eq!(judge(&text), judge(&turned), "{}", turned);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn renaming_changes_nothing_but_names_and_order(spec in spec()) {
        let text = spec.text();
        let before = canonical(&reported(&text), &other_name);
        let after = canonical(&reported(&renamed(&text)), &str::to_owned);
        prop_assert_eq!(before, after, "{}", text);
    }
}

/// The entries of a text in another order; levels rise as they stand, and so stay.
fn in_another_order(text: &str, order: &[u32]) -> String {
    let mut blocks: Vec<String> = Vec::new();
    for line in text.lines() {
        if line.starts_with("[[") && !line.starts_with("[[mitigation.") || blocks.is_empty() {
            blocks.push(String::new());
        }
        writeln!(blocks.last_mut().unwrap(), "{line}").unwrap();
    }
    let (head, rest) = blocks.split_first().unwrap();
    let (levels, mut rest): (Vec<&String>, Vec<&String>) =
        rest.iter().partition(|block| block.starts_with("[[level]]"));
    let mut by = order.iter().cycle();
    rest.sort_by_cached_key(|_| by.next());
    std::iter::once(head).chain(levels).chain(rest).map(String::as_str).collect()
}

/// A text with other ids: what stands in quotes.
fn renamed(text: &str) -> String {
    let mut renamed = String::new();
    let mut quoted = text.split('"');
    while let Some(outside) = quoted.next() {
        renamed.push_str(outside);
        let Some(inside) = quoted.next() else { break };
        write!(renamed, "\"{}\"", other_name(inside)).unwrap();
    }
    renamed
}

/// The whole report of a text as JSON.
fn reported(text: &str) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("framework.toml");
    std::fs::write(&path, text).unwrap();
    let request = support::request(path);
    let loaded = support::load(&request);
    let report = loaded.report();
    let mut bytes = Vec::new();
    (mitigap::render::find("json").unwrap().render)(&report, &mut bytes).unwrap();
    serde_json::from_slice::<Value>(&bytes).unwrap()["frameworks"][0].take()
}

/// A report without order and places: ids under the names `name` gives, lists sorted, sentences without the ids in them (which
/// witness a sentence quotes hangs on names), and of witnesses only how many where more than are listed could be chosen.
fn canonical(value: &Value, name: &dyn Fn(&str) -> String) -> Value {
    match value {
        Value::String(text) => Value::String(name(text)),
        Value::Array(items) => {
            let mut items: Vec<Value> = items.iter().map(|item| canonical(item, name)).collect();
            items.sort_by_cached_key(Value::to_string);
            Value::Array(items)
        }
        Value::Object(keys) => {
            let hangs_on_text = ["place", "fingerprint", "sha256", "path", "files", "mapping"];
            let kept = keys.iter().filter(|(key, _)| !hangs_on_text.contains(&key.as_str()));
            let each = kept.map(|(key, value)| match (key.as_str(), value) {
                ("message" | "help" | "label", Value::String(text)) => (key.clone(), Value::String(without_ids(text))),
                ("cut_sets", Value::Array(sets)) if sets.len() >= 5 => (key.clone(), Value::from(sets.len())),
                _ => (key.clone(), canonical(value, name)),
            });
            Value::Object(each.collect())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
    }
}

/// The words of a sentence in the order of letters, every id as its kind alone: lists in a sentence may be in the order of ids.
fn without_ids(text: &str) -> String {
    let words = text.split_inclusive(|c: char| !c.is_alphanumeric());
    let kept: String = words
        .map(|word| {
            let id = word.trim_end_matches(|c: char| !c.is_alphanumeric());
            let rest = &word[id.len()..];
            let made = is_made(id) || is_made(&id.replacen('x', "", 1));
            if made { format!("{}?{rest}", &id[..1]) } else { word.to_owned() }
        })
        .collect();
    let mut words: Vec<&str> = kept.split_whitespace().map(|word| word.trim_end_matches(',')).collect();
    words.sort_unstable();
    words.join(" ")
}

/// Whether a word is an id that a made framework has.
fn is_made(id: &str) -> bool {
    id.starts_with(['m', 'd', 't', 'h', 'c', 'l', 'e']) && id.len() > 1 && id[1..].bytes().all(|c| c.is_ascii_digit())
}

/// Ids of the made frameworks under other names that sort the other way round; any other word as it is.
fn other_name(id: &str) -> String {
    let digits = id.get(1..).unwrap_or_default();
    match (id.chars().next(), digits.parse::<u32>()) {
        (Some(kind @ ('m' | 'd' | 't' | 'h' | 'c' | 'l' | 'e')), Ok(number)) => format!("{kind}x{}", 99 - number),
        _ => id.to_owned(),
    }
}
