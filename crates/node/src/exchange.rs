//! Requests between partners, signed with the keys of their logs (`record::http_signature`; specs/exchange.md c).
//!
//! ```text
//! asking    GET {partner}/payloads/7, signed ─▶ 200 words and salt, signed ─▶ those that the entry commits to ─▶ private.db
//! answering signed by a partner's key? fresh? its nonce new? ─▶ whose it is, for whoever answers
//! ```
//! In: whose key an id names, the memory of nonces, asking for words. Out: what is answered to whom (`web`), the bytes of a signature (`record`).

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use record::canon;
use record::did::Did;
use record::http_signature::{self, Bound, LIFE, Response, SKEW_MAX, SignatureError, Signed, Signer, Verified};
use record::note::{NoteError, SigningKey, VerifyingKey};
use record::own::erasure::Erasure;
use record::own::partner::Partner;
use record::places::OWN;
use record::{Entry, Json, Origin};
use serde::{Deserialize, Serialize};

use crate::error::ReadError;
use crate::fetch::{Fetch, FetchError, Request};
use crate::limits::{ANSWERS_MAX, NONCES_MAX, WORDS_BYTES_MAX};
use crate::model::Model;
use crate::node::Node;
use crate::prepare::new_subject;
use crate::private::{EraseError, PrivateError, Words};

/// Content type of signed requests and answers.
pub const JSON: &str = "application/json";

/// The words behind an entry, as partners hand them on.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandedOn {
    /// The hidden statement.
    pub inner: Json,
    /// The salt, 64 hex digits.
    pub salt: String,
}

