//! What everyone may do who can read the folder: rows and model in memory, entries, tiles and proofs from `record.db`.
//!
//! Shared by the serving node and by commands that only read, which may run beside it in another process.

use std::ops::{ControlFlow, Range};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use record::checkpoint::Checkpoint;
use record::log::Log;
use record::merkle::EMPTY_ROOT;
use record::note::SignedNote;
use record::places::{OWN, Place, Places, RecordNumber};
use record::proof::TlogProof;
use record::tile::{Bundle, Resource, bundle_bytes};
use record::{Entry, EntryId, Fault, Json, Kind, Origin, cut};
use store::{Hash, Mode, Record, RecordFile, Signed, StoreError};

use crate::attachment::{self, Attachment};
use crate::cosign::Cosignatures;
use crate::error::{OpenError, ReadError};
use crate::folding;
use crate::identity::Identity;
use crate::index::Index;
use crate::model::{Held, Model};
use crate::pool::Pool;
use crate::tree::{Tree, open_log};

/// The newest checkpoint of a record, and the tree that is held of it.
///
/// INVARIANT: of our own record the tree is just what the checkpoint is over. Of another's it may be larger, while the part that its next
/// checkpoint is over is being copied; without any checkpoint yet, the size is 0 and the note empty.
pub(crate) struct Published {
    pub(crate) signed: Signed,
    pub(crate) log: Log,
}

/// A node's records, opened to read: its own and those that it copies. What says *row* counts over all of them, in the order in which
/// entries came ([`record::places`]); what says *index* counts in one.
pub struct Reading<M> {
    pub(crate) dir: PathBuf,
    pub(crate) kinds: &'static [Kind],
    pub(crate) identity: Identity,
    pub(crate) pool: Pool,
    pub(crate) index: Index,
    pub(crate) cosignatures: Cosignatures,
    held: RwLock<Held<M>>,
    /// The same as the rows have; apart, so that an entry is found while someone holds those.
    places: RwLock<Places>,
    size: AtomicU32,
    /// By number of record.
    published: RwLock<Vec<Arc<Published>>>,
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
        let (held, unkept) = pool.read_file(|file| folding::load::<M>(dir, file, kinds))?;
        let places = held.rows.places().clone();
        let published = pool.read_file(|file| published_at(file, &places))?;
        let own = published.first().ok_or_else(|| ReadError::Damaged("no checkpoint is signed".to_owned()))?;
        if own.signed.size >= u64::from(u32::MAX) {
            return Err(OpenError::TooLarge(own.signed.size));
        }
        let genesis = pool.read(|record| record.entry(0))?.ok_or_else(|| ReadError::Damaged("entry 0 is missing".to_owned()))?;
        let identity = Identity::of_genesis(&genesis)?;
        let size = held.rows.size().into();
        let (held, places, published) = (RwLock::new(held), RwLock::new(places), RwLock::new(published));
        let (index, cosignatures) = (Index::new(dir, kinds), Cosignatures::default());
        Ok((Reading { dir: dir.to_owned(), kinds, identity, pool, index, cosignatures, held, places, size, published }, unkept))
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
        {
            let mut places = self.places.write().unwrap_or_else(PoisonError::into_inner);
            places.follow(held.rows.places());
        }
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

    /// How many entries are held and folded, of all records: the newest cut. Locks nothing.
    pub fn size(&self) -> u32 {
        self.size.load(Ordering::Acquire)
    }

    /// Where the entry of a row stands.
    pub fn place(&self, row: u32) -> Option<Place> {
        self.places.read().unwrap_or_else(PoisonError::into_inner).place(row)
    }

    /// The row of an entry.
    pub fn row(&self, place: Place) -> Option<u32> {
        self.places.read().unwrap_or_else(PoisonError::into_inner).row(place)
    }

    /// Whose record an entry of this row stands in.
    pub fn origin(&self, row: u32) -> Option<Origin> {
        let places = self.places.read().unwrap_or_else(PoisonError::into_inner);
        places.origin(places.place(row)?.record).cloned()
    }

    /// Whose records are held, by number.
    pub fn records(&self) -> Vec<(RecordNumber, Origin)> {
        let places = self.places.read().unwrap_or_else(PoisonError::into_inner);
        (OWN..).zip(places.origins().iter().cloned()).collect()
    }

