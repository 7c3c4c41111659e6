//! The view of the records that a node holds, in memory: one narrow row for each entry, column by column.
//!
//! Rows stand in the order in which entries came, whosever they are, so a cut of all that is held is a size and "as of" is a comparison.
//! Where only one record is held, a row's number is its entry's index; else [`Rows::place`] tells whose entry it is, and which. No fold
//! crosses records: a row's chain is of its own record. Rows are only added; `ended` is derived. About 150 bytes for each entry, finding by
//! subject and id included.
//! In: columns, heads, cuts, places. Out: what the columns mean (the domains), how they are kept (`store`).

use std::collections::BTreeMap;
use std::ops::Range;

use crate::fold::{Head, Row, Standing};
use crate::kind::Facets;
use crate::lookup::Lookup;
use crate::name::{EntryId, KindName, Reference, Sid};
use crate::places::{OWN, Place, Places, RecordNumber};
use crate::statement::Act;

/// A small number for a text that many rows share. Never leaves the process.
pub type Term = u32;

/// No term: the row has no such facet.
pub const NO_TERM: Term = Term::MAX;

const NONE: u32 = u32::MAX;

/// One version of one subject: 56 bytes, the same for every kind.
///
/// INVARIANT: a link that there is none of is [`NONE`]; `said` is milliseconds * 16 + act * 4 + standing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version {
    /// The row's number.
    pub index: u32,
    prev: u32,
    ended: u32,
    words: u32,
    /// Term of the kind's full name.
    pub kind: Term,
    /// Term of the place's code, or [`NO_TERM`].
    pub place: Term,
    /// Term of the topic, or [`NO_TERM`].
    pub topic: Term,
    /// Term of the group, or [`NO_TERM`].
    pub group: Term,
    /// See [`Facets::from_day`].
    pub from_day: i32,
    /// See [`Facets::until_day`].
    pub until_day: i32,
    /// See [`Facets::value`].
    pub value: i64,
    said: i64,
}

/// What a version is made of, in its widest form: for stores, which write it down and read it back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts {
    /// The row's number.
    pub index: u32,
    /// The row of the version before.
    pub prev: Option<u32>,
    /// The row of the entry whose body stood.
    pub words: Option<u32>,
    /// State, correct or withdraw.
    pub act: Act,
    /// How the subject stood.
    pub standing: Standing,
    /// When it was said, milliseconds since 1970, by the running maximum of `at`; within +-2^59.
    pub said_ms: i64,
    /// Term of the kind's full name.
    pub kind: Term,
    /// Term of the place's code, or [`NO_TERM`].
    pub place: Term,
    /// Term of the topic, or [`NO_TERM`].
    pub topic: Term,
    /// Term of the group, or [`NO_TERM`].
    pub group: Term,
    /// See [`Facets::from_day`].
    pub from_day: i32,
    /// See [`Facets::until_day`].
    pub until_day: i32,
    /// See [`Facets::value`].
    pub value: i64,
}

impl From<Parts> for Version {
    fn from(parts: Parts) -> Version {
        let Parts { index, prev, words, act, standing, said_ms, kind, place, topic, group, from_day, until_day, value } = parts;
        let act = match act {
            Act::State => 0,
            Act::Correct => 4,
            Act::Withdraw => 8,
        };
        let standing = match standing {
            Standing::Stands => 0,
            Standing::Withdrawn => 1,
            Standing::NotUnderstood => 2,
            Standing::DoesNotFit => 3,
        };
        let said = said_ms.saturating_mul(16).saturating_add(act + standing);
        Version {
            index,
            prev: prev.unwrap_or(NONE),
            ended: NONE,
            words: words.unwrap_or(NONE),
            kind,
            place,
            topic,
            group,
            from_day,
            until_day,
            value,
            said,
        }
    }
}

/// What lists and computations ask of a row, in the list of its kind, place and topic: read one behind the other, without a look at the columns.
///
/// 32 bytes, so that all of a million are read in a few milliseconds, where a look at each row's columns would take a hundred.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Posting {
    /// See [`Facets::value`].
    pub value: i64,
    /// The row's number.
    pub index: u32,
    ended: u32,
    /// See [`Facets::from_day`].
    pub from_day: i32,
    /// See [`Facets::until_day`].
    pub until_day: i32,
    /// Term of the group, or [`NO_TERM`].
    pub group: Term,
    /// How the subject stood.
    pub standing: Standing,
    /// Whether it has words: [`Version::words`].
    pub has_words: bool,
    /// Whose entry it is.
    pub record: RecordNumber,
}

