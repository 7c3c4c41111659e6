//! Cosignatures: a witness or mirror says when it saw a checkpoint (c2sp.org/tlog-cosignature, cosignature/v1).
//!
//! ```text
//! cosignature/v1
//! time 1679315147
//! koinon.example/golden
//! 7
//! ju+6vaTwi1RItNuwTrHrzyzYa/Nn0cD+wyFIgqkbe54=
//! ```
//! In: what is signed, and how the signature is laid out. Out: keys and checking ([`crate::note`]).

/// What a cosigner signs: the time in POSIX seconds, and the whole text of the checkpoint.
pub fn message(seconds: u64, text: &str) -> String {
    format!("cosignature/v1\ntime {seconds}\n{text}")
}

/// The layout of a signature: seconds in 8 bytes, big-endian, then Ed25519.
pub(crate) fn join(seconds: u64, signature: &[u8; 64]) -> Vec<u8> {
    [seconds.to_be_bytes().as_slice(), signature].concat()
}

/// Takes a signature apart. None where its length is wrong, or its time is 0 or beyond 2^63-1.
pub(crate) fn split(bytes: &[u8]) -> Option<(u64, &[u8; 64])> {
    let (seconds, signature) = bytes.split_first_chunk::<8>()?;
    let seconds = u64::from_be_bytes(*seconds);
    let signature = signature.try_into().ok()?;
    (seconds > 0 && i64::try_from(seconds).is_ok()).then_some((seconds, signature))
}
