//! Every key of the format ends up where it belongs.

use super::{HEAD, problems};
use mitigap::framework::event::BuiltInEvent;
use mitigap::framework::reader::{Reading, keys, read_text};
use mitigap::framework::{EventRef, TierSource, WantedDepth};
use mitigap::vocabulary::{Actor, DependencyKind, Evaluator, EvidenceKind, Exposure, Layer, Outcome, Status};

/// A framework that uses every key.
const FULL: &str = r#"
schema = 1
include = []

[framework]
name = "Northwind"
version = "0.4-draft"
date = 2026-11-01
taxonomy = "airi-2026"
actor = "deployer"

[scope]
include = [{ category = "1.2.6", reason = "we do" }]
exclude = [{ category = "1.2.5", reason = "text only", owner = "lead", expires = 2027-06-30 }]

[[level]]
id = "low"
[[level]]
id = "high"
name = "High capability"
threshold = "meaningful uplift"

[[tier]]
id = "api"
name = "General API"
exposure = "external"
[[tier]]
id = "bio"
extends = "api"
relaxes = ["refusal"]
compensates = ["kyc"]

[[threat]]
id = "cbrn"
name = "Weapons"
domain = "4.2"
adversarial = true
tiers = ["api", "bio"]
depth = 3
events = ["outage", "weights-stolen"]
[[threat]]
id = "other"
depth = "sl5"

[[dependency]]
id = "guard"
name = "Guard model"
kind = "model"
depends_on = ["cluster"]
failover = "two regions"
[[dependency]]
id = "cluster"

[[event]]
id = "outage"
name = "Outage"
voids_dependencies = ["guard"]
voids_layers = ["block"]
voids_categories = ["1.2.2"]
voids_mitigations = ["kyc"]
voids_kinds = ["host"]

[[mitigation]]
id = "refusal"
name = "Refusal training"
description = "The model declines."
category = "1.1.3"
confirmed = "9f2c11ab"
status = "implemented"
due = 2027-01-31
level = "high"
threats = ["cbrn"]
tiers = ["api"]
layer = "shape"
partial = true
chain = "desk"
comprises = ["kyc"]
depends_on = ["guard"]
voided_by = ["outage"]
survives = ["log-loss"]
stage = "deploy"
actor = "developer"
function = "manage"
owner = "team"
review_by = 2027-03-01
source = "section 4.2"
  [[mitigation.evidence]]
  kind = "red-team"
  with = ["kyc"]
  by = "external"
  target = "none"
  result = "met"
  date = 2026-05-02
  tiers = ["api"]
  ref = "a.pdf"

[[mitigation]]
id = "kyc"
name = "Know your customer"
category = ["2.1", "2.2"]
depends_on = []

[[waiver]]
check = "missing"
category = "2.4.1"
tier = "api"
threat = "cbrn"
mitigation = "kyc"
reason = "parent company"
owner = "lead"
expires = 2027-06-30
"#;

fn full() -> Reading {
    let reading = read_text("x.toml", FULL);
    assert_eq!(problems(&reading), []);
    reading
}

#[test]
fn the_full_example_uses_every_key_of_the_format() {
    for kind in [&keys::ROOT, &keys::FRAMEWORK, &keys::SCOPE].iter().chain(keys::LISTS) {
        for key in kind.keys {
            assert!(FULL.contains(&format!("{key} =")) || FULL.contains(&format!("{key}]")), "{} {key}", kind.what);
        }
    }
}

#[test]
fn head_scope_levels_and_tiers_are_read() {
    let f = full().framework;
    let head = &f.head;
    assert_eq!((head.name.value.as_str(), head.version.as_ref().unwrap().value.as_str()), ("Northwind", "0.4-draft"));
    assert_eq!((head.date.unwrap().value.to_string().as_str(), head.actor), ("2026-11-01", Actor::Deployer));
    assert_eq!(head.taxonomy.as_ref().unwrap().value, "airi-2026");
    assert_eq!((f.scope.include.len(), f.scope.exclude.len()), (1, 1));
    let out = &f.scope.exclude[0];
    assert_eq!((out.category.value.as_str(), out.reason.as_ref().unwrap().value.as_str()), ("1.2.5", "text only"));
    assert_eq!((out.owner.as_ref().unwrap().value.as_str(), out.expires.unwrap().value.year()), ("lead", 2027));
    let levels: Vec<_> = f.levels.iter().collect();
    assert_eq!((levels[0].name.as_str(), levels[1].name.as_str()), ("low", "High capability"));
    assert_eq!(levels[1].threshold.as_ref().unwrap().value, "meaningful uplift");
    let tiers: Vec<_> = f.tiers.iter().collect();
    assert_eq!(
        (f.tier_source, tiers[0].exposure, tiers[1].exposure),
        (TierSource::Declared, Some(Exposure::External), None)
    );
    assert_eq!((tiers[0].name.as_str(), tiers[1].name.as_str()), ("General API", "bio"));
    assert_eq!(f.tiers[tiers[1].extends.unwrap().value].id.value, "api");
    assert_eq!(f.mitigations[tiers[1].relaxes[0].value].id.value, "refusal");
    assert_eq!(f.mitigations[tiers[1].compensates[0].value].id.value, "kyc");
}

