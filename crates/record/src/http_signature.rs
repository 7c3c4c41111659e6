//! Signed requests between nodes, and signed answers: one fixed profile of RFC 9421, with digests of content by RFC 9530 (specs/exchange.md c).
//!
//! ```text
//! signature-input: koinon=("@method" "@authority" "@path" "@query" "content-digest" "content-type" "koinon-agreement" "koinon-request-id");created=1795514400
//!     ;expires=1795514460;nonce="AAECAwQFBgcICQoLDA0ODw==";keyid="did:web:health.example#b336bc64";alg="ed25519";tag="koinon-exchange-v1"
//! signature: koinon=:2QqpOnIUIEf0..:
//! content-digest: sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:
//! ```
//! In: what is signed, byte by byte, and every reason to refuse. Out: whose key an id names, clocks, the memory of nonces (`node`).
//!
//! There is nothing to negotiate: which parts are covered, in which order, by which algorithm never changes within the tag. What is signed is the
//! text of the parameters as it was sent, never one that is written anew.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::note::{SigningKey, verify_bytes};

/// What a signature is for; one without it is not ours.
pub const TAG: &str = "koinon-exchange-v1";

/// The name of our signature among those of a message.
pub const LABEL: &str = "koinon";

/// How long a signature lives, in seconds.
pub const LIFE: u64 = 60;

/// How far two clocks may be apart, in seconds.
pub const SKEW_MAX: u64 = 30;

/// The longest header that is read, in bytes.
pub const HEADER_BYTES_MAX: usize = 4_096;

/// How many signatures of a message are looked at.
pub const SIGNATURES_MAX: usize = 16;

const REQUEST_PARTS: &str = r#"("@method" "@authority" "@path" "@query" "content-digest" "content-type" "koinon-agreement" "koinon-request-id")"#;
const RESPONSE_PARTS: &str = r#"("@status" "content-digest" "koinon-receipt" "signature";req;key="koinon" "content-digest";req)"#;

/// Why a message is not signed as it must be. What is told to the other side is one text for all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// A header that must be there is not.
    #[error("the header `{0}` is missing")]
    Missing(&'static str),
    /// A header that must be there once is there more often.
    #[error("the header `{0}` is there more than once")]
    Repeated(&'static str),
    /// Too long, or with characters that no header has.
    #[error("the header `{0}` can't be read")]
    Malformed(&'static str),
    /// More than one signature of ours.
    #[error("the message has more than one signature with the tag `{TAG}`, or more than {SIGNATURES_MAX} in all")]
    Several,
    /// Other parts are covered, or in another order.
    #[error("the signature covers other parts than it must")]
    Parts,
    /// Another algorithm, tag, or parameters that are missing, twice or unknown.
    #[error("the parameters of the signature are not those of the profile")]
    Parameters,
    /// Made too long ago, too far ahead, or to live too long.
    #[error("the signature was made at {created}, and lives until {expires}: too far from {now}, or too long")]
    Time {
        /// When it was made, in POSIX seconds.
        created: u64,
        /// Until when it lives.
        expires: u64,
        /// Our clock.
        now: u64,
    },
    /// The content is not what the digest says.
    #[error("the content is not what its digest says")]
    Digest,
    /// No one that we know.
    #[error("`{0}` is the key of no one that is known here")]
    Key(String),
    /// The signature does not hold.
    #[error("the signature does not hold")]
    Signature,
}

/// A request, as it is signed. Header names are lower-case.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// `GET`, `POST`.
    pub method: &'a str,
    /// Host and port of whom it is for, without the port of its scheme: who checks gives its own, never what the request says.
    pub authority: &'a str,
    /// Path, as sent; with a slash at least.
    pub path: &'a str,
    /// What stands behind the `?`, where there is one.
    pub query: Option<&'a str>,
    /// Names and values.
    pub headers: &'a [(&'a str, &'a str)],
    /// Content; empty where there is none.
    pub body: &'a [u8],
}

/// An answer, as it is signed.
#[derive(Clone, Copy, Debug)]
pub struct Response<'a> {
    /// Status code.
    pub status: u16,
    /// Names and values.
    pub headers: &'a [(&'a str, &'a str)],
    /// Content; empty where there is none.
    pub body: &'a [u8],
}

/// Who signs, and when.
#[derive(Clone, Copy, Debug)]
pub struct Signer<'a> {
    /// The key.
    pub key: &'a SigningKey,
    /// Its name in the `did:web` document.
    pub keyid: &'a str,
    /// Now, in POSIX seconds.
    pub created: u64,
    /// Random, fresh for each message.
    pub nonce: [u8; 16],
}

/// What of a signed request its answer is bound to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    digest: String,
    signature: String,
}

/// A message that was signed: the headers to add, and what binds the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// `content-digest`, `signature-input` and `signature`.
    pub headers: [(&'static str, String); 3],
    /// For the answer.
    pub bound: Bound,
}

/// A message whose signature holds. Whether its nonce was seen before is still to be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The key that signed, as the message names it.
    pub keyid: String,
    /// Its nonce.
    pub nonce: [u8; 16],
    /// When it was made, in POSIX seconds.
    pub created: u64,
    /// For the answer.
    pub bound: Bound,
}

