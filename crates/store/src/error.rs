//! What can go wrong with a file of the store.

use std::path::PathBuf;

/// Why a file of the store could not be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// SQLite refused.
    #[error("{doing} failed: {source}")]
    Sql {
        /// What was being done, such as `reading entries`.
        doing: &'static str,
        /// What SQLite said.
        source: rusqlite::Error,
    },
    /// The system refused.
    #[error("`{}` can't be opened: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is of another program, or of another release.
    #[error("`{}` has format {found}; this release reads {known}: install the release that wrote it", path.display())]
    Format {
        /// The file.
        path: PathBuf,
        /// Its format number.
        found: i64,
        /// The one that this release reads.
        known: i64,
    },
    /// The file holds what was never written by this software.
    #[error("{file} is damaged: {what}")]
    Damaged {
        /// `record.db`, `views.db`, `search.db` or `access.db`.
        file: &'static str,
        /// Which part, and how it shows.
        what: String,
    },
    /// Compare-and-swap: the record is not as long as the batch supposes.
    #[error("the batch starts at {before}, but the record has {size} entries: another writer was here")]
    Conflict {
        /// Size from which the batch was computed.
        before: u64,
        /// Size of the record.
        size: u64,
    },
    /// A second root for a size, or a size below the largest signed one.
    #[error("a checkpoint of size {size} would contradict what is signed: the largest signed size is {largest}")]
    Contradicts {
        /// The size to be signed.
        size: u64,
        /// The largest that is.
        largest: u64,
    },
    /// A number that the file's columns can't hold, or a list above its bound.
    #[error("{what} is above its bound of {bound}")]
    Bound {
        /// Which number.
        what: &'static str,
        /// Its bound.
        bound: u64,
    },
}

impl StoreError {
    /// Names what was being done when SQLite refused.
    pub(crate) fn sql(doing: &'static str) -> impl Fn(rusqlite::Error) -> StoreError {
        move |source| StoreError::Sql { doing, source }
    }
}
