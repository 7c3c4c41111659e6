//! `views.db`: rows as they were folded, so that a start needs no refold. A cache: damaged, newer or of another fold, it is dropped.
//!
//! ```text
//! block  n    rows 256n..256n+255, 74 bytes each, little-endian, with the first 8 bytes of their SHA-256 before them
//! term   id   text                                    the small numbers that rows share
//! about  idx, subject                             rows that speak to a subject of any record, by its sid
//! folded one  size, root, fold, kinds                 how far, over which tree, by which fold and table of kinds
//! ```
//! Blocks and not columns: a million rows load in a quarter of the time, and every list reads memory.

use std::ops::ControlFlow;
use std::path::Path;

use record::fold::Standing;
use record::places::Places;
use record::rows::{Parts, Rows, Version};
use record::{Act, EntryId, Sid};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::StoreError;
use crate::connect::{self, Shape};
use crate::limits::{BLOCK_ROWS, TERM_BYTES_MAX};
use crate::record_file::Hash;

const SHAPE: Shape = Shape {
    format: 2,
    synchronous: "NORMAL",
    schema: "
        CREATE TABLE folded (one INTEGER PRIMARY KEY CHECK (one = 1), size INTEGER NOT NULL, root BLOB NOT NULL, fold INTEGER NOT NULL, kinds TEXT NOT NULL);
        CREATE TABLE term   (id INTEGER PRIMARY KEY, text TEXT NOT NULL);
        CREATE TABLE block  (n INTEGER PRIMARY KEY, rows BLOB NOT NULL);
        CREATE TABLE about  (idx INTEGER NOT NULL, subject BLOB NOT NULL, PRIMARY KEY (idx, subject)) WITHOUT ROWID;",
    upgrades: &[],
};

const ROW_BYTES: usize = 74;
const SUM_BYTES: usize = 8;
const NONE: u32 = u32::MAX;

/// A row with what the columns in memory do not keep beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeptRow {
    /// The row.
    pub version: Version,
    /// The sid of its subject.
    pub sid: Sid,
    /// The first 8 bytes of its entry's id, big-endian.
    pub short_id: u64,
}

/// How far rows are kept, and what they are a function of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folded {
    /// Rows folded, of all records.
    pub size: u32,
    /// What names the entries under them ([`record::cut`]): rows of another history are not ours.
    pub root: Hash,
    /// `record::fold::FOLD`.
    pub fold: u32,
    /// The kinds that were known, as one text.
    pub kinds: String,
}

/// Rows read back.
#[derive(Debug)]
pub struct Loaded {
    /// The rows.
    pub rows: Rows,
    /// How far they go.
    pub folded: Folded,
}

/// `views.db`, opened.
pub struct Views {
    connection: Connection,
}

impl Views {
    /// Opens the file for writing, or makes it. What can't be opened is removed and made anew.
    pub fn open(path: &Path) -> Result<Views, StoreError> {
        if let Ok(connection) = connect::write(path, &SHAPE) {
            return Ok(Views { connection });
        }
        Views::remove(path);
        connect::write(path, &SHAPE).map(|connection| Views { connection })
    }

    /// Opens the file for reading, where there is a whole one.
    pub fn read(path: &Path) -> Option<Views> {
        connect::read(path, &SHAPE).ok().map(|connection| Views { connection })
    }

    /// Removes the file and its log; a missing one is fine.
    pub fn remove(path: &Path) {
        for ending in ["", "-wal", "-shm"] {
            let mut file = path.as_os_str().to_owned();
            file.push(ending);
            // Nothing is lost if this fails: the next opening says so, and rows are folded in memory anyway.
            drop(std::fs::remove_file(file));
        }
    }

    /// Adds rows, in order and in any number of parts, behind those that are kept, all or none. `terms` are those from number `first_term`
    /// on; `links` say which row speaks to which subject.
    pub fn save(
        &mut self,
        parts: impl Iterator<Item = Vec<KeptRow>>,
        links: &[(Sid, u32)],
        (first_term, terms): (u32, &[String]),
        folded: &Folded,
    ) -> Result<(), StoreError> {
        let sql = StoreError::sql("keeping rows");
        let change = self.connection.transaction().map_err(&sql)?;
        for (id, text) in (first_term..).zip(terms) {
            change.execute("INSERT OR REPLACE INTO term (id, text) VALUES (?1, ?2)", params![id, text]).map_err(&sql)?;
        }
        for rows in parts {
            save_blocks(&change, &rows)?;
        }
        for (sid, index) in links {
            change.execute("INSERT OR REPLACE INTO about (idx, subject) VALUES (?1, ?2)", params![index, sid.bytes()]).map_err(&sql)?;
        }
        let Folded { size, root, fold, kinds } = folded;
        change
            .execute(
                "INSERT OR REPLACE INTO folded (one, size, root, fold, kinds) VALUES (1, ?1, ?2, ?3, ?4)",
                params![size, root.as_slice(), fold, kinds],
            )
            .map_err(&sql)?;
        change.commit().map_err(&sql)
    }

