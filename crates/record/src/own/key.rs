//! `key/v1`: a key of this record comes, goes, or is taken back (specs/record.md g).
//!
//! ```text
//! {"change":"add","identity_signature":"..","new":"health.example+..","not_before":"2026-12-01T00:00:00.000Z","old":"health.example+..","signature":".."}
//! {"change":"retire","signature":"..","vkey":"health.example+.."}
//! {"change":"revoke","root":"..","signature":"..","size":1207,"vkey":"health.example+.."}
//! {"change":"identity","identity":"health.example/identity+..","next_identity":"sha256:..","signature":".."}
//! ```
//! In: bodies, what their signatures are over, making them. Out: what they add up to ([`crate::own::keys`]).
//!
//! Every change is signed by the identity key, which is kept offline: whoever steals a log key can't change keys. The identity key itself is
//! changed by the next one alone, to which genesis (or the change before) committed by its hash: whoever steals an identity key can't keep it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::checkpoint::{decode_hash, encode_hash};
use crate::envelope::parse_at;
use crate::fault::Fault;
use crate::kind::{Facets, Json, Kind, typed};
use crate::merkle::Hash;
use crate::name::{NameError, Origin, Sid, SubjectName, hex_digest};
use crate::note::{Algorithm, SigningKey, VerifyingKey, verify_bytes};
use crate::own::genesis::{identity_name, next_identity};
use crate::own::key_fault;
use crate::text::brief;

/// Body of `key/v1`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "lowercase", deny_unknown_fields)]
pub enum Key {
    /// A second log key, under the same name: from here on both sign, until the old one retires.
    Add {
        /// The vkey of a log key that signs now.
        old: String,
        /// The vkey of the one that comes.
        new: String,
        /// Before this time no one need know the new key; UTC to the millisecond, as `at`.
        not_before: String,
        /// Of the new key over [`add_message`].
        signature: String,
        /// Of the identity key over the same.
        identity_signature: String,
    },
    /// A log key signs no more; the others go on.
    Retire {
        /// Its vkey.
        vkey: String,
        /// Of the identity key over [`retire_message`].
        signature: String,
    },
    /// A log key is not to be trusted beyond a size: what came behind it, up to this entry, is repudiated.
    Revoke {
        /// Its vkey.
        vkey: String,
        /// The last size that was good.
        size: u64,
        /// The root at that size, in base64.
        root: String,
        /// Of the identity key over [`revoke_message`].
        signature: String,
    },
    /// The identity key gives way to the next one.
    Identity {
        /// The vkey of the next one, whose hash was given before.
        identity: String,
        /// `sha256:` and hex SHA-256 of the one after it.
        next_identity: String,
        /// Of the next one over [`identity_message`].
        signature: String,
    },
}

/// What the new log key and the identity key sign when a log key is added.
///
/// Names and lengths leave one reading: both vkeys are named as the origin, and are of one length.
pub fn add_message(origin: &Origin, old: &str, new: &str) -> String {
    format!("koinon/key-add/v1\n{origin}{old}{new}")
}

/// What the identity key signs when a log key retires.
pub fn retire_message(origin: &Origin, vkey: &str) -> String {
    format!("koinon/key-retire/v1\n{origin}\n{vkey}\n")
}

/// What the identity key signs when a log key is revoked.
pub fn revoke_message(origin: &Origin, vkey: &str, size: u64, root: &Hash) -> String {
    format!("koinon/key-revoke/v1\n{origin}\n{vkey}\n{size}\n{}\n", encode_hash(root))
}

/// What the next identity key signs when it takes over.
pub fn identity_message(origin: &Origin, identity: &str, next_identity: &str) -> String {
    format!("koinon/key-identity/v1\n{origin}\n{identity}\n{next_identity}\n")
}

/// The subject of a key's changes: `key:` and the short id of its vkey.
pub fn subject(vkey: &str) -> Result<SubjectName, NameError> {
    format!("key:{}", Sid::from_hash(Sha256::new().chain_update("koinon/key/v1\n").chain_update(vkey))).parse()
}

impl Key {
    /// Adds `new` beside `old`; all three keys are of `origin`. `not_before` is as a statement's `at`.
    pub fn add(origin: &Origin, old: &VerifyingKey, new: &SigningKey, identity: &SigningKey, not_before: String) -> Key {
        let (old, vkey) = (old.to_string(), new.verifying_key().to_string());
        let message = add_message(origin, &old, &vkey);
        Key::Add { old, new: vkey, not_before, signature: signature(new, &message), identity_signature: signature(identity, &message) }
    }

    /// Lets a log key of `origin` go.
    pub fn retire(origin: &Origin, vkey: &VerifyingKey, identity: &SigningKey) -> Key {
        let vkey = vkey.to_string();
        Key::Retire { signature: signature(identity, &retire_message(origin, &vkey)), vkey }
    }

    /// Takes a log key of `origin` back from `size` on.
    pub fn revoke(origin: &Origin, vkey: &VerifyingKey, size: u64, root: &Hash, identity: &SigningKey) -> Key {
        let vkey = vkey.to_string();
        let signature = signature(identity, &revoke_message(origin, &vkey, size, root));
        Key::Revoke { vkey, size, root: encode_hash(root), signature }
    }

