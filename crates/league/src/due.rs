//! What falls due: the last day of measures, and the day by which they are to be looked at again.
//!
//! In: which days, soonest first. Out: how they look in a calendar or a digest (`web`).

use std::collections::BinaryHeap;
use std::ops::Range;

use policy::Packed;
use record::Facets;

use crate::measures::{self, Asked, Filter, Hit};
use crate::model::Cut;

/// What is due on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Matter {
    /// It is the last day in force.
    Ends,
    /// It is the day by which it is to be looked at again.
    Review,
}

/// A day that a measure names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due<'a> {
    /// The day, in days since 1970-01-01.
    pub day: i32,
    /// What is due.
    pub matter: Matter,
    /// The measure.
    pub hit: Hit<'a>,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found<'a> {
    /// The soonest first, then in order of their entries; at most as many as were asked for.
    pub due: Vec<Due<'a>>,
    /// How many there are in all.
    pub total: usize,
}

/// What falls due on `days` among the measures that `filter` means; its own days are not read. A review after the last day is none.
///
/// ```text
/// start 2026-03-01, review_by 2026-04-01, end 2026-04-30  ->  review on 2026-04-01, ends on 2026-04-30
/// ```
pub fn find<'a>(cut: &Cut<'a>, filter: &Filter, days: Range<i32>, limit: usize) -> Found<'a> {
    let near = Filter { from_day: Some(days.start), until_day: None, ..filter.clone() };
    let mut soonest: BinaryHeap<(i32, Matter, u32)> = BinaryHeap::new();
    let mut total = 0_usize;
    Asked::of(cut, &near).each_meant(|posting| {
        for (day, matter) in named(posting.from_day, posting.until_day, posting.value).into_iter().flatten() {
            if !days.contains(&day) {
                continue;
            }
            total = total.saturating_add(1);
            soonest.push((day, matter, posting.index));
            if soonest.len() > limit {
                soonest.pop();
            }
        }
    });
    let due = soonest.into_sorted_vec();
    let due = due.into_iter().filter_map(|(day, matter, index)| Some(Due { day, matter, hit: measures::hit(cut, index)? })).collect();
    Found { due, total }
}

/// Both days of one measure, whatever day it is.
pub fn of<'a>(cut: &Cut<'a>, index: u32) -> Vec<Due<'a>> {
    let Some((version, hit)) = cut.rows.version(index).zip(measures::hit(cut, index)) else { return Vec::new() };
    let days = named(version.from_day, version.until_day, version.value).into_iter().flatten();
    let mut due: Vec<Due<'a>> = days.map(|(day, matter)| Due { day, matter, hit: hit.clone() }).collect();
    due.sort_by_key(|due| (due.day, due.matter));
    due
}

