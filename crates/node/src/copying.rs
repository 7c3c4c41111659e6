//! Copying another's record: what was fetched is verified here, in the caller's thread, before the writer takes it.
//!
//! In: the verified part of a record that the writer adds. Out: where the bytes come from (`follow`).

use record::Origin;
use record::log::{Batch, Log};
use store::{Signed, StoreError};

use crate::error::ReadError;
use crate::folding::Read;

/// A verified part of another's record: entries behind those that are held, which one of its checkpoints is over.
pub(crate) struct Copied {
    /// Whose record.
    pub(crate) origin: Origin,
    /// The tree with them.
    pub(crate) log: Log,
    /// Their bytes, and the tiles that they complete.
    pub(crate) batch: Batch,
    /// What they say.
    pub(crate) reads: Vec<Read>,
    /// The checkpoint, where they are all that it is over.
    pub(crate) signed: Option<Signed>,
}

/// Why a verified part was not added.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// Another turn has added to that record since.
    #[error("that record has grown here meanwhile; the next turn goes on from there")]
    Meanwhile,
    /// What is kept can't be read or written.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The node closed.
    #[error("the node is closing")]
    Closed,
}

impl From<StoreError> for CopyError {
    fn from(error: StoreError) -> CopyError {
        CopyError::Read(error.into())
    }
}