#[test]
fn threats_dependencies_events_and_waivers_are_read() {
    let f = full().framework;
    let threats: Vec<_> = f.threats.iter().collect();
    assert_eq!((threats[0].name.as_str(), threats[1].name.as_str()), ("Weapons", "other"));
    assert_eq!((threats[0].domain.as_ref().unwrap().value.as_str(), threats[0].adversarial), ("4.2", Some(true)));
    assert_eq!(threats[0].tiers.len(), 2);
    assert_eq!(threats[0].depth.unwrap().value, WantedDepth::Layers(3));
    assert_eq!(threats[1].depth.unwrap().value, WantedDepth::Sl5);
    let own = EventRef::Own(f.events.handles().next().unwrap());
    let named: Vec<_> = threats[0].events.iter().map(|event| event.value).collect();
    assert_eq!(named, [own, EventRef::BuiltIn(BuiltInEvent::WeightsStolen)]);
    let guard = f.dependencies.iter().next().unwrap();
    assert_eq!((guard.name.as_str(), guard.kind), ("Guard model", DependencyKind::Model));
    assert_eq!(guard.failover.as_ref().unwrap().value, "two regions");
    assert_eq!(f.dependencies[guard.depends_on[0].value].kind, DependencyKind::Other);
    let event = f.events.iter().next().unwrap();
    assert_eq!((event.name.as_str(), event.voids_layers[0].value), ("Outage", Layer::Block));
    assert_eq!(f.dependencies[event.voids_dependencies[0].value].id.value, "guard");
    assert_eq!((event.voids_categories[0].value.as_str(), event.voids_kinds[0].value), ("1.2.2", DependencyKind::Host));
    assert_eq!(f.mitigations[event.voids_mitigations[0].value].id.value, "kyc");
    let waiver = f.waivers.iter().next().unwrap();
    assert_eq!((waiver.check.value.as_str(), waiver.reason.value.as_str()), ("missing", "parent company"));
    assert_eq!((waiver.owner.value.as_str(), waiver.expires.value.to_string().as_str()), ("lead", "2027-06-30"));
    assert_eq!(waiver.category.as_ref().unwrap().value, "2.4.1");
    assert!(waiver.tier.is_some() && waiver.threat.is_some() && waiver.mitigation.is_some());
}

