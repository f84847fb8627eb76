//! Texts that were whole and are no more.

use super::chance::Chance;

/// What mutations put in: the characters that TOML means something by, and those that formats do.
const PIECES: &[&str] = &[
    "\"",
    "'",
    "\"\"\"",
    "'''",
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "=",
    ",",
    ".",
    "\n",
    "\r\n",
    "#",
    "\0",
    "é",
    "\\",
    "-",
    "\u{202e}",
    "\u{feff}",
    "\u{1b}[31m",
    "<script>alert(1)</script>",
    "]]>",
    "&amp;",
    "%0A",
    "::error::",
    "|",
    "`",
    "0x",
    "1e999",
    "nan",
    "2026-02-30",
    "99999999999999999999",
    "true",
    "id = \"a\"\n",
    "\n[[mitigation]]\n",
    "\n[framework]\n",
    "depends_on = []\n",
    "\n[[tier]]\nid = \"t\"\n",
    "include = [\"*\"]\n",
];

/// A text of which a few lines are those of `others`, each for a key of the same name: often still a framework.
pub(crate) fn crossed(text: &[u8], others: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = text.to_vec();
    for _ in 0..=chance.below(3) {
        let other = &others[chance.below(others.len())];
        lend_line(&mut bytes, other, 0, chance);
    }
    bytes
}

/// A text with one to eight changes; `others` lend pieces.
pub(crate) fn mutated(text: &[u8], others: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = text.to_vec();
    for _ in 0..=chance.below(8) {
        let other = &others[chance.below(others.len())];
        match chance.below(9) {
            0 => flip(&mut bytes, chance),
            1 => delete(&mut bytes, chance),
            2 => insert(&mut bytes, chance.pick(PIECES).as_bytes(), chance),
            3 => insert(&mut bytes, slice(other, chance).to_vec().as_slice(), chance),
            4 => duplicate(&mut bytes, chance),
            5 => swap_lines(&mut bytes, chance),
            6 | 7 => lend_line(&mut bytes, other, 20, chance),
            _ => bytes.truncate(chance.below(bytes.len() + 1)),
        }
    }
    bytes
}

/// Bytes without any sense.
pub(crate) fn noise(chance: &mut Chance) -> Vec<u8> {
    let length = chance.below(2_000);
    (0..length).map(|_| if chance.happens(70) { b' ' + chance.byte() % 95 } else { chance.byte() }).collect()
}

/// Pieces of TOML without any sense.
pub(crate) fn pieces(chance: &mut Chance) -> Vec<u8> {
    (0..chance.below(200)).flat_map(|_| chance.pick(PIECES).bytes()).collect()
}

fn slice<'b>(bytes: &'b [u8], chance: &mut Chance) -> &'b [u8] {
    let start = chance.below(bytes.len() + 1);
    let end = (start + chance.below(400)).min(bytes.len());
    &bytes[start..end]
}

fn flip(bytes: &mut [u8], chance: &mut Chance) {
    let at = chance.below(bytes.len());
    if let Some(byte) = bytes.get_mut(at) {
        *byte = if chance.happens(50) { *byte ^ (1 << chance.below(8)) } else { chance.byte() };
    }
}

fn delete(bytes: &mut Vec<u8>, chance: &mut Chance) {
    let start = chance.below(bytes.len() + 1);
    let end = (start + chance.below(60)).min(bytes.len());
    bytes.drain(start..end);
}

fn insert(bytes: &mut Vec<u8>, piece: &[u8], chance: &mut Chance) {
    let at = chance.below(bytes.len() + 1);
    bytes.splice(at..at, piece.iter().copied());
}

fn duplicate(bytes: &mut Vec<u8>, chance: &mut Chance) {
    let piece = slice(bytes, chance).to_vec();
    insert(bytes, &piece, chance);
}

fn lines(bytes: &[u8]) -> Vec<Vec<u8>> {
    bytes.split_inclusive(|&byte| byte == b'\n').map(<[u8]>::to_vec).collect()
}

fn swap_lines(bytes: &mut Vec<u8>, chance: &mut Chance) {
    let mut lines = lines(bytes);
    if !lines.is_empty() {
        let (one, other) = (chance.below(lines.len()), chance.below(lines.len()));
        lines.swap(one, other);
        *bytes = lines.concat();
    }
}

/// The value of a key becomes that of a key of another text; most often of the same name, so that it can be meant.
fn lend_line(bytes: &mut Vec<u8>, other: &[u8], strange: usize, chance: &mut Chance) {
    let key = |line: &[u8]| line.split(|&byte| byte == b'=').next().map(|key| key.trim_ascii().to_vec());
    let (mut ours, theirs) = (lines(bytes), lines(other));
    let at = chance.below(ours.len());
    let Some(line) = ours.get_mut(at) else { return };
    let same: Vec<&Vec<u8>> = theirs.iter().filter(|their| key(their) == key(line)).collect();
    let from = if chance.happens(strange) { theirs.iter().collect() } else { same };
    if !from.is_empty() {
        line.clone_from(from[chance.below(from.len())]);
    }
    *bytes = ours.concat();
}
