//! Taxonomies with the mappers trained for them: built in, or loaded once in a run.

use crate::config::Ruling;
use crate::files::load::{self, MAX_BYTES};
use crate::framework::Framework;
use crate::mapping::Mapper;
use crate::mapping::training::{Example, data};
use crate::problem::{Problem, ProblemKind, suggestion};
use crate::report::Broken;
use crate::source::{FileId, Sources};
use crate::taxonomy::{self, Taxonomy};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// A taxonomy together with the mapper trained for it.
#[derive(Debug)]
pub struct Yardstick {
    /// The taxonomy.
    pub taxonomy: Cow<'static, Taxonomy>,
    /// What maps text onto it.
    pub mapper: Mapper,
}

impl Yardstick {
    /// The taxonomy of a name, built in or a file, with its mapper.
    ///
    /// # Errors
    /// There is none of this name, or its file has problems.
    pub fn named(name: &str) -> Result<Self, Broken> {
        make(name, Path::new(name)).map_err(|refused| match refused {
            Refused::Here(problem) => {
                Broken { path: name.to_owned(), sources: Sources::default(), problems: vec![problem] }
            }
            Refused::There(broken) => broken,
        })
    }
}

/// Why a taxonomy cannot be used.
pub(super) enum Refused {
    /// The framework names one that does not exist.
    Here(Problem),
    /// The taxonomy's own file has problems.
    There(Broken),
}

/// Taxonomies already made in this run, by what names them. Whoever asks for one that is being made waits for it.
#[derive(Default)]
pub(super) struct Shelf(Mutex<BTreeMap<PathBuf, Arc<Yardstick>>>);

impl Shelf {
    /// The taxonomy of a framework: as the run asks, else as the framework says (a path is relative to its file), else the
    /// default. A name that the configuration gives to a file means that file. A text that is in no file, without `path`, can
    /// name no file itself.
    pub(super) fn fetch(
        &self,
        ruling: &Ruling,
        framework: &Framework,
        path: Option<&Path>,
    ) -> Result<Arc<Yardstick>, Refused> {
        let (name, file) = match (&ruling.taxonomy, &framework.head.taxonomy) {
            (Some(asked), _) => (asked.name.as_str(), asked.file.clone()),
            (None, Some(named)) => {
                (named.value.as_str(), path.map_or_else(PathBuf::new, |path| path.with_file_name(&named.value)))
            }
            (None, None) => (taxonomy::DEFAULT, PathBuf::new()),
        };
        let key = match (taxonomy::built_in(name), ruling.taxonomies.get(name)) {
            (Some(_), _) => PathBuf::from(name),
            (None, Some(named)) => named.clone(),
            (None, None) if path.is_none() && ruling.taxonomy.is_none() => {
                return Err(at_its_name(not_built_in(name), ruling, framework));
            }
            (None, None) => file,
        };
        let mut made_before = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = made_before.get(&key) {
            return Ok(Arc::clone(known));
        }
        let made = Arc::new(make(name, &key).map_err(|refused| at_its_name(refused, ruling, framework))?);
        made_before.insert(key, Arc::clone(&made));
        Ok(made)
    }
}

/// A text from anywhere must not have files of this machine read.
fn not_built_in(name: &str) -> Refused {
    let near = suggestion(name, taxonomy::BUILT_IN.iter().copied());
    let message = format!("there is no built-in taxonomy `{name}`, and a text that is in no file cannot name a file");
    let help = format!("{near}; one of your own is named by `--taxonomy`");
    Refused::Here(Problem::without_place(ProblemKind::Reference, message).help(help))
}

/// Finds or loads a taxonomy, and the mapper for it.
fn make(name: &str, path: &Path) -> Result<Yardstick, Refused> {
    if let Some(built_in) = taxonomy::built_in(name) {
        let mapper = Mapper::built_in(built_in).or_else(|| Mapper::train(built_in, &[]));
        return paired(Cow::Borrowed(built_in), mapper);
    }
    if !path.exists() {
        let near = suggestion(name, taxonomy::BUILT_IN.iter().copied());
        let message = format!("there is no taxonomy `{name}`, built in or as a file");
        return Err(Refused::Here(Problem::without_place(ProblemKind::Reference, message).help(near)));
    }
    let mut sources = Sources::default();
    let (loaded, mut problems) = taxonomy::load(&mut sources, path);
    let examples = loaded.as_ref().map_or_else(Vec::new, |taxonomy| examples(taxonomy, path, &mut problems));
    match loaded.filter(|_| problems.is_empty()) {
        Some(taxonomy) => {
            let mapper = Mapper::train(&taxonomy, &examples);
            paired(Cow::Owned(taxonomy), mapper)
        }
        None => Err(Refused::There(Broken { path: path.to_string_lossy().into_owned(), sources, problems })),
    }
}

fn paired(taxonomy: Cow<'static, Taxonomy>, mapper: Option<Mapper>) -> Result<Yardstick, Refused> {
    let nothing =
        || Problem::without_place(ProblemKind::Shape, format!("taxonomy `{}` has no categories", taxonomy.id));
    let mapper = mapper.ok_or_else(|| Refused::Here(nothing()))?;
    Ok(Yardstick { taxonomy, mapper })
}

/// The training examples that a taxonomy names, relative to its own file.
fn examples(taxonomy: &Taxonomy, path: &Path, problems: &mut Vec<Problem>) -> Vec<Example> {
    let Some(name) = &taxonomy.examples else { return Vec::new() };
    let file = load::load_alone(&path.with_file_name(name.as_ref()), name, FileId::default(), MAX_BYTES);
    if let Some(problem) = file.problem {
        problems.push(Problem { span: None, ..problem });
        return Vec::new();
    }
    data::examples(&file.file.text).unwrap_or_else(|line| {
        let message = format!(
            "`{name}`, line {line}: a line of examples is code, name, description and voice, with tabs between"
        );
        problems.push(Problem::without_place(ProblemKind::Syntax, message));
        Vec::new()
    })
}

/// A taxonomy that the framework names is missed at that name; one that the run asks for has no place.
fn at_its_name(refused: Refused, ruling: &Ruling, framework: &Framework) -> Refused {
    match (refused, &framework.head.taxonomy, &ruling.taxonomy) {
        (Refused::Here(problem), Some(named), None) => Refused::Here(Problem { span: Some(named.span), ..problem }),
        (refused, _, _) => refused,
    }
}
