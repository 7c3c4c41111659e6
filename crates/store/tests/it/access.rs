//! `access.db`: accounts, sessions, attempts, drafts; and a file of the format before.

use record::Office;
use store::{Access, NewUser};
use tempfile::TempDir;

fn opened() -> (TempDir, Access) {
    let dir = tempfile::tempdir().unwrap();
    let access = Access::open(&dir.path().join("access.db")).unwrap();
    (dir, access)
}

fn add(access: &Access, key: &str) -> i64 {
    let office: Office = "office:health".parse().unwrap();
    let kinds = ["measure".to_owned()];
    let user = NewUser { key, name: key, office: &office, kinds: Some(&kinds), passphrase: "$hash", created_ms: 1 };
    access.add_user(&user).unwrap().unwrap()
}

#[test]
fn a_name_is_taken_once_and_found_with_its_hash() {
    let (_dir, access) = opened();
    add(&access, "ada");
    let again = NewUser { key: "ada", name: "ADA", office: &Office::default(), kinds: None, passphrase: "$other", created_ms: 2 };
    assert_eq!(access.add_user(&again).unwrap(), None);
    let (user, hash) = access.user("ada").unwrap().unwrap();
    assert_eq!((user.name.as_str(), user.office.as_str(), hash.as_str()), ("ada", "office:health", "$hash"));
    assert_eq!(user.kinds.as_deref(), Some(["measure".to_owned()].as_slice()));
    assert_eq!(access.user("bob").unwrap(), None);
    assert!(!access.set_passphrase("bob", "$x").unwrap() && !access.remove_user("bob").unwrap());
}

#[test]
fn a_changed_passphrase_a_disabled_and_a_removed_account_end_their_sessions_and_no_others() {
    let (_dir, access) = opened();
    let (ada, bob) = (add(&access, "ada"), add(&access, "bob"));
    access.add_session(&[9; 32], bob, 5, None).unwrap();
    let changes: [&dyn Fn() -> bool; 3] = [
        &|| access.set_passphrase("ada", "$new").unwrap(),
        &|| access.set_disabled("ada", Some(7)).unwrap() && access.set_disabled("ada", None).unwrap(),
        &|| access.remove_user("ada").unwrap(),
    ];
    for change in changes {
        access.add_session(&[1; 32], ada, 5, None).unwrap();
        assert_eq!(access.session(&[1; 32]).unwrap().unwrap().user.name, "ada");
        assert!(change());
        assert_eq!(access.session(&[1; 32]).unwrap(), None);
    }
    assert!(access.session(&[9; 32]).unwrap().is_some());
    assert_ne!(add(&access, "ada"), ada, "a number is never given twice: what is left of the old one must not open for the new");
}

#[test]
fn a_new_session_replaces_the_one_before_and_a_person_has_no_more_than_the_bound() {
    let (_dir, access) = opened();
    let ada = add(&access, "ada");
    access.add_session(&[1; 32], ada, 5, None).unwrap();
    access.add_session(&[2; 32], ada, 6, Some(&[1; 32])).unwrap();
    assert_eq!(access.session(&[1; 32]).unwrap(), None);
    for number in 0..store::limits::SESSIONS_EACH_MAX {
        let mut digest = [3; 32];
        digest[..4].copy_from_slice(&number.to_be_bytes());
        access.add_session(&digest, ada, i64::from(number) + 10, None).unwrap();
        assert!(access.session(&digest).unwrap().is_some());
    }
    assert_eq!(access.session(&[2; 32]).unwrap(), None, "the one used least recently ended");
}

#[test]
fn a_session_is_noted_once_a_minute_ends_and_is_forgotten() {
    let (_dir, access) = opened();
    let ada = add(&access, "ada");
    access.add_session(&[1; 32], ada, 0, None).unwrap();
    let session = access.session(&[1; 32]).unwrap().unwrap();
    access.session_used(&[1; 32], &session, 59_999).unwrap();
    assert_eq!(access.session(&[1; 32]).unwrap().unwrap().used_ms, 0);
    access.session_used(&[1; 32], &session, 60_000).unwrap();
    assert_eq!(access.session(&[1; 32]).unwrap().unwrap().used_ms, 60_000);
    access.forget_sessions(60_000, 0).unwrap();
    assert!(access.session(&[1; 32]).unwrap().is_some());
    assert!(access.end_session(&[1; 32]).unwrap() && !access.end_session(&[1; 32]).unwrap());
    access.add_session(&[1; 32], ada, 0, None).unwrap();
    access.forget_sessions(1, 0).unwrap();
    assert_eq!(access.session(&[1; 32]).unwrap(), None);
}

