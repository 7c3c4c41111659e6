//! The writer: one thread, one order of writes, and never another (DESIGN 3).
//!
//! ```text
//! (checked by the caller) → admit → fold → hash, sign → one transaction → high-water mark → publish → rows and model → answer
//! ```
//! Groups form by themselves: what has queued while the disk was busy is one group, with one signature and one transaction. A job is all or
//! nothing; the others in its group do not suffer for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender};

use jiff::Timestamp;
use record::envelope::at_text;
use record::log::{Batch, Log};
use record::note::SigningKey;
use record::places::OWN;
use record::{EntryId, Fault, Json, RecordNumber};
use store::{Append, FullTile, RecordFile, Signed, StoreError};

use crate::clock::Clock;
use crate::copying::{Copied, CopyError};
use crate::error::{Halt, HealError, PublishError};
use crate::folder::FolderDoor;
use crate::folding::{self, Keys};
use crate::gate::Gate;
use crate::limits::GROUP_STATEMENTS;
use crate::mark::{Mark, MarkFile};
use crate::model::{Held, Model, Taken};
use crate::place::{Placed, Placing};
use crate::prepare::{AT_BYTES, PreparedBatch};
use crate::reading::{Published as PublishedCheckpoint, Reading, parse};

/// What a statement's sender gets once it is durable and under a published checkpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Receipt {
    /// Id of the entry.
    pub id: EntryId,
    /// Its place in the record.
    pub index: u64,
    /// Size of a published checkpoint that it stands under.
    pub size: u64,
}

/// What became of a batch.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Published {
    /// One receipt for each statement, in order.
    pub statements: Vec<Receipt>,
    /// What the door warned of: line (from 1) and warning.
    pub warnings: Vec<(usize, Fault)>,
}

/// Where the answer to a batch goes. Called once, on the writer's thread: it hands over and returns.
pub(crate) type Answering = Box<dyn FnOnce(Result<Published, PublishError>) + Send>;

/// Work for the writer.
pub(crate) enum Job {
    /// A prepared batch.
    Publish {
        /// What to place.
        batch: PreparedBatch,
        /// Where the answer goes.
        answer: Answering,
    },
    /// Missing entries of a copy of the published log, with the note over them.
    Heal {
        /// Their bytes, behind our last.
        entries: Vec<Vec<u8>>,
        /// The signed checkpoint over all.
        signed: Signed,
        /// Where the answer goes.
        answer: SyncSender<Result<(), HealError>>,
    },
    /// Entries of another's record, verified.
    Copy {
        /// What was verified.
        copied: Box<Copied>,
        /// Where the answer goes.
        answer: SyncSender<Result<(), CopyError>>,
    },
    /// The operator states that nothing after this size was ever published.
    AcceptSize {
        /// The record's size.
        size: u64,
        /// Where the answer goes.
        answer: SyncSender<Result<(), HealError>>,
    },
    /// No more.
    Stop,
}

/// The writer and all that it alone changes.
pub(crate) struct Writer<M> {
    pub(crate) reading: Arc<Reading<M>>,
    pub(crate) file: RecordFile,
    pub(crate) log: Log,
    pub(crate) key: SigningKey,
    pub(crate) mark: MarkFile,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) gate: Arc<Gate>,
    pub(crate) folder: FolderDoor,
    pub(crate) bytes_waiting: Arc<AtomicUsize>,
}

/// A job whose statements are placed.
struct Answer {
    to: Answering,
    from: usize,
    count: usize,
    warnings: Vec<(usize, Fault)>,
}

type Waiting = Vec<(PreparedBatch, Answering)>;

