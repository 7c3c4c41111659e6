//! `border/v1`: that two places touch, by land or across a strait.
//!
//! ```text
//! {"a":"AFG","b":"CHN","kind":"land","length_m":84600}
//! ```
//! Subject by custom: `border:AFG:CHN:land`. One statement for each pair, `a` before `b`; a border here is not a legal claim.

use record::text::Text;
use record::{Facets, Fault, Json, Kind};
use serde::{Deserialize, Serialize};

use crate::code::Code;
use crate::day::{self, Day};
use crate::limits::{LENGTH_M_MAX, NOTE_BYTES_MAX, TEXT_BYTES_MAX};
use crate::shape::{self, Members};

/// How two places touch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BorderKind {
    /// They share a line on land.
    #[default]
    Land,
    /// People cross between them by sea, bridge or tunnel.
    Sea,
}

impl BorderKind {
    /// The word on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            BorderKind::Land => "land",
            BorderKind::Sea => "sea",
        }
    }
}

/// The body of `border/v1`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Border {
    /// One side; the lower of the two codes.
    pub a: Code,
    /// The other side.
    pub b: Code,
    /// By land or by sea.
    pub kind: BorderKind,
    /// Length, in metres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length_m: Option<i64>,
    /// The first day on which they touch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// The last day on which they do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
    /// Who drew it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// What else to know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
    /// Anything more, by domain; read by no rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ext: Option<serde_json::Map<String, Json>>,
}

impl Border {
    /// Whether the two touch on this day.
    pub fn is_valid_on(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// The days on which they touch, half-open, since 1970-01-01.
    pub fn days(&self) -> (i32, i32) {
        day::span(self.from, self.to)
    }

    /// The subject under which this border is stated by custom.
    pub fn subject(&self) -> String {
        format!("border:{}:{}:{}", self.a, self.b, self.kind.as_str())
    }
}

/// The row of the table of kinds. Facets: place = `a`, topic = `b`, group = kind, days = validity, value = metres (-1 if unknown).
pub const KIND: Kind = Kind { name: "border", version: 1, is_records_own: false, schema: include_str!("../schemas/border.json"), check, facets };

fn check(body: &Json) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut members = Members::of(body, "", &mut faults);
    let a: Option<Code> = members.need("a", shape::parsed);
    let b: Option<Code> = members.need("b", shape::parsed);
    members.need("kind", |value| shape::word::<BorderKind>(value, &["land", "sea"]));
    members.may("length_m", |value| shape::integer(value, 0..=LENGTH_M_MAX));
    let from: Option<Day> = members.may("from", shape::parsed);
    let to: Option<Day> = members.may("to", shape::parsed);
    members.may("source", |value| shape::string(value, TEXT_BYTES_MAX));
    members.text("note", NOTE_BYTES_MAX);
    match (a, b) {
        (Some(a), Some(b)) if a == b => members.fault("b", format!("`{a}` can't touch itself; give another place, or leave the border out")),
        (Some(a), Some(b)) if b < a => members.fault("b", format!("`{b}` is not after `{a}`; give the lower code as `a`")),
        _ => {}
    }
    shape::in_order(&mut members, ("from", from), ("to", to));
    members.ext();
    members.end();
    crate::and_typed::<Border>(faults, body)
}

fn facets(body: &Json) -> Facets {
    let Ok(border) = record::kind::typed::<Border>(body) else { return Facets::default() };
    Facets {
        place: Some(border.a.to_string()),
        topic: Some(border.b.to_string()),
        group: Some(border.kind.as_str().to_owned()),
        from_day: border.days().0,
        until_day: border.days().1,
        value: border.length_m.unwrap_or(-1),
    }
}
