//! Lanes: how strict an instrument is in one place along time, as narrow as rules need it; and the sweep over several at once.

use record::Facets;

use super::{Grade, Interval};
use crate::cell::{Known, Step};
use crate::words::{Flag, Mode};

/// What is known of a place from a day on: twelve bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct At {
    /// The level; 0 where it is known that there is none.
    pub level: u8,
    /// Targeted or general, where the instrument has a flag and the level is above 0.
    pub flag: Option<Flag>,
    /// How the measure binds the levels below.
    pub mode: Mode,
    /// The statement that decides it.
    pub entry: u32,
}

impl At {
    /// The level with its flag.
    pub fn known(self) -> Known {
        Known { level: self.level, flag: self.flag }
    }

    /// Whether it holds for the whole territory: above 0, and general where the instrument has a flag (specs/policy.md c).
    pub fn is_general(self, has_flag: bool) -> bool {
        self.level > 0 && (!has_flag || self.flag == Some(Flag::General))
    }
}

/// What is known from each of its days on, until the next; before the first, and where there is none: unknown. Days rise, neighbours differ.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lane(Vec<(i32, Option<At>)>);

impl Lane {
    /// Nothing is ever known.
    pub const EMPTY: Lane = Lane(Vec::new());

    /// The lane of steps; `mode_of` gives the mode of the measure that decides one.
    pub fn of(steps: &[Step], mode_of: impl Fn(u32) -> Mode) -> Lane {
        let at = |step: &Step| {
            let at = step.decided.map(|decided| At {
                level: decided.known.level,
                flag: decided.known.flag,
                mode: if decided.known.level > 0 { mode_of(decided.entry) } else { Mode::Advisory },
                entry: decided.entry,
            });
            (step.from, at)
        };
        Lane::from_steps(steps.iter().map(at))
    }

    /// The lane of what holds from each day on; days rise.
    pub fn from_steps(steps: impl IntoIterator<Item = (i32, Option<At>)>) -> Lane {
        let mut lane: Vec<(i32, Option<At>)> = Vec::new();
        for (day, at) in steps {
            if lane.last().map_or(at.is_some(), |(_, last)| *last != at) {
                lane.push((day, at));
            }
        }
        lane.shrink_to_fit();
        Lane(lane)
    }

    /// Where this one knows nothing, what `other` knows.
    #[must_use]
    pub fn or(&self, other: &Lane) -> Lane {
        if other.0.is_empty() {
            return self.clone();
        }
        if self.0.is_empty() {
            return other.clone();
        }
        let mut steps = Vec::new();
        sweep(&[self, other], |from, _, at| {
            if let [own, other] = at {
                steps.push((from, own.or(*other)));
            }
        });
        Lane::from_steps(steps)
    }

    /// What it knows on the days from `from` until before `until`; nothing on others.
    #[must_use]
    pub fn within(&self, from: i32, until: i32) -> Lane {
        if from == Facets::EVER && until == Facets::OPEN {
            return self.clone();
        }
        let inside = self.0.iter().filter(|(day, _)| from < *day && *day < until).copied();
        let first = std::iter::once((from, self.on(from)));
        let last = (until != Facets::OPEN).then_some((until, None));
        if from >= until { Lane::default() } else { Lane::from_steps(first.chain(inside).chain(last)) }
    }

    /// What is known on a day.
    pub fn on(&self, day: i32) -> Option<At> {
        let at = self.0.partition_point(|(from, _)| *from <= day).checked_sub(1)?;
        self.0.get(at).and_then(|(_, at)| *at)
    }

    /// What is known from each of its days on.
    pub fn steps(&self) -> &[(i32, Option<At>)] {
        &self.0
    }

    /// Whether nothing is ever known.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The stretches on which something is known: first day, day after the last, what.
    pub fn stretches(&self) -> impl Iterator<Item = (i32, i32, At)> + '_ {
        let ends = self.0.iter().skip(1).map(|(day, _)| *day).chain(std::iter::once(Facets::OPEN));
        self.0.iter().zip(ends).filter_map(|((from, at), until)| at.map(|at| (*from, until, at)))
    }
}

/// Hands every stretch on which none of the lanes changes to `take`: first day, day after the last, what each knows.
pub fn sweep(lanes: &[&Lane], take: impl FnMut(i32, i32, &[Option<At>])) {
    // Two lanes are what most rules compare, tens of thousands of times.
    match lanes {
        [a, b] => swept(&mut [a.0.as_slice(), b.0.as_slice()], &mut [None; 2], take),
        _ => swept(&mut lanes.iter().map(|lane| lane.0.as_slice()).collect::<Vec<_>>(), &mut vec![None; lanes.len()], take),
    }
}

