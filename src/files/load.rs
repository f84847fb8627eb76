//! Reading a file without trusting it: bounded, checked to be UTF-8, and never a panic.
//!
//! This module must not know what the text means.

use crate::problem::{Problem, ProblemKind};
use crate::source::{FileId, SourceFile, Span, offset};
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

/// The most bytes a framework may have, its root and all it includes taken together: 64 MiB.
pub const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// How much of what follows a byte that is not UTF-8 is kept, so that the place can be shown.
const SHOWN_AFTER: usize = 80;

/// A file as far as it could be read, so that a refusal has a path and, where possible, a place.
#[derive(Debug)]
pub struct Loaded {
    /// The file; its text is empty where it could not be opened.
    pub file: SourceFile,
    /// Why it was refused.
    pub problem: Option<Problem>,
}

impl Loaded {
    fn refused(shown: &str, problem: Problem) -> Self {
        Self { file: SourceFile::new(shown.to_owned(), String::new()), problem: Some(problem) }
    }
}

/// How many bytes a file may have, and what is said of one that has more, by how it is shown.
#[derive(Clone, Copy)]
struct Room {
    most: u64,
    too_big: fn(&str, u64) -> Problem,
}

impl Room {
    fn refuse(self, shown: &str) -> Problem {
        (self.too_big)(shown, self.most)
    }
}

/// Reads the file of a framework at `path`, shown as `shown`, that will be number `id`, if it has at most `most` bytes: what
/// is left of [`MAX_BYTES`].
pub fn load(path: &Path, shown: &str, id: FileId, most: u64) -> Loaded {
    load_within(path, shown, id, Room { most, too_big: too_big_together })
}

/// Reads a file that stands for itself (a taxonomy, a configuration, a baseline), if it has at most `most` bytes.
pub fn load_alone(path: &Path, shown: &str, id: FileId, most: u64) -> Loaded {
    load_within(path, shown, id, Room { most, too_big: too_big_alone })
}

/// Reads the stream of a framework to its end, or to the bound.
pub fn load_from(from: impl Read, shown: &str, id: FileId, most: u64) -> Loaded {
    load_sized(from, 0, shown, id, Room { most, too_big: too_big_together })
}

fn load_within(path: &Path, shown: &str, id: FileId, room: Room) -> Loaded {
    match open(path, shown, room) {
        Ok((file, size)) => load_sized(file, size, shown, id, room),
        Err(problem) => Loaded::refused(shown, problem),
    }
}

/// Reads where so many bytes are expected: one is read ahead to see the end.
fn load_sized(from: impl Read, size: u64, shown: &str, id: FileId, room: Room) -> Loaded {
    let mut bytes = Vec::with_capacity(usize::try_from(size.min(room.most)).map_or(0, |size| size + 1));
    // One byte over the bound tells a file of exactly that size from one that goes on: a growing file, a device.
    match from.take(room.most.saturating_add(1)).read_to_end(&mut bytes) {
        Err(error) => Loaded::refused(shown, unreadable(shown, &error)),
        Ok(read) if read as u64 > room.most => Loaded::refused(shown, room.refuse(shown)),
        Ok(_) => decode(bytes, shown, id),
    }
}

/// The file, and how many bytes it has.
fn open(path: &Path, shown: &str, room: Room) -> Result<(File, u64), Problem> {
    // Asked of the path first: opening a folder succeeds on some systems and fails on others.
    let about = std::fs::metadata(path).map_err(|error| unreadable(shown, &error))?;
    if about.is_dir() {
        return Err(Problem::without_place(ProblemKind::Io, format!("`{shown}` is a folder, not a file"))
            .help("name a file in it"));
    }
    // A pipe would be waited for, perhaps for ever, and what a device gives is no file that a report could point at.
    if !about.is_file() {
        return Err(Problem::without_place(
            ProblemKind::Io,
            format!("`{shown}` is a pipe or a device, not a regular file"),
        )
        .help("give its content to standard input and name `-`"));
    }
    if about.len() > room.most {
        return Err(room.refuse(shown));
    }
    let file = File::open(path).map_err(|error| unreadable(shown, &error))?;
    Ok((file, about.len()))
}

fn too_big_alone(shown: &str, most: u64) -> Problem {
    let message = format!("`{shown}` has more than {} MiB, the most that is read", most / 1024 / 1024);
    Problem::without_place(ProblemKind::Limit, message).help("check that this is the file you mean")
}

/// The bound is on all files of a framework, of which `most` is what the others have left.
fn too_big_together(shown: &str, _: u64) -> Problem {
    let mib = MAX_BYTES / 1024 / 1024;
    let message = format!("`{shown}` takes the framework over {mib} MiB, the most that is read");
    Problem::without_place(ProblemKind::Limit, message).help("split it into several frameworks")
}

