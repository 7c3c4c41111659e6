//! The names of things: origins, entries, subjects, kinds, offices, audiences, references (DESIGN rules 1-4, 7).
//!
//! Each is parsed once at the door and trusted ever after: a private field, one constructor, a getter that borrows.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

/// Why a text is not the name it was given for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Rule 1.
    #[error("`{0}` is no origin; give a lower-case host and path such as `health.example/log`, at most 200 bytes")]
    Origin(String),
    /// Rule 2.
    #[error("`{0}` is no entry id; give `sha256:` and 64 lower-case hex digits")]
    EntryId(String),
    /// Rule 3.
    #[error("`{0}` is no subject; give 1 to 128 of `A-Z a-z 0-9 _ ~ : -`")]
    Subject(String),
    /// Rule 3.
    #[error("`{0}` is no short subject id; give 26 of `a-z 2-7`")]
    Sid(String),
    /// A kind is a name of the league and a version.
    #[error("`{0}` is no kind; give a name and a version such as `measure/v1`")]
    Kind(String),
    /// Rule 7.
    #[error("`{0}` is no office; give `office:` and 1 to 64 of `a-z 0-9 -`, such as `office:health`")]
    Office(String),
    /// Who may read a statement.
    #[error("`{0}` is no audience; give `public` or `agreement:` and the agreement's short id")]
    Audience(String),
}

macro_rules! text_name {
    ($name:ident, $error:ident) => {
        impl $name {
            /// The name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl FromStr for $name {
            type Err = NameError;
            fn from_str(text: &str) -> Result<$name, NameError> {
                if $name::is_well_formed(text) { Ok($name(text.to_owned())) } else { Err(NameError::$error(text.chars().take(200).collect())) }
            }
        }
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<$name, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

/// Names a record for ever: a schemeless address, never fetched by itself.
///
/// Shape: `[a-z0-9.-]+(:[0-9]+)?(/[a-z0-9._~-]+)*`, at most 200 bytes. Source: DESIGN rule 1; c2sp.org/tlog-checkpoint.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin(String);
text_name!(Origin, Origin);

impl Origin {
    /// As one part of a path in an address: `/` is `~`, `:` is `!`. An origin may hold `~` itself, so whoever reads it back compares with the slugs
    /// of those that are known.
    pub fn slug(&self) -> String {
        self.as_str().replace('/', "~").replace(':', "!")
    }

    fn is_well_formed(text: &str) -> bool {
        if text.is_empty() || text.len() > 200 {
            return false;
        }
        let mut parts = text.split('/');
        let Some(authority) = parts.next() else { return false };
        let (host, port) = authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port)));
        !host.is_empty()
            && host.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-'))
            && port.is_none_or(|port| !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()))
            && parts.all(|part| !part.is_empty() && part.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'~' | b'-')))
    }
}

/// The name of a subject within its record: 1-128 of `A-Za-z0-9_~:-` (DESIGN rule 3).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SubjectName(String);
text_name!(SubjectName, Subject);

impl SubjectName {
    fn is_well_formed(text: &str) -> bool {
        (1..=128).contains(&text.len()) && text.bytes().all(|b| matches!(b, b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'_' | b'~' | b':' | b'-'))
    }
}

/// The office that speaks, never a person: `office:` and 1-64 of `a-z0-9-` (DESIGN rule 7).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Office(String);
text_name!(Office, Office);

impl Office {
    fn is_well_formed(text: &str) -> bool {
        text.strip_prefix("office:")
            .is_some_and(|name| (1..=64).contains(&name.len()) && name.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-')))
    }
}

impl Default for Office {
    /// `office:main`, who speaks where no office is named.
    fn default() -> Office {
        Office("office:main".to_owned())
    }
}

/// Who may read a statement: `public`, or the parties of an agreement, named by its sid.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Audience(String);
text_name!(Audience, Audience);

impl Audience {
    fn is_well_formed(text: &str) -> bool {
        text == "public" || text.strip_prefix("agreement:").is_some_and(|sid| sid.parse::<Sid>().is_ok())
    }

    /// Whether everyone may read it.
    pub fn is_public(&self) -> bool {
        self.0 == "public"
    }
}

impl Default for Audience {
    /// `public`.
    fn default() -> Audience {
        Audience("public".to_owned())
    }
}

/// The kind of a statement, with the version of its body: `measure/v1`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KindName {
    text: String,
    slash: usize,
    version: u32,
}

