//! A consistent copy of a live file, for backups.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use crate::StoreError;
use crate::limits::BUSY_WAIT;

/// Copies a database, also while another process writes it, into a file that must not exist yet. The copy is one whole file, without a log
/// beside it. Source: sqlite.org/lang_vacuum.html, "VACUUM INTO"; specs/record.md g, rule 7.
pub fn copy_database(from: &Path, to: &Path) -> Result<(), StoreError> {
    let sql = StoreError::sql("copying a database");
    let connection = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(&sql)?;
    connection.busy_timeout(BUSY_WAIT).map_err(&sql)?;
    connection.execute("VACUUM INTO ?1", [to.to_string_lossy()]).map(drop).map_err(&sql)
}
