//! Key files: one secret key each, in the clear or encrypted with a passphrase.
//!
//! ```text
//! PRIVATE+KEY+health.example+b336bc64+AQEB..                      in the clear, as Go's sumdb/note writes it
//!
//! koinon-key/v1 health.example+b336bc64+AYqI..                    encrypted: the public half
//! argon2id m=65536,t=3,p=1 CQkJ..                                 how the passphrase becomes a key, and the salt
//! 7yJ1..                                                          ChaCha20-Poly1305 of the line above; the two lines are authenticated
//! ```
//! The salt is fresh for each encryption, so no key of the cipher is used twice, and its nonce is zero. Source: RFC 9106, RFC 8439.

use std::path::Path;
use std::sync::Arc;

use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use record::note::{SigningKey, VerifyingKey};
use record::text::nfc;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey};
use zeroize::Zeroizing;

use crate::files;
use crate::limits::{KEY_KIB, KEY_PASSES, KEY_PASSES_MAX, PASSPHRASE_BYTES_MAX, PASSPHRASE_CHARS_MIN, PASSPHRASE_KIB_MAX, SMALL_FILE_BYTES_MAX};

const FORM: &str = "koinon-key/v1 ";
const SALT_BYTES: usize = 16;

/// What opens encrypted keys. Never printed; overwritten when it is let go.
#[derive(Clone)]
pub struct Passphrase(Arc<Zeroizing<String>>);

impl std::fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passphrase")
    }
}

impl Passphrase {
    /// A passphrase, without the line feed that ends a file of it. None where it is too short to keep anyone out, or too long.
    pub fn new(text: &str) -> Option<Passphrase> {
        let text = nfc(text.trim_end_matches(['\n', '\r'])).into_owned();
        let fits = text.chars().count() >= PASSPHRASE_CHARS_MIN && text.len() <= PASSPHRASE_BYTES_MAX;
        fits.then(|| Passphrase(Arc::new(Zeroizing::new(text))))
    }
}

/// What stands in a key file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyFile {
    /// The public half.
    pub vkey: VerifyingKey,
    /// Whether the secret is encrypted.
    pub is_encrypted: bool,
}

impl KeyFile {
    /// Reads what a file says without a passphrase. Errors: what is wrong with it.
    pub fn read(path: &Path) -> Result<KeyFile, String> {
        let text = read_text(path)?;
        match Sealed::parse(&text) {
            Some(sealed) => Ok(KeyFile { vkey: sealed?.vkey, is_encrypted: true }),
            None => Ok(KeyFile { vkey: in_the_clear(&text)?.verifying_key(), is_encrypted: false }),
        }
    }
}

/// Encrypts the key in a file anew with `to`; `from` opens it where it is encrypted already. Errors: what is wrong with it; it stays as it was.
pub fn encrypt_key(path: &Path, from: Option<&Passphrase>, to: &Passphrase) -> Result<(), String> {
    let key = read(path, from)?;
    write(path, &key, Some(to)).map_err(|error| format!("it can't be written: {error}"))
}

/// Reads the key in a file. Errors: what is wrong with it, without any of it.
pub(crate) fn read(path: &Path, passphrase: Option<&Passphrase>) -> Result<SigningKey, String> {
    let text = read_text(path)?;
    let Some(sealed) = Sealed::parse(&text) else { return in_the_clear(&text) };
    let passphrase = passphrase.ok_or("it is encrypted; name the file of its passphrase in `KOINON_KEY_PASSPHRASE_FILE`")?;
    sealed?.open(passphrase)
}

/// Writes a key to a file for its owner alone; encrypted where there is a passphrase.
pub(crate) fn write(path: &Path, key: &SigningKey, passphrase: Option<&Passphrase>) -> Result<(), std::io::Error> {
    let secret = Zeroizing::new(key.to_secret());
    let text = match passphrase {
        None => Zeroizing::new(format!("{}\n", *secret)),
        Some(passphrase) => {
            let mut salt = [0; SALT_BYTES];
            getrandom::fill(&mut salt).map_err(std::io::Error::other)?;
            Zeroizing::new(seal(key, passphrase, &salt).map_err(std::io::Error::other)?)
        }
    };
    files::write_whole(path, text.as_bytes(), 0o600)
}

