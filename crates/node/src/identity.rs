//! Whose record it is, as its genesis says, and the keys that bind it.
//!
//! ```text
//! keys/log.key             signs checkpoints                     online
//! keys/identity.key        signs a change of the log key         to be kept offline
//! keys/next-identity.key   only its hash is in the record        to be kept offline, elsewhere
//! ```

use std::path::Path;

use record::note::{Algorithm, SigningKey, VerifyingKey};
use record::own::genesis::{self, Genesis};
use record::{Entry, Origin, Text};

use crate::error::{CreateError, OpenError, ReadError};
use crate::files;
use crate::limits::SMALL_FILE_BYTES_MAX;

/// Whose record it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Names the record for ever.
    pub origin: Origin,
    /// What the authority is called, in the record's language.
    pub name: String,
    /// What it is called, in every language that it gives.
    pub names: Text,
    /// The log's verification key.
    pub vkey: VerifyingKey,
    /// Code of the place that it speaks for.
    pub place: Option<String>,
    /// Level of government at which it speaks.
    pub level: Option<String>,
    /// BCP 47 tag of texts that name no language.
    pub language: String,
    /// SPDX expression of the licence of what it states.
    pub licence: String,
}

impl Identity {
    /// Reads entry 0.
    pub(crate) fn of_genesis(bytes: &[u8]) -> Result<Identity, ReadError> {
        let damaged = |what: String| ReadError::Damaged(format!("entry 0 is no genesis: {what}"));
        let entry = Entry::parse(0, bytes.into()).map_err(|faults| damaged(faults.first().map(ToString::to_string).unwrap_or_default()))?;
        let body: Genesis = record::kind::typed(&entry.statement.body).map_err(|fault| damaged(fault.to_string()))?;
        let vkey = body.vkey.parse().map_err(|error: record::note::NoteError| damaged(error.to_string()))?;
        Ok(Identity {
            name: body.name.in_language(&[], &body.language).0.to_owned(),
            names: body.name,
            origin: body.origin,
            vkey,
            place: body.place,
            level: body.level,
            language: body.language,
            licence: body.licence,
        })
    }

    /// The log key's id, as vkeys and marks write it: a number of 32 bits.
    pub fn key_id(&self) -> u32 {
        u32::from_be_bytes(self.vkey.id())
    }
}

/// The keys of a new node.
pub(crate) struct NewKeys {
    pub(crate) log: SigningKey,
    pub(crate) identity: SigningKey,
    pub(crate) next_identity: SigningKey,
}

impl NewKeys {
    /// Keys from the system's randomness.
    pub(crate) fn generate(origin: &Origin) -> Result<NewKeys, CreateError> {
        let identity = genesis::identity_name(origin);
        Ok(NewKeys { log: generate(origin.as_str())?, identity: generate(&identity)?, next_identity: generate(&identity)? })
    }

    /// Keys that follow from a seed, the same each time: for the demo league and for tests, never for a real body.
    pub(crate) fn from_seed(origin: &Origin, seed: &[u8; 32]) -> Result<NewKeys, CreateError> {
        let identity = genesis::identity_name(origin);
        let key = |name: &str, part: u8| {
            let digest = record::EntryId::of(&[seed.as_slice(), &[part]].concat());
            named(name, digest.digest())
        };
        Ok(NewKeys { log: key(origin.as_str(), 0)?, identity: key(&identity, 1)?, next_identity: key(&identity, 2)? })
    }

    /// Writes them below `dir`, for their owner alone.
    pub(crate) fn write(&self, dir: &Path) -> Result<(), OpenError> {
        let folder = dir.join("keys");
        files::make_private_folder(&folder).map_err(|source| OpenError::Make { path: folder.clone(), source })?;
        for (name, key) in [("log.key", &self.log), ("identity.key", &self.identity), ("next-identity.key", &self.next_identity)] {
            let path = folder.join(name);
            files::write_whole(&path, format!("{}\n", key.to_secret()).as_bytes(), 0o600).map_err(|source| OpenError::Make { path, source })?;
        }
        Ok(())
    }
}

fn generate(name: &str) -> Result<SigningKey, CreateError> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(|error| CreateError::Random(error.to_string()))?;
    named(name, &seed)
}

fn named(name: &str, seed: &[u8; 32]) -> Result<SigningKey, CreateError> {
    let fault = |error: record::note::NoteError| CreateError::Faults(vec![record::Fault::new("/origin", error.to_string())]);
    SigningKey::from_seed(name, Algorithm::Ed25519, seed).map_err(fault)
}

/// Reads the log's signing key and checks that it is the record's.
pub(crate) fn read_log_key(dir: &Path, identity: &Identity) -> Result<SigningKey, OpenError> {
    let path = dir.join("keys").join("log.key");
    let wrong = |what: String| OpenError::Key { path: path.clone(), what };
    let bytes = files::read_bounded(&path, SMALL_FILE_BYTES_MAX).map_err(|error| wrong(format!("{error}; put the key back from its own backup")))?;
    let text = String::from_utf8(bytes).map_err(|_| wrong("it is not text; put the key back from its own backup".to_owned()))?;
    let key = SigningKey::from_secret(&text).map_err(|error| wrong(error.to_string()))?;
    if key.verifying_key() == identity.vkey {
        Ok(key)
    } else {
        Err(wrong(format!("it is another key than that of `{}`; put the right one back", identity.origin)))
    }
}