impl<M: Model> Writer<M> {
    /// Works until it is told to stop. Returns the file, for whoever closes the node to close it last.
    pub(crate) fn run(mut self, jobs: &Receiver<Job>) -> RecordFile {
        while let Ok(first) = jobs.recv() {
            let mut next = Some(first);
            let mut group: Waiting = Vec::new();
            let mut statements = 0_usize;
            let other = loop {
                match next.take() {
                    Some(Job::Publish { batch, answer }) => {
                        statements = statements.saturating_add(batch.statements.len());
                        self.bytes_waiting.fetch_sub(batch.bytes, Ordering::Relaxed);
                        group.push((batch, answer));
                    }
                    other => break other,
                }
                if statements >= GROUP_STATEMENTS {
                    break None;
                }
                next = jobs.try_recv().ok();
            };
            if !group.is_empty() {
                self.group(group);
            }
            match other {
                Some(Job::Copy { copied, answer }) => drop(answer.send(self.copy(*copied))),
                Some(Job::Heal { entries, signed, answer }) => drop(answer.send(self.heal(entries, &signed))),
                Some(Job::AcceptSize { size, answer }) => drop(answer.send(self.accept_size(size))),
                Some(Job::Stop) => break,
                Some(Job::Publish { .. }) | None => {}
            }
        }
        self.file
    }

    /// One group, from the gate to the answers.
    fn group(&mut self, group: Waiting) {
        let now = now_ms(&*self.clock);
        let at = match self.gate.pass(now) {
            Ok(at) => at,
            Err(halt) => return refuse_all(group, &PublishError::Halted(halt)),
        };
        let Some(at_text) = at_text(at).and_then(|text| text.as_bytes().try_into().ok()) else {
            return refuse_all(group, &PublishError::Halted(Halt::Clock { now, last: at }));
        };
        let (placed, answers) = self.place(group, at, at_text);
        if placed.is_empty() {
            return;
        }
        match self.write(placed, at) {
            Ok(receipts) => {
                for Answer { to, from, count, warnings } in answers {
                    let statements = receipts.iter().skip(from).take(count).copied().collect();
                    to(Ok(Published { statements, warnings }));
                }
            }
            Err(error) => answers.into_iter().for_each(|answer| (answer.to)(Err(error.clone()))),
        }
    }

    /// Places every job that can stand; the others are answered at once.
    fn place(&self, group: Waiting, at: Timestamp, at_text: [u8; AT_BYTES]) -> (Vec<Placed>, Vec<Answer>) {
        let held = self.reading.held();
        let mut placing = Placing::new(&held, self.file.own(), at, at_text);
        let mut answers = Vec::with_capacity(group.len());
        for (batch, to) in group {
            let PreparedBatch { statements, mut warnings, .. } = batch;
            let (from, count) = (placing.placed.len(), statements.len());
            match placing.job(statements) {
                Ok(more) => {
                    warnings.extend(more);
                    warnings.sort_by_key(|(line, _)| *line);
                    answers.push(Answer { to, from, count, warnings });
                }
                Err(error) => to(Err(error)),
            }
        }
        (placing.placed, answers)
    }

    /// Hashes, signs, writes, marks, publishes, and adds rows and model.
    fn write(&mut self, mut placed: Vec<Placed>, at: Timestamp) -> Result<Vec<Receipt>, PublishError> {
        let bytes = placed.iter_mut().map(|placed| std::mem::take(&mut placed.bytes)).collect();
        let (log, batch) = self.log.append(bytes).map_err(|error| PublishError::Failed { what: error.to_string() })?;
        let note = log.sign(&self.key).to_string();
        let signed = Signed { size: batch.size, root: batch.root, note, at_ms: at.as_millisecond() };
        self.commit(&batch, &signed)?;
        self.log = log;
        self.publish(&signed);
        let size = batch.size;
        let first = self.reading.size();
        self.add_rows(&placed);
        self.gate.stated(at);
        let mut keys = Keys::default();
        (first..).zip(&placed).for_each(|(row, placed)| keys.push(row, placed.sid, placed.id, &placed.statement.about));
        self.folder.hand_over(keys, self.reading.size());
        Ok(placed.iter().map(|placed| Receipt { id: placed.id, index: placed.row.index, size }).collect())
    }

