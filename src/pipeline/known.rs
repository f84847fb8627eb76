//! Baselines, each read once in a run.

use crate::files::find::git_root;
use crate::policy::baseline::{self, Baseline};
use crate::problem::{Problem, ProblemKind};
use crate::report::Broken;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Baselines already read, by path; nothing where one cannot be used.
#[derive(Default)]
pub(super) struct Baselines(BTreeMap<PathBuf, Option<Arc<Baseline>>>);

impl Baselines {
    /// What is wrong with the baselines that were used: they know frameworks that are no more. Only a baseline in a repository
    /// tells, where its paths begin at the root.
    pub(super) fn lost(&self) -> Vec<Broken> {
        let used = self.0.iter().filter_map(|(path, known)| Some((git_root(path)?, known.as_ref()?)));
        used.flat_map(|(root, known)| {
            let gone = known.frameworks.iter().filter(move |(name, _)| !root.join(name).exists());
            gone.map(|(name, recorded)| {
                let message = format!("the baseline knows `{name}`, which is not there any more");
                let problem = Problem::at(ProblemKind::Reference, recorded.span, message)
                    .label("its findings were recorded here")
                    .help("bring it back; if it was moved or removed on purpose, `mitigap baseline prune` forgets it");
                known.refuse(problem).into()
            })
        })
        .collect()
    }

    /// The baseline at a path, if there is to be one.
    ///
    /// # Errors
    /// It cannot be used, which is told once.
    pub(super) fn fetch(&mut self, path: Option<&Path>) -> Result<Option<Arc<Baseline>>, Option<Broken>> {
        let Some(path) = path else { return Ok(None) };
        if let Some(known) = self.0.get(path) {
            return known.clone().map(Some).ok_or(None);
        }
        let read = baseline::read(path).map(Arc::new);
        self.0.insert(path.to_owned(), read.as_ref().ok().cloned());
        read.map(Some).map_err(|refused| Some(refused.into()))
    }
}
