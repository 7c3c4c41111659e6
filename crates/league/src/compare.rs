//! Several places side by side, instrument by instrument: what applies to people in each on a day ([`on`]) or along some days ([`during`]), and where
//! they differ.
//!
//! Without a reach, what applies: a place's own rule, or a stricter general one from above (`place`). With one, that place's own acts of it alone.
//! Unknown is not none: a place of which nothing is known differs from one that is known to have nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use policy::Reach;
use policy::cell::{Decided, Known, Step};

use crate::in_force::{self, Cell};
use crate::model::Cut;
use crate::place::{self, deciding};
use crate::series;

/// What is so in one place under one instrument.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen<'a> {
    /// What applies; absent where it is unknown.
    pub known: Option<Known>,
    /// Whose rule it is, where that is a place above.
    pub from_above: Option<&'a str>,
    /// The statements that decide it, by index.
    pub because: Vec<u32>,
    /// Whether someone else who covers it says otherwise.
    pub is_disputed: bool,
}

/// One instrument on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row<'a> {
    /// Code of the instrument.
    pub instrument: &'a str,
    /// One for each place, in the order in which they were asked for.
    pub cells: Vec<Seen<'a>>,
}

impl Row<'_> {
    /// Whether not all places have the same, or any is disputed.
    pub fn differs(&self) -> bool {
        let first = self.cells.first().map(|seen| seen.known);
        self.cells.iter().any(|seen| seen.is_disputed || Some(seen.known) != first)
    }
}

/// One instrument along some days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course<'a> {
    /// Code of the instrument.
    pub instrument: &'a str,
    /// One for each place, in the order in which they were asked for: from which day on what is so, rising, the first on the first day.
    pub lanes: Vec<Vec<(i32, Seen<'a>)>>,
}

impl<'a> Course<'a> {
    /// Stretches of days, rising, in which nothing changes anywhere, each with what is so in every place.
    pub fn stretches(&self, days: &Range<i32>) -> Vec<(Range<i32>, Row<'a>)> {
        let starts: BTreeSet<i32> = self.lanes.iter().flatten().map(|(from, _)| *from).collect();
        let ends = starts.iter().copied().skip(1).chain([days.end]);
        let on = |day: i32| {
            let seen =
                |lane: &Vec<(i32, Seen<'a>)>| lane.iter().rev().find(|(from, _)| *from <= day).map(|(_, seen)| seen.clone()).unwrap_or_default();
            Row { instrument: self.instrument, cells: self.lanes.iter().map(seen).collect() }
        };
        starts.iter().zip(ends).map(|(from, until)| (*from..until, on(*from))).collect()
    }

    /// On how many of the days the places differ.
    pub fn days_apart(&self, days: &Range<i32>) -> u32 {
        let apart = self.stretches(days).into_iter().filter(|(_, row)| row.differs());
        apart.map(|(days, _)| u32::try_from(days.len()).unwrap_or(u32::MAX)).fold(0, u32::saturating_add)
    }
}

/// What applies in each of `places` on `day`, by code of the instrument; instruments of which something is known in any of them.
pub fn on<'a>(cut: &Cut<'a>, places: &[&str], day: i32, reach: Option<Reach>) -> Vec<Row<'a>> {
    let seen: Vec<BTreeMap<&'a str, Seen<'a>>> = places.iter().map(|place| seen_on(cut, place, day, reach)).collect();
    let instruments: BTreeSet<&'a str> = seen.iter().flat_map(BTreeMap::keys).copied().collect();
    let row = |instrument| Row { instrument, cells: seen.iter().map(|of_place| of_place.get(instrument).cloned().unwrap_or_default()).collect() };
    instruments.into_iter().map(row).filter(|row: &Row<'_>| row.cells.iter().any(|seen| seen.known.is_some())).collect()
}

fn seen_on<'a>(cut: &Cut<'a>, place: &str, day: i32, reach: Option<Reach>) -> BTreeMap<&'a str, Seen<'a>> {
    if reach.is_some() {
        let asked = in_force::Asked { day, place: Some(place), reach, ..in_force::Asked::default() };
        return in_force::cells(cut, &asked).into_iter().map(|cell| (cell.instrument, of_cell(cell))).collect();
    }
    let applies = |line: place::Line<'a>| {
        let instrument = line.instrument;
        let above = line.decided_by.and_then(|by| line.above.into_iter().find(|cell| cell.place == by));
        let seen = match above {
            Some(cell) => Seen { from_above: Some(cell.place), ..of_cell(cell) },
            None => line.own.map(of_cell).unwrap_or_default(),
        };
        (instrument, seen)
    };
    place::here(cut, place, day, None).into_iter().map(applies).collect()
}

