//! A node: a record, opened by its one writer.

use std::fs::File;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, SyncSender, TrySendError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use jiff::Timestamp;
use record::log::Log;
use record::own::genesis::{self, Genesis};
use record::places::OWN;
use record::{Act, Audience, Draft, Kind, Office, Origin, Statement, Text};
use store::{Append, RecordFile, Signed};

use crate::clock::Clock;
use crate::error::{CreateError, Halt, HealError, OpenError, PublishError, ReadError};
use crate::exchange::Exchange;
use crate::files;
use crate::folder::Folder;
use crate::gate::{self, Gate};
use crate::identity::{self, Identity, NewKeys};
use crate::index::Follower;
use crate::keyfile::Passphrase;
use crate::limits::{BYTES_WAITING_MAX, HEAL_ENTRIES_MAX, JOBS_WAITING_MAX};
use crate::mark::{Mark, MarkFile, mark_path};
use crate::model::Model;
use crate::prepare::{self, PreparedBatch, Speaker};
use crate::private::Private;
use crate::reading::{Reading, parse};
use crate::socket::SocketThread;
use crate::tree::Tree;
use crate::witness::Witness;
use crate::writer::{Answering, Job, Published, Writer, now_ms};

/// What a node needs of the machine, told by the binary: it alone reads the environment.
#[derive(Clone)]
pub struct Machine {
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// The folder of high-water marks, outside every node's folder: see [`crate::marks_folder`].
    pub marks: PathBuf,
    /// What opens the keys, where they are encrypted; new ones are encrypted with it too.
    pub passphrase: Option<Passphrase>,
}

/// What a new node is to be.
#[derive(Clone, Debug)]
pub struct Founding {
    /// Names the record for ever.
    pub origin: Origin,
    /// What the authority is called.
    pub name: Text,
    /// BCP 47 tag of texts that name no language.
    pub language: String,
    /// SPDX expression of the licence of what it states.
    pub licence: String,
    /// Code of the place that it speaks for.
    pub place: Option<String>,
    /// Level of government at which it speaks.
    pub level: Option<String>,
    /// Text of `koinon.toml`: how, where and how fast, never what.
    pub settings: String,
    /// Keys that follow from a seed, for the demo league and for tests; none: from the system's randomness, as every real body must.
    pub seed: Option<[u8; 32]>,
}

/// A record, opened by its one writer. Reads as [`Reading`] does; writes by [`Node::publish`]. Closes when dropped: what was
/// acknowledged is durable, rows are kept, the lock is let go.
pub struct Node<M: Model> {
    reading: Arc<Reading<M>>,
    door: Door,
    gate: Arc<Gate>,
    socket: Mutex<Option<SocketThread>>,
    follower: Mutex<Option<Follower<M>>>,
    folder: Option<Folder>,
    witness: Result<Witness, OpenError>,
    private: Arc<Private>,
    exchange: Exchange,
    writer: Option<JoinHandle<RecordFile>>,
    lock: Option<File>,
}

/// The way to the writer: checks in the caller's thread, then waits for its answer.
#[derive(Clone)]
pub(crate) struct Door {
    jobs: SyncSender<Job>,
    bytes_waiting: Arc<AtomicUsize>,
    gate: Arc<Gate>,
    clock: Arc<dyn Clock>,
    private: Arc<Private>,
}

impl<M: Model> Deref for Node<M> {
    type Target = Reading<M>;
    fn deref(&self) -> &Reading<M> {
        &self.reading
    }
}

