//! Verification, backup, restore, the doctor.

use std::path::Path;

use node::backup::{BackupError, Keys, backup, restore};
use node::doctor::{Weight, examine};
use node::verify::{Scope, VerifyError, verify_store};
use node::{Accounts, Halt, Node, SignIn, UserTerms};
use record::Office;
use rusqlite::Connection;

use crate::given::{Given, KINDS, START_MS, Things, thing};

fn filled(count: usize) -> Given {
    let given = Given::node();
    let node = given.open();
    for part in (0..count).collect::<Vec<_>>().chunks(97) {
        node.publish(part.iter().map(|n| thing(&format!("t{n}"))).collect(), &Office::default()).unwrap();
    }
    drop(node);
    given
}

fn verify(given: &Given) -> Result<node::verify::VerifiedStore, VerifyError> {
    verify_store(&given.dir(), &KINDS, Scope::WHOLE, &|_| ())
}

fn tamper(given: &Given, sql: &str) {
    Connection::open(given.dir().join("record.db")).unwrap().execute_batch(sql).unwrap();
}

#[test]
fn a_whole_store_verifies_and_every_checkpoint_counts() {
    let given = filled(70_000 / 97 * 97);
    let verified = verify(&given).unwrap();
    assert_eq!(verified.signed.size, 69_938);
    assert_eq!(verified.checkpoints, 722);
    assert_eq!(verified.views_kept, Some(69_938));
}

#[test]
fn the_first_thing_at_fault_is_named() {
    let cases: [(&str, &str); 9] = [
        (
            "UPDATE entry SET bytes = CAST(replace(CAST(bytes AS TEXT), 't300', 't3oo') AS BLOB) WHERE place & 1099511627775 = 301",
            "entry 301 does not verify",
        ),
        (
            "UPDATE entry SET bytes = CAST(replace(CAST(bytes AS TEXT), ',', ', ') AS BLOB) WHERE place & 1099511627775 = 995",
            "entry 995 does not verify",
        ),
        (
            "UPDATE entry SET bytes = CAST(replace(CAST(bytes AS TEXT), 't998', 't999') AS BLOB) WHERE place & 1099511627775 = 999",
            // 1,001 entries in batches of 97 behind the genesis: 971 is signed, and so is 1,001.
            "entry 971 or one of 972 to 1000 was changed: the checkpoint of size 1001 does not verify, and that of size 971 does",
        ),
        ("UPDATE tile SET hashes = zeroblob(8192) WHERE level = 0 AND n = 2", "entry 512 does not verify"),
        ("DELETE FROM tile WHERE level = 0 AND n = 1", "`tile/0/001` does not verify"),
        ("DELETE FROM entry WHERE place & 1099511627775 = 700", "entry 700 is missing"),
        ("UPDATE signed SET root = zeroblob(32) WHERE size = 98", "the checkpoint of size 98 does not verify"),
        ("UPDATE signed SET note = replace(note, 'koinon', 'kainon') WHERE size = 1001", "the checkpoint of size 1001 does not verify"),
        ("UPDATE entry SET bytes = zeroblob(20) WHERE place & 1099511627775 = 0", "entry 0 is no genesis"),
    ];
    let whole = filled(1_000);
    for (sql, expected) in cases {
        let given = Given { folder: crate::given::folder(), clock: whole.clock.clone() };
        backup(&whole.dir(), &given.folder.path().join("copy"), Keys::Apart, &*given.clock).unwrap();
        restore(&given.folder.path().join("copy"), &given.dir(), None, &KINDS).unwrap();
        tamper(&given, sql);
        let error = verify(&given).unwrap_err().to_string();
        assert!(error.contains(expected), "{sql}\n{error}");
    }
}

