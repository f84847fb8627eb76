//! What is wrong with an input so that it cannot be checked.
//!
//! A [`Problem`] is not a finding: a finding says something about a framework that was read, a problem says
//! that the tool could not read it. Problems lead to exit code 2.

use crate::source::{Sources, Span};

/// The stage that refused the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProblemKind {
    /// The file could not be opened or read.
    Io,
    /// The file is not UTF-8.
    Encoding,
    /// The file is not TOML.
    Syntax,
    /// A key, type or value is not one of the format's.
    Shape,
    /// A name refers to nothing, twice to something, or in a circle.
    Reference,
    /// A documented bound is exceeded.
    Limit,
}

impl ProblemKind {
    /// The name used in every output.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Io => "io",
            Self::Encoding => "encoding",
            Self::Syntax => "syntax",
            Self::Shape => "shape",
            Self::Reference => "reference",
            Self::Limit => "limit",
        }
    }

    /// What it says about the file, in a sentence.
    pub const fn what(self) -> &'static str {
        match self {
            Self::Io => "the file could not be opened or read",
            Self::Encoding => "the file is not UTF-8",
            Self::Syntax => "the file is not TOML",
            Self::Shape => "a key, type or value is not one of the format's",
            Self::Reference => "a name refers to nothing, twice to something, or in a circle",
            Self::Limit => "a documented bound is exceeded",
        }
    }
}

/// A file beside the frameworks (configuration, baseline) that cannot be used.
#[derive(Debug)]
pub struct Refused {
    /// Its path, as shown.
    pub path: String,
    /// Its text.
    pub sources: Sources,
    /// Why.
    pub problems: Vec<Problem>,
}

/// One reason why an input cannot be checked, with its place and the way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The stage that refused.
    pub kind: ProblemKind,
    /// One sentence, lower case, no full stop, names in backticks.
    pub message: String,
    /// Why *this* place matters; may be empty.
    pub label: String,
    /// What to type; may be empty.
    pub help: String,
    /// Where; `None` only where there is no text (a file that cannot be opened).
    pub span: Option<Span>,
    /// Further places with their labels.
    pub related: Vec<(Span, String)>,
}

impl Problem {
    /// A problem at a place.
    pub fn at(kind: ProblemKind, span: Span, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            label: String::new(),
            help: String::new(),
            span: Some(span),
            related: Vec::new(),
        }
    }

    /// A problem without a text to point at.
    pub fn without_place(kind: ProblemKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            label: String::new(),
            help: String::new(),
            span: None,
            related: Vec::new(),
        }
    }

    /// Says why the place matters.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Says what to type.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// Adds a further place.
    #[must_use]
    pub fn also(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related.push((span, label.into()));
        self
    }
}

/// The nearest of `candidates` to a mistyped `word`, if it is near enough to suggest (Jaro-Winkler 0.8,
/// or Damerau-Levenshtein 2 for words of five letters and more).
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let mut best: Option<(&str, f64)> = None;
    for candidate in candidates {
        let lower = candidate.to_lowercase();
        let close = strsim::damerau_levenshtein(&word, &lower) <= 2 && word.chars().count() >= 5;
        let likeness = strsim::jaro_winkler(&word, &lower) + if close { 0.2 } else { 0.0 };
        if likeness >= 0.8 && best.is_none_or(|(_, so_far)| likeness > so_far) {
            best = Some((candidate, likeness));
        }
    }
    best.map(|(candidate, _)| candidate)
}

/// "did you mean `x`?" when something is near, else the list of what there is (when short enough to help).
pub fn suggestion<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str> + Clone) -> String {
    if let Some(near) = nearest(word, candidates.clone()) {
        return format!("did you mean `{near}`?");
    }
    let all: Vec<&str> = candidates.into_iter().collect();
    if all.is_empty() || all.len() > 40 {
        return String::new();
    }
    format!("one of: {}", all.join(", "))
}
