//! `sources/v1`: whom we believe first where several say something about one place and day (DESIGN rule 20).
//!
//! ```text
//! {"order":["oxcgrt-raw","oxcgrt-fullwithnotes","oxcgrt-legacy","observatory.example/log"]}
//! ```
//! Subject by custom: `sources`. What is declared comes before all of them; what is not named comes after all of them, by name.

use record::{Facets, Fault, Json, Kind};
use serde::{Deserialize, Serialize};

use crate::limits::SOURCES_MAX;
use crate::shape::{self, Members};

/// The body of `sources/v1`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sources {
    /// Names of sources and origins of records, the most believed first, each once.
    pub order: Vec<String>,
    /// Anything more, by domain; read by no rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ext: Option<serde_json::Map<String, Json>>,
}

/// The row of the table of kinds. Facets: value = how many sources.
pub const KIND: Kind = Kind { name: "sources", version: 1, is_records_own: false, schema: include_str!("../schemas/sources.json"), check, facets };

fn check(body: &Json) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut members = Members::of(body, "", &mut faults);
    members.need("order", |_| Ok(()));
    let order = members.list("order", 1..=SOURCES_MAX, source);
    let mut seen = std::collections::BTreeSet::new();
    if let Some(twice) = order.iter().find(|name| !seen.insert(**name)) {
        members.fault("order", format!("`{twice}` is given twice; name each source once"));
    }
    members.ext();
    members.end();
    crate::and_typed::<Sources>(faults, body)
}

fn facets(body: &Json) -> Facets {
    let Ok(sources) = record::kind::typed::<Sources>(body) else { return Facets::default() };
    Facets { value: i64::try_from(sources.order.len()).unwrap_or(i64::MAX), ..Facets::default() }
}

/// The name of a source: 1-200 of `a-z 0-9 . _ ~ : / -`, so that an origin is one too.
pub fn source(value: &Json) -> Result<&str, String> {
    let text = shape::string(value, 200)?;
    if text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'~' | b':' | b'/' | b'-')) {
        Ok(text)
    } else {
        Err(format!("`{}` is no source; give 1 to 200 of `a-z 0-9 . _ ~ : / -`", shape::clipped(text)))
    }
}
