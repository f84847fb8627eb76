//! `mitigap taxonomy eval`: how right the mapper is on labelled texts.

use super::Surroundings;
use super::taxonomy::{Which, refuse};
use crate::files::load::{MAX_BYTES, load};
use crate::mapping::eval::{Case, Figures};
use crate::mapping::mapper::NONE;
use crate::mapping::training::{Example, data};
use crate::pipeline::Yardstick;
use crate::problem::nearest;
use crate::render::evaluation::{EVAL_FORMATS, EvalFormat, Evaluation};
use crate::report::Exit;
use crate::source::FileId;
use crate::taxonomy::Taxonomy;
use clap::Args;

/// Arguments of `taxonomy eval`.
#[derive(Debug, Args)]
pub struct EvalArgs {
    /// Labelled texts, a JSON object a line: `name`, `description`, `category` (a code or `NONE`), `also_acceptable`
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<String>,
    /// By which taxonomy.
    #[command(flatten)]
    pub which: Which,
    /// Format of standard output
    #[arg(long, value_parser = format, default_value = "human", value_name = "FORMAT")]
    pub format: &'static EvalFormat,
}

fn format(name: &str) -> Result<&'static EvalFormat, String> {
    let names = || EVAL_FORMATS.iter().map(|format| format.name);
    EVAL_FORMATS
        .iter()
        .find(|format| format.name == name)
        .ok_or_else(|| format!("no format of this name; there are {}", names().collect::<Vec<_>>().join(" and ")))
}

/// Measures, and says the exit code.
pub(super) fn run(args: &EvalArgs, surroundings: &mut Surroundings<'_>) -> std::io::Result<u8> {
    let yardstick = match Yardstick::named(&args.which.taxonomy) {
        Ok(yardstick) => yardstick,
        Err(broken) => return refuse(&broken, surroundings),
    };
    let mut texts: Vec<Example> = Vec::new();
    for file in &args.files {
        match labelled(file, &yardstick.taxonomy) {
            Ok(more) => texts.extend(more),
            Err(message) => {
                writeln!(surroundings.err, "error: {message}")?;
                return Ok(Exit::Broken.code());
            }
        }
    }
    if texts.is_empty() {
        writeln!(surroundings.err, "error: no labelled text in {}", args.files.join(", "))?;
        return Ok(Exit::Nothing.code());
    }
    let cases: Vec<Case> = texts.iter().map(|text| Case::of(&yardstick.mapper, &yardstick.taxonomy, text)).collect();
    let figures = Figures::of(&cases);
    let evaluation = Evaluation { taxonomy: &yardstick.taxonomy.id, files: &args.files, figures };
    (args.format.render)(&evaluation, surroundings.out)?;
    Ok(Exit::Clean.code())
}

/// The labelled texts of a file; every label is a code of the taxonomy, or says that the text is no mitigation.
fn labelled(path: &str, taxonomy: &Taxonomy) -> Result<Vec<Example>, String> {
    let loaded = load(path.as_ref(), path, FileId::default(), MAX_BYTES);
    if let Some(problem) = loaded.problem {
        return Err(problem.message);
    }
    let texts = data::labelled(&loaded.file.text, path)
        .map_err(|(line, error)| format!("`{path}`, line {line} is no labelled text: {error}"))?;
    let unknown = |code: &&String| *code != NONE && taxonomy.by_code(code).is_none();
    let labels = || texts.iter().flat_map(|text| std::iter::once(&text.label).chain(&text.acceptable));
    match labels().find(unknown) {
        None => Ok(texts),
        Some(code) => {
            let near = nearest(code, taxonomy.categories.iter().map(|category| category.code.as_ref()));
            let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            Err(format!("`{path}` has the label `{code}`, which is no code of {}{near}", taxonomy.id))
        }
    }
}
