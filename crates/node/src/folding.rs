//! From record to rows and model: at a start, what `views.db` keeps is loaded, and the rest is folded from the record.

use std::collections::VecDeque;
use std::ops::{ControlFlow, Range};
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::Scope;

use record::checkpoint::Checkpoint;
use record::fold::{FOLD, Understood, apply_understood};
use record::places::{OWN, Place, Places, RecordNumber};
use record::rows::{NO_TERM, Rows, Term, Version, short};
use record::viewroot::{RecordView, view_order, write_rows};
use record::{Entry, EntryId, Json, Kind, Origin, Reference, Sid, Statement, cut};
use sha2::{Digest, Sha256};
use store::{Folded, Hash, KeptRow, RecordFile, StoreError, Views};

use crate::error::ReadError;
use crate::limits::{FOLD_CHUNK, PREPARE_THREADS_MAX};
use crate::model::{Held, Model, Taken};
use crate::reading::{parse, unread};
use crate::tree::{Tree, open_log};

/// Rows that are in memory and not yet in `views.db`.
#[derive(Debug, Default)]
pub(crate) struct Unkept {
    /// What the columns do not keep of them.
    pub(crate) keys: Keys,
    /// How many terms are kept.
    pub(crate) terms_kept: u32,
    /// Whether what is in the file is of no use: another fold, another history, damage.
    pub(crate) anew: bool,
}

/// What `views.db` keeps of rows and the columns in memory do not.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    /// Subject and short id of each row, oldest first; the last is the newest row.
    pub(crate) rows: Vec<(Sid, u64)>,
    /// To which subjects rows speak: sid and row.
    pub(crate) links: Vec<(Sid, u32)>,
}

impl Keys {
    /// Notes a row.
    pub(crate) fn push(&mut self, row: u32, sid: Sid, id: EntryId, about: &[Reference]) {
        self.rows.push((sid, short(id)));
        self.links.extend(about.iter().map(|reference| (Sid::of(&reference.origin, &reference.subject), row)));
    }

    /// Adds those of later rows.
    pub(crate) fn append(&mut self, mut later: Keys) {
        self.rows.append(&mut later.rows);
        self.links.append(&mut later.links);
    }
}

/// The kinds that rows are a function of, as one text.
pub(crate) fn kinds_text(kinds: &[Kind]) -> String {
    let mut names: Vec<String> = kinds.iter().map(Kind::full_name).collect();
    names.sort_unstable();
    names.join(" ")
}

/// Loads what is kept and folds the rest, up to where all entries stand.
pub(crate) fn load<M: Model>(dir: &Path, file: &RecordFile, kinds: &[Kind]) -> Result<(Held<M>, Unkept), ReadError> {
    let mut places = None;
    let kept = kept_at(dir, kinds, || Ok(places.insert(file.places()?).clone()))?;
    let places = places.map_or_else(|| file.places(), Ok)?;
    let kept = kept.map_or(Ok(None), |kept| usable(file, kept, &places))?;
    let anew = kept.is_none();
    let mut rows = kept.unwrap_or_else(|| Rows::kept(Vec::new(), places.first(0), 0));
    let moment = file.at_one_moment()?;
    let terms_kept = u32::try_from(rows.terms().len()).unwrap_or(u32::MAX);
    let keys = fold_on(file, &mut rows, &places, kinds)?;
    let mut model = M::default();
    tell_model(file, &rows, 0..rows.size(), &mut model)?;
    drop(moment);
    Ok((Held { rows, model }, Unkept { keys, terms_kept, anew }))
}

/// The rows that `views.db` in `dir` keeps, where they are of use: of this fold and these kinds, and of a beginning of what stands.
pub(crate) fn kept(dir: &Path, file: &RecordFile, places: &Places, kinds: &[Kind]) -> Result<Option<Rows>, ReadError> {
    kept_at(dir, kinds, || Ok(places.clone()))?.map_or(Ok(None), |kept| usable(file, kept, places))
}

