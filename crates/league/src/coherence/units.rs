//! Units: the smallest things that a rule looks at, each a pure function of the lanes that it reads.

use std::collections::BTreeSet;

use policy::coherence::gap::{self, Gaps, PEERS_MIN};
use policy::coherence::vertical::{self, Between};
use policy::coherence::{Interval, Lane, Rule, horizontal};

use super::atlas::Days;
use super::lanes::Lanes;
use super::{ALONE, Findings, Key};

/// Something that a rule looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Unit {
    /// An upper and a lower place.
    Vertical { upper: u32, lower: u32, instrument: u16 },
    /// Two places that touch, the lower number first.
    Neighbours { a: u32, b: u32, instrument: u16 },
    /// Two parts of one place, the lower number first.
    Siblings { a: u32, b: u32, instrument: u16 },
    /// A place among its neighbours.
    Beside { place: u32, instrument: u16 },
    /// The members of a group.
    Group { group: u32, instrument: u16 },
    /// A place by itself.
    Alone { place: u32, instrument: u16 },
    /// A tension in a place.
    Tension { place: u32, tension: u16 },
}

/// Finds the lanes of a place and instrument.
pub(crate) type LanesOf<'l> = dyn Fn(u32, u16) -> Option<&'l Lanes> + 'l;

/// Every unit.
pub(crate) fn all(findings: &Findings) -> Vec<Unit> {
    let lanes: BTreeSet<(u32, u16)> = findings.lanes.keys().copied().collect();
    let instruments: BTreeSet<u16> = lanes.iter().map(|(_, instrument)| *instrument).collect();
    let mut units = Vec::new();
    let atlas = &findings.atlas;
    for (place, instrument) in &lanes {
        each_of_pairs(findings, *place, *instrument, |unit, other| {
            // Each pair once: from its lower number, or from the other where only that one has a lane.
            if other > *place || !lanes.contains(&(other, *instrument)) {
                units.push(unit);
            }
        });
        units.push(Unit::Alone { place: *place, instrument: *instrument });
    }
    for instrument in &instruments {
        let beside = atlas.places().filter(|(_, around)| !around.beside.is_empty());
        units.extend(beside.map(|(place, _)| Unit::Beside { place, instrument: *instrument }));
        units.extend((0..atlas.group_count()).map(|group| Unit::Group { group, instrument: *instrument }));
    }
    for tension in tensions(findings) {
        let places: BTreeSet<u32> = lanes.iter().filter(|(_, instrument)| findings.reads(tension, *instrument)).map(|(place, _)| *place).collect();
        units.extend(places.into_iter().map(|place| Unit::Tension { place, tension }));
    }
    units
}

/// The units that read any of these lanes.
pub(crate) fn reading(findings: &Findings, touched: &BTreeSet<(u32, u16)>) -> Vec<Unit> {
    let mut units = BTreeSet::new();
    for (place, instrument) in touched {
        each_of_pairs(findings, *place, *instrument, |unit, _| {
            units.insert(unit);
        });
        units.insert(Unit::Alone { place: *place, instrument: *instrument });
        if let Some(around) = findings.atlas.around(*place) {
            let beside = around.beside.iter().chain(std::iter::once(place).filter(|_| !around.beside.is_empty()));
            units.extend(beside.map(|place| Unit::Beside { place: *place, instrument: *instrument }));
            units.extend(around.groups.iter().map(|group| Unit::Group { group: *group, instrument: *instrument }));
        }
        let reading = tensions(findings).filter(|tension| findings.reads(*tension, *instrument));
        units.extend(reading.map(|tension| Unit::Tension { place: *place, tension }));
    }
    units.into_iter().collect()
}

fn tensions(findings: &Findings) -> impl Iterator<Item = u16> {
    (0..).take(findings.settings.tensions().len())
}

/// Hands on each pair that a place is in, with the number of the other.
fn each_of_pairs(findings: &Findings, place: u32, instrument: u16, mut take: impl FnMut(Unit, u32)) {
    let Some(around) = findings.atlas.around(place) else { return };
    let is_on = |rule| findings.settings.is_on(rule);
    if [Rule::BelowFloor, Rule::AboveCeiling, Rule::Unilateral, Rule::Restated].into_iter().any(is_on) {
        around.above.iter().for_each(|upper| take(Unit::Vertical { upper: *upper, lower: place, instrument }, *upper));
        around.below.iter().for_each(|lower| take(Unit::Vertical { upper: place, lower: *lower, instrument }, *lower));
    }
    let pair = |other: u32| (place.min(other), place.max(other));
    if is_on(Rule::Neighbour) {
        for other in &around.beside {
            let (a, b) = pair(*other);
            take(Unit::Neighbours { a, b, instrument }, *other);
        }
    }
    if is_on(Rule::Sibling) {
        for other in &around.siblings {
            let (a, b) = pair(*other);
            take(Unit::Siblings { a, b, instrument }, *other);
        }
    }
}

