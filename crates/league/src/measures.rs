//! Measures found by place, instrument, days and more, in pages by key.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};
use std::fmt;
use std::ops::{ControlFlow, Range};
use std::str::FromStr;

use policy::{Flag, Mode, Packed, Reach};
use record::fold::Standing;
use record::rows::{Posting, Rows, Term, Version};
use register::Code;

use crate::model::Cut;

/// The full name of the newest version of the kind that is read here.
pub const KIND: &str = "measure/v1";

/// The kind whose rows are searched, in every version: the state of one whose newest word is not understood here is that of the words before.
const NAME: &str = "measure";

/// Counting stops here: a total of this many means "more than 10,000".
pub const COUNT_MAX: u32 = 10_000;

/// Who says it: we, or someone about whom we report (DESIGN rule 20).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Said {
    /// The record speaks for the place.
    Declared,
    /// A report about what another body decided.
    Observed,
}

/// Which measures are meant; what is absent is not asked. All members must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Code of a place; any code that the register knows it by.
    pub place: Option<String>,
    /// With `place`: the places below it too.
    pub below: bool,
    /// Code of an instrument.
    pub instrument: Option<String>,
    /// Whose rules.
    pub reach: Option<Reach>,
    /// For whom, by its code.
    pub population: Option<String>,
    /// In force on some day from this one, in days since 1970-01-01.
    pub from_day: Option<i32>,
    /// In force on some day before this one. One day: `from_day = d`, `until_day = d + 1`.
    pub until_day: Option<i32>,
    /// At least this level.
    pub level_min: u8,
    /// Who says it.
    pub said: Option<Said>,
    /// Those taken back too.
    pub with_withdrawn: bool,
}

/// What stands first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The latest first day first.
    #[default]
    StartNewest,
    /// The earliest first day first.
    StartOldest,
    /// What was said last first.
    SaidNewest,
    /// By code of place, then of instrument, then by first day.
    Place,
}

/// Where a page begins: behind this place of the order. Opaque text in URLs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct After {
    place: String,
    instrument: String,
    first: i64,
    second: i64,
}

/// Which part of what was found.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// What stands first.
    pub order: Order,
    /// Begins behind this; from the start if absent.
    pub after: Option<After>,
    /// How many at most; 0 asks for the count alone.
    pub limit: usize,
}

/// One measure, as its row says it. Title and text are in the body: read entry `words`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit<'a> {
    /// Index of the version: the newest entry about the measure at the cut.
    pub index: u32,
    /// Index of the entry whose body stands.
    pub words: u32,
    /// Code of the place.
    pub place: &'a str,
    /// Code of the instrument.
    pub instrument: &'a str,
    /// For whom.
    pub population: &'a str,
    /// Whose rules.
    pub reach: Reach,
    /// How the measure binds levels below.
    pub mode: Mode,
    /// How strict, 1 or more.
    pub level: u8,
    /// For how much of the territory; absent where the instrument has no flag, or the level is 0.
    pub flag: Option<Flag>,
    /// Whether it was taken without the usual time.
    pub is_urgent: bool,
    /// First day, in days since 1970-01-01.
    pub from_day: i32,
    /// The day after the last; `Facets::OPEN` where no end is known.
    pub until_day: i32,
    /// Who says it.
    pub said: Said,
    /// The source of an observation, where `sources/v1` names it (the body always does).
    pub source: Option<&'a str>,
    /// When it was said, milliseconds since 1970.
    pub said_ms: i64,
    /// Whether it was taken back.
    pub is_withdrawn: bool,
    /// Whether the newest word about it is not understood here.
    pub is_newest_not_understood: bool,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<'a> {
    /// The page asked for.
    pub hits: Vec<Hit<'a>>,
    /// How many there are in all, at most [`COUNT_MAX`].
    pub total: u32,
    /// Whether there are more than `total` says.
    pub is_capped: bool,
    /// Where the next page begins; absent on the last.
    pub next: Option<After>,
}

/// The measures of `cut` that `filter` means.
pub fn find<'a>(cut: &Cut<'a>, filter: &Filter, page: &Page) -> Found<'a> {
    find_counting(cut, filter, page, COUNT_MAX)
}

