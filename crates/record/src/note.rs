//! Signed notes: a text and whoever signed it (c2sp.org/signed-note), with cosignatures (c2sp.org/tlog-cosignature).
//!
//! ```text
//! If you think cryptography is the answer to your problem,
//! then you don't know what your problem is.
//!
//! — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
//! ```
//! In: notes, keys, signing and verifying. Out: what the text means (`checkpoint`), where keys are kept (`node`).

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::Signer;
use sha2::{Digest, Sha256};

use crate::cosignature;

/// The longest note that is read, in bytes: 64 signatures of ML-DSA-44 fit.
pub const NOTE_BYTES_MAX: usize = 256 * 1024;

/// How many signatures a note may carry; the source asks for 16 at least.
pub const SIGNATURES_MAX: usize = 64;

/// The longest name of a key, in bytes.
pub const KEY_NAME_BYTES_MAX: usize = 255;

/// Why a note or key is not what it should be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// Too long, or with characters that no note has.
    #[error("the note is longer than 262144 bytes or holds a control character; give it as it was served")]
    Malformed,
    /// No signatures, or no text.
    #[error("the note has no text or no signatures; a text, an empty line and signature lines belong to it")]
    NoSignatures,
    /// Too many signatures.
    #[error("the note has more than 64 signatures; give those that matter")]
    TooManySignatures,
    /// A line that is no signature.
    #[error("signature line {0} of the note is malformed; it must be `— <name> <base64>`")]
    SignatureLine(usize),
    /// A key that is known signed something else.
    #[error("the signature of `{0}` does not fit the text: it was changed, or signed by another key")]
    BadSignature(String),
    /// No known key signed.
    #[error("no key that was given signed the note; give the verification key of one of its signers")]
    NoKnownSigner,
    /// A verification key that can't be read.
    #[error("`{0}` is no verification key; give `<name>+<8 hex digits>+<base64>`")]
    Key(String),
    /// A verification key whose id is that of another.
    #[error("the id of the verification key of `{0}` does not fit the key; copy it again, whole")]
    KeyId(String),
    /// A kind of key that this code can't check.
    #[error("the key of `{name}` is of type {algorithm}; types 1 (Ed25519) and 4 (cosignature/v1) are known here")]
    Algorithm {
        /// The key's name.
        name: String,
        /// Its type byte.
        algorithm: u8,
    },
}

/// What a key signs, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Algorithm {
    /// Ed25519 over the note's text (type 0x01).
    Ed25519,
    /// Ed25519 over a time and a checkpoint, by a witness or mirror (type 0x04).
    CosignatureV1,
}

impl Algorithm {
    /// Its type byte.
    pub fn byte(self) -> u8 {
        match self {
            Algorithm::Ed25519 => 1,
            Algorithm::CosignatureV1 => 4,
        }
    }
}

/// The public half of a key with its name: what checks a signature. Written as a vkey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifyingKey {
    name: String,
    id: [u8; 4],
    algorithm: Algorithm,
    key: ed25519_dalek::VerifyingKey,
}

/// The secret half of a key with its name. Never printed; forgotten bytes are overwritten.
pub struct SigningKey {
    name: String,
    algorithm: Algorithm,
    key: ed25519_dalek::SigningKey,
}

/// One signature line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// Name of the key.
    pub name: String,
    /// Id of the key; only the pair of name and id tells keys apart.
    pub id: [u8; 4],
    /// What the key made, as its algorithm lays it out.
    pub bytes: Vec<u8>,
}

/// A text with its signatures. Not yet verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedNote {
    /// The text, ended by a line feed.
    pub text: String,
    /// The signatures, in order.
    pub signatures: Vec<Signature>,
}

/// A signature that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Name of the key.
    pub name: String,
    /// Id of the key.
    pub id: [u8; 4],
    /// What kind of key.
    pub algorithm: Algorithm,
    /// When a cosigner saw the text, in POSIX seconds; none for a plain signature.
    pub seconds: Option<u64>,
}

/// Whether a text can be a key's name: not empty, no space, no `+`, no control character, at most 255 bytes.
pub fn is_key_name(name: &str) -> bool {
    (1..=KEY_NAME_BYTES_MAX).contains(&name.len()) && !name.chars().any(|c| c.is_whitespace() || c.is_control() || c == '+')
}

fn key_id(name: &str, algorithm: u8, key: &[u8]) -> [u8; 4] {
    let digest: [u8; 32] = Sha256::new().chain_update(name).chain_update("\n").chain_update([algorithm]).chain_update(key).finalize().into();
    let [a, b, c, d, ..] = digest;
    [a, b, c, d]
}

impl VerifyingKey {
    /// Its name: for the key of a log, the log's origin.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its id.
    pub fn id(&self) -> [u8; 4] {
        self.id
    }

