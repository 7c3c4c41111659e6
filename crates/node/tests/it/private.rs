//! What is for the parties of an agreement alone: sealed, kept apart, erased, and seen nowhere else.

use std::path::Path;

use node::backup::{Keys, backup};
use node::{EraseError, Node, PublishError, Words};
use record::own::restricted;
use record::{Audience, Draft, Origin, Sid};
use serde_json::json;

use crate::given::{Given, KINDS, Things, about, draft, thing};

const CANARY: &str = "canary-7d1e94b0";

fn office() -> record::Office {
    "office:health".parse().unwrap()
}

/// A node with an agreement, and the audience that names it.
fn agreed() -> (Given, Node<Things>, Audience) {
    let given = Given::node();
    let node = given.open();
    node.publish(vec![about("pact", draft("agreement/v1", json!({})))], &office()).unwrap();
    let sid = Sid::of(&node.identity().origin, &"pact".parse().unwrap());
    (given, node, format!("agreement:{sid}").parse().unwrap())
}

fn hidden(audience: &Audience) -> Draft {
    Draft { audience: audience.clone(), ..about(CANARY, draft("thing/v1", json!({"name": CANARY}))) }
}

/// Files below a folder that hold these bytes.
fn holders(dir: &Path, bytes: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    for file in std::fs::read_dir(dir).unwrap().map(|file| file.unwrap()) {
        if file.file_type().unwrap().is_dir() {
            found.extend(holders(&file.path(), bytes));
        } else if file.file_type().unwrap().is_file() && std::fs::read(file.path()).unwrap().windows(bytes.len()).any(|window| window == bytes) {
            found.push(file.file_name().into_string().unwrap());
        }
    }
    found
}

fn held(node: &Node<Things>, place: u64) -> Words {
    node.private().words(&node.identity().origin, place).unwrap()
}

#[test]
fn a_hidden_statement_is_sealed_and_its_words_are_in_one_file_alone() {
    let (given, node, audience) = agreed();
    let published = node.publish(vec![thing("a"), hidden(&audience)], &office()).unwrap();
    let receipt = published.statements[1];
    let entry = node.entry(3).unwrap().unwrap();
    assert_eq!((entry.id, entry.statement.kind.as_str(), &entry.statement.audience), (receipt.id, "restricted/v1", &audience));
    assert_eq!((entry.statement.by, entry.statement.about.len(), entry.statement.revises), (office(), 0, None));
    let Words::Held(payload) = held(&node, 3) else { panic!() };
    let c = entry.statement.body["c"].as_str().unwrap();
    let opened = restricted::open(&node.identity().origin, c, &payload.salt, &payload.inner).unwrap();
    assert_eq!((opened.subject.unwrap().as_str(), &opened.body), (CANARY, &json!({"name": CANARY})));
    let salt = payload.salt;
    drop(node);
    // Closed: rows and search are kept by now.
    let only_private = |holders: Vec<String>| !holders.is_empty() && holders.iter().all(|name| name.starts_with("private.db"));
    assert!(only_private(holders(given.folder.path(), CANARY.as_bytes())), "{:?}", holders(given.folder.path(), CANARY.as_bytes()));
    assert!(only_private(holders(given.folder.path(), &salt)));
    let copy = given.folder.path().join("copy");
    backup(&given.dir(), &copy, Keys::Apart, &*given.machine().clock).unwrap();
    assert_eq!(holders(&copy, CANARY.as_bytes()), Vec::<String>::new(), "no backup of the public part holds it");
}

