//! Verifying a store whole: every entry's bytes, every tile, every signed root, the signature, and on request rows and attachments.
//!
//! Reads only; believes nothing that it can work out: leaves from entries, tiles from leaves, roots from tiles. Two threads, a few MiB.

use std::ops::{ControlFlow, Range};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

use record::Kind;
use record::canon;
use record::merkle::{Frontier, Hash, leaf_hash, root_of};
use record::tile::Tile;
use store::{Mode, Record, RecordFile, Signed, StoreError};

use crate::attachment;
use crate::error::{OpenError, ReadError};
use crate::folding::{self, Kept};
use crate::identity::Identity;
use crate::limits::{VERIFY_BUNDLES, VERIFY_THREADS};
use crate::node::checkpoint_of;

/// What is verified besides bytes, tree and checkpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scope {
    /// Fold everything anew and compare with `views.db`, by view root: several times the work.
    pub views: Views,
    /// Read every attachment.
    pub attachments: Attachments,
}

/// Whether rows are verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Views {
    /// Folded anew and compared.
    Refold,
    /// Left out.
    Skip,
}

/// Whether attachments are verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attachments {
    /// Each is read and hashed.
    Read,
    /// Left out.
    Skip,
}

impl Scope {
    /// Everything.
    pub const WHOLE: Scope = Scope { views: Views::Refold, attachments: Attachments::Read };
    /// Bytes, tree, checkpoint and attachments.
    pub const RECORD: Scope = Scope { views: Views::Skip, attachments: Attachments::Read };
}

/// What was found right.
#[derive(Clone, Debug)]
pub struct VerifiedStore {
    /// Whose record.
    pub identity: Identity,
    /// The newest checkpoint.
    pub signed: Signed,
    /// How many checkpoints are signed; the root of each was worked out.
    pub checkpoints: u64,
    /// Bytes of all entries.
    pub bytes: u64,
    /// Hash over all rows of the newest size, where they were folded anew. Whether `views.db` had the same: [`VerifiedStore::views_kept`].
    pub view_root: Option<Hash>,
    /// How many rows `views.db` keeps, all of them as folded anew; none where it keeps none that are of use.
    pub views_kept: Option<u32>,
    /// How many attachments have their hash.
    pub attachments: Option<u64>,
}

/// Why a store does not verify: the first thing at fault.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// An entry is not what its tile says, or not canonical.
    #[error("entry {index} does not verify: {what}")]
    Entry {
        /// Its index.
        index: u64,
        /// What is wrong with it.
        what: String,
    },
    /// A tile is not what the entries or tiles below it say.
    #[error("`{tile}` does not verify: it is not what the entries below it hash to")]
    Tile {
        /// Its path.
        tile: String,
    },
    /// The entries up to a signed size are not those that were signed, and all up to the signed size before are: partial tiles are not kept, so
    /// no hash names one of those between.
    #[error("{}", between(*from, *size))]
    Between {
        /// The greatest signed size that verifies, which is the index of the first entry that may be at fault; 0 where none does.
        from: u64,
        /// The signed size that does not.
        size: u64,
    },
    /// A signed root is not that of the entries, though a later one is.
    #[error("the checkpoint of size {size} does not verify: its root is not that of the first {size} entries")]
    Root {
        /// Its size.
        size: u64,
    },
    /// A signature.
    #[error("the checkpoint of size {size} does not verify: {what}")]
    Note {
        /// Its size.
        size: u64,
        /// What is wrong with it.
        what: String,
    },
    /// Entries or genesis are missing.
    #[error("the record does not verify: {0}")]
    Record(String),
    /// Kept rows are not what the entries fold to.
    #[error("the rows in `views.db` are not what the entries fold to; `koinon doctor --rebuild` makes them anew from the record")]
    Views,
    /// An attachment.
    #[error("attachment `{sha256}` does not have its hash; put it back from a backup")]
    Attachment {
        /// Its name.
        sha256: String,
    },
    /// There is no node, or it can't be read.
    #[error(transparent)]
    Open(#[from] OpenError),
}

