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
use crate::places::RecordNumber;
use crate::rows::{NO_TERM, Rows, Version};
use crate::statement::Act;

/// One record's view at a cut: what its root is of.
#[derive(Clone, Copy)]
pub struct RecordView<'a> {
    /// Whose record.
    pub origin: &'a Origin,
    /// Its number among the rows.
    pub record: RecordNumber,
    /// The rows.
    pub rows: &'a Rows,
    /// How many of the rows count, of whichever record.
    pub size: u32,
}

/// The view root of a record's entries among the first rows. `subjects` are the subjects' names, one for each row, by number.
pub fn view_root(view: &RecordView<'_>, subjects: &[impl AsRef<str>]) -> Hash {
    let subject = |index: u32| subjects.get(index as usize).map_or("", AsRef::as_ref);
    let mut hash = Sha256::new();
    write_rows(view, &view_order(view, subject), subject, |bytes| hash.update(bytes));
    hash.finalize().into()
}

/// The rows of a record's entries in the order of its view: (subject, from_size). `subject` names that of an entry, by row.
pub fn view_order<'s>(view: &RecordView<'_>, subject: impl Fn(u32) -> &'s str) -> Vec<u32> {
    // The first bytes beside the index: most comparisons look no further.
    let start = |name: &str| {
        let mut start = [0; 8];
        start.iter_mut().zip(name.bytes()).for_each(|(to, byte)| *to = byte);
        u64::from_be_bytes(start)
    };
    let of_record = view.rows.places().rows_of(view.record, view.size).flatten();
    let mut order: Vec<(u64, u32)> = of_record.map(|row| (start(subject(row)), row)).collect();
    order.sort_unstable_by(|(start, one), (other_start, other)| {
        start.cmp(other_start).then_with(|| subject(*one).cmp(subject(*other))).then(one.cmp(other))
    });
    order.into_iter().map(|(_, index)| index).collect()
}

/// Writes these rows, each with its line feed, and hands the bytes on by some ten thousand. Of all rows of a view, in [`view_order`], they are
/// what its root is the SHA-256 of.
pub fn write_rows<'s>(view: &RecordView<'_>, order: &[u32], subject: impl Fn(u32) -> &'s str, mut take: impl FnMut(&[u8])) {
    const HANDED: usize = 32 << 10;
    let mut bytes = Vec::with_capacity(2 * HANDED);
    for version in order.iter().filter_map(|index| view.rows.version(*index)) {
        write_row(&mut bytes, view, subject(version.index), version);
        bytes.push(b'\n');
        if bytes.len() >= HANDED {
            take(&bytes);
            bytes.clear();
        }
    }
    take(&bytes);
}

/// The bytes of one row, canonical JSON.
pub fn row_bytes(view: &RecordView<'_>, subject: &str, version: &Version) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_row(&mut bytes, view, subject, version);
    bytes
}

/// Writes the members by hand, in the order of their keys.
fn write_row(bytes: &mut Vec<u8>, view: &RecordView<'_>, subject: &str, version: &Version) {
    let RecordView { origin, rows, size, .. } = *view;
    let index = |row: u32| rows.place(row).map_or(0, |place| i64::from(place.index));
    let next = version.ended().filter(|ended| *ended < size).and_then(|ended| rows.version(ended));
    bytes.extend_from_slice(b"{\"facets\":");
    write_facets(bytes, rows, version);
    number(bytes, ",\"fold\":", FOLD.into());
    number(bytes, ",\"from_size\":", index(version.index) + 1);
    text(bytes, ",\"origin\":", origin.as_str());
    number(bytes, ",\"said_from\":", version.said_ms());
    if let Some(next) = next {
        number(bytes, ",\"said_to\":", next.said_ms());
    }
    text(bytes, ",\"state\":{\"act\":", act_word(version.act()));
    text(bytes, ",\"kind\":", rows.text(version.kind));
    text(bytes, ",\"standing\":", standing_word(version.standing()));
    if let Some(words) = version.words() {
        number(bytes, ",\"words\":", index(words));
    }
    text(bytes, "},\"subject\":", subject);
    if let Some(next) = next {
        number(bytes, ",\"to_size\":", index(next.index) + 1);
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
    number(bytes, "\"value\":\"", version.value);
    bytes.extend_from_slice(b"\"}");
}

fn number(bytes: &mut Vec<u8>, key: &str, value: i64) {
    bare(bytes, key);
    push_number(bytes, value);
}

fn push_number(bytes: &mut Vec<u8>, value: i64) {
    let mut digits = [b'0'; 20];
    let mut rest = value.unsigned_abs();
    let mut length = 0;
    for digit in digits.iter_mut().rev() {
        *digit += u8::try_from(rest % 10).unwrap_or(0);
        length += 1;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if value < 0 {
        bytes.push(b'-');
    }
    bytes.extend_from_slice(digits.get(digits.len() - length..).unwrap_or_default());
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
