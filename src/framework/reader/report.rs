//! Collecting problems: every one, but no flood of them.

use crate::problem::{Problem, ProblemKind};
use crate::source::{FileId, Span};
use std::collections::BTreeMap;

/// Problems shown of one file; the rest is counted in one more.
pub const MAX_PROBLEMS: usize = 100;

/// The problems so far. Those past the bound are never even worded, so that a file full of mistyped names does not
/// cost a search for the nearest name each.
#[derive(Debug, Default)]
pub struct Report {
    kept: Vec<Problem>,
    of: BTreeMap<Option<FileId>, Count>,
}

#[derive(Debug, Default)]
struct Count {
    kept: usize,
    more: usize,
    next: Option<Span>,
}

impl Report {
    /// Adds a problem at a place, worded only if it will be shown.
    pub fn at(&mut self, span: Span, word: impl FnOnce() -> Problem) {
        if self.admits(Some(span)) {
            self.kept.push(word());
        }
    }

    /// Adds a problem that is worded already, or has no place.
    pub fn add(&mut self, problem: Problem) {
        if self.admits(problem.span) {
            self.kept.push(problem);
        }
    }

    /// The first place of a file that was reported so far; its start if none was.
    pub fn first_in(&self, file: FileId) -> Span {
        let spans = self.kept.iter().filter_map(|problem| problem.span).filter(|span| span.file == file);
        spans.min().unwrap_or(Span { file, start: 0, end: 0 })
    }

    fn admits(&mut self, span: Option<Span>) -> bool {
        let count = self.of.entry(span.map(|span| span.file)).or_default();
        if count.kept < MAX_PROBLEMS {
            count.kept += 1;
            return true;
        }
        count.more += 1;
        count.next = count.next.or(span);
        false
    }

    /// All problems by file and place, each file's count of the rest after its own.
    pub fn finish(mut self) -> Vec<Problem> {
        let key = |problem: &Problem| problem.span.map(|span| (span.file, span.start, span.end));
        self.kept.sort_by_key(key);
        self.kept.dedup();
        let rest = self.of.into_values().filter(|count| count.more > 0).map(|count| {
            let more = count.more;
            let problem = Problem::without_place(ProblemKind::Limit, format!("and {more} more problems in this file"))
                .label("the next one")
                .help("fix those above first");
            Problem { span: count.next, ..problem }
        });
        let mut all = self.kept;
        all.extend(rest);
        all.sort_by_key(|problem| problem.span.map(|span| span.file));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_a_hundred_problems_in_a_file_the_rest_is_counted() {
        let mut report = Report::default();
        for start in (0..250).rev() {
            let span = Span { file: FileId(start % 2), start, end: start + 1 };
            report.at(span, || Problem::at(ProblemKind::Shape, span, format!("p{start}")));
        }
        let all = report.finish();
        assert_eq!(all.len(), 202);
        assert_eq!(all[100].message, "and 25 more problems in this file");
        assert_eq!(all[100].span.map(|span| span.file), Some(FileId(0)));
        assert!(all.windows(2).all(|pair| pair[0].span.map(|at| at.file) <= pair[1].span.map(|at| at.file)));
        assert!(all[..100].windows(2).all(|pair| pair[0].span <= pair[1].span));
    }
}
