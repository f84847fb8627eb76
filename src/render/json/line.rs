//! JSON without white space, as fast as its bytes can be copied: a line is long, and a run writes one for every input.
//!
//! The same shapes as for the document with white space, through the same `Serialize`. Written here are punctuation, whole
//! numbers and text that stands for itself; whatever has to be escaped, and fractions, are left to `serde_json`, so that
//! both formats agree on them. It knows nothing of reports.

use serde::Serialize;
use serde::ser::{self, Impossible};
use std::fmt::{self, Display};
use std::io::{self, Write};

/// Bytes gathered before they are written: lines are long, and what takes them may be slow to ask.
const BUFFER: usize = 1 << 16;

/// Room beyond [`BUFFER`] for what is written between two looks at how much was gathered.
const MARGIN: usize = 1 << 12;

/// Writes a document and the end of its line.
///
/// # Errors
/// The writer fails.
pub(super) fn write(document: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let mut gathered = Vec::with_capacity(BUFFER + MARGIN);
    let mut line = Line { gathered: &mut gathered, out: Some(out) };
    line.whole_line(document).map_err(|Unwritten(error)| error)?;
    out.write_all(&gathered)
}

/// Appends a document and the end of its line.
///
/// # Errors
/// It has a shape that no document has.
pub(super) fn append(document: &impl Serialize, to: &mut Vec<u8>) -> io::Result<()> {
    Line { gathered: to, out: None }.whole_line(document).map_err(|Unwritten(error)| error)
}

/// A line as it grows.
///
/// Every value is followed by a comma. What comes next puts its own sign in the comma's place where it wants another, so
/// nothing has to remember whether a value is the first of its list.
struct Line<'w> {
    gathered: &'w mut Vec<u8>,
    /// What takes it when much was gathered; without one all of it is.
    out: Option<&'w mut dyn Write>,
}

/// Why a line was not written.
#[derive(Debug)]
struct Unwritten(io::Error);

impl Line<'_> {
    fn whole_line(&mut self, document: &impl Serialize) -> Result<(), Unwritten> {
        document.serialize(&mut *self)?;
        self.replace_last(b'\n');
        Ok(())
    }

    fn open(&mut self, bracket: u8) {
        self.gathered.push(bracket);
    }

    fn close(&mut self, bracket: u8) {
        if self.gathered.last() == Some(&b',') {
            self.gathered.pop();
        }
        self.gathered.extend_from_slice(&[bracket, b',']);
    }

    /// A value of these bytes.
    fn bare(&mut self, bytes: &[u8]) {
        self.gathered.extend_from_slice(bytes);
        self.gathered.push(b',');
    }

    #[inline]
    fn text(&mut self, text: &str) -> Result<(), Unwritten> {
        if !stands_for_itself(text.as_bytes()) {
            return self.escaped(text);
        }
        self.gathered.push(b'"');
        self.gathered.extend_from_slice(text.as_bytes());
        self.gathered.extend_from_slice(b"\",");
        Ok(())
    }

    /// The name of a field: an identifier of Rust, which stands for itself.
    #[inline]
    fn name(&mut self, name: &'static str) {
        self.gathered.push(b'"');
        self.gathered.extend_from_slice(name.as_bytes());
        self.gathered.extend_from_slice(b"\":");
    }

    #[cold]
    fn escaped(&mut self, text: &str) -> Result<(), Unwritten> {
        self.left_to_serde_json(text)
    }

    fn left_to_serde_json<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritten> {
        serde_json::to_writer(&mut *self.gathered, value).map_err(ser::Error::custom)?;
        self.gathered.push(b',');
        Ok(())
    }

    fn whole(&mut self, number: u64) {
        match u8::try_from(number) {
            Ok(digit @ 0..=9) => self.bare(&[b'0' + digit]),
            _ => self.bare(itoa::Buffer::new().format(number).as_bytes()),
        }
    }

    /// A number of ten-thousandths as a decimal, with at least one digit behind the point.
    fn fraction(&mut self, ten_thousandths: i32) {
        if ten_thousandths < 0 {
            self.gathered.push(b'-');
        }
        let size = ten_thousandths.unsigned_abs();
        self.whole(u64::from(size / 10_000));
        self.replace_last(b'.');
        let digits = [1_000, 100, 10, 1].map(|unit| digit(size / unit % 10));
        let zeros = digits.iter().skip(1).rev().take_while(|&&digit| digit == b'0').count();
        self.gathered.extend_from_slice(&digits);
        self.gathered.truncate(self.gathered.len() - zeros);
        self.gathered.push(b',');
    }

    fn replace_last(&mut self, byte: u8) {
        if let Some(last) = self.gathered.last_mut() {
            *last = byte;
        }
    }

    /// Writes what was gathered, but for the last byte, which may have to become another.
    #[cold]
    fn pass_on(&mut self) -> Result<(), Unwritten> {
        let Some(out) = &mut self.out else { return Ok(()) };
        let last = self.gathered.pop();
        out.write_all(self.gathered).map_err(Unwritten)?;
        self.gathered.clear();
        self.gathered.extend(last);
        Ok(())
    }
}

