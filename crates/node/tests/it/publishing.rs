//! Statements go in whole or not at all, in order, each under a checkpoint.

use node::{Clock as _, Node, PublishError, Reading};
use record::fold::Refusal;
use record::merkle::{leaf_hash, verify_inclusion};
use record::{Act, Office, Revises};
use serde_json::json;

use crate::given::{Given, KINDS, START_MS, Things, about, draft, level, revising, thing};

fn office() -> Office {
    Office::default()
}

#[test]
fn a_new_node_has_its_genesis_under_a_checkpoint_and_opens() {
    let given = Given::node();
    let node = given.open();
    assert_eq!(node.size(), 1);
    assert_eq!(node.identity().name, "Test body");
    assert_eq!(node.identity().place.as_deref(), Some("QMA"));
    assert!(node.checkpoint().unwrap().starts_with("koinon.example/test\n1\n"));
    node.is_signing().unwrap();
}

#[cfg(unix)]
#[test]
fn encrypted_keys_open_with_their_passphrase_alone() {
    let given = Given::node();
    let passphrase = node::Passphrase::new("correct horse battery staple").unwrap();
    let with = |passphrase: Option<node::Passphrase>| node::Machine { passphrase, ..given.machine() };
    let open = |machine: &node::Machine| Node::<Things>::open(&given.dir(), &KINDS, machine).map(drop);
    let keys = given.dir().join("keys");
    for name in ["log.key", "witness.key", "mirror.key"] {
        node::encrypt_key(&keys.join(name), None, &passphrase).unwrap();
        assert!(!std::fs::read_to_string(keys.join(name)).unwrap().contains("PRIVATE"));
    }
    let error = open(&with(None)).unwrap_err().to_string();
    assert!(error.contains("it is encrypted"), "{error}");
    assert!(open(&with(node::Passphrase::new("another horse, another battery"))).is_err());
    open(&with(Some(passphrase.clone()))).unwrap();
    let identity = Node::<Things>::open(&given.dir(), &KINDS, &with(Some(passphrase.clone()))).unwrap().identity().clone();
    node::Witness::open(&given.dir(), &identity, &with(Some(passphrase.clone()))).unwrap();
    assert!(node::Witness::open(&given.dir(), &identity, &with(None)).is_err());
    let other = node::Passphrase::new("another horse, another battery").unwrap();
    node::encrypt_key(&keys.join("log.key"), Some(&passphrase), &other).unwrap();
    open(&with(Some(other))).unwrap();
}

