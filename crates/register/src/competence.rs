//! `competence/v1`: what a body may decide, where and since when, by the law of the place (specs/accord.md c).
//!
//! ```text
//! {"holder":"authority:qma","instruments":["C8"],"sectors":["*"],"places":["QMA"],"mode":"exclusive","basis":"Constitution, art. 74","from":"2000-01-01"}
//! ```
//! Subject by custom: `competence:` and a word. Stated in a record that serves as register for those places; ours does by holding it.

use record::text::Text;
use record::{Facets, Fault, Json, Kind};
use serde::{Deserialize, Serialize};

use crate::code::Code;
use crate::day::{self, Day};
use crate::limits::{BASIS_BYTES_MAX, REDELEGATE_MAX, SCOPE_MAX, SECTOR_BYTES_MAX, TEXT_BYTES_MAX};
use crate::shape::{self, Members};

/// Stands for everything in a list of instruments or sectors.
pub const ALL: &str = "*";

/// Whether others may decide the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Holding {
    /// No one else may.
    Exclusive,
    /// Others may too.
    Shared,
    /// It may help those who decide, beside them.
    Supporting,
}

impl Holding {
    /// Every word, the strongest first.
    pub const ALL: [Holding; 3] = [Holding::Exclusive, Holding::Shared, Holding::Supporting];

    /// The word on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Holding::Exclusive => "exclusive",
            Holding::Shared => "shared",
            Holding::Supporting => "supporting",
        }
    }
}

/// The body of `competence/v1`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Competence {
    /// Who holds it: the origin of a record, or the subject of an `authority/v1`.
    pub holder: String,
    /// Codes of instruments, words for other acts (`order`, `purchase`), or `*` alone.
    pub instruments: Vec<String>,
    /// Sectors in dotted parts, each with all that is below it, or `*` alone.
    pub sectors: Vec<String>,
    /// Codes of places, each with all that is below it.
    pub places: Vec<Code>,
    /// Whether others may decide the same.
    pub mode: Holding,
    /// Where the law says so.
    pub basis: Text,
    /// The first day.
    pub from: Day,
    /// The last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
    /// How many times it may be passed on; 0 where absent.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub redelegate: u8,
    /// Anything more, by domain; read by no rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ext: Option<serde_json::Map<String, Json>>,
}

impl Competence {
    /// What it holds for, as a power that is given is tested.
    pub fn scope(&self) -> Scope<'_> {
        Scope { instruments: &self.instruments, sectors: &self.sectors, from_day: self.from.number(), until_day: day::until(self.to) }
    }
}

/// What a power is for, places apart: those need the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scope<'c> {
    /// Instruments, or `*`.
    pub instruments: &'c [String],
    /// Sectors, or `*`.
    pub sectors: &'c [String],
    /// The first day, in days since 1970-01-01.
    pub from_day: i32,
    /// The day after the last.
    pub until_day: i32,
}

impl Scope<'_> {
    /// Whether the instrument is listed.
    pub fn has_instrument(&self, instrument: &str) -> bool {
        self.instruments.iter().any(|listed| listed == ALL || listed == instrument)
    }

    /// Whether the sector is one that is listed, or below one: `health` holds `health.supply`, not `healthcare`. A sector that no one knows is not
    /// held against anyone.
    pub fn has_sector(&self, sector: Option<&str>) -> bool {
        let Some(sector) = sector else { return true };
        let holds = |listed: &str| sector.strip_prefix(listed).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        self.sectors.iter().any(|listed| listed == ALL || holds(listed))
    }

    /// Whether the day lies in its days.
    pub fn has_day(&self, day: i32) -> bool {
        (self.from_day..self.until_day).contains(&day)
    }
}

/// The row of the table of kinds. Facets: place = the first, topic = mode, group = holder, days, value = how many times it may be passed on.
pub const KIND: Kind =
    Kind { name: "competence", version: 1, is_records_own: false, schema: include_str!("../schemas/competence.json"), check, facets };

