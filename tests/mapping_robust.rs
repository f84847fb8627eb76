//! The built-in mapper on plain, odd and hostile texts.
#![allow(clippy::expect_used)]

use mitigap::mapping::{Answer, Mapper};
use mitigap::taxonomy::{self, Taxonomy};

fn built_in() -> (&'static Taxonomy, Mapper) {
    let taxonomy = taxonomy::built_in("airi-2026").expect("built in");
    (taxonomy, Mapper::built_in(taxonomy).expect("compiled in"))
}

fn first(taxonomy: &Taxonomy, answer: &Answer) -> String {
    let code = answer.candidates.first().and_then(|candidate| candidate.category);
    code.map_or_else(|| "NONE".to_owned(), |at| taxonomy.categories[at].code.to_string())
}

#[test]
fn plain_measures_are_recognised() {
    let (taxonomy, mapper) = built_in();
    for (name, description, code) in [
        ("Weight encryption", "Weights are encrypted at rest with keys held in an HSM.", "1.2.4"),
        ("Pre-training data filtering", "Classifiers take weapons text out of the corpus.", "1.1.1"),
        ("Refusal training", "The model is fine-tuned to decline harmful requests.", "1.1.2"),
        ("Output classifier", "A classifier blocks harmful answers before users see them.", "1.2.1"),
        ("Red teaming", "Experts attack the model before release to find dangerous behaviour.", "2.2.2"),
        ("Incident response plan", "Who is called, how the service is contained and restored.", "2.3.4"),
    ] {
        let answer = mapper.read(name, Some(description));
        assert_eq!(first(taxonomy, &answer), code, "{name}");
        assert!(answer.confidence >= mapper.accept(), "{name}: {:?}", answer.confidence);
    }
}

#[test]
fn what_cannot_be_judged_is_not_accepted() {
    let (_, mapper) = built_in();
    let german = "Die Gewichte des Modells werden verschlüsselt gespeichert und nur nach Freigabe geladen.";
    for text in ["", "zzyzx", "...", "\u{0}\u{202e}", "Шифрование весов модели", german, "模型权重加密"]
    {
        for (name, description) in [(text, None), (text, Some(text))] {
            let answer = mapper.read(name, description);
            assert!(answer.confidence < mapper.accept(), "{text}");
            assert!(answer.candidates.len() >= 3);
        }
    }
}

#[test]
fn reasons_add_up_to_the_score() {
    let (_, mapper) = built_in();
    let (name, description) = ("Weight encryption", Some("Weights are encrypted at rest with keys held in an HSM."));
    let answer = mapper.read(name, description);
    let score = |at: usize| -> i32 {
        let category = answer.candidates.get(at).and_then(|candidate| candidate.category);
        mapper.why(name, description, category).iter().map(|term| term.weight).sum()
    };
    assert!(score(0) > score(1) && score(1) >= score(2));
}

#[test]
fn one_typo_in_a_long_word_is_forgiven_and_two_are_not() {
    let (taxonomy, mapper) = built_in();
    let read = |name: &str| mapper.read(name, None);
    let right = read("Encryption");
    assert_eq!(first(taxonomy, &right), "1.2.4");
    for typo in ["Encrypton", "Encryyption", "Encrjption", "Encrpytion"] {
        assert_eq!(read(typo).candidates, right.candidates, "{typo}");
    }
    for other in ["Encjyptjon", "Xncryption"] {
        assert_ne!(read(other).candidates, right.candidates, "{other}: the first letter is taken to be right");
    }
}
