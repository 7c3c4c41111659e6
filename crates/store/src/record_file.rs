//! `record.db`: entries, full tiles and checkpoints of every record that a node holds. Append-only: no statement here changes or deletes a row.
//!
//! ```text
//! origin   number                           text          1 is the node's own; a copied record gets the next number
//! entry    place = origin << 40 | index     bytes         one B-tree; each record is written at its end
//! tile     origin, level, n                 256 hashes    full tiles only; the right edge is computed from them
//! signed   origin, size                     root, note, at_ms (when it was signed, or verified here: what was known at a time)
//! arrival  row                              origin, idx   from this row on, entries of this record come, from this index on
//! ```
//! In: the tables, compare-and-swap. Out: hashing, signing, verifying (`record`, `node`).

use std::ops::{ControlFlow, Range};
use std::path::Path;

use record::Origin;
use record::places::{OWN, Place, Places, RecordNumber, Run};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use crate::StoreError;
use crate::connect::{self, Shape};
use crate::limits::{ENTRIES_READ_MAX, INDEX_BITS, SIGNED_READ_MAX};

/// A SHA-256.
pub type Hash = [u8; 32];

/// Which runs of entries came in which order. A file of format 1 holds one record, whose entries are the rows.
const ARRIVAL: &str = "CREATE TABLE arrival (row INTEGER PRIMARY KEY, origin INTEGER NOT NULL, idx INTEGER NOT NULL);
                       INSERT INTO arrival (row, origin, idx) SELECT 0, 1, 0 FROM origin WHERE number = 1;";

const SHAPE: Shape = Shape {
    format: 2,
    synchronous: "FULL",
    schema: "
        CREATE TABLE origin (number INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
        CREATE TABLE entry  (place INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
        CREATE TABLE tile   (origin INTEGER NOT NULL, level INTEGER NOT NULL, n INTEGER NOT NULL, hashes BLOB NOT NULL, PRIMARY KEY (origin, level, n));
        CREATE TABLE signed (origin INTEGER NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL, note TEXT NOT NULL, at_ms INTEGER NOT NULL,
                             PRIMARY KEY (origin, size)) WITHOUT ROWID;
        CREATE TABLE arrival (row INTEGER PRIMARY KEY, origin INTEGER NOT NULL, idx INTEGER NOT NULL);
        CREATE VIEW entries AS SELECT text AS origin, place & 1099511627775 AS idx, bytes FROM entry JOIN origin ON number = place >> 40;",
    upgrades: &[(1, ARRIVAL)],
};

/// Whether a file is opened to add to it or only to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The one writer.
    Write,
    /// Any number, in any process.
    Read,
}

/// A signed checkpoint as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// Entries below it.
    pub size: u64,
    /// Root of the tree over them.
    pub root: Hash,
    /// The signed note, as text.
    pub note: String,
    /// When it was signed, milliseconds since 1970.
    pub at_ms: i64,
}

/// A full tile: 256 hashes, 8,192 bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FullTile {
    /// Level, 0 for leaf hashes.
    pub level: u8,
    /// Its number at that level.
    pub n: u64,
    /// The hashes, one behind the other.
    pub hashes: Vec<u8>,
}

/// Everything that one commit writes: entries of one record.
pub struct Append<'a> {
    /// The size from which it was computed: the compare-and-swap.
    pub before: u64,
    /// The tiles that it completes.
    pub tiles: &'a [FullTile],
    /// The checkpoint over the whole. None for a part of another's record, which its checkpoint will prove to be the beginning of.
    pub signed: Option<&'a Signed>,
}

/// `record.db`, opened.
pub struct RecordFile {
    connection: Connection,
    own: Origin,
    origins: Vec<Origin>,
}

/// See [`RecordFile::at_one_moment`].
pub struct Moment<'f> {
    _transaction: Transaction<'f>,
}

/// One record in a file.
#[derive(Clone, Copy)]
pub struct Record<'f> {
    connection: &'f Connection,
    origin: &'f Origin,
    number: i64,
}

impl RecordFile {
    /// Makes a file for the record of `origin`, or opens the one that is there for it to be filled.
    pub fn create(path: &Path, origin: &Origin) -> Result<RecordFile, StoreError> {
        let connection = connect::write(path, &SHAPE)?;
        connection
            .execute("INSERT OR IGNORE INTO origin (number, text) VALUES (?1, ?2)", params![number_of(OWN), origin.as_str()])
            .map_err(StoreError::sql("naming the record"))?;
        RecordFile::of(connection)
    }

