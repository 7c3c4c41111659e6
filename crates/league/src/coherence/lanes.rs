//! The lanes of one place and instrument, and what it says against itself.

use std::collections::BTreeMap;

use policy::cell::{Reading, Says, Span, Spans, Whom, level_steps};
use policy::coherence::overlap::{self, Act};
use policy::coherence::sunset::{self, Ending};
use policy::coherence::{At, Interval, Lane, Rule};
use policy::{Flag, Mode, Packed, Reach};
use record::Facets;
use record::rows::Version;

use super::{Settings, Words};
use crate::model::Cut;
use crate::spans::ForWhom;

/// How strict an instrument is in a place along time, as the rules read it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Lanes {
    /// What applies, as far as it is known; else the own level; else that with what is below: for neighbours, siblings, gaps and tensions.
    pub(crate) any: Lane,
    /// What was decided here: the upper side of a vertical rule.
    pub(crate) own: Lane,
    /// Of that the strictest floor or exact level for the whole territory.
    pub(crate) floor: Lane,
    /// What was decided here, else here and below: the lower side.
    pub(crate) lower: Lane,
    /// What the place's own measures say against each other and against time.
    pub(crate) alone: Vec<(Rule, Vec<Interval>)>,
}

/// What is drafted beside what stands: by its number as an entry, its numbers.
pub(crate) type Drafts = BTreeMap<u32, Packed>;

/// Reads what stands about one place and instrument.
pub(crate) fn read(cut: &Cut<'_>, settings: &Settings, spans: &Spans, words: &dyn Words) -> Lanes {
    read_with(cut, settings, spans, words, &Drafts::new())
}

/// Reads what would stand with some drafts.
pub(crate) fn read_with(cut: &Cut<'_>, settings: &Settings, spans: &Spans, words: &dyn Words, drafts: &Drafts) -> Lanes {
    let for_whom = ForWhom::of(cut.rows, settings.population.as_deref());
    let asked = settings.instead().reach;
    let mode_of = |entry: u32| packed(cut, drafts, entry).map_or(Mode::Advisory, |packed| packed.mode);
    let lane = |reach: Option<Reach>| Lane::of(&level_steps(spans, for_whom.reading(reach)), mode_of);
    let has = |reach: Reach| spans.as_slice().iter().any(|span| span.reach == reach);
    let any = lane(asked);
    let of = |reach: Reach| match (has(reach), asked) {
        (false, _) => Lane::default(),
        (true, Some(asked)) if asked != reach => Lane::default(),
        // Where there is nothing else, it is the same lane.
        (true, _) if Reach::ORDER.iter().all(|other| *other == reach || !has(*other)) => any.clone(),
        (true, _) => lane(Some(reach)),
    };
    let own = of(Reach::Own);
    let lower = own.or(&of(Reach::AndBelow));
    let binds = |span: &&Span| match span.says {
        Says::Covered => span.reach == Reach::Own,
        Says::Level { flag, .. } => {
            span.reach == Reach::Own && flag != Some(Flag::Targeted) && matches!(mode_of(span.entry), Mode::Floor | Mode::Exact)
        }
    };
    let binding: Vec<Span> = if own.is_empty() { Vec::new() } else { spans.as_slice().iter().filter(binds).copied().collect() };
    let floor = if binding.iter().all(|span| span.says == Says::Covered) {
        Lane::default()
    } else {
        Lane::of(&level_steps(&Spans::of(binding), for_whom.reading(Some(Reach::Own))), mode_of)
    };
    let mut lanes = Lanes { any, own, floor, lower, alone: Vec::new() };
    lanes.alone = alone(cut, settings, spans, &lanes.any, words, drafts);
    lanes
}

