//! From record to rows and model: at a start, what `views.db` keeps is loaded, and the rest is folded from the record.

use std::collections::VecDeque;
use std::ops::{ControlFlow, Range};
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::Scope;

use record::fold::{FOLD, Understood, apply_understood};
use record::rows::{NO_TERM, Rows, Term, Version, short};
use record::viewroot::{view_order, write_rows};
use record::{Entry, EntryId, Json, Kind, Origin, Reference, Sid, Statement};
use sha2::{Digest, Sha256};
use store::{Folded, Hash, KeptRow, Loaded, Record, Signed, Views};

use crate::error::ReadError;
use crate::identity::Identity;
use crate::limits::{FOLD_CHUNK, PREPARE_THREADS_MAX};
use crate::model::{Held, Model, Taken};
use crate::reading::{parse, unread};

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
    pub(crate) fn push(&mut self, index: u64, sid: Sid, id: EntryId, about: &[Reference]) {
        self.rows.push((sid, short(id)));
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        self.links.extend(about.iter().map(|reference| (Sid::of(&reference.origin, &reference.subject), index)));
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

/// Loads what is kept and folds the rest, up to the signed size. `kept` was read before `signed`: the record is never behind the rows.
pub(crate) fn load<M: Model>(
    record: &Record,
    kept: Option<Loaded>,
    signed: &Signed,
    identity: &Identity,
    kinds: &[Kind],
) -> Result<(Held<M>, Unkept), ReadError> {
    let kept = usable(record, kept, signed, kinds)?;
    let anew = kept.is_none();
    let mut rows = kept.unwrap_or_default();
    let terms_kept = u32::try_from(rows.terms().len()).unwrap_or(u32::MAX);
    let keys = fold_on(record, &mut rows, signed.size, &identity.origin, kinds)?;
    let mut model = M::default();
    tell_model(record, &rows, 0..rows.size(), &mut model, &identity.origin)?;
    Ok((Held { rows, model }, Unkept { keys, terms_kept, anew }))
}

/// The rows of `views.db` in `dir`, where they are whole.
pub(crate) fn read_kept(dir: &Path) -> Option<Loaded> {
    Views::read(&dir.join("views.db"))?.load().ok()?
}

/// Kept rows, where they are of this fold and these kinds, and of a beginning of this record.
pub(crate) fn usable(record: &Record, kept: Option<Loaded>, signed: &Signed, kinds: &[Kind]) -> Result<Option<Rows>, ReadError> {
    let Some(loaded) = kept else { return Ok(None) };
    let Folded { size, root, fold, kinds: known } = loaded.folded;
    if fold != FOLD || known != kinds_text(kinds) || u64::from(size) > signed.size {
        return Ok(None);
    }
    let same = record.signed_at(size.into())?.is_some_and(|signed| signed.root == root);
    Ok(same.then_some(loaded.rows))
}

/// Folds the entries behind `rows`, up to `size`. Returns what the columns do not keep of them.
pub(crate) fn fold_on(record: &Record, rows: &mut Rows, size: u64, origin: &Origin, kinds: &[Kind]) -> Result<Keys, ReadError> {
    let mut keys = Keys::default();
    fold_with(record, rows, size, origin, kinds, |read| keys.push(read.index, read.sid, read.id, &read.statement.about))?;
    Ok(keys)
}

fn fold_with(record: &Record, rows: &mut Rows, size: u64, origin: &Origin, kinds: &[Kind], mut each: impl FnMut(&Read)) -> Result<(), ReadError> {
    let first = u64::from(rows.size());
    let mut folding = Folding { record, rows, first, ids: Vec::new() };
    let mut chunks = Chunks { next: first, size };
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(PREPARE_THREADS_MAX);
    let threads = threads.min(usize::try_from(size.saturating_sub(first).div_ceil(FOLD_CHUNK)).unwrap_or(threads));
    std::thread::scope(|scope| {
        let mut readers: VecDeque<Reader> = (0..threads).map(|_| Reader::start(scope, origin, kinds)).collect();
        for _ in 0..CHUNKS_AHEAD {
            readers.iter_mut().try_for_each(|reader| reader.give(&mut chunks, record))?;
        }
        // Each in its turn, so that chunks come back in the order in which they were given.
        while let Some(mut reader) = readers.pop_front() {
            let Some(chunk) = reader.take()? else { continue };
            reader.give(&mut chunks, record)?;
            readers.push_back(reader);
            for read in chunk {
                each(&read);
                folding.add(read);
            }
        }
        Ok(())
    })
}

/// What a fold has of the entries behind the rows that it began with.
struct Folding<'f> {
    record: &'f Record,
    rows: &'f mut Rows,
    /// Index of the first of them.
    first: u64,
    ids: Vec<EntryId>,
}

impl Folding<'_> {
    fn add(&mut self, read: Read) {
        let Read { index, id, sid, statement, understood } = read;
        let head = self.rows.fold_head(sid, |index| match u64::from(index).checked_sub(self.first).and_then(|at| usize::try_from(at).ok()) {
            Some(at) => self.ids.get(at).copied(),
            None => self.record.entry(index.into()).ok().flatten().map(|bytes| EntryId::of(&bytes)),
        });
        let row = apply_understood(head.as_ref(), index, &statement, understood);
        self.rows.push(&row, sid, id, &statement.kind, statement.at.as_millisecond());
        self.rows.link(&statement.about);
        self.ids.push(id);
    }
}

/// The entries that are still to be read.
struct Chunks {
    next: u64,
    size: u64,
}

impl Chunks {
    fn read(&mut self, record: &Record) -> Result<Option<Chunk>, ReadError> {
        if self.next >= self.size {
            return Ok(None);
        }
        let first = self.next;
        self.next = first.saturating_add(FOLD_CHUNK).min(self.size);
        Ok(Some((first, record.entries(first..self.next)?)))
    }
}

