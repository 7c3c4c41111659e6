//! `private.db`: the words of restricted statements and their salts, apart from everything public, erasable.
//!
//! ```text
//! payload  record, commitment, place once it is known, salt, words      erased  record, place, when
//! ```
//! What is erased is overwritten in the file (`secure_delete`) and cut off its log. Nothing here is copied with the public part.
//! In: these tables. Out: who may read (`node`), what words mean (the domains).

use std::path::Path;

use record::{Audience, Origin};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::StoreError;
use crate::access::keep_private;
use crate::connect::{self, Shape};
use crate::limits::{PAYLOADS_MAX, PAYLOADS_READ_MAX};
use crate::record_file::Hash;

const SHAPE: Shape = Shape {
    format: 1,
    synchronous: "FULL",
    schema: "CREATE TABLE payload (origin TEXT NOT NULL, c BLOB NOT NULL, place INTEGER, salt BLOB NOT NULL, inner BLOB NOT NULL, audience TEXT NOT NULL,
                                   kept_ms INTEGER NOT NULL, PRIMARY KEY (origin, c)) WITHOUT ROWID;
             CREATE UNIQUE INDEX payload_by_place ON payload (origin, place);
             CREATE TABLE erased (origin TEXT NOT NULL, place INTEGER NOT NULL, erased_ms INTEGER NOT NULL, PRIMARY KEY (origin, place)) WITHOUT ROWID;",
    upgrades: &[],
};

/// The words of a restricted statement.
#[derive(Clone, PartialEq, Eq)]
pub struct Payload {
    /// What stands in the record: the commitment.
    pub c: Hash,
    /// Where it stands; none while that is not known.
    pub place: Option<u64>,
    /// The salt.
    pub salt: [u8; 32],
    /// The hidden statement, in canonical bytes.
    pub inner: Vec<u8>,
    /// Who may read it.
    pub audience: Audience,
    /// When it was kept, milliseconds since 1970.
    pub kept_ms: i64,
}

/// Never its words: a payload may come into a message of an error.
impl std::fmt::Debug for Payload {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Payload").field("place", &self.place).field("audience", &self.audience).finish_non_exhaustive()
    }
}

/// `private.db`, opened.
pub struct Private {
    connection: Connection,
}

impl Private {
    /// Opens the file, or makes it, for its owner's eyes alone.
    pub fn open(path: &Path) -> Result<Private, StoreError> {
        keep_private(path).map_err(|source| StoreError::File { path: path.to_owned(), source })?;
        let connection = connect::write(path, &SHAPE)?;
        connection.execute_batch("PRAGMA secure_delete=ON;").map_err(StoreError::sql("opening what is private"))?;
        Ok(Private { connection })
    }

    /// Opens a file that must exist, to read.
    pub fn read(path: &Path) -> Result<Private, StoreError> {
        connect::read(path, &SHAPE).map(|connection| Private { connection })
    }

    /// All words that are held, by record and place.
    pub fn all(&self) -> Result<Vec<(Origin, Payload)>, StoreError> {
        let sql = StoreError::sql("reading what is private");
        let select = format!("SELECT c, place, salt, inner, audience, kept_ms, origin FROM payload ORDER BY origin, place LIMIT {PAYLOADS_READ_MAX}");
        let mut select = self.connection.prepare(&select).map_err(&sql)?;
        select.query_map([], |row| Ok((parsed(row, 6)?, payload(row)?))).and_then(Iterator::collect).map_err(&sql)
    }

    /// Keeps words; durable on return. Those of one commitment are kept once, and a place that was erased takes none again: false.
    pub fn keep(&self, origin: &Origin, payload: &Payload) -> Result<bool, StoreError> {
        if self.number("SELECT count(*) FROM payload")?.unsigned_abs() >= PAYLOADS_MAX {
            return Err(StoreError::Bound { what: "the number of restricted statements that are held", bound: PAYLOADS_MAX });
        }
        let Payload { c, place, salt, inner, audience, kept_ms } = payload;
        connect::change(&self.connection, "keeping what is private", |transaction| {
            let place = place.map(narrow).transpose()?;
            let is_erased = "SELECT 1 FROM erased WHERE origin = ?1 AND place = ?2";
            if transaction.query_row(is_erased, params![origin.as_str(), place], |_| Ok(())).optional()?.is_some() {
                return Ok(false);
            }
            let insert =
                "INSERT INTO payload (origin, c, place, salt, inner, audience, kept_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING";
            Ok(transaction.execute(insert, params![origin.as_str(), c, place, salt, inner, audience.as_str(), kept_ms])? > 0)
        })
    }

