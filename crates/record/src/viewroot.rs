//! What a record's view comes to, in one hash: two nodes that fold the same entries get the same (DESIGN rules 18, 19).
//!
//! ```text
//! {"facets":{"from_day":18341,"place":"GBR","topic":"C1","value":"3"},"fold":1,"from_size":8,"origin":"koinon.example/golden","said_from":1764000000000,
//!  "said_to":1764000001000,"state":{"act":"state","kind":"measure/v1","standing":"stands","words":7},"subject":"m1","to_size":9}
//! ```
//! `view_root` = SHA-256 over the rows in (subject, from_size) order, subjects as bytes, each row canonical JSON and a line feed.
//!
//! - `from_size`: the size at which the row came, its index + 1; `to_size`: that at which the next version came; absent for the newest.
//! - `said_from`, `said_to`: milliseconds since 1970, by the running maximum of `at`.
//! - `state.words`: index of the entry whose body stands; absent where none was ever understood.
//! - `facets`: what is absent, without a first day or without an end is left out; `value` is decimal text, for it may exceed 2^53-1.
//!
//! In: row bytes and the hash over them. Out: reading the subjects' names (the shell: rows hold sids only).

use sha2::{Digest, Sha256};

use crate::canon;
use crate::fold::{FOLD, Standing};
use crate::kind::Facets;
use crate::merkle::Hash;
use crate::name::Origin;
use crate::rows::{NO_TERM, Rows, Version};
use crate::statement::Act;

/// The view root of the first `size` entries. `subjects` are the subjects' names, one for each entry, by index.
pub fn view_root(origin: &Origin, rows: &Rows, size: u32, subjects: &[impl AsRef<str>]) -> Hash {
    let mut order: Vec<(&str, &Version)> = subjects.iter().map(AsRef::as_ref).zip(rows.until(size)).collect();
    // Stable, and versions come in the order of their index: (name, from_size).
    order.sort_by_key(|(subject, _)| *subject);
    let mut hash = Sha256::new();
    let mut bytes = Vec::new();
    for (subject, version) in order {
        bytes.clear();
        write_row(&mut bytes, &Written { origin, rows, size, subject, version });
        bytes.push(b'\n');
        hash.update(&bytes);
    }
    hash.finalize().into()
}

/// The bytes of one row, canonical JSON, as of the record's first `size` entries.
pub fn row_bytes(origin: &Origin, rows: &Rows, size: u32, subject: &str, version: &Version) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_row(&mut bytes, &Written { origin, rows, size, subject, version });
    bytes
}

struct Written<'a> {
    origin: &'a Origin,
    rows: &'a Rows,
    size: u32,
    subject: &'a str,
    version: &'a Version,
}

/// Writes the members by hand, in the order of their keys.
fn write_row(bytes: &mut Vec<u8>, row: &Written<'_>) {
    let Written { origin, rows, size, subject, version } = *row;
    let next = version.ended().filter(|ended| *ended < size).and_then(|ended| rows.version(ended));
    bytes.extend_from_slice(b"{\"facets\":");
    write_facets(bytes, rows, version);
    number(bytes, ",\"fold\":", FOLD.into());
    number(bytes, ",\"from_size\":", i64::from(version.index) + 1);
    text(bytes, ",\"origin\":", origin.as_str());
    number(bytes, ",\"said_from\":", version.said_ms());
    if let Some(next) = next {
        number(bytes, ",\"said_to\":", next.said_ms());
    }
    text(bytes, ",\"state\":{\"act\":", act_word(version.act()));
    text(bytes, ",\"kind\":", rows.text(version.kind));
    text(bytes, ",\"standing\":", standing_word(version.standing()));
    if let Some(words) = version.words() {
        number(bytes, ",\"words\":", words.into());
    }
    text(bytes, "},\"subject\":", subject);
    if let Some(next) = next {
        number(bytes, ",\"to_size\":", i64::from(next.index) + 1);
    }
    bytes.push(b'}');
}

fn write_facets(bytes: &mut Vec<u8>, rows: &Rows, version: &Version) {
    let mut open = "{";
    if version.from_day != Facets::EVER {
        number(bytes, "{\"from_day\":", version.from_day.into());
        open = ",";
    }
    for (key, term) in [("\"group\":", version.group), ("\"place\":", version.place), ("\"topic\":", version.topic)] {
        if term != NO_TERM {
            bytes.extend_from_slice(open.as_bytes());
            text(bytes, key, rows.text(term));
            open = ",";
        }
    }
    bytes.extend_from_slice(open.as_bytes());
    if version.until_day != Facets::OPEN {
        number(bytes, "\"until_day\":", version.until_day.into());
        bytes.push(b',');
    }
    text(bytes, "\"value\":", &version.value.to_string());
    bytes.push(b'}');
}

fn number(bytes: &mut Vec<u8>, key: &str, value: i64) {
    bare(bytes, key);
    bare(bytes, &value.to_string());
}

fn text(bytes: &mut Vec<u8>, key: &str, value: &str) {
    bare(bytes, key);
    canon::push_text(bytes, value);
}

fn bare(bytes: &mut Vec<u8>, text: &str) {
    bytes.extend_from_slice(text.as_bytes());
}

fn act_word(act: Act) -> &'static str {
    act.word().unwrap_or("state")
}

fn standing_word(standing: Standing) -> &'static str {
    match standing {
        Standing::Stands => "stands",
        Standing::Withdrawn => "withdrawn",
        Standing::NotUnderstood => "not-understood",
        Standing::DoesNotFit => "does-not-fit",
    }
}