impl<M: Model> Node<M> {
    /// Makes a node in `dir`, which must be empty or absent: keys, entry 0 (genesis) under a signed checkpoint, settings.
    pub fn create(dir: &Path, founding: &Founding, machine: &Machine) -> Result<Identity, CreateError> {
        let is_empty = std::fs::read_dir(dir).map_or(true, |mut there| there.next().is_none());
        if !is_empty {
            return Err(CreateError::NotEmpty(dir.to_owned()));
        }
        let Founding { origin, settings, seed, .. } = founding;
        let keys = seed.map_or_else(|| NewKeys::generate(origin), |seed| NewKeys::from_seed(origin, &seed))?;
        let genesis = genesis_of(founding, &keys);
        let faults = genesis.check();
        if !faults.is_empty() {
            return Err(CreateError::Faults(faults));
        }
        let at = now_ms(&*machine.clock);
        let body = serde_json::to_value(&genesis).map_err(|error| CreateError::Faults(vec![record::Fault::new("", error.to_string())]))?;
        let bytes = genesis_statement(body, at).and_then(|statement| statement.to_bytes()).map_err(CreateError::Faults)?;
        let made = |path: PathBuf| move |source| OpenError::Make { path, source };
        std::fs::create_dir_all(dir).map_err(made(dir.to_owned()))?;
        keys.write(dir, machine.passphrase.as_ref())?;
        let settings_path = dir.join("koinon.toml");
        files::write_whole(&settings_path, settings.as_bytes(), 0o644).map_err(made(settings_path))?;
        let (log, batch) = Log::new(origin.clone()).append(vec![bytes.clone()]).map_err(|error| damaged(&error))?;
        let note = log.sign(&keys.log).to_string();
        let signed = Signed { size: batch.size, root: batch.root, note, at_ms: at.as_millisecond() };
        let mut file = RecordFile::create(&dir.join("record.db"), origin)?;
        file.append(OWN, 0, &Append { before: 0, tiles: &[], signed: Some(&signed) }, std::iter::once(bytes.as_slice()))?;
        drop(file);
        let identity = Identity::of_genesis(&bytes).map_err(OpenError::Read)?;
        let path = mark_path(&machine.marks, identity.key_id());
        let mark = MarkFile::read(&path, origin).and_then(|mut mark| mark.raise(Mark { size: signed.size, root: signed.root }));
        mark.map_err(|error| OpenError::Mark { path, what: error.to_string() })?;
        files::sync_folder(dir).map_err(made(dir.to_owned()))?;
        Ok(identity)
    }

    /// Opens the node in `dir` as its one writer: takes the lock, passes the gates, starts the writer and the folder. A node that is halted
    /// by a gate opens all the same: it reads, and [`Node::is_signing`] says why it signs nothing.
    pub fn open(dir: &Path, kinds: &'static [Kind], machine: &Machine) -> Result<Node<M>, OpenError> {
        let lock = take_lock(dir)?;
        let (reading, unkept) = Reading::<M>::open_with(dir, kinds)?;
        let reading = Arc::new(reading);
        let key = identity::read_log_key(dir, reading.identity(), machine.passphrase.as_ref())?;
        let file = reading.file_to_write()?;
        let published = reading.published();
        let (size, log) = (published.signed.size, published.log.clone());
        let last = gate::last_entry(file.own(), size)?.map(|bytes| parse(size, bytes)).transpose()?;
        let last = last.map_or(Timestamp::MIN, |entry| entry.statement.at);
        let path = mark_path(&machine.marks, reading.identity().key_id());
        let mark_error = |error: std::io::Error| OpenError::Mark { path: path.clone(), what: error.to_string() };
        let mut mark = MarkFile::read(&path, &reading.identity().origin).map_err(mark_error)?;
        let is_restored = dir.join(gate::RESTORED).exists();
        let halt = gate::compare_mark(Tree { record: file.own(), log: &log }, mark.mark(), is_restored)?;
        if halt.is_none() {
            mark.raise(Mark { size, root: published.signed.root }).map_err(mark_error)?;
            clear_restored(dir)?;
        }
        let gate = Arc::new(Gate::new(dir, halt, last));
        let folder = Folder::start(reading.clone(), unkept)?;
        // A witness that can't work is no reason not to state anything.
        let witness = Witness::open(dir, reading.identity(), machine);
        let (jobs, queue) = mpsc::sync_channel(JOBS_WAITING_MAX);
        let bytes_waiting = Arc::new(AtomicUsize::new(0));
        let private = Arc::new(Private::open(dir, &reading)?);
        let started = u64::try_from(machine.clock.now().as_second()).unwrap_or(0);
        let exchange = Exchange::new(&key, started).map_err(|error| OpenError::Key { path: dir.join("keys"), what: error.to_string() })?;
        let door = Door { jobs, bytes_waiting: bytes_waiting.clone(), gate: gate.clone(), clock: machine.clock.clone(), private: private.clone() };
        let clock = machine.clock.clone();
        let writer = Writer { reading: reading.clone(), file, log, key, mark, clock, gate: gate.clone(), folder: folder.door(), bytes_waiting };
        let thread = std::thread::Builder::new().name("writer".to_owned()).spawn(move || writer.run(&queue));
        let thread = thread.map_err(|source| OpenError::Make { path: dir.to_owned(), source })?;
        Ok(Node {
            reading,
            door,
            gate,
            socket: Mutex::new(None),
            follower: Mutex::new(None),
            folder: Some(folder),
            witness,
            private,
            exchange,
            writer: Some(thread),
            lock: Some(lock),
        })
    }