    /// What it checks.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The bare Ed25519 key.
    pub fn public_bytes(&self) -> [u8; 32] {
        self.key.to_bytes()
    }

    /// Checks one signature of this key over `text`. Small-order keys and malleable signatures never hold.
    fn verify(&self, text: &str, signature: &[u8]) -> Option<Option<u64>> {
        let holds = |message: &[u8], bytes: &[u8; 64]| self.key.verify_strict(message, &ed25519_dalek::Signature::from_bytes(bytes)).is_ok();
        match self.algorithm {
            Algorithm::Ed25519 => signature.try_into().is_ok_and(|bytes| holds(text.as_bytes(), bytes)).then_some(None),
            Algorithm::CosignatureV1 => {
                let (seconds, bytes) = cosignature::split(signature)?;
                holds(cosignature::message(seconds, text).as_bytes(), bytes).then_some(Some(seconds))
            }
        }
    }
}

impl FromStr for VerifyingKey {
    type Err = NoteError;

    /// Reads a vkey: `<name>+<hex id>+<base64 of type and key>`. Errors also where the id is not the key's.
    fn from_str(text: &str) -> Result<VerifyingKey, NoteError> {
        let wrong = || NoteError::Key(crate::text::brief(text));
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(id), Some(bytes)) = (parts.next(), parts.next(), parts.next()) else { return Err(wrong()) };
        if !is_key_name(name) || id.len() != 8 || bytes.len() > 4_096 {
            return Err(wrong());
        }
        let bytes = STANDARD.decode(bytes).map_err(|_| wrong())?;
        let (algorithm, key) = bytes.split_first().ok_or_else(wrong)?;
        if hex(&key_id(name, *algorithm, key)) != id {
            return Err(NoteError::KeyId(name.to_owned()));
        }
        let known = match algorithm {
            1 => Algorithm::Ed25519,
            4 => Algorithm::CosignatureV1,
            other => return Err(NoteError::Algorithm { name: name.to_owned(), algorithm: *other }),
        };
        let key = key.try_into().ok().and_then(|key| ed25519_dalek::VerifyingKey::from_bytes(key).ok()).ok_or_else(wrong)?;
        Ok(VerifyingKey { name: name.to_owned(), id: key_id(name, *algorithm, key.as_bytes()), algorithm: known, key })
    }
}

impl fmt::Display for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [&[self.algorithm.byte()], self.key.as_bytes().as_slice()].concat();
        write!(f, "{}+{}+{}", self.name, hex(&self.id), STANDARD.encode(bytes))
    }
}

impl SigningKey {
    /// The key of this seed. Errors: a name that no key can have.
    pub fn from_seed(name: &str, algorithm: Algorithm, seed: &[u8; 32]) -> Result<SigningKey, NoteError> {
        if !is_key_name(name) {
            return Err(NoteError::Key(crate::text::brief(name)));
        }
        Ok(SigningKey { name: name.to_owned(), algorithm, key: ed25519_dalek::SigningKey::from_bytes(seed) })
    }

    /// Reads what [`SigningKey::to_secret`] wrote. Errors never repeat any of it.
    pub fn from_secret(text: &str) -> Result<SigningKey, NoteError> {
        let wrong = || NoteError::Key("PRIVATE+KEY+..".to_owned());
        let mut parts = text.trim_end().strip_prefix("PRIVATE+KEY+").ok_or_else(wrong)?.splitn(3, '+');
        let (Some(name), Some(id), Some(bytes)) = (parts.next(), parts.next(), parts.next()) else { return Err(wrong()) };
        let bytes = STANDARD.decode(bytes).map_err(|_| wrong())?;
        let (algorithm, seed) = match bytes.split_first().ok_or_else(wrong)? {
            (1, seed) => (Algorithm::Ed25519, seed),
            (4, seed) => (Algorithm::CosignatureV1, seed),
            (other, _) => return Err(NoteError::Algorithm { name: crate::text::brief(name), algorithm: *other }),
        };
        let key = SigningKey::from_seed(name, algorithm, seed.try_into().map_err(|_| wrong())?)?;
        if hex(&key.verifying_key().id) == id { Ok(key) } else { Err(NoteError::KeyId(key.name)) }
    }

    /// The secret itself, as Go's `sumdb/note` and others write it: `PRIVATE+KEY+<name>+<hex id>+<base64 of type and seed>`.
    pub fn to_secret(&self) -> String {
        let bytes = [&[self.algorithm.byte()], self.key.as_bytes().as_slice()].concat();
        format!("PRIVATE+KEY+{}+{}+{}", self.name, hex(&self.verifying_key().id), STANDARD.encode(bytes))
    }

