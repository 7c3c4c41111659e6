//! Opening SQLite files the one way: page size, write-ahead log, durability, format number.

use std::path::Path;

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use crate::StoreError;
use crate::limits::{BUSY_WAIT, PAGE_BYTES, READER_CACHE_KIB, WAL_PAGES, WRITER_CACHE_KIB};

/// How a file is shaped and how durable a commit is.
pub(crate) struct Shape {
    /// Number of the format, kept in `user_version`.
    pub(crate) format: i64,
    /// `FULL` or `NORMAL`.
    pub(crate) synchronous: &'static str,
    /// The tables, made in an empty file.
    pub(crate) schema: &'static str,
    /// What brings a file of an earlier format to the next: its format, and the change.
    pub(crate) upgrades: &'static [(i64, &'static str)],
}

/// Opens or makes a file for writing.
pub(crate) fn write(path: &Path, shape: &Shape) -> Result<Connection, StoreError> {
    let sql = StoreError::sql("opening a file of the store");
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(&sql)?;
    connection.busy_timeout(BUSY_WAIT).map_err(&sql)?;
    let found = format_of(&connection).map_err(&sql)?;
    if !shape.upgrades.iter().any(|(from, _)| *from == found) {
        refuse_other(path, shape, found)?;
    }
    if found == 0 {
        connection.execute_batch(&format!("PRAGMA page_size={PAGE_BYTES};")).map_err(&sql)?;
    }
    let settings = format!(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous={}; PRAGMA wal_autocheckpoint={WAL_PAGES};
         PRAGMA cache_size=-{WRITER_CACHE_KIB}; PRAGMA temp_store=MEMORY; PRAGMA trusted_schema=OFF;",
        shape.synchronous
    );
    connection.execute_batch(&settings).map_err(&sql)?;
    if found == 0 {
        let schema = format!("BEGIN IMMEDIATE; {} PRAGMA user_version={}; COMMIT;", shape.schema, shape.format);
        connection.execute_batch(&schema).map_err(&sql)?;
    } else if found != shape.format {
        upgrade(&connection, shape).map_err(&sql)?;
    }
    Ok(connection)
}

/// Brings a file of an earlier format to ours, all or nothing; another process may be at it too, so what it did is looked at under the lock.
fn upgrade(connection: &Connection, shape: &Shape) -> Result<(), rusqlite::Error> {
    let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
    let found = format_of(&transaction)?;
    for (from, change) in shape.upgrades.iter().filter(|(from, _)| *from >= found) {
        transaction.execute_batch(&format!("{change} PRAGMA user_version={};", from + 1))?;
    }
    transaction.commit()
}

/// Makes a change, whole or not at all; `doing` says what, where it fails.
pub(crate) fn change<T>(
    connection: &Connection,
    doing: &'static str,
    change: impl FnOnce(&Transaction<'_>) -> Result<T, rusqlite::Error>,
) -> Result<T, StoreError> {
    let changed = || {
        let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
        let done = change(&transaction)?;
        transaction.commit()?;
        Ok(done)
    };
    changed().map_err(StoreError::sql(doing))
}

/// Opens a file that must exist, for reading only, also beside a writer in another process.
pub(crate) fn read(path: &Path, shape: &Shape) -> Result<Connection, StoreError> {
    let sql = StoreError::sql("opening a file of the store to read");
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(&sql)?;
    connection.busy_timeout(BUSY_WAIT).map_err(&sql)?;
    let settings = format!("PRAGMA cache_size=-{READER_CACHE_KIB}; PRAGMA temp_store=MEMORY; PRAGMA trusted_schema=OFF; PRAGMA query_only=ON;");
    connection.execute_batch(&settings).map_err(&sql)?;
    let found = format_of(&connection).map_err(&sql)?;
    refuse_other(path, shape, found)?;
    Ok(connection)
}

fn format_of(connection: &Connection) -> Result<i64, rusqlite::Error> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0))
}

/// A file without any format is new, and empty.
fn refuse_other(path: &Path, shape: &Shape, found: i64) -> Result<(), StoreError> {
    let known = shape.format;
    if found == 0 || found == known { Ok(()) } else { Err(StoreError::Format { path: path.to_owned(), found, known }) }
}
