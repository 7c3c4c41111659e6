//! Tokens: who may write over HTTP. The secret is shown once, when it is made; only its SHA-256 is kept.
//!
//! ```text
//! koinon_7Yt…43 characters of base64url…
//! ```

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use record::{EntryId, Office};
use store::{Access, NewToken, StoreError, Token};

use crate::clock::Clock;
use crate::limits::{TOKEN_BYTES, TOKEN_DAYS_MAX};

/// What a token is to be.
#[derive(Clone, Debug)]
pub struct TokenTerms<'a> {
    /// What its operator calls it; 1 to 100 characters.
    pub name: &'a str,
    /// The office that speaks through it.
    pub office: &'a Office,
    /// Names of the kinds that it may state, without version; none = every kind but the record's own.
    pub kinds: Option<&'a [String]>,
    /// How long it opens the door, in days.
    pub days: u32,
}

/// Why a token was not made or not found.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// Its name.
    #[error("`{0}` is no name for a token; give 1 to 100 characters")]
    Name(String),
    /// Its life.
    #[error("a token can't live {0} days; give 1 to {TOKEN_DAYS_MAX}")]
    Days(u32),
    /// A kind of its scope.
    #[error("`{0}` can't be a token's kind; give names such as `measure`, without version, none of the record's own")]
    Kind(String),
    /// No token of this name is valid.
    #[error("no token `{0}` is valid; `koinon token list` shows them")]
    NoSuch(String),
    /// The system gave no random bytes.
    #[error("the system gives no random bytes: {0}")]
    Random(String),
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The tokens of one node; shared by all threads that answer requests.
pub struct Tokens {
    access: Mutex<Access>,
}

const DAY_MS: i64 = 86_400_000;

impl Tokens {
    /// Opens the tokens of the node in `dir`, also while another process has them open.
    pub fn open(dir: &Path) -> Result<Tokens, StoreError> {
        Access::open(&dir.join("access.db")).map(|access| Tokens { access: Mutex::new(access) })
    }

    /// Makes a token. Returns its secret, which is kept nowhere.
    pub fn create(&self, terms: &TokenTerms<'_>, known: &[record::Kind], clock: &dyn Clock) -> Result<String, TokenError> {
        let TokenTerms { name, office, kinds, days } = terms;
        if !(1..=100).contains(&name.chars().count()) || name.chars().any(char::is_control) {
            return Err(TokenError::Name((*name).chars().take(100).collect()));
        }
        if !(1..=TOKEN_DAYS_MAX).contains(days) {
            return Err(TokenError::Days(*days));
        }
        let may_be_stated = |name: &String| known.iter().any(|kind| kind.name == name && !kind.is_records_own);
        if let Some(wrong) = kinds.iter().copied().flatten().find(|name| !may_be_stated(name)) {
            return Err(TokenError::Kind(wrong.clone()));
        }
        let mut bytes = [0; TOKEN_BYTES];
        getrandom::fill(&mut bytes).map_err(|error| TokenError::Random(error.to_string()))?;
        let secret = format!("koinon_{}", URL_SAFE_NO_PAD.encode(bytes));
        let created_ms = clock.now().as_millisecond();
        let expires_ms = created_ms.saturating_add(DAY_MS.saturating_mul(i64::from(*days)));
        let token = NewToken { name, office, kinds: *kinds, created_ms, expires_ms };
        self.locked(|access| access.add(&token, EntryId::of(secret.as_bytes()).digest()))?;
        Ok(secret)
    }

    /// The token whose secret this is, if it is valid now. Notes that it was used.
    pub fn admit(&self, secret: &str, clock: &dyn Clock) -> Result<Option<Token>, StoreError> {
        let now_ms = clock.now().as_millisecond();
        // Found by hash: how long the search takes tells nothing about the secret.
        let digest = EntryId::of(secret.as_bytes());
        self.locked(|access| {
            let token = access.find(digest.digest())?.filter(|token| token.is_valid_at(now_ms));
            token.as_ref().map_or(Ok(()), |token| access.used(token, now_ms))?;
            Ok(token)
        })
    }

    /// All tokens, oldest first; their secrets are not known.
    pub fn all(&self) -> Result<Vec<Token>, StoreError> {
        self.locked(Access::all)
    }

    /// Revokes every valid token of this name.
    pub fn revoke(&self, name: &str, clock: &dyn Clock) -> Result<usize, TokenError> {
        match self.locked(|access| access.revoke(name, clock.now().as_millisecond()))? {
            0 => Err(TokenError::NoSuch(name.chars().take(100).collect())),
            count => Ok(count),
        }
    }

    fn locked<T>(&self, ask: impl FnOnce(&Access) -> Result<T, StoreError>) -> Result<T, StoreError> {
        ask(&self.access.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SetClock;

    #[test]
    fn a_token_opens_the_door_until_it_expires_and_its_secret_is_nowhere_in_the_file() {
        let dir = tempfile::tempdir().unwrap();
        let tokens = Tokens::open(dir.path()).unwrap();
        let clock = SetClock::at(1_000);
        let terms = TokenTerms { name: "tracker", office: &Office::default(), kinds: None, days: 1 };
        let secret = tokens.create(&terms, &[], &clock).unwrap();
        assert_eq!(tokens.admit(&secret, &clock).unwrap().unwrap().name, "tracker");
        assert_eq!(tokens.admit("koinon_guess", &clock).unwrap(), None);
        clock.set(1_000 + DAY_MS);
        assert_eq!(tokens.admit(&secret, &clock).unwrap(), None);
        drop(tokens);
        for file in std::fs::read_dir(dir.path()).unwrap() {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()));
        }
    }

    #[test]
    fn a_revoked_token_is_shut_out_at_once() {
        let dir = tempfile::tempdir().unwrap();
        let (tokens, clock) = (Tokens::open(dir.path()).unwrap(), SetClock::at(0));
        let terms = TokenTerms { name: "tracker", office: &Office::default(), kinds: None, days: 90 };
        let secret = tokens.create(&terms, &[], &clock).unwrap();
        tokens.revoke("tracker", &clock).unwrap();
        assert_eq!(tokens.admit(&secret, &clock).unwrap(), None);
        assert!(matches!(tokens.revoke("tracker", &clock), Err(TokenError::NoSuch(_))));
    }
}
