//! Negotiation, entity tags, compression, what is kept, what browsers are told.

use axum::http::StatusCode;

use crate::house::{House, furniture, measure};

#[test]
fn an_extension_wins_then_accept_then_html() {
    let house = House::furnished();
    assert!(house.get_with("/policies", &[("accept", "application/json")]).header("content-type").starts_with("application/json"));
    assert!(house.get_with("/policies.csv", &[("accept", "application/json")]).header("content-type").starts_with("text/csv"));
    assert!(house.get("/policies").header("content-type").starts_with("text/html"));
    assert_eq!(house.get("/policies").header("vary"), "Accept, Accept-Language, Accept-Encoding");
}

#[test]
fn a_language_is_in_the_address_or_negotiated() {
    let house = House::furnished();
    let negotiated = house.get_with("/policies", &[("accept-language", "ar;q=0.9, en;q=0.5")]);
    assert!(negotiated.text().contains("dir=\"rtl\"") && negotiated.header("content-language") == "ar");
    assert!(negotiated.text().contains("href=\"/places/QMA\""), "negotiated pages link without a language");
    let named = house.get_with("/en/policies", &[("accept-language", "ar")]);
    assert!(named.text().contains("dir=\"ltr\"") && named.text().contains("href=\"/en/places/QMA\""));
    assert!(named.text().contains("hreflang=\"ar\" href=\"/ar/policies\""));
}

#[test]
fn what_the_client_holds_is_not_sent_again_until_something_is_said() {
    let house = House::furnished();
    let first = house.get("/policies");
    let tag = first.header("etag").to_owned();
    assert!(tag.starts_with('"') && tag.len() == 34);
    let again = house.get_with("/policies", &[("if-none-match", &tag)]);
    assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0));
    house.state(&[vec![measure("new", "QMA", "H1", 1, "2026-11-24", None, None)]]);
    let changed = house.get_with("/policies", &[("if-none-match", &tag)]);
    assert_eq!(changed.status, StatusCode::OK);
    assert!(changed.text().contains("Rule new"), "a page reads what was just written");
}

#[test]
fn pages_are_packed_for_those_who_take_it_under_a_tag_of_their_own() {
    let house = House::furnished();
    let plain = house.get("/policies");
    let packed = house.get_with("/policies", &[("accept-encoding", "gzip, br")]);
    assert_eq!(packed.header("content-encoding"), "br");
    assert_ne!(packed.header("etag"), plain.header("etag"));
    let mut out = Vec::new();
    brotli::BrotliDecompress(&mut packed.body.as_slice(), &mut out).unwrap();
    assert_eq!(out, plain.body);
}

#[test]
fn browsers_are_told_to_load_nothing_from_elsewhere_and_run_nothing_inline() {
    let house = House::furnished();
    for path in ["/", "/nothing", "/policies.json", "/log/checkpoint", "/healthz", "/statements", "/policies/map.svg"] {
        let answer = house.get(path);
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("x-frame-options"), "DENY", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
    }
}

#[test]
fn a_method_that_is_not_taken_is_named() {
    let house = House::furnished();
    let answer = house.ask(axum::http::Request::post("/policies.json").body(axum::body::Body::empty()).unwrap());
    assert_eq!((answer.status, answer.header("allow")), (StatusCode::METHOD_NOT_ALLOWED, "GET"));
    let statements = house.get("/statements");
    assert_eq!((statements.status, statements.header("allow")), (StatusCode::METHOD_NOT_ALLOWED, "POST"));
}

#[test]
fn the_same_question_is_answered_the_same_after_many_others() {
    let house = House::empty();
    house.state(&furniture());
    let first = house.get("/en/policies").body;
    for day in 1..=28 {
        house.get(&format!("/policies/map?on=2026-11-{day:02}"));
    }
    assert_eq!(house.get("/en/policies").body, first);
}
