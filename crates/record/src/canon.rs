//! Canonical JSON: the one way in which a statement may be written (RFC 8785, integers only).
//!
//! ```text
//! {"a":1,"b":["ä\n",-7,true]}     no spaces, keys strictly rising by UTF-16 units, shortest escapes, integers within 2^53-1
//! ```
//! In: a streaming check, which makes no value tree, and writing. Out: what the values must be (`statement`, `text`).
//! Source: RFC 8785; DESIGN rule 8; specs/store.md 6.

use std::cmp::Ordering;
use std::fmt;

use crate::kind::Json;

/// How deep an entry may nest: its envelope, and in it a body of at most 16 levels (DESIGN rule 8).
pub const DEPTH_MAX: u32 = 17;

/// The largest integer that every JSON reader keeps: 2^53-1 (RFC 8785, 3.1).
pub const INTEGER_MAX: i64 = 9_007_199_254_740_991;

/// Where bytes are not canonical, and which rule they break.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("byte {offset}: {rule}")]
pub struct CanonFault {
    /// Offset of the byte at fault, from 0; the length where something is missing at the end.
    pub offset: usize,
    /// What is wrong there.
    pub rule: CanonRule,
}

/// The rules of canonical JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CanonRule {
    /// Not UTF-8.
    Utf8,
    /// The outermost value is not an object.
    NoObject,
    /// No JSON value starts here. White space counts as well: there is none.
    NoValue,
    /// Neither a comma nor the end.
    NoSeparator,
    /// A member whose key or colon is missing.
    NoKey,
    /// Keys must rise strictly: out of order, or there twice.
    KeyOrder,
    /// Not an integer in its plain form.
    NoInteger,
    /// An integer beyond 2^53-1.
    IntegerTooLarge,
    /// A string without its end.
    OpenString,
    /// An escape that is not the shortest one, or a control character without one.
    Escape,
    /// Nested too deep.
    TooDeep,
    /// More after the end.
    Trailing,
}

impl fmt::Display for CanonRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            CanonRule::Utf8 => "not UTF-8; write the text in UTF-8",
            CanonRule::NoObject => "a statement is an object; start with `{`",
            CanonRule::NoValue => "no value starts here; canonical JSON (RFC 8785) has no white space",
            CanonRule::NoSeparator => "neither a comma nor the end; canonical JSON (RFC 8785) has no white space",
            CanonRule::NoKey => "no key with its colon starts here; write `\"key\":value`, without white space",
            CanonRule::KeyOrder => "the key does not rise above the one before it; sort keys by UTF-16 units and give each once",
            CanonRule::NoInteger => "a number that is not an integer in its plain form; write decimals as texts",
            CanonRule::IntegerTooLarge => "an integer beyond 2^53-1; write it as a text",
            CanonRule::OpenString => "a text without its end; close it with `\"`",
            CanonRule::Escape => "not the shortest way to write this character; escape only `\"`, `\\` and control characters",
            CanonRule::TooDeep => "nested deeper than 16 levels; say it flatter",
            CanonRule::Trailing => "more after the end of the statement; give one object only",
        })
    }
}

/// Whether bytes are the canonical form of an object whose numbers are all integers within 2^53-1, nested at most [`DEPTH_MAX`] deep.
///
/// One pass, no memory. Errors: the first byte that breaks a rule.
pub fn check(bytes: &[u8]) -> Result<(), CanonFault> {
    if let Err(error) = std::str::from_utf8(bytes) {
        return Err(CanonFault { offset: error.valid_up_to(), rule: CanonRule::Utf8 });
    }
    let mut scan = Scan { bytes, at: 0 };
    if scan.peek() != Some(b'{') {
        return scan.fault(CanonRule::NoObject);
    }
    scan.value(0)?;
    if scan.at == bytes.len() { Ok(()) } else { scan.fault(CanonRule::Trailing) }
}

/// The canonical bytes of a value. Floats are written as RFC 8785 says; a statement never has any.
pub fn to_bytes(value: &Json) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(256);
    push(&mut bytes, value);
    bytes
}

