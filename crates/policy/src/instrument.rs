//! `instrument/v1`: a kind of rule or help that a body can set, with its levels.
//!
//! ```text
//! {"code":"HEAT","name":"Heat action","levels":["none","advice","cool rooms open"],"sector":"07.4","flag":{"kind":"territory","texts":["part","all"]}}
//! ```
//! Subject by custom: `instrument:HEAT`. The engine knows only ordinal levels and a flag; what they mean is data (specs/policy.md f2).

use record::text::Text;
use record::{Facets, Fault, Json, Kind};
use register::Code;
use register::shape::{self, Members};
use serde::{Deserialize, Serialize};

use crate::limits::{LEVEL_BYTES_MAX, LEVEL_MAX, NAME_BYTES_MAX, SHORT_BYTES_MAX};
use crate::words::is_word;

/// The body of `instrument/v1`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instrument {
    /// Its code; a body's own may not equal a built-in one.
    pub code: Code,
    /// Its name.
    pub name: Text,
    /// What each level says; level 0, no measure, first.
    pub levels: Vec<Text>,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub objective: Option<Text>,
    /// The function of government, by COFOG: `07.4`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector: Option<String>,
    /// What the flag of a level says; absent where levels have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flag: Option<FlagTexts>,
    /// What is counted, where levels are thresholds: `people`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Who defined it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Anything more, by domain; read by no rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ext: Option<serde_json::Map<String, Json>>,
}

/// What the flag of an instrument says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlagTexts {
    /// `territory` (part or all of it), `sector` (some workers or all), `price` (at a cost or free), or a word of the body's own.
    pub kind: String,
    /// What 0 says, then what 1 says.
    pub texts: Vec<Text>,
}

impl Instrument {
    /// Its highest level.
    pub fn level_max(&self) -> u8 {
        u8::try_from(self.levels.len().saturating_sub(1)).unwrap_or(LEVEL_MAX)
    }

    /// The faults that a level and flag have under this instrument; paths start below the body.
    pub fn admits(&self, level: u8, flag: Option<crate::words::Flag>) -> Vec<Fault> {
        let mut faults = Vec::new();
        if level > self.level_max() {
            faults.push(Fault::new("/level", format!("`{level}` is above the scale of `{}`; give 0 to {}", self.code, self.level_max())));
        }
        if flag.is_some() && self.flag.is_none() {
            faults.push(Fault::new("/flag", format!("`{}` has no flag; leave it out", self.code)));
        }
        faults
    }
}

/// The row of the table of kinds. Facets: topic = code, group = sector, value = highest level.
pub const KIND: Kind =
    Kind { name: "instrument", version: 1, is_records_own: false, schema: include_str!("../schemas/instrument.json"), check, facets };

fn check(body: &Json) -> Vec<Fault> {
    let mut faults = check_any(body);
    let code = body.get("code").and_then(Json::as_str).unwrap_or_default();
    if crate::pack::find(code).is_some() {
        faults.push(Fault::new("/code", format!("`{code}` is built in; choose another code for an instrument of your own")));
    }
    faults
}

/// Every fault but that of a built-in code: the pack itself is checked by it.
pub(crate) fn check_any(body: &Json) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut members = Members::of(body, "", &mut faults);
    members.need("code", shape::parsed::<Code>);
    members.need("name", |value| shape::text(value, NAME_BYTES_MAX));
    members.need("levels", |_| Ok(()));
    members.list("levels", 2..=usize::from(LEVEL_MAX) + 1, |value| shape::text(value, LEVEL_BYTES_MAX));
    members.text("objective", LEVEL_BYTES_MAX);
    members.may("sector", sector);
    members.may("unit", |value| shape::string(value, 100));
    members.may("source", |value| shape::string(value, 300));
    let flag = members.raw("flag");
    members.ext();
    members.end();
    if let Some(flag) = flag {
        let mut members = Members::of(flag, "/flag", &mut faults);
        members.need("kind", |value| match shape::string(value, 40)? {
            word if is_word(word) => Ok(()),
            other => Err(format!("`{}` is no word; give `territory`, `sector`, `price` or one of your own", shape::clipped(other))),
        });
        members.need("texts", |_| Ok(()));
        members.list("texts", 2..=2, |value| shape::text(value, SHORT_BYTES_MAX));
        members.end();
    }
    register::and_typed::<Instrument>(faults, body)
}

fn facets(body: &Json) -> Facets {
    let Ok(instrument) = record::kind::typed::<Instrument>(body) else { return Facets::default() };
    let value = i64::from(instrument.level_max());
    Facets { topic: Some(instrument.code.to_string()), group: instrument.sector, value, ..Facets::default() }
}

/// A division, group or class of COFOG (UN Statistics Division, M/84): `07`, `07.4`, `07.4.0`.
fn sector(value: &Json) -> Result<&str, String> {
    let text = shape::string(value, 6)?;
    let digit = |b: &u8, from: u8| (from..=b'9').contains(b);
    let (division, rest) = text.as_bytes().split_at_checked(2).unwrap_or((&[], &[]));
    let is_division = matches!(division, [b'0', d] if digit(d, b'1')) || division == b"10";
    let is_rest = match rest {
        [] => true,
        [b'.', group] => digit(group, b'1'),
        [b'.', group, b'.', class] => digit(group, b'1') && digit(class, b'0'),
        _ => false,
    };
    if is_division && is_rest { Ok(text) } else { Err(format!("`{}` is no COFOG code; give one such as `07` or `07.4`", shape::clipped(text))) }
}
