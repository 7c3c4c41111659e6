//! What is for the parties of an agreement alone: sealed before it is stated, kept apart, given to parties, erased (DESIGN rule 23).
//!
//! ```text
//! a draft whose audience is an agreement ─▶ check ─▶ salt, seal ─▶ private.db (FULL) ─▶ restricted/v1 into the record ─▶ its place into private.db
//! ```
//! Words are durable before their commitment is public; what was sealed and never stated is let go at the next start. Nothing here is read by the fold,
//! rows, pages, feeds, search, logs or the backup of the public part.
//!
//! In: our own words, those that partners gave us, erasing. Out: who is a party on a day (the caller says), HTTP (`web`).

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use record::commit::Commitment;
use record::own::erasure::{self, Erasure};
use record::own::restricted::{self, Restricted};
use record::places::{OWN, Place};
use record::{Act, Draft, Entry, Fault, Kind, Origin, Sid, Text};
use store::{Hash, Payload, StoreError, copy_database};

use crate::anywhere::{AnywhereError, state_anywhere};
use crate::error::{LineFaults, OpenError, PublishError, ReadError};
use crate::files;
use crate::model::Model;
use crate::node::{Machine, Node};
use crate::prepare::new_subject;
use crate::reading::Reading;
use crate::writer::Published;

/// The name of the file of what is private, in a node's folder.
pub const PRIVATE_FILE: &str = "private.db";

/// The words of restricted statements that a node holds; shared by all threads.
pub struct Private {
    file: Mutex<store::Private>,
}

/// What a node knows of the words behind an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Words {
    /// It holds them.
    Held(Payload),
    /// It held them, and erased them at this time.
    Erased(Timestamp),
    /// It never had them.
    NotReceived,
}

/// Why words were not erased.
#[derive(Debug, thiserror::Error)]
pub enum EraseError {
    /// There are none.
    #[error("no words of entry {0} are held here: it is not restricted, was erased, or was never received")]
    NotHeld(u64),
    /// The erasure could not be stated so; nothing is erased.
    #[error("{}", .0.first().map(ToString::to_string).unwrap_or_default())]
    Faults(Vec<Fault>),
    /// The node could not be opened; nothing is erased.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The file.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The words are erased, and that is not stated yet.
    #[error("the words are erased, but that could not be stated: {0}; state it again when the node signs")]
    Unstated(AnywhereError),
}

/// Why words were not taken.
#[derive(Debug, thiserror::Error)]
pub enum PrivateError {
    /// The entry is not restricted, or not here.
    #[error("entry {0} is no restricted statement that is held here")]
    NoEntry(u64),
    /// The words are not those that the entry commits to.
    #[error("the words are not those that entry {0} commits to")]
    OtherWords(u64),
    /// The file.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The record.
    #[error(transparent)]
    Read(#[from] ReadError),
}

/// What was sealed of a batch, by its line.
pub(crate) type Sealed = BTreeMap<usize, Hash>;

impl Private {
    /// Opens the file of the node in `dir`. What was sealed and is in the record by now gets its place; what is not is let go; and what the record says
    /// was erased is erased again, for the file may be an older copy.
    pub(crate) fn open<M: Model>(dir: &Path, reading: &Reading<M>) -> Result<Private, OpenError> {
        let file = store::Private::open(&dir.join(PRIVATE_FILE))?;
        let origin = &reading.identity().origin;
        let mut waiting: BTreeMap<Hash, Option<u64>> = file.unplaced(origin)?.into_iter().map(|payload| (payload.c, None)).collect();
        if !waiting.is_empty() {
            let until = u32::try_from(reading.size_of(OWN)).unwrap_or(u32::MAX);
            let _: ControlFlow<()> = reading.for_each_entry(0..until, |index, bytes| {
                let commitment = Entry::parse(index, bytes.into()).ok().and_then(|entry| commitment_of(&entry));
                if let Some(place) = commitment.and_then(|c| waiting.get_mut(&c)) {
                    *place = Some(index);
                }
                ControlFlow::Continue(())
            })?;
        }
        for (c, place) in waiting {
            place.map_or_else(|| file.forget(origin, &c), |place| file.place(origin, &c, place))?;
        }
        for (at, erasure) in stated_erasures(reading)? {
            let whose = erasure.origin.as_ref().unwrap_or(origin);
            if file.at(whose, erasure.index)?.is_some() {
                file.erase(whose, erasure.index, at.as_millisecond())?;
            }
        }
        Ok(Private { file: Mutex::new(file) })
    }

