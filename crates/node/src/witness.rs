//! The witness of a node: cosigns the checkpoints of its partners, and serves what it cosigned last (c2sp.org/tlog-witness).
//!
//! ```text
//! read ─▶ whose log, who signed ─▶ what is held ─▶ decide (record::witness) ─▶ sign ─▶ persist (league.db, FULL) ─▶ count (mark, fsync) ─▶ answer
//! ```
//! It signs only for logs whose keys the caller gives, and never for the record of its own node: a node's word for itself proves nothing.
//! A witness must never forget what it cosigned. So its keys are never restored, and how often it cosigned is counted outside the folder too:
//! a copied or damaged folder finds itself behind and cosigns nothing more under that key.
//!
//! In: keys, time, what is persisted. Out: the decision (`record::witness`), HTTP (`web`).

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use record::Origin;
use record::note::{Signature, SignedNote, SigningKey, VerifyingKey};
use record::own::fork::Fork;
use record::witness::{AddCheckpoint, Answer, REQUEST_BYTES_MAX, SIZE_TYPE, answer, lines};
use store::{KnownLog, League, StoreError};

use crate::clock::Clock;
use crate::error::OpenError;
use crate::identity::{CosignerKeys, Identity, WITNESS_FILE, cosigner_vkeys};
use crate::limits::{CLOCK_BEHIND_MAX, COSIGN_BURST, COSIGN_EVERY, COSIGN_SAME_S};
use crate::mark::{Mark, MarkFile, mark_path};
use crate::node::Machine;

/// The name of the file of what is known of the league, in a node's folder.
pub const LEAGUE_FILE: &str = "league.db";

const TEXT: &str = "text/plain; charset=utf-8";

/// What a fault of a partner that signed two roots of one size is called.
pub const FORK: &str = "fork";

/// What is answered over HTTP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// Its status.
    pub status: u16,
    /// Its content type.
    pub content_type: &'static str,
    /// Its body.
    pub body: String,
}

/// The witness of one node; shared by all threads that answer requests.
pub struct Witness {
    own: Origin,
    keys: CosignerKeys,
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
}

struct State {
    league: League,
    mark: MarkFile,
    /// Why nothing is cosigned any more.
    halted: Option<String>,
    /// What went wrong last with the file.
    trouble: Option<String>,
    /// When each log may next be cosigned, on a clock that never falls; those of the last moments.
    free: BTreeMap<Origin, Duration>,
}

/// Why nothing was decided.
enum Failure {
    /// What whoever asks is told.
    Told(String),
    /// What only our operator is told.
    Store(StoreError),
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Failure {
        Failure::Store(error)
    }
}

/// What is read before, and what stands after, a decision to cosign.
struct Request {
    origin: Origin,
    body: AddCheckpoint,
    log_keys: Vec<VerifyingKey>,
    copied: Option<(u64, store::Hash)>,
}

/// What the witness is told of the logs that its node follows.
#[derive(Clone, Copy)]
pub struct Known<'k> {
    /// The keys that are trusted for a log; none: the log is unknown here.
    pub log_keys: &'k dyn Fn(&Origin) -> Vec<VerifyingKey>,
    /// Size and root of the newest checkpoint of it of which every entry is held and durable.
    pub copied: &'k dyn Fn(&Origin) -> Option<(u64, store::Hash)>,
}

impl Witness {
    /// Opens the witness of the node in `dir`; keys and file are made where there are none.
    pub fn open(dir: &Path, identity: &Identity, machine: &Machine) -> Result<Witness, OpenError> {
        let keys = CosignerKeys::read_or_make(dir, &identity.origin, machine.passphrase.as_ref())?;
        let league = League::open(&dir.join(LEAGUE_FILE))?;
        let vkey = keys.witness.verifying_key();
        let mark = read_mark(&vkey, identity, machine)?;
        let halted = behind(&mark, league.turns()?);
        let state = Mutex::new(State { league, mark, halted, trouble: None, free: BTreeMap::new() });
        Ok(Witness { own: identity.origin.clone(), keys, clock: machine.clock.clone(), state })
    }

    /// The key with which it cosigns what it saw.
    pub fn vkey(&self) -> VerifyingKey {
        self.keys.witness.verifying_key()
    }

    /// The key with which the node cosigns what it holds a copy of.
    pub fn mirror_key(&self) -> &SigningKey {
        &self.keys.mirror
    }

    /// Why it cosigns nothing, or what went wrong last, for its operator.
    pub fn trouble(&self) -> Option<String> {
        let state = self.state();
        state.halted.clone().or_else(|| state.trouble.clone())
    }

