//! Two levels of government, one above the other, on the same instrument (specs/policy.md c1). They read who decided (`own`, `and-below`), never
//! what applies: there, what holds above is in it already.

use super::lane::{At, Lane, Runs, sweep};
use super::{Grade, Interval, Rule};
use crate::words::Mode;

/// What holds between two levels.
#[derive(Clone, Copy, Debug)]
pub struct Between<'l> {
    /// What the upper level decided itself.
    pub upper: &'l Lane,
    /// What of it binds from below, the strictest general measure that is a floor or exact: it binds also under a stricter one that only advises.
    pub floor: &'l Lane,
    /// What the lower level decided, itself or with what is below it.
    pub lower: &'l Lane,
    /// Whether the instrument has a flag; without one, every level above 0 is general.
    pub has_flag: bool,
    /// Days, half-open and rising, on which a pinned register gives the lower level no competence for the instrument.
    pub no_competence: &'l [(i32, i32)],
}

/// What the four rules find, in the order of [`Rule::ALL`].
///
/// | rule | where | conflict where |
/// | --- | --- | --- |
/// | below-floor | general above, milder below | milder than a floor or an exact level; a note under a ceiling, else a question |
/// | above-ceiling | general above, stricter below | mode ceiling or exact; else a note |
/// | unilateral | nothing above, something below | the register gives the level below no competence; else a note |
/// | restated | general on both, the same level | never; a note |
pub fn findings(between: Between<'_>) -> [(Rule, Vec<Interval>); 4] {
    let Between { upper, floor, lower, has_flag, no_competence } = between;
    let mut runs = [const { None }; 4].map(|none: Option<Runs>| none.unwrap_or_default());
    let [below, above, unilateral, restated] = &mut runs;
    sweep(&[upper, lower, floor], |from, until, at| {
        let &[Some(up), Some(low), floor] = at else { return };
        let (days, sides) = ((from, until), [Some(up), Some(low)]);
        let width = i16::from(up.level.abs_diff(low.level));
        if let Some(floor) = floor.filter(|floor| floor.is_general(has_flag) && low.level < floor.level) {
            below.found(days, Grade::Conflict, i16::from(floor.level.abs_diff(low.level)), [Some(floor), Some(low)]);
        } else if up.level == 0 {
            if low.level > 0 {
                split(days, no_competence, |days, lacks| {
                    unilateral.found(days, if lacks { Grade::Conflict } else { Grade::Note }, width, sides);
                });
            }
        } else if up.is_general(has_flag) {
            match low.level.cmp(&up.level) {
                std::cmp::Ordering::Less => below.found(days, below_floor(up), width, sides),
                std::cmp::Ordering::Greater => above.found(days, above_ceiling(up), width, sides),
                std::cmp::Ordering::Equal if low.is_general(has_flag) => restated.found(days, Grade::Note, width, sides),
                std::cmp::Ordering::Equal => {}
            }
        }
    });
    let [below, above, unilateral, restated] = runs.map(Runs::end);
    [(Rule::BelowFloor, below), (Rule::AboveCeiling, above), (Rule::Unilateral, unilateral), (Rule::Restated, restated)]
}

fn below_floor(upper: At) -> Grade {
    match upper.mode {
        Mode::Floor | Mode::Exact => Grade::Conflict,
        Mode::Advisory => Grade::Question,
        Mode::Ceiling => Grade::Note,
    }
}

fn above_ceiling(upper: At) -> Grade {
    match upper.mode {
        Mode::Ceiling | Mode::Exact => Grade::Conflict,
        Mode::Advisory | Mode::Floor => Grade::Note,
    }
}

/// Hands the days on, cut where they enter or leave one of `spans`, and whether they lie in one.
fn split((from, until): (i32, i32), spans: &[(i32, i32)], mut take: impl FnMut((i32, i32), bool)) {
    let mut day = from;
    for (start, end) in spans.iter().filter(|(start, end)| *start < until && from < *end) {
        let (start, end) = ((*start).max(day), (*end).min(until));
        if day < start {
            take((day, start), false);
        }
        if start < end {
            take((start, end), true);
        }
        day = day.max(end);
    }
    if day < until {
        take((day, until), false);
    }
}

#[cfg(test)]
mod tests {
    use super::super::lane::tests::{lane, shown};
    use super::*;

    fn found(upper: &str, lower: &str, mode: Mode, no_competence: &[(i32, i32)]) -> String {
        let upper = Lane::from_steps(lane(upper).steps().iter().map(|(day, at)| (*day, at.map(|at| At { mode, ..at }))));
        let all = findings(Between { upper: &upper, floor: &Lane::EMPTY, lower: &lane(lower), has_flag: true, no_competence });
        all.iter().filter(|(_, runs)| !runs.is_empty()).map(|(rule, runs)| format!("{rule} {}", shown(runs))).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn a_milder_level_below_is_a_conflict_only_where_the_act_above_is_a_floor() {
        assert_eq!(found("22222", "22011", Mode::Advisory, &[]), "below-floor 2-4 question; restated 0-1 note");
        assert_eq!(found("22222", "22011", Mode::Floor, &[]), "below-floor 2-4 conflict; restated 0-1 note");
        assert_eq!(found("22222", "22011", Mode::Ceiling, &[]), "below-floor 2-4 note; restated 0-1 note");
        assert_eq!(found("bbbbb", "22011", Mode::Floor, &[]), "", "what holds only in part above binds no one for certain");
    }

    #[test]
    fn a_stricter_level_below_is_lawful_under_a_floor_and_a_conflict_under_a_ceiling() {
        assert_eq!(found("1111", "1331", Mode::Floor, &[]), "above-ceiling 1-2 note; restated 0-0 note, 3-3 note");
        assert_eq!(found("1111", "1331", Mode::Exact, &[]), "above-ceiling 1-2 conflict; restated 0-0 note, 3-3 note");
    }

    #[test]
    fn a_floor_binds_under_a_stricter_measure_that_only_advises() {
        let between = |upper: &str, floor: &str, lower: &str| {
            let [upper, floor, lower] = [upper, floor, lower].map(lane);
            let all = findings(Between { upper: &upper, floor: &floor, lower: &lower, has_flag: true, no_competence: &[] });
            (shown(&all[0].1), all[0].1.first().and_then(|run| run.a).map(|at| at.level))
        };
        assert_eq!(between("333333", "222222", "321123"), ("1-4 conflict".to_owned(), Some(2)), "the floor shows it");
        assert_eq!(between("333333", "222222", "322223"), ("1-4 question".to_owned(), Some(3)), "milder than what is advised alone");
        assert_eq!(between("cccccc", "222222", "111122"), ("0-3 conflict".to_owned(), Some(2)), "also where what is advised holds only in part");
    }

    #[test]
    fn acting_alone_is_a_note_until_the_register_says_that_the_level_has_no_competence() {
        assert_eq!(found("000000", "011110", Mode::Advisory, &[]), "unilateral 1-4 note");
        assert_eq!(found("000000", "011110", Mode::Advisory, &[(3, 4)]), "unilateral 1-4 conflict");
        assert_eq!(found("000000", "011110", Mode::Advisory, &[(5, 9)]), "unilateral 1-4 note");
    }

    #[test]
    fn what_is_unknown_on_either_side_is_no_finding() {
        assert_eq!(found("2222", "0..0", Mode::Floor, &[]), "below-floor 0-0 conflict, 3-3 conflict");
        assert_eq!(found("..22", "33..", Mode::Exact, &[]), "");
    }
}
