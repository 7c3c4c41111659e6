//! Checks a log from the outside, through its tiles alone (c2sp.org/tlog-tiles): note, right edge, every tile, every entry.
//!
//! ```text
//! checkpoint ── root ──▶ partial tiles of all levels ── each hash ──▶ the full tile below ── .. ──▶ each entry of its bundle
//! ```
//! Top down, so that the first tile or entry that is not what the checkpoint signs is named exactly; memory is one tile for each level.
//! In: whatever `fetch` gives for a path below the log's prefix. Out: the network (`fetch`), how it is said (`commands::verify`).

use std::fmt;

use record::checkpoint::decode_hash;
use record::merkle::{Frontier, Hash, leaf_hash, root_of};
use record::note::{NOTE_BYTES_MAX, SignedNote};
use record::tile::{self, BUNDLE_BYTES_MAX, Bundle, Resource, TILE_BYTES, Tile};

use crate::failure::{Exit, Failure};

/// Where the bytes of a log come from: a path, the most bytes that it may have. `Ok(None)`: there is no such file.
pub(crate) type Fetch<'f> = dyn FnMut(&str, usize) -> Result<Option<Vec<u8>>, Failure> + 'f;

/// What an entry must be besides in its place: a fault in words, if it is not.
pub(crate) type EntryRule = fn(&[u8]) -> Option<String>;

/// Whether a checkpoint is signed by whom it must be signed by. Errors: it is not.
pub(crate) type Trust<'t> = dyn Fn(&SignedNote) -> Result<(), Failure> + 't;

/// What was checked and found right.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Verified {
    /// What the checkpoint says.
    pub(crate) signed: Signed,
    /// Tiles and bundles read.
    pub(crate) files: u64,
    /// Bytes of entries.
    pub(crate) bytes: u64,
}

/// A checkpoint of any log, also of one whose origin would be none of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Signed {
    /// First line.
    pub(crate) origin: String,
    /// How many entries.
    pub(crate) size: u64,
    /// The root over them.
    pub(crate) root: Hash,
}

/// Checks the whole log. Errors: what does not verify, by its tile or entry (exit 3), or what could not be fetched.
pub(crate) fn audit(trust: &Trust<'_>, fetch: &mut Fetch<'_>, rule: EntryRule, progress: &mut dyn FnMut(u64, u64)) -> Result<Verified, Failure> {
    let note = fetch("checkpoint", NOTE_BYTES_MAX)?;
    let note = note.ok_or_else(|| Failure::not_found("there is no `checkpoint` at this address; give the address of a node or of a log"))?;
    let signed = signed(&note, trust)?;
    let mut walk = Walk { size: signed.size, fetch, rule, progress, files: 0, bytes: 0, is_rooted: true };
    let edge = walk.edge()?;
    walk.is_rooted = edge_root(&edge) == signed.root;
    for (tile, hashes) in &edge {
        walk.below(*tile, hashes)?;
    }
    if !walk.is_rooted {
        let tiles: Vec<String> = edge.iter().map(|(tile, _)| format!("`{}`", Resource::Tile(*tile))).collect();
        return Err(wrong(format!(
            "tiles and entries agree with each other, but {} do not give the root that the checkpoint signs: it is of another tree",
            tiles.join(" and ")
        )));
    }
    let Walk { files, bytes, .. } = walk;
    Ok(Verified { signed, files, bytes })
}

/// The checkpoint in a note that is trusted.
fn signed(note: &[u8], trust: &Trust<'_>) -> Result<Signed, Failure> {
    let note: SignedNote = std::str::from_utf8(note)
        .map_err(|_| wrong("the checkpoint is no text"))?
        .parse()
        .map_err(|error| wrong(format!("the checkpoint does not verify: {error}")))?;
    trust(&note)?;
    let mut lines = note.text.lines();
    let mut line = || lines.next().unwrap_or_default();
    let (origin, size, root) = (line(), line(), line());
    let form = || wrong("the checkpoint is signed, but its text is none: it must give an origin, a size and a root");
    let size = size.parse().ok().filter(|number: &u64| number.to_string() == size).ok_or_else(form)?;
    Ok(Signed { origin: origin.to_owned(), size, root: decode_hash(root).ok_or_else(form)? })
}

/// It does not verify, and this is where.
pub(crate) fn wrong(what: impl fmt::Display) -> Failure {
    Failure::new(Exit::NotVerified, what)
}

struct Walk<'w, 'f> {
    size: u64,
    fetch: &'w mut Fetch<'f>,
    rule: EntryRule,
    progress: &'w mut dyn FnMut(u64, u64),
    files: u64,
    bytes: u64,
    /// Whether the hashes above are what the checkpoint signs. If not, two tiles that differ are both named.
    is_rooted: bool,
}