#[test]
fn an_entry_that_no_kept_hash_names_is_between_two_checkpoints() {
    let forge = "UPDATE entry SET bytes = CAST(replace(CAST(bytes AS TEXT), 't1', 'tl') AS BLOB) WHERE place & 1099511627775 = 2";
    for (signed_before, expected) in [
        ("size < 1", "entry 2 or 3 was changed: the checkpoint of size 4 does not verify, and that of size 2 does"),
        ("size = 2", "entry 1 or one of 2 to 3 was changed: the checkpoint of size 4 does not verify, and that of size 1 does"),
        ("size < 4", "entry 0 or one of 1 to 3 was changed: the checkpoint of size 4 does not verify, and no smaller one does"),
    ] {
        let given = Given::node();
        let node = given.open();
        node.publish(vec![thing("t0")], &Office::default()).unwrap();
        node.publish(vec![thing("t1"), thing("t2")], &Office::default()).unwrap();
        drop(node);
        tamper(&given, &format!("DELETE FROM signed WHERE {signed_before}; {forge}"));
        assert_eq!(verify(&given).unwrap_err().to_string(), expected);
    }
}

#[test]
fn a_backup_of_a_serving_node_is_of_one_moment_and_holds_no_key() {
    let given = filled(300);
    let node = given.open();
    std::fs::write(given.folder.path().join("order.txt"), "an order").unwrap();
    node::attach(&given.dir(), &given.folder.path().join("order.txt")).unwrap();
    let to = given.folder.path().join("backup");
    let manifest = std::thread::scope(|scope| {
        let writing = scope.spawn(|| (0..50).for_each(|n| drop(node.publish(vec![thing(&format!("x{n}"))], &Office::default()).unwrap())));
        let manifest = backup(&given.dir(), &to, Keys::Apart, &*given.clock).unwrap();
        writing.join().unwrap();
        manifest
    });
    assert!((301..=351).contains(&manifest.size));
    assert!(!to.join("keys").exists());
    assert!(matches!(backup(&given.dir(), &to, Keys::Apart, &*given.clock), Err(BackupError::NotEmpty(_))));
    let restored = restore(&to, &given.folder.path().join("other"), None, &KINDS).unwrap();
    assert!(!restored.has_log_key);
    let verified = verify_store(&given.folder.path().join("other"), &KINDS, Scope::WHOLE, &|_| ()).unwrap();
    assert_eq!((verified.signed.size, verified.attachments), (manifest.size, Some(1)));
}

#[test]
fn a_backup_that_was_changed_is_not_restored() {
    let given = filled(10);
    let to = given.folder.path().join("backup");
    backup(&given.dir(), &to, Keys::Apart, &*given.clock).unwrap();
    let manifest = std::fs::read_to_string(to.join("manifest.json")).unwrap();
    std::fs::write(to.join("manifest.json"), manifest.replace("koinon.toml", "../koinon.toml")).unwrap();
    assert!(matches!(restore(&to, &given.folder.path().join("a"), None, &KINDS), Err(BackupError::NoBackup { .. })));
    std::fs::write(to.join("manifest.json"), &manifest).unwrap();
    let mut bytes = std::fs::read(to.join("record.db")).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    std::fs::write(to.join("record.db"), bytes).unwrap();
    assert!(matches!(restore(&to, &given.folder.path().join("b"), None, &KINDS), Err(BackupError::Changed { .. })));
    std::fs::remove_file(to.join("manifest.json")).unwrap();
    assert!(matches!(restore(&to, &given.folder.path().join("c"), None, &KINDS), Err(BackupError::NoBackup { .. })));
}

fn restored_with_keys(given: &Given, backup_dir: &Path) {
    let keys = given.folder.path().join("keys-apart");
    std::fs::create_dir(&keys).unwrap();
    std::fs::copy(given.dir().join("keys/log.key"), keys.join("log.key")).unwrap();
    std::fs::remove_dir_all(given.dir()).unwrap();
    assert!(restore(backup_dir, &given.dir(), Some(&keys), &KINDS).unwrap().has_log_key);
}

#[test]
fn a_restored_backup_is_behind_on_its_own_machine() {
    let given = filled(10);
    let to = given.folder.path().join("backup");
    backup(&given.dir(), &to, Keys::Apart, &*given.clock).unwrap();
    given.open().publish(vec![thing("later")], &Office::default()).unwrap();
    restored_with_keys(&given, &to);
    assert_eq!(given.open().is_signing(), Err(Halt::Behind { size: 11, signed: 12 }));
    let wrong: Vec<_> =
        examine(&given.dir(), &KINDS, &given.machine()).unwrap().into_iter().filter(|finding| finding.weight == Weight::Wrong).collect();
    assert_eq!(wrong.len(), 1);
    assert!(wrong[0].what.contains("koinon restore --from-log"), "{}", wrong[0].what);
}

