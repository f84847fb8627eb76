//! Baselines, each read once in a run.

use crate::policy::baseline::{self, Baseline};
use crate::report::Broken;
use crate::taxonomy::Taxonomy;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Baselines already read, by path; nothing where one cannot be used.
#[derive(Default)]
pub(super) struct Baselines(BTreeMap<PathBuf, Option<Arc<Baseline>>>);

impl Baselines {
    /// The baseline of a framework.
    ///
    /// # Errors
    /// It cannot be used: for this framework, or for any, which is told once.
    pub(super) fn fetch(
        &mut self,
        path: Option<&Path>,
        framework: &str,
        taxonomy: &Taxonomy,
    ) -> Result<Option<Arc<Baseline>>, Option<Broken>> {
        let Some(path) = path else { return Ok(None) };
        if !self.0.contains_key(path) {
            let read = baseline::read(path);
            self.0.insert(path.to_owned(), read.as_ref().ok().cloned().map(Arc::new));
            if let Err(refused) = read {
                return Err(Some(refused.into()));
            }
        }
        let Some(known) = self.0.get(path).cloned().flatten() else { return Err(None) };
        match known.misfit(framework, taxonomy) {
            Some(problem) => Err(Some(known.refuse(problem).into())),
            None => Ok(Some(known)),
        }
    }
}