fn between(from: u64, size: u64) -> String {
    let entries = match size.saturating_sub(from) {
        ..=1 => format!("entry {from}"),
        2 => format!("entry {from} or {}", from.saturating_add(1)),
        _ => format!("entry {from} or one of {} to {}", from.saturating_add(1), size.saturating_sub(1)),
    };
    let before = if from == 0 { "no smaller one does".to_owned() } else { format!("that of size {from} does") };
    format!("{entries} was changed: the checkpoint of size {size} does not verify, and {before}")
}

impl From<StoreError> for VerifyError {
    fn from(error: StoreError) -> VerifyError {
        match error {
            StoreError::Damaged { what, .. } => VerifyError::Record(what),
            other => VerifyError::Open(other.into()),
        }
    }
}

impl From<ReadError> for VerifyError {
    fn from(error: ReadError) -> VerifyError {
        match error {
            ReadError::Damaged(what) => VerifyError::Record(what),
            other => VerifyError::Open(other.into()),
        }
    }
}

/// Verifies the store in `dir`, also beside a running writer: what was signed when it began. `progress` hears how many entries are done.
pub fn verify_store(dir: &Path, kinds: &[Kind], scope: Scope, progress: &(dyn Fn(u64) + Sync)) -> Result<VerifiedStore, VerifyError> {
    let path = dir.join("record.db");
    if !path.is_file() {
        return Err(OpenError::NoNode(dir.to_owned()).into());
    }
    let file = RecordFile::open(&path, Mode::Read)?;
    let record = file.own();
    let signed = record.latest()?.ok_or_else(|| VerifyError::Record("no checkpoint is signed".to_owned()))?;
    let genesis = record.entry(0)?.ok_or_else(|| VerifyError::Record("entry 0 is missing".to_owned()))?;
    let identity = Identity::of_genesis(&genesis)?;
    if identity.origin != *record.origin() {
        return Err(VerifyError::Record(format!("the file is of `{}` and entry 0 of `{}`", record.origin(), identity.origin)));
    }
    verify_note(&signed, &identity)?;
    let tree = verify_tree(&path, record, &signed, progress)?;
    let (view_root, views_kept) = match scope.views {
        Views::Refold => {
            let (root, kept) = verify_views(dir, &file, kinds)?;
            (Some(root), kept)
        }
        Views::Skip => (None, None),
    };
    let attachments = match scope.attachments {
        Attachments::Read => Some(verify_attachments(dir)?),
        Attachments::Skip => None,
    };
    Ok(VerifiedStore { identity, signed, checkpoints: tree.checkpoints, bytes: tree.bytes, view_root, views_kept, attachments })
}

fn verify_note(signed: &Signed, identity: &Identity) -> Result<(), VerifyError> {
    let wrong = |what: String| VerifyError::Note { size: signed.size, what };
    let checkpoint = checkpoint_of(&signed.note, identity).map_err(wrong)?;
    if (checkpoint.size, checkpoint.root) == (signed.size, signed.root) {
        Ok(())
    } else {
        Err(wrong("its note says another size or root than the record".to_owned()))
    }
}

struct VerifiedTree {
    checkpoints: u64,
    bytes: u64,
}

/// One bundle, worked out from its entries.
struct Part {
    /// Root over its entries, where it is full.
    root: Option<Hash>,
    /// For each signed size that ends in it: the size, the signed root, and the right edge of the entries up to there.
    signed: Vec<(u64, Hash, Frontier)>,
}

const WIDTH: u64 = 256;

