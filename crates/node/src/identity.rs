//! Whose record it is, as its genesis says, and the keys that bind it.
//!
//! ```text
//! keys/log.key             signs checkpoints                     online
//! keys/identity.key        signs a change of the log key         to be kept offline
//! keys/next-identity.key   only its hash is in the record        to be kept offline, elsewhere
//! keys/witness.key         cosigns what it saw of partners       online; never restored: see [`crate::Witness`]
//! keys/mirror.key          cosigns what it holds a copy of       online; never restored
//! ```

use std::path::Path;

use record::note::{Algorithm, SigningKey, VerifyingKey};
use record::own::genesis::{self, Genesis};
use record::own::partner::{mirror_name, witness_name};
use record::{Entry, Origin, Text};

use crate::error::{CreateError, OpenError, ReadError};
use crate::files;
use crate::keyfile::{self, KeyFile, Passphrase};
use crate::model::Model;
use crate::reading::Reading;

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
    /// The identity key's verification key.
    pub identity: VerifyingKey,
    /// Its `did:web` name, where genesis gives one.
    pub did: Option<String>,
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
        let key = |vkey: &str| vkey.parse().map_err(|error: record::note::NoteError| damaged(error.to_string()));
        let (vkey, identity) = (key(&body.vkey)?, key(&body.identity)?);
        Ok(Identity {
            name: body.name.in_language(&[], &body.language).0.to_owned(),
            names: body.name,
            origin: body.origin,
            vkey,
            identity,
            did: body.did,
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
    pub(crate) cosigners: CosignerKeys,
}

/// The keys with which a node cosigns the checkpoints of others. A name of its own each, as c2sp.org/tlog-mirror asks.
pub(crate) struct CosignerKeys {
    pub(crate) witness: SigningKey,
    pub(crate) mirror: SigningKey,
}

pub(crate) const WITNESS_FILE: &str = "witness.key";
pub(crate) const MIRROR_FILE: &str = "mirror.key";

impl NewKeys {
    /// Keys from the system's randomness.
    pub(crate) fn generate(origin: &Origin) -> Result<NewKeys, CreateError> {
        let identity = genesis::identity_name(origin);
        let key = |name: &str| generate(name, Algorithm::Ed25519);
        let cosigner = |name: &str| generate(name, Algorithm::CosignatureV1);
        let cosigners = CosignerKeys { witness: cosigner(&witness_name(origin))?, mirror: cosigner(&mirror_name(origin))? };
        Ok(NewKeys { log: key(origin.as_str())?, identity: key(&identity)?, next_identity: key(&identity)?, cosigners })
    }

    /// Keys that follow from a seed, the same each time: for the demo league and for tests, never for a real body.
    pub(crate) fn from_seed(origin: &Origin, seed: &[u8; 32]) -> Result<NewKeys, CreateError> {
        let identity = genesis::identity_name(origin);
        let key = |name: &str, algorithm: Algorithm, part: u8| {
            let digest = record::EntryId::of(&[seed.as_slice(), &[part]].concat());
            named(name, algorithm, digest.digest())
        };
        let plain = |name: &str, part: u8| key(name, Algorithm::Ed25519, part);
        let cosigner = |name: &str, part: u8| key(name, Algorithm::CosignatureV1, part);
        let cosigners = CosignerKeys { witness: cosigner(&witness_name(origin), 3)?, mirror: cosigner(&mirror_name(origin), 4)? };
        Ok(NewKeys { log: plain(origin.as_str(), 0)?, identity: plain(&identity, 1)?, next_identity: plain(&identity, 2)?, cosigners })
    }

    /// Writes them below `dir`, for their owner alone; encrypted where there is a passphrase.
    pub(crate) fn write(&self, dir: &Path, passphrase: Option<&Passphrase>) -> Result<(), OpenError> {
        let folder = dir.join("keys");
        files::make_private_folder(&folder).map_err(|source| OpenError::Make { path: folder.clone(), source })?;
        let own = [("log.key", &self.log), ("identity.key", &self.identity), ("next-identity.key", &self.next_identity)];
        let cosigners = [(WITNESS_FILE, &self.cosigners.witness), (MIRROR_FILE, &self.cosigners.mirror)];
        own.into_iter().chain(cosigners).try_for_each(|(name, key)| write_key(&folder.join(name), key, passphrase))
    }
}

impl CosignerKeys {
    /// Reads the keys below `dir`. Where there is none, as in a folder of an earlier release or one that was restored, a new one is made:
    /// a witness that may have forgotten what it cosigned must not go on under the same key.
    pub(crate) fn read_or_make(dir: &Path, origin: &Origin, passphrase: Option<&Passphrase>) -> Result<CosignerKeys, OpenError> {
        let folder = dir.join("keys");
        files::make_private_folder(&folder).map_err(|source| OpenError::Make { path: folder.clone(), source })?;
        let key = |file: &str, name: String| -> Result<SigningKey, OpenError> {
            let path = folder.join(file);
            if path.exists() {
                return read_key(&path, |key| is_cosigner(key, &name), origin, passphrase);
            }
            let key = generate(&name, Algorithm::CosignatureV1).map_err(|error| OpenError::Key { path: path.clone(), what: error.to_string() })?;
            write_key(&path, &key, passphrase)?;
            Ok(key)
        };
        Ok(CosignerKeys { witness: key(WITNESS_FILE, witness_name(origin))?, mirror: key(MIRROR_FILE, mirror_name(origin))? })
    }
}

impl<M: Model> Reading<M> {
    /// The public halves of the node's witness and mirror keys, as far as there are keys yet. Errors: a key file that can't be read.
    pub fn cosigner_vkeys(&self) -> Result<(Option<VerifyingKey>, Option<VerifyingKey>), OpenError> {
        cosigner_vkeys(self.dir(), &self.identity().origin)
    }
}

/// The public halves of the witness's and the mirror's key, as far as there are keys yet.
pub(crate) fn cosigner_vkeys(dir: &Path, origin: &Origin) -> Result<(Option<VerifyingKey>, Option<VerifyingKey>), OpenError> {
    let vkey = |file: &str, name: &str| {
        let path = dir.join("keys").join(file);
        if !path.exists() {
            return Ok(None);
        }
        let wrong = |what: String| OpenError::Key { path: path.clone(), what };
        let vkey = KeyFile::read(&path).map_err(wrong)?.vkey;
        if is_cosigner(&vkey, name) { Ok(Some(vkey)) } else { Err(wrong(another_key(origin))) }
    };
    Ok((vkey(WITNESS_FILE, &witness_name(origin))?, vkey(MIRROR_FILE, &mirror_name(origin))?))
}

fn is_cosigner(key: &VerifyingKey, name: &str) -> bool {
    key.name() == name && key.algorithm() == Algorithm::CosignatureV1
}

fn another_key(origin: &Origin) -> String {
    format!("it is another key than that of `{origin}`; put the right one back")
}

fn write_key(path: &Path, key: &SigningKey, passphrase: Option<&Passphrase>) -> Result<(), OpenError> {
    keyfile::write(path, key, passphrase).map_err(|source| OpenError::Make { path: path.to_owned(), source })
}

fn generate(name: &str, algorithm: Algorithm) -> Result<SigningKey, CreateError> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(|error| CreateError::Random(error.to_string()))?;
    named(name, algorithm, &seed)
}

fn named(name: &str, algorithm: Algorithm, seed: &[u8; 32]) -> Result<SigningKey, CreateError> {
    let fault = |error: record::note::NoteError| CreateError::Faults(vec![record::Fault::new("/origin", error.to_string())]);
    SigningKey::from_seed(name, algorithm, seed).map_err(fault)
}

/// Reads the log's signing key and checks that it is the record's.
pub(crate) fn read_log_key(dir: &Path, identity: &Identity, passphrase: Option<&Passphrase>) -> Result<SigningKey, OpenError> {
    read_key(&dir.join("keys").join("log.key"), |key| *key == identity.vkey, &identity.origin, passphrase)
}

/// Reads a key of the record with this origin; `is_it` says whether it is the right one.
fn read_key(path: &Path, is_it: impl Fn(&VerifyingKey) -> bool, origin: &Origin, passphrase: Option<&Passphrase>) -> Result<SigningKey, OpenError> {
    let wrong = |what: String| OpenError::Key { path: path.to_owned(), what };
    let key = keyfile::read(path, passphrase).map_err(wrong)?;
    if is_it(&key.verifying_key()) { Ok(key) } else { Err(wrong(another_key(origin))) }
}
