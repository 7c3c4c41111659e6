//! Rows are the same in memory, after a start from what was kept, and folded anew; what is kept is dropped when it can't be trusted.

use std::collections::BTreeMap;

use node::verify::{Scope, verify_store};
use node::{Node, Reading, doctor};
use proptest::prelude::*;
use record::{Act, Draft, EntryId, Office, Revises};
use rusqlite::Connection;
use serde_json::json;

use crate::given::{Given, KINDS, Things, about, draft, level, revising, thing};

fn view_root(given: &Given) -> (u32, Option<[u8; 32]>) {
    let verified = verify_store(&given.dir(), &KINDS, Scope::WHOLE, &|_| ()).unwrap();
    (verified.views_kept.unwrap_or(0), verified.view_root)
}

/// What one generated line does: a subject of a few, and whether it revises, withdraws or names a wrong head.
#[derive(Clone, Debug)]
struct Line {
    subject: usize,
    sort: u8,
    value: i64,
}

fn lines() -> impl Strategy<Value = Vec<Vec<Line>>> {
    let line = (0..6_usize, 0..8_u8, 0..4_i64).prop_map(|(subject, sort, value)| Line { subject, sort, value });
    prop::collection::vec(prop::collection::vec(line, 1..12), 1..8)
}

/// The drafts of a batch, each fitting behind what stands or comes before it in the batch.
fn drafts(lines: &[Line], heads: &BTreeMap<usize, EntryId>) -> Vec<Draft> {
    let mut within: BTreeMap<usize, usize> = BTreeMap::new();
    let mut drafts = Vec::new();
    for line in lines {
        let before = within.get(&line.subject).map(|line| Revises::Line(*line)).or_else(|| heads.get(&line.subject).map(|id| Revises::Entry(*id)));
        let stated = about(&format!("s{}", line.subject), draft("thing/v1", json!({"name": format!("t{}", line.subject), "level": line.value})));
        let said = match (before, line.sort) {
            (None, _) => stated,
            (Some(head), 0) => {
                let reason = draft("thing/v1", json!({"reason": "taken back"}));
                Draft { act: Act::Withdraw, ..about(&format!("s{}", line.subject), revising(head, reason)) }
            }
            (Some(head), 1) => Draft { act: Act::Correct, ..revising(head, stated) },
            (Some(head), _) => revising(head, stated),
        };
        drafts.push(said);
        within.insert(line.subject, drafts.len());
    }
    drafts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn rows_in_memory_are_rows_reloaded_are_rows_folded_anew(batches in lines()) {
        let given = Given::node();
        let mut heads = BTreeMap::new();
        let node = given.open();
        for lines in &batches {
            let published = node.publish(drafts(lines, &heads), &Office::default()).unwrap();
            heads.extend(lines.iter().zip(&published.statements).map(|(line, receipt)| (line.subject, receipt.id)));
        }
        let size = node.size();
        let in_memory: Vec<_> = node.held().rows.until(size).to_vec();
        let model = node.held().model.0.clone();
        drop(node);
        let (kept, root) = view_root(&given);
        prop_assert_eq!(kept, size);
        let reading = Reading::<Things>::open(&given.dir(), &KINDS).unwrap();
        prop_assert!(reading.held().rows.until(size) == in_memory.as_slice());
        prop_assert_eq!(&reading.held().model.0, &model);
        drop(reading);
        let rebuilt = doctor::rebuild::<Things>(&given.dir(), &KINDS, &given.machine()).unwrap();
        prop_assert_eq!(rebuilt.was_same, Some(true));
        prop_assert_eq!(Some(rebuilt.view_root), root);
        let reading = Reading::<Things>::open(&given.dir(), &KINDS).unwrap();
        prop_assert!(reading.held().rows.until(size) == in_memory.as_slice());
        prop_assert_eq!(&reading.held().model.0, &model);
    }
}

fn some_entries(given: &Given) -> u32 {
    let node = given.open();
    node.publish((0..700).map(|n| thing(&format!("t{n}"))).collect(), &Office::default()).unwrap();
    node.publish((0..50).map(|n| level("t1", n)).collect(), &Office::default()).unwrap();
    node.size()
}

#[test]
fn rows_that_were_not_kept_are_folded_at_the_start() {
    let given = Given::node();
    let size = some_entries(&given);
    for file in ["views.db", "views.db-wal", "views.db-shm"] {
        drop(std::fs::remove_file(given.dir().join(file)));
    }
    assert_eq!(view_root(&given).0, 0);
    let node = given.open();
    assert_eq!((node.size(), node.held().model.0.len()), (size, 700));
    drop(node);
    assert_eq!(view_root(&given).0, size);
}