impl Walk<'_, '_> {
    /// The partial tiles of the right edge, highest level first: what they stand for comes in order of entries.
    fn edge(&mut self) -> Result<Vec<(Tile, Vec<Hash>)>, Failure> {
        tile::partial(self.size).into_iter().rev().map(|tile| Ok((tile, self.tile(tile)?))).collect()
    }

    /// Checks what lies below the hashes of a tile.
    fn below(&mut self, tile: Tile, hashes: &[Hash]) -> Result<(), Failure> {
        let first = tile.index().saturating_mul(u64::from(tile::WIDTH));
        let Some(level) = tile.level().checked_sub(1) else { return self.bundle(tile.index(), hashes) };
        for (index, hash) in (first..).zip(hashes) {
            let lower = Tile::full(level, index).ok_or_else(|| wrong("the checkpoint's size is beyond that of any tree"))?;
            let below = self.tile(lower)?;
            if root_of(&below) != *hash {
                let path = Resource::Tile(lower);
                return Err(wrong(if self.is_rooted {
                    format!("`{path}` is not the tile that the checkpoint signs")
                } else {
                    format!(
                        "`{path}` and `{}` do not agree, and the right edge does not give the root that the checkpoint signs",
                        Resource::Tile(tile)
                    )
                }));
            }
            self.below(lower, &below)?;
        }
        Ok(())
    }

    /// Checks the entries of a bundle against their leaf hashes.
    fn bundle(&mut self, index: u64, leaves: &[Hash]) -> Result<(), Failure> {
        let bundle = Bundle::within(index, self.size).ok_or_else(|| wrong("the checkpoint's size is beyond that of any tree"))?;
        let (path, mut bytes) = self.file(Resource::Bundle(bundle), BUNDLE_BYTES_MAX)?;
        if !bundle.is_full() {
            bytes.truncate(length_of(&bytes, bundle.width()));
        }
        let entries = bundle.entries(&bytes).map_err(|error| wrong(format!("`{path}`: {error}")))?;
        for ((number, leaf), entry) in (bundle.start()..).zip(leaves).zip(entries) {
            if leaf_hash(entry) != *leaf {
                let leaves = Resource::Tile(bundle.tile());
                return Err(wrong(if self.is_rooted {
                    format!("entry {number}, in `{path}`, is not the one that the checkpoint signs")
                } else {
                    format!(
                        "entry {number}, in `{path}`, and `{leaves}` do not agree, and the right edge does not give the root that the checkpoint signs"
                    )
                }));
            }
            if let Some(fault) = (self.rule)(entry) {
                return Err(wrong(format!("entry {number}, in `{path}`, stands in the log but is no statement: {fault}")));
            }
            self.bytes += u64::try_from(entry.len()).unwrap_or(0);
        }
        (self.progress)(bundle.start() + u64::from(bundle.width()), self.size);
        Ok(())
    }

    fn tile(&mut self, tile: Tile) -> Result<Vec<Hash>, Failure> {
        let (path, mut bytes) = self.file(Resource::Tile(tile), TILE_BYTES)?;
        if !tile.is_full() && bytes.len() == TILE_BYTES {
            bytes.truncate(usize::from(tile.width()) * 32);
        }
        tile.hashes(&bytes).map(<[Hash]>::to_vec).map_err(|error| wrong(format!("`{path}`: {error}")))
    }

    /// A tile or bundle; the full one where the partial one is gone already, as the format allows.
    fn file(&mut self, resource: Resource, bytes_max: usize) -> Result<(String, Vec<u8>), Failure> {
        self.files += 1;
        let path = resource.to_string();
        if let Some(bytes) = (self.fetch)(&path, bytes_max)? {
            return Ok((path, bytes));
        }
        let full = path.split_once(".p/").map(|(full, _)| full.to_owned());
        let found = full.map(|full| Ok::<_, Failure>((self.fetch)(&full, bytes_max)?.map(|bytes| (full, bytes)))).transpose()?.flatten();
        found.ok_or_else(|| wrong(format!("`{path}` is missing; a checkpoint of {} entries needs it", self.size)))
    }
}

/// The bytes of the first `width` entries of a bundle, which may have more where the full one was fetched for a partial one.
fn length_of(bytes: &[u8], width: u16) -> usize {
    let mut rest = bytes;
    for _ in 0..width {
        let behind = rest.split_first_chunk::<2>().and_then(|(length, behind)| behind.get(usize::from(u16::from_be_bytes(*length))..));
        let Some(behind) = behind else { return bytes.len() };
        rest = behind;
    }
    bytes.len() - rest.len()
}

/// Root of the tree whose right edge this is, highest level first.
fn edge_root(edge: &[(Tile, Vec<Hash>)]) -> Hash {
    let mut frontier = Frontier::default();
    for (tile, hashes) in edge {
        for hash in hashes {
            frontier.push_subtree(8 * u32::from(tile.level()), *hash);
        }
    }
    frontier.root()
}

