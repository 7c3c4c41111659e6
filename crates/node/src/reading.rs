//! What everyone may do who can read the folder: rows and model in memory, entries, tiles and proofs from `record.db`.
//!
//! Shared by the serving node and by commands that only read, which may run beside it in another process.

use std::ops::{ControlFlow, Range};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use record::log::Log;
use record::note::SignedNote;
use record::proof::TlogProof;
use record::tile::{Bundle, Resource, bundle_bytes};
use record::{Entry, EntryId, Fault, Json, Kind};
use store::{Hash, Mode, Record, Signed};

use crate::attachment::{self, Attachment};
use crate::error::{OpenError, ReadError};
use crate::folding;
use crate::identity::Identity;
use crate::index::Index;
use crate::model::{Held, Model};
use crate::pool::Pool;
use crate::tree::{Tree, open_log};

/// The newest checkpoint that is published, and the tree under it.
pub(crate) struct Published {
    pub(crate) signed: Signed,
    pub(crate) log: Log,
}

/// A record, opened to read.
pub struct Reading<M> {
    pub(crate) dir: PathBuf,
    pub(crate) kinds: &'static [Kind],
    pub(crate) identity: Identity,
    pub(crate) pool: Pool,
    pub(crate) index: Index,
    held: RwLock<Held<M>>,
    size: AtomicU32,
    published: RwLock<Arc<Published>>,
}

impl<M: Model> Reading<M> {
    /// Opens the node in `dir` to read it as it is now, also beside a running writer. What is published later is not seen.
    pub fn open(dir: &Path, kinds: &'static [Kind]) -> Result<Reading<M>, OpenError> {
        Reading::open_with(dir, kinds).map(|(reading, _)| reading)
    }

    /// Opens it and says which rows are not yet kept in `views.db`.
    pub(crate) fn open_with(dir: &Path, kinds: &'static [Kind]) -> Result<(Reading<M>, folding::Unkept), OpenError> {
        let path = dir.join("record.db");
        if !path.is_file() {
            return Err(OpenError::NoNode(dir.to_owned()));
        }
        let pool = Pool::open(&path)?;
        let kept = folding::read_kept(dir);
        let signed = pool.read(Record::latest)?.ok_or_else(|| ReadError::Damaged("no checkpoint is signed".to_owned()))?;
        if signed.size >= u64::from(u32::MAX) {
            return Err(OpenError::TooLarge(signed.size));
        }
        let log = pool.read(|record| open_log(record, record.origin(), signed.size))?;
        if log.root() != signed.root {
            return Err(ReadError::Damaged(format!("its {} entries do not have the root that is signed", signed.size)).into());
        }
        let genesis = pool.read(|record| record.entry(0))?.ok_or_else(|| ReadError::Damaged("entry 0 is missing".to_owned()))?;
        let identity = Identity::of_genesis(&genesis)?;
        let (held, unkept) = pool.read(|record| folding::load(record, kept, &signed, &identity, kinds))?;
        let published = RwLock::new(Arc::new(Published { signed, log }));
        let index = Index::new(dir, kinds);
        Ok((Reading { dir: dir.to_owned(), kinds, identity, pool, index, size: held.rows.size().into(), held: RwLock::new(held), published }, unkept))
    }

    /// What we hold. Rows are added while no one holds this: keep it shortly, and ask for it once. A thread that asks again while it holds
    /// it (also by [`Reading::find_id`]) may wait for ever, for the writer stands between.
    pub fn held(&self) -> RwLockReadGuard<'_, Held<M>> {
        self.held.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes what we hold; its size is told when that is done.
    pub(crate) fn change_held<T>(&self, change: impl FnOnce(&mut Held<M>) -> T) -> T {
        let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
        let done = change(&mut held);
        self.size.store(held.rows.size(), Ordering::Release);
        drop(held);
        self.index.ring();
        done
    }