    /// One transaction, then the mark. Where it is not certain what is on the disk, nothing more is signed: the next start finds out.
    fn commit(&mut self, batch: &Batch, signed: &Signed) -> Result<(), PublishError> {
        if signed.size >= u64::from(u32::MAX) {
            return Err(self.halt("the record has as many entries as rows can number".to_owned()));
        }
        if let Err(error) = self.append(OWN, batch, Some(signed)) {
            // A full disk or a file that is locked: the transaction was taken back, and nothing was published. The next job may try again.
            return Err(match self.file.own().size() {
                Ok(size) if size == batch.before => PublishError::Failed { what: error.to_string() },
                Ok(_) | Err(_) => self.halt(error.to_string()),
            });
        }
        self.mark.raise(Mark { size: signed.size, root: signed.root }).map_err(|error| self.halt(format!("the high-water mark: {error}")))
    }

    /// One transaction with entries of one record.
    fn append(&mut self, record: RecordNumber, batch: &Batch, signed: Option<&Signed>) -> Result<(), StoreError> {
        let tiles: Vec<FullTile> =
            batch.tiles.iter().map(|(tile, hashes)| FullTile { level: tile.level(), n: tile.index(), hashes: hashes.clone() }).collect();
        let append = Append { before: batch.before, tiles: &tiles, signed };
        self.file.append(record, self.reading.size().into(), &append, batch.entries.iter().map(|(_, _, bytes)| bytes.as_slice()))
    }

    /// Adds verified entries of another's record: one transaction, then rows and model. Our own record, key and mark have no part in it.
    fn copy(&mut self, copied: Copied) -> Result<(), CopyError> {
        let Copied { origin, log, batch, mut reads, signed } = copied;
        let record = self.file.know(&origin)?;
        // Of a record that was not held yet, the number is known only now.
        reads.iter_mut().for_each(|read| read.place_in(record));
        if self.reading.size_of(record) != batch.before {
            return Err(CopyError::Meanwhile);
        }
        self.append(record, &batch, signed.as_ref())?;
        let before = self.reading.published_of(record).map(|published| published.signed.clone());
        let signed = signed.or(before).unwrap_or_else(|| PublishedCheckpoint::none(origin.clone()).signed);
        let file = &self.file;
        let kept = self.reading.change_held(|Held { rows, model }| {
            rows.places_mut().know(origin);
            let keys = folding::add(file, rows, reads);
            let first = rows.size().saturating_sub(u32::try_from(keys.rows.len()).unwrap_or(u32::MAX));
            folding::tell_model(file, rows, first..rows.size(), model).map(|()| keys)
        });
        self.reading.publish_checkpoint(record, PublishedCheckpoint { signed, log });
        self.folder.hand_over(kept?, self.reading.size());
        Ok(())
    }

    fn halt(&self, what: String) -> PublishError {
        let halt = Halt::Disk { what };
        self.gate.halt(halt.clone());
        PublishError::Halted(halt)
    }

    /// Swaps the published checkpoint.
    fn publish(&self, signed: &Signed) {
        self.reading.publish_checkpoint(OWN, PublishedCheckpoint { signed: signed.clone(), log: self.log.clone() });
    }

    fn add_rows(&self, placed: &[Placed]) {
        self.reading.change_held(|held| self.add_rows_to(held, placed));
    }

    fn add_rows_to(&self, held: &mut Held<M>, placed: &[Placed]) {
        let Held { rows, model } = held;
        let (first_row, origin) = (rows.size(), self.log.origin());
        for Placed { row, sid, id, statement, .. } in placed {
            rows.push(OWN, row, *sid, *id, &statement.kind, statement.at.as_millisecond());
            rows.link(&statement.about);
        }
        let first = placed.first().map_or(0, |placed| placed.row.index);
        for (at, Placed { row, sid, statement, .. }) in (first_row..).zip(placed).filter(|(_, placed)| M::wants(placed.statement.kind.name())) {
            let (subject, kind, standing, facets) = (&statement.subject, &statement.kind, row.standing, &row.facets);
            let taken = Taken { record: OWN, origin, row: at, sid: *sid, subject, kind, standing, facets };
            let within = row.words.and_then(|words| usize::try_from(words.checked_sub(first)?).ok());
            match (row.words, within.and_then(|at| placed.get(at))) {
                (_, Some(words)) => model.take(&taken, Some(&words.statement.body)),
                (Some(words), None) => model.take(&taken, self.stored_body(words).as_ref()),
                (None, None) => model.take(&taken, None),
            }
        }
    }

