//! `did:web` names and documents: how a body's domain says which keys are its own (W3C DID Core; the did:web method specification).
//!
//! ```text
//! did:web:health.example                     https://health.example/.well-known/did.json
//! did:web:league.example%3A8443:node:coast   https://league.example:8443/node/coast/did.json
//!
//! {"id":"did:web:health.example","assertionMethod":["did:web:health.example#b336bc64"],"verificationMethod":[{"type":"Multikey",
//!   "publicKeyMultibase":"z6Mk..",..}],"service":[{"type":"KoinonNode","serviceEndpoint":"https://health.example",..}],..}
//! ```
//! In: names, our own document, what is read of foreign ones. Out: fetching (`node`), what is believed ([`crate::own::keys::Keys::news`]).
//!
//! A document alone is as strong as a domain and its certificate: it never changes a key by itself.

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::json;

use crate::kind::Json;
use crate::note::{VerifyingKey, hex};
use crate::own::partner::is_node_url;
use crate::text::brief;

/// The longest document that is read, in bytes (specs/exchange.md c).
pub const DOCUMENT_BYTES_MAX: usize = 64 * 1024;

/// How many keys, and how many services, are read of a document.
pub const LISTED_MAX: usize = 64;

/// The longest name, in bytes.
pub const DID_BYTES_MAX: usize = 600;

/// Why a name or document is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DidError {
    /// Not a name of this method.
    #[error("`{0}` is no `did:web` name; give `did:web:`, a host, and at most a path with colons for slashes")]
    Name(String),
    /// A document too long.
    #[error("the document has more than {DOCUMENT_BYTES_MAX} bytes")]
    TooLong,
    /// Not JSON of this shape.
    #[error("the document is not that of an identifier: {0}")]
    Malformed(String),
    /// The document of someone else.
    #[error("the document is that of `{found}`, not of `{wanted}`")]
    Other {
        /// Whose it says that it is.
        found: String,
        /// Whose was asked for.
        wanted: String,
    },
    /// More than is read.
    #[error("the document lists more than {LISTED_MAX} keys or services")]
    TooMany,
}

/// A `did:web` name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Did {
    text: String,
    /// Host and port, as in an address.
    authority: String,
    /// Path as in an address: empty, or parts each behind a slash.
    path: String,
}

impl Did {
    /// The name of what answers at a node's address, whatever its scheme. None where the address is none, or its host an IPv6 address.
    pub fn of_node_url(url: &str) -> Option<Did> {
        let (_, rest) = url.split_once("://").filter(|_| is_node_url(url))?;
        format!("did:web:{}", rest.replace(':', "%3A").replace('/', ":").replace('~', "%7E")).parse().ok()
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Where its document is.
    pub fn document_url(&self) -> String {
        let folder = if self.path.is_empty() { "/.well-known" } else { &self.path };
        format!("https://{}{folder}/did.json", self.authority)
    }

    /// What one of its keys is named: the name, `#`, and the key's id in hex, as its vkey has it.
    pub fn key_url(&self, key: &VerifyingKey) -> String {
        format!("{}#{}", self.text, hex(&key.id()))
    }
}

impl FromStr for Did {
    type Err = DidError;

    fn from_str(text: &str) -> Result<Did, DidError> {
        let wrong = || DidError::Name(brief(text));
        let rest = text.strip_prefix("did:web:").filter(|_| text.len() <= DID_BYTES_MAX).ok_or_else(wrong)?;
        let mut parts = rest.split(':');
        let authority = parts.next().unwrap_or_default().replace("%3A", ":");
        let path: String = parts.flat_map(|part| ["/".to_owned(), part.replace("%7E", "~")]).collect();
        let did = Did { text: text.to_owned(), authority, path };
        // Only what an address can be: no user, no query, no other escape.
        let is_plain =
            is_node_url(&format!("https://{}{}", did.authority, did.path)) && !did.authority.starts_with('[') && !rest.contains(['/', '~']);
        if is_plain { Ok(did) } else { Err(wrong()) }
    }
}

impl fmt::Display for Did {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// What the document of a node says: its keys (log keys and identity key), and where its node and its log are.
pub fn document(did: &Did, keys: &[VerifyingKey], node_url: &str) -> Json {
    let ids: Vec<String> = keys.iter().map(|key| did.key_url(key)).collect();
    let method = |(key, id): (&VerifyingKey, &String)| json!({"id": id, "type": "Multikey", "controller": did.text, "publicKeyMultibase": multikey(&key.public_bytes())});
    let methods: Vec<Json> = keys.iter().zip(&ids).map(method).collect();
    let service = |name: &str, kind: &str, url: String| json!({"id": format!("{did}#{name}"), "type": kind, "serviceEndpoint": url});
    json!({
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": did.text,
        "verificationMethod": methods,
        "assertionMethod": ids,
        "service": [service("node", "KoinonNode", node_url.to_owned()), service("log", "TlogTiles", format!("{node_url}/log"))],
    })
}

/// What we read of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Its Ed25519 keys that may speak for it, in the document's order.
    pub keys: Vec<ListedKey>,
    /// What it offers.
    pub services: Vec<Service>,
}

/// A key under `assertionMethod`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedKey {
    /// Its whole name, with that of the document.
    pub id: String,
    /// Its Ed25519 bytes.
    pub public: [u8; 32],
}

/// One thing that is offered at an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// Its type, such as `KoinonNode`.
    pub kind: String,
    /// Its address, as it was given; not checked.
    pub endpoint: String,
}

