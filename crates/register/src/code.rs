//! Codes of places and groups.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The code of a place or a group, as its source writes it: `[A-Z0-9][A-Z0-9_-]{0,15}` (DESIGN rule 22). `GBR`, `UK_ENG`, `QMA-01`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(String);

/// Why a text is no code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no code; give 1 to 16 of `A-Z 0-9 _ -`, the first a letter or digit")]
pub struct CodeError(String);

impl Code {
    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Code {
    type Err = CodeError;
    fn from_str(text: &str) -> Result<Code, CodeError> {
        let alphanumeric = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit();
        let first = text.bytes().next().is_some_and(alphanumeric);
        if first && text.len() <= 16 && text.bytes().all(|b| alphanumeric(b) || b == b'_' || b == b'-') {
            Ok(Code(text.to_owned()))
        } else {
            Err(CodeError(crate::shape::clipped(text)))
        }
    }
}

impl std::borrow::Borrow<str> for Code {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Code, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_upper_case_and_at_most_16_long() {
        for good in ["GBR", "UK_ENG", "GB-ENG", "1", "QMA-01", "ABCDEFGHIJKLMNOP"] {
            assert!(good.parse::<Code>().is_ok(), "{good}");
        }
        for bad in ["", "gbr", "_A", "-A", "A B", "ABCDEFGHIJKLMNOPQ", "É", "A\n"] {
            assert!(bad.parse::<Code>().is_err(), "{bad}");
        }
    }
}
