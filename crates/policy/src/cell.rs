//! How strict an instrument is in a place: on one day with everyone who says so ([`cell_on`]) or without ([`decided_on`]), along time as steps
//! ([`level_steps`]).
//!
//! Coverage makes a level known, measures make it more than zero; outside every coverage it is unknown, never zero (DESIGN rule 21). Of several
//! who speak of a day, the declared comes first, then the order of sources; the others stay visible, and a difference is disputed, never averaged
//! (rule 20). Where no reach is asked for, what applies comes before a body's own acts, and those before its own and below (specs/policy.md a3).
//!
//! In: spans of one (place, instrument), with the rank of who says them. Out: which statements stand at a cut, and who ranks where (`league`).
//!
//! ```text
//! covered   [---------------)        [------)      known
//! measure      [----- 2 --)
//! measure         [ 3 )
//! level      0  2  3  2  0  unknown   0            strictest of what stands, where it is known
//! ```

use std::cmp::Reverse;
use std::collections::BTreeSet;

use record::Facets;

use crate::words::{Flag, Population, Reach};

/// For whom, narrow: [`Population`] with the caller's number in place of a body's own word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Whom {
    /// One rule for all.
    Everyone,
    /// Those who are vaccinated.
    Vaccinated,
    /// Those who are not.
    NotVaccinated,
    /// The strictest of the rules for any group.
    Strictest,
    /// A body's own word, by a number of the caller's.
    Other(u32),
}

impl Whom {
    /// The narrow form of a population; `number` gives a word of a body's own its number.
    pub fn of(population: &Population, number: impl FnOnce(&str) -> u32) -> Whom {
        match population {
            Population::Everyone => Whom::Everyone,
            Population::Vaccinated => Whom::Vaccinated,
            Population::NotVaccinated => Whom::NotVaccinated,
            Population::Strictest => Whom::Strictest,
            Population::Other(word) => Whom::Other(number(word)),
        }
    }
}

/// What one standing statement says of one place and instrument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The statement, by a number of the caller's (its index in the record).
    pub entry: u32,
    /// First day.
    pub from: i32,
    /// The day after the last; [`Facets::OPEN`] where it has none.
    pub until: i32,
    /// For whom.
    pub whom: Whom,
    /// Whose decisions.
    pub reach: Reach,
    /// 0 for what is declared; else the place of its source in the order, one number for each source.
    pub rank: u32,
    /// That all is stated in it, or a level.
    pub says: Says,
}

/// What a span says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    /// In it the source states all: where nothing stands there is none.
    Covered,
    /// A level stands.
    Level {
        /// The level.
        level: u8,
        /// Targeted or general, where the instrument has a flag.
        flag: Option<Flag>,
    },
}

/// How levels are read.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'r> {
    /// For whom: the strictest of these counts.
    pub whom: &'r [Whom],
    /// Whose decisions; none: by [`Reach::ORDER`], the first that is known.
    pub reach: Option<Reach>,
}

/// A level and its flag. Ordered by strictness: targeted is half a step below general (specs/policy.md c).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Known {
    /// The level; 0 where it is known that there is none.
    pub level: u8,
    /// Targeted or general.
    pub flag: Option<Flag>,
}

impl Known {
    /// Known that there is none.
    pub const NONE: Known = Known { level: 0, flag: None };

    /// Twice the effective level: `2v`, or `2v - 1` where it is targeted.
    pub fn twice_effective(self) -> u16 {
        (u16::from(self.level) * 2).saturating_sub(u16::from(self.flag == Some(Flag::Targeted)))
    }
}

/// A level that holds from a day on, until the day before the next step's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// First day.
    pub from: i32,
    /// What is known; none: unknown.
    pub decided: Option<Decided>,
}

/// A level with who decides it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decided {
    /// The level.
    pub known: Known,
    /// Which reach was read.
    pub reach: Reach,
    /// Rank of the source that was believed.
    pub rank: u32,
    /// The statement: the strictest measure, or where there is none the coverage that says so.
    pub entry: u32,
}