    /// Publishes a batch: all of it, durable and under a published checkpoint on return, or nothing. Blocks until then.
    pub fn publish(&self, drafts: Vec<Draft>, by: &Office) -> Result<Published, PublishError> {
        self.publish_with(drafts, by, &|_| ())
    }

    /// [`Node::publish`]; `progress` hears how many statements are checked.
    pub fn publish_with(&self, drafts: Vec<Draft>, by: &Office, progress: &(dyn Fn(usize) + Sync)) -> Result<Published, PublishError> {
        self.speak(drafts, Speaker::Office(by), progress)
    }

    /// [`Node::publish`] of the record's own kinds, which no office states: the node speaks of itself and of the records that it follows.
    pub fn state(&self, drafts: Vec<Draft>) -> Result<Published, PublishError> {
        self.speak(drafts, Speaker::Node, &|_| ())
    }

    pub(crate) fn speak(&self, drafts: Vec<Draft>, by: Speaker<'_>, progress: &(dyn Fn(usize) + Sync)) -> Result<Published, PublishError> {
        self.door.publish(&self.reading, drafts, by, progress)
    }

    /// [`Node::publish`] without waiting: checks in this thread, then hands the batch to the writer, which calls `then` once it is durable and
    /// under a published checkpoint, or refused. `then` runs on the writer's thread, so it only hands over. Where it is dropped without a
    /// call, the node closed. Errors: what is found before the batch is handed over; `then` is not called.
    pub fn submit(
        &self,
        drafts: Vec<Draft>,
        by: &Office,
        then: impl FnOnce(Result<Published, PublishError>) + Send + 'static,
    ) -> Result<(), PublishError> {
        self.door.submit(&self.reading, drafts, Speaker::Office(by), &|_| (), Box::new(then))
    }

    /// Hands work to the writer. Errors: it is gone, because the node closes.
    pub(crate) fn send(&self, job: Job) -> Result<(), mpsc::SendError<Job>> {
        self.door.jobs.send(job)
    }

    pub(crate) fn exchange(&self) -> &Exchange {
        &self.exchange
    }

    /// The words of restricted statements that it holds.
    pub fn private(&self) -> &Private {
        &self.private
    }

    /// Whether the node signs now; else why not, and how to mend it.
    pub fn is_signing(&self) -> Result<(), Halt> {
        self.gate.pass(now_ms(&*self.door.clock)).map(drop)
    }

    /// What it reads from, shared with other threads.
    pub fn reading(&self) -> Arc<Reading<M>> {
        self.reading.clone()
    }

    /// The clock that it was opened with.
    pub fn clock(&self) -> &dyn Clock {
        &*self.door.clock
    }

    /// The witness, which cosigns what partners signed. Errors: why it can't work.
    pub fn witness(&self) -> Result<&Witness, &OpenError> {
        self.witness.as_ref()
    }