#[derive(Deserialize)]
struct Raw {
    id: String,
    #[serde(default, rename = "verificationMethod")]
    methods: Vec<Method>,
    #[serde(default, rename = "assertionMethod")]
    assertion: Vec<Asserted>,
    #[serde(default)]
    service: Vec<RawService>,
}

/// A method's name, or the method itself.
#[derive(Deserialize)]
#[serde(untagged)]
enum Asserted {
    Named(String),
    Here(Method),
}

#[derive(Deserialize)]
struct Method {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    controller: String,
    #[serde(rename = "publicKeyMultibase")]
    multibase: Option<String>,
    #[serde(rename = "publicKeyJwk")]
    jwk: Option<Jwk>,
}

#[derive(Deserialize)]
struct Jwk {
    kty: String,
    crv: Option<String>,
    x: Option<String>,
}

#[derive(Deserialize)]
struct RawService {
    #[serde(rename = "type")]
    kind: Json,
    #[serde(rename = "serviceEndpoint")]
    endpoint: Json,
}

impl Document {
    /// Reads the document of `did`. Keys of other types, of other controllers and outside `assertionMethod` are passed over, as are services whose
    /// address is not one text. Errors: too long, of another shape, of someone else.
    pub fn parse(bytes: &[u8], did: &Did) -> Result<Document, DidError> {
        if bytes.len() > DOCUMENT_BYTES_MAX {
            return Err(DidError::TooLong);
        }
        let raw: Raw = serde_json::from_slice(bytes).map_err(|error| DidError::Malformed(error.to_string()))?;
        if raw.id != did.text {
            return Err(DidError::Other { found: brief(&raw.id), wanted: did.text.clone() });
        }
        if raw.methods.len() > LISTED_MAX || raw.assertion.len() > LISTED_MAX || raw.service.len() > LISTED_MAX {
            return Err(DidError::TooMany);
        }
        // A fragment alone is of this document.
        let whole = |id: &str| if id.starts_with('#') { format!("{did}{id}") } else { id.to_owned() };
        let method = |asserted: &Asserted| {
            let method = match asserted {
                Asserted::Named(name) => raw.methods.iter().find(|method| whole(&method.id) == whole(name))?,
                Asserted::Here(method) => method,
            };
            let public = method.public().filter(|_| method.controller == did.text)?;
            Some(ListedKey { id: whole(&method.id), public })
        };
        let service =
            |service: &RawService| Some(Service { kind: service.kind.as_str()?.to_owned(), endpoint: service.endpoint.as_str()?.to_owned() });
        Ok(Document { keys: raw.assertion.iter().filter_map(method).collect(), services: raw.service.iter().filter_map(service).collect() })
    }

    /// The bytes of its keys.
    pub fn publics(&self) -> Vec<[u8; 32]> {
        self.keys.iter().map(|key| key.public).collect()
    }
}

impl Method {
    fn public(&self) -> Option<[u8; 32]> {
        match self.kind.as_str() {
            "Multikey" => read_multikey(self.multibase.as_ref()?),
            "JsonWebKey" | "JsonWebKey2020" => self.jwk.as_ref().and_then(Jwk::public),
            _ => None,
        }
    }
}

impl Jwk {
    /// Source: RFC 8037, 2.
    fn public(&self) -> Option<[u8; 32]> {
        let is_ed25519 = self.kty == "OKP" && self.crv.as_deref() == Some("Ed25519");
        let x = self.x.as_ref().filter(|x| is_ed25519 && x.len() == 43)?;
        URL_SAFE_NO_PAD.decode(x).ok()?.try_into().ok()
    }
}

/// What stands before an Ed25519 key in a Multikey (the multicodec table: 0xed, as a varint).
const ED25519: [u8; 2] = [0xed, 0x01];

const BASE58: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/// An Ed25519 key as `publicKeyMultibase` has it: `z` and base58btc of the codec and the key (W3C Controlled Identifiers, "Multikey").
pub fn multikey(public: &[u8; 32]) -> String {
    let mut digits: Vec<u8> = Vec::with_capacity(47);
    for byte in ED25519.iter().chain(public) {
        let mut carry = u32::from(*byte);
        for digit in &mut digits {
            carry += u32::from(*digit) << 8;
            *digit = u8::try_from(carry % 58).unwrap_or(0);
            carry /= 58;
        }
        while carry > 0 {
            digits.push(u8::try_from(carry % 58).unwrap_or(0));
            carry /= 58;
        }
    }
    // The first byte is not zero: there are no leading ones to write.
    let letters = digits.iter().rev().filter_map(|digit| BASE58.get(usize::from(*digit)));
    std::iter::once('z').chain(letters.map(|letter| char::from(*letter))).collect()
}

/// Reads it back. None where it is of another codec, base or length.
pub fn read_multikey(text: &str) -> Option<[u8; 32]> {
    let letters = text.strip_prefix('z').filter(|letters| letters.len() <= 48)?;
    let mut bytes = [0_u8; 34];
    for letter in letters.bytes() {
        let mut carry = u32::try_from(BASE58.iter().position(|known| *known == letter)?).ok()?;
        for byte in bytes.iter_mut().rev() {
            carry += u32::from(*byte) * 58;
            *byte = u8::try_from(carry & 0xff).unwrap_or(0);
            carry >>= 8;
        }
        if carry > 0 {
            return None;
        }
    }
    let public: [u8; 32] = bytes.strip_prefix(&ED25519)?.try_into().ok()?;
    // One key, one spelling.
    (multikey(&public) == text).then_some(public)
}
