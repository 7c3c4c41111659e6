//! The small words of policy: for whom, whose reach, how it binds, and the flag.

use std::fmt;
use std::str::FromStr;

use register::shape;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// For whom a level is meant: `everyone`, `vaccinated`, `not-vaccinated`, `strictest` (of all), or a word of the body's own.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Population {
    /// One rule for all.
    #[default]
    Everyone,
    /// Those who are vaccinated.
    Vaccinated,
    /// Those who are not.
    NotVaccinated,
    /// The strictest of the rules for any group.
    Strictest,
    /// `[a-z0-9][a-z0-9-]{0,39}`.
    Other(String), // INVARIANT: none of the words above
}

/// Why a text is no population.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no population; give `everyone`, `vaccinated`, `not-vaccinated`, `strictest` or a word of 1 to 40 of `a-z 0-9 -`")]
pub struct PopulationError(String);

impl Population {
    /// The word on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Population::Everyone => "everyone",
            Population::Vaccinated => "vaccinated",
            Population::NotVaccinated => "not-vaccinated",
            Population::Strictest => "strictest",
            Population::Other(word) => word,
        }
    }
}

impl FromStr for Population {
    type Err = PopulationError;
    fn from_str(text: &str) -> Result<Population, PopulationError> {
        match text {
            "everyone" => Ok(Population::Everyone),
            "vaccinated" => Ok(Population::Vaccinated),
            "not-vaccinated" => Ok(Population::NotVaccinated),
            "strictest" => Ok(Population::Strictest),
            word if is_word(word) => Ok(Population::Other(word.to_owned())),
            _ => Err(PopulationError(shape::clipped(text))),
        }
    }
}

impl fmt::Display for Population {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Population {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Population {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Population, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A word of a body's own: `[a-z0-9][a-z0-9-]{0,39}`.
pub(crate) fn is_word(text: &str) -> bool {
    (1..=40).contains(&text.len()) && !text.starts_with('-') && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// Whose decisions a level counts (specs/policy.md a3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reach {
    /// The body's own acts only (`NAT_GOV`, `STATE_GOV`).
    #[default]
    Own,
    /// Its own and those of the bodies below it (`STATE_WIDE`).
    AndBelow,
    /// All that applies to residents, whoever decided it (the `TOTAL`s).
    Applies,
}

impl Reach {
    /// The order in which a level is looked for where none is asked for (specs/policy.md a3).
    pub const ORDER: [Reach; 3] = [Reach::Applies, Reach::Own, Reach::AndBelow];

    /// The word on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Reach::Own => "own",
            Reach::AndBelow => "and-below",
            Reach::Applies => "applies",
        }
    }

    pub(crate) fn bits(self) -> i64 {
        match self {
            Reach::Own => 0,
            Reach::AndBelow => 1,
            Reach::Applies => 2,
        }
    }

    pub(crate) fn from_bits(bits: i64) -> Reach {
        match bits {
            1 => Reach::AndBelow,
            2 => Reach::Applies,
            _ => Reach::Own,
        }
    }
}

/// Why a text is no reach.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no reach; give `own`, `and-below` or `applies`")]
pub struct ReachError(String);

impl FromStr for Reach {
    type Err = ReachError;
    fn from_str(text: &str) -> Result<Reach, ReachError> {
        Reach::ORDER.into_iter().find(|reach| reach.as_str() == text).ok_or_else(|| ReachError(shape::clipped(text)))
    }
}

impl fmt::Display for Reach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a measure asks of the levels of government below (specs/policy.md c1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// It asks nothing.
    #[default]
    Advisory,
    /// They may be stricter.
    Floor,
    /// They may not be stricter.
    Ceiling,
    /// They may be neither stricter nor milder.
    Exact,
}

impl Mode {
    /// The word on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Mode::Advisory => "advisory",
            Mode::Floor => "floor",
            Mode::Ceiling => "ceiling",
            Mode::Exact => "exact",
        }
    }

    pub(crate) fn bits(self) -> i64 {
        match self {
            Mode::Advisory => 0,
            Mode::Floor => 1,
            Mode::Ceiling => 2,
            Mode::Exact => 3,
        }
    }

    pub(crate) fn from_bits(bits: i64) -> Mode {
        match bits {
            1 => Mode::Floor,
            2 => Mode::Ceiling,
            3 => Mode::Exact,
            _ => Mode::Advisory,
        }
    }
}

/// Whether a level holds for all of the place, the sector, everyone; or only for some. 0 and 1 on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flag {
    /// 0: only part of the territory, some workers only, at a price.
    Targeted,
    /// 1: all of it.
    General,
}

impl Flag {
    /// 0 or 1.
    pub fn number(self) -> u8 {
        match self {
            Flag::Targeted => 0,
            Flag::General => 1,
        }
    }
}

impl Serialize for Flag {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(self.number())
    }
}

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Flag, D::Error> {
        match u8::deserialize(deserializer)? {
            0 => Ok(Flag::Targeted),
            1 => Ok(Flag::General),
            other => Err(serde::de::Error::custom(format!("`{other}` is no flag; give 0 (targeted) or 1 (general)"))),
        }
    }
}
