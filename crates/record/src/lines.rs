//! Statements as they are sent in, before they are drafts: JSON that says nothing twice, and lines that revise one another by number.
//!
//! In: what every door shares (file, pipe, HTTP). Out: how each door takes bytes and words its answer.

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::fault::Fault;
use crate::kind::Json;
use crate::statement::{Draft, Revises};

/// One JSON value, in which no member is named twice: the second would silently win. Errors: serde's, or the member that stands twice.
pub fn json(text: &str) -> Result<Json, serde_json::Error> {
    serde_json::from_str::<Strict>(text).map(|strict| strict.0)
}

/// Turns `line:N` of an input into the N-th statement of its batch. `lines`: the line of each draft, rising, from 1.
///
/// Faults, each with its line: `revises` names a line that holds no statement, or none before it.
pub fn count_statements(drafts: &mut [Draft], lines: &[usize]) -> Vec<(usize, Fault)> {
    let mut faults = Vec::new();
    for (draft, own) in drafts.iter_mut().zip(lines) {
        let Some(Revises::Line(line)) = draft.revises else { continue };
        match lines.binary_search(&line) {
            Ok(at) if line < *own => draft.revises = Some(Revises::Line(at.saturating_add(1))),
            _ => faults.push((*own, Fault::new("/revises", format!("`line:{line}` is no earlier line with a statement; count from 1")))),
        }
    }
    faults
}

struct Strict(Json);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Strict, D::Error> {
        deserializer.deserialize_any(StrictVisitor)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Strict;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Strict, E> {
        Ok(Strict(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Strict, E> {
        Ok(Strict(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Strict, E> {
        Ok(Strict(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Strict, E> {
        Ok(Strict(value.into()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Strict, E> {
        Ok(Strict(value.into()))
    }

    fn visit_string<E>(self, value: String) -> Result<Strict, E> {
        Ok(Strict(value.into()))
    }

    fn visit_unit<E>(self) -> Result<Strict, E> {
        Ok(Strict(Json::Null))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Strict, A::Error> {
        let mut values = Vec::new();
        while let Some(Strict(value)) = items.next_element()? {
            values.push(value);
        }
        Ok(Strict(values.into()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Strict, A::Error> {
        let mut values = serde_json::Map::new();
        while let Some((name, Strict(value))) = members.next_entry::<String, Strict>()? {
            if values.contains_key(&name) {
                return Err(Error::custom(format_args!("the member `{name}` stands twice; leave out one")));
            }
            values.insert(name, value);
        }
        Ok(Strict(values.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_member_that_stands_twice_is_told_at_any_depth() {
        assert!(json(r#"{"a":1,"b":[{"c":1,"c":2}]}"#).unwrap_err().to_string().contains("`c` stands twice"));
        assert!(json(&"[".repeat(100_000)).is_err());
    }

    proptest! {
        #[test]
        fn all_else_reads_as_the_library_reads_it(text in r#"[\[\]{}",:a0-9. tfn\\-]{0,40}"#) {
            if let Ok(strict) = json(&text) {
                prop_assert_eq!(strict, serde_json::from_str::<Json>(&text).unwrap());
            }
        }
    }
}
