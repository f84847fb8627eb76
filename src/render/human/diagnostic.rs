//! One finding or problem as a miette diagnostic on the lines it is about.
//!
//! miette is given the source through [`Lines`], which looks lines up in the file's table: the cost of a diagnostic does
//! not grow with the file.

use super::group::Group;
use crate::checks::Severity;
use crate::problem::Problem;
use crate::render::terminal::{is_hostile, safe, safe_source};
use crate::report::{Broken, FrameworkReport};
use crate::source::{SourceFile, Sources, Span};
use crate::vocabulary::Word as _;
use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode,
    SourceSpan, SpanContents,
};
use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::OnceLock;
use textwrap::{WordSeparator, WordSplitter};

/// Lines longer than this are not quoted.
const LONGEST_QUOTED_LINE: usize = 400;

/// How many places a diagnostic marks.
const MARKED_PLACES: usize = 4;

/// A finding or a group of them.
pub(super) fn finding(framework: &FrameworkReport<'_>, group: &Group<'_>, colour: bool) -> String {
    let Some(first) = group.findings.first() else { return String::new() };
    let check = first.finding.check;
    let mut help = Vec::new();
    if group.is_list(framework) {
        help.push(format!("`mitigap explain {check}` says what to do; these are"));
        help.extend(group.findings.iter().map(|judged| format!("- {}", judged.finding.message)));
    } else {
        help.push(first.finding.help.clone());
    }
    let mut places: Vec<(Span, &str)> = Vec::new();
    for judged in &group.findings {
        let own = std::iter::once((judged.finding.span, judged.finding.label.as_str()));
        let all = own.chain(judged.finding.related.iter().map(|(span, label)| (*span, label.as_str())));
        places.extend(all.filter(|(span, _)| places.iter().all(|(known, _)| known != span)).collect::<Vec<_>>());
    }
    let shown = Shown::new(framework.sources, &places, check, group.severity);
    shown.render(&group.message(framework), &help.join("\n"), colour)
}

/// A reason why an input could not be checked.
pub(super) fn problem(broken: &Broken, problem: &Problem, colour: bool) -> String {
    let own = problem.span.map(|span| (span, problem.label.as_str()));
    let places: Vec<(Span, &str)> =
        own.into_iter().chain(problem.related.iter().map(|(span, label)| (*span, label.as_str()))).collect();
    let shown = Shown::new(&broken.sources, &places, problem.kind.id(), Severity::Error);
    let names_no_file = places.is_empty() && !broken.path.is_empty() && !problem.message.contains(&broken.path);
    let message = if names_no_file { format!("{}: {}", broken.path, problem.message) } else { problem.message.clone() };
    shown.render(&message, &problem.help, colour)
}

/// What miette prints.
#[derive(Debug)]
struct Shown<'s> {
    code: &'s str,
    severity: Severity,
    message: String,
    help: String,
    lines: Option<Lines<'s>>,
    labels: Vec<LabeledSpan>,
    /// Places that cannot be quoted beside the first: in other files, or on overlong lines.
    elsewhere: Vec<String>,
}

impl<'s> Shown<'s> {
    fn new(sources: &'s Sources, places: &[(Span, &str)], code: &'s str, severity: Severity) -> Self {
        let mut shown = Self {
            code,
            severity,
            message: String::new(),
            help: String::new(),
            lines: None,
            labels: Vec::new(),
            elsewhere: Vec::new(),
        };
        for (at, &(span, label)) in places.iter().enumerate() {
            if at >= MARKED_PLACES {
                let more = places.len() - at;
                shown
                    .elsewhere
                    .push(format!("({more} more {} not shown)", if more == 1 { "place is" } else { "places are" }));
                break;
            }
            shown.mark(sources, span, label);
        }
        shown
    }

    /// Marks a place in the quoted file, or names it.
    fn mark(&mut self, sources: &'s Sources, span: Span, label: &str) {
        let quotable = sources.file(span.file).filter(|file| !has_long_line(file, span));
        let same = self.lines.as_ref().is_none_or(|lines| quotable.is_some_and(|file| std::ptr::eq(lines.file, file)));
        let Some(file) = quotable.filter(|_| same) else {
            let place = sources.place(span);
            let colon = if label.is_empty() { "" } else { ": " };
            self.elsewhere.push(format!("{}:{}:{}{colon}{label}", place.path, place.line, place.column));
            return;
        };
        if self.lines.is_none() {
            self.lines = Some(Lines { file, pieces: OnceLock::new() });
        }
        let label = (!label.is_empty()).then(|| safe(label).into_owned());
        let (start, end) = (span.start as usize, span.end as usize);
        let marked = LabeledSpan::new(label, start, end.saturating_sub(start));
        let first = self.labels.is_empty();
        self.labels.push(if first {
            LabeledSpan::new_primary_with_span(marked.label().map(str::to_owned), *marked.inner())
        } else {
            marked
        });
    }

