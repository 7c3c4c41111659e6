//! `league.db`: what a node remembers of the league that is no statement. Losing it loses no record; its witness then starts under a new key.
//!
//! ```text
//! cosigned     what our witness cosigned last, for each log        turns  how often it did
//! cosignature  what others cosigned of our own checkpoints         newest the last verified checkpoint of each partner
//! contact      when a partner or witness was tried and reached     fault  what is wrong with one, with the evidence
//! quota        what was taken from a partner on a day
//! ```
//! In: these tables, each change whole or not at all. Out: what may be cosigned, what a fault is, when to try again (`record`, `node`).

use std::path::Path;

use record::Origin;
use record::witness::log_name;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use crate::StoreError;
use crate::access::keep_private;
use crate::connect::{self, Shape};
use crate::limits::{COSIGNATURES_KEPT_S, COSIGNATURES_READ_MAX, FAULTS_EACH_MAX, FAULTS_READ_MAX, LOGS_COSIGNED_MAX};
use crate::record_file::Hash;

const SHAPE: Shape = Shape {
    format: 1,
    synchronous: "FULL",
    schema: "CREATE TABLE cosigned (origin TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, size INTEGER NOT NULL, root BLOB NOT NULL, seconds INTEGER NOT NULL,
                                    note TEXT NOT NULL) WITHOUT ROWID;
             CREATE TABLE turns (one INTEGER PRIMARY KEY CHECK (one = 1), count INTEGER NOT NULL);
             INSERT INTO turns VALUES (1, 0);
             CREATE TABLE cosignature (size INTEGER NOT NULL, name TEXT NOT NULL, seconds INTEGER NOT NULL, line TEXT NOT NULL,
                                       PRIMARY KEY (size, name, seconds)) WITHOUT ROWID;
             CREATE INDEX cosignature_by_name ON cosignature (name, seconds);
             CREATE TABLE newest (origin TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL, note TEXT NOT NULL, seen_ms INTEGER NOT NULL) WITHOUT ROWID;
             CREATE TABLE contact (name TEXT PRIMARY KEY, tried_ms INTEGER NOT NULL, reached_ms INTEGER, failures INTEGER NOT NULL, next_ms INTEGER NOT NULL,
                                   answer TEXT NOT NULL) WITHOUT ROWID;
             CREATE TABLE fault (id INTEGER PRIMARY KEY AUTOINCREMENT, origin TEXT NOT NULL, kind TEXT NOT NULL, what TEXT NOT NULL, evidence TEXT NOT NULL,
                                 first_ms INTEGER NOT NULL, last_ms INTEGER NOT NULL, count INTEGER NOT NULL, UNIQUE (origin, kind, what, evidence));
             CREATE TABLE quota (origin TEXT NOT NULL, day INTEGER NOT NULL, entries INTEGER NOT NULL, bytes INTEGER NOT NULL, PRIMARY KEY (origin, day)) WITHOUT ROWID;",
    upgrades: &[],
};

/// A checkpoint of a log: what a witness cosigned last, or what was last verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownLog {
    /// Whose log.
    pub origin: Origin,
    /// How many entries.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
    /// When: POSIX seconds where it was cosigned, milliseconds where it was seen.
    pub when: i64,
    /// The whole note.
    pub note: String,
}

/// A cosignature that a checkpoint of our own got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptCosignature {
    /// Size of the checkpoint.
    pub size: u64,
    /// Name of the key.
    pub name: String,
    /// When it was made, POSIX seconds.
    pub seconds: i64,
    /// The whole line, without its line feed.
    pub line: String,
}

/// How a partner or a witness is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Whom and for what, as the caller names it.
    pub name: String,
    /// When it was last tried, milliseconds since 1970.
    pub tried_ms: i64,
    /// When it was last reached.
    pub reached_ms: Option<i64>,
    /// How often it failed since.
    pub failures: u32,
    /// Not to be tried before then.
    pub next_ms: i64,
    /// What came of it last; empty where all is well.
    pub answer: String,
}

