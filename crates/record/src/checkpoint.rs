//! Checkpoints: the state of a log at one size (c2sp.org/tlog-checkpoint).
//!
//! ```text
//! koinon.example/golden
//! 7
//! ju+6vaTwi1RItNuwTrHrzyzYa/Nn0cD+wyFIgqkbe54=
//! ```
//! In: the text. Out: its signatures (`note`, `cosignature`).

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::merkle::{EMPTY_ROOT, Hash};
use crate::name::Origin;

/// The state of a log: whose, how many entries, which root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Whose log.
    pub origin: Origin,
    /// How many entries it has.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
}

/// Why a text is no checkpoint.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// The first line.
    #[error("line 1 of the checkpoint is no origin; it must be a lower-case host and path")]
    Origin,
    /// The second line.
    #[error("line 2 of the checkpoint is no size; it must be decimal, without a leading zero, below 2^63")]
    Size,
    /// The third line.
    #[error("line 3 of the checkpoint is no root; it must be 32 bytes in base64")]
    Root,
    /// The root of an empty tree is that of no entries.
    #[error("the checkpoint is of no entries, but its root is of some")]
    EmptyRoot,
    /// More lines.
    #[error("line {0} of the checkpoint is empty or broken off; each line ends in a line feed")]
    Line(usize),
}

impl FromStr for Checkpoint {
    type Err = CheckpointError;

    /// Reads a checkpoint from the text of a signed note. Signatures are not checked here: see [`crate::note::SignedNote::verify`].
    ///
    /// Shape: three lines or more, each ended by U+000A; further lines are extensions, which are read over, as the source says.
    fn from_str(text: &str) -> Result<Checkpoint, CheckpointError> {
        let lines: Vec<&str> = text.strip_suffix('\n').ok_or(CheckpointError::Line(text.split('\n').count()))?.split('\n').collect();
        let line = |number: usize| lines.get(number).copied().unwrap_or_default();
        let origin = line(0).parse().map_err(|_| CheckpointError::Origin)?;
        let size: u64 =
            line(1).parse().ok().filter(|size: &u64| size.to_string() == line(1) && i64::try_from(*size).is_ok()).ok_or(CheckpointError::Size)?;
        let root = decode_hash(line(2)).ok_or(CheckpointError::Root)?;
        if size == 0 && root != EMPTY_ROOT {
            return Err(CheckpointError::EmptyRoot);
        }
        match lines.iter().position(|line| line.is_empty()) {
            Some(empty) => Err(CheckpointError::Line(empty + 1)),
            None => Ok(Checkpoint { origin, size, root }),
        }
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}\n{}\n", self.origin, self.size, encode_hash(&self.root))
    }
}

/// A hash as checkpoints, proofs and witnesses write it: standard base64 with padding.
pub fn encode_hash(hash: &Hash) -> String {
    STANDARD.encode(hash)
}

/// Reads a hash back. None where the text is anything but 32 bytes in standard base64 with padding.
pub fn decode_hash(text: &str) -> Option<Hash> {
    // 44 characters are 32 bytes: nothing longer is decoded at all.
    (text.len() == 44).then(|| STANDARD.decode(text).ok()?.try_into().ok()).flatten()
}
