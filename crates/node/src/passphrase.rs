//! Passphrases: which will do, and their argon2id hashes as text that names its own parameters.
//!
//! ```text
//! $argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2E$3vF…43 characters of base64…
//! ```
//! Source: RFC 9106; the PHC string format. Comparison is of bytes in NFC, so that two keyboards give one passphrase (RFC 8265, 4.2).

use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use record::text::nfc;

use crate::limits::{PASSPHRASE_BYTES_MAX, PASSPHRASE_CHARS_MIN, PASSPHRASE_KIB, PASSPHRASE_KIB_MAX, PASSPHRASE_PASSES};

const SALT_BYTES: usize = 16;
const HASH_BYTES: usize = 32;

/// Why a text is no passphrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PassphraseError {
    /// Too few characters.
    #[error("a passphrase has {PASSPHRASE_CHARS_MIN} characters or more: four words that have nothing to do with each other will do")]
    Short,
    /// Too many bytes.
    #[error("a passphrase has at most {PASSPHRASE_BYTES_MAX} bytes")]
    Long,
    /// Characters that no keyboard gives.
    #[error("a passphrase has no control characters, line feeds or tabs")]
    Control,
    /// One that is guessed first.
    #[error(
        "a passphrase that repeats a few characters or the account's name is guessed first; take four words that have nothing to do with each other"
    )]
    Plain,
    /// The system gave no random bytes.
    #[error("the system gives no random bytes")]
    NoRandom,
    /// The machine has not the memory.
    #[error("the passphrase can't be hashed: {0}")]
    Hashing(argon2::Error),
}

/// The hash of a new passphrase of the account `name`. Errors: it is not fit to be one.
pub(crate) fn hash(passphrase: &str, name: &str) -> Result<String, PassphraseError> {
    let passphrase = nfc(passphrase);
    if passphrase.chars().count() < PASSPHRASE_CHARS_MIN {
        return Err(PassphraseError::Short);
    }
    if passphrase.len() > PASSPHRASE_BYTES_MAX {
        return Err(PassphraseError::Long);
    }
    if passphrase.chars().any(char::is_control) {
        return Err(PassphraseError::Control);
    }
    let folded = passphrase.to_lowercase();
    let rest = folded.replace(&nfc(name).to_lowercase(), "");
    let distinct: std::collections::BTreeSet<char> = folded.chars().collect();
    if distinct.len() < 5 || rest.chars().count() < PASSPHRASE_CHARS_MIN / 2 {
        return Err(PassphraseError::Plain);
    }
    let mut salt = [0; SALT_BYTES];
    getrandom::fill(&mut salt).map_err(|_| PassphraseError::NoRandom)?;
    let (m, t) = (PASSPHRASE_KIB, PASSPHRASE_PASSES);
    let digest = digest(passphrase.as_bytes(), &salt, m, t, 1).map_err(PassphraseError::Hashing)?;
    Ok(format!("$argon2id$v=19$m={m},t={t},p=1${}${}", STANDARD_NO_PAD.encode(salt), STANDARD_NO_PAD.encode(digest)))
}

/// Whether `passphrase` has this hash. Takes as long where there is none to compare with (no such account), and then it never has.
pub(crate) fn matches(passphrase: &str, hash: Option<&str>) -> bool {
    // What is longer was never accepted; hashing it would only cost time.
    let passphrase = if passphrase.len() > PASSPHRASE_BYTES_MAX { "" } else { passphrase };
    let nobody = Kept { m: PASSPHRASE_KIB, t: PASSPHRASE_PASSES, p: 1, salt: vec![0; SALT_BYTES], digest: vec![0; HASH_BYTES] };
    let (kept, is_real) = hash.and_then(Kept::read).map_or((nobody, false), |kept| (kept, true));
    let Ok(found) = digest(nfc(passphrase).as_bytes(), &kept.salt, kept.m, kept.t, kept.p) else { return false };
    let differ = found.iter().zip(&kept.digest).fold(0, |differ, (a, b)| differ | (a ^ b));
    is_real && differ == 0 && kept.digest.len() == HASH_BYTES
}

