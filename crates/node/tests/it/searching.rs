//! The search index behind the writing: found at once, kept, made anew where it is lost, damaged or another's.

use std::collections::BTreeSet;
use std::path::Path;

use node::Reading;
use record::Office;
use record::search::{Entries, RUN_ENTRIES, Runs, Wanted};

use crate::given::{Given, KINDS, Things, thing};

/// The entries in which a word begins so, by index.
fn found(reading: &Reading<Things>, start: &str) -> BTreeSet<u32> {
    let ask = |runs: &node::Indexed<'_>| {
        let mut found = BTreeSet::new();
        for (at, span) in runs.spans().into_iter().enumerate() {
            let mut entries = Entries::default();
            runs.collect(at, &Wanted::Begins(start.to_owned()), &mut entries)?;
            found.extend(entries.newest_first().map(|(place, _)| span.start + place));
        }
        Ok(found)
    };
    reading.search(reading.size(), ask).unwrap()
}

fn index(reading: &Reading<Things>) {
    reading.index_up_to(reading.size(), |_| true).unwrap();
}

fn read(dir: &Path) -> Reading<Things> {
    Reading::open(dir, &KINDS).unwrap()
}

/// More than one run, in batches.
fn filled(given: &Given) -> u32 {
    let node = given.open();
    let mut n = 0;
    while node.size() <= RUN_ENTRIES + 500 {
        let drafts = (n..n + 4_000).map(|n| thing(&format!("Thing number{n} of{}", n % 7))).collect();
        node.publish(drafts, &Office::default()).unwrap();
        n += 4_000;
    }
    node.size()
}

#[test]
fn what_was_published_is_found_at_once_and_after_a_start() {
    let given = Given::node();
    {
        let node = given.open();
        node.follow_index(|what| panic!("{what}")).unwrap();
        for n in 0..20 {
            let index = node.publish(vec![thing(&format!("Café {n}"))], &Office::default()).unwrap().statements[0].index;
            let last = found(&node, "cafe").last().copied();
            assert_eq!(last.map(u64::from), Some(index));
        }
        assert_eq!(found(&node, "caf").len(), 20);
    }
    // So few are never written down: they are read again.
    assert!(!given.dir().join("search.db").exists());
    let reading = read(&given.dir());
    assert_eq!(reading.indexed(), 0);
    index(&reading);
    assert_eq!(found(&reading, "caf").len(), 20);
}

#[test]
fn full_runs_are_kept_and_read_by_the_next() {
    let given = Given::node();
    let size = filled(&given);
    let path = given.dir().join("search.db");
    let first = read(&given.dir());
    index(&first);
    assert!(path.exists());
    let expected = (found(&first, "number1"), found(&first, "of3"), found(&first, "thing"));
    assert_eq!(expected.2.len(), usize::try_from(size).unwrap() - 1);
    let again = read(&given.dir());
    let mut steps = 0;
    again
        .index_up_to(size, |_| {
            steps += 1;
            true
        })
        .unwrap();
    assert!(steps < 40, "{steps} chunks were read again");
    assert_eq!((found(&again, "number1"), found(&again, "of3"), found(&again, "thing")), expected);
    // Two at once, neither of which finds anything kept.
    drop(std::fs::remove_file(&path));
    drop(std::fs::remove_file(path.with_extension("db-wal")));
    let (one, other) = (read(&given.dir()), read(&given.dir()));
    std::thread::scope(|scope| {
        scope.spawn(|| index(&one));
        scope.spawn(|| index(&other));
    });
    for reading in [one, other] {
        assert_eq!((found(&reading, "number1"), found(&reading, "of3"), found(&reading, "thing")), expected);
    }
}

#[test]
fn a_damaged_index_is_dropped_and_made_anew() {
    let given = Given::node();
    let size = filled(&given);
    index(&read(&given.dir()));
    let expected = found_in(&given);
    let path = given.dir().join("search.db");
    let change = rusqlite::Connection::open(&path).unwrap();
    change.execute("UPDATE page SET bytes = zeroblob(length(bytes)) WHERE place % 3 = 1", []).unwrap();
    drop(change);
    let node = given.open();
    node.follow_index(|what| panic!("{what}")).unwrap();
    // Damage is seen when it is read: nothing wrong is ever answered, and what is missing is made.
    let until = std::time::Duration::from_secs(60);
    let mut waited = std::time::Duration::ZERO;
    loop {
        let now = found(&node, "number");
        assert!(now.is_subset(&expected));
        if now == expected {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
        waited += std::time::Duration::from_millis(20);
        assert!(waited < until);
    }
    assert_eq!(node.indexed(), size);
    std::fs::write(&path, b"no database at all").unwrap();
    drop(node);
    assert_eq!(found_in(&given), expected);
}

fn found_in(given: &Given) -> BTreeSet<u32> {
    let reading = read(&given.dir());
    index(&reading);
    found(&reading, "number")
}

#[test]
fn the_index_of_another_record_is_not_believed() {
    let (ours, theirs) = (Given::node(), Given::node());
    filled(&ours);
    {
        let node = theirs.open();
        for n in 0..5 {
            node.publish((0..4_000).map(|m| thing(&format!("other{n} {m}"))).collect(), &Office::default()).unwrap();
        }
    }
    let expected = found_in(&ours);
    index(&read(&theirs.dir()));
    std::fs::copy(theirs.dir().join("search.db"), ours.dir().join("search.db")).unwrap();
    assert_eq!(found_in(&ours), expected);
    let reading = read(&ours.dir());
    index(&reading);
    assert!(found(&reading, "other").is_empty());
}
