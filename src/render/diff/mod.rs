//! What changed between two versions, in three formats.

mod json;
mod markdown;
mod text;

use crate::coverage::settings::Settings;
use crate::diff::{Change, Diff, Direction, FrameworkDiff, Side, Totals};
use crate::report::{Broken, Exit};
use std::io::{self, Write};

/// One side, by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// `path`, `revision` or `working-tree`.
    pub kind: &'static str,
    /// The path as shown, or the revision as asked for.
    pub name: String,
    /// The commit of a revision.
    pub commit: Option<String>,
}

/// What is told.
#[derive(Debug)]
pub struct Told<'t> {
    /// The side before.
    pub old: &'t Label,
    /// The side after.
    pub new: &'t Label,
    /// How both were judged.
    pub settings: &'t Settings,
    /// What changed.
    pub diff: Diff,
    /// What could not be read, by side.
    pub broken: [(Side, &'t [Broken]); 2],
    /// The exit code of the run.
    pub exit: Exit,
    /// Whether colours may be used.
    pub colour: bool,
}

/// One format of `diff`.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// Its name on the command line.
    pub name: &'static str,
    /// Writes a diff in it.
    pub write: fn(&Told<'_>, &mut dyn Write) -> io::Result<()>,
}

/// Every format, in documented order.
pub const FORMATS: &[Format] = &[
    Format { name: "human", write: text::write },
    Format { name: "markdown", write: markdown::write },
    Format { name: "json", write: json::write },
];

/// Hexadecimal digits of a commit that people are shown.
const SHORT: usize = 12;

impl Label {
    /// The name with the commit, where the name is not the commit itself.
    fn title(&self) -> String {
        let Some(commit) = &self.commit else { return self.name.clone() };
        let short: String = commit.chars().take(SHORT).collect();
        if commit.starts_with(&self.name) { short } else { format!("{} ({short})", self.name) }
    }
}

impl Told<'_> {
    /// The outcome in one word.
    fn verdict(&self) -> &'static str {
        let count = |direction| self.diff.count(direction);
        if count(Direction::Regression) > 0 {
            "worse"
        } else if count(Direction::Improvement) > 0 {
            "better"
        } else if count(Direction::Neutral) > 0 {
            "changed"
        } else if self.exit == Exit::Broken {
            "unknown"
        } else {
            "same"
        }
    }

    /// The outcome in one sentence.
    fn sentence(&self) -> String {
        if self.exit == Exit::Nothing {
            return "nothing to compare on either side".to_owned();
        }
        let [worse, better, other] = [Direction::Regression, Direction::Improvement, Direction::Neutral]
            .map(|direction| counted(self.diff.count(direction), direction));
        match self.verdict() {
            "same" => "nothing changed in what the frameworks amount to".to_owned(),
            "unknown" => "nothing could be compared".to_owned(),
            verdict => format!("{verdict}: {worse}, {better}, {other}"),
        }
    }

    /// How many inputs of a side could not be read, in a sentence; `None` where all could.
    fn unread(&self) -> Option<String> {
        let count = |side| {
            let inputs: usize = self.broken.iter().filter(|(of, _)| *of == side).map(|(_, broken)| broken.len()).sum();
            inputs
        };
        let told = |side, title: String| {
            let inputs = count(side);
            let files = if inputs == 1 { "file" } else { "files" };
            (inputs > 0).then(|| format!("{inputs} {files} of {title}"))
        };
        let told: Vec<String> =
            [told(Side::Old, self.old.title()), told(Side::New, self.new.title())].into_iter().flatten().collect();
        (!told.is_empty()).then(|| format!("not compared, because of problems in it: {}", told.join("; ")))
    }
}

/// `1 regression`, `2 other changes`.
fn counted(count: usize, direction: Direction) -> String {
    let what = match (direction, count) {
        (Direction::Regression, 1) => "regression",
        (Direction::Regression, _) => "regressions",
        (Direction::Improvement, 1) => "improvement",
        (Direction::Improvement, _) => "improvements",
        (Direction::Neutral, 1) => "other change",
        (Direction::Neutral, _) => "other changes",
    };
    format!("{count} {what}")
}

/// The changes of a framework that go one way.
fn going(framework: &FrameworkDiff, direction: Direction) -> Vec<&Change> {
    framework.changes.iter().filter(|change| change.direction == direction).collect()
}

/// The totals before and after, in words.
fn totals(framework: &FrameworkDiff, arrow: &str) -> String {
    let both = |of: fn(&Totals) -> String| match (framework.before.as_ref().map(of), framework.after.as_ref().map(of)) {
        (Some(before), Some(after)) if before != after => format!("{before} {arrow} {after}"),
        (Some(count), _) | (None, Some(count)) => count,
        (None, None) => String::new(),
    };
    format!(
        "{} categories covered, {} deep enough, {} threats met",
        both(|totals| format!("{} of {}", totals.covered, totals.expected)),
        both(|totals| totals.met.to_string()),
        both(|totals| format!("{} of {}", totals.threats_met, totals.threats)),
    )
}

/// Where a change is seen; a place before is said to be one.
fn place(change: &Change) -> String {
    let before = if change.side == Side::Old { " (before)" } else { "" };
    format!("{}:{}{before}", change.place.path, change.place.line)
}

/// Why two versions of a framework cannot be compared.
fn incomparable(one: &crate::diff::Incomparable) -> String {
    format!(
        "`{}` is held against {} before and {} now, and a code means different things in two taxonomies: `--taxonomy ID` \
         holds both against one",
        one.path, one.old, one.new
    )
}
