//! What is asked of a record: lists, indices, schemas; and how answers reach terminals and scripts.

use crate::house::{House, measure};
use serde_json::json;

fn told() -> House {
    let house = House::founded();
    let mut ended = measure("schools", "C1", 2, "2026-03-01");
    ended["body"]["end"] = "2026-03-10".into();
    house.publish(&[ended, measure("travel", "C8", 3, "2026-03-05")]).done();
    house
}

#[test]
fn measures_are_listed_by_day_and_instrument() {
    let house = told();
    let listed = |arguments: &[&str]| -> Vec<String> {
        let ran = house.run(&[&["measures", "--format", "json"], arguments].concat()).done();
        ran.json()["measures"].as_array().unwrap().iter().map(|measure| measure["subject"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(listed(&[]), ["schools", "travel"]);
    assert_eq!(listed(&["--on", "2026-03-10"]), ["schools", "travel"]);
    assert_eq!(listed(&["--on", "2026-03-11"]), ["travel"]);
    assert_eq!(listed(&["--to", "2026-03-04"]), ["schools"]);
    assert_eq!(listed(&["--instrument", "C8"]), ["travel"]);
    assert_eq!(listed(&["--asof", "2000-01-01"]), [""; 0]);
}

#[test]
fn a_table_is_for_people_and_csv_for_machines() {
    let house = told();
    let table = house.run(&["measures"]).done().out;
    assert!(table.starts_with("place  instrument  population  reach  level"), "{table}");
    let csv = house.run(&["measures", "--format", "csv"]).done().out;
    let lines: Vec<&str> = csv.split("\r\n").collect();
    assert!(lines[0].starts_with("place,instrument,population,reach,level,flag,start,end,said"), "{csv}");
    assert!(lines[1].starts_with("QMA,C1,everyone,own,2,1,2026-03-01,2026-03-10,declared"), "{csv}");
}

#[test]
fn an_unknown_place_is_not_an_empty_answer() {
    told().run(&["measures", "--place", "QXX"]).stops(4, &["`QXX` is no place"]);
}

#[test]
fn days_that_are_none_or_in_the_wrong_order_are_usage() {
    let house = told();
    house.run(&["measures", "--on", "2026-02-30"]).stops(2, &["`2026-02-30` is no day"]);
    house.run(&["index", "--index", "stringency", "--from", "2026-03-02", "--to", "2026-03-01"]).stops(2, &["swap them"]);
}

#[test]
fn an_index_has_rows_only_where_it_is_defined() {
    let house = told();
    let coverage = json!({"kind": "coverage/v1", "body": {
        "places": ["QMA"], "instruments": ["E1", "E2"], "population": "everyone", "reach": "own", "from": "2026-03-01", "to": "2026-03-03",
    }});
    house.publish(&[coverage, measure("debts", "E2", 1, "2026-03-02")]).done();
    let csv = house.run(&["index", "--index", "economic-support", "--format", "csv"]).done().out;
    let expected = "place,date,index,variant,value\r\nQMA,2026-03-01,economic-support,strict,0.00\r\n\
                    QMA,2026-03-02,economic-support,strict,25.00\r\nQMA,2026-03-03,economic-support,strict,25.00\r\n";
    assert_eq!(csv, expected);
    let document = house.run(&["index", "--index", "economic-support", "--format", "json"]).done().json();
    assert_eq!(document["schema"], "koinon/index/v1");
    assert_eq!(document["series"][0]["values"][1], json!({"date": "2026-03-02", "value": "25.00"}));
    assert_eq!(house.run(&["index", "--index", "stringency", "--format", "csv"]).done().out, "place,date,index,variant,value\r\n");
}

#[test]
fn a_hostile_title_cannot_write_to_the_terminal() {
    let house = House::founded();
    let hostile = "x\u{9b}31m <script>alert(1)</script> =cmd|' /C calc'!A0";
    let mut line = measure("schools", "C1", 2, "2026-03-01");
    line["body"]["title"] = hostile.into();
    let ran = house.publish(&[line]);
    assert!(!ran.err.chars().any(|c| c.is_control() && c != '\n'), "{ran:?}");
    let ran = house.run_with(&["publish"], "{\"kind\":\"\\u001b[31m\u{202e}\",\"body\":{}}");
    assert_eq!(ran.code, 1);
    assert!(!ran.err.contains('\u{1b}') && !ran.err.contains('\u{202e}') && ran.err.contains("\\u{202e}"), "{}", ran.err);
    // Not even what no rule reads may hold controls.
    let mut line = measure("travel", "C8", 2, "2026-03-01");
    line["body"]["ext"] = json!({ "odd.example": hostile });
    house.publish(&[line]).stops(1, &["/body/ext/odd.example", "control character"]);
    let ran = house.run(&["measures", "--place", "\u{1b}]0;owned\u{7}"]);
    assert!(!ran.err.contains('\u{1b}') && !ran.err.contains('\u{7}'), "{}", ran.err);
}

#[test]
fn schemas_are_printed_and_unknown_kinds_are_not_found() {
    let house = House::empty();
    let schema = house.run(&["schema", "measure/v1"]).done().json();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    assert!(house.run(&["schema"]).done().out.lines().any(|line| line == "coverage/v1"));
    house.run(&["schema", "curfew"]).stops(4, &["`curfew` is no kind"]);
}

#[test]
fn completions_and_the_manual_come_from_the_same_commands() {
    let house = House::empty();
    assert!(
        house.run(&["completions", "bash"]).done().out.contains("koinon__subcmd__publish")
            || house.run(&["completions", "bash"]).done().out.contains("koinon__publish")
    );
    assert!(house.run(&["man"]).done().out.contains("Exit codes: 0 done"));
}

#[test]
fn there_is_no_node_where_there_is_none() {
    let house = House::empty();
    for arguments in [&["measures"][..], &["export"], &["serve"], &["attach", "x"], &["token", "list"]] {
        house.run(arguments).stops(4, &["holds no node", "koinon init"]);
    }
}

#[test]
fn an_error_is_a_document_with_json() {
    let ran = House::empty().run(&["measures", "--json"]);
    let document: serde_json::Value = serde_json::from_str(&ran.err).unwrap();
    assert_eq!((document["schema"].clone(), document["exit"].clone()), (json!("koinon/error/v1"), json!(4)));
}

#[test]
fn a_reader_that_goes_away_ends_an_export_quietly() {
    let house = told();
    let mut child = house.command(&["export"]).spawn().unwrap();
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    assert_eq!((ended.status.code(), String::from_utf8(ended.stderr).unwrap()), (Some(0), String::new()));
}