fn named(from_day: i32, until_day: i32, value: i64) -> [Option<(i32, Matter)>; 2] {
    let ends = (until_day != Facets::OPEN).then(|| (until_day.saturating_sub(1), Matter::Ends));
    let review = Packed::unpack(value).review_after.map(|days| from_day.saturating_add(days.into()));
    [ends, review.filter(|day| *day < until_day).map(|day| (day, Matter::Review))]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{Told, day, measure};
    use proptest::prelude::*;
    use record::Act;

    fn told() -> Told {
        let mut told = Told::of("QMA");
        told.place("QMA", "national", None);
        told.place("QMA-N", "regional", Some("QMA"));
        let mut body = measure("QMA", "C1", 2, "2026-03-01", Some("2026-04-30"), None);
        body["review_by"] = "2026-04-01".into();
        told.say("measure/v1", "m1", Act::State, body);
        let mut body = measure("QMA-N", "C2", 1, "2026-03-05", None, None);
        body["review_by"] = "2026-03-20".into();
        told.say("measure/v1", "m2", Act::State, body);
        let mut body = measure("QMA-N", "C4", 1, "2026-03-05", Some("2026-03-10"), None);
        body["review_by"] = "2026-05-01".into();
        told.say("measure/v1", "m3", Act::State, body);
        told
    }

    fn found(told: &Told, filter: &Filter, from: &str, to: &str) -> Vec<(i32, Matter, String)> {
        let found = find(&told.cut(), filter, day(from)..day(to) + 1, 100);
        found.due.into_iter().map(|due| (due.day, due.matter, due.hit.instrument.to_owned())).collect()
    }

    #[test]
    fn last_days_and_reviews_come_soonest_first_and_a_review_after_the_end_is_none() {
        let all = found(&told(), &Filter::default(), "2026-01-01", "2026-12-31");
        let expected = [
            (day("2026-03-10"), Matter::Ends, "C4".to_owned()),
            (day("2026-03-20"), Matter::Review, "C2".to_owned()),
            (day("2026-04-01"), Matter::Review, "C1".to_owned()),
            (day("2026-04-30"), Matter::Ends, "C1".to_owned()),
        ];
        assert_eq!(all, expected);
    }

    #[test]
    fn only_the_days_and_places_that_are_asked_for() {
        let told = told();
        assert_eq!(found(&told, &Filter::default(), "2026-04-01", "2026-04-30").len(), 2);
        assert_eq!(found(&told, &Filter::default(), "2026-04-02", "2026-04-29").len(), 0);
        let north = Filter { place: Some("QMA-N".to_owned()), ..Filter::default() };
        assert_eq!(found(&told, &north, "2026-01-01", "2026-12-31").len(), 2);
        let below = Filter { place: Some("QMA".to_owned()), below: true, ..Filter::default() };
        assert_eq!(found(&told, &below, "2026-01-01", "2026-12-31").len(), 4);
    }

    #[test]
    fn what_is_left_out_is_counted() {
        let told = told();
        let some = find(&told.cut(), &Filter::default(), day("2026-01-01")..day("2027-01-01"), 2);
        assert_eq!((some.due.len(), some.total), (2, 4));
        assert_eq!(some.due.first().map(|due| due.day), Some(day("2026-03-10")));
    }

    #[test]
    fn one_measure_names_both_its_days() {
        let told = told();
        let all = find(&told.cut(), &Filter::default(), day("2026-01-01")..day("2027-01-01"), 9);
        let index = all.due.iter().find(|due| due.hit.instrument == "C1").map(|due| due.hit.index).unwrap();
        let both: Vec<_> = of(&told.cut(), index).into_iter().map(|due| (due.day, due.matter)).collect();
        assert_eq!(both, [(day("2026-04-01"), Matter::Review), (day("2026-04-30"), Matter::Ends)]);
    }

    proptest! {
        #[test]
        fn the_first_of_all_are_all_of_the_first(spans in proptest::collection::vec((0_i32..60, 0_i32..60, proptest::option::of(0_u16..90)), 1..20), limit in 0_usize..12) {
            let mut told = Told::of("QMA");
            for (number, (from, lasts, review)) in spans.iter().enumerate() {
                let text = |day: i32| register::Day::from_number(day).unwrap().to_string();
                let mut body = measure("QMA", "C8", 1, &text(20_000 + from), Some(&text(20_000 + from + lasts)), None);
                if let Some(review) = review {
                    body["review_by"] = text(20_000 + from + i32::from(*review)).into();
                }
                told.say("measure/v1", &format!("m{number}"), Act::State, body);
            }
            let cut = told.cut();
            let all = find(&cut, &Filter::default(), 19_000..21_000, usize::MAX);
            let some = find(&cut, &Filter::default(), 19_000..21_000, limit);
            let reviews = spans.iter().filter(|(_, lasts, review)| review.is_some_and(|review| i32::from(review) <= *lasts)).count();
            prop_assert_eq!(all.total, spans.len() + reviews);
            prop_assert_eq!(some.total, all.total);
            prop_assert_eq!(&some.due[..], &all.due[..limit.min(all.due.len())]);
        }
    }
}