/// How strict an instrument is in a place on one day, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// What is known; none: unknown.
    pub decided: Option<Decided>,
    /// The statements that decide it: the measures at that level, or the coverages where it is 0; ascending.
    pub because: Vec<u32>,
    /// Other measures that stand on that day by their own words: less strict, of other reach, from other sources, or not covered; ascending.
    pub also: Vec<u32>,
    /// Whether another source that covers the day gives another level for the same reach.
    pub is_disputed: bool,
}

/// The spans as they count, ready to be read: by entry, and each observed measure without an end closed where the covered span that it began in
/// ends. Its source no longer looked then; that it said no end does not make it stand in a later span (specs/policy.md b).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spans(Vec<Span>);

impl Spans {
    /// Reads spans in any order.
    pub fn of(mut spans: Vec<Span>) -> Spans {
        let covered: Vec<Span> = spans.iter().filter(|span| span.says == Says::Covered).copied().collect();
        spans.iter_mut().for_each(|span| span.until = closed(span, &covered));
        spans.sort_by_key(|span| (span.entry, span.from));
        Spans(spans)
    }

    /// The spans, by entry.
    pub fn as_slice(&self) -> &[Span] {
        &self.0
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The day after the last on which a span counts.
fn closed(span: &Span, covered: &[Span]) -> i32 {
    if span.rank == 0 || span.until != Facets::OPEN || span.says == Says::Covered {
        return span.until;
    }
    let covers = |over: &&Span| (over.whom, over.reach, over.rank) == (span.whom, span.reach, span.rank) && over.holds_on(span.from);
    covered.iter().filter(covers).map(|over| over.until).max().unwrap_or(span.from)
}

/// The spans of one day, of which the strictest of each population, reach and source is kept: all that a level on that day rests on, however many
/// are in force.
#[derive(Clone, Debug)]
pub struct OnDay {
    day: i32,
    covered: Vec<Span>,
    strictest: Vec<Span>,
}

impl OnDay {
    /// None yet. `covered`: every span that says [`Says::Covered`], of whatever days.
    pub fn new(day: i32, covered: Vec<Span>) -> OnDay {
        OnDay { day, covered, strictest: Vec::new() }
    }

    /// Adds a measure.
    pub fn add(&mut self, span: Span) {
        let span = Span { until: closed(&span, &self.covered), ..span };
        if !span.holds_on(self.day) {
            return;
        }
        let source = |span: &Span| (span.whom, span.reach, span.rank);
        match self.strictest.iter_mut().find(|other| source(other) == source(&span)) {
            Some(other) if strictness(other) >= strictness(&span) => {}
            Some(other) => *other = span,
            None => self.strictest.push(span),
        }
    }

    /// Whether no further measure changes the level for any of these readings, where no level is stricter than `top`
    /// ([`Known::twice_effective`]): who is believed, coverage alone decides.
    pub fn is_settled(&self, readings: &[Reading<'_>], top: u16) -> bool {
        let is_at_top = |span: &&Span| strictness(span).0 >= top;
        readings.iter().all(|reading| {
            let Some((reach, rank)) = believed(&self.covered.iter().filter(|span| span.holds_on(self.day)), *reading) else { return true };
            let mut at_top = self.strictest.iter().filter(is_at_top);
            at_top.any(|span| (span.reach, span.rank) == (reach, rank) && reading.whom.contains(&span.whom))
        })
    }

    /// What there is to be read: good for [`decided_on`] this day, and for no other.
    pub fn spans(self) -> Spans {
        let OnDay { day, mut covered, strictest } = self;
        covered.retain(|span| span.holds_on(day));
        covered.extend(strictest);
        Spans(covered)
    }
}

/// What makes one measure count before another of the same source: the stricter, then the one that was said first.
fn strictness(span: &Span) -> (u16, Reverse<u32>) {
    let twice = match span.says {
        Says::Level { level, flag } => Known { level, flag }.twice_effective(),
        Says::Covered => 0,
    };
    (twice, Reverse(span.entry))
}

impl Span {
    fn holds_on(&self, day: i32) -> bool {
        self.from <= day && day < self.until
    }
}

/// The level along time: steps by rising day, no two neighbours equal, the first from the first day of which anything is known.
///
/// Painted: whoever comes first in the reading paints the days that it decides, strictest first, and no day is painted twice. So each measure costs
/// little more than finding out that its days are painted already.
pub fn level_steps(spans: &Spans, reading: Reading<'_>) -> Vec<Step> {
    let read = || spans.0.iter().filter(|span| reading.whom.contains(&span.whom));
    let covering: Vec<&Span> = read().filter(|span| span.says == Says::Covered).collect();
    let order: &[Reach] = reading.reach.as_ref().map_or(&Reach::ORDER, std::slice::from_ref);
    let mut picture = Picture::default();
    for reach in order {
        let of_reach = || covering.iter().filter(|span| span.reach == *reach);
        let ranks: BTreeSet<u32> = of_reach().map(|span| span.rank).collect();
        for rank in ranks {
            let mut covered = Picture::default();
            of_reach().filter(|span| span.rank == rank).for_each(|span| covered.paint(span.from, span.until, span.entry));
            for span in strictest_first(read().filter(|span| span.reach == *reach && span.rank == rank)) {
                let Says::Level { level, flag } = span.says else { continue };
                let decided = Decided { known: Known { level, flag }, reach: *reach, rank, entry: span.entry };
                for stroke in &covered.0 {
                    picture.paint(span.from.max(stroke.from), span.until.min(stroke.until), decided);
                }
            }
            for stroke in covered.0 {
                picture.paint(stroke.from, stroke.until, Decided { known: Known::NONE, reach: *reach, rank, entry: stroke.what });
            }
        }
    }
    picture.steps()
}

/// The spans with a level above 0, by strictness; of one strictness in the order of their entries, in which they come.
fn strictest_first<'s>(spans: impl Iterator<Item = &'s Span>) -> impl Iterator<Item = &'s Span> {
    let mut levels: Vec<Vec<&Span>> = Vec::new();
    for span in spans {
        let at = usize::from(strictness(span).0);
        if levels.len() <= at {
            levels.resize_with(at.saturating_add(1), Vec::new);
        }
        levels.get_mut(at).into_iter().for_each(|level| level.push(span));
    }
    levels.into_iter().skip(1).rev().flatten()
}

/// Days that are painted: strokes by rising day that do not overlap.
#[derive(Debug)]
struct Picture<T>(Vec<Stroke<T>>);

#[derive(Clone, Copy, Debug)]
struct Stroke<T> {
    from: i32,
    until: i32,
    what: T,
}

impl<T> Default for Picture<T> {
    fn default() -> Picture<T> {
        Picture(Vec::new())
    }
}

impl<T: Copy> Picture<T> {
    /// Paints what is still bare of some days.
    fn paint(&mut self, mut from: i32, until: i32, what: T) {
        let mut at = self.0.partition_point(|stroke| stroke.until <= from);
        while from < until {
            let next = self.0.get(at).copied();
            let bare_until = next.map_or(until, |next| next.from.min(until));
            if from < bare_until {
                self.0.insert(at, Stroke { from, until: bare_until, what });
                at += 1;
            }
            let Some(next) = next else { break };
            from = next.until;
            at += 1;
        }
    }
}

impl Picture<Decided> {
    fn steps(&self) -> Vec<Step> {
        let mut steps: Vec<Step> = Vec::new();
        let mut step = |from: i32, decided: Option<Decided>| {
            if steps.last().map_or(decided.is_some(), |last| last.decided != decided) {
                steps.push(Step { from, decided });
            }
        };
        let mut until = None;
        for stroke in &self.0 {
            if let Some(until) = until.filter(|until| *until < stroke.from) {
                step(until, None);
            }
            step(stroke.from, Some(stroke.what));
            until = Some(stroke.until);
        }
        if let Some(until) = until.filter(|until| *until != Facets::OPEN) {
            step(until, None);
        }
        steps
    }
}

/// The level on one day.
pub fn decided_on(spans: &Spans, reading: Reading<'_>, day: i32) -> Option<Decided> {
    let active: Vec<&Span> = spans.0.iter().filter(|span| span.holds_on(day)).collect();
    decide(&active, reading)
}

/// The level on one day, with all who speak of it.
pub fn cell_on(spans: &Spans, reading: Reading<'_>, day: i32) -> Cell {
    let active: Vec<&Span> = spans.0.iter().filter(|span| span.holds_on(day)).collect();
    let decided = decide(&active, reading);
    let asked = |span: &&&Span| reading.whom.contains(&span.whom) && reading.reach.is_none_or(|reach| span.reach == reach);
    let is_cause = |span: &&&Span| {
        decided.is_some_and(|decided| {
            let level = if decided.known.level == 0 { is_nothing(span.says) } else { span.says == as_said(decided.known) };
            level && span.reach == decided.reach && span.rank == decided.rank
        })
    };
    let mut because: Vec<u32> = active.iter().filter(asked).filter(is_cause).map(|span| span.entry).collect();
    let mut also: Vec<u32> =
        active.iter().filter(asked).filter(|span| span.says != Says::Covered && !is_cause(span)).map(|span| span.entry).collect();
    because.sort_unstable();
    also.sort_unstable();
    because.dedup();
    also.dedup();
    let is_disputed = decided.is_some_and(|decided| {
        let others =
            active.iter().filter(asked).filter(|span| span.reach == decided.reach && span.rank != decided.rank && span.says == Says::Covered);
        others.map(|span| of_source(&active, reading.whom, decided.reach, span.rank)).any(|said| said.is_some_and(|said| said.known != decided.known))
    });
    Cell { decided, because, also, is_disputed }
}

fn is_nothing(says: Says) -> bool {
    matches!(says, Says::Covered | Says::Level { level: 0, .. })
}

fn as_said(known: Known) -> Says {
    Says::Level { level: known.level, flag: known.flag }
}

fn decide(active: &[&Span], reading: Reading<'_>) -> Option<Decided> {
    let (reach, rank) = believed(&active.iter().copied(), reading)?;
    of_source(active, reading.whom, reach, rank)
}

/// The reach that is read, and who is believed, of those who cover a day.
fn believed<'s>(active: &(impl Iterator<Item = &'s Span> + Clone), reading: Reading<'_>) -> Option<(Reach, u32)> {
    let order: &[Reach] = reading.reach.as_ref().map_or(&Reach::ORDER, std::slice::from_ref);
    order.iter().find_map(|reach| {
        let covers = |span: &&Span| span.says == Says::Covered && span.reach == *reach && reading.whom.contains(&span.whom);
        active.clone().filter(covers).map(|span| span.rank).min().map(|rank| (*reach, rank))
    })
}