    /// Makes `next` the identity key of `origin`, and commits to the one `after` it.
    pub fn identity(origin: &Origin, next: &SigningKey, after: &VerifyingKey) -> Key {
        let (identity, next_identity) = (next.verifying_key().to_string(), next_identity(&after.public_bytes()));
        let signature = signature(next, &identity_message(origin, &identity, &next_identity));
        Key::Identity { identity, next_identity, signature }
    }

    /// The vkey that it is about: the one that comes, or that goes.
    pub fn vkey(&self) -> &str {
        match self {
            Key::Add { new: vkey, .. } | Key::Retire { vkey, .. } | Key::Revoke { vkey, .. } | Key::Identity { identity: vkey, .. } => vkey,
        }
    }

    /// Whose record: what the keys are named for. None where a key's name is no origin.
    pub fn origin(&self) -> Option<Origin> {
        let (name, _) = self.vkey().split_once('+')?;
        match self {
            Key::Identity { .. } => name.strip_suffix("/identity")?.parse().ok(),
            _ => name.parse().ok(),
        }
    }

    /// Every fault that is visible in the body alone. Whether the identity key signed is seen by [`crate::own::keys::Keys::take`].
    pub fn check(&self) -> Vec<Fault> {
        let Some(origin) = self.origin() else {
            let message = format!("`{}` names no record; give the key's verification key", brief(self.vkey()));
            return vec![Fault::new("", message)];
        };
        let log_key = |path: &str, vkey: &str| key_fault(path, vkey, origin.as_str(), Algorithm::Ed25519);
        let signed = |path: &str, vkey: &str, message: &str, text: &str| {
            let holds = holds(vkey, message, text);
            (!holds).then(|| Fault::new(path, "the signature is not that of the key that comes; sign again"))
        };
        let form = |path: &str, text: &str| read_signature(text).is_none().then(|| Fault::new(path, "a signature is 64 bytes in base64; sign again"));
        let mut faults = Vec::new();
        match self {
            Key::Add { old, new, not_before, signature, identity_signature } => {
                faults.extend(log_key("/old", old));
                faults.extend(log_key("/new", new));
                faults.extend((old == new).then(|| Fault::new("/new", "this key signs already; add another one")));
                let is_time = parse_at(not_before).is_some();
                let message = || format!("`{}` is no time; write UTC to the millisecond, such as `2026-11-24T10:00:00.000Z`", brief(not_before));
                faults.extend((!is_time).then(|| Fault::new("/not_before", message())));
                faults.extend(signed("/signature", new, &add_message(&origin, old, new), signature));
                faults.extend(form("/identity_signature", identity_signature));
            }
            Key::Retire { vkey, signature } => {
                faults.extend(log_key("/vkey", vkey));
                faults.extend(form("/signature", signature));
            }
            Key::Revoke { vkey, root, signature, .. } => {
                faults.extend(log_key("/vkey", vkey));
                faults.extend(
                    decode_hash(root).is_none().then(|| Fault::new("/root", "a root is 32 bytes in base64; give that of the last good checkpoint")),
                );
                faults.extend(form("/signature", signature));
            }
            Key::Identity { identity, next_identity, signature } => {
                faults.extend(key_fault("/identity", identity, &identity_name(&origin), Algorithm::Ed25519));
                let is_hash = next_identity.strip_prefix("sha256:").and_then(hex_digest).is_some();
                let message = "the hash of the next identity key is missing; give `sha256:` and 64 lower-case hex digits";
                faults.extend((!is_hash).then(|| Fault::new("/next_identity", message)));
                faults.extend(signed("/signature", identity, &identity_message(&origin, identity, next_identity), signature));
            }
        }
        faults
    }
}

/// Whether the key with this vkey signed `message`.
pub(crate) fn holds(vkey: &str, message: &str, signature: &str) -> bool {
    let (Ok(key), Some(signature)) = (vkey.parse::<VerifyingKey>(), read_signature(signature)) else { return false };
    verify_bytes(&key.public_bytes(), message.as_bytes(), &signature)
}

fn signature(key: &SigningKey, message: &str) -> String {
    STANDARD.encode(key.sign_bytes(message.as_bytes()))
}

fn read_signature(text: &str) -> Option<[u8; 64]> {
    (text.len() == 88).then(|| STANDARD.decode(text).ok()?.try_into().ok()).flatten()
}

/// The row of the table of kinds. Facets: topic = the change, value = the last good size of a revoked key.
pub const KIND: Kind = Kind {
    name: "key",
    version: 1,
    is_records_own: true,
    schema: include_str!("../../schemas/key-v1.json"),
    check: |body| typed(body).map_or_else(|fault| vec![fault], |key: Key| key.check()),
    facets,
};

fn facets(body: &Json) -> Facets {
    let topic = body.get("change").and_then(Json::as_str).map(str::to_owned);
    Facets { topic, value: body.get("size").and_then(Json::as_i64).unwrap_or(0), ..Facets::default() }
}
