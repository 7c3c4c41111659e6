//! Time that has run out: measures that ended without a word of what holds since, reviews that did not come, and words grown old (specs/policy.md c5).

use record::Facets;

use super::lane::{At, Lane, Runs};
use super::{Grade, Interval};

/// A measure stands without a word for longer than this, in days: it is stale.
pub const STALE_DAYS: i32 = 180;

/// A measure as time runs out on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ending {
    /// First day.
    pub from: i32,
    /// The day after the last.
    pub until: i32,
    /// The last day by which it was to be reviewed.
    pub review_by: Option<i32>,
    /// The last day on which anything was said of it: itself, or a statement that cites it.
    pub said_on: i32,
    /// What it says.
    pub at: At,
}

/// Where measures of one series (place, instrument, population, reach, source) ran out and nothing says what holds since: no other measure of the
/// series stands or has begun, and no coverage says that there is none. `known`: what is known of the series.
pub fn expired_open(endings: &[Ending], known: &Lane) -> Vec<Interval> {
    let mut runs = Runs::default();
    let mut ended: Vec<&Ending> = endings.iter().filter(|ending| ending.until != Facets::OPEN && ending.at.level > 0).collect();
    ended.sort_unstable_by_key(|ending| (ending.until, ending.from, ending.at.entry));
    for ending in ended {
        let from = ending.until;
        let begins = endings.iter().filter(|other| other.until > from).map(|other| other.from).min();
        let is_known = known.stretches().filter(|(_, until, _)| *until > from).map(|(start, ..)| start).min();
        let until = begins.into_iter().chain(is_known).min().unwrap_or(Facets::OPEN);
        if from < until && runs.last().is_none_or(|last| last.until <= from) {
            runs.found((from, until), Grade::Question, 0, [Some(ending.at), None]);
        }
    }
    runs.end()
}

/// Where a measure still stands after the day by which it was to be reviewed, and no word came since.
pub fn review_missed(ending: &Ending) -> Option<Interval> {
    let from = ending.review_by?.saturating_add(1);
    let is_missed = from < ending.until && ending.said_on < from;
    is_missed.then_some(Interval { from, until: ending.until, grade: Grade::Question, a: Some(ending.at), b: None })
}

/// Where a level above 0 stands for more than `days` since it began or was last spoken of. `notes_of` gives the days on which the observer wrote about
/// the measure behind an entry, rising.
pub fn stale(lane: &Lane, days: i32, notes_of: impl Fn(u32) -> Vec<i32>) -> Vec<Interval> {
    let mut runs = Runs::default();
    for (from, until, at) in lane.stretches().filter(|(.., at)| at.level > 0) {
        let notes = notes_of(at.entry);
        let mut spoken: Vec<i32> = std::iter::once(from).chain(notes.into_iter().filter(|day| (from..until).contains(day))).collect();
        spoken.sort_unstable();
        let ends = spoken.iter().skip(1).copied().chain(std::iter::once(until));
        for (spoken, end) in spoken.iter().zip(ends) {
            let old = spoken.saturating_add(days).saturating_add(1);
            if old < end {
                runs.found((old, end), Grade::Note, 0, [Some(at), None]);
            }
        }
    }
    runs.end()
}

#[cfg(test)]
mod tests {
    use super::super::lane::tests::{lane, shown};
    use super::*;
    use crate::words::Mode;

    fn ending(from: i32, until: i32, review_by: Option<i32>, said_on: i32) -> Ending {
        Ending { from, until, review_by, said_on, at: At { level: 2, flag: None, mode: Mode::Advisory, entry: 1 } }
    }

    #[test]
    fn a_measure_that_ran_out_is_open_until_something_is_known_or_begins() {
        let nothing = Lane::default();
        assert_eq!(shown(&expired_open(&[ending(0, 5, None, 0)], &nothing)), format!("5-{} question", Facets::OPEN - 1));
        assert_eq!(
            shown(&expired_open(&[ending(0, 5, None, 0), ending(9, 12, None, 0)], &lane("........................0"))),
            "5-8 question, 12-23 question"
        );
        assert_eq!(expired_open(&[ending(0, 5, None, 0)], &lane("222220")), [], "a coverage says that there is none now");
        assert_eq!(expired_open(&[ending(0, Facets::OPEN, None, 0)], &nothing), []);
    }

    #[test]
    fn a_review_is_missed_until_a_word_comes() {
        assert_eq!(review_missed(&ending(0, 50, Some(10), 0)).map(|run| (run.from, run.until)), Some((11, 50)));
        assert_eq!(review_missed(&ending(0, 50, Some(10), 11)), None);
        assert_eq!(review_missed(&ending(0, 11, Some(10), 0)), None, "it ended on the day by which it was to be reviewed");
        assert_eq!(review_missed(&ending(0, 50, None, 0)), None);
    }

    #[test]
    fn a_level_grows_old_since_it_began_or_was_spoken_of() {
        let level = lane("22222222222222222222");
        assert_eq!(shown(&stale(&level, 5, |_| Vec::new())), "6-19 note");
        assert_eq!(shown(&stale(&level, 5, |_| vec![3, 12])), "9-11 note, 18-19 note");
        assert_eq!(stale(&lane("22222000222222"), 5, |_| Vec::new()), []);
    }
}