impl Request<'_> {
    /// Signs the request. Its headers must hold `content-type`, `koinon-agreement` and `koinon-request-id`. Errors: one is missing or there twice.
    pub fn sign(&self, signer: &Signer<'_>) -> Result<Signed, SignatureError> {
        let digest = content_digest(self.body);
        let params = signer.params(REQUEST_PARTS);
        let base = self.base(&digest, &params)?;
        Ok(signer.signed(digest, &params, &base))
    }

    /// Checks the request at `now`, POSIX seconds. `find` gives the public key that an id names. Errors: the first thing that is wrong; content
    /// last, as it is the dearest to look at but for the signature.
    pub fn verify(&self, now: u64, find: impl FnOnce(&str) -> Option<[u8; 32]>) -> Result<Verified, SignatureError> {
        let claim = Claim::read(self.headers, REQUEST_PARTS)?;
        let base = self.base(claim.digest, claim.params)?;
        claim.verify(&base, self.body, now, find)
    }

    fn base(&self, digest: &str, params: &str) -> Result<String, SignatureError> {
        let query = format!("?{}", self.query.unwrap_or_default());
        let header = |name| one(self.headers, name);
        Ok(base(
            &[
                (r#""@method""#, self.method),
                (r#""@authority""#, self.authority),
                (r#""@path""#, self.path),
                (r#""@query""#, &query),
                (r#""content-digest""#, digest),
                (r#""content-type""#, header("content-type")?),
                (r#""koinon-agreement""#, header("koinon-agreement")?),
                (r#""koinon-request-id""#, header("koinon-request-id")?),
            ],
            params,
        ))
    }
}

impl Response<'_> {
    /// Signs the answer to a request. Its headers must hold `koinon-receipt`. Errors: it is missing or there twice.
    pub fn sign(&self, asked: &Bound, signer: &Signer<'_>) -> Result<Signed, SignatureError> {
        let digest = content_digest(self.body);
        let params = signer.params(RESPONSE_PARTS);
        let base = self.base(asked, &digest, &params)?;
        Ok(signer.signed(digest, &params, &base))
    }

    /// Checks the answer to a request that we signed, as [`Request::verify`].
    pub fn verify(&self, asked: &Bound, now: u64, find: impl FnOnce(&str) -> Option<[u8; 32]>) -> Result<Verified, SignatureError> {
        let claim = Claim::read(self.headers, RESPONSE_PARTS)?;
        let base = self.base(asked, claim.digest, claim.params)?;
        claim.verify(&base, self.body, now, find)
    }

    fn base(&self, asked: &Bound, digest: &str, params: &str) -> Result<String, SignatureError> {
        let status = self.status.to_string();
        Ok(base(
            &[
                (r#""@status""#, &status),
                (r#""content-digest""#, digest),
                (r#""koinon-receipt""#, one(self.headers, "koinon-receipt")?),
                (r#""signature";req;key="koinon""#, &asked.signature),
                (r#""content-digest";req"#, &asked.digest),
            ],
            params,
        ))
    }
}

/// The text that is signed: each part with its value, then the parameters (RFC 9421, 2.5).
pub fn base(parts: &[(&str, &str)], params: &str) -> String {
    let lines: String = parts.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
    format!("{lines}\"@signature-params\": {params}")
}

/// The `content-digest` of a body (RFC 9530, 2).
pub fn content_digest(body: &[u8]) -> String {
    format!("sha-256=:{}:", STANDARD.encode(Sha256::digest(body)))
}

impl Signer<'_> {
    fn params(&self, parts: &str) -> String {
        let Signer { keyid, created, nonce, .. } = self;
        let (expires, nonce) = (created.saturating_add(LIFE), STANDARD.encode(nonce));
        format!(r#"{parts};created={created};expires={expires};nonce="{nonce}";keyid="{keyid}";alg="ed25519";tag="{TAG}""#)
    }

    fn signed(&self, digest: String, params: &str, base: &str) -> Signed {
        let signature = format!(":{}:", STANDARD.encode(self.key.sign_bytes(base.as_bytes())));
        let headers =
            [("content-digest", digest.clone()), ("signature-input", format!("{LABEL}={params}")), ("signature", format!("{LABEL}={signature}"))];
        Signed { headers, bound: Bound { digest, signature } }
    }
}

/// What a message says of its signature; nothing is checked but its form.
struct Claim<'a> {
    digest: &'a str,
    params: &'a str,
    /// `:base64:`
    signature: &'a str,
    created: u64,
    expires: u64,
    nonce: [u8; 16],
    keyid: &'a str,
}

impl<'a> Claim<'a> {
    fn read(headers: &'a [(&'a str, &'a str)], parts: &str) -> Result<Claim<'a>, SignatureError> {
        let input = members(one(headers, "signature-input")?).ok_or(SignatureError::Malformed("signature-input"))?;
        let signatures = members(one(headers, "signature")?).ok_or(SignatureError::Malformed("signature"))?;
        let digest = one(headers, "content-digest")?;
        let ours = |(label, value): &&(&str, &str)| *label == LABEL || value.contains(TAG);
        let mut found = input.iter().filter(ours);
        let (params, second) = (found.next(), found.next());
        if second.is_some() || input.len() > SIGNATURES_MAX || signatures.iter().filter(|(label, _)| *label == LABEL).count() > 1 {
            return Err(SignatureError::Several);
        }
        let (_, params) = params.filter(|(label, _)| *label == LABEL).ok_or(SignatureError::Missing("signature-input"))?;
        let (_, signature) = signatures.iter().find(|(label, _)| *label == LABEL).ok_or(SignatureError::Missing("signature"))?;
        let rest = params.strip_prefix(parts).ok_or(SignatureError::Parts)?;
        let Params { created, expires, nonce, keyid } = Params::read(rest).ok_or(SignatureError::Parameters)?;
        Ok(Claim { digest, params, signature, created, expires, nonce, keyid })
    }

    fn verify(&self, base: &str, body: &[u8], now: u64, find: impl FnOnce(&str) -> Option<[u8; 32]>) -> Result<Verified, SignatureError> {
        let Claim { created, expires, .. } = *self;
        let lives = created < expires && expires <= created.saturating_add(LIFE);
        if !lives || created > now.saturating_add(SKEW_MAX) || now > expires {
            return Err(SignatureError::Time { created, expires, now });
        }
        let key = find(self.keyid).ok_or_else(|| SignatureError::Key(crate::text::brief(self.keyid)))?;
        let bytes = self.signature.strip_prefix(':').and_then(|rest| rest.strip_suffix(':')).filter(|text| text.len() == 88);
        let bytes: Option<[u8; 64]> = bytes.and_then(|text| STANDARD.decode(text).ok()?.try_into().ok());
        if !bytes.is_some_and(|signature| verify_bytes(&key, base.as_bytes(), &signature)) {
            return Err(SignatureError::Signature);
        }
        if self.digest != content_digest(body) {
            return Err(SignatureError::Digest);
        }
        let bound = Bound { digest: self.digest.to_owned(), signature: self.signature.to_owned() };
        Ok(Verified { keyid: self.keyid.to_owned(), nonce: self.nonce, created, bound })
    }
}

struct Params<'a> {
    created: u64,
    expires: u64,
    nonce: [u8; 16],
    keyid: &'a str,
}

impl<'a> Params<'a> {
    /// Reads `;created=..` and the others, in any order, each once, nothing else.
    fn read(text: &'a str) -> Option<Params<'a>> {
        let (mut created, mut expires, mut nonce, mut keyid, mut alg, mut tag) = (None, None, None, None, None, None);
        for param in text.strip_prefix(';')?.split(';') {
            let (name, value) = param.split_once('=')?;
            let slot = match name {
                "created" => &mut created,
                "expires" => &mut expires,
                "nonce" => &mut nonce,
                "keyid" => &mut keyid,
                "alg" => &mut alg,
                "tag" => &mut tag,
                _ => return None,
            };
            if slot.replace(value).is_some() {
                return None;
            }
        }
        let quoted = |value: Option<&'a str>| value?.strip_prefix('"')?.strip_suffix('"').filter(|text| !text.contains(['"', '\\']));
        let seconds =
            |value: Option<&str>| value.filter(|text| text.len() <= 15).and_then(|text| text.parse::<u64>().ok().filter(|n| n.to_string() == *text));
        let is_ours = quoted(alg)? == "ed25519" && quoted(tag)? == TAG;
        let nonce = quoted(nonce).filter(|text| is_ours && text.len() == 24)?;
        Some(Params {
            created: seconds(created)?,
            expires: seconds(expires)?,
            nonce: STANDARD.decode(nonce).ok()?.try_into().ok()?,
            keyid: quoted(keyid)?,
        })
    }
}

/// The value of a header that is there exactly once.
fn one<'a>(headers: &[(&str, &'a str)], name: &'static str) -> Result<&'a str, SignatureError> {
    let mut found = headers.iter().filter(|(header, _)| *header == name).map(|(_, value)| value.trim_matches([' ', '\t']));
    let value = found.next().ok_or(SignatureError::Missing(name))?;
    if found.next().is_some() {
        return Err(SignatureError::Repeated(name));
    }
    let is_plain = value.len() <= HEADER_BYTES_MAX && value.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    if is_plain { Ok(value) } else { Err(SignatureError::Malformed(name)) }
}

/// The members of a dictionary (RFC 8941, 3.2), each with its value as it was written. None where a text is left open, or a member has no value.
fn members(value: &str) -> Option<Vec<(&str, &str)>> {
    let (mut members, mut start, mut is_quoted, mut is_escaped) = (Vec::new(), 0, false, false);
    let ends = value.char_indices().chain([(value.len(), ',')]);
    for (at, letter) in ends {
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' if is_quoted => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => {
                members.push(value.get(start..at)?.trim_matches([' ', '\t']).split_once('=')?);
                start = at.checked_add(1)?;
            }
            _ => {}
        }
    }
    (!is_quoted && start > value.len()).then_some(members)
}
