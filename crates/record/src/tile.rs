//! Tiles and entry bundles: how the log is cut into files that never change (c2sp.org/tlog-tiles).
//!
//! ```text
//! tile/0/x001/x234/067          256 hashes of level 0, the 1,234,068th such tile
//! tile/1/000.p/17               the first 17 hashes of a tile that is not full yet
//! tile/entries/000              256 entries, each with its length in two bytes before it
//! ```
//! In: paths, widths, bundles, hashes out of tiles. Out: where tiles are kept (`store`) and served (`web`).

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use crate::merkle::{Hash, root_of};

/// Hashes in a full tile, entries in a full bundle.
pub const WIDTH: u16 = 256;

/// Bytes of a full tile.
pub const TILE_BYTES: usize = 8_192;

/// The longest bundle: 256 entries of 65,535 bytes, each with its length.
pub const BUNDLE_BYTES_MAX: usize = 256 * (2 + 65_535);

/// Tile levels that a tree of 2^63 leaves can have.
const LEVELS: u8 = 8;

/// What a path below a log's address names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Resource {
    /// `checkpoint`: the newest signed note.
    Checkpoint,
    /// `tile/<L>/<N>[.p/<W>]`.
    Tile(Tile),
    /// `tile/entries/<N>[.p/<W>]`.
    Bundle(Bundle),
}

/// A tile: a run of up to 256 hashes of one level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tile {
    level: u8,
    index: u64,
    width: u16,
}

/// A bundle: a run of up to 256 entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bundle {
    index: u64,
    width: u16,
}

/// Why bytes or a path are not what they should be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TileError {
    /// No path of a log.
    #[error("`{0}` is no path of a log; give `checkpoint`, `tile/<level>/<number>` or `tile/entries/<number>`, perhaps with `.p/<width>`")]
    Path(String),
    /// A tile of the wrong length.
    #[error("the tile has {found} bytes where {needed} belong")]
    Length {
        /// How many there are.
        found: usize,
        /// How many there must be.
        needed: usize,
    },
    /// A bundle that ends within an entry, or has too few or too many.
    #[error("the bundle breaks off or goes on at byte {offset}, in entry {entry} of {width}")]
    Bundle {
        /// Where.
        offset: usize,
        /// Which entry of the bundle, from 0.
        entry: usize,
        /// How many entries there must be.
        width: u16,
    },
    /// An entry longer than a bundle can hold.
    #[error("an entry of {0} bytes is too long; give at most 65535")]
    Entry(usize),
}

impl Tile {
    /// The full tile `index` of `level`. None where no tree has it (level 0 to 7).
    pub fn full(level: u8, index: u64) -> Option<Tile> {
        Tile::new(level, index, WIDTH)
    }

    /// A tile of 1 to 256 hashes. None where no tree has it.
    pub fn new(level: u8, index: u64, width: u16) -> Option<Tile> {
        let in_range = level < LEVELS && (1..=WIDTH).contains(&width) && index < (1 << (8 * u32::from(LEVELS - level) - 8)).max(1_u64);
        in_range.then_some(Tile { level, index, width })
    }

    /// The tile `index` of `level` as it is in a tree of `size` leaves: full, partial, or none at all.
    pub fn within(level: u8, index: u64, size: u64) -> Option<Tile> {
        let hashes = size.checked_shr(8 * u32::from(level)).unwrap_or(0);
        let width = hashes.checked_sub(index.checked_mul(u64::from(WIDTH))?)?.min(u64::from(WIDTH));
        Tile::new(level, index, u16::try_from(width).ok()?)
    }

    /// Its level: hashes of level `l` are roots of `256^l` leaves.
    pub fn level(&self) -> u8 {
        self.level
    }

    /// Its number within the level, from 0.
    pub fn index(&self) -> u64 {
        self.index
    }

    /// How many hashes it has, 1 to 256.
    pub fn width(&self) -> u16 {
        self.width
    }

    /// Whether it has all 256 and never changes any more.
    pub fn is_full(&self) -> bool {
        self.width == WIDTH
    }

