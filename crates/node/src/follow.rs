//! Following: what a partner's record says, copied turn by turn, each bounded in bytes, entries and time; nothing is folded that is not verified.
//!
//! ```text
//! checkpoint ─▶ signed by the pinned key ─▶ continues what is held (its tiles) ─▶ entries ─▶ make its root ─▶ written, folded
//!                                             └─ else evidence: fork/v1 in our own record
//! ```
//! A turn does not wait, repeat or start anything: whoever calls it decides when the next one is. In: one turn with one partner. Out: the bytes of the
//! network ([`crate::fetch`]), writing ([`crate::copying`]), when it is someone's turn (the binary, the simulator).
//! Sources: DESIGN rules 14 and 25; specs/record.md a.4; c2sp.org/tlog-tiles.

use std::sync::{Arc, mpsc};

use record::checkpoint::Checkpoint;
use record::log::Log;
use record::merkle::{prove_consistency, root_from, verify_consistency};
use record::note::{NOTE_BYTES_MAX, SignedNote, VerifyingKey};
use record::own::fork::{Fork, Shown};
use record::own::partner::Partner;
use record::own::{self, fork};
use record::places::{OWN, Place};
use record::tile::{Bundle, Tile, TileReader};
use record::witness::log_name;
use record::{EntryId, Kind, Origin, RecordNumber, Sid};
use store::{Hash, KnownLog, League, Signed, Spent};

use crate::copying::{Copied, CopyError};
use crate::error::ReadError;
use crate::fetch::{Fetch, FetchError, Request};
use crate::folding::Read;
use crate::limits::{
    BUNDLE_BYTES_MAX, COMPARED_WITH, FOLLOW_BYTES_MAX, FOLLOW_ENTRIES_MAX, FORKS_TOLD_MAX, PREPARE_THREADS_MAX, PREPARE_TOGETHER, TILE_BYTES,
};
use crate::model::Model;
use crate::node::Node;
use crate::reading::{Published, Reading};
use crate::tree::Tree;
use crate::witness::FORK;
use crate::writer::Job;

/// How much is taken of one partner's words (DESIGN rule 25).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// On one day.
    pub a_day: Spent,
    /// Over all days.
    pub in_all: Spent,
}

impl Default for Allowance {
    fn default() -> Allowance {
        Allowance { a_day: Spent { entries: 10_000, bytes: 64 << 20 }, in_all: Spent { entries: u64::from(u32::MAX), bytes: 1 << 30 } }
    }
}

/// What a turn works with.
#[derive(Clone, Copy)]
pub struct Following<'a> {
    /// What is remembered of the league.
    pub league: &'a League,
    /// The way out.
    pub fetch: &'a dyn Fetch,
    /// How much may be taken.
    pub allowance: Allowance,
}

/// What came of a turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Followed {
    /// Entries that were added.
    pub added: u64,
    /// Entries that are held now.
    pub size: u64,
    /// Entries that its newest checkpoint is over.
    pub newest: u64,
    /// Whether words are held back, because as much was taken as is allowed; the tree is checked all the same.
    pub is_held_back: bool,
}

impl Followed {
    /// Whether all that its newest checkpoint is over is held, so that there is no more to do for now.
    pub fn is_whole(&self) -> bool {
        self.size == self.newest
    }
}

/// Why a turn came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum FollowError {
    /// Our record names no such partner.
    #[error("`{0}` is no partner: name it with `koinon partner add`")]
    NoPartner(Origin),
    /// Our record says that it is not followed for now.
    #[error("`{0}` is paused: go on with `koinon partner resume`")]
    Paused(Origin),
    /// It was not reached.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// It answers with something else.
    #[error("`{url}` answers with status {status}")]
    Status {
        /// What was asked for.
        url: String,
        /// What came.
        status: u16,
    },
    /// What it serves is not what it must be; nothing of it is taken.
    #[error("what `{origin}` serves is not in order: {what}")]
    Wrong {
        /// Whose record.
        origin: Origin,
        /// What is wrong.
        what: String,
    },
    /// It serves an older state than it has signed before. Nothing is lost here; it may have lost something.
    #[error("`{origin}` serves {size} entries and has signed {newest} before")]
    WentBack {
        /// Whose record.
        origin: Origin,
        /// What it serves.
        size: u64,
        /// What it signed before.
        newest: u64,
    },
    /// It signed two histories. The evidence is kept, and stated in our own record.
    #[error("`{origin}` has signed two histories; the evidence stands in our record")]
    Fork {
        /// Whose record.
        origin: Origin,
    },
    /// What was verified could not be added.
    #[error(transparent)]
    Copy(#[from] CopyError),
}