    /// Opens a file that exists.
    pub fn open(path: &Path, mode: Mode) -> Result<RecordFile, StoreError> {
        let connection = match mode {
            Mode::Write if path.exists() => connect::write(path, &SHAPE)?,
            Mode::Write | Mode::Read => match connect::read(path, &SHAPE) {
                // A file of an earlier release, which no node has opened since: it is brought to ours first.
                Err(StoreError::Format { found, known, .. }) if found < known => {
                    connect::write(path, &SHAPE).map(drop).and_then(|()| connect::read(path, &SHAPE))?
                }
                opened => opened?,
            },
        };
        RecordFile::of(connection)
    }

    fn of(connection: Connection) -> Result<RecordFile, StoreError> {
        let origins = origins_of(&connection)?;
        let own = origins.first().cloned().ok_or_else(|| damaged("it names no origin".to_owned()))?;
        Ok(RecordFile { connection, own, origins })
    }

    /// The node's own record.
    pub fn own(&self) -> Record<'_> {
        Record { connection: &self.connection, origin: &self.own, number: number_of(OWN) }
    }

    /// The record with this number. None where the file had none when it was opened, or since [`RecordFile::reread`].
    pub fn record(&self, record: RecordNumber) -> Option<Record<'_>> {
        let origin = self.origins.get(usize::from(record))?;
        Some(Record { connection: &self.connection, origin, number: number_of(record) })
    }

    /// Whose records there are, by number.
    pub fn origins(&self) -> &[Origin] {
        &self.origins
    }

    /// Reads as one moment has it, until what is returned is dropped: many small reads then cost no lock each.
    pub fn at_one_moment(&self) -> Result<Moment<'_>, StoreError> {
        self.connection.unchecked_transaction().map(|transaction| Moment { _transaction: transaction }).map_err(StoreError::sql("beginning to read"))
    }

    /// Reads again whose records there are: another connection may have added some.
    pub fn reread(&mut self) -> Result<(), StoreError> {
        self.origins = origins_of(&self.connection)?;
        Ok(())
    }

    /// Gives the record of another origin its number, durable on return.
    pub fn know(&mut self, origin: &Origin) -> Result<RecordNumber, StoreError> {
        if let Some(known) = self.origins.iter().position(|known| known == origin) {
            return Ok(RecordNumber::try_from(known).unwrap_or(RecordNumber::MAX));
        }
        let bound = StoreError::Bound { what: "the number of records in one file", bound: RecordNumber::MAX.into() };
        let record = RecordNumber::try_from(self.origins.len()).map_err(|_| bound)?;
        self.connection
            .execute("INSERT INTO origin (number, text) VALUES (?1, ?2)", params![number_of(record), origin.as_str()])
            .map_err(StoreError::sql("naming a record"))?;
        self.origins.push(origin.clone());
        Ok(record)
    }

    /// Where the entries of all records stand: in which order they came. Read whole, also beside a writer in another process.
    pub fn places(&self) -> Result<Places, StoreError> {
        let sql = StoreError::sql("reading the order of entries");
        let whole = self.connection.unchecked_transaction().map_err(&sql)?;
        let origins = origins_of(&whole)?;
        let mut sizes = Vec::with_capacity(origins.len());
        for (record, _) in (OWN..).zip(&origins) {
            let size = size_of(&whole, number_of(record))?;
            sizes.push(u32::try_from(size).map_err(|_| StoreError::Bound { what: "the number of entries", bound: u32::MAX.into() })?);
        }
        let mut select = whole.prepare("SELECT row, origin, idx FROM arrival ORDER BY row").map_err(&sql)?;
        let found = select.query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?, row.get(2)?))).map_err(&sql)?;
        let mut runs = Vec::new();
        for run in found {
            let (row, number, index) = run.map_err(&sql)?;
            let record = RecordNumber::try_from(number.saturating_sub(number_of(OWN))).map_err(|_| damaged(format!("record {number} is none")))?;
            runs.push(Run { row, first: Place { record, index } });
        }
        Places::kept(origins, &runs, &sizes).ok_or_else(|| damaged("the order in which entries came does not match them".to_owned()))
    }

    /// Writes entries, tiles and checkpoint of one record in one transaction, durable on return; all or nothing. `row`: how many entries of all
    /// records stand already.
    ///
    /// Errors: `Conflict` where the record is not `append.before` long; `Contradicts` where that size is signed with another root, or
    /// a larger one is signed (specs/record.md g, rules 1 and 2).
    pub fn append<'e>(
        &mut self,
        record: RecordNumber,
        row: u64,
        append: &Append<'_>,
        entries: impl Iterator<Item = &'e [u8]>,
    ) -> Result<(), StoreError> {
        let sql = StoreError::sql("writing entries");
        let number = number_of(record);
        let change = self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(&sql)?;
        let size = size_of(&change, number)?;
        if size != append.before {
            return Err(StoreError::Conflict { before: append.before, size });
        }
        append.signed.map_or(Ok(()), |signed| refuse_contradiction(&change, number, signed))?;
        let written = insert_entries(&change, number, size, entries)?;
        if written > 0 {
            note_arrival(&change, row, number, size)?;
        }
        insert_tiles(&change, number, append.tiles)?;
        if let Some(signed) = append.signed {
            if size.checked_add(written) != Some(signed.size) {
                return Err(StoreError::Contradicts { size: signed.size, largest: size });
            }
            let Signed { size, root, note, at_ms } = signed;
            change
                .prepare_cached("INSERT OR IGNORE INTO signed (origin, size, root, note, at_ms) VALUES (?1, ?2, ?3, ?4, ?5)")
                .and_then(|mut insert| insert.execute(params![number, narrow(*size)?, root.as_slice(), note, at_ms]))
                .map_err(&sql)?;
        }
        change.commit().map_err(&sql)
    }

    /// Copies the write-ahead log back into the file, as far as readers let it.
    pub fn checkpoint_wal(&self) -> Result<(), StoreError> {
        self.connection.execute_batch("PRAGMA wal_checkpoint(PASSIVE);").map_err(StoreError::sql("copying the write-ahead log back"))
    }
}

