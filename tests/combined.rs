//! How often `combined-entry` names parts where there are several measures, and where there is one.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

use mitigap::framework::reader;
use mitigap::mapping::{Mapper, assign, declared};
use mitigap::taxonomy;

/// How many of these entries are taken apart, with what was found.
fn apart(texts: &[(String, String)]) -> Vec<String> {
    let taxonomy = taxonomy::built_in(taxonomy::DEFAULT).unwrap();
    let mapper = Mapper::built_in(taxonomy).unwrap();
    let entries = texts.iter().enumerate().map(|(at, (name, description))| {
        format!("[[mitigation]]\nid = \"m{at}\"\nname = '''{name}'''\ndescription = '''{description}'''\n")
    });
    let text = format!("[framework]\nname = \"X\"\n{}", entries.collect::<String>());
    let reading = reader::read_text("f.toml", &text);
    assert!(reading.problems.is_empty(), "{:#?}", reading.problems);
    let (names, _) = declared::look_up(&reading.framework, taxonomy);
    let mapping = assign::assign(&reading.framework, taxonomy, names, &mapper, None);
    let told = mapping.parts.iter().map(|(at, parts)| {
        let parts = parts.iter().map(|part| format!("{} <- {}", taxonomy.categories[part.category].code, part.text));
        format!("{}: {}", texts[at.at()].0, parts.collect::<Vec<_>>().join(" | "))
    });
    told.collect()
}

/// What single measures say, so that two of them make an entry that holds two.
const MEASURES: [(&str, &str); 14] = [
    ("Weight encryption", "The weights of frontier models are encrypted at rest with keys in an HSM"),
    ("Red teaming", "an outside red team attacks the model for four weeks before release"),
    ("Output filter", "a classifier blocks harmful answers before they reach the user"),
    ("Data filtering", "texts on weapons development are removed from the pre-training corpus"),
    ("Incident response", "an on-call team contains incidents within four hours"),
    ("Board approval", "the board of directors approves every deployment above the threshold"),
    ("System card", "a system card with capabilities and limits is published with each release"),
    ("Refusal training", "the model is trained with reinforcement learning to refuse harmful requests"),
    ("Risk assessment", "a risk assessment with threat modelling is done before training starts"),
    ("Identity checks", "customers prove their identity before they get access to the API"),
    ("Staged release", "new models are released in stages, first to a small group of trusted users"),
    ("Log review", "usage logs are kept and reviewed for patterns of misuse"),
    ("Sandboxed agents", "agents run in sandboxed containers without network access"),
    ("External audit", "independent auditors check compliance with this framework every year"),
];

#[test]
fn entries_of_two_measures_are_taken_apart_and_others_are_left_whole() {
    let mut two = Vec::new();
    for (at, (name, one)) in MEASURES.iter().enumerate() {
        for (step, join) in [(1, ", and "), (3, ". "), (5, "; ")] {
            let (other_name, other) = MEASURES[(at + step) % MEASURES.len()];
            two.push((format!("{name} and {other_name}"), format!("{one}{join}{other}.")));
        }
    }
    let found = apart(&two);
    println!("taken apart: {} of {} entries that hold two measures", found.len(), two.len());
    let text = std::fs::read_to_string("fixtures/pairs/duplicates.tsv").unwrap();
    let fields = text.lines().map(|line| line.split('\t').map(str::to_owned).collect::<Vec<_>>());
    let whole: Vec<_> = fields
        .flat_map(|f| [(f[1].clone(), f[2].clone()), (f[3].clone(), f[4].clone())])
        .collect::<std::collections::BTreeSet<_>>()
        .into_iter()
        .collect();
    let wrong = apart(&whole);
    println!("taken apart: {} of {} entries that hold one\n{}", wrong.len(), whole.len(), wrong.join("\n"));
    assert!(found.len() * 10 >= two.len() * 4, "{} of {}", found.len(), two.len());
    assert!(wrong.len() * 40 <= whole.len(), "{} of {}:\n{}", wrong.len(), whole.len(), wrong.join("\n"));
}
