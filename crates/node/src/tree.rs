//! The tree as it is stored: full tiles in `record.db`, the right edge in memory (`record::log::Log`); tiles, nodes and roots read from both.
//!
//! In: where a hash is found. Out: how hashes are made and proofs are written (`record`).

use std::ops::ControlFlow;

use record::log::Log;
use record::merkle::{Hash, leaf_hash, prove_consistency, prove_inclusion, root_from};
use record::tile::{Tile, TileReader};
use store::{Record, StoreError};

/// The log over the record's first `size` entries, from its entries and full tiles.
pub(crate) fn open_log(record: Record<'_>, size: u64) -> Result<Log, StoreError> {
    let mut leaves = Vec::new();
    let start = size / u64::from(record::tile::WIDTH) * u64::from(record::tile::WIDTH);
    let _: ControlFlow<()> = record.for_each(start..size, |_, bytes| {
        leaves.push(leaf_hash(bytes));
        ControlFlow::Continue(())
    })?;
    let mut failed = None;
    let fetch = |tile: Tile| {
        record.tile(tile.level(), tile.index()).unwrap_or_else(|error| {
            failed = Some(error);
            None
        })
    };
    let log = Log::open(record.origin().clone(), size, leaves, fetch);
    match (log, failed) {
        (Ok(log), _) => Ok(log),
        (Err(_), Some(error)) => Err(error),
        (Err(error), None) => Err(damaged(error.to_string())),
    }
}

/// A tree of some size: its stored tiles and its right edge.
#[derive(Clone, Copy)]
pub(crate) struct Tree<'a> {
    pub(crate) record: Record<'a>,
    pub(crate) log: &'a Log,
}

impl Tree<'_> {
    /// The bytes of a tile, if the tree has as many hashes at that place.
    pub(crate) fn tile(self, wanted: Tile) -> Result<Option<Vec<u8>>, StoreError> {
        let (level, index) = (wanted.level(), wanted.index());
        let Some(there) = Tile::within(level, index, self.log.size()).filter(|there| there.width() >= wanted.width()) else { return Ok(None) };
        let bytes = if there.is_full() { self.record.tile(level, index)? } else { self.log.partial_tile(level, index) };
        let mut bytes = bytes.ok_or_else(|| damaged(format!("`{there}` is missing")))?;
        bytes.truncate(usize::from(wanted.width()).saturating_mul(32));
        Ok(Some(bytes))
    }

    /// The proof that the entry with this index is in the tree over the first `size` entries.
    pub(crate) fn inclusion_within(self, index: u64, size: u64) -> Result<Vec<Hash>, StoreError> {
        self.with_reader(|reader| prove_inclusion(index, size, reader))
    }

    /// The proof that the tree of the first `new` entries continues that of the first `old`.
    pub(crate) fn consistency(self, old: u64, new: u64) -> Result<Vec<Hash>, StoreError> {
        self.with_reader(|reader| prove_consistency(old, new, reader))
    }

    /// The root of the tree over the first `size` entries.
    pub(crate) fn root(self, size: u64) -> Result<Hash, StoreError> {
        if size == self.log.size() {
            return Ok(self.log.root());
        }
        self.with_reader(|reader| root_from(size, reader))
    }

    fn with_reader<T>(self, ask: impl FnOnce(&mut dyn FnMut(u32, u64) -> Option<Hash>) -> Option<T>) -> Result<T, StoreError> {
        let mut failed = None;
        let answer = {
            let mut reader = TileReader::new(self.log.size(), |tile| {
                self.tile(tile).unwrap_or_else(|error| {
                    failed = Some(error);
                    None
                })
            });
            ask(&mut |level, n| reader.hash(level, n))
        };
        answer.ok_or_else(|| failed.unwrap_or_else(|| damaged("a hash of the tree is missing".to_owned())))
    }
}

fn damaged(what: String) -> StoreError {
    StoreError::Damaged { file: "record.db", what }
}
