//! Texts from any store: one JSON object of `name` and `text` a line, each an input of its own.
//!
//! A text is in no file: it can include nothing and name no file of this machine. What is said of a line depends on
//! nothing but that line, so that lines can be split up and put together in any way.

use super::{Around, Governing, Loaded, Request, Run, workers};
use crate::files::load::MAX_BYTES;
use crate::framework::reader;
use crate::problem::{Problem, ProblemKind};
use crate::report::Broken;
use crate::source::Sources;
use serde::Deserialize;
use std::borrow::Cow;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;

/// The most bytes a line may have: a text as long as a file may be, however it is escaped.
const MAX_LINE: u64 = 6 * MAX_BYTES + 4096;

/// What stands in a line; other keys are passed over.
#[derive(Deserialize)]
struct Line<'l> {
    #[serde(borrow)]
    name: Cow<'l, str>,
    #[serde(borrow)]
    text: Cow<'l, str>,
}

/// Reads and maps the text of every line, does `work` on it, and gives the results to `take`, one for each line, in order.
pub fn each_line<T: Send>(
    request: &Request,
    from: &mut dyn Read,
    work: &(dyn Fn(Loaded) -> T + Sync),
    take: &mut dyn FnMut(T),
) {
    let mut run = Run::of(request, Path::new("."));
    let around = run.around(Vec::new());
    let Governing { ruling, baseline } = run.governing_by(Arc::clone(&around.general));
    let mut unusable: Vec<Broken> = run.rules.take_refused().into_iter().map(Broken::from).collect();
    let known = baseline.unwrap_or_else(|broken| {
        unusable.extend(broken);
        None
    });
    if !unusable.is_empty() {
        return unusable.into_iter().for_each(|broken| take(work(around.none(broken))));
    }
    let load = |line: io::Result<Vec<u8>>| {
        let governing = Governing { ruling: Arc::clone(&ruling), baseline: Ok(known.clone()) };
        work(line_of(&around, governing, line).unwrap_or_else(|problem| {
            let (path, sources) = (String::new(), Sources::default());
            around.none(Broken { path, sources, problems: vec![problem] })
        }))
    };
    workers::in_order(&mut lines(from), request.threads(usize::MAX), &load, take);
}

fn line_of(around: &Around, governing: Governing, line: io::Result<Vec<u8>>) -> Result<Loaded, Problem> {
    let bytes = line.map_err(|error| {
        let message = format!("standard input cannot be read: {}", error.to_string().to_lowercase());
        Problem::without_place(ProblemKind::Io, message)
    })?;
    if bytes.len() as u64 > MAX_LINE {
        let message = "this line is longer than any framework that is read";
        return Err(Problem::without_place(ProblemKind::Limit, message).help("split it into several frameworks"));
    }
    let line: Line<'_> = serde_json::from_slice(&bytes).map_err(|error| no_line(&error))?;
    Ok(around.load(Some(governing), None, reader::read_text(&line.name, &line.text)))
}

fn no_line(error: &serde_json::Error) -> Problem {
    let reason = error.to_string();
    let reason = reason.split(" at line ").next().unwrap_or_default();
    let message = format!("this line is no JSON object with `name` and `text`: column {}: {reason}", error.column());
    Problem::without_place(ProblemKind::Syntax, message).help("write {\"name\": \"...\", \"text\": \"...\"}")
}

/// The lines of a stream without their ends; one that is too long is cut, and what cannot be read is the last.
fn lines(from: &mut dyn Read) -> impl Iterator<Item = io::Result<Vec<u8>>> {
    let mut from = Some(BufReader::new(from));
    std::iter::from_fn(move || {
        let reader = from.as_mut()?;
        let line = line(reader);
        if line.is_err() {
            from = None;
        }
        line.transpose()
    })
}

fn line(from: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    if from.by_ref().take(MAX_LINE + 1).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
    } else if line.len() as u64 > MAX_LINE {
        from.skip_until(b'\n')?;
    }
    Ok(Some(line))
}
