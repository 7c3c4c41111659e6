//! Questions to the findings: which, how grave, on what days; one finding with the statements behind it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use policy::coherence::lane::sweep;
use policy::coherence::{At, Family, Grade, Interval, Lane, Rule, horizontal};
use policy::finding::State;
use record::{Facets, Sid};
use register::Level;

use super::answers::{self, Answered};
use super::settings::RuleName;
use super::{Findings, Key};
use crate::model::Cut;

/// Which findings are meant; what is absent is not asked.
#[derive(Clone, Debug, Default)]
pub struct Asked<'q> {
    /// Only these rules; none: what is shown by default (specs/policy.md f4), without notes and what is too short, and every conflict.
    pub rules: Vec<RuleName>,
    /// At least this grave.
    pub grade: Option<Grade>,
    /// Only this instrument.
    pub instrument: Option<&'q str>,
    /// Where one side is this place, by any of its codes.
    pub place: Option<&'q str>,
    /// With `place`: or one below it.
    pub below: bool,
    /// Where one side is a place of this level.
    pub level: Option<Level>,
    /// Where neither, or this answer, counts.
    pub answer: Option<Option<State>>,
    /// Only on these days, half-open: intervals are clipped to them.
    pub days: Option<Range<i32>>,
    /// Only what holds on this day, with the levels of that day; not clipped.
    pub on: Option<i32>,
    /// That last at least so many days in all.
    pub days_min: Option<i32>,
    /// What stands first.
    pub order: Order,
}

/// What stands first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Graver, unanswered, holding today, further apart, longer.
    #[default]
    Worst,
    /// The latest first day.
    Newest,
    /// The most days.
    Longest,
    /// By rule, instrument and places: as tables for machines are.
    Place,
}

/// One interval of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding<'f> {
    /// The finding's id: the same for all its intervals.
    pub id: Sid,
    /// Which rule.
    pub rule: Rule,
    /// The rule's name; of a tension its code.
    pub name: &'f str,
    /// Code of the instrument; of a tension that of its first condition.
    pub instrument: &'f str,
    /// For whom.
    pub population: &'f str,
    /// The places, the lower code first; of one place the other is empty. Of a gap in a group the other is the group's code.
    pub places: [&'f str; 2],
    /// First day.
    pub from: i32,
    /// The day after the last; [`Facets::OPEN`] where no end is known.
    pub until: i32,
    /// How many days, until today where no end is known; 0 for what is still to come.
    pub days: i32,
    /// How grave.
    pub grade: Grade,
    /// How each side stands where it is widest; with [`Asked::on`] on that day. Of a tension the first condition of either side.
    pub sides: [Option<At>; 2],
    /// The answer that counts.
    pub answer: Option<State>,
    /// Length of the border between the two, in metres.
    pub length_m: Option<i64>,
}

impl Finding<'_> {
    /// Whether it holds on a day.
    pub fn holds_on(&self, day: i32) -> bool {
        self.from <= day && day < self.until
    }
}

/// All intervals of one rule and instrument together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// Findings: pairs or places.
    pub findings: usize,
    /// Intervals.
    pub intervals: usize,
    /// Days, over all of them.
    pub days: i64,
    /// Places that any is about.
    pub places: usize,
}

/// A stretch of days on which both sides of a finding stay as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// First day.
    pub from: i32,
    /// The day after the last.
    pub until: i32,
    /// How each side stands.
    pub sides: [Option<At>; 2],
}