    /// The body of an entry that stands already. One that can't be read leaves the model without it; verification names it.
    fn stored_body(&self, index: u64) -> Option<Json> {
        let bytes = self.file.own().entry(index).ok()??;
        parse(index, bytes).ok().map(|entry| entry.statement.body)
    }

    /// Whether our entries and these lead through the mark: what this machine signed is never left behind.
    fn compare_mark(&self, entries: &[Vec<u8>], signed: &Signed) -> Result<(), HealError> {
        let Some(mark) = self.mark.mark().filter(|mark| mark.size > self.log.size()) else { return Ok(()) };
        if mark.size > signed.size {
            return Err(HealError::StillBehind { size: signed.size });
        }
        let missing = usize::try_from(mark.size.saturating_sub(self.log.size())).unwrap_or(usize::MAX);
        let up_to_mark = entries.get(..missing).unwrap_or(entries).to_vec();
        let (log, _) = self.log.append(up_to_mark).map_err(|error| HealError::Entries(error.to_string()))?;
        if log.root() == mark.root { Ok(()) } else { Err(HealError::OtherRoot { size: mark.size }) }
    }

    /// Lets a restored record go on from `size`, where this machine has no mark that says otherwise.
    fn accept_size(&mut self, size: u64) -> Result<(), HealError> {
        let ours = self.log.size();
        match self.gate.halted() {
            Some(Halt::Unmarked { .. }) if ours == size => {}
            Some(Halt::Unmarked { .. }) => return Err(HealError::OtherSize { size: ours, theirs: size }),
            Some(other) => return Err(HealError::Halted(other)),
            None => return Ok(()),
        }
        let root = self.log.root();
        self.mark.raise(Mark { size, root }).map_err(|error| self.halt(format!("the high-water mark: {error}")))?;
        self.gate.mended();
        Ok(())
    }

    /// Adds the missing entries of a published log, if they lead to the root that our own key signed.
    fn heal(&mut self, entries: Vec<Vec<u8>>, signed: &Signed) -> Result<(), HealError> {
        self.compare_mark(&entries, signed)?;
        let (log, batch) = self.log.append(entries).map_err(|error| HealError::Entries(error.to_string()))?;
        if (batch.size, batch.root) != (signed.size, signed.root) {
            return Err(HealError::OtherRoot { size: signed.size });
        }
        let mut last = self.gate.last();
        for (index, _, bytes) in &batch.entries {
            let entry = parse(*index, bytes.clone()).map_err(|error| HealError::Entries(error.to_string()))?;
            last = last.max(entry.statement.at);
        }
        self.commit(&batch, signed)?;
        self.log = log;
        self.publish(signed);
        let places = self.file.places().map_err(crate::ReadError::from)?;
        let keys = self.reading.change_held(|Held { rows, model }| {
            let first = rows.size();
            let keys = folding::fold_on(&self.file, rows, &places, self.reading.kinds)?;
            folding::tell_model(&self.file, rows, first..rows.size(), model)?;
            Ok::<_, crate::ReadError>(keys)
        })?;
        self.folder.hand_over(keys, self.reading.size());
        self.gate.stated(last);
        self.gate.mended();
        Ok(())
    }
}

/// The clock's time in whole milliseconds, as statements write it.
pub(crate) fn now_ms(clock: &dyn Clock) -> Timestamp {
    let now = clock.now();
    Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
}

fn refuse_all(group: Waiting, error: &PublishError) {
    group.into_iter().for_each(|(_, answer)| answer(Err(error.clone())));
}
