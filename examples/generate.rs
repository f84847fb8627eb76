//! Writes frameworks to measure with: the same bytes for the same arguments.
//!
//!     cargo run --release --example generate -- framework COUNT [NUMBER]     one framework of COUNT mitigations, to standard output
//!     cargo run --release --example generate -- fleet FOLDER FILES           FILES frameworks of ordinary size
//!     cargo run --release --example generate -- fleet FOLDER FILES repeated  the same, of 500 texts that all share
//!     cargo run --release --example generate -- jsonl FILES                  the same as lines of name and text
//!     cargo run --release --example generate -- chain COUNT                  COUNT mitigations, each on a chain of dependencies

#![allow(clippy::indexing_slicing, clippy::print_stderr, reason = "an example may fail loudly")]

#[path = "../benches/support/mod.rs"]
mod support;

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::Path;
use support::{Generator, ORDINARY};

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize| arguments.get(at).and_then(|text| text.parse::<u64>().ok());
    let mut out = io::BufWriter::new(io::stdout().lock());
    match (arguments.first().map(String::as_str), number(1), number(2)) {
        (Some("framework"), Some(count), seed) => {
            out.write_all(Generator::new().framework(seed.unwrap_or(0), size(count)).as_bytes())
        }
        (Some("chain"), Some(count), _) => out.write_all(chain(count).as_bytes()),
        (Some("jsonl"), Some(files), _) => lines(files, &mut out),
        (Some("fleet"), _, Some(files)) => {
            fleet(Path::new(&arguments[1]), files, arguments.get(3).map(String::as_str) == Some("repeated"))
        }
        _ => writeln!(io::stderr(), "framework COUNT [NUMBER], fleet FOLDER FILES, jsonl FILES, or chain COUNT"),
    }?;
    out.flush()
}

/// How many texts the frameworks of a repeated fleet share.
const SHARED: u64 = 500;

fn size(count: u64) -> usize {
    usize::try_from(count).unwrap_or(ORDINARY)
}

/// A hundred files a folder, so that no folder is unusually large.
fn fleet(folder: &Path, files: u64, repeated: bool) -> io::Result<()> {
    let generator = Generator::new();
    for number in 0..files {
        let group = folder.join(format!("group-{:04}", number / 100));
        if number % 100 == 0 {
            std::fs::create_dir_all(&group)?;
        }
        let path = group.join(format!("developer-{number:06}.framework.toml"));
        let text =
            if repeated { generator.sharing(number, ORDINARY, SHARED) } else { generator.framework(number, ORDINARY) };
        std::fs::write(path, text)?;
    }
    Ok(())
}

fn lines(files: u64, out: &mut dyn io::Write) -> io::Result<()> {
    let generator = Generator::new();
    for number in 0..files {
        let text = generator.framework(number, ORDINARY);
        let line = serde_json::json!({ "name": format!("developer-{number:06}.framework.toml"), "text": text });
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// The worst case of dependencies that nest: each rests on the one before.
fn chain(count: u64) -> String {
    let mut text =
        "schema = 1\n\n[framework]\nname = \"A chain\"\n\n[[threat]]\nid = \"misuse\"\nname = \"Misuse\"\n".to_owned();
    for at in 0..count {
        // Writing to a `String` cannot fail.
        let below = at.checked_sub(1).map_or_else(String::new, |below| format!("\"link-{below}\""));
        let _ = write!(text, "\n[[dependency]]\nid = \"link-{at}\"\nkind = \"host\"\ndepends_on = [{below}]\n");
        let _ = write!(
            text,
            "\n[[mitigation]]\nid = \"measure-{at}\"\nname = \"Output filter {at}\"\ncategory = \"1.2.1\"\n\
             threats = [\"misuse\"]\ndepends_on = [\"link-{at}\"]\n"
        );
    }
    text
}
