//! Offline proofs: that an entry stands in a log, in one small text file (c2sp.org/tlog-proof).
//!
//! ```text
//! c2sp.org/tlog-proof@v1
//! index 2
//! 10otHyrxwcrWxeiob8hpFi59HqAecpq/8XhR0QlI+ZQ=
//! O63IBTfwKeG7dygNyFIDzy7ZdI3I9XEjD8ulwybJEGg=
//! LdgcWRHnNMaadFY22ZkAO1Qh7iBxBzbI0iRUtULajVw=
//!
//! koinon.example/golden
//! ..
//! ```
//! In: writing, reading and checking the file. Out: where its parts come from (`node`).

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::checkpoint::{Checkpoint, CheckpointError, decode_hash, encode_hash};
use crate::merkle::{Hash, PROOF_HASHES_MAX, ProofError, leaf_hash, verify_inclusion};
use crate::note::{NOTE_BYTES_MAX, NoteError, SignedNote, Verified, VerifyingKey};

const FIRST_LINE: &str = "c2sp.org/tlog-proof@v1";

/// The longest `extra`, in bytes.
pub const EXTRA_BYTES_MAX: usize = 65_536;

/// A proof that an entry stands in a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlogProof {
    /// What the maker added. Not authenticated: no more than a note on the envelope.
    pub extra: Option<Vec<u8>>,
    /// Index of the entry.
    pub index: u64,
    /// The hashes beside its path, from the leaf up.
    pub hashes: Vec<Hash>,
    /// The checkpoint, with all its signatures.
    pub note: SignedNote,
}

/// What a proof that holds says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven {
    /// Index of the entry.
    pub index: u64,
    /// The checkpoint that it stands under.
    pub checkpoint: Checkpoint,
    /// Which of the given keys signed: the log, then whoever cosigned, with when.
    pub signers: Vec<Verified>,
}

/// Why a proof does not hold or can't be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TlogProofError {
    /// Not a proof's file.
    #[error("the file is no proof; its first line must be `c2sp.org/tlog-proof@v1`")]
    FirstLine,
    /// A line that does not belong.
    #[error("line {0} of the proof is malformed")]
    Line(usize),
    /// Its note.
    #[error("the proof's checkpoint: {0}")]
    Note(#[from] NoteError),
    /// Its checkpoint.
    #[error("the proof's checkpoint: {0}")]
    Checkpoint(#[from] CheckpointError),
    /// The log's own key did not sign, or is the key of another log.
    #[error("the checkpoint is of `{origin}`, and its key did not sign it; give the verification key of that log")]
    NotTheLog {
        /// Whose checkpoint it is.
        origin: String,
    },
    /// The path.
    #[error(transparent)]
    Path(#[from] ProofError),
}

impl FromStr for TlogProof {
    type Err = TlogProofError;

    fn from_str(text: &str) -> Result<TlogProof, TlogProofError> {
        let rest = text.strip_prefix(FIRST_LINE).and_then(|rest| rest.strip_prefix('\n')).ok_or(TlogProofError::FirstLine)?;
        let (head, note) = rest.split_once("\n\n").ok_or(TlogProofError::Line(2))?;
        if head.len() > EXTRA_BYTES_MAX * 2 || note.len() > NOTE_BYTES_MAX {
            return Err(TlogProofError::Line(2));
        }
        let mut lines = head.split('\n').zip(2..).peekable();
        let mut extra = None;
        if let Some((line, number)) = lines.next_if(|(line, _)| line.starts_with("extra ")) {
            let bytes = line.strip_prefix("extra ").and_then(|line| STANDARD.decode(line).ok()).filter(|bytes| bytes.len() <= EXTRA_BYTES_MAX);
            extra = Some(bytes.ok_or(TlogProofError::Line(number))?);
        }
        let (line, number) = lines.next().ok_or(TlogProofError::Line(2))?;
        let index: Option<u64> = line.strip_prefix("index ").and_then(|digits| digits.parse().ok().filter(|index: &u64| index.to_string() == digits));
        let index = index.ok_or(TlogProofError::Line(number))?;
        let mut hashes = Vec::new();
        for (line, number) in lines {
            if hashes.len() >= PROOF_HASHES_MAX {
                return Err(TlogProofError::Line(number));
            }
            hashes.push(decode_hash(line).ok_or(TlogProofError::Line(number))?);
        }
        Ok(TlogProof { extra, index, hashes, note: note.parse()? })
    }
}

impl fmt::Display for TlogProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{FIRST_LINE}")?;
        if let Some(extra) = &self.extra {
            writeln!(f, "extra {}", STANDARD.encode(extra))?;
        }
        writeln!(f, "index {}", self.index)?;
        self.hashes.iter().try_for_each(|hash| writeln!(f, "{}", encode_hash(hash)))?;
        write!(f, "\n{}", self.note)
    }
}

impl TlogProof {
    /// Checks that the entry with these bytes stands in the log whose key `log` is. `cosigners` are keys of witnesses and mirrors that the
    /// caller knows; how many of them must have signed is the caller's to say, by [`Proven::signers`].
    pub fn verify(&self, entry: &[u8], log: &VerifyingKey, cosigners: &[VerifyingKey]) -> Result<Proven, TlogProofError> {
        let checkpoint: Checkpoint = self.note.text.parse()?;
        let keys: Vec<VerifyingKey> = std::iter::once(log).chain(cosigners).cloned().collect();
        let mut signers = self.note.verify(&keys)?;
        let own = signers.iter().position(|signer| signer.name == log.name() && signer.id == log.id());
        match own.filter(|_| log.name() == checkpoint.origin.as_str()) {
            Some(place) => signers.swap(0, place),
            None => return Err(TlogProofError::NotTheLog { origin: checkpoint.origin.to_string() }),
        }
        verify_inclusion(&leaf_hash(entry), self.index, checkpoint.size, &checkpoint.root, &self.hashes)?;
        Ok(Proven { index: self.index, checkpoint, signers })
    }
}
