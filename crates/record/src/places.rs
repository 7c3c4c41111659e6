//! Where entries of several records stand among the rows of one node: in the order in which they came.
//!
//! ```text
//! row      0 1 2 3 │ 4 5 6 │ 7 8 │ 9 …          rows count over all records
//! record   0 0 0 0 │ 1 1 1 │ 0 0 │ 1 …          0 is the own record, others by number as they became known
//! index    0 1 2 3 │ 0 1 2 │ 4 5 │ 3 …          indices count in each record
//! ```
//! Only the bounds are kept, one [`Run`] each: a node with one record has one.
//! In: from row to place and back. Out: what stands there (`rows`), how runs are kept (`store`).

use std::fmt;

use crate::name::Origin;

/// The number of a record at one node: 0 is its own. Never leaves the node.
pub type RecordNumber = u16;

/// The own record.
pub const OWN: RecordNumber = 0;

/// Where an entry stands: in which record, with which index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Whose record.
    pub record: RecordNumber,
    /// The entry's index in it.
    pub index: u32,
}

/// How an entry is called outside the node: by number in our own record, with its origin in another's (DESIGN rule 2).
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(untagged)]
pub enum EntryName {
    /// Its index.
    Own(u32),
    /// `origin#index`.
    Other(String),
}

impl fmt::Display for EntryName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EntryName::Own(index) => index.fmt(f),
            EntryName::Other(name) => f.write_str(name),
        }
    }
}

/// Entries of one record that came one behind the other; it ends where the next one begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// Row of the first of them.
    pub row: u32,
    /// Where that one stands.
    pub first: Place,
}

/// See the module.
#[derive(Clone, Debug, Default)]
pub struct Places {
    origins: Vec<Origin>,
    runs: Vec<Run>,
    /// The runs of each record, by its number, as they stand in `runs`.
    of_record: Vec<Vec<u32>>,
    sizes: Vec<u32>,
    rows: u32,
}

impl Places {
    /// The places of records whose runs were kept; `sizes`: how many entries of each there are. None where these contradict each other.
    pub fn kept(origins: Vec<Origin>, runs: &[Run], sizes: &[u32]) -> Option<Places> {
        let mut places = Places::default();
        for origin in origins {
            places.know(origin);
        }
        let rows = sizes.iter().try_fold(0_u32, |rows, size| rows.checked_add(*size))?;
        let ends = runs.iter().skip(1).map(|run| run.row).chain([rows]);
        for (run, end) in runs.iter().zip(ends) {
            let is_next = run.row == places.rows && places.size(run.first.record) == run.first.index && end > run.row;
            if !is_next || usize::from(run.first.record) >= sizes.len() {
                return None;
            }
            places.put(run.first.record, end.saturating_sub(run.row));
        }
        (places.rows == rows && (0..).zip(sizes).all(|(record, size)| places.size(record) == *size)).then_some(places)
    }

    /// The places of the first `rows` rows, with all the records that are known.
    #[must_use]
    pub fn first(&self, rows: u32) -> Places {
        let mut places = Places::default();
        for origin in &self.origins {
            places.know(origin.clone());
        }
        let ends = self.runs.iter().skip(1).map(|run| run.row).chain([self.rows]);
        for (run, end) in self.runs.iter().zip(ends).take_while(|(run, _)| run.row < rows) {
            places.put(run.first.record, end.min(rows).saturating_sub(run.row));
        }
        places
    }

    /// The number of this origin's record; a new one where it is not known.
    pub fn know(&mut self, origin: Origin) -> RecordNumber {
        self.number(&origin).unwrap_or_else(|| {
            self.origins.push(origin);
            self.make_room(self.origins.len());
            RecordNumber::try_from(self.origins.len().saturating_sub(1)).unwrap_or(RecordNumber::MAX)
        })
    }

    /// The number of this origin's record, where it is known.
    pub fn number(&self, origin: &Origin) -> Option<RecordNumber> {
        self.origins.iter().position(|known| known == origin).and_then(|at| RecordNumber::try_from(at).ok())
    }

    /// Whose record has this number.
    pub fn origin(&self, record: RecordNumber) -> Option<&Origin> {
        self.origins.get(usize::from(record))
    }

    /// Whose records are known, by number.
    pub fn origins(&self) -> &[Origin] {
        &self.origins
    }

    /// How many entries of a record there are.
    pub fn size(&self, record: RecordNumber) -> u32 {
        self.sizes.get(usize::from(record)).copied().unwrap_or(0)
    }

    /// How many entries of a record stand among the first `rows` rows.
    pub fn size_within(&self, record: RecordNumber, rows: u32) -> u32 {
        let Some(runs) = self.of_record.get(usize::from(record)) else { return 0 };
        let before = runs.partition_point(|run| self.runs.get(*run as usize).is_some_and(|run| run.row < rows));
        let Some(at) = before.checked_sub(1).and_then(|at| runs.get(at)).map(|run| *run as usize) else { return 0 };
        let Some(run) = self.runs.get(at) else { return 0 };
        let end = self.runs.get(at.saturating_add(1)).map_or(self.rows, |next| next.row);
        run.first.index.saturating_add(rows.min(end).saturating_sub(run.row))
    }

