//! A cut: how far each record goes that something was worked out from (DESIGN rules 14, 16, 18).
//!
//! ```text
//! koinon/cut/v1
//! health.example/log 120 ju+6vaTwi1RItNuwTrHrzyzYa/Nn0cD+wyFIgqkbe54=
//! north.example 7 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=
//! ```
//! Sorted by origin as bytes; its name is the SHA-256 of that text. A cut of one record needs no other name than its root.

use sha2::{Digest, Sha256};

use crate::checkpoint::{Checkpoint, encode_hash};
use crate::merkle::{EMPTY_ROOT, Hash};

/// The name of a cut: the root, where it is of one record; else the SHA-256 of its text. Records without entries are left out.
pub fn name(records: &mut [Checkpoint]) -> Hash {
    records.sort_unstable_by(|one, other| one.origin.cmp(&other.origin));
    let mut told = records.iter().filter(|record| record.size > 0);
    match (told.next(), told.next()) {
        (None, _) => EMPTY_ROOT,
        (Some(only), None) => only.root,
        _ => Sha256::digest(text(records)).into(),
    }
}

/// The text of a cut of several records, which are sorted.
pub fn text(records: &[Checkpoint]) -> String {
    let lines =
        records.iter().filter(|record| record.size > 0).map(|record| format!("{} {} {}\n", record.origin, record.size, encode_hash(&record.root)));
    std::iter::once("koinon/cut/v1\n".to_owned()).chain(lines).collect()
}