    /// How far rows are kept.
    pub fn folded(&self) -> Result<Option<Folded>, StoreError> {
        self.connection
            .query_row("SELECT size, root, fold, kinds FROM folded", [], |row| {
                Ok(Folded { size: row.get(0)?, root: row.get(1)?, fold: row.get(2)?, kinds: row.get(3)? })
            })
            .optional()
            .map_err(StoreError::sql("reading how far rows are kept"))
    }

    /// Hands each row to `take`, in order, without keeping any, with the terms by number; `wants` says first whether these rows are of use.
    /// None where nothing is kept, or nothing of use; an error where a block is damaged.
    pub fn for_each(
        &self,
        wants: impl FnOnce(&Folded) -> bool,
        mut take: impl FnMut(&[String], &KeptRow) -> ControlFlow<()>,
    ) -> Result<Option<Folded>, StoreError> {
        let sql = StoreError::sql("reading rows");
        let whole = self.connection.unchecked_transaction().map_err(&sql)?;
        let Some(folded) = self.folded()?.filter(wants) else { return Ok(None) };
        let terms = self.terms()?;
        let mut select = whole.prepare("SELECT n, rows FROM block ORDER BY n").map_err(&sql)?;
        let mut blocks = select.query([]).map_err(&sql)?;
        let mut size = 0;
        while let Some(block) = blocks.next().map_err(&sql)? {
            let n: u32 = block.get(0).map_err(&sql)?;
            let bytes = block.get_ref(1).and_then(|value| value.as_blob().map_err(rusqlite::Error::from)).map_err(&sql)?;
            for row in block_rows(n, bytes, size)? {
                if take(&terms, &row?).is_break() {
                    return Ok(Some(folded));
                }
                size += 1;
            }
        }
        if size == folded.size { Ok(Some(folded)) } else { Err(damaged(format!("it keeps {size} rows and says {}", folded.size))) }
    }

    /// Reads all rows; `places` says where entries stand, and is asked once it is settled which rows are read: it is never behind them. None
    /// where nothing is kept; an error where a block is damaged, or where more is kept than stands there: fold anew.
    pub fn load<E: From<StoreError>>(&self, places: impl FnOnce() -> Result<Places, E>) -> Result<Option<Loaded>, E> {
        let sql = StoreError::sql("reading rows");
        // One transaction: a folder in another process may add between two statements.
        let whole = self.connection.unchecked_transaction().map_err(&sql)?;
        let Some(folded) = self.folded()? else { return Ok(None) };
        let places = places()?;
        if folded.size > places.rows() {
            return Err(damaged(format!("it keeps {} rows, of {} entries", folded.size, places.rows())).into());
        }
        let mut rows = Rows::kept(self.terms()?, places.first(folded.size), folded.size);
        let mut select = whole.prepare("SELECT n, rows FROM block ORDER BY n").map_err(&sql)?;
        let mut blocks = select.query([]).map_err(&sql)?;
        while let Some(block) = blocks.next().map_err(&sql)? {
            let n: u32 = block.get(0).map_err(&sql)?;
            let bytes = block.get_ref(1).and_then(|value| value.as_blob().map_err(rusqlite::Error::from)).map_err(&sql)?;
            load_block(n, bytes, &mut rows)?;
        }
        let mut select = whole.prepare("SELECT subject, idx FROM about ORDER BY idx").map_err(&sql)?;
        let links = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).map_err(&sql)?;
        for link in links {
            let (subject, index) = link.map_err(&sql)?;
            rows.put_link(Sid::from_bytes(subject), index);
        }
        if rows.size() != folded.size {
            return Err(damaged(format!("it keeps {} rows and says {}", rows.size(), folded.size)).into());
        }
        Ok(Some(Loaded { rows, folded }))
    }

    fn terms(&self) -> Result<Vec<String>, StoreError> {
        let sql = StoreError::sql("reading terms");
        let mut select = self.connection.prepare("SELECT id, text FROM term ORDER BY id").map_err(&sql)?;
        let found = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).map_err(&sql)?;
        let mut terms = Vec::new();
        for term in found {
            let (id, text): (u32, String) = term.map_err(&sql)?;
            if usize::try_from(id) != Ok(terms.len()) || text.len() > TERM_BYTES_MAX {
                return Err(damaged(format!("term {id} is out of order or too long")));
            }
            terms.push(text);
        }
        Ok(terms)
    }
}

fn damaged(what: String) -> StoreError {
    StoreError::Damaged { file: "views.db", what }
}