/// Writes a value behind what is there.
pub fn push(bytes: &mut Vec<u8>, value: &Json) {
    match value {
        Json::Null => bytes.extend_from_slice(b"null"),
        Json::Bool(true) => bytes.extend_from_slice(b"true"),
        Json::Bool(false) => bytes.extend_from_slice(b"false"),
        Json::Number(number) => match number.as_i64().filter(|number| (-INTEGER_MAX..=INTEGER_MAX).contains(number)) {
            Some(number) => bytes.extend_from_slice(number.to_string().as_bytes()),
            // Rounding and exponents as ECMAScript has them. Can't fail: a `serde_json::Value` has finite numbers only.
            None => bytes.extend(serde_json_canonicalizer::to_vec(value).unwrap_or_default()),
        },
        Json::String(text) => push_text(bytes, text),
        Json::Array(items) => {
            bytes.push(b'[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    bytes.push(b',');
                }
                push(bytes, item);
            }
            bytes.push(b']');
        }
        Json::Object(members) => {
            bytes.push(b'{');
            let start = bytes.len();
            let mut member = |(key, value): (&String, &Json)| {
                if bytes.len() > start {
                    bytes.push(b',');
                }
                push_text(bytes, key);
                bytes.push(b':');
                push(bytes, value);
            };
            // The map is ordered by bytes: as by UTF-16 units, but for characters beyond the basic plane.
            if members.keys().all(|key| key.is_ascii()) {
                members.iter().for_each(member);
            } else {
                let mut sorted: Vec<_> = members.iter().collect();
                sorted.sort_by(|(one, _), (other, _)| one.encode_utf16().cmp(other.encode_utf16()));
                sorted.into_iter().for_each(&mut member);
            }
            bytes.push(b'}');
        }
    }
}

/// Writes a text in quotes, with the shortest escapes, behind what is there.
pub fn push_text(bytes: &mut Vec<u8>, text: &str) {
    bytes.push(b'"');
    let mut rest = text;
    while let Some((plain, special, after)) = next_special(rest) {
        bytes.extend_from_slice(plain.as_bytes());
        match special {
            b'"' | b'\\' => bytes.extend_from_slice(&[b'\\', special]),
            8 => bytes.extend_from_slice(b"\\b"),
            9 => bytes.extend_from_slice(b"\\t"),
            10 => bytes.extend_from_slice(b"\\n"),
            12 => bytes.extend_from_slice(b"\\f"),
            13 => bytes.extend_from_slice(b"\\r"),
            control => bytes.extend_from_slice(format!("\\u{control:04x}").as_bytes()),
        }
        rest = after;
    }
    bytes.extend_from_slice(rest.as_bytes());
    bytes.push(b'"');
}

/// The text up to the next character that must be escaped, that character, and the text behind it.
fn next_special(text: &str) -> Option<(&str, u8, &str)> {
    let at = text.bytes().position(|byte| byte < 0x20 || byte == b'"' || byte == b'\\')?;
    Some((text.get(..at)?, *text.as_bytes().get(at)?, text.get(at + 1..)?))
}

/// A key of the object that is being read: its bytes between the quotes, as written.
#[derive(Clone, Copy)]
struct Key<'b> {
    raw: &'b [u8],
    /// ASCII without escapes: its bytes compare as its UTF-16 units do.
    is_plain: bool,
}