#[test]
fn attempts_count_before_they_are_judged_and_one_that_must_wait_counts_nowhere() {
    let (_dir, access) = opened();
    let (name, address) = ([1; 32], [2; 32]);
    let rule = |_: usize, failed: u32, last_ms: i64| if failed < 3 { 0 } else { last_ms + 100 };
    for now in 0..3 {
        assert_eq!(access.begin_attempt(&[name, address], now, rule).unwrap(), None);
    }
    assert_eq!(access.begin_attempt(&[name, address], 50, rule).unwrap(), Some(102));
    assert_eq!(access.begin_attempt(&[[7; 32], address], 101, rule).unwrap(), Some(102), "the address waits for every name");
    assert_eq!(access.begin_attempt(&[[7; 32]], 101, rule).unwrap(), None);
    assert_eq!(access.begin_attempt(&[name, address], 102, rule).unwrap(), None);
    access.end_attempt(&name, &address).unwrap();
    assert_eq!(access.begin_attempt(&[name], 103, rule).unwrap(), None, "the name starts anew");
    assert_eq!(access.begin_attempt(&[address], 103, rule).unwrap(), Some(202), "the address has its earlier three");
    access.forget_attempts(1_000).unwrap();
    assert_eq!(access.begin_attempt(&[address], 104, rule).unwrap(), None);
}

#[test]
fn a_draft_is_its_persons_alone_bounded_and_survives_the_end() {
    let (dir, access) = opened();
    let (ada, bob) = (add(&access, "ada"), add(&access, "bob"));
    let first = access.add_draft(ada, 1, "one", 2).unwrap().unwrap();
    let second = access.add_draft(ada, 2, "two", 2).unwrap().unwrap();
    assert_eq!(access.add_draft(ada, 3, "three", 2).unwrap(), None);
    assert_eq!(access.draft(bob, first).unwrap(), None);
    assert!(!access.set_draft(bob, first, 4, "mine").unwrap() && !access.remove_draft(bob, first).unwrap());
    assert!(access.set_draft(ada, first, 4, "one, changed").unwrap());
    drop(access);
    let access = Access::open(&dir.path().join("access.db")).unwrap();
    let drafts: Vec<_> = access.drafts(ada).unwrap().into_iter().map(|draft| (draft.id, draft.content)).collect();
    assert_eq!(drafts, [(first, "one, changed".to_owned()), (second, "two".to_owned())]);
    access.forget_drafts(3).unwrap();
    assert_eq!(access.drafts(ada).unwrap().len(), 1);
    assert!(access.remove_draft(ada, first).unwrap());
    assert!(access.remove_user("ada").unwrap());
}

#[test]
fn a_file_of_the_format_before_is_brought_on_with_its_tokens_also_by_two_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("access.db");
    let connection = rusqlite::Connection::open(&path).unwrap();
    let before = "CREATE TABLE token (id INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, name TEXT NOT NULL, office TEXT NOT NULL, kinds TEXT,
                  created_ms INTEGER NOT NULL, expires_ms INTEGER NOT NULL, used_ms INTEGER, revoked_ms INTEGER);
                  INSERT INTO token VALUES (1, x'07', 'kept', 'office:main', NULL, 1, 2, NULL, NULL); PRAGMA user_version=1;";
    connection.execute_batch(before).unwrap();
    drop(connection);
    let both: Vec<_> =
        [(); 2].map(|()| path.clone()).into_iter().map(|path| std::thread::Builder::new().spawn(move || Access::open(&path).map(drop))).collect();
    for one in both {
        one.unwrap().join().unwrap().unwrap();
    }
    let access = Access::open(&path).unwrap();
    assert_eq!(access.all().unwrap()[0].name, "kept");
    add(&access, "ada");
    drop(access);
    rusqlite::Connection::open(&path).unwrap().execute_batch("PRAGMA user_version=9;").unwrap();
    assert!(matches!(Access::open(&path), Err(store::StoreError::Format { found: 9, .. })));
}
