//! What changed: measures that start and end between two days, and words that were corrected or taken back between two cuts.

use std::ops::Range;

use crate::measures::{Filter, Hit};
use crate::model::Cut;

/// What happens to a measure on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    /// First day in force.
    Starts,
    /// First day no longer in force.
    Ends,
    /// Starts on the day that another of the same place, instrument, population and reach ends, at a higher level or wider.
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
    let _ = (cut, filter, days, limit);
    Vec::new()
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
    let _ = (cut, before, limit);
    Vec::new()
}

/// What was said from entry `since` on: newest first, measures only, at most `limit`. For feeds and "since your last visit".
pub fn said_since<'a>(cut: &Cut<'a>, since: u32, limit: usize) -> Vec<Hit<'a>> {
    let _ = (cut, since, limit);
    Vec::new()
}
