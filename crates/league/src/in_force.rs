//! What is in force on a day: one cell for each place and instrument, with who says so and who says otherwise.

use crate::measures::Said;
use crate::model::Cut;
use crate::{Flag, Reach};

/// What is asked; what is absent is not asked.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked<'q> {
    /// The day, in days since 1970-01-01.
    pub day: i32,
    /// Only this instrument.
    pub instrument: Option<&'q str>,
    /// Only this place.
    pub place: Option<&'q str>,
    /// Only this reach; absent: `applies` where it is known, else `own`, else `and-below` (specs/policy.md a3).
    pub reach: Option<Reach>,
    /// Only this population; absent: the strict level (specs/policy.md a2).
    pub population: Option<&'q str>,
}

/// How strict an instrument is in a place on a day, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell<'a> {
    /// Code of the place.
    pub place: &'a str,
    /// Code of the instrument.
    pub instrument: &'a str,
    /// Which reach was read; absent where no one says anything.
    pub reach: Option<Reach>,
    /// The level; absent where it is unknown, 0 where it is known that there is none.
    pub level: Option<u8>,
    /// For how much of the territory; absent where the instrument has no flag, or the level is 0.
    pub flag: Option<Flag>,
    /// Who says so.
    pub said: Option<Said>,
    /// The source, where it is observed and the rows name it.
    pub source: Option<&'a str>,
    /// Rows that decide it: measures at that level, or where it is 0 the coverage that says so. In order of index.
    pub because: Vec<u32>,
    /// Other measures in force there on that day: less strict, or from a source further down the order.
    pub also: Vec<u32>,
    /// Whether someone else who speaks of it gives another level.
    pub is_disputed: bool,
}

/// The cells of a day: every place and instrument of which anything is known or said. By code of place, then of instrument.
pub fn cells<'a>(cut: &Cut<'a>, asked: &Asked<'_>) -> Vec<Cell<'a>> {
    let _ = (cut, asked);
    Vec::new()
}
