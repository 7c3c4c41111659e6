//! `did:web` names and documents, against the method's own examples, RFC 8037 and did:key's test vectors.

use proptest::prelude::*;
use record::did::{self, Did, DidError, Document, ListedKey, Service, multikey, read_multikey};
use record::note::{Algorithm, SigningKey};
use serde_json::json;

fn name(text: &str) -> Did {
    text.parse().unwrap()
}

/// The examples of the did:web method specification, 3.2 "Read (Resolve)".
#[test]
fn a_name_says_where_its_document_is() {
    for (text, url) in [
        ("did:web:w3c-ccg.github.io", "https://w3c-ccg.github.io/.well-known/did.json"),
        ("did:web:w3c-ccg.github.io:user:alice", "https://w3c-ccg.github.io/user/alice/did.json"),
        ("did:web:example.com%3A3000:user:alice", "https://example.com:3000/user/alice/did.json"),
        ("did:web:example.com:a%7Eb", "https://example.com/a~b/did.json"),
    ] {
        assert_eq!(name(text).document_url(), url);
        assert_eq!(name(text).to_string(), text);
    }
}

#[test]
fn a_name_is_nothing_but_an_address() {
    let long = format!("did:web:{}", "a".repeat(600));
    for bad in [
        "",
        "did:web:",
        "did:key:z6Mk",
        "did:web:Example.com",
        "did:web:example.com:",
        "did:web:example.com::a",
        "did:web:example.com/a",
        "did:web:example.com:..",
        "did:web:example.com%3A",
        "did:web:example.com%3Ax",
        "did:web:user%40example.com",
        "did:web:example.com?a",
        "did:web:example.com#a",
        "did:web:example.com:a%2Fb",
        "did:web:[::1]",
        "did:web:%5B::1%5D",
        "did:web:example.com:a~b",
        long.as_str(),
    ] {
        assert!(bad.parse::<Did>().is_err(), "{bad}");
    }
}

#[test]
fn a_nodes_address_has_one_name() {
    for (url, text) in [
        ("https://health.example", "did:web:health.example"),
        ("https://league.example:8443/node/a~b", "did:web:league.example%3A8443:node:a%7Eb"),
        ("http://127.0.0.1:8080", "did:web:127.0.0.1%3A8080"),
    ] {
        assert_eq!(Did::of_node_url(url), Some(name(text)));
    }
    assert_eq!(Did::of_node_url("https://[::1]:8080"), None);
    assert_eq!(Did::of_node_url("https://health.example/"), None);
}

/// did:key's vector of the seed of zeros: its public key in hex and as did:key names it.
#[test]
fn a_multikey_is_that_of_did_key() {
    let key = SigningKey::from_seed("a.example", Algorithm::Ed25519, &[0; 32]).unwrap().verifying_key();
    assert_eq!(record::note::hex(&key.public_bytes()), "3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29");
    assert_eq!(multikey(&key.public_bytes()), "z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp");
    assert_eq!(read_multikey("z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"), Some(key.public_bytes()));
    // An X25519 key, a letter that base58 lacks, more letters, other bases.
    for bad in [
        "z6LSbysY2xFMRpGMhb7tFTLMpeuPRaqaWM1yECx2AtzE3KCc",
        "z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooW0",
        "z16MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp",
        "u7QE",
        "z",
        "",
    ] {
        assert_eq!(read_multikey(bad), None, "{bad}");
    }
}

#[test]
fn our_own_document_is_read_back() {
    let did = name("did:web:health.example");
    let keys = [1, 2].map(|seed| SigningKey::from_seed("health.example", Algorithm::Ed25519, &[seed; 32]).unwrap().verifying_key());
    let document = did::document(&did, &keys, "https://health.example");
    let read = Document::parse(document.to_string().as_bytes(), &did).unwrap();
    assert_eq!(read.publics(), keys.each_ref().map(record::note::VerifyingKey::public_bytes));
    assert_eq!(read.keys[0].id, did.key_url(&keys[0]));
    assert_eq!(read.services[0], Service { kind: "KoinonNode".to_owned(), endpoint: "https://health.example".to_owned() });
    assert_eq!(read.services[1].endpoint, "https://health.example/log");
}

/// The JWK of RFC 8037, A.2, whose key is that of RFC 8032, 7.1, test 1.
#[test]
fn foreign_documents_are_read_in_the_forms_that_there_are() {
    let did = name("did:web:example.com");
    let jwk = json!({"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"});
    let method = |id: &str, kind: &str| json!({"id": id, "type": kind, "controller": "did:web:example.com", "publicKeyJwk": jwk});
    let document = json!({
        "@context": "https://www.w3.org/ns/did/v1",
        "id": "did:web:example.com",
        "verificationMethod": [
            method("#a", "JsonWebKey2020"),
            {"id": "#b", "type": "Multikey", "controller": "did:web:example.com", "publicKeyMultibase": "z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"},
            method("#unlisted", "JsonWebKey"),
            method("#old", "Ed25519VerificationKey2018"),
            {"id": "#other", "type": "JsonWebKey", "controller": "did:web:other.example", "publicKeyJwk": jwk},
            {"id": "#rsa", "type": "JsonWebKey", "controller": "did:web:example.com", "publicKeyJwk": {"kty": "RSA", "n": "x", "e": "AQAB"}},
        ],
        "assertionMethod": ["did:web:example.com#a", "#b", method("did:web:example.com#c", "JsonWebKey"), "#old", "#other", "#rsa", "#nowhere"],
        "service": [{"id": "#s", "type": "CatalogService", "serviceEndpoint": "https://example.com/catalog"}, {"id": "#t", "type": ["x"], "serviceEndpoint": {}}],
        "alsoKnownAs": ["https://example.com"],
    });
    let read = Document::parse(document.to_string().as_bytes(), &did).unwrap();
    let rfc = record::name::hex_digest("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a").unwrap();
    let zero = read_multikey("z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp").unwrap();
    let key = |id: &str, public| ListedKey { id: format!("did:web:example.com#{id}"), public };
    assert_eq!(read.keys, [key("a", rfc), key("b", zero), key("c", rfc)]);
    assert_eq!(read.services.len(), 1);
}

#[test]
fn a_document_of_someone_else_or_without_bounds_is_refused() {
    let did = name("did:web:example.com");
    let parse = |json: serde_json::Value| Document::parse(json.to_string().as_bytes(), &did);
    assert!(matches!(parse(json!({"id": "did:web:example.org"})), Err(DidError::Other { .. })));
    assert!(matches!(parse(json!({"id": "did:web:example.com", "assertionMethod": vec!["#a"; 65]})), Err(DidError::TooMany)));
    assert!(matches!(parse(json!({"id": 1})), Err(DidError::Malformed(_))));
    assert_eq!(parse(json!({"id": "did:web:example.com", "x": "y".repeat(did::DOCUMENT_BYTES_MAX)})), Err(DidError::TooLong));
    assert_eq!(parse(json!({"id": "did:web:example.com"})), Ok(Document { keys: Vec::new(), services: Vec::new() }));
}

proptest! {
    #[test]
    fn any_key_has_one_multikey(public in any::<[u8; 32]>()) {
        let text = multikey(&public);
        prop_assert!(text.starts_with("z6Mk"));
        prop_assert_eq!(read_multikey(&text), Some(public));
    }
}