/// What is kept and of this fold and these kinds. `places` is asked once it is settled which rows are read, so that it is never behind them.
fn kept_at(dir: &Path, kinds: &[Kind], places: impl FnOnce() -> Result<Places, StoreError>) -> Result<Option<(Rows, Folded)>, ReadError> {
    // What is damaged is of no use: rows are folded anew.
    let loaded = Views::read(&dir.join("views.db")).and_then(|views| views.load(places).ok()?);
    Ok(loaded.filter(|loaded| loaded.folded.fold == FOLD && loaded.folded.kinds == kinds_text(kinds)).map(|loaded| (loaded.rows, loaded.folded)))
}

fn usable(file: &RecordFile, (rows, folded): (Rows, Folded), places: &Places) -> Result<Option<Rows>, ReadError> {
    Ok((cut_name(file, places, folded.size)? == folded.root).then_some(rows))
}

/// What names the first `rows` entries, of whichever record ([`record::cut`]), read from the file.
pub(crate) fn cut_name(file: &RecordFile, places: &Places, rows: u32) -> Result<Hash, StoreError> {
    let mut records = Vec::with_capacity(places.origins().len());
    for (number, origin) in (OWN..).zip(places.origins()) {
        let (Some(record), size) = (file.record(number), places.size_within(number, rows).into()) else { continue };
        let root = match record.signed_at(size)? {
            Some(signed) => signed.root,
            None => {
                let log = open_log(record, places.size(number).into())?;
                Tree { record, log: &log }.root(size)?
            }
        };
        records.push(Checkpoint { origin: origin.clone(), size, root });
    }
    Ok(cut::name(&mut records))
}

/// Adds the rows of entries that have just been written. Returns what the columns do not keep of them.
pub(crate) fn add(file: &RecordFile, rows: &mut Rows, reads: Vec<Read>) -> Keys {
    let mut keys = Keys::default();
    let mut folding = Folding { file, first: rows.size(), rows, ids: Vec::new() };
    for read in reads {
        read.note(folding.rows.size(), &mut keys);
        folding.add(read);
    }
    keys
}

/// Folds the entries behind `rows`, up to where all stand. Returns what the columns do not keep of them.
pub(crate) fn fold_on(file: &RecordFile, rows: &mut Rows, places: &Places, kinds: &[Kind]) -> Result<Keys, ReadError> {
    let mut keys = Keys::default();
    fold_with(file, rows, places, kinds, |row, read| read.note(row, &mut keys))?;
    Ok(keys)
}

fn fold_with(file: &RecordFile, rows: &mut Rows, places: &Places, kinds: &[Kind], mut each: impl FnMut(u32, &Read)) -> Result<(), ReadError> {
    let first = rows.size();
    for origin in places.origins() {
        rows.places_mut().know(origin.clone());
    }
    let mut folding = Folding { file, rows, first, ids: Vec::new() };
    let mut chunks = Chunks { next: first, places };
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(PREPARE_THREADS_MAX);
    let waiting = u64::from(places.rows().saturating_sub(first)).div_ceil(FOLD_CHUNK);
    let threads = threads.min(usize::try_from(waiting).unwrap_or(threads));
    std::thread::scope(|scope| {
        let mut readers: VecDeque<Reader> = (0..threads).map(|_| Reader::start(scope, places.origins(), kinds)).collect();
        for _ in 0..CHUNKS_AHEAD {
            readers.iter_mut().try_for_each(|reader| reader.give(&mut chunks, file))?;
        }
        // Each in its turn, so that chunks come back in the order in which they were given.
        while let Some(mut reader) = readers.pop_front() {
            let Some(chunk) = reader.take()? else { continue };
            reader.give(&mut chunks, file)?;
            readers.push_back(reader);
            for read in chunk {
                each(folding.rows.size(), &read);
                folding.add(read);
            }
        }
        Ok(())
    })
}

/// What a fold has of the entries behind the rows that it began with.
struct Folding<'f> {
    file: &'f RecordFile,
    rows: &'f mut Rows,
    /// Row of the first of them.
    first: u32,
    ids: Vec<EntryId>,
}