impl Findings {
    /// The findings that are meant; `today` is for what has no end, and for answers.
    pub fn find<'f>(&'f self, cut: &Cut<'f>, asked: &Asked<'_>, today: i32) -> Vec<Finding<'f>> {
        let places = asked.place.map(|place| self.meant(cut, place, asked.below));
        let at_level = asked.level.map(|level| self.of_level(cut, level));
        let instrument = match asked.instrument {
            Some(code) => match self.number_of(code) {
                Some(number) => Some(number),
                None => return Vec::new(),
            },
            None => None,
        };
        let mut findings = Vec::new();
        for (key, held) in &self.held {
            let is_meant = |meant: &Option<BTreeSet<u32>>| meant.as_ref().is_none_or(|meant| meant.contains(&key.a) || meant.contains(&key.b));
            if !is_meant(&places) || !is_meant(&at_level) || instrument.is_some_and(|instrument| !self.is_under(*key, instrument)) {
                continue;
            }
            let Some(least) = self.shown(*key, asked) else { continue };
            for interval in held.intervals.iter().filter(|interval| interval.grade >= asked.grade.unwrap_or(least)) {
                findings.extend(self.finding(cut, *key, held.id, interval, asked, today));
            }
        }
        sort(&mut findings, asked.order, today);
        findings
    }

    /// Whether a key's rule is asked for, and from which grade on.
    fn shown(&self, key: Key, asked: &Asked<'_>) -> Option<Grade> {
        let name = self.rule_name(key);
        if asked.rules.is_empty() {
            let is_in_feed = match key.rule {
                Rule::Tension => self.settings.tensions().get(usize::from(key.tension)).is_some_and(|used| used.is_in_feed),
                rule => Rule::FEED.contains(&rule),
            };
            // What a register calls a conflict is shown whatever rule found it.
            return Some(if is_in_feed { Grade::Question } else { Grade::Conflict });
        }
        let is_named = |named: &RuleName| named.rule == key.rule && named.code.as_deref().is_none_or(|code| code == name);
        asked.rules.iter().any(is_named).then_some(Grade::Note)
    }

    /// Whether a key is under an instrument; a tension is under each that it reads.
    fn is_under(&self, key: Key, instrument: u16) -> bool {
        key.instrument == instrument
            || (key.rule == Rule::Tension
                && self.settings.tensions().get(usize::from(key.tension)).is_some_and(|used| {
                    self.instruments.get(usize::from(instrument)).is_some_and(|of| used.tension.instruments().contains(&of.code.as_str()))
                }))
    }

    fn finding<'f>(&'f self, cut: &Cut<'f>, key: Key, id: Sid, interval: &Interval, asked: &Asked<'_>, today: i32) -> Option<Finding<'f>> {
        let (mut from, mut until) = (interval.from, interval.until);
        let name = self.rule_name(key);
        let whole = length(from, until, today);
        // What is still to come lasts as long as it is said to.
        let lasts = if from > today { until.saturating_sub(from) } else { whole };
        let least = asked.days_min.unwrap_or_else(|| if asked.rules.is_empty() { self.settings.days_min(name) } else { 1 });
        if lasts < least || asked.on.is_some_and(|day| day < from || until <= day) {
            return None;
        }
        let mut sides = [interval.a, interval.b];
        if let Some(day) = asked.on {
            sides = self.sides(key, day);
        }
        if let Some(days) = asked.days.as_ref().filter(|days| from < days.start || days.end < until) {
            (from, until) = (from.max(days.start), until.min(days.end));
            if from >= until {
                return None;
            }
            sides = self.widest(key, from, until).unwrap_or(sides);
        }
        let places = self.codes(key);
        let answers = answers::answers(cut, id, places, (from, until), today);
        let answer = answers::state(&answers);
        if asked.answer.is_some_and(|asked| asked != answer) {
            return None;
        }
        Some(Finding {
            id,
            rule: key.rule,
            name,
            instrument: self.instrument_code(key),
            population: self.population(),
            places,
            from,
            until,
            days: length(from, until, today),
            grade: interval.grade,
            sides,
            answer,
            length_m: self.atlas.between(key.a, key.b).filter(|_| key.rule == Rule::Neighbour).and_then(|touch| touch.length_m),
        })
    }

    /// Every interval of one finding, oldest first; none where there is no such finding at the cut.
    pub fn one<'f>(&'f self, cut: &Cut<'f>, id: Sid, today: i32) -> Vec<Finding<'f>> {
        let Some((key, held)) = self.by_id.get(&id).and_then(|key| Some((*key, self.held.get(key)?))) else { return Vec::new() };
        let asked = Asked { days_min: Some(i32::MIN), ..Asked::default() };
        held.intervals.iter().filter_map(|interval| self.finding(cut, key, id, interval, &asked, today)).collect()
    }

    /// The answers to one interval, the newest first, and whether each counts.
    pub fn answers<'f>(&self, cut: &Cut<'f>, finding: &Finding<'_>, today: i32) -> Vec<Answered<'f>> {
        answers::answers(cut, finding.id, finding.places, (finding.from, finding.until), today)
    }

    /// How both sides of a finding stand, from `days.start` on until before `days.end`, stretch by stretch; also where there is no finding.
    pub fn segments(&self, id: Sid, days: Range<i32>) -> Vec<Segment> {
        let Some(key) = self.by_id.get(&id) else { return Vec::new() };
        self.stretches(*key, days.start, days.end)
    }

    fn stretches(&self, key: Key, from: i32, until: i32) -> Vec<Segment> {
        let [a, b] = self.sided(key);
        let mut segments: Vec<Segment> = Vec::new();
        sweep(&[a, b], |start, end, at| {
            let (start, end) = (start.max(from), end.min(until));
            if let &[a, b] = at
                && start < end
            {
                match segments.last_mut().filter(|last| last.until == start && last.sides == [a, b]) {
                    Some(last) => last.until = end,
                    None => segments.push(Segment { from: start, until: end, sides: [a, b] }),
                }
            }
        });
        segments
    }

    /// The lanes of both sides, as the key's rule reads them; of what has one side the other is empty.
    fn sided(&self, key: Key) -> [&Lane; 2] {
        static NOTHING: Lane = Lane::EMPTY;
        let lanes = |place: u32, instrument: u16| self.lanes.get(&(place, instrument));
        let any = |place: u32, instrument: u16| lanes(place, instrument).map_or(&NOTHING, |lanes| &lanes.any);
        match key.rule.family() {
            Family::Vertical => {
                let a_is_upper = self.atlas.around(key.b).is_some_and(|around| around.above.contains(&key.a));
                [(key.a, a_is_upper), (key.b, !a_is_upper)]
                    .map(|(place, is_upper)| lanes(place, key.instrument).map_or(&NOTHING, |lanes| if is_upper { &lanes.own } else { &lanes.lower }))
            }
            Family::Horizontal => [any(key.a, key.instrument), any(key.b, key.instrument)],
            Family::Tension => {
                let used = self.settings.tensions().get(usize::from(key.tension));
                let code = |conditions: Option<&policy::coherence::tension::Condition>| {
                    conditions.and_then(|condition| self.number_of(condition.instrument.as_str())).map_or(&NOTHING, |number| any(key.a, number))
                };
                [
                    code(used.and_then(|used| used.tension.when.first())),
                    code(used.and_then(|used| used.tension.then.first().or(used.tension.when.get(1)))),
                ]
            }
            Family::Gap | Family::Overlap | Family::Sunset => [any(key.a, key.instrument), &NOTHING],
        }
    }

    fn sides(&self, key: Key, day: i32) -> [Option<At>; 2] {
        self.sided(key).map(|lane| lane.on(day))
    }

    /// How both sides stand on the first of the days within a clipped interval on which they are furthest apart.
    fn widest(&self, key: Key, from: i32, until: i32) -> Option<[Option<At>; 2]> {
        let apart = |segment: &Segment| match segment.sides {
            [Some(a), Some(b)] => a.level.abs_diff(b.level),
            _ => 0,
        };
        let widest = self.stretches(key, from, until).into_iter().rev().max_by_key(apart)?;
        Some(widest.sides)
    }

    /// Whether the first place of a vertical finding is the upper one.
    pub fn is_upper(&self, finding: &Finding<'_>) -> bool {
        let key = self.by_id.get(&finding.id);
        key.is_some_and(|key| self.atlas.around(key.b).is_some_and(|around| around.above.contains(&key.a)))
    }

    /// Places that touch a place and are known here, by code, with the length of the border in metres where it is known.
    pub fn beside(&self, cut: &Cut<'_>, place: &str) -> Vec<(&str, Option<i64>)> {
        let Some(number) = self.atlas.number(cut, place) else { return Vec::new() };
        let beside = self.atlas.around(number).map_or(&[][..], |around| &around.beside);
        let mut beside: Vec<(&str, Option<i64>)> =
            beside.iter().map(|other| (self.atlas.code_of(*other), self.atlas.between(number, *other).and_then(|touch| touch.length_m))).collect();
        beside.sort_unstable();
        beside
    }

    /// Places that are part of the same one on a day, by code.
    pub fn siblings(&self, cut: &Cut<'_>, place: &str, day: i32) -> Vec<&str> {
        let Some(number) = self.atlas.number(cut, place) else { return Vec::new() };
        let siblings = self.atlas.around(number).map_or(&[][..], |around| &around.siblings);
        let on_day = |other: &&u32| self.atlas.together(number, **other).iter().any(|(from, until)| *from <= day && day < *until);
        siblings.iter().filter(on_day).map(|other| self.atlas.code_of(*other)).collect()
    }

    /// What is known of a place under an instrument on a day, as horizontal rules read it.
    pub fn level(&self, cut: &Cut<'_>, place: &str, instrument: &str, day: i32) -> Option<At> {
        let key = (self.atlas.number(cut, place)?, self.number_of(instrument)?);
        self.lanes.get(&key)?.any.on(day)
    }

    /// The instruments of which anything is known, by code.
    pub fn instruments(&self) -> Vec<&str> {
        let mut codes: Vec<&str> = self.instruments.iter().map(|of| of.code.as_str()).collect();
        codes.sort_unstable();
        codes
    }

    /// On how many days both sides of neighbours are known under an instrument, over all pairs that touch; and how many pairs those are.
    pub fn days_known(&self, instrument: &str, days: &Range<i32>) -> (i64, usize) {
        let Some(number) = self.number_of(instrument) else { return (0, 0) };
        let lane = |place: u32| self.lanes.get(&(place, number)).map(|lanes| &lanes.any);
        let known = self.atlas.pairs().filter_map(|(a, b)| lane(a).zip(lane(b))).map(|(a, b)| horizontal::days_known(a, b, days.start, days.end));
        known.filter(|days| *days > 0).fold((0, 0), |(sum, pairs), days| (sum + days, pairs + 1))
    }

    pub(crate) fn meant(&self, cut: &Cut<'_>, place: &str, below: bool) -> BTreeSet<u32> {
        let own = self.atlas.number(cut, place);
        let below = own.filter(|_| below).and_then(|own| self.atlas.around(own)).map_or(&[][..], |around| &around.below);
        own.into_iter().chain(below.iter().copied()).collect()
    }

    fn of_level(&self, cut: &Cut<'_>, level: Level) -> BTreeSet<u32> {
        let register = cut.model.register();
        self.atlas
            .codes()
            .into_iter()
            .filter(|(_, code)| register.find(code).is_some_and(|place| place.level == level))
            .map(|(number, _)| number)
            .collect()
    }
}

