//! `authority/v1`: a body that governs, and where (specs/accord.md c).
//!
//! ```text
//! {"names":{"en":"Government of Amara","ar":"حكومة أمارة"},"level":"national","places":["QMA"],"basis":"Constitution, art. 1"}
//! ```
//! Subject by custom: `authority:qma`; competences name it as their holder, offices as the body that they belong to.

use std::fmt;
use std::str::FromStr;

use record::text::Text;
use record::{Facets, Fault, Json, Kind, SubjectName};
use serde::{Deserialize, Serialize};

use crate::code::Code;
use crate::limits::{BASIS_BYTES_MAX, NAME_BYTES_MAX, SCOPE_MAX};
use crate::shape::{self, Members};

/// How far a body's word reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Rung {
    /// A municipality, a district.
    Local,
    /// A state of a federation, a province.
    Regional,
    /// A country.
    National,
    /// Several countries.
    International,
    /// Anything else: a port, an agency.
    Other,
}

/// Why a text is no level of an authority.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no level of an authority; give `local`, `regional`, `national`, `international` or `other`")]
pub struct RungError(String);

impl Rung {
    /// All of them, from the nearest up.
    pub const ALL: [Rung; 5] = [Rung::Local, Rung::Regional, Rung::National, Rung::International, Rung::Other];

    /// The word on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Rung::Local => "local",
            Rung::Regional => "regional",
            Rung::National => "national",
            Rung::International => "international",
            Rung::Other => "other",
        }
    }
}

impl FromStr for Rung {
    type Err = RungError;
    fn from_str(text: &str) -> Result<Rung, RungError> {
        Rung::ALL.into_iter().find(|rung| rung.as_str() == text).ok_or_else(|| RungError(shape::clipped(text)))
    }
}

impl fmt::Display for Rung {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The body of `authority/v1`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Authority {
    /// What it is called, in one language or several.
    pub names: Text,
    /// How far its word reaches.
    pub level: Rung,
    /// The places that it governs; not those below them, which have governments of their own.
    pub places: Vec<Code>,
    /// The authority that it is part of, by its subject.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<SubjectName>,
    /// What it rests on in law.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Text>,
    /// Anything more, by domain; read by no rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ext: Option<serde_json::Map<String, Json>>,
}

/// The row of the table of kinds. Facets: place = the first, topic = level, group = parent, value = how many places.
pub const KIND: Kind =
    Kind { name: "authority", version: 1, is_records_own: false, schema: include_str!("../schemas/authority.json"), check, facets };

fn check(body: &Json) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut members = Members::of(body, "", &mut faults);
    members.need("names", |value| shape::text(value, NAME_BYTES_MAX));
    members.need("level", shape::parsed::<Rung>);
    members.need("places", |_| Ok(()));
    let places: Vec<Code> = members.list("places", 1..=SCOPE_MAX, shape::parsed);
    shape::each_once(&mut members, "places", &places);
    members.may("parent", shape::parsed::<SubjectName>);
    members.text("basis", BASIS_BYTES_MAX);
    members.ext();
    members.end();
    crate::and_typed::<Authority>(faults, body)
}

fn facets(body: &Json) -> Facets {
    let Ok(authority) = record::kind::typed::<Authority>(body) else { return Facets::default() };
    Facets {
        place: authority.places.first().map(ToString::to_string),
        topic: Some(authority.level.to_string()),
        group: authority.parent.map(|parent| parent.to_string()),
        value: i64::try_from(authority.places.len()).unwrap_or(i64::MAX),
        ..Facets::default()
    }
}