    /// The rows of a record's entries among the first `rows` rows, in its order: one range for each of its runs.
    pub fn rows_of(&self, record: RecordNumber, rows: u32) -> impl Iterator<Item = std::ops::Range<u32>> {
        let runs = self.of_record.get(usize::from(record)).map_or(&[][..], Vec::as_slice);
        let range = move |number: &u32| {
            let run = self.runs.get(*number as usize)?;
            let end = self.runs.get((*number as usize).saturating_add(1)).map_or(self.rows, |next| next.row);
            Some(run.row..end.min(rows)).filter(|range| !range.is_empty())
        };
        runs.iter().map_while(range)
    }

    /// How many rows there are.
    pub fn rows(&self) -> u32 {
        self.rows
    }

    /// Every run, in order.
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// Adds a row of this record.
    pub fn push(&mut self, record: RecordNumber) {
        self.put(record, 1);
    }

    fn make_room(&mut self, records: usize) {
        if self.sizes.len() < records {
            self.sizes.resize(records, 0);
            self.of_record.resize(records, Vec::new());
        }
    }

    fn put(&mut self, record: RecordNumber, count: u32) {
        let at = usize::from(record);
        // Whoever holds one record may never name it.
        self.make_room(at.saturating_add(1));
        let Some(size) = self.sizes.get_mut(at) else { return };
        if self.runs.last().is_none_or(|run| run.first.record != record) {
            let number = u32::try_from(self.runs.len()).unwrap_or(u32::MAX);
            self.runs.push(Run { row: self.rows, first: Place { record, index: *size } });
            self.of_record.get_mut(at).into_iter().for_each(|runs| runs.push(number));
        }
        *size = size.saturating_add(count);
        self.rows = self.rows.saturating_add(count);
    }

    /// Where the entry of a row stands, and the row at which entries of another record come.
    pub fn run(&self, row: u32) -> Option<(Place, u32)> {
        let place = self.place(row)?;
        let next = self.runs.get(self.runs.partition_point(|run| run.row <= row));
        Some((place, next.map_or(self.rows, |next| next.row)))
    }

    /// How the entry of a row is called.
    pub fn name(&self, row: u32) -> EntryName {
        match self.place(row) {
            Some(Place { record: OWN, index }) => EntryName::Own(index),
            Some(Place { record, index }) => EntryName::Other(format!("{}#{index}", self.origin(record).map_or("", Origin::as_str))),
            None => EntryName::Own(row),
        }
    }

    /// How several are called.
    pub fn names(&self, rows: &[u32]) -> Vec<EntryName> {
        rows.iter().map(|row| self.name(*row)).collect()
    }

    /// The same in one cell of a sheet.
    pub fn list(&self, rows: &[u32]) -> String {
        self.names(rows).iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    }

    /// How the entry of a row is called as part of an address: `17`, or `north.example~log/17`.
    pub fn path(&self, row: u32) -> String {
        match self.place(row) {
            Some(Place { record: OWN, index }) => index.to_string(),
            Some(Place { record, index }) => format!("{}/{index}", self.origin(record).map(Origin::slug).unwrap_or_default()),
            None => row.to_string(),
        }
    }

    /// Adds what `longer`, which begins as these places do, has more.
    pub fn follow(&mut self, longer: &Places) {
        for origin in longer.origins.iter().skip(self.origins.len()) {
            self.know(origin.clone());
        }
        while let Some((place, until)) = longer.run(self.rows) {
            self.put(place.record, until.saturating_sub(self.rows));
        }
    }

    /// Where the entry of a row stands.
    pub fn place(&self, row: u32) -> Option<Place> {
        if row >= self.rows {
            return None;
        }
        let run = match self.runs.as_slice() {
            [only] => only,
            runs => runs.get(runs.partition_point(|run| run.row <= row).checked_sub(1)?)?,
        };
        Some(Place { record: run.first.record, index: run.first.index.saturating_add(row.saturating_sub(run.row)) })
    }

    /// The row of an entry, where it has come.
    pub fn row(&self, place: Place) -> Option<u32> {
        if place.index >= self.size(place.record) {
            return None;
        }
        let runs = self.of_record.get(usize::from(place.record))?;
        let run_of = |number: &u32| self.runs.get(*number as usize);
        let before = runs.partition_point(|number| run_of(number).is_some_and(|run| run.first.index <= place.index));
        let run = run_of(runs.get(before.checked_sub(1)?)?)?;
        Some(run.row.saturating_add(place.index.saturating_sub(run.first.index)))
    }
}