/// What is wrong with a partner, with the evidence for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptFault {
    /// Its number.
    pub id: i64,
    /// Whose record.
    pub origin: Origin,
    /// What sort, as the caller names it: `fork`, `rollback`, ..
    pub kind: String,
    /// In words.
    pub what: String,
    /// What proves it: both notes of a fork, one after the other; empty where nothing can.
    pub evidence: String,
    /// When it was first met, milliseconds since 1970.
    pub first_ms: i64,
    /// When it was last met.
    pub last_ms: i64,
    /// How often.
    pub count: u64,
}

/// What became of a checkpoint that was to be the newest of its log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Newest {
    /// It is now.
    Kept,
    /// It was so already, or there is a larger one.
    Older(KnownLog),
    /// The one that is kept has the same size and another root.
    OtherRoot(KnownLog),
}

/// What was taken of a record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spent {
    /// Entries.
    pub entries: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// `league.db`, opened.
pub struct League {
    connection: Connection,
}

impl League {
    /// Opens the file, or makes it, for its owner's eyes alone. Several processes may have it open.
    pub fn open(path: &Path) -> Result<League, StoreError> {
        keep_private(path).map_err(|source| StoreError::File { path: path.to_owned(), source })?;
        connect::write(path, &SHAPE).map(|connection| League { connection })
    }

    /// Opens a file that must exist, to read.
    pub fn read(path: &Path) -> Result<League, StoreError> {
        connect::read(path, &SHAPE).map(|connection| League { connection })
    }

    /// What our witness cosigned last of this log.
    pub fn cosigned(&self, origin: &Origin) -> Result<Option<KnownLog>, StoreError> {
        let sql = StoreError::sql("reading what was cosigned");
        let select = "SELECT origin, size, root, seconds, note FROM cosigned WHERE origin = ?1";
        self.connection.prepare_cached(select).and_then(|mut select| select.query_row([origin.as_str()], known).optional()).map_err(sql)
    }

    /// What our witness cosigned last of the log with this name, as [`record::witness::log_name`] gives it.
    pub fn cosigned_by_name(&self, name: &str) -> Result<Option<KnownLog>, StoreError> {
        let sql = StoreError::sql("finding what was cosigned");
        let select = "SELECT origin, size, root, seconds, note FROM cosigned WHERE name = ?1";
        self.connection.prepare_cached(select).and_then(|mut select| select.query_row([name], known).optional()).map_err(sql)
    }

    /// How many logs our witness cosigned, and when it last did, in POSIX seconds.
    pub fn cosigned_logs(&self) -> Result<(u64, Option<i64>), StoreError> {
        let sql = StoreError::sql("counting what was cosigned");
        self.connection.query_row("SELECT count(*), max(seconds) FROM cosigned", [], |row| Ok((wide(row, 0)?, row.get(1)?))).map_err(sql)
    }

    /// How often our witness cosigned: a number that only rises.
    pub fn turns(&self) -> Result<u64, StoreError> {
        let sql = StoreError::sql("reading how often was cosigned");
        self.connection.query_row("SELECT count FROM turns", [], |row| wide(row, 0)).map_err(sql)
    }

