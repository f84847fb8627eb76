//! Trains the built-in mapper: `cargo run --release --example train` writes `taxonomy/airi-2026.model.tsv`,
//! the same bytes every time. With `--evaluate` it measures instead, each framework held out in turn.

use mitigap::mapping::Mapper;
use mitigap::mapping::eval::{Case, Figures};
use mitigap::mapping::pack;
use mitigap::mapping::training::{self, Example, Origin, Settings, data};
use mitigap::taxonomy::{self, Taxonomy};
use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::io::Write as _;
use std::path::Path;

/// The file that is written.
pub const MODEL: &str = "taxonomy/airi-2026.model.tsv";

fn main() -> Result<(), Box<dyn Error>> {
    let taxonomy = taxonomy::built_in("airi-2026").ok_or("the taxonomy is not built in")?;
    let examples = everything(root())?;
    if std::env::args().any(|argument| argument == "--evaluate") {
        write!(std::io::stdout(), "{}", Figures::of(&held_out(taxonomy, &examples)))?;
        return Ok(());
    }
    fs::write(root().join(MODEL), pack::write(&trained(taxonomy, examples)))?;
    Ok(())
}

/// The folder of the project.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The model of the taxonomy and these examples.
pub fn trained(taxonomy: &Taxonomy, examples: Vec<Example>) -> pack::Source {
    let all: Vec<Example> = examples.into_iter().chain(data::of_taxonomy(taxonomy)).collect();
    let classes: Vec<String> = taxonomy.categories.entries().map(|(_, c)| c.code.to_string()).collect();
    training::train(&classes, &all, &Settings::default())
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

/// The answers for each framework by a mapper that saw all but it.
pub fn held_out(taxonomy: &Taxonomy, examples: &[Example]) -> Vec<Case> {
    let labelled = |example: &&Example| matches!(example.origin, Origin::Labelled(_));
    let origins: BTreeSet<&Origin> = examples.iter().filter(labelled).map(|example| &example.origin).collect();
    let mut cases = Vec::new();
    for origin in origins {
        let (held, seen): (Vec<_>, Vec<_>) = examples.iter().cloned().partition(|example| example.origin == *origin);
        if let Some(mapper) = Mapper::train(taxonomy, &seen) {
            cases.extend(held.iter().map(|example| Case::of(&mapper, taxonomy, example)));
        }
    }
    cases
}
