//! Packs the taxonomies and the model into the binary.

fn main() {}
