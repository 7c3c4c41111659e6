//! Asking for cosignatures: one bounded turn with one witness (c2sp.org/tlog-witness, the log's side).
//!
//! ```text
//! newest checkpoint changed, or the last cosignature an hour old?  ─▶ POST add-checkpoint, old = what it cosigned last
//!    200 ─▶ verify, keep        409 ─▶ once more from the size it tells        else ─▶ note it, wait longer
//! ```
//! A witness whose node copies our record may cosign twice: that it saw the checkpoint, and, with its mirror's key, that it holds all of it. The second comes
//! once it has copied; it is asked for again, less and less often, until then.
//!
//! An unchanged tree is cosigned anew each hour (DESIGN rule 25): so silence differs from absence, and backdating is bounded.
//!
//! In: the turn, when it is due, the note with what came of it. Out: the loop that calls it, the network (`fetch`), what a cosignature is worth (policies).

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use record::note::{NoteError, Signature, SignedNote, VerifyingKey};
use record::own::partner::Partner;
use record::witness::{AddCheckpoint, WitnessError, cosignature_by, log_name, read_lines, read_size, with_cosignatures};
use store::{Contact, KeptCosignature, League, Signed, StoreError};

use crate::clock::Clock;
use crate::error::ReadError;
use crate::fetch::{Fetch, FetchError, Got, Request};
use crate::limits::{COSIGN_AGAIN_S, COSIGN_AHEAD_MAX_S, COSIGN_REST_FIRST_MS, COSIGN_REST_MS_MAX, MIRROR_REST_FIRST_MS, NOTE_BYTES_MAX};
use crate::model::Model;
use crate::reading::Reading;
use crate::witness::LEAGUE_FILE;

/// A witness that is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedWitness {
    /// Its submission and monitoring prefix, without a slash at the end.
    pub url: String,
    /// Its key.
    pub key: VerifyingKey,
    /// The key with which its node cosigns what it holds a copy of; none: it is no mirror.
    pub mirror: Option<VerifyingKey>,
}

/// What came of a turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cosigned {
    /// It cosigned our newest checkpoint.
    Now {
        /// Size of the checkpoint.
        size: u64,
        /// When it says that it did, POSIX seconds.
        seconds: u64,
    },
    /// Nothing is to be asked before then, milliseconds since 1970.
    NotBefore(i64),
}