    /// The number of this origin's record, where it is held.
    pub fn record(&self, origin: &Origin) -> Option<RecordNumber> {
        self.places.read().unwrap_or_else(PoisonError::into_inner).number(origin)
    }

    /// The entry of this row, with its index in its record. None where there is none, or where a partner's bytes are no statement.
    pub fn entry(&self, row: u32) -> Result<Option<Entry>, ReadError> {
        let Some((place, bytes)) = self.placed_bytes(row)? else { return Ok(None) };
        parse_placed(place, bytes)
    }

    /// The bytes of the entry of this row.
    pub fn entry_bytes(&self, row: u32) -> Result<Option<Vec<u8>>, ReadError> {
        Ok(self.placed_bytes(row)?.map(|(_, bytes)| bytes))
    }

    fn placed_bytes(&self, row: u32) -> Result<Option<(Place, Vec<u8>)>, ReadError> {
        let Some(place) = self.place(row) else { return Ok(None) };
        let bytes = self.pool.read_of(place.record, |record| record.entry(place.index.into()))?;
        Ok(bytes.map(|bytes| (place, bytes)))
    }

    /// The entries of a range of rows, each with its row; at most [`store::limits::ENTRIES_READ_MAX`]. What is no statement is left out.
    pub fn entries(&self, rows: Range<u32>) -> Result<Vec<(u32, Entry)>, ReadError> {
        let mut told = Vec::new();
        self.runs(rows, |first, place, count| {
            let index = u64::from(place.index);
            let entries = self.pool.read_of(place.record, |record| record.entries(index..index.saturating_add(count.into())))?;
            for (row, (index, bytes)) in (first..).zip((place.index..).zip(entries)) {
                told.extend(parse_placed(Place { index, ..place }, bytes)?.map(|entry| (row, entry)));
            }
            Ok(())
        })?;
        Ok(told)
    }

    /// Tells `each` the first row, its place and the count of each run in a range of rows.
    fn runs(&self, rows: Range<u32>, mut each: impl FnMut(u32, Place, u32) -> Result<(), ReadError>) -> Result<(), ReadError> {
        let mut first = rows.start;
        let end = rows.end.min(self.size());
        while first < end {
            let run = self.places.read().unwrap_or_else(PoisonError::into_inner).run(first);
            let Some((place, until)) = run else { return Ok(()) };
            let until = until.min(end);
            each(first, place, until.saturating_sub(first))?;
            first = until;
        }
        Ok(())
    }

    /// Hands the bytes of each entry of a range of our own record to `take`, in order; `take` may stop early.
    pub fn for_each_entry<B>(&self, range: Range<u32>, take: impl FnMut(u64, &[u8]) -> ControlFlow<B>) -> Result<ControlFlow<B>, ReadError> {
        let end = u64::from(range.end).min(self.published().signed.size);
        Ok(self.pool.read(|record| record.for_each(u64::from(range.start)..end, take))?)
    }

    /// The body of the entry of this row.
    pub fn body(&self, row: u32) -> Result<Option<Json>, ReadError> {
        Ok(self.entry(row)?.map(|entry| entry.statement.body))
    }

    /// The signed note of our newest published checkpoint.
    pub fn checkpoint(&self) -> Result<String, ReadError> {
        Ok(self.cosignatures.added_to(&self.published().signed, &self.dir)?.to_string())
    }

    /// Size, root and time of our newest published checkpoint.
    pub fn signed(&self) -> Signed {
        self.published().signed.clone()
    }

    /// Size, root, note and time of the newest checkpoint of a record of which we hold all that it is over.
    pub fn signed_of(&self, record: RecordNumber) -> Option<Signed> {
        self.published_of(record).map(|published| published.signed.clone()).filter(|signed| !signed.note.is_empty())
    }

    /// How many entries of a record are held.
    pub fn size_of(&self, record: RecordNumber) -> u64 {
        self.published_of(record).map_or(0, |published| published.log.size())
    }

