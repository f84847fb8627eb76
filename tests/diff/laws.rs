//! What holds of any two frameworks.

use super::{changes, of, support};
use proptest::prelude::*;
use serde_json::Value;
use std::fmt::Write as _;

/// What can be turned round: a change against a removed tier, an added one or an actor has no mirror of its own direction.
fn has_a_mirror(change: &Value) -> bool {
    !["tier-added", "tier-removed", "actor-changed"].contains(&change["kind"].as_str().unwrap())
}

fn count(diff: &Value, direction: &str) -> usize {
    let going = |change: &&Value| change["direction"] == direction && has_a_mirror(change);
    changes(diff).iter().filter(going).count()
}

#[test]
fn every_fixture_held_against_itself_shows_nothing() {
    for folder in support::fixtures() {
        if folder.starts_with("fixtures/hostile/invalid") {
            continue;
        }
        let path = folder.join("framework.toml");
        let path = path.to_str().unwrap();
        let diff = of(path, path);
        assert_eq!((&diff["verdict"], diff["same"].as_u64()), (&Value::from("same"), Some(1)), "{path}: {diff}");
    }
}

/// A small framework over two tiers, two threats and three dependencies.
#[derive(Debug, Clone)]
struct Small {
    entries: Vec<(usize, u8, u8, u8, u8, u8)>,
    nested: bool,
}

const CATEGORIES: [&str; 4] = ["1.2.1", "1.2.3", "2.3.3", "2.1.3"];
const STATUSES: [&str; 4] = ["idea", "planned", "implemented", "retired"];

impl Small {
    fn text(&self) -> String {
        let mut text =
            "[framework]\nname = \"x\"\n[[tier]]\nid = \"a\"\n[[tier]]\nid = \"b\"\n[[threat]]\nid = \"t\"\n\
                        [[threat]]\nid = \"u\"\n[[dependency]]\nid = \"d0\"\n[[dependency]]\nid = \"d1\"\n"
                .to_owned();
        text.push_str("[[dependency]]\nid = \"d2\"\n");
        if self.nested {
            text.push_str("depends_on = [\"d0\"]\n");
        }
        for (at, (category, status, threats, tiers, rests, states)) in self.entries.iter().enumerate() {
            let list = |bits: u8, names: &[&str]| {
                let named = names.iter().enumerate().filter(|(bit, _)| bits & (1 << bit) != 0);
                named.map(|(_, name)| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
            };
            let (category, status) = (CATEGORIES[*category], STATUSES[usize::from(*status)]);
            let _ =
                write!(text, "[[mitigation]]\nid = \"m{at}\"\nname = \"Measure {at}\"\ncategory = \"{category}\"\n");
            let _ = writeln!(text, "status = \"{status}\"");
            for (key, bits, names) in [("threats", *threats, ["t", "u"]), ("tiers", *tiers, ["a", "b"])] {
                if bits > 0 {
                    let _ = writeln!(text, "{key} = [{}]", list(bits, &names));
                }
            }
            if *states > 0 {
                let _ = writeln!(text, "depends_on = [{}]", list(*rests, &["d0", "d1", "d2"]));
            }
        }
        text
    }
}

fn small() -> impl Strategy<Value = Small> {
    let entry = (0..CATEGORIES.len(), 0..4_u8, 0..4_u8, 0..4_u8, 0..8_u8, 0..3_u8);
    (prop::collection::vec(entry, 0..6), any::<bool>()).prop_map(|(entries, nested)| Small { entries, nested })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_worse_one_way_is_better_the_other(one in small(), other in small()) {
        let (there, back) = (super::of_texts(&one.text(), &other.text()), super::of_texts(&other.text(), &one.text()));
        prop_assert_eq!(count(&there, "regression"), count(&back, "improvement"), "{}\n{}", there, back);
        prop_assert_eq!(count(&there, "improvement"), count(&back, "regression"), "{}\n{}", there, back);
    }

    #[test]
    fn the_order_of_entries_is_no_change(one in small()) {
        let text = one.text();
        let (head, entries) = text.split_at(text.find("[[mitigation]]").unwrap_or(text.len()));
        let turned: String = entries.split("[[mitigation]]").skip(1).collect::<Vec<_>>().into_iter().rev()
            .map(|entry| format!("[[mitigation]]{entry}")).collect();
        let diff = super::of_texts(&text, &format!("{head}{turned}"));
        prop_assert_eq!(&diff["verdict"], "same", "{}", diff);
    }
}