    /// Remembers that our witness cosigns `next`, if what it cosigned last of that log is still `before` (size and root). Durable on return, which
    /// tells how often it has cosigned by now; none, and nothing changed, where another request was first. Errors: too many logs.
    pub fn cosign(&self, before: Option<(u64, Hash)>, next: &KnownLog) -> Result<Option<u64>, StoreError> {
        let held = |transaction: &Transaction<'_>| {
            let select = "SELECT size, root FROM cosigned WHERE origin = ?1";
            transaction.query_row(select, [next.origin.as_str()], |row| Ok((wide(row, 0)?, row.get::<_, Hash>(1)?))).optional()
        };
        if before.is_none() && self.cosigned_logs()?.0 >= LOGS_COSIGNED_MAX {
            return Err(StoreError::Bound { what: "the number of logs that are cosigned", bound: LOGS_COSIGNED_MAX });
        }
        connect::change(&self.connection, "remembering a cosignature", |transaction| {
            if held(transaction)? != before {
                return Ok(None);
            }
            transaction.execute(
                "INSERT INTO cosigned (origin, size, root, seconds, note, name) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                 ON CONFLICT (origin) DO UPDATE SET size = ?2, root = ?3, seconds = ?4, note = ?5",
                params![next.origin.as_str(), narrow(next.size)?, next.root, next.when, next.note, log_name(&next.origin)],
            )?;
            transaction.query_row("UPDATE turns SET count = count + 1 RETURNING count", [], |row| wide(row, 0)).map(Some)
        })
    }

    /// Keeps a cosignature of one of our own checkpoints; whether it was not kept before. Old ones are forgotten, but never the newest of a key.
    pub fn keep_cosignature(&self, kept: &KeptCosignature) -> Result<bool, StoreError> {
        let KeptCosignature { size, name, seconds, line } = kept;
        connect::change(&self.connection, "keeping a cosignature", |transaction| {
            let before = seconds.saturating_sub(COSIGNATURES_KEPT_S);
            transaction.execute(
                "DELETE FROM cosignature WHERE name = ?1 AND seconds < ?2
                 AND seconds < (SELECT max(seconds) FROM cosignature WHERE name = ?1)",
                params![name, before],
            )?;
            let insert = "INSERT INTO cosignature (size, name, seconds, line) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING";
            Ok(transaction.execute(insert, params![narrow(*size)?, name, seconds, line])? > 0)
        })
    }

    /// The cosignatures of our checkpoint of this size, by name, the newest of a key first.
    pub fn cosignatures_at(&self, size: u64) -> Result<Vec<KeptCosignature>, StoreError> {
        let sql = StoreError::sql("reading the cosignatures of a checkpoint");
        let select = format!("{COSIGNATURES} WHERE size = ?1 ORDER BY name, seconds DESC LIMIT {COSIGNATURES_READ_MAX}");
        let mut select = self.connection.prepare_cached(&select).map_err(&sql)?;
        select.query_map([narrow(size).map_err(&sql)?], cosignature).and_then(Iterator::collect).map_err(&sql)
    }

    /// The newest cosignature of the key of this name over any of our checkpoints.
    pub fn newest_cosignature(&self, name: &str) -> Result<Option<KeptCosignature>, StoreError> {
        let sql = StoreError::sql("reading the newest cosignature of a key");
        let select = format!("{COSIGNATURES} WHERE name = ?1 ORDER BY seconds DESC, size DESC LIMIT 1");
        self.connection.prepare_cached(&select).and_then(|mut select| select.query_row([name], cosignature).optional()).map_err(sql)
    }

    /// The newest cosignature of each key over any of our checkpoints, by name.
    pub fn newest_cosignatures(&self) -> Result<Vec<KeptCosignature>, StoreError> {
        // With one max(), SQLite takes the other columns from the row that has it.
        let select = format!("SELECT size, name, max(seconds), line FROM cosignature GROUP BY name ORDER BY name LIMIT {COSIGNATURES_READ_MAX}");
        let sql = StoreError::sql("reading the newest cosignatures");
        let mut select = self.connection.prepare_cached(&select).map_err(&sql)?;
        select.query_map([], cosignature).and_then(Iterator::collect).map_err(&sql)
    }

    /// The last verified checkpoint of this log.
    pub fn newest(&self, origin: &Origin) -> Result<Option<KnownLog>, StoreError> {
        let sql = StoreError::sql("reading the newest checkpoint of a partner");
        let select = "SELECT origin, size, root, seen_ms, note FROM newest WHERE origin = ?1";
        self.connection.prepare_cached(select).and_then(|mut select| select.query_row([origin.as_str()], known).optional()).map_err(sql)
    }

    /// Keeps a verified checkpoint, unless a larger one is kept, or one of the same size with another root. The same root once more is kept as
    /// newly seen: its cosignatures may be newer.
    pub fn keep_newest(&self, seen: &KnownLog) -> Result<Newest, StoreError> {
        connect::change(&self.connection, "keeping the newest checkpoint of a partner", |transaction| {
            let select = "SELECT origin, size, root, seen_ms, note FROM newest WHERE origin = ?1";
            match transaction.query_row(select, [seen.origin.as_str()], known).optional()? {
                Some(held) if held.size > seen.size => return Ok(Newest::Older(held)),
                Some(held) if held.size == seen.size && held.root != seen.root => return Ok(Newest::OtherRoot(held)),
                Some(_) | None => {}
            }
            transaction.execute(
                "INSERT INTO newest (origin, size, root, seen_ms, note) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (origin) DO UPDATE SET size = ?2, root = ?3, seen_ms = ?4, note = ?5",
                params![seen.origin.as_str(), narrow(seen.size)?, seen.root, seen.when, seen.note],
            )?;
            Ok(Newest::Kept)
        })
    }

    /// How this one is reached.
    pub fn contact(&self, name: &str) -> Result<Option<Contact>, StoreError> {
        let sql = StoreError::sql("reading a contact");
        let select = format!("{CONTACTS} WHERE name = ?1");
        self.connection.prepare_cached(&select).and_then(|mut select| select.query_row([name], contact).optional()).map_err(sql)
    }

    /// Notes that this one was reached, and when it is to be tried next.
    pub fn reached(&self, name: &str, now_ms: i64, next_ms: i64) -> Result<(), StoreError> {
        let upsert = "INSERT INTO contact (name, tried_ms, reached_ms, failures, next_ms, answer) VALUES (?1, ?2, ?2, 0, ?3, '')
                      ON CONFLICT (name) DO UPDATE SET tried_ms = ?2, reached_ms = ?2, failures = 0, next_ms = ?3, answer = ''";
        self.connection.execute(upsert, params![name, now_ms, next_ms]).map(drop).map_err(StoreError::sql("noting a contact"))
    }

    /// Notes that this one failed, with what came of it, and when it is to be tried again.
    pub fn failed(&self, name: &str, answer: &str, now_ms: i64, next_ms: i64) -> Result<(), StoreError> {
        let upsert = "INSERT INTO contact (name, tried_ms, reached_ms, failures, next_ms, answer) VALUES (?1, ?2, NULL, 1, ?3, ?4)
                      ON CONFLICT (name) DO UPDATE SET tried_ms = ?2, failures = failures + 1, next_ms = ?3, answer = ?4";
        self.connection.execute(upsert, params![name, now_ms, next_ms, answer]).map(drop).map_err(StoreError::sql("noting a failed contact"))
    }

    /// Keeps a fault of a partner; whether it is new. One that is known is counted. Past the bound of its sort a partner's further faults are not kept:
    /// the first ones say what it is, and many of one sort hide none of another.
    pub fn keep_fault(&self, origin: &Origin, kind: &str, what: &str, evidence: &str, now_ms: i64) -> Result<bool, StoreError> {
        connect::change(&self.connection, "keeping a fault", |transaction| {
            let again = "UPDATE fault SET last_ms = ?5, count = count + 1 WHERE origin = ?1 AND kind = ?2 AND what = ?3 AND evidence = ?4";
            let values = params![origin.as_str(), kind, what, evidence, now_ms];
            if transaction.execute(again, values)? > 0 {
                return Ok(false);
            }
            let count: u32 =
                transaction.query_row("SELECT count(*) FROM fault WHERE origin = ?1 AND kind = ?2", [origin.as_str(), kind], |row| row.get(0))?;
            if count >= FAULTS_EACH_MAX {
                return Ok(false);
            }
            let insert = "INSERT INTO fault (origin, kind, what, evidence, first_ms, last_ms, count) VALUES (?1, ?2, ?3, ?4, ?5, ?5, 1)";
            Ok(transaction.execute(insert, values)? > 0)
        })
    }

    /// The faults of a partner, the oldest first.
    pub fn faults(&self, origin: &Origin) -> Result<Vec<KeptFault>, StoreError> {
        let sql = StoreError::sql("reading faults");
        let select = format!("{FAULTS} WHERE origin = ?1 ORDER BY id LIMIT {FAULTS_READ_MAX}");
        let mut select = self.connection.prepare_cached(&select).map_err(&sql)?;
        select.query_map([origin.as_str()], fault).and_then(Iterator::collect).map_err(&sql)
    }

    /// Counts what was taken of a record on a day (days since 1970), if it stays within `most` on that day and `in_all` over all days; false, and
    /// nothing counted, if not.
    pub fn spend(&self, origin: &Origin, day: i64, taken: Spent, most: Spent, in_all: Spent) -> Result<bool, StoreError> {
        connect::change(&self.connection, "counting what was taken", |transaction| {
            let fits = |before: Spent, most: Spent| {
                before.entries.saturating_add(taken.entries) <= most.entries && before.bytes.saturating_add(taken.bytes) <= most.bytes
            };
            if !fits(spent(transaction, origin, Some(day))?, most) || !fits(spent(transaction, origin, None)?, in_all) {
                return Ok(false);
            }
            let upsert = "INSERT INTO quota (origin, day, entries, bytes) VALUES (?1, ?2, ?3, ?4)
                          ON CONFLICT (origin, day) DO UPDATE SET entries = entries + ?3, bytes = bytes + ?4";
            transaction.execute(upsert, params![origin.as_str(), day, narrow(taken.entries)?, narrow(taken.bytes)?])?;
            Ok(true)
        })
    }

    /// What was taken of a record on a day, or over all days.
    pub fn spent(&self, origin: &Origin, day: Option<i64>) -> Result<Spent, StoreError> {
        spent(&self.connection, origin, day).map_err(StoreError::sql("reading what was taken"))
    }
}