    /// Why rows are not being kept in `views.db`, if they are not: the next start will take longer.
    pub fn views_failed(&self) -> Option<String> {
        self.folder.as_ref().and_then(|folder| folder.door().failed())
    }

    /// Compares with the note that our own public address serves (specs/record.md g, rule 4). A note that our key did not sign proves
    /// nothing and is passed over. Errors: it is ahead of us, or contradicts us; the node signs nothing from then on.
    pub fn compare_public(&self, note: &str) -> Result<(), Halt> {
        let Ok(theirs) = checkpoint_of(note, self.identity()) else { return Ok(()) };
        let published = self.reading.published();
        let size = published.signed.size;
        let halt = if theirs.size > size {
            Halt::PublicAhead { size, theirs: theirs.size }
        } else {
            let ours = self.reading.pool.read(|record| gate::root_at(Tree { record, log: &published.log }, theirs.size));
            match ours {
                Ok(ours) if ours == theirs.root => return Ok(()),
                Ok(_) => Halt::Fork { size: theirs.size, evidence: self.keep_evidence(note, &published.signed.note) },
                Err(error) => Halt::Disk { what: error.to_string() },
            }
        };
        self.gate.halt(halt.clone());
        Err(halt)
    }

    /// Both notes of a fork, kept below the folder. Where that fails, the notes are still what they are: the halt stands.
    fn keep_evidence(&self, theirs: &str, ours: &str) -> PathBuf {
        let folder = self.dir().join("evidence");
        let name = self.door.clock.now().as_millisecond();
        let kept = std::fs::create_dir_all(&folder)
            .and_then(|()| files::write_whole(&folder.join(format!("{name}-theirs.note")), theirs.as_bytes(), 0o644))
            .and_then(|()| files::write_whole(&folder.join(format!("{name}-ours.note")), ours.as_bytes(), 0o644));
        drop(kept);
        folder
    }

    /// Adds entries that are missing here, from a copy of the published log, with the note over them; goes on signing if that mends it.
    /// Nothing is taken unless our entries and these have just the root that our own key signed.
    pub fn heal(&self, entries: Vec<Vec<u8>>, note: &str) -> Result<(), HealError> {
        match self.gate.halted() {
            None | Some(Halt::Behind { .. } | Halt::PublicAhead { .. } | Halt::Unmarked { .. }) => {}
            Some(other) => return Err(HealError::Halted(other)),
        }
        let theirs = checkpoint_of(note, self.identity()).map_err(HealError::Note)?;
        let size = self.reading.published().signed.size;
        if theirs.size <= size {
            return Err(HealError::NothingMissing { size, theirs: theirs.size });
        }
        let missing = theirs.size.saturating_sub(size);
        if u64::try_from(entries.len()) != Ok(missing) || entries.len() > HEAL_ENTRIES_MAX {
            return Err(HealError::Entries(format!("{missing} are missing (at most {HEAL_ENTRIES_MAX} at once) and {} were given", entries.len())));
        }
        let at_ms = self.door.clock.now().as_millisecond();
        let signed = Signed { size: theirs.size, root: theirs.root, note: note.to_owned(), at_ms };
        self.ask(|answer| Job::Heal { entries, signed, answer })?;
        Ok(clear_restored(self.dir()).map_err(|error| ReadError::Damaged(error.to_string()))?)
    }

    /// The operator states that nothing after `size` was ever published: a restored record may go on. Errors: another size, or a halt that
    /// no word of the operator mends.
    pub fn accept_size(&self, size: u64) -> Result<(), HealError> {
        self.ask(|answer| Job::AcceptSize { size, answer })?;
        Ok(clear_restored(self.dir()).map_err(|error| ReadError::Damaged(error.to_string()))?)
    }

