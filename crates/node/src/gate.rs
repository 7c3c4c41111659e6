//! The gates of a start and of each signature: whether this record may go on (specs/record.md g, rules 3 to 5).
//!
//! ```text
//! database shorter than the mark                 halt: behind         heal from a copy of the published log
//! another root at the mark's size                halt: changed        never go on
//! restored, and no mark on this machine          halt: unmarked       the operator says that nothing later was published
//! clock ten minutes before the last `at`         halt: clock          set it right, or accept the last `at`
//! own public address larger, or of another root  halt: ahead, fork    stop the other copy
//! ```

use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};

use jiff::Timestamp;
use store::{Record, StoreError};

use crate::error::Halt;
use crate::files;
use crate::limits::{CLOCK_BEHIND_MAX, SMALL_FILE_BYTES_MAX};
use crate::mark::Mark;
use crate::tree::Tree;

/// The file that says that a record was restored and not yet signed since.
pub(crate) const RESTORED: &str = "restored";
/// The file that says which last `at` the operator accepted, although the clock is before it.
const ACCEPTED_TIME: &str = "accepted-time";

/// Whether the node may sign; shared by the writer and whoever asks.
pub(crate) struct Gate {
    dir: PathBuf,
    state: RwLock<State>,
}

struct State {
    halt: Option<Halt>,
    last: Timestamp,
    accepted: Option<Timestamp>,
}

impl Gate {
    /// The gate at a start.
    pub(crate) fn new(dir: &Path, halt: Option<Halt>, last: Timestamp) -> Gate {
        let accepted = files::read_bounded(&dir.join(ACCEPTED_TIME), SMALL_FILE_BYTES_MAX).ok();
        let accepted = accepted.and_then(|bytes| String::from_utf8(bytes).ok()?.trim().parse().ok());
        Gate { dir: dir.to_owned(), state: RwLock::new(State { halt, last, accepted }) }
    }

    /// Whether the node may sign at `now`, and then the `at` of what it states.
    pub(crate) fn pass(&self, now: Timestamp) -> Result<Timestamp, Halt> {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(halt) = &state.halt {
            return Err(halt.clone());
        }
        let is_far_behind = state.last.duration_since(now) > jiff::SignedDuration::try_from(CLOCK_BEHIND_MAX).unwrap_or(jiff::SignedDuration::ZERO);
        if is_far_behind && state.accepted != Some(state.last) {
            return Err(Halt::Clock { now, last: state.last });
        }
        Ok(now.max(state.last))
    }

    /// Notes the `at` of the newest entry.
    pub(crate) fn stated(&self, at: Timestamp) {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        state.last = state.last.max(at);
    }

    /// Stops signing until the node is started anew, or healed.
    pub(crate) fn halt(&self, halt: Halt) {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        state.halt.get_or_insert(halt);
    }

    /// Goes on, after what halted it was mended.
    pub(crate) fn mended(&self) {
        self.state.write().unwrap_or_else(PoisonError::into_inner).halt = None;
    }

    /// Why it is halted, but for the clock.
    pub(crate) fn halted(&self) -> Option<Halt> {
        self.state.read().unwrap_or_else(PoisonError::into_inner).halt.clone()
    }

    /// Accepts that new entries carry the time of the last one until the clock has passed it. Errors: `last` is not that time.
    pub(crate) fn accept_time(&self, last: Timestamp) -> std::io::Result<bool> {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        if state.last != last {
            return Ok(false);
        }
        files::write_whole(&self.dir.join(ACCEPTED_TIME), format!("{last}\n").as_bytes(), 0o600)?;
        state.accepted = Some(last);
        Ok(true)
    }

    /// `at` of the newest entry.
    pub(crate) fn last(&self) -> Timestamp {
        self.state.read().unwrap_or_else(PoisonError::into_inner).last
    }
}

/// What the mark says of the record at a start.
pub(crate) fn compare_mark(tree: Tree<'_>, mark: Option<Mark>, is_restored: bool) -> Result<Option<Halt>, StoreError> {
    let size = tree.log.size();
    let Some(mark) = mark else { return Ok(is_restored.then_some(Halt::Unmarked { size })) };
    if mark.size > size {
        return Ok(Some(Halt::Behind { size, signed: mark.size }));
    }
    Ok((root_at(tree, mark.size)? != mark.root).then_some(Halt::Changed { size: mark.size }))
}

/// The root of the first `size` entries: as it was signed, else from the tiles.
pub(crate) fn root_at(tree: Tree<'_>, size: u64) -> Result<store::Hash, StoreError> {
    match tree.record.signed_at(size)? {
        Some(signed) => Ok(signed.root),
        None => tree.root(size),
    }
}

/// The bytes of the newest entry of a record.
pub(crate) fn last_entry(record: Record<'_>, size: u64) -> Result<Option<Vec<u8>>, StoreError> {
    size.checked_sub(1).map_or(Ok(None), |last| record.entry(last))
}
