//! Lists of entries, each shaped only when its turn to be written comes: no list is built to be read once.

use serde::{Serialize, Serializer};

/// What becomes a list of `E`.
pub(super) struct Entries<'r, C, T, E> {
    context: C,
    items: &'r [T],
    shape: fn(C, &'r T) -> E,
}

impl<'r, C, T, E> Entries<'r, C, T, E> {
    /// One entry for every item; the context is what shaping one takes beside it.
    pub(super) const fn of(context: C, items: &'r [T], shape: fn(C, &'r T) -> E) -> Self {
        Self { context, items, shape }
    }
}

impl<C: Copy, T, E: Serialize> Serialize for Entries<'_, C, T, E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.items.iter().map(|item| (self.shape)(self.context, item)))
    }
}
