//! `views.db`: rows come back as they were, in whatever portions they were kept.

use proptest::prelude::*;
use record::fold::Standing;
use record::places::{OWN, Places};
use record::rows::{NO_TERM, Parts, Rows};
use record::{Act, Sid};
use store::{Folded, KeptRow, StoreError, Views};

fn folded(size: u32) -> Folded {
    Folded { size, root: [7; 32], fold: 1, kinds: "a/v1 b/v1".to_owned() }
}

/// So many entries of one record.
fn places(rows: u32) -> Places {
    let mut places = Places::default();
    (0..rows).for_each(|_| places.push(OWN));
    places
}

fn row(index: u32, n: u32) -> KeptRow {
    let parts = Parts {
        index,
        prev: (n.is_multiple_of(3) && index > 0).then(|| index - 1),
        words: (!n.is_multiple_of(5)).then_some(index),
        act: [Act::State, Act::Correct, Act::Withdraw][n as usize % 3],
        standing: [Standing::Stands, Standing::Withdrawn, Standing::NotUnderstood, Standing::DoesNotFit][n as usize % 4],
        said_ms: 1_795_514_400_000 + i64::from(index),
        kind: n % 2,
        place: if n.is_multiple_of(7) { NO_TERM } else { n % 2 },
        topic: n % 2,
        group: NO_TERM,
        from_day: if n.is_multiple_of(11) { i32::MIN } else { n.cast_signed() - 500 },
        until_day: i32::MAX,
        value: i64::from(n) * -1_000_000_007,
    };
    let mut sid = [0; 16];
    sid[..4].copy_from_slice(&(n % 50).to_le_bytes());
    KeptRow { version: parts.into(), sid: Sid::from_bytes(sid), short_id: u64::from(n) << 30 }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn rows_come_back_as_they_were_in_whatever_portions(portions in prop::collection::vec(prop::collection::vec(any::<u16>(), 0..400), 1..6)) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("views.db");
        let terms = ["x".to_owned(), "y".to_owned()];
        let mut views = Views::open(&path).unwrap();
        let mut expected = Rows::kept(terms.to_vec(), Places::default(), 0);
        let mut first_term = 0;
        for portion in &portions {
            let first = expected.size();
            let rows: Vec<KeptRow> = (first..).zip(portion).map(|(index, n)| row(index, u32::from(*n))).collect();
            rows.iter().for_each(|row| expected.put_back(row.version, row.sid, row.short_id));
            // Some come in two parts of one write, across the bounds of blocks.
            let parts: Vec<Vec<KeptRow>> = rows.chunks(portion.len() / 2 + 1).map(<[KeptRow]>::to_vec).collect();
            let links: Vec<(Sid, u32)> = rows.iter().take(1).map(|row| (row.sid, row.version.index)).collect();
            links.iter().for_each(|(sid, index)| expected.put_link(*sid, *index));
            views.save(parts.into_iter(), &links, (first_term, &terms[first_term as usize..]), &folded(expected.size())).unwrap();
            first_term = 2;
        }
        let loaded = Views::read(&path).unwrap().load(|| Ok::<_, StoreError>(places(expected.size()))).unwrap().unwrap();
        prop_assert_eq!(&loaded.folded, &folded(expected.size()));
        prop_assert!(loaded.rows.until(u32::MAX) == expected.until(u32::MAX));
        prop_assert_eq!(loaded.rows.terms(), expected.terms());
        for n in 0..50 {
            let mut sid = [0; 16];
            sid[..4].copy_from_slice(&u32::to_le_bytes(n));
            let sid = Sid::from_bytes(sid);
            prop_assert_eq!(loaded.rows.head(sid), expected.head(sid));
            prop_assert_eq!(loaded.rows.about(sid, u32::MAX), expected.about(sid, u32::MAX));
        }
    }
}

#[test]
fn an_empty_file_has_nothing_kept() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("views.db");
    assert!(Views::read(&path).is_none());
    drop(Views::open(&path).unwrap());
    assert!(Views::read(&path).unwrap().load(|| Ok::<_, StoreError>(places(0))).unwrap().is_none());
}
