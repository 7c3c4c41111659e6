//! Witnessing: what a log asks of a witness, and what a witness may answer (c2sp.org/tlog-witness, add-checkpoint).
//!
//! ```text
//! old 3
//! PR3ndt8IbBrp9wSdK7DAR1rRQYX5h+Bk6NENyy20oyI=
//! ..
//!
//! koinon.example/golden
//! 7
//! ju+6vaTwi1RItNuwTrHrzyzYa/Nn0cD+wyFIgqkbe54=
//!
//! — koinon.example/golden sza8ZOp8GZFd+jEQ5TwrBGuKPCVdW6t/yWDfjGHi5dt0eY9eWVryp3I9eZcU+6Yc/i5DpOIRWXJU2PUCZ0+vXQDa7Qk=
//! ```
//! In: the request and the answers as text, the decision, lines added to a note. Out: keeping what was cosigned, and the time of it (`node`).

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

use crate::checkpoint::{Checkpoint, CheckpointError, decode_hash, encode_hash};
use crate::merkle::{EMPTY_ROOT, Hash, verify_consistency};
use crate::name::Origin;
use crate::note::{Algorithm, NOTE_BYTES_MAX, NoteError, SIGNATURES_MAX, Signature, SignedNote, Verified, VerifyingKey, hex};

/// The most hashes that a request may carry.
pub const PROOF_LINES_MAX: usize = 63;

/// The longest request, in bytes: its note, and a line of 45 bytes for each hash.
pub const REQUEST_BYTES_MAX: usize = NOTE_BYTES_MAX + 64 * 45;

/// Content type of the answer that tells a size.
pub const SIZE_TYPE: &str = "text/x.tlog.size";

/// A log's request to cosign its checkpoint. Not yet verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddCheckpoint {
    /// Size that the log believes the witness to hold; 0 for none.
    pub old: u64,
    /// Proof that the checkpoint continues the tree of that size.
    pub proof: Vec<Hash>,
    /// The checkpoint, signed by its log.
    pub note: SignedNote,
}

/// Why a request, or an answer to one, can't be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WitnessError {
    /// The first line.
    #[error("line 1 must be `old` and a size, decimal and without a leading zero")]
    Old,
    /// A line of the proof.
    #[error("line {0} must be a hash, 32 bytes in base64, and no more than 63 of them")]
    Proof(usize),
    /// No empty line before the checkpoint.
    #[error("an empty line and a signed checkpoint must follow the proof")]
    NoNote,
    /// Its note.
    #[error("the checkpoint: {0}")]
    Note(#[from] NoteError),
    /// The text of its note.
    #[error("the checkpoint: {0}")]
    Checkpoint(#[from] CheckpointError),
    /// An answer that holds no cosignatures.
    #[error("the answer must be 1 to 64 signature lines, each `— <name> <base64>`")]
    Lines,
    /// An answer that tells no size.
    #[error("the answer must be one size, decimal and without a leading zero")]
    Size,
}

impl FromStr for AddCheckpoint {
    type Err = WitnessError;

    fn from_str(text: &str) -> Result<AddCheckpoint, WitnessError> {
        let (head, note) = text.split_once("\n\n").ok_or(WitnessError::NoNote)?;
        let mut lines = head.split('\n').zip(1..);
        let old = lines.next().and_then(|(line, _)| decimal(line.strip_prefix("old ")?)).ok_or(WitnessError::Old)?;
        let mut proof = Vec::new();
        for (line, number) in lines {
            if proof.len() >= PROOF_LINES_MAX {
                return Err(WitnessError::Proof(number));
            }
            proof.push(decode_hash(line).ok_or(WitnessError::Proof(number))?);
        }
        Ok(AddCheckpoint { old, proof, note: note.parse()? })
    }
}

impl fmt::Display for AddCheckpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "old {}", self.old)?;
        self.proof.iter().try_for_each(|hash| writeln!(f, "{}", encode_hash(hash)))?;
        write!(f, "\n{}", self.note)
    }
}

/// A size below 2^63 as these texts write it. None for another spelling.
fn decimal(digits: &str) -> Option<u64> {
    digits.parse().ok().filter(|size: &u64| size.to_string() == digits && i64::try_from(*size).is_ok())
}

impl AddCheckpoint {
    /// Whose log the checkpoint says that it is of. Errors: the first line is no origin.
    pub fn origin(&self) -> Result<Origin, WitnessError> {
        let line = self.note.text.split('\n').next().unwrap_or_default();
        line.parse().map_err(|_| WitnessError::Checkpoint(CheckpointError::Origin))
    }
}

/// What a witness answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// 200, once it is persisted that this was cosigned: one line for each cosignature.
    Cosign(Checkpoint),
    /// 400: the request is malformed, or its old size is above the new one.
    Malformed(String),
    /// 403: no key that this log is known by signed the checkpoint, or one did not sign this.
    NotSigned,
    /// 404: no key is known of a log with this origin.
    UnknownLog,
    /// 409: the witness holds this size, 0 for none.
    OtherSize(u64),
    /// 422: the proof does not lead from what the witness holds to the checkpoint.
    NotProven,
    /// 422: the log signed another root for the size that the witness holds. Both notes together prove a fork.
    Contradicts(Checkpoint),
}