/// A hash as it is kept.
struct Kept {
    m: u32,
    t: u32,
    p: u32,
    salt: Vec<u8>,
    digest: Vec<u8>,
}

impl Kept {
    fn read(text: &str) -> Option<Kept> {
        let rest = text.strip_prefix("$argon2id$v=19$")?;
        let mut parts = rest.split('$');
        let (parameters, salt, digest) = (parts.next()?, parts.next()?, parts.next()?);
        let mut numbers = ["m=", "t=", "p="].into_iter().zip(parameters.split(',')).map(|(name, text)| text.strip_prefix(name)?.parse::<u32>().ok());
        let (m, t, p) = (numbers.next()??, numbers.next()??, numbers.next()??);
        let decoded = |text: &str| STANDARD_NO_PAD.decode(text).ok();
        let kept = Kept { m, t, p, salt: decoded(salt)?, digest: decoded(digest)? };
        (m <= PASSPHRASE_KIB_MAX && kept.salt.len() >= 8).then_some(kept)
    }
}

fn digest(passphrase: &[u8], salt: &[u8], m: u32, t: u32, p: u32) -> Result<[u8; HASH_BYTES], argon2::Error> {
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(m, t, p, Some(HASH_BYTES))?);
    let mut out = [0; HASH_BYTES];
    argon2.hash_password_into(passphrase, salt, &mut out)?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passphrase_has_its_own_hash_and_no_other() {
        let hashed = hash("correct horse battery", "ada").unwrap();
        assert!(hashed.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(matches("correct horse battery", Some(&hashed)));
        assert!(!matches("correct horse batterz", Some(&hashed)) && !matches("", Some(&hashed)) && !matches("correct horse battery", None));
        assert_ne!(hashed, hash("correct horse battery", "ada").unwrap(), "each has a salt of its own");
    }

    #[test]
    fn two_ways_to_type_a_letter_are_one_passphrase() {
        let hashed = hash("café au lait, sans sucre", "ada").unwrap();
        assert!(matches("cafe\u{301} au lait, sans sucre", Some(&hashed)));
    }

    /// The reference implementation's own vector: phc-winner-argon2, `test.c`: argon2id, version 0x13, m = 2^8, t = 2, p = 1.
    #[test]
    fn the_reference_implementation_gives_the_same() {
        let kept = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
        assert!(matches("password", Some(kept)));
        assert!(!matches("passwore", Some(kept)));
    }

    #[test]
    fn what_is_guessed_first_is_refused() {
        for (passphrase, error) in [
            ("short", PassphraseError::Short),
            ("fourteen chars", PassphraseError::Short),
            ("aaaaaaaaaaaaaaaaaaaa", PassphraseError::Plain),
            ("abcabcabcabcabcabc", PassphraseError::Plain),
            ("ada.lovelaceada.lovelace1", PassphraseError::Plain),
            ("a tab\tis no character", PassphraseError::Control),
        ] {
            assert_eq!(hash(passphrase, "Ada.Lovelace").unwrap_err(), error, "{passphrase}");
        }
        assert_eq!(hash(&"long ".repeat(300), "ada").unwrap_err(), PassphraseError::Long);
    }

    #[test]
    fn a_damaged_hash_opens_to_nobody() {
        for kept in
            ["", "$argon2id$v=19$m=19456,t=2,p=1$$", "$argon2id$v=19$m=4294967295,t=2,p=1$c29tZXNhbHQ$AAAA", "$argon2i$v=19$m=8,t=1,p=1$x$y", "plain"]
        {
            assert!(!matches("correct horse battery", Some(kept)) && !matches("", Some(kept)), "{kept}");
        }
    }
}