#[test]
fn keys_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let given = Given::node();
    for name in ["log.key", "identity.key", "next-identity.key"] {
        assert_eq!(std::fs::metadata(given.dir().join("keys").join(name)).unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert_eq!(std::fs::metadata(given.dir().join("keys")).unwrap().permissions().mode() & 0o777, 0o700);
}

#[test]
fn a_statement_that_is_published_is_read_back_proven_and_found() {
    let given = Given::node();
    let node = given.open();
    let published = node.publish(vec![thing("a"), level("a", 3)], &"office:health".parse().unwrap()).unwrap();
    let receipt = published.statements[1];
    assert_eq!((receipt.index, receipt.size, node.size()), (2, 3, 3));
    let entry = node.entry(2).unwrap().unwrap();
    assert_eq!(entry.id, receipt.id);
    assert_eq!(entry.statement.by.as_str(), "office:health");
    assert_eq!(entry.statement.at.as_millisecond(), START_MS);
    assert_eq!(node.find_id(receipt.id).unwrap(), Some(2));
    let proof = node.proof(2).unwrap().unwrap();
    proof.verify(&entry.bytes, &node.identity().vkey, &[]).unwrap();
    assert_eq!(node.held().rows.version(2).unwrap().value, 3);
    assert!(node.proof(3).unwrap().is_none());
}

#[test]
fn a_batch_revises_its_own_lines_and_subjects_follow() {
    let given = Given::node();
    let node = given.open();
    let batch = vec![
        about("x", thing("a")),
        revising(Revises::Line(1), thing("a")),
        revising(Revises::Line(2), draft("thing/v1", json!({"name": "a", "more": "\"revises\":\"sha256:\" and \"at\":\""}))),
    ];
    let published = node.publish(batch, &office()).unwrap();
    let third = node.entry(3).unwrap().unwrap();
    assert_eq!(third.statement.subject.as_str(), "x");
    assert_eq!(third.statement.revises, Some(published.statements[1].id));
    let fourth = node.publish(vec![revising(Revises::Entry(third.id), level("a", 1))], &office()).unwrap_err();
    assert!(matches!(fourth, PublishError::Refused { line: 1, refusal: Refusal::OtherKind { .. } }));
    let withdrawal = revising(Revises::Entry(third.id), draft("thing/v1", json!({"reason": "wrong"})));
    node.publish(vec![record::Draft { act: Act::Withdraw, ..withdrawal }], &office()).unwrap();
    assert_eq!(node.held().rows.version(4).unwrap().words(), Some(3));
}

#[test]
fn what_stands_earlier_in_the_batch_is_known_to_what_follows() {
    let given = Given::node();
    let node = given.open();
    node.publish(vec![thing("a"), level("a", 1)], &office()).unwrap();
    let refused = node.publish(vec![level("b", 1), thing("b")], &office()).unwrap_err();
    let PublishError::Faults(lines) = refused else { panic!("{refused}") };
    assert_eq!((lines[0].line, lines[0].faults[0].path.as_str()), (1, "/body/thing"));
}

#[test]
fn a_refused_batch_leaves_nothing_behind() {
    let given = Given::node();
    let node = given.open();
    let before = node.checkpoint().unwrap();
    let twice = vec![about("x", thing("a")), about("x", thing("b"))];
    assert!(matches!(node.publish(twice, &office()), Err(PublishError::Refused { line: 2, refusal: Refusal::AlreadyStated { .. } })));
    let bad = vec![thing("a"), draft("thing/v1", json!({})), draft("nothing/v1", json!({})), draft("genesis/v1", json!({}))];
    let Err(PublishError::Faults(lines)) = node.publish(bad, &office()) else { panic!() };
    assert_eq!(lines.iter().map(|line| line.line).collect::<Vec<_>>(), [2, 3, 4]);
    assert_eq!(node.checkpoint().unwrap(), before);
    assert_eq!(node.size(), 1);
    assert_eq!(node.held().model, Things::default());
}

/// DESIGN 2: no token may state the record's own kinds, and no other does the node state by itself.
#[test]
fn the_node_alone_states_the_records_own_kinds() {
    let given = Given::node();
    let node = given.open();
    let own = || about("own", draft("own/v1", json!({})));
    let Err(PublishError::Faults(lines)) = node.publish(vec![own()], &office()) else { panic!() };
    assert_eq!(lines[0].faults[0].message, "`own/v1` is one of the record's own, which the node alone states; choose another kind");
    node.state(vec![own()]).unwrap();
    let Err(PublishError::Faults(lines)) = node.state(vec![thing("a")]) else { panic!() };
    assert_eq!(lines[0].faults[0].path, "/kind");
    // The same through the socket of a node that serves.
    node.serve_socket().unwrap();
    let another = about("another", draft("own/v1", json!({})));
    node::state_anywhere::<Things>(node.dir(), &KINDS, &given.machine(), vec![another]).unwrap();
    assert_eq!(node.size(), 3);
}

#[test]
fn every_fault_of_every_line_is_told_at_once() {
    let given = Given::node();
    let node = given.open();
    let lines = vec![revising(Revises::Line(3), thing("a")), revising(Revises::Line(1), thing("b"))];
    let Err(PublishError::Faults(lines)) = node.publish(lines, &office()) else { panic!() };
    assert_eq!(lines[0].faults[0].path, "/revises");
    assert!(matches!(node.publish(Vec::new(), &office()), Err(PublishError::Faults(_))));
}

#[test]
fn faults_that_only_what_is_held_can_show_are_told_with_the_others() {
    let given = Given::node();
    let node = given.open();
    let batch = || vec![level("nowhere", 1), draft("thing/v1", json!({})), thing("later"), level("later", 1)];
    let Err(PublishError::Faults(faults)) = node.publish(batch(), &office()) else { panic!() };
    let told: Vec<_> = faults.iter().map(|line| (line.line, line.faults[0].path.as_str())).collect();
    assert_eq!(told, [(1, "/body/thing"), (2, "/body/name")]);
    let Err(PublishError::Faults(checked)) = node.check(batch(), &office(), given.clock.now()) else { panic!() };
    assert_eq!(checked, faults);
}

#[test]
fn a_check_says_what_publishing_would_and_writes_nothing() {
    let given = Given::node();
    let node = given.open();
    let now = given.clock.now();
    assert_eq!(node.check(vec![about("a", thing("a@b")), level("a@b", 1)], &office(), now).unwrap().len(), 1);
    assert_eq!(node.size(), 1);
    node.publish(vec![about("a", thing("a"))], &office()).unwrap();
    let refused = node.check(vec![about("a", thing("a"))], &office(), now);
    assert!(matches!(refused, Err(PublishError::Refused { line: 1, refusal: Refusal::AlreadyStated { .. } })));
    assert_eq!(node.size(), 2);
}

#[test]
fn an_agreement_that_no_one_knows_is_no_audience() {
    let given = Given::node();
    let node = given.open();
    let audience = "agreement:sfamo5cvykedavglawhylihvyi".parse().unwrap();
    let Err(PublishError::Faults(lines)) = node.publish(vec![record::Draft { audience, ..thing("a") }], &office()) else { panic!() };
    assert_eq!(lines[0].faults[0].path, "/audience");
}

#[test]
fn of_two_that_revise_one_head_at_once_exactly_one_wins() {
    let given = Given::node();
    let node = given.open();
    let head = node.publish(vec![about("x", thing("a"))], &office()).unwrap().statements[0].id;
    let outcomes: Vec<_> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..8)
            .map(|n| {
                scope.spawn({
                    let node = &node;
                    move || node.publish(vec![revising(Revises::Entry(head), thing(&format!("a{n}")))], &office())
                })
            })
            .collect();
        running.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    for outcome in outcomes.into_iter().filter_map(Result::err) {
        assert!(matches!(outcome, PublishError::Refused { line: 1, refusal: Refusal::NotTheHead { head: Some(_), .. } }), "{outcome}");
    }
}

