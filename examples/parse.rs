//! Reads and parses files, or every `.toml` file below folders, and does nothing else: the floor that speed is measured from.
//!
//!     cargo run --release --example parse -- PATH...

#![allow(clippy::print_stdout, reason = "an example")]

use std::hint::black_box;
use std::path::Path;
use toml::de::DeTable;

fn main() -> std::io::Result<()> {
    let mut bytes = 0;
    for path in std::env::args_os().skip(1) {
        bytes += parse(Path::new(&path))?;
    }
    println!("{bytes} bytes");
    Ok(())
}

fn parse(path: &Path) -> std::io::Result<usize> {
    if path.is_dir() {
        let mut files: Vec<_> = std::fs::read_dir(path)?.filter_map(Result::ok).map(|entry| entry.path()).collect();
        files.sort();
        let wanted =
            files.iter().filter(|path| path.is_dir() || path.extension().is_some_and(|ending| ending == "toml"));
        return wanted.map(|path| parse(path)).sum();
    }
    let text = std::fs::read_to_string(path)?;
    black_box(DeTable::parse_recoverable(&text));
    Ok(text.len())
}