impl Posting {
    fn of(version: &Version, record: RecordNumber) -> Posting {
        let Version { index, ended, from_day, until_day, group, value, words, .. } = *version;
        Posting { value, index, ended, from_day, until_day, group, standing: version.standing(), has_words: words != NONE, record }
    }

    /// See [`Version::stands_at`].
    pub fn stands_at(&self, size: u32) -> bool {
        self.is_head_at(size) && matches!(self.standing, Standing::Stands | Standing::NotUnderstood) && self.has_words
    }

    /// See [`Version::is_head_at`].
    pub fn is_head_at(&self, size: u32) -> bool {
        self.index < size && self.ended >= size && self.standing != Standing::DoesNotFit
    }

    /// Whether it is in force on some day of `days`, by its own days.
    pub fn overlaps(&self, days: &Range<i32>) -> bool {
        self.from_day < days.end && self.until_day > days.start
    }
}

/// All rows.
#[derive(Debug, Default)]
pub struct Rows {
    places: Places,
    versions: Vec<Version>,
    terms: Vec<String>,
    term_of: BTreeMap<String, Term>,
    sids: Vec<Sid>,
    heads: Lookup,
    short_ids: Vec<u64>,
    by_id: Lookup,
    by_topic: BTreeMap<(Term, Term, Term), Vec<Posting>>,
    by_kind: BTreeMap<Term, Vec<u32>>,
    by_start: BTreeMap<(Term, i32), Vec<u32>>,
    by_end: BTreeMap<(Term, i32), Vec<u32>>,
    amending: Vec<u32>,
    about: BTreeMap<Sid, Vec<u32>>,
    /// The newest time said in each record, by its number.
    said_ms: Vec<i64>,
    /// Whether nothing is listed: see [`Rows::unlisted`].
    is_unlisted: bool,
}

impl Rows {
    /// How many entries are folded.
    pub fn size(&self) -> u32 {
        u32::try_from(self.versions.len()).unwrap_or(NONE)
    }

    /// Adds the row of the next entry of this record. `at_ms` is the entry's own `at`.
    ///
    /// INVARIANT: entries of a record come in its own order; `row` counts in that record.
    pub fn push(&mut self, record: RecordNumber, row: &Row, sid: Sid, id: EntryId, kind: &KindName, at_ms: i64) {
        let index = self.size();
        self.places.push(record);
        let kind = self.intern(kind.as_str());
        let [place, topic, group] =
            [&row.facets.place, &row.facets.topic, &row.facets.group].map(|text| text.as_deref().map_or(NO_TERM, |text| self.intern(text)));
        let row_of = |wide: Option<u64>| self.places.row(Place { record, index: u32::try_from(wide?).ok()? });
        let (prev, words) = (row_of(row.prev), row_of(row.words));
        let Facets { from_day, until_day, value, .. } = row.facets;
        let version = Parts {
            index,
            prev,
            kind,
            act: row.act,
            standing: row.standing,
            words,
            said_ms: self.said_in(record).max(at_ms),
            place,
            topic,
            group,
            from_day,
            until_day,
            value,
        };
        self.put_back(version.into(), sid, short(id));
    }

    /// The row of the next entry of this record where its bytes are no statement at all: what stands in a tree can't be left out. It says
    /// nothing and is no one's head.
    pub fn push_unread(&mut self, record: RecordNumber, id: EntryId) {
        let index = self.size();
        self.places.push(record);
        let said_ms = self.said_in(record);
        let nothing = (NO_TERM, NO_TERM, NO_TERM, NO_TERM);
        let (kind, place, topic, group) = nothing;
        let Facets { from_day, until_day, value, .. } = Facets::default();
        let (act, standing) = (Act::State, Standing::DoesNotFit);
        let version = Parts { index, prev: None, kind, act, standing, words: None, said_ms, place, topic, group, from_day, until_day, value };
        self.put_back(version.into(), Sid::from_bytes([0; 16]), short(id));
    }

    fn said_in(&self, record: RecordNumber) -> i64 {
        self.said_ms.get(usize::from(record)).copied().unwrap_or(0)
    }