#[test]
fn jobs_of_one_group_do_not_suffer_for_each_other() {
    let given = Given::node();
    let node = given.open();
    node.publish(vec![thing("a")], &office()).unwrap();
    let good = std::thread::scope(|scope| {
        let running: Vec<_> = (0..64)
            .map(|n| {
                let node = &node;
                scope.spawn(move || {
                    (0..20).filter(|k: &i64| node.publish(vec![level(if (n + k) % 3 == 0 { "nothing" } else { "a" }, *k)], &office()).is_ok()).count()
                })
            })
            .collect();
        running.into_iter().map(|thread| thread.join().unwrap()).sum::<usize>()
    });
    assert_eq!(node.size() as usize, 2 + good);
    assert!(good > 800);
}

#[test]
fn the_door_warns_and_still_takes() {
    let given = Given::node();
    let node = given.open();
    let published = node.publish(vec![thing("a"), thing("b@c.example")], &office()).unwrap();
    assert_eq!(published.warnings.len(), 1);
    assert_eq!(published.warnings[0].0, 2);
}

#[test]
fn a_large_batch_is_prepared_by_several_threads_in_order_with_progress() {
    let given = Given::node();
    let node = given.open();
    let heard = std::sync::atomic::AtomicUsize::new(0);
    let drafts: Vec<_> = (0..5_000).map(|n| about(&format!("s{n}"), thing(&format!("t{n}")))).collect();
    let published = node
        .publish_with(drafts, &office(), &|done| {
            heard.fetch_max(done, std::sync::atomic::Ordering::SeqCst);
        })
        .unwrap();
    assert_eq!(heard.into_inner(), 5_000);
    assert_eq!(published.statements[4_999].index, 5_000);
    assert_eq!(node.entry(4_321).unwrap().unwrap().statement.subject.as_str(), "s4320");
}

