//! What a batch that is not stated yet would do: which findings it would start, end or change. For the last page of a form and `publish --check`.

use std::collections::{BTreeMap, BTreeSet};

use policy::cell::{Says, Span, Spans};
use policy::coherence::{Grade, Interval, Rule};
use policy::{Coverage, InstrumentName, Measure, Packed};
use record::places::OWN;
use record::{Act, Facets, Json, Revises, Sid};

use super::lanes::{self, Drafts, Lanes};
use super::{Findings, Key, Settings, Words, units};
use crate::model::{Cut, DECLARED};
use crate::spans::{self, Reader};

/// A statement that is not stated yet.
#[derive(Clone, Copy, Debug)]
pub struct Draft<'d> {
    /// Name of its kind, without version.
    pub kind: &'d str,
    /// Its body; of a withdrawal the body does not count.
    pub body: &'d Json,
    /// The entry whose words it would take the place of: the head of its subject.
    pub revises: Option<u32>,
    /// Whether it takes them back.
    pub is_withdrawal: bool,
}

/// A finding with an interval that would be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// The finding's id.
    pub id: Sid,
    /// The rule's name; of a tension its code.
    pub name: String,
    /// Which rule.
    pub rule: Rule,
    /// Code of the instrument.
    pub instrument: String,
    /// The places, the lower code first; of one place the other is empty.
    pub places: [String; 2],
    /// The interval. An entry of [`DRAFTED`] or above is one of the drafts.
    pub interval: Interval,
    /// Since when the other side has had its level: the first day of the measure, or of the coverage that says that there is none. By side.
    pub since: [Option<i32>; 2],
}

/// What a batch would do to the findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Would {
    /// Intervals that would begin to be, or be other than they are.
    pub starts: Vec<Clash>,
    /// Intervals that would be no longer.
    pub ends: Vec<Clash>,
}

/// Entries of drafts are numbered from here on, downward from the highest number.
pub const DRAFTED: u32 = u32::MAX - 65_536;

/// The number of a draft as an entry.
fn drafted(number: usize) -> u32 {
    u32::MAX - 1 - u32::try_from(number).unwrap_or(65_534).min(65_534)
}

/// A draft as spans: place and instrument, what it says, how it binds.
struct Said {
    place: u32,
    instrument: u16,
    span: Span,
    value: Packed,
}

impl Clash {
    /// Whether it is shown where nothing is asked for (specs/policy.md f4): no mere note, and not too short.
    pub fn is_shown(&self, settings: &Settings) -> bool {
        let lasts = self.interval.until.saturating_sub(self.interval.from) >= settings.days_min(&self.name);
        Rule::FEED.contains(&self.rule) && self.interval.grade > Grade::Note && lasts
    }
}

impl Findings {
    /// What these statements would do, as they are sent in: one that revises an earlier line of its batch stands in that line's place.
    pub fn would_state(&self, cut: &Cut<'_>, drafts: &[record::Draft], words: &dyn Words) -> Would {
        let mut standing: BTreeMap<usize, Draft<'_>> = BTreeMap::new();
        for (at, draft) in drafts.iter().enumerate() {
            let revises = match draft.revises {
                Some(Revises::Entry(id)) => cut.rows.index_of(OWN, id),
                Some(Revises::Line(line)) => line.checked_sub(1).and_then(|line| standing.remove(&line)).and_then(|earlier| earlier.revises),
                None => None,
            };
            let is_withdrawal = draft.act == Act::Withdraw;
            standing.insert(at, Draft { kind: draft.kind.name(), body: &draft.body, revises, is_withdrawal });
        }
        let standing: Vec<Draft<'_>> = standing.into_values().collect();
        self.would(cut, &standing, words)
    }

