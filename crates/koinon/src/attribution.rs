//! Whose data an answer shows: each imported source, its licence, and what was changed, as licences ask to say.

use std::collections::{BTreeMap, BTreeSet};

use league::Cut;
use policy::Packed;
use serde_json::{Value as Json, json};

use crate::failure::Failure;
use crate::folder::{self, Reading};
use crate::output::Output;

/// A source, as answers name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Source {
    name: String,
    attribution: Option<(&'static str, &'static str)>,
}

/// Licence of the Oxford tracker's data, as SPDX writes it.
const OXCGRT_LICENCE: &str = "CC-BY-4.0";

/// The sources of these measures, by name. `words`: indices of the entries whose bodies stand.
pub(crate) fn of(reading: &Reading, cut: &Cut<'_>, words: impl IntoIterator<Item = u32>) -> Result<Vec<Source>, Failure> {
    let mut first: BTreeMap<u32, u32> = BTreeMap::new();
    for index in words {
        let packed = cut.rows.version(index).map(|version| Packed::unpack(version.value));
        if let Some(source) = packed.filter(|packed| packed.is_observed).map(|packed| packed.source) {
            first.entry(source).or_insert(index);
        }
    }
    let mut names = BTreeSet::new();
    for index in first.into_values() {
        // The rows know a source by a number only: any body that has it says its name.
        let body = folder::body(reading, index)?;
        let name = body.as_ref().and_then(|body| body.pointer("/observed/source")).and_then(Json::as_str);
        names.extend(name.map(str::to_owned));
    }
    Ok(names.into_iter().map(Source::named).collect())
}

/// The sources of every measure that stands at the cut.
pub(crate) fn of_all(reading: &Reading, cut: &Cut<'_>) -> Result<Vec<Source>, Failure> {
    let measures = cut.rows.of_kind(league::measures::KIND).iter().copied();
    of(reading, cut, measures.filter(|index| cut.rows.version(*index).is_some_and(|version| version.stands_at(cut.size))))
}

impl Source {
    fn named(name: String) -> Source {
        let pack = policy::pack::pack();
        let attribution = name.starts_with("oxcgrt").then_some((pack.source.as_str(), pack.changes.as_str()));
        Source { name, attribution }
    }

    fn json(&self) -> Json {
        match self.attribution {
            Some((attribution, changes)) => json!({ "name": self.name, "attribution": attribution, "licence": OXCGRT_LICENCE, "changes": changes }),
            None => json!({ "name": self.name }),
        }
    }
}

/// As they stand in a JSON document.
pub(crate) fn json(sources: &[Source]) -> Vec<Json> {
    sources.iter().map(Source::json).collect()
}

/// Says them beside tables and CSV, which have no room for them.
pub(crate) fn say(sources: &[Source], output: Output) {
    let texts: BTreeSet<&str> = sources.iter().filter_map(|source| source.attribution.map(|(text, _)| text)).collect();
    for text in texts {
        output.say(&format!("source: {text}; days joined into measures"));
    }
    let others: Vec<&str> = sources.iter().filter(|source| source.attribution.is_none()).map(|source| source.name.as_str()).collect();
    if !others.is_empty() {
        output.say(&format!("observed by: {}", others.join(", ")));
    }
}