    /// Empty rows that know these terms, by number, and where the first `size` entries stand: a store fills them by [`Rows::put_back`].
    pub fn kept(terms: Vec<String>, places: Places, size: u32) -> Rows {
        let term_of = (0..).zip(&terms).map(|(term, text)| (text.clone(), term)).collect();
        let mut rows = Rows { terms, term_of, places, ..Rows::default() };
        let size = usize::try_from(size).unwrap_or(0);
        rows.versions.reserve(size);
        rows.sids.reserve(size);
        rows.short_ids.reserve(size);
        rows.heads.reserve(size);
        rows.by_id.reserve(size);
        rows
    }

    /// Empty rows that will only ever be folded on and read by index, with room for `size` versions: no list knows them, nothing is found by id.
    pub fn unlisted(size: u32) -> Rows {
        let mut rows = Rows { is_unlisted: true, ..Rows::default() };
        let size = usize::try_from(size).unwrap_or(0);
        rows.versions.reserve(size);
        rows.sids.reserve(size);
        rows.short_ids.reserve(size);
        rows.heads.reserve(size);
        rows
    }

    /// Whose entries stand where.
    pub fn places(&self) -> &Places {
        &self.places
    }

    /// Makes a record known whose entries may come: its number here is the next one.
    pub fn places_mut(&mut self) -> &mut Places {
        &mut self.places
    }

    /// Where the entry of a row stands: in which record, with which index.
    pub fn place(&self, row: u32) -> Option<Place> {
        self.places.place(row)
    }

    /// Whose entry a row is of. The own record's where there is no such row.
    pub fn record_of(&self, row: u32) -> RecordNumber {
        self.places.place(row).map_or(0, |place| place.record)
    }

    /// Adds the next version as it was kept: its own number is its place, `ended` is derived. `short_id` is of [`short`].
    pub fn put_back(&mut self, version: Version, sid: Sid, short_id: u64) {
        let version = Version { ended: NONE, ..version };
        let Version { index, kind, place, topic, from_day, until_day, .. } = version;
        let record = self.record_of(index);
        self.said_ms.resize(self.said_ms.len().max(usize::from(record).saturating_add(1)), 0);
        self.said_ms.get_mut(usize::from(record)).into_iter().for_each(|said_ms| *said_ms = version.said_ms().max(*said_ms));
        self.sids.push(sid);
        self.short_ids.push(short_id);
        if let Some(before) = version.prev().and_then(|prev| self.versions.get_mut(prev as usize)) {
            before.ended = index;
            let key = (before.kind, before.place, before.topic);
            let ended = before.index;
            // Postings of a list come in the order of their rows.
            let postings = self.by_topic.get_mut(&key).map_or(&mut [][..], Vec::as_mut_slice);
            let posting = postings.binary_search_by_key(&ended, |posting| posting.index).ok().and_then(|at| postings.get_mut(at));
            posting.into_iter().for_each(|posting| posting.ended = index);
        }
        if version.standing() != Standing::DoesNotFit {
            let sids = &self.sids;
            self.heads.put(
                sid_hash(sid),
                index,
                |row| sids.get(row as usize) == Some(&sid),
                |row| sids.get(row as usize).map_or(0, |sid| sid_hash(*sid)),
            );
        }
        if self.is_unlisted {
            self.versions.push(version);
            return;
        }
        let (short_ids, places) = (&self.short_ids, &self.places);
        let hash_of = |row: u32| id_hash(places.place(row).map_or(0, |place| place.record), short_ids.get(row as usize).copied().unwrap_or_default());
        let hash = id_hash(record, short_id);
        self.by_id.put(hash, index, |row| hash_of(row) == hash, hash_of);
        self.by_kind.entry(kind).or_default().push(index);
        self.by_start.entry((kind, from_day)).or_default().push(index);
        if until_day != Facets::OPEN {
            self.by_end.entry((kind, until_day)).or_default().push(index);
        }
        if version.act() != Act::State && version.standing() != Standing::DoesNotFit {
            self.amending.push(index);
        }
        self.by_topic.entry((kind, place, topic)).or_default().push(Posting::of(&version, record));
        self.versions.push(version);
    }

