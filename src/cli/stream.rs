//! `mitigap check` where one input is told after the other: what is held does not grow with their number.

use super::Surroundings;
use super::check::{CheckArgs, selects_nothing};
use super::output;
use crate::pipeline::{self, Loaded, Request, Stdin};
use crate::render::json;
use crate::report::Exit;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// One input as it is told, and what it means for the exit code.
struct Told {
    bytes: Vec<u8>,
    exit: Exit,
}

/// Whether nothing asked for has to know every input before the first is told.
///
/// A filter is held against the names of all of them, and a file that is written against the paths of all of them. A single
/// file is written as it is told, not held until it is told.
pub(super) fn can(args: &CheckArgs) -> bool {
    let filters = [&args.category, &args.tier, &args.threat];
    let single = matches!(args.paths.as_slice(), [path] if path.is_file());
    !single
        && args.format.name == json::LINES
        && !args.show_config
        && args.output.is_empty()
        && filters.iter().all(|filter| filter.is_empty())
        && selects_nothing(args).is_none()
}

/// Checks, writes a line for each input, and says the exit code.
pub(super) fn run(args: &CheckArgs, request: &Request, surroundings: &mut Surroundings<'_>) -> std::io::Result<u8> {
    if let Some(message) = selects_nothing(args) {
        writeln!(surroundings.err, "error: {message}")?;
        return Ok(Exit::Broken.code());
    }
    let rooms = Rooms::default();
    let work = |loaded: Loaded| tell(&loaded, rooms.take());
    let (mut exit, mut written) = (Exit::Nothing, Ok(()));
    let (out, stdin) = (&mut *surroundings.out, &mut *surroundings.stdin);
    let mut take = |told: Told| {
        exit = exit.and(told.exit);
        if written.is_ok() {
            written = out.write_all(&told.bytes).and_then(|()| out.flush());
        }
        rooms.give_back(told.bytes);
    };
    if args.stdin_jsonl {
        pipeline::each_line(request, stdin, &work, &mut take);
    } else {
        let stdin = Stdin { reader: stdin, name: args.stdin_filename.as_deref() };
        pipeline::each(request, stdin, surroundings.progress, &work, &mut take);
    }
    match written {
        // Whoever read our output has seen enough; the verdict stands.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            let reason = output::reason(&error, Path::new(""));
            writeln!(surroundings.err, "error: cannot write the output: {reason}")?;
            Ok(Exit::Broken.code())
        }
        Ok(()) | Err(_) => Ok(exit.code()),
    }
}

/// Room for the lines of inputs, used again: getting much memory and giving it back takes longer than to keep it.
#[derive(Default)]
struct Rooms(Mutex<Vec<Vec<u8>>>);

impl Rooms {
    /// Bytes that a framework of ordinary length comes to.
    const EXPECTED: usize = 1 << 18;

    /// Room that is larger is not kept, since what is held must not grow with the longest line.
    const MOST: usize = 1 << 20;

    fn take(&self) -> Vec<u8> {
        self.all().pop().unwrap_or_else(|| Vec::with_capacity(Self::EXPECTED))
    }

    fn give_back(&self, mut room: Vec<u8>) {
        if room.capacity() <= Self::MOST {
            room.clear();
            self.all().push(room);
        }
    }

    fn all(&self) -> MutexGuard<'_, Vec<Vec<u8>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn tell(loaded: &Loaded, mut bytes: Vec<u8>) -> Told {
    let report = loaded.report();
    let whole = json::append_lines(&report, &mut bytes).is_ok();
    Told { bytes, exit: if whole { report.exit() } else { Exit::Broken } }
}