/// [`find`], with another end of counting, for tests.
pub(crate) fn find_counting<'a>(cut: &Cut<'a>, filter: &Filter, page: &Page, count_max: u32) -> Found<'a> {
    let asked = Asked::of(cut, filter);
    let walk = asked.walk(page.order);
    let after = page.after.as_ref().map(After::key);
    let (mut count, mut best) = (0_u32, BinaryHeap::new());
    let wanted = page.limit.saturating_add(1);
    let _ = asked.visit(walk, &mut |met| {
        if let Met::Row(version) = met {
            count = count.saturating_add(1);
            let key = Key::of(cut, page.order, version);
            if after.is_none_or(|after| key > after) && (best.len() < wanted || best.peek().is_some_and(|(last, _)| key < *last)) {
                best.push((key, version.index));
                if best.len() > wanted {
                    best.pop();
                }
            }
        }
        // What is still to come stands later in the order than all that was met.
        let is_in_order = match met {
            Met::Row(_) => matches!(walk, Walk::SaidNewest | Walk::Start { .. }),
            Met::PlaceEnds => page.order == Order::Place,
        };
        if is_in_order && count > count_max && best.len() >= wanted { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    let mut found = best.into_sorted_vec();
    let has_next = found.len() > page.limit;
    found.truncate(page.limit);
    let next = found.last().filter(|_| has_next).map(|(key, _)| key.after());
    let hits = found.into_iter().filter_map(|(_, index)| hit(cut, index)).collect();
    Found { hits, total: count.min(count_max), is_capped: count > count_max, next }
}

/// The measure whose version is entry `index`, whatever its standing; none where that row is no measure or never had words.
pub fn hit<'a>(cut: &Cut<'a>, index: u32) -> Option<Hit<'a>> {
    let rows = cut.rows;
    let version = rows.version(index).filter(|version| version.index < cut.size && is_measure(rows.text(version.kind)))?;
    let packed = Packed::unpack(version.value);
    let place = rows.text(version.place);
    Some(Hit {
        index,
        words: version.words()?,
        place,
        instrument: rows.text(version.topic),
        population: rows.text(version.group),
        reach: packed.reach,
        mode: packed.mode,
        level: packed.level,
        flag: packed.flag,
        is_urgent: packed.is_urgent,
        from_day: version.from_day,
        until_day: version.until_day,
        said: if packed.is_observed || !cut.model.speaks_for(place) { Said::Observed } else { Said::Declared },
        source: cut.model.source(packed.source),
        said_ms: version.said_ms(),
        is_withdrawn: version.standing() == Standing::Withdrawn,
        is_newest_not_understood: version.standing() == Standing::NotUnderstood,
    })
}

/// What a visit meets.
#[derive(Clone, Copy)]
enum Met<'a> {
    /// A measure that is meant.
    Row(&'a Version),
    /// Nothing more of a place.
    PlaceEnds,
}

/// By which way rows are visited.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Walk {
    /// Place by place, by code, in narrow lists.
    Places,
    /// All, the last one said first.
    All,
    /// All, the last one said first; sorted where that has to be done.
    SaidNewest,
    /// By first day.
    Start { is_backwards: bool },
}

/// A filter, made ready for one cut.
pub(crate) struct Asked<'c, 'a> {
    pub(crate) cut: &'c Cut<'a>,
    pub(crate) filter: &'c Filter,
    /// Terms and full names of the kind's versions.
    pub(crate) kinds: Vec<(Term, &'a str)>,
    /// None: no row has that population.
    population: Option<Option<Term>>,
    days: Range<i32>,
}

impl<'c, 'a> Asked<'c, 'a> {
    pub(crate) fn of(cut: &'c Cut<'a>, filter: &'c Filter) -> Asked<'c, 'a> {
        let days = filter.from_day.unwrap_or(i32::MIN)..filter.until_day.unwrap_or(i32::MAX);
        let population = filter.population.as_deref().map(|population| cut.rows.term(population));
        Asked { cut, filter, kinds: kinds(cut.rows), population, days }
    }