/// Why a witness did not cosign. It is noted, and asked again later.
#[derive(Debug, thiserror::Error)]
pub enum CosignError {
    /// No answer.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// An answer that says no.
    #[error("the witness answered {status}: {said}")]
    Refused {
        /// Its status.
        status: u16,
        /// The beginning of its words, in visible characters.
        said: String,
    },
    /// An answer that can't be read.
    #[error("the witness's answer: {0}")]
    Answer(#[from] WitnessError),
    /// A cosignature that is not of its key, or does not hold.
    #[error("the witness's answer: {0}")]
    Cosignature(#[from] NoteError),
    /// A cosignature of another time.
    #[error("the witness says that it is {seconds} seconds since 1970, and our clock says {now}: one of the two clocks is wrong")]
    Time {
        /// What it says.
        seconds: u64,
        /// What our clock says.
        now: i64,
    },
    /// It has cosigned more of our log than we have: another copy of this node published it, or the witness is wrong.
    #[error("the witness has cosigned {theirs} entries of our log, and we have {size}")]
    Ahead {
        /// Entries that we have.
        size: u64,
        /// Entries that it cosigned.
        theirs: u64,
        /// The note that it serves, if it serves one: to be compared with our record by [`crate::Node::compare_public`].
        note: Option<String>,
    },
    /// Our own record.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// What is kept of it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What came of an exchange.
struct Exchanged {
    witnessed: KeptCosignature,
    mirrored: Option<KeptCosignature>,
}

impl AskedWitness {
    /// The witness of a partner. None where it has none, or under a key of a sort that is not known here.
    pub fn of(partner: &Partner) -> Option<AskedWitness> {
        let key = |vkey: &Option<String>| vkey.as_ref().and_then(|vkey| vkey.parse().ok());
        Some(AskedWitness { url: partner.url.clone(), key: key(&partner.witness)?, mirror: key(&partner.mirror) })
    }

    /// What its contact is called in `league.db`.
    pub fn contact(&self) -> String {
        format!("witness:{}", self.key.name())
    }

    /// One turn: asks for a cosignature of the newest checkpoint of `reading` if one is due, and keeps it in `league`. At most three requests.
    ///
    /// Errors: what went wrong; it is noted as its contact, with when to ask again.
    pub fn ask<M: Model>(&self, reading: &Reading<M>, league: &League, fetch: &dyn Fetch, clock: &dyn Clock) -> Result<Cosigned, CosignError> {
        let now_ms = clock.now().as_millisecond();
        let signed = reading.signed();
        let last = last(league, &self.key)?;
        let contact = league.contact(&self.contact())?;
        let failures = contact.as_ref().map_or(0, |contact| contact.failures);
        let is_shown = last.as_ref().is_some_and(|last| last.size == signed.size);
        let rests = |contact: &&Contact| now_ms < contact.next_ms && (contact.failures > 0 || is_shown);
        if let Some(contact) = contact.as_ref().filter(rests) {
            return Ok(Cosigned::NotBefore(contact.next_ms));
        }
        // How long was waited since it was last asked about this very checkpoint.
        let waited_ms = contact.filter(|_| is_shown).map_or(0, |contact| contact.next_ms.saturating_sub(contact.tried_ms));
        match self.exchange(reading, &signed, last.as_ref().map_or(0, |last| last.size), fetch, clock) {
            Ok(Exchanged { witnessed, mirrored }) => {
                for kept in [Some(&witnessed), mirrored.as_ref()].into_iter().flatten() {
                    if league.keep_cosignature(kept)? {
                        reading.cosignatures.came();
                    }
                }
                let rest_ms = self.rest_ms(league, &witnessed, waited_ms)?;
                league.reached(&self.contact(), now_ms, now_ms.saturating_add(rest_ms))?;
                Ok(Cosigned::Now { size: witnessed.size, seconds: u64::try_from(witnessed.seconds).unwrap_or(0) })
            }
            Err(error) => {
                league.failed(&self.contact(), &error.to_string(), now_ms, now_ms.saturating_add(rest_ms(failures)))?;
                Err(error)
            }
        }
    }

    /// How long to rest, though nothing new is said: an hour; where its mirror has not yet signed, twice as long as before. By our own clock: that
    /// of the witness may be wrong.
    fn rest_ms(&self, league: &League, witnessed: &KeptCosignature, waited_ms: i64) -> Result<i64, StoreError> {
        let hour_ms = COSIGN_AGAIN_S.saturating_mul(1000);
        let Some(mirror) = &self.mirror else { return Ok(hour_ms) };
        let has_signed = last(league, mirror)?.is_some_and(|last| last.size == witnessed.size);
        Ok(if has_signed { hour_ms } else { waited_ms.saturating_mul(2).clamp(MIRROR_REST_FIRST_MS, hour_ms) })
    }

    fn exchange<M: Model>(
        &self,
        reading: &Reading<M>,
        signed: &Signed,
        old: u64,
        fetch: &dyn Fetch,
        clock: &dyn Clock,
    ) -> Result<Exchanged, CosignError> {
        let note: SignedNote = signed.note.parse()?;
        let mut got = self.post(reading, &note, old, signed.size, fetch)?;
        if got.status == 409 {
            let theirs = read_size(&words(&got))?;
            if theirs > signed.size {
                return Err(CosignError::Ahead { size: signed.size, theirs, note: self.served(reading, fetch) });
            }
            got = self.post(reading, &note, theirs, signed.size, fetch)?;
        }
        if got.status != 200 {
            return Err(CosignError::Refused { status: got.status, said: shown(&words(&got)) });
        }
        let lines = read_lines(&words(&got))?;
        let now = clock.now().as_second();
        let kept = |key: &VerifyingKey| kept(key, &note.text, &lines, signed.size, now);
        // A mirror that has not signed is no fault: it may not have copied all of it yet.
        let is_there = |mirror: &&VerifyingKey| lines.iter().any(|line| line.name == mirror.name() && line.id == mirror.id());
        Ok(Exchanged { witnessed: kept(&self.key)?, mirrored: self.mirror.as_ref().filter(is_there).map(kept).transpose()? })
    }

    fn post<M: Model>(&self, reading: &Reading<M>, note: &SignedNote, old: u64, size: u64, fetch: &dyn Fetch) -> Result<Got, CosignError> {
        let proof = if old == 0 || old >= size { Vec::new() } else { reading.consistency(old, size)?.unwrap_or_default() };
        let request = AddCheckpoint { old, proof, note: note.clone() };
        Ok(fetch.send(&Request::post(format!("{}/add-checkpoint", self.url), request.to_string().into_bytes()))?)
    }

    /// The note that it serves of our log.
    fn served<M: Model>(&self, reading: &Reading<M>, fetch: &dyn Fetch) -> Option<String> {
        let url = format!("{}/{}/checkpoint", self.url, log_name(&reading.identity().origin));
        let got = fetch.send(&Request::get(url, NOTE_BYTES_MAX)).ok().filter(|got| got.status == 200)?;
        String::from_utf8(got.body).ok()
    }
}

/// What a key cosigned last of our checkpoints, as far as we know.
fn last(league: &League, key: &VerifyingKey) -> Result<Option<KeptCosignature>, StoreError> {
    let kept = league.newest_cosignature(key.name())?;
    Ok(kept.filter(|kept| Signature::from_line(&kept.line).is_some_and(|line| line.id == key.id())))
}

/// The cosignature of this key among the lines of an answer, as it is kept. Errors: none, one that does not hold, or one of another time than ours.
fn kept(key: &VerifyingKey, text: &str, lines: &[Signature], size: u64, now: i64) -> Result<KeptCosignature, CosignError> {
    let (signature, verified) = cosignature_by(key, text, lines)?;
    let seconds = verified.seconds.unwrap_or(0);
    let kept_seconds = i64::try_from(seconds).unwrap_or(i64::MAX);
    if kept_seconds.abs_diff(now) > COSIGN_AHEAD_MAX_S {
        return Err(CosignError::Time { seconds, now });
    }
    Ok(KeptCosignature { size, name: signature.name.clone(), seconds: kept_seconds, line: signature.line() })
}

/// How long a witness that failed so often before is left in peace: twice as long each time.
fn rest_ms(failures: u32) -> i64 {
    let factor = 1_i64.checked_shl(failures.min(32)).unwrap_or(i64::MAX);
    COSIGN_REST_FIRST_MS.saturating_mul(factor).min(COSIGN_REST_MS_MAX)
}

fn words(got: &Got) -> String {
    String::from_utf8_lossy(&got.body).into_owned()
}

/// The beginning of foreign words, for our own log and pages.
fn shown(text: &str) -> String {
    text.chars().take(200).map(|letter| if letter.is_control() { ' ' } else { letter }).collect::<String>().trim().to_owned()
}

/// The cosignatures that our newest checkpoint got, as they are served: read from `league.db` once for each checkpoint, and again as more come.
#[derive(Default)]
pub(crate) struct Cosignatures {
    /// How many came while this process ran.
    came: AtomicU64,
    /// The note that was made last, and of which size and how many it was.
    made: Mutex<Option<(u64, u64, Arc<SignedNote>)>>,
}

impl Cosignatures {
    /// One more was kept.
    fn came(&self) {
        self.came.fetch_add(1, Ordering::AcqRel);
    }

    /// How many came while this process ran: what is made of them is made anew when this has grown.
    pub(crate) fn count(&self) -> u64 {
        self.came.load(Ordering::Acquire)
    }

    /// The checkpoint's note with them, always in the same order. Where `league.db` can't be read it is as we signed it: the log is served all the same,
    /// and the doctor says what is wrong.
    pub(crate) fn added_to(&self, signed: &Signed, dir: &Path) -> Result<Arc<SignedNote>, ReadError> {
        let count = self.count();
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, _, note)) = made.as_ref().filter(|(size, of, _)| (*size, *of) == (signed.size, count)) {
            return Ok(Arc::clone(note));
        }
        let damaged = |error: NoteError| ReadError::Damaged(format!("the checkpoint of {} entries: {error}", signed.size));
        let note: SignedNote = signed.note.parse().map_err(damaged)?;
        let path = dir.join(LEAGUE_FILE);
        let kept =
            if path.is_file() { League::read(&path).and_then(|league| league.cosignatures_at(signed.size)).unwrap_or_default() } else { Vec::new() };
        let kept: Vec<Signature> = kept.iter().filter_map(|kept| Signature::from_line(&kept.line)).collect();
        let note = Arc::new(with_cosignatures(&note, &kept));
        *made = Some((signed.size, count, Arc::clone(&note)));
        Ok(note)
    }
}

impl<M: Model> Reading<M> {
    /// How many cosignatures of our checkpoints came while this process ran: the newest note has changed when this has.
    pub fn cosignatures(&self) -> u64 {
        self.cosignatures.count()
    }
}
