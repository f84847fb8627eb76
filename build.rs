//! Packs the data of the project into the binary, so that nothing is parsed at start.

#[path = "src/taxonomy/pack.rs"]
mod pack_taxonomy;

#[allow(dead_code, unreachable_pub)]
#[path = "src/mapping/pack.rs"]
mod pack_model;

use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    pack_model::run(&root, &out)?;
    pack_taxonomy::run(&root, &out)
}
