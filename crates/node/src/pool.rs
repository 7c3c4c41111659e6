//! Connections to `record.db` for reading: a few are kept, more are opened when many threads read at once.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use store::{Mode, Record, StoreError};

use crate::limits::READERS_KEPT;

/// Readers of one record.
pub(crate) struct Pool {
    path: PathBuf,
    idle: Mutex<Vec<Record>>,
}

impl Pool {
    /// A pool with one connection, which shows that the file can be read.
    pub(crate) fn open(path: &Path) -> Result<Pool, StoreError> {
        let first = Record::open(path, Mode::Read)?;
        Ok(Pool { path: path.to_owned(), idle: Mutex::new(vec![first]) })
    }

    /// Closes what is idle: before the writer closes, so that it is the last and puts the write-ahead log away.
    pub(crate) fn close_idle(&self) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Asks a reader.
    pub(crate) fn read<T, E: From<StoreError>>(&self, ask: impl FnOnce(&Record) -> Result<T, E>) -> Result<T, E> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let reader = idle.map_or_else(|| Record::open(&self.path, Mode::Read), Ok)?;
        let answer = ask(&reader);
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < READERS_KEPT {
            idle.push(reader);
        }
        answer
    }
}
