//! Who may decide what, where and when (specs/accord.md c), and whom to ring about it.
//!
//! ```text
//! act ──▶ governments of its place ──▶ a competence of one of them that holds the act ──▶ own (exclusive) | shared
//!            none is known: unknown          none does, and a register is held: none
//! ```
//! A register is held for a place from the first day of any competence that is stated for it, or for what lies above it. Scopes of two competences
//! are never added up. In: the judgement of one act; the days without competence; duty contacts. Out: which acts there are (the domains).

use std::collections::{BTreeMap, BTreeSet};

use record::{Facets, SubjectName};

use crate::authority::Authority;
use crate::code::Code;
use crate::competence::{Competence, Holding};
use crate::day::Day;
use crate::office::{Contact, Office};
use crate::places::{Above, Register};

/// A body, and the statement that says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated<T> {
    /// Its subject.
    pub subject: SubjectName,
    /// Index of the entry whose words it is.
    pub index: u32,
    /// What it says.
    pub body: T,
}

/// What a record says of powers, in the order in which it was said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Powers {
    /// Who governs.
    pub authorities: Vec<Stated<Authority>>,
    /// Who may decide what.
    pub competences: Vec<Stated<Competence>>,
    /// Who answers.
    pub offices: Vec<Stated<Office>>,
    /// The record's own origin, and the place that it speaks for.
    pub own: Option<(String, Code)>,
}

/// The same, ready to be asked; places by the codes of the register.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PowersHere {
    authorities: BTreeMap<SubjectName, Stated<Authority>>,
    competences: BTreeMap<SubjectName, Stated<Competence>>,
    /// By id; the newest, where several say that they are one.
    offices: BTreeMap<String, Stated<Office>>,
    own: Option<(String, Code)>,
    /// Who governs a place, by its code.
    governing: BTreeMap<Code, Vec<SubjectName>>,
    /// Which competences name a place, by its code.
    naming: BTreeMap<Code, Vec<SubjectName>>,
    /// What a holder holds.
    held: BTreeMap<String, Vec<SubjectName>>,
}

impl PowersHere {
    pub(crate) fn of(powers: Powers, own_code: impl Fn(&Code) -> Code) -> PowersHere {
        let mut here = PowersHere { own: powers.own.map(|(origin, place)| (origin, own_code(&place))), ..PowersHere::default() };
        for mut stated in powers.authorities {
            for place in &mut stated.body.places {
                *place = own_code(place);
                here.governing.entry(place.clone()).or_default().push(stated.subject.clone());
            }
            here.authorities.insert(stated.subject.clone(), stated);
        }
        for mut stated in powers.competences {
            for place in &mut stated.body.places {
                *place = own_code(place);
                here.naming.entry(place.clone()).or_default().push(stated.subject.clone());
            }
            here.held.entry(stated.body.holder.clone()).or_default().push(stated.subject.clone());
            here.competences.insert(stated.subject.clone(), stated);
        }
        for stated in powers.offices {
            here.offices.insert(stated.body.id.to_string(), stated);
        }
        for subjects in here.governing.values_mut().chain(here.naming.values_mut()).chain(here.held.values_mut()) {
            subjects.sort();
            subjects.dedup();
        }
        here
    }
}

/// What is done: the point that a power must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Act<'a> {
    /// Code of the instrument, or a word for the act.
    pub instrument: &'a str,
    /// Its sector, where one is known.
    pub sector: Option<&'a str>,
    /// Code of the place.
    pub place: &'a str,
    /// The day, since 1970-01-01.
    pub day: i32,
}

/// Whether the government of a place may do something, and what says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict<'r> {
    /// It alone may, by this competence.
    Own(&'r Stated<Competence>),
    /// It may, beside others, by this competence.
    Shared(&'r Stated<Competence>),
    /// It may not: no competence of its holds the act.
    None {
        /// What the nearest lacks.
        why: Outside,
        /// The competence that comes nearest: of its own, or the exclusive one of another body.
        nearest: Option<&'r Stated<Competence>>,
    },
    /// Nothing here says.
    Unknown(Lack),
}

/// What a power lacks for an act, in the order in which it is tested; the further down, the nearer it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outside {
    /// There is none.
    NoChain,
    /// The instrument is not listed.
    Instrument,
    /// The sector is another.
    Sector,
    /// The place is neither listed nor below one that is.
    Place,
    /// The day lies outside its days.
    Time,
}