    /// Answers `POST /add-checkpoint`. What is answered with 200 is durable. Where this very checkpoint is copied whole, the mirror cosigns it too.
    pub fn add_checkpoint(&self, body: &[u8], known: Known<'_>) -> Reply {
        let malformed = |what: String| reply(400, what);
        if body.len() > REQUEST_BYTES_MAX {
            return reply(413, format!("the request is longer than {REQUEST_BYTES_MAX} bytes"));
        }
        let Ok(text) = std::str::from_utf8(body) else { return malformed("the request is not UTF-8".to_owned()) };
        let body: AddCheckpoint = match text.parse() {
            Ok(body) => body,
            Err(error) => return malformed(error.to_string()),
        };
        let origin = match body.origin() {
            Ok(origin) => origin,
            Err(error) => return malformed(error.to_string()),
        };
        if origin == self.own {
            return reply(404, format!("`{origin}` is the record of this node, which is no witness of itself; ask another node"));
        }
        let log_keys = (known.log_keys)(&origin);
        let copied = (known.copied)(&origin);
        match self.decide(&Request { origin, body, log_keys, copied }) {
            Ok(reply) => reply,
            Err(Failure::Told(what)) => reply(503, what),
            Err(Failure::Store(error)) => {
                self.state().trouble = Some(error.to_string());
                reply(503, "this witness can't keep what it cosigns; ask again later".to_owned())
            }
        }
    }

    /// One decision after the other, so that none is made on what another has just changed.
    fn decide(&self, request: &Request) -> Result<Reply, Failure> {
        let Request { origin, body, log_keys, copied } = request;
        let mut state = self.state();
        let held = state.league.cosigned(origin)?;
        let before = held.as_ref().map(|held| (held.size, held.root));
        let answer = answer(body, before, log_keys);
        let status = answer.status();
        Ok(match answer {
            Answer::Cosign(checkpoint) => {
                let when = self.time(held.as_ref())?;
                // Anyone may send again what a log once signed: for a moment the same line is given, and nothing is written.
                let mirrored = (*copied == Some((checkpoint.size, checkpoint.root))).then(|| self.keys.mirror.sign(&body.note.text, seconds(when)));
                if let Some(line) = held.as_ref().and_then(|held| self.again(held, &body.note.text, when)) {
                    return Ok(cosigned(line, mirrored));
                }
                if !state.take_turn(origin, self.clock.elapsed()) {
                    return Ok(reply(429, "this log is cosigned as often as may be; ask again in a moment".to_owned()));
                }
                let next = KnownLog { origin: origin.clone(), size: checkpoint.size, root: checkpoint.root, when, note: String::new() };
                let cosignature = state.cosign(before, next, &self.keys.witness, body, log_keys)?;
                cosigned(cosignature, mirrored)
            }
            Answer::OtherSize(size) => Reply { status, content_type: SIZE_TYPE, body: format!("{size}\n") },
            Answer::Malformed(what) => reply(status, what),
            Answer::UnknownLog => {
                reply(status, format!("no key of `{origin}` is known here; its operator and this one's must become partners first"))
            }
            Answer::NotSigned => reply(status, format!("no key of `{origin}` that is known here signed this checkpoint, or one signed another")),
            Answer::NotProven => reply(status, "the proof does not lead from what this witness holds to the checkpoint".to_owned()),
            Answer::Contradicts(theirs) => {
                let evidence = evidence(&held.map(|held| held.note).unwrap_or_default(), &body.note, log_keys);
                let what = format!("signed two roots of {} entries", theirs.size);
                state.league.keep_fault(origin, FORK, &what, &evidence, self.now_ms())?;
                reply(status, format!("this log {what}; both notes are kept as evidence"))
            }
        })
    }

    /// The time of a cosignature, POSIX seconds: never before that of the last one of the same log.
    fn time(&self, held: Option<&KnownLog>) -> Result<i64, Failure> {
        let now = self.clock.now().as_second();
        let last = held.map_or(1, |held| held.when);
        let behind = i64::try_from(CLOCK_BEHIND_MAX.as_secs()).unwrap_or(0);
        if last.saturating_sub(now) > behind {
            return Err(Failure::Told("the clock of this witness is behind what it cosigned; its operator must set it right".to_owned()));
        }
        Ok(now.max(last))
    }

    /// The cosignature of this very text that was made a moment ago under the same key.
    fn again(&self, held: &KnownLog, text: &str, now: i64) -> Option<Signature> {
        let note: SignedNote = held.note.parse().ok().filter(|note: &SignedNote| note.text == text)?;
        let key = self.vkey();
        let is_ours = |line: &Signature| line.name == key.name() && line.id == key.id();
        note.signatures.into_iter().find(is_ours).filter(|_| now.saturating_sub(held.when) < COSIGN_SAME_S)
    }

    /// What it cosigned last of the log with this name (64 hex digits, see [`record::witness::log_name`]): the note with the log's signatures
    /// and its own.
    pub fn checkpoint(&self, name: &str) -> Result<Option<String>, StoreError> {
        Ok(self.state().league.cosigned_by_name(name)?.map(|held| held.note))
    }