    /// Seals every draft of a batch that is not public and keeps its words, durably. Errors: all faults of those drafts, by line; nothing is kept.
    pub(crate) fn seal<M: Model>(&self, reading: &Reading<M>, drafts: &mut [Draft], now: Timestamp) -> Result<Sealed, PublishError> {
        let origin = &reading.identity().origin;
        let (mut payloads, mut faulty) = (Vec::new(), Vec::new());
        for (line, draft) in (1..).zip(drafts.iter_mut()).filter(|(_, draft)| !draft.audience.is_public()) {
            let mut salt = [0; 32];
            getrandom::fill(&mut salt).map_err(|_| PublishError::NoRandom)?;
            let mut hidden = draft.clone();
            if hidden.subject.is_none() && hidden.revises.is_none() {
                hidden.subject = Some(new_subject(now)?);
            }
            let mut faults = hidden_faults(&hidden, reading);
            match restricted::seal(origin, hidden, new_subject(now)?, &salt) {
                Ok(sealed) if faults.is_empty() => {
                    let (c, audience) = (*sealed.commitment.digest(), sealed.outer.audience.clone());
                    payloads.push((line, Payload { c, place: None, salt, inner: sealed.inner, audience, kept_ms: now.as_millisecond() }));
                    *draft = sealed.outer;
                }
                Ok(_) => {}
                Err(found) => faults.extend(found),
            }
            if !faults.is_empty() {
                faulty.push(LineFaults { line, faults });
            }
        }
        if !faulty.is_empty() {
            return Err(PublishError::Faults(faulty));
        }
        let file = self.file();
        for (_, payload) in &payloads {
            file.keep(origin, payload).map_err(failed)?;
        }
        Ok(payloads.into_iter().map(|(line, payload)| (line, payload.c)).collect())
    }

    /// What became of a batch with sealed lines: their places, or nothing. Where that is not certain, the next start finds out.
    pub(crate) fn settle(&self, origin: &Origin, sealed: &Sealed, outcome: &Result<Published, PublishError>) {
        let file = self.file();
        for (line, c) in sealed {
            let settled = match outcome {
                Ok(published) => published.statements.get(line.saturating_sub(1)).map(|receipt| file.place(origin, c, receipt.index)),
                Err(PublishError::Closed | PublishError::Failed { .. }) => None,
                Err(_) => Some(file.forget(origin, c)),
            };
            // The words are kept all the same, and the next start gives them their place.
            drop(settled);
        }
    }

    /// What is known of the words behind the entry at this place.
    pub fn words(&self, origin: &Origin, place: u64) -> Result<Words, StoreError> {
        let file = self.file();
        if let Some(payload) = file.at(origin, place)? {
            return Ok(Words::Held(payload));
        }
        let erased = file.erased(origin, place)?.and_then(|erased_ms| Timestamp::from_millisecond(erased_ms).ok());
        Ok(erased.map_or(Words::NotReceived, Words::Erased))
    }