impl Record<'_> {
    /// Whose record it is.
    pub fn origin(&self) -> &Origin {
        self.origin
    }

    /// How many entries it has.
    pub fn size(&self) -> Result<u64, StoreError> {
        size_of(self.connection, self.number)
    }

    /// The bytes of the entry with this index.
    pub fn entry(&self, index: u64) -> Result<Option<Vec<u8>>, StoreError> {
        let sql = StoreError::sql("reading an entry");
        let mut select = self.connection.prepare_cached("SELECT bytes FROM entry WHERE place = ?1").map_err(&sql)?;
        select.query_row([place(self.number, index)?], |row| row.get(0)).optional().map_err(&sql)
    }

    /// Hands each entry of a range to `take`, in order, without copying it; `take` may stop early. A gap is damage.
    pub fn for_each<B>(&self, range: Range<u64>, mut take: impl FnMut(u64, &[u8]) -> ControlFlow<B>) -> Result<ControlFlow<B>, StoreError> {
        let sql = StoreError::sql("reading entries");
        let mut select =
            self.connection.prepare_cached("SELECT place, bytes FROM entry WHERE place >= ?1 AND place < ?2 ORDER BY place").map_err(&sql)?;
        let mut rows = select.query([place(self.number, range.start)?, place(self.number, range.end)?]).map_err(&sql)?;
        let mut expected = range.start;
        while let Some(row) = rows.next().map_err(&sql)? {
            let found: i64 = row.get(0).map_err(&sql)?;
            if found != place(self.number, expected)? {
                return Err(StoreError::Damaged { file: "record.db", what: format!("entry {expected} is missing") });
            }
            let bytes = row.get_ref(1).and_then(|value| value.as_blob().map_err(rusqlite::Error::from)).map_err(&sql)?;
            if let ControlFlow::Break(early) = take(expected, bytes) {
                return Ok(ControlFlow::Break(early));
            }
            expected = expected.saturating_add(1);
        }
        Ok(ControlFlow::Continue(()))
    }

    /// The entries of a range, as many as there are; at most [`ENTRIES_READ_MAX`].
    pub fn entries(&self, range: Range<u64>) -> Result<Vec<Vec<u8>>, StoreError> {
        if range.end.saturating_sub(range.start) > ENTRIES_READ_MAX {
            return Err(StoreError::Bound { what: "the number of entries read at once", bound: ENTRIES_READ_MAX });
        }
        let mut entries = Vec::new();
        let _: ControlFlow<()> = self.for_each(range, |_, bytes| {
            entries.push(bytes.to_vec());
            ControlFlow::Continue(())
        })?;
        Ok(entries)
    }

    /// The hashes of a full tile, 8,192 bytes.
    pub fn tile(&self, level: u8, n: u64) -> Result<Option<Vec<u8>>, StoreError> {
        let sql = StoreError::sql("reading a tile");
        let mut select = self.connection.prepare_cached("SELECT hashes FROM tile WHERE origin = ?1 AND level = ?2 AND n = ?3").map_err(&sql)?;
        let hashes: Option<Vec<u8>> =
            select.query_row(params![self.number, level, narrow(n).map_err(&sql)?], |row| row.get(0)).optional().map_err(&sql)?;
        match hashes {
            Some(hashes) if hashes.len() != 8_192 => {
                Err(StoreError::Damaged { file: "record.db", what: format!("tile {n} of level {level} has {} bytes", hashes.len()) })
            }
            hashes => Ok(hashes),
        }
    }

    /// The newest signed checkpoint.
    pub fn latest(&self) -> Result<Option<Signed>, StoreError> {
        Ok(self.signed("ORDER BY size DESC LIMIT 1", 0)?.pop())
    }

    /// The signed checkpoint of just this size.
    pub fn signed_at(&self, size: u64) -> Result<Option<Signed>, StoreError> {
        Ok(self.signed("AND size = ?2 LIMIT 1", size)?.pop())
    }

    /// The newest checkpoint over at most `size` entries.
    pub fn signed_up_to(&self, size: u64) -> Result<Option<Signed>, StoreError> {
        Ok(self.signed("AND size <= ?2 ORDER BY size DESC LIMIT 1", size)?.pop())
    }

    /// The smallest signed checkpoint over the first `size` entries: the first one that they were published under.
    pub fn signed_over(&self, size: u64) -> Result<Option<Signed>, StoreError> {
        Ok(self.signed("AND size >= ?2 ORDER BY size LIMIT 1", size)?.pop())
    }

    /// Signed checkpoints of `size` or more, smallest first; at most [`SIGNED_READ_MAX`].
    pub fn signed_from(&self, size: u64) -> Result<Vec<Signed>, StoreError> {
        self.signed(&format!("AND size >= ?2 ORDER BY size LIMIT {SIGNED_READ_MAX}"), size)
    }

    /// Sizes in a range that are signed, each with its root, smallest first.
    pub fn signed_roots(&self, sizes: Range<u64>) -> Result<Vec<(u64, Hash)>, StoreError> {
        let sql = StoreError::sql("reading signed roots");
        let text = "SELECT size, root FROM signed WHERE origin = ?1 AND size >= ?2 AND size < ?3 ORDER BY size";
        let mut select = self.connection.prepare_cached(text).map_err(&sql)?;
        let (from, to) = (narrow(sizes.start).map_err(&sql)?, narrow(sizes.end).map_err(&sql)?);
        let rows = select.query_map(params![self.number, from, to], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?))).map_err(&sql)?;
        rows.map(|row| row.map(|(size, root)| (u64::try_from(size).unwrap_or(0), root))).collect::<Result<_, _>>().map_err(&sql)
    }

    fn signed(&self, rest: &str, size: u64) -> Result<Vec<Signed>, StoreError> {
        let sql = StoreError::sql("reading signed checkpoints");
        let text = format!("SELECT size, root, note, at_ms FROM signed WHERE origin = ?1 AND ?2 = ?2 {rest}");
        let mut select = self.connection.prepare_cached(&text).map_err(&sql)?;
        let rows = select
            .query_map(params![self.number, narrow(size).map_err(&sql)?], |row| {
                let (size, root): (i64, Hash) = (row.get(0)?, row.get(1)?);
                Ok(Signed { size: u64::try_from(size).unwrap_or(0), root, note: row.get(2)?, at_ms: row.get(3)? })
            })
            .map_err(&sql)?;
        rows.collect::<Result<Vec<Signed>, _>>().map_err(&sql)
    }
}

