//! `mitigap taxonomy`: print, lint and evaluate taxonomies.

use super::Surroundings;
use crate::problem::nearest;
use crate::render::{human, taxonomy as text};
use crate::report::{Broken, Exit};
use crate::source::Sources;
use crate::taxonomy::{self, Taxonomy};
use clap::{Args, Subcommand};
use std::borrow::Cow;
use std::path::PathBuf;

/// Arguments of `taxonomy`.
#[derive(Debug, Args)]
pub struct TaxonomyArgs {
    /// What to do with it.
    #[command(subcommand)]
    pub command: TaxonomyCommand,
}

/// What can be done with a taxonomy.
#[derive(Debug, Subcommand)]
pub enum TaxonomyCommand {
    /// Print the tree of categories
    List(Which),
    /// Print everything about a category
    Show {
        /// Code, name or alias
        #[arg(value_name = "CATEGORY")]
        category: String,
        /// Of which taxonomy.
        #[command(flatten)]
        which: Which,
    },
    /// Lint a taxonomy file
    Check {
        /// The file
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Measure how right the mapper is on labelled texts
    Eval(super::eval::EvalArgs),
}

/// Which taxonomy is meant.
#[derive(Debug, Args)]
pub struct Which {
    /// A built-in id or a file
    #[arg(long, value_name = "ID|FILE", default_value = taxonomy::DEFAULT)]
    pub taxonomy: String,
}

/// Prints or lints, and says the exit code.
pub(super) fn run(args: &TaxonomyArgs, surroundings: &mut Surroundings<'_>) -> std::io::Result<u8> {
    match &args.command {
        TaxonomyCommand::List(which) => with(which, surroundings, |taxonomy| Ok(text::list(taxonomy))),
        TaxonomyCommand::Show { category, which } => with(which, surroundings, |taxonomy| show(taxonomy, category)),
        TaxonomyCommand::Check { file } => check(file, surroundings),
        TaxonomyCommand::Eval(args) => super::eval::run(args, surroundings),
    }
}

fn show(taxonomy: &Taxonomy, name: &str) -> Result<String, String> {
    let names = || taxonomy.categories.iter().flat_map(|category| [category.code.as_ref(), category.name.as_ref()]);
    taxonomy.find(name).map(|at| text::show(taxonomy, at)).ok_or_else(|| {
        let near = nearest(name, names())
            .map_or_else(|| "`mitigap taxonomy list` prints all".to_owned(), |near| format!("did you mean `{near}`?"));
        format!("no category `{name}` in {}; {near}", taxonomy.id)
    })
}

fn with(
    which: &Which,
    surroundings: &mut Surroundings<'_>,
    text: impl Fn(&Taxonomy) -> Result<String, String>,
) -> std::io::Result<u8> {
    match find(&which.taxonomy) {
        Ok(taxonomy) => match text(&taxonomy) {
            Ok(text) => {
                surroundings.out.write_all(text.as_bytes())?;
                Ok(Exit::Clean.code())
            }
            Err(message) => {
                writeln!(surroundings.err, "error: {message}")?;
                Ok(Exit::Broken.code())
            }
        },
        Err(broken) => refuse(&broken, surroundings),
    }
}

/// The taxonomy of a name, built in or a file.
pub(super) fn find(name: &str) -> Result<Cow<'static, Taxonomy>, Broken> {
    if let Some(built_in) = taxonomy::built_in(name) {
        return Ok(Cow::Borrowed(built_in));
    }
    let mut sources = Sources::default();
    let (loaded, mut problems) = taxonomy::load(&mut sources, name.as_ref());
    if !std::path::Path::new(name).exists()
        && let (Some(problem), Some(near)) = (problems.first_mut(), nearest(name, taxonomy::BUILT_IN.iter().copied()))
    {
        problem.help = format!("did you mean the built-in `{near}`?");
    }
    loaded.filter(|_| problems.is_empty()).map(Cow::Owned).ok_or_else(|| Broken {
        path: name.to_owned(),
        sources,
        problems,
    })
}

fn check(file: &std::path::Path, surroundings: &mut Surroundings<'_>) -> std::io::Result<u8> {
    let mut sources = Sources::default();
    let (loaded, problems) = taxonomy::load(&mut sources, file);
    match loaded.filter(|_| problems.is_empty()) {
        Some(taxonomy) => {
            let leaves = taxonomy.leaves().count();
            writeln!(
                surroundings.out,
                "{}: {} categories, {leaves} leaves, no problem found",
                taxonomy.id,
                taxonomy.categories.len()
            )?;
            Ok(Exit::Clean.code())
        }
        None => refuse(&Broken { path: file.display().to_string(), sources, problems }, surroundings),
    }
}

/// Prints why a taxonomy cannot be used.
pub(super) fn refuse(broken: &Broken, surroundings: &mut Surroundings<'_>) -> std::io::Result<u8> {
    surroundings.out.write_all(human::problems(broken, surroundings.colour).as_bytes())?;
    Ok(Exit::Broken.code())
}
