//! What genesis and the `key/v1` entries of one record add up to: which keys sign at which size, and what is repudiated (specs/record.md g).
//!
//! In: a fold over those entries in order, the same on every node. Out: who keeps the keys and when they sign (`node`).

use std::collections::BTreeSet;
use std::ops::Range;

use crate::checkpoint::decode_hash;
use crate::merkle::Hash;
use crate::name::Origin;
use crate::note::{NoteError, VerifyingKey};
use crate::own::genesis::{Genesis, next_identity};
use crate::own::key::{self, Key};

/// How many log keys a record may have had: one a month for twenty years.
pub const LOG_KEYS_MAX: usize = 240;

/// How many changes of keys a record may hold.
pub const CHANGES_MAX: usize = 1_000;

/// The keys of one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keys {
    origin: Origin,
    identity: VerifyingKey,
    identities_before: Vec<VerifyingKey>,
    next_identity: String,
    log: Vec<LogKey>,
    repudiated: Vec<Range<u64>>,
    changes: BTreeSet<u64>,
}

/// A log key, and the sizes that it may sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogKey {
    /// The key.
    pub vkey: VerifyingKey,
    /// The smallest size that it signs: just behind the entry that added it.
    pub from: u64,
    /// The size from which it signs no more.
    pub until: Option<u64>,
    /// The last good size and its root, where it was revoked.
    pub revoked: Option<(u64, Hash)>,
}

/// Why a change of keys changes nothing. Shown beside the keys, which stay.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyRefusal {
    /// The body has faults of its own.
    #[error("the body of the change does not pass its own check")]
    Malformed,
    /// It names keys of another record.
    #[error("the key is one of another record")]
    OtherRecord,
    /// The identity key did not sign it.
    #[error("the identity key did not sign this change; nothing else can change keys")]
    NotTheIdentity,
    /// The hash that was given before is of another key.
    #[error("the key is not the next identity key, whose hash was given before")]
    NotTheNext,
    /// The old key signs no more, or never did.
    #[error("`{0}` does not sign here now")]
    NotSigning(String),
    /// The new key is there already, or was once.
    #[error("`{0}` is or was a key of this record; take a new one")]
    Known(String),
    /// No key would be left.
    #[error("`{0}` is the last key that signs; add another one first")]
    Last(String),
    /// A last good size beyond the entry that says it.
    #[error("{size} is not a size before entry {index}")]
    Size {
        /// The size.
        size: u64,
        /// The entry.
        index: u64,
    },
    /// Too many keys or changes.
    #[error("a record has at most {LOG_KEYS_MAX} log keys and {CHANGES_MAX} changes of keys")]
    TooMany,
}

/// What of the keys of a partner is new, against the keys that we trust.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct News {
    /// Log and `did:web` document agree: trust these too.
    pub accepted: Vec<VerifyingKey>,
    /// Its log adds these, but its document does not list them: wait, and ask a human.
    pub held: Vec<VerifyingKey>,
    /// Its log says that these sign no more: trust them no longer.
    pub dropped: Vec<VerifyingKey>,
    /// Its document lists these public keys, which its log does not know: someone else may hold its domain.
    pub strange: Vec<[u8; 32]>,
}

impl Keys {
    /// The keys that entry 0 names. Errors: a key that can't be read.
    pub fn of_genesis(genesis: &Genesis) -> Result<Keys, NoteError> {
        let first = LogKey { vkey: genesis.vkey.parse()?, from: 0, until: None, revoked: None };
        let (identity, next_identity) = (genesis.identity.parse()?, genesis.next_identity.clone());
        let (origin, log) = (genesis.origin.clone(), vec![first]);
        Ok(Keys { origin, identity, identities_before: Vec::new(), next_identity, log, repudiated: Vec::new(), changes: BTreeSet::new() })
    }

    /// The identity key that binds now.
    pub fn identity(&self) -> &VerifyingKey {
        &self.identity
    }

    /// `sha256:` and hex SHA-256 of the identity key that comes next.
    pub fn next_identity(&self) -> &str {
        &self.next_identity
    }

    /// Every log key that there ever was, in the order in which they came.
    pub fn log(&self) -> &[LogKey] {
        &self.log
    }

    /// The log keys that may sign a checkpoint of this size.
    ///
    /// The checkpoint that first holds a change may be signed by those of before as well: whoever checks it knows no others yet.
    pub fn at(&self, size: u64) -> Vec<VerifyingKey> {
        self.log.iter().filter(|key| key.signs(size)).map(|key| key.vkey.clone()).collect()
    }

    /// Entries that someone with a stolen key may have written: first to last + 1, by what the revocations say.
    pub fn repudiated(&self) -> &[Range<u64>] {
        &self.repudiated
    }

    /// Whether an entry is repudiated. A change of keys never is: the identity key signed it.
    pub fn is_repudiated(&self, index: u64) -> bool {
        self.repudiated.iter().any(|range| range.contains(&index)) && !self.changes.contains(&index)
    }