    /// The smallest tree that has this tile, in leaves.
    pub fn size_min(&self) -> u64 {
        let hashes = self.index.saturating_mul(u64::from(WIDTH)).saturating_add(u64::from(self.width));
        hashes.saturating_mul(1_u64.checked_shl(8 * u32::from(self.level)).unwrap_or(u64::MAX))
    }

    /// The tile's hashes. Errors: another number of bytes than its width asks for.
    pub fn hashes<'b>(&self, bytes: &'b [u8]) -> Result<&'b [Hash], TileError> {
        match bytes.as_chunks::<32>() {
            (hashes, []) if hashes.len() == usize::from(self.width) => Ok(hashes),
            _ => Err(TileError::Length { found: bytes.len(), needed: usize::from(self.width) * 32 }),
        }
    }
}

impl Bundle {
    /// The bundle `index` as it is in a tree of `size` leaves: full, partial, or none at all.
    pub fn within(index: u64, size: u64) -> Option<Bundle> {
        Tile::within(0, index, size).map(|tile| Bundle { index, width: tile.width })
    }

    /// Its number, from 0.
    pub fn index(&self) -> u64 {
        self.index
    }

    /// How many entries it has, 1 to 256.
    pub fn width(&self) -> u16 {
        self.width
    }

    /// Whether it has all 256 and never changes any more.
    pub fn is_full(&self) -> bool {
        self.width == WIDTH
    }

    /// The full bundle in its place.
    #[must_use]
    pub fn full(&self) -> Bundle {
        Bundle { width: WIDTH, ..*self }
    }

    /// Index of its first entry.
    pub fn start(&self) -> u64 {
        self.index.saturating_mul(u64::from(WIDTH))
    }

    /// The tile that has the leaf hashes of these entries.
    pub fn tile(&self) -> Tile {
        Tile { level: 0, index: self.index, width: self.width }
    }

    /// The entries in a bundle's bytes. Errors: where it breaks off, or goes on behind its last entry.
    pub fn entries<'b>(&self, bytes: &'b [u8]) -> Result<Vec<&'b [u8]>, TileError> {
        let width = self.width;
        let mut entries = Vec::with_capacity(usize::from(width));
        let mut rest = bytes;
        for entry in 0..usize::from(width) {
            let broken = || TileError::Bundle { offset: bytes.len() - rest.len(), entry, width };
            let (length, behind) = rest.split_first_chunk::<2>().ok_or_else(broken)?;
            let (words, behind) = behind.split_at_checked(usize::from(u16::from_be_bytes(*length))).ok_or_else(broken)?;
            entries.push(words);
            rest = behind;
        }
        if rest.is_empty() { Ok(entries) } else { Err(TileError::Bundle { offset: bytes.len() - rest.len(), entry: usize::from(width), width }) }
    }
}

/// A bundle's bytes from its entries. Errors: an entry too long for its length field.
pub fn bundle_bytes<'e>(entries: impl IntoIterator<Item = &'e [u8]>) -> Result<Vec<u8>, TileError> {
    let mut bytes = Vec::new();
    for entry in entries {
        let length = u16::try_from(entry.len()).map_err(|_| TileError::Entry(entry.len()))?;
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(entry);
    }
    Ok(bytes)
}

/// The full tiles that a tree has at `after` leaves and did not have at `before`, level by level.
pub fn completed(before: u64, after: u64) -> Vec<Tile> {
    let full = |level: u8, size: u64| size.checked_shr(8 * u32::from(level) + 8).unwrap_or(0);
    (0..LEVELS).flat_map(|level| (full(level, before)..full(level, after)).map(move |index| Tile { level, index, width: WIDTH })).collect()
}

/// The tiles of the right edge of a tree of `size` leaves that are not full, lowest level first.
pub fn partial(size: u64) -> Vec<Tile> {
    (0..LEVELS).filter_map(|level| Tile::within(level, size.checked_shr(8 * u32::from(level) + 8)?, size)).collect()
}

/// Reads the hashes of a tree out of its tiles, and keeps each tile that it fetched.
pub struct TileReader<F> {
    size: u64,
    fetch: F,
    kept: BTreeMap<(u8, u64), Vec<u8>>,
}

/// Tiles that a reader keeps before it forgets all of them: 4 MiB.
const TILES_KEPT_MAX: usize = 512;

