//! The model as reviewable text, and as bytes that are read in place.
//!
//! Used by `build.rs` for the built-in model and at run time for a model trained from a taxonomy given by
//! file. Depends on nothing but the standard library, so that `build.rs` can include it.

use std::error::Error;
use std::fmt::{Display, Write as _};
use std::io::Write as _;
use std::path::Path;
use std::str::FromStr;
use std::{fs, io};

/// First line of the text form.
const HEAD: &str = "# Written by `cargo run --release --example train`; change the examples, not this file.";

/// A trained model before it is packed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Source {
    /// Codes of the classes, `NONE` among them.
    pub classes: Vec<String>,
    /// Score of each class before any word, in ten-thousandths.
    pub prior: Vec<i32>,
    /// Confidence from which an answer is accepted, in ten-thousandths.
    pub accept: i32,
    /// Coefficients of the calibration, in ten-thousandths.
    pub calibration: Vec<i32>,
    /// For each class as the answer, how far each class as the label makes it acceptable, in percent.
    pub neighbours: Vec<Vec<u8>>,
    /// One row per term, sorted by term.
    pub rows: Vec<Row>,
    /// Words whose misspellings are recognised, with the stem they stand for; sorted.
    pub words: Vec<String>,
}

/// What one term says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// A stem, or two stems with a space between them.
    pub term: String,
    /// Inverse document frequency, in thousandths.
    pub idf: u16,
    /// Score that a weight of 127 stands for, in hundredths.
    pub scale: u16,
    /// Weight per class, -127 to 127.
    pub weights: Vec<i8>,
}

/// The key of a stem: FNV-1a with a last mixing.
pub const fn stem_key(stem: &str) -> u64 {
    let bytes = stem.as_bytes();
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut rest = bytes;
    while let [byte, tail @ ..] = rest {
        hash = (hash ^ *byte as u64).wrapping_mul(0x0100_0000_01b3);
        rest = tail;
    }
    mix(hash)
}