/// What one source says: nothing where it doesn't cover the day.
fn of_source(active: &[&Span], whom: &[Whom], reach: Reach, rank: u32) -> Option<Decided> {
    let spoken = || active.iter().filter(|span| span.reach == reach && span.rank == rank && whom.contains(&span.whom));
    let covering = spoken().filter(|span| span.says == Says::Covered).map(|span| span.entry).min()?;
    let levels = spoken().filter_map(|span| match span.says {
        Says::Level { level, flag } if level > 0 => Some((Known { level, flag }, span.entry)),
        _ => None,
    });
    let strictest = levels.max_by_key(|(known, entry)| (known.twice_effective(), Reverse(*entry)));
    let (known, entry) = strictest.unwrap_or((Known::NONE, covering));
    Some(Decided { known, reach, rank, entry })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ALL: Reading<'_> = Reading { whom: &[Whom::Everyone], reach: None };

    fn covered(from: i32, until: i32, rank: u32) -> Span {
        Span { entry: 100 + rank, from, until, whom: Whom::Everyone, reach: Reach::Own, rank, says: Says::Covered }
    }

    fn level(level: u8, from: i32, until: i32, rank: u32) -> Span {
        let flag = Some(Flag::General);
        Span { entry: u32::from(level), from, until, whom: Whom::Everyone, reach: Reach::Own, rank, says: Says::Level { level, flag } }
    }

    fn shown(spans: &[Span]) -> String {
        let steps = level_steps(&Spans::of(spans.to_vec()), ALL);
        let word = |step: &Step| format!("{}:{}", step.from, step.decided.map_or("?".to_owned(), |decided| decided.known.level.to_string()));
        steps.iter().map(word).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn outside_every_coverage_a_level_is_unknown_and_not_zero() {
        assert_eq!(shown(&[level(2, 0, 10, 0)]), "");
        assert_eq!(shown(&[covered(3, 12, 0), level(2, 0, 10, 0)]), "3:2 10:0 12:?");
    }

    #[test]
    fn the_strictest_of_what_stands_counts() {
        assert_eq!(shown(&[covered(0, 20, 0), level(2, 2, 9, 0), level(3, 4, 6, 0)]), "0:0 2:2 4:3 6:2 9:0 20:?");
    }

    #[test]
    fn an_observed_measure_without_end_does_not_outlive_the_span_it_began_in() {
        assert_eq!(shown(&[covered(0, 5, 1), covered(8, 12, 1), level(2, 1, Facets::OPEN, 1)]), "0:0 1:2 5:? 8:0 12:?");
        assert_eq!(shown(&[covered(0, 5, 0), covered(8, 12, 0), level(2, 1, Facets::OPEN, 0)]), "0:0 1:2 5:? 8:2 12:?", "a declared one does");
    }

    #[test]
    fn the_declared_comes_before_the_observed_and_a_difference_is_disputed() {
        let spans = Spans::of(vec![covered(0, 10, 0), level(1, 0, 10, 0), covered(0, 10, 1), level(3, 0, 10, 1)]);
        let cell = cell_on(&spans, ALL, 4);
        assert_eq!((cell.decided.unwrap().known.level, cell.because, cell.also, cell.is_disputed), (1, vec![1], vec![3], true));
        let agreed = Spans::of(vec![covered(0, 10, 0), covered(0, 10, 1)]);
        let cell = cell_on(&agreed, ALL, 4);
        assert_eq!((cell.decided.unwrap().known.level, cell.because, cell.is_disputed), (0, vec![100], false));
    }

    #[test]
    fn what_applies_is_read_before_own_acts_where_it_is_known() {
        let applies = |span: Span| Span { reach: Reach::Applies, ..span };
        let spans = Spans::of(vec![covered(0, 10, 0), level(3, 0, 10, 0), applies(covered(5, 10, 0)), applies(level(1, 5, 10, 0))]);
        let levels = |reading| level_steps(&spans, reading).iter().map(|s| s.decided.map(|d| (d.reach, d.known.level))).collect::<Vec<_>>();
        assert_eq!(levels(ALL), [Some((Reach::Own, 3)), Some((Reach::Applies, 1)), None]);
        assert_eq!(levels(Reading { reach: Some(Reach::Own), ..ALL }), [Some((Reach::Own, 3)), None]);
    }

    fn spans() -> impl Strategy<Value = Vec<Span>> {
        let span = (0..30i32, 0..15i32, 0..3u32, 0..5u8, any::<bool>(), 0..8u8).prop_map(|(from, days, rank, level, is_general, others)| {
            let flag = Some(if is_general { Flag::General } else { Flag::Targeted });
            let says = if level == 0 { Says::Covered } else { Says::Level { level, flag } };
            let until = if days == 14 { Facets::OPEN } else { from + days };
            let reach = if others == 6 { Reach::Applies } else { Reach::Own };
            let whom = if others == 7 { Whom::Vaccinated } else { Whom::Everyone };
            Span { entry: 0, from, until, whom, reach, rank, says }
        });
        prop::collection::vec(span, 0..14).prop_map(|mut spans| {
            spans.iter_mut().zip(0..).for_each(|(span, entry)| span.entry = entry);
            spans
        })
    }

    /// The slow way: each day on which anything begins or ends by itself.
    fn stepped_slowly(spans: &Spans, reading: Reading<'_>) -> Vec<Step> {
        let mut days: Vec<i32> = spans.0.iter().flat_map(|span| [span.from, span.until]).filter(|day| *day != Facets::OPEN).collect();
        days.sort_unstable();
        let mut steps: Vec<Step> = Vec::new();
        for from in days {
            let decided = decided_on(spans, reading, from);
            if steps.last().map_or(decided.is_some(), |last| last.decided != decided) {
                steps.push(Step { from, decided });
            }
        }
        steps
    }

    proptest! {
        #[test]
        fn painted_steps_are_those_of_each_day(spans in spans(), reach in prop::option::of(Just(Reach::Own))) {
            let spans = Spans::of(spans);
            for whom in [&[Whom::Everyone][..], &[Whom::Vaccinated, Whom::Everyone], &[]] {
                let reading = Reading { whom, reach };
                prop_assert_eq!(level_steps(&spans, reading), stepped_slowly(&spans, reading));
            }
        }

        #[test]
        fn the_strictest_of_a_day_decide_it_as_all_do(spans in spans(), day in -1..50i32) {
            let (covered, levels): (Vec<Span>, Vec<Span>) = spans.iter().partition(|span| span.says == Says::Covered);
            let readings = [&[Whom::Everyone][..], &[Whom::Vaccinated, Whom::Everyone]].map(|whom| Reading { whom, reach: None });
            let mut some = OnDay::new(day, covered.clone());
            for span in &levels {
                if some.is_settled(&readings, 8) {
                    break;
                }
                some.add(*span);
            }
            let mut on_day = OnDay::new(day, covered);
            levels.into_iter().for_each(|span| on_day.add(span));
            let (some, few, all) = (some.spans(), on_day.spans(), Spans::of(spans));
            for reading in readings {
                prop_assert_eq!(decided_on(&some, reading, day), decided_on(&all, reading, day));
            }
            for whom in [&[Whom::Everyone][..], &[Whom::Vaccinated, Whom::Everyone], &[Whom::Vaccinated]] {
                let reading = Reading { whom, reach: None };
                prop_assert_eq!(decided_on(&few, reading, day), decided_on(&all, reading, day));
            }
        }

        #[test]
        fn steps_and_days_say_the_same(spans in spans()) {
            let spans = Spans::of(spans);
            let steps = level_steps(&spans, ALL);
            prop_assert!(steps.windows(2).all(|pair| pair[0].from < pair[1].from && pair[0].decided != pair[1].decided));
            for day in -1..50 {
                let stepped = steps.iter().rev().find(|step| step.from <= day).and_then(|step| step.decided);
                let cell = cell_on(&spans, ALL, day);
                prop_assert_eq!(stepped, cell.decided, "day {}", day);
                prop_assert_eq!(cell.decided.is_some(), !cell.because.is_empty());
            }
        }

        #[test]
        fn the_order_in_which_spans_come_does_not_matter(spans in spans(), seed in any::<u64>()) {
            let mut shuffled = spans.clone();
            shuffled.sort_by_key(|span| (u64::from(span.entry) + 1).wrapping_mul(seed | 1));
            prop_assert_eq!(Spans::of(spans), Spans::of(shuffled));
        }
    }
}