#[test]
fn mitigations_and_their_evidence_are_read() {
    let reading = full();
    let f = &reading.framework;
    let all: Vec<_> = f.mitigations.iter().collect();
    let (m, kyc) = (all[0], all[1]);
    let text = |text: &Option<mitigap::source::Located<String>>| text.as_ref().unwrap().value.clone();
    assert_eq!((m.name.value.as_str(), text(&m.description).as_str()), ("Refusal training", "The model declines."));
    assert_eq!((m.categories[0].value.as_str(), text(&m.confirmed).as_str()), ("1.1.3", "9f2c11ab"));
    assert_eq!((m.status.value, m.status_stated, m.partial), (Status::Implemented, true, true));
    assert_eq!(
        (m.due.unwrap().value.to_string(), m.review_by.unwrap().value.to_string()),
        ("2027-01-31".into(), "2027-03-01".into())
    );
    assert_eq!(f.levels[m.level.unwrap().value].id.value, "high");
    assert_eq!((m.threats.len(), m.tiers.len(), m.layer.unwrap().value), (1, 1, Layer::Shape));
    assert_eq!(f.mitigations[m.comprises[0].value].id.value, "kyc");
    assert_eq!(m.depends_on.as_ref().unwrap().len(), 1);
    assert_eq!((m.voided_by.len(), m.survives[0].value), (1, EventRef::BuiltIn(BuiltInEvent::LogLoss)));
    let words = [&m.chain, &m.stage, &m.actor, &m.function, &m.owner, &m.source].map(text);
    assert_eq!(words, ["desk", "deploy", "developer", "manage", "team", "section 4.2"]);
    let e = &m.evidence[0];
    assert_eq!((e.kind.value, e.by, e.result), (EvidenceKind::RedTeam, Evaluator::External, Outcome::Met));
    assert_eq!((text(&e.target).as_str(), text(&e.reference).as_str(), e.tiers.len()), ("none", "a.pdf", 1));
    assert_eq!((e.date.unwrap().value.to_string().as_str(), e.with[0].value), ("2026-05-02", m.comprises[0].value));
    assert_eq!(reading.sources.text(e.span), "[[mitigation.evidence]]");
    assert_eq!((kyc.categories.len(), kyc.status_stated, kyc.depends_on.as_ref().map(Vec::len)), (2, false, Some(0)));
    assert_eq!((kyc.status.value, kyc.evidence.len(), kyc.description.is_none()), (Status::Planned, 0, true));
    assert_eq!(reading.sources.text(kyc.span), "[[mitigation]]");
    assert_eq!(reading.sources.text(kyc.name.span), "\"Know your customer\"");
}

#[test]
fn without_declared_tiers_there_are_two_or_one() {
    let tiers = |text: &str| {
        let reading = read_text("x.toml", &format!("{HEAD}{text}"));
        assert_eq!(problems(&reading), []);
        let shown = |tier: &mitigap::framework::Tier| {
            (tier.id.value.clone(), tier.name.clone(), tier.exposure, reading.sources.text(tier.span).to_owned())
        };
        (reading.framework.tier_source, reading.framework.tiers.iter().map(shown).collect::<Vec<_>>())
    };
    let (source, one) = tiers("[[mitigation]]\nid = \"a\"\nname = \"A\"\n");
    assert_eq!(source, TierSource::Unstated);
    assert_eq!(one, [("everywhere".into(), "Everywhere".into(), None, "[framework]".into())]);
    let two = |internal: &str, external: &str| {
        [
            ("internal".to_owned(), "Internal use".to_owned(), Some(Exposure::Internal), internal.to_owned()),
            ("external".to_owned(), "External use".to_owned(), Some(Exposure::External), external.to_owned()),
        ]
    };
    let text = "[[mitigation]]\nid = \"a\"\nname = \"A\"\ntiers = [\"external\"]\n[[threat]]\nid = \"t\"\ntiers = ['external']\n";
    assert_eq!(tiers(text), (TierSource::Implied, two("\"external\"", "\"external\"").to_vec()));
    let text = "[[threat]]\nid = \"t\"\ntiers = ['external', \"internal\"]\n";
    assert_eq!(tiers(text), (TierSource::Implied, two("\"internal\"", "'external'").to_vec()));
}

#[test]
fn entries_may_be_written_in_any_way_toml_has() {
    let same = [
        "[framework]\nname = \"F\"\n[[mitigation]]\nid = \"a\"\nname = \"A\"\nevidence = [{ kind = \"audit\" }]\n",
        "framework.name = \"F\"\nmitigation = [{ id = \"a\", name = \"A\", evidence = [{ kind = \"audit\" }] }]\n",
        "[[\"mitigation\"]]\r\n\t\"id\"\t=\t'a'\r\n\tname = \"\"\"A\"\"\"\r\n\t[['mitigation'.evidence]]\r\n\tkind = \"audit\"\r\n[ framework ]\r\n'name' = \"F\"\r\n",
        "\u{feff}framework = { name = \"\\u0046\" }\nmitigation = [ # all\n  { id = \"a\", name = \"A\",\n evidence = [{ kind = 'audit' }] },\n]",
    ];
    for text in same {
        let reading = read_text("x.toml", text);
        assert_eq!(problems(&reading), [], "{text}");
        let f = &reading.framework;
        let m = f.mitigations.iter().next().unwrap();
        assert_eq!((f.head.name.value.as_str(), m.id.value.as_str(), m.name.value.as_str()), ("F", "a", "A"));
        assert_eq!(m.evidence[0].kind.value, EvidenceKind::Audit);
        assert_eq!(reading.sources.text(m.id.span).trim_matches(['"', '\'']), "a");
    }
}
