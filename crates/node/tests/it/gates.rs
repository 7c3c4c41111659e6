//! No second history: not after an older copy is restored, not after an entry is changed, not when the clock jumps, not beside another copy.

use std::path::Path;

use node::{Halt, HealError, Node, PublishError};
use record::Office;
use record::note::SigningKey;
use rusqlite::Connection;

use crate::given::{Given, KINDS, START_MS, Things, thing};

fn publish(node: &Node<Things>, name: &str) -> Result<node::Published, PublishError> {
    node.publish(vec![thing(name)], &Office::default())
}

/// Copies the folder as an operator would who does not know better.
pub(crate) fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for item in std::fs::read_dir(from).unwrap() {
        let item = item.unwrap();
        let target = to.join(item.file_name());
        if item.file_type().unwrap().is_dir() {
            copy(&item.path(), &target);
        } else {
            std::fs::copy(item.path(), target).unwrap();
        }
    }
}

fn replace_by(given: &Given, copy_of: &Path) {
    std::fs::remove_dir_all(given.dir()).unwrap();
    copy(copy_of, &given.dir());
}

/// A node with 3 entries, a copy of it at 2, and the missing entries with their note.
fn with_older_copy(given: &Given) -> (std::path::PathBuf, Vec<Vec<u8>>, String) {
    let node = given.open();
    publish(&node, "a").unwrap();
    drop(node);
    let older = given.folder.path().join("older");
    copy(&given.dir(), &older);
    let node = given.open();
    publish(&node, "b").unwrap();
    (older, vec![node.entry_bytes(2).unwrap().unwrap()], node.checkpoint().unwrap())
}

#[test]
fn an_older_copy_signs_nothing_until_it_is_healed() {
    let given = Given::node();
    let (older, missing, note) = with_older_copy(&given);
    replace_by(&given, &older);
    let node = given.open();
    assert_eq!(node.is_signing(), Err(Halt::Behind { size: 2, signed: 3 }));
    assert!(matches!(publish(&node, "c"), Err(PublishError::Halted(Halt::Behind { .. }))));
    assert!(node.checkpoint().unwrap().starts_with("koinon.example/test\n2\n"), "it still serves what it has");
    let changed = vec![[missing[0].as_slice(), b" "].concat()];
    assert!(matches!(node.heal(changed, &note), Err(HealError::OtherRoot { size: 3 })));
    assert!(matches!(node.heal(Vec::new(), &note), Err(HealError::Entries(_))));
    assert!(node.is_signing().is_err());
    node.heal(missing, &note).unwrap();
    node.is_signing().unwrap();
    assert_eq!(node.checkpoint().unwrap(), note);
    assert_eq!(node.held().model.0.len(), 2);
    assert_eq!(publish(&node, "c").unwrap().statements[0].index, 3);
    drop(node);
    given.open().is_signing().unwrap();
}

#[test]
fn without_a_copy_of_the_missing_entries_it_stays_read_only() {
    let given = Given::node();
    let (older, _, _) = with_older_copy(&given);
    replace_by(&given, &older);
    for _ in 0..2 {
        assert!(given.open().is_signing().is_err());
    }
    let node = given.open();
    assert!(matches!(node.accept_size(2), Err(HealError::Halted(Halt::Behind { .. }))), "no word of the operator mends that");
}

#[test]
fn a_copy_that_leaves_out_what_this_machine_signed_heals_nothing() {
    let given = Given::node();
    let (older, missing, _) = with_older_copy(&given);
    // Another machine went on from the older copy, in our name, otherwise and further.
    let elsewhere = node::Machine { marks: given.folder.path().join("elsewhere"), ..given.machine() };
    let other = given.folder.path().join("other");
    copy(&older, &other);
    let other = Node::<Things>::open(&other, &KINDS, &elsewhere).unwrap();
    publish(&other, "x").unwrap();
    let (same_size, note) = (other.entry_bytes(2).unwrap().unwrap(), other.checkpoint().unwrap());
    publish(&other, "y").unwrap();
    let further = vec![same_size.clone(), other.entry_bytes(3).unwrap().unwrap()];
    replace_by(&given, &older);
    let node = given.open();
    assert!(matches!(node.heal(vec![same_size], &note), Err(HealError::OtherRoot { size: 3 })));
    assert!(matches!(node.heal(further, &other.checkpoint().unwrap()), Err(HealError::OtherRoot { size: 3 })));
    assert_eq!(node.size(), 2);
    assert_eq!(missing.len(), 1);
}

#[test]
fn a_closed_node_leaves_no_log_beside_its_record() {
    let given = Given::node();
    let node = given.open();
    publish(&node, "a").unwrap();
    node.entry(1).unwrap().unwrap();
    drop(node);
    assert!(!given.dir().join("record.db-wal").exists());
}

