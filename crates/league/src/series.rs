//! Levels and indices along time, as steps: a value holds from its day until the next step's.

use std::ops::Range;

use crate::model::Cut;
use crate::{Flag, Index, Reach, Variant};

/// How an index is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// Which index.
    pub index: Index,
    /// For whom.
    pub variant: Variant,
    /// Whose rules; absent: `applies` where it is known, else `own`, else `and-below` (specs/policy.md a3).
    pub reach: Option<Reach>,
}

/// An index of one place along time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceSeries<'a> {
    /// Code of the place.
    pub place: &'a str,
    /// Days on which the value changes, rising; absent: not defined from there. The first is the first day asked for.
    /// Values are hundredths: 8,333 is 83.33.
    pub steps: Vec<(i32, Option<u16>)>,
}

/// One instrument's level in one place along time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LevelSeries<'a> {
    /// Code of the instrument.
    pub instrument: &'a str,
    /// Days on which it changes, rising; absent: unknown from there.
    pub steps: Vec<(i32, Option<(u8, Option<Flag>)>)>,
}

/// The index of each of `places` (codes; all where empty) on `days` (days since 1970-01-01). By code; places where it is never defined are left out.
pub fn index_series<'a>(cut: &Cut<'a>, asked: Asked, places: &[&str], days: Range<i32>) -> Vec<PlaceSeries<'a>> {
    let _ = (cut, asked, places, days);
    Vec::new()
}

/// The index of every place on one day, by code; places where it is not defined are left out.
pub fn index_on<'a>(cut: &Cut<'a>, asked: Asked, day: i32) -> Vec<(&'a str, u16)> {
    let _ = (cut, asked, day);
    Vec::new()
}

/// The value on each day of `days`: [`PlaceSeries::steps`] spread out.
pub fn by_day(steps: &[(i32, Option<u16>)], days: Range<i32>) -> impl Iterator<Item = (i32, Option<u16>)> {
    let mut next = 0;
    let mut value = None;
    days.map(move |day| {
        while let Some((_, to)) = steps.get(next).filter(|(from, _)| *from <= day) {
            value = *to;
            next += 1;
        }
        (day, value)
    })
}

/// The levels of a place along time, one series for each instrument that anyone speaks of there, by code.
pub fn levels<'a>(cut: &Cut<'a>, place: &str, instrument: Option<&str>, reach: Option<Reach>, days: Range<i32>) -> Vec<LevelSeries<'a>> {
    let _ = (cut, place, instrument, reach, days);
    Vec::new()
}

/// The days of which anything is known, from the first day covered until the day after the last; open ends count until `today`.
pub fn span_covered(cut: &Cut<'_>, today: i32) -> Option<Range<i32>> {
    let _ = (cut, today);
    None
}
