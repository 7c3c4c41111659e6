//! Measures found by place, instrument, days and more, in pages by key.

use std::collections::{BTreeSet, BinaryHeap};
use std::fmt;
use std::ops::Range;
use std::str::FromStr;
use std::sync::Arc;

use policy::{Flag, Mode, Packed, Reach};
use record::RecordNumber;
use record::fold::Standing;
use record::rows::{NO_TERM, Posting, Rows, Term, Version};
use register::Code;

use crate::model::Cut;
use crate::search::Matches;

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
    /// Those alone whose words are among these.
    pub matching: Option<Arc<Matches>>,
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
    /// Row of the version: the newest entry about the measure at the cut.
    pub index: u32,
    /// Row of the entry whose body stands.
    pub words: u32,
    /// Whose record it stands in.
    pub record: RecordNumber,
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
    let mut best = Best::of(cut, page);
    let mut lists = asked.lists();
    let is_done = page.limit == 0 || asked.walk(&lists, &mut best);
    if page.order == Order::Place && !is_done {
        lists.sort_by_cached_key(|list| (cut.rows.text(list.place), cut.rows.text(list.topic), list.kind));
    }
    let count = asked.scan(&lists, &mut best, is_done, count_max);
    let mut found = best.heap.into_sorted_vec();
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
    let (place, record) = (rows.text(version.place), rows.record_of(index));
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
        said: if packed.is_observed || !cut.model.speaks(record, place) { Said::Observed } else { Said::Declared },
        source: cut.model.source(packed.source),
        record,
        said_ms: version.said_ms(),
        is_withdrawn: version.standing() == Standing::Withdrawn,
        is_newest_not_understood: version.standing() == Standing::NotUnderstood,
    })
}

/// The first of an order behind a place in it, of what is offered: one more than the page has, which tells whether there is a next.
struct Best<'c, 'a> {
    cut: &'c Cut<'a>,
    order: Order,
    after: Option<Key<'c>>,
    wanted: usize,
    heap: BinaryHeap<(Key<'c>, u32)>,
    /// The numbers of the last key of those that are wanted, where numbers alone make the order.
    last: Option<(i64, i64)>,
}

impl<'c, 'a: 'c> Best<'c, 'a> {
    fn of(cut: &'c Cut<'a>, page: &'c Page) -> Best<'c, 'a> {
        let after = page.after.as_ref().map(After::key);
        Best { cut, order: page.order, after, wanted: page.limit.saturating_add(1), heap: BinaryHeap::new(), last: None }
    }

    fn is_full(&self) -> bool {
        self.heap.len() >= self.wanted
    }

    fn offer(&mut self, place: Term, topic: Term, posting: &Posting) {
        let numbers = Key::numbers(self.order, posting);
        if self.last.is_some_and(|last| numbers >= last) {
            return;
        }
        let key = Key::of(self.cut.rows, self.order, place, topic, numbers);
        let is_behind = self.after.is_none_or(|after| key > after);
        if !is_behind || (self.is_full() && self.heap.peek().is_some_and(|(last, _)| key >= *last)) {
            return;
        }
        self.heap.push((key, posting.index));
        if self.heap.len() > self.wanted {
            self.heap.pop();
        }
        let last = self.heap.peek().filter(|_| self.is_full() && self.order != Order::Place);
        self.last = last.map(|(last, _)| (last.first, last.second));
    }

    fn clear(&mut self) {
        self.heap.clear();
        self.last = None;
    }
}

/// So many rows are visited in the order of a page, one here and one there, before all of them are read in a row instead: that costs less than it takes
/// to find a page of what is rare.
const WALKED_MAX: usize = 20_000;

/// Lists that hold fewer rows are read in a row at once.
const SCANNED_MIN: usize = 100_000;

/// A filter, made ready for one cut.
pub(crate) struct Asked<'c, 'a> {
    pub(crate) cut: &'c Cut<'a>,
    pub(crate) filter: &'c Filter,
    /// Terms and full names of the kind's versions.
    pub(crate) kinds: Vec<(Term, &'a str)>,
    /// None: no row has that population.
    population: Option<Option<Term>>,
    /// The places that are meant, under every code that they stand under; absent: all.
    places: Option<BTreeSet<Term>>,
    /// [`NO_TERM`]: no row has that instrument.
    instrument: Option<Term>,
    days: Range<i32>,
}

impl<'c, 'a> Asked<'c, 'a> {
    pub(crate) fn of(cut: &'c Cut<'a>, filter: &'c Filter) -> Asked<'c, 'a> {
        let days = filter.from_day.unwrap_or(i32::MIN)..filter.until_day.unwrap_or(i32::MAX);
        let rows = cut.rows;
        let population = filter.population.as_deref().map(|population| rows.term(population));
        let places = filter.place.as_deref().map(|place| codes(cut, place, filter.below).into_iter().filter_map(|code| rows.term(code)).collect());
        let instrument = filter.instrument.as_deref().map(|instrument| rows.term(instrument).unwrap_or(NO_TERM));
        Asked { cut, filter, kinds: kinds(rows), population, places, instrument, days }
    }