struct Scan<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Scan<'b> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn fault<T>(&self, rule: CanonRule) -> Result<T, CanonFault> {
        Err(CanonFault { offset: self.at, rule })
    }

    fn value(&mut self, depth: u32) -> Result<(), CanonFault> {
        match self.peek() {
            Some(b'"') => self.string().map(drop),
            Some(b'-' | b'0'..=b'9') => self.integer(),
            Some(b'{') => self.object(depth),
            Some(b'[') => self.array(depth),
            Some(b't') => self.word(b"true"),
            Some(b'f') => self.word(b"false"),
            Some(b'n') => self.word(b"null"),
            _ => self.fault(CanonRule::NoValue),
        }
    }

    fn word(&mut self, word: &[u8]) -> Result<(), CanonFault> {
        if self.bytes.get(self.at..).is_none_or(|rest| !rest.starts_with(word)) {
            return self.fault(CanonRule::NoValue);
        }
        self.at += word.len();
        Ok(())
    }

    fn object(&mut self, depth: u32) -> Result<(), CanonFault> {
        if depth >= DEPTH_MAX {
            return self.fault(CanonRule::TooDeep);
        }
        self.at += 1;
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(());
        }
        let mut before: Option<Key<'b>> = None;
        loop {
            let start = self.at;
            if self.peek() != Some(b'"') {
                return self.fault(CanonRule::NoKey);
            }
            let key = self.string()?;
            if before.is_some_and(|before| !rises(before, key)) {
                return Err(CanonFault { offset: start, rule: CanonRule::KeyOrder });
            }
            before = Some(key);
            if self.peek() != Some(b':') {
                return self.fault(CanonRule::NoKey);
            }
            self.at += 1;
            self.value(depth + 1)?;
            if !self.goes_on(b'}')? {
                return Ok(());
            }
        }
    }

    fn array(&mut self, depth: u32) -> Result<(), CanonFault> {
        if depth >= DEPTH_MAX {
            return self.fault(CanonRule::TooDeep);
        }
        self.at += 1;
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(());
        }
        loop {
            self.value(depth + 1)?;
            if !self.goes_on(b']')? {
                return Ok(());
            }
        }
    }

    /// Takes a comma (true) or the end of an object or array (false).
    fn goes_on(&mut self, end: u8) -> Result<bool, CanonFault> {
        match self.peek() {
            Some(b',') => {
                self.at += 1;
                Ok(true)
            }
            Some(byte) if byte == end => {
                self.at += 1;
                Ok(false)
            }
            _ => self.fault(CanonRule::NoSeparator),
        }
    }

    fn integer(&mut self) -> Result<(), CanonFault> {
        let start = self.at;
        let fault = |rule| Err(CanonFault { offset: start, rule });
        let is_negative = self.peek() == Some(b'-');
        self.at += usize::from(is_negative);
        let first = self.at;
        let mut magnitude: i64 = 0;
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            // Stays below 2^53 * 10 + 9: no overflow, however many digits there are.
            magnitude = magnitude * 10 + i64::from(digit - b'0');
            if magnitude > INTEGER_MAX {
                return fault(CanonRule::IntegerTooLarge);
            }
            self.at += 1;
        }
        let digits = self.at - first;
        let starts_with_zero = self.bytes.get(first) == Some(&b'0');
        if digits == 0 || (starts_with_zero && (digits > 1 || is_negative)) || matches!(self.peek(), Some(b'.' | b'e' | b'E')) {
            return fault(CanonRule::NoInteger);
        }
        Ok(())
    }

    fn string(&mut self) -> Result<Key<'b>, CanonFault> {
        self.at += 1;
        let start = self.at;
        let mut is_plain = true;
        loop {
            self.skip_plain();
            match self.peek() {
                None => return self.fault(CanonRule::OpenString),
                Some(b'"') => {
                    let raw = self.bytes.get(start..self.at).unwrap_or_default();
                    self.at += 1;
                    return Ok(Key { raw, is_plain });
                }
                Some(b'\\') => {
                    is_plain = false;
                    self.escape()?;
                }
                Some(..0x20) => return self.fault(CanonRule::Escape),
                Some(_) => {
                    is_plain = false;
                    self.at += 1;
                }
            }
        }
    }

    /// Goes to the next byte that is not plain: a quote, a backslash, a control character or a part of a character beyond ASCII.
    fn skip_plain(&mut self) {
        while let Some(eight) = self.bytes.get(self.at..).and_then(<[u8]>::first_chunk::<8>) {
            let marked = marks(u64::from_le_bytes(*eight));
            if marked != 0 {
                // The lowest mark is exact: a borrow only ever spoils the bytes above it.
                self.at += (marked.trailing_zeros() / 8) as usize;
                return;
            }
            self.at += 8;
        }
        while let Some(0x20..=0x21 | 0x23..=0x5b | 0x5d..=0x7f) = self.peek() {
            self.at += 1;
        }
    }

    fn escape(&mut self) -> Result<(), CanonFault> {
        let rest = self.bytes.get(self.at + 1..).unwrap_or_default();
        let length = match rest {
            [b'"' | b'\\' | b'b' | b'f' | b'n' | b'r' | b't', ..] => 2,
            // Those of the six short escapes have no long form.
            [b'u', b'0', b'0', b'0', b'0'..=b'7' | b'b' | b'e' | b'f', ..] | [b'u', b'0', b'0', b'1', b'0'..=b'9' | b'a'..=b'f', ..] => 6,
            _ => return self.fault(CanonRule::Escape),
        };
        self.at += length;
        Ok(())
    }
}

/// The high bit of each of eight bytes that is not plain.
fn marks(eight: u64) -> u64 {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGH: u64 = u64::from_ne_bytes([0x80; 8]);
    let zeros = |bytes: u64| bytes.wrapping_sub(ONES) & !bytes & HIGH;
    let quote = zeros(eight ^ (ONES * 0x22));
    let backslash = zeros(eight ^ (ONES * 0x5c));
    let control = eight.wrapping_sub(ONES * 0x20) & !eight & HIGH;
    quote | backslash | control | (eight & HIGH)
}

fn rises(before: Key<'_>, key: Key<'_>) -> bool {
    if before.is_plain && key.is_plain {
        return before.raw < key.raw;
    }
    let units = |key: Key<'_>| unescaped(key.raw).encode_utf16().collect::<Vec<u16>>();
    units(before).cmp(&units(key)) == Ordering::Less
}

/// The text of a key that was checked already.
fn unescaped(raw: &[u8]) -> String {
    let quoted = [b"\"", raw, b"\""].concat();
    serde_json::from_slice(&quoted).unwrap_or_default()
}
