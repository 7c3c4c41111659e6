//! What an earlier release wrote opens in this one: a small backup of each release is committed, below `tests/it/releases/`.
//!
//! A new one is written by `KOINON_WRITE_STORE=tests/it/releases/<version> cargo test -p node --test it releases`, once, at a release; never
//! rewritten after it.

use std::path::Path;

use node::backup::{Keys, backup, restore};
use node::verify::{Scope, verify_store};
use node::{Halt, Node, TokenTerms, Tokens};
use record::note::hex;
use record::{Act, Draft, Office, Reference, Revises};
use serde_json::json;

use crate::given::{Given, KINDS, START_MS, Things, about, draft, level, revising, thing};

/// One release's store: its folder, and what must be found in it.
struct Release {
    folder: &'static str,
    root: &'static str,
    /// Of fold 2: row bytes name the fold's number, so this changes whenever that rises; `root` never does.
    view_root: &'static str,
}

const RELEASES: &[Release] = &[Release {
    folder: "0.0.0",
    root: "2daa70583d0828176f0fea29c385f5d31497eb75ce324b0d83bccc09942d6a4e",
    view_root: "df4b545ededd405e4d448a8cb23ba8e3e2f54e17ed9cb5ff6bb868e46425473e",
}];

const SECRET_NAME: &str = "kept";

#[test]
#[expect(clippy::disallowed_methods, reason = "asked only where a store of a new release is to be written")]
fn what_each_release_wrote_opens_verifies_and_goes_on() {
    if let Ok(to) = std::env::var("KOINON_WRITE_STORE") {
        write(Path::new(&to));
    }
    for Release { folder, root, view_root } in RELEASES {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/releases").join(folder);
        // The same seed makes the same keys, which are not committed.
        let same = Given::node();
        let given = Given { folder: crate::given::folder(), clock: same.clock.clone() };
        assert!(restore(&from, &given.dir(), Some(&same.dir().join("keys")), &KINDS).unwrap().has_log_key);
        let verified = verify_store(&given.dir(), &KINDS, Scope::WHOLE, &|_| ()).unwrap();
        assert_eq!((verified.signed.size, verified.checkpoints, verified.attachments), (305, 5, Some(1)));
        assert_eq!(hex(&verified.signed.root), *root, "{folder}");
        assert_eq!(hex(&verified.view_root.unwrap()), *view_root, "{folder}");
        given.clock.set(START_MS + 5_000);
        let node = given.open();
        assert_eq!(node.is_signing(), Err(Halt::Unmarked { size: 305 }));
        node.accept_size(305).unwrap();
        assert_eq!(node.publish(vec![thing("new")], &Office::default()).unwrap().statements[0].index, 305);
        assert_eq!(Tokens::open(&given.dir()).unwrap().all().unwrap()[0].name, SECRET_NAME);
    }
}

/// A store with something of everything: a full tile, several checkpoints, both acts, references, texts in languages, a token, an attachment.
fn write(to: &Path) {
    let given = Given::node();
    let node: Node<Things> = given.open();
    let office: Office = "office:health".parse().unwrap();
    let said = node.publish(vec![about("a", thing("a")), level("a", 3), thing("b")], &office).unwrap();
    let texts = json!({"name": "b", "note": {"ar": "مدارس", "en": "Schools"}, "ext": {"test.example": [1, true]}});
    let corrected = Draft { act: Act::Correct, ..revising(Revises::Entry(said.statements[2].id), draft("thing/v1", texts)) };
    given.clock.set(START_MS + 1_000);
    let corrected = node.publish(vec![corrected], &office).unwrap().statements[0].id;
    let withdrawn = revising(Revises::Entry(corrected), draft("thing/v1", json!({"reason": "it was never decided"})));
    let reference = Reference { origin: "other.example/log".parse().unwrap(), subject: "x".parse().unwrap(), entry: Some(corrected) };
    given.clock.set(START_MS + 2_000);
    node.publish(vec![Draft { act: Act::Withdraw, ..withdrawn }, Draft { about: vec![reference], ..level("a", 4) }], &office).unwrap();
    let many = (0..298).map(|n| about(&format!("s{n}"), level("a", n % 5))).collect();
    node.publish(many, &Office::default()).unwrap();
    let terms = TokenTerms { name: SECRET_NAME, office: &office, kinds: None, days: 90 };
    Tokens::open(&given.dir()).unwrap().create(&terms, &KINDS, &*given.clock).unwrap();
    std::fs::write(given.folder.path().join("order.txt"), "an order\n").unwrap();
    node::attach(&given.dir(), &given.folder.path().join("order.txt")).unwrap();
    drop(node);
    backup(&given.dir(), to, Keys::Apart, &*given.clock).unwrap();
}