/// Whether a text is its own JSON between quotes: no control character, no quote, no backslash. Eight bytes are looked at
/// at a time, the last of them with some of those before where their number is no multiple of eight.
#[inline]
fn stands_for_itself(bytes: &[u8]) -> bool {
    if let Some(&last) = bytes.last_chunk() {
        let (words, _) = bytes.as_chunks();
        !(words.iter().any(|&word| has_special(u64::from_ne_bytes(word))) || has_special(u64::from_ne_bytes(last)))
    } else if let (Some(&first), Some(&last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        !has_special(both(first, last))
    } else {
        bytes.iter().all(|&byte| byte >= b' ' && byte != b'"' && byte != b'\\')
    }
}

fn both(first: [u8; 4], last: [u8; 4]) -> u64 {
    u64::from(u32::from_ne_bytes(first)) << 32 | u64::from(u32::from_ne_bytes(last))
}

/// Whether any of eight bytes is a control character, a quote or a backslash.
///
/// The highest bit of a byte is set by a subtraction that goes below zero, and those of bytes that had it set are left out.
/// Swapping the quote (0x22) with the space (0x20) puts it right behind the control characters. What is borrowed from the
/// byte above can only follow a byte that is found.
const fn has_special(word: u64) -> bool {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    let controls_and_quote = (word ^ (ONES * 0x02)).wrapping_sub(ONES * 0x21);
    let backslash = (word ^ (ONES * 0x5c)).wrapping_sub(ONES);
    (controls_and_quote | backslash) & !word & (ONES * 0x80) != 0
}

const fn digit(below_ten: u32) -> u8 {
    let [least, ..] = below_ten.to_le_bytes();
    b'0' + least
}

/// Of which whole number of ten-thousandths a number is the quotient, if of any: its decimals are the shortest that read
/// back as the same number. The negative zero is none of them.
fn ten_thousandths(number: f64) -> Option<i32> {
    #[allow(clippy::cast_possible_truncation, reason = "what does not fit gives another quotient")]
    let nearest = (number * 10_000.0 + 0.5_f64.copysign(number)) as i32;
    ((f64::from(nearest) / 10_000.0).to_bits() == number.to_bits()).then_some(nearest)
}

impl ser::Serializer for &mut Line<'_> {
    type Ok = ();
    type Error = Unwritten;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Impossible<(), Unwritten>;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Impossible<(), Unwritten>;

    fn serialize_bool(self, value: bool) -> Result<(), Unwritten> {
        self.bare(if value { b"true" } else { b"false" });
        Ok(())
    }

    fn serialize_i8(self, value: i8) -> Result<(), Unwritten> {
        self.serialize_i64(value.into())
    }

    fn serialize_i16(self, value: i16) -> Result<(), Unwritten> {
        self.serialize_i64(value.into())
    }

    fn serialize_i32(self, value: i32) -> Result<(), Unwritten> {
        self.serialize_i64(value.into())
    }

    fn serialize_i64(self, value: i64) -> Result<(), Unwritten> {
        self.bare(itoa::Buffer::new().format(value).as_bytes());
        Ok(())
    }

    fn serialize_u8(self, value: u8) -> Result<(), Unwritten> {
        self.serialize_u64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Result<(), Unwritten> {
        self.serialize_u64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Result<(), Unwritten> {
        self.serialize_u64(value.into())
    }

    fn serialize_u64(self, value: u64) -> Result<(), Unwritten> {
        self.whole(value);
        Ok(())
    }

    fn serialize_f32(self, value: f32) -> Result<(), Unwritten> {
        self.left_to_serde_json(&value)
    }

    fn serialize_f64(self, value: f64) -> Result<(), Unwritten> {
        let Some(number) = ten_thousandths(value) else { return self.left_to_serde_json(&value) };
        self.fraction(number);
        Ok(())
    }

    fn serialize_char(self, value: char) -> Result<(), Unwritten> {
        self.text(value.encode_utf8(&mut [0; 4]))
    }

    #[inline]
    fn serialize_str(self, value: &str) -> Result<(), Unwritten> {
        self.text(value)
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), Unwritten> {
        self.collect_seq(value)
    }

    fn serialize_none(self) -> Result<(), Unwritten> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Unwritten> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Unwritten> {
        self.bare(b"null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Unwritten> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Unwritten> {
        self.text(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Unwritten> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Unwritten> {
        self.open(b'{');
        self.name(variant);
        value.serialize(&mut *self)?;
        self.close(b'}');
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self, Unwritten> {
        self.open(b'[');
        Ok(self)
    }

    fn serialize_tuple(self, length: usize) -> Result<Self, Unwritten> {
        self.serialize_seq(Some(length))
    }

    fn serialize_tuple_struct(self, _: &'static str, length: usize) -> Result<Self, Unwritten> {
        self.serialize_seq(Some(length))
    }

    fn serialize_tuple_variant(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Unwritten> {
        Err(ser::Error::custom(format_args!("`{name}` has a variant of several values, which no shape has")))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self, Unwritten> {
        self.open(b'{');
        Ok(self)
    }

    fn serialize_struct(self, _: &'static str, length: usize) -> Result<Self, Unwritten> {
        self.serialize_map(Some(length))
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Unwritten> {
        Err(ser::Error::custom(format_args!("`{name}` has a variant with fields, which no shape has")))
    }
}

impl ser::SerializeSeq for &mut Line<'_> {
    type Ok = ();
    type Error = Unwritten;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritten> {
        value.serialize(&mut **self)?;
        if self.gathered.len() < BUFFER || self.out.is_none() { Ok(()) } else { self.pass_on() }
    }

    fn end(self) -> Result<(), Unwritten> {
        self.close(b']');
        Ok(())
    }
}

impl ser::SerializeTuple for &mut Line<'_> {
    type Ok = ();
    type Error = Unwritten;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritten> {
        ser::SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Result<(), Unwritten> {
        ser::SerializeSeq::end(self)
    }
}

impl ser::SerializeTupleStruct for &mut Line<'_> {
    type Ok = ();
    type Error = Unwritten;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritten> {
        ser::SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Result<(), Unwritten> {
        ser::SerializeSeq::end(self)
    }
}

impl ser::SerializeMap for &mut Line<'_> {
    type Ok = ();
    type Error = Unwritten;

    #[inline]
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unwritten> {
        let start = self.gathered.len();
        key.serialize(&mut **self)?;
        if self.gathered.get(start) != Some(&b'"') {
            return Err(ser::Error::custom("a key is no text"));
        }
        self.replace_last(b':');
        Ok(())
    }

    #[inline]
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritten> {
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Unwritten> {
        self.close(b'}');
        Ok(())
    }
}

impl ser::SerializeStruct for &mut Line<'_> {
    type Ok = ();
    type Error = Unwritten;

    #[inline]
    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Unwritten> {
        self.name(name);
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Unwritten> {
        self.close(b'}');
        Ok(())
    }
}

impl Display for Unwritten {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        Display::fmt(&self.0, formatter)
    }
}

impl std::error::Error for Unwritten {}

impl ser::Error for Unwritten {
    fn custom<T: Display>(message: T) -> Self {
        Self(io::Error::other(message.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn written(value: &impl Serialize) -> String {
        let mut bytes = Vec::new();
        write(value, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[track_caller]
    fn agrees(value: &impl Serialize) {
        let expected = serde_json::to_string(value).unwrap() + "\n";
        assert_eq!(written(value), expected);
        let mut appended = b"before\n".to_vec();
        append(value, &mut appended).unwrap();
        assert_eq!(appended, format!("before\n{expected}").as_bytes());
    }

    #[test]
    fn every_character_in_every_place_of_a_text_is_written_as_serde_json_writes_it() {
        let hostile = ['"', '\\', '/', '\u{7f}', '\u{80}', 'é', '\u{2028}', '\u{2029}', '\u{202e}', '\u{feff}', '𝄞'];
        for character in ('\0'..=' ').chain(hostile) {
            for length in 0..=40 {
                for at in 0..=length {
                    agrees(&format!("{}{character}{}", "a".repeat(at), "é".repeat(length - at)));
                }
            }
        }
    }

    #[test]
    fn every_byte_of_eight_is_told_apart_from_its_neighbours() {
        for one in 0..=u8::MAX {
            for other in [0x00, 0x1f, 0x20, 0x21, 0x22, 0x23, 0x5b, 0x5c, 0x5d, 0x7f, 0x80, 0xff] {
                let special = |byte: u8| byte < 0x20 || byte == b'"' || byte == b'\\';
                for at in 0..8 {
                    let mut word = [other; 8];
                    word[at] = one;
                    let expected = word.into_iter().any(special);
                    assert_eq!(has_special(u64::from_ne_bytes(word)), expected, "{word:x?}");
                    for length in 0..=8 {
                        assert_eq!(stands_for_itself(&word[..length]), !word[..length].iter().copied().any(special));
                    }
                }
            }
        }
    }

    #[test]
    fn whole_numbers_agree() {
        for number in [0, 1, 9, 10, 11, 99, 100, 255, 256, 65_536, u64::from(u32::MAX), u64::MAX] {
            agrees(&number);
        }
        agrees(&(i8::MIN, i16::MIN, i32::MIN, i64::MIN, -1, 0_i8, i64::MAX, u8::MAX, u16::MAX, u32::MAX, true, false));
    }

    #[test]
    fn numbers_with_a_fraction_agree() {
        for number in (-30_000..=30_000).chain([i32::MIN, i32::MIN + 1, i32::MAX - 1, i32::MAX, 123_456_789]) {
            agrees(&(f64::from(number) / 10_000.0));
        }
        let odd =
            [-0.0, 0.1 + 0.2, 1e-5, 1.5e-7, 1e16, 1e300, f64::MIN_POSITIVE, f64::MAX, 214_748.364_8, 99_999_999.5];
        for number in odd.into_iter().flat_map(|number| [number, -number, number.next_up(), number.next_down()]) {
            agrees(&number);
        }
        agrees(&[f64::NAN, f64::INFINITY, f64::NEG_INFINITY]);
        agrees(&(1.1_f32, f32::MAX, -0.0_f32));
    }

    #[derive(Serialize)]
    struct Nothing;
    #[derive(Serialize)]
    struct Wrapped(&'static str);
    #[derive(Serialize)]
    struct Both(u8, f64);
    #[derive(Serialize)]
    struct Empty {}
    #[derive(Serialize)]
    #[serde(rename_all = "kebab-case")]
    enum Choice {
        NoValue,
        OneValue(u8),
    }
    #[derive(Serialize)]
    #[serde(untagged)]
    enum Either {
        Named { text: &'static str },
        Plain(u8),
    }
    #[derive(Serialize)]
    struct Kinds {
        first: Option<u8>,
        #[serde(skip_serializing_if = "Option::is_none")]
        absent: Option<u8>,
        #[serde(flatten)]
        map: BTreeMap<&'static str, Vec<char>>,
        #[serde(flatten)]
        either: Either,
        lists: (Vec<Empty>, [Either; 2], [(); 1], Vec<Vec<u8>>),
        wrapped: Wrapped,
        both: Both,
        choices: [Choice; 2],
        nothing: Nothing,
    }

    #[test]
    fn every_kind_of_value_agrees() {
        let map = BTreeMap::from([("", vec![]), ("a \"key\"\n", vec!['"', 'é', 'x'])]);
        agrees(&Kinds {
            first: Some(1),
            absent: None,
            map: map.clone(),
            either: Either::Named { text: "," },
            lists: (
                vec![Empty {}, Empty {}],
                [Either::Plain(7), Either::Named { text: "{" }],
                [()],
                vec![vec![], vec![1]],
            ),
            wrapped: Wrapped("["),
            both: Both(1, 0.5),
            choices: [Choice::NoValue, Choice::OneValue(3)],
            nothing: Nothing,
        });
        agrees(&[Some(map), None]);
        agrees(&BTreeMap::<String, u8>::new());
        agrees(&Vec::<Empty>::new());
        agrees(&"");
    }

    #[test]
    fn what_is_longer_than_the_buffer_comes_out_whole() {
        let texts: Vec<String> = (0..5000).map(|at| format!("{at:>50}")).collect();
        agrees(&texts);
        agrees(&BTreeMap::from([
            ("before", vec![texts.clone(), vec![]]),
            ("long", vec![texts, vec!["x".repeat(BUFFER)]]),
        ]));
    }

    /// Takes some bytes, then fails.
    struct Full(usize);

    impl Write for Full {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            if self.0 == 0 {
                return Err(io::ErrorKind::StorageFull.into());
            }
            let taken = bytes.len().min(self.0);
            self.0 -= taken;
            Ok(taken)
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn the_reason_why_the_writer_fails_is_kept() {
        let texts = vec!["0123456789"; 20_000];
        for room in [0, 10, BUFFER + 100] {
            assert_eq!(write(&texts, &mut Full(room)).unwrap_err().kind(), io::ErrorKind::StorageFull);
        }
    }

    #[test]
    fn what_no_shape_has_is_refused() {
        #[derive(Serialize)]
        enum Odd {
            Two(u8, u8),
            Named { field: u8 },
        }
        for odd in [Odd::Two(1, 2), Odd::Named { field: 1 }] {
            assert!(write(&odd, &mut Vec::new()).is_err());
        }
        assert!(write(&BTreeMap::from([(1, 2)]), &mut Vec::new()).is_err());
    }
}
