//! What is kept, copied, moved and brought back.

use crate::house::{House, measure};
use serde_json::{Value as Json, json};

#[test]
fn a_folder_that_is_not_empty_is_never_made_a_node() {
    let house = House::founded();
    house.run(&["init", "node", "--origin", "health.example", "--name", "Again"]).stops(1, &["is not empty"]);
    house.run(&["init", "other", "--origin", "Health Example", "--name", "X"]).stops(2, &["Health Example"]);
}

/// An exported line without what a node sets anew.
fn said(line: &str) -> Json {
    let mut entry: Json = serde_json::from_str(line).unwrap();
    for member in ["at", "by", "revises"] {
        entry.as_object_mut().unwrap().remove(member);
    }
    entry
}

#[test]
fn export_import_export_is_the_same_but_for_at_by_and_ids() {
    let house = House::founded();
    let mut corrected = measure("schools", "C1", 3, "2026-03-01");
    corrected["revises"] = "line:1".into();
    corrected["act"] = "correct".into();
    house.publish(&[measure("schools", "C1", 2, "2026-03-01"), corrected, measure("travel", "C8", 3, "2026-03-02")]).done();
    let exported = house.run(&["export"]).done().out;
    let other = House::founded();
    other.write("lines", &exported);
    let summary = other.run(&["import", "json", "lines", "--json"]).done().json();
    assert_eq!((summary["statements"].clone(), summary["left_out"].clone()), (json!(3), json!(1)));
    let again = other.run(&["export"]).done().out;
    let bodies = |text: &str| text.lines().skip(1).map(said).collect::<Vec<_>>();
    assert_eq!(bodies(&again), bodies(&exported));
    // A second time, every subject stands already.
    other.run(&["import", "json", "lines"]).stops(5, &["line 2", "stated already"]);
}

#[test]
fn an_export_may_begin_anywhere() {
    let house = House::founded();
    house.publish(&[measure("schools", "C1", 2, "2026-03-01")]).done();
    assert_eq!(house.run(&["export", "--from", "1"]).done().out.lines().count(), 1);
    house.run(&["export", "--from", "3"]).stops(4, &["2 entries"]);
}

#[test]
fn a_backup_has_no_key_and_comes_back_whole() {
    let house = House::founded();
    house.publish(&[measure("schools", "C1", 2, "2026-03-01")]).done();
    house.write("order.pdf", "an order");
    let cited = house.run(&["attach", "order.pdf"]).done().json();
    assert_eq!((cited["size"].clone(), cited["type"].clone()), (json!(8), json!("application/pdf")));
    house.run(&["backup", "copy"]).done();
    assert!(!house.path("copy/keys").exists());
    house.run(&["restore", "copy", "--dir", "restored"]).done();
    let [exported, restored] = ["node", "restored"].map(|dir| house.run(&["export", "--dir", dir]).done().out);
    assert_eq!(exported, restored);
    let hash = cited["sha256"].as_str().unwrap();
    assert!(house.path("restored/attachments").join(hash.get(..2).unwrap()).join(hash).is_file());
}

#[test]
fn a_restored_old_backup_signs_nothing_and_says_why() {
    let house = House::founded();
    house.run(&["backup", "copy"]).done();
    house.publish(&[measure("schools", "C1", 2, "2026-03-01")]).done();
    house.run(&["restore", "copy", "--dir", "restored", "--keys", "node/keys"]).done();
    let line = measure("travel", "C8", 3, "2026-03-02").to_string();
    house.run_with(&["publish", "--dir", "restored"], &line).stops(5, &["older copy was restored", "koinon doctor"]);
    let ran = house.run(&["doctor", "--dir", "restored"]);
    assert_ne!(ran.code, 0);
    assert!(format!("{}{}", ran.out, ran.err).contains("older copy was restored"), "{ran:?}");
    assert_eq!(house.run(&["measures", "--dir", "restored"]).done().code, 0);
}

#[test]
fn a_view_that_is_rebuilt_has_the_same_root() {
    let house = House::founded();
    house.publish(&[measure("schools", "C1", 2, "2026-03-01")]).done();
    let verified = house.run(&["verify", "--dir", "node", "--json"]).done().json();
    let rebuilt = house.run(&["doctor", "--rebuild", "--json"]).done().json();
    assert_eq!(verified["details"]["view_root"], rebuilt["view_root"]);
    assert!(rebuilt["view_root"].is_string() && rebuilt["was_same"] == true, "{rebuilt}");
}

#[test]
fn a_token_is_alone_on_the_last_line() {
    let house = House::founded();
    let ran = house.run(&["token", "create", "--name", "tracker", "--kinds", "measure,coverage", "--days", "7"]).done();
    let token = ran.out.lines().last().unwrap();
    assert!(token.starts_with("koinon_") && !token.contains(' '), "{ran:?}");
    assert!(!house.run(&["token", "list"]).done().out.contains(token));
    assert!(house.run(&["token", "list"]).done().out.contains("measure,coverage"));
    house.run(&["token", "revoke", "tracker"]).done();
    house.run(&["token", "revoke", "tracker"]).stops(4, &["`tracker`"]);
    house.run(&["token", "create", "--name", "x", "--kinds", "genesis"]).stops(2, &["`genesis`"]);
}
