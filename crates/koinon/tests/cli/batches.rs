//! What is published: one or many, all or nothing, with every fault named by its line.

use crate::house::{House, measure};
use serde_json::json;

#[test]
fn one_statement_is_answered_by_id_index_and_size_alone() {
    let house = House::founded();
    let receipt = house.publish(&[measure("schools", "C1", 2, "2026-03-01")]).done().json();
    assert_eq!(receipt.as_object().unwrap().keys().collect::<Vec<_>>(), ["id", "index", "size"]);
    assert_eq!((receipt["index"].clone(), receipt["size"].clone()), (json!(1), json!(2)));
    assert!(receipt["id"].as_str().unwrap().starts_with("sha256:"));
}

#[test]
fn one_statement_may_stretch_over_lines() {
    let house = House::founded();
    house.write("one.json", serde_json::to_string_pretty(&measure("schools", "C1", 2, "2026-03-01")).unwrap());
    assert_eq!(house.run(&["publish", "one.json"]).done().json()["index"], 1);
}

#[test]
fn many_are_answered_as_many() {
    let house = House::founded();
    let lines = [measure("schools", "C1", 2, "2026-03-01"), measure("travel", "C8", 3, "2026-03-02")];
    let receipts = house.publish(&lines).done().json();
    assert_eq!(receipts["statements"].as_array().unwrap().len(), 2);
    assert_eq!(receipts["statements"][1]["index"], 2);
}

#[test]
fn a_line_may_revise_an_earlier_line_of_its_batch() {
    let house = House::founded();
    let mut corrected = measure("schools", "C1", 3, "2026-03-01");
    corrected["revises"] = "line:1".into();
    corrected["act"] = "correct".into();
    house.publish(&[measure("schools", "C1", 2, "2026-03-01"), corrected]).done();
    let listed = house.run(&["measures", "--format", "json"]).done().json();
    assert_eq!(listed["measures"].as_array().unwrap().len(), 1);
    assert_eq!(listed["measures"][0]["level"], 3);
}

#[test]
fn a_line_that_revises_a_later_one_is_a_fault() {
    let house = House::founded();
    let mut first = measure("schools", "C1", 2, "2026-03-01");
    first["revises"] = "line:2".into();
    house.publish(&[first, measure("schools", "C1", 2, "2026-03-01")]).stops(1, &["line 1: /revises:", "`line:2`"]);
}

#[test]
fn all_faults_of_all_lines_are_listed_and_nothing_is_written() {
    let house = House::founded();
    let lines = [measure("a", "C1", 2, "2026-03-01"), measure("b", "C1", 9, "2026-03-01"), measure("c", "Z9", 1, "2026-13-01")];
    house.publish(&lines).stops(1, &["nothing was written", "line 2: /body/level", "line 3: /body/start"]);
    assert_eq!(house.run(&["export"]).done().out.lines().count(), 1);
}

#[test]
fn a_second_first_word_about_a_subject_is_refused_and_nothing_of_its_batch_stands() {
    let house = House::founded();
    house.publish(&[measure("schools", "C1", 2, "2026-03-01")]).done();
    let lines = [measure("travel", "C8", 1, "2026-03-01"), measure("schools", "C1", 3, "2026-04-01")];
    house.publish(&lines).stops(5, &["line 2", "stated already", "sha256:"]);
    assert_eq!(house.run(&["export"]).done().out.lines().count(), 2);
}

#[test]
fn a_member_named_twice_is_a_fault() {
    let house = House::founded();
    house.run_with(&["publish"], r#"{"kind":"measure/v1","kind":"place/v1","body":{}}"#).stops(1, &["line 1", "`kind` stands twice"]);
}

#[test]
fn a_dry_run_says_the_same_and_writes_nothing() {
    let house = House::founded();
    let line = measure("schools", "C1", 2, "2026-03-01").to_string();
    house.run_with(&["publish", "--dry-run"], &line).done();
    house.run_with(&["publish", "--dry-run"], &line.replace("C1", "Z9")).stops(1, &["line 1: /body/instrument"]);
    assert_eq!(house.run(&["export"]).done().out.lines().count(), 1);
}

#[test]
fn the_door_warns_of_personal_data_and_takes_it_all_the_same() {
    let house = House::founded();
    let mut line = measure("schools", "C1", 2, "2026-03-01");
    line["body"]["text"] = "Ask Jo at jo.doe@health.example".into();
    let ran = house.publish(&[line]).done();
    assert!(ran.err.contains("warning: line 1: /body/text") && ran.err.contains("e-mail"), "{}", ran.err);
}

#[test]
fn the_office_is_the_one_given() {
    let house = House::founded();
    let line = measure("schools", "C1", 2, "2026-03-01").to_string();
    house.run_with(&["publish", "--by", "office:schools"], &line).done();
    assert!(house.run(&["export", "--from", "1"]).done().out.contains(r#""by":"office:schools""#));
    house.run_with(&["publish", "--by", "Jo Doe"], &line).stops(2, &["Jo Doe", "office:"]);
}