impl Folding<'_> {
    fn add(&mut self, read: Read) {
        let id = read.id;
        read.fold(self.rows, |row, place| match row.checked_sub(self.first).and_then(|at| usize::try_from(at).ok()) {
            Some(at) => self.ids.get(at).copied(),
            None => self.file.record(place.record)?.entry(place.index.into()).ok().flatten().map(|bytes| EntryId::of(&bytes)),
        });
        self.ids.push(id);
    }
}

/// The entries that are still to be read, in the order in which they came.
struct Chunks<'p> {
    next: u32,
    places: &'p Places,
}

impl Chunks<'_> {
    fn read(&mut self, file: &RecordFile) -> Result<Option<Chunk>, ReadError> {
        let Some(first) = self.places.place(self.next) else { return Ok(None) };
        let runs = self.places.runs();
        let end = runs.get(runs.partition_point(|run| run.row <= self.next)).map_or(self.places.rows(), |run| run.row);
        let count = u64::from(end.saturating_sub(self.next)).min(FOLD_CHUNK);
        self.next = self.next.saturating_add(u32::try_from(count).unwrap_or(u32::MAX));
        let record = file.record(first.record).ok_or_else(|| ReadError::Damaged(format!("there is no record {}", first.record)))?;
        let index = u64::from(first.index);
        Ok(Some((first, record.entries(index..index.saturating_add(count))?)))
    }
}

/// Where the first entry stands, and the bytes of each.
type Chunk = (Place, Vec<Vec<u8>>);

/// A thread that parses and understands entries, which is the costly part of a fold, while another thread orders what it has read.
struct Reader {
    to: SyncSender<Chunk>,
    from: Receiver<Result<Vec<Read>, ReadError>>,
    /// Chunks that were given and not yet taken.
    ahead: usize,
}

/// Chunks that wait at each reader: while it reads one, the next is there.
const CHUNKS_AHEAD: usize = 2;

impl Reader {
    fn start<'s>(scope: &'s Scope<'s, '_>, origins: &'s [Origin], kinds: &'s [Kind]) -> Reader {
        let (to, given) = sync_channel::<Chunk>(CHUNKS_AHEAD);
        let (done, from) = sync_channel(CHUNKS_AHEAD);
        scope.spawn(move || {
            for (first, entries) in given {
                // Whoever ordered these has stopped, and says why.
                let Some(origin) = origins.get(usize::from(first.record)) else { break };
                let places = (first.index..).map(|index| Place { index, ..first });
                if done.send(places.zip(entries).map(|(place, bytes)| Read::of(place, &bytes, origin, kinds)).collect()).is_err() {
                    break;
                }
            }
        });
        Reader { to, from, ahead: 0 }
    }

    /// Gives it the next chunk, where there is one.
    fn give(&mut self, chunks: &mut Chunks<'_>, file: &RecordFile) -> Result<(), ReadError> {
        if let Some(chunk) = chunks.read(file)? {
            self.ahead = self.ahead.saturating_add(1);
            self.to.send(chunk).map_err(|_| reader_failed())?;
        }
        Ok(())
    }

    /// Takes what it has read of the oldest chunk that it was given; none where it has none.
    fn take(&mut self) -> Result<Option<Vec<Read>>, ReadError> {
        let Some(ahead) = self.ahead.checked_sub(1) else { return Ok(None) };
        self.ahead = ahead;
        self.from.recv().map_err(|_| reader_failed())?.map(Some)
    }
}

fn reader_failed() -> ReadError {
    ReadError::Damaged("a thread that read entries failed".to_owned())
}

/// The subject of an entry that is no statement.
const NO_SUBJECT: Sid = Sid::from_bytes([0; 16]);

/// An entry, read and understood: what the fold needs of it. Its body is let go in the thread that read it.
pub(crate) struct Read {
    place: Place,
    id: EntryId,
    /// None where a partner's bytes are no statement.
    said: Option<Said>,
}

struct Said {
    sid: Sid,
    statement: Statement,
    understood: Understood,
}