    /// Finds the page by visiting rows in its order, where that is likely to be short. Returns whether it did: whether nothing that is still to come
    /// stands on the page.
    fn walk(&self, lists: &[List<'a>], best: &mut Best<'_, 'a>) -> bool {
        let row_count: usize = lists.iter().map(|list| list.postings.len()).sum();
        // Of several versions of the kind each has days of its own.
        let ([(kind, _)], SCANNED_MIN..) = (self.kinds.as_slice(), row_count) else { return false };
        let rows = self.cut.rows;
        let version = |index: &u32| rows.version(*index);
        match (best.order, best.after) {
            (Order::SaidNewest, after) => {
                let before = after.and_then(|after| u32::try_from(after.second.checked_neg()?).ok());
                self.visit(rows.until(before.unwrap_or(u32::MAX).min(self.cut.size)).iter().rev(), best)
            }
            (Order::StartNewest, after) => {
                let last = after.and_then(|after| i32::try_from(after.first.checked_neg()?).ok()).map_or(i32::MAX, |day| day.saturating_add(1));
                let days = rows.by_start(*kind, i32::MIN..last.min(self.days.end)).rev();
                self.visit(days.flat_map(|(_, rows)| rows.iter().rev()).filter_map(version), best)
            }
            (Order::StartOldest, after) => {
                let first = after.and_then(|after| i32::try_from(after.first).ok()).unwrap_or(i32::MIN);
                let days = rows.by_start(*kind, first..self.days.end);
                self.visit(days.flat_map(|(_, rows)| rows).filter_map(version), best)
            }
            (Order::Place, _) => false,
        }
    }

    fn visit(&self, versions: impl Iterator<Item = &'a Version>, best: &mut Best<'_, 'a>) -> bool {
        let rows = self.cut.rows;
        let mut versions = versions.take(WALKED_MAX.saturating_add(1)).enumerate();
        let is_ended = versions.try_for_each(|(visited, version)| {
            if visited == WALKED_MAX {
                return Err(false);
            }
            if self.means(version) && self.is_listed(version.place, version.topic) {
                best.offer(version.place, version.topic, &rows.posting(version));
            }
            if best.is_full() { Err(true) } else { Ok(()) }
        });
        let is_done = is_ended.err().unwrap_or(true);
        if !is_done {
            best.clear();
        }
        is_done
    }

    /// Reads lists: counts what is meant, to one more than `count_max`, and, where the page `is_done` not yet, finds it.
    fn scan(&self, lists: &[List<'a>], best: &mut Best<'_, 'a>, mut is_done: bool, count_max: u32) -> u32 {
        let is_in_order = best.order == Order::Place;
        let mut count = 0_u32;
        for &List { kind: _, place, topic, postings } in lists {
            // Lists that come in the order of the page: behind the last of it, and before the first.
            let key = |place, topic| (self.cut.rows.text(place), self.cut.rows.text(topic));
            is_done |= is_in_order && best.is_full() && best.heap.peek().is_some_and(|(last, _)| (last.place, last.instrument) < key(place, topic));
            let is_before = is_in_order && best.after.is_some_and(|after| key(place, topic) < (after.place, after.instrument));
            if is_done && count > count_max {
                break;
            }
            let is_read = !is_done && !is_before;
            for posting in self.meant(place, postings) {
                count = count.saturating_add(1);
                if is_read {
                    best.offer(place, topic, posting);
                } else if count > count_max {
                    break;
                }
            }
        }
        count
    }

    /// The lists that may hold what is meant.
    fn lists(&self) -> Vec<List<'a>> {
        let rows = self.cut.rows;
        let mut lists = Vec::new();
        for (kind, _) in &self.kinds {
            let list = |(place, topic, postings)| List { kind: *kind, place, topic, postings };
            match &self.places {
                Some(places) => lists.extend(places.iter().flat_map(|place| rows.lists_of(*kind, *place)).map(list)),
                None => lists.extend(rows.lists(*kind).map(list)),
            }
        }
        lists.retain(|list| self.is_listed(list.place, list.topic));
        lists
    }

    /// Whether rows of this place and instrument may be meant.
    fn is_listed(&self, place: Term, topic: Term) -> bool {
        // What is only ever observed needs no reading to find what is declared.
        let is_said = || self.filter.said != Some(Said::Declared) || !self.speakers(place).is_empty();
        self.instrument.is_none_or(|instrument| instrument == topic) && self.places.as_ref().is_none_or(|places| places.contains(&place)) && is_said()
    }

    /// The rows of a list that are meant.
    fn meant<'l>(&'l self, place: Term, postings: &'a [Posting]) -> impl Iterator<Item = &'a Posting> + use<'l, 'c, 'a> {
        let speakers = self.speakers(place);
        postings.iter().filter(move |posting| self.means_posting(posting, &speakers))
    }