impl KindName {
    /// The whole: `measure/v1`.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The name without its version: `measure`.
    pub fn name(&self) -> &str {
        self.text.get(..self.slash).unwrap_or_default()
    }

    /// The version of the body, 1 or more.
    pub fn version(&self) -> u32 {
        self.version
    }
}

impl FromStr for KindName {
    type Err = NameError;
    fn from_str(text: &str) -> Result<KindName, NameError> {
        let wrong = || NameError::Kind(text.chars().take(80).collect());
        let (name, version) = text.split_once("/v").ok_or_else(wrong)?;
        let named = (1..=40).contains(&name.len()) && name.starts_with(|c: char| c.is_ascii_lowercase());
        let plain = name.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'));
        let counted = (1..=4).contains(&version.len()) && !version.starts_with('0') && version.bytes().all(|b| b.is_ascii_digit());
        if !(named && plain && counted) {
            return Err(wrong());
        }
        let number = version.parse().map_err(|_| wrong())?;
        Ok(KindName { text: text.to_owned(), slash: name.len(), version: number })
    }
}

impl fmt::Display for KindName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Serialize for KindName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for KindName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<KindName, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// What names an entry's bytes: SHA-256, written `sha256:` and hex, as `sha256sum` gives it (DESIGN rule 2).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId([u8; 32]);

impl EntryId {
    /// The id of these bytes.
    pub fn of(bytes: &[u8]) -> EntryId {
        EntryId(Sha256::digest(bytes).into())
    }

    /// The id whose digest this is.
    pub fn from_digest(digest: [u8; 32]) -> EntryId {
        EntryId(digest)
    }

    /// The digest itself, 32 bytes.
    pub fn digest(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("sha256:")?;
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for EntryId {
    type Err = NameError;
    fn from_str(text: &str) -> Result<EntryId, NameError> {
        let wrong = || NameError::EntryId(text.chars().take(80).collect());
        let hex = text.strip_prefix("sha256:").ok_or_else(wrong)?;
        hex_digest(hex).map(EntryId).ok_or_else(wrong)
    }
}

/// 32 bytes from 64 lower-case hex digits; none where the text is anything else.
pub fn hex_digest(text: &str) -> Option<[u8; 32]> {
    let (digits, []) = text.as_bytes().as_chunks::<2>() else { return None };
    let mut digest = [0; 32];
    if digits.len() != digest.len() {
        return None;
    }
    let value = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    };
    for (byte, [high, low]) in digest.iter_mut().zip(digits) {
        *byte = (value(*high)? << 4) | value(*low)?;
    }
    Some(digest)
}

impl Serialize for EntryId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for EntryId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<EntryId, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A subject's short id, the same on every node: how it is linked and typed (DESIGN rule 3).
///
/// The first 16 bytes of SHA-256(`koinon/subject/v1` LF origin LF name), written as 26 lower-case base32 digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sid([u8; 16]);

impl Sid {
    /// The sid of the subject `name` in the record of `origin`.
    pub fn of(origin: &Origin, name: &SubjectName) -> Sid {
        Sid::from_hash(Sha256::new().chain_update("koinon/subject/v1\n").chain_update(origin.as_str()).chain_update("\n").chain_update(name.as_str()))
    }

    /// The short form of any other SHA-256 that is written like a sid, such as a finding's id.
    pub fn from_hash(hash: Sha256) -> Sid {
        let digest: [u8; 32] = hash.finalize().into();
        let (short, _) = digest.split_first_chunk::<16>().unwrap_or((&[0; 16], &[]));
        Sid(*short)
    }

    /// The sid of these 16 bytes, as a store keeps them.
    pub const fn from_bytes(bytes: [u8; 16]) -> Sid {
        Sid(bytes)
    }

    /// Its 16 bytes.
    pub fn bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

const BASE32: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

impl fmt::Display for Sid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bits = u128::from_be_bytes(self.0);
        let mut letters = [b'a'; 26];
        for (digit, letter) in (0..26).zip(&mut letters) {
            let five = if digit < 25 { bits >> (123 - 5 * digit) } else { bits << 2 } & 31;
            *letter = usize::try_from(five).ok().and_then(|at| BASE32.get(at)).copied().unwrap_or(b'a');
        }
        f.write_str(std::str::from_utf8(&letters).unwrap_or_default())
    }
}