fn of_cell<'a>(cell: Cell<'a>) -> Seen<'a> {
    let known = cell.level.map(|level| Known { level, flag: cell.flag });
    Seen { known, from_above: None, because: cell.because, is_disputed: cell.is_disputed }
}

/// What applied in each of `places` along `days` (days since 1970-01-01), by code of the instrument; instruments of which something is known in any
/// of them on any of the days. Disputes are of a day: [`on`] has them.
pub fn during<'a>(cut: &Cut<'a>, places: &[&str], days: &Range<i32>, reach: Option<Reach>) -> Vec<Course<'a>> {
    let lanes: Vec<BTreeMap<&'a str, Vec<(i32, Seen<'a>)>>> = places.iter().map(|place| seen_during(cut, place, days, reach)).collect();
    let instruments: BTreeSet<&'a str> = lanes.iter().flat_map(BTreeMap::keys).copied().collect();
    let unknown = || vec![(days.start, Seen::default())];
    let course =
        |instrument| Course { instrument, lanes: lanes.iter().map(|of_place| of_place.get(instrument).cloned().unwrap_or_else(unknown)).collect() };
    let is_known = |course: &Course<'_>| course.lanes.iter().flatten().any(|(_, seen)| seen.known.is_some());
    instruments.into_iter().map(course).filter(is_known).collect()
}

fn seen_during<'a>(cut: &Cut<'a>, place: &str, days: &Range<i32>, reach: Option<Reach>) -> BTreeMap<&'a str, Vec<(i32, Seen<'a>)>> {
    let levels = |place: &str| -> BTreeMap<&'a str, Vec<Step>> {
        series::levels(cut, place, None, reach, days.clone()).into_iter().map(|series| (series.instrument, series.steps)).collect()
    };
    let own = levels(place);
    let ancestors = if reach.is_some() { Vec::new() } else { cut.model.register().ancestors(place) };
    let above: Vec<(&'a str, BTreeMap<&'a str, Vec<Step>>)> =
        ancestors.into_iter().map(|above| (above.code.as_str(), levels(above.code.as_str()))).collect();
    let instruments: BTreeSet<&'a str> = own.keys().copied().chain(above.iter().flat_map(|(_, levels)| levels.keys().copied())).collect();
    let lane = |instrument: &'a str| {
        let has_flag = cut.model.instrument(instrument).is_some_and(|instrument| instrument.flag.is_some());
        let own = own.get(instrument).map(Vec::as_slice).unwrap_or_default();
        let above: Vec<(&'a str, &[Step])> =
            above.iter().map(|(place, levels)| (*place, levels.get(instrument).map(Vec::as_slice).unwrap_or_default())).collect();
        (instrument, merged(days.start, own, &above, has_flag))
    };
    instruments.into_iter().map(lane).collect()
}

