//! Measures found by place, instrument, days and more, in pages by key.

use std::fmt;
use std::str::FromStr;

use crate::model::Cut;
use crate::{Flag, Mode, Reach};

/// The full name of the kind whose rows are searched.
pub const KIND: &str = "measure/v1";

/// Counting stops here: a total of this many means "more than 10,000".
pub const COUNT_MAX: u32 = 10_000;

/// Who says it: we, or someone about whom we report (DESIGN rule 20).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Said {
    /// The record speaks for the place.
    Declared,
    /// A report about what another body decided.
    Observed,
}

/// Which measures are meant; what is absent is not asked. All members must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Code of a place; any code that the register knows it by.
    pub place: Option<String>,
    /// With `place`: the places below it too.
    pub below: bool,
    /// Code of an instrument.
    pub instrument: Option<String>,
    /// Whose rules.
    pub reach: Option<Reach>,
    /// For whom, by its code.
    pub population: Option<String>,
    /// In force on some day from this one, in days since 1970-01-01.
    pub from_day: Option<i32>,
    /// In force on some day before this one. One day: `from_day = d`, `until_day = d + 1`.
    pub until_day: Option<i32>,
    /// At least this level.
    pub level_min: u8,
    /// Who says it.
    pub said: Option<Said>,
    /// Those taken back too.
    pub with_withdrawn: bool,
}

/// What stands first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The latest first day first.
    #[default]
    StartNewest,
    /// The earliest first day first.
    StartOldest,
    /// What was said last first.
    SaidNewest,
    /// By code of place, then of instrument, then by first day.
    Place,
}

/// Where a page begins: behind this place of the order. Opaque text in URLs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct After {
    place: String,
    instrument: String,
    first: i64,
    index: u32,
}

/// Which part of what was found.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// What stands first.
    pub order: Order,
    /// Begins behind this; from the start if absent.
    pub after: Option<After>,
    /// How many at most; 0 asks for the count alone.
    pub limit: usize,
}

/// One measure, as its row says it. Title and text are in the body: read entry `words`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit<'a> {
    /// Index of the version: the newest entry about the measure at the cut.
    pub index: u32,
    /// Index of the entry whose body stands.
    pub words: u32,
    /// Code of the place.
    pub place: &'a str,
    /// Code of the instrument.
    pub instrument: &'a str,
    /// For whom.
    pub population: &'a str,
    /// Whose rules.
    pub reach: Reach,
    /// How the measure binds levels below.
    pub mode: Mode,
    /// How strict, 1 or more.
    pub level: u8,
    /// For how much of the territory.
    pub flag: Flag,
    /// First day, in days since 1970-01-01.
    pub from_day: i32,
    /// The day after the last; `Facets::OPEN` where no end is known.
    pub until_day: i32,
    /// Who says it.
    pub said: Said,
    /// When it was said, milliseconds since 1970.
    pub said_ms: i64,
    /// Whether it was taken back.
    pub is_withdrawn: bool,
    /// Whether the newest word about it is not understood here.
    pub is_newest_not_understood: bool,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<'a> {
    /// The page asked for.
    pub hits: Vec<Hit<'a>>,
    /// How many there are in all, at most [`COUNT_MAX`].
    pub total: u32,
    /// Whether there are more than `total` says.
    pub is_capped: bool,
    /// Where the next page begins; absent on the last.
    pub next: Option<After>,
}

/// The measures of `cut` that `filter` means.
pub fn find<'a>(cut: &Cut<'a>, filter: &Filter, page: &Page) -> Found<'a> {
    let _ = (cut, filter, page);
    Found { hits: Vec::new(), total: 0, is_capped: false, next: None }
}

/// The measure whose version is entry `index`, whatever its standing; none where that row is no measure or never had words.
pub fn hit<'a>(cut: &Cut<'a>, index: u32) -> Option<Hit<'a>> {
    let _ = (cut, index);
    None
}

impl fmt::Display for After {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}~{}~{}~{}", self.index, self.first, self.place, self.instrument)
    }
}

/// The text is not one that a page gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoPlaceInOrder;

impl FromStr for After {
    type Err = NoPlaceInOrder;
    fn from_str(text: &str) -> Result<After, NoPlaceInOrder> {
        let mut parts = text.splitn(4, '~');
        let mut part = || parts.next().ok_or(NoPlaceInOrder);
        let index = part()?.parse().map_err(|_| NoPlaceInOrder)?;
        let first = part()?.parse().map_err(|_| NoPlaceInOrder)?;
        Ok(After { index, first, place: part()?.to_owned(), instrument: part()?.to_owned() })
    }
}
