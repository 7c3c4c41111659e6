//! Accounts of people who sign in, and what a statement would clash with.

use serde_json::json;

use crate::house::{House, measure};

const PASSPHRASE: &str = "correct horse battery staple";

fn names(house: &House) -> Vec<String> {
    let listed = house.run(&["user", "list", "--json"]).done().json();
    listed["users"].as_array().unwrap().iter().map(|user| format!("{} {}", user["name"].as_str().unwrap(), user["state"].as_str().unwrap())).collect()
}

#[test]
fn an_account_is_made_from_stdin_listed_disabled_and_removed_and_its_passphrase_is_shown_nowhere() {
    let house = House::founded();
    let made =
        house.run_with(&["user", "add", "Ada", "--office", "office:health", "--kinds", "measure/v1,coverage"], &format!("{PASSPHRASE}\n")).done();
    assert!(made.out.contains("`office:health`") && made.out.contains("measure, coverage"), "{made:?}");
    assert!(!made.out.contains(PASSPHRASE) && !made.err.contains("passphrase:"), "nothing is asked where stdin is no terminal: {made:?}");
    assert_eq!(names(&house), ["Ada enabled"]);
    house.run_with(&["user", "add", "ADA"], PASSPHRASE).stops(5, &["there is an account `ADA`"]);
    house.run(&["user", "disable", "ada"]).done();
    assert_eq!(names(&house), ["Ada disabled"]);
    house.run(&["user", "enable", "ada"]).done();
    house.run_with(&["user", "passphrase", "ada"], "four words of no kin").done();
    house.run(&["user", "remove", "ada"]).done();
    assert_eq!(names(&house), Vec::<String>::new());
    house.run(&["user", "remove", "ada"]).stops(4, &["no account `ada` is here"]);
    house.run_with(&["user", "passphrase", "ada"], PASSPHRASE).stops(4, &["no account `ada` is here"]);
}

#[test]
fn what_is_no_passphrase_or_no_kind_is_refused_with_the_way_out() {
    let house = House::founded();
    house.run_with(&["user", "add", "ada"], "too short\n").stops(2, &["15 characters or more"]);
    house.run_with(&["user", "add", "ada"], "").stops(2, &["first line of stdin"]);
    house.run_with(&["user", "add", "ada"], "aaaaaaaaaaaaaaaaaaaa").stops(2, &["guessed first"]);
    house.run_with(&["user", "add", "ada", "--kinds", "genesis"], PASSPHRASE).stops(2, &["none of the record's own"]);
    house.run_with(&["user", "add", " ada"], PASSPHRASE).stops(2, &["no name for an account"]);
    house.run_with(&["user", "add", "ada", "--dir", "nowhere"], PASSPHRASE).stops(4, &["nowhere"]);
    assert_eq!(names(&house), Vec::<String>::new());
}

#[test]
fn an_account_that_is_made_while_the_node_serves_signs_in_at_once_and_is_out_at_once() {
    let house = House::founded();
    let serving = house.serve();
    house.run_with(&["user", "add", "ada"], PASSPHRASE).done();
    let sign_in = || {
        let host = serving.address.trim_start_matches("http://");
        let body = format!("name=ada&passphrase={}", PASSPHRASE.replace(' ', "+"));
        crate::house::ask(
            host,
            &format!(
                "POST /signin HTTP/1.1\r\nhost: {host}\r\norigin: {}\r\nconnection: close\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
                serving.address,
                body.len()
            ),
        )
    };
    let answer = sign_in();
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    let cookie = answer.split("set-cookie: ").nth(1).unwrap().split(';').next().unwrap().to_owned();
    let my = |cookie: &str| {
        let host = serving.address.trim_start_matches("http://");
        crate::house::ask(host, &format!("GET /my HTTP/1.1\r\nhost: {host}\r\ncookie: {cookie}\r\nconnection: close\r\n\r\n"))
    };
    assert!(my(&cookie).starts_with("HTTP/1.1 200"));
    house.run(&["user", "disable", "ada"]).done();
    assert!(my(&cookie).starts_with("HTTP/1.1 303"), "a session of a disabled account is over");
    assert!(sign_in().starts_with("HTTP/1.1 403"));
}

#[test]
fn check_lists_what_a_statement_would_clash_with_and_writes_nothing() {
    let house = House::founded();
    let places = [
        json!({ "kind": "place/v1", "body": { "code": "QMA", "name": "Mera", "level": "national" } }),
        json!({ "kind": "place/v1", "body": { "code": "QMA-N", "name": "North Mera", "level": "regional", "parent": "QMA" } }),
    ];
    house.publish(&places).done();
    let mut floor = measure("floor", "C1", 3, "2026-03-01");
    floor["body"]["mode"] = "floor".into();
    house.publish(&[floor, json!({ "kind": "coverage/v1", "body": { "places": ["QMA"], "instruments": ["C1"], "from": "2026-01-01" } })]).done();
    let before = house.run(&["export"]).done().out;
    let mut north = measure("north", "C1", 1, "2026-03-10");
    north["body"]["place"] = "QMA-N".into();
    let text = north.to_string();
    let csv = house.run_with(&["publish", "--check", "--format", "csv"], &text).done().out;
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines[0], "effect,id,rule,instrument,place_a,place_b,from,to,level_a,level_b,since_a,since_b,grade");
    assert_eq!(lines.len(), 2, "{csv}");
    assert!(
        lines[1].starts_with("starts,") && lines[1].contains(",below-floor,C1,QMA,QMA-N,2026-03-10,,3,1,2026-03-01,2026-03-10,conflict"),
        "{csv}"
    );
    let json = house.run_with(&["publish", "--check", "--json"], &text).done().json();
    assert_eq!((&json["schema"], &json["clashes"][0]["since_a"]), (&json!("koinon/clashes/v1"), &json!("2026-03-01")));
    assert!(house.run_with(&["publish", "--check"], &text).done().out.contains("below-floor"));
    // One that stands in place of the line before it does what that one would not.
    let mut mended = json!({ "kind": "measure/v1", "revises": "line:1", "body": north["body"].clone() });
    mended["body"]["level"] = 3.into();
    let both = format!("{text}\n{mended}\n");
    assert!(house.run_with(&["publish", "--check"], &both).done().out.contains("clashes with nothing"));
    house.run_with(&["publish", "--check"], &text.replace("\"level\":1", "\"level\":9")).stops(1, &["/body/level"]);
    assert_eq!(house.run(&["export"]).done().out, before);
    // What would be over is listed too: here, where the floor itself is taken back.
    house.publish(&[north, json!({ "kind": "coverage/v1", "body": { "places": ["QMA-N"], "instruments": ["C1"], "from": "2026-01-01" } })]).done();
    house.run(&["proof", "3", "-o", "p"]).done();
    let withdrawal =
        json!({ "kind": "measure/v1", "subject": "floor", "act": "withdraw", "revises": house.id_of("p.entry"), "body": { "reason": "a slip" } });
    let ends = house.run_with(&["publish", "--check", "--format", "csv"], &withdrawal.to_string()).done().out;
    assert!(ends.lines().nth(1).unwrap_or_default().starts_with("ends,"), "{ends}");
}
