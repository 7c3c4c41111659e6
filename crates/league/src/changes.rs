//! What changed: measures that start and end between two days, and words that were corrected or taken back between two cuts.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use policy::{Packed, Reach};
use record::Act;
use record::rows::{Rows, Term, Version};

use crate::measures::{self, Asked, Filter, Hit};
use crate::model::Cut;

/// What happens to a measure on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    /// First day in force.
    Starts,
    /// First day no longer in force.
    Ends,
    /// Starts on the day that another of the same place, instrument, population, reach and source ends, at a higher level or wider.
    Tightens,
    /// The same, at a lower level or narrower.
    Eases,
}

/// A day on which something changes in a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change<'a> {
    /// The day, in days since 1970-01-01.
    pub day: i32,
    /// What happens.
    pub turn: Turn,
    /// The measure that starts (or ends).
    pub hit: Hit<'a>,
    /// The one that it follows, for tightens and eases.
    pub before: Option<Hit<'a>>,
}

impl Change<'_> {
    /// The day as officials say it: of an end the last day in force, else the first.
    pub fn said_day(&self) -> i32 {
        if self.turn == Turn::Ends { self.day.saturating_sub(1) } else { self.day }
    }
}

/// What starts and ends on `days`, newest first by [`Change::said_day`], then by place and instrument; at most `limit`.
///
/// The days of `filter` are not read. Costs what turns on the days that it takes to reach `limit`, not what is in force on them.
pub fn between<'a>(cut: &Cut<'a>, filter: &Filter, days: Range<i32>, limit: usize) -> Vec<Change<'a>> {
    gather(cut, filter, days, limit, Toward::Past)
}

/// [`between`], soonest first.
pub fn ahead<'a>(cut: &Cut<'a>, filter: &Filter, days: Range<i32>, limit: usize) -> Vec<Change<'a>> {
    gather(cut, filter, days, limit, Toward::Future)
}

#[derive(Clone, Copy)]
enum Toward {
    Past,
    Future,
}

fn gather<'a>(cut: &Cut<'a>, filter: &Filter, days: Range<i32>, limit: usize, toward: Toward) -> Vec<Change<'a>> {
    // One day more on each side: what ends on the first day was last in force on the one before.
    let near = Filter { from_day: Some(days.start.saturating_sub(1)), until_day: Some(days.end.saturating_add(1)), ..filter.clone() };
    let asked = Asked::of(cut, &near);
    let turning = Turning::of(&asked, days);
    let days: Vec<i32> = match toward {
        Toward::Past => turning.days.iter().rev().copied().collect(),
        Toward::Future => turning.days.iter().copied().collect(),
    };
    let mut changes: Vec<Change<'a>> = Vec::new();
    for day in days {
        // Nothing that is still to come stands before these: an end is said of the day before it.
        let is_settled = |change: &&Change<'_>| match toward {
            Toward::Past => change.said_day() > day,
            Toward::Future => change.said_day() < day.saturating_sub(1),
        };
        if changes.len() >= limit && changes.iter().filter(is_settled).count() >= limit {
            break;
        }
        pair(cut, day, turning.on(&asked, day), &mut changes);
    }
    changes.sort_by_key(|change| {
        let day = i64::from(change.said_day());
        let nearest = match toward {
            Toward::Past => -day,
            Toward::Future => day,
        };
        (nearest, change.hit.place, change.hit.instrument, change.turn, change.hit.index)
    });
    changes.truncate(limit);
    changes
}

/// What starts and what ends on one day, in order of index.
type OnDay<'a> = [Vec<&'a Version>; 2];

/// The days on which something turns; with a narrow filter also what.
struct Turning<'a> {
    days: BTreeSet<i32>,
    met: Option<BTreeMap<i32, OnDay<'a>>>,
}

