//! Two places side by side: neighbours, or parts of one whole (specs/policy.md c2).

use super::lane::{Lane, Runs, sweep};
use super::{Grade, Interval};

/// The runs of days on which both are known and their levels differ by `threshold` or more.
pub fn mismatches(a: &Lane, b: &Lane, threshold: u8) -> Vec<Interval> {
    let mut runs = Runs::default();
    sweep(&[a, b], |from, until, at| {
        if let &[Some(a), Some(b)] = at {
            let apart = a.level.abs_diff(b.level);
            if apart >= threshold.max(1) {
                runs.found((from, until), Grade::Question, i16::from(apart), [Some(a), Some(b)]);
            }
        }
    });
    runs.end()
}

/// On how many days, of those from `from` until before `until`, both are known: what a share of days is a share of.
pub fn days_known(a: &Lane, b: &Lane, from: i32, until: i32) -> i64 {
    let mut days = 0;
    sweep(&[a, b], |start, end, at| {
        if at.iter().all(Option::is_some) {
            days += i64::from(end.min(until).saturating_sub(start.max(from)).max(0));
        }
    });
    days
}

#[cfg(test)]
mod tests {
    use super::super::lane::tests::{lane, shown};
    use super::*;

    #[test]
    fn places_differ_from_the_threshold_on_and_only_where_both_are_known() {
        let (a, b) = (lane("0123210."), lane("000000.0"));
        assert_eq!(shown(&mismatches(&a, &b, 2)), "2-4 question");
        assert_eq!(shown(&mismatches(&a, &b, 1)), "1-5 question");
        assert_eq!(mismatches(&a, &b, 2)[0].a.unwrap().level, 3, "shown as it was where it was widest");
        assert_eq!(days_known(&a, &b, 0, 100), 6);
        assert_eq!(days_known(&a, &b, 2, 4), 2);
    }
}
