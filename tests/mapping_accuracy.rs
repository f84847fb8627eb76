//! How right the mapper is on frameworks that it was not trained on.

#[path = "../examples/train.rs"]
#[allow(dead_code, unreachable_pub)]
mod train;

use mitigap::mapping::eval::Figures;
use mitigap::mapping::pack;
use mitigap::taxonomy;

#[test]
fn frameworks_held_out_are_mapped_right_at_least_85_times_in_100() {
    let taxonomy = taxonomy::built_in("airi-2026").expect("built in");
    let figures = Figures::of(&train::held_out(taxonomy, &train::everything(train::root()).expect("examples")));
    println!("{figures}");
    assert!(figures.texts >= 117);
    assert!(figures.accept_at_1.share >= 0.85, "{figures}");
}

#[test]
fn the_model_is_what_the_trainer_writes() {
    let taxonomy = taxonomy::built_in("airi-2026").expect("built in");
    let written = pack::write(&train::trained(taxonomy, train::everything(train::root()).expect("examples")));
    let kept = std::fs::read_to_string(train::root().join(train::MODEL)).expect("the model");
    assert!(written == kept, "run `cargo run --release --example train`");
}