    /// Notes to what the newest row's statement speaks ([`crate::statement::Statement::about`]), each reference by the sid of its subject.
    pub fn link(&mut self, about: &[Reference]) {
        let Some(index) = self.size().checked_sub(1) else { return };
        about.iter().for_each(|reference| self.put_link(Sid::of(&reference.origin, &reference.subject), index));
    }

    /// Notes that the row `index` speaks to the subject of `sid`, as it was kept. Links come in the order of their rows.
    pub fn put_link(&mut self, sid: Sid, index: u32) {
        let rows = self.about.entry(sid).or_default();
        // References are sorted: one subject named twice, once by an entry, stands side by side.
        if rows.last() != Some(&index) {
            rows.push(index);
        }
    }

    /// What others said about a subject of any record: the indices of the statements, oldest first (DESIGN rule 6).
    pub fn about(&self, sid: Sid, size: u32) -> &[u32] {
        let rows = self.about.get(&sid).map_or(&[][..], Vec::as_slice);
        let seen = rows.partition_point(|index| *index < size);
        rows.get(..seen).unwrap_or_default()
    }

    /// All terms, by number.
    pub fn terms(&self) -> &[String] {
        &self.terms
    }

    fn intern(&mut self, text: &str) -> Term {
        if let Some(term) = self.term_of.get(text) {
            return *term;
        }
        let term = u32::try_from(self.terms.len()).unwrap_or(NO_TERM);
        self.terms.push(text.to_owned());
        self.term_of.insert(text.to_owned(), term);
        term
    }

    /// The text of a term; empty for [`NO_TERM`].
    pub fn text(&self, term: Term) -> &str {
        self.terms.get(term as usize).map_or("", String::as_str)
    }

    /// The term of a text, where any row has it.
    pub fn term(&self, text: &str) -> Option<Term> {
        self.term_of.get(text).copied()
    }

    /// The version with this index.
    pub fn version(&self, index: u32) -> Option<&Version> {
        self.versions.get(index as usize)
    }

    /// What lists keep of a version.
    pub fn posting(&self, version: &Version) -> Posting {
        Posting::of(version, self.record_of(version.index))
    }

    /// The first 8 bytes of the id of the entry of this row ([`short`]).
    pub fn short_id(&self, index: u32) -> Option<u64> {
        self.short_ids.get(index as usize).copied()
    }

    /// The sid of the subject that the entry with this index is about.
    pub fn sid(&self, index: u32) -> Option<Sid> {
        self.sids.get(index as usize).copied()
    }

    /// The versions below `size`, oldest first.
    pub fn until(&self, size: u32) -> &[Version] {
        self.versions.get(..size as usize).unwrap_or(&self.versions)
    }

    /// The head of a subject now.
    pub fn head(&self, sid: Sid) -> Option<&Version> {
        self.heads.find(sid_hash(sid), |row| self.sids.get(row as usize) == Some(&sid)).and_then(|index| self.version(index))
    }

    /// The head of a subject in the record's first `size` entries.
    pub fn head_at(&self, sid: Sid, size: u32) -> Option<&Version> {
        let mut version = self.head(sid)?;
        while version.index >= size {
            version = self.version(version.prev()?)?;
        }
        Some(version)
    }

    /// What [`crate::fold::apply`] needs of a head; `id_of` is asked by row.
    pub fn fold_head(&self, sid: Sid, id_of: impl FnOnce(u32) -> Option<EntryId>) -> Option<Head> {
        let version = self.head(sid)?;
        let index_of = |row: u32| self.place(row).map(|place| u64::from(place.index));
        Some(Head {
            index: index_of(version.index)?,
            id: id_of(version.index)?,
            kind: self.text(version.kind).parse().ok()?,
            words: version.words().and_then(index_of),
            facets: self.facets(version),
        })
    }

    /// The facets of a version, as they were folded.
    pub fn facets(&self, version: &Version) -> Facets {
        let text = |term: Term| (term != NO_TERM).then(|| self.text(term).to_owned());
        Facets {
            place: text(version.place),
            topic: text(version.topic),
            group: text(version.group),
            from_day: version.from_day,
            until_day: version.until_day,
            value: version.value,
        }
    }