/// The same, given the steps still to come of each lane, and what each knows.
fn swept(coming: &mut [&[(i32, Option<At>)]], now: &mut [Option<At>], mut take: impl FnMut(i32, i32, &[Option<At>])) {
    let Some(mut day) = coming.iter().filter_map(|steps| steps.first()).map(|(day, _)| *day).min() else { return };
    loop {
        let mut until = None;
        for (steps, now) in coming.iter_mut().zip(now.iter_mut()) {
            if let Some(((from, at), later)) = steps.split_first()
                && *from == day
            {
                (*now, *steps) = (*at, later);
            }
            if let Some((next, _)) = steps.first() {
                until = Some(until.map_or(*next, |until: i32| until.min(*next)));
            }
        }
        take(day, until.unwrap_or(Facets::OPEN), now);
        match until {
            Some(until) => day = until,
            None => return,
        }
    }
}

/// Maximal runs from stretches handed in order of their days.
#[derive(Debug, Default)]
pub struct Runs {
    done: Vec<Interval>,
    widest: i16,
}

impl Runs {
    /// A stretch on which there is a finding of this grade; of equals in grade the wider one shows the run.
    pub fn found(&mut self, (from, until): (i32, i32), grade: Grade, width: i16, sides: [Option<At>; 2]) {
        let [a, b] = sides;
        match self.done.last_mut().filter(|run| run.until == from) {
            Some(run) => {
                run.until = until;
                if (grade, width) > (run.grade, self.widest) {
                    (run.grade, run.a, run.b) = (grade, a, b);
                    self.widest = width;
                }
            }
            None => {
                self.done.push(Interval { from, until, grade, a, b });
                self.widest = width;
            }
        }
    }

    /// The same, where several findings may fall on one stretch: the run is theirs together.
    pub fn met(&mut self, (from, until): (i32, i32), grade: Grade, width: i16, sides: [Option<At>; 2]) {
        match self.done.last_mut().filter(|run| run.until == until && run.from <= from) {
            Some(run) if (grade, width) > (run.grade, self.widest) => {
                (run.grade, [run.a, run.b]) = (grade, sides);
                self.widest = width;
            }
            Some(_) => {}
            None => self.found((from, until), grade, width, sides),
        }
    }

    /// The run that was found last.
    pub fn last(&self) -> Option<&Interval> {
        self.done.last()
    }

    /// The runs, by first day.
    pub fn end(self) -> Vec<Interval> {
        self.done
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A lane drawn as text: a digit is a level (general), a letter from `a` = 1 the same targeted, a dot is unknown; one sign for each day from 0.
    pub(crate) fn lane(drawn: &str) -> Lane {
        let at = |sign: char| {
            let known = |level: u8, flag| At { level, flag, mode: Mode::Advisory, entry: u32::from(level) };
            match sign {
                '0' => Some(known(0, None)),
                '1'..='9' => Some(known(sign.to_digit(10).unwrap().try_into().unwrap(), Some(Flag::General))),
                'a'..='f' => Some(known((sign.to_digit(16).unwrap() - 9).try_into().unwrap(), Some(Flag::Targeted))),
                _ => None,
            }
        };
        let steps = (0..).zip(drawn.chars().chain(['.'])).map(|(day, sign)| (day, at(sign)));
        Lane::from_steps(steps)
    }

    pub(crate) fn drawn() -> impl Strategy<Value = String> {
        proptest::string::string_regex("[.0123ab]{0,24}").unwrap()
    }

    /// The runs as drawn: `2-5 question`, last days inclusive.
    pub(crate) fn shown(runs: &[Interval]) -> String {
        runs.iter().map(|run| format!("{}-{} {}", run.from, run.until - 1, run.grade)).collect::<Vec<_>>().join(", ")
    }

    proptest! {
        #[test]
        fn a_sweep_knows_on_each_day_what_each_lane_knows(drawn in prop::collection::vec(drawn(), 1..5)) {
            let lanes: Vec<Lane> = drawn.iter().map(|drawn| lane(drawn)).collect();
            let borrowed: Vec<&Lane> = lanes.iter().collect();
            let mut days = 0;
            sweep(&borrowed, |from, until, at| {
                for day in from..until.min(30) {
                    for (lane, at) in lanes.iter().zip(at) {
                        assert_eq!(lane.on(day), *at, "day {day}");
                    }
                    days += 1;
                }
            });
            let first = lanes.iter().filter_map(|lane| lane.steps().first()).map(|(day, _)| *day).min();
            prop_assert_eq!(days, first.map_or(0, |first| 30 - first));
        }

        #[test]
        fn what_one_lane_lacks_the_other_gives(a in drawn(), b in drawn(), from in -3..20_i32, length in 0..20_i32) {
            let (a, b) = (lane(&a), lane(&b));
            let (or, within) = (a.or(&b), a.within(from, from + length));
            for day in -5..40 {
                prop_assert_eq!(or.on(day), a.on(day).or(b.on(day)));
                prop_assert_eq!(within.on(day), a.on(day).filter(|_| (from..from + length).contains(&day)));
            }
        }
    }
}