fn read_text(path: &Path) -> Result<Zeroizing<String>, String> {
    let bytes = files::read_bounded(path, SMALL_FILE_BYTES_MAX).map_err(|error| format!("{error}; put the key back from its own backup"))?;
    String::from_utf8(bytes).map(Zeroizing::new).map_err(|_| "it is not text; put the key back from its own backup".to_owned())
}

fn in_the_clear(text: &str) -> Result<SigningKey, String> {
    SigningKey::from_secret(text).map_err(|error| error.to_string())
}

/// An encrypted key.
struct Sealed<'t> {
    vkey: VerifyingKey,
    /// The two lines that are authenticated.
    head: &'t str,
    cost: Cost,
    salt: Vec<u8>,
    secret: Vec<u8>,
}

#[derive(Clone, Copy)]
struct Cost {
    kib: u32,
    passes: u32,
}

impl Sealed<'_> {
    /// None: the file is not encrypted. Errors: it is, and damaged.
    fn parse(text: &str) -> Option<Result<Sealed<'_>, String>> {
        let rest = text.strip_prefix(FORM)?;
        let read = || {
            let mut lines = rest.lines();
            let (vkey, cost, secret) = (lines.next()?, lines.next()?, lines.next()?);
            let head = text.get(..FORM.len().checked_add(vkey.len())?.checked_add(cost.len())?.checked_add(2)?)?;
            let (costs, salt) = cost.strip_prefix("argon2id m=")?.split_once(",p=1 ")?;
            let (kib, passes) = costs.split_once(",t=")?;
            let cost = Cost { kib: kib.parse().ok()?, passes: passes.parse().ok()? };
            let is_bounded = cost.kib <= PASSPHRASE_KIB_MAX && (1..=KEY_PASSES_MAX).contains(&cost.passes) && lines.next().is_none();
            let sealed = Sealed { vkey: vkey.parse().ok()?, head, cost, salt: STANDARD.decode(salt).ok()?, secret: STANDARD.decode(secret).ok()? };
            is_bounded.then_some(sealed)
        };
        Some(read().ok_or_else(|| "it is a damaged key; put the key back from its own backup".to_owned()))
    }

    fn open(mut self, passphrase: &Passphrase) -> Result<SigningKey, String> {
        let cipher = cipher(passphrase, &self.salt, self.cost)?;
        let opened = cipher.open_in_place(nonce(), Aad::from(self.head), &mut self.secret);
        let secret =
            opened.map_err(|_| "the passphrase does not open it, or it was changed; give the right one, or put the key back from its own backup")?;
        let secret = Zeroizing::new(String::from_utf8_lossy(secret).into_owned());
        let key = in_the_clear(&secret)?;
        if key.verifying_key() == self.vkey { Ok(key) } else { Err("it holds another key than it names".to_owned()) }
    }
}

fn seal(key: &SigningKey, passphrase: &Passphrase, salt: &[u8]) -> Result<String, String> {
    let cost = Cost { kib: KEY_KIB, passes: KEY_PASSES };
    let head = format!("{FORM}{}\nargon2id m={},t={},p=1 {}\n", key.verifying_key(), cost.kib, cost.passes, STANDARD.encode(salt));
    let mut secret = key.to_secret().into_bytes();
    let sealed = cipher(passphrase, salt, cost)?.seal_in_place_append_tag(nonce(), Aad::from(&head), &mut secret);
    sealed.map_err(|_| "the key can't be encrypted".to_owned())?;
    Ok(format!("{head}{}\n", STANDARD.encode(&secret)))
}

fn cipher(passphrase: &Passphrase, salt: &[u8], cost: Cost) -> Result<LessSafeKey, String> {
    let failed = |error: argon2::Error| format!("the passphrase can't be hashed: {error}");
    let params = Params::new(cost.kib, cost.passes, 1, Some(32)).map_err(failed)?;
    let mut key = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params).hash_password_into(passphrase.0.as_bytes(), salt, key.as_mut()).map_err(failed)?;
    UnboundKey::new(&CHACHA20_POLY1305, key.as_ref()).map(LessSafeKey::new).map_err(|_| "the cipher takes no such key".to_owned())
}