impl Read {
    /// Reads an entry of the record of `origin`. Errors: it is of our own record, where what does not parse is damage.
    pub(crate) fn of(place: Place, bytes: &[u8], origin: &Origin, kinds: &[Kind]) -> Result<Read, ReadError> {
        let said = match Statement::parse(bytes) {
            Ok(mut statement) => {
                let understood = Understood::of(&statement, kinds);
                statement.body = Json::Null;
                Some(Said { sid: Sid::of(origin, &statement.subject), statement, understood })
            }
            Err(faults) if place.record == OWN => return Err(unread(place.index.into(), &faults)),
            Err(_) => None,
        };
        Ok(Read { place, id: EntryId::of(bytes), said })
    }

    /// Says whose record it stands in.
    pub(crate) fn place_in(&mut self, record: RecordNumber) {
        self.place.record = record;
    }

    /// Adds its row. `id_of`: the id of an earlier entry, by row and place.
    pub(crate) fn fold(self, rows: &mut Rows, id_of: impl FnOnce(u32, Place) -> Option<EntryId>) {
        let Read { place, id, said } = self;
        let Some(Said { sid, statement, understood }) = said else { return rows.push_unread(place.record, id) };
        let head = rows.fold_head(sid, |row| id_of(row, rows.place(row)?));
        let row = apply_understood(head.as_ref(), place.index.into(), &statement, understood);
        rows.push(place.record, &row, sid, id, &statement.kind, statement.at.as_millisecond());
        rows.link(&statement.about);
    }

    /// Notes what the columns do not keep of it.
    pub(crate) fn note(&self, row: u32, keys: &mut Keys) {
        match &self.said {
            Some(said) => keys.push(row, said.sid, self.id, &said.statement.about),
            None => keys.push(row, NO_SUBJECT, self.id, &[]),
        }
    }
}

/// Hands the rows of wanted kinds to the model, in the order in which they came.
pub(crate) fn tell_model<M: Model>(file: &RecordFile, rows: &Rows, range: Range<u32>, model: &mut M) -> Result<(), ReadError> {
    let wanted: Vec<bool> = rows.terms().iter().map(|term| term.split_once("/v").is_some_and(|(name, _)| M::wants(name))).collect();
    let versions = rows.until(range.end).get(usize::try_from(range.start).unwrap_or(usize::MAX)..).unwrap_or_default();
    for version in versions.iter().filter(|version| wanted.get(version.kind as usize).copied().unwrap_or(false)) {
        let read = |row: u32| -> Result<Entry, ReadError> {
            let missing = || ReadError::Damaged(format!("the entry of row {row} is missing"));
            let place = rows.place(row).ok_or_else(missing)?;
            let bytes = file.record(place.record).map_or(Ok(None), |record| record.entry(place.index.into()))?.ok_or_else(missing)?;
            parse(place.index.into(), bytes)
        };
        let entry = read(version.index)?;
        let other = version.words().filter(|words| *words != version.index).map(read).transpose()?;
        let body = match version.words() {
            Some(words) if words == version.index => Some(&entry.statement.body),
            _ => other.as_ref().map(|other| &other.statement.body),
        };
        take(model, &entry, version, rows, body);
    }
    Ok(())
}

fn take<M: Model>(model: &mut M, entry: &Entry, version: &Version, rows: &Rows, body: Option<&Json>) {
    let facets = rows.facets(version);
    let statement = &entry.statement;
    let record = rows.record_of(version.index);
    let Some((origin, sid)) = rows.places().origin(record).zip(rows.sid(version.index)) else { return };
    let (row, subject, kind, standing) = (version.index, &statement.subject, &statement.kind, version.standing());
    model.take(&Taken { record, origin, row, sid, subject, kind, standing, facets: &facets }, body);
}

/// Rows folded from the record alone, with the names of their subjects.
pub(crate) struct FoldedAnew {
    /// [`Rows::unlisted`].
    rows: Rows,
    /// The names of the subjects of all entries, one behind the other, and where each ends.
    names: String,
    ends: Vec<usize>,
}

/// What `views.db` keeps, beside what the entries fold to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kept {
    /// Nothing that is of use: none, damaged, of another fold, kinds or history.
    Nothing,
    /// So many rows, each as it was folded.
    Same(u32),
    /// A row that is another.
    Other,
}

impl FoldedAnew {
    /// How many entries are folded, of all records.
    pub(crate) fn size(&self) -> u32 {
        self.rows.size()
    }

