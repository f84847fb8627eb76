//! Parsing with recovery: every syntax error once, and a tree of the statements that are not damaged.
//!
//! The parser recovers by itself, but what it makes of a damaged statement can swallow or move those after it. So each
//! damaged statement is reported once, blanked out with spaces (which moves no place), and the rest is parsed again.
//! This module must not know what the keys mean, only which headers begin a list.

use super::flood;
use super::layout::{Layout, Statement, long_lines, statement_at, statements};
use super::report::Report;
use super::wording;
use crate::problem::{Problem, ProblemKind};
use crate::source::{SourceFile, Span, offset};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use toml::de::DeTable;

/// How often a damaged text is repaired before the rest of it is given up.
pub(super) const MAX_REPAIRS: usize = 6;

/// The tree of a file, without its damaged statements.
pub(super) struct Parsed<'t> {
    /// The undamaged statements.
    pub(super) tree: DeTable<'t>,
    /// Whether any were damaged: what is missing may only be unreadable.
    pub(super) broken: bool,
}

/// The texts of a damaged file after each repair, so that a tree can borrow from the last.
pub(super) type Repairs = [OnceCell<String>; MAX_REPAIRS];

/// Parses a file.
pub(super) fn parse<'t>(file: &'t SourceFile, repairs: &'t Repairs, report: &mut Errors<'_>) -> Parsed<'t> {
    // The strict parse keeps no more than one error, so a whole file costs one parse and a broken one no memory.
    if !flood::at_start(&file.text)
        && let Ok(tree) = DeTable::parse(&file.text)
    {
        return Parsed { tree: tree.into_inner(), broken: false };
    }
    let layout = Layout::of(file);
    let end = flood::readable(&file.text, &layout);
    if end < file.text.len() {
        let at = layout.line(end);
        report.add(&at, flood::given_up);
    }
    let mut repair = Repair { report, layout, seen: BTreeSet::new(), broken: false };
    let tree = repair.run(file.text.get(..end).unwrap_or_default(), repairs);
    let broken = repair.broken || end < file.text.len();
    if broken {
        report.note_waiting();
    }
    Parsed { tree, broken }
}

/// Where the errors of one file go.
pub(super) struct Errors<'r> {
    /// The file.
    pub(super) file: crate::source::FileId,
    /// All problems.
    pub(super) report: &'r mut Report,
}

impl Errors<'_> {
    fn span(&self, range: &Range<usize>) -> Span {
        Span { file: self.file, start: offset(range.start), end: offset(range.end) }
    }

    fn add(&mut self, range: &Range<usize>, word: impl FnOnce(Span) -> Problem) {
        let span = self.span(range);
        self.report.at(span, || word(span));
    }

    fn note_waiting(&mut self) {
        let first = self.report.first_in(self.file);
        let message = "missing keys and references are checked once the syntax errors are fixed";
        self.report.add(Problem::at(ProblemKind::Syntax, first, message).help("fix the others first"));
    }
}

/// One error of the parser: where, and in its words.
struct Fault<'e> {
    at: Range<usize>,
    message: &'e str,
}

/// The parser's errors in order of place, each inside the text and between characters.
fn faults<'e>(text: &str, errors: &'e [toml::de::Error]) -> Vec<Fault<'e>> {
    let inside = |at: usize| (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    // The one error without a place is about too many keys in a row.
    let mut too_long = long_lines(text);
    let place = |error: &'e toml::de::Error| {
        let at = error.span().or_else(|| too_long.next()).unwrap_or(0..0);
        Fault { at: inside(at.start)..inside(at.end.max(at.start)), message: error.message() }
    };
    let mut faults: Vec<Fault<'_>> = errors.iter().map(place).collect();
    faults.sort_by_key(|fault| fault.at.start);
    faults
}

struct Repair<'e, 'r> {
    report: &'e mut Errors<'r>,
    layout: Layout<'e>,
    /// Starts of errors that were reported and are not cut out, so they come again in the next pass.
    seen: BTreeSet<usize>,
    /// Whether anything was damaged.
    broken: bool,
}

impl Repair<'_, '_> {
    /// Reports what is damaged, blanks it out and parses what is left, until nothing damaged is left.
    fn run<'t>(&mut self, original: &'t str, repairs: &'t Repairs) -> DeTable<'t> {
        let mut text = original;
        for (done, repair) in repairs.iter().enumerate() {
            let (tree, errors) = DeTable::parse_recoverable(text);
            let mut cuts = self.pass(text, tree.get_ref(), &errors);
            let Some(first) = cuts.ranges.keys().next().copied() else { return tree.into_inner() };
            if done + 1 == MAX_REPAIRS {
                cuts.add(first..text.len());
            }
            text = repair.get_or_init(|| cuts.blank(text));
        }
        DeTable::parse_recoverable(text).0.into_inner()
    }

    fn pass(&mut self, text: &str, tree: &DeTable<'_>, errors: &[toml::de::Error]) -> Cuts {
        let mut cuts = Cuts::default();
        if errors.is_empty() {
            return cuts;
        }
        let statements = statements(tree, text);
        for fault in &faults(text, errors) {
            if !cuts.explain(fault) && !self.seen.contains(&fault.at.start) {
                self.take(fault, text, &statements, &mut cuts);
            }
        }
        cuts
    }

