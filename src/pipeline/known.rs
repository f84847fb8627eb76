//! Baselines, each read once in a run.

use crate::policy::baseline::{self, Baseline};
use crate::report::Broken;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Baselines already read, by path; nothing where one cannot be used.
#[derive(Default)]
pub(super) struct Baselines(BTreeMap<PathBuf, Option<Arc<Baseline>>>);

impl Baselines {
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