    /// The bytes at a path of c2sp.org/tlog-tiles below the log's prefix (`tile/0/x001/234`, `tile/entries/000.p/7`, `checkpoint`), if the
    /// published tree of this record has them: our own, or a copy, which is served like the original.
    pub fn tile(&self, record: RecordNumber, path: &str) -> Result<Option<Vec<u8>>, ReadError> {
        let Some(published) = self.published_of(record).filter(|published| !published.signed.note.is_empty()) else { return Ok(None) };
        let size = published.signed.size;
        match path.parse() {
            Ok(Resource::Checkpoint) if record == OWN => self.checkpoint().map(|note| Some(note.into_bytes())),
            Ok(Resource::Checkpoint) => Ok(Some(published.signed.note.clone().into_bytes())),
            Ok(Resource::Tile(tile)) if tile.size_min() > size => Ok(None),
            Ok(Resource::Tile(tile)) => Ok(self.pool.read_of(record, |record| Tree { record, log: &published.log }.tile(tile))?),
            Ok(Resource::Bundle(bundle)) => self.bundle(record, bundle, size),
            Err(_) => Ok(None),
        }
    }

    fn bundle(&self, record: RecordNumber, bundle: Bundle, size: u64) -> Result<Option<Vec<u8>>, ReadError> {
        let end = bundle.start().saturating_add(bundle.width().into());
        if end > size {
            return Ok(None);
        }
        let entries = self.pool.read_of(record, |record| record.entries(bundle.start()..end))?;
        bundle_bytes(entries.iter().map(Vec::as_slice)).map(Some).map_err(|fault| ReadError::Damaged(fault.to_string()))
    }

    /// The proof (c2sp.org/tlog-proof) that the entry of this row stands under the newest checkpoint of its record. None where there is no
    /// such entry, or no checkpoint over it yet.
    pub fn proof(&self, row: u32) -> Result<Option<TlogProof>, ReadError> {
        let Some((place, published)) = self.place(row).and_then(|place| Some((place, self.published_of(place.record)?))) else { return Ok(None) };
        let (index, size) = (u64::from(place.index), published.signed.size);
        if index >= size {
            return Ok(None);
        }
        let hashes = self.pool.read_of(place.record, |record| Tree { record, log: &published.log }.inclusion_within(index, size))?;
        let note: SignedNote = if place.record == OWN {
            self.cosignatures.added_to(&published.signed, &self.dir)?.as_ref().clone()
        } else {
            published.signed.note.parse().map_err(|error: record::note::NoteError| ReadError::Damaged(error.to_string()))?
        };
        Ok(Some(TlogProof { extra: None, index, hashes, note }))
    }

    /// The root of the first `size` entries of our published tree. None where it has fewer.
    pub fn root_at(&self, size: u64) -> Result<Option<Hash>, ReadError> {
        self.root_of(OWN, size)
    }

    /// The root of the first `size` entries of a record. None where fewer are held.
    pub fn root_of(&self, record: RecordNumber, size: u64) -> Result<Option<Hash>, ReadError> {
        let Some(published) = self.published_of(record).filter(|published| size <= published.log.size()) else { return Ok(None) };
        Ok(Some(self.pool.read_of(record, |record| Tree { record, log: &published.log }.root(size))?))
    }

    /// How far each record goes among the first `rows` rows, by origin: the cut that something is worked out from. None where there are fewer.
    pub fn cut(&self, rows: u32) -> Result<Option<Vec<Checkpoint>>, ReadError> {
        let sizes: Vec<(Origin, u32)> = {
            let places = self.places.read().unwrap_or_else(PoisonError::into_inner);
            if rows > places.rows() {
                return Ok(None);
            }
            (OWN..).zip(places.origins()).map(|(record, origin)| (origin.clone(), places.size_within(record, rows))).collect()
        };
        let mut records = Vec::with_capacity(sizes.len());
        for (record, (origin, size)) in (OWN..).zip(sizes) {
            let root = if size == 0 { Some(EMPTY_ROOT) } else { self.root_of(record, size.into())? };
            let Some(root) = root else { return Ok(None) };
            records.push(Checkpoint { origin, size: size.into(), root });
        }
        records.sort_unstable_by(|one, other| one.origin.cmp(&other.origin));
        Ok(Some(records))
    }

    /// What names the first `rows` rows ([`record::cut`]): the root, where only our own record is held. None where there are fewer.
    pub fn cut_name(&self, rows: u32) -> Result<Option<Hash>, ReadError> {
        Ok(self.cut(rows)?.map(|mut records| cut::name(&mut records)))
    }

    /// The proof that our published tree of `new` entries continues that of `old`. None where it has fewer, or `old` is above `new`.
    pub fn consistency(&self, old: u64, new: u64) -> Result<Option<Vec<Hash>>, ReadError> {
        let published = self.published();
        if old > new || new > published.signed.size {
            return Ok(None);
        }
        Ok(Some(self.pool.read(|record| Tree { record, log: &published.log }.consistency(old, new))?))
    }

