//! What is in force on a day: one cell for each place and instrument, with who says so and who says otherwise.
//!
//! In: the cells, in the order of their codes. Out: how a level is decided (`policy::cell`).

use policy::cell::{Decided, cell_on};
use policy::{Flag, Packed, Reach};

use crate::measures::Said;
use crate::model::Cut;
use crate::spans::{self, ForWhom, Reader};

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
    /// Which reach was read; absent where the level is unknown.
    pub reach: Option<Reach>,
    /// The level; absent where it is unknown, 0 where it is known that there is none.
    pub level: Option<u8>,
    /// For how much of the territory; absent where the instrument has no flag, or the level is 0.
    pub flag: Option<Flag>,
    /// Who says so; absent where the level is unknown.
    pub said: Option<Said>,
    /// The source, where it is observed and `sources/v1` names it.
    pub source: Option<&'a str>,
    /// Rows that decide it: measures at that level, or where it is 0 the coverage that says so. In order of index.
    pub because: Vec<u32>,
    /// Other measures in force there on that day by their own words: less strict, of another reach, from a source further down the order, or
    /// outside every coverage. In order of index.
    pub also: Vec<u32>,
    /// Whether someone else who covers the day gives another level.
    pub is_disputed: bool,
}

/// The cells of a day: every place and instrument of which anything is known on it or said for it. By code of place, then of instrument.
pub fn cells<'a>(cut: &Cut<'a>, asked: &Asked<'_>) -> Vec<Cell<'a>> {
    let reader = Reader::of(cut);
    let for_whom = ForWhom::of(cut.rows, asked.population);
    let reading = for_whom.reading(asked.reach);
    let places = spans::places(cut);
    let one = asked.place.map(|place| cut.model.register().find(place).map_or(place, |place| place.code.as_str()));
    let mut cells = Vec::new();
    for place in places.into_iter().filter(|place| one.is_none_or(|one| one == *place)) {
        let site = reader.site(place);
        let asked_for = asked.instrument.map(|instrument| known(cut, instrument));
        let instruments = asked_for.map_or_else(|| reader.instruments(&site), |one| one.into_iter().collect());
        for instrument in instruments {
            let cell = cell_on(&reader.spans(&site, instrument, Some(asked.day)), reading, asked.day);
            if cell.decided.is_none() && cell.also.is_empty() {
                continue;
            }
            cells.push(Cell {
                place,
                instrument,
                reach: cell.decided.map(|decided| decided.reach),
                level: cell.decided.map(|decided| decided.known.level),
                flag: cell.decided.and_then(|decided| decided.known.flag),
                said: cell.decided.map(said),
                source: cell.decided.and_then(|decided| source(cut, decided)),
                because: cell.because,
                also: cell.also,
                is_disputed: cell.is_disputed,
            });
        }
    }
    cells
}

/// An instrument's code as the cut has it.
fn known<'a>(cut: &Cut<'a>, instrument: &str) -> Option<&'a str> {
    cut.model.instrument(instrument).map(|known| known.code.as_str()).or_else(|| cut.rows.term(instrument).map(|term| cut.rows.text(term)))
}

/// Who says what was decided.
pub fn said(decided: Decided) -> Said {
    if decided.rank == 0 { Said::Declared } else { Said::Observed }
}

/// The source of what was decided, where it is observed and `sources/v1` names it.
pub fn source<'a>(cut: &Cut<'a>, decided: Decided) -> Option<&'a str> {
    let version = cut.rows.version(decided.entry)?;
    cut.model.source(Packed::unpack(version.value).source)
}