    fn subject(&self, index: u32) -> &str {
        let at = |index: u32| self.ends.get(index as usize).copied().unwrap_or(self.names.len());
        let start = index.checked_sub(1).map_or(0, at);
        self.names.get(start..at(index)).unwrap_or_default()
    }

    /// The view root of the own record. One thread writes rows, another hashes them.
    pub(crate) fn view_root(&self) -> Hash {
        let Some(origin) = self.rows.places().origin(OWN) else { return cut::name(&mut []) };
        let view = RecordView { origin, record: OWN, rows: &self.rows, size: self.rows.size() };
        let order = view_order(&view, |index| self.subject(index));
        std::thread::scope(|scope| {
            let (to, written) = sync_channel::<Vec<u8>>(ROWS_AHEAD);
            scope.spawn(move || {
                // Nobody hashes any more only where that thread failed, which joining it tells.
                write_rows(&view, &order, |index| self.subject(index), |bytes| drop(to.send(bytes.to_vec())));
            });
            let mut hash = Sha256::new();
            written.into_iter().for_each(|bytes| hash.update(&bytes));
            hash.finalize().into()
        })
    }

    /// Compares what `views.db` in `dir` keeps with these rows, row by row: as far as both go.
    pub(crate) fn compare(&self, dir: &Path, file: &RecordFile, kinds: &[Kind]) -> Kept {
        let Some(views) = Views::read(&dir.join("views.db")) else { return Kept::Nothing };
        let is_ours = |folded: &Folded| {
            let name = || cut_name(file, self.rows.places(), folded.size).ok();
            folded.fold == FOLD && folded.kinds == kinds_text(kinds) && folded.size <= self.size() && name() == Some(folded.root)
        };
        let mut is_other = false;
        let compared = views.for_each(is_ours, |terms, row| {
            if row.version.index >= self.rows.size() {
                return ControlFlow::Break(());
            }
            is_other = !self.is_same(terms, row);
            if is_other { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        match compared {
            _ if is_other => Kept::Other,
            Ok(Some(folded)) => Kept::Same(folded.size.min(self.rows.size())),
            Ok(None) | Err(_) => Kept::Nothing,
        }
    }

    fn is_same(&self, terms: &[String], row: &KeptRow) -> bool {
        let index = row.version.index;
        let Some(ours) = self.rows.version(index) else { return false };
        let kept = &row.version;
        // Terms are numbered as they were met: by whoever kept them in another order, perhaps.
        let same_term = |kept: Term, ours: Term| match terms.get(kept as usize) {
            Some(text) => ours != NO_TERM && self.rows.text(ours) == text,
            None => kept == NO_TERM && ours == NO_TERM,
        };
        let narrow = |version: &Version| {
            let Version { from_day, until_day, value, .. } = *version;
            (version.prev(), version.words(), version.act(), version.standing(), version.said_ms(), from_day, until_day, value)
        };
        narrow(kept) == narrow(ours)
            && [(kept.kind, ours.kind), (kept.place, ours.place), (kept.topic, ours.topic), (kept.group, ours.group)]
                .into_iter()
                .all(|(kept, ours)| same_term(kept, ours))
            && self.rows.sid(index) == Some(row.sid)
            && self.rows.short_id(index) == Some(row.short_id)
    }
}

/// Parts of some ten thousand bytes that wait to be hashed.
const ROWS_AHEAD: usize = 8;

/// Folds all entries, believing nothing that is kept.
pub(crate) fn fold_anew(file: &RecordFile, kinds: &[Kind]) -> Result<FoldedAnew, ReadError> {
    let places = file.places()?;
    let mut rows = Rows::unlisted(places.rows());
    let mut names = String::new();
    let mut ends = Vec::with_capacity(usize::try_from(places.rows()).unwrap_or(0));
    fold_with(file, &mut rows, &places, kinds, |_, read| {
        names.push_str(read.said.as_ref().map_or("", |said| said.statement.subject.as_str()));
        ends.push(names.len());
    })?;
    Ok(FoldedAnew { rows, names, ends })
}