    /// The row of the entry of this record that may have this id: an id means nothing without its record (DESIGN rule 2). Found by the id's
    /// first 8 bytes: the caller compares the whole.
    pub fn index_of(&self, record: RecordNumber, id: EntryId) -> Option<u32> {
        let short_id = short(id);
        self.by_id.find(id_hash(record, short_id), |row| self.short_ids.get(row as usize) == Some(&short_id) && self.record_of(row) == record)
    }

    /// A subject's versions below `size`, newest first.
    pub fn history(&self, sid: Sid, size: u32) -> impl Iterator<Item = &Version> {
        std::iter::successors(self.head_at(sid, size), |version| version.prev().and_then(|prev| self.version(prev)))
    }

    /// The indices of one kind (full name), oldest first.
    pub fn of_kind(&self, kind: &str) -> &[u32] {
        self.term(kind).and_then(|kind| self.by_kind.get(&kind)).map_or(&[], Vec::as_slice)
    }

    /// The full names of a kind, one for each version that any row has: a newer one that is not understood here keeps the words of an older one.
    pub fn versions_of_kind(&self, name: &str) -> Vec<&str> {
        let is_of = |full: &&str| full.strip_prefix(name).is_some_and(|version| version.starts_with("/v"));
        self.by_kind.keys().map(|kind| self.text(*kind)).filter(is_of).collect()
    }

    /// Whether any row of one kind (full name) is about a place.
    pub fn has_place(&self, kind: &str, place: &str) -> bool {
        self.topics_of(kind, place).next().is_some()
    }

    /// The places that rows of one kind (full name) are about, by code.
    pub fn places_of(&self, kind: &str) -> Vec<&str> {
        let Some(kind) = self.term(kind) else { return Vec::new() };
        let next_from = |place: Term| self.by_topic.range((kind, place, 0)..(kind, NO_TERM, 0)).next().map(|((_, place, _), _)| *place);
        let terms = std::iter::successors(next_from(0), |place| next_from(place.saturating_add(1)));
        let mut places: Vec<&str> = terms.map(|place| self.text(place)).collect();
        places.sort_unstable();
        places
    }

    /// The rows of one kind (full name) about one place, by topic: term of the topic and its rows, oldest first.
    pub fn topics_of(&self, kind: &str, place: &str) -> impl Iterator<Item = (Term, &[Posting])> {
        let key = self.term(kind).zip(self.term(place));
        key.into_iter()
            .flat_map(|(kind, place)| self.by_topic.range((kind, place, 0)..=(kind, place, NO_TERM)))
            .map(|((_, _, topic), rows)| (*topic, rows.as_slice()))
    }

    /// The rows of one kind, by its term, whose first day is one of `days`: each such day, rising, with its rows, oldest first.
    pub fn by_start(&self, kind: Term, days: Range<i32>) -> impl DoubleEndedIterator<Item = (i32, &[u32])> {
        let keys = (kind, days.start)..(kind, days.end.max(days.start));
        self.by_start.range(keys).map(|((_, from_day), rows)| (*from_day, rows.as_slice()))
    }

    /// The days within `days` on which rows of one kind, by its term, start or end, in no order; a day on which some start and some end comes twice.
    pub fn turning_days(&self, kind: Term, days: Range<i32>) -> impl Iterator<Item = i32> {
        let keys = (kind, days.start)..(kind, days.end.max(days.start));
        self.by_start.range(keys.clone()).chain(self.by_end.range(keys)).map(|((_, day), _)| *day)
    }

    /// The rows of one kind, by its term, with this first day, oldest first.
    pub fn starting(&self, kind: Term, from_day: i32) -> &[u32] {
        self.by_start.get(&(kind, from_day)).map_or(&[], Vec::as_slice)
    }

    /// The rows of one kind, by its term, of which this is the day after the last ([`Facets::until_day`]), oldest first. Those that have no end are not listed anywhere.
    pub fn ending(&self, kind: Term, until_day: i32) -> &[u32] {
        self.by_end.get(&(kind, until_day)).map_or(&[], Vec::as_slice)
    }

    /// The rows below `size` that put right or take back the one before them, oldest first.
    pub fn amending(&self, size: u32) -> &[u32] {
        let seen = self.amending.partition_point(|index| *index < size);
        self.amending.get(..seen).unwrap_or_default()
    }

    /// The rows of one kind about one place and topic, oldest first; by their terms.
    pub fn of_topic(&self, kind: Term, place: Term, topic: Term) -> &[Posting] {
        self.by_topic.get(&(kind, place, topic)).map_or(&[], Vec::as_slice)
    }

