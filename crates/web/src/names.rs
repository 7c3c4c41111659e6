//! Names in a reader's language: of places and groups, instruments and their levels, rules. What no one names is called by its code.
//!
//! In: the register, instruments and rules of a cut. Out: pages and the brief, which say them.

use league::Cut;
use record::text::Text;

use crate::words::Words;

/// The names at one cut, for one reader.
#[derive(Clone, Copy)]
pub(crate) struct Names<'n> {
    pub(crate) cut: Cut<'n>,
    pub(crate) words: Words,
    /// The language of texts that name none.
    pub(crate) records_language: &'n str,
}

impl Names<'_> {
    /// Of a place.
    pub(crate) fn place(&self, code: &str) -> String {
        self.of(self.cut.model.register().find(code).map(|place| &place.name), code)
    }

    /// Of a place or a group.
    pub(crate) fn place_or_group(&self, code: &str) -> String {
        self.cut.model.register().group(code).map_or_else(|| self.place(code), |group| self.said(&group.name))
    }

    /// Of an instrument.
    pub(crate) fn instrument(&self, code: &str) -> String {
        self.of(self.cut.model.instrument(code).map(|instrument| &instrument.name), code)
    }

    /// What a level of an instrument means, where anyone says.
    pub(crate) fn level(&self, instrument: &str, level: u8) -> Option<String> {
        self.cut.model.instrument(instrument)?.levels.get(usize::from(level)).map(|text| self.said(text))
    }

    /// Of a rule, by its name or a tension's code: in plain words; as it was stated where the catalogue has none.
    pub(crate) fn rule(&self, name: &str) -> String {
        let plain = self.words.find(&format!("rule-{name}-name"), &[]);
        let stated = || self.cut.model.rules().find(|(_, rule)| rule.code == name).and_then(|(_, rule)| rule.name.as_ref());
        plain.map_or_else(|| self.of(stated(), name), std::borrow::Cow::into_owned)
    }

    fn of(&self, text: Option<&Text>, code: &str) -> String {
        text.map_or_else(|| code.to_owned(), |text| self.said(text))
    }

    fn said(&self, text: &Text) -> String {
        self.words.said(text, self.records_language).words.to_owned()
    }
}