/// From which day on what applies, of a place's own steps and of those above it, nearest first.
fn merged<'a>(first: i32, own: &[Step], above: &[(&'a str, &[Step])], has_flag: bool) -> Vec<(i32, Seen<'a>)> {
    let turns = own.iter().chain(above.iter().flat_map(|(_, steps)| *steps)).map(|step| step.from);
    let turns: BTreeSet<i32> = turns.chain([first]).collect();
    let mut lane: Vec<(i32, Seen<'a>)> = Vec::new();
    for day in turns {
        let own = decided_on(own, day).map(|decided| (None, decided));
        let above: Vec<(Option<&'a str>, Decided)> =
            above.iter().filter_map(|(place, steps)| Some((Some(*place), decided_on(steps, day)?))).collect();
        let found = deciding(own.as_ref(), &above, has_flag, |(_, decided)| Some((decided.known, decided.reach)));
        let seen = found.map_or_else(Seen::default, |(from_above, decided)| Seen {
            known: Some(decided.known),
            from_above: *from_above,
            because: vec![decided.entry],
            is_disputed: false,
        });
        if lane.last().is_none_or(|(_, last)| *last != seen) {
            lane.push((day, seen));
        }
    }
    lane
}

fn decided_on(steps: &[Step], day: i32) -> Option<Decided> {
    let after = steps.partition_point(|step| step.from <= day);
    after.checked_sub(1).and_then(|at| steps.get(at)).and_then(|step| step.decided)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{Told, day};

    fn league() -> Told {
        let mut told = Told::of("QMA");
        told.place("QMA", "national", None);
        told.place("QMA-A", "regional", Some("QMA"));
        told.place("QNA", "national", None);
        for place in ["QMA", "QMA-A", "QNA"] {
            told.cover(place, &["C1", "C2", "C8"], "2020-01-01", Some("2020-12-31"), (place != "QMA").then_some("tracker"));
        }
        told.measure("QMA", "C1", 2, "2020-03-01", Some("2020-06-30"), None);
        told.measure("QMA-A", "C1", 3, "2020-04-01", Some("2020-04-30"), Some("tracker"));
        told.measure("QMA-A", "C2", 1, "2020-02-01", Some("2020-09-30"), Some("tracker"));
        told.measure("QNA", "C1", 2, "2020-03-10", None, Some("tracker"));
        told
    }

    const PLACES: [&str; 3] = ["QMA", "QMA-A", "QNA"];

    fn levels(row: &Row<'_>) -> Vec<Option<u8>> {
        row.cells.iter().map(|seen| seen.known.map(|known| known.level)).collect()
    }

    fn told_of<'a>(row: &Row<'a>) -> Vec<(Option<Known>, Option<&'a str>)> {
        row.cells.iter().map(|seen| (seen.known, seen.from_above)).collect()
    }

    #[test]
    fn what_applies_below_is_what_was_decided_above_where_that_is_stricter() {
        let told = league();
        let on = |date: &str, reach| on(&told.cut(), &PLACES, day(date), reach);
        let march = on("2020-03-15", None);
        let c1 = march.iter().find(|row| row.instrument == "C1").unwrap();
        assert_eq!((levels(c1), c1.differs()), (vec![Some(2), Some(2), Some(2)], false));
        assert_eq!(c1.cells[1].from_above, Some("QMA"));
        let april = on("2020-04-15", None);
        assert_eq!(levels(april.iter().find(|row| row.instrument == "C1").unwrap()), [Some(2), Some(3), Some(2)]);
        let acts = on("2020-03-15", Some(Reach::Own));
        assert_eq!(levels(acts.iter().find(|row| row.instrument == "C1").unwrap()), [Some(2), Some(0), Some(2)], "its own acts alone");
        assert!(on("2021-06-01", None).is_empty(), "nothing is known of that day");
    }

    #[test]
    fn unknown_differs_from_none() {
        let told = league();
        let rows = on(&told.cut(), &["QNA", "QZZ"], day("2020-02-01"), None);
        let c8 = rows.iter().find(|row| row.instrument == "C8").unwrap();
        assert_eq!((levels(c8), c8.differs()), (vec![Some(0), None], true));
    }

    #[test]
    fn each_day_along_time_is_what_the_day_by_itself_says() {
        let told = league();
        let days = day("2019-12-20")..day("2021-01-15");
        for reach in [None, Some(Reach::Own)] {
            let courses = during(&told.cut(), &PLACES, &days, reach);
            for at in days.clone() {
                let mut rows = on(&told.cut(), &PLACES, at, reach);
                for course in &courses {
                    let row = rows.iter().position(|row| row.instrument == course.instrument).map(|found| rows.remove(found));
                    let (_, along) = course.stretches(&days).into_iter().find(|(days, _)| days.contains(&at)).unwrap();
                    assert_eq!(row.as_ref().map_or_else(|| vec![(None, None); 3], told_of), told_of(&along), "{} on {at}", course.instrument);
                }
                assert!(rows.is_empty());
            }
        }
    }

    #[test]
    fn days_apart_are_counted() {
        let told = league();
        let days = day("2020-03-01")..day("2020-05-01");
        let c1 = during(&told.cut(), &["QMA", "QNA"], &days, None).into_iter().find(|course| course.instrument == "C1").unwrap();
        assert_eq!(c1.days_apart(&days), 9, "until QNA follows on the tenth");
    }
}