impl From<store::StoreError> for FollowError {
    fn from(error: store::StoreError) -> FollowError {
        FollowError::Copy(error.into())
    }
}

impl From<ReadError> for FollowError {
    fn from(error: ReadError) -> FollowError {
        FollowError::Copy(error.into())
    }
}

/// A partner, with the keys that its checkpoints are signed with.
struct Known {
    partner: Partner,
    record: Option<RecordNumber>,
    keys: Vec<VerifyingKey>,
    held: Arc<Published>,
}

impl<M: Model> Reading<M> {
    fn known(&self, origin: &Origin) -> Result<Known, FollowError> {
        let partner = self.partner(origin)?.ok_or_else(|| FollowError::NoPartner(origin.clone()))?;
        let record = self.record(origin);
        let keys = partner.vkey.parse().into_iter().collect();
        let held = record.and_then(|record| self.published_of(record)).unwrap_or_else(|| Arc::new(Published::none(origin.clone())));
        Ok(Known { partner, record, keys, held })
    }

    /// The root of the first `size` entries that are held of a record.
    fn root_held(&self, known: &Known, size: u64) -> Result<Hash, ReadError> {
        match known.record {
            _ if size == known.held.log.size() => Ok(known.held.log.root()),
            Some(record) => Ok(self.pool.read_of(record, |record| Tree { record, log: &known.held.log }.root(size))?),
            None => Ok(record::merkle::EMPTY_ROOT),
        }
    }
}

impl<M: Model> Node<M> {
    /// One turn with one partner: looks at its newest checkpoint, and takes the next part of what is missing here. Errors are facts of this turn; the next
    /// one may go on. What is proven against the partner is kept and stated once.
    pub fn follow(&self, origin: &Origin, with: Following<'_>) -> Result<Followed, FollowError> {
        let known = self.known(origin)?;
        if known.partner.paused {
            return Err(FollowError::Paused(origin.clone()));
        }
        self.tell_kept(origin, with.league)?;
        let url = format!("{}/log/checkpoint", known.partner.url);
        let bytes = got(with.fetch, &url, NOTE_BYTES_MAX)?;
        let (note, theirs) = read_note(origin, &known.keys, &bytes)?;
        self.meet(&known, with, &note, &theirs)?;
        let part = self.part(&known, with, &theirs)?;
        let held = known.held.log.size();
        let Some(part) = part else {
            let is_held_back = held < theirs.size;
            return Ok(Followed { added: 0, size: held, newest: theirs.size, is_held_back });
        };
        let added = part.batch.size.saturating_sub(part.batch.before);
        let is_whole = part.batch.size == theirs.size;
        let at_ms = self.clock().now().as_millisecond();
        let signed = is_whole.then(|| Signed { size: theirs.size, root: theirs.root, note: note.to_string(), at_ms });
        self.copy(Copied { signed, ..part })?;
        Ok(Followed { added, size: held.saturating_add(added), newest: theirs.size, is_held_back: false })
    }

    /// Compares a checkpoint of a partner that someone else holds (a witness, another partner) with what we hold of it. `url` is where it was had.
    pub fn compare(&self, origin: &Origin, note: &[u8], with: Following<'_>) -> Result<(), FollowError> {
        let known = self.known(origin)?;
        let (note, theirs) = read_note(origin, &known.keys, note)?;
        match self.meet(&known, with, &note, &theirs) {
            // An older state, seen by someone who is behind, is no news.
            Err(FollowError::WentBack { .. }) => Ok(()),
            other => other,
        }
    }