/// What the measures of a place say against each other and against time.
fn alone(cut: &Cut<'_>, settings: &Settings, spans: &Spans, any: &Lane, words: &dyn Words, drafts: &Drafts) -> Vec<(Rule, Vec<Interval>)> {
    let measures: Vec<(&Span, Packed, At)> = spans
        .as_slice()
        .iter()
        .filter_map(|span| {
            let Says::Level { level, flag } = span.says else { return None };
            let packed = packed(cut, drafts, span.entry)?;
            Some((span, packed, At { level, flag, mode: packed.mode, entry: span.entry }))
        })
        .collect();
    let mut found = Vec::new();
    if settings.is_on(Rule::Overlap) || settings.is_on(Rule::Duplicate) {
        let act = |(span, packed, at): &(&Span, Packed, At)| Act {
            from: span.from,
            until: span.until,
            whom: span.whom,
            reach: span.reach,
            rank: span.rank,
            is_amending: packed.is_amending,
            at: *at,
        };
        let overlaps = overlap::findings(&measures.iter().map(act).collect::<Vec<_>>());
        found.push((Rule::Overlap, overlaps.overlaps));
        found.push((Rule::Duplicate, overlaps.duplicates));
    }
    if settings.is_on(Rule::ExpiredOpen) {
        found.push((Rule::ExpiredOpen, expired(cut, spans, any, &measures)));
    }
    if settings.is_on(Rule::ReviewMissed) {
        let reviewed = measures.iter().filter(|(_, packed, _)| packed.review_after.is_some());
        let missed = reviewed.filter_map(|(span, packed, at)| sunset::review_missed(&ending(cut, span, *packed, *at)));
        found.push((Rule::ReviewMissed, together(missed.collect())));
    }
    if settings.is_on(Rule::Stale) {
        let notes_of = |entry: u32| {
            let has_notes = packed(cut, drafts, entry).is_some_and(|packed| packed.has_notes && !drafts.contains_key(&entry));
            if has_notes { words.notes(entry) } else { Vec::new() }
        };
        found.push((Rule::Stale, sunset::stale(any, sunset::STALE_DAYS, notes_of)));
    }
    found.retain(|(rule, intervals)| !intervals.is_empty() && settings.is_on(*rule));
    found
}

/// Intervals of several measures of one place: those that meet are one, and the earliest shows it.
fn together(mut intervals: Vec<Interval>) -> Vec<Interval> {
    intervals.sort_unstable();
    let mut together: Vec<Interval> = Vec::new();
    for interval in intervals {
        match together.last_mut().filter(|last| interval.from <= last.until) {
            Some(last) => last.until = last.until.max(interval.until),
            None => together.push(interval),
        }
    }
    together
}

fn expired(cut: &Cut<'_>, spans: &Spans, any: &Lane, measures: &[(&Span, Packed, At)]) -> Vec<Interval> {
    let mut series: BTreeMap<(Whom, Reach, u32), Vec<Ending>> = BTreeMap::new();
    for (span, packed, at) in measures {
        series.entry((span.whom, span.reach, span.rank)).or_default().push(ending(cut, span, *packed, *at));
    }
    let is_one = series.len() == 1;
    let mut found: Vec<Interval> = Vec::new();
    for ((whom, reach, _), endings) in &series {
        let reading = Reading { whom: &[*whom], reach: Some(*reach) };
        let known = if is_one { any.clone() } else { Lane::of(&level_steps(spans, reading), |_| Mode::Advisory) };
        found.extend(sunset::expired_open(endings, &known));
    }
    together(found)
}

/// A measure as time runs out on it, by its own words: an observed one that names no end never ran out.
fn ending(cut: &Cut<'_>, span: &Span, packed: Packed, at: At) -> Ending {
    Ending {
        from: span.from,
        until: cut.rows.version(span.entry).map_or(span.until, |version| version.until_day),
        review_by: packed.review_after.map(|days| span.from.saturating_add(i32::from(days))),
        // Asked of what is to be reviewed alone.
        said_on: packed.review_after.map_or(span.from, |_| said_on(cut, span.entry)),
        at,
    }
}

/// The last day on which a measure, or a statement that cites it, was said; none yet of a draft.
fn said_on(cut: &Cut<'_>, entry: u32) -> i32 {
    let cited = cut.rows.sid(entry).map_or(&[][..], |sid| cut.rows.about(sid, cut.size));
    let cited = cited.last().and_then(|index| cut.rows.version(*index)).map(Version::said_ms);
    let said = cut.rows.version(entry).map_or(i64::MAX, Version::said_ms);
    day_of(said.max(cited.unwrap_or(i64::MIN)))
}

/// The numbers of a measure, of the record or drafted.
fn packed(cut: &Cut<'_>, drafts: &Drafts, entry: u32) -> Option<Packed> {
    drafts.get(&entry).copied().or_else(|| cut.rows.version(entry).map(|version| Packed::unpack(version.value)))
}

/// The day of a moment, in UTC.
fn day_of(ms: i64) -> i32 {
    i32::try_from(ms.div_euclid(86_400_000)).unwrap_or(Facets::OPEN)
}