    fn file(&self) -> MutexGuard<'_, store::Private> {
        self.file.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<M: Model> Node<M> {
    /// Takes the words behind an entry of a partner's record, if they are those that it commits to; whether they were not held before. What was
    /// erased is not taken again.
    pub fn receive(&self, origin: &Origin, place: u64, salt: [u8; 32], inner: Vec<u8>) -> Result<bool, PrivateError> {
        let entry = self.restricted(origin, place)?.ok_or(PrivateError::NoEntry(place))?;
        let c = commitment_of(&entry).ok_or(PrivateError::NoEntry(place))?;
        let text = Commitment::from_digest(c).to_text();
        if restricted::open(origin, &text, &salt, &inner).is_none() {
            return Err(PrivateError::OtherWords(place));
        }
        let kept_ms = self.clock().now().as_millisecond();
        let payload = Payload { c, place: Some(place), salt, inner, audience: entry.statement.audience, kept_ms };
        Ok(self.private().file().keep(origin, &payload)?)
    }

    /// Erases the words and the salt behind an entry, of our own record or of a partner's, and states that they were (`erasure/v1`).
    pub fn erase(&self, origin: &Origin, place: u64, basis: Text) -> Result<Published, EraseError> {
        let theirs = (*origin != self.identity().origin).then_some(origin);
        let draft = stating(theirs, place, basis)?;
        if !self.private().file().erase(origin, place, self.clock().now().as_millisecond())? {
            return Err(EraseError::NotHeld(place));
        }
        self.state(vec![draft]).map_err(|error| EraseError::Unstated(error.into()))
    }

    /// The restricted statement at this place of a record, if it is one.
    pub fn restricted(&self, origin: &Origin, place: u64) -> Result<Option<Entry>, ReadError> {
        let Some(record) = self.record(origin) else { return Ok(None) };
        let row = u32::try_from(place).ok().and_then(|index| self.row(Place { record, index }));
        let entry = row.map(|row| self.entry(row)).transpose()?.flatten();
        Ok(entry.filter(|entry| commitment_of(entry).is_some()))
    }
}

/// All words that the node in `dir` holds, by record and place; also while it serves.
pub fn held_words(dir: &Path) -> Result<Vec<(Origin, Payload)>, StoreError> {
    let path = dir.join(PRIVATE_FILE);
    if path.is_file() { store::Private::read(&path)?.all() } else { Ok(Vec::new()) }
}

/// [`Node::erase`] whether or not a node serves in `dir`; of our own record where `theirs` names none.
pub fn erase_anywhere<M: Model>(
    dir: &Path,
    kinds: &'static [Kind],
    machine: &Machine,
    theirs: Option<&Origin>,
    place: u64,
    basis: Text,
) -> Result<Published, EraseError> {
    let own = Reading::<M>::open(dir, kinds)?.identity().origin.clone();
    let theirs = theirs.filter(|origin| **origin != own);
    let draft = stating(theirs, place, basis)?;
    let file = store::Private::open(&dir.join(PRIVATE_FILE))?;
    if !file.erase(theirs.unwrap_or(&own), place, machine.clock.now().as_millisecond())? {
        return Err(EraseError::NotHeld(place));
    }
    state_anywhere::<M>(dir, kinds, machine, vec![draft]).map_err(EraseError::Unstated)
}

/// Copies what is private to a new file for its owner alone, also while the node serves. Errors: there is a file, or nothing to copy.
pub fn copy_words(dir: &Path, to: &Path) -> Result<(), OpenError> {
    let make = |source| OpenError::Make { path: to.to_owned(), source };
    if to.exists() {
        return Err(make(std::io::ErrorKind::AlreadyExists.into()));
    }
    // Empty, and for its owner alone before anything is in it.
    files::open_private(to, 0o600).map(drop).map_err(make)?;
    let copied = copy_database(&dir.join(PRIVATE_FILE), to);
    // What is empty is no copy.
    Ok(copied.inspect_err(|_| drop(std::fs::remove_file(to)))?)
}

/// What our own record says was erased, and when that was said.
fn stated_erasures<M: Model>(reading: &Reading<M>) -> Result<Vec<(Timestamp, Erasure)>, ReadError> {
    let rows: Vec<u32> = {
        let held = reading.held();
        held.rows.of_kind(&erasure::KIND.full_name()).iter().copied().filter(|row| held.rows.record_of(*row) == OWN).collect()
    };
    let mut stated = Vec::with_capacity(rows.len());
    for row in rows {
        let Some(entry) = reading.entry(row)? else { continue };
        stated.extend(record::kind::typed(&entry.statement.body).ok().map(|erasure| (entry.statement.at, erasure)));
    }
    Ok(stated)
}

/// What says that words were erased. Made before they are: a basis that is none must not leave words erased and unsaid.
fn stating(theirs: Option<&Origin>, place: u64, basis: Text) -> Result<Draft, EraseError> {
    let erasure = Erasure { origin: theirs.cloned(), index: place, basis };
    let subject = erasure.subject().map_err(|error| EraseError::Faults(vec![Fault::new("/subject", error.to_string())]))?;
    record::own::draft(&erasure::KIND, subject, None, &erasure).map_err(EraseError::Faults)
}

/// What an entry commits to, where it is a restricted one.
fn commitment_of(entry: &Entry) -> Option<Hash> {
    let is_restricted = entry.statement.kind.name() == restricted::KIND.name && entry.statement.act == Act::State;
    let body: Restricted = is_restricted.then(|| record::kind::typed(&entry.statement.body).ok()).flatten()?;
    Commitment::parse(&body.c).map(|commitment| *commitment.digest())
}

/// Faults of a hidden statement that our door finds: a kind that is unknown or the record's own, its body, an agreement that no one knows.
fn hidden_faults<M: Model>(draft: &Draft, reading: &Reading<M>) -> Vec<Fault> {
    let mut faults = match Kind::find(reading.kinds(), &draft.kind) {
        Some(kind) if !kind.is_records_own && draft.act == Act::Withdraw => Vec::new(),
        Some(kind) if !kind.is_records_own => (kind.check)(&draft.body).into_iter().map(|fault| fault.below("/body")).collect(),
        Some(_) | None => vec![Fault::new("/kind", format!("`{}` is no kind that can be hidden here", draft.kind))],
    };
    // `agreement:` and the short id: the kind is named as the audience is.
    let named = draft.audience.as_str().split_once(':').and_then(|(kind, sid)| Some((kind, sid.parse::<Sid>().ok()?)));
    let held = reading.held();
    let is_known = named.is_some_and(|(kind, sid)| {
        let head = held.rows.head(sid).map(|version| held.rows.text(version.kind));
        head.and_then(|full| full.split_once('/')).is_some_and(|(name, _)| name == kind)
    });
    if !is_known {
        faults.push(Fault::new("/audience", format!("`{}` is no agreement that is known here; state it first, or give `public`", draft.audience)));
    }
    faults
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that `map_err` takes")]
fn failed(error: StoreError) -> PublishError {
    PublishError::Failed { what: error.to_string() }
}