impl Outside {
    /// The word on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Outside::NoChain => "no_chain",
            Outside::Instrument => "instrument",
            Outside::Sector => "sector",
            Outside::Place => "place",
            Outside::Time => "time",
        }
    }
}

/// Why nothing can be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// No competence is stated for the place by that day.
    NoRegister,
    /// A register is held, but nothing says who governs the place.
    NoAuthority,
}

/// Whom to ring: an office, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duty<'r> {
    /// The office that answers.
    pub office: &'r Stated<Office>,
    /// How to reach it.
    pub contact: &'r Contact,
    /// The office that it stands in for, where it does.
    pub instead_of: Option<&'r Stated<Office>>,
}

impl Register {
    /// Every authority, by its subject.
    pub fn authorities(&self) -> impl Iterator<Item = &Stated<Authority>> {
        self.powers.authorities.values()
    }

    /// The authority that this subject states.
    pub fn authority(&self, subject: &str) -> Option<&Stated<Authority>> {
        self.powers.authorities.get(&subject.parse::<SubjectName>().ok()?)
    }

    /// The origin of the record, and the place that it speaks for.
    pub fn own(&self) -> Option<(&str, &Code)> {
        self.powers.own.as_ref().map(|(origin, place)| (origin.as_str(), place))
    }

    /// The competence that this subject states.
    pub fn stated_competence(&self, subject: &SubjectName) -> Option<&Stated<Competence>> {
        self.powers.competences.get(subject)
    }

    /// Every competence, by its subject.
    pub fn competences(&self) -> impl Iterator<Item = &Stated<Competence>> {
        self.powers.competences.values()
    }

    /// Every office, by its id.
    pub fn offices(&self) -> impl Iterator<Item = &Stated<Office>> {
        self.powers.offices.values()
    }

    /// The office with this id.
    pub fn office(&self, id: &str) -> Option<&Stated<Office>> {
        self.powers.offices.get(id)
    }

    /// The authorities that govern a place, by subject.
    pub fn governing(&self, place: &str) -> impl Iterator<Item = &Stated<Authority>> {
        let own = self.find(place).map_or(place, |place| place.code.as_str());
        let subjects = self.powers.governing.get(own);
        subjects.into_iter().flatten().filter_map(|subject| self.powers.authorities.get(subject))
    }

    /// The competences that hold an act, whoever's they are, by subject.
    pub fn holding(&self, act: Act<'_>) -> Vec<&Stated<Competence>> {
        let reach = self.here(act.place).reach(act.day);
        self.powers.competences.values().filter(|stated| outside(&stated.body, act, &reach).is_none()).collect()
    }

    /// The competences that are stated for the act's place, or for what is above it, with a first day by then: where there is one, a register is held.
    pub fn named_for(&self, act: Act<'_>) -> impl Iterator<Item = &Stated<Competence>> {
        let named = self.here(act.place).reach(act.day);
        let subjects = named.into_iter().filter_map(|code| self.powers.naming.get(code)).flatten();
        let stated = subjects.filter_map(|subject| self.powers.competences.get(subject));
        stated.filter(move |stated| stated.body.from.number() <= act.day)
    }

