//! Trains the built-in mapper: `cargo run --release --example train` writes `taxonomy/airi-2026.model.tsv`,
//! the same bytes every time. With `--evaluate` it measures instead, on texts held out of training, and writes
//! `docs/accuracy.md`.

pub mod accuracy;

use mitigap::mapping::pack;
use mitigap::mapping::training::{self, Example, Settings, data};
use mitigap::taxonomy::{self, Taxonomy};
use std::error::Error;
use std::fs;
use std::path::Path;

/// The file that is written.
pub const MODEL: &str = "taxonomy/airi-2026.model.tsv";

fn main() -> Result<(), Box<dyn Error>> {
    let taxonomy = taxonomy::built_in("airi-2026").ok_or("the taxonomy is not built in")?;
    let examples = everything(root())?;
    if std::env::args().any(|argument| argument == "--evaluate") {
        fs::write(root().join(accuracy::PAGE), accuracy::page(&accuracy::measure(taxonomy, &examples)))?;
        return Ok(());
    }
    fs::write(root().join(MODEL), pack::write(&trained(taxonomy, &examples)))?;
    Ok(())
}

/// The folder of the project.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The model of the taxonomy and these examples.
pub fn trained(taxonomy: &Taxonomy, examples: &[Example]) -> pack::Source {
    training::of_taxonomy(taxonomy, examples, &Settings::default())
}

/// The examples and the labelled frameworks.
///
/// # Errors
/// The file that cannot be read, or its line that is not an example.
pub fn everything(root: &Path) -> Result<Vec<Example>, Box<dyn Error>> {
    let text = fs::read_to_string(root.join("taxonomy/airi-2026.examples.tsv"))?;
    let mut all = data::examples(&text).map_err(|line| format!("line {line} of the examples has not four fields"))?;
    let mut folders: Vec<_> = fs::read_dir(root.join("fixtures/published"))?.collect::<Result<_, _>>()?;
    folders.sort_by_key(fs::DirEntry::file_name);
    for folder in folders {
        let origin = folder.file_name().to_string_lossy().into_owned();
        let text = fs::read_to_string(folder.path().join("labels.jsonl"))?;
        all.extend(data::labelled(&text, &origin).map_err(|(line, error)| format!("{origin}, line {line}: {error}"))?);
    }
    Ok(all)
}
