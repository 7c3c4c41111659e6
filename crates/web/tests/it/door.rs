//! `POST /statements`: who may say what, all faults at once, receipts.

use axum::http::StatusCode;
use serde_json::json;

use crate::house::{House, measure};

const JSON: &str = "application/json";
const LINES: &str = "application/x-ndjson";

#[test]
fn one_statement_is_answered_by_exactly_its_receipt() {
    let house = House::furnished();
    let size = u64::from(house.node.size());
    let answer = house.post(JSON, Some(&house.token), measure("posted", "QMA", "C8", 2, "2026-11-24", None, None).to_string());
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    let receipt = answer.json();
    assert_eq!(receipt.as_object().unwrap().keys().map(String::as_str).collect::<Vec<_>>(), ["id", "index", "size"]);
    assert_eq!((receipt["index"].as_u64(), receipt["size"].as_u64()), (Some(size), Some(size + 1)));
    // Written by the office of the token, readable at once, under the id that sha256sum gives.
    let entry = house.get(&format!("/record/{size}.entry"));
    assert_eq!(record::EntryId::of(&entry.body).to_string(), receipt["id"]);
    assert!(entry.text().contains("\"by\":\"office:health\""));
}

#[test]
fn many_lines_are_all_or_nothing_and_may_revise_each_other() {
    let house = House::furnished();
    let one = measure("a", "QMA", "C8", 2, "2026-11-24", None, None);
    let mut two = measure("a", "QMA", "C8", 1, "2026-11-24", None, None);
    two["revises"] = "line:1".into();
    two["act"] = "correct".into();
    let answer = house.post(LINES, Some(&house.token), format!("{one}\n\n{two}\n"));
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    assert_eq!(answer.json()["statements"].as_array().unwrap().len(), 2);
    let size = house.node.size();
    let bad = measure("b", "QMA", "C8", 9, "2026-11-24", None, None);
    let answer = house.post(LINES, Some(&house.token), format!("{}\n{bad}\n", measure("c", "QMA", "C8", 1, "2026-11-24", None, None)));
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(answer.json()["errors"][0]["line"], 2);
    assert_eq!(house.node.size(), size);
}

#[test]
fn every_fault_comes_with_its_pointer_at_once() {
    let house = House::furnished();
    let answer = house.post(
        JSON,
        Some(&house.token),
        json!({"kind": "measure/v1", "body": {"instrument": "C8", "place": "x", "level": "high", "start": "soon"}}).to_string(),
    );
    assert_eq!((answer.status, answer.header("content-type")), (StatusCode::UNPROCESSABLE_ENTITY, "application/problem+json"));
    let pointers: Vec<String> =
        answer.json()["errors"].as_array().unwrap().iter().map(|error| error["pointer"].as_str().unwrap().to_owned()).collect();
    for pointer in ["/body/place", "/body/level", "/body/start"] {
        assert!(pointers.iter().any(|found| found == pointer), "{pointers:?}");
    }
}

#[test]
fn a_word_that_comes_second_is_refused_with_the_head_that_was_first() {
    let house = House::furnished();
    let answer = house.post(JSON, Some(&house.token), measure("own", "QMA", "C1", 1, "2026-03-01", None, None).to_string());
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(answer.json()["detail"].as_str().unwrap().contains("sha256:"));
}

#[test]
fn without_a_valid_token_nothing_is_taken() {
    let house = House::furnished();
    let statement = measure("x", "QMA", "C8", 2, "2026-11-24", None, None).to_string();
    for token in [None, Some("koinon_guess"), Some("")] {
        let answer = house.post(JSON, token, statement.clone());
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        assert!(answer.header("www-authenticate").starts_with("Bearer"));
    }
}

#[test]
fn a_token_reaches_as_far_as_its_kinds_and_never_to_the_records_own() {
    let house = House::furnished();
    let tokens = node::Tokens::open(house.node.dir()).unwrap();
    let kinds = ["place".to_owned()];
    let terms = node::TokenTerms { name: "places", office: &"office:register".parse().unwrap(), kinds: Some(&kinds), days: 1 };
    let narrow = tokens.create(&terms, league::KINDS, house.clock.as_ref()).unwrap();
    let answer = house.post(JSON, Some(&narrow), measure("x", "QMA", "C8", 2, "2026-11-24", None, None).to_string());
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.json()["detail"].as_str().unwrap().contains("`measure`"));
    let place = json!({"kind": "place/v1", "subject": "place:QZA", "body": {"code": "QZA", "name": "Zed", "level": "national"}});
    assert_eq!(house.post(JSON, Some(&narrow), place.to_string()).status, StatusCode::CREATED);
    let genesis = json!({"kind": "genesis/v1", "body": {}}).to_string();
    assert_eq!(house.post(JSON, Some(&house.token), genesis).status, StatusCode::FORBIDDEN);
}

#[test]
fn a_body_in_another_form_too_large_or_no_json_is_refused_by_name() {
    let house = House::furnished();
    let token = house.token.clone();
    assert_eq!(house.post("text/plain", Some(&token), "{}").status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(house.post(JSON, Some(&token), "{").status, StatusCode::BAD_REQUEST);
    assert_eq!(house.post(JSON, Some(&token), "{\"kind\":\"a/v1\",\"kind\":\"b/v1\"}").status, StatusCode::BAD_REQUEST);
    assert_eq!(house.post(LINES, Some(&token), "").status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(house.post(LINES, Some(&token), vec![b' '; (16 << 20) + 1]).status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[test]
fn the_door_warns_and_takes_it() {
    let house = House::furnished();
    let mut statement = measure("hotline", "QMA", "C8", 2, "2026-11-24", None, None);
    statement["body"]["text"] = "Call +44 20 7946 0958.".into();
    let answer = house.post(JSON, Some(&house.token), statement.to_string());
    assert_eq!(answer.status, StatusCode::CREATED);
    let receipt = answer.json();
    assert_eq!(receipt.as_object().unwrap().keys().collect::<Vec<_>>(), ["id", "index", "size"]);
    let warnings: serde_json::Value = serde_json::from_str(answer.header("koinon-warnings")).unwrap();
    assert!(warnings.as_array().unwrap().iter().any(|warning| warning["pointer"] == "/body/text"), "{warnings}");
}