    /// Whether the government of the act's place may do it.
    pub fn competence(&self, act: Act<'_>) -> Verdict<'_> {
        self.competence_here(&self.here(act.place), act)
    }

    fn competence_here<'r>(&'r self, here: &Here<'r>, act: Act<'_>) -> Verdict<'r> {
        let reach = here.reach(act.day);
        let mut naming =
            reach.iter().filter_map(|code| self.powers.naming.get(*code)).flatten().filter_map(|subject| self.powers.competences.get(subject));
        if !naming.any(|stated| stated.body.from.number() <= act.day) {
            return Verdict::Unknown(Lack::NoRegister);
        }
        if here.governments.is_empty() {
            let taken = self.taken_by_another(act, &reach);
            return taken.map_or(Verdict::Unknown(Lack::NoAuthority), |nearest| Verdict::None { why: Outside::NoChain, nearest: Some(nearest) });
        }
        self.judge(&here.governments, act, &reach)
    }

    /// Whether one of `holders` may do it, by their own competences alone.
    fn judge(&self, holders: &BTreeSet<&str>, act: Act<'_>, reach: &BTreeSet<&str>) -> Verdict<'_> {
        let mut held: Vec<&Stated<Competence>> = self.held(holders).collect();
        // The strongest, then the lowest by name: the same on every node.
        held.sort_by_key(|stated| (stated.body.mode, &stated.subject));
        let mut nearest: Option<(Outside, &Stated<Competence>)> = None;
        for stated in held {
            match outside(&stated.body, act, reach) {
                None if stated.body.mode == Holding::Exclusive => return Verdict::Own(stated),
                None => return Verdict::Shared(stated),
                Some(why) if nearest.is_none_or(|(known, _)| known < why) => nearest = Some((why, stated)),
                Some(_) => {}
            }
        }
        nearest.map_or(Verdict::None { why: Outside::NoChain, nearest: None }, |(why, stated)| Verdict::None { why, nearest: Some(stated) })
    }

    fn held<'r>(&'r self, holders: &BTreeSet<&str>) -> impl Iterator<Item = &'r Stated<Competence>> {
        let subjects = holders.iter().filter_map(|holder| self.powers.held.get(*holder)).flatten();
        subjects.filter_map(|subject| self.powers.competences.get(subject))
    }

    /// An exclusive competence for the act of a body that is known to govern elsewhere: whoever governs here, it is not theirs.
    fn taken_by_another(&self, act: Act<'_>, reach: &BTreeSet<&str>) -> Option<&Stated<Competence>> {
        let is_known = |holder: &str| self.authority(holder).is_some() || self.powers.own.as_ref().is_some_and(|(origin, _)| origin == holder);
        let exclusive = |stated: &&Stated<Competence>| stated.body.mode == Holding::Exclusive && is_known(&stated.body.holder);
        self.powers.competences.values().filter(exclusive).find(|stated| outside(&stated.body, act, reach).is_none())
    }

    /// The days, half-open and rising, on which a register is held and gives the government of `place` no competence for the instrument.
    pub fn without_competence(&self, instrument: &str, sector: Option<&str>, place: &str) -> Vec<(i32, i32)> {
        if self.powers.competences.is_empty() {
            return Vec::new();
        }
        let here = self.here(place);
        let places = here.above.iter().map(|above| above.place.code.as_str()).chain(here.own);
        let naming = places.filter_map(|code| self.powers.naming.get(code)).flatten().filter_map(|subject| self.powers.competences.get(subject));
        let mut days: BTreeSet<i32> = naming.flat_map(|stated| [stated.body.scope().from_day, stated.body.scope().until_day]).collect();
        if days.is_empty() {
            return Vec::new();
        }
        days.extend(here.above.iter().flat_map(|above| [above.from_day, above.until_day]));
        days.remove(&Facets::OPEN);
        days.insert(Facets::EVER);
        let mut spans: Vec<(i32, i32)> = Vec::new();
        let ends = days.iter().skip(1).copied().chain([Facets::OPEN]);
        for (from, until) in days.iter().copied().zip(ends) {
            if matches!(self.competence_here(&here, Act { instrument, sector, place, day: from }), Verdict::None { .. }) {
                match spans.last_mut().filter(|(_, end)| *end == from) {
                    Some((_, end)) => *end = until,
                    None => spans.push((from, until)),
                }
            }
        }
        spans
    }

    /// A place as its powers see it.
    fn here<'r>(&'r self, place: &str) -> Here<'r> {
        // In the register, or in a power alone.
        let named = || self.powers.naming.get_key_value(place).map(|(code, _)| code);
        let governed = || self.powers.governing.get_key_value(place).map(|(code, _)| code);
        let own = self.find(place).map(|place| &place.code).or_else(named).or_else(governed).map(Code::as_str);
        let ours = self.powers.own.as_ref().filter(|(_, spoken_for)| own.unwrap_or(place) == spoken_for.as_str());
        let governments = self.governing(place).map(|stated| stated.subject.as_str()).chain(ours.map(|(origin, _)| origin.as_str())).collect();
        Here { own, above: self.above(place), governments }
    }

    /// Whom to ring about what the office with this id says. None: no such office, or it has no contact.
    pub fn duty(&self, office: &str, day: Day) -> Option<Duty<'_>> {
        let stated = self.office(office)?;
        let deputy = stated.body.deputy_on(day).and_then(|id| self.office(id.as_str()));
        let (office, instead_of) = match deputy.filter(|deputy| deputy.body.contact.is_some()) {
            Some(deputy) => (deputy, Some(stated)),
            None => (stated, None),
        };
        office.body.contact.as_ref().map(|contact| Duty { office, contact, instead_of })
    }

    /// Whom to ring about an act of the government of its place: first an office that signs for a competence that holds the act, then one that
    /// signs for all of them; those on duty before others, then by id.
    pub fn duty_for(&self, act: Act<'_>) -> Option<Duty<'_>> {
        let day = Day::from_number(act.day)?;
        let here = self.here(act.place);
        let reach = here.reach(act.day);
        let signs = |stated: &Stated<Office>| {
            let powers = stated.body.powers.iter().filter_map(|power| self.powers.competences.get(power));
            powers.into_iter().any(|power| outside(&power.body, act, &reach).is_none())
        };
        let rank = |stated: &Stated<Office>| match () {
            () if signs(stated) => 0,
            () if stated.body.powers.is_empty() => 1,
            () => 2,
        };
        let is_other = |stated: &Stated<Office>| !stated.body.roles.iter().any(|role| role == "duty");
        let mut offices: Vec<_> = self.offices_of(act.place).map(|stated| (rank(stated), is_other(stated), stated)).collect();
        offices.sort_by_key(|(rank, is_other, stated)| (*rank, *is_other, &stated.body.id));
        offices.into_iter().find_map(|(.., stated)| self.duty(stated.body.id.as_str(), day))
    }

    /// The offices of the governments of a place, by id.
    pub fn offices_of(&self, place: &str) -> impl Iterator<Item = &Stated<Office>> {
        let names = self.here(place).governments;
        let is_own = self.powers.own.as_ref().is_some_and(|(origin, _)| names.contains(origin.as_str()));
        self.powers.offices.values().filter(move |stated| match &stated.body.authority {
            Some(authority) => names.contains(authority.as_str()),
            None => is_own,
        })
    }
}