    /// The lists of one kind about one place; by their terms, as [`Rows::lists`] gives them.
    pub fn lists_of(&self, kind: Term, place: Term) -> impl Iterator<Item = (Term, Term, &[Posting])> {
        let keys = (kind, place, 0)..=(kind, place, NO_TERM);
        self.by_topic.range(keys).map(|((_, place, topic), rows)| (*place, *topic, rows.as_slice()))
    }

    /// The lists of one kind, by its term, in no order that means anything: terms of place and topic, and the rows, oldest first.
    pub fn lists(&self, kind: Term) -> impl Iterator<Item = (Term, Term, &[Posting])> {
        let keys = (kind, 0, 0)..=(kind, NO_TERM, NO_TERM);
        self.by_topic.range(keys).map(|((_, place, topic), rows)| (*place, *topic, rows.as_slice()))
    }

    /// How many rows there were at `at_ms`, by the time of our own record: up to the first of our entries said later, or to what another said
    /// later and came before that. What others had said by then and we did not yet hold is not counted.
    pub fn size_at(&self, at_ms: i64) -> u32 {
        let is_said = |row: u32| self.version(row).is_some_and(|version| version.said_ms() <= at_ms);
        let own = |index: u32| self.places.row(Place { record: OWN, index });
        let (mut low, mut high) = (0, self.places.size(OWN));
        while low < high {
            let middle = low + (high - low) / 2;
            if own(middle).is_some_and(is_said) { low = middle + 1 } else { high = middle }
        }
        let after = low.checked_sub(1).and_then(own).map_or(0, |last| last + 1);
        let end = own(low).unwrap_or_else(|| self.size());
        (after..end).find(|row| !is_said(*row)).unwrap_or(end)
    }
}

impl Version {
    /// The version before.
    pub fn prev(&self) -> Option<u32> {
        known(self.prev)
    }

    /// The version after, which ended this one.
    pub fn ended(&self) -> Option<u32> {
        known(self.ended)
    }

    /// The entry whose body stood.
    pub fn words(&self) -> Option<u32> {
        known(self.words)
    }

    /// State, correct or withdraw.
    pub fn act(&self) -> Act {
        match (self.said >> 2) & 3 {
            0 => Act::State,
            1 => Act::Correct,
            _ => Act::Withdraw,
        }
    }

    /// How the subject stood.
    pub fn standing(&self) -> Standing {
        match self.said & 3 {
            0 => Standing::Stands,
            1 => Standing::Withdrawn,
            2 => Standing::NotUnderstood,
            _ => Standing::DoesNotFit,
        }
    }

    /// When it was said, milliseconds since 1970, by the running maximum of `at`.
    pub fn said_ms(&self) -> i64 {
        self.said >> 4
    }

    /// Whether this is the version that stands in the record's first `size` entries: said by then, not yet ended, not withdrawn.
    pub fn stands_at(&self, size: u32) -> bool {
        self.is_head_at(size) && matches!(self.standing(), Standing::Stands | Standing::NotUnderstood) && self.words != NONE
    }

    /// Whether this is its subject's newest version in the record's first `size` entries.
    pub fn is_head_at(&self, size: u32) -> bool {
        self.index < size && self.ended >= size && self.standing() != Standing::DoesNotFit
    }
}

fn known(link: u32) -> Option<u32> {
    (link != NONE).then_some(link)
}

/// The first 8 bytes of a sid, as a number.
fn sid_hash(sid: Sid) -> u64 {
    let (first, _) = sid.bytes().split_first_chunk::<8>().unwrap_or((&[0; 8], &[]));
    u64::from_be_bytes(*first)
}

/// By what an entry is found in memory: the same bytes may stand in several records.
fn id_hash(record: RecordNumber, short_id: u64) -> u64 {
    // The odd number next to 2^64 divided by the golden ratio spreads numbers that follow each other (Knuth, The Art of Computer Programming 6.4).
    short_id ^ u64::from(record).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// The first 8 bytes of an entry's id, as a number: by what it is found in memory.
pub fn short(id: EntryId) -> u64 {
    let (first, _) = id.digest().split_first_chunk::<8>().unwrap_or((&[0; 8], &[]));
    u64::from_be_bytes(*first)
}