    /// Says where the words with this commitment stand.
    pub fn place(&self, origin: &Origin, c: &Hash, place: u64) -> Result<(), StoreError> {
        connect::change(&self.connection, "placing what is private", |transaction| {
            let update = "UPDATE payload SET place = ?3 WHERE origin = ?1 AND c = ?2 AND place IS NULL";
            transaction.execute(update, params![origin.as_str(), c, narrow(place)?]).map(drop)
        })
    }

    /// The words of the entry at this place.
    pub fn at(&self, origin: &Origin, place: u64) -> Result<Option<Payload>, StoreError> {
        let sql = StoreError::sql("reading what is private");
        let select = format!("{PAYLOADS} AND place = ?2");
        self.connection.query_row(&select, params![origin.as_str(), narrow(place).map_err(&sql)?], payload).optional().map_err(&sql)
    }

    /// Words whose place is not known: what was sealed and not yet stated, or never.
    pub fn unplaced(&self, origin: &Origin) -> Result<Vec<Payload>, StoreError> {
        let sql = StoreError::sql("reading what is private");
        let select = format!("{PAYLOADS} AND place IS NULL ORDER BY kept_ms, c LIMIT {PAYLOADS_READ_MAX}");
        let mut select = self.connection.prepare(&select).map_err(&sql)?;
        select.query_map([origin.as_str()], payload).and_then(Iterator::collect).map_err(&sql)
    }

    /// When the words at this place were erased, milliseconds since 1970.
    pub fn erased(&self, origin: &Origin, place: u64) -> Result<Option<i64>, StoreError> {
        let sql = StoreError::sql("reading what was erased");
        let select = "SELECT erased_ms FROM erased WHERE origin = ?1 AND place = ?2";
        self.connection.query_row(select, params![origin.as_str(), narrow(place).map_err(&sql)?], |row| row.get(0)).optional().map_err(&sql)
    }

    /// Erases words and salt, and remembers that they were; whether there were any. They are in no file of the store on return.
    pub fn erase(&self, origin: &Origin, place: u64, now_ms: i64) -> Result<bool, StoreError> {
        let erased = connect::change(&self.connection, "erasing what is private", |transaction| {
            let place = narrow(place)?;
            transaction.execute(
                "INSERT INTO erased (origin, place, erased_ms) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
                params![origin.as_str(), place, now_ms],
            )?;
            Ok(transaction.execute("DELETE FROM payload WHERE origin = ?1 AND place = ?2", params![origin.as_str(), place])? > 0)
        })?;
        self.cut_log()?;
        Ok(erased)
    }

    /// Lets words go that were sealed and never stated.
    pub fn forget(&self, origin: &Origin, c: &Hash) -> Result<(), StoreError> {
        connect::change(&self.connection, "forgetting what was not stated", |transaction| {
            transaction.execute("DELETE FROM payload WHERE origin = ?1 AND c = ?2 AND place IS NULL", params![origin.as_str(), c]).map(drop)
        })?;
        self.cut_log()
    }

    /// Brings the write-ahead log into the file and cuts it off: it still held what was deleted.
    fn cut_log(&self) -> Result<(), StoreError> {
        if self.number("PRAGMA wal_checkpoint(TRUNCATE)")? == 0 {
            Ok(())
        } else {
            Err(StoreError::Bound { what: "readers of `private.db` while something is erased", bound: 0 })
        }
    }

    fn number(&self, select: &str) -> Result<i64, StoreError> {
        self.connection.query_row(select, [], |row| row.get(0)).map_err(StoreError::sql("asking what is private"))
    }
}

const PAYLOADS: &str = "SELECT c, place, salt, inner, audience, kept_ms FROM payload WHERE origin = ?1";

fn payload(row: &Row<'_>) -> Result<Payload, rusqlite::Error> {
    let place: Option<i64> = row.get(1)?;
    Ok(Payload {
        c: row.get(0)?,
        place: place.map(i64::unsigned_abs),
        salt: row.get(2)?,
        inner: row.get(3)?,
        audience: parsed(row, 4)?,
        kept_ms: row.get(5)?,
    })
}

/// A name in a column.
fn parsed<T: std::str::FromStr<Err = record::name::NameError>>(row: &Row<'_>, column: usize) -> Result<T, rusqlite::Error> {
    let malformed = |error| rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, Box::new(error));
    row.get::<_, String>(column)?.parse().map_err(malformed)
}

fn narrow(number: u64) -> Result<i64, rusqlite::Error> {
    i64::try_from(number).map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}
