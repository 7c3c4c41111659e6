//! The record's own kinds: their bodies, faults and schemas.

use expect_test::{Expect, expect};
use record::note::{Algorithm, SigningKey};
use record::own::KINDS;
use record::own::genesis::{Genesis, identity_name, next_identity};
use record::{Json, Kind};
use serde_json::json;

fn kind(name: &str) -> &'static Kind {
    KINDS.iter().find(|kind| kind.name == name).unwrap()
}

fn genesis() -> Json {
    let origin = "health.example/log".parse().unwrap();
    let vkey = |name: &str, seed| SigningKey::from_seed(name, Algorithm::Ed25519, &[seed; 32]).unwrap().verifying_key().to_string();
    let body = Genesis {
        name: "Ministry of Health".into(),
        vkey: vkey("health.example/log", 1),
        identity: vkey(&identity_name(&origin), 2),
        next_identity: next_identity(&[3; 32]),
        language: "en".to_owned(),
        licence: "CC-BY-4.0".to_owned(),
        place: Some("QMA".to_owned()),
        level: Some("country".to_owned()),
        did: None,
        origin,
    };
    serde_json::to_value(body).unwrap()
}

#[expect(clippy::needless_pass_by_value, reason = "an expectation is written where it is used")]
fn refused(name: &str, body: &Json, expected: Expect) {
    expected.assert_eq(&(kind(name).check)(body).iter().map(|fault| format!("{fault}\n")).collect::<String>());
}

#[test]
fn a_genesis_names_its_record_and_keys() {
    let body = genesis();
    assert_eq!((kind("genesis").check)(&body), []);
    let facets = (kind("genesis").facets)(&body);
    assert_eq!((facets.place.as_deref(), facets.topic.as_deref()), (Some("QMA"), Some("country")));
    let mut with_ext = body;
    with_ext["ext"] = json!({"health.example": 1});
    assert_eq!((kind("genesis").check)(&with_ext), []);
}

#[test]
fn every_fault_of_a_genesis_is_told() {
    let mut body = genesis();
    for (key, wrong) in
        [("language", "e"), ("licence", "<b>"), ("place", "gb"), ("level", "Country"), ("did", "did:key:x"), ("next_identity", "x"), ("name", "")]
    {
        body[key] = json!(wrong);
    }
    body["identity"] = body["vkey"].clone();
    body["vkey"] = json!("x");
    refused(
        "genesis",
        &body,
        expect![[r#"
        `/name`: a text can't be empty; give at least one word
        `/vkey`: `x` is no verification key; give `<name>+<8 hex digits>+<base64>`
        `/identity`: the key is named `health.example/log`; it must be named `health.example/log/identity`
        `/next_identity`: the hash of the next identity key is missing; give `sha256:` and 64 lower-case hex digits
        `/language`: `e` is no language tag; give one of BCP 47 such as `en`
        `/licence`: `<b>` is no licence; give an SPDX expression such as `CC-BY-4.0`
        `/place`: `gb` is no place; give 1 to 16 of `A-Z 0-9 _ -`, as its register writes it
        `/level`: `Country` is no level of government; give a word such as `country`
        `/did`: `did:key:x` is no identifier; give `did:web:` and a host
    "#]],
    );
    body["colour"] = json!(1);
    refused(
        "genesis",
        &body,
        expect![[r#"
        unknown field `colour`, expected one of `origin`, `name`, `vkey`, `identity`, `next_identity`, `language`, `licence`, `place`, `level`, `did`
    "#]],
    );
}

#[test]
fn a_restricted_statement_shows_its_commitment_only() {
    assert_eq!((kind("restricted").check)(&json!({"c": "bDPcuG7P3H0P5SPOGnYdvbHkccDabZ14mYMQhW7SKCE"})), []);
    refused(
        "restricted",
        &json!({"c": "bDPc"}),
        expect![[r#"
        `/c`: the commitment is not 32 bytes; give 43 characters of unpadded base64url
    "#]],
    );
    refused(
        "restricted",
        &json!({"c": "bDPcuG7P3H0P5SPOGnYdvbHkccDabZ14mYMQhW7SKCE", "length": 7}),
        expect![[r#"
        unknown field `length`, expected `c`
    "#]],
    );
}

#[test]
fn schemas_name_their_kind_and_every_member() {
    for kind in KINDS {
        let schema: Json = serde_json::from_str(kind.schema).unwrap();
        assert_eq!(schema["title"], json!(kind.full_name()));
        assert!(kind.is_records_own);
    }
    let schema: Json = serde_json::from_str(kind("genesis").schema).unwrap();
    for key in genesis().as_object().unwrap().keys() {
        assert!(schema["properties"].get(key).is_some(), "{key}");
    }
}