fn nonce() -> Nonce {
    Nonce::assume_unique_for_key([0; 12])
}

#[cfg(test)]
mod tests {
    use super::*;
    use record::note::Algorithm as Signs;

    /// Made by Python's `cryptography` (Argon2id, ChaCha20Poly1305) from seed 0x01, salt 0x09 and this passphrase.
    const GOLDEN: &str = "koinon-key/v1 koinon.example/golden+b336bc64+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c\nargon2id m=65536,t=\
        3,p=1 CQkJCQkJCQkJCQkJCQkJCQ==\n1gaPNHxoQjlqwaEfSN4/m8EbyoVEZEXwKJeUXp55i0kLuOVGYcE/gKLWSifXjB2CpE1hHyeTRfeLaJ\
        S6vVphUXhv69ZwR3KBpuBivoR85dJQNqodFgCzjT0wF+Y4Nvuamb8rNShcSQ==\n";

    fn key() -> SigningKey {
        SigningKey::from_seed("koinon.example/golden", Signs::Ed25519, &[1; 32]).unwrap()
    }

    fn passphrase(text: &str) -> Passphrase {
        Passphrase::new(text).unwrap()
    }

    #[test]
    fn an_encrypted_key_is_that_of_another_tool() {
        let right = passphrase("correct horse battery staple\n");
        assert_eq!(seal(&key(), &right, &[9; 16]).unwrap(), GOLDEN);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log.key");
        std::fs::write(&path, GOLDEN).unwrap();
        assert_eq!(KeyFile::read(&path), Ok(KeyFile { vkey: key().verifying_key(), is_encrypted: true }));
        assert_eq!(read(&path, Some(&right)).unwrap().to_secret(), key().to_secret());
        assert!(read(&path, None).unwrap_err().contains("KOINON_KEY_PASSPHRASE_FILE"));
        assert!(read(&path, Some(&passphrase("correct horse battery stable"))).unwrap_err().contains("does not open"));
    }

    #[test]
    fn a_changed_byte_opens_nothing() {
        let right = passphrase("correct horse battery staple");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log.key");
        // In the name, the id, the salt, the secret; not in the costs, which would only take longer.
        for at in [16, 37, 60, 130, 150, 170, 200, GOLDEN.len() - 3] {
            let mut bytes = GOLDEN.as_bytes().to_vec();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            std::fs::write(&path, bytes).unwrap();
            assert!(read(&path, Some(&right)).is_err(), "{at}");
        }
        for damaged in ["koinon-key/v1 ", "koinon-key/v1 x\nargon2id m=4294967295,t=3,p=1 CQkJ\nAAAA\n", "PRIVATE+KEY+x", ""] {
            std::fs::write(&path, damaged).unwrap();
            assert!(read(&path, Some(&right)).is_err() && KeyFile::read(&path).is_err(), "{damaged}");
        }
    }

    #[test]
    fn each_encryption_has_a_salt_of_its_own_and_is_for_its_owner_alone() {
        let right = passphrase("correct horse battery staple");
        let folder = tempfile::tempdir().unwrap();
        let [one, other] = ["one.key", "other.key"].map(|name| folder.path().join(name));
        write(&one, &key(), Some(&right)).unwrap();
        write(&other, &key(), Some(&right)).unwrap();
        assert_ne!(std::fs::read(&one).unwrap(), std::fs::read(&other).unwrap());
        assert!(!files::is_open_to_others(&one));
        assert_eq!(read(&other, Some(&right)).unwrap().to_secret(), key().to_secret());
        write(&other, &key(), None).unwrap();
        assert_eq!(KeyFile::read(&other).unwrap(), KeyFile { vkey: key().verifying_key(), is_encrypted: false });
    }

    #[test]
    fn a_short_passphrase_is_none() {
        assert!(Passphrase::new("fourteen chars\n").is_none());
        assert!(Passphrase::new(&"x".repeat(PASSPHRASE_BYTES_MAX + 1)).is_none());
        assert_eq!(format!("{:?}", passphrase("correct horse battery")), "Passphrase");
    }
}