    /// Whose record it is.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The table of kinds that it was opened with.
    pub fn kinds(&self) -> &'static [Kind] {
        self.kinds
    }

    /// How many entries are published and folded: the newest cut. Locks nothing.
    pub fn size(&self) -> u32 {
        self.size.load(Ordering::Acquire)
    }

    /// The entry with this index.
    pub fn entry(&self, index: u32) -> Result<Option<Entry>, ReadError> {
        let index = u64::from(index);
        if index >= self.published().signed.size {
            return Ok(None);
        }
        let bytes = self.pool.read(|record| record.entry(index))?;
        bytes.map(|bytes| parse(index, bytes)).transpose()
    }

    /// The bytes of the entry with this index.
    pub fn entry_bytes(&self, index: u32) -> Result<Option<Vec<u8>>, ReadError> {
        if u64::from(index) >= self.published().signed.size {
            return Ok(None);
        }
        Ok(self.pool.read(|record| record.entry(index.into()))?)
    }

    /// The entries of a range, as far as they are published; at most [`store::limits::ENTRIES_READ_MAX`].
    pub fn entries(&self, range: Range<u32>) -> Result<Vec<Entry>, ReadError> {
        let end = u64::from(range.end).min(self.published().signed.size);
        let entries = self.pool.read(|record| record.entries(range.start.into()..end))?;
        (u64::from(range.start)..).zip(entries).map(|(index, bytes)| parse(index, bytes)).collect()
    }

    /// Hands the bytes of each published entry of a range to `take`, in order; `take` may stop early.
    pub fn for_each_entry<B>(&self, range: Range<u32>, take: impl FnMut(u64, &[u8]) -> ControlFlow<B>) -> Result<ControlFlow<B>, ReadError> {
        let end = u64::from(range.end).min(self.published().signed.size);
        Ok(self.pool.read(|record| record.for_each(u64::from(range.start)..end, take))?)
    }

    /// The body of the entry with this index.
    pub fn body(&self, index: u32) -> Result<Option<Json>, ReadError> {
        Ok(self.entry(index)?.map(|entry| entry.statement.body))
    }

    /// The signed note of the newest published checkpoint.
    pub fn checkpoint(&self) -> Result<String, ReadError> {
        Ok(self.published().signed.note.clone())
    }

    /// Size, root and time of the newest published checkpoint.
    pub fn signed(&self) -> Signed {
        self.published().signed.clone()
    }

    /// The bytes at a path of c2sp.org/tlog-tiles below the log's prefix (`tile/0/x001/234`, `tile/entries/000.p/7`, `checkpoint`), if the
    /// published tree has them.
    pub fn tile(&self, path: &str) -> Result<Option<Vec<u8>>, ReadError> {
        let published = self.published();
        match path.parse() {
            Ok(Resource::Checkpoint) => Ok(Some(published.signed.note.clone().into_bytes())),
            Ok(Resource::Tile(tile)) => Ok(self.pool.read(|record| Tree { record, log: &published.log }.tile(tile))?),
            Ok(Resource::Bundle(bundle)) => self.bundle(bundle, published.signed.size),
            Err(_) => Ok(None),
        }
    }

    fn bundle(&self, bundle: Bundle, size: u64) -> Result<Option<Vec<u8>>, ReadError> {
        let end = bundle.start().saturating_add(bundle.width().into());
        if end > size {
            return Ok(None);
        }
        let entries = self.pool.read(|record| record.entries(bundle.start()..end))?;
        bundle_bytes(entries.iter().map(Vec::as_slice)).map(Some).map_err(|fault| ReadError::Damaged(fault.to_string()))
    }

    /// The proof (c2sp.org/tlog-proof) that the entry with this index stands under the newest published checkpoint. None where there is no
    /// such entry.
    pub fn proof(&self, index: u32) -> Result<Option<TlogProof>, ReadError> {
        let published = self.published();
        if u64::from(index) >= published.signed.size {
            return Ok(None);
        }
        let hashes = self.pool.read(|record| Tree { record, log: &published.log }.inclusion(index.into()))?;
        let note: SignedNote = published.signed.note.parse().map_err(|error: record::note::NoteError| ReadError::Damaged(error.to_string()))?;
        Ok(Some(TlogProof { extra: None, index: index.into(), hashes, note }))
    }

    /// The root of the first `size` entries of the published tree. None where it has fewer.
    pub fn root_at(&self, size: u64) -> Result<Option<Hash>, ReadError> {
        let published = self.published();
        if size > published.signed.size {
            return Ok(None);
        }
        Ok(Some(self.pool.read(|record| Tree { record, log: &published.log }.root(size))?))
    }

    /// The proof that the published tree of `new` entries continues that of `old`. None where it has fewer, or `old` is above `new`.
    pub fn consistency(&self, old: u64, new: u64) -> Result<Option<Vec<Hash>>, ReadError> {
        let published = self.published();
        if old > new || new > published.signed.size {
            return Ok(None);
        }
        Ok(Some(self.pool.read(|record| Tree { record, log: &published.log }.consistency(old, new))?))
    }

    /// Where the entry with this id stands. Not to be asked while [`Reading::held`] is kept.
    pub fn find_id(&self, id: EntryId) -> Result<Option<u32>, ReadError> {
        let Some(index) = self.held().rows.index_of(id) else { return Ok(None) };
        let bytes = self.pool.read(|record| record.entry(index.into()))?;
        Ok(bytes.filter(|bytes| EntryId::of(bytes) == id).map(|_| index))
    }

    /// An attachment, checked.
    pub fn attachment(&self, sha256: &str) -> Result<Option<Attachment>, ReadError> {
        attachment::read(&self.dir, sha256)
    }

    pub(crate) fn published(&self) -> Arc<Published> {
        self.published.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Swaps the published checkpoint.
    pub(crate) fn publish_checkpoint(&self, published: Published) {
        *self.published.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(published);
    }

    /// Opens the record for its one writer.
    pub(crate) fn record_to_write(&self) -> Result<Record, OpenError> {
        Ok(Record::open(&self.dir.join("record.db"), Mode::Write)?)
    }
}

/// An entry of our own record: what does not parse is damage.
pub(crate) fn parse(index: u64, bytes: Vec<u8>) -> Result<Entry, ReadError> {
    Entry::parse(index, bytes.into_boxed_slice()).map_err(|faults| unread(index, &faults))
}

pub(crate) fn unread(index: u64, faults: &[Fault]) -> ReadError {
    let first = faults.first().map(ToString::to_string).unwrap_or_default();
    ReadError::Damaged(format!("entry {index}: {first}"))
}
