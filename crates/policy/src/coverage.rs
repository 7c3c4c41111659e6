//! `coverage/v1`: "in this span I state all; where nothing stands there is none" (DESIGN rule 21).
//!
//! ```text
//! {"places":["GBR"],"instruments":["C1"],"population":"strictest","reach":"applies","from":"2020-01-01","to":"2022-12-31"}
//! ```
//! Outside every coverage a level is unknown. An import states one for each known span of a series, with `observed`: our addition to the
//! published members, so that a span says whose observation it is.

use record::{Facets, Fault, Json, Kind};
use register::shape::{self, Members};
use register::{Code, Day, day};
use serde::{Deserialize, Serialize};

use crate::limits::{INSTRUMENTS_MAX, LINE_BYTES_MAX, PLACES_MAX};
use crate::measure::{InstrumentName, Packed};
use crate::words::{Mode, Population, Reach};

/// The body of `coverage/v1`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Coverage {
    /// Of which places.
    pub places: Vec<Code>,
    /// Of which instruments.
    pub instruments: Vec<InstrumentName>,
    /// For whom.
    #[serde(default, skip_serializing_if = "is_default")]
    pub population: Population,
    /// Whose decisions.
    #[serde(default, skip_serializing_if = "is_default")]
    pub reach: Reach,
    /// The first day that is covered.
    pub from: Day,
    /// The last day that is; absent: until further notice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
    /// That it is an observation by a third party.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub observed: Option<ObservedSpan>,
    /// Anything more, by domain; read by no rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ext: Option<serde_json::Map<String, Json>>,
}

/// Where an observed span was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObservedSpan {
    /// The place whose government is observed, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<Code>,
    /// The source, as `sources/v1` names it.
    pub source: String,
    /// The series within the source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<String>,
    /// SHA-256 of the file, inflated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file_sha256: Option<String>,
}

pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// The row of the table of kinds. Facets: place and topic where there is one of each, group = population, days, value = [`Packed`] (level 0).
pub const KIND: Kind = Kind { name: "coverage", version: 1, is_records_own: false, schema: include_str!("../schemas/coverage.json"), check, facets };

fn check(body: &Json) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut members = Members::of(body, "", &mut faults);
    members.need("places", |_| Ok(()));
    let places: Vec<Code> = members.list("places", 1..=PLACES_MAX, shape::parsed);
    members.need("instruments", |_| Ok(()));
    let instruments = members.list("instruments", 1..=INSTRUMENTS_MAX, crate::measure::instrument);
    members.may("population", shape::parsed::<Population>);
    members.may("reach", shape::parsed::<Reach>);
    let from: Option<Day> = members.need("from", shape::parsed);
    let to: Option<Day> = members.may("to", shape::parsed);
    if let Some(twice) = twice(&places) {
        members.fault("places", format!("`{twice}` is given twice; name each place once"));
    }
    if let Some(twice) = twice(&instruments) {
        members.fault("instruments", format!("`{twice}` is given twice; name each instrument once"));
    }
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        members.fault("to", format!("`{to}` is before `from`, `{from}`; give the same day or a later one"));
    }
    let observed = members.raw("observed");
    members.ext();
    members.end();
    if let Some(observed) = observed {
        let mut members = Members::of(observed, "/observed", &mut faults);
        members.may("of", shape::parsed::<Code>);
        members.need("source", register::sources::source);
        members.may("series", |value| shape::string(value, LINE_BYTES_MAX));
        members.may("file_sha256", shape::sha256);
        members.end();
    }
    register::and_typed::<Coverage>(faults, body)
}

fn facets(body: &Json) -> Facets {
    let Ok(coverage) = record::kind::typed::<Coverage>(body) else { return Facets::default() };
    let packed = Packed {
        level: 0,
        flag: None,
        reach: coverage.reach,
        mode: Mode::Advisory,
        is_observed: coverage.observed.is_some(),
        is_urgent: false,
        has_notes: false,
        is_amending: false,
        review_after: None,
        source: coverage.observed.as_ref().map_or(0, |observed| crate::measure::source_mark(&observed.source)),
    };
    let single = |codes: Vec<String>| <[String; 1]>::try_from(codes).ok().map(|[code]| code);
    Facets {
        place: single(coverage.places.iter().map(Code::to_string).collect()),
        topic: single(coverage.instruments.iter().map(InstrumentName::to_string).collect()),
        group: Some(coverage.population.to_string()),
        from_day: coverage.from.number(),
        until_day: day::until(coverage.to),
        value: packed.pack(),
    }
}

fn twice<T: Ord>(items: &[T]) -> Option<&T> {
    let mut seen = std::collections::BTreeSet::new();
    items.iter().find(|item| !seen.insert(*item))
}