/// Index of the first entry, and the bytes of each.
type Chunk = (u64, Vec<Vec<u8>>);

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
    fn start<'s>(scope: &'s Scope<'s, '_>, origin: &'s Origin, kinds: &'s [Kind]) -> Reader {
        let (to, given) = sync_channel::<Chunk>(CHUNKS_AHEAD);
        let (done, from) = sync_channel(CHUNKS_AHEAD);
        scope.spawn(move || {
            for (first, entries) in given {
                // Whoever ordered these has stopped, and says why.
                if done.send((first..).zip(entries).map(|(index, bytes)| Read::of(index, &bytes, origin, kinds)).collect()).is_err() {
                    break;
                }
            }
        });
        Reader { to, from, ahead: 0 }
    }

    /// Gives it the next chunk, where there is one.
    fn give(&mut self, chunks: &mut Chunks, record: &Record) -> Result<(), ReadError> {
        if let Some(chunk) = chunks.read(record)? {
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

/// An entry, read and understood: what the fold needs of it. Its body is let go in the thread that read it.
struct Read {
    index: u64,
    id: EntryId,
    sid: Sid,
    statement: Statement,
    understood: Understood,
}

impl Read {
    fn of(index: u64, bytes: &[u8], origin: &Origin, kinds: &[Kind]) -> Result<Read, ReadError> {
        let mut statement = Statement::parse(bytes).map_err(|faults| unread(index, &faults))?;
        let understood = Understood::of(&statement, kinds);
        statement.body = Json::Null;
        Ok(Read { index, id: EntryId::of(bytes), sid: Sid::of(origin, &statement.subject), statement, understood })
    }
}

/// Hands the rows of wanted kinds to the model, in record order.
pub(crate) fn tell_model<M: Model>(record: &Record, rows: &Rows, range: Range<u32>, model: &mut M, origin: &Origin) -> Result<(), ReadError> {
    let wanted: Vec<bool> = rows.terms().iter().map(|term| term.split_once("/v").is_some_and(|(name, _)| M::wants(name))).collect();
    let versions = rows.until(range.end).get(usize::try_from(range.start).unwrap_or(usize::MAX)..).unwrap_or_default();
    for version in versions.iter().filter(|version| wanted.get(version.kind as usize).copied().unwrap_or(false)) {
        let read = |index: u32| -> Result<Entry, ReadError> {
            let bytes = record.entry(index.into())?.ok_or_else(|| ReadError::Damaged(format!("entry {index} is missing")))?;
            parse(index.into(), bytes)
        };
        let entry = read(version.index)?;
        let other = version.words().filter(|words| *words != version.index).map(read).transpose()?;
        let body = match version.words() {
            Some(words) if words == version.index => Some(&entry.statement.body),
            _ => other.as_ref().map(|other| &other.statement.body),
        };
        take(model, &entry, version, rows, body, origin);
    }
    Ok(())
}

fn take<M: Model>(model: &mut M, entry: &Entry, version: &Version, rows: &Rows, body: Option<&Json>, origin: &Origin) {
    let facets = rows.facets(version);
    let statement = &entry.statement;
    let taken = Taken {
        index: entry.index,
        sid: entry.sid(origin),
        subject: &statement.subject,
        kind: &statement.kind,
        standing: version.standing(),
        facets: &facets,
    };
    model.take(&taken, body);
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
    /// How many entries are folded.
    pub(crate) fn size(&self) -> u32 {
        self.rows.size()
    }

    fn subject(&self, index: u32) -> &str {
        let at = |index: u32| self.ends.get(index as usize).copied().unwrap_or(self.names.len());
        let start = index.checked_sub(1).map_or(0, at);
        self.names.get(start..at(index)).unwrap_or_default()
    }

    /// The view root of all of them. One thread writes rows, another hashes them.
    pub(crate) fn view_root(&self, origin: &Origin) -> Hash {
        let size = self.rows.size();
        let order = view_order(&self.rows, size, |index| self.subject(index));
        std::thread::scope(|scope| {
            let (to, written) = sync_channel::<Vec<u8>>(ROWS_AHEAD);
            scope.spawn(move || {
                // Nobody hashes any more only where that thread failed, which joining it tells.
                write_rows(origin, &self.rows, size, &order, |index| self.subject(index), |bytes| drop(to.send(bytes.to_vec())));
            });
            let mut hash = Sha256::new();
            written.into_iter().for_each(|bytes| hash.update(&bytes));
            hash.finalize().into()
        })
    }

    /// Compares what `views.db` in `dir` keeps with these rows, row by row: as far as both go.
    pub(crate) fn compare(&self, dir: &Path, record: &Record, kinds: &[Kind]) -> Kept {
        let Some(views) = Views::read(&dir.join("views.db")) else { return Kept::Nothing };
        let is_ours = |folded: &Folded| {
            let signed = record.signed_at(folded.size.into()).ok().flatten();
            folded.fold == FOLD && folded.kinds == kinds_text(kinds) && signed.is_some_and(|signed| signed.root == folded.root)
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

/// Folds the first `size` entries, believing nothing that is kept.
pub(crate) fn fold_anew(record: &Record, size: u64, origin: &Origin, kinds: &[Kind]) -> Result<FoldedAnew, ReadError> {
    let narrow = u32::try_from(size).unwrap_or(u32::MAX);
    let mut rows = Rows::unlisted(narrow);
    let mut names = String::new();
    let mut ends = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
    fold_with(record, &mut rows, size, origin, kinds, |read| {
        names.push_str(read.statement.subject.as_str());
        ends.push(names.len());
    })?;
    Ok(FoldedAnew { rows, names, ends })
}