impl fmt::Debug for Sid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Sid {
    type Err = NameError;
    fn from_str(text: &str) -> Result<Sid, NameError> {
        let wrong = || NameError::Sid(text.chars().take(80).collect());
        let digits: Option<Vec<u128>> =
            text.bytes().map(|b| BASE32.iter().position(|digit| *digit == b).and_then(|at| u128::try_from(at).ok())).collect();
        let digits = digits.filter(|digits| digits.len() == 26).ok_or_else(wrong)?;
        let (last, first) = digits.split_last().ok_or_else(wrong)?;
        if last & 3 != 0 {
            return Err(wrong());
        }
        let bits = first.iter().fold(0, |bits: u128, five| (bits << 5) | five);
        Ok(Sid(((bits << 3) | (last >> 2)).to_be_bytes()))
    }
}

impl Serialize for Sid {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Sid {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Sid, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// To what a statement speaks: a subject of some record; with `entry` these very words, without it what stands now (DESIGN rule 4).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// Whose record.
    pub origin: Origin,
    /// Which subject in it.
    pub subject: SubjectName,
    /// Which of its entries, where it must be just that one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<EntryId>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Golden of DESIGN section 2.
    #[test]
    fn a_sid_is_the_designs_golden_one() {
        let origin = "koinon.example/golden".parse().unwrap();
        let name = "oxcgrt-legacy:GBR:C1:strictest:applies:2020-03-20".parse().unwrap();
        assert_eq!(Sid::of(&origin, &name).to_string(), "sfamo5cvykedavglawhylihvyi");
    }

    /// Golden of specs/policy.md g.
    #[test]
    fn a_finding_id_is_written_like_a_sid() {
        let hash = Sha256::new().chain_update("koinon/finding/v1\nneighbour\nC8\neveryone\nXAA\nXAB");
        assert_eq!(Sid::from_hash(hash).to_string(), "fzgziyojwpz6hksegdbeqpbhou");
    }

    #[test]
    fn two_records_with_the_same_subject_name_have_two_sids() {
        let name: SubjectName = "same".parse().unwrap();
        let [a, b] = ["a.example", "b.example"].map(|origin| Sid::of(&origin.parse().unwrap(), &name));
        assert_ne!(a, b);
    }

    #[test]
    fn an_origin_is_lower_case_without_scheme_or_trailing_slash() {
        for good in ["health.example", "health.example:8080/log", "xn--bcher-kva.example/a/b~c_d.e", "127.0.0.1:1"] {
            assert!(good.parse::<Origin>().is_ok(), "{good}");
        }
        let long = "a".repeat(201);
        for bad in
            ["", "Health.example", "https://a.example", "a.example/", "a.example//b", "a.example:", "a.example:x", "ä.example", "a b", long.as_str()]
        {
            assert!(bad.parse::<Origin>().is_err(), "{bad}");
        }
    }

    #[test]
    fn an_entry_id_is_what_sha256sum_gives() {
        let id = EntryId::of(b"{\"n\":0}");
        assert_eq!(id.to_string().parse::<EntryId>().unwrap(), id);
        assert!("sha256:ABC".parse::<EntryId>().is_err());
    }

    #[test]
    fn a_kind_has_a_name_and_a_version() {
        let kind: KindName = "data-agreement/v12".parse().unwrap();
        assert_eq!((kind.name(), kind.version()), ("data-agreement", 12));
        for bad in ["measure", "measure/v0", "measure/v01", "Measure/v1", "measure/v", "/v1", "measure/v99999"] {
            assert!(bad.parse::<KindName>().is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn a_sid_reads_back_as_written(bytes: [u8; 16]) {
            let sid = Sid::from_bytes(bytes);
            prop_assert_eq!(sid.to_string().parse::<Sid>().unwrap(), sid);
        }

        #[test]
        fn no_text_makes_a_name_panic(text in ".{0,220}") {
            drop((text.parse::<Origin>(), text.parse::<SubjectName>(), text.parse::<Sid>(), text.parse::<EntryId>(), text.parse::<KindName>()));
        }
    }
}
