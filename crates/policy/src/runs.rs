//! From days to spans: maximal runs of one level, and what they state (specs/policy.md b).
//!
//! ```text
//! day      1 2 3 4 5 6 7 8 9
//! cell     . 0 0 2 2 1 1 . 0        . blank: no data
//! runs       0---2---1---   0       a run of 0 is no measure
//! states     coverage 2..7, measure 2 from 4 to 5, measure 1 from 6 without end (a blank follows: no one decided one), coverage 9
//! ```
//! In: cells of one series, by day. Out: where they were read ([`crate::import`]), what stands already ([`crate::edition`]).

use crate::cell::Known;

/// A maximal run of days with one level and flag, within one series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// First day, in days since 1970-01-01.
    pub from: i32,
    /// The day after the last.
    pub until: i32,
    /// Level and flag.
    pub known: Known,
}

/// The runs of a series: `cells` by rising day, unknown days left out.
pub fn runs(cells: impl IntoIterator<Item = (i32, Known)>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (day, known) in cells {
        match runs.last_mut() {
            Some(last) if last.until == day && last.known == known => last.until = day + 1,
            _ => runs.push(Run { from: day, until: day + 1, known }),
        }
    }
    runs
}

/// Whether someone decided the end of the run at `at`: the day after it is known, to be otherwise.
pub fn is_ended(runs: &[Run], at: usize) -> bool {
    match (runs.get(at), runs.get(at + 1)) {
        (Some(run), Some(next)) => run.until == next.from,
        _ => false,
    }
}

/// The known spans: maximal `[from, until)` without a blank.
pub fn known_spans(runs: &[Run]) -> Vec<(i32, i32)> {
    let mut spans: Vec<(i32, i32)> = Vec::new();
    for run in runs {
        match spans.last_mut() {
            Some((_, until)) if *until == run.from => *until = run.until,
            _ => spans.push((run.from, run.until)),
        }
    }
    spans
}

/// The runs of `newer` on `days`, of `older` outside them, joined where they meet in one level.
pub fn overlaid(older: &[Run], newer: &[Run], days: std::ops::Range<i32>) -> Vec<Run> {
    let before = older.iter().filter(|run| run.from < days.start).map(|run| Run { until: run.until.min(days.start), ..run.clone() });
    let within = newer.iter().map(|run| Run { from: run.from.max(days.start), until: run.until.min(days.end), ..run.clone() });
    let after = older.iter().filter(|run| run.until > days.end).map(|run| Run { from: run.from.max(days.end), ..run.clone() });
    let mut joined: Vec<Run> = Vec::new();
    for run in before.chain(within.filter(|run| run.from < run.until)).chain(after) {
        match joined.last_mut() {
            Some(last) if last.until == run.from && last.known == run.known => last.until = run.until,
            _ => joined.push(run),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn cells() -> impl Strategy<Value = BTreeMap<i32, Known>> {
        prop::collection::btree_map(0..40i32, (0..3u8).prop_map(|level| Known { level, flag: None }), 0..40)
    }

    fn spread(runs: &[Run]) -> BTreeMap<i32, Known> {
        runs.iter().flat_map(|run| (run.from..run.until).map(|day| (day, run.known))).collect()
    }

    proptest! {
        #[test]
        fn runs_spread_out_are_the_days_they_were_made_of(cells in cells()) {
            let made = runs(cells.clone());
            prop_assert_eq!(spread(&made), cells.clone());
            prop_assert!(made.windows(2).all(|pair| pair[0].until < pair[1].from || (pair[0].until == pair[1].from && pair[0].known != pair[1].known)));
            let covered: usize = known_spans(&made).iter().map(|(from, until)| usize::try_from(until - from).unwrap()).sum();
            prop_assert_eq!(covered, cells.len());
        }

        #[test]
        fn a_newer_series_counts_on_its_days_and_nowhere_else(older in cells(), newer in cells(), from in 0..40i32, days in 0..40i32) {
            let joined = overlaid(&runs(older.clone()), &runs(newer.clone()), from..from + days);
            let is_newer = |day: &i32| (from..from + days).contains(day);
            let expected: BTreeMap<_, _> =
                older.into_iter().filter(|(day, _)| !is_newer(day)).chain(newer.into_iter().filter(|(day, _)| is_newer(day))).collect();
            prop_assert_eq!(&joined, &runs(expected));
        }
    }
}