#[test]
fn what_is_erased_is_said_to_be_and_proofs_still_hold() {
    let (given, node, audience) = agreed();
    node.publish(vec![hidden(&audience)], &office()).unwrap();
    let origin = node.identity().origin.clone();
    let proof = node.proof(2).unwrap().unwrap();
    let copy = given.folder.path().join("copy.db");
    node::copy_words(&given.dir(), &copy).unwrap();
    assert!(node::copy_words(&given.dir(), &copy).is_err(), "nothing is written over");
    let bytes = node.entry_bytes(2).unwrap().unwrap();
    assert!(matches!(node.erase(&origin, 2, "".into()), Err(EraseError::Faults(_))));
    assert!(matches!(held(&node, 2), Words::Held(_)), "a basis that is none erases nothing");
    node.erase(&origin, 2, "Retention of 90 days has ended".into()).unwrap();
    assert!(matches!(held(&node, 2), Words::Erased(_)));
    assert_eq!(holders(given.folder.path(), CANARY.as_bytes()), ["copy.db"], "copies are their keeper's duty");
    let stated = node.entry(3).unwrap().unwrap();
    assert_eq!((stated.statement.kind.as_str(), stated.statement.subject.as_str()), ("erasure/v1", "erasure:2"));
    proof.verify(&bytes, &node.identity().vkey, &[]).unwrap();
    assert_eq!(node.entry_bytes(2).unwrap().unwrap(), bytes, "the tree is untouched");
    assert!(matches!(node.erase(&origin, 2, "again".into()), Err(EraseError::NotHeld(2))));
    // An older copy of the file, put back: what the record says was erased goes again.
    drop(node);
    std::fs::remove_file(given.dir().join("private.db")).unwrap();
    std::fs::copy(&copy, given.dir().join("private.db")).unwrap();
    assert!(store::Private::open(&given.dir().join("private.db")).unwrap().at(&origin, 2).unwrap().is_some());
    let node: Node<Things> = Node::open(&given.dir(), &KINDS, &given.machine()).unwrap();
    assert!(matches!(held(&node, 2), Words::Erased(_)));
    assert_eq!(holders(&given.dir(), CANARY.as_bytes()), Vec::<String>::new());
    assert!(matches!(node.erase(&origin, 1, "not restricted".into()), Err(EraseError::NotHeld(1))));
}

#[test]
fn what_can_not_be_hidden_is_refused_and_leaves_nothing_behind() {
    let (given, node, audience) = agreed();
    let faults = |drafts| match node.publish(drafts, &office()) {
        Err(PublishError::Faults(lines)) => lines.into_iter().flat_map(|line| line.faults).map(|fault| fault.path).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    let of = |kind: &str| Draft { audience: audience.clone(), ..about("x", draft(kind, json!({}))) };
    assert_eq!(faults(vec![of("own/v1")]), ["/kind"]);
    assert_eq!(faults(vec![of("restricted/v1")]), ["/kind"], "nobody hands in an outside of their own");
    assert_eq!(faults(vec![hidden(&audience), draft("restricted/v1", json!({"c": "x"}))]), ["/kind"]);
    assert_eq!(faults(vec![of("thing/v1")]), ["/body/name"]);
    // What else is wrong in the batch lets go what was sealed already.
    assert_eq!(faults(vec![hidden(&audience), draft("thing/v1", json!({}))]), ["/body/name"]);
    let taken = vec![hidden(&audience), about("pact", draft("agreement/v1", json!({})))];
    assert!(matches!(node.publish(taken, &office()), Err(PublishError::Refused { line: 2, .. })));
    assert_eq!(holders(given.folder.path(), CANARY.as_bytes()), Vec::<String>::new());
    assert_eq!(node.size(), 2);
}

/// Words are durable before their commitment is public: a crash between the two leaves one or both, never a commitment without words.
#[test]
fn after_a_crash_words_find_their_place_or_are_let_go() {
    let (given, node, audience) = agreed();
    node.publish(vec![hidden(&audience)], &office()).unwrap();
    let Words::Held(payload) = held(&node, 2) else { panic!() };
    let origin: Origin = node.identity().origin.clone();
    drop(node);
    // As if the crash had come before the place was written, and another statement was sealed and never stated.
    let file = given.dir().join("private.db");
    let store = store::Private::open(&file).unwrap();
    let connection = rusqlite::Connection::open(&file).unwrap();
    connection.execute("UPDATE payload SET place = NULL", []).unwrap();
    drop(connection);
    let unstated = store::Payload { c: [9; 32], place: None, ..payload.clone() };
    store.keep(&origin, &unstated).unwrap();
    drop(store);
    let node: Node<Things> = Node::open(&given.dir(), &KINDS, &given.machine()).unwrap();
    assert_eq!(held(&node, 2), Words::Held(payload));
    drop(node);
    assert_eq!(store::Private::open(&file).unwrap().unplaced(&origin).unwrap(), Vec::new());
}