fn verify_tree(path: &Path, record: Record<'_>, signed: &Signed, progress: &(dyn Fn(u64) + Sync)) -> Result<VerifiedTree, VerifyError> {
    let bundles = signed.size.div_ceil(WIDTH);
    let chunks = bundles.div_ceil(VERIFY_BUNDLES);
    let shared = Shared { next: AtomicU64::new(0), failed: AtomicBool::new(false), bytes: AtomicUsize::new(0), done: AtomicU64::new(0), progress };
    let work = || -> Vec<(u64, Result<Vec<Part>, VerifyError>)> {
        let mut done = Vec::new();
        // A connection for each thread: they read at once.
        let file = match RecordFile::open(path, Mode::Read) {
            Ok(file) => file,
            Err(error) => return vec![(0, Err(error.into()))],
        };
        while !shared.failed.load(Ordering::Relaxed) {
            let chunk = shared.next.fetch_add(1, Ordering::Relaxed);
            if chunk >= chunks {
                break;
            }
            let first = chunk.saturating_mul(VERIFY_BUNDLES);
            let parts = verify_bundles(file.own(), first..first.saturating_add(VERIFY_BUNDLES).min(bundles), signed.size, &shared);
            if parts.is_err() {
                shared.failed.store(true, Ordering::Relaxed);
            }
            done.push((chunk, parts));
        }
        done
    };
    let mut all: Vec<_> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..VERIFY_THREADS).map(|_| scope.spawn(work)).collect();
        running
            .into_iter()
            .flat_map(|thread| thread.join().unwrap_or_else(|_| vec![(0, Err(VerifyError::Record("a check failed".to_owned())))]))
            .collect()
    });
    // In order, so that of several faults the first is named.
    all.sort_by_key(|(chunk, _)| *chunk);
    let mut parts = Vec::new();
    for (_, chunk) in all {
        parts.extend(chunk?);
    }
    let checkpoints = verify_roots(&parts, signed.size)?;
    verify_upper_tiles(record, parts.iter().filter_map(|part| part.root).collect())?;
    Ok(VerifiedTree { checkpoints, bytes: u64::try_from(shared.bytes.into_inner()).unwrap_or(u64::MAX) })
}

struct Shared<'a> {
    next: AtomicU64,
    failed: AtomicBool,
    bytes: AtomicUsize,
    done: AtomicU64,
    progress: &'a (dyn Fn(u64) + Sync),
}

fn verify_bundles(record: Record<'_>, bundles: Range<u64>, size: u64, shared: &Shared<'_>) -> Result<Vec<Part>, VerifyError> {
    let range = bundles.start.saturating_mul(WIDTH)..bundles.end.saturating_mul(WIDTH).min(size);
    let length = range.end.saturating_sub(range.start);
    let mut leaves: Vec<Hash> = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
    let mut bytes_read = 0_usize;
    let stopped = record.for_each(range.clone(), |index, bytes| {
        bytes_read = bytes_read.saturating_add(bytes.len());
        leaves.push(leaf_hash(bytes));
        match canon::check(bytes) {
            Ok(()) => ControlFlow::Continue(()),
            Err(fault) => ControlFlow::Break(VerifyError::Entry { index, what: fault.to_string() }),
        }
    })?;
    shared.bytes.fetch_add(bytes_read, Ordering::Relaxed);
    let signed = record.signed_roots(range.start.saturating_add(1)..range.end.saturating_add(1))?;
    let mut parts = Vec::new();
    for (bundle, leaves) in bundles.zip(leaves.chunks(256)) {
        // Before a canonical fault is told: a changed entry is named by its hash, whatever its bytes are now.
        verify_lowest_tile(record, bundle, leaves)?;
        parts.push(part(bundle, leaves, &signed));
    }
    if let ControlFlow::Break(fault) = stopped {
        return Err(fault);
    }
    if u64::try_from(leaves.len()) != Ok(length) {
        return Err(VerifyError::Record(format!("entry {} is missing", range.start.saturating_add(u64::try_from(leaves.len()).unwrap_or(0)))));
    }
    let done = shared.done.fetch_add(length, Ordering::Relaxed).saturating_add(length);
    (shared.progress)(done);
    Ok(parts)
}

/// Compares the leaves of a full bundle with their stored tile.
fn verify_lowest_tile(record: Record<'_>, bundle: u64, leaves: &[Hash]) -> Result<(), VerifyError> {
    if leaves.len() < 256 {
        return Ok(());
    }
    let stored = record.tile(0, bundle)?.ok_or_else(|| VerifyError::Tile { tile: tile_path(0, bundle) })?;
    let (stored, _) = stored.as_chunks::<32>();
    match stored.iter().zip(leaves).position(|(stored, leaf)| stored != leaf) {
        None => Ok(()),
        Some(at) => {
            let index = bundle.saturating_mul(WIDTH).saturating_add(u64::try_from(at).unwrap_or(0));
            Err(VerifyError::Entry { index, what: format!("it does not have its hash in `{}`: one of the two was changed", tile_path(0, bundle)) })
        }
    }
}