/// Why a request is not a partner's.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeError {
    /// Its signature.
    #[error(transparent)]
    Signature(#[from] SignatureError),
    /// It came before, or may have come before the start.
    #[error("the request was sent before")]
    Replayed,
    /// Too many nonces are remembered.
    #[error("too many requests came within a minute")]
    Busy,
    /// The system gave no random bytes to sign with.
    #[error("the system gives no random bytes")]
    NoRandom,
    /// The record.
    #[error(transparent)]
    Read(#[from] ReadError),
}

/// Why words could not be had.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// Our record names no such partner.
    #[error("`{0}` is no partner of this node")]
    NoPartner(Origin),
    /// The entry is not restricted, or not here yet.
    #[error("entry {0} is no restricted statement that is held here")]
    NoEntry(u64),
    /// No answer.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// Another answer than words.
    #[error("the partner answers {0}")]
    Status(u16),
    /// An answer that is not signed as it must be, or no words.
    #[error("the answer of the partner is not what it must be: {0}")]
    Answer(String),
    /// What we hold.
    #[error(transparent)]
    Private(#[from] PrivateError),
    /// What was erased with a partner, and not here.
    #[error(transparent)]
    Erase(#[from] EraseError),
    /// The record.
    #[error(transparent)]
    Read(#[from] ReadError),
}

/// The key that signs requests, and what was seen.
pub(crate) struct Exchange {
    key: SigningKey,
    /// POSIX seconds: what was made before may have been seen before the start.
    started: u64,
    nonces: Mutex<BTreeMap<(String, [u8; 16]), u64>>,
}

impl Exchange {
    /// With a copy of the log's key. Errors: the key can't be read back, which never happens.
    pub(crate) fn new(log_key: &SigningKey, started: u64) -> Result<Exchange, NoteError> {
        Ok(Exchange { key: SigningKey::from_secret(&log_key.to_secret())?, started, nonces: Mutex::default() })
    }

    /// Takes a nonce that was not seen before.
    fn take(&self, verified: &Verified, now: u64) -> Result<(), ExchangeError> {
        if verified.created < self.started {
            return Err(ExchangeError::Replayed);
        }
        let mut nonces = self.nonces.lock().unwrap_or_else(PoisonError::into_inner);
        nonces.retain(|_, until| *until >= now);
        if nonces.len() >= NONCES_MAX {
            return Err(ExchangeError::Busy);
        }
        // Until no clock that we take can show it as fresh.
        let until = verified.created.saturating_add(LIFE).saturating_add(SKEW_MAX);
        match nonces.insert((verified.keyid.clone(), verified.nonce), until) {
            None => Ok(()),
            Some(_) => Err(ExchangeError::Replayed),
        }
    }
}

/// Host and port of an address, without the port of its scheme, and its path.
pub fn authority_and_path(url: &str) -> (&str, &str) {
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let (authority, path) = rest.find('/').and_then(|at| rest.split_at_checked(at)).unwrap_or((rest, ""));
    let default = if scheme == "https" { ":443" } else { ":80" };
    (authority.strip_suffix(default).unwrap_or(authority), path)
}

/// What a partner is named by `did:web`.
fn did_of(partner: &Partner) -> Option<Did> {
    let stated = partner.did.as_ref().and_then(|did| did.parse().ok());
    stated.or_else(|| Did::of_node_url(&partner.url))
}

impl<M: Model> Node<M> {
    /// Whose request this is: a partner's, signed with the key of its log. Errors: it is no partner's, or was sent before.
    pub fn admit(&self, request: &http_signature::Request<'_>) -> Result<(Origin, Verified), ExchangeError> {
        let now = self.seconds();
        let keys = self.partners_keys()?;
        let verified = request.verify(now, |keyid| keys.get(keyid).map(|(_, key)| key.public_bytes()))?;
        self.exchange().take(&verified, now)?;
        let (origin, _) = keys.get(&verified.keyid).ok_or_else(|| SignatureError::Key(verified.keyid.clone()))?;
        Ok((origin.clone(), verified))
    }

    /// Signs an answer to a request that was admitted, as the node with this name.
    pub fn sign_answer(&self, answer: &Response<'_>, asked: &Bound, own: &Did) -> Result<Signed, ExchangeError> {
        Ok(answer.sign(asked, &self.signer(&own.key_url(&self.identity().vkey))?)?)
    }

    /// Asks a partner for the words behind an entry of its record, and keeps them; whether they are new here. `own` is what this node is named.
    pub fn ask_words(&self, fetch: &dyn Fetch, own: &Did, origin: &Origin, place: u64) -> Result<bool, AskError> {
        let partner = self.partner(origin)?.ok_or_else(|| AskError::NoPartner(origin.clone()))?;
        let entry = self.restricted(origin, place)?.ok_or(AskError::NoEntry(place))?;
        let unsigned = |error: &dyn std::fmt::Display| AskError::Answer(error.to_string());
        let url = format!("{}/payloads/{place}", partner.url);
        let (authority, path) = authority_and_path(&url);
        let id = new_subject(self.clock().now()).map_err(|error| unsigned(&error))?;
        let headers = [("content-type", JSON), ("koinon-agreement", entry.statement.audience.as_str()), ("koinon-request-id", id.as_str())];
        let asked = http_signature::Request { method: "GET", authority, path, query: None, headers: &headers, body: b"" };
        let keyid = own.key_url(&self.identity().vkey);
        let signed = self.signer(&keyid).and_then(|signer| Ok(asked.sign(&signer)?)).map_err(|error| unsigned(&error))?;
        let request = headers.iter().fold(Request::get(&url, WORDS_BYTES_MAX), |request, (name, value)| request.with_header(*name, *value));
        let request = signed.headers.iter().fold(request, |request, (name, value)| request.with_header(*name, value));
        let got = fetch.send(&request)?;
        if got.status != 200 {
            return Err(AskError::Status(got.status));
        }
        let headers: Vec<(&str, &str)> = got.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let keys = self.partners_keys()?;
        let of_partner = |keyid: &str| keys.get(keyid).filter(|(whose, _)| whose == origin).map(|(_, key)| key.public_bytes());
        let answer = Response { status: got.status, headers: &headers, body: &got.body };
        answer.verify(&signed.bound, self.seconds(), of_partner).map_err(|error| unsigned(&error))?;
        let words: HandedOn = serde_json::from_slice(&got.body).map_err(|error| unsigned(&error))?;
        let salt = record::name::hex_digest(&words.salt).ok_or_else(|| unsigned(&"its salt is not 64 hex digits"))?;
        Ok(self.receive(origin, place, salt, canon::to_bytes(&words.inner))?)
    }

    /// The places of a partner's restricted statements whose words are not here yet, and that `may_read` says are for us; the oldest first.
    pub fn missing_words(&self, origin: &Origin, may_read: impl Fn(&Entry) -> bool) -> Result<Vec<u64>, AskError> {
        let mut missing = Vec::new();
        for (place, entry) in self.of_partner(origin, "restricted/v1")? {
            let is_missing = matches!(self.private().words(origin, place).map_err(PrivateError::from)?, Words::NotReceived);
            if is_missing && may_read(&entry) && missing.len() < ANSWERS_MAX {
                missing.push(place);
            }
        }
        Ok(missing)
    }

    /// Erases what we hold of a partner's words that it says it erased, and states that we did; how many.
    pub fn heed_erasures(&self, origin: &Origin) -> Result<usize, AskError> {
        let mut heeded = 0_usize;
        for (_, entry) in self.of_partner(origin, "erasure/v1")? {
            let Ok(erasure) = record::kind::typed::<Erasure>(&entry.statement.body) else { continue };
            let is_held = matches!(self.private().words(origin, erasure.index).map_err(PrivateError::from)?, Words::Held(_));
            if erasure.origin.is_none() && is_held {
                self.erase(origin, erasure.index, erasure.basis)?;
                heeded = heeded.saturating_add(1);
            }
        }
        Ok(heeded)
    }

    /// The entries of one kind in a partner's record, with their places.
    fn of_partner(&self, origin: &Origin, kind: &str) -> Result<Vec<(u64, Entry)>, ReadError> {
        let Some(record) = self.record(origin).filter(|record| *record != OWN) else { return Ok(Vec::new()) };
        let rows: Vec<u32> = {
            let held = self.held();
            held.rows.of_kind(kind).iter().copied().filter(|row| held.rows.record_of(*row) == record).collect()
        };
        let read = |row: u32| Ok(self.place(row).zip(self.entry(row)?).map(|(place, entry)| (u64::from(place.index), entry)));
        rows.into_iter().filter_map(|row| read(row).transpose()).collect()
    }

    /// The log keys of all partners that are not paused, by what their documents name them.
    fn partners_keys(&self) -> Result<BTreeMap<String, (Origin, VerifyingKey)>, ReadError> {
        let mut keys = BTreeMap::new();
        for (_, partner) in self.partners()? {
            let key: Option<VerifyingKey> = partner.vkey.parse().ok();
            if let (Some(did), Some(key), false) = (did_of(&partner), key, partner.paused) {
                keys.insert(did.key_url(&key), (partner.origin, key));
            }
        }
        Ok(keys)
    }

    fn signer<'s>(&'s self, keyid: &'s str) -> Result<Signer<'s>, ExchangeError> {
        let mut nonce = [0; 16];
        getrandom::fill(&mut nonce).map_err(|_| ExchangeError::NoRandom)?;
        Ok(Signer { key: &self.exchange().key, keyid, created: self.seconds(), nonce })
    }

    fn seconds(&self) -> u64 {
        u64::try_from(self.clock().now().as_second()).unwrap_or(0)
    }
}
