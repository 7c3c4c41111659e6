//! `record.db`: append-only, compare-and-swap, never a second root.

use std::ops::ControlFlow;
use std::path::Path;

use rusqlite::Connection;
use store::limits::ENTRIES_READ_MAX;
use store::{Append, FullTile, Mode, Record, Signed, StoreError, copy_database};

fn signed(size: u64, root: u8) -> Signed {
    Signed { size, root: [root; 32], note: format!("note of {size}"), at_ms: i64::try_from(size).unwrap() }
}

fn append(record: &mut Record, before: u64, entries: &[&[u8]], signed: &Signed) -> Result<(), StoreError> {
    record.append(&Append { before, tiles: &[], signed }, entries.iter().copied())
}

fn made(dir: &Path) -> Record {
    let mut record = Record::create(&dir.join("record.db"), &"koinon.example/test".parse().unwrap()).unwrap();
    append(&mut record, 0, &[b"a", b"b"], &signed(2, 2)).unwrap();
    record
}

#[test]
fn what_is_appended_is_read_back() {
    let dir = tempfile::tempdir().unwrap();
    let mut record = made(dir.path());
    let tiles = [FullTile { level: 0, n: 7, hashes: vec![1; 8_192] }];
    record.append(&Append { before: 2, tiles: &tiles, signed: &signed(3, 3) }, std::iter::once(b"c".as_slice())).unwrap();
    assert_eq!(record.size().unwrap(), 3);
    assert_eq!(record.entry(2).unwrap().as_deref(), Some(b"c".as_slice()));
    assert_eq!(record.entry(3).unwrap(), None);
    assert_eq!(record.entries(1..9).unwrap(), [b"b", b"c"]);
    assert_eq!(record.tile(0, 7).unwrap().unwrap().len(), 8_192);
    assert_eq!(record.latest().unwrap(), Some(signed(3, 3)));
    assert_eq!(record.signed_at(2).unwrap(), Some(signed(2, 2)));
    assert_eq!(record.signed_from(0).unwrap().len(), 2);
    assert_eq!(record.signed_roots(3..9).unwrap(), [(3, [3; 32])]);
}

#[test]
fn a_batch_from_another_size_is_refused_and_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mut record = made(dir.path());
    assert!(matches!(append(&mut record, 1, &[b"c"], &signed(2, 2)), Err(StoreError::Conflict { before: 1, size: 2 })));
    assert!(matches!(append(&mut record, 2, &[b"c"], &signed(4, 4)), Err(StoreError::Contradicts { .. })), "it says another size than it makes");
    assert_eq!((record.size().unwrap(), record.latest().unwrap().unwrap().size), (2, 2));
}

#[test]
fn a_size_is_signed_once_also_when_entries_were_lost() {
    let dir = tempfile::tempdir().unwrap();
    let mut record = made(dir.path());
    append(&mut record, 2, &[b"c", b"d"], &signed(4, 4)).unwrap();
    Connection::open(dir.path().join("record.db")).unwrap().execute_batch("DELETE FROM entry WHERE place & 1099511627775 >= 2").unwrap();
    assert!(matches!(append(&mut record, 2, &[b"x"], &signed(3, 3)), Err(StoreError::Contradicts { size: 3, largest: 4 })));
    assert!(matches!(append(&mut record, 2, &[b"x", b"y"], &signed(4, 5)), Err(StoreError::Contradicts { size: 4, largest: 4 })));
    append(&mut record, 2, &[b"c", b"d"], &signed(4, 4)).unwrap();
}

#[test]
fn a_gap_is_damage_and_ranges_are_bounded() {
    let dir = tempfile::tempdir().unwrap();
    let record = made(dir.path());
    assert!(matches!(record.entries(0..ENTRIES_READ_MAX + 1), Err(StoreError::Bound { .. })));
    Connection::open(dir.path().join("record.db")).unwrap().execute_batch("DELETE FROM entry WHERE place & 1099511627775 = 0").unwrap();
    assert!(matches!(record.entries(0..2), Err(StoreError::Damaged { .. })));
    let first = record.for_each(1..2, |index, _| ControlFlow::Break(index)).unwrap();
    assert_eq!(first, ControlFlow::Break(1));
}

#[test]
fn a_reader_can_not_write_and_sees_what_the_writer_commits() {
    let dir = tempfile::tempdir().unwrap();
    let mut record = made(dir.path());
    let mut reader = Record::open(&dir.path().join("record.db"), Mode::Read).unwrap();
    append(&mut record, 2, &[b"c"], &signed(3, 3)).unwrap();
    assert_eq!(reader.size().unwrap(), 3);
    assert!(matches!(append(&mut reader, 3, &[b"d"], &signed(4, 4)), Err(StoreError::Sql { .. })));
}

#[test]
fn a_file_of_another_release_and_a_missing_one_are_told_apart() {
    let dir = tempfile::tempdir().unwrap();
    drop(made(dir.path()));
    let path = dir.path().join("record.db");
    assert!(matches!(Record::open(&dir.path().join("none.db"), Mode::Write), Err(StoreError::Sql { .. })));
    Connection::open(&path).unwrap().execute_batch("PRAGMA user_version = 9").unwrap();
    assert!(matches!(Record::open(&path, Mode::Read), Err(StoreError::Format { found: 9, known: 1, .. })));
}

#[test]
fn a_copy_is_whole_while_the_writer_writes() {
    let dir = tempfile::tempdir().unwrap();
    let mut record = made(dir.path());
    let copy = dir.path().join("copy.db");
    append(&mut record, 2, &[b"c"], &signed(3, 3)).unwrap();
    copy_database(&dir.path().join("record.db"), &copy).unwrap();
    append(&mut record, 3, &[b"d"], &signed(4, 4)).unwrap();
    let copied = Record::open(&copy, Mode::Read).unwrap();
    assert_eq!((copied.size().unwrap(), copied.latest().unwrap().unwrap().size), (3, 3));
    assert!(copy_database(&dir.path().join("record.db"), &copy).is_err(), "it does not write over another file");
}