impl<F: FnMut(Tile) -> Option<Vec<u8>>> TileReader<F> {
    /// A reader of the tree of `size` leaves. `fetch` gives a tile's bytes; more than its width is cut off, less is as good as none.
    pub fn new(size: u64, fetch: F) -> TileReader<F> {
        TileReader { size, fetch, kept: BTreeMap::new() }
    }

    /// The root of the perfect subtree of `2^height` leaves that starts at leaf `index * 2^height`: what the provers of `merkle` read.
    pub fn hash(&mut self, height: u32, index: u64) -> Option<Hash> {
        let level = u8::try_from(height / 8).ok()?;
        let inner = height % 8;
        let first = index.checked_mul(1 << inner)?;
        let tile = Tile::within(level, first / u64::from(WIDTH), self.size)?;
        let start = usize::try_from(first % u64::from(WIDTH)).ok()?;
        let bytes = self.tile(tile)?;
        let (hashes, _) = bytes.as_chunks::<32>();
        hashes.get(start..start + (1 << inner)).map(root_of)
    }

    fn tile(&mut self, tile: Tile) -> Option<&[u8]> {
        let key = (tile.level, tile.index);
        if !self.kept.contains_key(&key) {
            let mut bytes = (self.fetch)(tile)?;
            bytes.truncate(usize::from(tile.width) * 32);
            tile.hashes(&bytes).ok()?;
            if self.kept.len() >= TILES_KEPT_MAX {
                self.kept.clear();
            }
            self.kept.insert(key, bytes);
        }
        self.kept.get(&key).map(Vec::as_slice)
    }
}

struct Number {
    index: u64,
    width: u16,
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut groups = vec![self.index % 1000];
        let mut rest = self.index / 1000;
        while rest > 0 {
            groups.push(rest % 1000);
            rest /= 1000;
        }
        for (place, group) in groups.iter().enumerate().rev() {
            if place > 0 { write!(f, "x{group:03}/")? } else { write!(f, "{group:03}")? }
        }
        if self.width < WIDTH { write!(f, ".p/{}", self.width) } else { Ok(()) }
    }
}

impl fmt::Display for Tile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tile/{}/{}", self.level, Number { index: self.index, width: self.width })
    }
}

impl fmt::Display for Bundle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tile/entries/{}", Number { index: self.index, width: self.width })
    }
}

impl fmt::Display for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Resource::Checkpoint => f.write_str("checkpoint"),
            Resource::Tile(tile) => tile.fmt(f),
            Resource::Bundle(bundle) => bundle.fmt(f),
        }
    }
}

impl FromStr for Resource {
    type Err = TileError;

    /// Reads a path below the log's address, without a leading slash. Each resource has one path: `x000/001` is none.
    fn from_str(path: &str) -> Result<Resource, TileError> {
        let found = if path == "checkpoint" { Some(Resource::Checkpoint) } else { path.strip_prefix("tile/").and_then(below_tile) };
        // Whatever reads right must also write the same: one spelling for each.
        found.filter(|found| found.to_string() == path).ok_or_else(|| TileError::Path(crate::text::brief(path)))
    }
}

fn below_tile(path: &str) -> Option<Resource> {
    // The longest path of a tree of 2^63 leaves is far shorter.
    if path.len() > 60 {
        return None;
    }
    let (level, rest) = path.split_once('/')?;
    let (number, width) = match rest.split_once(".p/") {
        Some((number, width)) => (number, width.parse::<u16>().ok().filter(|width| (1..WIDTH).contains(width))?),
        None => (rest, WIDTH),
    };
    let mut index: u64 = 0;
    for group in number.split('/') {
        let digits = group.strip_prefix('x').unwrap_or(group);
        let value = digits.parse::<u64>().ok().filter(|_| digits.len() == 3)?;
        index = index.checked_mul(1000)?.checked_add(value)?;
    }
    if level == "entries" {
        let tile = Tile::new(0, index, width)?;
        return Some(Resource::Bundle(Bundle { index: tile.index, width }));
    }
    Tile::new(level.parse().ok()?, index, width).map(Resource::Tile)
}