    fn now_ms(&self) -> i64 {
        self.clock.now().as_millisecond()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Whether this log may be cosigned now; counts that it is. Each time costs two syncs of the disk, which one partner must not take from all others.
    fn take_turn(&mut self, origin: &Origin, now: Duration) -> bool {
        self.free.retain(|_, free| *free > now);
        let free = self.free.get(origin).copied().unwrap_or(now);
        let may = free.saturating_sub(now) < COSIGN_EVERY.saturating_mul(COSIGN_BURST);
        if may {
            self.free.insert(origin.clone(), free.saturating_add(COSIGN_EVERY));
        }
        may
    }

    /// Signs, persists, counts; the cosignature is handed out only after all three.
    fn cosign(
        &mut self,
        before: Option<(u64, store::Hash)>,
        mut next: KnownLog,
        key: &SigningKey,
        asked: &AddCheckpoint,
        log_keys: &[VerifyingKey],
    ) -> Result<Signature, Failure> {
        if let Some(halted) = &self.halted {
            return Err(Failure::Told(halted.clone()));
        }
        let text = &asked.note.text;
        let cosignature = key.sign(text, seconds(next.when));
        // Of what came with it only the log's own signatures are kept: the others are strangers' and not checked.
        let signatures = by(log_keys, &asked.note).chain([&cosignature]).cloned().collect();
        next.note = SignedNote { text: text.clone(), signatures }.to_string();
        let turns = self.league.cosign(before, &next)?;
        let turns = turns.ok_or_else(|| Failure::Told("another request for this log was first; ask again".to_owned()))?;
        if let Err(error) = self.mark.raise(Mark { size: turns, root: next.root }) {
            let halted = format!("this witness can't count what it cosigns ({error}); its operator must mend the disk and start it again");
            self.halted = Some(halted.clone());
            return Err(Failure::Told(halted));
        }
        Ok(cosignature)
    }
}

fn read_mark(vkey: &VerifyingKey, identity: &Identity, machine: &Machine) -> Result<MarkFile, OpenError> {
    let path = mark_path(&machine.marks, u32::from_be_bytes(vkey.id()));
    MarkFile::read(&path, &identity.origin).map_err(|error| OpenError::Mark { path, what: error.to_string() })
}

/// What is wrong where this machine counted more cosignatures than the folder remembers.
fn behind(mark: &MarkFile, turns: u64) -> Option<String> {
    let counted = mark.mark().map_or(0, |mark| mark.size);
    (counted > turns).then(|| {
        format!(
            "this witness cosigned {counted} times and remembers {turns} of them: its folder is an older copy; remove `keys/{WITNESS_FILE}` and start \
             again, and it goes on under a new key, which partners accept anew"
        )
    })
}

/// What proves that a log signed two roots of one size: the body of a `fork/v1`, as JSON. Where the keys of today did not sign the earlier note, both
/// notes one after the other.
fn evidence(earlier: &str, later: &SignedNote, log_keys: &[VerifyingKey]) -> String {
    let fork = earlier.parse::<SignedNote>().ok().and_then(|earlier| {
        let only = |note: &SignedNote| SignedNote { text: note.text.clone(), signatures: by(log_keys, note).cloned().collect() };
        Fork::new(&only(&earlier), &only(later), log_keys, None).ok()
    });
    fork.and_then(|fork| serde_json::to_string(&fork).ok()).unwrap_or_else(|| format!("{earlier}\n{later}"))
}

/// The signatures of a note that are under these keys.
fn by<'n>(keys: &'n [VerifyingKey], note: &'n SignedNote) -> impl Iterator<Item = &'n Signature> {
    note.signatures.iter().filter(|line| keys.iter().any(|key| key.name() == line.name && key.id() == line.id))
}

/// Whether the witness in `dir`, which remembers to have cosigned `turns` times, has forgotten some.
pub(crate) fn is_behind(dir: &Path, identity: &Identity, machine: &Machine, turns: u64) -> Result<Option<String>, OpenError> {
    let (Some(vkey), _) = cosigner_vkeys(dir, &identity.origin)? else { return Ok(None) };
    Ok(behind(&read_mark(&vkey, identity, machine)?, turns))
}

fn cosigned(witness: Signature, mirror: Option<Signature>) -> Reply {
    let all: Vec<Signature> = std::iter::once(witness).chain(mirror).collect();
    Reply { status: 200, content_type: TEXT, body: lines(&all) }
}

/// POSIX seconds as a cosignature has them; the clock never shows less than 1 here.
fn seconds(when: i64) -> u64 {
    u64::try_from(when).unwrap_or(0)
}

fn reply(status: u16, what: String) -> Reply {
    Reply { status, content_type: TEXT, body: what + "\n" }
}