    fn ask(&self, job: impl FnOnce(SyncSender<Result<(), HealError>>) -> Job) -> Result<(), HealError> {
        let (answer, answered) = mpsc::sync_channel(1);
        self.door.jobs.send(job(answer)).map_err(|_| PublishError::Closed)?;
        answered.recv().map_err(|_| PublishError::Closed)?
    }

    /// The operator accepts that new entries carry the time of the last one, `last`, until the clock has passed it. False: that is not
    /// the last entry's time.
    pub fn accept_time(&self, last: Timestamp) -> std::io::Result<bool> {
        self.gate.accept_time(last)
    }

    /// Keeps the search index close behind the record from now on, in a thread of its own.
    /// `report` hears what goes wrong with it, one line each.
    pub fn follow_index(&self, report: impl Fn(&str) + Send + 'static) -> Result<(), OpenError> {
        let follower = Follower::start(self.reading.clone(), report)?;
        *self.follower.lock().unwrap_or_else(PoisonError::into_inner) = Some(follower);
        Ok(())
    }

    /// Takes work of other processes through `DIR/koinon.sock` from now on.
    pub fn serve_socket(&self) -> Result<(), OpenError> {
        let socket = SocketThread::start(self.reading.clone(), self.door.clone())?;
        *self.socket.lock().unwrap_or_else(PoisonError::into_inner) = Some(socket);
        Ok(())
    }
}

impl<M: Model> Drop for Node<M> {
    fn drop(&mut self) {
        // In this order: no new work, all work done, all rows kept, then the lock. The writer's file closes behind the readers', so that it is
        // the last and puts the write-ahead log away.
        drop(self.socket.lock().unwrap_or_else(PoisonError::into_inner).take());
        drop(self.follower.lock().unwrap_or_else(PoisonError::into_inner).take());
        drop(self.door.jobs.send(Job::Stop));
        // A writer that panicked has lost nothing that was acknowledged.
        let file = self.writer.take().map(JoinHandle::join);
        drop(self.folder.take());
        self.reading.pool.close_idle();
        drop(file);
        drop(self.lock.take());
    }
}

impl Door {
    /// Checks a batch in this thread, hands it to the writer, waits for the answer.
    pub(crate) fn publish<M: Model>(
        &self,
        reading: &Reading<M>,
        drafts: Vec<Draft>,
        by: Speaker<'_>,
        progress: &(dyn Fn(usize) + Sync),
    ) -> Result<Published, PublishError> {
        let (answer, answered) = mpsc::sync_channel(1);
        // A sender that went away knows that it has no answer.
        self.submit(reading, drafts, by, progress, Box::new(move |outcome| drop(answer.send(outcome))))?;
        answered.recv().unwrap_or(Err(PublishError::Closed))
    }

    /// Checks a batch in this thread and hands it to the writer, which answers.
    fn submit<M: Model>(
        &self,
        reading: &Reading<M>,
        mut drafts: Vec<Draft>,
        by: Speaker<'_>,
        progress: &(dyn Fn(usize) + Sync),
        answer: Answering,
    ) -> Result<(), PublishError> {
        let now = now_ms(&*self.clock);
        // Asked again by the writer; asked here so that a halted node does not first check a whole import.
        self.gate.pass(now)?;
        let Speaker::Office(office) = by else { return self.hand_over(prepare::prepare(reading, drafts, by, now, progress)?, answer) };
        if drafts.iter().all(|draft| draft.audience.is_public()) {
            return self.hand_over(prepare::prepare(reading, drafts, by, now, progress)?, answer);
        }
        let sealed = self.private.seal(reading, &mut drafts, now)?;
        let settle = {
            let (private, origin) = (self.private.clone(), reading.identity().origin.clone());
            move |outcome: &Result<Published, PublishError>| private.settle(&origin, &sealed, outcome)
        };
        let prepared = prepare::prepare(reading, drafts, Speaker::Sealed(office), now, progress);
        let settled = settle.clone();
        let answer: Answering = Box::new(move |outcome| {
            settled(&outcome);
            answer(outcome);
        });
        let handed = prepared.and_then(|batch| self.hand_over(batch, answer));
        handed.inspect_err(|error| settle(&Err(error.clone())))
    }

