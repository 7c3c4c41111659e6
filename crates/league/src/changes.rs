//! What changed: measures that start and end between two days, and words that were corrected or taken back between two cuts.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use policy::Reach;
use record::Act;
use record::fold::Standing;
use record::rows::Version;

use crate::measures::{self, Filter, Hit};
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

/// What starts and ends on `days`, newest day first, then by place and instrument; at most `limit`. The days of `filter` are not read.
pub fn between<'a>(cut: &Cut<'a>, filter: &Filter, days: Range<i32>, limit: usize) -> Vec<Change<'a>> {
    // One day more on each side: what ends on the day before the first one may be what something on that day follows.
    let near = Filter { from_day: Some(days.start.saturating_sub(1)), until_day: Some(days.end.saturating_add(1)), ..filter.clone() };
    let mut starts: BTreeMap<Series<'a>, Vec<Hit<'a>>> = BTreeMap::new();
    let mut ends = starts.clone();
    measures::each(cut, &near, |version| {
        let [begins, ends_then] = [version.from_day, version.until_day].map(|day| days.contains(&day));
        let Some(hit) = (begins || ends_then).then(|| measures::hit(cut, version.index)).flatten() else { return };
        if begins {
            starts.entry(Series::on(&hit, hit.from_day)).or_default().push(hit.clone());
        }
        if ends_then {
            ends.entry(Series::on(&hit, hit.until_day)).or_default().push(hit);
        }
    });
    let mut changes: Vec<Change<'a>> = Vec::new();
    for (series, begun) in starts {
        let mut ended = ends.remove(&series).unwrap_or_default();
        for hit in begun {
            let before = ended.iter().position(|ended| ended.said == hit.said).map(|at| ended.remove(at));
            changes.push(Change { day: series.day.0, turn: turn(&hit, before.as_ref()), hit, before });
        }
        changes.extend(ended.into_iter().map(|hit| Change { day: series.day.0, turn: Turn::Ends, hit, before: None }));
    }
    changes.extend(ends.into_values().flatten().map(|hit| Change { day: hit.until_day, turn: Turn::Ends, hit, before: None }));
    changes.sort_by_key(|change| (Reverse(change.day), change.hit.place, change.hit.instrument, change.turn, change.hit.index));
    changes.truncate(limit);
    changes
}

/// What one measure takes over from another: the same thing, on one day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Series<'a> {
    day: Reverse<i32>,
    place: &'a str,
    instrument: &'a str,
    population: &'a str,
    reach: Reach,
    source: Option<&'a str>,
}

impl<'a> Series<'a> {
    fn on(hit: &Hit<'a>, day: i32) -> Series<'a> {
        let Hit { place, instrument, population, reach, source, .. } = *hit;
        Series { day: Reverse(day), place, instrument, population, reach, source }
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
    let versions = cut.rows.until(cut.size.min(before.unwrap_or(cut.size))).iter().rev();
    versions.filter_map(|version| correction(cut, version)).take(limit).collect()
}

fn correction<'a>(cut: &Cut<'a>, version: &Version) -> Option<Correction<'a>> {
    if version.act() == Act::State || version.standing() == Standing::DoesNotFit {
        return None;
    }
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
