//! What a question finds at a cut.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use record::fold::Standing;
use record::rows::Version;
use record::search::{Entries, Runs, Wanted, kind_token};

use super::query::{Query, mentions};
use crate::Cut;
use crate::measures::NoPlaceInOrder;

/// So many are counted; beyond, it is said that there are more.
const COUNT_MAX: u32 = 10_000;

/// In which order statements are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Those first that have every word in their title, their name or their own code; among each the newest said first.
    #[default]
    Best,
    /// The newest said first.
    Newest,
}

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Search<'q> {
    /// The words.
    pub query: &'q Query,
    /// Statements of this kind alone, by its name without version.
    pub kind: Option<&'q str>,
    /// Statements alone that mention this place, under any of its codes.
    pub place: Option<&'q str>,
    /// What comes after this place in the order.
    pub after: Option<After>,
    /// In which order.
    pub order: Order,
    /// How many.
    pub limit: usize,
}

/// A place in the order of what is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct After {
    is_in_title: bool,
    index: u32,
}

impl fmt::Display for After {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}~{}", u8::from(!self.is_in_title), self.index)
    }
}

impl FromStr for After {
    type Err = NoPlaceInOrder;
    fn from_str(text: &str) -> Result<After, NoPlaceInOrder> {
        let (order, index) = text.split_once('~').ok_or(NoPlaceInOrder)?;
        let is_in_title = match order {
            "0" => true,
            "1" => false,
            _ => return Err(NoPlaceInOrder),
        };
        Ok(After { is_in_title, index: index.parse().map_err(|_| NoPlaceInOrder)? })
    }
}

/// A statement that is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Index of its entry.
    pub index: u32,
    /// Whether it has every word in its title, its name or its own code.
    pub is_in_title: bool,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The page asked for.
    pub hits: Vec<Hit>,
    /// How many there are in all, at most 10,000.
    pub total: u32,
    /// Whether there are more than `total` says.
    pub is_capped: bool,
    /// Where the next page begins; absent on the last.
    pub next: Option<After>,
    /// How many entries of the cut were searched: its first ones.
    pub searched: u32,
}

/// The statements of `cut` that are meant, as far as `runs` go.
pub fn find<R: Runs>(cut: &Cut<'_>, runs: &R, search: &Search<'_>) -> Result<Found, R::Error> {
    let mut finding = Finding::of(cut, runs, search)?;
    let (mut titles, mut others) = (Page::of(search, true), Page::of(search, false));
    let mut total = 0_u32;
    for at in (0..finding.spans.len()).rev() {
        let start = finding.look(at)?;
        for (place, is_in_title) in finding.matched(at).newest_first() {
            let index = start.saturating_add(place);
            let is_in_title = is_in_title && search.order == Order::Best;
            let is_counted = total <= COUNT_MAX;
            let page = if is_in_title { &mut titles } else { &mut others };
            // Nothing is left to be known of it: it is not counted any more, and not on the page.
            if !(is_counted || page.wants(index)) {
                continue;
            }
            if finding.is_shown(index) {
                total = total.saturating_add(1);
                page.offer(Hit { index, is_in_title });
            }
        }
        let is_untitled = search.order == Order::Newest || search.after.is_some_and(|after| !after.is_in_title);
        let is_paged = titles.is_full() || is_untitled && others.is_full();
        if total > COUNT_MAX && is_paged {
            break;
        }
    }
    let mut hits = titles.hits;
    hits.append(&mut others.hits);
    let has_next = hits.len() > search.limit;
    hits.truncate(search.limit);
    let next = hits.last().filter(|_| has_next).map(|hit| After { is_in_title: hit.is_in_title, index: hit.index });
    Ok(Found { hits, total: total.min(COUNT_MAX), is_capped: total > COUNT_MAX, next, searched: finding.searched })
}

/// Every entry of a cut that is meant, whether or not its subject was spoken of again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matches {
    runs: Vec<(Range<u32>, Entries)>,
    /// How many entries of the cut were searched: its first ones.
    pub searched: u32,
}

impl Matches {
    /// None of `size` entries, all of which were searched.
    pub fn none(size: u32) -> Matches {
        Matches { runs: Vec::new(), searched: size }
    }

    /// Whether an entry is meant.
    pub fn has(&self, index: u32) -> bool {
        let at = self.runs.partition_point(|(span, _)| span.end <= index);
        self.runs
            .get(at)
            .is_some_and(|(span, entries)| index < self.searched && span.contains(&index) && entries.has(index.saturating_sub(span.start)))
    }
}

