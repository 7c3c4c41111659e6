//! A node that serves: two writers are never possible, and commands that write need no stop.

use std::io::{Read, Write};

use crate::house::{House, measure};

#[test]
fn while_a_node_serves_what_is_published_goes_through_it_and_is_seen_at_once() {
    let house = House::founded();
    let serving = house.serve();
    let receipt = house.publish(&[measure("schools", "C1", 2, "2026-03-01")]).done().json();
    assert_eq!(receipt["index"], 1);
    assert!(serving.get("/log/checkpoint").contains("health.example\n2\n"));
    assert_eq!(house.run(&["export"]).done().out.lines().count(), 2);
    assert_eq!(serving.interrupt(), 0);
    assert_eq!(house.publish(&[measure("travel", "C8", 3, "2026-03-02")]).done().json()["index"], 2);
}

#[test]
fn a_second_node_in_the_same_folder_does_not_start() {
    let house = House::founded();
    let _serving = house.serve();
    house.run(&["serve", "--listen", "127.0.0.1:0"]).stops(6, &["another process"]);
}

#[test]
fn many_writers_at_once_all_stand_in_one_order() {
    let house = House::founded();
    let serving = house.serve();
    std::thread::scope(|scope| {
        for writer in 0..8 {
            let house = &house;
            scope.spawn(move || house.publish(&[measure(&format!("m{writer}"), "C1", 2, "2026-03-01")]).done());
        }
    });
    drop(serving);
    let exported = house.run(&["export"]).done().out;
    assert_eq!(exported.lines().count(), 9);
    assert!(house.run(&["verify", "--dir", "node"]).done().out.starts_with("verified: all 9 entries"));
}

#[test]
fn writers_without_a_serving_node_wait_for_each_other() {
    let house = House::founded();
    std::thread::scope(|scope| {
        for writer in 0..4 {
            let house = &house;
            scope.spawn(move || house.publish(&[measure(&format!("m{writer}"), "C1", 2, "2026-03-01")]).done());
        }
    });
    assert_eq!(house.run(&["export"]).done().out.lines().count(), 5);
}

#[test]
fn a_token_opens_the_door_and_the_answer_is_the_same_as_the_commands() {
    let house = House::founded();
    let token = house.run(&["token", "create", "--name", "tracker"]).done().out;
    let serving = house.serve();
    let host = serving.address.trim_start_matches("http://").to_owned();
    let body = measure("schools", "C1", 2, "2026-03-01").to_string();
    let post = |token: &str| {
        let mut stream = std::net::TcpStream::connect(&host).unwrap();
        write!(
            stream,
            "POST /statements HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {token}\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
            body.len()
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    };
    assert!(post("koinon_guess").starts_with("HTTP/1.1 401"));
    let answer = post(token.trim_end());
    assert!(answer.starts_with("HTTP/1.1 201") && answer.contains(r#""index":1"#), "{answer}");
}

#[test]
fn a_node_says_that_it_is_ready() {
    let house = House::founded();
    let serving = house.serve();
    for path in ["/healthz", "/readyz"] {
        assert!(serving.get(path).starts_with("HTTP/1.1 200"), "{path}");
    }
    assert!(serving.get("/.well-known/koinon").contains(&house.vkey()));
}