fn save_blocks(change: &Transaction<'_>, mut rows: &[KeptRow]) -> Result<(), StoreError> {
    let sql = StoreError::sql("keeping rows");
    let mut select = change.prepare_cached("SELECT rows FROM block WHERE n = ?1").map_err(&sql)?;
    let mut insert = change.prepare_cached("INSERT OR REPLACE INTO block (n, rows) VALUES (?1, ?2)").map_err(&sql)?;
    while let Some(first) = rows.first().map(|row| row.version.index) {
        let (n, within) = (first / BLOCK_ROWS, first % BLOCK_ROWS);
        let room = usize::try_from(BLOCK_ROWS.saturating_sub(within)).unwrap_or(rows.len());
        let (now, later) = rows.split_at(room.min(rows.len()));
        let mut bytes = vec![0; SUM_BYTES];
        if within > 0 {
            let before: Vec<u8> = select.query_row([n], |row| row.get(0)).map_err(&sql)?;
            let kept = usize::try_from(within).unwrap_or(0).saturating_mul(ROW_BYTES);
            bytes.extend(before.get(SUM_BYTES..).and_then(|rows| rows.get(..kept)).ok_or_else(|| damaged(format!("block {n} is cut short")))?);
        }
        now.iter().for_each(|row| put_row(&mut bytes, row));
        let sum = sum(bytes.get(SUM_BYTES..).unwrap_or_default());
        bytes.iter_mut().zip(sum).for_each(|(byte, sum)| *byte = sum);
        insert.execute(params![n, bytes]).map_err(&sql)?;
        rows = later;
    }
    Ok(())
}

fn sum(bytes: &[u8]) -> [u8; SUM_BYTES] {
    *EntryId::of(bytes).digest().first_chunk().unwrap_or(&[0; SUM_BYTES])
}

fn load_block(n: u32, bytes: &[u8], rows: &mut Rows) -> Result<(), StoreError> {
    for row in block_rows(n, bytes, rows.size())? {
        let row = row?;
        rows.put_back(row.version, row.sid, row.short_id);
    }
    Ok(())
}

/// The rows of block `n`, the first of which has the index `first`.
fn block_rows(n: u32, bytes: &[u8], first: u32) -> Result<impl Iterator<Item = Result<KeptRow, StoreError>>, StoreError> {
    let wrong = move || damaged(format!("block {n} does not match its sum"));
    let (kept_sum, kept) = bytes.split_first_chunk::<SUM_BYTES>().ok_or_else(wrong)?;
    let (kept_rows, rest) = kept.as_chunks::<ROW_BYTES>();
    if *kept_sum != sum(kept) || !rest.is_empty() || first != n.saturating_mul(BLOCK_ROWS) {
        return Err(wrong());
    }
    Ok((first..).zip(kept_rows).map(move |(index, bytes)| take_row(index, bytes).ok_or_else(wrong)))
}

fn put_row(bytes: &mut Vec<u8>, row: &KeptRow) {
    let KeptRow { version, sid, short_id } = row;
    bytes.extend(sid.bytes());
    bytes.extend(short_id.to_le_bytes());
    for number in [version.kind, version.prev().unwrap_or(NONE), version.words().unwrap_or(NONE), version.place, version.topic, version.group] {
        bytes.extend(number.to_le_bytes());
    }
    bytes.extend(version.from_day.to_le_bytes());
    bytes.extend(version.until_day.to_le_bytes());
    bytes.extend(version.said_ms().to_le_bytes());
    bytes.extend(version.value.to_le_bytes());
    bytes.push(match version.act() {
        Act::State => 0,
        Act::Correct => 1,
        Act::Withdraw => 2,
    });
    bytes.push(match version.standing() {
        Standing::Stands => 0,
        Standing::Withdrawn => 1,
        Standing::NotUnderstood => 2,
        Standing::DoesNotFit => 3,
    });
}

fn take_row(index: u32, bytes: &[u8; ROW_BYTES]) -> Option<KeptRow> {
    let (sid, rest) = bytes.split_first_chunk::<16>()?;
    let (short_id, rest) = rest.split_first_chunk::<8>()?;
    let (numbers, rest) = rest.split_first_chunk::<24>()?;
    let (days, rest) = rest.split_first_chunk::<8>()?;
    let (said_ms, rest) = rest.split_first_chunk::<8>()?;
    let (value, rest) = rest.split_first_chunk::<8>()?;
    let [act, standing] = rest else { return None };
    let [kind, prev, words, place, topic, group] = [0, 1, 2, 3, 4, 5].map(|at| number(numbers, at));
    let [from_day, until_day] = [0, 1].map(|at| number(days, at).cast_signed());
    let known = |number: u32| (number != NONE).then_some(number);
    let version = Parts {
        index,
        prev: known(prev),
        kind,
        act: [Act::State, Act::Correct, Act::Withdraw].get(usize::from(*act)).copied()?,
        standing: [Standing::Stands, Standing::Withdrawn, Standing::NotUnderstood, Standing::DoesNotFit].get(usize::from(*standing)).copied()?,
        words: known(words),
        said_ms: i64::from_le_bytes(*said_ms),
        place,
        topic,
        group,
        from_day,
        until_day,
        value: i64::from_le_bytes(*value),
    };
    Some(KeptRow { version: version.into(), sid: Sid::from_bytes(*sid), short_id: u64::from_le_bytes(*short_id) })
}

fn number(bytes: &[u8], at: usize) -> u32 {
    let (numbers, _) = bytes.as_chunks::<4>();
    numbers.get(at).map_or(NONE, |bytes| u32::from_le_bytes(*bytes))
}