/// A place as its powers see it.
struct Here<'r> {
    /// Its code.
    own: Option<&'r str>,
    above: Vec<Above<'r>>,
    /// The names under which its governments hold what they hold.
    governments: BTreeSet<&'r str>,
}

impl<'r> Here<'r> {
    /// The codes of the place and of all that is above it on a day.
    fn reach(&self, day: i32) -> BTreeSet<&'r str> {
        let above = self.above.iter().filter(|above| (above.from_day..above.until_day).contains(&day));
        above.map(|above| above.place.code.as_str()).chain(self.own).collect()
    }
}

/// What a competence lacks for an act: the first that fails.
fn outside(competence: &Competence, act: Act<'_>, reach: &BTreeSet<&str>) -> Option<Outside> {
    let scope = competence.scope();
    match () {
        () if !scope.has_instrument(act.instrument) => Some(Outside::Instrument),
        () if !scope.has_sector(act.sector) => Some(Outside::Sector),
        () if !competence.places.iter().any(|place| reach.contains(place.as_str())) => Some(Outside::Place),
        () if !scope.has_day(act.day) => Some(Outside::Time),
        () => None,
    }
}

#[cfg(test)]
mod golden {
    /// specs/accord-golden.json, where it is.
    pub(super) fn bytes() -> Option<Vec<u8>> {
        let root = option_env!("KOINON_TEST_SPECS").map_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/specs"), |root| root);
        let bytes = std::fs::read(format!("{root}/accord-golden.json")).ok();
        if bytes.is_none() {
            println!("skipped: there is no `{root}/accord-golden.json`");
        }
        bytes
    }
}

#[cfg(test)]
mod tests;
