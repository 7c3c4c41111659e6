//! Where levels, neighbours and sectors clash, over everything that stands at a cut: the findings, kept up to date statement by statement.
//!
//! ```text
//! rows ─▶ lanes (place, instrument) ─▶ units (who is compared with whom) ─▶ findings (intervals by rule)
//!             ▲ touched by a statement        ▲ only those that read a touched lane
//! ```
//! A unit is the smallest thing that a rule looks at: an upper and a lower place, a border, a group. It is a pure function of the lanes that it reads
//! ([`policy::coherence`]), so what was computed step by step is what is computed from scratch: a property test holds it.
//! In: settings, lanes, units, questions. Out: what a rule finds (`policy::coherence`), how it looks (`web`).

pub mod answers;
pub mod ask;
mod atlas;
mod hands;
mod lanes;
pub mod settings;
pub mod sheet;
pub mod spread;
#[cfg(test)]
mod tests;
mod units;
pub mod would;

use std::collections::{BTreeMap, BTreeSet};

pub use answers::{Answered, Counts};
pub use ask::{Asked, Finding, Order, Segment, Sum};
use atlas::{Atlas, Days};
pub use hands::{Alone, Hands};
use lanes::Lanes;
use policy::coherence::{Interval, Rule, finding_id};
use record::Sid;
pub use settings::{Instead, RuleName, Settings};
use units::Unit;
pub use would::{Clash, Draft, Would};

use crate::model::Cut;
use crate::spans::Reader;

/// What rules need of the words of statements, and rows don't say: asked for few of them, and by several hands at once.
pub trait Words: Sync {
    /// The days on which an observer wrote about a measure, as its body has them. Asked only of measures that have notes.
    fn notes(&self, entry: u32) -> Vec<i32>;
    /// The subjects that a statement speaks of.
    fn cited(&self, entry: u32) -> Vec<Sid>;
}

/// No words: for records without notes, and what is cited goes unseen.
impl Words for () {
    fn notes(&self, _: u32) -> Vec<i32> {
        Vec::new()
    }

    fn cited(&self, _: u32) -> Vec<Sid> {
        Vec::new()
    }
}

/// What a finding is about, in numbers of this process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    rule: Rule,
    /// Of a tension its place in [`Settings::tensions`].
    tension: u16,
    instrument: u16,
    /// The lower code of two.
    a: u32,
    /// [`ALONE`] where there is no other.
    b: u32,
}

/// No other place.
const ALONE: u32 = u32::MAX;

/// What is found about one key.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Held {
    id: Sid,
    intervals: Vec<Interval>,
}

/// Every finding of one cut.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    settings: Settings,
    atlas: Atlas,
    instruments: Vec<Instrument>,
    lanes: BTreeMap<(u32, u16), Lanes>,
    /// Days on which a pinned register gives the government of a place no competence for an instrument.
    no_competence: BTreeMap<(u32, u16), Days>,
    held: BTreeMap<Key, Held>,
    by_id: BTreeMap<Sid, Key>,
    size: u32,
}

/// Something of a place and an instrument.
type Of<T> = ((u32, u16), T);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Instrument {
    code: String,
    has_flag: bool,
}

/// Kinds whose statements change who is compared with whom, or how: everything is computed anew.
const REGISTER_KINDS: [&str; 9] = ["genesis", "place", "border", "group", "sources", "instrument", "rule", "competence", "authority"];

/// Where more rows than this came at once, computing from scratch costs less.
const ADVANCE_MAX: u32 = 2_000;

impl Findings {
    /// Every finding of a cut, from scratch.
    pub fn of(cut: &Cut<'_>, settings: Settings, words: &dyn Words) -> Findings {
        Findings::by(&Alone, cut, settings, words)
    }

    /// The same findings, worked out by several hands.
    pub fn by(hands: &impl Hands, cut: &Cut<'_>, settings: Settings, words: &dyn Words) -> Findings {
        let reader = Reader::of(cut);
        let atlas = Atlas::of(cut, &settings);
        let mut findings = Findings { settings, atlas, size: cut.size, ..Findings::default() };
        let mut codes: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
        for (number, code) in findings.atlas.codes() {
            for instrument in reader.instruments(&reader.site(code)) {
                codes.entry(instrument).or_default().insert(number);
            }
        }
        let mut touched = Vec::new();
        for (code, places) in codes {
            let number = findings.instrument(cut, code);
            touched.extend(places.into_iter().map(|place| (place, number)));
        }
        touched.sort_unstable();
        let read = hands.share(&touched, |touched| findings.read(cut, words, touched));
        let (lanes, no_competence): (Vec<_>, Vec<_>) = read.into_iter().unzip();
        findings.lanes = lanes.into_iter().flatten().collect();
        findings.no_competence = no_competence.into_iter().flatten().collect();
        let units = units::all(&findings);
        let held = hands.share(&units, |units| findings.find_in(units));
        findings.held = held.into_iter().flatten().collect();
        findings.by_id = findings.held.iter().map(|(key, held)| (held.id, *key)).collect();
        findings
    }

    /// The same findings at a later cut: computes only what the statements between touch. A statement about who is where computes all of it anew.
    pub fn advance(&mut self, cut: &Cut<'_>, words: &dyn Words) {
        if cut.size == self.size {
            return;
        }
        let touched = self.touched(cut, words);
        match touched {
            None => *self = Findings::of(cut, self.settings.renewed(cut), words),
            Some(touched) => {
                self.size = cut.size;
                let (lanes, no_competence) = self.read(cut, words, &touched.iter().copied().collect::<Vec<_>>());
                self.lanes.extend(lanes);
                self.no_competence.extend(no_competence);
                let units = units::reading(self, &touched);
                self.evaluate(&units);
            }
        }
    }