    /// Its public half.
    pub fn verifying_key(&self) -> VerifyingKey {
        let key = self.key.verifying_key();
        VerifyingKey { name: self.name.clone(), id: key_id(&self.name, self.algorithm.byte(), key.as_bytes()), algorithm: self.algorithm, key }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Signs any bytes with the bare key, for statements about keys (specs/record.md g).
    pub fn sign_bytes(&self, message: &[u8]) -> [u8; 64] {
        self.key.sign(message).to_bytes()
    }

    /// Signs a note's text. `seconds` is the time that a cosignature carries; a plain signature carries none.
    pub fn sign(&self, text: &str, seconds: u64) -> Signature {
        let bytes = match self.algorithm {
            Algorithm::Ed25519 => self.sign_bytes(text.as_bytes()).to_vec(),
            Algorithm::CosignatureV1 => cosignature::join(seconds, &self.sign_bytes(cosignature::message(seconds, text).as_bytes())),
        };
        Signature { name: self.name.clone(), id: self.verifying_key().id, bytes }
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Whether bare bytes were signed by a bare Ed25519 key.
pub fn verify_bytes(public: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> bool {
    let key = ed25519_dalek::VerifyingKey::from_bytes(public);
    key.is_ok_and(|key| key.verify_strict(message, &ed25519_dalek::Signature::from_bytes(signature)).is_ok())
}

impl Signature {
    /// The whole line without its line feed, as witnesses send it: `— <name> <base64>`.
    pub fn line(&self) -> String {
        format!("— {} {}", self.name, STANDARD.encode([self.id.as_slice(), &self.bytes].concat()))
    }

    /// Reads a line without its line feed. None where it is none.
    pub fn from_line(line: &str) -> Option<Signature> {
        let (name, bytes) = line.strip_prefix("— ")?.split_once(' ')?;
        let bytes = STANDARD.decode(bytes).ok()?;
        let (id, bytes) = bytes.split_first_chunk::<4>()?;
        (is_key_name(name) && !bytes.is_empty()).then(|| Signature { name: name.to_owned(), id: *id, bytes: bytes.to_vec() })
    }
}

impl FromStr for SignedNote {
    type Err = NoteError;

    /// Reads a note. The text ends at the last empty line.
    fn from_str(note: &str) -> Result<SignedNote, NoteError> {
        if note.len() > NOTE_BYTES_MAX || note.bytes().any(|byte| byte < b' ' && byte != b'\n') {
            return Err(NoteError::Malformed);
        }
        let body = note.strip_suffix('\n').ok_or(NoteError::NoSignatures)?;
        let (text, lines) = body.rsplit_once("\n\n").ok_or(NoteError::NoSignatures)?;
        if lines.bytes().filter(|byte| *byte == b'\n').count() >= SIGNATURES_MAX {
            return Err(NoteError::TooManySignatures);
        }
        let line = |(number, line)| Signature::from_line(line).ok_or(NoteError::SignatureLine(number + 1));
        let signatures = lines.split('\n').enumerate().map(line).collect::<Result<_, _>>()?;
        Ok(SignedNote { text: format!("{text}\n"), signatures })
    }
}

impl fmt::Display for SignedNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|signature| writeln!(f, "{}", signature.line()))
    }
}

impl SignedNote {
    /// A note signed by these keys; `seconds` is the time for those that cosign.
    pub fn sign(text: String, keys: &[&SigningKey], seconds: u64) -> SignedNote {
        let signatures = keys.iter().map(|key| key.sign(&text, seconds)).collect();
        SignedNote { text, signatures }
    }

    /// Which of the keys signed, in the order of the signatures, each once.
    ///
    /// Signatures of unknown keys are passed over. Errors: a known key whose signature does not hold, and no known key at all.
    pub fn verify(&self, keys: &[VerifyingKey]) -> Result<Vec<Verified>, NoteError> {
        let mut verified: Vec<Verified> = Vec::new();
        for signature in &self.signatures {
            let mut known = keys.iter().filter(|key| key.name == signature.name && key.id == signature.id).peekable();
            if known.peek().is_none() {
                continue;
            }
            let (key, seconds) = known
                .find_map(|key| Some((key, key.verify(&self.text, &signature.bytes)?)))
                .ok_or_else(|| NoteError::BadSignature(signature.name.clone()))?;
            if !verified.iter().any(|before| before.name == key.name && before.id == key.id) {
                verified.push(Verified { name: key.name.clone(), id: key.id, algorithm: key.algorithm, seconds });
            }
        }
        if verified.is_empty() { Err(NoteError::NoKnownSigner) } else { Ok(verified) }
    }
}

/// Bytes as lower-case hex digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        for digit in [byte >> 4, byte & 15] {
            text.push(char::from_digit(u32::from(digit), 16).unwrap_or('0'));
        }
        text
    })
}
