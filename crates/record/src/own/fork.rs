//! `fork/v1`: a log that we follow signed two histories; the evidence, which anyone can check offline (DESIGN 6).
//!
//! ```text
//! {"newer":"coast.example\n7\n..\n\n— coast.example ..\n","older":"coast.example\n7\n..\n\n— coast.example ..\n","vkeys":["coast.example+.."]}
//! {"newer":..,"older":..,"shown":{"by":"prefix","hashes":[..],"root":".."},"vkeys":[..]}
//! ```
//! In: the body, and the proof that its two checkpoints can't both be true. Out: who finds them (`node`).
//!
//! Two notes of one size with two roots contradict each other by themselves. Of two sizes, what is shown besides is a proof from the *newer* root:
//! that its tree begins with other entries than the older one has, or that it has another entry at some place.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::checkpoint::{Checkpoint, CheckpointError, decode_hash, encode_hash};
use crate::fault::Fault;
use crate::kind::{Facets, Json, Kind, typed};
use crate::merkle::{Hash, PROOF_HASHES_MAX, ProofError, verify_consistency, verify_inclusion};
use crate::name::{NameError, Sid, SubjectName};
use crate::note::{Algorithm, NoteError, SignedNote, VerifyingKey};

/// The longest note that evidence holds, in bytes: cosignatures of a dozen witnesses fit.
pub const NOTE_BYTES_MAX: usize = 16 * 1024;

/// How many log keys may have signed the two.
pub const VKEYS_MAX: usize = 8;

/// Body of `fork/v1`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fork {
    /// A checkpoint, as it was signed.
    pub older: String,
    /// One of the same size with another root, or a larger one.
    pub newer: String,
    /// The log's keys that signed them, all named as its origin.
    pub vkeys: Vec<String>,
    /// What shows that the larger one does not continue the smaller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown: Option<Shown>,
}

/// What shows that a larger tree does not continue a smaller one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "lowercase", deny_unknown_fields)]
pub enum Shown {
    /// At the older size, the newer tree has another root.
    Prefix {
        /// That root, in base64.
        root: String,
        /// The consistency proof between it and the newer root, each hash in base64.
        hashes: Vec<String>,
    },
    /// The two trees have different entries at one place.
    Entry {
        /// The place.
        index: u64,
        /// What stands there in the older tree.
        older: Included,
        /// What stands there in the newer tree.
        newer: Included,
    },
}

/// A leaf that is in a tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Included {
    /// The leaf's hash, in base64.
    pub leaf: String,
    /// The inclusion proof, each hash in base64.
    pub hashes: Vec<String>,
}

/// Two checkpoints of one log that can't both be true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// The smaller one, or either.
    pub older: Checkpoint,
    /// The larger one, or the other.
    pub newer: Checkpoint,
}

/// Why evidence shows nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ForkError {
    /// No key, or too many, or one that is not a log's.
    #[error("the evidence names 1 to {VKEYS_MAX} verification keys, all of type 1 and named as the log")]
    Keys,
    /// A note too long.
    #[error("a note of the evidence has at most {NOTE_BYTES_MAX} bytes; leave out signatures that are not the log's")]
    TooLong,
    /// A note that can't be read, or is signed by another key.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// A text that is no checkpoint.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// Checkpoints of two logs.
    #[error("the two checkpoints are of two logs; two logs may say what they like")]
    TwoLogs,
    /// The older one is larger.
    #[error("the older checkpoint is the larger one; exchange them")]
    Order,
    /// Nothing is contradicted.
    #[error("both checkpoints can be true: nothing shows that one contradicts the other")]
    NoContradiction,
    /// A proof that does not hold.
    #[error("what is shown does not follow from the newer checkpoint: {0}")]
    Proof(#[from] ProofError),
    /// A hash that is none.
    #[error("a hash is 32 bytes in base64, and a proof has at most {PROOF_HASHES_MAX} of them")]
    Hash,
}

impl Fork {
    /// Evidence from two signed notes and the log's keys. Errors: they don't contradict each other, as [`Fork::contradiction`].
    pub fn new(older: &SignedNote, newer: &SignedNote, vkeys: &[VerifyingKey], shown: Option<Shown>) -> Result<Fork, ForkError> {
        let vkeys = vkeys.iter().map(ToString::to_string).collect();
        let fork = Fork { older: older.to_string(), newer: newer.to_string(), vkeys, shown };
        fork.contradiction().map(|_| fork)
    }