impl Unit {
    /// Every key under which this unit may find something.
    pub(crate) fn keys(self, findings: &Findings) -> Vec<Key> {
        let key = |rule, instrument, a: u32, b: u32| Key { rule, tension: 0, instrument, a: a.min(b), b: a.max(b) };
        match self {
            Unit::Vertical { upper, lower, instrument } => {
                [Rule::BelowFloor, Rule::AboveCeiling, Rule::Unilateral, Rule::Restated].map(|rule| key(rule, instrument, upper, lower)).to_vec()
            }
            Unit::Neighbours { a, b, instrument } => vec![key(Rule::Neighbour, instrument, a, b)],
            Unit::Siblings { a, b, instrument } => vec![key(Rule::Sibling, instrument, a, b)],
            Unit::Beside { place, instrument } => [Rule::Gap, Rule::UnknownGap].map(|rule| key(rule, instrument, place, ALONE)).to_vec(),
            Unit::Group { group, instrument } => {
                let (group, members) = (findings.atlas.group_number(group), findings.atlas.members(group));
                members.flat_map(|(place, _)| [Rule::Gap, Rule::UnknownGap].map(|rule| key(rule, instrument, place, group))).collect()
            }
            Unit::Alone { place, instrument } => [Rule::Overlap, Rule::Duplicate, Rule::ExpiredOpen, Rule::ReviewMissed, Rule::Stale]
                .map(|rule| key(rule, instrument, place, ALONE))
                .to_vec(),
            Unit::Tension { place, tension } => findings
                .first_instrument(tension)
                .map(|instrument| Key { tension, ..key(Rule::Tension, instrument, place, ALONE) })
                .into_iter()
                .collect(),
        }
    }

    /// What the rules find in it; nothing under a key is left out.
    pub(crate) fn find<'l>(self, findings: &'l Findings, lanes_of: &LanesOf<'l>) -> Vec<(Key, Vec<Interval>)> {
        let keys = self.keys(findings);
        let found: Vec<Vec<Interval>> = match self {
            Unit::Vertical { upper, lower, instrument } => self.vertical(findings, lanes_of, (upper, lower, instrument)),
            Unit::Neighbours { a, b, instrument } => {
                let days = findings.atlas.between(a, b).map_or(&[][..], |touch| &touch.days);
                vec![apart(lanes_of, (a, b, instrument), days, findings.settings.threshold(Rule::Neighbour))]
            }
            Unit::Siblings { a, b, instrument } => {
                vec![apart(lanes_of, (a, b, instrument), findings.atlas.together(a, b), findings.settings.threshold(Rule::Sibling))]
            }
            Unit::Beside { place, instrument } => {
                let Gaps { gap, unknown } = beside(findings, lanes_of, (place, instrument));
                vec![gap, unknown]
            }
            Unit::Group { group, instrument } => {
                let lane = |(place, days): (u32, &Days)| lanes_of(place, instrument).map_or(Lane::EMPTY, |lanes| on_days(&lanes.any, days));
                let members: Vec<Lane> = findings.atlas.members(group).map(lane).collect();
                gap::within(&members.iter().collect::<Vec<_>>(), PEERS_MIN).into_iter().flat_map(|gaps| [gaps.gap, gaps.unknown]).collect()
            }
            Unit::Alone { place, instrument } => {
                let alone = lanes_of(place, instrument).map_or(&[][..], |lanes| &lanes.alone);
                let of = |key: &Key| alone.iter().find(|(rule, _)| *rule == key.rule).map_or_else(Vec::new, |(_, intervals)| intervals.clone());
                keys.iter().map(of).collect()
            }
            Unit::Tension { place, tension } => vec![violations(findings, lanes_of, place, tension)],
        };
        keys.into_iter().zip(found).filter(|(key, intervals)| !intervals.is_empty() && findings.settings.is_on(key.rule)).collect()
    }

    fn vertical<'l>(self, findings: &Findings, lanes_of: &LanesOf<'l>, (upper, lower, instrument): (u32, u32, u16)) -> Vec<Vec<Interval>> {
        let Some((above, below)) = lanes_of(upper, instrument).zip(lanes_of(lower, instrument)) else { return Vec::new() };
        if above.own.is_empty() || below.lower.is_empty() {
            return Vec::new();
        }
        let of = findings.instruments.get(usize::from(instrument));
        let [upper_lane, floor] = [&above.own, &above.floor].map(|lane| on_days(lane, findings.atlas.over(upper, lower)));
        let between = Between {
            upper: &upper_lane,
            floor: &floor,
            lower: &below.lower,
            has_flag: of.is_some_and(|of| of.has_flag),
            no_competence: findings.no_competence.get(&(lower, instrument)).map_or(&[], Vec::as_slice),
        };
        let upper_is_a = upper < lower;
        let sided = |interval: Interval| if upper_is_a { interval } else { Interval { a: interval.b, b: interval.a, ..interval } };
        vertical::findings(between).into_iter().map(|(_, intervals)| intervals.into_iter().map(sided).collect()).collect()
    }
}