    fn render(mut self, message: &str, help: &str, colour: bool) -> String {
        self.message = safe(message).into_owned();
        let elsewhere = self.elsewhere.iter().map(String::as_str);
        let lines = help.lines().chain(elsewhere).filter(|line| !line.is_empty());
        self.help = lines.map(|line| safe(line).into_owned()).collect::<Vec<_>>().join("\n");
        let theme = if colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
        let handler = GraphicalReportHandler::new_themed(theme)
            .with_width(80)
            .with_context_lines(0)
            .with_links(false)
            // Ids are not cut at their hyphens: they are there to be copied.
            .with_word_separator(WordSeparator::AsciiSpace)
            .with_word_splitter(WordSplitter::NoHyphenation);
        let mut text = String::new();
        // Writing to a String cannot fail, and a span outside the file leaves the message.
        if handler.render_report(&mut text, &self).is_err() {
            text = format!("{}: {}\n", self.code, self.message);
        }
        text.push('\n');
        text
    }
}

fn has_long_line(file: &SourceFile, span: Span) -> bool {
    let starts = file.line_starts();
    let end = file.text.len();
    let first = starts.partition_point(|&start| start <= span.start).saturating_sub(1);
    let last = starts.partition_point(|&start| start <= span.end).saturating_sub(1);
    (first..=last).any(|line| {
        let from = starts.get(line).map_or(0, |&start| start as usize);
        let to = starts.get(line + 1).map_or(end, |&start| start as usize);
        to - from > LONGEST_QUOTED_LINE
    })
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Shown<'_> {}

impl Diagnostic for Shown<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(format!("{}: {}", self.severity.id(), self.code)))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        (!self.help.is_empty()).then(|| Box::new(&self.help) as Box<dyn fmt::Display + 'a>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.lines.as_ref().map(|lines| lines as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        (!self.labels.is_empty())
            .then(|| Box::new(self.labels.iter().cloned()) as Box<dyn Iterator<Item = LabeledSpan> + '_>)
    }
}

/// The lines of a file, found by their table instead of by reading from the start.
#[derive(Debug)]
struct Lines<'s> {
    file: &'s SourceFile,
    pieces: Pieces,
}

/// Lines with hostile characters in them, made safe when they were asked for; one after another, so that each can be lent.
type Pieces = OnceLock<Box<Piece>>;

#[derive(Debug)]
struct Piece {
    lines: Range<usize>,
    text: String,
    next: Pieces,
}

impl Lines<'_> {
    /// The text of a range of bytes, made safe.
    fn safe(&self, bytes: Range<usize>) -> Option<&str> {
        let text = match safe_source(self.file.text.get(bytes.clone())?) {
            Cow::Borrowed(text) => return Some(text),
            Cow::Owned(text) => text,
        };
        let (mut pieces, mut new) = (&self.pieces, Some(text));
        loop {
            let piece = || {
                Box::new(Piece { lines: bytes.clone(), text: new.take().unwrap_or_default(), next: OnceLock::new() })
            };
            let piece = pieces.get_or_init(piece);
            if piece.lines == bytes {
                return Some(&piece.text);
            }
            pieces = &piece.next;
        }
    }
}

impl SourceCode for Lines<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let starts = self.file.line_starts();
        let line_of = |at: usize| starts.partition_point(|&start| start as usize <= at).saturating_sub(1);
        let last = span.offset() + span.len().saturating_sub(1);
        let (first, end) = (line_of(span.offset()).saturating_sub(before), line_of(last) + after + 1);
        let from = starts.get(first).map_or(0, |&start| start as usize);
        let to = starts.get(end).map_or(self.file.text.len(), |&start| start as usize);
        let data = self.safe(from..to).ok_or(MietteError::OutOfBounds)?;
        let name = safe(&self.file.path).into_owned();
        debug_assert!(!name.contains(is_hostile), "names are made safe");
        let contents =
            MietteSpanContents::new_named(name, data.as_bytes(), (from, to - from).into(), first, 0, end - first);
        Ok(Box::new(contents))
    }
}
