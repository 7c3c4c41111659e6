//! Levels and indices along time, as steps: a value holds from its day until the next step's.
//!
//! In: which places and days. Out: the formulas (`policy::index`, `policy::cell`).

use std::ops::Range;

use policy::Reach;
use policy::cell::{Decided, Spans, Step, level_steps};
use policy::index::{self, COMPONENTS, Components, Index, IndexStep, Variant, average, index_steps, value_on};

use crate::model::Cut;
use crate::spans::{self, Component, ForWhom, Reader};

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
    pub steps: Vec<IndexStep>,
}

/// One instrument's level in one place along time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LevelSeries<'a> {
    /// Code of the instrument.
    pub instrument: &'a str,
    /// Days on which the level, or who decides it, changes, rising; `decided` absent: unknown from there. The first is the first day asked for.
    pub steps: Vec<Step>,
}

/// The index of each of `places` (codes; all where empty) on `days` (days since 1970-01-01). By code; places where it is never defined are left out.
pub fn index_series<'a>(cut: &Cut<'a>, asked: Asked, places: &[&str], days: Range<i32>) -> Vec<PlaceSeries<'a>> {
    let reader = Reader::of(cut);
    let series = wanted(cut, places).into_iter().map(|place| {
        let spans = reader.components(place, Some(asked.index));
        PlaceSeries { place, steps: clipped(index_steps(asked.index, asked.variant, asked.reach, &spans), &days) }
    });
    series.filter(|series| series.steps.iter().any(|(_, value)| value.is_some())).collect()
}

/// All four indices of each place at once, in the order of [`Index::ALL`], at the cost of little more than one.
pub fn all_indices<'a>(cut: &Cut<'a>, variant: Variant, reach: Option<Reach>, places: &[&str], days: Range<i32>) -> [Vec<PlaceSeries<'a>>; 4] {
    let reader = Reader::of(cut);
    let mut all = [const { Vec::new() }; 4];
    for place in wanted(cut, places) {
        let spans = reader.components(place, None);
        let read = |variant| Components::read(&spans, variant, reach);
        let (own, other) = match variant {
            Variant::SimpleAverage => (read(Variant::NonVaccinated), Some(read(Variant::Vaccinated))),
            variant => (read(variant), None),
        };
        for (of_index, index) in all.iter_mut().zip(Index::ALL) {
            let value = own.index(index);
            let value = other.as_ref().map_or(value.clone(), |other| average(&value, &other.index(index)));
            let steps = clipped(value, &days);
            if steps.iter().any(|(_, value)| value.is_some()) {
                of_index.push(PlaceSeries { place, steps });
            }
        }
    }
    all
}

/// The index of every place on one day, by code; places where it is not defined are left out.
pub fn index_on<'a>(cut: &Cut<'a>, asked: Asked, day: i32) -> Vec<(&'a str, u16)> {
    let reader = Reader::of(cut);
    let looked_up = COMPONENTS.into_iter().enumerate().map(|(at, instrument)| {
        let readings = index::readings(asked.variant, asked.reach, at);
        asked.index.counts(at).then(|| Component { instrument, topic: cut.rows.term(instrument), readings, top: index::top(at) })
    });
    let looked_up: Vec<Option<Component<'_>>> = looked_up.collect();
    let value = |place: &'a str| {
        let spans = reader.components_on(place, &looked_up, day);
        value_on(asked.index, asked.variant, asked.reach, &spans, day).map(|value| (place, value))
    };
    spans::places(cut).into_iter().filter_map(value).collect()
}

/// The value on each day of `days`: [`PlaceSeries::steps`] spread out.
pub fn by_day(steps: &[IndexStep], days: Range<i32>) -> impl Iterator<Item = IndexStep> {
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

/// The levels of a place along time, one series for each instrument of which anything is known there on `days`, by code.
pub fn levels<'a>(cut: &Cut<'a>, place: &str, instrument: Option<&str>, reach: Option<Reach>, days: Range<i32>) -> Vec<LevelSeries<'a>> {
    let reader = Reader::of(cut);
    let for_whom = ForWhom::of(cut.rows, None);
    let site = reader.site(place);
    let instruments = reader.instruments(&site).into_iter().filter(|code| instrument.is_none_or(|one| one == *code));
    let series = instruments.map(|instrument| {
        let steps = level_steps(&reader.spans_known(&site, instrument), for_whom.reading(reach));
        let steps = clipped(steps.into_iter().map(|step| (step.from, step.decided)).collect(), &days);
        LevelSeries { instrument, steps: steps.into_iter().map(|(from, decided): (i32, Option<Decided>)| Step { from, decided }).collect() }
    });
    series.filter(|series| series.steps.iter().any(|step| step.decided.is_some())).collect()
}

/// The days of which anything is known, from the first day covered until the day after the last; open ends count until `today`, which is one of them.
pub fn span_covered(cut: &Cut<'_>, today: i32) -> Option<Range<i32>> {
    let (from, until) = spans::span_covered(cut)?;
    let until = spans::closed(until, today);
    (from < until).then_some(from..until)
}

fn wanted<'a>(cut: &Cut<'a>, places: &[&str]) -> Vec<&'a str> {
    let all = spans::places(cut);
    if places.is_empty() {
        return all.into_iter().collect();
    }
    let register = cut.model.register();
    let asked: Vec<&str> = places.iter().map(|place| register.find(place).map_or(*place, |place| place.code.as_str())).collect();
    all.into_iter().filter(|place| asked.contains(place)).collect()
}

/// The steps within `days`; the first on its first day, with what holds there.
fn clipped<T: Copy + PartialEq>(steps: Vec<(i32, Option<T>)>, days: &Range<i32>) -> Vec<(i32, Option<T>)> {
    if days.is_empty() {
        return Vec::new();
    }
    let later = steps.partition_point(|(from, _)| *from <= days.start);
    let first = later.checked_sub(1).and_then(|at| steps.get(at)).and_then(|(_, value)| *value);
    let rest = steps.into_iter().skip(later).take_while(|(from, _)| *from < days.end);
    std::iter::once((days.start, first)).chain(rest).collect()
}

impl Reader<'_, '_> {
    /// The spans of each of [`COMPONENTS`] in one place; of one index, those that it counts.
    fn components(&self, place: &str, index: Option<Index>) -> [Spans; 16] {
        let site = self.site(place);
        let mut components = [const { None }; 16];
        for (at, (spans, instrument)) in components.iter_mut().zip(COMPONENTS).enumerate() {
            *spans = index.is_none_or(|index| index.counts(at)).then(|| self.spans_known(&site, instrument));
        }
        components.map(Option::unwrap_or_default)
    }

    /// As much of them as decides one day.
    fn components_on(&self, place: &str, looked_up: &[Option<Component<'_>>], day: i32) -> [Spans; 16] {
        let site = self.site(place);
        let mut components = [const { None }; 16];
        for (spans, component) in components.iter_mut().zip(looked_up) {
            *spans = component.as_ref().map(|component| self.spans_deciding(&site, component, day));
        }
        components.map(Option::unwrap_or_default)
    }
}