#[cfg(test)]
mod tests {
    use super::*;
    use record::note::{Algorithm, SigningKey};
    use std::collections::BTreeMap;

    const SIZE: u64 = 70_000;

    fn entry(index: u64) -> Vec<u8> {
        format!("{{\"n\":{index}}}").into_bytes()
    }

    /// A log as a folder of files, built from its definition alone: each tile from the hashes of the level below.
    fn log(size: u64, key: &SigningKey) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        let entries: Vec<Vec<u8>> = (0..size).map(entry).collect();
        for (index, bundle) in (0..).zip(entries.chunks(256)) {
            let path = Resource::Bundle(Bundle::within(index, size).unwrap()).to_string();
            files.insert(path, tile::bundle_bytes(bundle.iter().map(Vec::as_slice)).unwrap());
        }
        let mut hashes: Vec<Hash> = entries.iter().map(|entry| leaf_hash(entry)).collect();
        let root = root_of(&hashes);
        for level in 0.. {
            for (index, tile) in (0..).zip(hashes.chunks(256)) {
                let path = Resource::Tile(Tile::within(level, index, size).unwrap()).to_string();
                files.insert(path, tile.concat());
            }
            hashes = hashes.chunks_exact(256).map(root_of).collect();
            if hashes.is_empty() {
                break;
            }
        }
        let text = format!("any log of any origin\n{size}\n{}\n", record::checkpoint::encode_hash(&root));
        files.insert("checkpoint".to_owned(), SignedNote::sign(text, &[key], 0).to_string().into_bytes());
        files
    }

    fn key() -> SigningKey {
        SigningKey::from_seed("any.example", Algorithm::Ed25519, &[1; 32]).unwrap()
    }

    fn checked(files: &BTreeMap<String, Vec<u8>>) -> Result<Verified, Failure> {
        let mut fetch = |path: &str, _: usize| Ok(files.get(path).cloned());
        let trust = |note: &SignedNote| match note.verify(&[key().verifying_key()]) {
            Ok(_) => Ok(()),
            Err(error) => Err(wrong(error)),
        };
        audit(&trust, &mut fetch, |_| None, &mut |_, _| {})
    }

    #[test]
    fn a_whole_log_verifies_at_every_kind_of_size() {
        for size in [0, 1, 2, 255, 256, 257, 512, 65_536, SIZE] {
            assert_eq!(checked(&log(size, &key())).unwrap().signed.size, size);
        }
    }

    #[test]
    fn the_first_tile_or_entry_at_fault_is_named() {
        let whole = log(SIZE, &key());
        let with = |path: &str, change: &dyn Fn(&mut Vec<u8>)| {
            let mut files = whole.clone();
            change(files.get_mut(path).unwrap());
            checked(&files).unwrap_err()
        };
        let says = |failure: &Failure, words: &[&str]| {
            assert_eq!(failure.exit, Exit::NotVerified);
            assert!(words.iter().all(|word| failure.message.contains(word)), "{}", failure.message);
        };
        says(&with("tile/entries/001", &|bytes| bytes[14] ^= 1), &["entry 257", "tile/entries/001"]);
        says(&with("tile/entries/001", &|bytes| bytes.truncate(100)), &["tile/entries/001", "breaks off"]);
        says(&with("tile/0/007", &|bytes| bytes[0] ^= 1), &["`tile/0/007` is not the tile"]);
        says(&with("tile/1/000", &|bytes| bytes[0] ^= 1), &["`tile/1/000` is not the tile"]);
        says(&with("tile/0/273.p/112", &|bytes| bytes[0] ^= 1), &["entry 69888", "`tile/0/273.p/112` do not agree"]);
        says(&with("tile/1/001.p/17", &|bytes| bytes[0] ^= 1), &["`tile/0/256`", "`tile/1/001.p/17`", "do not agree"]);
        let mut files = whole.clone();
        files.remove("tile/0/007");
        says(&checked(&files).unwrap_err(), &["`tile/0/007` is missing"]);
        files.insert("checkpoint".to_owned(), log(SIZE - 1, &key())["checkpoint"].clone());
        assert_eq!(checked(&files).unwrap_err().exit, Exit::NotVerified);
    }

    #[test]
    fn the_full_tile_stands_in_for_a_partial_one_that_is_gone() {
        let mut files = log(700, &key());
        let later = log(1_024, &key());
        for path in ["tile/0/002", "tile/entries/002"] {
            files.retain(|name, _| !name.starts_with(&format!("{path}.p/")));
            files.insert(path.to_owned(), later[path].clone());
        }
        assert_eq!(checked(&files).unwrap().signed.size, 700);
    }

    #[test]
    fn another_key_verifies_nothing() {
        let files = log(3, &SigningKey::from_seed("any.example", Algorithm::Ed25519, &[2; 32]).unwrap());
        assert_eq!(checked(&files).unwrap_err().exit, Exit::NotVerified);
    }
}