    /// What these drafts would do, as if the days of a measure of our own were covered. Statements about who is where are left out: they change
    /// everything.
    pub fn would(&self, cut: &Cut<'_>, drafts: &[Draft<'_>], words: &dyn Words) -> Would {
        let mut scratch = self.clone_frame();
        let mut said = Vec::new();
        let mut gone: BTreeSet<u32> = BTreeSet::new();
        for (number, draft) in drafts.iter().enumerate() {
            gone.extend(draft.revises);
            if !draft.is_withdrawal {
                said.extend(scratch.say(cut, drafted(number), draft));
            }
        }
        let mut touched: BTreeSet<(u32, u16)> = said.iter().map(|said| (said.place, said.instrument)).collect();
        for version in gone.iter().filter_map(|entry| cut.rows.version(*entry)) {
            let place = self.atlas.number(cut, cut.rows.text(version.place));
            touched.extend(place.zip(self.number_of(cut.rows.text(version.topic))));
        }
        let covered = cut.model.covered_by(&gone);
        touched.extend(covered.into_iter().filter_map(|(place, instrument)| Some((self.atlas.number(cut, place)?, self.number_of(instrument)?))));
        let overlay = scratch.overlay(cut, &touched, &said, &gone, words);
        let lanes_of = |place: u32, instrument: u16| overlay.get(&(place, instrument)).or_else(|| self.lanes.get(&(place, instrument)));
        let mut would = Would::default();
        for unit in units::reading(&scratch, &touched) {
            let found: BTreeMap<Key, Vec<Interval>> = unit.find(&scratch, &lanes_of).into_iter().collect();
            for key in unit.keys(&scratch) {
                let (before, after) = (self.held.get(&key).map_or(&[][..], |held| &held.intervals), found.get(&key).map_or(&[][..], Vec::as_slice));
                let clash = |interval: &Interval| scratch.clash(cut, key, *interval, &said);
                would.starts.extend(after.iter().filter(|interval| !before.contains(interval)).map(clash));
                would.ends.extend(
                    before.iter().filter(|interval| !after.iter().any(|other| other.from < interval.until && interval.from < other.until)).map(clash),
                );
            }
        }
        for clashes in [&mut would.starts, &mut would.ends] {
            clashes.sort_by(|x, y| {
                let key = |clash: &Clash| {
                    (std::cmp::Reverse(clash.interval.grade), clash.name.clone(), clash.places.clone(), clash.instrument.clone(), clash.interval.from)
                };
                key(x).cmp(&key(y))
            });
        }
        would
    }

    /// These findings without what was found: to number what the drafts name.
    fn clone_frame(&self) -> Findings {
        Findings {
            settings: self.settings.clone(),
            atlas: self.atlas.clone(),
            instruments: self.instruments.clone(),
            no_competence: self.no_competence.clone(),
            size: self.size,
            ..Findings::default()
        }
    }

    fn say(&mut self, cut: &Cut<'_>, entry: u32, draft: &Draft<'_>) -> Vec<Said> {
        match draft.kind {
            "measure" => {
                record::kind::typed::<Measure>(draft.body).ok().map_or_else(Vec::new, |measure| self.say_measure(cut, entry, &measure, draft.body))
            }
            "coverage" => record::kind::typed::<Coverage>(draft.body).ok().map_or_else(Vec::new, |coverage| self.say_coverage(cut, entry, &coverage)),
            _ => Vec::new(),
        }
    }

    fn say_measure(&mut self, cut: &Cut<'_>, entry: u32, measure: &Measure, body: &Json) -> Vec<Said> {
        let Some(place) = self.atlas.number(cut, measure.place.as_str()) else { return Vec::new() };
        let InstrumentName::Code(code) = &measure.instrument else { return Vec::new() };
        let instrument = self.instrument(cut, code.as_str());
        let facets = (policy::measure::KIND.facets)(body);
        let value = Packed::unpack(facets.value);
        let is_ours = cut.model.speaks_for(measure.place.as_str()) && measure.observed.is_none();
        let span = Span {
            entry,
            from: facets.from_day,
            until: facets.until_day,
            whom: spans::whom(cut.rows, &measure.population),
            reach: measure.reach,
            rank: if is_ours { DECLARED } else { cut.model.rank(OWN, value.source) },
            says: Says::Level { level: measure.level, flag: measure.flag },
        };
        let covered = Span { says: Says::Covered, ..span };
        vec![Said { place, instrument, span, value }, Said { place, instrument, span: covered, value }]
    }

    fn say_coverage(&mut self, cut: &Cut<'_>, entry: u32, coverage: &Coverage) -> Vec<Said> {
        let mut said = Vec::new();
        let source = coverage.observed.as_ref().map_or(0, |observed| policy::measure::source_mark(&observed.source));
        for code in &coverage.places {
            let Some(place) = self.atlas.number(cut, code.as_str()) else { continue };
            let is_ours = cut.model.speaks_for(code.as_str()) && coverage.observed.is_none();
            for instrument in coverage.instruments.iter().filter_map(InstrumentName::code) {
                let instrument = self.instrument(cut, instrument.as_str());
                let span = Span {
                    entry,
                    from: coverage.from.number(),
                    until: register::day::until(coverage.to),
                    whom: spans::whom(cut.rows, &coverage.population),
                    reach: coverage.reach,
                    rank: if is_ours { DECLARED } else { cut.model.rank(OWN, source) },
                    says: Says::Covered,
                };
                said.push(Said { place, instrument, span, value: Packed::unpack(0) });
            }
        }
        said
    }

    /// The lanes as they would be.
    fn overlay(
        &self,
        cut: &Cut<'_>,
        touched: &BTreeSet<(u32, u16)>,
        said: &[Said],
        gone: &BTreeSet<u32>,
        words: &dyn Words,
    ) -> BTreeMap<(u32, u16), Lanes> {
        let reader = Reader::of(cut);
        let mut overlay = BTreeMap::new();
        for (place, instrument) in touched {
            let (Some(code), Some(of)) = (self.atlas.code(*place), self.instruments.get(usize::from(*instrument))) else { continue };
            let standing = reader.spans(&reader.site(code), &of.code, None);
            let ours = said.iter().filter(|said| (said.place, said.instrument) == (*place, *instrument)).map(|said| said.span);
            let spans: Vec<Span> = standing.as_slice().iter().filter(|span| !gone.contains(&span.entry)).copied().chain(ours).collect();
            let drafts: Drafts = said.iter().filter(|said| said.span.says != Says::Covered).map(|said| (said.span.entry, said.value)).collect();
            overlay.insert((*place, *instrument), lanes::read_with(cut, &self.settings, &Spans::of(spans), words, &drafts));
        }
        overlay
    }

    fn clash(&self, cut: &Cut<'_>, key: Key, interval: Interval, said: &[Said]) -> Clash {
        let since = |entry: u32| {
            let drafted = said.iter().find(|said| said.span.entry == entry).map(|said| said.span.from);
            drafted.or_else(|| cut.rows.version(entry).map(|version| version.from_day)).filter(|day| *day != Facets::EVER)
        };
        Clash {
            id: self.id(key),
            name: self.rule_name(key).to_owned(),
            rule: key.rule,
            instrument: self.instrument_code(key).to_owned(),
            places: self.codes(key).map(str::to_owned),
            interval,
            since: [interval.a, interval.b].map(|side| side.and_then(|at| since(at.entry))),
        }
    }
}