fn part(bundle: u64, leaves: &[Hash], signed: &[(u64, Hash)]) -> Part {
    let start = bundle.saturating_mul(WIDTH);
    let mut edges = Vec::new();
    let from = signed.partition_point(|(size, _)| *size <= start);
    let mut within = signed.get(from..).unwrap_or_default().iter().peekable();
    let mut edge = Frontier::default();
    for (leaf, size) in leaves.iter().zip(start.saturating_add(1)..) {
        edge.push(*leaf);
        while let Some((size, root)) = within.next_if(|(signed, _)| *signed == size) {
            edges.push((*size, *root, edge.clone()));
        }
    }
    let root = (leaves.len() == 256).then(|| edge.root());
    Part { root, signed: edges }
}

/// Works out the root at every signed size and compares. Returns how many there are.
fn verify_roots(parts: &[Part], size: u64) -> Result<u64, VerifyError> {
    let mut whole = Frontier::default();
    let mut checkpoints = 0_u64;
    // The greatest signed size that verifies, and the first that does not with the one before it.
    let mut right = 0;
    let mut wrong = None;
    for part in parts {
        for (signed_size, root, edge) in &part.signed {
            let edges: Vec<Hash> = whole.edge().iter().chain(edge.edge()).copied().collect();
            let worked_out = match edges.split_last() {
                Some((smallest, larger)) => larger.iter().rev().fold(*smallest, |right, left| record::merkle::node_hash(left, &right)),
                None => record::merkle::EMPTY_ROOT,
            };
            if worked_out != *root {
                wrong.get_or_insert((right, *signed_size));
                continue;
            }
            // The entries before are those that were signed, so a smaller checkpoint that is not of them is itself at fault.
            if let Some((_, size)) = wrong {
                return Err(VerifyError::Root { size });
            }
            right = *signed_size;
            checkpoints = checkpoints.saturating_add(1);
        }
        if let Some(root) = part.root {
            whole.push_subtree(8, root);
        }
    }
    if let Some((from, size)) = wrong {
        return Err(VerifyError::Between { from, size });
    }
    let has_newest = parts.last().and_then(|part| part.signed.last()).is_some_and(|(last, _, _)| *last == size);
    if has_newest { Ok(checkpoints) } else { Err(VerifyError::Root { size }) }
}

/// Compares the full tiles above the lowest with what is below them.
fn verify_upper_tiles(record: Record<'_>, mut hashes: Vec<Hash>) -> Result<(), VerifyError> {
    let mut level = 1_u8;
    while hashes.len() >= 256 {
        let (full, _) = hashes.as_chunks::<256>();
        let mut above = Vec::with_capacity(full.len());
        for (n, hashes) in (0_u64..).zip(full) {
            let stored = record.tile(level, n)?;
            if stored.as_deref() != Some(hashes.concat().as_slice()) {
                return Err(VerifyError::Tile { tile: tile_path(level, n) });
            }
            above.push(root_of(hashes));
        }
        hashes = above;
        level = level.saturating_add(1);
    }
    Ok(())
}

fn tile_path(level: u8, n: u64) -> String {
    Tile::full(level, n).map_or_else(|| format!("tile/{level}/{n}"), |tile| tile.to_string())
}

/// Folds everything anew, and compares with the rows that are kept. Returns the view root, and how many rows are kept.
fn verify_views(dir: &Path, file: &RecordFile, kinds: &[Kind]) -> Result<(Hash, Option<u32>), VerifyError> {
    let folded = folding::fold_anew(file, kinds)?;
    match folded.compare(dir, file, kinds) {
        Kept::Nothing => Ok((folded.view_root(), None)),
        Kept::Same(size) => Ok((folded.view_root(), Some(size))),
        Kept::Other => Err(VerifyError::Views),
    }
}

fn verify_attachments(dir: &Path) -> Result<u64, VerifyError> {
    let names = attachment::all(dir).map_err(|source| OpenError::Read(ReadError::File { path: dir.join("attachments"), source }))?;
    for sha256 in &names {
        match attachment::read(dir, sha256) {
            Ok(Some(_)) => {}
            Ok(None) | Err(ReadError::Damaged(_)) => return Err(VerifyError::Attachment { sha256: sha256.clone() }),
            Err(other) => return Err(other.into()),
        }
    }
    Ok(u64::try_from(names.len()).unwrap_or(u64::MAX))
}
