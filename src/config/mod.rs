//! What a run asks of each framework, and where each answer comes from: flags, environment, `mitigap.toml`, defaults.
//!
//! A framework is governed by the nearest configuration going up from its own file to the git root, so that it gets the same
//! verdict from whatever folder the tool is started. Configurations are never merged. Nothing here judges a framework.

mod find;
mod flags;
mod read;
mod resolve;

pub use find::{NAMES, Search};
pub use flags::{Flags, Given};
pub use read::{CHOICES, Choices, Config, GENERAL, Override, Paths, read};
pub use resolve::{Origin, Ruling, Setting, TaxonomyChoice};

use crate::problem::Refused;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What every framework of a run is asked: the flags, and the configurations found so far.
#[derive(Debug, Default)]
pub struct Rules {
    flags: Flags,
    search: Search,
    /// By the folder that holds the framework; the configuration that governs it, if any.
    folders: BTreeMap<PathBuf, Option<PathBuf>>,
    /// By path of the configuration; nothing where it cannot be used.
    configs: BTreeMap<PathBuf, Option<Arc<Config>>>,
    /// By configuration and the overrides that apply.
    rulings: BTreeMap<(Option<PathBuf>, Vec<usize>), Arc<Ruling>>,
    refused: Vec<Refused>,
}

impl Rules {
    /// The rules of a run.
    pub fn new(flags: Flags, search: Search) -> Self {
        Self { flags, search, ..Self::default() }
    }

    /// What is asked of the framework in a file; nothing where its configuration cannot be used ([`Self::take_refused`] says
    /// why).
    pub fn of(&mut self, path: &Path) -> Option<Arc<Ruling>> {
        self.of_file(&find::folder_of(path), path)
    }

    /// The same of a file in a folder of that path, links resolved.
    pub fn of_file(&mut self, folder: &Path, path: &Path) -> Option<Arc<Ruling>> {
        let config = self.config_in(folder).ok()?;
        let overrides = config.as_ref().map_or_else(Vec::new, |config| config.overrides_of(path));
        let key = (config.as_ref().map(|config| config.path.clone()), overrides);
        if let Some(known) = self.rulings.get(&key) {
            return Some(Arc::clone(known));
        }
        let ruling = Arc::new(resolve::resolve(&self.flags, config.as_deref(), &key.1));
        self.rulings.insert(key, Arc::clone(&ruling));
        Some(ruling)
    }

    /// What is asked of anything in a folder, before overrides by path.
    pub fn general(&mut self, path: &Path) -> Arc<Ruling> {
        let config = self.config_in(&find::folder_of(path)).ok().flatten();
        Arc::new(resolve::resolve(&self.flags, config.as_deref(), &[]))
    }

    /// Whether the configuration leaves out a file that was found in a folder of that path, links resolved.
    pub fn leaves_out(&mut self, folder: &Path, path: &Path) -> bool {
        self.config_in(folder).ok().flatten().is_some_and(|config| config.leaves_out(path))
    }

    /// The configurations that could not be used, each once.
    pub fn take_refused(&mut self) -> Vec<Refused> {
        std::mem::take(&mut self.refused)
    }

    /// The configuration that governs what lies in a folder; `Err` where there is one that cannot be used.
    fn config_in(&mut self, folder: &Path) -> Result<Option<Arc<Config>>, ()> {
        let named = if let Some(known) = self.folders.get(folder) {
            known.clone()
        } else {
            let found = self.nearest(folder);
            self.folders.insert(folder.to_owned(), found.clone());
            found
        };
        let Some(named) = named else { return Ok(None) };
        if !self.configs.contains_key(&named) {
            let config = read(&named).map(Arc::new).map_err(|refused| self.refused.push(refused)).ok();
            self.configs.insert(named.clone(), config);
        }
        self.configs.get(&named).cloned().flatten().map(Some).ok_or(())
    }

    /// The configuration for what lies in a folder; where there are two, that is told once and none can be used.
    fn nearest(&mut self, folder: &Path) -> Option<PathBuf> {
        self.search.nearest(folder).unwrap_or_else(|refused| {
            let path = PathBuf::from(&refused.path);
            if self.configs.insert(path.clone(), None).is_none() {
                self.refused.push(refused);
            }
            Some(path)
        })
    }
}