    /// The way that meets the first of `order` soonest.
    fn walk(&self, order: Order) -> Walk {
        let Filter { reach, population, level_min, said, .. } = self.filter;
        let is_of_places = self.is_of_places();
        // With rare levels or speakers sought for, hopping from day to day costs more than reading all in a row.
        let is_wide = reach.is_none() && population.is_none() && said.is_none() && *level_min <= 1 && self.kinds.len() == 1;
        match order {
            Order::SaidNewest => Walk::SaidNewest,
            _ if is_of_places => Walk::Places,
            Order::Place if is_wide => Walk::Places,
            Order::StartNewest | Order::StartOldest if is_wide => Walk::Start { is_backwards: order == Order::StartNewest },
            // Most of what starts late was said late.
            Order::StartNewest | Order::StartOldest | Order::Place => Walk::All,
        }
    }

    /// Whether narrow lists hold much less than all.
    fn is_of_places(&self) -> bool {
        let Filter { place, instrument, from_day, until_day, .. } = self.filter;
        if place.is_some() || instrument.is_some() || until_day.is_some() {
            return true;
        }
        from_day.is_some_and(|from| {
            let rows = self.cut.rows;
            let (all, ended) = self.kinds.iter().fold((0, 0), |(all, ended), (kind, full)| {
                (rows.of_kind(full).len().saturating_add(all), rows.count_ended(*kind, from).saturating_add(ended))
            });
            // Finding one row from a narrow list costs about as much as reading eight in a row.
            all.saturating_sub(ended) < all / 8
        })
    }