/// The key of two stems in this order.
pub const fn pair_key(first: u64, second: u64) -> u64 {
    mix(first.rotate_left(23) ^ second.wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

const fn mix(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    hash ^ (hash >> 32)
}

/// The key of a term as written in the model file.
pub fn term_key(term: &str) -> u64 {
    match term.split_once(' ') {
        Some((first, second)) => pair_key(stem_key(first), stem_key(second)),
        None => stem_key(term),
    }
}

/// The text form: sorted, one term a line.
pub fn write(source: &Source) -> String {
    let mut out = format!("{HEAD}\naccept\t{}\ncalibration\t{}\n", source.accept, joined(&source.calibration));

    for ((class, prior), near) in source.classes.iter().zip(&source.prior).zip(&source.neighbours) {
        let _ = writeln!(out, "class\t{class}\t{prior}\t{}", by_class(&source.classes, near));
    }
    for word in &source.words {
        let _ = writeln!(out, "word\t{word}");
    }
    for row in &source.rows {
        let weights = by_class(&source.classes, &row.weights);
        let _ = writeln!(out, "term\t{}\t{}\t{}\t{weights}", row.term, row.idf, row.scale);
    }
    out
}

/// `code=number` for every class whose number is not zero.
fn by_class<T: Display + Default + PartialEq>(classes: &[String], numbers: &[T]) -> String {
    let pairs = classes.iter().zip(numbers).filter(|(_, number)| **number != T::default());
    pairs.map(|(code, number)| format!("{code}={number}")).collect::<Vec<_>>().join(" ")
}

/// The reverse of [`by_class`].
fn per_class<T: FromStr + Default + Clone>(classes: &[String], pairs: &str) -> Option<Vec<T>> {
    let mut numbers = vec![T::default(); classes.len()];
    for pair in pairs.split_whitespace() {
        let (code, number) = pair.split_once('=')?;
        let at = classes.iter().position(|class| class == code)?;
        *numbers.get_mut(at)? = number.parse().ok()?;
    }
    Some(numbers)
}

fn joined(numbers: &[i32]) -> String {
    numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// Reads the text form back.
///
/// # Errors
/// The line that is not one of the format's.
pub fn read(text: &str) -> Result<Source, String> {
    let mut source = Source::default();
    let mut near = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        read_line(line, &mut source, &mut near).ok_or_else(|| format!("not a line of a model: `{line}`"))?;
    }
    let near: Option<_> = near.iter().map(|pairs| per_class(&source.classes, pairs)).collect();
    source.neighbours = near.ok_or("a neighbour is no class")?;
    Ok(source)
}

fn read_line<'a>(line: &'a str, source: &mut Source, near: &mut Vec<&'a str>) -> Option<()> {
    let fields: Vec<&str> = line.split('\t').collect();
    match fields.as_slice() {
        ["accept", accept] => source.accept = accept.parse().ok()?,
        ["calibration", numbers] => {
            source.calibration = numbers.split_whitespace().map(|n| n.parse().ok()).collect::<Option<_>>()?;
        }
        ["class", class, prior, codes] => {
            source.classes.push((*class).to_owned());
            source.prior.push(prior.parse().ok()?);
            near.push(codes);
        }
        ["word", word] => source.words.push((*word).to_owned()),
        ["term", term, idf, scale, weights] => {
            let row = Row {
                term: (*term).to_owned(),
                idf: idf.parse().ok()?,
                scale: scale.parse().ok()?,
                weights: per_class(&source.classes, weights)?,
            };
            source.rows.push(row);
        }
        _ => return None,
    }
    Some(())
}

/// Bytes of a class code in the packed form.
pub const CODE_BYTES: usize = 16;

/// Bytes of the packed head: six counts and sizes, and the threshold.
pub const HEAD_BYTES: usize = 28;

/// Bytes of one bucket: the upper half of a key, and where its row starts plus one.
pub const BUCKET_BYTES: usize = 8;

/// Bytes before the weights of a row: inverse document frequency, scale, number of weights.
pub const ROW_HEAD_BYTES: usize = 6;

/// Bytes of one weight: its class and its value.
pub const WEIGHT_BYTES: usize = 3;

/// Bytes of an entry of the list of words: where it ends in the text, and its letters as bits.
pub const WORD_BYTES: usize = 8;

/// The packed form: head, classes, priors, neighbours, calibration, buckets, rows, words.
pub fn pack(source: &Source) -> Vec<u8> {
    let (rows, starts) = pack_rows(&source.rows);
    let buckets = source.rows.len() * 3 / 2 + 1;
    let mut out = Vec::new();
    for number in [
        source.classes.len(),
        source.calibration.len(),
        buckets,
        rows.len(),
        source.words.len(),
        source.words.iter().map(String::len).sum(),
    ] {
        out.extend(u32_of(number).to_le_bytes());
    }
    out.extend(source.accept.to_le_bytes());
    for class in &source.classes {
        let mut code = class.clone().into_bytes();
        code.resize(CODE_BYTES, 0);
        out.extend(code);
    }
    out.extend(source.prior.iter().flat_map(|prior| prior.to_le_bytes()));
    out.extend(source.neighbours.iter().flatten());
    out.extend(source.calibration.iter().flat_map(|number| number.to_le_bytes()));
    for (high, row) in bucketed(&source.rows, &starts, buckets) {
        out.extend(high.to_le_bytes());
        out.extend(row.to_le_bytes());
    }
    out.extend(rows);
    pack_words(&source.words, &mut out);
    out
}

/// The rows one after another, weights of 0 left out, and where each starts.
fn pack_rows(rows: &[Row]) -> (Vec<u8>, Vec<usize>) {
    let mut out = Vec::new();
    let mut starts = Vec::with_capacity(rows.len());
    for row in rows {
        starts.push(out.len());
        let weights: Vec<_> = row.weights.iter().enumerate().filter(|(_, weight)| **weight != 0).collect();
        out.extend(row.idf.to_le_bytes());
        out.extend(row.scale.to_le_bytes());
        out.extend(u16_of(weights.len()).to_le_bytes());
        for (class, weight) in weights {
            out.extend(u16_of(class).to_le_bytes());
            out.extend(weight.to_le_bytes());
        }
    }
    (out, starts)
}

/// Places keys by their lower half, stepping on while a bucket is taken.
fn bucketed(rows: &[Row], starts: &[usize], buckets: usize) -> Vec<(u32, u32)> {
    let mut table = vec![(0_u32, 0_u32); buckets];
    for (row, start) in rows.iter().zip(starts) {
        let (low, high) = halves(term_key(&row.term));
        let first = bucket(low, buckets);
        let mut slots = (first..buckets).chain(0..first);
        let free = slots.find(|&slot| table.get(slot).is_some_and(|entry| entry.1 == 0));
        if let Some(entry) = free.and_then(|slot| table.get_mut(slot)) {
            *entry = (high, u32_of(start + 1));
        }
    }
    table
}

/// The bucket where the search for a key starts.
#[allow(clippy::cast_possible_truncation)]
pub const fn bucket(low: u32, buckets: usize) -> usize {
    ((low as u64 * buckets as u64) >> 32) as usize
}

fn u32_of(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn u16_of(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

/// The lower and the upper half of a key.
#[allow(clippy::cast_possible_truncation)]
pub const fn halves(key: u64) -> (u32, u32) {
    (key as u32, (key >> 32) as u32)
}

fn pack_words(words: &[String], out: &mut Vec<u8>) {
    let mut end = 0_usize;
    for word in words {
        end += word.len();
        out.extend(u32_of(end).to_le_bytes());
        out.extend(letters(word).to_le_bytes());
    }
    out.extend(words.iter().flat_map(|word| word.bytes()));
}

/// The letters of a word, a bit each; words one typo apart differ in at most two bits.
pub const fn letters(word: &str) -> u32 {
    let mut bits = 0_u32;
    let mut rest = word.as_bytes();
    while let [byte, tail @ ..] = rest {
        bits |= 1 << (byte.wrapping_sub(b'a') & 31);
        rest = tail;
    }
    bits
}

/// Packs the text form at `from` into `to`; a missing file gives a model without classes, so that the
/// trainer can be built before there is one.
///
/// # Errors
/// The file that cannot be read or written, or the line that is not a model's.
pub fn pack_file(from: &Path, to: &Path) -> io::Result<()> {
    let text = if from.exists() { fs::read_to_string(from)? } else { String::new() };
    let source = read(&text).map_err(|line| io::Error::new(io::ErrorKind::InvalidData, line))?;
    fs::write(to, pack(&source))
}

/// Ids of the taxonomies that a model is compiled in for.
const BUILT_IN: &[&str] = &["airi-2026"];

/// Packs the built-in models below `root` into `out`: called by `build.rs`.
///
/// # Errors
/// As [`pack_file`].
pub fn run(root: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    for id in BUILT_IN {
        let text = root.join("taxonomy").join(format!("{id}.model.tsv"));
        writeln!(io::stdout(), "cargo::rerun-if-changed={}", text.display())?;
        pack_file(&text, &out.join(format!("{id}.model")))?;
    }
    Ok(())
}
