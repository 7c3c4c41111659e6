//! Commitments: what a restricted statement shows of the statement that it hides (DESIGN rule 23; specs/record.md f).
//!
//! ```text
//! c = SHA-256("koinon/commit/v1\n" || u16be(len origin) || origin || salt[32] || JCS(inner))
//! ```
//! In: making and checking c. Out: salts and payloads (`node`), who gets them.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::canon;
use crate::kind::Json;
use crate::merkle::Hash;
use crate::name::Origin;

/// What stands in the record in place of a hidden statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Commitment(Hash);

impl Commitment {
    /// Commits to `inner`, the whole hidden statement with its kind, in the record of `origin`. The salt is random, fresh for each, never used again.
    pub fn of(origin: &Origin, salt: &[u8; 32], inner: &Json) -> Commitment {
        // INVARIANT: an origin has at most 200 bytes.
        let length = u16::try_from(origin.as_str().len()).unwrap_or(u16::MAX);
        let hash = Sha256::new()
            .chain_update("koinon/commit/v1\n")
            .chain_update(length.to_be_bytes())
            .chain_update(origin.as_str())
            .chain_update(salt)
            .chain_update(canon::to_bytes(inner));
        Commitment(hash.finalize().into())
    }

    /// The commitment whose hash this is.
    pub fn from_digest(digest: Hash) -> Commitment {
        Commitment(digest)
    }

    /// The hash itself.
    pub fn digest(&self) -> &Hash {
        &self.0
    }

    /// Its 43 characters of unpadded base64url, as body `c` of `restricted/v1`.
    pub fn to_text(self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// Reads it back. None where the text is anything but 32 bytes in unpadded base64url.
    pub fn parse(text: &str) -> Option<Commitment> {
        (text.len() == 43).then(|| URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok().map(Commitment)).flatten()
    }
}