/// Where two places differ by `threshold`, on some days.
fn apart<'l>(lanes_of: &LanesOf<'l>, (a, b, instrument): (u32, u32, u16), days: &[(i32, i32)], threshold: u8) -> Vec<Interval> {
    let Some((lanes_a, lanes_b)) = lanes_of(a, instrument).zip(lanes_of(b, instrument)) else { return Vec::new() };
    days.iter().flat_map(|(from, until)| horizontal::mismatches(&lanes_a.any.within(*from, *until), &lanes_b.any, threshold)).collect()
}

/// What a lane knows on some days; nothing on others.
fn on_days(lane: &Lane, days: &[(i32, i32)]) -> Lane {
    days.iter().fold(Lane::EMPTY, |known, (from, until)| known.or(&lane.within(*from, *until)))
}

/// A place among those that touch it, each on the days on which it does.
fn beside<'l>(findings: &Findings, lanes_of: &LanesOf<'l>, (place, instrument): (u32, u16)) -> Gaps {
    if !findings.settings.is_on(Rule::Gap) && !findings.settings.is_on(Rule::UnknownGap) {
        return Gaps::default();
    }
    let mut cut: Vec<Lane> = Vec::new();
    let mut whole: Vec<&Lane> = Vec::new();
    for other in findings.atlas.around(place).map_or(&[][..], |around| &around.beside) {
        let Some(lanes) = lanes_of(*other, instrument) else { continue };
        match findings.atlas.between(place, *other).map(|touch| touch.days.as_slice()) {
            Some([(record::Facets::EVER, record::Facets::OPEN)]) => whole.push(&lanes.any),
            days => cut.push(on_days(&lanes.any, days.unwrap_or_default())),
        }
    }
    let own = lanes_of(place, instrument).map_or_else(Lane::default, |lanes| lanes.any.clone());
    let peers: Vec<&Lane> = whole.into_iter().chain(&cut).collect();
    gap::beside(&own, &peers, PEERS_MIN)
}

fn violations<'l>(findings: &Findings, lanes_of: &LanesOf<'l>, place: u32, tension: u16) -> Vec<Interval> {
    let Some(used) = findings.settings.tensions().get(usize::from(tension)) else { return Vec::new() };
    if findings.settings.switched_off(&used.code).is_some() {
        return Vec::new();
    }
    let nothing = Lane::default();
    let lane = |code: &str| findings.number_of(code).and_then(|instrument| lanes_of(place, instrument)).map_or(&nothing, |lanes| &lanes.any);
    let lanes: Vec<Lane> = used.tension.instruments().into_iter().map(|code| lane(code).within(used.from, used.until)).collect();
    used.tension.violations(&lanes.iter().collect::<Vec<_>>())
}

impl Findings {
    /// Whether a tension reads an instrument.
    fn reads(&self, tension: u16, instrument: u16) -> bool {
        let code = self.instruments.get(usize::from(instrument)).map(|of| of.code.as_str());
        self.settings.tensions().get(usize::from(tension)).is_some_and(|used| used.tension.instruments().into_iter().any(|read| Some(read) == code))
    }

    fn first_instrument(&self, tension: u16) -> Option<u16> {
        let used = self.settings.tensions().get(usize::from(tension))?;
        self.number_of(used.tension.instruments().first()?)
    }

    pub(super) fn number_of(&self, code: &str) -> Option<u16> {
        self.instruments.iter().position(|of| of.code == code).and_then(|at| u16::try_from(at).ok())
    }
}