impl Answer {
    /// Its HTTP status.
    pub fn status(&self) -> u16 {
        match self {
            Answer::Cosign(_) => 200,
            Answer::Malformed(_) => 400,
            Answer::NotSigned => 403,
            Answer::UnknownLog => 404,
            Answer::OtherSize(_) => 409,
            Answer::NotProven | Answer::Contradicts(_) => 422,
        }
    }
}

/// What a witness that holds `held` (size and root it cosigned last) must answer. `log_keys` are the keys that it trusts for the origin; keys
/// of another name or for another use count for nothing. The order of the checks is the source's: who the log is, whether it signed, whether
/// the request makes sense, what is held, what is proven.
///
/// Whoever acts on [`Answer::Cosign`] compares `held` again and persists in one step, or two requests at once could roll it back.
pub fn answer(request: &AddCheckpoint, held: Option<(u64, Hash)>, log_keys: &[VerifyingKey]) -> Answer {
    let Ok(origin) = request.origin() else { return Answer::Malformed(WitnessError::Checkpoint(CheckpointError::Origin).to_string()) };
    let is_its = |key: &&VerifyingKey| key.name() == origin.as_str() && key.algorithm() == Algorithm::Ed25519;
    let keys: Vec<VerifyingKey> = log_keys.iter().filter(is_its).cloned().collect();
    if keys.is_empty() {
        return Answer::UnknownLog;
    }
    if request.note.verify(&keys).is_err() {
        return Answer::NotSigned;
    }
    // A tree of no entries with the root of some is well formed, and wrong: it is refused where proofs are.
    let checkpoint = match request.note.text.parse::<Checkpoint>() {
        Ok(checkpoint) => Some(checkpoint),
        Err(CheckpointError::EmptyRoot) => None,
        Err(error) => return Answer::Malformed(error.to_string()),
    };
    let size = checkpoint.as_ref().map_or(0, |checkpoint| checkpoint.size);
    if request.old > size {
        return Answer::Malformed(format!("the old size {} is above the checkpoint's size {size}", request.old));
    }
    let (held_size, held_root) = held.unwrap_or((0, EMPTY_ROOT));
    if request.old != held_size {
        return Answer::OtherSize(held_size);
    }
    let Some(checkpoint) = checkpoint else { return Answer::NotProven };
    if size == held_size && checkpoint.root != held_root {
        return Answer::Contradicts(checkpoint);
    }
    match verify_consistency(held_size, &held_root, size, &checkpoint.root, &request.proof) {
        Ok(()) => Answer::Cosign(checkpoint),
        Err(_) => Answer::NotProven,
    }
}

/// The body of an answer with cosignatures: one line for each.
pub fn lines(cosignatures: &[Signature]) -> String {
    cosignatures.iter().map(|signature| format!("{}\n", signature.line())).collect()
}

/// Reads the body of an answer with cosignatures. They are not verified: see [`SignedNote::verify`].
pub fn read_lines(body: &str) -> Result<Vec<Signature>, WitnessError> {
    let lines: Vec<&str> = body.strip_suffix('\n').ok_or(WitnessError::Lines)?.split('\n').take(SIGNATURES_MAX.saturating_add(1)).collect();
    if lines.len() > SIGNATURES_MAX {
        return Err(WitnessError::Lines);
    }
    lines.into_iter().map(|line| Signature::from_line(line).ok_or(WitnessError::Lines)).collect()
}

/// Reads the body of an answer that tells the size that the witness holds.
pub fn read_size(body: &str) -> Result<u64, WitnessError> {
    body.strip_suffix('\n').and_then(decimal).ok_or(WitnessError::Size)
}

/// The name below which a witness serves what it cosigned of a log last: `GET <prefix>/<name>/checkpoint`. 64 lower-case hex digits.
pub fn log_name(origin: &Origin) -> String {
    hex(&Sha256::digest(origin.as_str()))
}

/// Of the cosignatures in a witness's answer the one that `witness` made over `text`, with what it says. Lines of other keys are passed over.
///
/// Errors: no line is of that key, or it does not hold.
pub fn cosignature_by(witness: &VerifyingKey, text: &str, cosignatures: &[Signature]) -> Result<(Signature, Verified), NoteError> {
    let own = cosignatures.iter().filter(|line| line.name == witness.name() && line.id == witness.id()).cloned().collect();
    let note = SignedNote { text: text.to_owned(), signatures: own };
    let verified = note.verify(std::slice::from_ref(witness))?.into_iter().next().ok_or(NoteError::NoKnownSigner)?;
    let signature = note.signatures.into_iter().next().ok_or(NoteError::NoKnownSigner)?;
    Ok((signature, verified))
}

/// The note with these cosignatures after the signatures that it has, the same whatever the order in which they came: by name, then id, the
/// newest of a key alone, as many as a note may carry.
#[must_use]
pub fn with_cosignatures(note: &SignedNote, cosignatures: &[Signature]) -> SignedNote {
    let mut all: Vec<&Signature> = cosignatures.iter().collect();
    // The time stands first in a cosignature, big-endian: the greater bytes are the newer ones.
    all.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)).then_with(|| b.bytes.cmp(&a.bytes)));
    all.dedup_by(|later, first| later.name == first.name && later.id == first.id);
    let is_new = |line: &&Signature| !note.signatures.iter().any(|there| there.name == line.name && there.id == line.id);
    let room = SIGNATURES_MAX.saturating_sub(note.signatures.len());
    let added = all.into_iter().filter(is_new).take(room).cloned();
    SignedNote { text: note.text.clone(), signatures: note.signatures.iter().cloned().chain(added).collect() }
}