    /// Takes the change that stands at `index`, behind all that were taken before. Errors: why it changes nothing.
    pub fn take(&mut self, index: u64, change: &Key) -> Result<(), KeyRefusal> {
        if change.origin().as_ref() != Some(&self.origin) {
            return Err(KeyRefusal::OtherRecord);
        }
        if !change.check().is_empty() {
            return Err(KeyRefusal::Malformed);
        }
        if self.changes.len() >= CHANGES_MAX {
            return Err(KeyRefusal::TooMany);
        }
        match change {
            Key::Add { old, new, identity_signature, .. } => {
                self.signed(&key::add_message(&self.origin, old, new), identity_signature)?;
                self.add(index, old, new)?;
            }
            Key::Retire { vkey, signature } => {
                self.signed(&key::retire_message(&self.origin, vkey), signature)?;
                let key = self.end(index, vkey)?;
                if key.until.is_some() {
                    return Err(KeyRefusal::NotSigning(vkey.clone()));
                }
                key.until = Some(index.saturating_add(1));
            }
            Key::Revoke { vkey, size, root, signature } => {
                let root = decode_hash(root).ok_or(KeyRefusal::Malformed)?;
                self.signed(&key::revoke_message(&self.origin, vkey, *size, &root), signature)?;
                self.revoke(index, vkey, *size, root)?;
            }
            Key::Identity { identity, next_identity: after, .. } => {
                let identity: VerifyingKey = identity.parse().map_err(|_| KeyRefusal::Malformed)?;
                if next_identity(&identity.public_bytes()) != self.next_identity {
                    return Err(KeyRefusal::NotTheNext);
                }
                self.identities_before.push(std::mem::replace(&mut self.identity, identity));
                self.next_identity.clone_from(after);
            }
        }
        self.changes.insert(index);
        Ok(())
    }

    /// What is new at `size` for a partner that trusts `pinned` so far. `listed` are the public keys of the `did:web` document; none where there is no document.
    ///
    /// Neither log nor document is enough by itself: a stolen log key can't change the domain, and who holds the domain can't change the log.
    pub fn news(&self, pinned: &[VerifyingKey], size: u64, listed: Option<&[[u8; 32]]>) -> News {
        let now = self.at(size);
        let is_listed = |key: &VerifyingKey| listed.is_some_and(|listed| listed.contains(&key.public_bytes()));
        let (accepted, held) = now.iter().filter(|key| !pinned.contains(key)).cloned().partition(is_listed);
        let ever = self.log.iter().map(|log| &log.vkey).chain(&self.identities_before).chain([&self.identity]);
        let ever: BTreeSet<[u8; 32]> = ever.map(VerifyingKey::public_bytes).collect();
        News {
            accepted,
            held,
            dropped: pinned.iter().filter(|key| self.log.iter().any(|log| log.vkey == **key) && !now.contains(key)).cloned().collect(),
            strange: listed.unwrap_or_default().iter().filter(|key| !ever.contains(*key)).copied().collect(),
        }
    }

    fn signed(&self, message: &str, signature: &str) -> Result<(), KeyRefusal> {
        if key::holds(&self.identity.to_string(), message, signature) { Ok(()) } else { Err(KeyRefusal::NotTheIdentity) }
    }

    fn add(&mut self, index: u64, old: &str, new: &str) -> Result<(), KeyRefusal> {
        let vkey: VerifyingKey = new.parse().map_err(|_| KeyRefusal::Malformed)?;
        if !self.log.iter().any(|log| log.vkey.to_string() == old && log.signs(index)) {
            return Err(KeyRefusal::NotSigning(old.to_owned()));
        }
        if self.log.iter().any(|log| log.vkey == vkey) {
            return Err(KeyRefusal::Known(new.to_owned()));
        }
        if self.log.len() >= LOG_KEYS_MAX {
            return Err(KeyRefusal::TooMany);
        }
        self.log.push(LogKey { vkey, from: index.saturating_add(1), until: None, revoked: None });
        Ok(())
    }

    fn revoke(&mut self, index: u64, vkey: &str, size: u64, root: Hash) -> Result<(), KeyRefusal> {
        if size == 0 || size > index {
            return Err(KeyRefusal::Size { size, index });
        }
        let key = self.end(index, vkey)?;
        // What retired before signed nothing that anyone took from then on.
        let until = key.until.unwrap_or(index.saturating_add(1));
        (key.until, key.revoked) = (Some(until), Some((size, root)));
        self.repudiated.push(size..until.min(index));
        Ok(())
    }

    /// The key that is to sign no more, where another one is left. One that retired may still be revoked.
    fn end(&mut self, index: u64, vkey: &str) -> Result<&mut LogKey, KeyRefusal> {
        let after = index.saturating_add(1);
        if !self.log.iter().any(|key| key.vkey.to_string() != vkey && key.signs(after)) {
            return Err(KeyRefusal::Last(vkey.to_owned()));
        }
        let key = self.log.iter_mut().find(|key| key.vkey.to_string() == vkey && key.revoked.is_none());
        key.ok_or_else(|| KeyRefusal::NotSigning(vkey.to_owned()))
    }
}

impl LogKey {
    /// Whether it may sign a checkpoint of this size.
    pub fn signs(&self, size: u64) -> bool {
        let good = self.revoked.is_none_or(|(good, _)| size <= good);
        self.from <= size && self.until.is_none_or(|until| size < until) && good
    }
}