#[test]
fn a_note_that_our_key_did_not_sign_heals_nothing() {
    let given = Given::node();
    let (older, missing, note) = with_older_copy(&given);
    replace_by(&given, &older);
    let node = given.open();
    let thief = SigningKey::from_seed("koinon.example/test", record::note::Algorithm::Ed25519, &[9; 32]).unwrap();
    let text = note.split_once("\n\n").unwrap().0.to_owned() + "\n";
    let forged = record::note::SignedNote::sign(text, &[&thief], 0).to_string();
    assert!(matches!(node.heal(missing, &forged), Err(HealError::Note(_))));
}

#[test]
fn a_changed_entry_in_an_older_copy_halts_for_good() {
    let given = Given::node();
    let (older, _, _) = with_older_copy(&given);
    let database = Connection::open(older.join("record.db")).unwrap();
    let bytes: Vec<u8> = database.query_row("SELECT bytes FROM entries WHERE idx = 1", [], |row| row.get(0)).unwrap();
    let changed = String::from_utf8(bytes).unwrap().replace("\"a\"", "\"z\"").into_bytes();
    database.execute("UPDATE entry SET bytes = ?1 WHERE place & 1099511627775 = 1", [changed]).unwrap();
    drop(database);
    replace_by(&given, &older);
    // Its own checkpoint already shows it.
    let error = Node::<Things>::open(&given.dir(), &KINDS, &given.machine()).err().unwrap().to_string();
    assert!(error.contains("do not have the root that is signed"), "{error}");
}

#[test]
fn another_history_of_the_same_size_halts() {
    let given = Given::node();
    let node = given.open();
    drop(node);
    let older = given.folder.path().join("older");
    copy(&given.dir(), &older);
    publish(&given.open(), "a").unwrap();
    // The same key states something else in the copy, on a machine that does not know better.
    let elsewhere = node::Machine { marks: given.folder.path().join("elsewhere"), ..given.machine() };
    let other = Node::<Things>::open(&older, &KINDS, &elsewhere).unwrap();
    publish(&other, "b").unwrap();
    drop(other);
    replace_by(&given, &older);
    assert_eq!(given.open().is_signing(), Err(Halt::Changed { size: 2 }));
}

#[test]
fn our_public_address_is_compared() {
    let given = Given::node();
    let (older, missing, note) = with_older_copy(&given);
    // Another machine, which has no mark: only the public address shows that more was published.
    let elsewhere = node::Machine { marks: given.folder.path().join("elsewhere"), ..given.machine() };
    let node = Node::<Things>::open(&older, &KINDS, &elsewhere).unwrap();
    node.is_signing().unwrap();
    node.compare_public("no note").unwrap();
    assert_eq!(node.compare_public(&note), Err(Halt::PublicAhead { size: 2, theirs: 3 }));
    assert!(matches!(publish(&node, "c"), Err(PublishError::Halted(Halt::PublicAhead { .. }))));
    node.heal(missing, &note).unwrap();
    node.compare_public(&note).unwrap();
    publish(&node, "c").unwrap();
    // And a fork is caught: the first node states something else as its fourth.
    let first = given.open();
    publish(&first, "d").unwrap();
    let Err(Halt::Fork { size: 4, evidence }) = node.compare_public(&first.checkpoint().unwrap()) else { panic!() };
    assert_eq!(std::fs::read_dir(evidence).unwrap().count(), 2);
    assert!(node.is_signing().is_err());
}

#[test]
fn a_clock_ten_minutes_behind_stops_stating_and_says_how_to_mend_it() {
    let given = Given::node();
    let node = given.open();
    publish(&node, "a").unwrap();
    given.clock.set(START_MS - 599_000);
    publish(&node, "b").unwrap();
    assert_eq!(node.entry(2).unwrap().unwrap().statement.at.as_millisecond(), START_MS, "a small jump is clamped: `at` never falls");
    given.clock.set(START_MS - 601_000);
    let Err(PublishError::Halted(halt @ Halt::Clock { .. })) = publish(&node, "c") else { panic!() };
    assert!(halt.to_string().contains("set the clock right"), "{halt}");
    given.clock.set(START_MS + 5);
    publish(&node, "c").unwrap();
    assert_eq!(node.entry(3).unwrap().unwrap().statement.at.as_millisecond(), START_MS + 5);
}

#[test]
fn a_clock_that_was_far_ahead_goes_on_when_the_operator_accepts_it() {
    let given = Given::node();
    given.clock.set(START_MS + 86_400_000);
    let node = given.open();
    publish(&node, "a").unwrap();
    let last = node.entry(1).unwrap().unwrap().statement.at;
    given.clock.set(START_MS);
    assert!(publish(&node, "b").is_err());
    assert!(!node.accept_time(jiff::Timestamp::from_millisecond(START_MS).unwrap()).unwrap());
    assert!(node.accept_time(last).unwrap());
    publish(&node, "b").unwrap();
    drop(node);
    let node = given.open();
    publish(&node, "c").unwrap();
    assert_eq!(node.entry(3).unwrap().unwrap().statement.at, last);
}