#[test]
fn tiles_of_every_size_are_served_and_hash_to_the_checkpoint() {
    let given = Given::node();
    let node = given.open();
    node.publish((0..599).map(|n| thing(&format!("t{n}"))).collect(), &office()).unwrap();
    assert_eq!(node.size(), 600);
    for (path, bytes) in
        [("tile/0/000", 8_192), ("tile/0/001", 8_192), ("tile/0/002.p/88", 88 * 32), ("tile/0/002.p/7", 7 * 32), ("tile/1/000.p/2", 64)]
    {
        assert_eq!(node.tile(record::places::OWN, path).unwrap().map(|tile| tile.len()), Some(bytes), "{path}");
    }
    for path in [
        "tile/0/002",
        "tile/0/002.p/89",
        "tile/1/000",
        "tile/1/000.p/3",
        "tile/2/000.p/1",
        "tile/entries/002",
        "tile/entries/002.p/89",
        "tile/0/2",
        "../x",
    ] {
        assert_eq!(node.tile(record::places::OWN, path).unwrap(), None, "{path}");
    }
    assert_eq!(node.tile(record::places::OWN, "checkpoint").unwrap().unwrap(), node.checkpoint().unwrap().into_bytes());
    let bundle = node.tile(record::places::OWN, "tile/entries/002.p/88").unwrap().unwrap();
    let bundle = record::tile::Bundle::within(2, 600).unwrap().entries(&bundle).unwrap().into_iter().map(<[u8]>::to_vec).collect::<Vec<_>>();
    assert_eq!(bundle[87], *node.entry(599).unwrap().unwrap().bytes);
    let signed = node.signed();
    for index in [0, 255, 256, 511, 512, 599] {
        let proof = node.proof(index).unwrap().unwrap();
        let leaf = leaf_hash(&node.entry(index).unwrap().unwrap().bytes);
        verify_inclusion(&leaf, index.into(), signed.size, &signed.root, &proof.hashes).unwrap();
    }
}

#[test]
fn a_reader_beside_the_writer_sees_what_was_published_when_it_opened() {
    let given = Given::node();
    let node = given.open();
    node.publish(vec![thing("a")], &office()).unwrap();
    let reading = Reading::<Things>::open(&given.dir(), &KINDS).unwrap();
    node.publish(vec![thing("b")], &office()).unwrap();
    assert_eq!((reading.size(), node.size()), (2, 3));
    assert_eq!(reading.held().model.0.len(), 1);
    assert_eq!(reading.entry(2).unwrap(), None);
    assert!(reading.checkpoint().unwrap().starts_with("koinon.example/test\n2\n"));
    let again = Reading::<Things>::open(&given.dir(), &KINDS).unwrap();
    assert_eq!(again.size(), 3);
}

#[test]
fn two_writers_are_impossible() {
    let given = Given::node();
    let node = given.open();
    assert!(matches!(Node::<Things>::open(&given.dir(), &KINDS, &given.machine()), Err(node::OpenError::InUse(_))));
    drop(node);
    given.open();
}

#[test]
fn a_command_hands_its_work_to_the_node_that_serves_and_does_it_itself_where_none_does() {
    let given = Given::node();
    let node = given.open();
    node.serve_socket().unwrap();
    let publish = |drafts| node::publish_anywhere::<Things>(&given.dir(), &KINDS, &given.machine(), drafts, &office(), &|_| ());
    let published = publish(vec![thing("a"), level("a", 1), revising(Revises::Line(2), level("a", 2))]).unwrap();
    assert_eq!(published.statements.len(), 3);
    assert_eq!(node.size(), 4);
    assert_eq!(node::status(&given.dir()).unwrap().size, 4);
    let refused = publish(vec![level("nothing", 1)]).unwrap_err().to_string();
    assert!(refused.starts_with("line 1: `/body/thing`: `nothing` is no thing"), "{refused}");
    drop(node);
    assert!(!given.dir().join("koinon.sock").exists());
    publish(vec![level("a", 3)]).unwrap();
    assert_eq!(given.open().size(), 5);
}

#[test]
fn a_folder_with_a_long_name_has_its_socket_too() {
    let given = Given::node();
    let long = given.folder.path().join("x".repeat(120));
    std::fs::rename(given.dir(), &long).unwrap();
    let node = Node::<Things>::open(&long, &KINDS, &given.machine()).unwrap();
    node.serve_socket().unwrap();
    assert_eq!(node::status(&long).unwrap().size, 1);
}