#[test]
fn a_restored_backup_of_the_newest_state_goes_on_on_its_own_machine() {
    let given = filled(10);
    let to = given.folder.path().join("backup");
    backup(&given.dir(), &to, Keys::Apart, &*given.clock).unwrap();
    restored_with_keys(&given, &to);
    given.open().publish(vec![thing("later")], &Office::default()).unwrap();
    assert_eq!(given.open().size(), 12);
}

#[test]
fn a_restored_backup_on_a_new_machine_waits_for_the_operators_word() {
    let given = filled(10);
    let to = given.folder.path().join("backup");
    backup(&given.dir(), &to, Keys::Apart, &*given.clock).unwrap();
    restored_with_keys(&given, &to);
    std::fs::remove_dir_all(given.machine().marks).unwrap();
    let node = given.open();
    assert_eq!(node.is_signing(), Err(Halt::Unmarked { size: 11 }));
    assert!(node.accept_size(12).is_err());
    node.accept_size(11).unwrap();
    node.publish(vec![thing("later")], &Office::default()).unwrap();
    drop(node);
    given.open().is_signing().unwrap();
}

#[test]
fn the_doctor_finds_a_well_node_well_and_a_sick_one_sick() {
    let given = filled(10);
    let weights = || {
        let findings = examine(&given.dir(), &KINDS, &given.machine()).unwrap();
        findings.into_iter().filter(|finding| finding.weight == Weight::Wrong).map(|finding| finding.part).collect::<Vec<_>>()
    };
    assert!(weights().is_empty());
    let node = given.open();
    node.serve_socket().unwrap();
    assert!(weights().is_empty());
    drop(node);
    given.clock.set(START_MS - 3_600_000);
    assert_eq!(weights(), ["clock"]);
    given.clock.set(START_MS);
    std::fs::rename(given.dir().join("keys/log.key"), given.dir().join("keys/log.gone")).unwrap();
    assert_eq!(weights(), ["keys"]);
    assert!(Node::<Things>::open(&given.dir(), &KINDS, &given.machine()).is_err());
    tamper(&given, "UPDATE entry SET bytes = zeroblob(10) WHERE place & 1099511627775 = 9");
    assert_eq!(weights(), ["record", "keys"]);
    tamper(&given, "DROP TABLE signed");
    assert_eq!(weights(), ["record"]);
}

#[test]
fn a_backup_gives_back_accounts_and_drafts_and_no_session_to_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let given = filled(3);
    let accounts = Accounts::open(&given.dir()).unwrap();
    let terms = UserTerms { name: "ada", office: &Office::default(), kinds: None };
    accounts.add(&terms, "correct horse battery", &KINDS, &*given.clock).unwrap();
    let signed_in = accounts.sign_in("ada", "correct horse battery", "192.0.2.1".parse().unwrap(), None, &*given.clock).unwrap();
    let SignIn::In(secret) = signed_in else { panic!("{signed_in:?}") };
    accounts.add_draft(1, "typed", &*given.clock).unwrap();
    let to = given.folder.path().join("backup");
    backup(&given.dir(), &to, Keys::Apart, &*given.clock).unwrap();
    assert!(accounts.session(&secret, &*given.clock).unwrap().is_some());
    let restored = given.folder.path().join("restored");
    restore(&to, &restored, None, &KINDS).unwrap();
    for folder in [&given.dir(), &to, &restored] {
        let mode = std::fs::metadata(folder.join("access.db")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{}", folder.display());
    }
    let accounts = Accounts::open(&restored).unwrap();
    assert_eq!(accounts.session(&secret, &*given.clock).unwrap(), None);
    assert_eq!(accounts.drafts(1).unwrap()[0].content, "typed");
    assert!(matches!(accounts.sign_in("ada", "correct horse battery", "192.0.2.1".parse().unwrap(), None, &*given.clock), Ok(SignIn::In(_))));
}
