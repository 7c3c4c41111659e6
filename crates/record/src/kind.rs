//! The table of kinds: from it come check, schema, routes and docs of every body.
//!
//! In: the shape of a row and how bodies are checked. Out: the kinds themselves (each domain has its own; `league::KINDS` has all).

use crate::fault::Fault;
use crate::name::KindName;

/// A JSON value; objects are ordered by key.
pub type Json = serde_json::Value;

/// One kind of statement: a row of the table from which form, schema, routes and docs come.
pub struct Kind {
    /// Its name in the league, without version: `measure`.
    pub name: &'static str,
    /// The newest version of its body that this code knows; older ones are read too.
    pub version: u32,
    /// Whether it is one of the record's own (genesis, key, ...), which no token may state.
    pub is_records_own: bool,
    /// JSON Schema 2020-12 of the body, as text.
    pub schema: &'static str,
    /// Every fault that is visible in the body alone; paths start below the body (`/level`). Pure.
    pub check: fn(&Json) -> Vec<Fault>,
    /// What lists and columns ask of a body that passed `check`.
    pub facets: fn(&Json) -> Facets,
}

impl Kind {
    /// Its name with version: `measure/v1`.
    pub fn full_name(&self) -> String {
        format!("{}/v{}", self.name, self.version)
    }

    /// The row of the table for this kind, where its version is known here.
    pub fn find<'k>(kinds: &'k [Kind], name: &KindName) -> Option<&'k Kind> {
        kinds.iter().find(|kind| kind.name == name.name() && name.version() <= kind.version)
    }
}

/// What lists, maps and columns ask of a state, narrow and the same in every engine.
///
/// A function of the entry alone: no row number, no locale, no clock (DESIGN rule 19).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facets {
    /// Code of the place it is about.
    pub place: Option<String>,
    /// What it is about: an instrument's code, a place's level.
    pub topic: Option<String>,
    /// For whom: a population.
    pub group: Option<String>,
    /// First day, in days since 1970-01-01; [`Facets::EVER`] where it has none.
    pub from_day: i32,
    /// The day after the last one; [`Facets::OPEN`] where no end is known.
    pub until_day: i32,
    /// The numbers that computations load, packed by the kind.
    pub value: i64,
}

impl Facets {
    /// `from_day` of what has no first day.
    pub const EVER: i32 = i32::MIN;
    /// `until_day` of what has no known end.
    pub const OPEN: i32 = i32::MAX;
}

impl Default for Facets {
    fn default() -> Facets {
        Facets { place: None, topic: None, group: None, from_day: Facets::EVER, until_day: Facets::OPEN, value: 0 }
    }
}

/// Reads a body of type `T`, or says in one fault what serde found. For use in a kind's `check`, before its own rules.
///
/// A type that has no `ext` is read without it: any body may hold one, and no rule reads it (DESIGN rule 8).
pub fn typed<T: serde::de::DeserializeOwned>(body: &Json) -> Result<T, Fault> {
    let mut read = T::deserialize(body);
    if let (Err(_), Json::Object(members)) = (&read, body)
        && members.contains_key("ext")
    {
        let plain = members.iter().filter(|(key, _)| *key != "ext").map(|(key, value)| (key.clone(), value.clone())).collect();
        read = T::deserialize(&Json::Object(plain));
    }
    read.map_err(|error| Fault::new("", error.to_string()))
}