/// Sums by rule (its name) and instrument.
pub fn sums<'f>(findings: &[Finding<'f>]) -> BTreeMap<(&'f str, &'f str), Sum> {
    let mut by_rule: BTreeMap<(&str, &str), Vec<&Finding<'f>>> = BTreeMap::new();
    for finding in findings {
        by_rule.entry((finding.name, finding.instrument)).or_default().push(finding);
    }
    let sum = |found: Vec<&Finding<'f>>| Sum {
        findings: found.iter().map(|finding| finding.id).collect::<BTreeSet<_>>().len(),
        intervals: found.len(),
        days: found.iter().map(|finding| i64::from(finding.days)).sum(),
        places: found.iter().flat_map(|finding| finding.places).filter(|code| !code.is_empty()).collect::<BTreeSet<_>>().len(),
    };
    by_rule.into_iter().map(|(key, found)| (key, sum(found))).collect()
}

/// How many days an interval has by `today`.
fn length(from: i32, until: i32, today: i32) -> i32 {
    let end = if until == Facets::OPEN { today.saturating_add(1) } else { until };
    end.saturating_sub(from).max(0)
}

/// By rule, instrument, places and day.
fn by_place<'f>(finding: &Finding<'f>) -> (&'f str, &'f str, [&'f str; 2], i32) {
    (finding.name, finding.instrument, finding.places, finding.from)
}

fn sort(findings: &mut [Finding<'_>], order: Order, today: i32) {
    let apart = |finding: &Finding<'_>| match finding.sides {
        [Some(a), Some(b)] => a.level.abs_diff(b.level),
        _ => 0,
    };
    findings.sort_by(|x, y| {
        let ordered = match order {
            Order::Worst => {
                let key = |f: &Finding<'_>| (Reverse(f.grade), f.answer.is_some(), Reverse(f.holds_on(today)), Reverse(apart(f)), Reverse(f.days));
                key(x).cmp(&key(y))
            }
            Order::Newest => y.from.cmp(&x.from),
            Order::Longest => y.days.cmp(&x.days),
            Order::Place => std::cmp::Ordering::Equal,
        };
        ordered.then_with(|| by_place(x).cmp(&by_place(y)))
    });
}