    /// The two checkpoints, where the evidence proves that the log signed both and that they can't both be true.
    pub fn contradiction(&self) -> Result<Contradiction, ForkError> {
        let keys = self.keys()?;
        let (older, newer) = (signed_checkpoint(&self.older, &keys)?, signed_checkpoint(&self.newer, &keys)?);
        if older.origin != newer.origin || keys.iter().any(|key| key.name() != older.origin.as_str()) {
            return Err(ForkError::TwoLogs);
        }
        if older.size > newer.size {
            return Err(ForkError::Order);
        }
        let is_shown = match &self.shown {
            None => older.size == newer.size && older.root != newer.root,
            Some(shown) => shown.contradicts(&older, &newer)?,
        };
        if is_shown { Ok(Contradiction { older, newer }) } else { Err(ForkError::NoContradiction) }
    }

    /// Every fault that is visible in the body alone: that it proves nothing is one.
    pub fn check(&self) -> Vec<Fault> {
        self.contradiction().err().map(|error| Fault::new("", error.to_string())).into_iter().collect()
    }

    /// The subject of this evidence: `fork:` and a short id of the two texts, so that it is stated once. Errors: the notes can't be read.
    pub fn subject(&self) -> Result<SubjectName, ForkError> {
        let (older, newer) = (self.older.parse::<SignedNote>()?, self.newer.parse::<SignedNote>()?);
        let (first, second) = if older.text <= newer.text { (older.text, newer.text) } else { (newer.text, older.text) };
        let hash = Sha256::new().chain_update("koinon/fork/v1\n").chain_update(first).chain_update(second);
        format!("fork:{}", Sid::from_hash(hash)).parse().map_err(|_: NameError| ForkError::Keys)
    }

    fn keys(&self) -> Result<Vec<VerifyingKey>, ForkError> {
        if !(1..=VKEYS_MAX).contains(&self.vkeys.len()) {
            return Err(ForkError::Keys);
        }
        let keys: Vec<VerifyingKey> = self.vkeys.iter().map(|vkey| vkey.parse()).collect::<Result<_, _>>()?;
        if keys.iter().all(|key| key.algorithm() == Algorithm::Ed25519) { Ok(keys) } else { Err(ForkError::Keys) }
    }
}

fn signed_checkpoint(note: &str, keys: &[VerifyingKey]) -> Result<Checkpoint, ForkError> {
    if note.len() > NOTE_BYTES_MAX {
        return Err(ForkError::TooLong);
    }
    let note: SignedNote = note.parse()?;
    note.verify(keys)?;
    Ok(note.text.parse()?)
}

impl Shown {
    /// That the newer tree has the root `prefix` at the older size, by these hashes.
    pub fn prefix(prefix: &Hash, hashes: &[Hash]) -> Shown {
        Shown::Prefix { root: encode_hash(prefix), hashes: hashes.iter().map(encode_hash).collect() }
    }

    fn contradicts(&self, older: &Checkpoint, newer: &Checkpoint) -> Result<bool, ForkError> {
        match self {
            Shown::Prefix { root, hashes } => {
                let root = decode_hash(root).ok_or(ForkError::Hash)?;
                verify_consistency(older.size, &root, newer.size, &newer.root, &decoded(hashes)?)?;
                Ok(root != older.root)
            }
            Shown::Entry { index, older: in_older, newer: in_newer } => Ok(in_older.stands(*index, older)? != in_newer.stands(*index, newer)?),
        }
    }
}

impl Included {
    /// A leaf and its inclusion proof.
    pub fn new(leaf: &Hash, hashes: &[Hash]) -> Included {
        Included { leaf: encode_hash(leaf), hashes: hashes.iter().map(encode_hash).collect() }
    }

    /// The leaf's hash, where it stands at `index` under the checkpoint.
    fn stands(&self, index: u64, checkpoint: &Checkpoint) -> Result<Hash, ForkError> {
        let leaf = decode_hash(&self.leaf).ok_or(ForkError::Hash)?;
        verify_inclusion(&leaf, index, checkpoint.size, &checkpoint.root, &decoded(&self.hashes)?)?;
        Ok(leaf)
    }
}

fn decoded(hashes: &[String]) -> Result<Vec<Hash>, ForkError> {
    if hashes.len() > PROOF_HASHES_MAX {
        return Err(ForkError::Hash);
    }
    hashes.iter().map(|hash| decode_hash(hash).ok_or(ForkError::Hash)).collect()
}

/// The row of the table of kinds. Facets: group = the log's origin, value = the smaller size.
pub const KIND: Kind = Kind {
    name: "fork",
    version: 1,
    is_records_own: true,
    schema: include_str!("../../schemas/fork-v1.json"),
    check: |body| typed(body).map_or_else(|fault| vec![fault], |fork: Fork| fork.check()),
    facets,
};

fn facets(body: &Json) -> Facets {
    // The first two lines are enough here: the body passed its check.
    let mut lines = body.get("older").and_then(Json::as_str).unwrap_or_default().lines();
    let (origin, size) = (lines.next().map(str::to_owned), lines.next().and_then(|size| size.parse().ok()));
    Facets { group: origin, value: size.unwrap_or(0), ..Facets::default() }
}