#[test]
fn what_others_said_about_a_subject_is_known_after_every_start() {
    let given = Given::node();
    let node = given.open();
    let spoken_to = record::Reference { origin: "other.example/log".parse().unwrap(), subject: "x".parse().unwrap(), entry: None };
    let sid = record::Sid::of(&spoken_to.origin, &spoken_to.subject);
    node.publish(vec![thing("a"), Draft { about: vec![spoken_to], ..thing("b") }], &Office::default()).unwrap();
    assert_eq!(node.held().rows.about(sid, 3), [2]);
    drop(node);
    assert_eq!(given.open().held().rows.about(sid, 3), [2], "kept");
    std::fs::remove_file(given.dir().join("views.db")).unwrap();
    assert_eq!(given.open().held().rows.about(sid, 3), [2], "folded anew");
    assert!(given.open().held().rows.about(sid, 2).is_empty());
}

#[test]
fn damaged_newer_and_foreign_rows_are_dropped() {
    let given = Given::node();
    let size = some_entries(&given);
    let root = view_root(&given);
    let damage = |sql: &str| {
        let database = Connection::open(given.dir().join("views.db")).unwrap();
        database.execute_batch(sql).unwrap();
        drop(database);
        assert_eq!(Reading::<Things>::open(&given.dir(), &KINDS).unwrap().size(), size, "{sql}");
        drop(given.open());
        assert_eq!(view_root(&given), root, "{sql}");
    };
    damage("UPDATE block SET rows = zeroblob(length(rows)) WHERE n = 1");
    damage("DELETE FROM block WHERE n = 0");
    damage("DELETE FROM term WHERE id = 2");
    damage("UPDATE folded SET fold = fold + 1");
    damage("UPDATE folded SET kinds = 'measure/v1'");
    damage("UPDATE folded SET root = zeroblob(32)");
    damage("UPDATE folded SET size = size + 1");
    damage("DROP TABLE folded");
    damage("PRAGMA user_version = 99");
    std::fs::write(given.dir().join("views.db"), b"no database at all").unwrap();
    drop(std::fs::remove_file(given.dir().join("views.db-wal")));
    drop(given.open());
    assert_eq!(view_root(&given), root);
}

#[test]
fn rows_that_lie_are_found_by_verification_and_mended_by_a_rebuild() {
    let given = Given::node();
    some_entries(&given);
    // A lie with a right sum: one row's value is changed, and the block's sum with it.
    let database = Connection::open(given.dir().join("views.db")).unwrap();
    let mut block: Vec<u8> = database.query_row("SELECT rows FROM block WHERE n = 0", [], |row| row.get(0)).unwrap();
    block[8 + 74 * 3 + 64] ^= 1;
    let sum = EntryId::of(&block[8..]);
    block[..8].copy_from_slice(&sum.digest()[..8]);
    database.execute("UPDATE block SET rows = ?1 WHERE n = 0", [block]).unwrap();
    drop(database);
    let error = verify_store(&given.dir(), &KINDS, Scope::WHOLE, &|_| ()).unwrap_err();
    assert!(matches!(error, node::verify::VerifyError::Views), "{error}");
    let rebuilt = doctor::rebuild::<Things>(&given.dir(), &KINDS, &given.machine()).unwrap();
    assert_eq!(rebuilt.was_same, Some(false));
    assert_eq!(view_root(&given).1, Some(rebuilt.view_root));
}

#[test]
fn the_folder_writes_behind_and_nothing_when_idle() {
    let given = Given::node();
    let node: Node<Things> = given.open();
    node.publish(vec![thing("a")], &Office::default()).unwrap();
    let kept = || verify_store(&given.dir(), &KINDS, Scope::WHOLE, &|_| ()).unwrap().views_kept;
    let rest = std::time::Duration::from_millis(20);
    assert!(
        (0..500).any(|_| kept() == Some(2) || {
            std::thread::sleep(rest);
            false
        }),
        "it never came"
    );
    let files = || ["views.db", "views.db-wal"].map(|file| std::fs::read(given.dir().join(file)).unwrap());
    let before = files();
    std::thread::sleep(10 * rest);
    assert!(files() == before, "an idle folder writes nothing");
    assert_eq!(node.views_failed(), None);
}