fn origins_of(connection: &Connection) -> Result<Vec<Origin>, StoreError> {
    let sql = StoreError::sql("reading whose records there are");
    let mut select = connection.prepare("SELECT number, text FROM origin ORDER BY number").map_err(&sql)?;
    let found = select.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))).map_err(&sql)?;
    let mut origins = Vec::new();
    for (record, row) in (OWN..).zip(found) {
        let (number, text) = row.map_err(&sql)?;
        if number != number_of(record) {
            return Err(damaged(format!("record {number} is numbered out of order")));
        }
        origins.push(text.parse().map_err(|_| damaged("an origin is malformed".to_owned()))?);
    }
    Ok(origins)
}

/// As records are numbered in the file: from 1.
fn number_of(record: RecordNumber) -> i64 {
    i64::from(record) + 1
}

fn damaged(what: String) -> StoreError {
    StoreError::Damaged { file: "record.db", what }
}

/// Notes that entries of this record come from `row` on, unless the entry before is of the same record.
fn note_arrival(change: &Transaction<'_>, row: u64, number: i64, index: u64) -> Result<(), StoreError> {
    let sql = StoreError::sql("writing the order of entries");
    let mut select = change.prepare_cached("SELECT origin FROM arrival ORDER BY row DESC LIMIT 1").map_err(&sql)?;
    let last: Option<i64> = select.query_row([], |row| row.get(0)).optional().map_err(&sql)?;
    if last == Some(number) {
        return Ok(());
    }
    change
        .prepare_cached("INSERT INTO arrival (row, origin, idx) VALUES (?1, ?2, ?3)")
        .and_then(|mut insert| insert.execute(params![narrow(row)?, number, narrow(index)?]))
        .map(drop)
        .map_err(&sql)
}

