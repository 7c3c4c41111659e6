//! Rows against a naive model, and the view root.

use proptest::prelude::*;
use record::fold::{Head, Standing, apply};
use record::places::OWN;
use record::rows::{Posting, Rows, Version};
use record::viewroot::{RecordView, row_bytes, view_root};
use record::{Act, Entry, EntryId, Kind, Origin, Reference, Sid};
use serde_json::json;

use crate::folding::{KINDS, entries, entry, head_after, made};

fn origin() -> Origin {
    "koinon.example/golden".parse().unwrap()
}

fn view<'a>(origin: &'a Origin, rows: &'a Rows, size: u32) -> RecordView<'a> {
    RecordView { origin, record: OWN, rows, size }
}

fn root_of(rows: &Rows, size: u32, subjects: &[impl AsRef<str>]) -> [u8; 32] {
    view_root(&view(&origin(), rows, size), subjects)
}

/// Rows of these entries, folded as a node does.
fn rows(entries: &[Entry]) -> Rows {
    let mut rows = Rows::default();
    fold_into(&mut rows, entries);
    rows
}

fn fold_into(rows: &mut Rows, entries: &[Entry]) {
    for entry in entries {
        let sid = entry.sid(&origin());
        let head = rows.fold_head(sid, |index| entries.get(usize::try_from(index).unwrap()).map(|entry| entry.id));
        let row = apply(head.as_ref(), entry, KINDS);
        rows.push(OWN, &row, sid, entry.id, &entry.statement.kind, entry.statement.at.as_millisecond());
    }
}

/// The chain of one subject by plain folding: (index, standing, words) of every version that fits.
fn chain(entries: &[Entry], subject: &str) -> Vec<(u32, Standing, Option<u64>)> {
    let mut head: Option<Head> = None;
    let mut chain = Vec::new();
    for entry in entries.iter().filter(|entry| entry.statement.subject.as_str() == subject) {
        let row = apply(head.as_ref(), entry, KINDS);
        head = head_after(head.as_ref(), entry, &row);
        if row.standing != Standing::DoesNotFit {
            chain.push((u32::try_from(entry.index).unwrap(), row.standing, row.words));
        }
    }
    chain
}

fn subjects(entries: &[Entry]) -> Vec<String> {
    entries.iter().map(|entry| entry.statement.subject.to_string()).collect()
}

#[test]
fn a_version_is_56_bytes_and_a_posting_32() {
    assert_eq!((size_of::<Version>(), size_of::<Posting>()), (56, 32));
}

