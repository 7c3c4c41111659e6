//! `record.db`: append-only, compare-and-swap, never a second root.

use std::ops::ControlFlow;
use std::path::Path;

use record::places::{OWN, Place, Run};
use rusqlite::Connection;
use store::limits::ENTRIES_READ_MAX;
use store::{Append, FullTile, Mode, RecordFile, Signed, StoreError, copy_database};

fn signed(size: u64, root: u8) -> Signed {
    Signed { size, root: [root; 32], note: format!("note of {size}"), at_ms: i64::try_from(size).unwrap() }
}

fn append(file: &mut RecordFile, before: u64, entries: &[&[u8]], signed: &Signed) -> Result<(), StoreError> {
    let row = file.places().unwrap().rows().into();
    file.append(OWN, row, &Append { before, tiles: &[], signed: Some(signed) }, entries.iter().copied())
}

fn made(dir: &Path) -> RecordFile {
    let mut record = RecordFile::create(&dir.join("record.db"), &"koinon.example/test".parse().unwrap()).unwrap();
    append(&mut record, 0, &[b"a", b"b"], &signed(2, 2)).unwrap();
    record
}

#[test]
fn what_is_appended_is_read_back() {
    let dir = tempfile::tempdir().unwrap();
    let mut record = made(dir.path());
    let tiles = [FullTile { level: 0, n: 7, hashes: vec![1; 8_192] }];
    record.append(OWN, 2, &Append { before: 2, tiles: &tiles, signed: Some(&signed(3, 3)) }, std::iter::once(b"c".as_slice())).unwrap();
    assert_eq!(record.own().size().unwrap(), 3);
    assert_eq!(record.own().entry(2).unwrap().as_deref(), Some(b"c".as_slice()));
    assert_eq!(record.own().entry(3).unwrap(), None);
    assert_eq!(record.own().entries(1..9).unwrap(), [b"b", b"c"]);
    assert_eq!(record.own().tile(0, 7).unwrap().unwrap().len(), 8_192);
    assert_eq!(record.own().latest().unwrap(), Some(signed(3, 3)));
    assert_eq!(record.own().signed_at(2).unwrap(), Some(signed(2, 2)));
    assert_eq!(record.own().signed_from(0).unwrap().len(), 2);
    assert_eq!(record.own().signed_roots(3..9).unwrap(), [(3, [3; 32])]);
}

#[test]
fn a_batch_from_another_size_is_refused_and_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mut record = made(dir.path());
    assert!(matches!(append(&mut record, 1, &[b"c"], &signed(2, 2)), Err(StoreError::Conflict { before: 1, size: 2 })));
    assert!(matches!(append(&mut record, 2, &[b"c"], &signed(4, 4)), Err(StoreError::Contradicts { .. })), "it says another size than it makes");
    assert_eq!((record.own().size().unwrap(), record.own().latest().unwrap().unwrap().size), (2, 2));
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
    assert!(matches!(record.own().entries(0..ENTRIES_READ_MAX + 1), Err(StoreError::Bound { .. })));
    Connection::open(dir.path().join("record.db")).unwrap().execute_batch("DELETE FROM entry WHERE place & 1099511627775 = 0").unwrap();
    assert!(matches!(record.own().entries(0..2), Err(StoreError::Damaged { .. })));
    let first = record.own().for_each(1..2, |index, _| ControlFlow::Break(index)).unwrap();
    assert_eq!(first, ControlFlow::Break(1));
}

#[test]
fn a_reader_can_not_write_and_sees_what_the_writer_commits() {
    let dir = tempfile::tempdir().unwrap();
    let mut record = made(dir.path());
    let mut reader = RecordFile::open(&dir.path().join("record.db"), Mode::Read).unwrap();
    append(&mut record, 2, &[b"c"], &signed(3, 3)).unwrap();
    assert_eq!(reader.own().size().unwrap(), 3);
    assert!(matches!(append(&mut reader, 3, &[b"d"], &signed(4, 4)), Err(StoreError::Sql { .. })));
}

