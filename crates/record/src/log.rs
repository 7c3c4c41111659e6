//! The log as a value: what a record's tree is now, and what appending makes of it.
//!
//! In: appending, full tiles as they come, the checkpoint. Out: writing any of it down (`store`), signing in time (`node`).

use crate::checkpoint::Checkpoint;
use crate::merkle::{Frontier, Hash, leaf_hash};
use crate::name::{EntryId, Origin};
use crate::note::{SignedNote, SigningKey};
use crate::statement::ENTRY_BYTES_MAX;
use crate::tile::{Tile, WIDTH};

/// A record's tree: its origin and its right edge. Cloning copies a few KiB; appending makes a new one.
///
/// INVARIANT: `edge[l]` has the hashes of level `l` that no full tile holds yet, fewer than 256, and `frontier` is over the same leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    origin: Origin,
    frontier: Frontier,
    edge: Vec<Vec<Hash>>,
}

/// What one append adds: to be written whole or not at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// The size before.
    pub before: u64,
    /// The new entries: index, id, bytes.
    pub entries: Vec<(u64, EntryId, Vec<u8>)>,
    /// The tiles that became full, with their 8,192 bytes.
    pub tiles: Vec<(Tile, Vec<u8>)>,
    /// The size after.
    pub size: u64,
    /// The root after.
    pub root: Hash,
}

/// Why a log can't be opened or appended to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LogError {
    /// A tile that the size needs is missing or of the wrong length.
    #[error("`{0}` is missing or damaged; a record of this size needs it")]
    Tile(String),
    /// The leaves behind the last full tile are not as many as the size says.
    #[error("{found} entries stand behind the last full tile; the size needs {needed}")]
    Leaves {
        /// How many there are.
        found: usize,
        /// How many there must be.
        needed: u64,
    },
    /// An entry longer than 65,535 bytes.
    #[error("an entry of {0} bytes is too long; give at most 65535")]
    Entry(usize),
}

impl Log {
    /// The log of this origin without entries.
    pub fn new(origin: Origin) -> Log {
        Log { origin, frontier: Frontier::default(), edge: Vec::new() }
    }

    /// The log at `size` again, from what was written: `leaves` are the hashes of the entries behind the last full tile (fewer than 256),
    /// `tile` gives the bytes of a full tile. Reads at most 255 tiles of each level.
    pub fn open(origin: Origin, size: u64, leaves: Vec<Hash>, mut tile: impl FnMut(Tile) -> Option<Vec<u8>>) -> Result<Log, LogError> {
        let width = u64::from(WIDTH);
        if u64::try_from(leaves.len()) != Ok(size % width) {
            return Err(LogError::Leaves { found: leaves.len(), needed: size % width });
        }
        let mut edge = vec![leaves];
        let mut full = size / width;
        let mut level = 0;
        while full > 0 {
            let mut hashes = Vec::new();
            for index in full / width * width..full {
                let wanted = Tile::full(level, index).ok_or_else(|| LogError::Tile(format!("tile/{level}/{index}")))?;
                let bytes = tile(wanted).ok_or_else(|| LogError::Tile(wanted.to_string()))?;
                let below = wanted.hashes(&bytes).map_err(|_| LogError::Tile(wanted.to_string()))?;
                hashes.push(crate::merkle::root_of(below));
            }
            edge.push(hashes);
            full /= width;
            level += 1;
        }
        let mut frontier = Frontier::default();
        for (level, hashes) in edge.iter().enumerate().rev() {
            let height = u32::try_from(level * 8).unwrap_or(u32::MAX);
            for hash in hashes {
                frontier.push_subtree(height, *hash);
            }
        }
        Ok(Log { origin, frontier, edge })
    }

    /// Whose log.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// How many entries there are.
    pub fn size(&self) -> u64 {
        self.frontier.size()
    }

    /// The root over them.
    pub fn root(&self) -> Hash {
        self.frontier.root()
    }

    /// The compact right edge.
    pub fn frontier(&self) -> &Frontier {
        &self.frontier
    }

    /// The bytes of a tile that is not full, as it is now; narrower ones of the same place are its beginning.
    pub fn partial_tile(&self, level: u8, index: u64) -> Option<Vec<u8>> {
        let hashes = self.edge.get(usize::from(level)).filter(|hashes| !hashes.is_empty())?;
        let tile = Tile::within(level, index, self.size()).filter(|tile| !tile.is_full())?;
        (hashes.len() == usize::from(tile.width())).then(|| hashes.concat())
    }

    /// The log with these entries appended, and what that adds. Errors: the length of an entry that no bundle can hold.
    pub fn append(&self, entries: Vec<Vec<u8>>) -> Result<(Log, Batch), LogError> {
        let before = self.size();
        let mut log = self.clone();
        let mut batch = Batch { before, entries: Vec::with_capacity(entries.len()), tiles: Vec::new(), size: before, root: self.root() };
        for bytes in entries {
            if bytes.len() > ENTRY_BYTES_MAX {
                return Err(LogError::Entry(bytes.len()));
            }
            let index = log.size();
            log.push(leaf_hash(&bytes), &mut batch.tiles);
            batch.entries.push((index, EntryId::of(&bytes), bytes));
        }
        batch.size = log.size();
        batch.root = log.root();
        Ok((log, batch))
    }

    fn push(&mut self, leaf: Hash, tiles: &mut Vec<(Tile, Vec<u8>)>) {
        self.frontier.push(leaf);
        let (mut carried, mut index) = (leaf, self.size() - 1);
        for level in 0.. {
            if self.edge.len() <= usize::from(level) {
                self.edge.push(Vec::new());
            }
            let Some(hashes) = self.edge.get_mut(usize::from(level)) else { return };
            hashes.push(carried);
            if hashes.len() < usize::from(WIDTH) {
                return;
            }
            index /= u64::from(WIDTH);
            carried = crate::merkle::root_of(hashes);
            if let Some(tile) = Tile::full(level, index) {
                tiles.push((tile, hashes.concat()));
            }
            hashes.clear();
        }
    }

    /// Its state, to be signed.
    pub fn checkpoint(&self) -> Checkpoint {
        Checkpoint { origin: self.origin.clone(), size: self.size(), root: self.root() }
    }

    /// Its state, signed. Whoever calls this sees to it that no other root of this size was ever signed (specs/record.md g).
    pub fn sign(&self, key: &SigningKey) -> SignedNote {
        SignedNote::sign(self.checkpoint().to_string(), &[key], 0)
    }
}
