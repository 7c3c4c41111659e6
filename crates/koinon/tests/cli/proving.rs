//! Proofs and their checking: what verifies, and what does not.

use crate::house::{House, measure};

fn proven() -> House {
    let house = House::founded();
    house.publish(&[measure("schools", "C1", 2, "2026-03-01"), measure("travel", "C8", 3, "2026-03-02")]).done();
    house.run(&["proof", "1", "-o", "schools"]).done();
    house
}

#[test]
fn what_is_published_is_proven_and_the_proof_verifies_offline() {
    let house = proven();
    let elsewhere = House::empty();
    for name in ["schools.tlog-proof", "schools.entry"] {
        elsewhere.write(name, house.read(name));
    }
    let ran = elsewhere.run(&["verify", "schools.tlog-proof", "--vkey", &house.vkey()]).done();
    assert!(ran.out.starts_with("verified: this is entry 1 of `health.example"), "{}", ran.out);
    assert!(elsewhere.run(&["verify", "schools.entry", "--vkey", &house.vkey()]).done().out.starts_with("verified"));
}

#[test]
fn an_entry_is_found_by_its_id_too() {
    let house = proven();
    let listed = house.run(&["measures", "--format", "json", "--instrument", "C8"]).done().json();
    house.run(&["proof", listed["measures"][0]["id"].as_str().unwrap()]).done();
    assert!(house.read("entry-2.entry").contains(r#""subject":"travel""#));
    house.run(&["proof", "99"]).stops(4, &["no entry 99"]);
    house.run(&["proof", "schools"]).stops(2, &["`schools`"]);
}

#[test]
fn another_key_does_not_verify() {
    let (house, other) = (proven(), House::founded());
    house.run(&["verify", "schools.tlog-proof", "--vkey", &other.vkey()]).stops(3, &["does not verify"]);
    house.run(&["verify", "schools.tlog-proof"]).stops(2, &["--vkey"]);
}

#[test]
fn a_changed_entry_does_not_verify() {
    let house = proven();
    house.write("schools.entry", house.read("schools.entry").replace(r#""level":2"#, r#""level":1"#));
    house.run(&["verify", "schools.tlog-proof", "--vkey", &house.vkey()]).stops(3, &["does not verify"]);
}

#[test]
fn a_whole_store_verifies_and_a_changed_one_does_not() {
    let house = proven();
    let ran = house.run(&["verify", "--dir", "node"]).done();
    assert!(ran.out.starts_with("verified: all 3 entries"), "{}", ran.out);
    assert_eq!(house.run(&["verify"]).done().out, ran.out);
    let record = house.run(&["verify", "--record"]).done();
    assert!(ran.out.contains("view_root") && !record.out.contains("view_root"), "{}", record.out);
    // A backup has the record in one file, without a log beside it.
    house.run(&["backup", "copy"]).done();
    let mut bytes = std::fs::read(house.path("copy/record.db")).unwrap();
    let at = bytes.windows(9).position(|window| window == br#""level":3"#).unwrap();
    bytes[at + 8] = b'4';
    house.write("copy/record.db", bytes);
    house.run(&["verify", "--dir", "copy"]).stops(3, &["size 3 does not verify"]);
    house.run(&["restore", "copy", "--dir", "restored"]).stops(3, &["`record.db`", "manifest"]);
}

#[test]
fn a_served_log_verifies_from_outside() {
    let house = proven();
    let serving = house.serve();
    for address in [serving.address.clone(), format!("{}/log", serving.address)] {
        let ran = house.run(&["verify", &address, "--vkey", &house.vkey()]).done();
        assert!(ran.out.starts_with("verified: all 3 entries of `health.example"), "{}", ran.out);
    }
    house.run(&["verify", &serving.address, "--vkey", &House::founded().vkey()]).stops(3, &["checkpoint does not verify"]);
}

#[test]
fn a_machine_that_does_not_answer_is_unavailable_not_wrong() {
    let house = proven();
    house.run(&["verify", "http://127.0.0.1:9", "--vkey", &house.vkey()]).stops(6, &["127.0.0.1:9"]);
}
