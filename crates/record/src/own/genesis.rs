//! `genesis/v1`, entry 0: who speaks in this record, and the keys that bind it (specs/record.md g).
//!
//! ```text
//! {"identity":"health.example/identity+..","language":"en","licence":"CC-BY-4.0","name":"Ministry of Health","next_identity":"sha256:..",
//!  "origin":"health.example","place":"GBR","level":"country","vkey":"health.example+.."}
//! ```
//! Subject: `genesis`.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::fault::Fault;
use crate::kind::{Facets, Json, Kind, typed};
use crate::name::{Origin, hex_digest};
use crate::note::{Algorithm, hex};
use crate::own::{did_fault, key_fault, level_fault, place_fault};
use crate::text::{Text, is_language_tag};

/// The subject of entry 0.
pub const SUBJECT: &str = "genesis";

/// Body of `genesis/v1`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Genesis {
    /// Names the record for ever.
    pub origin: Origin,
    /// What the authority is called.
    pub name: Text,
    /// The log's verification key (vkey); its name is the origin.
    pub vkey: String,
    /// The identity key's verification key (vkey), by the name `<origin>/identity`: it changes log keys, and is kept offline.
    pub identity: String,
    /// `sha256:` and hex SHA-256 of the next identity key's 32 bytes: pre-rotation.
    pub next_identity: String,
    /// BCP 47 tag of texts that name no language.
    pub language: String,
    /// SPDX expression of the licence of what is stated, such as `CC-BY-4.0`.
    pub licence: String,
    /// Code of the place that the authority speaks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Level of government at which it speaks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// Its decentralised identifier, `did:web:..`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub did: Option<String>,
}

impl Genesis {
    /// Every fault that is visible in the body alone.
    pub fn check(&self) -> Vec<Fault> {
        let mut faults: Vec<Fault> = self.name.check().into_iter().map(|fault| fault.below("/name")).collect();
        faults.extend(key_fault("/vkey", &self.vkey, self.origin.as_str(), Algorithm::Ed25519));
        faults.extend(key_fault("/identity", &self.identity, &identity_name(&self.origin), Algorithm::Ed25519));
        faults.extend(place_fault("/place", self.place.as_deref()));
        faults.extend(level_fault("/level", self.level.as_deref()));
        faults.extend(did_fault("/did", self.did.as_deref()));
        let mut fault = |path: &str, wrong: bool, message: String| {
            if wrong {
                faults.push(Fault::new(path, message));
            }
        };
        let next = self.next_identity.strip_prefix("sha256:").and_then(hex_digest);
        fault(
            "/next_identity",
            next.is_none(),
            "the hash of the next identity key is missing; give `sha256:` and 64 lower-case hex digits".to_owned(),
        );
        fault("/language", !is_language_tag(&self.language), format!("`{}` is no language tag; give one of BCP 47 such as `en`", self.language));
        let is_licence = (1..=64).contains(&self.licence.len())
            && self.licence.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'+' | b' ' | b'(' | b')' | b':'));
        fault("/licence", !is_licence, format!("`{}` is no licence; give an SPDX expression such as `CC-BY-4.0`", self.licence));
        faults
    }
}

/// What the identity key of a record is named.
pub fn identity_name(origin: &Origin) -> String {
    format!("{origin}/identity")
}

/// What `next_identity` says of a key's 32 public bytes.
pub fn next_identity(public: &[u8; 32]) -> String {
    format!("sha256:{}", hex(&Sha256::digest(public)))
}

/// The row of the table of kinds. Facets: place, topic = level.
pub const KIND: Kind = Kind {
    name: "genesis",
    version: 1,
    is_records_own: true,
    schema: include_str!("../../schemas/genesis-v1.json"),
    check: |body| typed(body).map_or_else(|fault| vec![fault], |genesis: Genesis| genesis.check()),
    facets,
};

fn facets(body: &Json) -> Facets {
    let text = |key: &str| body.get(key).and_then(Json::as_str).map(str::to_owned);
    Facets { place: text("place"), topic: text("level"), ..Facets::default() }
}
