//! `place/v1`: a place that decides, or that decisions are about.
//!
//! ```text
//! {"code":"UK_SCO","name":{"en":"Scotland","gd":"Alba"},"level":"regional","parent":"GBR","same_as":["GB-SCT"],"zone":"Europe/London"}
//! ```
//! Subject by custom: `place:UK_SCO`. A place keeps its code for ever; one that merges into another gets `valid_to`. One that moved from one whole to
//! another says so by `parents`: `[{"code":"A","to":"2020-06-30"},{"code":"B","from":"2020-07-01"}]`; never two on one day.

use std::fmt;
use std::str::FromStr;

use record::text::Text;
use record::{Facets, Fault, Json, Kind};
use serde::{Deserialize, Serialize};

use crate::code::Code;
use crate::day::{self, Day};
use crate::limits::{NAME_BYTES_MAX, PARENTS_MAX, POPULATION_MAX, SAME_AS_MAX};
use crate::shape::{self, Members};

/// On which level of government a place stands, from the widest down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Of several states: a union, a league.
    League,
    /// A country.
    National,
    /// The first below it: a state of a federation, a province, a nation of a kingdom.
    Regional,
    /// Between region and town: a county, a department, a district.
    District,
    /// A city, town, village or their union.
    Municipal,
    /// Anything else that decides: a port, a school district, an autonomous body.
    Other,
}

/// Why a text is no level.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no level; give `league`, `national`, `regional`, `district`, `municipal` or `other`")]
pub struct LevelError(String);

impl Level {
    /// All levels, from the widest down.
    pub const ALL: [Level; 6] = [Level::League, Level::National, Level::Regional, Level::District, Level::Municipal, Level::Other];

    /// The word on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Level::League => "league",
            Level::National => "national",
            Level::Regional => "regional",
            Level::District => "district",
            Level::Municipal => "municipal",
            Level::Other => "other",
        }
    }
}

impl FromStr for Level {
    type Err = LevelError;
    fn from_str(text: &str) -> Result<Level, LevelError> {
        Level::ALL.into_iter().find(|level| level.as_str() == text).ok_or_else(|| LevelError(shape::clipped(text)))
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The body of `place/v1`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Its code, as its source writes it.
    pub code: Code,
    /// Its name, in one language or several.
    pub name: Text,
    /// On which level it stands.
    pub level: Level,
    /// The place that it is part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<Code>,
    /// In place of `parent`, for one that was part of several, one after the other.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parents: Vec<Parent>,
    /// Other codes of the same place, by which it is found too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub same_as: Vec<Code>,
    /// Its time zone, by its name in the IANA database: `Europe/London`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// How many people live there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub population: Option<i64>,
    /// The place where it is governed from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capital: Option<Code>,
    /// The first day on which it is a place of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Day>,
    /// The last day on which it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Day>,
    /// Anything more, by domain; read by no rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ext: Option<serde_json::Map<String, Json>>,
}

/// What a place is part of, and on which days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parent {
    /// Code of the wider place.
    pub code: Code,
    /// The first day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// The last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
}

impl Place {
    /// What it says it is part of, with half-open days; the latest last.
    pub fn parts_of(&self) -> Vec<(&Code, i32, i32)> {
        let (ever, open) = day::span(None, None);
        let mut parents: Vec<_> = self.parent.iter().map(|parent| (parent, ever, open)).collect();
        parents.extend(self.parents.iter().map(|parent| {
            let (from, until) = day::span(parent.from, parent.to);
            (&parent.code, from, until)
        }));
        parents.sort_by_key(|(code, from, until)| (*from, *until, *code));
        parents
    }

    /// Whether it is a place of its own on this day.
    pub fn is_valid_on(&self, day: Day) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }

    /// The subject under which a place with this code is stated by custom.
    pub fn subject(code: &Code) -> String {
        format!("place:{code}")
    }
}

/// The row of the table of kinds. Facets: place = code, topic = level, group = (latest) parent, days = validity, value = population.
pub const KIND: Kind = Kind { name: "place", version: 1, is_records_own: false, schema: include_str!("../schemas/place.json"), check, facets };