fn check(body: &Json) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut members = Members::of(body, "", &mut faults);
    members.need("holder", holder);
    scope(&mut members);
    let words = Holding::ALL.map(Holding::as_str);
    members.need("mode", |value| shape::word::<Holding>(value, &words));
    members.need("basis", |value| shape::text(value, BASIS_BYTES_MAX));
    members.may("redelegate", |value| shape::integer(value, 0..=i64::from(REDELEGATE_MAX)));
    members.ext();
    members.end();
    crate::and_typed::<Competence>(faults, body)
}

/// The members that every power has: instruments, sectors, places, days.
fn scope(members: &mut Members<'_, '_>) {
    members.need("instruments", |_| Ok(()));
    let instruments = members.list("instruments", 1..=SCOPE_MAX, instrument);
    all_alone(members, "instruments", &instruments);
    members.need("sectors", |_| Ok(()));
    let sectors = members.list("sectors", 1..=SCOPE_MAX, sector);
    all_alone(members, "sectors", &sectors);
    members.need("places", |_| Ok(()));
    let places: Vec<Code> = members.list("places", 1..=SCOPE_MAX, shape::parsed);
    shape::each_once(members, "places", &places);
    let from: Option<Day> = members.need("from", shape::parsed);
    let to: Option<Day> = members.may("to", shape::parsed);
    shape::in_order(members, ("from", from), ("to", to));
}

fn facets(body: &Json) -> Facets {
    let Ok(competence) = record::kind::typed::<Competence>(body) else { return Facets::default() };
    Facets {
        place: competence.places.first().map(ToString::to_string),
        topic: Some(competence.mode.as_str().to_owned()),
        from_day: competence.from.number(),
        until_day: day::until(competence.to),
        value: competence.redelegate.into(),
        group: Some(competence.holder),
    }
}

/// The origin of a record, or the name of a subject of this one.
pub fn holder(value: &Json) -> Result<&str, String> {
    let text = shape::string(value, TEXT_BYTES_MAX)?;
    if text.parse::<record::Origin>().is_ok() || text.parse::<record::SubjectName>().is_ok() {
        Ok(text)
    } else {
        Err(format!(
            "`{}` is no holder; give the origin of a record such as `health.example`, or the subject of an `authority/v1` such as `authority:qma`",
            shape::clipped(text)
        ))
    }
}

/// The code of an instrument, or a word for another act: 1-32 of `A-Za-z0-9_-`, the first a letter or digit; or `*`.
fn instrument(value: &Json) -> Result<&str, String> {
    let text = shape::string(value, TEXT_BYTES_MAX)?;
    let is_word = text.len() <= 32
        && text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    if text == ALL || is_word {
        Ok(text)
    } else {
        Err(format!("`{}` is no instrument; give a code such as `C8`, a word such as `order`, or `*` for all", shape::clipped(text)))
    }
}

/// A sector in dotted parts of `a-z0-9-`, at most 64 bytes: `health.supply`, `07.4`; or `*`.
fn sector(value: &Json) -> Result<&str, String> {
    let text = shape::string(value, TEXT_BYTES_MAX)?;
    let is_part = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if text == ALL || (text.len() <= SECTOR_BYTES_MAX && text.split('.').all(is_part)) {
        Ok(text)
    } else {
        Err(format!("`{}` is no sector; give parts of `a-z 0-9 -` with dots between, such as `health.supply`, or `*` for all", shape::clipped(text)))
    }
}

fn all_alone(members: &mut Members<'_, '_>, name: &str, words: &[&str]) {
    if words.len() > 1 && words.contains(&ALL) {
        members.fault(name, format!("`{ALL}` says all of them; give it alone, or leave it out"));
    }
    shape::each_once(members, name, words);
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_zero(number: &u8) -> bool {
    *number == 0
}