    /// The row of the entry of our own record with this id. Not to be asked while [`Reading::held`] is kept.
    pub fn find_id(&self, id: EntryId) -> Result<Option<u32>, ReadError> {
        let Some(row) = self.held().rows.index_of(OWN, id) else { return Ok(None) };
        Ok(self.entry_bytes(row)?.filter(|bytes| EntryId::of(bytes) == id).map(|_| row))
    }

    /// An attachment, checked.
    pub fn attachment(&self, sha256: &str) -> Result<Option<Attachment>, ReadError> {
        attachment::read(&self.dir, sha256)
    }

    /// Of our own record.
    pub(crate) fn published(&self) -> Arc<Published> {
        // INVARIANT: a reading without our own record is not opened.
        self.published_of(OWN).unwrap_or_else(|| Arc::new(Published::none(self.identity.origin.clone())))
    }

    pub(crate) fn published_of(&self, record: RecordNumber) -> Option<Arc<Published>> {
        self.published.read().unwrap_or_else(PoisonError::into_inner).get(usize::from(record)).cloned()
    }

    /// Swaps what is published of a record, or adds that of a new one.
    pub(crate) fn publish_checkpoint(&self, record: RecordNumber, published: Published) {
        let mut all = self.published.write().unwrap_or_else(PoisonError::into_inner);
        match all.get_mut(usize::from(record)) {
            Some(before) => *before = Arc::new(published),
            None => all.push(Arc::new(published)),
        }
    }

    /// Opens the file for its one writer.
    pub(crate) fn file_to_write(&self) -> Result<RecordFile, OpenError> {
        Ok(RecordFile::open(&self.dir.join("record.db"), Mode::Write)?)
    }
}

impl Published {
    /// Nothing yet of the record of this origin.
    pub(crate) fn none(origin: Origin) -> Published {
        Published { signed: Signed { size: 0, root: EMPTY_ROOT, note: String::new(), at_ms: 0 }, log: Log::new(origin) }
    }
}

/// What is published of each record, by number, as far as its entries stand at these places.
fn published_at(file: &RecordFile, places: &Places) -> Result<Vec<Arc<Published>>, ReadError> {
    let mut all = Vec::with_capacity(places.origins().len());
    for (number, origin) in (OWN..).zip(places.origins()) {
        let record = file.record(number).ok_or_else(|| ReadError::Damaged(format!("there is no record {number}")))?;
        let size = u64::from(places.size(number));
        let newest = newest_signed(record, size)?;
        let log = open_log(record, size)?;
        let signed = match newest {
            Some(signed) => signed,
            None if number == OWN => return Err(ReadError::Damaged("no checkpoint is signed".to_owned())),
            None => Published::none(origin.clone()).signed,
        };
        let root = if signed.size == size { log.root() } else { Tree { record, log: &log }.root(signed.size.min(size))? };
        if root != signed.root || (number == OWN && signed.size != size) {
            return Err(ReadError::Damaged(format!("the {size} entries of `{origin}` do not have the root that is signed")));
        }
        all.push(Arc::new(Published { signed, log }));
    }
    Ok(all)
}

/// The newest checkpoint over at most so many entries; that over just so many, as of our own record, is looked for first.
fn newest_signed(record: Record<'_>, size: u64) -> Result<Option<Signed>, StoreError> {
    match record.signed_at(size)? {
        None => record.signed_up_to(size),
        signed => Ok(signed),
    }
}

/// An entry: what does not parse is damage in our own record, and of no use in another's.
fn parse_placed(place: Place, bytes: Vec<u8>) -> Result<Option<Entry>, ReadError> {
    let parsed = parse(place.index.into(), bytes);
    if place.record == OWN { parsed.map(Some) } else { Ok(parsed.ok()) }
}

/// An entry of our own record: what does not parse is damage.
pub(crate) fn parse(index: u64, bytes: Vec<u8>) -> Result<Entry, ReadError> {
    Entry::parse(index, bytes.into_boxed_slice()).map_err(|faults| unread(index, &faults))
}

pub(crate) fn unread(index: u64, faults: &[Fault]) -> ReadError {
    let first = faults.first().map(ToString::to_string).unwrap_or_default();
    ReadError::Damaged(format!("entry {index}: {first}"))
}