fn check(body: &Json) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut members = Members::of(body, "", &mut faults);
    let code: Option<Code> = members.need("code", shape::parsed);
    members.need("name", |value| shape::text(value, NAME_BYTES_MAX));
    members.need("level", shape::parsed::<Level>);
    let parent: Option<Code> = members.may("parent", shape::parsed);
    let same_as: Vec<Code> = members.list("same_as", 1..=SAME_AS_MAX, shape::parsed);
    members.may("zone", zone);
    members.may("population", |value| shape::integer(value, 0..=POPULATION_MAX));
    members.may("capital", shape::parsed::<Code>);
    let from: Option<Day> = members.may("valid_from", shape::parsed);
    let to: Option<Day> = members.may("valid_to", shape::parsed);
    let parents = parents(&mut members);
    let has_both = parent.is_some() && !parents.is_empty();
    if has_both {
        members.fault("parents", "`parent` says it for all days already; give one of the two");
    }
    if code.is_some() && (code == parent || parents.iter().any(|parent| Some(&parent.code) == code.as_ref())) {
        members.fault("parent", "a place can't be part of itself; leave `parent` out or name the wider place");
    }
    if let Some(repeated) = repeated(&same_as, code.as_ref()) {
        members.fault("same_as", format!("`{repeated}` is given twice; name each other code once, without the place's own"));
    }
    shape::in_order(&mut members, ("valid_from", from), ("valid_to", to));
    members.ext();
    members.end();
    crate::and_typed::<Place>(faults, body)
}

fn facets(body: &Json) -> Facets {
    let Ok(place) = record::kind::typed::<Place>(body) else { return Facets::default() };
    Facets {
        place: Some(place.code.to_string()),
        topic: Some(place.level.to_string()),
        group: place.parts_of().last().map(|(parent, ..)| parent.to_string()),
        from_day: day::span(place.valid_from, None).0,
        until_day: day::until(place.valid_to),
        value: place.population.unwrap_or(-1),
    }
}

/// `parents`, and a fault for any two on one day.
fn parents(members: &mut Members<'_, '_>) -> Vec<Parent> {
    let mut parents = Vec::new();
    members.each("parents", 1..=PARENTS_MAX, |value, path, faults| {
        let mut members = Members::of(value, path, faults);
        let code = members.need("code", shape::parsed);
        let from = members.may("from", shape::parsed);
        let to = members.may("to", shape::parsed);
        shape::in_order(&mut members, ("from", from), ("to", to));
        members.end();
        parents.extend(code.map(|code| Parent { code, from, to }));
    });
    let mut sorted: Vec<&Parent> = parents.iter().collect();
    sorted.sort_by_key(|parent| parent.from);
    let twice = sorted.iter().zip(sorted.iter().skip(1)).find(|(one, next)| day::span(next.from, None).0 < day::until(one.to));
    if let Some((one, next)) = twice {
        let since = next.from.map_or_else(|| "from the start".to_owned(), |from| format!("on {from}"));
        let way_out = match next.from.filter(|from| day::span(one.from, None).0 < from.number()) {
            Some(from) => format!("end `{}` on {} or earlier", one.code, from.plus(-1)),
            None => "give each its own days".to_owned(),
        };
        members.fault(
            "parents",
            format!("`{}` and `{}` are both its parent {since}; a place is part of one at a time, so {way_out}", one.code, next.code),
        );
    }
    parents
}

/// The first code that appears twice, the place's own counted.
fn repeated<'c>(codes: &'c [Code], own: Option<&'c Code>) -> Option<&'c Code> {
    let mut seen = std::collections::BTreeSet::new();
    own.into_iter().chain(codes).find(|code| !seen.insert(*code))
}

/// A name as in the IANA database: parts of letters, digits, `_+-`, between slashes. Whether there is such a zone is the shell's to know.
fn zone(value: &Json) -> Result<&str, String> {
    let text = shape::string(value, 64)?;
    let is_part = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'+' | b'-'));
    if text.split('/').all(is_part) {
        Ok(text)
    } else {
        Err(format!("`{}` is no zone; give its IANA name such as `Europe/London`", shape::clipped(text)))
    }
}