proptest! {
    #[test]
    fn rows_say_what_a_naive_fold_says_at_every_cut(made in prop::collection::vec(made(), 0..40)) {
        let entries = entries(&made);
        let rows = rows(&entries);
        for size in 0..=rows.size() {
            let seen = &entries[..usize::try_from(size).unwrap()];
            for subject in ["s0", "s1", "s2", "s3"] {
                let sid = Sid::of(&origin(), &subject.parse().unwrap());
                let chain = chain(seen, subject);
                let history: Vec<(u32, Standing, Option<u64>)> =
                    rows.history(sid, size).map(|version| (version.index, version.standing(), version.words().map(u64::from))).collect();
                prop_assert_eq!(&history, &chain.iter().rev().copied().collect::<Vec<_>>());
                prop_assert_eq!(rows.head_at(sid, size).map(|version| version.index), chain.last().map(|(index, ..)| *index));
                for (place, (index, standing, words)) in chain.iter().enumerate() {
                    let version = rows.version(*index).unwrap();
                    let is_newest = place + 1 == chain.len();
                    prop_assert_eq!(version.is_head_at(size), is_newest);
                    prop_assert_eq!(version.stands_at(size), is_newest && words.is_some() && *standing != Standing::Withdrawn);
                }
            }
        }
    }

    #[test]
    fn said_is_the_running_maximum_and_a_time_gives_a_size(made in prop::collection::vec(made(), 0..40), at_ms in -10..10_010_i64) {
        let entries = entries(&made);
        let rows = rows(&entries);
        let mut maximum = i64::MIN;
        let mut size = 0;
        for (entry, version) in entries.iter().zip(rows.until(rows.size())) {
            maximum = maximum.max(entry.statement.at.as_millisecond());
            prop_assert_eq!(version.said_ms(), maximum.max(0));
            size += u32::from(maximum <= at_ms);
        }
        prop_assert_eq!(rows.size_at(at_ms), size);
    }

    #[test]
    fn rows_put_back_as_kept_are_the_same(made in prop::collection::vec(made(), 0..40)) {
        let entries = entries(&made);
        let rows = rows(&entries);
        let mut again = Rows::kept(rows.terms().to_vec(), rows.places().clone(), rows.size());
        for (entry, version) in entries.iter().zip(rows.until(rows.size())) {
            again.put_back(*version, entry.sid(&origin()), record::rows::short(entry.id));
        }
        prop_assert_eq!(rows.until(rows.size()), again.until(again.size()));
        let names = subjects(&entries);
        prop_assert_eq!(root_of(&rows, rows.size(), &names), root_of(&again, rows.size(), &names));
        for entry in &entries {
            prop_assert_eq!(again.index_of(OWN, entry.id), rows.index_of(OWN, entry.id));
        }
    }

    #[test]
    fn postings_say_what_the_versions_say_at_every_cut(made in prop::collection::vec(made(), 0..40)) {
        let entries = entries(&made);
        let rows = rows(&entries);
        let mut listed = 0;
        let kinds: std::collections::BTreeSet<u32> = rows.until(rows.size()).iter().map(|version| version.kind).collect();
        for (kind, (place, topic, postings)) in kinds.into_iter().flat_map(|kind| rows.lists(kind).map(move |list| (kind, list))) {
            prop_assert_eq!(rows.of_topic(kind, place, topic), postings);
            prop_assert!(postings.is_sorted_by_key(|posting| posting.index));
            listed += postings.len();
            for posting in postings {
                let version = rows.version(posting.index).unwrap();
                prop_assert_eq!((version.kind, version.place, version.topic), (kind, place, topic));
                prop_assert_eq!((posting.value, posting.from_day, posting.until_day, posting.group), (version.value, version.from_day, version.until_day, version.group));
                prop_assert_eq!((posting.standing, posting.has_words, posting.record), (version.standing(), version.words().is_some(), OWN));
                for size in 0..=rows.size() {
                    prop_assert_eq!(posting.is_head_at(size), version.is_head_at(size));
                    prop_assert_eq!(posting.stands_at(size), version.stands_at(size));
                }
            }
        }
        prop_assert_eq!(listed, entries.len());
    }

    #[test]
    fn rows_without_lists_fold_to_the_same(made in prop::collection::vec(made(), 0..40)) {
        let entries = entries(&made);
        let rows = rows(&entries);
        let mut unlisted = Rows::unlisted(rows.size());
        fold_into(&mut unlisted, &entries);
        prop_assert_eq!(rows.until(rows.size()), unlisted.until(rows.size()));
        let names = subjects(&entries);
        prop_assert_eq!(root_of(&rows, rows.size(), &names), root_of(&unlisted, rows.size(), &names));
        prop_assert!(unlisted.terms().iter().all(|term| unlisted.of_kind(term).is_empty()));
    }

    #[test]
    fn a_cuts_view_root_is_that_of_a_record_that_ends_there(made in prop::collection::vec(made(), 0..30), cut in 0..30_usize) {
        let entries = entries(&made);
        let rows_all = rows(&entries);
        let seen = &entries[..cut.min(entries.len())];
        let size = u32::try_from(seen.len()).unwrap();
        let rows_seen = rows(seen);
        prop_assert_eq!(root_of(&rows_all, size, &subjects(&entries)), root_of(&rows_seen, size, &subjects(seen)));
    }

    #[test]
    fn row_bytes_are_canonical(made in prop::collection::vec(made(), 1..20)) {
        let entries = entries(&made);
        let rows = rows(&entries);
        for (entry, version) in entries.iter().zip(rows.until(rows.size())) {
            let bytes = row_bytes(&view(&origin(), &rows, rows.size()), entry.statement.subject.as_str(), version);
            prop_assert_eq!(record::canon::check(&bytes), Ok(()), "{}", String::from_utf8_lossy(&bytes));
        }
    }
}

