//! Lists whose places are typed: a handle of a tier cannot be used to look up a threat.
//!
//! Handles are made only with the list, by [`List::push`] and by `handles`, and never leave the framework or taxonomy
//! they belong to, so a look-up cannot miss.

use std::borrow::Cow;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// The place of a `T` in its [`List`]; ordered as the list is.
pub struct Handle<T> {
    at: u32,
    of: PhantomData<fn() -> T>,
}

impl<T> Handle<T> {
    /// A handle by position, for tables that were built with the list.
    pub const fn new(at: u32) -> Self {
        Self { at, of: PhantomData }
    }

    /// The position in the list, from 0.
    pub const fn at(self) -> usize {
        self.at as usize
    }
}

impl<T> Clone for Handle<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Handle<T> {}
impl<T> PartialEq for Handle<T> {
    fn eq(&self, other: &Self) -> bool {
        self.at == other.at
    }
}
impl<T> Eq for Handle<T> {}
impl<T> PartialOrd for Handle<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Handle<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.at.cmp(&other.at)
    }
}
impl<T> Hash for Handle<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.at.hash(state);
    }
}
impl<T> fmt::Debug for Handle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.at)
    }
}

/// A vector addressed by [`Handle`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List<T>(Vec<T>);

impl<T> Default for List<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> List<T> {
    /// Appends and returns where it stands.
    pub fn push(&mut self, item: T) -> Handle<T> {
        self.0.push(item);
        Handle::new(crate::source::offset(self.0.len() - 1))
    }

    /// How many there are.
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All items in order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.0.iter()
    }

    /// All handles in order.
    pub fn handles(&self) -> impl DoubleEndedIterator<Item = Handle<T>> + ExactSizeIterator + use<T> {
        (0..crate::source::offset(self.0.len())).map(Handle::new)
    }

    /// All items with their handles.
    pub fn entries(&self) -> impl Iterator<Item = (Handle<T>, &T)> {
        self.handles().zip(self.0.iter())
    }
}

impl<T> From<Vec<T>> for List<T> {
    fn from(items: Vec<T>) -> Self {
        Self(items)
    }
}

impl<'a, T> IntoIterator for &'a List<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

// The one place where indexing is allowed: see the module's first lines for why it cannot miss.
#[allow(clippy::indexing_slicing)]
impl<T> Index<Handle<T>> for List<T> {
    type Output = T;
    fn index(&self, handle: Handle<T>) -> &T {
        &self.0[handle.at()]
    }
}

#[allow(clippy::indexing_slicing)]
impl<T> IndexMut<Handle<T>> for List<T> {
    fn index_mut(&mut self, handle: Handle<T>) -> &mut T {
        &mut self.0[handle.at()]
    }
}

/// A finished list addressed by [`Handle`], compiled in or loaded: nothing can be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table<T: Clone + 'static>(Cow<'static, [T]>);

impl<T: Clone> Table<T> {
    /// A table that is compiled in.
    pub const fn fixed(items: &'static [T]) -> Self {
        Self(Cow::Borrowed(items))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All items in order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.0.iter()
    }

    /// All handles in order.
    pub fn handles(&self) -> impl DoubleEndedIterator<Item = Handle<T>> + ExactSizeIterator + use<T> {
        (0..crate::source::offset(self.0.len())).map(Handle::new)
    }

    /// All items with their handles.
    pub fn entries(&self) -> impl Iterator<Item = (Handle<T>, &T)> {
        self.handles().zip(self.0.iter())
    }
}

impl<T: Clone> From<Vec<T>> for Table<T> {
    fn from(items: Vec<T>) -> Self {
        Self(Cow::Owned(items))
    }
}

impl<'a, T: Clone> IntoIterator for &'a Table<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

// As for `List`.
#[allow(clippy::indexing_slicing)]
impl<T: Clone> Index<Handle<T>> for Table<T> {
    type Output = T;
    fn index(&self, handle: Handle<T>) -> &T {
        &self.0[handle.at()]
    }
}
