//! What mapping one mitigation costs: `cargo bench --bench mapping`.

use divan::Bencher;
use divan::counter::ItemsCount;
use mitigap::mapping::Mapper;
use mitigap::taxonomy;

/// Names and descriptions of about 40 words together.
const TEXTS: &[(&str, &str)] = &[
    (
        "Encryption of model weights",
        "Weights are encrypted at rest and in transit with keys that only a hardware security module holds, and they are \
         decrypted solely inside attested accelerators, so that neither an administrator nor a stolen disk gives anyone \
         a usable copy of them",
    ),
    (
        "Tiered access to dual-use answers",
        "Customers who show an affiliation with a recognised laboratory may ask for answers on pathogens that everyone \
         else is refused; a committee looks at each application, keeps a register, and withdraws the permission when \
         use and stated purpose differ",
    ),
    (
        "Review of flagged conversations",
        "Analysts read a sample of the conversations that the classifier flagged during the last day, decide whether an \
         account is to be warned or closed, and hand what may be a crime to the team that speaks with the authorities",
    ),
    (
        "Uplift trials before release",
        "Before a model leaves the laboratory, groups of novices and of experts try planned tasks with and without its \
         help, and the difference is compared with the threshold that the risk committee set a year earlier for harm of \
         this kind",
    ),
];

fn main() {
    divan::main();
}

#[divan::bench]
fn start() -> Option<Mapper> {
    Mapper::built_in(taxonomy::built_in("airi-2026")?)
}

#[divan::bench]
fn read(bencher: Bencher<'_, '_>) {
    let mapper = taxonomy::built_in("airi-2026").and_then(Mapper::built_in);
    bencher.counter(ItemsCount::new(TEXTS.len())).bench(|| {
        let answers = |mapper: &Mapper| {
            TEXTS.iter().map(|(name, description)| mapper.read(name, Some(description)).confidence).max()
        };
        mapper.as_ref().and_then(answers)
    });
}
