//! The built-in instruments: the Oxford tracker's, as data.
//!
//! `oxcgrt.json` beside this file holds codes, names, levels and flags in English, Arabic and French; 16 of them enter an index (specs/policy.md a1),
//! the others are kept for their names: amounts, notes and vaccination summaries, of which some have no order of levels.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use record::text::Text;
use register::Code;
use serde::Deserialize;

use crate::instrument::{FlagTexts, Instrument};

/// A built-in instrument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Built {
    /// As any body would state it; `levels` is empty where it has no order.
    pub instrument: Instrument,
    /// Whether its values are levels in an order.
    pub is_ordinal: bool,
    /// Whether it enters an index.
    pub is_indexed: bool,
    /// Whether it is told apart by vaccination (E, NV and V columns; specs/policy.md a2).
    pub is_by_vaccination: bool,
}

/// The built-in pack.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pack {
    /// The attribution to show wherever its data is shown.
    pub source: String,
    /// What was changed against the source, as its licence asks to say.
    pub changes: String,
    same_as: BTreeMap<Code, Vec<Code>>,
    instruments: Vec<Built>,
}

impl Pack {
    /// Every instrument, in the order of the tracker's codebook: those that enter an index first.
    pub fn instruments(&self) -> &[Built] {
        &self.instruments
    }

    /// Other codes of a place that the tracker writes in its own way.
    pub fn same_as(&self, code: &Code) -> &[Code] {
        self.same_as.get(code).map_or(&[], Vec::as_slice)
    }
}

static PACK: LazyLock<Pack> = LazyLock::new(|| serde_json::from_str::<File>(include_str!("oxcgrt.json")).map(Pack::from).unwrap_or_default());

/// The pack. Its file is checked by a test, so it is never empty.
pub fn pack() -> &'static Pack {
    &PACK
}

/// The built-in instrument with this code.
pub fn find(code: &str) -> Option<&'static Built> {
    PACK.instruments.iter().find(|built| built.instrument.code.as_str() == code)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    source: String,
    changes: String,
    same_as: BTreeMap<Code, Vec<Code>>,
    instruments: Vec<Line>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    code: Code,
    name: Text,
    levels: Vec<Text>,
    #[serde(default)]
    sector: Option<String>,
    #[serde(default)]
    flag: Option<FlagTexts>,
    #[serde(default)]
    unit: Option<String>,
    indexed: bool,
    ordinal: bool,
    by_vaccination: bool,
}

impl From<File> for Pack {
    fn from(file: File) -> Pack {
        let built = |line: Line| Built {
            instrument: Instrument {
                code: line.code,
                name: line.name,
                levels: line.levels,
                objective: None,
                sector: line.sector,
                flag: line.flag,
                unit: line.unit,
                source: Some(file.source.clone()),
                ext: None,
            },
            is_ordinal: line.ordinal,
            is_indexed: line.indexed,
            is_by_vaccination: line.by_vaccination,
        };
        let instruments = file.instruments.into_iter().map(built).collect();
        Pack { source: file.source, changes: file.changes, same_as: file.same_as, instruments }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Source: specs/policy.md a1.
    #[test]
    fn sixteen_instruments_enter_an_index_with_the_scales_of_the_codebook() {
        let shown: Vec<String> = pack()
            .instruments()
            .iter()
            .filter(|built| built.is_indexed)
            .map(|built| {
                let flag = built.instrument.flag.as_ref().map_or("none", |flag| flag.kind.as_str());
                format!("{} {} {flag} {}", built.instrument.code, built.instrument.level_max(), built.is_by_vaccination)
            })
            .collect();
        assert_eq!(
            shown.join(", "),
            "C1 3 territory true, C2 3 territory true, C3 2 territory true, C4 4 territory true, C5 2 territory true, C6 3 territory true, \
             C7 2 territory true, C8 4 none true, E1 2 sector false, E2 2 none false, H1 2 territory false, H2 3 none false, H3 2 none false, \
             H6 4 territory true, H7 5 price false, H8 3 territory true"
        );
    }

    #[test]
    fn every_ordinal_instrument_passes_as_a_body_and_speaks_every_language_of_the_pages() {
        for built in pack().instruments().iter().filter(|built| built.is_ordinal) {
            let body = serde_json::to_value(&built.instrument).unwrap();
            assert_eq!(crate::instrument::check_any(&body), [], "{}", built.instrument.code);
            let texts = built.instrument.levels.iter().chain([&built.instrument.name]);
            for text in texts {
                assert!(matches!(text, Text::Many(texts) if texts.keys().eq(["ar", "en", "fr"])), "{}: {text:?}", built.instrument.code);
            }
        }
    }

    #[test]
    fn amounts_and_notes_are_known_by_name_but_have_no_levels() {
        let without: Vec<&str> = pack().instruments().iter().filter(|built| !built.is_ordinal).map(|built| built.instrument.code.as_str()).collect();
        assert_eq!(without, ["E3", "E4", "H4", "H5", "M1", "V2B", "V2C"]);
    }
}
