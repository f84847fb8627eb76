//! What a check reports: always with a place, always with a way out.

use crate::arena::Handle;
use crate::framework::{Mitigation, Threat, Tier};
use crate::source::Span;
use crate::taxonomy::Category;
use crate::vocabulary::Word;
use std::fmt;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Should be settled.
    Warning,
    /// Stands in the way.
    Error,
}

impl Word for Severity {
    const WHAT: &'static str = "severity";
    const WORDS: &'static [(Self, &'static str)] =
        &[(Self::Note, "note"), (Self::Warning, "warning"), (Self::Error, "error")];
}

/// The severity of a check in each profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Severities {
    /// While writing.
    pub draft: Severity,
    /// On every change.
    pub ci: Severity,
    /// Before a sign-off.
    pub audit: Severity,
}

impl Severities {
    /// By profile: draft, ci, audit.
    pub const fn new(draft: Severity, ci: Severity, audit: Severity) -> Self {
        Self { draft, ci, audit }
    }
}

/// One thing a check found. The subject (category, tier, threat, mitigation, entry) is its meaning: fingerprints,
/// waivers and baselines know a finding by it, never by place or wording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Id of the check.
    pub check: &'static str,
    /// One sentence, lower case, no full stop, names in backticks.
    pub message: String,
    /// Why the place matters.
    pub label: String,
    /// What to do or type.
    pub help: String,
    /// The line that created the obligation, or the entry meant.
    pub span: Span,
    /// Further places.
    pub related: Vec<(Span, String)>,
    /// The category meant.
    pub category: Option<Handle<Category>>,
    /// The tier meant.
    pub tier: Option<Handle<Tier>>,
    /// The threat meant.
    pub threat: Option<Handle<Threat>>,
    /// The mitigation meant.
    pub mitigation: Option<Handle<Mitigation>>,
    /// The id of what is meant beside these: a dependency, an event or a level.
    pub entry: Option<String>,
    /// The case is worth knowing but asks for nothing (for example a single point where one is all that is wanted): never
    /// more than a note.
    pub only_a_note: bool,
}

/// What a finding says: as it is, or put together with `format_args!`.
pub trait Said {
    /// The text.
    fn said(self) -> String;
}

impl Said for &str {
    fn said(self) -> String {
        self.to_owned()
    }
}

impl Said for String {
    fn said(self) -> String {
        self
    }
}

impl Said for fmt::Arguments<'_> {
    /// Most sentences fit into the room they begin with, and are not moved as they grow.
    fn said(self) -> String {
        let mut said = String::with_capacity(128);
        // A text takes all that is written to it.
        let _ = fmt::Write::write_fmt(&mut said, self);
        said
    }
}

impl Finding {
    /// A finding of a check at a place.
    pub fn new(check: &'static str, span: Span, message: impl Said) -> Self {
        Self {
            check,
            message: message.said(),
            label: String::new(),
            help: String::new(),
            span,
            related: Vec::new(),
            category: None,
            tier: None,
            threat: None,
            mitigation: None,
            entry: None,
            only_a_note: false,
        }
    }

    /// Says why the place matters.
    #[must_use]
    pub fn label(mut self, label: impl Said) -> Self {
        self.label = label.said();
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Said) -> Self {
        self.help = help.said();
        self
    }

    /// Adds a further place.
    #[must_use]
    pub fn also(mut self, span: Span, label: impl Said) -> Self {
        self.related.push((span, label.said()));
        self
    }

    /// It is about this category.
    #[must_use]
    pub const fn of_category(mut self, category: Handle<Category>) -> Self {
        self.category = Some(category);
        self
    }

    /// It is about this tier (nothing for cells of no tier).
    #[must_use]
    pub const fn in_tier(mut self, tier: Option<Handle<Tier>>) -> Self {
        self.tier = tier;
        self
    }

    /// It is about this threat.
    #[must_use]
    pub const fn against(mut self, threat: Handle<Threat>) -> Self {
        self.threat = Some(threat);
        self
    }

    /// It is about this mitigation.
    #[must_use]
    pub const fn about(mut self, mitigation: Handle<Mitigation>) -> Self {
        self.mitigation = Some(mitigation);
        self
    }

    /// It is about this dependency, event or level.
    #[must_use]
    pub fn naming(mut self, entry: impl Into<String>) -> Self {
        self.entry = Some(entry.into());
        self
    }

    /// It asks for nothing when `yes`.
    #[must_use]
    pub const fn only_a_note_if(mut self, yes: bool) -> Self {
        self.only_a_note = yes;
        self
    }
}