    /// Looks at what two other partners cosigned of a partner's record, if they cosigned any of it: a record that shows different histories to different
    /// followers is caught where they meet. Who can't be asked now says nothing.
    pub fn compare_elsewhere(&self, origin: &Origin, with: Following<'_>) -> Result<(), FollowError> {
        let others = self.partners()?.into_iter().map(|(_, partner)| partner);
        let others = others.filter(|partner| partner.origin != *origin && !partner.paused && partner.witness.is_some());
        // Other ones each hour, the same for all who ask then.
        let turn = self.now_ms().div_euclid(3_600_000);
        let mut others: Vec<(EntryId, Partner)> =
            others.map(|other| (EntryId::of(format!("{turn} {origin} {}", other.origin).as_bytes()), other)).collect();
        others.sort_by(|(one, _), (other, _)| one.digest().cmp(other.digest()));
        for (_, other) in others.into_iter().take(COMPARED_WITH) {
            let url = format!("{}/{}/checkpoint", other.url, log_name(origin));
            if let Ok(note) = got(with.fetch, &url, NOTE_BYTES_MAX) {
                match self.compare(origin, &note, with) {
                    // What the other one serves is his affair, unless it proves something.
                    Ok(()) | Err(FollowError::Wrong { .. } | FollowError::Fetch(_) | FollowError::Status { .. }) => {}
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(())
    }

    /// Whether a checkpoint continues what we hold and have seen; what it contradicts is kept as evidence and stated.
    fn meet(&self, known: &Known, with: Following<'_>, note: &SignedNote, theirs: &Checkpoint) -> Result<(), FollowError> {
        let origin = &known.partner.origin;
        let newest = with.league.newest(origin)?;
        let held = known.held.log.size();
        if theirs.size <= held {
            let ours = self.root_held(known, theirs.size)?;
            if ours != theirs.root {
                return Err(self.contradicted(known, with, note, theirs)?);
            }
        }
        if let Some(newest) = &newest {
            if newest.size == theirs.size && newest.root != theirs.root {
                return Err(self.accuse(known, with, newest, note, None)?);
            }
            if theirs.size < newest.size {
                let what = format!("it serves {} entries and has signed {} before", theirs.size, newest.size);
                with.league.keep_fault(origin, "went-back", &what, "", self.now_ms())?;
                return Err(FollowError::WentBack { origin: origin.clone(), size: theirs.size, newest: newest.size });
            }
        }
        let seen = KnownLog { origin: origin.clone(), size: theirs.size, root: theirs.root, when: self.now_ms(), note: note.to_string() };
        // From the larger of what is held and what was seen: both are beginnings of it, or it is none of theirs.
        let before = newest.as_ref().filter(|newest| newest.size > held).map_or((held, known.held.log.root()), |newest| (newest.size, newest.root));
        if theirs.size > before.0 && before.0 > 0 {
            self.continues(known, with, before, &seen, newest.as_ref())?;
        }
        with.league.keep_newest(&seen)?;
        Ok(())
    }

    /// Whether the tree of a larger checkpoint begins as the smaller one does, by the tiles that the partner serves.
    fn continues(
        &self,
        known: &Known,
        with: Following<'_>,
        (size, root): (u64, Hash),
        seen: &KnownLog,
        newest: Option<&KnownLog>,
    ) -> Result<(), FollowError> {
        let mut tiles = Tiles::of(known, with.fetch);
        let (proof, shown) = {
            let mut reader = TileReader::new(seen.size, |tile| tiles.get(tile));
            let proof = prove_consistency(size, seen.size, |height, index| reader.hash(height, index));
            (proof, root_from(size, |height, index| reader.hash(height, index)))
        };
        let (Some(proof), Some(shown)) = (proof, shown) else { return Err(tiles.failed()) };
        if verify_consistency(size, &root, seen.size, &seen.root, &proof).is_ok() {
            return Ok(());
        }
        // Its tiles lead to the new root, from another beginning: that is a proof. Tiles that lead nowhere are none.
        let wrong = || FollowError::Wrong { origin: seen.origin.clone(), what: "its tiles do not lead to the checkpoint that it signed".to_owned() };
        verify_consistency(size, &shown, seen.size, &seen.root, &proof).map_err(|_| wrong())?;
        let signed = newest.filter(|newest| newest.size == size).cloned().or_else(|| signed_log(known, size)).ok_or_else(wrong)?;
        let note = seen.note.parse().map_err(|_| wrong())?;
        Err(self.accuse(known, with, &signed, &note, Some(Shown::prefix(&shown, &proof)))?)
    }

    /// The evidence against a checkpoint that is not a beginning of what we hold.
    fn contradicted(&self, known: &Known, with: Following<'_>, note: &SignedNote, theirs: &Checkpoint) -> Result<FollowError, FollowError> {
        let origin = &known.partner.origin;
        let signed = &known.held.signed;
        let ours = KnownLog { origin: origin.clone(), size: signed.size, root: signed.root, when: signed.at_ms, note: signed.note.clone() };
        let record = known.record.filter(|_| signed.size >= theirs.size);
        let Some(record) = record else {
            return Ok(FollowError::Wrong {
                origin: origin.clone(),
                what: format!("its checkpoint of {} entries has another root than these", theirs.size),
            });
        };
        if signed.size == theirs.size {
            return self.accuse(known, with, &ours, note, None);
        }
        let (prefix, proof) = self.pool.read_of(record, |record| {
            let tree = Tree { record, log: &known.held.log };
            Ok::<_, store::StoreError>((tree.root(theirs.size)?, tree.consistency(theirs.size, signed.size)?))
        })?;
        let older = KnownLog { size: theirs.size, root: theirs.root, note: note.to_string(), ..ours.clone() };
        let newer: SignedNote = ours.note.parse().map_err(|error: record::note::NoteError| ReadError::Damaged(error.to_string()))?;
        self.accuse(known, with, &older, &newer, Some(Shown::prefix(&prefix, &proof)))
    }

    /// Keeps the evidence, and states it in our own record where it is new.
    fn accuse(
        &self,
        known: &Known,
        with: Following<'_>,
        older: &KnownLog,
        newer: &SignedNote,
        shown: Option<Shown>,
    ) -> Result<FollowError, FollowError> {
        let origin = &known.partner.origin;
        let wrong = |what: String| FollowError::Wrong { origin: origin.clone(), what };
        let older: SignedNote = older.note.parse().map_err(|error: record::note::NoteError| wrong(error.to_string()))?;
        let [older, newer] = [&older, newer].map(|note| only_signed_by(note, &known.keys));
        let fork = Fork::new(&older, &newer, &known.keys, shown).map_err(|error| wrong(error.to_string()))?;
        let evidence = serde_json::to_string(&fork).map_err(|error| wrong(error.to_string()))?;
        with.league.keep_fault(origin, FORK, "it has signed two histories", &evidence, self.now_ms())?;
        self.tell(origin, &fork);
        Ok(FollowError::Fork { origin: origin.clone() })
    }

    /// States in our own record what evidence is kept and does not stand there yet: what the witness found, and what was found by a node that could not
    /// state it, or ended before it did.
    fn tell_kept(&self, origin: &Origin, league: &League) -> Result<(), FollowError> {
        let kept = league.faults(origin)?.into_iter().filter(|fault| fault.kind == FORK);
        kept.filter_map(|fault| serde_json::from_str(&fault.evidence).ok()).for_each(|fork| self.tell(origin, &fork));
        Ok(())
    }

    /// States the evidence of a fork in our own record, unless it stands there, or enough does. A node that can't state now holds the evidence all the
    /// same, shows it, and states it at a later turn.
    fn tell(&self, origin: &Origin, evidence: &Fork) {
        let Ok(subject) = evidence.subject() else { return };
        let is_told = {
            let held = self.held();
            let is_of_it = |row: &&u32| {
                held.rows.record_of(**row) == OWN && held.rows.version(**row).is_some_and(|v| held.rows.text(v.group) == origin.as_str())
            };
            held.rows.head(Sid::of(&self.identity().origin, &subject)).is_some()
                || held.rows.of_kind("fork/v1").iter().filter(is_of_it).count() >= FORKS_TOLD_MAX
        };
        if let (false, Ok(draft)) = (is_told, own::draft(&fork::KIND, subject, None, evidence)) {
            drop(self.state(vec![draft]));
        }
    }

    /// The next part of what is missing: fetched, and verified to be the beginning of the checkpoint's tree. None where nothing is missing, or no more may
    /// be taken.
    fn part(&self, known: &Known, with: Following<'_>, theirs: &Checkpoint) -> Result<Option<Copied>, FollowError> {
        let origin = &known.partner.origin;
        let held = known.held.log.size();
        let wrong = |what: String| FollowError::Wrong { origin: origin.clone(), what };
        if theirs.size <= held || u32::try_from(theirs.size).is_err() {
            return Ok(None);
        }
        let entries = self.entries_behind(known, with, theirs.size)?;
        let bytes = entries.iter().map(Vec::len).sum::<usize>();
        let taken = Spent { entries: u64::try_from(entries.len()).unwrap_or(u64::MAX), bytes: u64::try_from(bytes).unwrap_or(u64::MAX) };
        let day = self.now_ms().div_euclid(86_400_000);
        if !with.league.spend(origin, day, taken, with.allowance.a_day, with.allowance.in_all)? {
            return Ok(None);
        }
        let (log, batch) = known.held.log.append(entries).map_err(|error| wrong(error.to_string()))?;
        self.is_beginning(known, with, &log, theirs)?;
        let record = known.record.unwrap_or(RecordNumber::MAX);
        let reads = read_all(record, origin, self.kinds(), &batch.entries)?;
        Ok(Some(Copied { origin: origin.clone(), log, batch, reads, signed: None }))
    }

    /// Whether a tree is a beginning of the checkpoint's.
    fn is_beginning(&self, known: &Known, with: Following<'_>, log: &Log, theirs: &Checkpoint) -> Result<(), FollowError> {
        let wrong = |what: &str| FollowError::Wrong { origin: theirs.origin.clone(), what: what.to_owned() };
        if log.size() == theirs.size {
            return if log.root() == theirs.root { Ok(()) } else { Err(wrong("its entries do not make the root that it signed")) };
        }
        let mut tiles = Tiles::of(known, with.fetch);
        let proof = {
            let mut reader = TileReader::new(theirs.size, |tile| tiles.get(tile));
            prove_consistency(log.size(), theirs.size, |height, index| reader.hash(height, index))
        };
        let proof = proof.ok_or_else(|| tiles.failed())?;
        verify_consistency(log.size(), &log.root(), theirs.size, &theirs.root, &proof)
            .map_err(|_| wrong("its entries are not those of the tree that it signed"))
    }

    /// The entries behind those that are held, as many as one turn takes.
    fn entries_behind(&self, known: &Known, with: Following<'_>, size: u64) -> Result<Vec<Vec<u8>>, FollowError> {
        let origin = &known.partner.origin;
        let width = u64::from(record::tile::WIDTH);
        let held = known.held.log.size();
        let end = held.saturating_add(FOLLOW_ENTRIES_MAX).min(size);
        let mut entries: Vec<Vec<u8>> = Vec::new();
        let mut bytes_taken = 0_usize;
        for index in held / width..end.div_ceil(width) {
            let wrong = |what: String| FollowError::Wrong { origin: origin.clone(), what };
            let bundle = Bundle::within(index, size).ok_or_else(|| wrong(format!("there is no bundle {index}")))?;
            let bytes = self.bundle(known, with.fetch, bundle)?;
            let of_bundle = bundle.entries(&bytes).map_err(|error| wrong(format!("`{bundle}`: {error}")))?;
            let known_already = usize::try_from(held.saturating_sub(bundle.start())).unwrap_or(usize::MAX);
            entries.extend(of_bundle.into_iter().skip(known_already).map(<[u8]>::to_vec));
            bytes_taken = bytes_taken.saturating_add(bytes.len());
            if bytes_taken >= FOLLOW_BYTES_MAX {
                break;
            }
        }
        Ok(entries)
    }

    /// A bundle; where a partial one is gone, the full one that took its place, cut to its width (c2sp.org/tlog-tiles).
    fn bundle(&self, known: &Known, fetch: &dyn Fetch, bundle: Bundle) -> Result<Vec<u8>, FollowError> {
        let prefix = format!("{}/log", known.partner.url);
        match got(fetch, &format!("{prefix}/{bundle}"), BUNDLE_BYTES_MAX) {
            Err(FollowError::Status { status: 404 | 410, .. }) if !bundle.is_full() => {
                let full = bundle.full();
                let bytes = got(fetch, &format!("{prefix}/{full}"), BUNDLE_BYTES_MAX)?;
                let wrong = |what: String| FollowError::Wrong { origin: known.partner.origin.clone(), what };
                let entries = full.entries(&bytes).map_err(|error| wrong(format!("`{full}`: {error}")))?;
                record::tile::bundle_bytes(entries.into_iter().take(usize::from(bundle.width()))).map_err(|error| wrong(error.to_string()))
            }
            other => other,
        }
    }

    fn copy(&self, copied: Copied) -> Result<(), CopyError> {
        let (answer, answered) = mpsc::sync_channel(1);
        self.send(Job::Copy { copied: Box::new(copied), answer }).map_err(|_| CopyError::Closed)?;
        answered.recv().unwrap_or(Err(CopyError::Closed))
    }

    fn now_ms(&self) -> i64 {
        self.clock().now().as_millisecond()
    }
}

/// Reads entries, by several threads where there are many: understanding them is the costly part of a copy.
fn read_all(record: RecordNumber, origin: &Origin, kinds: &[Kind], entries: &[(u64, EntryId, Vec<u8>)]) -> Result<Vec<Read>, ReadError> {
    let read = |part: &[(u64, EntryId, Vec<u8>)]| {
        let place = |index: u64| Place { record, index: u32::try_from(index).unwrap_or(u32::MAX) };
        part.iter().map(|(index, _, bytes)| Read::of(place(*index), bytes, origin, kinds)).collect::<Result<Vec<_>, _>>()
    };
    let threads =
        if entries.len() < PREPARE_TOGETHER { 1 } else { std::thread::available_parallelism().map_or(1, usize::from).min(PREPARE_THREADS_MAX) };
    if threads == 1 {
        return read(entries);
    }
    std::thread::scope(|scope| {
        let running: Vec<_> = entries.chunks(entries.len().div_ceil(threads)).map(|part| scope.spawn(move || read(part))).collect();
        let failed = |_| ReadError::Damaged("a thread that read entries failed".to_owned());
        let parts = running.into_iter().map(|thread| thread.join().map_err(failed)?).collect::<Result<Vec<Vec<Read>>, _>>()?;
        Ok(parts.into_iter().flatten().collect())
    })
}

/// The tiles that a partner serves, and why one was not to be had.
struct Tiles<'a> {
    prefix: String,
    origin: &'a Origin,
    fetch: &'a dyn Fetch,
    failed: Option<FollowError>,
}

impl<'a> Tiles<'a> {
    fn of(known: &'a Known, fetch: &'a dyn Fetch) -> Tiles<'a> {
        Tiles { prefix: format!("{}/log", known.partner.url), origin: &known.partner.origin, fetch, failed: None }
    }

    fn get(&mut self, tile: Tile) -> Option<Vec<u8>> {
        let mut bytes = got(self.fetch, &format!("{}/{tile}", self.prefix), TILE_BYTES);
        if let (Err(FollowError::Status { status: 404 | 410, .. }), false) = (&bytes, tile.is_full())
            && let Some(full) = Tile::full(tile.level(), tile.index())
        {
            bytes = got(self.fetch, &format!("{}/{full}", self.prefix), TILE_BYTES);
        }
        match bytes {
            Ok(bytes) => Some(bytes),
            Err(error) => {
                self.failed = Some(error);
                None
            }
        }
    }

    fn failed(self) -> FollowError {
        let wrong = || FollowError::Wrong { origin: self.origin.clone(), what: "a tile has another width than its tree".to_owned() };
        self.failed.unwrap_or_else(wrong)
    }
}

/// The body at an address.
fn got(fetch: &dyn Fetch, url: &str, bytes_max: usize) -> Result<Vec<u8>, FollowError> {
    let got = fetch.send(&Request::get(url, bytes_max))?;
    if got.status == 200 { Ok(got.body) } else { Err(FollowError::Status { url: url.to_owned(), status: got.status }) }
}

/// A note of this record's log, signed by one of its keys.
fn read_note(origin: &Origin, keys: &[VerifyingKey], bytes: &[u8]) -> Result<(SignedNote, Checkpoint), FollowError> {
    let wrong = |what: String| FollowError::Wrong { origin: origin.clone(), what };
    let text = std::str::from_utf8(bytes).map_err(|_| wrong("its checkpoint is no text".to_owned()))?;
    let note: SignedNote = text.parse().map_err(|error: record::note::NoteError| wrong(error.to_string()))?;
    note.verify(keys).map_err(|error| wrong(error.to_string()))?;
    let checkpoint: Checkpoint = note.text.parse().map_err(|error: record::checkpoint::CheckpointError| wrong(error.to_string()))?;
    if checkpoint.origin == *origin { Ok((note, checkpoint)) } else { Err(wrong(format!("its checkpoint is of `{}`", checkpoint.origin))) }
}

/// The checkpoint under which all that is held was copied, as a log that is known, where it is of this size.
fn signed_log(known: &Known, size: u64) -> Option<KnownLog> {
    let signed = Some(&known.held.signed).filter(|signed| signed.size == size && !signed.note.is_empty())?;
    Some(KnownLog { origin: known.partner.origin.clone(), size, root: signed.root, when: signed.at_ms, note: signed.note.clone() })
}

/// A note with the signatures of the log alone: evidence is small, and the cosigners have no part in it.
fn only_signed_by(note: &SignedNote, keys: &[VerifyingKey]) -> SignedNote {
    let is_of_log = |signature: &&record::note::Signature| keys.iter().any(|key| key.name() == signature.name && key.id() == signature.id);
    SignedNote { text: note.text.clone(), signatures: note.signatures.iter().filter(is_of_log).cloned().collect() }
}