    /// Hands every measure that is meant to `take`.
    fn visit(&self, walk: Walk, take: &mut impl FnMut(Met<'a>) -> ControlFlow<()>) -> ControlFlow<()> {
        let rows = self.cut.rows;
        let is_of_places = self.is_of_places();
        match walk {
            Walk::SaidNewest if is_of_places => {
                let mut meant: Vec<&Version> = Vec::new();
                let _ = self.visit_places(&mut |met| {
                    if let Met::Row(version) = met {
                        meant.push(version);
                    }
                    ControlFlow::Continue(())
                });
                meant.sort_unstable_by_key(|version| Reverse(version.index));
                meant.into_iter().try_for_each(|version| take(Met::Row(version)))
            }
            Walk::SaidNewest | Walk::All => self.each(rows.until(self.cut.size).iter().rev(), take),
            Walk::Start { is_backwards: true } => {
                let days = self.kinds.iter().flat_map(|(kind, _)| rows.by_start(*kind).rev());
                self.each(days.flat_map(|(_, rows)| rows.iter().rev()).filter_map(|index| rows.version(*index)), take)
            }
            Walk::Start { is_backwards: false } => {
                let days = self.kinds.iter().flat_map(|(kind, _)| rows.by_start(*kind));
                self.each(days.flat_map(|(_, rows)| rows).filter_map(|index| rows.version(*index)), take)
            }
            Walk::Places => self.visit_places(take),
        }
    }

    /// Every measure that is meant, place by place.
    pub(crate) fn each_meant(&self, mut take: impl FnMut(&'a Version)) {
        let _ = self.visit_places(&mut |met| {
            if let Met::Row(version) = met {
                take(version);
            }
            ControlFlow::Continue(())
        });
    }

    fn visit_places(&self, take: &mut impl FnMut(Met<'a>) -> ControlFlow<()>) -> ControlFlow<()> {
        let (rows, filter) = (self.cut.rows, self.filter);
        let places = match filter.place.as_deref() {
            Some(place) => codes(self.cut, place, filter.below).into_iter().collect(),
            None => places(rows),
        };
        let instrument = filter.instrument.as_deref().map(|instrument| rows.term(instrument));
        for place in places {
            for (kind, full) in &self.kinds {
                let one = instrument.map(|topic| rows.term(place).zip(topic).map_or(&[][..], |(place, topic)| rows.of_topic(*kind, place, topic)));
                let all = one.is_none().then(|| rows.topics_of(full, place).map(|(_, postings)| postings));
                let postings = one.into_iter().chain(all.into_iter().flatten());
                self.each(postings.flat_map(|postings| self.overlapping(postings)), take)?;
            }
            take(Met::PlaceEnds)?;
        }
        ControlFlow::Continue(())
    }

    /// The rows that overlap the days asked for.
    fn overlapping(&self, postings: &'a [Posting]) -> impl Iterator<Item = &'a Version> {
        let (rows, days) = (self.cut.rows, self.days.clone());
        let overlaps = postings.iter().filter(move |posting| posting.from_day < days.end && posting.until_day > days.start);
        overlaps.filter_map(|posting| rows.version(posting.index))
    }

    fn each(&self, mut versions: impl Iterator<Item = &'a Version>, take: &mut impl FnMut(Met<'a>) -> ControlFlow<()>) -> ControlFlow<()> {
        versions.try_for_each(|version| if self.means(version) { take(Met::Row(version)) } else { ControlFlow::Continue(()) })
    }

    /// Whether a row, of whatever place and instrument, is else a measure that is meant.
    pub(crate) fn means(&self, version: &Version) -> bool {
        let filter = self.filter;
        let is_there = self.kinds.iter().any(|(kind, _)| *kind == version.kind) && version.is_head_at(self.cut.size) && version.words().is_some();
        let stands = filter.with_withdrawn || version.standing() != Standing::Withdrawn;
        let overlaps = version.from_day < self.days.end && version.until_day > self.days.start;
        let for_whom = self.population.is_none_or(|population| population == Some(version.group));
        if !(is_there && stands && overlaps && for_whom) {
            return false;
        }
        let packed = Packed::unpack(version.value);
        let said =
            || if packed.is_observed || !self.cut.model.speaks_for(self.cut.rows.text(version.place)) { Said::Observed } else { Said::Declared };
        packed.level >= filter.level_min && filter.reach.is_none_or(|reach| reach == packed.reach) && filter.said.is_none_or(|asked| asked == said())
    }
}

/// Every version of the kind that any row has, by term and full name.
pub(crate) fn kinds(rows: &Rows) -> Vec<(Term, &str)> {
    rows.versions_of_kind(NAME).into_iter().filter_map(|full| Some((rows.term(full)?, full))).collect()
}

/// Every place that a measure is about, by code.
pub(crate) fn places(rows: &Rows) -> BTreeSet<&str> {
    rows.versions_of_kind(NAME).into_iter().flat_map(|full| rows.places_of(full)).collect()
}

fn is_measure(full: &str) -> bool {
    full.strip_prefix(NAME).is_some_and(|version| version.starts_with("/v"))
}

/// The codes under which measures about a place may stand: its own and those it is the same as; with `below` those of what it holds too.
pub(crate) fn codes<'c>(cut: &Cut<'c>, place: &'c str, below: bool) -> Vec<&'c str> {
    let register = cut.model.register();
    let Some(own) = register.find(place) else { return vec![place] };
    let below = if below { register.descendants(place) } else { Vec::new() };
    std::iter::once(own).chain(below).flat_map(|place| std::iter::once(&place.code).chain(&place.same_as)).map(Code::as_str).collect()
}

/// Where a measure stands in an order; lower comes first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Key<'a> {
    place: &'a str,
    instrument: &'a str,
    first: i64,
    second: i64,
}

impl<'a> Key<'a> {
    fn of(cut: &Cut<'a>, order: Order, version: &Version) -> Key<'a> {
        let (start, index) = (i64::from(version.from_day), i64::from(version.index));
        let by = |first, second| Key { place: "", instrument: "", first, second };
        match order {
            Order::StartNewest => by(-start, -index),
            Order::StartOldest => by(start, index),
            Order::SaidNewest => by(0, -index),
            Order::Place => Key { place: cut.rows.text(version.place), instrument: cut.rows.text(version.topic), ..by(start, index) },
        }
    }

    fn after(self) -> After {
        After { place: self.place.to_owned(), instrument: self.instrument.to_owned(), first: self.first, second: self.second }
    }
}

impl After {
    fn key(&self) -> Key<'_> {
        Key { place: &self.place, instrument: &self.instrument, first: self.first, second: self.second }
    }
}

impl fmt::Display for After {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}~{}~{}~{}", self.first, self.second, self.place, self.instrument)
    }
}

/// The text is not one that a page gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoPlaceInOrder;

impl FromStr for After {
    type Err = NoPlaceInOrder;
    fn from_str(text: &str) -> Result<After, NoPlaceInOrder> {
        let mut parts = text.splitn(4, '~');
        let mut part = || parts.next().ok_or(NoPlaceInOrder);
        let first = part()?.parse().map_err(|_| NoPlaceInOrder)?;
        let second = part()?.parse().map_err(|_| NoPlaceInOrder)?;
        Ok(After { first, second, place: part()?.to_owned(), instrument: part()?.to_owned() })
    }
}
