//! Connections to `record.db` for reading: a few are kept, more are opened when many threads read at once.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use record::RecordNumber;
use store::{Mode, Record, RecordFile, StoreError};

use crate::limits::READERS_KEPT;

/// Readers of one file.
pub(crate) struct Pool {
    path: PathBuf,
    idle: Mutex<Vec<RecordFile>>,
}

impl Pool {
    /// A pool with one connection, which shows that the file can be read.
    pub(crate) fn open(path: &Path) -> Result<Pool, StoreError> {
        let first = RecordFile::open(path, Mode::Read)?;
        Ok(Pool { path: path.to_owned(), idle: Mutex::new(vec![first]) })
    }

    /// Closes what is idle.
    pub(crate) fn close_idle(&self) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Asks a reader about the own record.
    pub(crate) fn read<T, E: From<StoreError>>(&self, ask: impl FnOnce(Record<'_>) -> Result<T, E>) -> Result<T, E> {
        self.read_file(|file| ask(file.own()))
    }

    /// Asks a reader about the record with this number. Errors: the file has none.
    pub(crate) fn read_of<T, E: From<StoreError>>(&self, record: RecordNumber, ask: impl FnOnce(Record<'_>) -> Result<T, E>) -> Result<T, E> {
        self.read_file(|file| {
            if file.record(record).is_none() {
                file.reread()?;
            }
            match file.record(record) {
                Some(record) => ask(record),
                None => Err(StoreError::Damaged { file: "record.db", what: format!("there is no record {record}") }.into()),
            }
        })
    }

    /// Asks a reader about the file.
    pub(crate) fn read_file<T, E: From<StoreError>>(&self, ask: impl FnOnce(&mut RecordFile) -> Result<T, E>) -> Result<T, E> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut reader = idle.map_or_else(|| RecordFile::open(&self.path, Mode::Read), Ok)?;
        let answer = ask(&mut reader);
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < READERS_KEPT {
            idle.push(reader);
        }
        answer
    }
}
