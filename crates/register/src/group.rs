//! `group/v1`: places that belong together without one being part of the other: a league, a corridor, a type of town.
//!
//! ```text
//! {"code":"STRAIT","name":"Strait towns","members":["QMA-01","QMB-02"]}
//! ```
//! Subject by custom: `group:STRAIT`.

use record::text::Text;
use record::{Facets, Fault, Json, Kind};
use serde::{Deserialize, Serialize};

use crate::code::Code;
use crate::limits::{MEMBERS_MAX, NAME_BYTES_MAX};
use crate::shape::{self, Members};

/// The body of `group/v1`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Its code; of its own, beside those of places.
    pub code: Code,
    /// Its name, in one language or several.
    pub name: Text,
    /// The places in it, each once.
    pub members: Vec<Code>,
    /// Anything more, by domain; read by no rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ext: Option<serde_json::Map<String, Json>>,
}

/// The row of the table of kinds. Facets: topic = code, value = how many members.
pub const KIND: Kind = Kind { name: "group", version: 1, is_records_own: false, schema: include_str!("../schemas/group.json"), check, facets };

fn check(body: &Json) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut members = Members::of(body, "", &mut faults);
    members.need("code", shape::parsed::<Code>);
    members.need("name", |value| shape::text(value, NAME_BYTES_MAX));
    members.need("members", |_| Ok(()));
    let codes: Vec<Code> = members.list("members", 1..=MEMBERS_MAX, shape::parsed);
    let mut seen = std::collections::BTreeSet::new();
    if let Some(twice) = codes.iter().find(|code| !seen.insert(*code)) {
        members.fault("members", format!("`{twice}` is given twice; name each place once"));
    }
    members.ext();
    members.end();
    crate::and_typed::<Group>(faults, body)
}

fn facets(body: &Json) -> Facets {
    let Ok(group) = record::kind::typed::<Group>(body) else { return Facets::default() };
    Facets { topic: Some(group.code.to_string()), value: i64::try_from(group.members.len()).unwrap_or(i64::MAX), ..Facets::default() }
}