fn unreadable(shown: &str, error: &std::io::Error) -> Problem {
    let (message, help) = if error.kind() == ErrorKind::NotFound {
        (format!("`{shown}` does not exist"), "check the path")
    } else if error.kind() == ErrorKind::PermissionDenied {
        (format!("`{shown}` may not be read: permission denied"), "give yourself the right to read it")
    } else {
        (format!("`{shown}` cannot be read: {}", error.to_string().to_lowercase()), "check the path")
    };
    Problem::without_place(ProblemKind::Io, message).help(help)
}

fn decode(mut bytes: Vec<u8>, shown: &str, id: FileId) -> Loaded {
    let byte_order_mark = bytes.starts_with(b"\xEF\xBB\xBF");
    if byte_order_mark {
        bytes.drain(..3);
    }
    let (text, problem) = match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            let end = bytes.len().min(at + SHOWN_AFTER);
            let text = String::from_utf8_lossy(bytes.get(..end).unwrap_or_default()).into_owned();
            let problem = not_utf8(&bytes, at, if byte_order_mark { 3 } else { 0 }, id);
            (text, Some(problem))
        }
    };
    let mut file = SourceFile::new(shown.to_owned(), text);
    file.byte_order_mark = byte_order_mark;
    Loaded { file, problem }
}

/// The one problem of a file in another encoding; `skipped` are the bytes of the byte order mark.
fn not_utf8(bytes: &[u8], at: usize, skipped: usize, id: FileId) -> Problem {
    let span = Span { file: id, start: offset(at), end: offset(at + char::REPLACEMENT_CHARACTER.len_utf8()) };
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return Problem::at(ProblemKind::Encoding, span, "the file is UTF-16, not UTF-8")
            .label("the mark of UTF-16")
            .help("save it as UTF-8");
    }
    let byte = bytes.get(at).copied().unwrap_or_default();
    let line = bytes.iter().take(at).filter(|&&byte| byte == b'\n').count() + 1;
    let message = format!("the file is not UTF-8: byte 0x{byte:02X} at offset {} in line {line}", at + skipped);
    Problem::at(ProblemKind::Encoding, span, message).label("no character of UTF-8").help("save it as UTF-8")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load_bytes(bytes: &[u8]) -> Loaded {
        load_from(bytes, "x.toml", FileId(0), MAX_BYTES)
    }

    #[test]
    fn a_byte_order_mark_is_left_out_of_the_text_and_remembered() {
        let loaded = load_bytes(b"\xEF\xBB\xBFa = 1");
        assert_eq!(loaded.file.text, "a = 1");
        assert!(loaded.file.byte_order_mark && loaded.problem.is_none());
    }

    #[test]
    fn what_is_not_utf8_is_one_problem_at_the_byte() {
        let cases: [(&[u8], &str, u32); 4] = [
            (b"a = 1\nb = \"\xE9\"\n", "byte 0xE9 at offset 11 in line 2", 11),
            (b"\xEF\xBB\xBFx\xFF", "byte 0xFF at offset 4 in line 1", 1),
            (b"\xFF\xFEa\0", "UTF-16", 0),
            (b"ok\xC3", "byte 0xC3 at offset 2 in line 1", 2),
        ];
        for (bytes, message, start) in cases {
            let loaded = load_bytes(bytes);
            let problem = loaded.problem.expect(message);
            assert!(problem.message.contains(message), "{}", problem.message);
            let span = problem.span.expect("a place");
            assert_eq!((problem.kind, span.start), (ProblemKind::Encoding, start));
            assert!(loaded.file.text.get(span.start as usize..span.end as usize).is_some(), "{message}");
        }
    }

    #[test]
    fn a_stream_without_end_is_refused_at_the_bound() {
        let loaded = load_from(std::io::repeat(b'#'), "zero", FileId(0), 1000);
        assert_eq!(loaded.problem.map(|problem| problem.kind), Some(ProblemKind::Limit));
        assert!(load_from(std::io::repeat(b'#').take(1000), "x", FileId(0), 1000).problem.is_none());
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_regular_file_is_refused_before_it_is_opened() {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("socket");
        let _listening = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        for path in [std::path::PathBuf::from("/dev/zero"), socket] {
            let problem = load(&path, "p", FileId(0), MAX_BYTES).problem.expect("refused");
            assert!(problem.message.contains("not a regular file"), "{}", problem.message);
            assert!(problem.help.contains("name `-`"));
        }
    }

    #[test]
    fn folders_and_missing_files_are_said_to_be_so() {
        let folder = tempfile::tempdir().unwrap();
        for (path, message) in [(folder.path().to_owned(), "is a folder"), (folder.path().join("no"), "does not exist")]
        {
            let problem = load(&path, "p", FileId(0), MAX_BYTES).problem.expect(message);
            assert!(problem.message.contains(message), "{}", problem.message);
            assert_eq!(problem.kind, ProblemKind::Io);
        }
        let big = folder.path().join("big");
        std::fs::write(&big, "12345").unwrap();
        let problem = load(&big, "big", FileId(0), 4).problem.expect("too big");
        assert_eq!(problem.kind, ProblemKind::Limit);
    }
}
