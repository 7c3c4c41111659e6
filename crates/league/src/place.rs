//! What applies in a place on a day: its own and what comes from above.
//!
//! In: the lines, with who decided. Out: findings about where levels contradict each other (a later domain of `policy`).

use std::collections::{BTreeMap, BTreeSet};

use policy::cell::Known;
use policy::{Flag, Reach};

use crate::in_force::{self, Cell};
use crate::model::Cut;

/// One instrument in a place, with what each level of government above says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// Code of the instrument.
    pub instrument: &'a str,
    /// What applies to people here, as far as it is known: the strictest of its own level and of what holds generally above (specs/policy.md c1).
    /// Absent: unknown. Where the place's own level is unknown, it applies at least.
    pub effective: Option<Known>,
    /// Code of the place whose rule that is; absent where it is none or unknown.
    pub decided_by: Option<&'a str>,
    /// A rule above that is stricter than that and holds only in part: for some people or places there, perhaps for those here. The strictest.
    pub perhaps: Option<Known>,
    /// The place's own cell, if anything is known or said.
    pub own: Option<Cell<'a>>,
    /// Cells of the places above, nearest first, where anything is known or said.
    pub above: Vec<Cell<'a>>,
    /// Whether this place and one above both have a level above 0, and not the same.
    pub differs: bool,
}

/// What applies in `place` on `day`, by code of the instrument. `reach` as in [`crate::in_force::Asked`].
pub fn here<'a>(cut: &Cut<'a>, place: &str, day: i32, reach: Option<Reach>) -> Vec<Line<'a>> {
    let cells_of = |place: &str| -> BTreeMap<&'a str, Cell<'a>> {
        let asked = in_force::Asked { day, place: Some(place), reach, ..in_force::Asked::default() };
        in_force::cells(cut, &asked).into_iter().map(|cell| (cell.instrument, cell)).collect()
    };
    let mut own = cells_of(place);
    let mut above: Vec<_> = cut.model.register().ancestors(place).into_iter().map(|place| cells_of(place.code.as_str())).collect();
    let instruments: BTreeSet<&'a str> = std::iter::once(&own).chain(&above).flat_map(BTreeMap::keys).copied().collect();
    let line = |instrument: &'a str| {
        let own = own.remove(instrument);
        let above: Vec<Cell<'a>> = above.iter_mut().filter_map(|cells| cells.remove(instrument)).collect();
        line(cut, instrument, own, above)
    };
    instruments.into_iter().map(line).collect()
}

/// What applies in every place on `day` under one instrument, by code: the map of what people live under, whoever decided it.
pub fn everywhere<'a>(cut: &Cut<'a>, instrument: &'a str, day: i32, reach: Option<Reach>) -> Vec<(&'a str, Line<'a>)> {
    let asked = in_force::Asked { day, instrument: Some(instrument), reach, ..in_force::Asked::default() };
    let cells: BTreeMap<&'a str, Cell<'a>> = in_force::cells(cut, &asked).into_iter().map(|cell| (cell.place, cell)).collect();
    let register = cut.model.register();
    let places: BTreeSet<&'a str> = register.places().map(|place| place.code.as_str()).chain(cells.keys().copied()).collect();
    let of_place = |place: &'a str| {
        let above = register.ancestors(place).into_iter().filter_map(|above| cells.get(above.code.as_str()).cloned()).collect();
        (place, line(cut, instrument, cells.get(place).cloned(), above))
    };
    places.into_iter().map(of_place).filter(|(_, line)| line.own.is_some() || !line.above.is_empty()).collect()
}

fn line<'a>(cut: &Cut<'a>, instrument: &'a str, own: Option<Cell<'a>>, above: Vec<Cell<'a>>) -> Line<'a> {
    let has_flag = cut.model.instrument(instrument).is_some_and(|instrument| instrument.flag.is_some());
    let own_is_all = own.as_ref().is_some_and(|cell| cell.reach == Some(Reach::Applies));
    let deciding = deciding(own.as_ref(), &above, has_flag, |cell| Some((known(cell)?, cell.reach?)));
    let is_in_part = |cell: &&Cell<'a>| !own_is_all && known(cell).is_some_and(|known| !is_general(known, has_flag));
    let in_part = above.iter().filter(is_in_part).filter(|cell| cell.level > deciding.and_then(|cell| cell.level).max(Some(0)));
    let perhaps = in_part.filter_map(known).max_by_key(|known| known.twice_effective());
    let effective = deciding.and_then(known);
    let own_level = own.as_ref().and_then(|cell| cell.level);
    let acts = |level: &u8| *level > 0;
    let differs = own_level.filter(acts).is_some_and(|own| above.iter().filter_map(|cell| cell.level).filter(acts).any(|level| level != own));
    let decided_by = deciding.filter(|cell| cell.level > Some(0)).map(|cell| cell.place);
    Line { instrument, effective, decided_by, perhaps, own, above, differs }
}

/// Which of a place's own rule and those above it (nearest first) applies: the strictest of its own and of what holds generally above. The nearest of
/// equals; a place's own before one above that says the same. What is read as `applies` holds what is above already.
pub(crate) fn deciding<'c, T>(own: Option<&'c T>, above: &'c [T], has_flag: bool, known: impl Fn(&T) -> Option<(Known, Reach)>) -> Option<&'c T> {
    let level = |one: &T| known(one).map(|(known, _)| known.level);
    let mut deciding = own.filter(|own| level(own).is_some());
    let own_is_all = own.and_then(&known).is_some_and(|(_, reach)| reach == Reach::Applies);
    let holds = |one: &&T| !own_is_all && known(one).is_some_and(|(known, _)| is_general(known, has_flag));
    for one in above.iter().filter(holds) {
        if deciding.is_none_or(|deciding| level(one) > level(deciding)) {
            deciding = Some(one);
        }
    }
    deciding
}

/// Whether it is a rule that holds for all of its territory.
fn is_general(known: Known, has_flag: bool) -> bool {
    known.level > 0 && (!has_flag || known.flag == Some(Flag::General))
}

fn known(cell: &Cell<'_>) -> Option<Known> {
    cell.level.map(|level| Known { level, flag: cell.flag })
}