    /// Hands a prepared batch to the writer, which answers.
    fn hand_over(&self, batch: PreparedBatch, answer: Answering) -> Result<(), PublishError> {
        let bytes = batch.bytes;
        let waiting = self.bytes_waiting.fetch_add(bytes, Ordering::Relaxed);
        if waiting.saturating_add(bytes) > BYTES_WAITING_MAX {
            self.bytes_waiting.fetch_sub(bytes, Ordering::Relaxed);
            return Err(PublishError::Busy);
        }
        match self.jobs.try_send(Job::Publish { batch, answer }) {
            Ok(()) => Ok(()),
            Err(error) => {
                self.bytes_waiting.fetch_sub(bytes, Ordering::Relaxed);
                Err(if matches!(error, TrySendError::Full(_)) { PublishError::Busy } else { PublishError::Closed })
            }
        }
    }

    /// Whether the node signs now.
    pub(crate) fn is_signing(&self) -> Result<(), Halt> {
        self.gate.pass(now_ms(&*self.clock)).map(drop)
    }
}

fn genesis_of(founding: &Founding, keys: &NewKeys) -> Genesis {
    Genesis {
        origin: founding.origin.clone(),
        name: founding.name.clone(),
        vkey: keys.log.verifying_key().to_string(),
        identity: keys.identity.verifying_key().to_string(),
        next_identity: genesis::next_identity(&keys.next_identity.verifying_key().public_bytes()),
        language: founding.language.clone(),
        licence: founding.licence.clone(),
        place: founding.place.clone(),
        level: founding.level.clone(),
        did: None,
    }
}

fn genesis_statement(body: record::Json, at: Timestamp) -> Result<Statement, Vec<record::Fault>> {
    let fault = |error: record::name::NameError| vec![record::Fault::new("", error.to_string())];
    let (kind, subject) = ("genesis/v1".parse().map_err(fault)?, genesis::SUBJECT.parse().map_err(fault)?);
    let (by, audience) = (Office::default(), Audience::default());
    Ok(Statement { kind, subject, revises: None, act: Act::State, about: Vec::new(), at, by, eyes: None, audience, body })
}

fn damaged(error: &record::log::LogError) -> OpenError {
    OpenError::Read(ReadError::Damaged(error.to_string()))
}

/// The checkpoint of a note, if our own log key signed it.
pub(crate) fn checkpoint_of(note: &str, identity: &Identity) -> Result<record::checkpoint::Checkpoint, String> {
    let note: record::note::SignedNote = note.parse().map_err(|error: record::note::NoteError| error.to_string())?;
    note.verify(std::slice::from_ref(&identity.vkey)).map_err(|error| error.to_string())?;
    let checkpoint: record::checkpoint::Checkpoint = note.text.parse().map_err(|error: record::checkpoint::CheckpointError| error.to_string())?;
    if checkpoint.origin == identity.origin { Ok(checkpoint) } else { Err(format!("it is of `{}`", checkpoint.origin)) }
}

/// Takes the lock that makes a second writer impossible, in this process or any other. The system lets it go when the process ends.
pub(crate) fn take_lock(dir: &Path) -> Result<File, OpenError> {
    if !dir.join("record.db").is_file() {
        return Err(OpenError::NoNode(dir.to_owned()));
    }
    let path = dir.join("lock");
    let file = files::open_private(&path, 0o600).map_err(|source| OpenError::Make { path: path.clone(), source })?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => Err(OpenError::InUse(dir.to_owned())),
        Err(std::fs::TryLockError::Error(source)) => Err(OpenError::Make { path, source }),
    }
}

fn clear_restored(dir: &Path) -> Result<(), OpenError> {
    let path = dir.join(gate::RESTORED);
    match std::fs::remove_file(&path) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => Err(OpenError::Make { path, source }),
        Ok(()) | Err(_) => Ok(()),
    }
}