const COSIGNATURES: &str = "SELECT size, name, seconds, line FROM cosignature";
const CONTACTS: &str = "SELECT name, tried_ms, reached_ms, failures, next_ms, answer FROM contact";
const FAULTS: &str = "SELECT id, origin, kind, what, evidence, first_ms, last_ms, count FROM fault";

fn known(row: &Row<'_>) -> Result<KnownLog, rusqlite::Error> {
    Ok(KnownLog { origin: origin(row, 0)?, size: wide(row, 1)?, root: row.get(2)?, when: row.get(3)?, note: row.get(4)? })
}

fn cosignature(row: &Row<'_>) -> Result<KeptCosignature, rusqlite::Error> {
    Ok(KeptCosignature { size: wide(row, 0)?, name: row.get(1)?, seconds: row.get(2)?, line: row.get(3)? })
}

fn contact(row: &Row<'_>) -> Result<Contact, rusqlite::Error> {
    Ok(Contact {
        name: row.get(0)?,
        tried_ms: row.get(1)?,
        reached_ms: row.get(2)?,
        failures: row.get(3)?,
        next_ms: row.get(4)?,
        answer: row.get(5)?,
    })
}

fn fault(row: &Row<'_>) -> Result<KeptFault, rusqlite::Error> {
    Ok(KeptFault {
        id: row.get(0)?,
        origin: origin(row, 1)?,
        kind: row.get(2)?,
        what: row.get(3)?,
        evidence: row.get(4)?,
        first_ms: row.get(5)?,
        last_ms: row.get(6)?,
        count: wide(row, 7)?,
    })
}

fn spent(connection: &Connection, origin: &Origin, day: Option<i64>) -> Result<Spent, rusqlite::Error> {
    let select = "SELECT coalesce(sum(entries), 0), coalesce(sum(bytes), 0) FROM quota WHERE origin = ?1 AND (?2 IS NULL OR day = ?2)";
    connection.query_row(select, params![origin.as_str(), day], |row| Ok(Spent { entries: wide(row, 0)?, bytes: wide(row, 1)? }))
}

fn origin(row: &Row<'_>, column: usize) -> Result<Origin, rusqlite::Error> {
    let text: String = row.get(column)?;
    text.parse().map_err(|error| rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, Box::new(error)))
}

fn wide(row: &Row<'_>, column: usize) -> Result<u64, rusqlite::Error> {
    let narrow: i64 = row.get(column)?;
    u64::try_from(narrow).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(column, narrow))
}

fn narrow(wide: u64) -> Result<i64, rusqlite::Error> {
    i64::try_from(wide).map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}