    /// Every measure that is meant, list by list.
    pub(crate) fn each_meant(&self, mut take: impl FnMut(&'a Posting)) {
        for list in self.lists() {
            self.meant(list.place, list.postings).for_each(&mut take);
        }
    }

    /// Whether a row, of whatever place and instrument, is else a measure that is meant.
    pub(crate) fn means(&self, version: &Version) -> bool {
        let is_of_kind = || self.kinds.iter().any(|(kind, _)| *kind == version.kind);
        version.is_head_at(self.cut.size) && is_of_kind() && self.means_posting(&self.cut.rows.posting(version), &self.speakers(version.place))
    }

    /// Whose records speak for a place, where that matters to what is asked.
    fn speakers(&self, place: Term) -> Vec<RecordNumber> {
        self.filter.said.map_or_else(Vec::new, |_| self.cut.model.speakers(self.cut.rows.text(place)))
    }

    fn means_posting(&self, posting: &Posting, speakers: &[RecordNumber]) -> bool {
        let filter = self.filter;
        // First what is rare where it is asked for at all.
        if self.population.is_some_and(|population| population != Some(posting.group)) {
            return false;
        }
        let packed = Packed::unpack(posting.value);
        let said = || if packed.is_observed || !speakers.contains(&posting.record) { Said::Observed } else { Said::Declared };
        if packed.level < filter.level_min
            || filter.reach.is_some_and(|reach| reach != packed.reach)
            || filter.said.is_some_and(|asked| asked != said())
        {
            return false;
        }
        let stands = filter.with_withdrawn || posting.standing != Standing::Withdrawn;
        let is_so = posting.overlaps(&self.days) && posting.is_head_at(self.cut.size) && stands && posting.has_words;
        is_so
            && filter
                .matching
                .as_ref()
                .is_none_or(|matching| self.cut.rows.version(posting.index).and_then(Version::words).is_some_and(|words| matching.has(words)))
    }
}

/// The rows of one version of the kind about one place and instrument, oldest first.
struct List<'a> {
    kind: Term,
    place: Term,
    topic: Term,
    postings: &'a [Posting],
}

/// Every version of the kind that any row has, by term and full name.
pub(crate) fn kinds(rows: &Rows) -> Vec<(Term, &str)> {
    rows.versions_of_kind(NAME).into_iter().filter_map(|full| Some((rows.term(full)?, full))).collect()
}

/// Every place that a measure is about, by code.
pub(crate) fn places(rows: &Rows) -> BTreeSet<&str> {
    rows.versions_of_kind(NAME).into_iter().flat_map(|full| rows.places_of(full)).collect()
}

/// The entry whose body stands for a measure, by the index of its version: [`Hit::words`] without the rest.
pub fn words(cut: &Cut<'_>, index: u32) -> Option<u32> {
    cut.rows.version(index).filter(|version| version.index < cut.size && is_measure(cut.rows.text(version.kind)))?.words()
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
    fn of(rows: &'a Rows, order: Order, place: Term, topic: Term, (first, second): (i64, i64)) -> Key<'a> {
        match order {
            Order::Place => Key { place: rows.text(place), instrument: rows.text(topic), first, second },
            Order::StartNewest | Order::StartOldest | Order::SaidNewest => Key { place: "", instrument: "", first, second },
        }
    }

    fn numbers(order: Order, posting: &Posting) -> (i64, i64) {
        let (start, index) = (i64::from(posting.from_day), i64::from(posting.index));
        match order {
            Order::StartNewest => (-start, -index),
            Order::SaidNewest => (0, -index),
            Order::StartOldest | Order::Place => (start, index),
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