/// Every entry that has the words.
pub fn matches<R: Runs>(cut: &Cut<'_>, runs: &R, query: &Query) -> Result<Matches, R::Error> {
    let search = Search { query, kind: None, place: None, after: None, order: Order::Newest, limit: 0 };
    let mut finding = Finding::of(cut, runs, &search)?;
    for at in 0..finding.spans.len() {
        finding.look(at)?;
    }
    Ok(Matches { runs: finding.spans.into_iter().zip(finding.matched).collect(), searched: finding.searched })
}

/// One of the two parts of a page.
struct Page {
    hits: Vec<Hit>,
    /// Those before this index alone; none: no more of this part.
    before: Option<u32>,
    wanted: usize,
}

impl Page {
    fn of(search: &Search<'_>, is_in_title: bool) -> Page {
        let before = match search.after {
            None => Some(u32::MAX),
            Some(after) if after.is_in_title == is_in_title => Some(after.index),
            // Titles come first: behind an other there are none, behind a title all others.
            Some(after) => after.is_in_title.then_some(u32::MAX),
        };
        // One more tells whether there is a next page.
        Page { hits: Vec::new(), before, wanted: search.limit.saturating_add(1) }
    }

    fn is_full(&self) -> bool {
        self.hits.len() >= self.wanted
    }

    fn wants(&self, index: u32) -> bool {
        !self.is_full() && self.before.is_some_and(|before| index < before)
    }

    fn offer(&mut self, hit: Hit) {
        if self.wants(hit.index) {
            self.hits.push(hit);
        }
    }
}

struct Finding<'c, 'a, R> {
    cut: &'c Cut<'a>,
    runs: &'c R,
    /// For each word, what may stand for it.
    wanted: Vec<Vec<Wanted>>,
    filters: Vec<Wanted>,
    spans: Vec<Range<u32>>,
    /// What was found in each run so far.
    matched: Vec<Entries>,
    searched: u32,
}

impl<'c, 'a, R: Runs> Finding<'c, 'a, R> {
    fn of(cut: &'c Cut<'a>, runs: &'c R, search: &Search<'_>) -> Result<Finding<'c, 'a, R>, R::Error> {
        let spans: Vec<Range<u32>> = runs.spans().into_iter().take_while(|span| span.start < cut.size).collect();
        let searched = spans.last().map_or(0, |last| last.end).min(cut.size);
        let kind = search.kind.map(|kind| Wanted::OneOf([kind_token(kind)].into()));
        let place = search.place.map(|place| mentions(cut, place));
        let matched = vec![Entries::default(); spans.len()];
        Ok(Finding { cut, runs, wanted: search.query.wanted(cut, runs)?, filters: kind.into_iter().chain(place).collect(), spans, matched, searched })
    }

    /// Looks into the run at place `at`. Returns its first entry.
    fn look(&mut self, at: usize) -> Result<u32, R::Error> {
        let mut found: Option<Entries> = None;
        // Filters leave little: where they leave nothing, no word is looked for.
        let mut left: Option<Entries> = None;
        for filter in &self.filters {
            let mut having = Entries::default();
            self.runs.collect(at, filter, &mut having)?;
            match &mut left {
                Some(left) => left.keep_where(&having),
                none => drop(none.insert(having)),
            }
        }
        for ways in &self.wanted {
            if found.as_ref().or(left.as_ref()).is_some_and(Entries::is_empty) {
                break;
            }
            let mut having = Entries::default();
            for wanted in ways {
                self.runs.collect(at, wanted, &mut having)?;
            }
            match &mut found {
                Some(found) => found.keep(&having),
                none => drop(none.insert(having)),
            }
        }
        let mut found = found.unwrap_or_default();
        if let Some(left) = &left {
            found.keep_where(left);
        }
        if let Some(matched) = self.matched.get_mut(at) {
            *matched = found;
        }
        Ok(self.spans.get(at).map_or(0, |span| span.start))
    }

    fn matched(&self, at: usize) -> &Entries {
        static NONE: std::sync::LazyLock<Entries> = std::sync::LazyLock::new(Entries::default);
        self.matched.get(at).unwrap_or(&NONE)
    }

    fn is_matched(&self, index: u32) -> bool {
        let at = self.spans.partition_point(|span| span.end <= index);
        self.spans.get(at).is_some_and(|span| self.matched(at).has(index.saturating_sub(span.start)))
    }

    /// Whether an entry that has the words is what is shown of its subject: it stands or once stood, and no later one is found.
    fn is_shown(&self, index: u32) -> bool {
        let rows = self.cut.rows;
        let stood = |version: &&Version| version.index < self.searched && matches!(version.standing(), Standing::Stands | Standing::Withdrawn);
        let Some(version) = rows.version(index).filter(stood) else { return false };
        let later = std::iter::successors(version.ended().and_then(|later| rows.version(later)), |version| rows.version(version.ended()?));
        !later.take_while(|later| later.index < self.searched).any(|later| stood(&later) && self.is_matched(later.index))
    }
}