fn size_of(connection: &Connection, number: i64) -> Result<u64, StoreError> {
    let sql = StoreError::sql("reading the record's size");
    let (first, end) = (place(number, 0)?, place(number.saturating_add(1), 0)?);
    let mut select = connection.prepare_cached("SELECT max(place) FROM entry WHERE place >= ?1 AND place < ?2").map_err(&sql)?;
    let last: Option<i64> = select.query_row([first, end], |row| row.get(0)).map_err(&sql)?;
    Ok(last.map_or(0, |last| u64::try_from(last.saturating_sub(first)).unwrap_or(0).saturating_add(1)))
}

fn refuse_contradiction(change: &Transaction<'_>, number: i64, signed: &Signed) -> Result<(), StoreError> {
    let sql = StoreError::sql("comparing with what is signed");
    let mut select = change.prepare_cached("SELECT size, root FROM signed WHERE origin = ?1 ORDER BY size DESC LIMIT 1").map_err(&sql)?;
    let newest: Option<(i64, Hash)> = select.query_row([number], |row| Ok((row.get(0)?, row.get(1)?))).optional().map_err(&sql)?;
    let Some((largest, root)) = newest.map(|(size, root)| (u64::try_from(size).unwrap_or(u64::MAX), root)) else { return Ok(()) };
    if signed.size < largest || (signed.size == largest && signed.root != root) {
        return Err(StoreError::Contradicts { size: signed.size, largest });
    }
    Ok(())
}

fn insert_entries<'e>(change: &Transaction<'_>, number: i64, from: u64, entries: impl Iterator<Item = &'e [u8]>) -> Result<u64, StoreError> {
    let sql = StoreError::sql("writing entries");
    let mut insert = change.prepare_cached("INSERT INTO entry (place, bytes) VALUES (?1, ?2)").map_err(&sql)?;
    let mut written = 0_u64;
    for bytes in entries {
        insert.execute(params![place(number, from.saturating_add(written))?, bytes]).map_err(&sql)?;
        written = written.saturating_add(1);
    }
    Ok(written)
}

fn insert_tiles(change: &Transaction<'_>, number: i64, tiles: &[FullTile]) -> Result<(), StoreError> {
    let sql = StoreError::sql("writing tiles");
    let mut insert = change.prepare_cached("INSERT INTO tile (origin, level, n, hashes) VALUES (?1, ?2, ?3, ?4)").map_err(&sql)?;
    for FullTile { level, n, hashes } in tiles {
        insert.execute(params![number, level, narrow(*n).map_err(&sql)?, hashes]).map_err(&sql)?;
    }
    Ok(())
}

fn place(number: i64, index: u64) -> Result<i64, StoreError> {
    let bound = 1_u64 << INDEX_BITS;
    let too_large = || StoreError::Bound { what: "an entry's index", bound };
    let index = i64::try_from(index.min(bound)).map_err(|_| too_large())?;
    number.checked_mul(1 << INDEX_BITS).and_then(|first| first.checked_add(index)).ok_or_else(too_large)
}

fn narrow(wide: u64) -> Result<i64, rusqlite::Error> {
    i64::try_from(wide).map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}