impl<'a> Turning<'a> {
    fn of(asked: &Asked<'_, 'a>, days: Range<i32>) -> Turning<'a> {
        let filter = asked.filter;
        if filter.place.is_none() && filter.instrument.is_none() {
            let rows = asked.cut.rows;
            let days = asked.kinds.iter().flat_map(|(kind, _)| rows.turning_days(*kind, days.clone())).collect();
            return Turning { days, met: None };
        }
        let mut met: BTreeMap<i32, OnDay<'a>> = BTreeMap::new();
        let rows = asked.cut.rows;
        asked.each_meant(|posting| {
            for (day, which) in [(posting.from_day, 0), (posting.until_day, 1)].into_iter().filter(|(day, _)| days.contains(day)) {
                let versions: Option<&mut Vec<_>> = met.entry(day).or_default().get_mut(which);
                versions.zip(rows.version(posting.index)).into_iter().for_each(|(versions, version)| versions.push(version));
            }
        });
        Turning { days: met.keys().copied().collect(), met: Some(met) }
    }

    fn on(&self, asked: &Asked<'_, 'a>, day: i32) -> OnDay<'a> {
        let rows = asked.cut.rows;
        let meant = |list: fn(&'a Rows, Term, i32) -> &'a [u32]| {
            let listed = asked.kinds.iter().flat_map(move |(kind, _)| list(rows, *kind, day)).filter_map(|index| rows.version(*index));
            listed.filter(|version| asked.means(version)).collect()
        };
        let mut turning = match &self.met {
            Some(met) => met.get(&day).cloned().unwrap_or_default(),
            None => [meant(Rows::starting), meant(Rows::ending)],
        };
        turning.iter_mut().for_each(|versions| versions.sort_unstable_by_key(|version| version.index));
        turning
    }
}

/// Each start of a day with the end that it takes over from, and the ends that nothing follows.
fn pair<'a>(cut: &Cut<'a>, day: i32, [starts, ends]: OnDay<'a>, changes: &mut Vec<Change<'a>>) {
    let hits =
        |versions: Vec<&'a Version>| versions.into_iter().filter_map(|version| Some((Series::of(version), measures::hit(cut, version.index)?)));
    let mut ended: BTreeMap<Series, Vec<Hit<'a>>> = BTreeMap::new();
    hits(ends).for_each(|(series, hit)| ended.entry(series).or_default().push(hit));
    for (series, hit) in hits(starts) {
        let left = ended.get_mut(&series);
        let before = left.and_then(|left| left.iter().position(|ended| ended.said == hit.said).map(|at| left.remove(at)));
        changes.push(Change { day, turn: turn(&hit, before.as_ref()), hit, before });
    }
    changes.extend(ended.into_values().flatten().map(|hit| Change { day, turn: Turn::Ends, hit, before: None }));
}

/// What one measure takes over from another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Series {
    place: Term,
    instrument: Term,
    population: Term,
    reach: Reach,
    source: u32,
}

impl Series {
    fn of(version: &Version) -> Series {
        let Packed { reach, source, .. } = Packed::unpack(version.value);
        Series { place: version.place, instrument: version.topic, population: version.group, reach, source }
    }
}

fn turn(hit: &Hit<'_>, before: Option<&Hit<'_>>) -> Turn {
    let strictness = |hit: &Hit<'_>| (hit.level, hit.flag);
    match before {
        Some(before) if strictness(hit) > strictness(before) => Turn::Tightens,
        Some(before) if strictness(hit) < strictness(before) => Turn::Eases,
        _ => Turn::Starts,
    }
}

/// A word put right or taken back: the entry that did it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Correction<'a> {
    /// Index of the correcting entry.
    pub index: u32,
    /// Index of the entry that it corrects.
    pub of: u32,
    /// Full name of its kind.
    pub kind: &'a str,
    /// Code of the place, or empty.
    pub place: &'a str,
    /// Topic facet, or empty.
    pub topic: &'a str,
    /// Whether it takes back rather than corrects.
    pub is_withdrawal: bool,
    /// When it was said, milliseconds since 1970.
    pub said_ms: i64,
}

/// Corrections and withdrawals of every kind, newest first, below entry `before` (all if absent), at most `limit`.
pub fn corrections<'a>(cut: &Cut<'a>, before: Option<u32>, limit: usize) -> Vec<Correction<'a>> {
    let amending = cut.rows.amending(cut.size.min(before.unwrap_or(cut.size)));
    let versions = amending.iter().rev().filter_map(|index| cut.rows.version(*index));
    versions.filter_map(|version| correction(cut, version)).take(limit).collect()
}

fn correction<'a>(cut: &Cut<'a>, version: &Version) -> Option<Correction<'a>> {
    Some(Correction {
        index: version.index,
        of: version.prev()?,
        kind: cut.rows.text(version.kind),
        place: cut.rows.text(version.place),
        topic: cut.rows.text(version.topic),
        is_withdrawal: version.act() == Act::Withdraw,
        said_ms: version.said_ms(),
    })
}

/// Measures said from entry `since` on, as they stood when said, newest first, at most `limit`. For feeds and "since your last visit".
pub fn said_since<'a>(cut: &Cut<'a>, since: u32, limit: usize) -> Vec<Hit<'a>> {
    let versions = cut.rows.until(cut.size).get(since as usize..).unwrap_or_default();
    versions.iter().rev().filter_map(|version| measures::hit(cut, version.index)).take(limit).collect()
}