    /// The lanes that the statements since [`Findings::size`] change; none where all has to be computed anew.
    fn touched(&mut self, cut: &Cut<'_>, words: &dyn Words) -> Option<BTreeSet<(u32, u16)>> {
        let since = self.size;
        if cut.size < since || cut.size - since > ADVANCE_MAX {
            return None;
        }
        let (mut touched, mut coverages) = (BTreeSet::new(), BTreeSet::new());
        let mut touch = |findings: &mut Findings, place: &str, instrument: &str| {
            let place = findings.atlas.number(cut, place)?;
            let instrument = findings.instrument(cut, instrument);
            touched.insert((place, instrument));
            Some(())
        };
        for version in cut.rows.until(cut.size).get(usize::try_from(since).unwrap_or(usize::MAX)..)? {
            let kind = cut.rows.text(version.kind).split('/').next().unwrap_or_default();
            if REGISTER_KINDS.contains(&kind) {
                return None;
            }
            let versions = [Some(version), version.prev().and_then(|prev| cut.rows.version(prev))];
            for version in versions.into_iter().flatten() {
                match kind {
                    "measure" => touch(self, cut.rows.text(version.place), cut.rows.text(version.topic))?,
                    "coverage" => drop(coverages.insert(version.index)),
                    _ => {}
                }
            }
            for sid in words.cited(version.index) {
                if let Some(measure) = cut.rows.head_at(sid, cut.size).filter(|head| cut.rows.text(head.kind).starts_with("measure/")) {
                    touch(self, cut.rows.text(measure.place), cut.rows.text(measure.topic))?;
                }
            }
        }
        for (place, instrument) in cut.model.covered_by(&coverages) {
            touch(self, place, instrument)?;
        }
        Some(touched)
    }

    fn instrument(&mut self, cut: &Cut<'_>, code: &str) -> u16 {
        let at = self.instruments.iter().position(|instrument| instrument.code == code);
        let at = at.unwrap_or_else(|| {
            let has_flag = cut.model.instrument(code).is_some_and(|instrument| instrument.flag.is_some());
            self.instruments.push(Instrument { code: code.to_owned(), has_flag });
            self.instruments.len() - 1
        });
        u16::try_from(at).unwrap_or(u16::MAX)
    }

    /// The lanes of these places and instruments, and where there is no competence.
    fn read(&self, cut: &Cut<'_>, words: &dyn Words, touched: &[(u32, u16)]) -> (Vec<Of<Lanes>>, Vec<Of<Days>>) {
        let reader = Reader::of(cut);
        let mut site = None;
        let (mut lanes, mut no_competence) = (Vec::with_capacity(touched.len()), Vec::new());
        for &(place, instrument) in touched {
            let (Some(place_code), Some(of)) = (self.atlas.code(place), self.instruments.get(usize::from(instrument))) else { continue };
            if site.as_ref().is_none_or(|(at, _)| *at != place) {
                site = Some((place, reader.site(place_code)));
            }
            let Some((_, site)) = &site else { continue };
            let spans = reader.spans(site, &of.code, None);
            let sector = cut.model.instrument(&of.code).and_then(|instrument| instrument.sector.as_deref());
            let none = cut.model.register().without_competence(&of.code, sector, place_code);
            if !none.is_empty() {
                no_competence.push(((place, instrument), none));
            }
            lanes.push(((place, instrument), lanes::read(cut, &self.settings, &spans, words)));
        }
        (lanes, no_competence)
    }

    fn evaluate(&mut self, units: &[Unit]) {
        let keys: Vec<Key> = units.iter().flat_map(|unit| unit.keys(self)).collect();
        for key in keys {
            if let Some(held) = self.held.remove(&key) {
                self.by_id.remove(&held.id);
            }
        }
        for (key, held) in self.find_in(units) {
            self.by_id.insert(held.id, key);
            self.held.insert(key, held);
        }
    }

    /// What these units find.
    fn find_in(&self, units: &[Unit]) -> Vec<(Key, Held)> {
        let found = units.iter().flat_map(|unit| unit.find(self, &|place, instrument| self.lanes.get(&(place, instrument))));
        found.map(|(key, intervals)| (key, Held { id: self.id(key), intervals })).collect()
    }

    fn id(&self, key: Key) -> Sid {
        finding_id(self.rule_name(key), self.instrument_code(key), self.population(), self.codes(key))
    }

    /// The name of a key's rule: of a tension its code.
    fn rule_name(&self, key: Key) -> &str {
        if key.rule == Rule::Tension { self.settings.tension_code(key.tension) } else { key.rule.as_str() }
    }

    fn instrument_code(&self, key: Key) -> &str {
        self.instruments.get(usize::from(key.instrument)).map_or("", |instrument| &instrument.code)
    }

    fn population(&self) -> &str {
        self.settings.population.as_deref().unwrap_or("everyone")
    }

    /// The places of a key, the lower code first; of one place the other is empty.
    fn codes(&self, key: Key) -> [&str; 2] {
        [key.a, key.b].map(|number| self.atlas.code_of(number))
    }

    /// How many entries these findings know.
    pub fn size(&self) -> u32 {
        self.size
    }

    /// What was asked when they were computed.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// How many findings there are, of every rule.
    pub fn count(&self) -> usize {
        self.held.len()
    }
}