    /// Reports one error and cuts out what it damages.
    fn take(&mut self, fault: &Fault<'_>, text: &str, statements: &[Statement<'_>], cuts: &mut Cuts) {
        if wording::is_about_a_date(fault.message) {
            self.seen.insert(fault.at.start);
            return self.report.add(&fault.at, |span| wording::date(span, text));
        }
        if let Some(statement) = statement_at(statements, &self.layout, fault.at.start) {
            return self.take_statement(fault, statement, text, cuts);
        }
        if fault.message == "duplicate key" {
            return self.take_duplicate(fault, text, statements, cuts);
        }
        self.report_fault(fault, text);
        cuts.add(self.layout.damaged_by_line(fault.at.start));
        cuts.header |= self.layout.header_of(&self.layout.line(fault.at.start)).is_some();
    }

    fn take_statement(&mut self, fault: &Fault<'_>, statement: &Statement<'_>, text: &str, cuts: &mut Cuts) {
        let start = self.layout.line(statement.key).start;
        let header = self.layout.next_header(statement.key).filter(|&at| at < statement.value.end);
        let unclosed = self.layout.swallows(statement, fault.at.start, text);
        let end = match (unclosed, header) {
            (true, header) if !statement.is_long_text(text) => {
                self.layout.line(fault.at.start).start.min(header.unwrap_or(usize::MAX))
            }
            (_, Some(header)) if !statement.is_closed_text(text) => header,
            _ => self.layout.line(statement.value.end).end,
        };
        if unclosed {
            let opening = statement.opening(text);
            self.broken = true;
            self.report.add(&opening, |span| wording::unclosed(span, statement.name, text));
        } else {
            self.report_fault(fault, text);
        }
        cuts.add(start..end.max(start + 1));
        cuts.swallowed = cuts.swallowed.max(self.layout.line(statement.value.end).end);
    }

    /// The same key or header again. The parser keeps the first key and goes on, so nothing is cut; but a header that
    /// comes again takes away what stood under the first, so its section is.
    fn take_duplicate(&mut self, fault: &Fault<'_>, text: &str, all: &[Statement<'_>], cuts: &mut Cuts) {
        let line = self.layout.line(fault.at.start);
        let header = self.layout.header_of(&line).cloned();
        let culprit = match &header {
            Some(header) if header.double => self.layout.single_before(header).cloned(),
            single => single.clone(),
        };
        let Some(culprit) = culprit else {
            self.broken = true;
            self.seen.insert(fault.at.start);
            let name = text.get(fault.at.clone()).unwrap_or_default();
            let first = if header.is_some() { None } else { self.first_of(name, fault.at.start, all) };
            return self.report.add(&fault.at, |span| wording::twice(span, name, first));
        };
        if !cuts.cover(culprit.at.start) {
            cuts.add(self.layout.damaged_by_line(culprit.at.start));
            self.broken = true;
            let (name, many) = (&culprit.name, super::keys::is_list(&culprit.name));
            self.report.add(&culprit.at, |span| {
                if many { wording::single_table(span, name) } else { wording::twice(span, &format!("[{name}]"), None) }
            });
        }
    }

    /// Where a key that comes again was written first, in the same section.
    fn first_of(&self, name: &str, again: usize, all: &[Statement<'_>]) -> Option<Span> {
        let (section, name) = (self.layout.section_start(again), name.trim_matches(['"', '\'']));
        let before = all.iter().take(all.partition_point(|one| one.key < again));
        let first = before.rev().take_while(|one| one.key >= section).find(|one| one.name == name)?;
        Some(self.report.span(&(first.key..first.key + first.name.len())))
    }

    fn report_fault(&mut self, fault: &Fault<'_>, text: &str) {
        self.broken = true;
        self.report.add(&fault.at, |span| wording::fault(span, fault.message, text));
    }
}

/// What one pass found damaged.
#[derive(Default)]
struct Cuts {
    /// Ranges of whole lines to blank out, from start to end.
    ranges: BTreeMap<usize, usize>,
    /// Up to where a damaged statement took what is not its own.
    swallowed: usize,
    /// Whether a header was damaged: what follows then stands in the wrong table.
    header: bool,
}

impl Cuts {
    /// Whether an error may only be a consequence of another; if not, it comes again in the next pass.
    fn explain(&self, fault: &Fault<'_>) -> bool {
        let at = fault.at.start;
        self.cover(at) || (1..=self.swallowed).contains(&at) || self.header && fault.message == "duplicate key"
    }

    fn add(&mut self, cut: Range<usize>) {
        let end = self.ranges.entry(cut.start).or_default();
        *end = cut.end.max(*end);
    }

    /// Whether a place is cut out already.
    fn cover(&self, at: usize) -> bool {
        self.ranges.range(..=at).next_back().is_some_and(|(_, &end)| at < end)
    }

    /// The text with every byte in the cuts a space, but for line ends.
    fn blank(&self, text: &str) -> String {
        let (mut out, mut done) = (String::with_capacity(text.len()), 0);
        for (&start, &end) in &self.ranges {
            let (start, end) = (start.max(done), end.min(text.len()).max(done));
            out.push_str(text.get(done..start).unwrap_or_default());
            let cut = text.get(start..end).unwrap_or_default();
            out.extend(cut.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
            done = end;
        }
        out.push_str(text.get(done..).unwrap_or_default());
        out
    }
}