#[test]
fn row_bytes_are_as_documented() {
    let first = entry(0, "level/v1", "m1", Act::State, None, json!({"level": 3, "place": "GBR"}), 1000);
    let second = entry(1, "level/v2", "m1", Act::Withdraw, Some(first.id), json!({"reason": "x"}), 2000);
    let rows = rows(&[first, second]);
    let written = |size, index| String::from_utf8(row_bytes(&view(&origin(), &rows, size), "m1", rows.version(index).unwrap())).unwrap();
    // By hand, from the module's description.
    assert_eq!(
        written(2, 0),
        r#"{"facets":{"from_day":1,"place":"GBR","topic":"T","value":"3"},"fold":2,"from_size":1,"origin":"koinon.example/golden","said_from":1000,"said_to":2000,"state":{"act":"state","kind":"level/v1","standing":"stands","words":0},"subject":"m1","to_size":2}"#
    );
    assert_eq!(
        written(1, 0),
        r#"{"facets":{"from_day":1,"place":"GBR","topic":"T","value":"3"},"fold":2,"from_size":1,"origin":"koinon.example/golden","said_from":1000,"state":{"act":"state","kind":"level/v1","standing":"stands","words":0},"subject":"m1"}"#
    );
    assert_eq!(
        written(2, 1),
        r#"{"facets":{"from_day":1,"place":"GBR","topic":"T","value":"3"},"fold":2,"from_size":2,"origin":"koinon.example/golden","said_from":2000,"state":{"act":"withdraw","kind":"level/v2","standing":"withdrawn","words":0},"subject":"m1"}"#
    );
}

#[test]
fn what_others_said_about_a_subject_is_found_at_every_cut_and_a_hundred_thousand_stay_linear() {
    let reference =
        |subject: &str, entry: Option<EntryId>| Reference { origin: "other.example".parse().unwrap(), subject: subject.parse().unwrap(), entry };
    let consultation = Sid::of(&"other.example".parse().unwrap(), &"consultation".parse().unwrap());
    let row = |index| record::fold::Row {
        index,
        prev: None,
        act: Act::State,
        standing: Standing::Stands,
        words: Some(index),
        facets: record::Facets::default(),
    };
    let kind = "comment/v1".parse().unwrap();
    let mut rows = Rows::default();
    for index in 0..100_000_u64 {
        let name = format!("c{index}").parse().unwrap();
        rows.push(OWN, &row(index), Sid::of(&origin(), &name), EntryId::of(&index.to_be_bytes()), &kind, 0);
        rows.link(&[reference("consultation", None), reference("consultation", Some(EntryId::of(b"x"))), reference("other", None)]);
    }
    assert_eq!(rows.about(consultation, 70_000).len(), 70_000);
    assert_eq!(rows.about(consultation, 100_000)[99_999], 99_999);
    assert_eq!(rows.about(Sid::of(&origin(), &"consultation".parse().unwrap()), 100_000), [] as [u32; 0]);
}

/// The kinds as a later version of this code knows them: `level/v9` too.
const LATER: &[Kind] = &[Kind { version: 9, check: |_| Vec::new(), ..level() }];

const fn level() -> Kind {
    Kind { name: "level", version: 2, is_records_own: false, schema: "{}", check: |_| Vec::new(), facets: |_| record::Facets::default() }
}

#[test]
fn an_entry_refused_by_old_code_stands_after_an_upgrade_as_in_a_fresh_fold() {
    let refused = entry(0, "level/v9", "s", Act::State, None, json!({"level": 3}), 0);
    let revised = entry(1, "level/v9", "s", Act::State, Some(refused.id), json!({"level": 4}), 1);
    let entries = [refused, revised];
    assert_eq!(rows(&entries).until(2).iter().map(Version::standing).collect::<Vec<_>>(), [Standing::NotUnderstood; 2]);
    let first = apply(None, &entries[0], LATER);
    let head = head_after(None, &entries[0], &first);
    let second = apply(head.as_ref(), &entries[1], LATER);
    assert_eq!([(first.standing, first.words), (second.standing, second.words)], [(Standing::Stands, Some(0)), (Standing::Stands, Some(1))]);
}
