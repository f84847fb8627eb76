//! Writing edits into the files they belong to: all of them, or none.

use super::output::{self, Staged};
use crate::mapping::write::{Edit, Plan, apply, diff};
use crate::pipeline::Input;
use crate::source::SourceFile;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The edits of all frameworks by file; a file that several include is written once.
#[derive(Default)]
pub(super) struct Batch<'i> {
    /// By path on disk; by shown path for a stream.
    files: BTreeMap<PathBuf, Changed<'i>>,
}

/// One file with its edits.
struct Changed<'i> {
    file: &'i SourceFile,
    edits: BTreeSet<Edit>,
}

impl<'i> Batch<'i> {
    /// Adds what is planned for one framework.
    ///
    /// # Errors
    /// Another framework that includes the same file wants another category there.
    pub(super) fn add(&mut self, input: &'i Input, plan: &Plan) -> Result<(), String> {
        for (at, file) in input.sources.files().iter().enumerate() {
            let edits = plan.edits.iter().filter(|edit| edit.span.file.0 as usize == at);
            // Files that include each other are numbered differently by each root.
            let edits = edits.map(|edit| {
                let mut edit = edit.clone();
                edit.span.file = crate::source::FileId::default();
                edit
            });
            let path = input.files.get(at).cloned().unwrap_or_else(|| PathBuf::from(&file.path));
            let changed = self.files.entry(path).or_insert_with(|| Changed { file, edits: BTreeSet::new() });
            changed.edits.extend(edits);
            if changed.edits.iter().zip(changed.edits.iter().skip(1)).any(|(one, next)| next.span.start <= one.span.end)
            {
                return Err(format!("two frameworks that include `{}` map its entries differently", file.path));
            }
        }
        self.files.retain(|_, changed| !changed.edits.is_empty());
        Ok(())
    }

    /// How many files change.
    pub(super) fn len(&self) -> usize {
        self.files.len()
    }

    /// The edits as a unified diff.
    pub(super) fn diff(&self) -> String {
        self.files.values().map(|changed| diff::unified(changed.file, &changed.edits_in_order())).collect()
    }

    /// Writes every file, or none.
    ///
    /// # Errors
    /// What stands in the way, in words; every file is as it was before.
    pub(super) fn write(&self) -> Result<(), String> {
        let staged: Vec<Staged> =
            self.files.iter().map(|(path, changed)| changed.stage(path)).collect::<Result<_, String>>()?;
        output::persist(staged)
    }
}

impl Changed<'_> {
    fn edits_in_order(&self) -> Vec<Edit> {
        self.edits.iter().cloned().collect()
    }

    /// The new file beside the old one, once it is sure that the old one is what was read and the new one is sound.
    fn stage(&self, path: &Path) -> Result<Staged, String> {
        let shown = &self.file.path;
        let before = self.file.bytes();
        let now = std::fs::read(path).map_err(|error| format!("cannot read `{shown}` again: {error}"))?;
        if now != before.as_ref() {
            return Err(format!("`{shown}` has changed since it was read; run it again"));
        }
        if std::fs::metadata(path).is_ok_and(|about| about.permissions().readonly()) {
            return Err(format!("`{shown}` is read-only; give yourself the right to write it"));
        }
        let text = apply(&self.file.text, &self.edits_in_order());
        if let Err(error) = toml::de::DeTable::parse(&text) {
            return Err(format!("`{shown}` is written in a way that cannot be added to: {}", error.message()));
        }
        let mark: &[u8] = if self.file.byte_order_mark { b"\xef\xbb\xbf" } else { b"" };
        let bytes = [mark, text.as_bytes()].concat();
        output::stage(path, &bytes, before.into_owned())
            .map_err(|error| format!("cannot write `{shown}`: {}", output::reason(&error, path)))
    }
}