#[test]
fn a_file_of_another_release_and_a_missing_one_are_told_apart() {
    let dir = tempfile::tempdir().unwrap();
    drop(made(dir.path()));
    let path = dir.path().join("record.db");
    assert!(matches!(RecordFile::open(&dir.path().join("none.db"), Mode::Write), Err(StoreError::Sql { .. })));
    Connection::open(&path).unwrap().execute_batch("PRAGMA user_version = 9").unwrap();
    assert!(matches!(RecordFile::open(&path, Mode::Read), Err(StoreError::Format { found: 9, known: 2, .. })));
}

#[test]
fn a_copy_is_whole_while_the_writer_writes() {
    let dir = tempfile::tempdir().unwrap();
    let mut record = made(dir.path());
    let copy = dir.path().join("copy.db");
    append(&mut record, 2, &[b"c"], &signed(3, 3)).unwrap();
    copy_database(&dir.path().join("record.db"), &copy).unwrap();
    append(&mut record, 3, &[b"d"], &signed(4, 4)).unwrap();
    let copied = RecordFile::open(&copy, Mode::Read).unwrap();
    assert_eq!((copied.own().size().unwrap(), copied.own().latest().unwrap().unwrap().size), (3, 3));
    assert!(copy_database(&dir.path().join("record.db"), &copy).is_err(), "it does not write over another file");
}

#[test]
fn several_records_stand_in_one_file_and_the_order_in_which_they_came_is_kept() {
    let dir = tempfile::tempdir().unwrap();
    let mut file = made(dir.path());
    let other = "other.example".parse().unwrap();
    let partner = file.know(&other).unwrap();
    assert_eq!((partner, file.know(&other).unwrap()), (1, 1));
    let part = Append { before: 0, tiles: &[], signed: None };
    file.append(partner, 2, &part, [b"x".as_slice(), b"y"].into_iter()).unwrap();
    let whole = Append { before: 2, tiles: &[], signed: Some(&signed(3, 9)) };
    file.append(partner, 4, &whole, std::iter::once(b"z".as_slice())).unwrap();
    append(&mut file, 2, &[b"c"], &signed(3, 3)).unwrap();
    let opened = RecordFile::open(&dir.path().join("record.db"), Mode::Read).unwrap();
    let theirs = opened.record(partner).unwrap();
    assert_eq!((theirs.origin(), theirs.size().unwrap(), theirs.latest().unwrap()), (&other, 3, Some(signed(3, 9))));
    assert_eq!((theirs.entry(1).unwrap().unwrap(), opened.own().entry(1).unwrap().unwrap()), (b"y".to_vec(), b"b".to_vec()));
    let places = opened.places().unwrap();
    let run = |row, record, index| Run { row, first: Place { record, index } };
    assert_eq!(places.runs(), [run(0, OWN, 0), run(2, partner, 0), run(5, OWN, 2)]);
    Connection::open(dir.path().join("record.db"))
        .unwrap()
        .execute_batch("DELETE FROM entry WHERE place >> 40 = 2 AND place & 1099511627775 = 2")
        .unwrap();
    assert!(matches!(opened.places(), Err(StoreError::Damaged { .. })), "an entry that no one has");
}

#[test]
fn a_file_of_one_record_is_brought_to_the_new_format() {
    let dir = tempfile::tempdir().unwrap();
    drop(made(dir.path()));
    let path = dir.path().join("record.db");
    Connection::open(&path).unwrap().execute_batch("DROP TABLE arrival; PRAGMA user_version = 1").unwrap();
    let opened = RecordFile::open(&path, Mode::Read).unwrap();
    assert_eq!(opened.places().unwrap().runs(), [Run { row: 0, first: Place { record: OWN, index: 0 } }]);
}
